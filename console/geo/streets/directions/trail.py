"""A path as one sees it from the street: strides, their bearings and their signs.

A stride is a run along one edge. Bearings are taken over the first and last metres of
it, so that a wiggle at a kerb does not turn anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.columns import ModeColumns
from console.geo.streets.directions.steps import Way, WayWord
from console.geo.streets.paths import Path
from console.geo.streets.signs import WayKind
from console.geo.streets.weights import LENGTH_MASK, TIME_MASK, TIME_SHIFT

type Floats = NDArray[np.float64]

_LOOK_M: Final = 15.0
# Ramps part from motorways so slowly that less would tell nothing.
_LOOK_FAR_M: Final = 60.0
_DEGREE_M: Final = 111_195.08
_WORDS: Final = {
    WayKind.MOTORWAY: WayWord.MOTORWAY,
    WayKind.SERVICE: WayWord.SERVICE,
    WayKind.DRIVEWAY: WayWord.SERVICE,
    WayKind.TRACK: WayWord.TRACK,
    WayKind.PEDESTRIAN: WayWord.PEDESTRIAN,
    WayKind.CYCLEWAY: WayWord.CYCLEWAY,
    WayKind.FOOTWAY: WayWord.FOOTWAY,
    WayKind.PATH: WayWord.PATH,
    WayKind.STEPS: WayWord.STEPS,
    WayKind.LIFT: WayWord.LIFT,
    WayKind.FERRY: WayWord.FERRY,
}
_FAST: Final = frozenset({WayKind.MOTORWAY, WayKind.TRUNK})


@dataclass(frozen=True, slots=True)
class Stride:
    """A run along one edge, `past` the milliseconds and decimetres before it.

    `leaving` and `arriving` are degrees from north at its two ends.
    """

    edge: int
    street: int
    first: int
    past_ms: int
    past_dm: int
    length_m: float
    leaving: float
    arriving: float
    kind: WayKind
    link: bool
    round: bool
    way: Way

    @property
    def ramp(self) -> bool:
        """Whether it leads on or off a motorway or a trunk road."""
        return self.link and self.kind in _FAST

    @property
    def fast(self) -> bool:
        """Whether it is a motorway itself."""
        return self.kind is WayKind.MOTORWAY and not self.link


class Town:
    """The streets around a path: signs of edges and the arms of junctions."""

    def __init__(self, columns: ModeColumns, *, heeds_rounds: bool) -> None:
        self._lines = columns.lines
        self._signs = columns.signs
        self._heeds_rounds = heeds_rounds

    def trail(self, path: Path) -> list[Stride]:
        """The strides of a path; runs of no length are left out, if others stay."""
        total_ms = total_dm = 0
        strides: list[Stride] = []
        for run in path.runs:
            points = path.points[run.first : run.last + 1]
            street = int(self._lines.edge_street[run.edge])
            length_dm = run.weight & LENGTH_MASK
            look_m = self._look_m(street)
            leaving, back = _look(points, look_m), _look(points[::-1], look_m)
            if length_dm and leaving is not None and back is not None:
                strides.append(
                    Stride(
                        edge=run.edge,
                        street=street,
                        first=run.first,
                        past_ms=total_ms,
                        past_dm=total_dm,
                        length_m=length_dm / 10,
                        leaving=leaving,
                        arriving=(back + 180) % 360,
                        kind=self.kind(street),
                        link=bool(self._signs.street_link[street]),
                        round=self.is_round(street),
                        way=self.way(run.edge),
                    )
                )
            total_ms += run.weight >> TIME_SHIFT & TIME_MASK
            total_dm += length_dm
        return strides

    def kind(self, street: int) -> WayKind:
        """The kind of a street."""
        return WayKind(int(self._signs.street_kind[street]))

    def is_round(self, street: int) -> bool:
        """Whether it is part of a roundabout, to those who heed them."""
        return self._heeds_rounds and bool(self._signs.street_round[street])

    def is_closed(self, street: int) -> bool:
        """Whether it is for those with business there: nobody's next turn."""
        return self.kind(street) is WayKind.DRIVEWAY or bool(
            self._lines.street_destination[street]
        )

    def is_link(self, street: int) -> bool:
        """Whether it is a ramp or a slip road."""
        return bool(self._signs.street_link[street])

    def street(self, edge: int) -> int:
        """The street of an edge."""
        return int(self._lines.edge_street[edge])

    def way(self, edge: int) -> Way:
        """What the signs at an edge say."""
        street = self.street(edge)
        kind, ref = self.kind(street), self._signs.ref(street)
        name = self._lines.name(edge)
        if self.is_link(street) and kind in _FAST:
            word = WayWord.RAMP
        else:
            word = _WORDS.get(kind, WayWord.ROAD)
        unsaid = name.partition(";")[0].strip() == ref
        return Way(word, "" if unsaid else name, ref)

    def climbs(self, edge: int) -> int:
        """1 where steps lead up this way, -1 down, 0 unknown."""
        slope = int(self._signs.street_slope[self.street(edge)])
        return slope if self._lines.edge_forward[edge] else -slope

    def arms(self, edge: int) -> list[int]:
        """The edges one may go on along at the end of an edge, but back."""
        ends, twin = self._ends(edge), self.twin(edge)
        arms = self._lines.street_edge[ends // 2, ends % 2].tolist()
        return [arm for arm in arms if arm >= 0 and arm != twin]

    def meeting(self, edge: int) -> int:
        """How many streets meet at the end of an edge, those one may not enter too."""
        return int(self._ends(edge).size)

    def _ends(self, edge: int) -> NDArray[np.int32]:
        signs = self._signs
        end = int(self._lines.edge_forward[edge])
        vertex = signs.street_vertices[self.street(edge), end]
        return signs.vertex_end[
            signs.vertex_first[vertex] : signs.vertex_first[vertex + 1]
        ]

    def twin(self, edge: int) -> int:
        """The edge the other way along the same street, or -1."""
        way = int(self._lines.edge_forward[edge])
        return int(self._lines.street_edge[self.street(edge), way])

    def leaving(self, edge: int) -> float:
        """Degrees from north at the start of an edge."""
        street = self.street(edge)
        first = self._lines.point_first
        points = self._lines.point_lonlat[first[street] : first[street + 1]]
        if not self._lines.edge_forward[edge]:
            points = points[::-1]
        return _look(points, self._look_m(street)) or 0.0

    def _look_m(self, street: int) -> float:
        return _LOOK_FAR_M if self.kind(street) in _FAST else _LOOK_M


def turned(before: float, after: float) -> float:
    """From one bearing to another: -180..180, right is positive."""
    return (after - before + 180) % 360 - 180


def length_m(strides: Sequence[Stride]) -> float:
    """Metres of all of them."""
    return sum(stride.length_m for stride in strides)


def bearing(a: Sequence[float], b: Sequence[float]) -> float:
    """Degrees from north of the way from a to b, both lon and lat."""
    east = (b[0] - a[0]) * cos(radians(a[1]))
    return degrees(atan2(east, b[1] - a[1])) % 360


def _look(points: Floats, reach_m: float) -> float | None:
    """Degrees from north over the first metres of a line; None if it has no length.

    Plain floats: there are thousands of short lines, and arrays cost more than they
    save.
    """
    start = points[0].tolist()
    east_m = _DEGREE_M * cos(radians(start[1]))
    x = y = walked = 0.0
    for lon, lat in points[1:].tolist():
        to_x, to_y = (lon - start[0]) * east_m, (lat - start[1]) * _DEGREE_M
        step = hypot(to_x - x, to_y - y)
        if walked + step >= reach_m:
            share = (reach_m - walked) / step
            x, y = x + share * (to_x - x), y + share * (to_y - y)
            break
        x, y, walked = to_x, to_y, walked + step
    return None if x == y == 0.0 else degrees(atan2(x, y)) % 360

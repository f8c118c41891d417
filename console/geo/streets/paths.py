"""A way between two places on the streets, as a line and as named legs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.climb import arc_rows, meeting, rise_one, unpack
from console.geo.streets.columns import Lines, ModeColumns
from console.geo.streets.ends import Ends, Hangs
from console.geo.streets.errors import NoPathError
from console.geo.streets.snapping import Snaps
from console.geo.streets.weights import (
    UNREACHED,
    whole_metres,
    whole_seconds,
    within_limits,
)

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch under one street name ("" where it has none).

    It is drawn by points[first : last + 1] of its path; the next one starts at `last`.
    """

    name: str
    seconds: int
    metres: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch along one edge, drawn by points[first : last + 1] of its path.

    `weight` holds time and length, with what it costs to go on at its end.
    """

    edge: int
    first: int
    last: int
    weight: int


@dataclass(frozen=True, slots=True)
class Path:
    """points: (k, 2) lon, lat degrees. Seconds and metres of the legs sum to these.

    `runs` are the edges it goes along, their weights sum to the path's.
    """

    points: Floats
    seconds: int
    metres: int
    legs: tuple[Leg, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run along one edge between two shares of it, and what it weighs."""

    edge: int
    start: float
    stop: float
    weight: int


def find_path(columns: ModeColumns, snaps: Snaps, ends: Ends, a: int, b: int) -> Path:
    """The least way from point a to point b of `snaps`; raises NoPathError."""
    pieces = _ahead(columns.lines, snaps, ends, a, b)
    direct = sum(piece.weight for piece in pieces) if pieces else UNREACHED
    over = _over_nodes(columns, snaps, ends, a, b, direct)
    pieces = over or pieces
    if not pieces:
        raise NoPathError("no way leads from the one point to the other")
    return _drawn(columns.lines, pieces)


def warm_paths(columns: ModeColumns) -> None:
    """Compile what unpacks a way; two near points may not need it."""
    graph, shape, metric = columns.graph, columns.shape, columns.metric
    nodes = np.zeros(1, np.int32)
    unpack(shape.first, shape.head, metric.up_via, metric.down_via, nodes)
    arc_rows(graph.tail, graph.head, graph.weight, nodes)


def _ahead(lines: Lines, snaps: Snaps, ends: Ends, a: int, b: int) -> list[_Piece]:
    """The run along one edge when b lies ahead of a on the same street."""
    if ends.street[a] != ends.street[b] or ends.street[a] < 0:
        return []
    found = [
        _Piece(
            edge=int(lines.street_edge[ends.street[a], way]),
            start=abs(way - float(snaps.share[a])),
            stop=abs(way - float(snaps.share[b])),
            weight=int(weight[b] - weight[a]),
        )
        for way, weight in enumerate((ends.along, ends.against))
        if 0 <= weight[a] <= weight[b]
    ]
    return [min(found, key=lambda piece: piece.weight)] if found else []


def _over_nodes(
    columns: ModeColumns, snaps: Snaps, ends: Ends, a: int, b: int, bound: int
) -> list[_Piece]:
    """The pieces of the least way over nodes, if it weighs less than `bound`."""
    leave, reach = _rows(ends.departures, a), _rows(ends.arrivals, b)
    parent = columns.shape.parent
    up, down = columns.fans.every
    ahead = rise_one(parent, up.first, up.head, up.weight, leave.node, leave.weight)
    back = rise_one(
        parent, down.first, down.head, down.weight, reach.node, reach.weight
    )
    weight, i, j = meeting(parent.size, ahead[0], ahead[1], back[0], back[1])
    stands_on_limited = int(columns.lines.street_limited[snaps.street[b]])
    if weight >= bound or not within_limits(weight, stands_on_limited):
        return []
    first_row, climbed = _origins(ahead[0], ahead[2], i)
    last_row, fallen = _origins(back[0], back[2], j)
    nodes = unpack(
        columns.shape.first,
        columns.shape.head,
        columns.metric.up_via,
        columns.metric.down_via,
        np.array([*reversed(climbed), *fallen[1:]], np.int32),
    )
    graph = columns.graph
    arcs = arc_rows(graph.tail, graph.head, graph.weight, nodes)
    off, onto = int(leave.edge[first_row]), int(reach.edge[last_row])
    forward = columns.lines.edge_forward
    share_a, share_b = float(snaps.share[a]), float(snaps.share[b])
    return [
        _Piece(
            edge=off,
            start=share_a if forward[off] else 1 - share_a,
            stop=1.0,
            weight=int(leave.weight[first_row]),
        ),
        *(
            _Piece(int(graph.edge[arc]), 0.0, 1.0, int(graph.weight[arc]))
            for arc in arcs
        ),
        _Piece(
            edge=onto,
            start=0.0,
            stop=share_b if forward[onto] else 1 - share_b,
            weight=int(reach.weight[last_row]),
        ),
    ]


def _rows(hangs: Hangs, point: int) -> Hangs:
    rows = slice(hangs.first[point], hangs.first[point + 1])
    return Hangs(
        hangs.first[:0], hangs.node[rows], hangs.weight[rows], hangs.edge[rows]
    )


def _origins(
    ancestors: NDArray[np.int32], origin: NDArray[np.int32], row: int
) -> tuple[int, list[int]]:
    """Nodes from the meeting down to the one hung on, and the row it hangs by."""
    nodes = [int(ancestors[row])]
    while origin[row] >= 0:
        row = int(origin[row])
        nodes.append(int(ancestors[row]))
    return -1 - int(origin[row]), nodes


def _drawn(lines: Lines, pieces: list[_Piece]) -> Path:
    points = [_line(lines, piece) for piece in pieces]
    ends = np.cumsum([len(line) - 1 for line in points]).tolist()
    line = np.concatenate([points[0], *(more[1:] for more in points[1:])])
    total = first = 0
    reached, runs = [], []
    for piece, last in zip(pieces, ends, strict=True):
        total += piece.weight
        reached.append((lines.name(piece.edge), total, last))
        runs.append(Run(piece.edge, first, last, piece.weight))
        first = last
    return Path(
        points=line,
        seconds=whole_seconds(total),
        metres=whole_metres(total),
        legs=tuple(_legs(reached)),
        runs=tuple(runs),
    )


def _legs(reached: list[tuple[str, int, int]]) -> Iterator[Leg]:
    """Legs from where each piece ends: its name, the weight and the point there."""
    runs = [list(run)[-1] for _, run in groupby(reached, key=itemgetter(0))]
    for (_, past, first), (name, total, last) in pairwise([("", 0, 0), *runs]):
        yield Leg(
            name=name,
            seconds=whole_seconds(total) - whole_seconds(past),
            metres=whole_metres(total) - whole_metres(past),
            first=first,
            last=last,
        )


def _line(lines: Lines, piece: _Piece) -> Floats:
    """The points of a piece in driving direction, its two ends put in."""
    street = lines.edge_street[piece.edge]
    rows = slice(lines.point_first[street], lines.point_first[street + 1])
    points, along = lines.point_lonlat[rows], lines.point_along_m[rows]
    if not lines.edge_forward[piece.edge]:
        points, along = points[::-1], along[-1] - along[::-1]
    start, stop = piece.start * along[-1], piece.stop * along[-1]
    inner = points[(along > start) & (along < stop)]
    if piece.start == 0.0 and piece.stop == 1.0:
        return points
    return np.concatenate(
        (_place(points, along, start), inner, _place(points, along, stop))
    )


def _place(points: Floats, along: Floats, metres: float) -> Floats:
    """The place (1, 2) so many metres along."""
    return np.stack([[np.interp(metres, along, points[:, axis]) for axis in (0, 1)]])

"""Names on the map: where each could stand, and which of them may.

A tile offers candidates (`candidates`): for a street its straightest run inside the
tile, for a place its point, for a lake or park the widest room inside, for a house its
number. The view lays the candidates of all its tiles out over what is already there
(`placed`): important ones first, none over another, a street's name again only after a
distance. What stood before goes on standing where it is, so that names neither jump
nor flicker while a map is panned. Lengths are in pixels of the zoom they are made for.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.geo.mercator import pixel_m
from console.viewmodels.map_camera import Box
from console.viewmodels.map_features import CODE, KINDS, MapFeatures

CELL_PX: Final = 64
REPEAT_PX: Final = 420
_TURN_RAD: Final = 0.22
_STREETS: Final = range(CODE["r0"], CODE["r6"] + 1)
_SHORTEST_PX: Final = 46.0
_AREA_FROM_PX: Final = 56.0
_HIGH_PX: Final = 18.0
_LARGE_PX: Final = 260.0
_SCANS: Final = (0.5, 0.35, 0.65, 0.2, 0.8)
_AREAS: Final = ("water", "green", "wood")
_STREETS_FROM: Final = 12.0
_PLACES_AT: Final = (
    (0.0, 15.75),
    (0.0, 16.25),
    (10.75, 17.0),
    (12.75, 18.0),
    (13.5, 21.0),
)
"""From which zoom to which a place of each rank is named."""
_GROUP_OF_PLACE: Final = (0.0, 0.0, 0.5, CODE["r2"] + 0.5, CODE["r4"] + 0.5)
Extent = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that could stand at `x`, `y` (Mercator metres).

    `angle` is in radians on the screen (clockwise, between -pi/2 and pi/2), `room_px`
    the length of the straight run; `kind` indexes KINDS and `rank` sorts within it.
    """

    name: str
    kind: int
    rank: int
    x: float
    y: float
    angle: float = 0.0
    room_px: float = 0.0

    @property
    def weight(self) -> tuple[float, int, float]:
        """Smaller stands first: towns, wide roads and waters, long runs, houses."""
        group: float = self.kind
        name = KINDS[self.kind]
        if name == "place":
            group = _GROUP_OF_PLACE[self.rank]
        elif name in _AREAS:
            group = CODE["r2"] if self.room_px > _LARGE_PX else CODE["r6"] + 1
        return (group, self.rank, -self.room_px)

    @property
    def spot(self) -> tuple[str, int, int]:
        """What it says and where, to find it again."""
        return (self.name, round(self.x), round(self.y))


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that stands: the candidate and the size of its text in pixels."""

    candidate: Candidate
    width_px: float
    height_px: float


def candidates(features: MapFeatures, box: Box, metres: float) -> list[Candidate]:
    """What the features of a tile offer, with `metres` of a pixel at its zoom."""
    zoom = float(np.log2(pixel_m(0) / metres))
    best: dict[str, Candidate] = {}
    houses: list[Candidate] = []
    for i in _worth_a_look(features, metres):
        kind = int(features.kind[i])
        found = None
        if KINDS[kind] == "house":
            found = _point(features, int(i), box)
            houses += [found] if found is not None else []
            continue
        if KINDS[kind] == "place":
            low, high = _PLACES_AT[int(features.rank[i])]
            found = _point(features, int(i), box) if low <= zoom < high else None
        elif kind in _STREETS and zoom >= _STREETS_FROM:
            found = _street(features, int(i), box, metres)
        elif KINDS[kind] in _AREAS:
            found = _area(features, int(i), box, metres)
        if found is None:
            continue
        old = best.get(found.name)
        if old is None or found.room_px > old.room_px:
            best[found.name] = found
    return [*best.values(), *houses]


def _worth_a_look(features: MapFeatures, metres: float) -> list[int]:
    """The features that have a name, and are points or long enough for one."""
    named = np.array([bool(n) for n in features.name], np.bool_)
    if not named.any():
        return []
    begin = features.part[features.part_start[:-1]]
    low = np.minimum.reduceat(features.xy, begin)
    high = np.maximum.reduceat(features.xy, begin)
    across = np.hypot(*(high - low).T)
    long = (across >= _SHORTEST_PX * metres) | (features.kind >= CODE["place"])
    return [int(i) for i in np.flatnonzero(named & long)]


def placed(
    offered: Sequence[Candidate],
    to_screen: Callable[[float, float], tuple[float, float]],
    size_of: Callable[[Candidate], tuple[float, float]],
    taken: "Collisions",
    stood: Collection[tuple[str, int, int]] = frozenset(),
) -> Iterator[Placed | None]:
    """The names that may stand, laid out over `taken`, which then holds them too.

    One after another, None for one that may not, so that it can be done in slices.
    `stood` are the spots of those that stood before: they go first, but for towns.
    """
    spots: dict[str, list[tuple[float, float]]] = {}
    for candidate in _in_order(offered, stood):
        width, height = size_of(candidate)
        if candidate.room_px and candidate.room_px < width + 6:
            yield None
            continue
        x, y = to_screen(candidate.x, candidate.y)
        numbers = candidate.kind == CODE["house"]
        others = [] if numbers else spots.setdefault(candidate.name, [])
        if any((x - a) ** 2 + (y - b) ** 2 < REPEAT_PX**2 for a, b in others):
            yield None
            continue
        gap = 2 if numbers else 4
        boxes = text_boxes(x, y, width + gap, height, candidate.angle)
        if taken.add(boxes):
            others.append((x, y))
            yield Placed(candidate, width, height)
        else:
            yield None


def _in_order(
    offered: Sequence[Candidate], stood: Collection[tuple[str, int, int]]
) -> Iterator[Candidate]:
    """Towns, what stood before, everything else; the numbers of houses at last."""
    house = CODE["house"]
    names = [(c.weight, c) for c in offered if c.kind != house]
    ranked = [
        (w[0] >= 1 and c.spot not in stood, w, i) for i, (w, c) in enumerate(names)
    ]
    for *_, i in sorted(ranked):
        yield names[i][1]
    houses = [c for c in offered if c.kind == house]
    fresh = [c.spot not in stood for c in houses]
    for later in (False, True):
        yield from (c for c, new in zip(houses, fresh, strict=True) if new == later)


def text_boxes(
    x: float, y: float, width: float, height: float, angle: float
) -> list[Extent]:
    """Upright boxes that cover a text turned around its middle, piece by piece."""
    if abs(angle) < 0.05:
        return [(x - width / 2, y - height / 2, x + width / 2, y + height / 2)]
    count = max(1, round(width / height))
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    long, high = width / count, height
    wide = (long * abs(cos) + high * abs(sin)) / 2
    tall = (long * abs(sin) + high * abs(cos)) / 2
    middles = (
        (x + t * cos, y + t * sin)
        for t in (width * ((k + 0.5) / count - 0.5) for k in range(count))
    )
    return [(u - wide, v - tall, u + wide, v + tall) for u, v in middles]


class Collisions:
    """Boxes that are taken, found through a grid of cells."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Extent]] = {}

    def free(self, boxes: Sequence[Extent]) -> bool:
        """Whether none of the boxes meets one that is taken."""
        return not any(
            left < taken[2]
            and right > taken[0]
            and top < taken[3]
            and bottom > taken[1]
            for left, top, right, bottom in boxes
            for cell in _cells(left, top, right, bottom)
            for taken in self._cells.get(cell, ())
        )

    def add(self, boxes: Sequence[Extent]) -> bool:
        """Takes the boxes if all are free; says whether they were."""
        if not self.free(boxes):
            return False
        self.take(boxes)
        return True

    def take(self, boxes: Sequence[Extent]) -> None:
        """Takes the boxes whatever lies there."""
        for extent in boxes:
            for cell in _cells(*extent):
                self._cells.setdefault(cell, []).append(extent)


def _cells(
    left: float, top: float, right: float, bottom: float
) -> list[tuple[int, int]]:
    columns = range(int(left // CELL_PX), int(right // CELL_PX) + 1)
    rows = range(int(top // CELL_PX), int(bottom // CELL_PX) + 1)
    return [(column, row) for column in columns for row in rows]


def _points(features: MapFeatures, part: int) -> NDArray[np.float64]:
    return features.xy[features.part[part] : features.part[part + 1]]


def _parts(features: MapFeatures, i: int) -> range:
    return range(int(features.part_start[i]), int(features.part_start[i + 1]))


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _point(features: MapFeatures, i: int, box: Box) -> Candidate | None:
    x, y = _points(features, int(features.part_start[i]))[0]
    if not _inside(x, y, box):
        return None
    kind, rank = int(features.kind[i]), int(features.rank[i])
    return Candidate(features.name[i], kind, rank, float(x), float(y))


def _area(features: MapFeatures, i: int, box: Box, metres: float) -> Candidate | None:
    """Amid the widest of some level lines through an area, holes left out."""
    first, last = int(features.part_start[i]), int(features.part_start[i + 1])
    begin, end = int(features.part[first]), int(features.part[last])
    xy = features.xy[begin:end]
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    if (east - west) / metres < _AREA_FROM_PX or (north - south) / metres < _HIGH_PX:
        return None
    joins = np.ones(len(xy) - 1, dtype=np.bool_)
    joins[features.part[first + 1 : last] - begin - 1] = False
    a, b = xy[:-1][joins], xy[1:][joins]
    best = (0.0, 0.0, 0.0)
    for share in _SCANS:
        y = south + share * (north - south)
        crosses = (a[:, 1] <= y) != (b[:, 1] <= y)
        p, q = a[crosses], b[crosses]
        at = np.sort(
            p[:, 0] + (y - p[:, 1]) / (q[:, 1] - p[:, 1]) * (q[:, 0] - p[:, 0])
        )
        if len(at) < 2:
            continue
        widths = at[1::2] - at[: len(at) // 2 * 2 : 2]
        k = int(np.argmax(widths))
        # the middle line is the natural place: another has to be clearly wider
        if float(widths[k]) > best[0] * 1.3:
            best = (float(widths[k]), float(at[2 * k : 2 * k + 2].mean()), float(y))
    width, x, y = best
    if not width or not _inside(x, y, box):
        return None
    kind = int(features.kind[i])
    return Candidate(features.name[i], kind, 0, x, y, 0.0, 0.95 * width / metres)


def _street(features: MapFeatures, i: int, box: Box, metres: float) -> Candidate | None:
    found = None
    for part in _parts(features, i):
        run = straightest(_points(features, part), box, metres)
        if run is None or (found is not None and run[3] <= found.room_px):
            continue
        x, y, angle, room = run
        kind, rank = int(features.kind[i]), int(features.rank[i])
        found = Candidate(features.name[i], kind, rank, x, y, angle, room)
    return found


def straightest(
    line: NDArray[np.float64], box: Box, metres: float
) -> tuple[float, float, float, float] | None:
    """The middle, angle and length in pixels of a line's longest straight run.

    A run is straight as long as no piece turns more than 0.22 rad from its first; only
    what lies in the box counts. None where no run is long enough for a name.
    """
    line = _within(line, box)
    if len(line) < 2:
        return None
    step = np.diff(line, axis=0)
    length = np.hypot(step[:, 0], step[:, 1]) / metres
    heading = np.arctan2(-step[:, 1], step[:, 0])
    best: tuple[float, int, int] = (_SHORTEST_PX, 0, 0)
    start = 0
    for end in range(1, len(length) + 1):
        if end < len(length):
            turn = heading[end] - heading[start]
            turn = (turn + np.pi) % (2 * np.pi) - np.pi
            if abs(turn) < _TURN_RAD and not np.isnan(length[end]):
                continue
        best = max(best, (float(length[start:end].sum()), start, end))
        start = end
    room, start, end = best
    if end == 0:
        return None
    a, b = line[start], line[end]
    angle = float(np.arctan2(-(b[1] - a[1]), b[0] - a[0]))
    if angle > np.pi / 2:
        angle -= np.pi
    elif angle <= -np.pi / 2:
        angle += np.pi
    x, y = (a + b) / 2
    return float(x), float(y), angle, room


def _within(line: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """The longest stretch of a line in a box, its ends cut where they leave it."""
    inside = (
        (line[:, 0] >= box[0])
        & (line[:, 0] < box[2])
        & (line[:, 1] >= box[1])
        & (line[:, 1] < box[3])
    )
    if inside.all():
        return line
    pieces = [cut for a, b in pairwise(line) if (cut := _cut(a, b, box)) is not None]
    runs: list[list[NDArray[np.float64]]] = []
    for a, b in pieces:
        if runs and np.allclose(runs[-1][-1], a):
            runs[-1].append(b)
        else:
            runs.append([a, b])
    if not runs:
        return line[:0]
    return np.array(max(runs, key=_span))


def _span(run: list[NDArray[np.float64]]) -> float:
    return float(np.abs(np.diff(np.array(run), axis=0)).sum())


def _cut(
    a: NDArray[np.float64], b: NDArray[np.float64], box: Box
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """The part of a straight piece in a box (Liang and Barsky 1984)."""
    low, high = 0.0, 1.0
    step = b - a
    for axis, near, far in ((0, box[0], box[2]), (1, box[1], box[3])):
        if step[axis] == 0:
            if not near <= a[axis] <= far:
                return None
            continue
        first, last = (near - a[axis]) / step[axis], (far - a[axis]) / step[axis]
        low = max(low, min(first, last))
        high = min(high, max(first, last))
    if low >= high:
        return None
    return a + low * step, a + high * step

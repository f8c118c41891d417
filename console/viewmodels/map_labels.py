"""Names on the map: where each could stand, and which of them may.

A tile offers candidates (`candidates`): for a street its straightest run inside the
tile, for a place its point. The view lays the candidates of all its tiles out over
what is already there (`placed`): important ones first, none over another, a street's
name again only after a distance. Lengths are in pixels of the zoom they are made for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.viewmodels.map_camera import Box
from console.viewmodels.map_features import CODE, KINDS, MapFeatures

CELL_PX: Final = 64
REPEAT_PX: Final = 420
_TURN_RAD: Final = 0.22
_STREETS: Final = range(CODE["r0"], CODE["r6"] + 1)
_SHORTEST_PX: Final = 46.0
_GREEN_FROM_PX: Final = 90.0
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
    def weight(self) -> tuple[int, int, float]:
        """Smaller stands first: towns, wide roads, long runs."""
        area = self.kind in (CODE["green"], CODE["water"])
        group = 0 if KINDS[self.kind] == "place" else 9 if area else self.kind
        return (group, self.rank, -self.room_px)


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that stands: the candidate and the size of its text in pixels."""

    candidate: Candidate
    width_px: float
    height_px: float


def candidates(features: MapFeatures, box: Box, metres: float) -> list[Candidate]:
    """What the features of a tile offer, with `metres` of a pixel at its zoom."""
    best: dict[str, Candidate] = {}
    for i in np.flatnonzero(np.array([bool(n) for n in features.name], np.bool_)):
        kind = int(features.kind[i])
        found = None
        if KINDS[kind] == "place":
            found = _point(features, int(i), box)
        elif kind in _STREETS:
            found = _street(features, int(i), box, metres)
        elif KINDS[kind] in ("green", "water"):
            found = _area(features, int(i), box, metres)
        if found is None:
            continue
        old = best.get(found.name)
        if old is None or found.room_px > old.room_px:
            best[found.name] = found
    return list(best.values())


def placed(
    offered: Sequence[Candidate],
    to_screen: Callable[[float, float], tuple[float, float]],
    size_of: Callable[[Candidate], tuple[float, float]],
    taken: "Collisions",
) -> list[Placed]:
    """The names that may stand, laid out over `taken`, which then holds them too."""
    stands: list[Placed] = []
    spots: dict[str, list[tuple[float, float]]] = {}
    for candidate in sorted(offered, key=lambda c: c.weight):
        width, height = size_of(candidate)
        if candidate.room_px and candidate.room_px < width + 6:
            continue
        x, y = to_screen(candidate.x, candidate.y)
        others = spots.setdefault(candidate.name, [])
        if any((x - a) ** 2 + (y - b) ** 2 < REPEAT_PX**2 for a, b in others):
            continue
        boxes = text_boxes(x, y, width + 4, height, candidate.angle)
        if taken.add(boxes):
            others.append((x, y))
            stands.append(Placed(candidate, width, height))
    return stands


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
    ring = _points(features, int(features.part_start[i]))
    low, high = ring.min(axis=0), ring.max(axis=0)
    width, height = (high - low) / metres
    x, y = _middle(ring)
    if min(width, 3 * height) < _GREEN_FROM_PX or not _inside(x, y, box):
        return None
    return Candidate(features.name[i], int(features.kind[i]), 0, x, y, 0.0, width * 0.9)


def _middle(ring: NDArray[np.float64]) -> tuple[float, float]:
    """The centre of gravity of a closed ring."""
    low = ring.min(axis=0)
    x, y = (ring - low).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = cross.sum() / 2
    if not area:
        return float(ring[:, 0].mean()), float(ring[:, 1].mean())
    cx = ((x[:-1] + x[1:]) * cross).sum() / (6 * area)
    cy = ((y[:-1] + y[1:]) * cross).sum() / (6 * area)
    return float(cx + low[0]), float(cy + low[1])


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

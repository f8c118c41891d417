"""The nearest place on a street to each point, and how far it is.

Segments of streets are listed by cells of about 150 m; a query looks at rings of cells
until nothing nearer can follow. A place on a scrap (a few streets nothing leads to or
from) is taken only when the wider network has nothing within the limit. A point with
no street within the limit is named by its index, never moved further.
"""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

type Ints32 = NDArray[np.int32]
type Ints64 = NDArray[np.int64]
type Floats = NDArray[np.float64]

_CELL_M: Final = 150.0
_DEGREE_M: Final = 111_195.08
_NEVER_M: Final = 1e300


@dataclass(frozen=True, slots=True)
class Grid:
    """Segments (g) by cell (c); a segment runs from its point to the next one.

    Which of them a mode may stop at, and which lie on a scrap, is its own
    `segment_use`: 0 not at all, 1 on a scrap, 2 on the network.
    cell_key: ascending int64 (c,), cell_first: (c+1,) into cell_segment.
    frame: west, south, cell width and height in degrees, cells in a row.
    """

    cell_key: Ints64
    cell_first: Ints32
    cell_segment: Ints32
    segment_point: Ints32
    frame: Floats


@dataclass(frozen=True, slots=True)
class Snaps:
    """Where n points lie on the streets of one mode; -1 and nan where they do not.

    street: int32 (n,), share: how far along its geometry, 0..1, lonlat: (n, 2) on the
    street, distance_m: from the point, side: 1 right of the geometry's direction,
    -1 left, 0 on it.
    """

    street: Ints32
    share: Floats
    lonlat: Floats
    distance_m: Floats
    side: NDArray[np.int8]

    @property
    def unsnapped(self) -> Ints64:
        """Indices of the points with no street within the limit."""
        return np.flatnonzero(self.street < 0)


def build_grid(lonlat: Floats, segment_point: Ints64) -> Grid:
    """List segments by every cell their box touches."""
    west, south = lonlat.min(axis=0)
    middle = (south + lonlat[:, 1].max()) / 2
    height = _CELL_M / _DEGREE_M
    width = height / np.cos(np.radians(middle))
    across = int((lonlat[:, 0].max() - west) / width) + 1
    cell = np.floor((lonlat - (west, south)) / (width, height)).astype(np.int64)
    a, b = cell[segment_point], cell[segment_point + 1]
    low, high = np.minimum(a, b), np.maximum(a, b)
    wide, tall = (high - low + 1).T
    segment = np.repeat(np.arange(segment_point.size), wide * tall)
    first = np.cumsum(wide * tall) - wide * tall
    step = np.arange(segment.size) - first[segment]
    x = low[segment, 0] + step % wide[segment]
    y = low[segment, 1] + step // wide[segment]
    key = y * across + x
    order = np.argsort(key, kind="stable")
    cell_key, start = np.unique(key[order], return_index=True)
    return Grid(
        cell_key=cell_key,
        cell_first=np.append(start, segment.size).astype(np.int32),
        cell_segment=segment[order].astype(np.int32),
        segment_point=segment_point.astype(np.int32),
        frame=np.array([west, south, width, height, across]),
    )


@numba.njit(nogil=True, cache=True)
def nearest(
    points: Floats,
    limit_m: float,
    lonlat: Floats,
    cell_key: Ints64,
    cell_first: Ints32,
    cell_segment: Ints32,
    segment_point: Ints32,
    segment_use: NDArray[np.uint8],
    frame: Floats,
    segment: Ints32,
    share: Floats,
    distance_m: Floats,
    side: NDArray[np.int8],
) -> None:
    """For each point the nearest segment (or -1), share along it, distance, side."""
    west, south, width, height = frame[0], frame[1], frame[2], frame[3]
    across = int(frame[4])
    for p in range(len(points)):
        lon, lat = points[p, 0], points[p, 1]
        segment[p], distance_m[p], share[p], side[p] = -1, np.nan, np.nan, 0
        if not (abs(lon) <= 360.0 and abs(lat) <= 90.0):
            continue
        east_m = _DEGREE_M * np.cos(np.radians(lat))
        cell_m = min(width * east_m, height * _DEGREE_M)
        at_x = int(np.floor((lon - west) / width))
        at_y = int(np.floor((lat - south) / height))
        # The nearest so far, as metres and segment: a tie goes to the lower segment.
        solid = loose = (_NEVER_M, np.int32(-1))
        ring = 0
        # All within (ring - 1) cells has been seen.
        while cell_m > 0 and (ring - 1) * cell_m <= min(solid[0], limit_m):
            for y in range(at_y - ring, at_y + ring + 1):
                inner = abs(y - at_y) < ring
                for x in range(at_x - ring, at_x + ring + 1, 2 * ring if inner else 1):
                    if x < 0 or x >= across:
                        continue
                    for i in _listed(cell_key, cell_first, y * across + x):
                        s = cell_segment[i]
                        if segment_use[s] == 0:
                            continue
                        metres, _, _ = _foot(lon, lat, lonlat, segment_point[s], east_m)
                        if (metres, s) < loose:  # noqa: PLR1730 - no min() of pairs
                            loose = (metres, s)
                        if segment_use[s] == 2 and (metres, s) < solid:
                            solid = (metres, s)
            ring += 1
        if loose[0] > limit_m:
            continue
        chosen = solid[1] if solid[0] <= limit_m else loose[1]
        segment[p] = chosen
        distance_m[p], share[p], side[p] = _foot(
            lon, lat, lonlat, segment_point[chosen], east_m
        )


@numba.njit(nogil=True, cache=True)
def _listed(cell_key: Ints64, cell_first: Ints32, key: int) -> range:
    """The rows of one cell's segments, none for an empty cell."""
    cell = np.searchsorted(cell_key, key)
    if cell == cell_key.size or cell_key[cell] != key:
        return range(0)
    return range(cell_first[cell], cell_first[cell + 1])


@numba.njit(nogil=True, cache=True)
def _foot(
    lon: float, lat: float, lonlat: Floats, a: int, east_m: float
) -> tuple[float, float, int]:
    """Metres to the segment from point a, share of the nearest place, and the side."""
    ax = (lonlat[a, 0] - lon) * east_m
    ay = (lonlat[a, 1] - lat) * _DEGREE_M
    bx = (lonlat[a + 1, 0] - lon) * east_m
    by = (lonlat[a + 1, 1] - lat) * _DEGREE_M
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    share = 0.0
    if square > 0.0:
        share = min(1.0, max(0.0, -(ax * dx + ay * dy) / square))
    x, y = ax + share * dx, ay + share * dy
    cross = dx * y - dy * x
    # The point is the origin: a foot to its left means it lies to the right.
    turn = 1 if cross > 0.0 else -1 if cross < 0.0 else 0
    return np.sqrt(x * x + y * y), share, turn

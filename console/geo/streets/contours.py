"""Areas where a field on a grid is at most so much: marching triangles.

Every cell is cut in two triangles, on which the field is taken as linear. So the areas
of rising levels lie in each other, each is bounded by closed rings that neither cross
nor touch, and what a ring encloses and the field does not is a hole.
"""

from typing import Final

import numba
import numpy as np
import shapely
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_EDGE: Final = 1e-3
"""How near a node of the grid a ring may come, as a share of an edge."""


def area_within(field: Floats, level: float, frame: Floats) -> shapely.Geometry:
    """The area (lon, lat) where `field` is at most `level`: polygons, or empty.

    field: (rows, columns); its border must lie above the level. frame: west, south,
    width and height of a cell in degrees.
    """
    inside = field <= level
    starts, ends = _crossings(inside)
    if not starts.size:
        return shapely.Polygon()
    points = _placed(field, level, starts)
    ring, first = _rings(np.argsort(starts), np.searchsorted(np.sort(starts), ends))
    lonlat = points[ring] * frame[2:] + frame[:2]
    parts: list[shapely.Geometry | None] = [
        shapely.LinearRing(lonlat[a:b])
        for a, b in zip(first[:-1].tolist(), first[1:].tolist(), strict=True)
    ]
    return shapely.build_area(shapely.geometrycollections(parts))


def _crossings(inside: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Directed pieces of the rings, the inside at their left: from edge to edge.

    An edge of the grid is 3 * node + kind: 0 to the east, 1 to the north, 2 across.
    """
    rows, columns = inside.shape
    node = np.arange(rows * columns).reshape(rows, columns)[:-1, :-1].ravel()
    a, b = inside[:-1, :-1].ravel(), inside[:-1, 1:].ravel()
    c, d = inside[1:, 1:].ravel(), inside[1:, :-1].ravel()
    south, west, across = 3 * node, 3 * node + 1, 3 * node + 2
    north, east = 3 * (node + columns), 3 * (node + 1) + 1
    starts, ends = [], []
    # Corners anticlockwise, and the edge after each.
    for corners, edges in (
        ((a, b, c), (south, east, across)),
        ((a, c, d), (across, north, west)),
    ):
        for k in range(3):
            now, after = corners[k], corners[(k + 1) % 3]
            # Where the border leaves the inside, walking anticlockwise, a piece
            # begins; it ends where the border comes in again.
            leaves = now & ~after
            last = corners[(k + 2) % 3]
            ends_at = np.where(last, edges[(k + 1) % 3], edges[(k + 2) % 3])
            starts.append(edges[k][leaves])
            ends.append(ends_at[leaves])
    return np.concatenate(starts), np.concatenate(ends)


def _placed(field: Floats, level: float, edge: Ints) -> Floats:
    """Where the level crosses edges: (k, 2) in cells east and north."""
    columns = field.shape[1]
    node, kind = np.divmod(edge, 3)
    y, x = np.divmod(node, columns)
    step_x, step_y = (kind != 1).astype(np.int64), (kind != 0).astype(np.int64)
    low, high = field[y, x], field[y + step_y, x + step_x]
    share = np.clip((level - low) / (high - low), _EDGE, 1 - _EDGE)
    return np.stack((x + share * step_x, y + share * step_y), axis=1)


@numba.njit(nogil=True, cache=True)
def _rings(by_start: Ints, end_place: Ints) -> tuple[Ints, Ints]:
    """Pieces joined to rings: rows of pieces, and where each ring begins.

    by_start: rows of the pieces in order of their starts; end_place: the place in that
    order of the piece that begins where each one ends.
    """
    size = by_start.size
    ring = np.empty(size, np.int64)
    first = np.zeros(size + 1, np.int64)
    used = np.zeros(size, np.bool_)
    rings = at = 0
    for row in range(size):
        if used[row]:
            continue
        piece = row
        while not used[piece]:
            used[piece] = True
            ring[at] = piece
            at += 1
            piece = by_start[end_place[piece]]
        rings += 1
        first[rings] = at
    return ring, first[: rings + 1]

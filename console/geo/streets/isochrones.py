"""How far one gets in so many seconds, or from where: areas and streets.

    point -> flood over the hierarchy -> seconds at both ends of every edge
          -> a grid, each node with the seconds of the street nearest to it
          -> areas of rising times, each within the next

A place belongs to an area if the street nearest to it is reached in time, just as the
matrix snaps it; farther than `margin_m` from any street nothing is reached. What lies
between reached streets but is not reached itself is a hole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from console.geo.streets.columns import Lines, ModeColumns
from console.geo.streets.contours import area_within
from console.geo.streets.ends import Ends, ends_of
from console.geo.streets.errors import NoPathError
from console.geo.streets.flood import flood, hung, spread
from console.geo.streets.graph import LIMIT_M, Going, Streets
from console.geo.streets.snapping import Snaps
from console.geo.streets.weights import LIMITED_SHIFT, UNREACHED, Weights, time_ms

type Floats = NDArray[np.float64]
type Ints32 = NDArray[np.int32]

CELL_M: Final = 20.0
MARGIN_M: Final = 60.0
_MOST_NODES: Final = 300_000
_DEGREE_M: Final = 111_195.08
_NEVER_S: Final = 1e12
_SOLID: Final = 2


@dataclass(frozen=True, slots=True)
class Reached:
    """The edges (r) one gets onto within the longest time.

    `begin_s` is when one is at their start (when leaving, for a reach to the point:
    how long it takes from their end), `share` how much of each lies within the time.
    The street one stands on is told from its ends, as all others.
    """

    edge: Ints32
    begin_s: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class Reach:
    """Areas, one a time, and the streets of the longest one.

    seconds ascend; areas are valid (multi)polygons in lon, lat, each within the next;
    empty where nothing is reached. `place` is where the point lies on the street.
    """

    seconds: tuple[int, ...]
    areas: tuple[shapely.Geometry, ...]
    reached: Reached
    place: tuple[float, float]


def reach(
    streets: Streets,
    travel: Going,
    point: tuple[float, float],
    seconds: Sequence[int],
    *,
    back: bool = False,
    cell_m: float = CELL_M,
    margin_m: float = MARGIN_M,
    limit_m: float = LIMIT_M,
) -> Reach:
    """Where one gets from `point` (lon, lat), or with `back` from where to it.

    Raises NoPathError where no street is near, ValueError without a time above zero.
    """
    times = sorted({int(time) for time in seconds})
    if not times or times[0] <= 0:
        raise ValueError("a reach needs times above zero")
    columns = streets.columns(travel)
    snaps = streets.snap(travel, np.array([point], np.float64), limit_m)
    if snaps.unsnapped.size:
        raise NoPathError(f"no street within {limit_m:.0f} m of the point")
    ends = ends_of(columns, snaps)
    begin = _begins(columns, ends, back=back)
    segments = _segments(columns, snaps, ends, begin, back=back)
    lon, lat = snaps.lonlat[0].tolist()
    areas = _areas(segments, times, cell_m, margin_m)
    return Reach(
        tuple(times), areas, _reached(columns.lines, begin, times[-1]), (lon, lat)
    )


@dataclass(frozen=True, slots=True)
class _Segments:
    """Straight pieces (g) of streets, seconds at their ends either way, _NEVER_S."""

    lonlat: Floats
    ahead_s: Floats
    back_s: Floats


def _begins(columns: ModeColumns, ends: Ends, *, back: bool) -> Weights:
    """The weight at the start of each edge, or back from its end to the point."""
    up, down = columns.fans.every
    hangs, fringe = ends.departures, columns.arrivals
    if back:
        up, down = down, up
        hangs, fringe = ends.arrivals, columns.departures
    label = flood(
        columns.shape.parent,
        up.first,
        up.head,
        up.weight,
        down.first,
        down.head,
        down.weight,
        hangs.node,
        hangs.weight,
    )
    weight = hung(fringe.first, fringe.node, fringe.weight, label)
    # Ground posted for less than the vehicle is entered only to end there.
    limited = columns.lines.street_limited
    ends_limited = (
        limited[ends.street[0]] if back else limited[columns.lines.edge_street]
    )
    return np.where(weight >> LIMITED_SHIFT <= ends_limited, weight, UNREACHED)


def _seconds(weights: Weights) -> Floats:
    return np.where(weights < UNREACHED, time_ms(weights) / 1000, _NEVER_S)


def _reached(lines: Lines, begin: Weights, longest_s: int) -> Reached:
    begin_s = _seconds(begin)
    edge = np.flatnonzero(begin_s <= longest_s)
    whole = np.maximum(time_ms(lines.edge_weight[edge]) / 1000, 1e-3)
    share = np.minimum(1.0, (longest_s - begin_s[edge]) / whole)
    return Reached(edge.astype(np.int32), begin_s[edge], share)


def _segments(
    columns: ModeColumns, snaps: Snaps, ends: Ends, begin: Weights, *, back: bool
) -> _Segments:
    """The straight pieces a stop may lie on, the point's own one cut in two."""
    lines = columns.lines
    own_street, own_share = int(snaps.street[0]), float(snaps.share[0])
    usable = _usable(columns, own_street)
    a = columns.grid.segment_point[usable].astype(np.int64)
    street = lines.point_street[a]
    length = lines.point_along_m[lines.point_first[street + 1] - 1]
    share = np.stack((lines.point_along_m[a], lines.point_along_m[a + 1]), axis=1)
    share /= np.maximum(length, 1e-9)[:, None]
    lonlat = np.stack((lines.point_lonlat[a], lines.point_lonlat[a + 1]), axis=1)
    own = (street == own_street) & (share[:, 0] <= own_share)
    own &= own_share <= share[:, 1]
    if own.any():
        cut = np.flatnonzero(own)[:1]
        lonlat = np.concatenate((lonlat, lonlat[cut]))
        lonlat[cut, 1] = lonlat[-1, 0] = snaps.lonlat[0]
        share = np.concatenate((share, share[cut]))
        share[cut, 1] = share[-1, 0] = own_share
        street = np.append(street, street[cut])
    times = []
    for way in (0, 1):
        edge = lines.street_edge[street, way]
        known = edge >= 0
        begin_s = np.where(known, _seconds(begin)[edge], _NEVER_S)
        whole = np.where(known, time_ms(lines.edge_weight[edge]) / 1000, 0.0)
        # How far along the edge the ends are, from where one comes onto it.
        done = share if (way == 1) == back else 1 - share
        seconds = begin_s[:, None] + done * whole[:, None]
        if (ends.against if way else ends.along)[0] >= 0:
            own_done = own_share if (way == 1) == back else 1 - own_share
            ahead = (done - own_done).min(axis=1) >= -1e-12
            direct = (street == own_street) & ahead
            straight = np.maximum(done - own_done, 0) * whole[:, None]
            seconds = np.where(direct[:, None], np.minimum(seconds, straight), seconds)
        times.append(seconds)
    return _Segments(lonlat, times[0], times[1])


def _usable(columns: ModeColumns, own_street: int) -> NDArray[np.bool_]:
    """The segments points are snapped to: those on scraps only from a scrap."""
    use = columns.segment_use
    street = columns.lines.point_street[columns.grid.segment_point]
    return use == _SOLID if (use[street == own_street] == _SOLID).any() else use > 0


def _areas(
    segments: _Segments, times: Sequence[int], cell_m: float, margin_m: float
) -> tuple[shapely.Geometry, ...]:
    least = np.minimum(segments.ahead_s.min(axis=1), segments.back_s.min(axis=1))
    inside = segments.lonlat[least <= times[-1]].reshape(-1, 2)
    if not len(inside):
        return tuple(shapely.Polygon() for _ in times)
    field, frame = _field(segments, inside, times[-1], cell_m, margin_m)
    return tuple(area_within(field, float(time), frame) for time in times)


def _field(
    segments: _Segments, inside: Floats, longest_s: int, cell_m: float, margin_m: float
) -> tuple[Floats, Floats]:
    """Seconds on a grid around the places reached, and west, south, cell sizes."""
    low, high = inside.min(axis=0), inside.max(axis=0)
    east_m = _DEGREE_M * np.cos(np.radians((low[1] + high[1]) / 2))
    scale = np.array([east_m, _DEGREE_M])
    size_m = (high - low) * scale + 2 * margin_m
    cell_m = max(cell_m, float(np.sqrt(size_m[0] * size_m[1] / _MOST_NODES)))
    # The outermost nodes are farther off than the margin, so no area touches them.
    west_south = low - (margin_m + 1.5 * cell_m) / scale
    columns, rows = np.ceil(size_m / cell_m).astype(int) + 4
    frame = np.concatenate((west_south, cell_m / scale))
    far_m = np.full((rows, columns), margin_m)
    time_s = np.full((rows, columns), _NEVER_S)
    spread(
        segments.lonlat,
        segments.ahead_s,
        segments.back_s,
        frame,
        margin_m,
        far_m,
        time_s,
    )
    # Not much above the longest time, or rings would cling to the nodes within.
    field = np.minimum(time_s, 1.5 * longest_s)
    field[[0, -1]] = field[:, [0, -1]] = 1.5 * longest_s
    return field, frame

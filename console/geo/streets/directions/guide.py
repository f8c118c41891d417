"""Directions along our own paths: the steps of a leg, the legs of a tour.

Nothing is routed again: the steps are read off the path that the map draws and the
matrix weighs, so their seconds and metres sum to the same.
"""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.domain.travel import Travel
from console.geo.streets.columns import ModeColumns
from console.geo.streets.directions.maneuvers import events
from console.geo.streets.directions.steps import (
    Code,
    Compass,
    Guide,
    Leg,
    Step,
    Way,
)
from console.geo.streets.directions.tidying import Event
from console.geo.streets.directions.trail import Stride, Town, bearing, turned
from console.geo.streets.ends import ends_of
from console.geo.streets.errors import NoPathError
from console.geo.streets.graph import LIMIT_M, Going, Streets
from console.geo.streets.modes import Mode
from console.geo.streets.network import distances_m
from console.geo.streets.paths import Path, find_path
from console.geo.streets.snapping import Snaps
from console.geo.streets.sweeps import UNREACHABLE

type Floats = NDArray[np.float64]

_AT_THE_DOOR_M: Final = 2.0
_AHEAD_DEG: Final = 40.0


def guide(
    streets: Streets, travel: Going, stops: Floats, *, limit_m: float = LIMIT_M
) -> Guide:
    """Directions through (n, 2) stops, lon and lat, in order.

    A stop off the streets is named and its two legs are broken; nothing else is
    touched by it. Raises ModeMissing.
    """
    columns = streets.columns(travel)
    walking = is_walking(travel)
    points = np.asarray(stops, np.float64).reshape(-1, 2)
    snaps = streets.snap(travel, points, limit_m)
    ends = ends_of(columns, snaps)

    def leg(a: int, b: int) -> Leg:
        broken = Leg((), points[a : b + 1], UNREACHABLE, UNREACHABLE)
        if snaps.street[a] < 0 or snaps.street[b] < 0:
            return broken
        try:
            path = find_path(columns, snaps, ends, a, b)
        except NoPathError:
            return broken
        arrive = arrival(path, points[b], snaps, b)
        steps = steps_of(columns, path, arrive, walking=walking)
        return Leg(steps, path.points, path.seconds, path.metres)

    return Guide(
        tuple(leg(a, b) for a, b in pairwise(range(len(points)))),
        tuple(snaps.unsnapped.tolist()),
    )


def steps_of(
    columns: ModeColumns, path: Path, arrive: Code, *, walking: bool
) -> tuple[Step, ...]:
    """The steps along one path; the last is the arrival, its sums are zero."""
    town = Town(columns, heeds_rounds=not walking)
    strides = town.trail(path)
    if not strides:
        way = town.way(path.runs[0].edge)
        return (
            _step(path, 0, Code.DEPART, way, (path.seconds, path.metres)),
            _step(path, len(path.points) - 1, arrive, way, (0, 0)),
        )
    told = events(town, strides, walking=walking)
    # Sums up to each step, rounded once, so that the differences add up.
    past = [_past(strides[event.at]) for event in told]
    past = [(0, 0), *past[1:], (path.seconds, path.metres)]
    steps = [
        _step(
            path,
            0 if event.code is Code.DEPART else strides[event.at].first,
            event.code,
            strides[event.onto].way,
            (after[0] - before[0], after[1] - before[1]),
            event,
            _wind(strides[0].leaving) if event.code is Code.DEPART else None,
        )
        for event, (before, after) in zip(told, pairwise(past), strict=True)
    ]
    last = len(path.points) - 1
    return (*steps, _step(path, last, arrive, strides[-1].way, (0, 0)))


def is_walking(travel: Going) -> bool:
    """Whether one goes on foot: past roundabouts as along any street."""
    mode = travel.mode if isinstance(travel, Travel) else travel
    return mode in {Mode.WALK, Mode.WALK_STEP_FREE}


def arrival(path: Path, stop: Floats, snaps: Snaps, row: int) -> Code:
    """On which side of the end of a path its stop lies."""
    if snaps.distance_m[row] < _AT_THE_DOOR_M:
        return Code.ARRIVE
    far = _last_heading(path)
    if far is None:
        return Code.ARRIVE
    off = turned(far, bearing(path.points[-1].tolist(), stop.tolist()))
    if abs(off) < _AHEAD_DEG:
        return Code.ARRIVE_AHEAD
    return Code.ARRIVE_RIGHT if off > 0 else Code.ARRIVE_LEFT


def _last_heading(path: Path) -> float | None:
    """Degrees from north at the end of a path of any length."""
    end = path.points[-1]
    apart = distances_m(path.points, np.broadcast_to(end, path.points.shape)) > 0.5
    if not apart.any():
        return None
    return bearing(path.points[np.flatnonzero(apart)[-1]].tolist(), end.tolist())


def _past(stride: Stride) -> tuple[int, int]:
    return (stride.past_ms + 500) // 1000, (stride.past_dm + 5) // 10


def _step(
    path: Path,
    point: int,
    code: Code,
    way: Way,
    size: tuple[int, int],
    event: Event | None = None,
    heading: Compass | None = None,
) -> Step:
    lon, lat = path.points[point].tolist()
    return Step(
        code=code,
        way=way,
        seconds=size[0],
        metres=size[1],
        lon=lon,
        lat=lat,
        point=point,
        exit=event.exit if event else 0,
        heading=heading,
        stays=event.stays if event else False,
    )


def _wind(degrees: float) -> Compass:
    winds = tuple(Compass)
    return winds[round(degrees / 45) % 8]

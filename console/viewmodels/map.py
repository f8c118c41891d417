"""The map as columns: routes, stops, sites, vehicles, the depot.

Each part is a record of its own, so that what did not change is handed over again as
the same object and the widget draws nothing anew for it. All positions are
Web-Mercator metres (EPSG:3857), float64, y to the north.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from console.domain.depot_model import DepotModel
from console.domain.ids import VehicleId
from console.domain.place import Place
from console.viewmodels.board_stops import Followed, PlanColumns, worst
from console.viewmodels.map_camera import Box, mercator_of

LOW_SHARE = 0.1
LOW_COUNT = 2


class SiteState(IntEnum):
    """How much room a site has."""

    ROOM = 0
    LOW = 1
    FULL = 2
    OFF = 3
    """No compartment of it is in service."""


@dataclass(frozen=True, slots=True)
class MapRoutes:
    """r routes and n stops. Route i runs along path[path_start[i]:path_start[i + 1]].

    `driven` int64 (r,) is the index into `path` up to which it has been driven. Stops
    (n,): `stop` ids, `stop_xy` (n, 2), `stop_route` int32, `number` int32 from 1
    within the route, `status` uint8 of StopStatus; sorted by route. `row_status`
    uint8 (r,) is the worst of the route.
    """

    vehicle: tuple[str, ...]
    path: NDArray[np.float64]
    path_start: NDArray[np.int64]
    driven: NDArray[np.int64]
    row_status: NDArray[np.uint8]
    stop: tuple[str, ...]
    stop_xy: NDArray[np.float64]
    stop_route: NDArray[np.int32]
    number: NDArray[np.int32]
    status: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class MapSites:
    """s sites: `free` and `total` compartments int32 (s,), `state` of SiteState."""

    site: tuple[str, ...]
    name: tuple[str, ...]
    xy: NDArray[np.float64]
    free: NDArray[np.int32]
    total: NDArray[np.int32]
    state: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class MapFleet:
    """v vehicles where they were last seen; `stale` where that is too long ago."""

    vehicle: tuple[str, ...]
    xy: NDArray[np.float64]
    stale: NDArray[np.bool_]


def _no_points() -> NDArray[np.float64]:
    return np.zeros((0, 2))


def no_routes() -> MapRoutes:
    """A day without a plan."""
    none = np.zeros(0, dtype=np.int32)
    small = np.zeros(0, dtype=np.uint8)
    start = np.zeros(1, dtype=np.int64)
    return MapRoutes(
        vehicle=(),
        path=_no_points(),
        path_start=start,
        driven=start[:0],
        row_status=small,
        stop=(),
        stop_xy=_no_points(),
        stop_route=none,
        number=none,
        status=small,
    )


def no_sites() -> MapSites:
    """A depot without lockers."""
    none = np.zeros(0, dtype=np.int32)
    return MapSites((), (), _no_points(), none, none, np.zeros(0, dtype=np.uint8))


def no_fleet() -> MapFleet:
    """Nobody has been seen yet."""
    return MapFleet((), _no_points(), np.zeros(0, dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class MapScene:
    """All that stands above the base map.

    `dirty` names the vehicles whose routes changed since the scene before; None means
    all of them, if `routes` is another object at all. `bounds` is what "fit" shows.
    """

    routes: MapRoutes = field(default_factory=no_routes)
    sites: MapSites = field(default_factory=no_sites)
    fleet: MapFleet = field(default_factory=no_fleet)
    depot_xy: tuple[float, float] | None = None
    bounds: Box | None = None
    map_date: str = ""
    dirty: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class MapPaths:
    """Where the routes of a plan run: all that lasts as long as the plan does.

    Route i runs along path[path_start[i]:path_start[i + 1]]; stop j stands at
    stop_xy[j] and is reached at path[reached[j]].
    """

    path: NDArray[np.float64]
    path_start: NDArray[np.int64]
    stop_xy: NDArray[np.float64]
    reached: NDArray[np.int64]


def map_paths(
    columns: PlanColumns,
    places: Sequence[Place],
    paths: Mapping[VehicleId, NDArray[np.float64]] | None = None,
    depot: Place | None = None,
) -> MapPaths:
    """The ways of a plan's routes over the problem's `places`, once for every plan.

    `paths` holds degrees (k, 2) along the streets; a route without one is drawn
    straight from stop to stop, from and to the depot.
    """
    ground = mercator_of(np.array([(p.lon, p.lat) for p in places], np.float64))
    home = mercator_of(np.array([(depot.lon, depot.lat)])) if depot else _no_points()
    stop_xy = ground[columns.place] if len(columns) else _no_points()
    given = {str(vehicle): path for vehicle, path in (paths or {}).items()}
    lines: list[NDArray[np.float64]] = []
    reached = np.zeros(len(columns), dtype=np.int64)
    begin = 0
    for i, vehicle in enumerate(columns.vehicle):
        own = slice(int(columns.first[i]), int(columns.first[i + 1]))
        path = given.get(vehicle)
        if path is None:
            line = np.vstack((home, stop_xy[own], home))
            reached[own] = begin + len(home) + np.arange(own.stop - own.start)
        else:
            line = mercator_of(path)
            reached[own] = begin + _reached(line, stop_xy[own])
        lines.append(line)
        begin += len(line)
    count = np.array([0, *(len(line) for line in lines)], dtype=np.int64)
    path_xy = np.vstack(lines) if lines else _no_points()
    return MapPaths(path_xy, np.cumsum(count), stop_xy, reached)


def map_routes(
    columns: PlanColumns,
    followed: Followed,
    places: Sequence[Place],
    paths: Mapping[VehicleId, NDArray[np.float64]] | None = None,
    depot: Place | None = None,
) -> MapRoutes:
    """Routes and stops in one go, for who shows a plan once; see `routes_along`."""
    return routes_along(columns, followed, map_paths(columns, places, paths, depot))


def routes_along(
    columns: PlanColumns, followed: Followed, paths: MapPaths
) -> MapRoutes:
    """Routes and stops of a plan as they stand now, on ways made once for the plan."""
    begin, served = columns.first[:-1], followed.served
    driven = paths.path_start[:-1].copy()
    under_way = served > 0
    last = (begin + served - 1)[under_way]
    driven[under_way] = paths.reached[last] + 1
    index = np.arange(len(columns), dtype=np.int32)
    return MapRoutes(
        vehicle=columns.vehicle,
        path=paths.path,
        path_start=paths.path_start,
        driven=driven,
        row_status=worst(columns, followed),
        stop=columns.stop,
        stop_xy=paths.stop_xy,
        stop_route=columns.route,
        number=(index - columns.first[columns.route] + 1).astype(np.int32),
        status=followed.status,
    )


def map_sites(model: DepotModel) -> MapSites:
    """The depot's sites with the compartments that may still be promised."""
    site_of = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    index = {site.id: i for i, site in enumerate(model.sites)}
    free = np.zeros(len(index), dtype=np.int32)
    total = np.zeros(len(index), dtype=np.int32)
    for box in model.compartments:
        i = index[site_of[box.cabinet]]
        total[i] += box.service == "in"
        free[i] += box.usable
    degrees = np.array([(s.place.lon, s.place.lat) for s in model.sites], np.float64)
    return MapSites(
        site=tuple(str(site.id) for site in model.sites),
        name=tuple(site.name for site in model.sites),
        xy=mercator_of(degrees),
        free=free,
        total=total,
        state=site_states(free, total),
    )


def site_states(free: NDArray[np.int32], total: NDArray[np.int32]) -> NDArray[np.uint8]:
    """SiteState of each site, uint8: low under a tenth or three compartments."""
    state = np.full(len(free), SiteState.ROOM, dtype=np.uint8)
    state[(free <= LOW_COUNT) | (free < LOW_SHARE * total)] = SiteState.LOW
    state[free == 0] = SiteState.FULL
    state[total == 0] = SiteState.OFF
    return state


def map_fleet(
    seen: Mapping[VehicleId, Place], stale: frozenset[VehicleId] = frozenset()
) -> MapFleet:
    """Vehicles where they were last seen."""
    degrees = np.array([(p.lon, p.lat) for p in seen.values()], np.float64)
    return MapFleet(
        tuple(str(vehicle) for vehicle in seen),
        mercator_of(degrees),
        np.array([vehicle in stale for vehicle in seen], dtype=np.bool_),
    )


def map_scene(
    routes: MapRoutes | None,
    sites: MapSites,
    fleet: MapFleet,
    depot: Place | None,
    *,
    map_date: str = "",
    dirty: frozenset[str] | None = None,
) -> MapScene:
    """A whole scene, its bounds around all that is drawn."""
    routes = routes if routes is not None else no_routes()
    home = _no_points()
    if depot is not None:
        home = mercator_of(np.array([(depot.lon, depot.lat)]))
    points = np.vstack((routes.path, routes.stop_xy, sites.xy, home))
    bounds = None
    if len(points):
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        bounds = (float(west), float(south), float(east), float(north))
    at = (float(home[0, 0]), float(home[0, 1])) if len(home) else None
    return MapScene(routes, sites, fleet, at, bounds, map_date, dirty)


def _reached(
    line: NDArray[np.float64], stops: NDArray[np.float64]
) -> NDArray[np.int64]:
    """The point of a line nearest to each stop, walking along it."""
    result = np.zeros(len(stops), dtype=np.int64)
    at = 0
    for i, stop in enumerate(stops):
        at += int(np.argmin(((line[at:] - stop) ** 2).sum(axis=1)))
        result[i] = at
    return result

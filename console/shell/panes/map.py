"""The map: routes along the streets, sites, vehicles where they were last seen."""

from dataclasses import dataclass

import numpy as np

from console.domain.ids import VehicleId
from console.domain.place import Place
from console.shell.snapshot import Snapshot
from console.viewmodels.map import (
    MapFleet,
    MapRoutes,
    MapScene,
    MapSites,
    map_fleet,
    map_routes,
    map_scene,
    map_sites,
    no_fleet,
)
from widgets.map.view import MapView


@dataclass(frozen=True, slots=True)
class _Made:
    moment: Snapshot
    routes: MapRoutes | None
    sites: MapSites
    fleet: MapFleet


class MapController:
    """Fills a MapView."""

    def __init__(self, pane: MapView) -> None:
        self._pane = pane
        self._made: _Made | None = None
        self._selected = ("", "", "")

    def make(self, moment: Snapshot) -> MapScene | None:
        """The scene; parts that are the same stay the same objects."""
        old = self._made
        routes, dirty = self._routes(moment, old)
        sites, fleet = self._sites(moment, old), self._fleet(moment, old)
        made = _Made(moment, routes, sites, fleet)
        self._made = made
        if (
            old is not None
            and old.routes is routes
            and old.sites is sites
            and old.fleet is fleet
            and old.moment.gathered.map_date == moment.gathered.map_date
            and old.moment.model.depot == moment.model.depot
        ):
            return None
        return map_scene(
            routes,
            sites,
            fleet,
            moment.model.depot.place,
            map_date=moment.gathered.map_date,
            dirty=dirty,
        )

    def show(self, view: MapScene) -> None:
        """Hands it over."""
        self._pane.show_view(view)

    def select(self, moment: Snapshot) -> None:
        """Lights the linked route, stop and site."""
        link = moment.linked
        chosen = (link.vehicle, link.stop, link.site)
        if chosen != self._selected:
            self._selected = chosen
            self._pane.select(vehicle=link.vehicle, stop=link.stop, site=link.site)

    def _routes(
        self, moment: Snapshot, old: _Made | None
    ) -> tuple[MapRoutes | None, frozenset[str] | None]:
        columns, followed, problem = moment.columns, moment.followed, moment.problem
        if columns is None or followed is None or problem is None:
            return None, None
        if (
            old is not None
            and old.moment.columns is columns
            and old.moment.followed is followed
            and old.moment.gathered.paths is moment.gathered.paths
        ):
            return old.routes, frozenset()
        routes = map_routes(
            columns,
            followed,
            problem.places,
            moment.gathered.paths,
            moment.model.depot.place,
        )
        before = old.routes if old is not None else None
        return routes, changed_routes(before, routes)

    def _sites(self, moment: Snapshot, old: _Made | None) -> MapSites:
        model = moment.gathered.overview.model
        if old is not None and old.moment.gathered.overview.model is model:
            return old.sites
        # What is free at this moment; the grid shows what is under way to it.
        fresh = map_sites(model)
        if old is not None and _same_sites(old.sites, fresh):
            return old.sites
        return fresh

    def _fleet(self, moment: Snapshot, old: _Made | None) -> MapFleet:
        """A vehicle was last seen at the last stop it served."""
        fresh = _seen(moment)
        if old is None or old.fleet.vehicle != fresh.vehicle:
            return fresh
        return old.fleet if np.array_equal(old.fleet.xy, fresh.xy) else fresh


def changed_routes(old: MapRoutes | None, new: MapRoutes) -> frozenset[str] | None:
    """The vehicles whose routes look otherwise; None where all may."""
    if old is None:
        return None
    before = {name: i for i, name in enumerate(old.vehicle)}
    dirty = set(before) - set(new.vehicle)
    for i, name in enumerate(new.vehicle):
        j = before.get(name)
        if j is None or not _same_route(old, j, new, i):
            dirty.add(name)
    return frozenset(dirty)


def _same_route(old: MapRoutes, j: int, new: MapRoutes, i: int) -> bool:
    was = slice(int(old.path_start[j]), int(old.path_start[j + 1]))
    now = slice(int(new.path_start[i]), int(new.path_start[i + 1]))
    driven = old.driven[j] - old.path_start[j] == new.driven[i] - new.path_start[i]
    a, b = old.stop_route == j, new.stop_route == i
    return (
        bool(driven)
        and np.array_equal(old.path[was], new.path[now])
        and np.array_equal(old.status[a], new.status[b])
        and np.array_equal(old.stop_xy[a], new.stop_xy[b])
    )


def _same_sites(old: MapSites, new: MapSites) -> bool:
    return (
        old.site == new.site
        and old.name == new.name
        and np.array_equal(old.free, new.free)
        and np.array_equal(old.total, new.total)
        and np.array_equal(old.xy, new.xy)
    )


def _seen(moment: Snapshot) -> MapFleet:
    columns, problem = moment.columns, moment.problem
    if columns is None or problem is None:
        return no_fleet()
    seen: dict[VehicleId, Place] = {}
    for i, name in enumerate(columns.vehicle):
        vehicle = VehicleId(name)
        served = moment.progress.served.get(vehicle, 0)
        if vehicle not in moment.progress.left:
            continue
        own = columns.place[columns.first[i] : columns.first[i + 1]]
        if 0 < served <= len(own):
            seen[vehicle] = problem.places[int(own[served - 1])]
        elif not served:
            seen[vehicle] = moment.model.depot.place
    return map_fleet(seen) if seen else no_fleet()

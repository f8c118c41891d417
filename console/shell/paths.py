"""The lines of tours along the streets, asked for again only where a tour changed."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from console.domain.depot_model import DepotModel
from console.domain.fleet_travel import fleet_travel
from console.domain.ids import VehicleId
from console.domain.plan import Plan, Route
from console.domain.problem import Problem
from console.domain.travel import Travel
from console.wiring.region import RegionProcess

type Line = NDArray[np.float64]


class Paths:
    """Knows the line of every tour of the plan it traced last."""

    def __init__(self, region: RegionProcess) -> None:
        self._region = region
        self._known: dict[tuple[str, bytes], Line] = {}
        self._traced: Plan | None = None
        self.lines: Mapping[VehicleId, Line] = {}

    def needs(self, plan: Plan | None) -> bool:
        """Whether `trace` would change anything."""
        return plan is not self._traced

    async def trace(
        self, plan: Plan | None, problem: Problem | None, model: DepotModel
    ) -> None:
        """Draws the tours of a plan. Raises RegionFailed, WorkerGone."""
        self._traced = plan
        if plan is None or problem is None:
            self.lines = {}
            return
        travels = fleet_travel(model.vehicle_types, problem.vehicles)
        tours: dict[VehicleId, tuple[Travel, Line]] = {}
        for route in plan.routes:
            if route.stops:
                tours[route.vehicle] = (travels[route.type], _stops(route, problem))
        keys = {v: (how.key, stops.tobytes()) for v, (how, stops) in tours.items()}
        missing = [v for v, key in keys.items() if key not in self._known]
        if missing:
            lines = await self._region.trace([tours[v] for v in missing])
            for vehicle, line in zip(missing, lines, strict=True):
                self._known[keys[vehicle]] = line
        self._known = {key: self._known[key] for key in keys.values()}
        self.lines = {vehicle: self._known[key] for vehicle, key in keys.items()}


def _stops(route: Route, problem: Problem) -> Line:
    """Degrees (n, 2) of a tour's stops with its start and end."""
    vehicle = next(v for v in problem.vehicles if v.id == route.vehicle)
    rows = [vehicle.start, *(stop.place for stop in route.stops), vehicle.end]
    places = [problem.places[row] for row in rows]
    return np.array([(place.lon, place.lat) for place in places], dtype=np.float64)

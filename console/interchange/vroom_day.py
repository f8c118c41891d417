"""A VROOM problem beside ours: what a plan of ours is in VROOM's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId, VehicleId
from console.domain.plan import Plan, Route
from console.domain.problem import Channel, Problem
from console.interchange.vroom_breaks import placed
from console.interchange.vroom_input import (
    HUNDREDTHS,
    Act,
    Job,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_route import solved_route
from console.interchange.vroom_solution import Solution


@dataclass(frozen=True, slots=True)
class VroomDay:
    """A VROOM problem and what it is to the planner.

    `ticks` are planner seconds in a second of the file; `start` are the routes that
    the file lays down, if any.
    """

    source: VroomInput
    problem: Problem
    ticks: int
    place_of: Mapping[int, int]
    """The place of every job by its id."""
    start: Draft | None

    def draft(self, routes: Iterable[tuple[int, Sequence[int]]]) -> Draft:
        """Routes as vehicles' and jobs' ids; jobs one after another at one place are
        one visit, as VROOM counts it."""
        found: list[DraftRoute] = []
        for vehicle, jobs in routes:
            visits: list[Visit] = []
            for job in jobs:
                place = self.place_of[job]
                drop = Drop(ParcelId(str(job)), Channel.DOOR)
                if visits and visits[-1].place == place:
                    visits[-1] = Visit(place, (*visits[-1].drops, drop))
                else:
                    visits.append(Visit(place, (drop,)))
            found.append(DraftRoute(VehicleId(str(vehicle)), tuple(visits)))
        return Draft(tuple(found))

    def tidy(self, draft: Draft) -> Draft:
        """The same routes with visits of one place one after another made one.

        In a visit what is delivered comes before what is picked up.
        """
        jobs = self.source.job
        merged = self.draft(
            (int(route.vehicle), [int(d.parcel) for v in route.visits for d in v.drops])
            for route in draft.routes
        )
        return self.draft(
            (
                int(route.vehicle),
                [
                    number
                    for visit in route.visits
                    for number in sorted(
                        (int(drop.parcel) for drop in visit.drops),
                        key=lambda number: any(jobs(number).pickup),
                    )
                ],
            )
            for route in merged.routes
        )

    def solution(self, plan: Plan) -> Solution:
        """A plan of this problem as VROOM says it."""
        vehicles = {str(vehicle.id): vehicle for vehicle in self.source.vehicles}
        timed = any(v.window or v.breaks for v in self.source.vehicles)
        timed = timed or any(job.windows for job in self.source.jobs)
        routes = []
        for route in plan.routes:
            if not route.stops:
                continue
            vehicle = vehicles[route.vehicle]
            acts, starts = self._placed(vehicle, route)
            routes.append(solved_route(self.source, vehicle, acts, starts, timed=timed))
        done = {job.id for route in routes for job in route.jobs}
        return Solution(
            self.source,
            tuple(routes),
            tuple(job for job in self.source.jobs if job.id not in done),
        )

    def _placed(
        self, vehicle: Vehicle, route: Route
    ) -> tuple[Sequence[Act], Sequence[int]]:
        """What a route does, and the hundredth of a second each begins at.

        A route that has no room for its breaks is told without them.
        """
        per_tick = HUNDREDTHS // self.ticks
        jobs: list[Job] = []
        starts = [route.departure_s * per_tick]
        for stop in route.stops:
            now = stop.start_s * per_tick
            for number, drop in enumerate(stop.drops):
                job = self.source.job(int(drop.parcel))
                jobs.append(job)
                starts.append(now)
                setup_s = 0 if number else job.setup_for(vehicle.kind)
                now += HUNDREDTHS * (setup_s + job.service_for(vehicle.kind))
        starts.append(route.finish_s * per_tick)
        rested = placed(self.source, vehicle, jobs) if vehicle.breaks else None
        return (rested.acts, rested.starts) if rested else (jobs, starts)

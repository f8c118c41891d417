"""A planner and a surveyor that answer at once: straight lines, plain Python.

They keep the promises the real ones keep (console.planning.evaluate refuses the same
things by the same codes; a search leaves locked routes alone), on a few dozen parcels,
so that long random days can be gone through. What a plan costs is not their point.
"""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Drop, EditRefused, MoveParcels
from console.domain.ids import ParcelId
from console.domain.money import Money
from console.domain.place import Place
from console.domain.plan import (
    Assigned,
    CostLine,
    Making,
    Plan,
    PlannedStop,
    Route,
    Unassigned,
)
from console.domain.problem import Channel, Option, Problem
from console.domain.reasons import Reason, ReasonCode
from console.ground.messages import GroundFiles, Survey
from console.planning.alternative import Alternative
from console.planning.errors import HardCode, HardViolation
from console.planning.messages import Improved, Live

CLOSED = {LockLevel.ALL, LockLevel.DEPARTED}
NOBODY_THERE = Place(0.0, 0.0)
"""A place that no vehicle reaches."""


def metres(a: Place, b: Place) -> int:
    east = (a.lon - b.lon) * 111_320 * math.cos(math.radians(a.lat))
    return round(math.hypot(east, (a.lat - b.lat) * 110_540))


class NearSurveyor:
    """Every entrance is a place; walks are straight."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def next_id(self) -> str:
        return str(next(self._numbers))

    async def survey(self, wish: Survey) -> GroundFiles:
        lost = {
            name: Reason(ReasonCode.NOT_REACHABLE)
            for name, place in wish.parcels
            if place == NOBODY_THERE
        }
        parcels = [(n, p) for n, p in wish.parcels if n not in lost]
        places = list(
            dict.fromkeys(
                [wish.depot, *(p for _, p in wish.sites), *(p for _, p in parcels)]
            )
        )
        row = {place: n for n, place in enumerate(places)}
        walks = {
            name: {
                site: far
                for site, there in wish.sites
                if (far := metres(place, there)) <= wish.walk_m
                or wish.preferred.get(name) == site
            }
            for name, place in parcels
        }
        return GroundFiles(
            tuple(places),
            {},
            row[wish.depot],
            {name: row[place] for name, place in parcels},
            {site: row[place] for site, place in wish.sites},
            walks,
            lost,
        )


class NearPlanner:
    """Holds one problem, as the process does."""

    def __init__(self) -> None:
        self.problem: Problem | None = None
        self.searches = 0

    async def load(
        self, problem: Problem, travel: Mapping[str, tuple[str, str]]
    ) -> None:
        del travel
        self.problem = problem

    async def search(
        self,
        *,
        seed: int,
        budget_s: float | None,
        iterations: int | None,
        start: Draft | None,
        told: Callable[[Improved], None],
        started: Callable[[str], None],
    ) -> Plan:
        del budget_s, told
        self.searches += 1
        started("1")
        problem = self._loaded()
        draft = start or Draft(())
        known = {route.vehicle for route in draft.routes}
        routes = [DraftRoute(v.id, ()) for v in problem.vehicles if v.id not in known]
        draft = Draft((*draft.routes, *routes), draft.unassigned)
        plan = evaluate(problem, draft)
        for left in plan.unassigned:
            ways = alternatives(problem, plan.draft(), left.parcel, 1)
            if ways:
                plan = evaluate(problem, ways[0].edit.apply(plan.draft())[0])
        return replace(plan, making=Making(seed, iterations or 0, 0.0, "near"))

    def stop_search(self, number: str) -> None:
        del number

    async def replan(
        self, published: Draft, live: Live, **how: object
    ) -> tuple[Draft, Making]:
        del how
        problem, draft = self._loaded(), published
        for parcel in sorted(live.wanted or ()):
            ways = alternatives(problem, draft, parcel, 1)
            if ways:
                draft, _ = ways[0].edit.apply(draft)
        return draft, Making(0, 0, 0.0, "near")

    async def evaluate(self, draft: Draft) -> Plan:
        return evaluate(self._loaded(), draft)

    async def price(
        self, draft: Draft, parcel: ParcelId, most: int
    ) -> tuple[Alternative, ...]:
        return alternatives(self._loaded(), draft, parcel, most)

    def _loaded(self) -> Problem:
        assert self.problem is not None
        return self.problem


def evaluate(problem: Problem, draft: Draft) -> Plan:  # noqa: PLR0915 - read once
    demands = {demand.parcel: demand for demand in problem.demands}
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    types = {kind.id: kind for kind in problem.types}
    room = {r.site: Counter(r.free) for r in problem.rooms}
    seen: set[ParcelId] = set()
    chosen: dict[ParcelId, Drop] = {}
    routes: list[Route] = []
    costs: Counter[CostLine] = Counter()
    for route in draft.routes:
        if route.vehicle not in vehicles:
            raise HardViolation(HardCode.UNKNOWN_VEHICLE, route.vehicle)
        vehicle = vehicles[route.vehicle]
        kind = types[vehicle.type]
        now, at, far = vehicle.shift.start_s, vehicle.start, 0
        stops: list[PlannedStop] = []
        loads = [0] * len(problem.dimensions)
        for visit in route.visits:
            options: list[Option] = []
            drops: list[Drop] = []
            for drop in visit.drops:
                if drop.parcel not in demands:
                    raise HardViolation(HardCode.UNKNOWN_PARCEL, drop.parcel)
                if drop.parcel in seen:
                    raise HardViolation(HardCode.TWICE, drop.parcel)
                seen.add(drop.parcel)
                demand = demands[drop.parcel]
                option = next(
                    (
                        o
                        for o in demand.options
                        if (o.channel, o.site) == (drop.channel, drop.site)
                    ),
                    None,
                )
                if option is None:
                    raise HardViolation(HardCode.NO_SUCH_OPTION, drop.parcel)
                if option.place != visit.place:
                    raise HardViolation(HardCode.WRONG_PLACE, drop.parcel)
                if option.site is not None:
                    free = room[option.site]
                    fits = [c for c in option.classes if free[c] > 0]
                    size = drop.size_class if drop.size_class in fits else None
                    size = size or (fits[0] if fits else None)
                    if size is None:
                        raise HardViolation(
                            HardCode.OVERBOOKED, option.site, *option.classes[:1]
                        )
                    free[size] -= 1
                    drop = replace(drop, size_class=size)  # noqa: PLW2901
                options.append(option)
                drops.append(drop)
                chosen[drop.parcel] = drop
                costs[CostLine.OPTIONS] += option.cost
                loads = [a + b for a, b in zip(loads, demand.amount, strict=False)]
            way = metres(problem.places[at], problem.places[visit.place])
            arrival = now + way // 6
            window = options[0].windows[0] if options[0].windows else None
            start = max(arrival, window.start_s) if window else arrival
            late = max(0, start - window.end_s) if window else 0
            end = start + max(o.setup_s for o in options)
            end += sum(o.handling_s for o in options)
            stops.append(
                PlannedStop(
                    visit.place,
                    tuple(drops),
                    arrival,
                    start,
                    end,
                    way // 6,
                    way,
                    (),
                    late,
                )
            )
            now, at, far = end, visit.place, far + way
        home = metres(problem.places[at], problem.places[vehicle.end]) if stops else 0
        finish = now + home // 6
        far += home
        cost = 0
        if stops:
            spent = finish - vehicle.shift.start_s
            parts = (
                (CostLine.VEHICLES, kind.fixed),
                (CostLine.TIME, spent * kind.per_hour // 3600),
                (CostLine.DISTANCE, far * kind.per_km // 1000),
            )
            for line, amount in parts:
                costs[line] += amount
                cost += amount
        routes.append(
            Route(
                vehicle.id,
                kind.id,
                tuple(stops),
                vehicle.shift.start_s,
                finish,
                far,
                tuple(loads),
                far * kind.co2_g_per_km // 1000,
                Money(cost),
                route.lock,
                max(0, finish - vehicle.shift.end_s),
            )
        )
    left = [d for d in problem.demands if d.parcel not in chosen]
    costs[CostLine.UNASSIGNED] = sum(d.unassigned for d in left)
    return Plan(
        tuple(routes),
        tuple(
            Assigned(chosen[d.parcel], Reason(ReasonCode.CHEAPEST))
            for d in problem.demands
            if d.parcel in chosen
        ),
        tuple(Unassigned(d.parcel, Reason(ReasonCode.NOT_TRIED)) for d in left),
        tuple((line, Money(costs[line])) for line in CostLine),
        Making(0, 0, 0.0, "near"),
    )


def alternatives(
    problem: Problem, draft: Draft, parcel: ParcelId, most: int
) -> tuple[Alternative, ...]:
    """At the end of every open route, or into its last visit; cheapest first."""
    before = evaluate(problem, draft)
    demand = next((d for d in problem.demands if d.parcel == parcel), None)
    if demand is None:
        raise HardViolation(HardCode.UNKNOWN_PARCEL, parcel)
    found: list[Alternative] = []
    for option, vehicle in itertools.product(demand.options, problem.vehicles):
        route = draft.route(vehicle.id)
        if route.lock in CLOSED or len(route.visits) > 12:
            continue
        visits = route.visits
        at = next((n for n, v in enumerate(visits) if v.place == option.place), None)
        drop = Drop(parcel, option.channel, option.site)
        join = at is not None and option.channel is Channel.LOCKER
        index = at if join and at is not None else len(visits)
        if any(d.parcel == parcel for v in visits for d in v.drops):
            continue
        edit = MoveParcels((drop,), option.place, vehicle.id, index, join)
        try:
            after = evaluate(problem, edit.apply(draft)[0])
        except (HardViolation, EditRefused):
            continue
        found.append(
            Alternative(
                edit,
                Money(after.cost - before.cost),
                sum(r.finish_s for r in after.routes)
                - sum(r.finish_s for r in before.routes),
                sum(r.metres for r in after.routes)
                - sum(r.metres for r in before.routes),
            )
        )
    found.sort(key=lambda one: (one.cost, one.edit.vehicle))
    return tuple(found[:most])

"""The rest of a day that has begun, and the best plan for it.

What is done or locked is a frozen prefix: it leaves the problem, with the compartments
it fills, and each vehicle on the road starts where and when it ends. So the rest is a
problem like any other, with the same search and the same evaluator. Parcels on board
are held by their vehicle; what lies at the depot cannot reach one that has left.

    problem, published, states, scope -> rest -> search from the published order -> plan

A day runs late. What the published order can no longer keep, a window or a shift, is
kept no worse: the search may use as much as that order would (`Rest.searched`), so it
starts from a plan that holds and nothing is thrown off a route for being late. The plan
is told by the windows as they are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId
from console.domain.live import RouteState, Scope
from console.domain.place import TimeWindow
from console.domain.plan import Plan
from console.domain.problem import (
    Demand,
    FleetVehicle,
    Held,
    Option,
    Problem,
    SiteRoom,
)
from console.planning.arrays import Tables, tables
from console.planning.change import with_plan_before
from console.planning.engine import Progress, never, solve
from console.planning.errors import HardViolation
from console.planning.evaluate import evaluate, evaluated
from console.planning.why import explain


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a day to plan.

    `frozen` are the visits of each vehicle on the road that stay as they are, `draft`
    what the published plan makes of the rest. `stranded` are parcels on board of a
    vehicle that is out of service: nobody may take them, so they are not planned.
    `locks` are those of the whole day, `waiting` what was not to be planned. `before`
    is what `draft` comes to, None where that can no longer be.
    """

    known: Tables
    searching: Tables
    draft: Draft
    before: Plan | None
    frozen: Mapping[VehicleId, tuple[Visit, ...]]
    stranded: tuple[ParcelId, ...]
    locks: Mapping[VehicleId, LockLevel]
    waiting: tuple[ParcelId, ...] = ()

    @property
    def problem(self) -> Problem:
        """The rest, by the windows and shifts as they are."""
        return self.known.problem

    @property
    def searched(self) -> Problem:
        """The same with what the published order can no longer keep kept no worse."""
        return self.searching.problem

    def told(self, found: Plan) -> Plan:
        """A plan that the search found, by the windows and shifts as they are."""
        if self.searching is self.known:
            return found
        plan = evaluated(self.known, found.draft(), found.making)
        return explain(self.known, plan)

    def whole(self, draft: Draft) -> Draft:
        """A draft of the rest behind what is frozen: the whole day."""
        known = {route.vehicle for route in draft.routes}
        there = [DraftRoute(name, ()) for name in self.frozen if name not in known]
        routes = (
            replace(
                route,
                visits=self.frozen.get(route.vehicle, ()) + route.visits,
                lock=self.locks.get(route.vehicle, LockLevel.OPEN),
            )
            for route in (*draft.routes, *there)
        )
        return Draft(
            tuple(r for r in routes if r.visits or r.lock is not LockLevel.OPEN),
            (*draft.unassigned, *self.waiting, *self.stranded),
        )


@dataclass(frozen=True, slots=True)
class Replanned:
    """A re-plan: the plan of the rest, and what it came to before.

    `before` is the published plan's rest with everything new left unassigned; None
    where that can no longer be. `draft` is the whole day, frozen visits first.
    """

    plan: Plan
    before: Plan | None
    draft: Draft
    rest: Rest


def replan(
    problem: Problem,
    published: Draft,
    states: Sequence[RouteState],
    scope: Scope = Scope.ALL,
    *,
    now_s: int,
    wanted: Set[ParcelId] | None = None,
    seed: int = 0,
    iterations: int | None = None,
    budget_s: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = never,
) -> Replanned:
    """The best plan found for the rest of a day.

    `problem` is what `published` was made for, its `rooms` too, with the parcels that
    came since and without what was cancelled. A vehicle without a state has not left
    and does not before `now_s`; one that its route says has departed is closed. Of the
    parcels on no route only those `wanted` are planned, all where it is None.
    Raises HardViolation where what is frozen or closed breaks what is hard.
    """
    rest = rest_of(problem, published, states, scope, now_s=now_s, wanted=wanted)
    found = solve(
        rest.searching,
        seed=seed,
        iterations=iterations,
        budget_s=budget_s,
        start=rest.draft,
        progress=progress,
        stopped=stopped,
    )
    plan = rest.told(found)
    return Replanned(plan, rest.before, rest.whole(plan.draft()), rest)


def rest_of(
    problem: Problem,
    published: Draft,
    states: Sequence[RouteState],
    scope: Scope,
    *,
    now_s: int,
    wanted: Set[ParcelId] | None = None,
) -> Rest:
    """What is left to plan: see `replan`."""
    on_road = {state.vehicle: state for state in states}
    fleet = {vehicle.id for vehicle in problem.vehicles}
    known = frozenset(demand.parcel for demand in problem.demands)
    collected = frozenset(d.parcel for d in problem.demands if d.collected)
    locks = {route.vehicle: route.lock for route in published.routes}
    frozen: dict[VehicleId, tuple[Visit, ...]] = {}
    locked: dict[VehicleId, tuple[Visit, ...]] = {}
    routes: list[DraftRoute] = []
    for route in published.routes:
        state = on_road.get(route.vehicle)
        coming = route.visits
        if state is not None:
            first, last = state.done, state.done + state.locked
            done = _with(route.visits[:first], known - state.aboard)
            locked[route.vehicle] = _with(route.visits[first:last], known)
            frozen[route.vehicle] = (*done, *locked[route.vehicle])
            coming = _with(route.visits[last:], state.aboard | collected)
        if route.vehicle in fleet:
            lock = _lock(route, state, scope)
            routes.append(replace(route, visits=coming, lock=lock))
    over = {drop.parcel for drop in _drops(frozen.values())}
    stranded = tuple(
        parcel
        for state in states
        if state.vehicle not in fleet
        for parcel in sorted((state.aboard & known) - over)
    )
    aboard = frozenset(parcel for state in states for parcel in state.aboard)
    left = known - over.union(stranded)
    taken = {drop.parcel for drop in _drops(route.visits for route in routes)}
    planned = left if wanted is None else left & (taken | wanted | aboard)
    demands = tuple(d for d in problem.demands if d.parcel in planned)
    draft = _only(Draft(tuple(routes)), planned)
    rest = replace(
        problem,
        demands=demands,
        rooms=_rooms(problem, _drops(frozen.values())),
        vehicles=_fleet(problem, published, on_road, locked, now_s),
        held=_held(draft, states, scope),
    )
    locks |= dict.fromkeys(frozen, LockLevel.DEPARTED)
    waiting = tuple(sorted(left - planned))
    rest = with_plan_before(rest, draft)
    before: Plan | None = None
    strict = tables(rest)
    with suppress(HardViolation):
        before = evaluated(strict, draft)
    searched = rest if before is None else _no_worse(rest, before)
    searching = strict if searched is rest else tables(searched, strict.day.near)
    return Rest(strict, searching, draft, before, frozen, stranded, locks, waiting)


def _no_worse(problem: Problem, before: Plan) -> Problem:
    """With windows and shifts as long as a plan needs them; itself where none is."""
    starts: dict[ParcelId, tuple[Drop, int]] = {}
    ends: dict[VehicleId, int] = {}
    for route in before.routes:
        if route.over_s:
            ends[route.vehicle] = route.finish_s
        for stop in route.stops:
            if stop.late_s:
                starts |= {drop.parcel: (drop, stop.start_s) for drop in stop.drops}
    if not starts and not ends:
        return problem
    return replace(
        problem,
        demands=tuple(
            _longer(demand, *starts[demand.parcel])
            if demand.parcel in starts
            else demand
            for demand in problem.demands
        ),
        vehicles=tuple(
            replace(vehicle, shift=TimeWindow(vehicle.shift.start_s, ends[vehicle.id]))
            if vehicle.id in ends
            else vehicle
            for vehicle in problem.vehicles
        ),
    )


def _longer(demand: Demand, drop: Drop, start_s: int) -> Demand:
    """With the window of one way kept open until `start_s`."""
    options: list[Option] = []
    for option in demand.options:
        mine = (option.channel, option.site) == (drop.channel, drop.site)
        windows = sorted(option.windows)
        if mine and windows and windows[-1].end_s < start_s:
            windows[-1] = TimeWindow(windows[-1].start_s, start_s)
            options.append(replace(option, windows=tuple(windows)))
        else:
            options.append(option)
    return replace(demand, options=tuple(options))


def _with(visits: tuple[Visit, ...], names: Set[ParcelId]) -> tuple[Visit, ...]:
    """The visits with the drops of these parcels; those left empty disappear."""
    some = (
        replace(visit, drops=tuple(d for d in visit.drops if d.parcel in names))
        for visit in visits
    )
    return tuple(visit for visit in some if visit.drops)


def _lock(route: DraftRoute, state: RouteState | None, scope: Scope) -> LockLevel:
    lock = route.lock if state is None else state.lock
    if scope is Scope.ONLY_NEW and lock is LockLevel.OPEN:
        return LockLevel.SEQUENCE
    return lock


def _drops(routes: Iterable[tuple[Visit, ...]]) -> list[Drop]:
    return [drop for visits in routes for visit in visits for drop in visit.drops]


def _only(draft: Draft, planned: Set[ParcelId]) -> Draft:
    """The decisions about what is planned; all else of it waits unassigned."""
    routes = [
        replace(route, visits=_with(route.visits, planned)) for route in draft.routes
    ]
    taken = {drop.parcel for drop in _drops(route.visits for route in routes)}
    return Draft(tuple(routes), tuple(sorted(planned - taken)))


def _held(
    draft: Draft, states: Sequence[RouteState], scope: Scope
) -> dict[ParcelId, Held]:
    """Who keeps what for good: all of it where routes stay, else what is on board."""
    held: dict[ParcelId, Held] = {}
    if scope is not Scope.ALL:
        for route in draft.routes:
            for drop in _drops([route.visits]):
                held[drop.parcel] = Held(route.vehicle, None)
    for state in states:
        for parcel in state.aboard:
            held[parcel] = Held(state.vehicle, None)
    return held


def _rooms(problem: Problem, frozen: Sequence[Drop]) -> tuple[SiteRoom, ...]:
    """What is left at every site once the frozen visits are done."""
    low = {d.parcel for d in problem.demands if any(o.low for o in d.options)}
    taken: dict[SiteId, Counter[SizeClassId]] = {}
    taken_low: dict[SiteId, Counter[SizeClassId]] = {}
    for drop in frozen:
        if drop.site is not None and drop.size_class is not None:
            counts = taken_low if drop.parcel in low else taken
            counts.setdefault(drop.site, Counter())[drop.size_class] += 1
    rooms: list[SiteRoom] = []
    for room in problem.rooms:
        flat = taken.get(room.site, Counter())
        deep = taken_low.get(room.site, Counter())
        free = {
            name: max(0, count - flat[name] - deep[name])
            for name, count in room.free.items()
        }
        lows = {
            name: min(free.get(name, 0), max(0, count - deep[name]))
            for name, count in room.low.items()
        }
        rooms.append(replace(room, free=free, low=lows))
    return tuple(rooms)


def _fleet(
    problem: Problem,
    published: Draft,
    on_road: Mapping[VehicleId, RouteState],
    locked: Mapping[VehicleId, tuple[Visit, ...]],
    now_s: int,
) -> tuple[FleetVehicle, ...]:
    """The vehicles as they are now: at the depot, or where their locked visits end."""
    away = {
        route.vehicle
        for route in published.routes
        if route.lock is LockLevel.DEPARTED and route.vehicle not in on_road
    }
    fleet: list[FleetVehicle] = []
    for vehicle in problem.vehicles:
        state = on_road.get(vehicle.id)
        if state is not None:
            fleet.append(_free(vehicle, state.place, state.free_s))
        elif vehicle.id in away:
            fleet.append(vehicle)
        else:
            fleet.append(replace(vehicle, shift=_from(vehicle.shift, now_s)))
    ends = _ends(problem, tuple(fleet), locked)
    return tuple(
        _free(vehicle, *ends[vehicle.id]) if vehicle.id in ends else vehicle
        for vehicle in fleet
    )


def _from(shift: TimeWindow, second: int) -> TimeWindow:
    start_s = max(shift.start_s, second)
    return TimeWindow(start_s, max(shift.end_s, start_s))


def _free(vehicle: FleetVehicle, place: int, free_s: int) -> FleetVehicle:
    """A vehicle on the road from where it is free; it is not loaded again."""
    shift = TimeWindow(free_s, max(vehicle.shift.end_s, free_s))
    return replace(vehicle, start=place, shift=shift, left=True, trips=1)


def _ends(
    problem: Problem,
    fleet: tuple[FleetVehicle, ...],
    locked: Mapping[VehicleId, tuple[Visit, ...]],
) -> dict[VehicleId, tuple[int, int]]:
    """Where and when each vehicle is through with its locked visits."""
    some = {
        vehicle.id: locked[vehicle.id] for vehicle in fleet if locked.get(vehicle.id)
    }
    if not some:
        return {}
    carrier = {drop.parcel: name for name in some for drop in _drops([some[name]])}
    alone = replace(
        problem,
        demands=tuple(d for d in problem.demands if d.parcel in carrier),
        vehicles=fleet,
        held={parcel: Held(name, None) for parcel, name in carrier.items()},
    )
    draft = Draft(tuple(DraftRoute(name, visits) for name, visits in some.items()))
    last = {r.vehicle: r.stops[-1] for r in evaluate(alone, draft).routes}
    return {name: (stop.place, stop.departure_s) for name, stop in last.items()}

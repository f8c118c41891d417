"""How many vehicles of which kind: the price of one more and one fewer, and a mix.

Everything starts from a plan and is searched on from it, each search as long as the
others. One fewer of a kind means: one of those on the road stays at home, the one that
carries least and that nobody has locked, and no idle one takes its place. One more
means a copy of those there are, asked only where none stands idle. The mix advised is
what the cheapest plan found has on the road, where there might be some more of each.

A fleet with one fewer is part of the fleet there is, and that part of one with one
more. So the plan with fewer is a plan for this fleet too, and prices are told by the
cheapest that was found for each: one fewer never saves, one more never costs. An idle
vehicle costs nothing here; what it costs to own one is no matter of a day's plan.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from console.domain.day import LockLevel
from console.domain.draft import Draft
from console.domain.ids import VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.plan import Plan, Route
from console.domain.problem import Problem
from console.planning.scenarios import Roster, Scenario, applied, fleet_numbers

_PART = 4
"""Some more of a kind: one in so many of those on the road, and one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What another number of a kind does to cost and to parcels left over."""

    cost: Money
    unassigned: int


@dataclass(frozen=True, slots=True)
class FleetLine:
    """One kind: how many there are, how many drive, what one fewer and one more do.

    `fewer` is None where none drives or all are locked, `more` where some stand idle.
    `advised` is the number on the road in the mix advised.
    """

    kind: VehicleTypeId
    there: int
    driving: int
    fewer: Difference | None
    more: Difference | None
    advised: int

    @property
    def idle(self) -> int:
        """How many stay at home."""
        return self.there - self.driving


@dataclass(frozen=True, slots=True)
class FleetAdvice:
    """The fleet of a plan in prices. Every search took `steps` steps."""

    lines: tuple[FleetLine, ...]
    cost: Money
    unassigned: int
    advised_cost: Money
    advised_unassigned: int
    steps: int

    @property
    def better(self) -> bool:
        """Whether the mix advised costs less than the fleet there is."""
        return self.advised_cost < self.cost


def driving(plan: Plan) -> Counter[VehicleTypeId]:
    """How many vehicles of each type have stops."""
    return Counter(route.type for route in plan.routes if route.stops)


def one_fewer(problem: Problem, plan: Plan, kind: VehicleTypeId) -> Scenario | None:
    """The day with one of those on the road fewer; None where none can be spared."""
    routes = [r for r in plan.routes if r.stops and r.type == kind]
    free = [route for route in routes if route.lock is LockLevel.OPEN]
    if not free:
        return None
    spared = min(free, key=lambda route: (_carried(route), route.vehicle)).vehicle
    kept = {r.vehicle for r in plan.routes if r.stops or r.lock is not LockLevel.OPEN}
    home = {v.id for v in problem.vehicles if v.type == kind and v.id not in kept}
    return Scenario(f"{kind} -1", (Roster(frozenset({spared, *home})),))


def one_more(problem: Problem, plan: Plan, kind: VehicleTypeId) -> Scenario | None:
    """The day with one more; None where one stands idle already."""
    if fleet_numbers(problem).get(kind, 0) > driving(plan)[kind]:
        return None
    return Scenario(f"{kind} +1", (Roster(more=((kind, 1),)),))


def ample(problem: Problem, plan: Plan) -> Scenario:
    """The day with some more of every kind than are on the road."""
    there, used = fleet_numbers(problem), driving(plan)
    more = tuple(
        (kind, max(0, used[kind] + used[kind] // _PART + 1 - there[kind]))
        for kind in there
    )
    return Scenario("ample", (Roster(more=more),))


def start_for(plan: Plan, scenario: Scenario, problem: Problem) -> Draft:
    """The plan's decisions as far as the scenario has the vehicles for them."""
    known: set[VehicleId] = {one.id for one in applied(scenario, problem).vehicles}
    draft = plan.draft()
    return replace(draft, routes=tuple(r for r in draft.routes if r.vehicle in known))


def advice(
    problem: Problem,
    base: Plan,
    fewer: Mapping[VehicleTypeId, Plan],
    more: Mapping[VehicleTypeId, Plan],
    ample_plans: Iterable[Plan],
    steps: int,
) -> FleetAdvice:
    """Prices from the plans found.

    `base` is searched on from the plan with its own fleet; `driving` are its vehicles.
    """
    used, there = driving(base), fleet_numbers(problem)
    now = _cheapest(base, *fewer.values())
    advised = _cheapest(now, *more.values(), *ample_plans)
    mix = driving(advised)
    return FleetAdvice(
        lines=tuple(
            FleetLine(
                kind,
                there[kind],
                used[kind],
                _difference(fewer.get(kind), now),
                _difference(_cheapest(now, more[kind]) if kind in more else None, now),
                mix[kind],
            )
            for kind in there
        ),
        cost=now.cost,
        unassigned=len(now.unassigned),
        advised_cost=advised.cost,
        advised_unassigned=len(advised.unassigned),
        steps=steps,
    )


def _carried(route: Route) -> int:
    return sum(len(stop.drops) for stop in route.stops)


def _cheapest(first: Plan, *others: Plan) -> Plan:
    """Of equals the first."""
    return min((first, *others), key=lambda plan: plan.cost)


def _difference(plan: Plan | None, now: Plan) -> Difference | None:
    if plan is None:
        return None
    return Difference(
        Money(plan.cost - now.cost), len(plan.unassigned) - len(now.unassigned)
    )

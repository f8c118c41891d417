"""The story of a plan in figures: what it does, what binds it, what would help most.

What would help is asked of the evaluator one thing at a time: one compartment more at
a site that is full, or what the route that lacks least for a parcel left over lacks.
Each gain is what the best parcel alone would save; gains do not add up.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from console.domain.ids import ParcelId, SiteId, VehicleId
from console.domain.money import Money
from console.domain.plan import Plan, Route
from console.domain.problem import Channel, Problem
from console.domain.why import (
    Binding,
    BuildReport,
    Help,
    HelpKind,
    Obstacle,
    Used,
)
from console.planning.arrays import Tables
from console.planning.bound import lower_bound
from console.planning.kernels import layout
from console.planning.kernels.entries import has_room, runner_up
from console.planning.price import Prices
from console.planning.solution import copied
from console.planning.terms import obstacles

MOST_ASKED = 100
"""Parcels left over that are asked about one by one; the rest are alike."""
MOST_HELPS = 10
_NEARLY = 95
"""Percent of a capacity that count as full."""
_LAST = 10
"""A route that is back in the last of so many parts of its shift has used it."""

type _Subject = tuple[HelpKind, SiteId | VehicleId | ParcelId, str]


@dataclass(slots=True)
class _Wish:
    """What is known of one thing that would help."""

    by: int
    parcels: int
    gain: int


def report(known: Tables, plan: Plan) -> BuildReport:
    """The report of a plan that the evaluator accepts. Raises HardViolation."""
    prices = Prices(known, plan.draft())
    wishes: dict[_Subject, _Wish] = {}
    _compartments(prices, wishes)
    binding = _left_over(prices, plan, wishes)
    driven = [route for route in plan.routes if route.stops]
    drops = [entry.drop for entry in plan.assigned]
    lockers = sum(drop.channel is Channel.LOCKER for drop in drops)
    return BuildReport(
        parcels=len(known.problem.demands),
        to_doors=len(drops) - lockers,
        to_lockers=lockers,
        unassigned=tuple(binding.most_common()),
        late=sum(len(s.drops) for route in driven for s in route.stops if s.late_s),
        fleet=_fleet(known.problem, driven),
        stops=sum(len(route.stops) for route in driven),
        seconds=sum(route.finish_s - route.departure_s for route in driven),
        metres=sum(route.metres for route in driven),
        co2_g=sum(route.co2_g for route in driven),
        costs=plan.costs,
        full_sites=_full_sites(prices),
        tight=tuple(_tight(known.problem, driven).most_common()),
        helps=_ranked(wishes),
        bound=lower_bound(known.problem),
    )


def _ranked(wishes: dict[_Subject, _Wish]) -> tuple[Help, ...]:
    helps = [
        Help(kind, subject, wish.by, wish.parcels, Money(wish.gain), dimension)
        for (kind, subject, dimension), wish in wishes.items()
    ]
    helps.sort(key=lambda one: (-one.gain, one.kind, one.by, one.subject))
    return tuple(helps[:MOST_HELPS])


def _wished(
    wishes: dict[_Subject, _Wish], subject: _Subject, by: int, gain: int
) -> None:
    known = wishes.setdefault(subject, _Wish(by, 0, gain))
    known.parcels += 1
    if (gain, -by) > (known.gain, -known.by):
        known.by, known.gain = by, gain


def _compartments(prices: Prices, wishes: dict[_Subject, _Wish]) -> None:
    """Planned parcels that would go to a full site if it had one compartment more."""
    known, state = prices.known, copied(prices.laid)
    day, routes = known.day, np.zeros(prices.laid.routes_at.shape[1], np.int64)
    for number in range(len(known.demands)):
        visit = int(state.parcel[number, layout.S_VISIT])
        if visit == layout.NONE or state.parcel[number, layout.S_FIXED]:
            continue
        option, dearer = runner_up(day, state, number, 1, routes)
        site = None if option == layout.NONE else known.options[int(option)].site
        if site is not None and dearer < 0:
            subject = (HelpKind.COMPARTMENT, site, "")
            _wished(wishes, subject, 1, -int(dearer))


def _left_over(
    prices: Prices, plan: Plan, wishes: dict[_Subject, _Wish]
) -> Counter[Binding]:
    """What is in the way of each parcel left over, and what would let it in."""
    binding: Counter[Binding] = Counter()
    for count, entry in enumerate(plan.unassigned):
        number = prices.known.parcels.get(entry.parcel)
        taken = None if number is None else prices.without(number)
        if number is None or taken is None:
            binding[Binding.NO_WAY] += 1
            continue
        if count >= MOST_ASKED:
            continue
        found = obstacles(prices, taken[0], number)
        binding[found[0].binding if found else Binding.NO_WAY] += 1
        told: set[_Subject] = set()
        for obstacle in found:
            wish = _helping(obstacle, entry.parcel)
            if wish is None or obstacle.cost >= 0 or wish[0] in told:
                continue
            told.add(wish[0])
            _wished(wishes, *wish, -obstacle.cost)
    return binding


def _helping(obstacle: Obstacle, parcel: ParcelId) -> tuple[_Subject, int] | None:
    """The one thing a route lacks; None where it lacks several, or nothing."""
    lacks: list[tuple[_Subject, int]] = []
    if obstacle.full and obstacle.drop is not None and obstacle.drop.site is not None:
        lacks.append(((HelpKind.COMPARTMENT, obstacle.drop.site, ""), 1))
    for dimension, by in obstacle.excess.items():
        lacks.append(((HelpKind.CAPACITY, obstacle.vehicle, dimension), by))
    if obstacle.late_s > 0:
        lacks.append(((HelpKind.WINDOW, parcel, ""), obstacle.late_s))
    if obstacle.over_s > 0:
        lacks.append(((HelpKind.SHIFT, obstacle.vehicle, ""), obstacle.over_s))
    others = obstacle.long_s + obstacle.beyond_m + obstacle.unrested_s
    lone = len(lacks) == 1 and not (others or obstacle.lacks or obstacle.crowded)
    return lacks[0] if lone else None


def _fleet(problem: Problem, driven: list[Route]) -> tuple[Used, ...]:
    there = Counter(vehicle.type for vehicle in problem.vehicles)
    used = Counter(route.type for route in driven)
    return tuple(
        Used(kind.id, used[kind.id], there[kind.id])
        for kind in problem.types
        if there[kind.id]
    )


def _full_sites(prices: Prices) -> tuple[SiteId, ...]:
    known, state = prices.known, prices.laid
    full = {
        option.site
        for number, option in enumerate(known.options)
        if option.site is not None
        and not has_room(
            known.day, state, int(known.day.options[number, layout.O_KIND])
        )
    }
    return tuple(sorted(full))


def _tight(problem: Problem, driven: list[Route]) -> Counter[Binding]:
    types = {kind.id: kind for kind in problem.types}
    shifts = {vehicle.id: vehicle.shift for vehicle in problem.vehicles}
    tight: Counter[Binding] = Counter()
    for route in driven:
        shift, capacity = shifts[route.vehicle], types[route.type].capacity
        loads = zip(route.load, capacity, strict=True)
        if any(100 * load >= _NEARLY * room for load, room in loads):
            tight[Binding.CAPACITY] += 1
        left = shift.end_s - route.finish_s
        if left * _LAST <= shift.end_s - shift.start_s:
            tight[Binding.SHIFT] += 1
    return tight

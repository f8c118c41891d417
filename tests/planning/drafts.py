"""Every draft there is of a tiny day, whatever the day asks."""

from collections.abc import Iterator
from itertools import permutations, product

from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import VehicleId
from console.domain.problem import Problem
from console.planning.arrays import Tables
from console.planning.errors import HardViolation
from console.planning.evaluate import evaluated
from tests.depot_days.checker import check
from tests.depot_days.solution import solution_of

type _Way = tuple[Drop, int]
"""A drop and its place."""


def cheapest_draft(known: Tables) -> int:
    """The least cost of all drafts in which the referee finds nothing broken."""
    problem = known.problem
    best = sum(demand.unassigned for demand in problem.demands)
    for ways, floor in _choices(problem):
        if floor >= best:
            continue
        for carriers in product(problem.vehicles, repeat=len(ways)):
            by_vehicle: dict[VehicleId, list[_Way]] = {}
            for way, vehicle in zip(ways, carriers, strict=True):
                by_vehicle.setdefault(vehicle.id, []).append(way)
            lines = [
                [DraftRoute(vehicle, visits) for visits in _orders(mine)]
                for vehicle, mine in by_vehicle.items()
            ]
            for routes in product(*lines):
                best = min(best, _cost(known, Draft(routes), best))
    return best


def _choices(problem: Problem) -> Iterator[tuple[list[_Way], int]]:
    """Every choice of options, and what it costs before anybody drives."""
    for chosen in product(*(range(-1, len(d.options)) for d in problem.demands)):
        ways, floor = [], 0
        for demand, o in zip(problem.demands, chosen, strict=True):
            if o < 0:
                floor += demand.unassigned
            else:
                option = demand.options[o]
                drop = Drop(demand.parcel, option.channel, option.site)
                ways.append((drop, option.place))
                floor += option.cost
        yield ways, floor


def _orders(ways: list[_Way]) -> Iterator[tuple[Visit, ...]]:
    """Every order; neighbours of one place as one visit or as two."""
    for order in permutations(ways):
        splits = [k for k in range(1, len(order)) if order[k][1] == order[k - 1][1]]
        for joined in product((True, False), repeat=len(splits)):
            together = {k for k, both in zip(splits, joined, strict=True) if both}
            visits: list[Visit] = []
            for k, (drop, place) in enumerate(order):
                if k in together:
                    visits[-1] = Visit(place, (*visits[-1].drops, drop))
                else:
                    visits.append(Visit(place, (drop,)))
            yield tuple(visits)


def _cost(known: Tables, draft: Draft, best: int) -> int:
    try:
        plan = evaluated(known, draft)
    except HardViolation:
        return best
    if plan.cost >= best or not check(known.problem, solution_of(plan)).feasible:
        return best
    return plan.cost

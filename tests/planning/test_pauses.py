"""Breaks and loading again beside every way there is to take them."""

from itertools import combinations, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.plan import PauseKind, Route
from console.domain.problem import Problem
from console.planning.evaluate import evaluate
from tests.planning.limited import paused_street
from tests.planning.street import draft_of

type Legs = list[tuple[int, bool]]
"""The place of each stop, and whether the vehicle is loaded again before it."""


def cheapest_cuts(problem: Problem, order: list[int]) -> int | None:
    """The least extra seconds of driving and loading; None where nothing fits."""
    (vehicle,), capacity = problem.vehicles, problem.types[0].capacity[0]
    places = [problem.demands[k].options[0].place for k in order]
    best: int | None = None
    for count in range(vehicle.trips):
        for cuts in combinations(range(1, len(order)), count):
            bounds = [0, *cuts, len(order)]
            trips = [order[a:b] for a, b in pairwise(bounds)]
            if not all(fits(problem, trip, capacity) for trip in trips):
                continue
            extra = sum(detour(places, cut) + vehicle.reload_s for cut in cuts)
            best = extra if best is None else min(best, extra)
    return best


def detour(places: list[int], cut: int) -> int:
    a, b = places[cut - 1], places[cut]
    return 60 * (a + b - abs(a - b))


def fits(problem: Problem, trip: list[int], capacity: int) -> bool:
    aboard = sum(not problem.demands[k].collected for k in trip)
    loads = [aboard]
    for k in trip:
        aboard += 1 if problem.demands[k].collected else -1
        loads.append(aboard)
    return max(loads) <= capacity


def soonest_end(problem: Problem, route: Route, order: list[int]) -> int | None:
    """The earliest end over all ways to spread the breaks; None where none is clean."""
    (vehicle,) = problem.vehicles
    again = {p.before for p in route.pauses if p.kind is PauseKind.LOADING}
    legs = [
        (problem.demands[k].options[0].place, at in again) for at, k in enumerate(order)
    ]
    gaps, best = range(len(order) + 2), None
    for where in product(gaps, repeat=len(vehicle.breaks)):
        if list(where) == sorted(where):
            end = end_of(problem, order, legs, where)
            if end is not None:
                best = end if best is None else min(best, end)
    return best


def end_of(
    problem: Problem, order: list[int], legs: Legs, where: tuple[int, ...]
) -> int | None:
    """The end with break b before stop where[b]; one more is the way back, two not."""
    (vehicle,) = problem.vehicles
    now, at = vehicle.shift.start_s, 0
    for stop in range(len(order) + 1):
        for due, gap in zip(vehicle.breaks, where, strict=True):
            if gap == stop:
                begin = max(now, due.window.start_s)
                if begin > due.window.end_s:
                    return None
                now = begin + due.duration_s
        if stop < len(order):
            place, again = legs[stop]
            now += (
                60 * (at + place) + vehicle.reload_s if again else 60 * abs(at - place)
            )
            option = problem.demands[order[stop]].options[0]
            now = max(now, option.windows[0].start_s)
            if now > option.windows[0].end_s:
                return None
            now, at = now + option.setup_s, place
    now += 60 * at
    left = (b for b, gap in zip(vehicle.breaks, where, strict=True) if gap > len(order))
    return None if any(now > due.window.end_s for due in left) else now


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**6), turn=st.integers(0, 4))
def test_pauses_are_where_they_cost_least(seed: int, turn: int) -> None:
    problem = paused_street(seed)
    order = [*range(len(problem.demands))]
    order = order[turn % len(order) :] + order[: turn % len(order)]
    route = evaluate(problem, draft_of(problem, *order)).routes[0]
    places = [0, *(problem.demands[k].options[0].place for k in order), 0]
    direct = sum(abs(a - b) for a, b in pairwise(places))
    loadings = [p for p in route.pauses if p.kind is PauseKind.LOADING]
    extra = 60 * (route.metres // 1000 - direct)
    extra += sum(p.end_s - p.start_s for p in loadings)
    cheapest = cheapest_cuts(problem, order)
    assert bool(route.excess) == (cheapest is None)
    if cheapest is not None:
        assert extra == cheapest
    end = soonest_end(problem, route, order)
    clean = route.unrested_s == 0 and not any(stop.late_s for stop in route.stops)
    assert clean == (end is not None)
    if end is not None:
        assert route.finish_s == end

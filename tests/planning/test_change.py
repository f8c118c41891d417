from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.draft import Draft, DraftRoute
from console.domain.money import Money, from_eur
from console.domain.plan import CostLine, Plan
from console.domain.problem import Problem
from console.planning.arrays import tables
from console.planning.change import with_plan_before
from console.planning.engine import Search, solve
from console.planning.evaluate import evaluate
from tests.planning.checking import check_plan
from tests.planning.days import city_day, small_day

SLOW = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow]
)
PRICE = from_eur(3.0)


def priced(problem: Problem, before: Draft) -> Problem:
    weights = replace(problem.weights, moved_stop=PRICE)
    return with_plan_before(replace(problem, weights=weights), before)


def moved_stops(before: Draft, after: Plan) -> int:
    """What the stops that moved cost, worked out stop by stop."""
    driver = {
        drop.parcel: route.vehicle
        for route in after.routes
        for stop in route.stops
        for drop in stop.drops
    }
    total = 0
    for route in before.routes:
        for visit in route.visits:
            n = len(visit.drops)
            shares = [PRICE * (k + 1) // n - PRICE * k // n for k in range(n)]
            for drop, share in zip(visit.drops, shares, strict=True):
                if driver.get(drop.parcel, route.vehicle) != route.vehicle:
                    total += share
    return total


@SLOW
@given(
    seed=st.integers(0, 100_000),
    parcels=st.integers(1, 25),
    vehicles=st.integers(1, 4),
    warm=st.booleans(),
)
def test_the_search_counts_what_moved(
    seed: int, parcels: int, vehicles: int, *, warm: bool
) -> None:
    problem = small_day(seed, parcels, 3, vehicles, capacity=9)
    before = solve(problem, seed=seed, iterations=20).draft()
    problem = priced(problem, before)
    start = before if warm else None
    search = Search(tables(problem), seed=seed + 1, start=start)
    search.first()
    search.lay_out(150)
    search.run_to(150)
    plan = search.plan(full=True)
    assert plan.cost == search.cost
    assert dict(plan.costs).get(CostLine.CHANGE, 0) == moved_stops(before, plan)
    check_plan(problem, plan)


def test_the_plan_before_itself_costs_no_change() -> None:
    problem = city_day(100, 5)
    plan = solve(problem, seed=1, iterations=100)
    again = evaluate(priced(problem, plan.draft()), plan.draft())
    assert dict(again.costs)[CostLine.CHANGE] == 0
    assert again.cost == plan.cost


def test_a_stop_that_moves_whole_costs_its_price_once() -> None:
    problem = city_day(200, 5)
    plan = solve(problem, seed=1, iterations=100)
    draft = plan.draft()
    most = max(draft.routes, key=lambda r: max(len(v.drops) for v in r.visits))
    stop = max(most.visits, key=lambda visit: len(visit.drops))
    assert len(stop.drops) > 2
    routes = {route.vehicle for route in draft.routes}
    other = next(v.id for v in problem.vehicles if v.id not in routes)
    left = replace(most, visits=tuple(v for v in most.visits if v is not stop))
    rest = tuple(route for route in draft.routes if route is not most)
    moved = Draft((*rest, left, DraftRoute(other, (stop,))), draft.unassigned)
    found = evaluate(priced(problem, draft), moved)
    assert dict(found.costs)[CostLine.CHANGE] == PRICE


def test_a_price_of_nothing_and_no_plan_before_show_no_line() -> None:
    problem = city_day(20, 2)
    plan = solve(problem, seed=1, iterations=20)
    assert with_plan_before(problem, plan.draft()) is problem
    assert CostLine.CHANGE not in dict(plan.costs)


def test_dear_changes_are_left_alone() -> None:
    problem = city_day(200, 6, vans=0, bikes=8)
    before = solve(problem, seed=1, iterations=300).draft()
    free = solve(problem, seed=2, iterations=1500, start=before)
    dear = priced(problem, before)
    kept = solve(dear, seed=2, iterations=1500, start=before)
    assert moved_stops(before, kept) < moved_stops(before, free)
    assert kept.cost <= Money(evaluate(dear, before).cost)

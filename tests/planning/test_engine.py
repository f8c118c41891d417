import random
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute
from console.domain.money import from_eur
from console.domain.plan import Plan
from console.planning.arrays import tables
from console.planning.engine import Progress, Search, solve
from console.planning.evaluate import evaluate
from tests.planning.checking import check_plan
from tests.planning.days import city_day, scattered_day, small_day

SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)


def decisions(plan: Plan) -> tuple[Draft, int]:
    return plan.draft(), plan.cost


@SLOW
@given(
    seed=st.integers(0, 10_000),
    parcels=st.integers(0, 25),
    sites=st.integers(0, 4),
    vehicles=st.integers(0, 4),
    vehicles_first=st.booleans(),
)
def test_no_plan_breaks_anything(
    seed: int, parcels: int, sites: int, vehicles: int, vehicles_first: bool
) -> None:
    problem = small_day(seed, parcels, sites, vehicles, capacity=9)
    search = Search(tables(problem), seed=seed, vehicles_first=vehicles_first)
    search.first()
    search.lay_out(150)
    search.run_to(150)
    plan = search.plan(full=True)
    assert plan.cost == search.cost
    check_plan(problem, plan)
    assert evaluate(problem, plan.draft()).cost == plan.cost


def test_what_the_search_counts_is_what_the_evaluator_says() -> None:
    problem = city_day(150, 8)
    search = Search(tables(problem), seed=3)
    search.first()
    search.lay_out(1500)
    for until in range(0, 1501, 300):
        search.run_to(until)
        plan = search.plan()
        assert plan.cost == search.cost
        check_plan(problem, plan)


def test_the_same_seed_makes_the_same_plan_however_it_is_cut() -> None:
    problem = city_day(80, 5)
    whole = solve(problem, seed=7, iterations=600)
    again = solve(problem, seed=7, iterations=600)
    search = Search(tables(problem), seed=7)
    while not search.first(0.0):
        pass
    search.lay_out(600)
    for until in (1, 2, 61, 300, 599, 600):
        search.run_to(until)
    assert decisions(whole) == decisions(again) == decisions(search.plan())
    assert decisions(whole) != decisions(solve(problem, seed=8, iterations=600))


@pytest.mark.parametrize("vehicles_first", [False, True])
def test_a_long_search_cools_down_again_however_it_is_cut(
    vehicles_first: bool,
) -> None:
    known = tables(city_day(12, 3))
    whole = Search(known, seed=5, vehicles_first=vehicles_first)
    cut = Search(known, seed=5, vehicles_first=vehicles_first)
    for search in (whole, cut):
        search.first()
        search.lay_out(4000)
    whole.run_to(4000)
    while not cut.finished:
        cut.run_to(cut.iteration + 23)
        assert cut.plan().cost == cut.cost
    assert decisions(cut.plan()) == decisions(whole.plan())


def test_vehicles_first_uses_no_more_than_the_loads_need() -> None:
    problem = scattered_day(40, capacity=20)
    cheap = solve(problem, seed=1, iterations=2000)
    few = solve(problem, seed=1, iterations=2000, vehicles_first=True)
    assert not cheap.unassigned
    assert not few.unassigned
    assert len(cheap.routes) == 6
    assert len(few.routes) == 2
    check_plan(problem, few)


def test_vehicles_first_is_the_same_however_it_is_cut() -> None:
    problem = city_day(80, 5)
    whole = solve(problem, seed=3, iterations=800, vehicles_first=True)
    search = Search(tables(problem), seed=3, vehicles_first=True)
    search.first()
    search.lay_out(800)
    for until in (1, 79, 80, 81, 279, 280, 281, 500, 800):
        search.run_to(until)
        assert search.plan().cost == search.cost
    assert decisions(search.plan()) == decisions(whole)
    usual = solve(problem, seed=3, iterations=800)
    assert len(whole.routes) <= len(usual.routes)


def test_a_budget_becomes_iterations_that_make_the_same_plan_again() -> None:
    problem = city_day(60, 4)
    plan = solve(problem, seed=2, budget_s=0.4)
    assert plan.making.iterations > 0
    assert plan.making.stopped_at is None
    again = solve(problem, seed=2, iterations=plan.making.iterations)
    assert decisions(again) == decisions(plan)


def test_a_budget_is_nearly_used_up_and_kept() -> None:
    search = Search(tables(city_day(100, 6)), seed=1)
    began = time.thread_time()
    search.lay_out_for(0.6)
    stopped = 0
    while not search.finished:
        search.step()
        if not stopped and search.iteration > 100:
            stopped, draft = search.iteration, search.plan().draft()
            laid_out = search.plan().making.iterations
    assert 0.4 < time.thread_time() - began < 0.8
    again = Search(tables(city_day(100, 6)), seed=1)
    again.lay_out(laid_out)
    again.run_to(stopped)
    assert again.plan().draft() == draft


def test_easy_parcels_make_way_for_one_that_must_not_be_left() -> None:
    """Vehicles that are filled to the last unit, far apart: money leads nowhere."""
    draw, sizes = random.Random(10), list[int]()
    for _ in range(10):
        one = draw.randint(1, 28)
        two = draw.randint(1, 29 - one)
        sizes += [one, two, 30 - one - two]
    draw.shuffle(sizes)
    loose = scattered_day(30, capacity=30, starts=10)
    demands = tuple(
        replace(demand, amount=(size,), unassigned=from_eur(100_000))
        for demand, size in zip(loose.demands, sizes, strict=True)
    )
    problem = replace(loose, demands=demands)
    left = [len(solve(problem, seed=s, iterations=2500).unassigned) for s in range(6)]
    assert sum(left) <= 2


def test_the_search_improves_and_tells_so() -> None:
    problem = city_day(200, 10)
    heard: list[Progress] = []
    plan = solve(problem, seed=1, iterations=3000, progress=heard.append, every_s=0.05)
    costs = [entry.cost for entry in heard]
    assert costs == sorted(costs, reverse=True)
    assert len(set(costs)) == len(costs)
    assert plan.cost < 0.9 * costs[0]
    assert heard[0].iteration == 0
    assert heard[-1].plan().cost <= costs[-1]


def test_a_stopped_search_gives_its_best_at_once_and_can_be_made_again() -> None:
    problem = city_day(200, 10)
    solve(problem, seed=1, iterations=1)
    began = time.perf_counter()
    asked = 0.0

    def stopped() -> bool:
        nonlocal asked
        if time.perf_counter() - began > 0.3 and not asked:
            asked = time.perf_counter()
        return bool(asked)

    plan = solve(problem, seed=1, iterations=10**7, stopped=stopped)
    assert time.perf_counter() - asked < 1.0
    assert plan.making.stopped_at is not None
    check_plan(problem, plan)
    again = solve(problem, seed=1, iterations=10**7, stop_at=plan.making.stopped_at)
    assert decisions(again) == decisions(plan)


@pytest.mark.parametrize("lock", [LockLevel.ALL, LockLevel.DEPARTED])
def test_closed_routes_stay_as_they_are(lock: LockLevel) -> None:
    problem = city_day(120, 6)
    first = solve(problem, seed=1, iterations=50).draft()
    kept = replace(first.routes[0], lock=lock)
    start = Draft((kept, *first.routes[1:]), first.unassigned)
    plan = solve(problem, seed=2, iterations=1500, start=start)
    check_plan(problem, plan)
    assert plan.draft().route(kept.vehicle) == kept
    assert plan.draft().routes[1:] != first.routes[1:]


def test_a_sequence_keeps_its_order_and_its_parcels() -> None:
    problem = city_day(120, 6)
    first = solve(problem, seed=1, iterations=50).draft()
    kept = DraftRoute(
        first.routes[0].vehicle, first.routes[0].visits[:8], LockLevel.SEQUENCE
    )
    plan = solve(problem, seed=2, iterations=1500, start=Draft((kept,)))
    check_plan(problem, plan)
    route = plan.draft().route(kept.vehicle)
    assert route.lock is LockLevel.SEQUENCE
    before = [drop.parcel for visit in kept.visits for drop in visit.drops]
    where = {
        drop.parcel: k for k, visit in enumerate(route.visits) for drop in visit.drops
    }
    order = [where[parcel] for parcel in before]
    assert order == sorted(order)
    assert len(where) > len(before)


def test_a_start_that_cannot_be_is_mended() -> None:
    problem = city_day(60, 4)
    plan = solve(problem, seed=1, iterations=50)
    visits = tuple(v for route in plan.draft().routes for v in route.visits)
    crowded = Draft((DraftRoute(problem.vehicles[-1].id, visits),))
    mended = solve(problem, seed=1, iterations=300, start=crowded)
    check_plan(problem, mended)


def test_a_warm_start_is_searched_on_from() -> None:
    problem = city_day(150, 8)
    good = solve(problem, seed=1, iterations=4000)
    on = solve(problem, seed=2, iterations=1, start=good.draft())
    assert on.cost <= good.cost

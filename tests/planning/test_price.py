import time
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.draft import Draft, Edit
from console.domain.ids import ParcelId
from console.domain.money import from_eur
from console.domain.plan import Plan
from console.domain.problem import Channel, Problem
from console.planning.arrays import tables
from console.planning.change import with_plan_before
from console.planning.engine import Search, solve
from console.planning.evaluate import evaluate
from console.planning.price import Prices
from tests.planning.days import city_day, small_day

SLOW = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow]
)
ASKS = 20


def searched(problem: Problem, seed: int, iterations: int) -> Plan:
    search = Search(tables(problem), seed=seed)
    search.first()
    search.lay_out(iterations)
    search.run_to(iterations)
    return search.plan()


def road(plan: Plan) -> tuple[int, int]:
    driven = [route for route in plan.routes if route.stops]
    return (
        sum(route.finish_s - route.departure_s for route in driven),
        sum(route.metres for route in driven),
    )


def told(problem: Problem, before: Plan, edit: Edit) -> tuple[int, int, int]:
    draft, _ = edit.apply(before.draft())
    after = evaluate(problem, draft)
    seconds, metres = road(after)
    old_s, old_m = road(before)
    return after.cost - before.cost, seconds - old_s, metres - old_m


@SLOW
@given(seed=st.integers(0, 100_000), parcels=st.integers(1, 14), held=st.booleans())
def test_doing_it_costs_what_was_told(seed: int, parcels: int, *, held: bool) -> None:
    problem = small_day(seed, parcels, 3, 3, capacity=6)
    if held:
        other = searched(problem, seed + 1, 5).draft()
        weights = replace(problem.weights, moved_stop=from_eur(2.5))
        problem = with_plan_before(replace(problem, weights=weights), other)
    plan = searched(problem, seed, 20)
    prices = Prices(tables(problem), plan.draft())
    for name in prices.known.parcels:
        first = prices.ways(name, most=6, each=3)
        for way in first:
            found = told(problem, plan, way.edit)
            assert found == (way.cost, way.seconds, way.metres)
        assert [way.cost for way in first] == sorted(way.cost for way in first)
        redirect = prices.redirect(name)
        if redirect is not None:
            assert redirect.drop.channel is Channel.LOCKER
            assert told(problem, plan, redirect.edit)[0] == redirect.cost
            assert reserved(problem, plan, redirect.edit)
        removal = prices.removal(name)
        if removal is not None:
            found = told(problem, plan, removal.edit)
            assert found == (removal.cost, removal.seconds, removal.metres)
        assert prices.ways(name, most=6, each=3) == first
        if first:
            cheapest = prices.ways(name, most=1)[0]
            assert (
                cheapest.cost == Prices(prices.known, plan.draft()).ways(name)[0].cost
            )


def reserved(problem: Problem, plan: Plan, edit: Edit) -> bool:
    """Whether the drop has a compartment class once the edit is done, its own first."""
    draft, _ = edit.apply(plan.draft())
    after = evaluate(problem, draft)
    (wanted,) = edit.drops  # type: ignore[attr-defined]
    (drop,) = (e.drop for e in after.assigned if e.drop.parcel == wanted.parcel)
    return drop.size_class is not None and wanted.size_class in {None, drop.size_class}


def test_a_redirect_reserves_a_class_that_is_free() -> None:
    problem = city_day(300, 10)
    plan = searched(problem, 1, 500)
    prices = Prices(tables(problem), plan.draft())
    named = 0
    for entry in plan.assigned:
        redirect = prices.redirect(entry.drop.parcel)
        if entry.drop.channel is Channel.DOOR and redirect is not None:
            assert reserved(problem, plan, redirect.edit)
            named += redirect.drop.size_class is not None
            site = redirect.drop.site
            assert prices.redirect(entry.drop.parcel, site) == redirect
    assert named


def test_a_draft_is_laid_out_once_for_many_questions() -> None:
    problem = city_day(400, 12)
    known = tables(problem)
    draft: Draft = solve(problem, seed=1, iterations=50).draft()
    names: list[ParcelId] = [d.parcel for d in problem.demands[:ASKS]]
    began = time.perf_counter()
    fresh = [Prices(known, draft).ways(name) for name in names]
    anew = time.perf_counter() - began
    prices = Prices(known, draft)
    began = time.perf_counter()
    assert [prices.ways(name) for name in names] == fresh
    assert time.perf_counter() - began < anew / 2

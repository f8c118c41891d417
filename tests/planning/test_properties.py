"""Whatever a day asks: nothing broken, every cost true, every run the same.

Plans are judged by the referee of tests.depot_days, which shares no code with the
planner.
"""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.plan import Plan
from console.domain.problem import Problem
from console.planning.arrays import Tables, tables
from console.planning.engine import Search
from console.planning.evaluate import evaluate
from console.planning.price import Prices
from tests.depot_days.checker import check
from tests.depot_days.files import fingerprint
from tests.depot_days.solution import solution_of
from tests.planning.odd_days import Ask, carried, odd_day

EXAMPLES = 40
"""Days a property is tried on; raise it to look longer."""
TRIED = settings(
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ASKED = sorted(carried(Ask))


@st.composite
def days(draw: st.DrawFn, most: int = 60, asked: Sequence[Ask] = ASKED) -> Problem:
    """Any day: a few parcels mostly, any mixture of wishes."""
    parcels = draw(st.integers(0, 12) | st.integers(0, most))
    asks = draw(st.sets(st.sampled_from(asked)))
    return odd_day(
        draw(st.integers(0, 10**6)),
        parcels,
        draw(st.integers(0, 5)),
        draw(st.integers(0, 5)),
        asks,
    )


def searched(known: Tables, seed: int, iterations: int) -> Search:
    search = Search(known, seed=seed)
    search.first()
    search.lay_out(iterations)
    search.run_to(iterations)
    return search


def judged(problem: Problem, plan: Plan) -> None:
    """The referee finds nothing broken, and the same sum line by line."""
    verdict = check(problem, solution_of(plan))
    assert verdict.violations == ()
    told = {str(line): cost for line, cost in plan.costs if cost}
    assert verdict.lines == told
    assert verdict.cost == plan.cost
    assert set(verdict.left) == {entry.parcel for entry in plan.unassigned}
    if not any(v.breaks or v.trips > 1 for v in problem.vehicles):
        by_rule = check(problem, solution_of(plan, times=False))
        assert by_rule.violations == ()
        assert by_rule.cost == plan.cost


@TRIED
@given(days(), st.integers(0, 9), st.integers(0, 150))
def test_no_day_is_broken_and_every_line_is_true(
    problem: Problem, seed: int, iterations: int
) -> None:
    search = searched(tables(problem), seed, iterations)
    plan = search.plan()
    assert plan.cost == search.cost
    judged(problem, plan)
    assert evaluate(problem, plan.draft()).cost == plan.cost


@TRIED
@given(days(30), st.integers(0, 9), st.lists(st.integers(0, 80), max_size=5))
def test_the_same_seed_makes_the_same_plan_however_it_is_cut(
    problem: Problem, seed: int, cuts: list[int]
) -> None:
    known = tables(problem)
    whole = searched(known, seed, 80).plan()
    search = Search(known, seed=seed)
    while not search.first(0.0):
        pass
    search.lay_out(80)
    for until in (*sorted(cuts), 80):
        search.run_to(until)
    plan = search.plan()
    assert (plan.draft(), plan.costs) == (whole.draft(), whole.costs)


@TRIED
@given(days(30), st.integers(0, 9), st.integers(0, 120))
def test_a_price_is_what_doing_it_costs(
    problem: Problem, seed: int, iterations: int
) -> None:
    known = tables(problem)
    plan = searched(known, seed, iterations).plan()
    for demand in known.demands[:2]:
        for way in Prices(known, plan.draft()).ways(demand.parcel):
            draft, _ = way.edit.apply(plan.draft())
            after = evaluate(problem, draft)
            assert after.cost - plan.cost == way.cost
            judged(problem, after)


@TRIED
@given(days(), st.integers(0, 9), st.integers(0, 200))
def test_whenever_it_is_stopped_the_plan_holds(
    problem: Problem, seed: int, stopped_at: int
) -> None:
    search = Search(tables(problem), seed=seed)
    search.first(0.0)
    judged(problem, search.plan())
    search.first()
    judged(problem, search.plan())
    search.lay_out(10_000)
    search.run_to(stopped_at)
    plan = search.plan()
    judged(problem, plan)
    assert plan.making.stopped_at == (stopped_at if search.iterations else None)


@pytest.mark.parametrize("ask", Ask)
def test_every_wish_is_felt(ask: Ask) -> None:
    """A day that asks it is another day: none of the properties looks away."""
    assert fingerprint(odd_day(3, 40, 5, 5, [ask])) != fingerprint(odd_day(3, 40, 5, 5))

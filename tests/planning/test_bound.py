"""No plan is cheaper than the bound, and the bound is not nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.planning.arrays import tables
from console.planning.bound import lower_bound
from console.planning.engine import solve
from tests.depot_days.generator import generate
from tests.planning.days import small_day
from tests.planning.odd_days import Ask, carried, odd_day
from tests.planning.oracle import best_cost
from tests.planning.test_properties import searched

ASKED = sorted(carried(Ask))


@pytest.mark.parametrize("seed", range(12))
def test_no_bound_above_the_best_plan(seed: int) -> None:
    problem = small_day(seed, parcels=3 + seed % 3, sites=seed % 4)
    bound = lower_bound(problem)
    assert bound is not None
    assert 0 < bound <= best_cost(problem)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10**6),
    st.integers(0, 25),
    st.integers(0, 5),
    st.sets(st.sampled_from(ASKED)),
)
def test_no_plan_below_the_bound_whatever_is_asked(
    seed: int, parcels: int, vehicles: int, asks: set[Ask]
) -> None:
    problem = odd_day(seed, parcels, 4, vehicles, asks)
    bound = lower_bound(problem)
    assert bound is not None
    assert bound <= searched(tables(problem), 1, 100).cost


def test_a_bound_worth_showing() -> None:
    problem = generate("two_centres", 150, 1)
    bound = lower_bound(problem)
    assert bound is not None
    assert bound > 0.6 * solve(problem, seed=1, iterations=3000).cost


def test_without_vehicles_everything_is_left() -> None:
    problem = replace(small_day(1), vehicles=())
    assert lower_bound(problem) == sum(d.unassigned for d in problem.demands)
    assert lower_bound(replace(problem, demands=())) == 0

"""The engine beside planners that try everything: equal to the cent.

Two of them, so that neither is believed alone: an enumeration of all choices and
orders, and one CP-SAT model of the whole day, which reaches further. The 500 days of
`tests.benchmarks.test_oracle` are these and more of the same.
"""

import pytest

from console.planning.engine import solve
from tests.planning.days import oracle_day, small_day
from tests.planning.exact import exact_cost
from tests.planning.limited import limited_day
from tests.planning.oracle import best_cost

DAYS = 60
ITERATIONS = 16_000


@pytest.mark.parametrize("seed", range(16))
def test_the_engine_finds_the_best_plan_of_a_small_day(seed: int) -> None:
    problem = small_day(seed, parcels=4 + seed % 3, sites=seed % 4)
    plan = solve(problem, seed=seed, iterations=4000)
    assert plan.cost == best_cost(problem)


@pytest.mark.parametrize("seed", range(40, 52))
def test_both_oracles_agree(seed: int) -> None:
    problem = small_day(seed, parcels=3 + seed % 3, sites=seed % 4)
    best = best_cost(problem)
    assert exact_cost(problem) == best
    assert exact_cost(problem, at_most=best - 1) is None


@pytest.mark.parametrize("first", range(0, DAYS, 10))
def test_the_engine_equals_the_model_of_the_whole_day(first: int) -> None:
    for number in range(first, first + 10):
        problem = oracle_day(number)
        plan = solve(problem, seed=number, iterations=ITERATIONS)
        assert exact_cost(problem, at_most=plan.cost) == plan.cost, number


@pytest.mark.parametrize("seed", range(16))
def test_limits_of_every_kind_are_kept_at_the_least_cost(seed: int) -> None:
    problem = limited_day(seed, parcels=4 + seed % 2, sites=seed % 3)
    plan = solve(problem, seed=seed, iterations=4000)
    assert plan.cost == best_cost(problem)

"""The engine beside a planner that tries everything: equal to the cent."""

import pytest

from console.planning.engine import solve
from tests.planning.days import small_day
from tests.planning.oracle import best_cost


@pytest.mark.parametrize("seed", range(16))
def test_the_engine_finds_the_best_plan_of_a_small_day(seed: int) -> None:
    problem = small_day(seed, parcels=4 + seed % 3, sites=seed % 4)
    plan = solve(problem, seed=seed, iterations=4000)
    assert plan.cost == best_cost(problem)


@pytest.mark.parametrize("seed", [101, 102])
def test_eight_parcels_three_sites_two_vehicles(seed: int) -> None:
    problem = small_day(seed, parcels=8, sites=3, capacity=3)
    plan = solve(problem, seed=1, iterations=8000)
    assert plan.cost == best_cost(problem)

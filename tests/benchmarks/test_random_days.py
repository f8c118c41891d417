"""10,000 random depot days: how many are overbooked, late, or counted wrongly."""

from collections import Counter

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from console.domain.problem import Problem
from console.planning.arrays import tables
from tests.depot_days.checker import check
from tests.depot_days.cities import Shape
from tests.depot_days.generator import generate
from tests.depot_days.solution import solution_of
from tests.planning.odd_days import Ask, carried, odd_day
from tests.planning.test_properties import searched

DAYS = 10_000


def _day(number: int, asked: list[Ask]) -> Problem:
    """Every fifth a day as depots have them, the others with any mixture of wishes."""
    rng = np.random.default_rng([7, number])
    parcels = int(rng.integers(1, 61)) if number % 4 == 0 else int(rng.integers(1, 16))
    if number % 5 == 0:
        shape = list(Shape)[int(rng.integers(len(Shape)))]
        return generate(shape, parcels, number, sites=int(rng.integers(0, 6)))
    asks = [ask for ask in asked if rng.random() < 0.3]
    sites, vehicles = (int(n) for n in rng.integers(0, 6, 2))
    return odd_day(number, parcels, sites, vehicles, asks)


@pytest.mark.benchmark
def test_10_000_random_days(benchmark: BenchmarkFixture) -> None:
    asked = sorted(carried(Ask))

    def judge() -> Counter[str]:
        wrong: Counter[str] = Counter()
        for number in range(DAYS):
            problem = _day(number, asked)
            search = searched(tables(problem), number, 60)
            plan = search.plan()
            verdict = check(problem, solution_of(plan))
            wrong.update(str(entry.what) for entry in verdict.violations)
            wrong["cost"] += verdict.cost != plan.cost or plan.cost != search.cost
            if verdict.violations or verdict.cost != plan.cost:
                print(f"day {number}: {verdict.violations[:3]}")  # noqa: T201
        return +wrong

    wrong = benchmark.pedantic(judge, rounds=1)
    wishes = ", ".join(asked)
    print(f"\n{DAYS} days asking {wishes}: {dict(wrong) or 'nothing wrong'}")  # noqa: T201
    assert not wrong

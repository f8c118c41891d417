"""How many iterations the engine needs on days whose best plan is proven."""

from collections import Counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from console.domain.problem import Problem
from console.planning.engine import solve
from tests.planning.days import oracle_day
from tests.planning.exact import exact_cost

DAYS = 500
LENGTHS = (1000, 4000, 16_000, 64_000)


def _needed(problem: Problem, number: int) -> int | None:
    """The first length whose search ends with the best plan; None for none of them."""
    best: int | None = None
    for iterations in LENGTHS:
        cost = solve(problem, seed=number, iterations=iterations).cost
        if best is None or cost < best:
            best = exact_cost(problem, at_most=cost)
        if cost == best:
            return iterations
    return None


@pytest.mark.benchmark
def test_500_proven_days(benchmark: BenchmarkFixture) -> None:
    days = [oracle_day(number) for number in range(DAYS)]
    needed = benchmark.pedantic(
        lambda: [_needed(day, number) for number, day in enumerate(days)], rounds=1
    )
    counts = Counter(needed)
    told = ", ".join(f"{counts[n]} with {n}" for n in LENGTHS if counts[n])
    missed = [number for number, n in enumerate(needed) if n is None]
    print(f"\n{DAYS} days: {told} iterations; missed {missed}")  # noqa: T201
    assert not missed

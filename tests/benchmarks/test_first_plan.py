"""How soon the first complete plan of a day stands, and how that grows with the day."""

import time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from console.domain.problem import Problem
from console.planning.arrays import tables
from console.planning.engine import Search, solve
from tests.planning.days import city_day


def first_plan(problem: Problem) -> Search:
    search = Search(tables(problem), seed=1)
    search.first()
    return search


@pytest.mark.benchmark
@pytest.mark.parametrize(("parcels", "sites"), [(1000, 20), (5000, 60)])
def test_first_plan(benchmark: BenchmarkFixture, parcels: int, sites: int) -> None:
    small, problem = city_day(250, 20), city_day(parcels, sites)
    solve(small, seed=1, iterations=10)
    began = time.perf_counter()
    first_plan(small)
    quarter = time.perf_counter() - began
    search = benchmark.pedantic(first_plan, args=(problem,), rounds=3)
    plan = search.plan()
    growth = benchmark.stats["min"] / quarter
    print(  # noqa: T201
        f"\nfirst plan of {parcels} parcels: {benchmark.stats['min']:.3f} s,"
        f" {growth:.1f} times that of 250, left {len(plan.unassigned)}"
    )
    assert plan.cost == search.cost

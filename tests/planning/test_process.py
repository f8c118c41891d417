import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

from console.domain.draft import Draft, DraftRoute
from console.domain.ids import ParcelId, VehicleId
from console.planning import messages as m
from console.planning.engine import solve
from console.planning.process import serve
from tests.planning.checking import check_plan
from tests.planning.days import city_day

PATIENCE_S = 240


@pytest.fixture
def planner(pytestconfig: pytest.Config) -> Iterator[Connection]:
    """A spawned planner that is ready."""
    assert pytestconfig.cache is not None
    root = pytestconfig.cache.mkdir("kernels")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, str(root)))
    process.start()
    theirs.close()
    steps = []
    while not isinstance(answer := hear(ours), m.Ready):
        assert isinstance(answer, m.Warming)
        steps.append(answer.done)
    assert steps == sorted(steps)
    yield ours
    ours.send(m.Close())
    process.join(20)
    assert process.exitcode == 0
    process.close()
    ours.close()


def hear(connection: Connection) -> m.Answer:
    assert connection.poll(PATIENCE_S)
    answer: m.Answer = connection.recv()
    return answer


def until_found(
    connection: Connection, number: str
) -> tuple[list[m.Improved], m.Found]:
    improved = []
    while not isinstance(answer := hear(connection), m.Found):
        assert isinstance(answer, m.Improved)
        assert answer.id == number
        improved.append(answer)
    assert answer.id == number
    return improved, answer


def test_a_whole_conversation(planner: Connection, tmp_path: Path) -> None:
    problem = city_day(150, 8)
    files = {}
    for mode, travel in problem.travel.items():
        names = [str(tmp_path / f"{mode}-{part}.npy") for part in ("s", "m")]
        np.save(names[0], travel.seconds)
        np.save(names[1], travel.metres)
        files[mode] = m.MatrixFiles(*names)

    planner.send(m.Evaluate("early", Draft(())))
    early = hear(planner)
    assert isinstance(early, m.Failed)
    assert (early.id, early.kind) == ("early", "PlanningError")

    planner.send(m.Load("load", replace(problem, travel={}), files))
    assert hear(planner) == m.Loaded("load")

    planner.send(m.Search("short", seed=3, iterations=400))
    improved, found = until_found(planner, "short")
    assert improved[0].iteration == 0
    check_plan(problem, found.plan)
    here = solve(problem, seed=3, iterations=400)
    assert found.plan.draft() == here.draft()

    planner.send(m.Evaluate("same", found.plan.draft()))
    same = hear(planner)
    assert isinstance(same, m.Evaluated)
    assert same.plan.cost == found.plan.cost

    broken = Draft((DraftRoute(VehicleId("nobody"), ()),))
    planner.send(m.Search("broken", start=broken, iterations=5))
    failed = hear(planner)
    assert isinstance(failed, m.Failed)
    assert (failed.id, failed.code) == ("broken", "unknown_vehicle")

    planner.send(m.Search("long", seed=3, iterations=10**9))
    first = hear(planner)
    assert isinstance(first, m.Improved)
    # Prices and drags are answered while the search runs.
    planner.send(m.Price("price", found.plan.draft(), ParcelId("p3")))
    while isinstance(answer := hear(planner), m.Improved):
        pass
    assert isinstance(answer, m.Priced)
    assert answer.alternatives
    planner.send(m.Search("next", iterations=10))
    planner.send(m.Stop("long"))
    began = time.perf_counter()
    until_found(planner, "long")
    assert time.perf_counter() - began < 5
    until_found(planner, "next")
    planner.send(m.Stop("long"))
    planner.send(m.Search("last", budget_s=0.3))
    _, last = until_found(planner, "last")
    assert last.plan.making.iterations > 0

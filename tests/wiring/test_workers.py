"""Processes that are killed: their askers are told, and they come back as they were."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from pickle import PicklingError

import pytest

from console.interchange.depot_file import read_depot
from console.interchange.manifest import read_manifest
from console.planning.messages import Improved
from console.services.drafting.planner import Effort
from console.wiring.house import House, Where
from console.wiring.worker import Worker, WorkerGone
from tests.flows.live import morning
from tests.running import opened

DEPOT = Path(__file__).parents[2] / "resources" / "demo" / "depot.toml"
EFFORT = Effort(seed=1, budget_s=None, iterations=50)
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")


@asynccontextmanager
async def planned(where: Where, parcels: int = 30) -> AsyncIterator[House]:
    """A house whose day has a plan."""
    async with opened(where) as house:
        model = read_depot(DEPOT.read_bytes(), file="depot.toml")
        await house.adopt(model, house.origin())
        open_day = await house.depots.today(model.depot)
        rows = read_manifest(
            morning(parcels),
            file="manifest.csv",
            day=open_day.date,
            classes=model.size_classes,
            sites=model.sites,
        )
        await house.intake.take(rows, open_day, house.origin())
        await house.plans.build(open_day, EFFORT, house.origin())
        yield house


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


async def test_a_killed_planner_comes_back_with_its_problem(where: Where) -> None:
    async with planned(where) as house:
        standing = house.plans.standing
        assert standing is not None
        assert standing.plan is not None
        draft, open_day = standing.plan.draft(), standing.open_day
        first = house.planner.pid
        kill(first)
        while house.planner.pid == first:  # noqa: ASYNC110 - its end is awaited
            await asyncio.sleep(0.02)
        again = await house.planner.evaluate(draft)
        assert (again.cost, again.draft()) == (standing.plan.cost, draft)

        improved: list[Improved] = []
        second = house.planner.pid
        search = asyncio.create_task(
            house.plans.build(
                open_day,
                Effort(seed=2, budget_s=60.0),
                house.origin(),
                improved.append,
            )
        )
        while house.plans._searching is None:  # noqa: ASYNC110 - a search is awaited
            await asyncio.sleep(0.02)
        kill(second)
        with pytest.raises(WorkerGone):
            await search
        built = await house.plans.build(open_day, EFFORT, house.origin())
        assert built.plan is not None
        assert len(built.plan.assigned) + len(built.plan.unassigned) == 30
        assert house.planner.pid not in {first, second}


async def test_a_killed_region_comes_back(where: Where) -> None:
    async with planned(where, 10) as house:
        standing = house.plans.standing
        assert standing is not None
        first = house.region._worker.pid
        kill(first)
        while house.region._worker.pid == first:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)
        built = await house.plans.build(standing.open_day, EFFORT, house.origin())
        assert built.plan is not None


def obey(connection, what: str) -> None:
    """A process of a test: says so, and then reads nothing, or is gone."""
    connection.send("here")
    if what == "deaf":
        signal.pause()
    if what == "obedient":
        connection.recv()


async def started(what: str, told: list[object], gone: list[bool]) -> Worker:
    worker = Worker(
        f"test-{what}",
        obey,
        (what,),
        on_note=told.append,
        on_gone=lambda: gone.append(True),
    )
    while not told:  # noqa: ASYNC110 - its first word is awaited
        await asyncio.sleep(0.01)
    return worker


async def test_a_process_that_does_not_read_holds_nobody_up() -> None:
    told: list[object] = []
    gone: list[bool] = []
    worker = await started("deaf", told, gone)
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(4):
        worker.send(b"x" * (1 << 22))
    assert loop.time() - began < 1.0
    assert not await worker.stop("close", 0.2)
    assert gone == []


@dataclass(frozen=True)
class Unsayable:
    """A request that no pickle holds."""

    id: str = "1"
    deed: object = lambda: None


def deep() -> object:
    """A value that pickling comes to no end of."""
    found: object = ()
    for _ in range(100_000):
        found = (found,)
    return found


async def test_what_cannot_be_pickled_is_told_to_its_asker_alone() -> None:
    told: list[object] = []
    worker = await started("obedient", told, [])
    async with asyncio.timeout(20):
        with pytest.raises((PicklingError, AttributeError)):
            await worker.ask(Unsayable())
        with pytest.raises(RecursionError):
            await worker.ask(Unsayable(deed=deep()))
    assert await worker.stop("close", 5.0)


async def test_a_process_that_obeys_ends_well() -> None:
    told: list[object] = []
    worker = await started("obedient", told, [])
    assert await worker.stop("close", 5.0)


async def test_a_process_that_is_gone_is_told_once() -> None:
    told: list[object] = []
    gone: list[bool] = []
    worker = await started("brief", told, gone)
    while not gone:  # noqa: ASYNC110 - its end is awaited
        await asyncio.sleep(0.01)
    with pytest.raises(WorkerGone):
        worker.send("anybody?")
    assert await worker.stop("close", 1.0)
    assert gone == [True]

"""Services on a real store; region and planner are the real processes, shared.

Processes take seconds to start and hold nothing that a test could see of another: the
planner is given a problem by whoever asks, the region never changes.
"""

import asyncio
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from console.cli.places import demo_file
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.ids import ActorId, IdempotencyKey, StationId
from console.domain.origin import Origin
from console.interchange.depot_file import read_depot
from console.interchange.manifest import Manifest, read_manifest
from console.services.changing.changes import Changes
from console.services.depots import Depots
from console.services.dispatch import Dispatch
from console.services.drafting.bench import Bench
from console.services.drafting.planner import Effort
from console.services.drafting.plans import Plans
from console.services.intake import Intake, IntakeReport
from console.services.overview import Days
from console.storage.store import Store
from console.wiring.planner import PlannerProcess
from console.wiring.region import RegionProcess
from tests.flows.live import morning
from tests.running import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]
DAY = date(2026, 11, 20)
EFFORT = Effort(seed=1, budget_s=None, iterations=60)


class StandingClock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 20, 4, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **much: float) -> None:
        self.at += timedelta(**much)


@dataclass(frozen=True)
class Workers:
    runner: asyncio.Runner
    region: RegionProcess
    planner: PlannerProcess


@dataclass
class Room:
    """Services over one store; `again` is a restart on the same data."""

    folder: Path
    workers: Workers
    clock: StandingClock = field(default_factory=StandingClock)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.store = Store.open(self.folder / "lockyard.db", self.clock)
        self.depots = Depots(self.store, self.clock)
        self.intake = Intake(self.store, self.clock, self.workers.region)
        self.dispatch = Dispatch(self.store, self.clock)
        self.days = Days(self.store, self.clock)
        bench = Bench(
            self.store,
            self.clock,
            self.workers.planner,
            self.workers.region,
            lambda: str(self.folder / f"ground-{next(self.numbers)}"),
        )
        self.plans = Plans(bench)
        self.changes = Changes(self.store, self.clock, self.plans)

    def again(self) -> None:
        assert self.store.close()
        self.open()

    def origin(self, key: str = "") -> Origin:
        name = key or f"own/{next(self.numbers)}"
        return Origin(ActorId("ann"), StationId("desk"), IdempotencyKey(name))

    async def day(self) -> OpenDay:
        self.model: DepotModel = read_depot(demo_file("depot.toml"), file="depot.toml")
        await self.depots.adopt(self.model, self.origin("adopt"))
        return await self.depots.open_day(self.model.depot, DAY)

    def rows(self, data: bytes, open_day: OpenDay) -> Manifest:
        return read_manifest(
            data,
            file="manifest.csv",
            day=open_day.date,
            classes=self.model.size_classes,
            sites=self.model.sites,
        )

    async def take(self, data: bytes, open_day: OpenDay, key: str = "") -> IntakeReport:
        rows = self.rows(data, open_day)
        return await self.intake.take(rows, open_day, self.origin(key))

    async def planned(self, parcels: int = 25) -> OpenDay:
        open_day = await self.day()
        await self.take(morning(parcels), open_day)
        await self.plans.build(open_day, EFFORT, self.origin())
        return open_day


@pytest.fixture(scope="session")
def workers(region: Path, kernels: Path) -> Iterator[Workers]:
    with asyncio.Runner() as runner:

        async def start() -> Workers:
            loop = asyncio.get_running_loop()
            region_process = RegionProcess(region, kernels, lambda: None)
            ready = loop.create_future()
            planner = PlannerProcess(kernels, on_ready=lambda: ready.set_result(None))
            await region_process.opened()
            await ready
            return Workers(runner, region_process, planner)

        async def stop() -> None:
            threads = ThreadPoolExecutor()
            asyncio.get_running_loop().set_default_executor(threads)
            assert await running.region.stop()
            assert await running.planner.stop()

        running = runner.run(start())
        yield running
        runner.run(stop())


@pytest.fixture
def runner(workers: Workers) -> Iterator[asyncio.Runner]:
    """The loop that the shared processes answer on; its threads end with the test."""
    with ThreadPoolExecutor() as threads:
        workers.runner.get_loop().set_default_executor(threads)
        yield workers.runner


@pytest.fixture
def room(tmp_path: Path, workers: Workers, runner: asyncio.Runner) -> Iterator[Room]:
    del runner
    made = Room(tmp_path, workers)
    yield made
    assert made.store.close()

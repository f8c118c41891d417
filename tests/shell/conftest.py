"""A real house on throw-away data, a real window, and coroutines as tests.

A test that is a coroutine runs on Qt's own loop, as the desk does; what goes wrong in a
slot or a task of it fails the test.
"""

import asyncio
import inspect
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from console.app import live_desk, on_loop
from console.domain.clock import SystemClock
from console.domain.day import OpenDay
from console.domain.ids import StationId
from console.interchange.depot_file import read_depot
from console.services.drafting.planner import Effort
from console.shell.desk import Desk
from console.viewmodels.status import SolverState
from console.wiring.house import House, Where
from hardware.simulator.doors import Habits

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources" / "demo"
PARCELS = 60
EFFORT = Effort(seed=1, budget_s=None, iterations=300)
LIMIT_S = 150.0
"""Kernels may have to be compiled first."""


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs a coroutine function on Qt's loop."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    given = {name: pyfuncitem.funcargs[name] for name in names}
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)

    async def run() -> None:
        faults: list[dict[str, object]] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: faults.append(context))
        async with asyncio.timeout(LIMIT_S):
            await pyfuncitem.obj(**given)
        assert not faults

    on_loop(app, run())
    return True


@pytest.fixture
def where(tmp_path: Path, region: Path, kernels: Path) -> Where:
    """A house of its own, with cabinets whose doors somebody shuts again."""
    habits = Habits(shut_after_ms=1200)
    return Where(
        tmp_path / "data",
        region,
        kernels,
        StationId("test"),
        simulate=habits,
        pickup_codes_in_file=True,
    )


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """The first rows of the demo's manifest."""
    lines = (DEMO / "manifest.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "morning.csv"
    path.write_text("\n".join(lines[: PARCELS + 1]) + "\n", encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Room:
    """An open house with its desk on the demo depot."""

    house: House
    desk: Desk
    open_day: OpenDay

    async def until(self, true: Callable[[], object], limit_s: float = 30.0) -> None:
        """Waits until something is so, and the panes show it."""
        async with asyncio.timeout(limit_s):
            while not true():  # noqa: ASYNC110 - anything may be waited for
                await asyncio.sleep(0.02)
        await self.desk.looking.settled()

    async def idle(self) -> None:
        """Waits until no errand is under way, and the panes show its end."""
        await self.until(lambda: not self.desk.errands.running)


@asynccontextmanager
async def opened(where: Where, *, adopt: bool = True) -> AsyncIterator[Room]:
    """Opens house and window, and closes both."""
    house = await House.open(where, SystemClock())
    try:
        if adopt:
            data = (DEMO / "depot.toml").read_bytes()
            await house.adopt(read_depot(data, file="depot.toml"), house.origin())
        (depot,) = await house.depots.known()
        open_day = await house.depots.today(depot)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        async with live_desk(
            house, app, open_day, theme="light", effort=EFFORT, tile_processes=1
        ) as desk:
            desk.planner_is(SolverState.READY)
            desk.window.resize(1366, 768)
            desk.window.show()
            await desk.looking.settled()
            await desk.taken_up()
            yield Room(house, desk, open_day)
    finally:
        await house.close()

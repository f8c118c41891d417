"""Coroutines as tests, on plain asyncio; and a house to run them in.

A `conftest.py` that imports `pytest_pyfunc_call` from here runs the coroutine functions
of its folder. What goes wrong in a task or callback of the loop fails the test.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.clock import SystemClock
from console.domain.ids import StationId
from console.wiring.house import House, Where
from hardware.simulator.doors import Habits

LIMIT_S = 150.0
"""Kernels may have to be compiled first."""


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs a coroutine function; leaves the others to pytest."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    given = {name: pyfuncitem.funcargs[name] for name in names}
    faults: list[dict[str, object]] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: faults.append(context))
        async with asyncio.timeout(LIMIT_S):
            await pyfuncitem.obj(**given)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert left == set()

    runner = pyfuncitem.funcargs.get("runner")
    if runner is None:
        asyncio.run(run())
    else:
        runner.run(run())
    assert faults == []
    return True


@pytest.fixture
def where(tmp_path: Path, region: Path, kernels: Path) -> Where:
    """A house of its own that opens no port."""
    return Where(
        tmp_path / "data",
        region,
        kernels,
        StationId("test"),
        wired=False,
        pickup_codes_in_file=True,
    )


def simulated(where: Where, habits: Habits) -> Where:
    """The same house with simulated cabinets."""
    return replace(where, simulate=habits)


@asynccontextmanager
async def opened(where: Where) -> AsyncIterator[House]:
    """An open house, closed at the end."""
    house = await House.open(where, SystemClock())
    try:
        yield house
    finally:
        await house.close()

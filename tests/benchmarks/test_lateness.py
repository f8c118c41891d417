"""How late the desk's loop is while planning, beside a loop that does nothing.

pytest tests/benchmarks/test_lateness.py --benchmark-only -s

The loop of the real window beats every few milliseconds while a demo day is planned,
edited, compared with all doors and published; so does a loop in a process of its own
that has nothing else to do, and what the machine keeps from the one it keeps from the
other. Beside the worst lateness stands what the desk's own thread worked in that time:
where that is less, somebody else had the processor.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from console.app import on_loop
from console.services.drafting.planner import Effort
from console.wiring.house import Where
from tests.shell.conftest import DEMO, Room, opened, where

__all__ = ["where"]
pytestmark = [pytest.mark.benchmark, pytest.mark.gui]
SECONDS = 5.0
"""How long the plan is searched."""
BEAT_S = 0.005
IDLE = f"""
import asyncio, time
async def main():
    while True:
        begin = time.monotonic()
        await asyncio.sleep({BEAT_S})
        late = time.monotonic() - begin - {BEAT_S}
        if late > 0.001:
            print(begin, late, flush=True)
asyncio.run(main())
"""


@dataclass
class Beats:
    """Beats of a loop: when each began, how late it was, what its thread worked."""

    seen: list[tuple[float, float, float]] = field(default_factory=list)

    async def listen(self) -> None:
        while True:
            begin, worked = time.monotonic(), time.thread_time()
            await asyncio.sleep(BEAT_S)
            late = time.monotonic() - begin - BEAT_S
            self.seen.append((begin, late, time.thread_time() - worked))

    def worst(self, since: float) -> tuple[float, float]:
        """The worst lateness and what was worked then, in ms."""
        late, worked = max(
            ((late, worked) for at, late, worked in self.seen if at >= since),
            default=(0.0, 0.0),
        )
        return late * 1000, worked * 1000


class Idle:
    """A loop that does nothing, in a process of its own."""

    def __init__(self, told: Path) -> None:
        self._told = told
        with told.open("w") as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own words above
                [sys.executable, "-c", IDLE], stdout=out
            )

    def worst(self, since: float) -> float:
        """The worst lateness in ms."""
        lines = [line.split() for line in self._told.read_text().splitlines()]
        late = (float(one[1]) for one in lines if len(one) == 2)
        begins = (float(one[0]) for one in lines if len(one) == 2)
        found = (b for a, b in zip(begins, late, strict=True) if a >= since)
        return max(found, default=0.0) * 1000

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@asynccontextmanager
async def listened() -> AsyncIterator[Beats]:
    beats = Beats()
    task = asyncio.create_task(beats.listen())
    yield beats
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def test_the_loop_while_planning(
    benchmark: BenchmarkFixture, qapp: QApplication, where: Where, tmp_path: Path
) -> None:
    idle = Idle(tmp_path / "idle.txt")

    async def day() -> None:
        async with opened(where) as room, listened() as beats:
            await room.desk.importing.take_files([DEMO / "manifest.csv"])
            await room.idle()
            if room.desk.window.page is not None:
                room.desk.window.page.close_page()
            room.desk.effort = Effort(seed=1, budget_s=SECONDS)
            await measured(room, beats, idle)

    qapp.setQuitOnLastWindowClosed(False)
    try:
        benchmark.pedantic(lambda: on_loop(qapp, day()), rounds=1)
    finally:
        idle.stop()


async def measured(room: Room, beats: Beats, idle: Idle) -> None:
    """Prints a line for each part of the day."""
    desk = room.desk

    async def of(name: str, wish: Callable[[], object]) -> None:
        since = time.monotonic()
        wish()
        await room.idle()
        late, worked = beats.worst(since)
        print(  # noqa: T201
            f"\n{name:24} desk {late:5.0f} ms late (worked {worked:4.0f} ms),"
            f" idle loop {idle.worst(since):4.0f} ms",
            end="",
        )

    await of("a plan is searched", desk.wishes.build)
    plan = desk.planning.working.plan
    assert plan is not None
    longest = max(plan.routes, key=lambda route: len(route.stops))
    names = tuple(str(drop.parcel) for drop in longest.stops[-1].drops)
    await of("a stop is moved", lambda: desk.wishes.move(names, longest.vehicle, 0))
    await of("taken back", desk.wishes.undo)
    await of("the analysis", desk.analysing.show)
    await of("all to doors", lambda: desk.analysing.compare(("all-door",)))
    page = desk.window.page
    assert page is not None
    page.close_page()
    await of("published", desk.wishes.publish)
    assert "published" in desk.said

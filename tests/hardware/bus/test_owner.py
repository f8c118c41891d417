"""Into the owning loop from anywhere, and out of it again."""

import asyncio
import threading
import time

import pytest

from hardware.bus.owner import Owner, OwnerThread
from hardware.errors import CabinetStopped

LOOP_FACTORY = asyncio.new_event_loop


async def where() -> str:
    return threading.current_thread().name


async def test_work_is_done_in_the_thread_that_owns() -> None:
    owner = OwnerThread("owns").start()
    try:
        assert await owner.call(where) == "owns"
    finally:
        assert owner.stop()


async def test_an_owner_of_this_loop_works_here() -> None:
    owner = Owner(asyncio.get_running_loop())
    assert await owner.call(where) == threading.current_thread().name


@pytest.mark.parametrize("threaded", [True, False])
async def test_cancelling_stops_the_waiting_and_not_the_work(threaded: bool) -> None:
    done = threading.Event()

    async def work() -> None:
        await asyncio.sleep(0.05)
        done.set()

    thread = OwnerThread("owns").start()
    owner = thread if threaded else Owner(asyncio.get_running_loop())
    try:
        waiting = asyncio.ensure_future(owner.call(work))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await asyncio.to_thread(done.wait, 2)
    finally:
        assert thread.stop()


async def test_errors_come_back_to_the_caller() -> None:
    async def work() -> None:
        raise ValueError("from over there")

    owner = OwnerThread("owns").start()
    try:
        with pytest.raises(ValueError, match="from over there"):
            await owner.call(work)
    finally:
        assert owner.stop()


async def test_a_stopped_owner_says_so() -> None:
    owner = OwnerThread("owns").start()
    assert owner.stop()
    with pytest.raises(CabinetStopped):
        await owner.call(where)
    assert owner.stop()


async def test_stopping_ends_what_still_runs() -> None:
    owner = OwnerThread("owns").start()
    waiting = asyncio.ensure_future(owner.call(lambda: asyncio.sleep(60)))
    await asyncio.sleep(0.05)
    start_s = time.monotonic()
    assert owner.stop()
    assert time.monotonic() - start_s < 2
    with pytest.raises(CabinetStopped):
        await waiting

"""The loop that owns ports, and the one way into it from anywhere else.

Bus deadlines are tens of milliseconds. On a loop that also draws a window, a stall of
300 ms makes every answer look late; on a thread with a loop of its own none does. So a
bus lives on an `Owner`, and callers on other loops come in through `Owner.call`.
One owner may serve many quiet buses; a real serial line should have one to itself.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from hardware.errors import CabinetStopped

type LoopFactory = Callable[[], asyncio.AbstractEventLoop]


class Owner:
    """A loop that is already running, as the owner of buses (tests, command line)."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop: asyncio.AbstractEventLoop | None = loop

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The owning loop, or CabinetStopped."""
        if self._loop is None or self._loop.is_closed():
            raise CabinetStopped("the thread that owns the bus does not run")
        return self._loop

    async def call[T](self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run work on the owning loop and await it on the caller's.

        Cancelling this await leaves the work running to its end. When the owner ends
        first, that is CabinetStopped here, and not a cancellation of the caller.
        """
        loop = self.loop
        if loop is asyncio.get_running_loop():
            return await asyncio.shield(loop.create_task(work()))
        there = asyncio.run_coroutine_threadsafe(work(), loop)
        try:
            return await asyncio.shield(asyncio.wrap_future(there))
        except asyncio.CancelledError:
            if there.cancelled():
                raise CabinetStopped("the thread that owns the bus ended") from None
            raise


class OwnerThread(Owner):
    """A thread with an asyncio loop of its own, from `start` to `stop`."""

    def __init__(self, name: str, loop_factory: LoopFactory | None = None) -> None:
        self._loop = None
        self._factory = loop_factory
        self._ready = threading.Event()
        self._end: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> "OwnerThread":
        """Start the thread and wait until its loop runs."""
        self._thread.start()
        self._ready.wait()
        return self

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End the loop, whatever runs on it, and say whether the thread is gone.

        Stop the cabinets and buses first; this is for after. Blocks at most
        `timeout_s`. Never call it from the thread itself.
        """
        loop, end = self._loop, self._end
        if loop is not None and end is not None and not loop.is_closed():
            loop.call_soon_threadsafe(end.set)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=self._factory) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        self._end = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await self._end.wait()
        self._loop = None

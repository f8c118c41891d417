"""A process of our own at the other end of a connection: asked by id, answered once.

A thread reads its answers and hands them to the loop that started it. An answer whose
asker stopped waiting is dropped here; what it did stays done. When the process is gone,
everything asked of it fails with `WorkerGone` and `on_gone` is called: whoever owns it
starts another.

The process is spawned, never forked: threads and Qt do not survive a fork.
"""

import asyncio
import itertools
import logging
import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

log = logging.getLogger(__name__)


class WorkerGone(Exception):
    """The process ended before it answered; asking again starts it anew."""


class Answered(Protocol):
    """An answer to one request."""

    @property
    def id(self) -> str:
        """The request's id."""


class Worker:
    """One process. Make it on the loop that will ask it."""

    def __init__(
        self,
        name: str,
        target: Callable[..., None],
        arguments: tuple[object, ...],
        *,
        on_note: Callable[[Any], None],
        on_gone: Callable[[], None],
        passing: tuple[type, ...] = (),
    ) -> None:
        """Start the process. `target` is called with a connection and `arguments`.

        `on_note` gets what answers no open request, and what is `passing`: told on the
        way to the answer. Both callbacks run on this loop.
        """
        self._loop = asyncio.get_running_loop()
        self._on_note = on_note
        self._on_gone = on_gone
        self._passing = passing
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._sending = threading.Lock()
        self._ending = False
        context = multiprocessing.get_context("spawn")
        self._connection, far = context.Pipe()
        self._process = context.Process(
            target=target, args=(far, *arguments), name=name, daemon=True
        )
        self._process.start()
        far.close()
        self._reader = threading.Thread(
            target=self._read, args=(self._connection,), name=f"{name}-answers"
        )
        self._reader.start()

    @property
    def pid(self) -> int | None:
        """The process's number, for people and tests."""
        return self._process.pid

    def next_id(self) -> str:
        """An id that no request of this process has had."""
        return str(next(self._numbers))

    async def ask(self, request: Answered) -> Any:  # noqa: ANN401 - checked by the asker
        """Send a request and wait for its answer. Raises WorkerGone.

        Cancelling stops the waiting; the request is carried out all the same.
        """
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting[request.id] = future
        try:
            self.send(request)
            return await future
        finally:
            self._waiting.pop(request.id, None)

    def send(self, request: object) -> None:
        """Send a request that has no answer of its own. Raises WorkerGone."""
        try:
            with self._sending:
                self._connection.send(request)
        except (OSError, ValueError) as error:
            raise WorkerGone(str(error)) from error

    async def stop(self, close: object, deadline_s: float) -> bool:
        """Ask it to end, and end it at the deadline; False if that was needed."""
        self._ending = True
        with suppress(WorkerGone):
            self.send(close)
        await asyncio.to_thread(self._process.join, deadline_s)
        well = self._process.exitcode is not None
        if not well:
            log.warning("%s did not end by itself", self._process.name)
            self._process.kill()
            await asyncio.to_thread(self._process.join)
        await asyncio.to_thread(self._reader.join)
        self._process.close()
        return well

    def _read(self, connection: Connection) -> None:
        while True:
            try:
                answer = connection.recv()
            except (EOFError, OSError):
                break
            self._hand_over(self._take, answer)
        connection.close()
        self._hand_over(self._lost)

    def _hand_over(self, call: Callable[..., None], *arguments: object) -> None:
        # A loop that is gone has nobody left to tell.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call, *arguments)

    def _take(self, answer: object) -> None:
        future = self._waiting.get(getattr(answer, "id", ""))
        if future is None or isinstance(answer, self._passing):
            self._on_note(answer)
        elif not future.done():
            future.set_result(answer)

    def _lost(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(WorkerGone(self._process.name))
        if not self._ending:
            self._on_gone()

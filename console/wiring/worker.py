"""A process of our own at the other end of a connection: asked by id, answered once.

One thread pickles and writes what is asked, so that neither a whole day to be loaded
nor a process which is busy and does not read holds up the loop; another reads its
answers and hands them to the loop that started it. What is asked is a frozen value.
An answer whose asker stopped waiting is dropped here; what it did stays done. When the
process is gone, everything asked of it fails with `WorkerGone` and `on_gone` is called:
whoever owns it starts another.

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
from multiprocessing.reduction import ForkingPickler
from pickle import PicklingError
from queue import SimpleQueue
from typing import Any, Protocol

log = logging.getLogger(__name__)

UNSAYABLE = (PicklingError, TypeError, AttributeError, ValueError, RuntimeError)
"""How pickling fails; the last also where something nests too deep or changes on the
way. Any of them at large would end the thread that writes, and whoever asks waits on.
"""


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
        self._outgoing: SimpleQueue[object | None] = SimpleQueue()
        self._ending = False
        self._gone = False
        context = multiprocessing.get_context("spawn")
        self._connection, far = context.Pipe()
        self._process = context.Process(
            target=target, args=(far, *arguments), name=name, daemon=True
        )
        self._process.start()
        self._process_name = name
        far.close()
        self._reader = threading.Thread(
            target=self._read, args=(self._connection,), name=f"{name}-answers"
        )
        self._writer = threading.Thread(
            target=self._write, args=(self._connection,), name=f"{name}-requests"
        )
        self.pid = self._process.pid
        self._reader.start()
        self._writer.start()

    def next_id(self) -> str:
        """An id that no request of this process, or of one before it, has had."""
        return f"{self.pid}.{next(self._numbers)}"

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
        if self._gone:
            raise WorkerGone(self._process_name)
        self._outgoing.put(request)

    async def stop(self, close: object, deadline_s: float) -> bool:
        """Ask it to end, and end it at the deadline; False if that was needed."""
        self._ending = True
        with suppress(WorkerGone):
            self.send(close)
        await asyncio.to_thread(self._reader.join, deadline_s)
        well = not self._reader.is_alive()
        if not well:
            log.warning("%s did not end by itself", self._process_name)
            self._process.kill()
            await asyncio.to_thread(self._reader.join)
        await asyncio.to_thread(self._writer.join)
        self._process.close()
        self._fail_waiting()
        return well

    def _write(self, connection: Connection) -> None:
        while (request := self._outgoing.get()) is not None:
            try:
                data = ForkingPickler.dumps(request)
            except UNSAYABLE as error:
                self._hand_over(self._unsaid, request, error)
                continue
            try:
                connection.send_bytes(data)
            except OSError:
                return  # The reader sees that it is gone.

    def _read(self, connection: Connection) -> None:
        while True:
            try:
                answer = connection.recv()
            except (EOFError, OSError):
                break
            self._hand_over(self._take, answer)
        self._process.join()
        self._outgoing.put(None)
        self._writer.join()
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

    def _unsaid(self, request: object, error: Exception) -> None:
        """What cannot be pickled is a fault of whoever asked."""
        future = self._waiting.get(getattr(request, "id", ""))
        if future is None:
            message = f"{self._process_name} cannot be told"
            self._loop.call_exception_handler({"message": message, "exception": error})
        elif not future.done():
            future.set_exception(error)

    def _lost(self) -> None:
        self._gone = True
        self._fail_waiting()
        if not self._ending:
            self._on_gone()

    def _fail_waiting(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(WorkerGone(self._process_name))

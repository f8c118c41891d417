"""One thread that owns the only writing connection, and commits in groups.

Everything that waits goes into one transaction: one flush of the disk acknowledges all
of it (measured: 9,000 units a second instead of 150). Each unit stands in a savepoint
of its own, so that one which fails leaves nothing behind and its neighbours stay. A
future is resolved only after the commit that holds its unit; from the moment a unit is
handed in it cannot be taken back, only no longer waited for.

If the commit itself fails, or the database gives up the whole transaction (no room on
the drive), every unit of the group is run once more, alone. A unit may therefore run
twice, of which at most one run stays: it must do nothing but use its session.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from console.storage import sqlite
from console.storage.errors import Closed, StorageError, WriteFailed

type Unit[T] = Callable[[Session], T]

GROUP = 1_000
"""Units in one transaction at most."""


@dataclass(frozen=True, slots=True)
class _Asked:
    unit: Unit[Any]
    answer: Future[Any]


class Writer:
    """Takes units from any thread and runs them in order, in groups."""

    def __init__(
        self, engine: Engine, after: Callable[[], None], group: int = GROUP
    ) -> None:
        """`after` is called in the writer's thread after each commit."""
        self._engine = engine
        self._after = after
        self._group = group
        self._queue: SimpleQueue[_Asked | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(
            target=self._run, name="store-writer", daemon=True
        )
        self._thread.start()

    def submit[T](self, unit: Unit[T]) -> Future[T]:
        """The answer comes after the commit. Raises Closed."""
        answer: Future[T] = Future()
        # Running from the start: cancelling the wait must not cancel the work.
        answer.set_running_or_notify_cancel()
        with self._gate:
            if self._closed:
                raise Closed
            self._queue.put(_Asked(unit, answer))
        return answer

    def close(self, deadline_s: float) -> bool:
        """Takes nothing new, finishes what was handed in; False if time ran out."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        last = False
        while not last:
            group: list[_Asked] = []
            asked = self._queue.get()
            while True:
                if asked is None:
                    last = True
                    break
                group.append(asked)
                if len(group) == self._group:
                    break
                try:
                    asked = self._queue.get_nowait()
                except Empty:
                    break
            if group:
                self._commit(group)

    def _commit(self, group: list[_Asked]) -> None:
        outcomes = self._attempt(group)
        if outcomes is None:
            for one in group:
                alone = self._attempt([one])
                _answer(one, alone[0] if alone else _Failed(WriteFailed("lost")))
            return
        for one, outcome in zip(group, outcomes, strict=True):
            _answer(one, outcome)

    def _attempt(self, group: list[_Asked]) -> list[object] | None:
        """Each unit's value or failure, committed; None: nothing was, try singly."""
        outcomes: list[object] = []
        try:
            with Session(self._engine) as session:
                inner = sqlite.bare(session.connection())
                for one in group:
                    outcomes.append(_outcome(session, one.unit))
                    if not inner.in_transaction:
                        # The database gave up everything, not this unit alone.
                        return outcomes if len(group) == 1 else None
                session.commit()
        except SQLAlchemyError as error:
            if len(group) > 1:
                return None
            failed = outcomes and isinstance(outcomes[-1], _Failed)
            return outcomes if failed else [_Failed(_translated(error))]
        self._after()
        return outcomes


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


def _outcome(session: Session, unit: Unit[Any]) -> object:
    """A unit's value, or how it failed, in a savepoint of its own."""
    first: list[BaseException] = []

    def kept(error: BaseException) -> _Failed:
        # Where the whole transaction is gone, going back to the savepoint fails too,
        # with an error that says nothing: the first one is what happened.
        cause = first[0] if first else error
        return _Failed(
            _translated(cause) if isinstance(cause, SQLAlchemyError) else cause
        )

    try:
        with session.begin_nested():
            try:
                value = unit(session)
                session.flush()
            except BaseException as error:
                first.append(error)
                raise
    except Exception as error:  # noqa: BLE001 - it is handed to whoever asked
        return kept(error)
    return value


def _translated(error: SQLAlchemyError) -> StorageError:
    if isinstance(error, DBAPIError):
        return sqlite.translated(error, writing=True)
    return WriteFailed(str(error))


def _answer(asked: _Asked, outcome: object) -> None:
    if isinstance(outcome, _Failed):
        asked.answer.set_exception(outcome.error)
    else:
        asked.answer.set_result(outcome)

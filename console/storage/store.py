"""The store: one file, one writer, two readers.

    store = Store.open(directory.database, clock)
    report = store.opened                       # chain, doubtful openings, migration
    day = await store.write(lambda session: service_days.open_day(session, ...))
    rows = await store.read(lambda session: parcels.of_day(session, day.id))
    store.close()

A unit of work is a plain function of a session that returns domain values. `write`
returns after the commit that holds it is on the disk; cancelling it stops the waiting,
never the commit. Units run in the order they were handed in, one at a time, so a unit
sees everything before it. Queries run beside them, on what was committed when they
began, and cannot write.

Opening refuses what must not be opened (see `errors.CannotOpen`), brings the schema up
to date, checks the file's structure and the journal's chain, and lists the openings
whose end nobody saw. It takes a moment and blocks; call it in a thread or before the
loop.
"""

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from console.domain.clock import Clock
from console.storage import heads, intents, journal, sqlite
from console.storage.errors import CannotOpen, Closed, Corrupt
from console.storage.intents import DoorIntent
from console.storage.journal import COPY, ChainReport
from console.storage.tables import SCHEMA
from console.storage.writer import Unit, Writer

if TYPE_CHECKING:
    from console.storage.migration import Migrated

log = logging.getLogger(__name__)

READERS = 2
COPY_EVERY_S = 60.0
"""How far the second copy of the journal's head may lag behind."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening found. `unsettled` are openings a crash cut short: `recover` them
    before the first door opens."""

    migrated: "Migrated | None"
    chain: ChainReport
    unsettled: tuple[DoorIntent, ...]
    seconds: float


class Store:
    """Owns the writer's and the readers' threads until `close`."""

    def __init__(self, path: Path, clock: Clock, migrated: "Migrated | None") -> None:
        """Use `open`."""
        began = time.monotonic()
        self.path = path
        self.clock = clock
        self._copy = path.with_suffix(COPY)
        self._engine = sqlite.engine(path, "write")
        self._reading = sqlite.engine(path, "read", READERS)
        try:
            with self._engine.connect() as connection:
                sqlite.quick_check(path, sqlite.bare(connection))
            with Session(self._reading) as session:
                chain = self._verify(session, whole=False)
                unsettled = tuple(intents.live(session))
        except DBAPIError as error:
            self._dispose()
            raise sqlite.translated(error, writing=False) from error
        except CannotOpen:
            self._dispose()
            raise
        self.opened = Opened(migrated, chain, unsettled, time.monotonic() - began)
        self._closing = threading.Lock()
        self._closed = False
        self._copied_at = time.monotonic()
        self._readers = ThreadPoolExecutor(READERS, "store-reader")
        self._writer = Writer(self._engine, self._copy_heads)

    @classmethod
    def open(cls, where: str | Path, clock: Clock) -> Self:
        """Opens or makes the store at a path or `sqlite:///` URL.

        Raises CannotOpen in its many kinds; the file is left as it was.
        """
        path = _path(where)
        sqlite.refuse_share(path)
        if not path.parent.is_dir():
            raise CannotOpen(str(path.parent), "no such folder")
        sqlite.refuse_foreign(path)
        sqlite.create(path)
        try:
            migrated = _brought_up(path, clock)
        except DBAPIError as error:
            raise _unopened(path, sqlite.translated(error, writing=False)) from error
        except sqlite3.DatabaseError as error:
            raise Corrupt(str(path), str(error)) from error
        return cls(path, clock, migrated)

    async def write[T](self, unit: Unit[T]) -> T:
        """Runs a unit; returns its value once it is on the disk. Any loop may call."""
        return await asyncio.wrap_future(self.submit(unit))

    def submit[T](self, unit: Unit[T]) -> Future[T]:
        """As `write`, for threads without a loop."""
        return self._writer.submit(unit)

    async def read[T](self, query: Callable[[Session], T]) -> T:
        """Runs a query on what is committed now. Any loop may call."""
        return await asyncio.wrap_future(self.ask(query))

    def ask[T](self, query: Callable[[Session], T]) -> Future[T]:
        """As `read`, for threads without a loop."""
        with self._closing:
            if self._closed:
                raise Closed
            return self._readers.submit(self._query, query)

    async def verify(self) -> ChainReport:
        """Walks the whole journal, from its first event and against every head."""
        return await self.read(lambda session: self._verify(session, whole=True))

    def backup(self, target: Path) -> Future[Path]:
        """A compact copy of everything committed, as one file; resolved when done."""
        with self._closing:
            if self._closed:
                raise Closed
            return self._readers.submit(self._backup, target)

    def close(self, deadline_s: float = 5.0) -> bool:
        """Commits what was handed in, takes nothing more, and lets go of the file.

        False where the deadline came first: the rest is committed in the background.
        Blocks for at most the deadline and the queries that run.
        """
        with self._closing:
            again, self._closed = self._closed, True
        if again:
            return True
        self._readers.shutdown(cancel_futures=True)
        done = self._writer.close(deadline_s)
        if done:
            self._copy_heads(now=True)
            self._dispose()
        return done

    def _query[T](self, query: Callable[[Session], T]) -> T:
        try:
            with Session(self._reading) as session:
                return query(session)
        except DBAPIError as error:
            raise sqlite.translated(error, writing=False) from error

    def _backup(self, target: Path) -> Path:
        made = sqlite.engine(self.path, "write")
        try:
            with made.connect() as connection:
                sqlite.backup(sqlite.bare(connection), target)
        finally:
            made.dispose()
        return target

    def _verify(self, session: Session, *, whole: bool) -> ChainReport:
        """From the head before the last day's, which an earlier start has verified."""
        known = journal.heads(session)
        start = None if whole or len(known) < 2 else known[-2]
        return journal.verify(session, start, heads.read(self._copy))

    def _copy_heads(self, *, now: bool = False) -> None:
        """After a commit, at times; a copy that fails is tried again later."""
        moment = time.monotonic()
        if not now and moment - self._copied_at < COPY_EVERY_S:
            return
        try:
            with Session(self._reading) as session:
                known = journal.heads(session)
            if known:
                heads.write(self._copy, known[-2:])
            self._copied_at = moment
        except (OSError, DBAPIError) as error:
            log.warning("the heads of the journal were not copied: %s", error)

    def _dispose(self) -> None:
        self._reading.dispose()
        self._engine.dispose()


def _path(where: str | Path) -> Path:
    if isinstance(where, Path) or "://" not in where:
        return Path(where).absolute()
    url = make_url(where)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CannotOpen(url.render_as_string(), "only sqlite:///file is supported")
    return Path(url.database).absolute()


def _brought_up(path: Path, clock: Clock) -> "Migrated | None":
    if sqlite.revision(path) == SCHEMA:
        return None
    # Alembic takes a third of a second to import and is hardly ever needed.
    from console.storage.migration import migrate  # noqa: PLC0415

    return migrate(path, path.parent / "backups", clock.now())


def _unopened(path: Path, error: Exception) -> CannotOpen:
    if isinstance(error, CannotOpen):
        return type(error)(str(path), *error.args)
    return CannotOpen(str(path), *error.args)

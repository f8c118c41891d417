"""All that is SQLite's own: how it is opened, made safe, checked and backed up.

The driver's own handling of transactions is switched off (`isolation_level=None`): it
neither takes the write lock before the first read nor puts DDL into transactions.
Every transaction here begins with the statement this module says: BEGIN IMMEDIATE for
the writer, so that reading before writing never meets SQLITE_BUSY_SNAPSHOT; BEGIN for
a reader. Outside a transaction the pragmas take hold, and each is read back, because
SQLite ignores what it cannot do without a word.

WAL with synchronous FULL is what loses nothing at a power cut; NORMAL lost hundreds of
acknowledged transactions when it was measured.
"""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Literal, Protocol

import psutil
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from console.storage.errors import (
    Busy,
    Conflict,
    Corrupt,
    DiskFull,
    NotOurs,
    OnNetworkShare,
    ReadFailed,
    ReadOnly,
    StorageError,
    WriteFailed,
)

APPLICATION_ID = 0x4C4B5944
"""`LKYD` in the file's header: this file is ours."""
HEADER = b"SQLite format 3\x00"
BUSY_TIMEOUT_MS = 5_000

TRIGGERS = {
    "event_no_update": (
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    ),
    "event_no_delete": (
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    ),
    "plan_revision_fixed": (
        "CREATE TRIGGER plan_revision_fixed "
        "BEFORE UPDATE OF id, wave_id, number, made_ms, body ON plan_revision "
        "WHEN OLD.state IN ('published', 'superseded') "
        "BEGIN SELECT RAISE(ABORT, 'a published plan stays as it is'); END"
    ),
    "plan_revision_kept": (
        "CREATE TRIGGER plan_revision_kept BEFORE DELETE ON plan_revision "
        "BEGIN SELECT RAISE(ABORT, 'plans are kept'); END"
    ),
}

SHARES = frozenset(
    (
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs"),
        *("webdav", "davfs", "davfs2", "9p", "ncpfs", "afs", "ceph", "glusterfs"),
        *("lustre", "gpfs", "beegfs", "vboxsf", "prl_fs"),
    )
)
"""File systems of other machines, which do not keep SQLite's locks."""
SHARING_FUSE = ("sshfs", "rclone", "gvfs", "s3fs", "glusterfs", "ceph", "davfs", "smb")


class Mount(Protocol):
    """One row of the mount table, as psutil gives it."""

    @property
    def mountpoint(self) -> str:
        """Where it is seen."""

    @property
    def fstype(self) -> str:
        """What it is."""

    @property
    def opts(self) -> str:
        """How it is mounted; Windows says `remote` here."""


def mounts() -> Iterable[Mount]:
    """The machine's mount table."""
    return psutil.disk_partitions(all=True)


def refuse_share(path: Path, table: Callable[[], Iterable[Mount]] = mounts) -> None:
    """Raises OnNetworkShare where the drive belongs to another machine."""
    full = path.absolute()
    if str(full).startswith(("\\\\", "//")):
        raise OnNetworkShare(str(full), "UNC")
    home: Mount | None = None
    for mount in table():
        point = Path(mount.mountpoint)
        if full.is_relative_to(point) and (
            home is None or len(point.parts) >= len(Path(home.mountpoint).parts)
        ):
            home = mount
    if home is None:
        return
    kind = home.fstype.lower()
    fuse = kind.startswith("fuse.") and any(word in kind for word in SHARING_FUSE)
    if kind in SHARES or fuse or "remote" in home.opts.split(","):
        raise OnNetworkShare(str(full), home.fstype or "remote")


def refuse_foreign(path: Path) -> None:
    """Raises NotOurs, ReadOnly or Corrupt for a file that must not be opened."""
    if not os.access(path.parent, os.W_OK):
        raise ReadOnly(str(path.parent))
    if not path.exists():
        return
    owner = path.stat().st_uid
    if sys.platform != "win32" and owner != os.geteuid():
        raise NotOurs(str(path), f"owner {owner}")
    if not os.access(path, os.W_OK):
        raise ReadOnly(str(path))
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        return
    if not head.startswith(HEADER):
        raise Corrupt(str(path), "not a database")
    if int.from_bytes(head[68:72], "big") not in {0, APPLICATION_ID}:
        raise NotOurs(str(path), "another program's database")


def create(path: Path) -> None:
    """Makes an empty file that only its owner may read, unless there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def engine(
    path: Path, use: Literal["write", "read", "migrate"], readers: int = 1
) -> Engine:
    """Connections for one use. Migrations run without foreign keys: recreating a
    table would otherwise delete or refuse its children."""
    made = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=readers,
        max_overflow=0,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )
    wanted: dict[str, object] = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 0 if use == "migrate" else 1,
        "busy_timeout": BUSY_TIMEOUT_MS,
        "recursive_triggers": 1,
        "query_only": 1 if use == "read" else 0,
        "trusted_schema": 0,
    }
    start = "BEGIN" if use == "read" else "BEGIN IMMEDIATE"

    @event.listens_for(made, "connect")
    def _set(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # busy_timeout first: switching to WAL needs the lock for a moment.
        for name in ("busy_timeout", *(n for n in wanted if n != "busy_timeout")):
            connection.execute(f"PRAGMA {name} = {wanted[name]}")
            found = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted[name]:
                raise WriteFailed(f"PRAGMA {name} is {found}, not {wanted[name]}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(start)

    return made


def bare(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, for statements that stand outside transactions."""
    inner: object = connection.connection.dbapi_connection
    if not isinstance(inner, sqlite3.Connection):
        raise TypeError(type(inner))
    return inner


def revision(path: Path) -> str | None:
    """Which schema a file has; None for a new one."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version")
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
        found = row.fetchone()
    return None if found is None else str(found[0])


def claim(connection: sqlite3.Connection) -> None:
    """Writes into the file's header that it is ours."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def quick_check(path: Path, connection: sqlite3.Connection) -> None:
    """Raises Corrupt if the file's structure is damaged."""
    try:
        found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    except sqlite3.DatabaseError as error:
        raise Corrupt(str(path), str(error)) from error
    if found != ["ok"]:
        raise Corrupt(str(path), *found)


def backup(connection: sqlite3.Connection, target: Path) -> None:
    """A whole, compact copy of the database as of now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


def objects(connection: Connection) -> dict[str, frozenset[str]]:
    """Every table's column names, and the names of all indexes and triggers."""
    rows = connection.exec_driver_sql(
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    ).all()
    found = {
        plural: frozenset(str(name) for kind, name in rows if kind == one)
        for one, plural in (("index", "indexes"), ("trigger", "triggers"))
    }
    for kind, name in rows:
        if kind == "table":
            columns = connection.exec_driver_sql(f'PRAGMA table_info("{name}")').all()
            found[name] = frozenset(column[1] for column in columns)
    return found


def broken_references(connection: Connection) -> list[str]:
    """Rows whose foreign key points nowhere, as table names."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return sorted({str(row[0]) for row in rows})


def translated(error: DBAPIError, *, writing: bool) -> StorageError:
    """What a driver's error means to us."""
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    words = str(error.orig)
    kinds: tuple[tuple[str, type[StorageError]], ...] = (
        ("SQLITE_FULL", DiskFull),
        ("SQLITE_READONLY", ReadOnly),
        ("SQLITE_CORRUPT", Corrupt),
        ("SQLITE_NOTADB", Corrupt),
        ("SQLITE_BUSY", Busy),
        ("SQLITE_LOCKED", Busy),
    )
    for start, kind in kinds:
        if name.startswith(start):
            return kind(words)
    if isinstance(error, IntegrityError):
        return Conflict(words)
    if writing or not isinstance(error, OperationalError):
        return WriteFailed(words) if writing else ReadFailed(words)
    return ReadFailed(words)

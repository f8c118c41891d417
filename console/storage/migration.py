"""Bringing a file to the present schema: all of it, or nothing.

Before the first step of an upgrade a compact backup is made. Then all steps run in one
transaction, on a connection without foreign keys (recreating a table would otherwise
take its children along). Before the commit everything that a bad step could lose is
counted: rows of every table that stood before, indexes, triggers, columns against what
`tables` says, and references. Killed half-way the file is at the old schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, func, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from console.storage import sqlite
from console.storage.errors import MigrationFailed, NewerSchema
from console.storage.tables import metadata

STEPS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done: from which revision (None: a new file) to which, and the copy."""

    old: str | None
    new: str
    backup: Path | None


def migrate(
    path: Path,
    backups: Path,
    at: datetime,
    steps: Path = STEPS,
    target: MetaData = metadata,
) -> Migrated | None:
    """Upgrades the file to the newest revision of `steps`; None where it is there.

    Raises NewerSchema for a revision nobody here knows, MigrationFailed after taking
    everything back.
    """
    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    newest = script.get_current_head()
    if newest is None:
        raise MigrationFailed("no revisions")
    made = sqlite.engine(path, "migrate")
    try:
        with made.connect() as connection:
            old = MigrationContext.configure(connection).get_current_revision()
            connection.rollback()
            if old == newest:
                return None
            _refuse_unknown(script, old)
            copy = None
            if old is not None:
                copy = _unused(backups, f"lockyard-{old}-{at:%Y%m%dT%H%M%S}")
                sqlite.backup(sqlite.bare(connection), copy)
            config.attributes["connection"] = connection
            try:
                _upgrade(config, connection, target)
            except (SQLAlchemyError, CommandError, MigrationFailed) as error:
                connection.rollback()
                kept = "" if copy is None else str(copy)
                raise MigrationFailed(old or "", newest, str(error), kept) from error
            sqlite.claim(sqlite.bare(connection))
            return Migrated(old, newest, copy)
    finally:
        made.dispose()


def _unused(folder: Path, name: str) -> Path:
    """A second try within the second keeps the copy that the first one made."""
    names = (f"{name}.db", *(f"{name}-{n}.db" for n in range(2, 1000)))
    return next(folder / one for one in names if not (folder / one).exists())


def _refuse_unknown(script: ScriptDirectory, old: str | None) -> None:
    if old is None:
        return
    try:
        script.get_revision(old)
    except (CommandError, ResolutionError) as error:
        raise NewerSchema(old) from error


def _upgrade(config: Config, connection: Connection, target: MetaData) -> None:
    with connection.begin():
        before = _counts(connection)
        stood = sqlite.objects(connection)
        command.upgrade(config, "head")
        after = _counts(connection)
        for name, rows in before.items():
            if after.get(name) != rows:
                raise MigrationFailed(f"{name}: {rows} rows became {after.get(name)}")
        found = sqlite.objects(connection)
        lost = stood["triggers"] - found["triggers"]
        missing = sorted(lost | _missing(found, target))
        if missing:
            raise MigrationFailed(f"missing after it: {', '.join(missing)}")
        broken = sqlite.broken_references(connection)
        if broken:
            raise MigrationFailed(f"references broken in {', '.join(broken)}")


def _counts(connection: Connection) -> dict[str, int]:
    names = [n for n in inspect(connection).get_table_names() if n != VERSION_TABLE]
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in names
    }


def _missing(found: Mapping[str, frozenset[str]], target: MetaData) -> frozenset[str]:
    """What the present schema wants and the file lacks."""
    missing = set(sqlite.TRIGGERS) - found["triggers"]
    for wanted in target.tables.values():
        columns = {column.name for column in wanted.columns}
        gone = columns - found.get(wanted.name, frozenset())
        missing |= {f"{wanted.name}.{column}" for column in gone}
        missing |= {str(index.name) for index in wanted.indexes} - found["indexes"]
    return frozenset(missing)

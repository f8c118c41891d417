"""`lockyard depot`: the depots of a data directory, and files into and out of them.

What a file is told by its name: .toml is a whole depot; .geojson, .osm.pbf, .osm or the
folder of a region pack are sites; .csv, .xlsx and .json a roster (.json: sites, if it
is GeoJSON); .ics a calendar. A change is made whole or not at all; rows and events that
cannot be used are listed with file, line and column and leave the rest standing.

Every command works on a data directory (--data), or with --in on a depot file instead.
Exit codes: 0 done, 1 nothing was done, 3 done but something was left out.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import typer

from console.cli.depot_files import Taken, content_of, take
from console.cli.depot_words import counted, field_text, told
from console.cli.places import fail, station
from console.domain.calendars import EntryKind
from console.domain.clock import ServiceDate, SystemClock
from console.domain.depot_check import validated
from console.domain.depot_edits import DepotEditRefused
from console.domain.depot_model import DepotModel
from console.domain.ids import ActorId, DepotId, IdempotencyKey
from console.domain.origin import Origin
from console.interchange.depot_file import read_depot
from console.interchange.depot_writer import write_depot
from console.interchange.errors import InterchangeError
from console.planning.settings import SETTING_BOUNDS

if TYPE_CHECKING:
    from console.services.depots import Depots

app = typer.Typer(
    name="depot",
    help="List, check, import and export depots, sites, rosters and calendars.",
    no_args_is_help=True,
)
type Work[T] = Callable[["Depots"], Coroutine[Any, Any, T]]
LEFT_OUT = 3

Data = Annotated[
    Path | None,
    typer.Option(help="Data directory; LOCKYARD_DATA or the usual place if none."),
]
Within = Annotated[
    Path | None, typer.Option("--in", help="A depot file to work on instead, .toml.")
]
Which = Annotated[
    str,
    typer.Option("--depot", help="Id of the depot; needed where there are several."),
]


@app.command("list")
def list_depots(data: Data = None) -> None:
    """List the depots of a data directory."""

    async def work(depots: "Depots") -> None:
        for archived in (False, True):
            for one in await depots.known(archived=archived):
                model = await depots.model(one.id)
                typer.echo(
                    f"{one.id}{' (archived)' if archived else ''}: {counted(model)}"
                )

    _on_store(data, work)


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Depot files, .toml; none: the data.")
    ] = None,
    data: Data = None,
) -> None:
    """Check depot files, or the depots of a data directory, field by field."""
    wrong = False
    for path in files or ():
        try:
            model = _of(path)
        except InterchangeError as error:
            wrong = True
            typer.echo(str(error), err=True)
            continue
        typer.echo(f"{path}: {counted(model)}")
    if not files:
        models = _models(data)
        for model in models:
            wrong |= _checked(model)
    if wrong:
        raise typer.Exit(1)


@app.command("import")
def import_files(
    files: Annotated[
        list[Path], typer.Argument(help="Depots, sites, rosters, calendars.")
    ],
    data: Data = None,
    within: Within = None,
    depot: Which = "",
    kind: Annotated[
        EntryKind | None,
        typer.Option(help="What the events of a calendar are. [told by their words]"),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Service date. [today]"),
    ] = None,
) -> None:
    """Take depots, sites, rosters and calendars over from files."""
    left_out = False
    for path in files:
        if path.suffix == ".toml":
            _adopt(path, data, within)
        elif within is not None:
            model = _read(within)
            taken = take(path, model, kind, _day(model, on))
            changed, _ = taken.edit.apply(model)
            problems = validated(changed, SETTING_BOUNDS)
            if problems:
                raise fail("\n".join(field_text(one) for one in problems))
            within.write_bytes(write_depot(changed))
            left_out |= told(path, taken)
        else:
            left_out |= _change(path, data, depot, kind, on)
    if left_out:
        raise typer.Exit(LEFT_OUT)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="A file, .toml or .geojson.")],
    data: Data = None,
    within: Within = None,
    depot: Which = "",
    force: Annotated[  # noqa: FBT002  typer makes it --force
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write a depot as .toml, or its sites as .geojson."""
    from console.interchange.geojson_sites import write_sites

    if out.exists() and not force:
        raise fail(f"lockyard: {out} exists; give --force to write over it")
    model = _read(within) if within is not None else _one(_models(data), depot)
    writers = {".toml": write_depot, ".geojson": write_sites}
    if out.suffix not in writers:
        raise fail(f"lockyard: {out}: end it in {' or '.join(writers)}")
    try:
        out.write_bytes(writers[out.suffix](model))
    except (OSError, ValueError) as error:
        raise fail(f"lockyard: {error}") from None
    typer.echo(f"{out}: {counted(model)}")


def _adopt(path: Path, data: Path | None, within: Path | None) -> None:
    """A whole depot: into the store, or as the file to work on."""
    model = _read(path)
    if within is not None:
        within.write_bytes(write_depot(model))
    else:

        async def work(depots: "Depots") -> None:
            await depots.adopt(model, _origin())

        _on_store(data, work)
    typer.echo(f"{path}: {counted(model)}")


def _change(
    path: Path,
    data: Path | None,
    depot: str,
    kind: EntryKind | None,
    on: datetime | None,
) -> bool:
    async def work(depots: "Depots") -> Taken:
        models = [await depots.model(one.id) for one in await depots.known()]
        model = _one(models, depot)
        taken = take(path, model, kind, _day(model, on))
        if taken.edit.edits:
            await depots.change(DepotId(model.depot.id), taken.edit, _origin())
        return taken

    return told(path, _on_store(data, work))


def _on_store[T](data: Path | None, work: Work[T]) -> T:
    """Runs against the store of a data directory that nobody else holds."""
    from console.services.depots import Depots, FieldsRefused
    from console.storage.directory import DataDirectory, default_path
    from console.storage.errors import StorageError
    from console.storage.store import Store

    clock = SystemClock()
    try:
        with DataDirectory(default_path(data, os.environ), clock) as directory:
            store = Store.open(directory.database, clock)
            try:
                return asyncio.run(work(Depots(store, clock)))
            finally:
                store.close()
    except FieldsRefused as refused:
        said = "\n".join(field_text(one) for one in refused.problems)
        raise fail(f"lockyard: {said}") from None
    except DepotEditRefused as refused:
        said = ", ".join(str(arg) for arg in refused.args)
        raise fail(f"lockyard: {said}") from None
    except StorageError as error:
        said = ", ".join(str(arg) for arg in error.args)
        raise fail(f"lockyard: {error.code}: {said}") from None


def _models(data: Path | None) -> list[DepotModel]:
    async def work(depots: "Depots") -> list[DepotModel]:
        return [await depots.model(one.id) for one in await depots.known()]

    return _on_store(data, work)


def _one(models: Sequence[DepotModel], depot: str) -> DepotModel:
    """The depot that is meant."""
    names = ", ".join(model.depot.id for model in models) or "none"
    found = [m for m in models if depot in {"", m.depot.id}]
    if len(found) != 1:
        raise fail(f"lockyard: say --depot ID; there are {names}")
    return found[0]


def _checked(model: DepotModel) -> bool:
    problems = validated(model, SETTING_BOUNDS)
    for one in problems:
        typer.echo(f"{model.depot.id}: {field_text(one)}", err=True)
    if not problems:
        typer.echo(f"{model.depot.id}: {counted(model)}")
    return bool(problems)


def _day(model: DepotModel, on: datetime | None) -> ServiceDate:
    zone = ZoneInfo(model.depot.zone)
    day = datetime.now(zone).date() if on is None else on.date()
    return ServiceDate(day, zone)


def _read(path: Path) -> DepotModel:
    try:
        return _of(path)
    except InterchangeError as error:
        raise fail(f"lockyard: {error}") from None


def _of(path: Path) -> DepotModel:
    """The depot of a file. Raises InterchangeError."""
    return read_depot(content_of(path), file=str(path), settings=SETTING_BOUNDS)


def _origin() -> Origin:
    return Origin(ActorId("command line"), station(), IdempotencyKey(uuid4().hex))

"""`lockyard depot`: the depots of a data directory, and files into and out of them.

What a file is told by its name: .toml is a whole depot; .geojson, .osm.pbf, .osm or the
folder of a region pack are sites; .csv, .xlsx and .json a roster (.json: sites, if it
is GeoJSON); .ics a calendar. A change is made whole or not at all; rows and events that
cannot be used are listed with file, line and column and leave the rest standing.

Every command works on a data directory (--data), or with --in on a depot file instead.
Exit codes: 0 done, 1 nothing was done, 3 done but something was left out.
"""

import asyncio
import json
import os
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import typer

from console.cli.places import fail, station
from console.domain.calendars import EntryKind
from console.domain.clock import ServiceDate, SystemClock
from console.domain.depot_check import FieldProblem, validated
from console.domain.depot_edits import DepotEditRefused, Several
from console.domain.depot_model import DepotModel
from console.domain.ids import ActorId, CalendarId, DepotId, IdempotencyKey
from console.domain.origin import Origin
from console.domain.reasons import RowProblem
from console.interchange.depot_file import read_depot
from console.interchange.depot_writer import write_depot
from console.interchange.errors import InterchangeError

if TYPE_CHECKING:
    from console.interchange.osm_sites import MapObject
    from console.services.depots import Depots

app = typer.Typer(
    name="depot",
    help="List, check, import and export depots, sites, rosters and calendars.",
    no_args_is_help=True,
)
type Work[T] = Callable[["Depots"], Coroutine[Any, Any, T]]
LEFT_OUT = 3
SHOWN = 50
"""Lines of problems that are listed."""
_PAST, _AHEAD = timedelta(days=30), timedelta(days=400)
"""How far back and ahead a calendar is worked out where nobody says."""
_MAPS = (".osm.pbf", ".osm", ".osm.xml", ".osm.bz2")

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


@dataclass(frozen=True, slots=True)
class _Taken:
    """One file's change, and what was said of it."""

    edit: Several
    problems: Sequence[RowProblem]
    notes: Sequence[RowProblem]
    said: str


@app.command("list")
def list_depots(data: Data = None) -> None:
    """List the depots of a data directory."""

    async def work(depots: "Depots") -> None:
        for archived in (False, True):
            for one in await depots.known(archived=archived):
                model = await depots.model(one.id)
                typer.echo(
                    f"{one.id}{' (archived)' if archived else ''}: {_sum(model)}"
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
            model = read_depot(_bytes(path), file=str(path))
        except InterchangeError as error:
            wrong = True
            typer.echo(str(error), err=True)
            continue
        typer.echo(f"{path}: {_sum(model)}")
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
            taken = _take(path, model, kind, _day(model, on))
            changed, _ = taken.edit.apply(model)
            problems = validated(changed)
            if problems:
                raise fail("\n".join(_field(one) for one in problems))
            within.write_bytes(write_depot(changed))
            left_out |= _told(path, taken)
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
    typer.echo(f"{out}: {_sum(model)}")


def _adopt(path: Path, data: Path | None, within: Path | None) -> None:
    """A whole depot: into the store, or as the file to work on."""
    model = _read(path)
    if within is not None:
        within.write_bytes(write_depot(model))
    else:

        async def work(depots: "Depots") -> None:
            await depots.adopt(model, _origin())

        _on_store(data, work)
    typer.echo(f"{path}: {_sum(model)}")


def _change(
    path: Path,
    data: Path | None,
    depot: str,
    kind: EntryKind | None,
    on: datetime | None,
) -> bool:
    async def work(depots: "Depots") -> _Taken:
        models = [await depots.model(one.id) for one in await depots.known()]
        model = _one(models, depot)
        taken = _take(path, model, kind, _day(model, on))
        if taken.edit.edits:
            await depots.change(DepotId(model.depot.id), taken.edit, _origin())
        return taken

    return _told(path, _on_store(data, work))


def _take(
    path: Path, model: DepotModel, kind: EntryKind | None, day: ServiceDate
) -> _Taken:
    """What a file comes to for a depot."""
    name = path.name
    if path.is_dir() or name.endswith(_MAPS):
        return _map(path, model)
    data = _bytes(path)
    if path.suffix == ".ics":
        return _calendar(path, data, model, kind, day.day)
    if path.suffix == ".geojson" or _is_geojson(data):
        return _geojson(name, data, model)
    from console.interchange.roster import read_roster
    from console.interchange.taking import roster_edit

    roster = read_roster(data, model, day, file=name)
    said = f"{len(roster.vehicles)} vehicles, {len(roster.entries)} dated entries"
    return _Taken(roster_edit(model, roster), roster.problems, (), said)


def _map(path: Path, model: DepotModel) -> _Taken:
    from console.geo.errors import GeoError
    from console.interchange.osm_extract import lockers_of
    from console.interchange.osm_sites import osm_sites
    from console.interchange.site_file import joined
    from console.interchange.taking import sites_edit

    try:
        objects = _of_region(path) if path.is_dir() else lockers_of(path)
    except GeoError as error:
        raise fail(f"lockyard: {error}") from None
    read = osm_sites(objects, model.size_classes, file=path.name)
    found = joined(read, model.sites, file=path.name)
    said = f"{len(found.sites)} sites of {len(read.sites)} lockers"
    return _Taken(sites_edit(found), found.problems, found.notes, said)


def _geojson(name: str, data: bytes, model: DepotModel) -> _Taken:
    from console.interchange.geojson_sites import read_sites
    from console.interchange.site_file import joined
    from console.interchange.taking import sites_edit

    place = model.depot.place
    read = read_sites(data, model.size_classes, file=name, near=place)
    found = joined(read, model.sites, file=name)
    said = f"{len(found.sites)} sites of {len(read.sites)} features"
    return _Taken(sites_edit(found), found.problems, found.notes, said)


def _calendar(
    path: Path, data: bytes, model: DepotModel, kind: EntryKind | None, day: date
) -> _Taken:
    from console.interchange.ics_file import read_ics
    from console.interchange.site_file import slug
    from console.interchange.taking import calendar_edit

    found = read_ics(
        data,
        model,
        name=CalendarId(slug(path.stem)),
        first=day - _PAST,
        last=day + _AHEAD,
        kind=kind,
        file=path.name,
    )
    # A file that cannot be read must not take the place of a calendar that could.
    empty = found.problems and not found.calendar.entries
    edit = Several(()) if empty else calendar_edit(found)
    said = f"{len(found.calendar.entries)} entries"
    return _Taken(edit, found.problems, found.notes, said)


def _of_region(folder: Path) -> list["MapObject"]:
    from console.geo.addresses.places import PlaceKind
    from console.geo.region import Region
    from console.interchange.osm_sites import MapObject

    region = Region.open(folder)
    try:
        return [
            MapObject(
                f"region/{place.lon:.6f},{place.lat:.6f}",
                place.lon,
                place.lat,
                {
                    "amenity": "parcel_locker",
                    "name": place.name,
                    "operator": place.operator,
                    "ref": place.ref,
                },
            )
            for place in region.addresses.places((PlaceKind.PARCEL_LOCKER,))
        ]
    finally:
        region.close()


def _is_geojson(data: bytes) -> bool:
    try:
        content = json.loads(data) if data.lstrip()[:1] == b"{" else None
    except (ValueError, RecursionError):
        return False
    kinds = ("FeatureCollection", "Feature")
    return isinstance(content, dict) and content.get("type") in kinds


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
        said = "\n".join(_field(one) for one in refused.problems)
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
    problems = validated(model)
    for one in problems:
        typer.echo(f"{model.depot.id}: {_field(one)}", err=True)
    if not problems:
        typer.echo(f"{model.depot.id}: {_sum(model)}")
    return bool(problems)


def _told(path: Path, taken: _Taken) -> bool:
    """Says what came of a file; whether something was left out."""
    typer.echo(f"{path}: {taken.said}")
    _listed("note: ", taken.notes)
    _listed("", taken.problems)
    return bool(taken.problems)


def _listed(before: str, words: Iterable[RowProblem]) -> None:
    every = list(words)
    for word in every[:SHOWN]:
        where = f"{word.file}:{word.line}"
        column = f" {word.column}" if word.column else ""
        value = f" {word.value!r}" if word.value else ""
        args = "".join(f" {arg}" for arg in word.reason.args)
        typer.echo(
            f"{before}{where}:{column}{value} {word.reason.code}{args}", err=True
        )
    if len(every) > SHOWN:
        typer.echo(f"{before}and {len(every) - SHOWN} more", err=True)


def _field(problem: FieldProblem) -> str:
    args = "".join(f" {arg}" for arg in problem.args)
    where = f"{problem.table} {problem.id}".strip()
    return f"{where}: {problem.field}: {problem.code}{args}"


def _sum(model: DepotModel) -> str:
    return (
        f"{model.depot.name}, {len(model.sites)} sites, "
        f"{len(model.cabinets)} cabinets, "
        f"{len(model.compartments)} compartments, {len(model.vehicles)} vehicles, "
        f"{len(model.calendars)} calendars"
    )


def _day(model: DepotModel, on: datetime | None) -> ServiceDate:
    zone = ZoneInfo(model.depot.zone)
    day = datetime.now(zone).date() if on is None else on.date()
    return ServiceDate(day, zone)


def _read(path: Path) -> DepotModel:
    try:
        return read_depot(_bytes(path), file=str(path))
    except InterchangeError as error:
        raise fail(f"lockyard: {error}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise fail(f"lockyard: {error}") from None


def _origin() -> Origin:
    return Origin(ActorId("command line"), station(), IdempotencyKey(uuid4().hex))

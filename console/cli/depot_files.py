"""Files that a depot's command takes in: sites, rosters, calendars, map objects.

What a file is told by its name, a .json by what it holds. Each becomes one edit of the
depot, and what is to be said of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.places import fail
from console.domain.calendars import EntryKind
from console.domain.clock import ServiceDate
from console.domain.depot_edits import Several
from console.domain.depot_model import DepotModel
from console.domain.ids import CalendarId
from console.domain.reasons import RowProblem

if TYPE_CHECKING:
    from console.interchange.osm_sites import MapObject


_PAST, _AHEAD = timedelta(days=30), timedelta(days=400)
"""How far back and ahead a calendar is worked out where nobody says."""
_MAPS = (".osm.pbf", ".osm", ".osm.xml", ".osm.bz2")


@dataclass(frozen=True, slots=True)
class Taken:
    """One file's change, and what was said of it."""

    edit: Several
    problems: Sequence[RowProblem]
    notes: Sequence[RowProblem]
    said: str


def take(
    path: Path, model: DepotModel, kind: EntryKind | None, day: ServiceDate
) -> Taken:
    """What a file comes to for a depot."""
    name = path.name
    if path.is_dir() or name.endswith(_MAPS):
        return _map(path, model)
    data = content_of(path)
    if path.suffix == ".ics":
        return _calendar(path, data, model, kind, day.day)
    if path.suffix == ".geojson" or _is_geojson(data):
        return _geojson(name, data, model)
    from console.interchange.roster import read_roster
    from console.interchange.taking import roster_edit

    roster = read_roster(data, model, day, file=name)
    said = f"{len(roster.vehicles)} vehicles, {len(roster.entries)} dated entries"
    return Taken(roster_edit(model, roster), roster.problems, (), said)


def content_of(path: Path) -> bytes:
    """All of a file; one that cannot be read ends the command."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise fail(f"lockyard: {error}") from None


def _map(path: Path, model: DepotModel) -> Taken:
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
    return Taken(sites_edit(found), found.problems, found.notes, said)


def _geojson(name: str, data: bytes, model: DepotModel) -> Taken:
    from console.interchange.geojson_sites import read_sites
    from console.interchange.site_file import joined
    from console.interchange.taking import sites_edit

    place = model.depot.place
    read = read_sites(data, model.size_classes, file=name, near=place)
    found = joined(read, model.sites, file=name)
    said = f"{len(found.sites)} sites of {len(read.sites)} features"
    return Taken(sites_edit(found), found.problems, found.notes, said)


def _calendar(
    path: Path, data: bytes, model: DepotModel, kind: EntryKind | None, day: date
) -> Taken:
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
    return Taken(edit, found.problems, found.notes, said)


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

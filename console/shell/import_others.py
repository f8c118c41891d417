"""Files beside parcels: locker sites, calendars, rosters -> one change of the depot.

Each is read in a process that is thrown away, against the depot as it is, and comes to
a `DepotEdit`: what is new beside what is there. The edit is made with the last button,
with all that the depot's own page checks.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from console.domain.clock import ServiceDate
from console.domain.depot_edits import DepotEdit
from console.domain.depot_model import DepotModel
from console.domain.ids import CalendarId
from console.domain.reasons import Reason
from console.interchange.geojson_sites import read_sites
from console.interchange.ics_file import read_ics
from console.interchange.roster import read_roster
from console.interchange.site_file import joined, slug
from console.interchange.taking import calendar_edit, roster_edit, sites_edit
from console.viewmodels.importing import FileKind
from console.wiring.reading import read_apart

SITES = frozenset({".geojson"})
CALENDARS = frozenset({".ics", ".ical"})
BEFORE, AFTER = timedelta(days=7), timedelta(days=400)
"""A calendar is worked out from a week back to a year and a month ahead."""

type Parts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Other:
    """What such a file comes to; `refusal` where nothing of it can be used."""

    kind: FileKind
    parts: Parts = ()
    edit: DepotEdit | None = None
    refusal: Reason | None = None


@dataclass(frozen=True, slots=True)
class Against:
    """The depot and the date that files are read against."""

    model: DepotModel
    date: ServiceDate


def told_kind(name: str, data: bytes) -> FileKind:
    """What a file is by its content first, its name second."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    suffix = f".{name.rpartition('.')[2]}".casefold()
    if start.startswith(b"BEGIN:VCALENDAR") or suffix in CALENDARS:
        return FileKind.CALENDAR
    geo = b'"FeatureCollection"' in start and start.startswith(b"{")
    if geo or suffix in SITES:
        return FileKind.SITES
    if suffix == ".toml":
        return FileKind.DEPOT
    return FileKind.MANIFEST


async def read_other(kind: FileKind, name: str, data: bytes, against: Against) -> Other:
    """Sites, a calendar or a roster. Raises ReadingFailed."""
    if kind is FileKind.SITES:
        return await _sites(name, data, against)
    if kind is FileKind.CALENDAR:
        return await _calendar(name, data, against)
    return await _roster(name, data, against)


async def _sites(name: str, data: bytes, against: Against) -> Other:
    model = against.model
    near = model.depot.place
    found = await read_apart(read_sites, data, model.size_classes, file=name, near=near)
    if not found.sites:
        reason = found.problems[0].reason if found.problems else None
        return Other(FileKind.SITES, refusal=reason)
    fresh = joined(found, model.sites, file=name)
    known = len(found.sites) - len(fresh.sites)
    parts = (
        ("new_sites", len(fresh.sites)),
        ("known_sites", known),
        ("doors", len(fresh.compartments)),
        ("problems", len(found.problems)),
    )
    return Other(FileKind.SITES, parts, sites_edit(fresh) if fresh.sites else None)


async def _calendar(name: str, data: bytes, against: Against) -> Other:
    day = against.date.day
    read = await read_apart(
        read_ics,
        data,
        against.model,
        name=CalendarId(slug(name.rpartition(".")[0] or name)),
        first=day - BEFORE,
        last=day + AFTER,
        file=name,
    )
    entries = read.calendar.entries
    if not entries:
        reason = read.problems[0].reason if read.problems else None
        return Other(FileKind.CALENDAR, refusal=reason)
    counts = Counter(str(one.kind) for one in entries)
    parts = (
        *((f"{k}s", n) for k, n in counts.items()),
        ("problems", len(read.problems)),
    )
    return Other(FileKind.CALENDAR, parts, calendar_edit(read))


async def _roster(name: str, data: bytes, against: Against) -> Other:
    read = await read_apart(read_roster, data, against.model, against.date, file=name)
    if not read.vehicles and not read.entries:
        reason = read.problems[0].reason if read.problems else None
        return Other(FileKind.ROSTER, refusal=reason)
    counts = Counter(str(one.kind) for one in read.entries)
    parts = (
        ("vehicles", len(read.vehicles)),
        *((f"{k}s", n) for k, n in counts.items()),
        ("problems", len(read.problems)),
    )
    return Other(FileKind.ROSTER, parts, roster_edit(against.model, read))

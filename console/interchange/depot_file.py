"""A depot file: TOML that says everything about a depot that lasts beyond a day.

    format = 2
    [depot]            id, name, zone (IANA), lon, lat
    [settings]         the planner's settings that differ here, by the planner's names

    [[size_class]]     id (no spaces, no *), length_mm, width_mm, height_mm,
                       mass_limit_g = 25000, climate = "ambient"
    [[vehicle_type]]   id, preset (a file of resources/vehicles; gives all that follows)
                       name, mode, parcels, volume_ml, mass_g, fixed_eur, per_hour_eur,
                       per_km_eur, co2_g_per_km, door_setup_s = 120,
                       door_handling_s = 30, per_overtime_hour_eur = 0,
                       load_units = 0, load_unit_ml = 0, climates = ["ambient"],
                       energy (by mode), range_km = 0, co2_source = "", height_mm,
                       width_mm, length_mm, gross_mass_kg, speed_kmh = 0,
                       avoid_tolls, avoid_motorways, avoid_ferries = false,
                       longest_tour_s = 0 (as the shift), trips = 1, reload_s = 0
    [[vehicle_type.congestion]]   road_class, first, last, percent
    [[vehicle_type.break]]        window = ["11:00", "13:30"] in which the rest begins,
                       duration_s; one after the other
    [[vehicle]]        id, type, courier = "", shift = ["08:00", "16:30"], shifts
                       ("Mo-Fr 08:00-16:30"), skills = [], licence = "",
                       overtime_s = 0

    [[site]]           id, name, lon, lat, hours = "Mo-Fr 06:00-23:00; PH off" or
                       [["06:00", "23:00"]] for every day (24/7), step_free = true,
                       setup_s = 120, handling_s = 8, kind = "retail", service (as
                       hours), wheelchair = "unknown", indoor = false, climates = [],
                       address, brand, operator, ref, access_note, contact_name,
                       contact_phone, contact_email = "", opens, closes = 2026-12-24,
                       and its rules, by default those of its kind: audience,
                       addresses, companies, domains, members, max_mass_g, id_check,
                       dwell_h
    [[site.cabinet]]   id, name, connection = "reported", family = "", port = "",
                       baud = 0, framing = "", controller = "",
                       screen_column (counts from 0), and the frame:
      columns          ["S S M* L", "", "M M L"]: classes from top to bottom, one text a
                       column from the left; * marks a low compartment
      doors            door numbers in that order (1, 2, 3 ...)
      first_board, locks_per_board = 1, 24: how doors are wired in order of their
                       numbers; or wiring = ["1:1", ...], a board and a lock for each
      occupied, reserved, suspect, out_of_service   door numbers

    [[calendar]]       id, name, first, last (dates worked out)
    [[calendar.entry]] kind, start, end (instants), about, summary, uid = ""

A file of format 1 reads the same; it knows fewer keys. A time is seconds from 00:00 as
on a day of 24 hours, up to "25:00"; opening hours are those of
console.domain.opening_text. A compartment's id is its cabinet's id, a slash and the
door number. Ids are unique within their kind. Keys that are not listed are refused.
Money is in EUR to four decimals.

`write_depot` gives a file that reads back as the same model. What sensors saw, versions
and reasons for being out of service are not a depot's setup and are left out.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.depot_check import FieldProblem, validated
from console.domain.depot_model import DepotModel, SettingBounds
from console.domain.ids import (
    CabinetId,
    CalendarId,
    CompartmentId,
    DepotId,
    SiteId,
    SizeClassId,
)
from console.domain.opening import ALWAYS
from console.domain.parcel import Climate, Size
from console.domain.place import Place
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Contact,
    Custody,
    Service,
    Site,
    SizeClass,
)
from console.domain.site_kinds import RULES, Audience, SiteKind, SiteRules, Wheelchair
from console.domain.vehicle import Depot, Vehicle, VehicleType
from console.interchange.errors import DepotFileError
from console.interchange.fleet_file import read_vehicle, read_vehicle_type
from console.interchange.toml_table import TomlTable, unknown

FORMAT = 2
FORMATS = frozenset({1, FORMAT})
"""Formats that are read."""
FIRST_BOARD = 1
LOCKS_PER_BOARD = 24
"""How doors are wired where a file does not say."""

_MOST = 10**9


def read_depot(
    data: bytes,
    *,
    file: str,
    settings: Mapping[str, SettingBounds] | None = None,
) -> DepotModel:
    """The depot a file describes. `settings`, where given, are all the planner knows.

    Raises DepotFileError with the file's name, table, key and the way out.
    """
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DepotFileError(file, "", "", "is not UTF-8; save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DepotFileError(file, "", "", f"is not TOML: {error}") from error
    root = TomlTable(file, "", content)
    form = root.whole("format", 0, _MOST)
    if form not in FORMATS:
        root.wrong("format", f"this program reads format 1 and {FORMAT}")
    depot = _depot(root.table("depot", needed=True))
    chosen = _settings(root.table("settings"), settings)
    classes = _all(root.tables("size_class"), _size_class)
    types = _all(root.tables("vehicle_type"), read_vehicle_type)
    vehicles = _all(
        root.tables("vehicle"), lambda t: read_vehicle(t, {x.id for x in types})
    )
    sites: list[Site] = []
    cabinets: list[Cabinet] = []
    compartments: list[Compartment] = []
    known = {entry.id for entry in classes}
    for table in root.tables("site"):
        site = _site(table)
        _unused(table, site.id, (other.id for other in sites))
        sites.append(site)
        for inner in table.tables("cabinet"):
            cabinet = _cabinet(inner, site.id, form)
            _unused(inner, cabinet.id, (other.id for other in cabinets))
            cabinets.append(cabinet)
            compartments.extend(_frame(inner, cabinet, known))
            inner.done()
        table.done()
    calendars = _all(root.tables("calendar"), _calendar)
    root.done()
    model = DepotModel(
        depot,
        classes,
        tuple(sites),
        tuple(cabinets),
        tuple(compartments),
        types,
        vehicles,
        chosen,
        calendars,
    )
    for problem in validated(model, settings):
        raise DepotFileError(file, *_said(problem))
    return model


def _said(problem: FieldProblem) -> tuple[str, str, str]:
    """Table, key and advice of what only shows once the whole file is read."""
    args = ", ".join(str(arg) for arg in problem.args)
    advice = problem.code.value.replace("_", " ") + (f": {args}" if args else "")
    lone = problem.id in {"", problem.table}
    table = problem.table if lone else f"{problem.table} {problem.id!r}"
    return table, problem.field.split(".")[-1], advice


def _all[T: (SizeClass, VehicleType, Vehicle, Calendar)](
    tables: Iterable[TomlTable], read: Callable[[TomlTable], T]
) -> tuple[T, ...]:
    found: list[T] = []
    for table in tables:
        item = read(table)
        _unused(table, item.id, (other.id for other in found))
        table.done()
        found.append(item)
    return tuple(found)


def _unused(table: TomlTable, name: str, others: Iterable[str]) -> None:
    if name in set(others):
        table.wrong("id", f"{name!r} is used twice; ids are unique")


def _settings(
    table: TomlTable, allowed: Mapping[str, SettingBounds] | None
) -> Mapping[str, str | int | float | bool]:
    chosen = table.scalars()
    for key in chosen:
        if allowed is not None and key not in allowed:
            table.wrong(key, unknown(key, frozenset(allowed)))
    return chosen


def _depot(table: TomlTable) -> Depot:
    zone = table.text("zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.wrong("zone", f"{zone!r} is not a time zone; write Europe/Helsinki")
    found = Depot(DepotId(table.text("id")), table.text("name"), zone, _place_of(table))
    table.done()
    return found


def _place_of(table: TomlTable) -> Place:
    return Place(table.number("lon", -180, 180), table.number("lat", -90, 90))


def _size_class(table: TomlTable) -> SizeClass:
    name = table.text("id")
    if any(c.isspace() or c == "*" for c in name):
        table.wrong("id", f"{name!r} has a space or *; frames could not name it")
    return SizeClass(
        SizeClassId(name),
        Size(
            table.whole("length_mm", 1, 10_000),
            table.whole("width_mm", 1, 10_000),
            table.whole("height_mm", 1, 10_000),
        ),
        table.whole("mass_limit_g", 1, _MOST, 25_000),
        table.word("climate", Climate, Climate.AMBIENT),
    )


def _site(table: TomlTable) -> Site:
    kind = table.word("kind", SiteKind, SiteKind.RETAIL)
    hours = table.opening("hours")
    return Site(
        SiteId(table.text("id")),
        table.text("name"),
        _place_of(table),
        ALWAYS if hours is None or table.content["hours"] == [] else hours,
        table.yes("step_free", default=True),
        table.whole("setup_s", 0, 7200, 120),
        table.whole("handling_s", 0, 7200, 8),
        kind,
        _rules(table, RULES[kind]),
        table.opening("service"),
        table.word("wheelchair", Wheelchair, Wheelchair.UNKNOWN),
        table.yes("indoor", default=False),
        table.words("climates", Climate, ()),
        Contact(
            table.text("contact_name", ""),
            table.text("contact_phone", ""),
            table.text("contact_email", ""),
        ),
        table.text("access_note", ""),
        table.text("address", ""),
        table.text("brand", ""),
        table.text("operator", ""),
        table.text("ref", ""),
        table.day("opens"),
        table.day("closes"),
    )


def _rules(table: TomlTable, usual: SiteRules) -> SiteRules:
    return SiteRules(
        table.word("audience", Audience, usual.audience),
        table.texts("addresses"),
        table.texts("companies"),
        table.texts("domains"),
        table.texts("members"),
        table.whole("max_mass_g", 0, _MOST, usual.max_mass_g),
        table.yes("id_check", default=usual.id_check),
        table.whole("dwell_h", 1, 1440, usual.dwell_h),
    )


def _calendar(table: TomlTable) -> Calendar:
    first, last = table.day("first"), table.day("last")
    if first is None or last is None:
        table.wrong("last" if first else "first", "is missing; add it, 2026-01-01")
    return Calendar(
        CalendarId(table.text("id")),
        table.text("name", ""),
        first,
        last,
        tuple(_entry(entry) for entry in table.tables("entry")),
    )


def _entry(table: TomlTable) -> CalendarEntry:
    found = CalendarEntry(
        table.word("kind", EntryKind),
        table.instant("start"),
        table.instant("end"),
        table.text("about", ""),
        table.text("summary", ""),
        table.text("uid", ""),
    )
    table.done()
    return found


def _cabinet(table: TomlTable, site: SiteId, form: int) -> Cabinet:
    connection = table.word("connection", Connection, Connection.REPORTED)
    port = table.text("port", "")
    # Format 1 let a port stand where there is no line to open.
    if form == 1 and connection not in {Connection.BUS, Connection.GATEWAY}:
        port = ""
    screen = table.whole("screen_column", 0, 999) if "screen_column" in table else None
    return Cabinet(
        CabinetId(table.text("id")),
        site,
        table.text("name"),
        connection,
        table.text("family", ""),
        port,
        screen,
        table.whole("baud", 0, 4_000_000, 0),
        table.text("framing", ""),
        table.text("controller", ""),
    )


def _frame(
    table: TomlTable, cabinet: Cabinet, classes: set[SizeClassId]
) -> list[Compartment]:
    cells = [
        (column, row, word)
        for column, words in enumerate(table.texts("columns"))
        for row, word in enumerate(words.split())
    ]
    doors = table.wholes("doors") or tuple(range(1, len(cells) + 1))
    if sorted(doors) != list(range(1, len(cells) + 1)):
        table.wrong("doors", f"number the {len(cells)} doors 1 to {len(cells)}, once")
    wires = _wiring(table, len(cells))
    states = _custody(table, len(cells))
    out = set(_doors(table, "out_of_service", len(cells)))
    found = []
    for door, (column, row, word) in zip(doors, cells, strict=True):
        name = SizeClassId(word.removesuffix("*"))
        if name not in classes:
            table.wrong(
                "columns", f"class {name!r} {unknown(name, frozenset(classes))}"
            )
        board, lock = wires[door - 1]
        found.append(
            Compartment(
                CompartmentId(f"{cabinet.id}/{door}"),
                cabinet.id,
                door,
                name,
                column,
                row,
                board,
                lock,
                low=word.endswith("*"),
                custody=states.get(door, Custody.FREE),
                service=Service.OUT if door in out else Service.IN,
            )
        )
    return found


def _wiring(table: TomlTable, count: int) -> list[tuple[int, int]]:
    first = table.whole("first_board", 0, 255, FIRST_BOARD)
    locks = table.whole("locks_per_board", 1, 255, LOCKS_PER_BOARD)
    words = table.texts("wiring")
    if not words:
        return [(first + n // locks, n % locks + 1) for n in range(count)]
    if len(words) != count:
        table.wrong("wiring", f"has {len(words)} entries for {count} doors")
    wires = []
    for word in words:
        board, colon, lock = word.partition(":")
        if not (colon and board.isdecimal() and lock.isdecimal()):
            table.wrong("wiring", f'write board and lock as "1:24", not {word!r}')
        wires.append((int(board), int(lock)))
    if len(set(wires)) < count:
        table.wrong("wiring", "two doors hang on one lock; give each its own")
    return wires


def _custody(table: TomlTable, count: int) -> dict[int, Custody]:
    states: dict[int, Custody] = {}
    for state in (Custody.OCCUPIED, Custody.RESERVED, Custody.SUSPECT):
        for door in _doors(table, state.value, count):
            if door in states:
                table.wrong(state.value, f"door {door} is {states[door]} already")
            states[door] = state
    return states


def _doors(table: TomlTable, key: str, count: int) -> tuple[int, ...]:
    doors = table.wholes(key)
    for door in doors:
        if not 1 <= door <= count:
            table.wrong(key, f"there is no door {door}; doors run from 1 to {count}")
    return doors

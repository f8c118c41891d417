"""What is wrong with a depot's model, field by field: one answer for files and forms.

`validated` looks at every value by itself and at what they say of each other. It never
stops at the first fault, raises nothing, and knows no words: a `FieldProblem` names the
table, the row, the field and a reason. Fields have the names of the domain's classes,
with a dot where a value stands inside another ("rules.dwell_h", "place.lon").
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.domain.calendars import Calendar
from console.domain.depot_model import DepotModel, Setting, SettingBounds
from console.domain.opening import DAY_S, LATEST_S, Opening
from console.domain.place import WHOLE_DAY, Place
from console.domain.reasons import Argument, ReasonCode
from console.domain.site import Cabinet, Compartment, Connection, Site, SizeClass
from console.domain.vehicle import Break, Depot, Vehicle, VehicleType

MOST: Final = 10**9
"""No capacity, mass or price is larger."""
LONGEST_S: Final = 7200
"""No setup or handling takes longer."""
MOST_TRIPS: Final = 8
"""No vehicle is loaded more often on one shift."""
MOST_DWELL_H: Final = 24 * 60

_FRAMING = re.compile(r"[5-8][NEOMS](?:1|1\.5|2)")
_GATEWAY = re.compile(r"socket://([\w.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})")
_CONTROLLER = re.compile(r"(?:https://)?([\w.-]+|\[[0-9a-fA-F:]+\])(?::(\d{1,5}))?\S*")
_DOMAIN = re.compile(r"@?[\w-]+(?:\.[\w-]+)+")
_EMAIL = re.compile(r"[^@\s]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d\s()/.-]{3,30}")


class Table:
    """Names of the tables, as files and forms use them."""

    DEPOT: Final = "depot"
    SETTINGS: Final = "settings"
    SIZE_CLASS: Final = "size_class"
    VEHICLE_TYPE: Final = "vehicle_type"
    VEHICLE: Final = "vehicle"
    SITE: Final = "site"
    CABINET: Final = "cabinet"
    COMPARTMENT: Final = "compartment"
    CALENDAR: Final = "calendar"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that cannot stay as it is; `id` is the row's, `field` its name."""

    table: str
    id: str
    field: str
    code: ReasonCode
    args: tuple[Argument, ...] = ()


def validated(
    model: DepotModel, settings: Mapping[str, SettingBounds] | None = None
) -> tuple[FieldProblem, ...]:
    """Everything wrong with a model, in the order of its tables; empty if nothing.

    `settings`, where given, are all that the planner knows, with what they may be.
    """
    return tuple(_problems(model, settings))


def _problems(
    model: DepotModel, settings: Mapping[str, SettingBounds] | None
) -> Iterator[FieldProblem]:
    yield from _depot(model.depot)
    yield from _settings(model.settings, settings)
    yield from _each(Table.SIZE_CLASS, model.size_classes, _size_class)
    yield from _each(Table.VEHICLE_TYPE, model.vehicle_types, _vehicle_type)
    types = {kind.id for kind in model.vehicle_types}
    yield from _each(Table.VEHICLE, model.vehicles, lambda v: _vehicle(v, types))
    climates = _door_climates(model)
    yield from _each(
        Table.SITE, model.sites, lambda s: _site(s, climates.get(s.id, frozenset()))
    )
    sites = {site.id for site in model.sites}
    yield from _each(Table.CABINET, model.cabinets, lambda c: _cabinet(c, sites))
    cabinets = {cabinet.id for cabinet in model.cabinets}
    classes = {kind.id for kind in model.size_classes}
    yield from _each(
        Table.COMPARTMENT,
        model.compartments,
        lambda c: _compartment(c, cabinets, classes),
    )
    yield from _clashes(model)
    yield from _each(Table.CALENDAR, model.calendars, _calendar)


def _settings(
    chosen: Mapping[str, Setting], known: Mapping[str, SettingBounds] | None
) -> Iterator[FieldProblem]:
    row = _Row(Table.SETTINGS, Table.SETTINGS)
    for name, setting in chosen.items():
        if isinstance(setting, float) and not math.isfinite(setting):
            row.wrong(name, ReasonCode.NOT_A_NUMBER)
        elif known is not None and name not in known:
            row.wrong(name, ReasonCode.UNKNOWN_ID, Table.SETTINGS, name)
        elif known is not None:
            bounds = known[name]
            if isinstance(setting, bool | str) or (
                bounds.whole and setting != int(setting)
            ):
                row.wrong(name, ReasonCode.NOT_A_NUMBER)
            else:
                row.within(name, setting, bounds.low, bounds.high)
    yield from row.found


class _Named(Protocol):
    @property
    def id(self) -> str: ...


class _Row:
    """Collects the problems of one row."""

    def __init__(self, table: str, name: str) -> None:
        self._table = table
        self._name = name
        self.found: list[FieldProblem] = []

    def wrong(self, field: str, code: ReasonCode, *args: Argument) -> None:
        """Notes a problem of a field."""
        self.found.append(FieldProblem(self._table, self._name, field, code, args))

    def within(self, field: str, value: float, low: float, high: float) -> None:
        """A number that is finite and from `low` to `high`."""
        if not math.isfinite(value) or not low <= value <= high:
            self.wrong(field, ReasonCode.OUT_OF_RANGE, low, high)

    def filled(self, field: str, value: str) -> None:
        """A text that says something."""
        if not value.strip():
            self.wrong(field, ReasonCode.MISSING_VALUE)

    def like(self, field: str, value: str, form: re.Pattern[str], sample: str) -> None:
        """A text of a form, or empty."""
        if value and not form.fullmatch(value):
            self.wrong(field, ReasonCode.BAD_FORM, sample)

    def known(self, field: str, value: str, names: Iterable[str], table: str) -> None:
        """A name of another table."""
        if value not in names:
            self.wrong(field, ReasonCode.UNKNOWN_ID, table, value)

    def place(self, at: Place) -> None:
        """WGS84 degrees."""
        self.within("place.lon", at.lon, -180, 180)
        self.within("place.lat", at.lat, -90, 90)

    def opening(self, field: str, hours: Opening | None) -> None:
        """Hours within a day and the next, of days that exist."""
        for rule in hours.rules if hours is not None else ():
            for window in rule.windows:
                if not 0 <= window.start_s < DAY_S:
                    self.wrong(field, ReasonCode.OUT_OF_RANGE, 0, DAY_S - 1)
                elif not window.start_s < window.end_s <= LATEST_S:
                    self.wrong(field, ReasonCode.WINDOW_BACKWARDS)
            if not all(0 <= day <= 6 for day in rule.days):
                self.wrong(field, ReasonCode.OUT_OF_RANGE, 0, 6)


def _each[T: _Named](
    table: str, rows: Sequence[T], check: Callable[[T], "_Row"]
) -> Iterator[FieldProblem]:
    counts = Counter(row.id for row in rows)
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if not row.id.strip():
            yield FieldProblem(table, row.id, "id", ReasonCode.MISSING_VALUE)
        if counts[row.id] > 1 and row.id in seen:
            yield FieldProblem(table, row.id, "id", ReasonCode.DUPLICATE_ID, (number,))
        seen.add(row.id)
        yield from check(row).found


def _depot(depot: Depot) -> list[FieldProblem]:
    row = _Row(Table.DEPOT, depot.id)
    row.filled("id", depot.id)
    row.filled("name", depot.name)
    try:
        ZoneInfo(depot.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        row.wrong("zone", ReasonCode.UNKNOWN_ZONE, depot.zone)
    row.place(depot.place)
    return row.found


def _size_class(one: SizeClass) -> _Row:
    row = _Row(Table.SIZE_CLASS, one.id)
    if any(c.isspace() or c == "*" for c in one.id):
        row.wrong("id", ReasonCode.BAD_FORM, "XL")
    for name in ("length_mm", "width_mm", "height_mm"):
        row.within(f"box.{name}", getattr(one.box, name), 1, 10_000)
    row.within("mass_limit_g", one.mass_limit_g, 1, MOST)
    return row


def _vehicle_type(one: VehicleType) -> _Row:
    row = _Row(Table.VEHICLE_TYPE, one.id)
    row.filled("name", one.name)
    row.filled("mode", one.mode)
    for name in ("parcels", "volume_ml", "mass_g"):
        row.within(name, getattr(one, name), 1, MOST)
    for name in ("fixed", "per_hour", "per_km", "per_overtime_hour", "co2_g_per_km"):
        row.within(name, getattr(one, name), 0, 10 * MOST)
    for name in ("door_setup_s", "door_handling_s"):
        row.within(name, getattr(one, name), 0, LONGEST_S)
    row.within("load_units", one.load_units, 0, 10_000)
    row.within("load_unit_ml", one.load_unit_ml, 0, MOST)
    if one.load_units and not one.load_unit_ml:
        row.wrong("load_unit_ml", ReasonCode.MISSING_VALUE)
    if not one.climates:
        row.wrong("climates", ReasonCode.MISSING_VALUE)
    row.within("range_km", one.range_km, 0, 5000)
    row.within("trips", one.trips, 1, MOST_TRIPS)
    row.within("reload_s", one.reload_s, 0, LONGEST_S)
    row.within("longest_tour_s", one.longest_tour_s, 0, WHOLE_DAY.end_s)
    _breaks(row, one.breaks)
    with_ = one.conditions
    for name in ("height_mm", "width_mm", "length_mm"):
        row.within(f"conditions.{name}", getattr(with_, name), 0, 30_000)
    row.within("conditions.gross_mass_kg", with_.gross_mass_kg, 0, 100_000)
    row.within("conditions.speed_kmh", with_.speed_kmh, 0, 60)
    for jam in with_.congestion:
        row.within("conditions.congestion", jam.first, 0, 23)
        row.within("conditions.congestion", jam.last, 0, 23)
        row.within("conditions.congestion", jam.percent, 10, 1000)
        if jam.last < jam.first:
            row.wrong("conditions.congestion", ReasonCode.WINDOW_BACKWARDS)
    return row


def _breaks(row: _Row, breaks: Sequence[Break]) -> None:
    """Rests of a length that can be, in windows one after the other."""
    windows = [rest.window for rest in breaks]
    for rest in breaks:
        row.within("breaks", rest.duration_s, 60, LONGEST_S)
        row.within("breaks", rest.window.start_s, WHOLE_DAY.start_s, WHOLE_DAY.end_s)
        row.within("breaks", rest.window.end_s, WHOLE_DAY.start_s, WHOLE_DAY.end_s)
        if rest.window.end_s < rest.window.start_s:
            row.wrong("breaks", ReasonCode.WINDOW_BACKWARDS)
    for one, other in pairwise(windows):
        if other.start_s < one.start_s or other.end_s < one.end_s:
            row.wrong("breaks", ReasonCode.BAD_FORM, "11:00-13:00 30, 15:00-17:00 15")


def _vehicle(one: Vehicle, types: Set[str]) -> _Row:
    row = _Row(Table.VEHICLE, one.id)
    row.known("type", one.type, types, Table.VEHICLE_TYPE)
    row.within("shift", one.shift.start_s, WHOLE_DAY.start_s, WHOLE_DAY.end_s)
    row.within("shift", one.shift.end_s, WHOLE_DAY.start_s, WHOLE_DAY.end_s)
    if one.shift.end_s < one.shift.start_s:
        row.wrong("shift", ReasonCode.WINDOW_BACKWARDS)
    row.opening("shifts", one.shifts)
    row.within("overtime_s", one.overtime_s, 0, 12 * 3600)
    return row


def _site(one: Site, climates: frozenset[str]) -> _Row:
    row = _Row(Table.SITE, one.id)
    row.filled("name", one.name)
    row.place(one.place)
    row.opening("hours", one.hours)
    row.opening("service", one.service)
    row.within("setup_s", one.setup_s, 0, LONGEST_S)
    row.within("handling_s", one.handling_s, 0, LONGEST_S)
    rules = one.rules
    row.within("rules.max_mass_g", rules.max_mass_g, 0, MOST)
    row.within("rules.dwell_h", rules.dwell_h, 1, MOST_DWELL_H)
    for address in rules.addresses:
        row.filled("rules.addresses", address)
    for company in rules.companies:
        row.filled("rules.companies", company)
    for domain in rules.domains:
        row.filled("rules.domains", domain)
        row.like("rules.domains", domain, _DOMAIN, "example.org")
    for member in rules.members:
        row.filled("rules.members", member)
        row.like("rules.members", member, _EMAIL, "aino@example.org")
    row.like("contact.email", one.contact.email, _EMAIL, "aino@example.org")
    row.like("contact.phone", one.contact.phone, _PHONE, "+358 9 1234567")
    if one.climates:
        for climate in sorted(climates - set(one.climates)):
            row.wrong("climates", ReasonCode.DOORS_DIFFER, climate)
    if one.opens is not None and one.closes is not None and one.closes < one.opens:
        row.wrong("closes", ReasonCode.WINDOW_BACKWARDS)
    return row


def _cabinet(one: Cabinet, sites: Set[str]) -> _Row:
    row = _Row(Table.CABINET, one.id)
    row.known("site", one.site, sites, Table.SITE)
    if one.screen_column is not None:
        row.within("screen_column", one.screen_column, 0, 999)
    if one.baud:
        row.within("baud", one.baud, 300, 4_000_000)
    row.like("framing", one.framing, _FRAMING, "8N1")
    wired = one.connection in {Connection.BUS, Connection.GATEWAY}
    for name in ("port", "baud", "framing") if not wired else ("controller",):
        if getattr(one, name):
            row.wrong(name, ReasonCode.NOT_USED, one.connection.value)
    if one.connection is Connection.BUS and "://" in one.port:
        row.wrong("port", ReasonCode.BAD_FORM, "/dev/ttyUSB0")
    if one.connection is Connection.GATEWAY and one.port:
        _address(row, "port", one.port, _GATEWAY, "socket://10.0.0.7:4001")
    if one.connection is Connection.AUTONOMOUS and one.controller:
        _address(row, "controller", one.controller, _CONTROLLER, "10.0.0.8:443")
    return row


def _address(
    row: _Row, field: str, value: str, form: re.Pattern[str], sample: str
) -> None:
    found = form.fullmatch(value)
    if found is None:
        row.wrong(field, ReasonCode.BAD_FORM, sample)
    elif found[2]:
        row.within(field, int(found[2]), 1, 65_535)


def _compartment(one: Compartment, cabinets: Set[str], classes: Set[str]) -> _Row:
    row = _Row(Table.COMPARTMENT, one.id)
    row.known("cabinet", one.cabinet, cabinets, Table.CABINET)
    row.known("size_class", one.size_class, classes, Table.SIZE_CLASS)
    row.within("door", one.door, 1, 9999)
    row.within("column", one.column, 0, 999)
    row.within("row", one.row, 0, 999)
    row.within("board", one.board, 0, 255)
    row.within("lock", one.lock, 0, 255)
    return row


def _clashes(model: DepotModel) -> Iterator[FieldProblem]:
    """Two doors of one number, in one place, or on one lock of one line."""
    lines = {c.id: c.port or c.id for c in model.cabinets}
    taken: dict[tuple[str, object], str] = {}
    for box in model.compartments:
        line = lines.get(box.cabinet, box.cabinet)
        for field, key in (
            ("door", (box.cabinet, box.door)),
            ("row", (box.cabinet, box.column, box.row)),
            ("lock", (line, box.board, box.lock)),
        ):
            other = taken.setdefault((field, key), box.id)
            if other != box.id:
                code = ReasonCode.TAKEN
                yield FieldProblem(Table.COMPARTMENT, box.id, field, code, (other,))


def _calendar(one: Calendar) -> _Row:
    row = _Row(Table.CALENDAR, one.id)
    if one.last < one.first:
        row.wrong("last", ReasonCode.WINDOW_BACKWARDS)
    for entry in one.entries:
        if entry.end <= entry.start:
            row.wrong("entries", ReasonCode.WINDOW_BACKWARDS)
    return row


def _door_climates(model: DepotModel) -> dict[str, frozenset[str]]:
    """By site, what its doors are."""
    climates = {kind.id: kind.climate for kind in model.size_classes}
    sites = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    found: dict[str, frozenset[str]] = {}
    for box in model.compartments:
        site, climate = sites.get(box.cabinet), climates.get(box.size_class)
        if site is not None and climate is not None:
            found[site] = found.get(site, frozenset()) | {climate}
    return found

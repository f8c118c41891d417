"""Rosters: who drives what when, as CSV, XLSX or JSON, in four languages.

A row is about one vehicle, named by its id or by its courier. What it says of every day
changes the vehicle; what it says of one date becomes an entry of a calendar:

    vehicle; type; courier; licence; skills       the vehicle itself (a new one needs a
                                                  type: the id or name of one there is)
    shift, or start and end                       its shift: of a date where the row has
                                                  one, else of every day; a shift with
                                                  weekdays ("Mo-Fr 08:00-16:30") is both
    absent                                        yes (the row's date, else the service
                                                  date), or dates: 2026-12-24,
                                                  24.12.2026 - 27.12.2026

A bad cell leaves its whole row out and is told with its line and heading. Reading is
that of manifests (console.interchange.table): encodings, delimiters, limits.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from rapidfuzz import fuzz, process

from console.domain.calendars import CalendarEntry, EntryKind
from console.domain.clock import ServiceDate
from console.domain.depot_model import DepotModel
from console.domain.ids import VehicleId, VehicleTypeId
from console.domain.opening_text import OpeningUnread, read_opening
from console.domain.place import TimeWindow
from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.domain.vehicle import Vehicle
from console.interchange import times, values
from console.interchange.columns import fold
from console.interchange.json_table import is_json, read_json
from console.interchange.kinds import LOCKED, foreign
from console.interchange.table import (
    MAX_BYTES,
    MAX_ROWS,
    Record,
    Table,
    read_table,
)
from console.interchange.values import BadCell
from console.interchange.workbook import SIGNATURE, read_workbook

LEAST = 86.0
"""Similarity, of 100, from which a heading is taken for a field."""
LONGEST_ABSENCE = timedelta(days=400)
USUAL_SHIFT = TimeWindow(8 * 3600, 16 * 3600 + 1800)
"""Of a new vehicle whose row names none."""


class RosterField(StrEnum):
    """What a roster may say."""

    VEHICLE = "vehicle"
    TYPE = "type"
    COURIER = "courier"
    DATE = "date"
    SHIFT = "shift"
    START = "start"
    END = "end"
    SKILLS = "skills"
    LICENCE = "licence"
    ABSENT = "absent"


NAMES: Mapping[RosterField, str] = {
    RosterField.VEHICLE: "vehicle|vehicle id|van|car|unit|ajoneuvo|auto|kulkuneuvo|"
    "ajoneuvon tunnus|fahrzeug|fahrzeugnummer|kennzeichen|koretoj|bil|vogn|"
    "koretojsnummer",
    RosterField.TYPE: "type|vehicle type|kind|category|tyyppi|ajoneuvotyyppi|"
    "fahrzeugtyp|fahrzeugart|typ|koretojstype|koretojsart",
    RosterField.COURIER: "courier|driver|name|employee|courier name|driver name|kuski|"
    "kuljettaja|kuriiri|nimi|lahetti|fahrer|fahrerin|kurier|zusteller|mitarbeiter|"
    "chauffor|forer|bud|navn|medarbejder",
    RosterField.DATE: "date|day|service date|shift date|paiva|paivamaara|pvm|datum|tag|"
    "dato|dag",
    RosterField.SHIFT: "shift|hours|working hours|work time|vuoro|tyovuoro|tyoaika|"
    "schicht|dienst|arbeitszeit|vagt|arbejdstid",
    RosterField.START: "start|from|shift start|begin|alku|alkaa|alkaen|vuoro alkaa|"
    "beginn|von|schichtbeginn|fra|starter|vagt start",
    RosterField.END: "end|to|until|shift end|finish|loppu|paattyy|asti|vuoro paattyy|"
    "ende|bis|schichtende|til|slut|vagt slut",
    RosterField.SKILLS: "skills|skill|qualifications|certificates|taidot|osaaminen|"
    "patevyydet|fahigkeiten|kenntnisse|qualifikationen|kompetencer|faerdigheder",
    RosterField.LICENCE: "licence|license|driving licence|driver license|ajokortti|"
    "ajokorttiluokka|fuhrerschein|fuhrerscheinklasse|korekort|korekortkategori",
    RosterField.ABSENT: "absent|absence|away|off|leave|sick|poissa|poissaolo|loma|"
    "abwesend|abwesenheit|urlaub|krank|fravaer|fravaerende|ferie",
}
"""Folded headings for every field, parted by bars: English, Finnish, German, Danish."""

_DATES = re.compile(
    r"\s+-\s+|\s*(?:\u2013|\u2014|\.\.+|/)\s*|\s+(?:to|bis|til|asti)\s+"
)
_DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d")
_WEEKDAYS = re.compile(r"\b(?:mo|tu|we|th|fr|sa|su)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Roster:
    """What a roster comes to. `vehicles` are those that are new or changed.

    `entries` are shifts and absences of single dates; `used` maps fields to headings.
    """

    vehicles: tuple[Vehicle, ...]
    entries: tuple[CalendarEntry, ...]
    problems: tuple[RowProblem, ...]
    used: Mapping[RosterField, str]


def read_roster(
    data: bytes, model: DepotModel, day: ServiceDate, *, file: str
) -> Roster:
    """A roster for a depot. Nothing is raised; `day` is the date rows mean unasked."""
    table = _read(data)
    refusal = table.refusal
    if refusal is None and table.header.fault:
        refusal = Reason(ReasonCode.UNREADABLE, (table.header.fault,))
    if refusal is None and table.too_long:
        refusal = Reason(ReasonCode.TOO_LARGE, (MAX_ROWS,))
    columns = _columns(table.header)
    if refusal is None and not {RosterField.VEHICLE, RosterField.COURIER} & set(
        columns
    ):
        refusal = Reason(ReasonCode.MISSING_COLUMN, (RosterField.VEHICLE.value,))
    if refusal is not None:
        problem = RowProblem(file, table.header.line, "", "", refusal)
        return Roster((), (), (problem,), {})
    reader = _Reader(model, day, file, table.header.cells, columns)
    for record in table.rows:
        reader.read(record)
    return reader.done()


def _read(data: bytes) -> Table:
    nothing = Table("", "", Record(1, ()), ())
    if len(data) > MAX_BYTES:
        return replace(nothing, refusal=Reason(ReasonCode.TOO_LARGE, (MAX_BYTES,)))
    kind = foreign(data)
    if kind == LOCKED:
        return replace(nothing, refusal=Reason(ReasonCode.LOCKED_FILE))
    if kind:
        return replace(nothing, refusal=Reason(ReasonCode.WRONG_FORMAT, (kind,)))
    if data.startswith(SIGNATURE):
        return read_workbook(data)
    return read_json(data) if is_json(data) else read_table(data)


def _columns(header: Record) -> dict[RosterField, int]:
    """Which column is read for what: equal headings first, then the most alike."""
    found: dict[RosterField, int] = {}
    folded = [fold(cell) for cell in header.cells]
    scored: list[tuple[float, int, RosterField]] = []
    for column, heading in enumerate(folded):
        for field, names in NAMES.items():
            best = process.extractOne(heading, names.split("|"), scorer=fuzz.ratio)
            if heading and best[1] >= LEAST:
                scored.append((-best[1], column, field))
    for _, column, field in sorted(scored, key=lambda one: one[:2]):
        if field not in found and column not in found.values():
            found[field] = column
    return found


class _Bad(Exception):
    """A row that is left out: its problem is noted."""


class _Reader:
    """Collects vehicles and entries row by row."""

    def __init__(
        self,
        model: DepotModel,
        day: ServiceDate,
        file: str,
        headings: tuple[str, ...],
        columns: Mapping[RosterField, int],
    ) -> None:
        self._day = day
        self._file = file
        self._headings = headings
        self._columns = columns
        self._known = {vehicle.id: vehicle for vehicle in model.vehicles}
        self._types = {kind.id: kind.id for kind in model.vehicle_types}
        self._type_names = {fold(k.name): k.id for k in model.vehicle_types} | {
            fold(k.id): k.id for k in model.vehicle_types
        }
        self._changed: dict[VehicleId, Vehicle] = {}
        self._entries: list[CalendarEntry] = []
        self._problems: list[RowProblem] = []
        self._record = Record(1, ())

    def read(self, record: Record) -> None:
        """One row."""
        self._record = record
        if record.fault:
            self._note("", "", ReasonCode.UNREADABLE, record.fault)
            return
        try:
            vehicle = self._vehicle()
            entries = self._dated(vehicle)
        except _Bad:
            return
        if vehicle != self._known.get(vehicle.id):
            self._known[vehicle.id] = self._changed[vehicle.id] = vehicle
        self._entries.extend(entries)

    def done(self) -> Roster:
        """What was read."""
        return Roster(
            tuple(self._changed.values()),
            tuple(self._entries),
            tuple(self._problems),
            {field: self._headings[at] for field, at in self._columns.items()},
        )

    def _vehicle(self) -> Vehicle:
        """The vehicle of the row as it becomes."""
        name, courier = self._text(RosterField.VEHICLE), self._text(RosterField.COURIER)
        old = self._known.get(VehicleId(name))
        if old is None and not name:
            driven = [
                v for v in self._known.values() if fold(v.courier) == fold(courier)
            ]
            if not courier:
                raise self._wrong(RosterField.VEHICLE, ReasonCode.MISSING_VALUE)
            if len(driven) != 1:
                field = RosterField.COURIER
                raise self._wrong(field, ReasonCode.UNKNOWN_ID, "vehicle", courier)
            old = driven[0]
        kind = self._type(old)
        if old is None:
            old = Vehicle(VehicleId(name), kind, courier, USUAL_SHIFT)
        changed = replace(
            old,
            type=kind,
            courier=courier or old.courier,
            licence=self._text(RosterField.LICENCE) or old.licence,
            skills=self._skills() or old.skills,
        )
        return changed if self._has(RosterField.DATE) else self._with_shift(changed)

    def _type(self, old: Vehicle | None) -> VehicleTypeId:
        said = self._text(RosterField.TYPE)
        if not said and old is not None:
            return old.type
        if not said:
            raise self._wrong(RosterField.TYPE, ReasonCode.MISSING_VALUE)
        found = self._type_names.get(fold(said))
        if found is None:
            allowed = ", ".join(sorted(self._types))
            raise self._wrong(RosterField.TYPE, ReasonCode.UNKNOWN_WORD, allowed)
        return found

    def _with_shift(self, vehicle: Vehicle) -> Vehicle:
        """The shift of every day, or of weekdays."""
        said = self._text(RosterField.SHIFT)
        if _WEEKDAYS.search(said) or ";" in said:
            try:
                return replace(vehicle, shifts=read_opening(said))
            except OpeningUnread as unread:
                code = ReasonCode.HOURS_UNREAD
                raise self._wrong(RosterField.SHIFT, code, unread.part) from unread
        shift = self._shift(replace(self._day, day=_PLAIN_DAY))
        return vehicle if shift is None else replace(vehicle, shift=shift)

    def _shift(self, day: ServiceDate) -> TimeWindow | None:
        if self._has(RosterField.SHIFT):
            return self._value(RosterField.SHIFT, lambda text: times.window(text, day))
        if not self._has(RosterField.START) and not self._has(RosterField.END):
            return None
        for field in (RosterField.START, RosterField.END):
            if not self._has(field):
                raise self._wrong(field, ReasonCode.MISSING_VALUE)
        start = self._value(RosterField.START, lambda text: times.second(text, day))
        end = self._value(RosterField.END, lambda text: times.last_second(text, day))
        if end < start:
            raise self._wrong(RosterField.END, ReasonCode.WINDOW_BACKWARDS)
        return TimeWindow(start, end)

    def _dated(self, vehicle: Vehicle) -> list[CalendarEntry]:
        """Entries for the date of the row, and for absences."""
        entries: list[CalendarEntry] = []
        on = self._day
        if self._has(RosterField.DATE):
            on = replace(on, day=self._value(RosterField.DATE, _date))
            shift = self._shift(on)
            if shift is not None:
                start, end = on.instant(shift.start_s), on.instant(shift.end_s)
                kind = EntryKind.SHIFT
                entries.append(CalendarEntry(kind, start, end, vehicle.id))
        for first, last in self._away(on.day):
            start = replace(on, day=first).zero
            end = replace(on, day=last + timedelta(days=1)).zero
            entries.append(CalendarEntry(EntryKind.ABSENCE, start, end, vehicle.id))
        return entries

    def _away(self, day: date) -> list[tuple[date, date]]:
        said = self._text(RosterField.ABSENT)
        if not said:
            return []
        try:
            return [(day, day)] if values.yes(said) else []
        except BadCell:
            pass
        found: list[tuple[date, date]] = []
        for part in re.split(r"\s*[,;]\s*", said):
            first, *more = _DATES.split(part, maxsplit=1)
            start = self._try(RosterField.ABSENT, _date, first)
            end = self._try(RosterField.ABSENT, _date, more[0]) if more else start
            if not start <= end <= start + LONGEST_ABSENCE:
                raise self._wrong(RosterField.ABSENT, ReasonCode.WINDOW_BACKWARDS)
            found.append((start, end))
        return found

    def _skills(self) -> tuple[str, ...]:
        parts = re.split(r"\s*[,;/+]\s*", self._text(RosterField.SKILLS))
        return tuple(dict.fromkeys(part for part in parts if part))

    def _has(self, field: RosterField) -> bool:
        return bool(self._text(field))

    def _text(self, field: RosterField) -> str:
        at = self._columns.get(field)
        cells = self._record.cells
        return values.tidy(cells[at]) if at is not None and at < len(cells) else ""

    def _value[T](self, field: RosterField, read: Callable[[str], T]) -> T:
        return self._try(field, read, self._text(field))

    def _try[T](self, field: RosterField, read: Callable[[str], T], text: str) -> T:
        try:
            return read(text)
        except BadCell as bad:
            raise self._wrong(field, bad.code, *bad.arguments) from bad

    def _wrong(self, field: RosterField, code: ReasonCode, *args: Argument) -> _Bad:
        at = self._columns.get(field)
        heading = self._headings[at] if at is not None else field.value
        self._note(heading, self._text(field), code, *args)
        return _Bad()

    def _note(
        self, heading: str, value: str, code: ReasonCode, *args: Argument
    ) -> None:
        reason = Reason(code, args)
        line = self._record.line
        self._problems.append(RowProblem(self._file, line, heading, value[:80], reason))


_PLAIN_DAY = date(2024, 1, 10)
"""A day of 24 hours: shifts of every day are as on one."""


def _date(text: str) -> date:
    plain = text.strip().split("T")[0].split(" ")[0]
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a date
        except ValueError:
            continue
    raise BadCell(ReasonCode.NOT_A_DATE)

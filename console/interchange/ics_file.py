"""iCalendar files (RFC 5545) -> the entries of a calendar, worked out date by date.

Public holidays, shifts, absences and closures of sites come as VEVENTs. What repeats is
worked out from a first to a last date: RRULE, RDATE, EXDATE, and single occurrences
that a RECURRENCE-ID moves or cancels. Repetition runs on the wall clock of the event's
zone, so that eight o'clock stays eight o'clock when clocks change. Times without a zone
are the depot's, and so are those of a zone nobody knows (with a note); whole days run
from midnight to midnight there.

What an event says is told by the caller, or by its CATEGORIES and SUMMARY in four
languages. Whom it is about is looked for in its attendees, resources, place and
summary: a site for a closure, a vehicle or its courier for a shift or an absence. An
event about nobody that is known becomes a problem; it never means everybody.

A bad event is left out and named with the line it begins on. A file that is cut off or
no iCalendar at all is one problem and no entries.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar as IcalCalendar
from icalendar import Component

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.depot_model import DepotModel
from console.domain.ids import CalendarId
from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.interchange.columns import fold
from console.interchange.table import decode

MAX_BYTES = 5_000_000
MAX_EVENTS = 20_000
MAX_ENTRIES = 50_000
MAX_OCCURRENCES = 2_000
"""Of one event between the two dates."""
OLDEST = 1900
_SLOW = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_DAY = timedelta(days=1)
_BEGIN = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORDS: Mapping[EntryKind, frozenset[str]] = {
    EntryKind.HOLIDAY: _set(
        "holiday holidays feiertag feiertage pyhapaiva juhlapaiva arkipyha helligdag "
        "helligdage"
    ),
    EntryKind.SHIFT: _set(
        "shift shifts duty schicht dienst tyovuoro vuoro vagt vagter"
    ),
    EntryKind.ABSENCE: _set(
        "absence absent leave vacation sick urlaub krank abwesend abwesenheit loma "
        "poissa poissaolo sairas ferie fravaer syg"
    ),
    EntryKind.CLOSURE: _set(
        "closure closed maintenance service wartung geschlossen huolto suljettu "
        "vedligeholdelse lukket"
    ),
}
"""Folded words by which an event is told where the caller does not say."""


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    """A calendar, what was left out of it, and what is to be known of the rest."""

    calendar: Calendar
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()


class _Bad(Exception):
    """An event that cannot be used: code and arguments, and the property it is in."""

    def __init__(
        self, name: str, value: str, code: ReasonCode, *args: Argument
    ) -> None:
        super().__init__(name, value, code, *args)
        self.name = name
        self.value = value
        self.reason = Reason(code, args)


@dataclass(frozen=True, slots=True)
class _Span:
    """When an event is: its start as written, how long, and the zone it repeats in."""

    start: datetime
    length: timedelta
    zone: tzinfo
    whole_days: bool


@dataclass(frozen=True, slots=True)
class _Event:
    line: int
    component: Component
    span: _Span


def read_ics(
    data: bytes,
    model: DepotModel,
    *,
    name: CalendarId,
    first: date,
    last: date,
    kind: EntryKind | None = None,
    file: str,
) -> ReadCalendar:
    """The entries of a file from `first` to `last`, both included. Nothing is raised.

    With `kind` every event is of it; without, an event that is not told apart by its
    words is a problem.
    """
    reader = _Reader(model, first, last, kind, file)
    title = file
    text = decode(data[: MAX_BYTES + 1])[0]
    try:
        calendars = _parsed(data, text)
    except ValueError as error:
        reader.problem(1, "", "", ReasonCode.UNREADABLE, str(error)[:80])
        calendars = []
    lines = [n for n, line in enumerate(text.splitlines(), 1) if _BEGIN.match(line)]
    components = [one for calendar in calendars for one in calendar.walk("VEVENT")]
    for calendar in calendars:
        title = str(calendar.get("X-WR-CALNAME", title))
    if len(components) > MAX_EVENTS:
        reader.problem(1, "", "", ReasonCode.TOO_LARGE, MAX_EVENTS)
        components = []
    # The parser hands events out in the order they begin in.
    exact = len(lines) == len(components)
    for number, component in enumerate(components):
        reader.take(lines[number] if exact else 1, component)
    return reader.done(name, title[:120])


def _parsed(data: bytes, text: str) -> list[Component]:
    if len(data) > MAX_BYTES:
        raise ValueError(f"over {MAX_BYTES} bytes")
    if not text.lstrip("\ufeff \r\n").upper().startswith("BEGIN:VCALENDAR"):
        raise ValueError("not iCalendar")
    try:
        found = IcalCalendar.from_ical(text.lstrip("\ufeff"), multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    if not found:
        raise ValueError("cut off")
    return list(found)


class _Reader:
    """Collects events, then works them out."""

    def __init__(
        self,
        model: DepotModel,
        first: date,
        last: date,
        kind: EntryKind | None,
        file: str,
    ) -> None:
        self._zone = ZoneInfo(model.depot.zone)
        self._first, self._last = first, last
        self._kind = kind
        self._file = file
        self._sites = _names({site.id: site.name for site in model.sites})
        self._crew = _names({v.id: v.courier for v in model.vehicles})
        self._groups: dict[str, list[_Event]] = defaultdict(list)
        self._problems: list[RowProblem] = []
        self._notes: list[RowProblem] = []

    def problem(
        self, line: int, name: str, value: str, code: ReasonCode, *args: Argument
    ) -> None:
        """Notes what is left out."""
        self._problems.append(self._word(line, name, value, Reason(code, args)))

    def take(self, line: int, component: Component) -> None:
        """One VEVENT."""
        try:
            _refuse_broken(component)
            event = _Event(line, component, self._span(line, component))
        except _Bad as bad:
            self._problems.append(self._word(line, bad.name, bad.value, bad.reason))
            return
        uid = str(component.get("UID", "")) or f"line {line}"
        self._groups[uid].append(event)

    def done(self, name: CalendarId, title: str) -> ReadCalendar:
        """All entries in order of their start."""
        entries: list[CalendarEntry] = []
        for uid, events in self._groups.items():
            line = events[0].line
            try:
                entries.extend(self._entries(uid, events))
            except _Bad as bad:
                self._problems.append(self._word(line, bad.name, bad.value, bad.reason))
            if len(entries) > MAX_ENTRIES:
                self.problem(line, "", "", ReasonCode.TOO_LARGE, MAX_ENTRIES)
                entries = []
                break
        entries.sort(key=lambda entry: (entry.start, entry.end, entry.about, entry.uid))
        return ReadCalendar(
            Calendar(name, title, self._first, self._last, tuple(entries)),
            tuple(sorted(self._problems, key=lambda problem: problem.line)),
            tuple(self._notes),
        )

    def _word(self, line: int, name: str, value: str, reason: Reason) -> RowProblem:
        return RowProblem(self._file, line, name, value[:80], reason)

    def _span(self, line: int, component: Component) -> _Span:
        begins = _one(component, "DTSTART")
        if begins is None:
            raise _Bad("DTSTART", "", ReasonCode.MISSING_VALUE)
        whole_days = not isinstance(begins, datetime)
        start = self._aware(line, component, "DTSTART", begins)
        if not OLDEST <= start.year < 9000:
            said = start.date().isoformat()
            raise _Bad("DTSTART", said, ReasonCode.OUT_OF_RANGE, OLDEST, 9000)
        ends, lasts = _one(component, "DTEND"), _one(component, "DURATION")
        if ends is not None:
            length = self._length(line, component, start, ends)
        elif isinstance(lasts, timedelta):
            length = lasts
        else:
            length = _DAY if whole_days else timedelta()
        if length <= timedelta():
            raise _Bad("DTEND", str(ends or ""), ReasonCode.WINDOW_BACKWARDS)
        zone = self._zone if start.tzinfo is None else start.tzinfo
        return _Span(start, length, zone, whole_days)

    def _length(
        self, line: int, component: Component, start: datetime, ends: date
    ) -> timedelta:
        """Elapsed for times, on the calendar for whole days."""
        end = self._aware(line, component, "DTEND", ends)
        if isinstance(ends, datetime):
            return end.astimezone(UTC) - start.astimezone(UTC)
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)

    def _aware(
        self, line: int, component: Component, name: str, value: date
    ) -> datetime:
        if not isinstance(value, datetime):
            return datetime.combine(value, time(), self._zone)
        if value.tzinfo is not None:
            return value
        zone = str(component[name].params.get("TZID", ""))
        if zone:
            reason = Reason(ReasonCode.UNKNOWN_ZONE, (zone[:80],))
            self._notes.append(self._word(line, name, zone, reason))
        return value.replace(tzinfo=self._zone)

    def _entries(self, uid: str, events: list[_Event]) -> Iterator[CalendarEntry]:
        moved = {
            self._recurrence(event): event
            for event in events
            if event.component.get("RECURRENCE-ID") is not None
        }
        for event in events:
            if event.component.get("RECURRENCE-ID") is None:
                yield from self._worked_out(uid, event, moved)
        for event in moved.values():
            if _alive(event):
                yield from self._clipped(uid, event, event.span.start)

    def _worked_out(
        self, uid: str, event: _Event, moved: Mapping[datetime, _Event]
    ) -> Iterator[CalendarEntry]:
        if not _alive(event):
            return
        for start in self._occurrences(event):
            if start.astimezone(UTC) not in moved:
                yield from self._clipped(uid, event, start)

    def _clipped(
        self, uid: str, event: _Event, start: datetime
    ) -> Iterator[CalendarEntry]:
        """The entry of one occurrence, if it touches the dates worked out."""
        span = event.span
        if span.whole_days:
            end = (start.replace(tzinfo=None) + span.length).replace(tzinfo=span.zone)
        else:
            end = start.astimezone(UTC) + span.length
        low = datetime.combine(self._first, time(), self._zone)
        high = datetime.combine(self._last + _DAY, time(), self._zone)
        if start >= high or end <= low:
            return
        kind = self._kind_of(event)
        summary = str(event.component.get("SUMMARY", ""))[:120]
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        about = self._about(event, kind)
        yield CalendarEntry(kind, first, last, about, summary, uid[:120])

    def _occurrences(self, event: _Event) -> Iterator[datetime]:
        """Starts in the event's zone up to the last date, in no order, each once."""
        span, component = event.span, event.component
        high = datetime.combine(self._last + _DAY, time(), self._zone)
        wall = span.start.astimezone(span.zone).replace(tzinfo=None)
        starts = {span.start}
        if (rule := component.get("RRULE")) is not None:
            limit = high.astimezone(span.zone).replace(tzinfo=None)
            low = datetime.combine(self._first, time()) - span.length - 2 * _DAY
            found = self._repeated(
                event, str(rule.to_ical(), "utf-8"), wall, low, limit
            )
            starts |= {one.replace(tzinfo=span.zone) for one in found}
        for value in _many(component, "RDATE"):
            # A period says its own length, which is not looked at.
            begins = value[0] if isinstance(value, tuple) else value
            starts.add(self._aware_date(begins, span))
        gone = {self._aware_date(v, span) for v in _many(component, "EXDATE")}
        instants = {one.astimezone(UTC) for one in gone}
        yield from (one for one in starts if one.astimezone(UTC) not in instants)

    def _repeated(
        self, event: _Event, text: str, wall: datetime, low: datetime, limit: datetime
    ) -> list[datetime]:
        """Wall times of a rule between two, dateutil doing the arithmetic."""
        parts = dict(
            part.partition("=")[::2] for part in text.upper().split(";") if "=" in part
        )
        if parts.get("FREQ", "") in _SLOW or (parts.get("INTERVAL") == "0"):
            raise _Bad("RRULE", text, ReasonCode.UNREADABLE, parts.get("FREQ", ""))
        until = parts.get("UNTIL", "")
        if until.endswith("Z"):
            # dateutil wants the same kind of time as the start has: a local one.
            instant = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            local = instant.astimezone(event.span.zone)
            parts["UNTIL"] = f"{local:%Y%m%dT%H%M%S}"
        elif len(until) == 8:
            parts["UNTIL"] = f"{until}T235959"
        if "UNTIL" not in parts and "COUNT" not in parts:
            reason = Reason(ReasonCode.ENDLESS, (self._last.isoformat(),))
            self._notes.append(self._word(event.line, "RRULE", text, reason))
        rule = ";".join(f"{key}={value}" for key, value in parts.items())
        try:
            every = rrulestr(rule, dtstart=wall)
            near = every.xafter(low, count=MAX_OCCURRENCES + 1, inc=True)
            found = list(takewhile(lambda one: one < limit, near))
        except (ValueError, TypeError, OverflowError, AttributeError) as error:
            raise _Bad("RRULE", text, ReasonCode.UNREADABLE, str(error)[:80]) from error
        if len(found) > MAX_OCCURRENCES:
            raise _Bad("RRULE", text, ReasonCode.TOO_LARGE, MAX_OCCURRENCES)
        return found

    def _recurrence(self, event: _Event) -> datetime:
        """The instant of the occurrence an override is for."""
        value = _one(event.component, "RECURRENCE-ID")
        if value is None:
            raise _Bad("RECURRENCE-ID", "", ReasonCode.UNREADABLE, "no time")
        if event.component["RECURRENCE-ID"].params.get("RANGE"):
            raise _Bad("RECURRENCE-ID", "", ReasonCode.UNREADABLE, "RANGE")
        return self._aware_date(value, event.span).astimezone(UTC)

    def _aware_date(self, value: date, span: _Span) -> datetime:
        """A date or time beside an event's own, in its zone where it has none."""
        if not isinstance(value, datetime):
            at = time() if span.whole_days else span.start.time()
            return datetime.combine(value, at, span.zone)
        return value if value.tzinfo is not None else value.replace(tzinfo=span.zone)

    def _kind_of(self, event: _Event) -> EntryKind:
        if self._kind is not None:
            return self._kind
        component = event.component
        for text in (_categories(component), str(component.get("SUMMARY", ""))):
            words = set(fold(text).split())
            for kind, telling in WORDS.items():
                if words & telling:
                    return kind
        summary = str(component.get("SUMMARY", ""))
        allowed = " ".join(EntryKind)
        raise _Bad("CATEGORIES", summary, ReasonCode.UNKNOWN_WORD, allowed)

    def _about(self, event: _Event, kind: EntryKind) -> str:
        if kind is EntryKind.HOLIDAY:
            return ""
        known = self._sites if kind is EntryKind.CLOSURE else self._crew
        said = list(_said(event.component))
        for text in said:
            if text in known:
                return known[text]
        for text in said:
            padded = f" {text} "
            inside = {own for name, own in known.items() if f" {name} " in padded}
            if len(inside) == 1:
                return inside.pop()
        table = "site" if kind is EntryKind.CLOSURE else "vehicle"
        summary = str(event.component.get("SUMMARY", ""))
        raise _Bad("SUMMARY", summary, ReasonCode.UNKNOWN_ID, table, summary[:80])


def _refuse_broken(component: Component) -> None:
    """What the parser could not read of an event."""
    for name, said in component.errors:
        raise _Bad(str(name or ""), "", ReasonCode.UNREADABLE, str(said)[:80])


def _names(rows: Mapping[Any, str]) -> dict[str, str]:
    """Folded ids and names -> ids; a name of several rows tells none of them."""
    ids = {fold(own): str(own) for own in rows}
    names: dict[str, str] = {}
    for own, name in rows.items():
        folded = fold(name)
        names[folded] = "" if folded in names else str(own)
    found = {name: own for name, own in names.items() if name and own} | ids
    found.pop("", None)
    return found


def _said(component: Component) -> Iterator[str]:
    """Where an event may name somebody, the most telling first."""
    for person in _list(component.get("ATTENDEE")):
        params: Callable[[str, str], str] = getattr(person, "params", {}).get
        yield fold(str(params("CN", "")))
        yield fold(str(person).partition(":")[2].partition("@")[0])
    for name in ("RESOURCES", "LOCATION", "SUMMARY", "DESCRIPTION"):
        for value in _list(component.get(name)):
            yield fold(str(value)[:500])


def _categories(component: Component) -> str:
    found = _list(component.get("CATEGORIES"))
    return " ".join(str(word) for one in found for word in getattr(one, "cats", [one]))


def _alive(event: _Event) -> bool:
    return str(event.component.get("STATUS", "")).upper() != "CANCELLED"


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _one(component: Component, name: str) -> Any:  # noqa: ANN401 - a time, or none
    """A property's date, time or duration; refused where it stands twice."""
    found = _list(component.get(name))
    if len(found) > 1:
        raise _Bad(name, "", ReasonCode.UNREADABLE, "twice")
    return found[0].dt if found else None


def _many(component: Component, name: str) -> list[Any]:
    """All dates of a property that may repeat and hold lists."""
    return [item.dt for one in _list(component.get(name)) for item in one.dts]


def with_entries(calendar: Calendar, more: tuple[CalendarEntry, ...]) -> Calendar:
    """A calendar with some more entries, its dates wide enough for them."""
    entries = tuple(sorted({*calendar.entries, *more}, key=lambda e: (e.start, e.end)))
    days = [entry.start.date() for entry in more]
    return replace(
        calendar,
        first=min([calendar.first, *days]),
        last=max([calendar.last, *days]),
        entries=entries,
    )

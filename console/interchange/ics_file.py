"""iCalendar files (RFC 5545) -> the entries of a calendar, worked out date by date.

Public holidays, shifts, absences and closures of sites come as VEVENTs. What repeats is
worked out from a first to a last date: RRULE, RDATE, EXDATE, and single occurrences
that a RECURRENCE-ID moves or cancels. Repetition runs on the wall clock of the event's
zone, so that eight o'clock stays eight o'clock when clocks change. Times without a zone
are the depot's, and so are those of a zone nobody knows (with a note); whole days run
from midnight to midnight there.

What an event says is told by the caller, or by its own words (ics_subjects), and so is
whom it is about; an event about nobody that is known becomes a problem. When it is and
how it repeats stands in ics_event and ics_repetition.

A bad event is left out and named with the line it begins on. A file that is cut off or
no iCalendar at all is one problem and no entries.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar as IcalCalendar
from icalendar import Component

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.depot_model import DepotModel
from console.domain.ids import CalendarId
from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.interchange.ics_event import (
    BadEvent,
    Event,
    Note,
    alive,
    recurrence,
    refuse_broken,
    span_of,
)
from console.interchange.ics_repetition import occurrences
from console.interchange.ics_subjects import Subjects, kind_of
from console.interchange.table import decode

MAX_BYTES = 5_000_000
MAX_EVENTS = 20_000
MAX_ENTRIES = 50_000
_DAY = timedelta(days=1)
_BEGIN = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    """A calendar, what was left out of it, and what is to be known of the rest."""

    calendar: Calendar
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()


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
        self._subjects = Subjects(model)
        self._groups: dict[str, list[Event]] = defaultdict(list)
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
            refuse_broken(component)
            span = span_of(component, self._zone, self._noted(line))
        except BadEvent as bad:
            self._problems.append(self._word(line, bad.name, bad.value, bad.reason))
            return
        uid = str(component.get("UID", "")) or f"line {line}"
        self._groups[uid].append(Event(line, component, span))

    def done(self, name: CalendarId, title: str) -> ReadCalendar:
        """All entries in order of their start."""
        entries: list[CalendarEntry] = []
        for uid, events in self._groups.items():
            line = events[0].line
            try:
                entries.extend(self._entries(uid, events))
            except BadEvent as bad:
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

    def _noted(self, line: int) -> Note:
        def note(name: str, value: str, reason: Reason) -> None:
            self._notes.append(self._word(line, name, value, reason))

        return note

    def _word(self, line: int, name: str, value: str, reason: Reason) -> RowProblem:
        return RowProblem(self._file, line, name, value[:80], reason)

    def _entries(self, uid: str, events: list[Event]) -> Iterator[CalendarEntry]:
        moved = {
            recurrence(event): event
            for event in events
            if event.component.get("RECURRENCE-ID") is not None
        }
        for event in events:
            if event.component.get("RECURRENCE-ID") is None:
                yield from self._worked_out(uid, event, moved)
        for event in moved.values():
            if alive(event):
                yield from self._clipped(uid, event, event.span.start)

    def _worked_out(
        self, uid: str, event: Event, moved: Mapping[datetime, Event]
    ) -> Iterator[CalendarEntry]:
        if not alive(event):
            return
        note = self._noted(event.line)
        for start in occurrences(event, self._first, self._last, self._zone, note):
            if start.astimezone(UTC) not in moved:
                yield from self._clipped(uid, event, start)

    def _clipped(
        self, uid: str, event: Event, start: datetime
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
        kind = kind_of(event) if self._kind is None else self._kind
        summary = str(event.component.get("SUMMARY", ""))[:120]
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        about = self._subjects.about(event, kind)
        yield CalendarEntry(kind, first, last, about, summary, uid[:120])

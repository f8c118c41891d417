"""One event of an iCalendar file: its properties, and when it is.

What the parser could not read, what stands twice and what ends before it begins is
refused with the property it is in. A time without a zone is the depot's, and so is that
of a zone nobody knows, which is noted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Component

from console.domain.reasons import Argument, Reason, ReasonCode
from console.interchange.columns import fold

OLDEST = 1900
_DAY = timedelta(days=1)
type Note = Callable[[str, str, Reason], None]
"""Takes down what is to be known of an event: property, value and reason."""


class BadEvent(Exception):
    """An event that cannot be used: code and arguments, and the property it is in."""

    def __init__(
        self, name: str, value: str, code: ReasonCode, *args: Argument
    ) -> None:
        super().__init__(name, value, code, *args)
        self.name = name
        self.value = value
        self.reason = Reason(code, args)


@dataclass(frozen=True, slots=True)
class Span:
    """When an event is: its start as written, how long, and the zone it repeats in."""

    start: datetime
    length: timedelta
    zone: tzinfo
    whole_days: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT, the line it begins on, and when it is."""

    line: int
    component: Component
    span: Span


def refuse_broken(component: Component) -> None:
    """Raises BadEvent for what the parser could not read of an event."""
    for name, said in component.errors:
        raise BadEvent(str(name or ""), "", ReasonCode.UNREADABLE, str(said)[:80])


def span_of(component: Component, zone: ZoneInfo, note: Note) -> Span:
    """When an event is. Raises BadEvent."""
    begins = single(component, "DTSTART")
    if begins is None:
        raise BadEvent("DTSTART", "", ReasonCode.MISSING_VALUE)
    whole_days = not isinstance(begins, datetime)
    start = _aware(component, "DTSTART", begins, zone, note)
    if not OLDEST <= start.year < 9000:
        said = start.date().isoformat()
        raise BadEvent("DTSTART", said, ReasonCode.OUT_OF_RANGE, OLDEST, 9000)
    ends, lasts = single(component, "DTEND"), single(component, "DURATION")
    if ends is not None:
        end = _aware(component, "DTEND", ends, zone, note)
        length = _length(start, end, whole_days=not isinstance(ends, datetime))
    elif isinstance(lasts, timedelta):
        length = lasts
    else:
        length = _DAY if whole_days else timedelta()
    if length <= timedelta():
        raise BadEvent("DTEND", str(ends or ""), ReasonCode.WINDOW_BACKWARDS)
    own = zone if start.tzinfo is None else start.tzinfo
    return Span(start, length, own, whole_days)


def recurrence(event: Event) -> datetime:
    """The instant of the occurrence an override is for."""
    value = single(event.component, "RECURRENCE-ID")
    if value is None:
        raise BadEvent("RECURRENCE-ID", "", ReasonCode.UNREADABLE, "no time")
    if event.component["RECURRENCE-ID"].params.get("RANGE"):
        raise BadEvent("RECURRENCE-ID", "", ReasonCode.UNREADABLE, "RANGE")
    return aware_date(value, event.span).astimezone(UTC)


def aware_date(value: date, span: Span) -> datetime:
    """A date or time beside an event's own, in its zone where it has none."""
    if not isinstance(value, datetime):
        at = time() if span.whole_days else span.start.time()
        return datetime.combine(value, at, span.zone)
    return value if value.tzinfo is not None else value.replace(tzinfo=span.zone)


def alive(event: Event) -> bool:
    """Whether an event was not called off."""
    return str(event.component.get("STATUS", "")).upper() != "CANCELLED"


def said_in(component: Component) -> Iterator[str]:
    """Where an event may name somebody, the most telling first."""
    for person in _list(component.get("ATTENDEE")):
        params: Callable[[str, str], str] = getattr(person, "params", {}).get
        yield fold(str(params("CN", "")))
        yield fold(str(person).partition(":")[2].partition("@")[0])
    for name in ("RESOURCES", "LOCATION", "SUMMARY", "DESCRIPTION"):
        for value in _list(component.get(name)):
            yield fold(str(value)[:500])


def categories(component: Component) -> str:
    """All words of an event's categories."""
    found = _list(component.get("CATEGORIES"))
    return " ".join(str(word) for one in found for word in getattr(one, "cats", [one]))


def many(component: Component, name: str) -> list[Any]:
    """All dates of a property that may repeat and hold lists."""
    return [item.dt for one in _list(component.get(name)) for item in one.dts]


def single(component: Component, name: str) -> Any:  # noqa: ANN401 - a time, or none
    """A property's date, time or duration; refused where it stands twice."""
    found = _list(component.get(name))
    if len(found) > 1:
        raise BadEvent(name, "", ReasonCode.UNREADABLE, "twice")
    return found[0].dt if found else None


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _length(start: datetime, end: datetime, *, whole_days: bool) -> timedelta:
    """Elapsed for times, on the calendar for whole days."""
    if whole_days:
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    return end.astimezone(UTC) - start.astimezone(UTC)


def _aware(
    component: Component, name: str, value: date, zone: ZoneInfo, note: Note
) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    if value.tzinfo is not None:
        return value
    said = str(component[name].params.get("TZID", ""))
    if said:
        note(name, said, Reason(ReasonCode.UNKNOWN_ZONE, (said[:80],)))
    return value.replace(tzinfo=zone)

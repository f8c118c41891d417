"""RRULE, RDATE and EXDATE of an event, worked out between two dates.

Repetition runs on the wall clock of the event's zone, dateutil doing the arithmetic. A
rule that repeats by the hour or faster, or too often between the dates, is refused.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from console.domain.reasons import Reason, ReasonCode
from console.interchange.ics_event import BadEvent, Event, Note, aware_date, many

MAX_OCCURRENCES = 2_000
"""Of one event between the two dates."""
_SLOW = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_DAY = timedelta(days=1)


def occurrences(
    event: Event, first: date, last: date, zone: ZoneInfo, note: Note
) -> Iterator[datetime]:
    """Starts in the event's zone up to the last date, in no order, each once.

    Dates are those of the depot's zone. Raises BadEvent.
    """
    span, component = event.span, event.component
    high = datetime.combine(last + _DAY, time(), zone)
    wall = span.start.astimezone(span.zone).replace(tzinfo=None)
    starts = {span.start}
    if (rule := component.get("RRULE")) is not None:
        limit = high.astimezone(span.zone).replace(tzinfo=None)
        low = datetime.combine(first, time()) - span.length - 2 * _DAY
        text = str(rule.to_ical(), "utf-8")
        parts = _parts(text, span.zone)
        if "UNTIL" not in parts and "COUNT" not in parts:
            note("RRULE", text, Reason(ReasonCode.ENDLESS, (last.isoformat(),)))
        found = _repeated(text, parts, wall, low, limit)
        starts |= {one.replace(tzinfo=span.zone) for one in found}
    for value in many(component, "RDATE"):
        # A period says its own length, which is not looked at.
        begins = value[0] if isinstance(value, tuple) else value
        starts.add(aware_date(begins, span))
    gone = {aware_date(v, span) for v in many(component, "EXDATE")}
    instants = {one.astimezone(UTC) for one in gone}
    yield from (one for one in starts if one.astimezone(UTC) not in instants)


def _parts(text: str, zone: tzinfo) -> dict[str, str]:
    """A rule in its parts, its end as a wall time."""
    parts = dict(
        part.partition("=")[::2] for part in text.upper().split(";") if "=" in part
    )
    if parts.get("FREQ", "") in _SLOW or (parts.get("INTERVAL") == "0"):
        raise BadEvent("RRULE", text, ReasonCode.UNREADABLE, parts.get("FREQ", ""))
    until = parts.get("UNTIL", "")
    if until.endswith("Z"):
        # dateutil wants the same kind of time as the start has: a local one.
        instant = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        local = instant.astimezone(zone)
        parts["UNTIL"] = f"{local:%Y%m%dT%H%M%S}"
    elif len(until) == 8:
        parts["UNTIL"] = f"{until}T235959"
    return parts


def _repeated(
    text: str, parts: Mapping[str, str], wall: datetime, low: datetime, limit: datetime
) -> list[datetime]:
    """Wall times of a rule between two."""
    rule = ";".join(f"{key}={value}" for key, value in parts.items())
    try:
        every = rrulestr(rule, dtstart=wall)
        near = every.xafter(low, count=MAX_OCCURRENCES + 1, inc=True)
        found = list(takewhile(lambda one: one < limit, near))
    except (ValueError, TypeError, OverflowError, AttributeError) as error:
        raise BadEvent("RRULE", text, ReasonCode.UNREADABLE, str(error)[:80]) from error
    if len(found) > MAX_OCCURRENCES:
        raise BadEvent("RRULE", text, ReasonCode.TOO_LARGE, MAX_OCCURRENCES)
    return found

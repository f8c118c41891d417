"""Times, windows and dates in a cell -> planner seconds. Raises `BadCell`.

A wall time is one of the service date unless the cell has a date or an offset of its
own. A time that clocks skip that day is refused, not moved; 24:00 is midnight at the
day's end, and so is an end of 00:00.
"""

import re
from datetime import date, datetime, time, timedelta

from console.domain.clock import ServiceDate
from console.domain.place import WHOLE_DAY, TimeWindow
from console.domain.reasons import ReasonCode
from console.interchange.values import BadCell

_WALL = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2}))?)?\s*([ap]m)?|(\d{2})(\d{2})", re.IGNORECASE
)
_WORDS = re.compile(r"\b(?:klo|kl|uhr|h|hrs|from|between|zwischen|von|fra|mellem)\b\.?")
_ONE = r"\d{1,2}(?:[:.h]\d{2}){0,2}\s*(?:[ap]m)?|\d{4}"
_BOTH = re.compile(
    rf"({_ONE})\s*(?:-|\u2013|\u2014|to|bis|til|till|and|und|og|ja|/|~)\s*({_ONE})",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.")
_DATE = re.compile(r"\d{1,4}([-./])\s?\d{1,2}\1\s?\d{1,4}|\d{1,2}\.\s?\d{1,2}\.?")
_DAYS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%y",
    "%Y/%m/%d",
    "%Y%m%d",
)


def second(text: str, day: ServiceDate) -> int:
    """A planner second: a wall time of the day, or ISO 8601 with or without offset."""
    plain = _WORDS.sub(" ", text.casefold()).strip()
    found = _WALL.fullmatch(plain)
    if found:
        hour, minute = int(found[1] or found[5]), int(found[2] or found[6] or 0)
        value = _wall(_of_half(hour, found[4]), minute, int(found[3] or 0), day)
    else:
        value = _second_of(_instant(text), day)
    if value not in WHOLE_DAY:
        raise BadCell(ReasonCode.OUT_OF_RANGE, WHOLE_DAY.start_s, WHOLE_DAY.end_s)
    return value


def last_second(text: str, day: ServiceDate) -> int:
    """The same for an end: 00:00 is midnight after the day."""
    value = second(text, day)
    return (
        second("24:00", day) if value == 0 and len(text) <= len("00:00:00") else value
    )


def window(text: str, day: ServiceDate) -> TimeWindow:
    """Two times in one cell: "8:00-12:00", "klo 8-12", two ISO instants parted by /."""
    first, slash, last = text.partition("/")
    if not (slash and "T" in text.upper()):
        found = _BOTH.fullmatch(_WORDS.sub(" ", text.casefold()).strip())
        if not found:
            raise BadCell(ReasonCode.NOT_A_TIME)
        first, last = found[1], found[2]
    start, end = second(first.strip(), day), last_second(last.strip(), day)
    if end < start:
        raise BadCell(ReasonCode.WINDOW_BACKWARDS)
    return TimeWindow(start, end)


def due_second(text: str, day: ServiceDate) -> int:
    """The planner second a parcel is due, however far off: a date means its end."""
    for form in _DAYS:
        try:
            last = datetime.strptime(text, form).replace(tzinfo=day.zone).date()
        except ValueError:
            continue
        return _midnight_after(last, day)
    short = _DAY_MONTH.fullmatch(text)
    if short:
        return _midnight_after(_this_year(int(short[1]), int(short[2]), day), day)
    try:
        return _second_of(datetime.fromisoformat(text), day)
    except ValueError:
        pass
    if _DATE.fullmatch(text) and not _WALL.fullmatch(text):
        raise BadCell(ReasonCode.NOT_A_DATE)
    return second(text, day)


def _of_half(hour: int, half: str | None) -> int:
    """The hour of 24 that an hour of a half day is."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise BadCell(ReasonCode.NOT_A_TIME)
    return hour % 12 + (12 if half.casefold() == "pm" else 0)


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in ("%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M", "%d/%m/%Y %H:%M"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - local, see below
        except ValueError:
            continue
    raise BadCell(ReasonCode.NOT_A_TIME)


def _this_year(number: int, month: int, day: ServiceDate) -> date:
    try:
        return date(day.day.year, month, number)
    except ValueError as error:
        raise BadCell(ReasonCode.NOT_A_DATE) from error


def _wall(hour: int, minute: int, sec: int, day: ServiceDate) -> int:
    if (hour, minute, sec) == (24, 0, 0):
        return _midnight_after(day.day, day)
    try:
        wall = time(hour, minute, sec)
    except ValueError as error:
        raise BadCell(ReasonCode.NOT_A_TIME) from error
    return _second_of(datetime.combine(day.day, wall), day)


def _midnight_after(last: date, day: ServiceDate) -> int:
    try:
        return day.second(ServiceDate(last + timedelta(days=1), day.zone).zero)
    except OverflowError as error:
        raise BadCell(ReasonCode.NOT_A_TIME) from error


def _second_of(instant: datetime, day: ServiceDate) -> int:
    """Planner seconds; a local time that clocks skip is no time."""
    if instant.tzinfo:
        return day.second(instant)
    try:
        value = day.second(instant.replace(tzinfo=day.zone))
        shown = day.local(value)
    except OverflowError:
        return -1  # The first or last day there is: not this one.
    if shown.time() != instant.time().replace(microsecond=0):
        raise BadCell(ReasonCode.NO_SUCH_TIME)
    return value

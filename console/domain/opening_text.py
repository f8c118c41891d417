"""Opening hours as text, in the common part of OpenStreetMap's opening_hours grammar.

    24/7 | Mo-Fr 07:00-20:00; Sa,Su 09:00-16:00; PH off | 22:00-02:00 | Dec 24-26 off |
    2026 Dec 24 10:00-14:00 | Jun-Aug Mo-Fr 08:00-12:00,13:00-17:00 | Mo-Fr 8-18, PH off

Rules are parted by ";" (the later overrules) or by a comma before a day (it adds). Of
days: weekdays, ranges of them over Sunday too, PH. Of dates: months, days of months,
their ranges, with or without a year. Of times: spans of hours and minutes, past
midnight as 26:00 or 02:00; seconds as our own addition. Left out, and refused by name:
sunrise and sunset, school holidays, weeks of the year, nth weekdays of a month, open
ends (17:00+), comments, fall-back rules (||), "unknown".

Grammar: wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from console.domain.opening import (
    ALWAYS,
    DAY_S,
    LATEST_S,
    DateSpan,
    HoursRule,
    Opening,
    WallWindow,
)

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CLOSED: Final = frozenset({"off", "closed"})

_DAY = rf"(?:{'|'.join(DAYS)}|PH)"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*"
_DATE = rf"(?:\d{{4}} )?(?:{'|'.join(MONTHS)})(?: \d{{1,2}}(?![\d:]))?"
_END = rf"(?:{_DATE}|\d{{1,2}}(?![\d:]))"
_DATES = rf"{_DATE}(?:-{_END})?(?:,{_DATE}(?:-{_END})?)*"
_CLOCK = r"\d{1,2}(?::\d{2}(?::\d{2})?)?"
_TIMES = rf"{_CLOCK}-{_CLOCK}(?:,{_CLOCK}-{_CLOCK})*"
_RULE = re.compile(
    rf"(?:(?P<dates>{_DATES}):?)? ?(?:(?P<days>{_DAYS}):?)? ?"
    rf"(?P<times>24/7|{_TIMES}|off|closed|open)?(?: open)?"
)
_ADDS = re.compile(rf",(?=(?:{_DAY}|(?:\d{{4}} )?(?:{'|'.join(MONTHS)}))\b)")
_JOINED = re.compile(r"\s*([,;:-])\s*")
_NAMES = {name.casefold(): name for name in (*DAYS, *MONTHS, "PH")}
_WORDS = re.compile(r"[A-Za-z]+")


class OpeningUnread(ValueError):
    """A part of the text that is not understood; `part` quotes it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def read_opening(text: str) -> Opening:
    """The rules a text gives. Raises OpeningUnread; nothing is guessed."""
    rules: list[HoursRule] = []
    for part in _plain(text).split(";"):
        if part:
            pieces = _parts(part)
            rules.extend(
                _rule(piece, adds=number > 0) for number, piece in enumerate(pieces)
            )
    if not rules:
        raise OpeningUnread(text)
    return Opening(tuple(rules))


def write_opening(opening: Opening) -> str:
    """A text that reads back as the same rules, where they can be said at all.

    Hours within their limits, spans of whole dates: `validated` looks after both.
    """
    if opening == ALWAYS:
        return "24/7"
    text = ""
    for rule in opening.rules:
        said = _said(rule)
        text += (", " if rule.adds else "; ") + said if text else said
    return text


def _plain(text: str) -> str:
    """One way to write spaces, dashes and the case of names."""
    text = text.replace("\u2013", "-").replace("\u2014", "-").strip()
    text = _JOINED.sub(r"\1", " ".join(text.split()))
    return _WORDS.sub(
        lambda word: _NAMES.get(word[0].casefold(), word[0].casefold()), text
    )


def _parts(part: str) -> list[str]:
    """A rule and those that add to it. "Mo,We 8-9" is one, "Mo 8-9,We 9-10" is two."""
    pieces = [""]
    for piece in _ADDS.split(part):
        # A list of days or dates goes on until hours, or a word, are said.
        done = re.search(r"(\d:\d\d|\d-\d{1,2}|off|closed|open|24/7)$", pieces[-1])
        if pieces[-1] and not done:
            pieces[-1] += f",{piece}"
        elif pieces[-1]:
            pieces.append(piece)
        else:
            pieces[-1] = piece
    return pieces


def _rule(piece: str, *, adds: bool) -> HoursRule:
    found = _RULE.fullmatch(piece.strip())
    if found is None or not found[0].strip():
        raise OpeningUnread(piece)
    days, holidays = _weekdays(found["days"] or "")
    times = found["times"] or "open"
    windows: tuple[WallWindow, ...]
    if times in _CLOSED:
        windows = ()
    elif times in {"open", "24/7"}:
        windows = (WallWindow(0, DAY_S),)
    else:
        windows = tuple(_window(span, piece) for span in times.split(","))
    # What is closed overrules even after a comma ("Mo-Fr 8-18, PH off").
    spans = _spans(found["dates"] or "")
    return HoursRule(windows, days, holidays, spans, adds and bool(windows))


def _weekdays(text: str) -> tuple[tuple[int, ...], bool]:
    days: set[int] = set()
    holidays = False
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        if "PH" in {first, last}:
            if last:
                raise OpeningUnread(part)
            holidays = True
            continue
        start, end = DAYS.index(first), DAYS.index(last or first)
        days |= {day % 7 for day in range(start, end + 1 + 7 * (end < start))}
    return tuple(sorted(days)), holidays


def _spans(text: str) -> tuple[DateSpan, ...]:
    return tuple(_span(part) for part in text.split(",")) if text else ()


def _span(part: str) -> DateSpan:
    first, _, last = part.partition("-")
    year, month, day = _date(first, 1)
    if not last:
        return DateSpan((year, month, day or 1), (year, month, day or _days(month)))
    if last.isdecimal():
        until = (year, month, int(last))
        if not day:
            raise OpeningUnread(part)
    else:
        end_year, end_month, end_day = _date(last, 1)
        if end_year and not year:
            raise OpeningUnread(part)
        until = (end_year or year, end_month, end_day or _days(end_month))
        # "2026 Dec 24-Jan 2" runs into the next year.
        if year and not end_year and until < (year, month, day or 1):
            until = (year + 1, *until[1:])
    since = (year, month, day or 1)
    if not 1 <= until[2] <= _days(until[1]) or (year and until < since):
        raise OpeningUnread(part)
    if last.isdecimal() and until < since:
        raise OpeningUnread(part)
    return DateSpan(since, until)


def _date(text: str, lowest: int) -> tuple[int, int, int]:
    """Year (0 if none), month and day (0 if none)."""
    words = text.split()
    year = int(words.pop(0)) if words[0].isdecimal() else 0
    month = MONTHS.index(words[0]) + 1
    day = int(words[1]) if len(words) > 1 else 0
    if len(words) > 1 and not lowest <= day <= _days(month):
        raise OpeningUnread(text)
    return year, month, day


def _days(month: int) -> int:
    return _LENGTHS[month - 1]


def _window(span: str, piece: str) -> WallWindow:
    first, _, last = span.partition("-")
    start, end = _seconds(first, piece), _seconds(last, piece)
    if end <= start:
        end += DAY_S
    if start >= DAY_S or end > LATEST_S:
        raise OpeningUnread(span)
    return WallWindow(start, end)


def _seconds(text: str, piece: str) -> int:
    hour, minute, second = (int(part) for part in (*text.split(":"), "0", "0")[:3])
    if minute > 59 or second > 59:
        raise OpeningUnread(piece)
    return hour * 3600 + minute * 60 + second


def _said(rule: HoursRule) -> str:
    parts = [",".join(_span_said(span) for span in rule.spans)]
    parts.append(",".join([*_runs(rule.days), *(["PH"] if rule.holidays else [])]))
    if rule.adds and not any(parts):
        # Hours alone after a comma would belong to the rule before.
        parts = ["Mo-Su"]
    if not rule.windows:
        parts.append("off")
    else:
        parts.append(
            ",".join(f"{_clock(w.start_s)}-{_clock(w.end_s)}" for w in rule.windows)
        )
    return " ".join(part for part in parts if part)


def _runs(days: Sequence[int]) -> Iterable[str]:
    """Three or more in a row as a range."""
    run: list[int] = []
    for day in (*sorted(days), 99):
        if run and day != run[-1] + 1:
            if len(run) > 2:
                yield f"{DAYS[run[0]]}-{DAYS[run[-1]]}"
            else:
                yield from (DAYS[one] for one in run)
            run = []
        run.append(day)


def _span_said(span: DateSpan) -> str:
    first = _date_said(span.first)
    return first if span.last == span.first else f"{first}-{_date_said(span.last)}"


def _date_said(at: tuple[int, int, int]) -> str:
    year, month, day = at
    said = f"{MONTHS[month - 1]} {day:02}"
    return f"{year:04} {said}" if year else said


def _clock(second: int) -> str:
    hour, rest = divmod(second, 3600)
    minute, left = divmod(rest, 60)
    return f"{hour:02}:{minute:02}" + (f":{left:02}" if left else "")

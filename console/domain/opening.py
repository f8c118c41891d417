"""When something is open: rules by weekday, date and public holiday, on the wall clock.

The rules are those of OpenStreetMap's opening_hours: they stand in order, and the last
one that matches a date decides it, but for rules that only add hours. Hours run on the
wall clock of the depot's zone and may pass midnight ("22:00-02:00" belongs to the day
it begins on). `console.domain.opening_text` reads and writes them as text.

Resolved for a service date they become windows of planner seconds, right on days of 23
and 25 hours too: a time that a change of clocks skips counts as the instant of the
change, a time that comes twice begins with the first and ends with the second.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from console.domain.clock import ServiceDate
from console.domain.place import WHOLE_DAY, TimeWindow

DAY_S = 24 * 3600
LATEST_S = 2 * DAY_S
"""Hours may run to the end of the next day."""

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, order=True)
class WallWindow:
    """From `start_s` to `end_s` after midnight on the wall clock.

    0 <= start_s < 86,400 and start_s < end_s <= 172,800: what is over 24 hours runs
    into the next day.
    """

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class DateSpan:
    """From one date to another, both included; year 0 means every year.

    Both years are 0 or none is. A yearly span may run over New Year.
    """

    first: tuple[int, int, int]
    """Year, month, day."""
    last: tuple[int, int, int]

    def __contains__(self, on: date) -> bool:
        """Whether a date lies in the span."""
        if self.first[0]:
            return self.first <= (on.year, on.month, on.day) <= self.last
        day, first, last = (on.month, on.day), self.first[1:], self.last[1:]
        if first <= last:
            return first <= day <= last
        return day >= first or day <= last


@dataclass(frozen=True, slots=True)
class HoursRule:
    """Hours on some days. Neither `days` nor `holidays` means every day.

    `days` are weekdays, Monday 0. No `windows` means closed. A rule that `adds` leaves
    the hours of rules before it standing.
    """

    windows: tuple[WallWindow, ...] = ()
    days: tuple[int, ...] = ()
    holidays: bool = False
    spans: tuple[DateSpan, ...] = ()
    adds: bool = False

    def matches(self, on: date, *, holiday: bool) -> bool:
        """Whether the rule says something about a date."""
        if self.spans and not any(on in span for span in self.spans):
            return False
        if not self.days and not self.holidays:
            return True
        return on.weekday() in self.days or (self.holidays and holiday)


@dataclass(frozen=True, slots=True)
class Opening:
    """Rules in order; a date that none matches is a closed one."""

    rules: tuple[HoursRule, ...]

    def on(self, day: date, holidays: Collection[date] = ()) -> tuple[WallWindow, ...]:
        """The hours that begin on a date, in order, as the rules have them."""
        found: tuple[WallWindow, ...] = ()
        for rule in self.rules:
            if rule.matches(day, holiday=day in holidays):
                found = (*found, *rule.windows) if rule.adds else rule.windows
        return tuple(sorted(found))

    def windows(
        self, on: ServiceDate, holidays: Collection[date] = ()
    ) -> tuple[TimeWindow, ...]:
        """The same as planner seconds of a service date, joined, within WHOLE_DAY.

        What began on the evening before is in it, and the first hour of the next date.
        """
        return self._resolved(on, holidays, (-1, 0, 1))

    def begun(
        self, on: ServiceDate, holidays: Collection[date] = ()
    ) -> tuple[TimeWindow, ...]:
        """As `windows`, but only what begins on the date itself: shifts."""
        return self._resolved(on, holidays, (0,))

    def _resolved(
        self, on: ServiceDate, holidays: Collection[date], offsets: tuple[int, ...]
    ) -> tuple[TimeWindow, ...]:
        spans: list[tuple[int, int]] = []
        for offset in offsets:
            day = on.day + timedelta(days=offset)
            for window in self.on(day, holidays):
                start = on.second(_instant(on, day, window.start_s, last=False))
                end = on.second(_instant(on, day, window.end_s, last=True))
                spans.append((start, end))
        return _joined(spans)


ALWAYS: Final = Opening((HoursRule((WallWindow(0, DAY_S),)),))
"""Around the clock, every day."""
NEVER: Final = Opening((HoursRule(),))


def daily(*windows: tuple[int, int]) -> Opening:
    """The same hours every day, as pairs of wall seconds."""
    return Opening((HoursRule(tuple(WallWindow(*window) for window in windows)),))


def weekly(
    week: Sequence[Iterable[WallWindow]],
    holiday: Iterable[WallWindow] | None = None,
    exceptions: Iterable[HoursRule] = (),
) -> Opening:
    """Hours of seven weekdays from Monday, of holidays (None: as the weekday), and
    rules that overrule both, as a form with a grid of a week has them.

    Weekdays of equal hours share a rule.
    """
    days: dict[tuple[WallWindow, ...], list[int]] = {}
    for day, windows in enumerate(week):
        days.setdefault(tuple(windows), []).append(day)
    if len(days) == 1:
        rules = [HoursRule(next(iter(days)))]
    else:
        rules = [HoursRule(hours, tuple(on)) for hours, on in days.items() if hours]
    if holiday is not None:
        rules.append(HoursRule(tuple(holiday), holidays=True))
    return Opening((*rules, *exceptions))


def week_of(opening: Opening) -> tuple[tuple[WallWindow, ...], ...]:
    """Hours of Monday to Sunday and, eighth, of a public holiday that is a Monday.

    Rules for certain dates are left out: `exceptions_of` has them.
    """
    standing = Opening(tuple(rule for rule in opening.rules if not rule.spans))
    monday = date(2024, 1, 1)
    days = [monday + timedelta(days=n) for n in range(7)]
    return (*(standing.on(day) for day in days), standing.on(monday, {monday}))


def exceptions_of(opening: Opening) -> tuple[HoursRule, ...]:
    """The rules for certain dates, in order."""
    return tuple(rule for rule in opening.rules if rule.spans)


def _instant(on: ServiceDate, day: date, second: int, *, last: bool) -> datetime:
    """The instant at which the wall clock shows a second of a date.

    Of a time that comes twice the first, or the `last`; of one that is skipped the
    instant of the change.
    """
    days, rest = divmod(second, DAY_S)
    wall = datetime(day.year, day.month, day.day) + timedelta(days, rest)  # noqa: DTZ001
    local = wall.replace(tzinfo=on.zone)
    before, after = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if before <= after:
        return after if last else before
    # Skipped: `after` lies before the change, `before` behind it.
    offset = after.astimezone(on.zone).utcoffset()
    while before - after > _SECOND:
        middle = after + (before - after) // 2
        if middle.astimezone(on.zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return before.replace(microsecond=0)


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[TimeWindow, ...]:
    """In order, those that touch made one, clipped to WHOLE_DAY."""
    found: list[TimeWindow] = []
    for first, last in sorted(spans):
        start = max(first, WHOLE_DAY.start_s)
        end = min(last, WHOLE_DAY.end_s)
        if end <= start:
            continue
        if found and start <= found[-1].end_s:
            end = max(end, found[-1].end_s)
            found[-1] = TimeWindow(found[-1].start_s, end)
        else:
            found.append(TimeWindow(start, end))
    return tuple(found)

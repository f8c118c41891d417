"""A month of days: one cell a date, whole weeks, and what each day wants.

The cells are those of a printed calendar: from the Monday on or before the first of
the month to the Sunday on or after its last, so 28 to 42 of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from console.domain.day import DayState

WEEK = 7


@dataclass(frozen=True, slots=True)
class DayCount:
    """What is known of one date."""

    date: date
    state: DayState
    waves: int = 0
    parcels: int = 0
    unplanned: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True)
class DayCell:
    """One date of the calendar. `inside` the month; `off` nobody works."""

    date: date
    state: DayState
    waves: int
    parcels: int
    unplanned: int
    problems: int
    inside: bool
    today: bool
    shown: bool
    """The day the desk works on."""
    off: bool
    read_only: bool


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month in whole weeks, Monday first. `month` is its first date."""

    month: date
    weeks: tuple[tuple[DayCell, ...], ...]
    previous: date
    next: date
    open_before_today: tuple[date, ...]
    """Days that are past, had parcels and are not closed."""

    def cell(self, on: date) -> DayCell | None:
        """The cell of a date, None outside the weeks shown."""
        for week in self.weeks:
            for one in week:
                if one.date == on:
                    return one
        return None


def month_dates(month: date) -> tuple[date, date]:
    """The first and last date that a month's cells show, both included."""
    first = month.replace(day=1)
    last = _following(first) - timedelta(days=1)
    start = first - timedelta(days=first.weekday())
    return start, last + timedelta(days=WEEK - 1 - last.weekday())


def month_view(
    month: date,
    counts: Iterable[DayCount],
    *,
    today: date,
    shown: date | None = None,
    off: frozenset[date] = frozenset(),
) -> MonthView:
    """The month of any date in it; dates without a count are empty days."""
    known: Mapping[date, DayCount] = {one.date: one for one in counts}
    first = month.replace(day=1)
    start, end = month_dates(first)
    cells = [
        _cell(
            known.get(on) or DayCount(on, DayState.EMPTY),
            first=first,
            today=today,
            shown=shown,
            off=off,
        )
        for on in (start + timedelta(days=n) for n in range((end - start).days + 1))
    ]
    weeks = tuple(tuple(cells[n : n + WEEK]) for n in range(0, len(cells), WEEK))
    late = tuple(
        one.date
        for one in cells
        if one.date < today
        and one.state not in {DayState.CLOSED, DayState.EMPTY}
        and one.parcels
    )
    before = (first - timedelta(days=1)).replace(day=1)
    return MonthView(first, weeks, before, _following(first), late)


def _following(first: date) -> date:
    """The first of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def _cell(
    one: DayCount,
    *,
    first: date,
    today: date,
    shown: date | None,
    off: frozenset[date],
) -> DayCell:
    return DayCell(
        one.date,
        one.state,
        one.waves,
        one.parcels,
        one.unplanned,
        one.problems,
        inside=(one.date.year, one.date.month) == (first.year, first.month),
        today=one.date == today,
        shown=one.date == shown,
        off=one.date in off,
        read_only=one.state is DayState.CLOSED,
    )

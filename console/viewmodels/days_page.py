"""The page "Days": a month, the day that is looked at, the waves of the open one.

What a person types into a wave is read here too: a departure is a time of day on the
depot's wall, a turnaround whole minutes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from console.domain.clock import ServiceDate
from console.domain.day import TURNAROUND_S, DayState, Wave
from console.viewmodels.closing import SummaryView
from console.viewmodels.day_calendar import MonthView

OVER_S = 30 * 3600
"""From 06:00 of the next date a day is over: night rounds are back by then."""
LONGEST_MIN = 24 * 60
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h]?(\d{2}))?$")


class ReadOnly(StrEnum):
    """Why nothing of a day may be changed at the desk."""

    NO = ""
    CLOSED = "closed"
    OVER = "over"
    """Past, and not closed yet: closing it is what is left to do."""


class WaveField(StrEnum):
    """What can be said of a wave."""

    NAME = "name"
    DEPARTURE = "departure"
    TURNAROUND = "turnaround"


class Unreadable(ValueError):
    """What was typed means no time and no number of minutes."""


@dataclass(frozen=True, slots=True)
class DepotChoice:
    """A depot of this store."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave. `departure` is local "HH:MM", "" for as the shifts say."""

    id: str
    number: int
    name: str
    departure: str
    turnaround_min: int
    parcels: int
    state: DayState
    worked_on: bool
    wrong: WaveField | None = None
    """The field whose text could not be read; `typed` is that text."""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class DaysPageView:
    """The page. `chosen` is the date looked at, `waves` are those of `open_date`."""

    month: MonthView
    chosen: date
    today: date
    open_date: date | None = None
    waves: tuple[WaveRow, ...] = ()
    pool: int = 0
    """Parcels of the open day that are in no wave."""
    read_only: ReadOnly = ReadOnly.NO
    """Of the open day."""
    depots: tuple[DepotChoice, ...] = ()
    depot: str = ""
    figures: SummaryView | None = None
    """Of the chosen day, where it is or was closed."""


def read_only(on: ServiceDate, now_s: int, *, closed: bool) -> ReadOnly:
    """Why a day may not be changed now; `now_s` is the day's own planner second."""
    if closed:
        return ReadOnly.CLOSED
    return ReadOnly.OVER if now_s >= OVER_S else ReadOnly.NO


def wave_rows(
    standings: Iterable[tuple[Wave, int, DayState]],
    worked_on: Wave,
    on: ServiceDate,
) -> tuple[WaveRow, ...]:
    """Rows of waves, each with its parcels and how far its plan is."""
    return tuple(
        WaveRow(
            str(wave.id),
            wave.number,
            wave.name,
            departure_text(wave.departure_s, on),
            wave.turnaround_s // 60,
            parcels,
            state,
            wave.id == worked_on.id,
        )
        for wave, parcels, state in standings
    )


def departure_text(second: int | None, on: ServiceDate) -> str:
    """A planner second as the clock on the wall shows it."""
    return "" if second is None else f"{on.local(second):%H:%M}"


def departure_second(text: str, on: ServiceDate) -> int | None:
    """What "7", "730", "7.30" or "07:30" means; None for nothing.

    Raises Unreadable.
    """
    given = text.strip()
    if not given:
        return None
    found = _CLOCK.match(given)
    if found is None:
        raise Unreadable(given)
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise Unreadable(given)
    return on.local_second(time(hour, minute))


def turnaround_seconds(text: str) -> int:
    """Whole minutes as seconds; what is usual for nothing. Raises Unreadable."""
    given = text.strip()
    if not given:
        return TURNAROUND_S
    if not given.isascii() or not given.isdigit() or int(given) > LONGEST_MIN:
        raise Unreadable(given)
    return int(given) * 60

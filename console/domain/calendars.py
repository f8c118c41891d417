"""Dated facts about a depot: public holidays, closures of sites, shifts, absences.

A calendar is kept as what it comes to, entry by entry, from the first to the last date
it was worked out for (`covers`): rules of repetition are an affair of the file it came
from. Beyond that it says nothing, and `DepotDay.stale` names it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from console.domain.clock import ServiceDate
from console.domain.ids import CalendarId


class EntryKind(StrEnum):
    """What an entry says of its time."""

    HOLIDAY = "holiday"
    """A public holiday, by the dates it touches."""
    CLOSURE = "closure"
    """A site is closed, for couriers and customers; `about` is its id or name."""
    SHIFT = "shift"
    """A vehicle, or a courier, works; `about` is a vehicle's id or a courier."""
    ABSENCE = "absence"
    """A vehicle or a courier is away."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """From `start` to `end` (not included), aware UTC instants.

    An entry of whole days runs from midnight to midnight in the depot's zone. Empty
    `about` means every site, or everybody.
    """

    kind: EntryKind
    start: datetime
    end: datetime
    about: str = ""
    summary: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Entries in order of their start, and the dates they were worked out for."""

    id: CalendarId
    name: str
    first: date
    last: date
    entries: tuple[CalendarEntry, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether silence about a date means that nothing is to be said."""
        return self.first <= day <= self.last

    def touching(
        self, on: ServiceDate, kind: EntryKind, *, end_s: int
    ) -> tuple[CalendarEntry, ...]:
        """Entries of a kind that overlap planner seconds 0 to `end_s` of a date."""
        start, end = on.zero, on.instant(end_s)
        return tuple(
            entry
            for entry in self.entries
            if entry.kind is kind and entry.start < end and entry.end > start
        )

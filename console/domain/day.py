"""The day of a depot, its waves, and the revisions of each wave's plan."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from console.domain.clock import ServiceDate
from console.domain.ids import DayId, DepotId, RevisionId, WaveId


class RevisionState(StrEnum):
    """A wave has at most one published revision; publishing supersedes the last."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class LockLevel(StrEnum):
    """How much of a route may still change, from everything to nothing."""

    OPEN = "open"
    SEQUENCE = "sequence"
    """Stops keep their order; new ones may be put between them."""
    ALL = "all"
    """Nothing is put in, taken out or moved."""
    DEPARTED = "departed"
    """On the road: as `ALL`, and set by the departure itself."""


@dataclass(frozen=True, slots=True)
class Day:
    """One depot on one service date."""

    id: DayId
    depot: DepotId
    date: date


@dataclass(frozen=True, slots=True)
class Wave:
    """One departure of the day, planned on its own."""

    id: WaveId
    day: DayId
    number: int


@dataclass(frozen=True, slots=True)
class Revision:
    """One plan of a wave; `number` counts from 1 within the wave."""

    id: RevisionId
    wave: WaveId
    number: int
    state: RevisionState
    made: datetime


def day_id(depot: DepotId, service_date: date) -> DayId:
    """The one name of a depot's day."""
    return DayId(f"{depot}/{service_date.isoformat()}")


def wave_id(day: DayId, number: int) -> WaveId:
    """The one name of a day's wave."""
    return WaveId(f"{day}/w{number}")


def revision_id(wave: WaveId, number: int) -> RevisionId:
    """The one name of a wave's revision."""
    return RevisionId(f"{wave}/r{number}")


@dataclass(frozen=True, slots=True)
class OpenDay:
    """The day and wave that a desk works on, with the depot's clock."""

    day: Day
    wave: Wave
    date: ServiceDate

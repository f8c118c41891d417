"""The day of a depot, its waves, and the revisions of each wave's plan."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from console.domain.clock import ServiceDate
from console.domain.ids import ActorId, DayId, DepotId, RevisionId, WaveId

TURNAROUND_S = 900
"""From the depot's gate back to it: unload, load, sign. Assumed; set it by wave."""
NOBODY = ActorId("")


class RevisionState(StrEnum):
    """A wave has at most one published revision; publishing supersedes the last."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"
    """A draft that somebody gave up; it can be taken up again."""


class DayState(StrEnum):
    """How far a day is, from an empty page to a closed book."""

    EMPTY = "empty"
    IMPORTING = "importing"
    """Parcels have come; no wave has a plan."""
    PLANNED = "planned"
    PUBLISHED = "published"
    RUNNING = "running"
    """At least one vehicle has left."""
    CLOSED = "closed"
    """Read-only until it is opened again with a reason."""


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
    """One departure of the day, planned on its own.

    `departure_s` is the planner second before which no vehicle leaves, None for "as
    the shifts say". A vehicle that comes back from this wave may leave again
    `turnaround_s` later.
    """

    id: WaveId
    day: DayId
    number: int
    name: str = ""
    departure_s: int | None = None
    turnaround_s: int = TURNAROUND_S


@dataclass(frozen=True, slots=True)
class Revision:
    """One plan of a wave; `number` counts from 1 within the wave.

    Of the drafts at most one is `chosen`: it is the one that is worked on and that
    publishing takes. `based_on` is the revision it was made from. `actor` is who
    made it last what it is, published it where it is published.
    """

    id: RevisionId
    wave: WaveId
    number: int
    state: RevisionState
    made: datetime
    name: str = ""
    based_on: RevisionId | None = None
    chosen: bool = False
    actor: ActorId = NOBODY


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

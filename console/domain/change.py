"""A change after publishing: what came in late, waiting for a person to accept it.

Until its wave is published a late row, a cancellation or a correction simply counts.
Afterwards people work by the published plan, so it becomes a change: asked, priced,
then accepted into a new draft or rejected with a reason. An accepted change can be
taken back until its draft is published; then it is `done`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.ids import (
    ActorId,
    ChangeId,
    CompartmentId,
    DayId,
    ParcelId,
    RevisionId,
    SiteId,
    VehicleId,
    WaveId,
)
from console.domain.money import Money
from console.domain.parcel import Parcel
from console.domain.problem import Channel
from console.domain.reasons import Reason

_NOTHING = Money(0)


class ChangeKind(StrEnum):
    """What came in."""

    LATE = "late"
    """A new parcel, in the day's pool until it is accepted into the wave."""
    EDITED = "edited"
    """A row that differs from the parcel as it was planned."""
    CORRECTED = "corrected"
    """The parcel's address lies elsewhere."""
    CANCELLED = "cancelled"
    REVIVED = "revived"
    """A cancelled parcel is announced again."""
    DOOR_FAULT = "door_fault"
    """A compartment that the plan counts on can no longer be used."""
    VEHICLE_FAULT = "vehicle_fault"
    """A vehicle or its courier is not there."""


class ChangeState(StrEnum):
    """From asked to done."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    """In a draft; may still be taken back."""
    REJECTED = "rejected"
    DONE = "done"
    """Published, or settled by the day's close."""

    @property
    def open(self) -> bool:
        """Whether something may still be decided about it."""
        return self in {ChangeState.WAITING, ChangeState.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Consequence:
    """What accepting a change comes to, against the plan as it stands.

    `cost`, `seconds` and `metres` are more (or, negative, saved). `vehicle`, `channel`
    and `site` say where a parcel would go best, None where nowhere. `late_s` is how
    late the parcel would be there; `breaks` is what no longer fits, as a code of the
    evaluator ("" for nothing). `parcels` are touched besides its own.
    """

    cost: Money = _NOTHING
    seconds: int = 0
    metres: int = 0
    vehicle: VehicleId | None = None
    channel: Channel | None = None
    site: SiteId | None = None
    late_s: int = 0
    breaks: str = ""
    parcels: tuple[ParcelId, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to decide. `given` is the parcel as it would be, for edits.

    `before` is the parcel as it was when the change was accepted; `revision` the draft
    that carries it.
    """

    id: ChangeId
    day: DayId
    wave: WaveId
    kind: ChangeKind
    state: ChangeState
    at: datetime
    actor: ActorId
    parcel: ParcelId | None = None
    compartment: CompartmentId | None = None
    vehicle: VehicleId | None = None
    given: Parcel | None = None
    consequence: Consequence | None = None
    reason: Reason | None = None
    decided_at: datetime | None = None
    decided_by: ActorId | None = None
    revision: RevisionId | None = None

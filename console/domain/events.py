"""What the journal says: facts that happened, each once, each by somebody.

Bodies hold ids and whole numbers only, never a name or an address, so that a person can
be erased without breaking the chain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from console.domain.ids import (
    ActorId,
    CompartmentId,
    IdempotencyKey,
    ParcelId,
    StationId,
)

Body = Mapping[str, "str | int | list[str]"]


class EventKind(StrEnum):
    """Everything the journal can say."""

    DEPOT_IMPORTED = "depot_imported"
    DEPOT_EDITED = "depot_edited"
    DEPOT_ARCHIVED = "depot_archived"
    DEPOT_RESTORED = "depot_restored"
    DEPOT_REMOVED = "depot_removed"
    MANIFEST_IMPORTED = "manifest_imported"
    PARCEL_IMPORTED = "parcel_imported"
    PARCEL_UPDATED = "parcel_updated"
    PARCEL_HELD = "parcel_held"
    PARCEL_RELEASED = "parcel_released"
    PLAN_BUILT = "plan_built"
    PLAN_EDITED = "plan_edited"
    PLAN_PUBLISHED = "plan_published"
    ROUTE_DEPARTED = "route_departed"
    STOP_SERVED = "stop_served"
    PARCEL_DELIVERED = "parcel_delivered"
    PARCEL_RETURNED = "parcel_returned"
    OPENING_INTENDED = "opening_intended"
    OPENING_SENT = "opening_sent"
    DOOR_OPENED = "door_opened"
    DOOR_CLOSED = "door_closed"
    OPENING_FAILED = "opening_failed"
    OPENING_EXPIRED = "opening_expired"
    OPENING_IN_DOUBT = "opening_in_doubt"
    DOOR_OBSERVED = "door_observed"
    DOOR_OPENED_UNASKED = "door_opened_unasked"
    PARCEL_DEPOSITED = "parcel_deposited"
    DEPOSIT_COLLECTED = "deposit_collected"
    DEPOSIT_PULLED = "deposit_pulled"
    DEPOSIT_FAILED = "deposit_failed"
    DEPOSIT_EXTENDED = "deposit_extended"
    DOOR_REOPENED = "door_reopened"
    CODE_ISSUED = "code_issued"
    CODE_REVOKED = "code_revoked"
    CODE_REFUSED = "code_refused"
    CODE_LOCKED_OUT = "code_locked_out"
    COMPARTMENT_RESERVED = "compartment_reserved"
    COMPARTMENT_FREED = "compartment_freed"
    COMPARTMENT_SUSPECT = "compartment_suspect"
    COMPARTMENT_CLEARED = "compartment_cleared"
    SERVICE_CHANGED = "service_changed"
    ADDRESS_CORRECTED = "address_corrected"
    CORRECTION_FORGOTTEN = "correction_forgotten"
    WAVE_CHANGED = "wave_changed"
    PARCELS_MOVED = "parcels_moved"
    DRAFT_CHANGED = "draft_changed"
    CHANGE_ASKED = "change_asked"
    CHANGE_ACCEPTED = "change_accepted"
    CHANGE_REJECTED = "change_rejected"
    CHANGE_TAKEN_BACK = "change_taken_back"
    PARCEL_CANCELLED = "parcel_cancelled"
    PARCEL_REVIVED = "parcel_revived"
    PARCEL_CARRIED_OVER = "parcel_carried_over"
    PARCEL_MISSING = "parcel_missing"
    VEHICLE_ABSENT = "vehicle_absent"
    VEHICLE_BACK = "vehicle_back"
    DAY_CLOSED = "day_closed"
    DAY_REOPENED = "day_reopened"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact. `source` and `source_key` together never occur twice."""

    at: datetime
    kind: EventKind
    actor: ActorId
    station: StationId
    source: str
    source_key: IdempotencyKey
    parcel: ParcelId | None = None
    compartment: CompartmentId | None = None
    body: Body = field(default_factory=dict)
    id: int = 0
    """Its place in the journal, given when it is written; 0 before."""

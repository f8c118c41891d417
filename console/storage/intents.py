"""Door intents: every wish to open a door, written down before anything moves.

    intended -> sent -> opened -> closed
        |         |        '----> in_doubt
        |         |-> failed | in_doubt
        '-> expired | failed

`intended`: nothing has left. `sent`: an unlock may have left. `opened`: the sensor
confirmed it. `closed`: it was seen closed again. `failed`: it did not open. `expired`:
given up before anything left. `in_doubt`: nobody can say; a person decides. The first
three are live, and a compartment has one live intent at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.ids import (
    ActorId,
    CompartmentId,
    DepositId,
    IdempotencyKey,
    IntentId,
    StationId,
)
from console.storage.errors import Missing
from console.storage.tables import door_intent


class Purpose(StrEnum):
    """What a door is opened for."""

    DEPOSIT = "deposit"
    PICKUP = "pickup"
    INSPECT = "inspect"
    PULL = "pull"


class IntentState(StrEnum):
    """How far an opening has come."""

    INTENDED = "intended"
    SENT = "sent"
    OPENED = "opened"
    CLOSED = "closed"
    FAILED = "failed"
    EXPIRED = "expired"
    IN_DOUBT = "in_doubt"

    @property
    def live(self) -> bool:
        """Whether it still holds its compartment."""
        return self in LIVE


LIVE = frozenset({IntentState.INTENDED, IntentState.SENT, IntentState.OPENED})


@dataclass(frozen=True, slots=True)
class DoorIntent:
    """One wish to open one door. `outcome` is the code of why it ended as it did."""

    id: IntentId
    key: IdempotencyKey
    compartment: CompartmentId
    purpose: Purpose
    actor: ActorId
    station: StationId
    state: IntentState
    at: datetime
    changed: datetime
    second_actor: ActorId | None = None
    deposit: DepositId | None = None
    reason: str = ""
    outcome: str = ""
    pulse_ms: int = 0
    counter_before: int | None = None


def add(session: Session, intent: DoorIntent) -> None:
    """Raises Conflict at the commit's savepoint for a second live one."""
    session.execute(
        insert(door_intent).values(
            id=intent.id,
            key=intent.key,
            compartment_id=intent.compartment,
            purpose=intent.purpose,
            actor=intent.actor,
            second_actor=intent.second_actor,
            station=intent.station,
            deposit_id=intent.deposit,
            reason=intent.reason,
            state=intent.state,
            outcome=intent.outcome,
            pulse_ms=intent.pulse_ms,
            counter_before=intent.counter_before,
            at_ms=milliseconds(intent.at),
            changed_ms=milliseconds(intent.changed),
        )
    )


def move(
    session: Session,
    intent: IntentId,
    expected: Iterable[IntentState],
    state: IntentState,
    at: datetime,
    outcome: str = "",
) -> bool:
    """Takes an intent from one of the expected states on; False if it is elsewhere."""
    done = session.execute(
        update(door_intent)
        .where(
            door_intent.c.id == intent,
            door_intent.c.state.in_([str(one) for one in expected]),
        )
        .values(state=str(state), changed_ms=milliseconds(at), outcome=outcome)
        .returning(door_intent.c.id)
    ).all()
    return bool(done)


def get(session: Session, intent: IntentId) -> DoorIntent:
    """Raises Missing."""
    row = session.execute(
        select(door_intent).where(door_intent.c.id == intent)
    ).one_or_none()
    if row is None:
        raise Missing("door_intent", intent)
    return _intent(row)


def by_key(session: Session, key: IdempotencyKey) -> DoorIntent | None:
    """The intent of a wish that was spoken before."""
    row = session.execute(
        select(door_intent).where(door_intent.c.key == key)
    ).one_or_none()
    return None if row is None else _intent(row)


def live(
    session: Session, compartment: CompartmentId | None = None
) -> list[DoorIntent]:
    """Every intent that still holds its compartment, oldest first."""
    query = select(door_intent).where(door_intent.c.state.in_([str(s) for s in LIVE]))
    if compartment is not None:
        query = query.where(door_intent.c.compartment_id == compartment)
    order = query.order_by(door_intent.c.at_ms, door_intent.c.id)
    return [_intent(row) for row in session.execute(order)]


def in_doubt(session: Session, limit: int = 200) -> list[DoorIntent]:
    """The newest openings whose end nobody saw."""
    query = (
        select(door_intent)
        .where(door_intent.c.state == str(IntentState.IN_DOUBT))
        .order_by(door_intent.c.changed_ms.desc())
        .limit(limit)
    )
    return [_intent(row) for row in session.execute(query)]


def _intent(row: Row[Any]) -> DoorIntent:
    return DoorIntent(
        IntentId(row.id),
        IdempotencyKey(row.key),
        CompartmentId(row.compartment_id),
        Purpose(row.purpose),
        ActorId(row.actor),
        StationId(row.station),
        IntentState(row.state),
        from_milliseconds(row.at_ms),
        from_milliseconds(row.changed_ms),
        None if row.second_actor is None else ActorId(row.second_actor),
        None if row.deposit_id is None else DepositId(row.deposit_id),
        row.reason,
        row.outcome,
        row.pulse_ms,
        row.counter_before,
    )

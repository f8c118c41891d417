"""Suspect compartments: a person has looked and says what lies inside.

Nothing else ends the doubt. It takes two people, one who looked and one who confirms.
What the records say then follows from what was found and from what was under way.
"""

from enum import StrEnum

from sqlalchemy.orm import Session

from console.custody import rules
from console.custody.errors import DoorBusy, NeedsAnother, NotSuspect
from console.custody.openings import tell
from console.custody.rules import Issued
from console.domain.clock import Clock
from console.domain.code import CodeState
from console.domain.deposit import Deposit, DepositState
from console.domain.events import EventKind
from console.domain.ids import ActorId, CompartmentId, IdempotencyKey, IntentId
from console.domain.origin import Origin
from console.domain.parcel import ParcelState
from console.domain.site import Custody
from console.storage import codes, compartments, deposits, intents, journal, parcels
from console.storage.intents import DoorIntent, IntentState, Purpose
from console.storage.store import Store


class Found(StrEnum):
    """What a person saw inside."""

    EMPTY = "empty"
    PARCELS = "parcels"


async def settle(
    store: Store,
    clock: Clock,
    key: bytes,
    compartment: CompartmentId,
    found: Found,
    origin: Origin,
    second_actor: ActorId,
) -> Issued | None:
    """Ends the doubt about a compartment; a code where a deposit is confirmed by it.

    | under way        | parcels found            | found empty               |
    |------------------|--------------------------|---------------------------|
    | deposit opening  | it lies there, with code | it failed, free           |
    | deposit placed   | it lies there            | it was collected, free    |
    | nothing          | stays suspect            | free                      |

    The same key asked again changes nothing and returns None. Raises NeedsAnother,
    NotSuspect (also for parcels that no deposit knows), DoorBusy.
    """
    if not second_actor or second_actor == origin.actor:
        raise NeedsAnother(origin.actor)

    def unit(session: Session) -> Issued | None:
        now = clock.now()
        told = journal.fact(
            EventKind.COMPARTMENT_CLEARED,
            origin,
            now,
            compartment=compartment,
            body={"found": str(found), "second_actor": second_actor},
        )
        if journal.find(session, told.source, told.source_key) is not None:
            return None
        if compartments.get(session, compartment).custody is not Custody.SUSPECT:
            raise NotSuspect(compartment)
        if intents.live(session, compartment):
            raise DoorBusy(compartment)
        journal.append(session, told, now)
        one = deposits.live_in(session, compartment)
        if one is None:
            if found is Found.PARCELS:
                raise NotSuspect(compartment, "parcels of no deposit")
            compartments.set_custody(session, compartment, Custody.FREE)
            return None
        said = DoorIntent(
            IntentId(f"{origin.key}/settle"),
            IdempotencyKey(f"{origin.key}/settle"),
            compartment,
            Purpose.INSPECT,
            origin.actor,
            origin.station,
            IntentState.CLOSED,
            now,
            now,
            second_actor,
            one.id,
        )
        return _decide(session, key, one, said, found)

    return await store.write(unit)


def _decide(
    session: Session, key: bytes, one: Deposit, said: DoorIntent, found: Found
) -> Issued | None:
    opening = one.state is DepositState.OPENING
    if found is Found.PARCELS:
        if opening:
            return rules.place(session, key, said, one.id)
        compartments.set_custody(session, one.compartment, Custody.OCCUPIED)
        return None
    if opening:
        rules.give_up(session, said, one.id)
    else:
        _collected(session, one, said)
    rules.free(session, said, (Custody.SUSPECT,))
    return None


def _collected(session: Session, one: Deposit, said: DoorIntent) -> None:
    now = said.changed
    state = DepositState.COLLECTED
    deposits.move(session, one.id, (DepositState.PLACED,), state, now)
    codes.end(session, one.id, CodeState.REVOKED)
    parcels.set_states(session, one.parcels, ParcelState.COLLECTED, deposit=one.id)
    tell(session, EventKind.DEPOSIT_COLLECTED, said)

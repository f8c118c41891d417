"""What an opened and a closed door mean, purpose by purpose.

| purpose | opened                    | closed                 | not opened            |
|---------|---------------------------|------------------------|-----------------------|
| deposit | -                         | the locker has custody | the courier keeps it  |
| pickup  | the recipient has custody | compartment free       | nothing changed       |
| pull    | the courier has custody   | compartment free       | nothing changed       |
| inspect | -                         | -                      | -                     |

Every rule runs in the transaction of the step it belongs to. A deposit whose door was
pulsed and not seen open leaves its compartment suspect: a sensor that is stuck at
closed looks exactly like a jam, and somebody may have put the parcel in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from console.custody.openings import Rule, origin_of, suspect, tell
from console.domain import code
from console.domain.code import Code, CodeState
from console.domain.deposit import Deposit, DepositState
from console.domain.events import EventKind
from console.domain.ids import CabinetId, DepositId
from console.domain.origin import Origin
from console.domain.parcel import ParcelState
from console.domain.site import Custody
from console.storage import codes, compartments, deposits, journal, outbox, parcels
from console.storage.codes import CodeTag
from console.storage.errors import Missing
from console.storage.intents import DoorIntent, Purpose
from console.storage.journal import canonical

CODE_READY = "code_ready"
"""The outbox's peer for codes to be told to recipients."""


@dataclass(frozen=True, slots=True, repr=False)
class Issued:
    """A code in plain digits, handed back once and kept nowhere."""

    deposit: DepositId
    code: Code
    deadline: datetime


def rules(key: bytes) -> Mapping[Purpose, Rule]:
    """The rules of all purposes; `key` is the key of the pickup codes."""
    return {
        Purpose.DEPOSIT: DepositRule(key),
        Purpose.PICKUP: PickupRule(),
        Purpose.PULL: PullRule(),
        Purpose.INSPECT: InspectRule(),
    }


class DepositRule:
    """A courier puts parcels in."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def opened(self, session: Session, intent: DoorIntent) -> None:
        """Custody stays with the courier while the door is open."""

    def closed(self, session: Session, intent: DoorIntent) -> object:
        """The locker has custody; the recipient gets a code."""
        return place(session, self._key, intent, _of(intent))

    def failed(self, session: Session, intent: DoorIntent, *, pulsed: bool) -> None:
        """The courier keeps the parcels and takes another compartment."""
        give_up(session, intent, _of(intent))
        if pulsed:
            suspect(session, intent)
        else:
            free(session, intent, (Custody.RESERVED,))

    def doubted(self, session: Session, intent: DoorIntent) -> None:
        """The deposit keeps its compartment until a person has looked."""


class PickupRule:
    """A recipient takes parcels out, or opens once more within the grace time."""

    def opened(self, session: Session, intent: DoorIntent) -> None:
        """The recipient has custody and the code is spent."""
        name = _of(intent)
        if not deposits.move(
            session,
            name,
            (DepositState.PLACED,),
            DepositState.COLLECTED,
            intent.changed,
        ):
            tell(session, EventKind.DOOR_REOPENED, intent)
            return
        inside = parcels.of_deposit(session, name)
        codes.end(session, name, CodeState.USED, intent.changed)
        parcels.set_states(session, inside, ParcelState.COLLECTED, deposit=name)
        tell(session, EventKind.DEPOSIT_COLLECTED, intent)

    def closed(self, session: Session, intent: DoorIntent) -> object:
        """The compartment is free."""
        free(session, intent, (Custody.OCCUPIED,))
        return None

    def failed(self, session: Session, intent: DoorIntent, *, pulsed: bool) -> None:
        """The parcels still lie there and the code is still good."""

    def doubted(self, session: Session, intent: DoorIntent) -> None:
        """Nothing is claimed: what was true before the doubt stays written."""


class PullRule:
    """A courier takes out what nobody collected."""

    def opened(self, session: Session, intent: DoorIntent) -> None:
        """The courier has custody and the code is dead."""
        name = _of(intent)
        if deposits.move(
            session, name, (DepositState.PLACED,), DepositState.PULLED, intent.changed
        ):
            inside = parcels.of_deposit(session, name)
            codes.end(session, name, CodeState.REVOKED)
            parcels.set_states(session, inside, ParcelState.LOADED, deposit=name)
            tell(session, EventKind.DEPOSIT_PULLED, intent)

    def closed(self, session: Session, intent: DoorIntent) -> object:
        """The compartment is free."""
        free(session, intent, (Custody.OCCUPIED,))
        return None

    def failed(self, session: Session, intent: DoorIntent, *, pulsed: bool) -> None:
        """The parcels still lie there."""

    def doubted(self, session: Session, intent: DoorIntent) -> None:
        """Nothing is claimed."""


class InspectRule:
    """Somebody looks inside; no custody passes."""

    def opened(self, session: Session, intent: DoorIntent) -> None:
        """Only the event says so."""

    def closed(self, session: Session, intent: DoorIntent) -> object:
        """Only the event says so."""
        return None

    def failed(self, session: Session, intent: DoorIntent, *, pulsed: bool) -> None:
        """Only the event says so."""

    def doubted(self, session: Session, intent: DoorIntent) -> None:
        """The compartment is suspect, which is enough."""


def place(session: Session, key: bytes, intent: DoorIntent, name: DepositId) -> Issued:
    """The deposit lies in its compartment: states, events and a fresh code."""
    moment = intent.changed
    deposits.move(session, name, (DepositState.OPENING,), DepositState.PLACED, moment)
    one = deposits.get(session, name)
    compartments.set_custody(session, one.compartment, Custody.OCCUPIED)
    parcels.set_states(
        session,
        one.parcels,
        ParcelState.DEPOSITED,
        deposit=name,
        compartment=one.compartment,
    )
    journal.append_all(
        session,
        [
            journal.fact(
                EventKind.PARCEL_DEPOSITED,
                origin_of(intent),
                moment,
                parcel=parcel,
                compartment=one.compartment,
                body={"deposit": name, "intent": intent.id},
            )
            for parcel in one.parcels
        ],
        moment,
    )
    return issue(session, key, one, origin_of(intent), moment)


def give_up(session: Session, intent: DoorIntent, name: DepositId) -> None:
    """The deposit never came to lie anywhere; its parcels are let go."""
    deposits.move(
        session, name, (DepositState.OPENING,), DepositState.FAILED, intent.changed
    )
    tell(session, EventKind.DEPOSIT_FAILED, intent)


def free(session: Session, intent: DoorIntent, expected: tuple[Custody, ...]) -> None:
    """The compartment is free if it was as expected; told only then."""
    if compartments.set_custody(session, intent.compartment, Custody.FREE, expected):
        tell(session, EventKind.COMPARTMENT_FREED, intent)


def issue(
    session: Session, key: bytes, one: Deposit, origin: Origin, at: datetime
) -> Issued:
    """A fresh code for a deposit; codes it had before are dead.

    The plain digits go back to the caller and, sealed, into the outbox.
    """
    cabinet = compartments.get(session, one.compartment).cabinet
    codes.end(session, one.id, CodeState.REVOKED)
    name = codes.next_id(session, one.id)
    fresh = code.draw(lambda wished: taken(session, key, cabinet, wished, at))
    codes.add(
        session,
        CodeTag(
            name,
            one.id,
            cabinet,
            code.tag(key, cabinet, one.id, fresh),
            CodeState.LIVE,
            one.deadline,
            at,
        ),
    )
    body = {"deposit": one.id, "code": name, "sealed": code.seal(key, name, fresh)}
    outbox.put(session, CODE_READY, name, canonical(body), at)
    journal.append(
        session,
        journal.fact(
            EventKind.CODE_ISSUED,
            origin,
            at,
            compartment=one.compartment,
            body={"deposit": one.id, "code": name},
        ),
        at,
    )
    return Issued(one.id, fresh, one.deadline)


def taken(
    session: Session, key: bytes, cabinet: CabinetId, wished: Code, at: datetime
) -> bool:
    """Whether a code would open another door of the cabinet."""
    return matching(session, key, cabinet, wished, at) is not None


def matching(
    session: Session, key: bytes, cabinet: CabinetId, typed: str, at: datetime
) -> CodeTag | None:
    """The tag a code belongs to. Looks at all of them, whichever it is."""
    found: CodeTag | None = None
    for one in codes.at_cabinet(session, cabinet, at):
        if code.matches(key, cabinet, one.deposit, typed, one.tag):
            found = one
    return found


def _of(intent: DoorIntent) -> DepositId:
    if intent.deposit is None:
        raise Missing("deposit of intent", intent.id)
    return intent.deposit

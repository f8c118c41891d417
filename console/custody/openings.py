"""The values of an opening: the wish, the door, the rules, the end.

A `Rule` says what the steps of an opening mean for custody; `rules` has one for every
purpose. They are apart from the sequence (`doors`) because both use these.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from console.domain.events import EventKind
from console.domain.ids import ActorId, CompartmentId, DepositId, IdempotencyKey
from console.domain.origin import Origin
from console.domain.site import Custody
from console.storage import compartments, journal
from console.storage.intents import DoorIntent, Purpose
from hardware.cabinet import Cabinet, DoorAddress


@dataclass(frozen=True, slots=True)
class Door:
    """Where a compartment's door is reached."""

    cabinet: Cabinet
    address: DoorAddress


type FindDoor = Callable[[CompartmentId], Door | None]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a wish comes to: this door, for this.

    `reason` is a person's words and stays out of the journal. `even_if_open`: a person
    decided to pulse a door that reads open or unknown; for inspections only.
    """

    compartment: CompartmentId
    purpose: Purpose
    deposit: DepositId | None = None
    reason: str = ""
    second_actor: ActorId | None = None
    even_if_open: bool = False


class Rule(Protocol):
    """What the steps of an opening mean for custody, by purpose.

    Plain functions of a session, run in the transaction of the step they belong to and
    free of anything a crash would lose, because a restart calls them too.
    """

    def opened(self, session: Session, intent: DoorIntent) -> None:
        """The door was confirmed open."""

    def closed(self, session: Session, intent: DoorIntent) -> object:
        """The door was confirmed closed after that; the result is handed back once."""

    def failed(self, session: Session, intent: DoorIntent, *, pulsed: bool) -> None:
        """The door did not open, as far as its sensor can tell."""

    def doubted(self, session: Session, intent: DoorIntent) -> None:
        """Nobody can say; the compartment is already suspect."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How an opening ended, and what its rule handed back (the first time only)."""

    intent: DoorIntent
    result: object = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a restart made of the openings it found; `watched` still stand open."""

    settled: tuple[DoorIntent, ...]
    watched: tuple[DoorIntent, ...]


def tell(
    session: Session, kind: EventKind, intent: DoorIntent, *, pulsed: bool = False
) -> None:
    """Writes an event of an opening, once for every opening and kind.

    `pulsed` says of an opening that failed that an unlock may have left all the same.
    """
    said = {
        "intent": intent.id,
        "purpose": str(intent.purpose),
        "deposit": intent.deposit,
        "outcome": intent.outcome,
        "second_actor": intent.second_actor,
        "pulsed": int(pulsed),
    }
    told = journal.fact(
        kind,
        origin_of(intent),
        intent.changed,
        compartment=intent.compartment,
        body={name: value for name, value in said.items() if value},
    )
    journal.append(session, told, intent.changed)


def origin_of(intent: DoorIntent) -> Origin:
    """Whose wish an opening was; its key is the opening's own."""
    return Origin(intent.actor, intent.station, IdempotencyKey(intent.id))


def suspect(session: Session, intent: DoorIntent) -> None:
    """Nobody can be sure of this compartment any more."""
    name = intent.compartment
    compartments.set_custody(session, name, Custody.SUSPECT)
    tell(session, EventKind.COMPARTMENT_SUSPECT, intent)


def key_of(origin: Origin) -> IdempotencyKey:
    """The key of a wish among those of all stations."""
    return IdempotencyKey(f"{origin.station}/{origin.key}")

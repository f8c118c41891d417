"""Deposits: parcels into a compartment, a code to its recipient."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from console.custody import rules
from console.custody.doors import Doors, Passage
from console.custody.errors import Elsewhere, NoneFree, NotPlaced
from console.custody.openings import Opening
from console.custody.rules import Issued
from console.domain import code
from console.domain.clock import Clock
from console.domain.code import KEEP, Code
from console.domain.deposit import Deposit, DepositState
from console.domain.events import EventKind
from console.domain.ids import CompartmentId, DepositId, ParcelId
from console.domain.origin import Origin
from console.domain.site import Custody
from console.storage import codes, compartments, deposits, intents, journal
from console.storage.intents import Purpose
from console.storage.store import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """Parcels of one recipient, and the compartments they may go into, best first.

    `recipient` is a reference (a parcel's or a customer's id), never a name.
    """

    parcels: tuple[ParcelId, ...]
    compartments: tuple[CompartmentId, ...]
    recipient: str
    keep: timedelta = KEEP


class Deposits:
    """Everything that may be done with a deposit but collecting it."""

    def __init__(self, store: Store, clock: Clock, doors: Doors, key: bytes) -> None:
        """`key` is the key of the pickup codes (console.storage.keys)."""
        self._store = store
        self._clock = clock
        self._doors = doors
        self._key = key

    async def place(self, wish: Wish, origin: Origin) -> Passage:
        """Opens the first usable of the compartments and returns when it is open.

        The result of `closed()` is an Issued: custody has passed and there is a code.
        Raises NoneFree, DoorBusy; trouble at the door is the intent's state, and then
        the wish is spoken again with another key. Raises Elsewhere for a parcel that
        lies somewhere already.
        """
        return await self._doors.open(
            origin, lambda session: self._reserve(session, wish, origin)
        )

    async def pull(self, name: DepositId, reason: str, origin: Origin) -> Passage:
        """Opens the door to take out what nobody collected. Raises NotPlaced."""

        def prepare(session: Session) -> Opening:
            one = _placed(session, name)
            return Opening(one.compartment, Purpose.PULL, name, reason)

        return await self._doors.open(origin, prepare)

    async def reissue(self, name: DepositId, origin: Origin) -> Issued | None:
        """A new code; the old one is dead. None: this key was asked before.

        Raises NotPlaced.
        """

        def unit(session: Session) -> Issued | None:
            moment = self._clock.now()
            one = _placed(session, name)
            told = journal.fact(
                EventKind.CODE_REVOKED, origin, moment, body={"deposit": name}
            )
            if journal.find(session, told.source, told.source_key) is not None:
                return None
            journal.append(session, told, moment)
            return rules.issue(session, self._key, one, origin, moment)

        return await self._store.write(unit)

    async def extend(
        self, name: DepositId, deadline: datetime, origin: Origin
    ) -> Deposit:
        """Moves the deadline of a deposit and of its code. Raises NotPlaced."""

        def unit(session: Session) -> Deposit:
            moment = self._clock.now()
            one = _placed(session, name)
            told = journal.fact(
                EventKind.DEPOSIT_EXTENDED,
                origin,
                moment,
                compartment=one.compartment,
                body={"deposit": name},
            )
            if journal.find(session, told.source, told.source_key) is None:
                journal.append(session, told, moment)
                deposits.extend(session, name, deadline)
                codes.extend(session, name, deadline)
            return deposits.get(session, name)

        return await self._store.write(unit)

    def unsealed(self, body: str) -> tuple[DepositId, Code]:
        """Deposit and plain code of an outbox row of `rules.CODE_READY`."""
        fields = json.loads(body)
        plain = code.unseal(self._key, fields["code"], fields["sealed"])
        return DepositId(fields["deposit"]), plain

    def _reserve(self, session: Session, wish: Wish, origin: Origin) -> Opening:
        moment = self._clock.now()
        _refuse_elsewhere(session, wish.parcels)
        chosen = _first_usable(session, wish.compartments)
        one = Deposit(
            DepositId(secrets.token_hex(8)),
            chosen,
            wish.parcels,
            DepositState.OPENING,
            moment + wish.keep,
        )
        deposits.add(session, one, wish.recipient, moment)
        compartments.set_custody(session, chosen, Custody.RESERVED)
        told = journal.fact(
            EventKind.COMPARTMENT_RESERVED,
            origin,
            moment,
            compartment=chosen,
            body={"deposit": one.id, "parcels": list(wish.parcels)},
        )
        journal.append(session, told, moment)
        return Opening(chosen, Purpose.DEPOSIT, one.id)


def _refuse_elsewhere(session: Session, wished: Sequence[ParcelId]) -> None:
    for one in deposits.live(session):
        inside = sorted({*one.parcels} & {*wished})
        if inside:
            raise Elsewhere(one.compartment, *inside)


def _first_usable(session: Session, wished: Sequence[CompartmentId]) -> CompartmentId:
    for name in wished:
        if compartments.get(session, name).usable and not intents.live(session, name):
            return name
    raise NoneFree(*wished)


def _placed(session: Session, name: DepositId) -> Deposit:
    one = deposits.get(session, name)
    if one.state is not DepositState.PLACED:
        raise NotPlaced(name, str(one.state))
    return one

"""Parcels come in: placed at their entrances, held where a person must look.

Reading the same manifest again changes nothing. An edited row updates its parcel and
says so; once the parcel's wave is published it becomes a change to accept, and so do
late orders and cancellations (console.storage.arrivals). A parcel whose address is not
sure is held with the reason; nothing is guessed.

Stair, floor and flat that a row has in its street line go where those of other rows
are, for the courier; whatever else the line says ("c/o") stays in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy.orm import Session

from console.domain.clock import Clock
from console.domain.customer import customer_key
from console.domain.day import OpenDay
from console.domain.events import EventKind
from console.domain.ids import ChangeId, ParcelId
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.place import Place
from console.domain.reasons import Reason, ReasonCode
from console.geo.addresses.corrections import correction_text, written
from console.geo.addresses.folding import normalised
from console.ground.messages import Address
from console.interchange.manifest import Manifest
from console.storage import arrivals, closings, corrections, journal, parcels
from console.storage.arrivals import Arrived
from console.storage.corrections import Correction
from console.storage.manifests import Intake as Taken
from console.storage.store import Store


class Locator(Protocol):
    """Whoever knows where addresses are."""

    async def locate(
        self,
        addresses: Sequence[Address],
        corrections: Mapping[str, tuple[float, float]],
    ) -> tuple[Place | Reason, ...]:
        """The entrance of every address, or why there is none to be sure of."""
        ...

    async def part(self, addresses: Sequence[Address]) -> tuple[tuple[str, str], ...]:
        """Every street line without stair, floor and flat, and those or ""."""
        ...


_MORE = re.compile(r"\d\S*[\s,;]+\S|\d.*,")
"""A street line that goes on after a number, as one with a unit does."""


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What a manifest did. `held` are the parcels that wait for a person now.

    `asked` are changes to a published plan that wait to be accepted. `cancelled` were
    cancelled at once; of the other cancellations `too_late` were handed over already
    and `unknown` name no parcel.
    """

    taken: Taken
    held: tuple[ParcelId, ...]
    digest: str
    asked: tuple[ChangeId, ...] = ()
    cancelled: tuple[ParcelId, ...] = ()
    too_late: tuple[ParcelId, ...] = ()
    unknown: tuple[ParcelId, ...] = ()


class Intake:
    """Use cases around parcels before they are planned."""

    def __init__(
        self, store: Store, clock: Clock, locator: Locator, secret: bytes = b""
    ) -> None:
        """`secret` keys the digests by which customers are told apart."""
        self._store = store
        self._clock = clock
        self._locator = locator
        self._secret = secret

    async def take(
        self, manifest: Manifest, open_day: OpenDay, origin: Origin
    ) -> IntakeReport:
        """Places a manifest's parcels and writes them into the day."""
        depot = open_day.day.depot
        known = await self._store.read(
            lambda session: corrections.known(session, depot)
        )
        rows = await self._parted(await self._placed(manifest.rows, known))
        now = self._clock.now()

        def unit(session: Session) -> Arrived:
            closings.refuse_closed(session, open_day.day.id)
            came = arrivals.take(
                session, open_day, rows, manifest.cancellations, origin, now
            )
            taken = came.taken
            told = journal.fact(
                EventKind.MANIFEST_IMPORTED,
                origin,
                now,
                body={
                    "day": open_day.day.id,
                    "digest": manifest.digest,
                    "new": len(taken.new),
                    "updated": len(taken.updated),
                    "unchanged": len(taken.unchanged),
                    "asked": len(came.asked),
                    "cancelled": len(came.cancelled),
                    "problems": len(manifest.problems),
                },
            )
            journal.append(session, told, now)
            return came

        came = await self._store.write(unit)
        held = tuple(row.id for row in rows if row.state is ParcelState.HELD)
        return IntakeReport(
            came.taken,
            held,
            manifest.digest,
            came.asked,
            came.cancelled,
            came.too_late,
            came.unknown,
        )

    async def cancel(
        self, names: Sequence[ParcelId], open_day: OpenDay, origin: Origin
    ) -> Arrived:
        """Cancels parcels that no published plan carries; asks about the others."""
        now = self._clock.now()
        return await self._store.write(
            lambda session: arrivals.cancel(session, open_day, names, origin, now)
        )

    async def hold(self, names: Sequence[ParcelId], origin: Origin) -> None:
        """Takes parcels out of planning until a person lets them go."""
        reason = Reason(ReasonCode.HELD_BY_PERSON)
        await self._set(
            names, ParcelState.HELD, EventKind.PARCEL_HELD, origin, reason=reason
        )

    async def release(self, names: Sequence[ParcelId], origin: Origin) -> None:
        """Lets held parcels be planned, those with a place; the others stay held."""
        found = await self._store.read(lambda session: parcels.many(session, names))
        placed = [
            one.id
            for one in found
            if one.place is not None and one.state is ParcelState.HELD
        ]
        await self._set(placed, ParcelState.READY, EventKind.PARCEL_RELEASED, origin)

    async def correct(
        self,
        name: ParcelId,
        place: Place,
        open_day: OpenDay,
        origin: Origin,
        *,
        for_customer: bool = False,
        address: str = "",
    ) -> None:
        """Puts a parcel where a person says, now and whenever its address comes.

        For everybody at this address, or for this customer only. `address` is what
        was chosen instead of a pin.

        Where a published plan carries it, that is a change to accept; what is learned
        of the address counts at once.
        """
        now = self._clock.now()

        def unit(session: Session) -> None:
            one = parcels.get(session, name)
            customer = self._customer(one) if for_customer else ""
            said = Correction(_text(one), place, customer=customer, address=address)
            corrections.learn(session, open_day.day.depot, said, origin, now)
            moved = replace(one, place=place)
            if arrivals.correct(session, open_day, moved, origin, now) is not None:
                return
            parcels.set_places(session, [(name, place)])
            if one.state is ParcelState.HELD:
                parcels.set_states(session, [name], ParcelState.READY)

        await self._store.write(unit)

    async def forget(
        self,
        name: ParcelId,
        open_day: OpenDay,
        origin: Origin,
        *,
        for_customer: bool = False,
    ) -> bool:
        """Takes back what was said of a parcel's address; False if nothing was.

        The parcel stays where it is until it comes in again.
        """
        now = self._clock.now()
        depot = open_day.day.depot

        def unit(session: Session) -> bool:
            one = parcels.get(session, name)
            customer = self._customer(one) if for_customer else ""
            person = one.person
            # earlier it was kept with the whole unit, not with the stair alone
            whole = written(
                person.street, "", person.postcode, person.city, person.unit
            )
            gone = [
                corrections.forget(
                    session, depot, text, customer, origin.step(f"{i}"), now
                )
                for i, text in enumerate(dict.fromkeys((_text(one), normalised(whole))))
            ]
            return any(gone)

        return await self._store.write(unit)

    def _customer(self, one: Parcel) -> str:
        return customer_key(one.person.name, one.person.phone, self._secret)

    def _address(self, row: Parcel) -> Address:
        person = row.person
        return Address(
            person.street,
            person.postcode,
            person.city,
            person.unit,
            self._customer(row),
        )

    async def _placed(
        self, rows: Sequence[Parcel], known: Mapping[str, tuple[float, float]]
    ) -> list[Parcel]:
        blank = [row for row in rows if row.place is None]
        if not blank:
            return list(rows)
        answers = await self._locator.locate(
            [self._address(row) for row in blank],
            known,
        )
        found = {row.id: answer for row, answer in zip(blank, answers, strict=True)}
        return [_settled(row, found.get(row.id)) for row in rows]

    async def _parted(self, rows: Sequence[Parcel]) -> list[Parcel]:
        """Rows with the unit of their street line in a field of its own."""
        wanted = [
            row
            for row in rows
            if not row.person.unit and _MORE.search(row.person.street)
        ]
        if not wanted:
            return list(rows)
        lines = await self._locator.part([self._address(row) for row in wanted])
        found = {row.id: line for row, line in zip(wanted, lines, strict=True)}
        return [_with_unit(row, *found.get(row.id, ("", ""))) for row in rows]

    async def _set(
        self,
        names: Sequence[ParcelId],
        state: ParcelState,
        kind: EventKind,
        origin: Origin,
        *,
        reason: Reason | None = None,
    ) -> None:
        now = self._clock.now()

        def unit(session: Session) -> None:
            facts = [journal.fact(kind, origin, now, parcel=name) for name in names]
            fresh = [
                told
                for told in facts
                if journal.find(session, told.source, told.source_key) is None
            ]
            mine = [told.parcel for told in fresh if told.parcel is not None]
            parcels.set_states(session, mine, state, reason=reason)
            journal.append_all(session, fresh, now)

        await self._store.write(unit)


def _text(row: Parcel) -> str:
    person = row.person
    return correction_text(person.street, person.postcode, person.city, person.unit)


def _with_unit(row: Parcel, street: str, unit: str) -> Parcel:
    if not unit:
        return row
    return replace(row, person=replace(row.person, street=street, unit=unit))


def _settled(row: Parcel, answer: Place | Reason | None) -> Parcel:
    match answer:
        case None:
            return row
        case Place():
            return replace(row, place=answer)
        case Reason():
            return replace(row, state=ParcelState.HELD, reason=answer)

"""What an import would do, before it does anything: where its parcels are, which of
them are known, and what a person has put right on the way.

Nothing here changes a parcel. Only `learn` writes: corrected addresses are worth
keeping even where the import itself is given up afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from console.domain.clock import Clock
from console.domain.customer import customer_key
from console.domain.ids import DayId, DepotId, ParcelId
from console.domain.origin import Origin
from console.domain.parcel import Parcel, Person
from console.domain.place import Place
from console.domain.reasons import Reason
from console.geo.addresses.corrections import correction_text
from console.ground.messages import Address
from console.storage import corrections, parcels
from console.storage.corrections import Correction
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


@dataclass(frozen=True, slots=True)
class Learned:
    """A person said where this address is: for everybody, or for this customer.

    `address` is what was chosen instead, "" for a pin.
    """

    person: Person
    place: Place
    entrance: str = ""
    address: str = ""
    for_customer: bool = False


class Prospects:
    """Use cases of a person who looks at files before they are taken in."""

    def __init__(
        self, store: Store, clock: Clock, locator: Locator, secret: bytes = b""
    ) -> None:
        """`secret` keys the digests by which customers are told apart."""
        self._store = store
        self._clock = clock
        self._locator = locator
        self._secret = secret

    def address(self, person: Person) -> Address:
        """A person's address as the region is asked for it."""
        return Address(
            person.street,
            person.postcode,
            person.city,
            person.unit,
            customer_key(person.name, person.phone, self._secret),
        )

    async def corrections(self, depot: DepotId) -> dict[str, tuple[float, float]]:
        """What the depot has learned about addresses, as the region is asked."""
        return await self._store.read(lambda session: corrections.known(session, depot))

    async def locate(
        self,
        persons: Sequence[Person],
        known: Mapping[str, tuple[float, float]],
    ) -> tuple[Place | Reason, ...]:
        """Where people are; `known` is what `corrections` gave."""
        if not persons:
            return ()
        return await self._locator.locate([self.address(one) for one in persons], known)

    async def known(
        self, names: Sequence[ParcelId], day: DayId
    ) -> tuple[dict[ParcelId, Parcel], frozenset[ParcelId]]:
        """Those of these parcels that this day has, and those there are at all."""

        def look(
            session: Session,
        ) -> tuple[dict[ParcelId, Parcel], frozenset[ParcelId]]:
            wanted = set(names)
            mine = parcels.of_day(session, day)
            today = {one.id: one for one in mine if one.id in wanted}
            rest = [name for name in names if name not in today]
            elsewhere = {one.id for one in parcels.many(session, rest)}
            return today, frozenset(today) | elsewhere

        return await self._store.read(look)

    async def learn(
        self, depot: DepotId, told: Sequence[Learned], origin: Origin
    ) -> None:
        """Keeps corrected addresses: they win the next time. All of them or none."""
        now = self._clock.now()

        def unit(session: Session) -> None:
            for number, one in enumerate(told):
                person = one.person
                said = Correction(
                    correction_text(
                        person.street, person.postcode, person.city, person.unit
                    ),
                    one.place,
                    one.entrance,
                    self.address(person).customer if one.for_customer else "",
                    one.address,
                )
                part = origin.step(f"address.{number}")
                corrections.learn(session, depot, said, part, now)

        if told:
            await self._store.write(unit)

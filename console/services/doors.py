"""Doors besides deposits and pickups: opened with a reason, watched, out of service.

What sensors say on their own goes into the record as observation; a door that opened
without a command is an event of its own, because somebody has to look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from console.custody.doors import Doors as Custody
from console.custody.doors import Passage
from console.domain.clock import Clock
from console.domain.events import EventKind
from console.domain.ids import ActorId, CompartmentId
from console.domain.origin import Origin
from console.domain.reasons import Reason
from console.domain.site import Observed, Service
from console.storage import compartments, journal
from console.storage.store import Store


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sensor said; `unasked` where the door came open without a command."""

    compartment: CompartmentId
    observed: Observed
    at: datetime
    unasked: bool = False


class Doors:
    """Use cases of dispatchers and technicians at a door."""

    def __init__(self, store: Store, clock: Clock, custody: Custody) -> None:
        self._store = store
        self._clock = clock
        self._custody = custody

    async def open(
        self,
        compartment: CompartmentId,
        reason: str,
        origin: Origin,
        *,
        second_actor: ActorId | None = None,
        even_if_open: bool = False,
    ) -> Passage:
        """A named person opens a door, with a reason; no custody passes."""
        return await self._custody.inspect(
            compartment,
            reason,
            origin,
            second_actor=second_actor,
            even_if_open=even_if_open,
        )

    async def observe(self, seen: Sequence[Seen], origin: Origin) -> None:
        """What sensors said by themselves."""
        now = self._clock.now()

        def unit(session: Session) -> None:
            for one in seen:
                name = one.compartment
                compartments.set_observed(session, name, one.observed, one.at)
                if one.unasked:
                    told = journal.fact(
                        EventKind.DOOR_OPENED_UNASKED, origin, one.at, compartment=name
                    )
                    journal.append(session, told, now)

        await self._store.write(unit)

    async def set_service(
        self,
        compartment: CompartmentId,
        service: Service,
        reason: Reason | None,
        origin: Origin,
    ) -> None:
        """Takes a door out of service, or back; what lies in it stays."""
        now = self._clock.now()

        def unit(session: Session) -> None:
            compartments.set_service(session, compartment, service, reason)
            told = journal.fact(
                EventKind.SERVICE_CHANGED,
                origin,
                now,
                compartment=compartment,
                body={"service": str(service)},
            )
            journal.append(session, told, now)

        await self._store.write(unit)

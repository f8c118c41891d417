"""The day on the road: routes leave, stops are served, parcels change hands."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from console.domain.clock import Clock
from console.domain.day import LockLevel, OpenDay
from console.domain.events import Event, EventKind
from console.domain.ids import ParcelId, VehicleId
from console.domain.origin import Origin
from console.domain.parcel import ParcelState
from console.domain.refusal import Refused
from console.storage import closings, journal, parcels, placing, plans, published_rows
from console.storage.store import Store

CANCELLED = {ParcelState.CANCELLED, ParcelState.RETURNING}


class Dispatch:
    """Use cases between a published plan and the debrief."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def depart(
        self,
        open_day: OpenDay,
        vehicle: VehicleId,
        loaded: Sequence[ParcelId],
        origin: Origin,
    ) -> Event:
        """A vehicle leaves with what was loaded; its route is closed to edits.

        Raises Refused (day_closed).
        """
        now = self._clock.now()
        wave = open_day.wave.id

        def unit(session: Session) -> Event:
            told = journal.fact(
                EventKind.ROUTE_DEPARTED,
                origin,
                now,
                body={"wave": wave, "vehicle": vehicle, "parcels": len(loaded)},
            )
            known = journal.find(session, told.source, told.source_key)
            if known is not None:
                return known
            closings.refuse_closed(session, open_day.day.id)
            parcels.set_states(session, loaded, ParcelState.LOADED)
            stored = plans.published(session, wave)
            if stored is not None:
                level = LockLevel.DEPARTED
                published_rows.set_lock(session, stored.revision.id, vehicle, level)
            return journal.append(session, told, now)

        return await self._store.write(unit)

    async def serve(
        self, open_day: OpenDay, vehicle: VehicleId, stop: int, origin: Origin
    ) -> Event:
        """A vehicle has finished its `stop`th stop of what is published, from 1."""
        now = self._clock.now()
        wave = open_day.wave.id

        def unit(session: Session) -> Event:
            stored = plans.published(session, wave)
            revision = "" if stored is None else stored.revision.id
            told = journal.fact(
                EventKind.STOP_SERVED,
                origin,
                now,
                body={
                    "wave": wave,
                    "vehicle": vehicle,
                    "stop": stop,
                    "revision": revision,
                },
            )
            return journal.append(session, told, now)

        return await self._store.write(unit)

    async def deliver(self, parcel: ParcelId, origin: Origin) -> Event:
        """A parcel was handed over at a door.

        Raises Refused: day_closed; parcel_cancelled for one that was cancelled while
        it was on board, which comes back instead.
        """
        return await self._end(
            parcel, ParcelState.DELIVERED, EventKind.PARCEL_DELIVERED, origin
        )

    async def bring_back(self, parcel: ParcelId, origin: Origin) -> Event:
        """A parcel comes back; one cancelled on board is cancelled then."""
        return await self._end(
            parcel, ParcelState.RETURNED, EventKind.PARCEL_RETURNED, origin
        )

    async def _end(
        self, parcel: ParcelId, state: ParcelState, kind: EventKind, origin: Origin
    ) -> Event:
        now = self._clock.now()

        def unit(session: Session) -> Event:
            told = journal.fact(kind, origin, now, parcel=parcel)
            known = journal.find(session, told.source, told.source_key)
            if known is not None:
                return known
            closings.refuse_closed(session, placing.day_of(session, parcel))
            one = parcels.get(session, parcel)
            if one.state in CANCELLED and state is ParcelState.DELIVERED:
                raise Refused("parcel_cancelled", parcel)
            if one.state in CANCELLED:
                cancelled = ParcelState.CANCELLED
                parcels.set_states(session, [parcel], cancelled, reason=one.reason)
            else:
                parcels.set_states(session, [parcel], state)
            return journal.append(session, told, now)

        return await self._store.write(unit)

"""The waves of a day: made, named, given a departure; parcels moved between them.

A parcel belongs to one wave of its day, or to the day's pool until somebody puts it
into one. Moving is a dispatcher's own deed and counts at once; where the wave it leaves
is published, that plan differs from then on by this parcel. What is on board or done
never moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from console.domain.clock import Clock
from console.domain.day import DayState, OpenDay, Wave
from console.domain.events import EventKind
from console.domain.ids import DayId, DepotId, ParcelId, WaveId
from console.domain.origin import Origin
from console.domain.parcel import ParcelState
from console.domain.refusal import Refused
from console.storage import (
    closings,
    journal,
    parcels,
    placing,
    plans,
    published_rows,
    service_days,
    waves,
)
from console.storage.placing import Spot
from console.storage.store import Store

MOVABLE = {ParcelState.READY, ParcelState.PLANNED, ParcelState.HELD}
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did. `before` is where the parcels were: give it to `put_back`."""

    before: tuple[Spot, ...]
    day: DayId
    wave: WaveId | None


@dataclass(frozen=True, slots=True)
class WaveStanding:
    """One wave beside the others: how much is in it and how far its plan is."""

    wave: Wave
    parcels: int
    state: DayState


class Waves:
    """Use cases around the waves of a day."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def of_day(self, open_day: OpenDay) -> tuple[WaveStanding, ...]:
        """The day's waves by number."""
        return await self._store.read(lambda session: _standings(session, open_day))

    async def pool(self, open_day: OpenDay) -> tuple[ParcelId, ...]:
        """The day's parcels that are in no wave, in the order they came."""
        found = await self._store.read(lambda s: parcels.pool(s, open_day.day.id))
        return tuple(one.id for one in found)

    async def add(
        self,
        open_day: OpenDay,
        origin: Origin,
        *,
        name: str = "",
        departure_s: int | None = None,
    ) -> Wave:
        """One more wave behind the last. Raises Refused (day_closed).

        The same wish again gives the same wave.
        """
        now = self._clock.now()

        def unit(session: Session) -> Wave:
            told = journal.fact(EventKind.WAVE_CHANGED, origin, now)
            known = journal.find(session, told.source, told.source_key)
            if known is not None:
                made = waves.get(session, WaveId(str(known.body["wave"])))
                if made is not None:
                    return made
            closings.refuse_closed(session, open_day.day.id)
            made = waves.add(session, open_day.day.id)
            made = replace(made, name=name, departure_s=departure_s)
            waves.change_wave(session, made)
            body = {"wave": made.id, "what": "added"}
            journal.append(session, replace(told, body=body), now)
            return made

        return await self._store.write(unit)

    async def change(self, wave: Wave, origin: Origin) -> None:
        """Sets name, departure and turnaround. Raises Refused."""
        now = self._clock.now()

        def unit(session: Session) -> None:
            closings.refuse_closed(session, wave.day)
            waves.change_wave(session, wave)
            body = {"wave": wave.id, "what": "changed"}
            told = journal.fact(EventKind.WAVE_CHANGED, origin, now, body=body)
            journal.append(session, told, now)

        await self._store.write(unit)

    async def drop(self, wave: Wave, origin: Origin) -> None:
        """Removes a wave nothing was ever in; else Refused (wave_in_use)."""
        now = self._clock.now()

        def unit(session: Session) -> None:
            closings.refuse_closed(session, wave.day)
            waves.drop(session, wave.id)
            body = {"wave": wave.id, "what": "dropped"}
            told = journal.fact(EventKind.WAVE_CHANGED, origin, now, body=body)
            journal.append(session, told, now)

        await self._store.write(unit)

    async def move(
        self,
        names: Sequence[ParcelId],
        open_day: OpenDay,
        to: WaveId | None,
        origin: Origin,
    ) -> Moved:
        """Puts parcels into a wave of the day, or into its pool (None).

        Raises Refused: day_closed, no_such_wave, parcel_not_movable.
        """
        return await self._moved(names, open_day.day.id, to, origin)

    async def move_to_day(
        self, names: Sequence[ParcelId], depot: DepotId, on: date, origin: Origin
    ) -> Moved:
        """Puts parcels into the pool of another day, which is made if need be."""
        day = await self._store.write(lambda s: service_days.open_day(s, depot, on))
        return await self._moved(names, day.id, None, origin)

    async def put_back(self, moved: Moved, origin: Origin) -> None:
        """Takes a move back: every parcel is where and what it was.

        Raises Refused (parcel_moved_on) where one is no longer where it was put.
        """
        now = self._clock.now()

        def unit(session: Session) -> None:
            names = [one.parcel for one in moved.before]
            told = journal.fact(
                EventKind.PARCELS_MOVED,
                origin,
                now,
                body={"to": "back", "parcels": list(names)},
            )
            if journal.find(session, told.source, told.source_key) is not None:
                return
            days = {one.day for one in moved.before} | {moved.day}
            closings.refuse_closed(session, *days)
            for one in placing.spots(session, names):
                if (one.day, one.wave) != (moved.day, moved.wave):
                    raise Refused("parcel_moved_on", one.parcel)
                if one.state not in MOVABLE:
                    raise Refused("parcel_not_movable", one.parcel)
            placing.put_back(session, moved.before)
            journal.append(session, told, now)

        await self._store.write(unit)

    async def _moved(
        self,
        names: Sequence[ParcelId],
        day: DayId,
        to: WaveId | None,
        origin: Origin,
    ) -> Moved:
        now = self._clock.now()

        def unit(session: Session) -> Moved:
            before = placing.spots(session, names)
            moved = Moved(tuple(before), day, to)
            told = journal.fact(
                EventKind.PARCELS_MOVED,
                origin,
                now,
                body={"day": day, "wave": to or "", "parcels": list(names)},
            )
            if journal.find(session, told.source, told.source_key) is not None:
                return moved
            closings.refuse_closed(session, day, *{one.day for one in before})
            wave = None if to is None else waves.get(session, to)
            if to is not None and (wave is None or wave.day != day):
                raise Refused("no_such_wave", to)
            stuck = [one.parcel for one in before if one.state not in MOVABLE]
            if stuck or len(before) < len(set(names)):
                raise Refused("parcel_not_movable", *sorted(stuck)[:SHOWN])
            placing.put_in(session, [one.parcel for one in before], day, to)
            planned = [
                one.parcel
                for one in before
                if one.state is ParcelState.PLANNED and one.wave != to
            ]
            parcels.set_states(session, planned, ParcelState.READY)
            journal.append(session, told, now)
            return moved

        return await self._store.write(unit)


def _standings(session: Session, open_day: OpenDay) -> tuple[WaveStanding, ...]:
    inside = list(placing.waves_of_day(session, open_day.day.id).values())
    found: list[WaveStanding] = []
    for wave in service_days.waves(session, open_day.day.id):
        published = plans.published(session, wave.id)
        state = DayState.IMPORTING if wave.id in inside else DayState.EMPTY
        if plans.draft(session, wave.id) is not None:
            state = DayState.PLANNED
        if published is not None:
            state = DayState.PUBLISHED
            levels = published_rows.locks(session, published.revision.id).values()
            if "departed" in levels:
                state = DayState.RUNNING
        found.append(WaveStanding(wave, inside.count(wave.id), state))
    return tuple(found)

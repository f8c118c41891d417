"""One look at the whole day as the store has it, for the desk and for summaries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from console.domain.change import Change
from console.domain.clock import Clock
from console.domain.day import OpenDay, Wave
from console.domain.deposit import Deposit
from console.domain.depot_model import DepotModel
from console.domain.events import Event
from console.domain.ids import CompartmentId, DepotId, ParcelId, VehicleId, WaveId
from console.domain.parcel import Parcel
from console.domain.progress import Progress
from console.storage import (
    changes,
    closings,
    deposits,
    depots,
    journal,
    parcels,
    placing,
    plans,
    service_days,
)
from console.storage import waves as stored_waves
from console.storage.on_road import moves
from console.storage.store import Store

EVENTS = 300
"""How many of the newest events are shown."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The day at `as_of`: of a closed day as it ended.

    `bound` are the doors that the published plans of the day count on. `parcels` are
    the whole day's; `inside` tells the wave of each, None for the pool. `changes` are
    those still to decide, of every wave. `last_event` tells two looks apart: the same
    number is the same day.
    """

    as_of: datetime
    model: DepotModel
    parcels: tuple[Parcel, ...]
    progress: Progress
    deposits: tuple[Deposit, ...]
    bound: dict[ParcelId, CompartmentId]
    events: tuple[Event, ...]
    last_event: int
    waves: tuple[Wave, ...] = ()
    inside: Mapping[ParcelId, WaveId | None] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    absent: frozenset[VehicleId] = frozenset()
    """Vehicles that are not there today."""
    closed: bool = False


class Days:
    """Looks at days; changes nothing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def last_event(self) -> int:
        """The number of the newest event: cheap, to see whether to look again."""
        return await self._store.read(journal.last_id)

    async def model(self, depot: DepotId) -> DepotModel:
        """The depot with its compartments as they are now."""
        return await self._store.read(lambda session: depots.load(session, depot))

    async def look(self, open_day: OpenDay) -> Overview:
        """The day as it is committed now."""
        now = self._clock.now()
        return await self._store.read(lambda session: _look(session, open_day, now))


def _look(session: Session, open_day: OpenDay, now: datetime) -> Overview:
    day = open_day.day.id
    model = depots.load(session, open_day.day.depot)
    closed = closings.closed(session, day)
    if closed:
        found = tuple(closings.parcels_of(session, day))
        ended = closings.attempts_of_day(session, day)
        inside = {one.parcel: one.wave for one in ended}
    else:
        found = tuple(parcels.of_day(session, day))
        inside = placing.waves_of_day(session, day)
    waves = tuple(service_days.waves(session, day))
    bound: dict[ParcelId, CompartmentId] = {}
    for wave in waves:
        bound |= {
            entry.parcel: entry.compartment
            for entry in plans.in_force(session, wave.id)
            if entry.compartment is not None and inside.get(entry.parcel) == wave.id
        }
    return Overview(
        now,
        model,
        found,
        _progress(session, open_day, found, now),
        tuple(deposits.live(session)),
        bound,
        tuple(journal.latest(session, EVENTS)),
        journal.last_id(session),
        waves,
        inside,
        tuple(one for one in changes.of_day(session, day) if one.state.open),
        stored_waves.absent(session, day),
        closed,
    )


def _progress(
    session: Session, open_day: OpenDay, found: tuple[Parcel, ...], now: datetime
) -> Progress:
    told = moves(session, open_day)
    return Progress(
        now,
        {one.id: one.state for one in found},
        {vehicle: one.served for vehicle, one in told.items()},
        {vehicle: one.left for vehicle, one in told.items()},
    )

"""What a wave is planned from, as the store has it now.

A wave may use what the others leave: compartments that no other published plan counts
on, and vehicles in the longest stretch of their shift in which no other wave has them.
Once its rest was planned anew, who has not left by then does not leave before.
Doors that hold what this wave put there count as free, because its plan still names
those parcels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from console.domain.day import LockLevel, OpenDay, Wave
from console.domain.depot_day import DepotDay, depot_day
from console.domain.ids import CompartmentId, ParcelId, VehicleId, WaveId
from console.domain.place import TimeWindow
from console.domain.site import Custody
from console.domain.standing import Facts
from console.domain.vehicle import Vehicle
from console.storage import (
    closings,
    deposits,
    depots,
    parcels,
    plans,
    published_rows,
    waves,
)
from console.storage.waves import Busy


def facts(session: Session, open_day: OpenDay) -> Facts:
    """Of a closed day the parcels are those it ended with."""
    day, name = open_day.day, open_day.wave.id
    model = depots.load(session, day.depot)
    if closings.closed(session, day.id):
        mine = {
            one.parcel
            for one in closings.attempts_of_day(session, day.id)
            if one.wave == name
        }
        found = [p for p in closings.parcels_of(session, day.id) if p.id in mine]
    else:
        found = parcels.of_wave(session, name)
    sites = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    doors = waves.without_promised(
        model.compartments, sites, waves.promises(session, day.depot, name)
    )
    ours = held_by(session, (one.id for one in found))
    return Facts(
        model,
        tuple(one for one in found if one.state.plannable),
        tuple(
            replace(box, custody=Custody.FREE) if box.id in ours.values() else box
            for box in doors
        ),
        duty(session, open_day, depot_day(model, open_day.date)),
    )


def held_by(
    session: Session, names: Iterable[ParcelId]
) -> dict[ParcelId, CompartmentId]:
    """The compartment of every one of these parcels that lies in one."""
    mine = frozenset(names)
    return {
        parcel: one.compartment
        for one in deposits.live(session)
        for parcel in one.parcels
        if parcel in mine
    }


def departed(session: Session, name: WaveId) -> frozenset[VehicleId]:
    """The vehicles that left on what is published of a wave."""
    published = plans.published(session, name)
    locks = published_rows.locks(session, published.revision.id) if published else {}
    return frozenset(
        name for name, level in locks.items() if level is LockLevel.DEPARTED
    )


def duty(session: Session, open_day: OpenDay, day: DepotDay) -> DepotDay:
    """Who works, and when this wave may have them."""
    wave = waves.get(session, open_day.wave.id) or open_day.wave
    gone = departed(session, wave.id)
    away = waves.absent(session, open_day.day.id)
    taken: dict[VehicleId, list[Busy]] = {}
    for one in waves.busy(session, open_day.day.id, besides=wave.id):
        taken.setdefault(one.vehicle, []).append(one)
    begun_s = waves.begun_s(session, wave.id)
    free = [
        vehicle
        if vehicle.id in gone
        else _left(vehicle, wave, begun_s, taken.get(vehicle.id, ()))
        for vehicle in day.vehicles
        if vehicle.id in gone or vehicle.id not in away
    ]
    return replace(day, vehicles=tuple(one for one in free if one is not None))


def _left(
    vehicle: Vehicle, wave: Wave, begun_s: int | None, taken: Sequence[Busy]
) -> Vehicle | None:
    """The vehicle with the longest stretch of its shift that is left for a wave."""
    start = max(vehicle.shift.start_s, wave.departure_s or 0, begun_s or 0)
    best: TimeWindow | None = None
    for one in sorted(taken, key=lambda one: one.start_s):
        best = _longer(best, start, one.start_s - wave.turnaround_s)
        start = max(start, one.free_s)
    best = _longer(best, start, vehicle.shift.end_s)
    return None if best is None else replace(vehicle, shift=best)


def _longer(best: TimeWindow | None, start: int, end: int) -> TimeWindow | None:
    if end <= start or (best is not None and best.end_s - best.start_s >= end - start):
        return best
    return TimeWindow(start, end)

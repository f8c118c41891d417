"""The waves of a day beside each other: what one promises is not free for the next.

A promise is a locker parcel of a published plan that has not reached its end. It
counts as long as that plan is in force and its day is open, also while the parcel is
held or cancelled: both can be taken back until the plan is published again. It counts
once, by the parcel's own wave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.domain.day import RevisionState, Wave
from console.domain.ids import (
    CabinetId,
    CompartmentId,
    DayId,
    DepotId,
    ParcelId,
    SiteId,
    SizeClassId,
    VehicleId,
    WaveId,
)
from console.domain.parcel import ParcelState
from console.domain.problem import Channel
from console.domain.refusal import Refused
from console.domain.site import Compartment, Custody
from console.storage import service_days
from console.storage.tables import (
    assignment,
    change,
    day,
    parcel,
    plan_revision,
    route,
    stop,
    vehicle_absence,
    wave,
)

DONE = frozenset(
    (
        *(ParcelState.DELIVERED, ParcelState.DEPOSITED),
        *(ParcelState.COLLECTED, ParcelState.RETURNED),
    )
)
UNDER_WAY = tuple(str(state) for state in ParcelState if state not in DONE)


@dataclass(frozen=True, slots=True)
class Promise:
    """A compartment of a class at a site that a published plan counts on for a parcel.

    `compartment` is the door bound softly, None where none is.
    """

    parcel: ParcelId
    wave: WaveId
    site: SiteId
    size_class: SizeClassId
    compartment: CompartmentId | None


@dataclass(frozen=True, slots=True)
class Busy:
    """A published route: its vehicle is away from `start_s` and back at `end_s`.

    `free_s` is when it may leave again: `end_s` and its wave's turnaround.
    """

    wave: WaveId
    vehicle: VehicleId
    start_s: int
    end_s: int
    free_s: int


def get(session: Session, name: WaveId) -> Wave | None:
    """One wave."""
    row = session.execute(select(wave).where(wave.c.id == name)).one_or_none()
    return None if row is None else service_days.wave_of(row)


def add(session: Session, of: DayId) -> Wave:
    """A wave behind the last one of the day."""
    last = session.scalar(select(func.max(wave.c.number)).where(wave.c.day_id == of))
    return service_days.open_wave(session, of, (last or 0) + 1)


def begun_s(session: Session, name: WaveId) -> int | None:
    """The planner second from which the rest of a wave was last planned anew."""
    return session.scalar(select(wave.c.begun_s).where(wave.c.id == name))


def set_begun(session: Session, name: WaveId, second: int) -> None:
    """Notes that nobody who has not left by a planner second leaves before it."""
    session.execute(update(wave).where(wave.c.id == name).values(begun_s=second))


def change_wave(session: Session, one: Wave) -> None:
    """Writes name, departure and turnaround. Raises Refused (no_such_wave)."""
    done = session.execute(
        update(wave)
        .where(wave.c.id == one.id)
        .values(
            name=one.name,
            departure_s=one.departure_s,
            turnaround_s=one.turnaround_s,
            version=wave.c.version + 1,
        )
        .returning(wave.c.id)
    ).all()
    if not done:
        raise Refused("no_such_wave", one.id)


def drop(session: Session, name: WaveId) -> None:
    """Removes a wave nothing was ever planned or put in; else Refused (wave_in_use)."""
    used = (
        exists().where(parcel.c.wave_id == name),
        exists().where(plan_revision.c.wave_id == name),
        exists().where(change.c.wave_id == name),
    )
    if any(session.scalar(select(rule)) for rule in used):
        raise Refused("wave_in_use", name)
    session.execute(delete(wave).where(wave.c.id == name))


def published_among(session: Session, names: Iterable[WaveId]) -> frozenset[WaveId]:
    """Which of these waves have a published revision."""
    query = select(plan_revision.c.wave_id).where(
        plan_revision.c.wave_id.in_(list(names)),
        plan_revision.c.state == str(RevisionState.PUBLISHED),
    )
    return frozenset(WaveId(row.wave_id) for row in session.execute(query))


def promises(
    session: Session, depot: DepotId, besides: WaveId | None = None
) -> list[Promise]:
    """What the published plans of a depot's open days count on, but one wave's."""
    query = _published_assignments().where(
        day.c.depot_id == depot,
        day.c.state == "open",
        assignment.c.channel == str(Channel.LOCKER),
        parcel.c.state.in_(UNDER_WAY),
        parcel.c.wave_id == wave.c.id,
    )
    if besides is not None:
        query = query.where(wave.c.id != besides)
    return [
        Promise(
            ParcelId(row.parcel_id),
            WaveId(row.wave_id),
            SiteId(row.site_id),
            SizeClassId(row.size_class),
            None if row.compartment_id is None else CompartmentId(row.compartment_id),
        )
        for row in session.execute(query.order_by(assignment.c.parcel_id))
    ]


def without_promised(
    boxes: Sequence[Compartment],
    sites: dict[CabinetId, SiteId],
    promised: Iterable[Promise],
) -> list[Compartment]:
    """The compartments with one usable door taken out for every promise.

    That is the bound one, or where it is not usable any more the last of its class.
    """
    known = {box.id: box for box in boxes}
    spare: dict[tuple[SiteId, SizeClassId], list[CompartmentId]] = {}
    for box in boxes:
        if box.usable:
            spare.setdefault((sites[box.cabinet], box.size_class), []).append(box.id)
    homeless: list[Promise] = []
    for one in promised:
        doors = spare.get((one.site, one.size_class), [])
        if one.compartment in doors and one.compartment is not None:
            doors.remove(one.compartment)
            known[one.compartment] = _reserved(known[one.compartment])
        else:
            homeless.append(one)
    for one in homeless:
        doors = spare.get((one.site, one.size_class), [])
        if doors:
            name = doors.pop()
            known[name] = _reserved(known[name])
    return [known[box.id] for box in boxes]


def busy(session: Session, of: DayId, besides: WaveId | None = None) -> list[Busy]:
    """When published routes of a day's other waves have their vehicles."""
    served = exists().where(
        stop.c.revision_id == route.c.revision_id,
        stop.c.vehicle_id == route.c.vehicle_id,
    )
    query = (
        select(route, wave.c.id.label("wave_id"), wave.c.turnaround_s)
        .join(plan_revision, plan_revision.c.id == route.c.revision_id)
        .join(wave, wave.c.id == plan_revision.c.wave_id)
        .where(
            wave.c.day_id == of,
            plan_revision.c.state == str(RevisionState.PUBLISHED),
            served,
        )
        .order_by(route.c.departure_s)
    )
    if besides is not None:
        query = query.where(wave.c.id != besides)
    return [
        Busy(
            WaveId(row.wave_id),
            VehicleId(row.vehicle_id),
            row.departure_s,
            row.finish_s,
            row.finish_s + row.turnaround_s,
        )
        for row in session.execute(query)
    ]


def absent(session: Session, of: DayId) -> frozenset[VehicleId]:
    """Vehicles that are not there on a day."""
    query = select(vehicle_absence.c.vehicle_id).where(vehicle_absence.c.day_id == of)
    return frozenset(VehicleId(row.vehicle_id) for row in session.execute(query))


def set_absent(
    session: Session, of: DayId, name: VehicleId, at: datetime, reason: str = ""
) -> None:
    """Says that a vehicle is not there on a day. Twice is once."""
    if name not in absent(session, of):
        session.execute(
            insert(vehicle_absence).values(
                day_id=of, vehicle_id=name, reason=reason, at_ms=milliseconds(at)
            )
        )


def set_present(session: Session, of: DayId, name: VehicleId) -> None:
    """Says that a vehicle is there after all."""
    session.execute(
        delete(vehicle_absence).where(
            vehicle_absence.c.day_id == of, vehicle_absence.c.vehicle_id == name
        )
    )


def _reserved(box: Compartment) -> Compartment:
    return replace(box, custody=Custody.RESERVED)


def _published_assignments() -> Select[Any]:
    return (
        select(assignment, plan_revision.c.wave_id)
        .join(plan_revision, plan_revision.c.id == assignment.c.revision_id)
        .join(wave, wave.c.id == plan_revision.c.wave_id)
        .join(day, day.c.id == wave.c.day_id)
        .join(parcel, parcel.c.id == assignment.c.parcel_id)
        .where(plan_revision.c.state == str(RevisionState.PUBLISHED))
    )

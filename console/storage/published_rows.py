"""A published plan as rows (`route`, `stop`, `assignment`, `lock`).

They are what custody and scanning ask, and what the other waves of a day may not count
on. They stay as they were published; of a route its lock alone changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.orm import Session

from console.domain.day import LockLevel, RevisionState
from console.domain.ids import (
    CompartmentId,
    ParcelId,
    RevisionId,
    SiteId,
    SizeClassId,
    VehicleId,
)
from console.domain.plan import Plan
from console.domain.problem import Channel
from console.domain.reasons import Reason
from console.storage.errors import Missing
from console.storage.tables import assignment, lock, plan_revision, route, stop, wave
from console.storage.tables import parcel as parcels
from console.storage.text import reason_of, reason_text


@dataclass(frozen=True, slots=True)
class Assignment:
    """How a published revision hands one parcel over.

    `compartment` is the door bound softly at publishing; a deposit may bind another.
    All but `reason` is None for a parcel that no route takes.
    """

    revision: RevisionId
    parcel: ParcelId
    vehicle: VehicleId | None
    stop: int | None
    channel: Channel | None
    site: SiteId | None
    size_class: SizeClassId | None
    compartment: CompartmentId | None
    reason: Reason


def assignments(session: Session, name: RevisionId) -> list[Assignment]:
    """How a published revision hands its parcels over."""
    query = select(assignment).where(assignment.c.revision_id == name)
    return [_assignment(row) for row in session.execute(query)]


def assignment_of(session: Session, parcel: ParcelId) -> Assignment | None:
    """How the published revision of a parcel's wave hands it over.

    A parcel in no wave goes by the newest one of its day.
    """
    query = (
        select(assignment)
        .join(plan_revision, plan_revision.c.id == assignment.c.revision_id)
        .join(wave, wave.c.id == plan_revision.c.wave_id)
        .join(parcels, parcels.c.id == assignment.c.parcel_id)
        .where(
            assignment.c.parcel_id == parcel,
            plan_revision.c.state == str(RevisionState.PUBLISHED),
            parcels.c.service_day == wave.c.day_id,
            or_(parcels.c.wave_id.is_(None), parcels.c.wave_id == wave.c.id),
        )
        .order_by(plan_revision.c.made_ms.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _assignment(row)


def locks(session: Session, name: RevisionId) -> dict[VehicleId, LockLevel]:
    """The lock level of every route of a published revision."""
    query = select(lock).where(lock.c.revision_id == name)
    return {VehicleId(r.vehicle_id): LockLevel(r.level) for r in session.execute(query)}


def set_lock(
    session: Session, name: RevisionId, vehicle: VehicleId, level: LockLevel
) -> bool:
    """Sets a published route's lock level; False if there is no such route."""
    done = session.execute(
        update(lock)
        .where(lock.c.revision_id == name, lock.c.vehicle_id == vehicle)
        .values(level=str(level))
        .returning(lock.c.vehicle_id)
    ).all()
    return bool(done)


def spread(
    session: Session,
    name: RevisionId,
    plan: Plan,
    doors: Mapping[ParcelId, CompartmentId],
) -> None:
    """Writes a published plan as rows, with the doors bound softly."""
    routes: list[dict[str, Any]] = []
    stops: list[dict[str, Any]] = []
    where: dict[ParcelId, tuple[VehicleId, int]] = {}
    for one in plan.routes:
        routes.append(
            {
                "revision_id": name,
                "vehicle_id": one.vehicle,
                "type_id": one.type,
                "departure_s": one.departure_s,
                "finish_s": one.finish_s,
                "metres": one.metres,
                "cost": one.cost,
            }
        )
        for number, at in enumerate(one.stops, start=1):
            sites = {drop.site for drop in at.drops if drop.site is not None}
            stops.append(
                {
                    "revision_id": name,
                    "vehicle_id": one.vehicle,
                    "number": number,
                    "site_id": min(sites, default=None),
                    "arrival_s": at.arrival_s,
                    "start_s": at.start_s,
                    "departure_s": at.departure_s,
                }
            )
            where.update((drop.parcel, (one.vehicle, number)) for drop in at.drops)
    taken = [
        {
            "revision_id": name,
            "parcel_id": entry.drop.parcel,
            "vehicle_id": where[entry.drop.parcel][0],
            "stop": where[entry.drop.parcel][1],
            "channel": str(entry.drop.channel),
            "site_id": entry.drop.site,
            "size_class": entry.drop.size_class,
            "compartment_id": doors.get(entry.drop.parcel),
            "reason": reason_text(entry.reason),
        }
        for entry in plan.assigned
    ]
    left = [
        {
            "revision_id": name,
            "parcel_id": entry.parcel,
            "reason": reason_text(entry.reason),
        }
        for entry in plan.unassigned
    ]
    levels = [
        {"revision_id": name, "vehicle_id": r.vehicle, "level": str(r.lock)}
        for r in plan.routes
    ]
    for table, rows in (
        (route, routes),
        (stop, stops),
        (assignment, taken),
        (assignment, left),
        (lock, levels),
    ):
        if rows:
            session.execute(insert(table), rows)


def _assignment(row: Row[Any]) -> Assignment:
    reason = reason_of(row.reason)
    if reason is None:
        raise Missing("reason", row.parcel_id)
    size = row.size_class
    door = row.compartment_id
    return Assignment(
        RevisionId(row.revision_id),
        ParcelId(row.parcel_id),
        None if row.vehicle_id is None else VehicleId(row.vehicle_id),
        row.stop,
        None if row.channel is None else Channel(row.channel),
        None if row.site_id is None else SiteId(row.site_id),
        None if size is None else SizeClassId(size),
        None if door is None else CompartmentId(door),
        reason,
    )

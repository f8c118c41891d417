"""Days, waves and the revisions of each wave's plan.

A wave has at most one draft and one published revision. The draft is the plan's body
alone (canonical JSON handed in by whoever made it), rewritten with every edit and
counting them. Publishing makes the draft the published revision, supersedes the last
one, and spreads the plan over rows (`route`, `stop`, `assignment`, `lock`), which is
what custody and scanning ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.day import (
    Day,
    LockLevel,
    Revision,
    RevisionState,
    Wave,
    day_id,
    revision_id,
    wave_id,
)
from console.domain.ids import (
    CompartmentId,
    DayId,
    DepotId,
    ParcelId,
    RevisionId,
    SiteId,
    SizeClassId,
    VehicleId,
    WaveId,
)
from console.domain.plan import Plan
from console.domain.problem import Channel
from console.domain.reasons import Reason
from console.storage.errors import Missing
from console.storage.tables import (
    assignment,
    day,
    lock,
    plan_revision,
    route,
    stop,
    wave,
)
from console.storage.text import reason_of, reason_text


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A revision with the plan's body; `edits` made since it was last published."""

    revision: Revision
    body: str
    edits: int


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


def open_day(session: Session, depot: DepotId, service_date: date) -> Day:
    """The depot's day, made if need be."""
    name = day_id(depot, service_date)
    if session.scalar(select(day.c.id).where(day.c.id == name)) is None:
        row = {"id": name, "depot_id": depot, "date": service_date.isoformat()}
        session.execute(insert(day).values(row))
    return Day(name, depot, service_date)


def days(session: Session, depot: DepotId) -> list[Day]:
    """All days of a depot, newest first."""
    query = select(day).where(day.c.depot_id == depot).order_by(day.c.date.desc())
    return [
        Day(DayId(row.id), DepotId(row.depot_id), date.fromisoformat(row.date))
        for row in session.execute(query)
    ]


def open_wave(session: Session, of: DayId, number: int = 1) -> Wave:
    """The day's wave of this number, made if need be."""
    name = wave_id(of, number)
    if session.scalar(select(wave.c.id).where(wave.c.id == name)) is None:
        session.execute(insert(wave).values(id=name, day_id=of, number=number))
    return Wave(name, of, number)


def waves(session: Session, of: DayId) -> list[Wave]:
    """A day's waves by number."""
    query = select(wave).where(wave.c.day_id == of).order_by(wave.c.number)
    return [
        Wave(WaveId(row.id), DayId(row.day_id), row.number)
        for row in session.execute(query)
    ]


def save_draft(
    session: Session, of: WaveId, body: str, at: datetime, *, edits: int = 0
) -> Revision:
    """Writes the wave's draft anew; `edits` counts those not yet published."""
    found = _of_state(session, of, RevisionState.DRAFT)
    values = {"body": body, "made_ms": milliseconds(at), "edits": edits}
    if found is None:
        number = _next_number(session, of)
        name = revision_id(of, number)
        state = str(RevisionState.DRAFT)
        session.execute(
            insert(plan_revision).values(
                id=name, wave_id=of, number=number, state=state, **values
            )
        )
        return Revision(name, of, number, RevisionState.DRAFT, at)
    session.execute(
        update(plan_revision)
        .where(plan_revision.c.id == found.revision.id)
        .values(values)
    )
    return Revision(
        found.revision.id, of, found.revision.number, RevisionState.DRAFT, at
    )


def publish(
    session: Session,
    of: WaveId,
    plan: Plan,
    body: str,
    at: datetime,
    doors: Mapping[ParcelId, CompartmentId] | None = None,
) -> Revision:
    """Makes this plan the wave's published revision and supersedes the last one.

    `doors` are the compartments bound softly. The caller writes the event in the same
    unit, and asks `published` before with its wish's key to publish once.
    """
    made = save_draft(session, of, body, at)
    _move(session, of, RevisionState.PUBLISHED, RevisionState.SUPERSEDED)
    _move(session, of, RevisionState.DRAFT, RevisionState.PUBLISHED)
    _spread(session, made.id, plan, {} if doors is None else doors)
    return Revision(made.id, of, made.number, RevisionState.PUBLISHED, at)


def draft(session: Session, of: WaveId) -> StoredPlan | None:
    """The wave's draft, if it has one."""
    return _of_state(session, of, RevisionState.DRAFT)


def published(session: Session, of: WaveId) -> StoredPlan | None:
    """The wave's published revision, if it has one."""
    return _of_state(session, of, RevisionState.PUBLISHED)


def current(session: Session, of: WaveId) -> StoredPlan | None:
    """What a person works on: the draft, else the published revision."""
    return draft(session, of) or published(session, of)


def discard_draft(session: Session, of: WaveId) -> bool:
    """Supersedes the draft unpublished; False if there is none."""
    return _move(session, of, RevisionState.DRAFT, RevisionState.SUPERSEDED)


def revisions(session: Session, of: WaveId) -> list[Revision]:
    """All revisions of a wave by number."""
    query = (
        select(plan_revision)
        .where(plan_revision.c.wave_id == of)
        .order_by(plan_revision.c.number)
    )
    return [_revision(row) for row in session.execute(query)]


def revision(session: Session, name: RevisionId) -> StoredPlan:
    """One revision. Raises Missing."""
    row = session.execute(
        select(plan_revision).where(plan_revision.c.id == name)
    ).one_or_none()
    if row is None:
        raise Missing("plan_revision", name)
    return StoredPlan(_revision(row), row.body, row.edits)


def assignments(session: Session, name: RevisionId) -> list[Assignment]:
    """How a published revision hands its parcels over."""
    query = select(assignment).where(assignment.c.revision_id == name)
    return [_assignment(row) for row in session.execute(query)]


def assignment_of(session: Session, parcel: ParcelId) -> Assignment | None:
    """How the newest published revision hands a parcel over."""
    query = (
        select(assignment)
        .join(plan_revision, plan_revision.c.id == assignment.c.revision_id)
        .where(
            assignment.c.parcel_id == parcel,
            plan_revision.c.state == str(RevisionState.PUBLISHED),
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


def _of_state(session: Session, of: WaveId, state: RevisionState) -> StoredPlan | None:
    row = session.execute(
        select(plan_revision).where(
            plan_revision.c.wave_id == of, plan_revision.c.state == str(state)
        )
    ).one_or_none()
    return None if row is None else StoredPlan(_revision(row), row.body, row.edits)


def _next_number(session: Session, of: WaveId) -> int:
    last = session.scalar(
        select(func.max(plan_revision.c.number)).where(plan_revision.c.wave_id == of)
    )
    return (last or 0) + 1


def _move(session: Session, of: WaveId, old: RevisionState, new: RevisionState) -> bool:
    done = session.execute(
        update(plan_revision)
        .where(plan_revision.c.wave_id == of, plan_revision.c.state == str(old))
        .values(state=str(new))
        .returning(plan_revision.c.id)
    ).all()
    return bool(done)


def _spread(
    session: Session,
    name: RevisionId,
    plan: Plan,
    doors: Mapping[ParcelId, CompartmentId],
) -> None:
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
    parcels = [
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
        (assignment, parcels),
        (assignment, left),
        (lock, levels),
    ):
        if rows:
            session.execute(insert(table), rows)


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        RevisionId(row.id),
        WaveId(row.wave_id),
        row.number,
        RevisionState(row.state),
        from_milliseconds(row.made_ms),
    )


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

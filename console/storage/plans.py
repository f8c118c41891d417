"""Days, waves and the revisions of each wave's plan.

A wave has any number of drafts, of which one is chosen, and at most one published
revision. A draft is the plan's body alone (canonical JSON handed in by whoever made
it), rewritten with every edit. Publishing makes the chosen draft the published
revision, supersedes the last one, and spreads the plan over rows (`route`, `stop`,
`assignment`, `lock`), which is what custody and scanning ask. A trigger keeps what was
published as it is; no revision is ever deleted.

Every wave has a version. Whoever changes its plans claims the version they saw: of two
desks that stand on the same one, the second is refused (`claim`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.day import (
    NOBODY,
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
    ActorId,
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
from console.domain.refusal import Refused
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
from console.storage.tables import parcel as parcels
from console.storage.text import reason_of, reason_text


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A revision with the plan's body; `edits` counts how often it was written."""

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
    row = session.execute(select(wave).where(wave.c.id == name)).one_or_none()
    if row is not None:
        return wave_of(row)
    session.execute(insert(wave).values(id=name, day_id=of, number=number))
    return Wave(name, of, number)


def waves(session: Session, of: DayId) -> list[Wave]:
    """A day's waves by number."""
    query = select(wave).where(wave.c.day_id == of).order_by(wave.c.number)
    return [wave_of(row) for row in session.execute(query)]


def version(session: Session, of: WaveId) -> int:
    """The wave's version. Raises Missing."""
    found = session.scalar(select(wave.c.version).where(wave.c.id == of))
    if found is None:
        raise Missing("wave", of)
    return int(found)


def claim(session: Session, of: WaveId, seen: int | None) -> int:
    """Takes the wave on from the version somebody saw; the new one.

    None claims whatever is there. Raises Refused (plan_moved_on) where another desk
    changed the wave's plans meanwhile.
    """
    query = update(wave).where(wave.c.id == of)
    if seen is not None:
        query = query.where(wave.c.version == seen)
    done = session.execute(
        query.values(version=wave.c.version + 1).returning(wave.c.version)
    ).one_or_none()
    if done is None:
        raise Refused("plan_moved_on", of)
    return int(done.version)


def save_draft(
    session: Session,
    of: WaveId,
    body: str,
    at: datetime,
    *,
    edits: int = 0,
    actor: ActorId = NOBODY,
) -> Revision:
    """Writes the wave's chosen draft anew, or makes one on what is published."""
    found = draft(session, of)
    if found is None:
        last = published(session, of)
        basis = None if last is None else last.revision.id
        return add_draft(session, of, body, at, edits=edits, actor=actor, basis=basis)
    values = {
        "body": body,
        "made_ms": milliseconds(at),
        "edits": edits,
        "actor": actor,
    }
    session.execute(
        update(plan_revision)
        .where(plan_revision.c.id == found.revision.id)
        .values(values)
    )
    return replace(found.revision, made=at, actor=actor)


def add_draft(
    session: Session,
    of: WaveId,
    body: str,
    at: datetime,
    *,
    name: str = "",
    edits: int = 0,
    actor: ActorId = NOBODY,
    basis: RevisionId | None = None,
) -> Revision:
    """A new draft beside the others, chosen from now on."""
    choose(session, of, None)
    number = _next_number(session, of)
    made = Revision(
        revision_id(of, number),
        of,
        number,
        RevisionState.DRAFT,
        at,
        name,
        basis,
        chosen=True,
        actor=actor,
    )
    session.execute(
        insert(plan_revision).values(
            id=made.id,
            wave_id=of,
            number=number,
            state=str(RevisionState.DRAFT),
            made_ms=milliseconds(at),
            edits=edits,
            body=body,
            name=name,
            based_on=basis,
            chosen=1,
            actor=actor,
        )
    )
    return made


def choose(session: Session, of: WaveId, name: RevisionId | None) -> None:
    """Makes a draft the one that is worked on; None: no draft, what is published is.

    Raises Missing for what is no draft of this wave.
    """
    session.execute(
        update(plan_revision)
        .where(plan_revision.c.wave_id == of, plan_revision.c.chosen == 1)
        .values(chosen=0)
    )
    if name is not None and not _set_draft(session, of, name, {"chosen": 1}):
        raise Missing("draft", name)


def rename(session: Session, of: WaveId, name: RevisionId, label: str) -> None:
    """Gives a draft another name. Raises Missing for what is no draft."""
    if not _set_draft(session, of, name, {"name": label}):
        raise Missing("draft", name)


def drop(session: Session, of: WaveId, name: RevisionId) -> None:
    """Gives a draft up; its body stays readable. Raises Missing for no draft."""
    values = {"state": str(RevisionState.DROPPED), "chosen": 0}
    if not _set_draft(session, of, name, values):
        raise Missing("draft", name)


def publish(
    session: Session,
    of: WaveId,
    plan: Plan,
    body: str,
    at: datetime,
    doors: Mapping[ParcelId, CompartmentId] | None = None,
    actor: ActorId = NOBODY,
) -> Revision:
    """Makes this plan the wave's published revision and supersedes the last one.

    `doors` are the compartments bound softly. The caller writes the event in the same
    unit, and asks `published` before with its wish's key to publish once.
    """
    made = save_draft(session, of, body, at, actor=actor)
    _move(session, of, RevisionState.PUBLISHED, RevisionState.SUPERSEDED)
    values = {"state": str(RevisionState.PUBLISHED), "chosen": 0}
    _set_draft(session, of, made.id, values)
    _spread(session, made.id, plan, {} if doors is None else doors)
    return replace(made, state=RevisionState.PUBLISHED, chosen=False)


def draft(session: Session, of: WaveId) -> StoredPlan | None:
    """The wave's chosen draft, if it has one."""
    return _one(session, plan_revision.c.wave_id == of, plan_revision.c.chosen == 1)


def published(session: Session, of: WaveId) -> StoredPlan | None:
    """The wave's published revision, if it has one."""
    state = str(RevisionState.PUBLISHED)
    return _one(session, plan_revision.c.wave_id == of, plan_revision.c.state == state)


def current(session: Session, of: WaveId) -> StoredPlan | None:
    """What a person works on: the draft, else the published revision."""
    return draft(session, of) or published(session, of)


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


def _one(session: Session, *rules: ColumnElement[bool]) -> StoredPlan | None:
    row = session.execute(select(plan_revision).where(*rules)).one_or_none()
    return None if row is None else StoredPlan(_revision(row), row.body, row.edits)


def _set_draft(
    session: Session, of: WaveId, name: RevisionId, values: Mapping[str, object]
) -> bool:
    done = session.execute(
        update(plan_revision)
        .where(
            plan_revision.c.id == name,
            plan_revision.c.wave_id == of,
            plan_revision.c.state == str(RevisionState.DRAFT),
        )
        .values(values)
        .returning(plan_revision.c.id)
    ).all()
    return bool(done)


def _next_number(session: Session, of: WaveId) -> int:
    last = session.scalar(
        select(func.max(plan_revision.c.number)).where(plan_revision.c.wave_id == of)
    )
    return (last or 0) + 1


def _move(session: Session, of: WaveId, old: RevisionState, new: RevisionState) -> None:
    session.execute(
        update(plan_revision)
        .where(plan_revision.c.wave_id == of, plan_revision.c.state == str(old))
        .values(state=str(new))
    )


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


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        RevisionId(row.id),
        WaveId(row.wave_id),
        row.number,
        RevisionState(row.state),
        from_milliseconds(row.made_ms),
        row.name,
        None if row.based_on is None else RevisionId(row.based_on),
        bool(row.chosen),
        ActorId(row.actor),
    )


def wave_of(row: Row[Any]) -> Wave:
    """The domain's value of a row of the table."""
    return Wave(
        WaveId(row.id),
        DayId(row.day_id),
        row.number,
        row.name,
        row.departure_s,
        row.turnaround_s,
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

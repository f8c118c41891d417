"""The revisions of each wave's plan.

A wave has any number of drafts, of which one is chosen, and at most one published
revision. A draft is the plan's body alone (canonical JSON handed in by whoever made
it), rewritten with every edit. Publishing makes the chosen draft the published
revision, supersedes the last one, and spreads the plan over rows (`published_rows`). A
trigger keeps what was published as it is; no revision is ever deleted.

Every wave has a version. Whoever changes its plans claims the version they saw: of two
desks that stand on the same one, the second is refused (`claim`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.day import NOBODY, Revision, RevisionState, revision_id
from console.domain.ids import ActorId, CompartmentId, ParcelId, RevisionId, WaveId
from console.domain.plan import Plan
from console.domain.refusal import Refused
from console.storage import published_rows
from console.storage.errors import Missing
from console.storage.published_rows import Assignment
from console.storage.tables import plan_revision, wave


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A revision with the plan's body; `edits` counts how often it was written."""

    revision: Revision
    body: str
    edits: int


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
    published_rows.spread(session, made.id, plan, {} if doors is None else doors)
    return replace(made, state=RevisionState.PUBLISHED, chosen=False)


def draft(session: Session, of: WaveId) -> StoredPlan | None:
    """The wave's chosen draft, if it has one."""
    return _one(session, plan_revision.c.wave_id == of, plan_revision.c.chosen == 1)


def published(session: Session, of: WaveId) -> StoredPlan | None:
    """The wave's published revision, if it has one."""
    state = str(RevisionState.PUBLISHED)
    return _one(session, plan_revision.c.wave_id == of, plan_revision.c.state == state)


def in_force(session: Session, of: WaveId) -> list[Assignment]:
    """How the wave's published revision hands its parcels over; none without one."""
    found = published(session, of)
    if found is None:
        return []
    return published_rows.assignments(session, found.revision.id)


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

"""Closed days: how each parcel's day ended, the figures, and the book of days.

A day's parcels are those that belong to it now and those whose attempt it was: a
parcel carried over belongs to the next day and stays in this one's book.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import batched
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.closing import Attempt, DaySummary, Outcome
from console.domain.day import DayState, LockLevel, RevisionState
from console.domain.ids import ActorId, DayId, DepotId, ParcelId, WaveId
from console.domain.money import Money
from console.domain.parcel import Parcel, ParcelState
from console.domain.refusal import Refused
from console.storage import parcel_rows, parcels
from console.storage.tables import (
    attempt,
    change,
    day,
    day_summary,
    lock,
    plan_revision,
    wave,
)
from console.storage.tables import parcel as parcel_table
from console.storage.text import dumps, reason_of, reason_text

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One day in the book. `waiting` are changes nobody has decided about.

    `parcels` counts those that are or were the day's, `unplanned` those of them that
    still wait for a route, `held` and `missing` those that need a person.
    """

    day: DayId
    date: date
    state: DayState
    waves: int = 0
    parcels: int = 0
    unplanned: int = 0
    held: int = 0
    missing: int = 0
    cancelled: int = 0
    waiting: int = 0

    @property
    def problems(self) -> int:
        """How many things want a person."""
        return self.held + self.missing + self.waiting


def version(session: Session, name: DayId) -> int:
    """The day's version: it goes up with every closing and opening."""
    return int(session.scalar(select(day.c.version).where(day.c.id == name)) or 0)


def closed(session: Session, name: DayId) -> bool:
    """Whether a day is closed."""
    return session.scalar(select(day.c.state).where(day.c.id == name)) == CLOSED


def refuse_closed(session: Session, *names: DayId) -> None:
    """Raises Refused (day_closed) for a day that is read-only."""
    query = select(day.c.id).where(day.c.id.in_(names), day.c.state == CLOSED)
    for row in session.execute(query.order_by(day.c.id)):
        raise Refused("day_closed", row.id)


def set_closed(session: Session, name: DayId, at: datetime | None) -> bool:
    """Closes a day at an instant, or opens it (None); False if it is so already."""
    values = {
        "state": OPEN if at is None else CLOSED,
        "closed_ms": None if at is None else milliseconds(at),
        "version": day.c.version + 1,
    }
    other = CLOSED if at is None else OPEN
    done = session.execute(
        update(day)
        .where(day.c.id == name, day.c.state == other)
        .values(values)
        .returning(day.c.id)
    ).all()
    return bool(done)


def add_attempts(session: Session, ended: Sequence[tuple[Attempt, int]]) -> None:
    """Writes how a day ended for its parcels, with the priority each had."""
    if not ended:
        return
    positions = {
        row.id: row.position
        for row in session.execute(
            select(parcel_table.c.id, parcel_table.c.position).where(
                parcel_table.c.service_day == ended[0][0].day
            )
        )
    }
    rows = [
        {
            "parcel_id": one.parcel,
            "day_id": one.day,
            "number": one.number,
            "wave_id": one.wave,
            "position": positions.get(one.parcel, 0),
            "state": str(one.state),
            "outcome": None if one.outcome is None else str(one.outcome),
            "reason": reason_text(one.reason),
            "priority": priority,
            "at_ms": milliseconds(one.at),
        }
        for one, priority in ended
    ]
    session.execute(insert(attempt), rows)


def attempts_of_day(session: Session, name: DayId) -> list[Attempt]:
    """How a day ended for each of its parcels, in the order they came."""
    query = select(attempt).where(attempt.c.day_id == name)
    return [
        _attempt(row) for row in session.execute(query.order_by(attempt.c.position))
    ]


def history(session: Session, name: ParcelId) -> list[Attempt]:
    """The days a parcel has behind it, oldest first."""
    query = (
        select(attempt)
        .join(day, day.c.id == attempt.c.day_id)
        .where(attempt.c.parcel_id == name)
        .order_by(day.c.date)
    )
    return [_attempt(row) for row in session.execute(query)]


def priorities(session: Session, name: DayId) -> dict[ParcelId, int]:
    """The priority each parcel had on a closed day."""
    query = select(attempt.c.parcel_id, attempt.c.priority)
    rows = session.execute(query.where(attempt.c.day_id == name))
    return {ParcelId(row.parcel_id): row.priority for row in rows}


def forget_attempts(
    session: Session, name: DayId, keep: Iterable[ParcelId] = ()
) -> None:
    """A day that is opened again has not ended; its summaries stay.

    What some parcels (`keep`) have behind them they keep: they are elsewhere now.
    """
    stay = set(keep)
    gone = [
        row.parcel_id
        for row in session.execute(
            select(attempt.c.parcel_id).where(attempt.c.day_id == name)
        )
        if row.parcel_id not in stay
    ]
    for part in batched(gone, parcel_rows.MANY):
        session.execute(
            delete(attempt).where(
                attempt.c.day_id == name, attempt.c.parcel_id.in_(part)
            )
        )


def bring_home(session: Session, old: Sequence[tuple[Attempt, int]]) -> None:
    """Puts parcels back into day, wave, state and urgency of an attempt of a day."""
    if not old:
        return
    query = select(attempt.c.parcel_id, attempt.c.position)
    rows = session.execute(query.where(attempt.c.day_id == old[0][0].day))
    positions = {row.parcel_id: row.position for row in rows}
    session.connection().execute(
        update(parcel_table)
        .where(parcel_table.c.id == bindparam("b_id"))
        .values(
            service_day=bindparam("b_day"),
            wave_id=bindparam("b_wave"),
            position=bindparam("b_at"),
            state=bindparam("b_state"),
            reason=bindparam("b_reason"),
            attempt=bindparam("b_number"),
            priority=bindparam("b_priority"),
            version=parcel_table.c.version + 1,
        ),
        [
            {
                "b_id": one.parcel,
                "b_day": one.day,
                "b_wave": one.wave,
                "b_at": positions[one.parcel],
                "b_state": str(one.state),
                "b_reason": reason_text(one.reason),
                "b_number": one.number,
                "b_priority": priority,
            }
            for one, priority in old
        ],
    )


def parcels_of(session: Session, name: DayId) -> list[Parcel]:
    """The parcels of a closed day as they were when it ended.

    Person and measures are as they are known now.
    """
    ended = attempts_of_day(session, name)
    found = {one.id: one for one in parcels.tried_on(session, name)}
    urgent = priorities(session, name)
    return [
        replace(
            found[one.parcel],
            state=one.state,
            attempt=one.number,
            priority=urgent[one.parcel],
            reason=one.reason,
        )
        for one in ended
    ]


def add_summary(session: Session, one: DaySummary) -> None:
    """Writes the figures of a day that is being closed."""
    last = session.scalar(
        select(func.max(day_summary.c.number)).where(day_summary.c.day_id == one.day)
    )
    body = {
        "next_day": one.next_day.isoformat(),
        "states": {str(state): count for state, count in one.states.items()},
        "outcomes": {str(name): count for name, count in one.outcomes.items()},
        "handed_over": one.handed_over,
        "on_time": one.on_time,
        "routes": one.routes,
        "metres": one.metres,
        "seconds": one.seconds,
        "cost": one.cost,
        "co2_g": one.co2_g,
    }
    session.execute(
        insert(day_summary).values(
            day_id=one.day,
            number=(last or 0) + 1,
            closed_ms=milliseconds(one.closed_at),
            actor=one.actor,
            body=dumps(body),
        )
    )


def note_reopened(session: Session, name: DayId, why: str) -> None:
    """Writes beside the last figures why they no longer close the day."""
    number = (
        select(func.max(day_summary.c.number))
        .where(day_summary.c.day_id == name)
        .scalar_subquery()
    )
    session.execute(
        update(day_summary)
        .where(day_summary.c.day_id == name, day_summary.c.number == number)
        .values(reopened=why)
    )


def summaries(session: Session, name: DayId) -> list[DaySummary]:
    """The figures of every time a day was closed, oldest first; the last one counts."""
    query = select(day_summary).where(day_summary.c.day_id == name)
    rows = session.execute(query.order_by(day_summary.c.number))
    return [_summary(row) for row in rows]


def calendar(
    session: Session, depot: DepotId, first: date, last: date
) -> list[DayEntry]:
    """The days of a depot that are in the book, both ends included, by date."""
    days = {
        DayId(row.id): row
        for row in session.execute(
            select(day)
            .where(
                day.c.depot_id == depot,
                day.c.date >= first.isoformat(),
                day.c.date <= last.isoformat(),
            )
            .order_by(day.c.date)
        )
    }
    counts = _counts(session, list(days))
    waves = _grouped(session, wave.c.day_id, list(days))
    waiting = {
        DayId(row.day_id): int(row.number)
        for row in session.execute(
            select(change.c.day_id, func.count().label("number"))
            .where(change.c.day_id.in_(list(days)), change.c.state == "waiting")
            .group_by(change.c.day_id)
        )
    }
    planned = _days_with(session, list(days), RevisionState.DRAFT)
    published = _days_with(session, list(days), RevisionState.PUBLISHED)
    running = _running(session, list(days))
    found: list[DayEntry] = []
    for name, row in days.items():
        states = counts.get(name, {})
        state = _state(
            closed=row.state == CLOSED,
            running=name in running,
            published=name in published,
            planned=name in planned,
            any_parcels=bool(states),
        )
        found.append(
            DayEntry(
                name,
                date.fromisoformat(row.date),
                state,
                waves.get(name, 0),
                sum(states.values()),
                states.get(ParcelState.READY, 0),
                states.get(ParcelState.HELD, 0),
                states.get(ParcelState.MISSING, 0),
                states.get(ParcelState.CANCELLED, 0),
                waiting.get(name, 0),
            )
        )
    return found


def _state(
    *, closed: bool, running: bool, published: bool, planned: bool, any_parcels: bool
) -> DayState:
    told = (
        (closed, DayState.CLOSED),
        (running, DayState.RUNNING),
        (published, DayState.PUBLISHED),
        (planned, DayState.PLANNED),
        (any_parcels, DayState.IMPORTING),
    )
    return next((state for so, state in told if so), DayState.EMPTY)


def _counts(
    session: Session, names: Sequence[DayId]
) -> dict[DayId, dict[ParcelState, int]]:
    """States by day: of closed days as they ended, of others as they are."""
    found: dict[DayId, dict[ParcelState, int]] = {}
    ended = (
        select(attempt.c.day_id, attempt.c.state, func.count().label("number"))
        .where(attempt.c.day_id.in_(names))
        .group_by(attempt.c.day_id, attempt.c.state)
    )
    now = (
        select(
            parcel_table.c.service_day.label("day_id"),
            parcel_table.c.state,
            func.count().label("number"),
        )
        .join(day, day.c.id == parcel_table.c.service_day)
        .where(parcel_table.c.service_day.in_(names), day.c.state == OPEN)
        .group_by(parcel_table.c.service_day, parcel_table.c.state)
    )
    for query in (ended, now):
        for row in session.execute(query):
            states = found.setdefault(DayId(row.day_id), {})
            state = ParcelState(row.state)
            states[state] = states.get(state, 0) + row.number
    return found


def _grouped(
    session: Session, by: ColumnElement[str], names: Sequence[DayId]
) -> dict[DayId, int]:
    query = select(by, func.count().label("number")).where(by.in_(names)).group_by(by)
    return {DayId(row[0]): int(row[1]) for row in session.execute(query)}


def _days_with(
    session: Session, names: Sequence[DayId], state: RevisionState
) -> frozenset[DayId]:
    query = (
        select(wave.c.day_id)
        .join(plan_revision, plan_revision.c.wave_id == wave.c.id)
        .where(wave.c.day_id.in_(names), plan_revision.c.state == str(state))
        .distinct()
    )
    return frozenset(DayId(row.day_id) for row in session.execute(query))


def _running(session: Session, names: Sequence[DayId]) -> frozenset[DayId]:
    query = (
        select(wave.c.day_id)
        .join(plan_revision, plan_revision.c.wave_id == wave.c.id)
        .join(lock, lock.c.revision_id == plan_revision.c.id)
        .where(
            wave.c.day_id.in_(names),
            plan_revision.c.state == str(RevisionState.PUBLISHED),
            lock.c.level == str(LockLevel.DEPARTED),
        )
        .distinct()
    )
    return frozenset(DayId(row.day_id) for row in session.execute(query))


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        ParcelId(row.parcel_id),
        row.number,
        DayId(row.day_id),
        None if row.wave_id is None else WaveId(row.wave_id),
        ParcelState(row.state),
        None if row.outcome is None else Outcome(row.outcome),
        from_milliseconds(row.at_ms),
        reason_of(row.reason),
    )


def _summary(row: Row[Any]) -> DaySummary:
    said: Mapping[str, Any] = json.loads(row.body)
    return DaySummary(
        DayId(row.day_id),
        from_milliseconds(row.closed_ms),
        ActorId(row.actor),
        date.fromisoformat(said["next_day"]),
        {ParcelState(state): count for state, count in said["states"].items()},
        {Outcome(name): count for name, count in said["outcomes"].items()},
        said["handed_over"],
        said["on_time"],
        said["routes"],
        said["metres"],
        said["seconds"],
        Money(said["cost"]),
        said["co2_g"],
        row.reopened,
    )

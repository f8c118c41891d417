"""Changes after publishing: waiting, accepted, rejected, done.

What a changed row says of a person stands apart (`change_person`) and is erased on its
own, as with parcels; such a change reads back with an empty person.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from itertools import batched
from types import MappingProxyType, SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.orm import Session

from console.domain.change import Change, ChangeKind, ChangeState, Consequence
from console.domain.clock import from_milliseconds, milliseconds
from console.domain.ids import (
    ActorId,
    ChangeId,
    CompartmentId,
    DayId,
    ParcelId,
    RevisionId,
    SiteId,
    VehicleId,
    WaveId,
)
from console.domain.money import Money
from console.domain.origin import Origin
from console.domain.parcel import Parcel, Person
from console.domain.problem import Channel
from console.domain.reasons import Reason
from console.domain.refusal import Refused
from console.storage.parcel_rows import (
    KEEP_PERSONS,
    MANY,
    NOBODY,
    columns,
    parcel_of,
    person_columns,
)
from console.storage.tables import change, change_person
from console.storage.text import dumps, reason_of, reason_text


def new_id(origin: Origin, kind: ChangeKind, subject: str) -> ChangeId:
    """The one name of a change that a wish asks about a parcel, door or vehicle."""
    said = f"{origin.station}\0{origin.key}\0{kind}\0{subject}"
    return ChangeId(sha256(said.encode()).hexdigest()[:24])


def add(session: Session, fresh: Sequence[Change]) -> None:
    """Writes changes that are asked for the first time."""
    if not fresh:
        return
    rows = [
        {
            "id": one.id,
            "day_id": one.day,
            "wave_id": one.wave,
            "kind": str(one.kind),
            "state": str(one.state),
            "parcel_id": one.parcel,
            "compartment_id": one.compartment,
            "vehicle_id": one.vehicle,
            "given": None if one.given is None else _parcel_text(one.given),
            "reason": reason_text(one.reason),
            "at_ms": milliseconds(one.at),
            "actor": one.actor,
        }
        for one in fresh
    ]
    session.execute(insert(change), rows)
    persons = [
        {
            "change_id": one.id,
            "given": _person_text(one.given.person),
            "erase_after_ms": milliseconds(one.at + KEEP_PERSONS),
        }
        for one in fresh
        if one.given is not None
    ]
    if persons:
        session.execute(insert(change_person), persons)


def of_day(session: Session, name: DayId) -> list[Change]:
    """All changes of a day, oldest first."""
    return _load(session, change.c.day_id == name)


def of_wave(
    session: Session, name: WaveId, states: Iterable[ChangeState] = tuple(ChangeState)
) -> list[Change]:
    """The changes of a wave in these states, oldest first."""
    wanted = [str(state) for state in states]
    return _load(session, (change.c.wave_id == name) & change.c.state.in_(wanted))


def about(session: Session, names: Sequence[ParcelId]) -> list[Change]:
    """Every change there ever was about some parcels, oldest first."""
    found: list[Change] = []
    for part in batched(names, MANY):
        found += _load(session, change.c.parcel_id.in_(part))
    return found


def many(session: Session, names: Sequence[ChangeId]) -> list[Change]:
    """These changes, oldest first. Raises Refused (no_such_change)."""
    found: list[Change] = []
    for part in batched(names, MANY):
        found += _load(session, change.c.id.in_(part))
    missing = sorted(set(names) - {one.id for one in found})
    if missing:
        raise Refused("no_such_change", *missing)
    return found


def accepted_in(session: Session, name: RevisionId) -> list[Change]:
    """What a draft carries."""
    carried = change.c.revision_id == name
    return _load(session, carried & (change.c.state == str(ChangeState.ACCEPTED)))


def decide(
    session: Session,
    names: Sequence[ChangeId],
    expected: ChangeState,
    state: ChangeState,
    origin: Origin,
    at: datetime,
    *,
    reason: Reason | None = None,
    revision: RevisionId | None = None,
) -> None:
    """Takes changes from one state to another. Raises Refused (change_decided).

    Refused where even one of them is no longer in the expected state: another desk
    was quicker.
    """
    values: dict[str, Any] = {
        "state": str(state),
        "decided_ms": milliseconds(at),
        "decided_by": origin.actor,
        "revision_id": revision,
        "version": change.c.version + 1,
    }
    if reason is not None:
        values["reason"] = reason_text(reason)
    done = 0
    for part in batched(names, MANY):
        done += len(
            session.execute(
                update(change)
                .where(change.c.id.in_(part), change.c.state == str(expected))
                .values(values)
                .returning(change.c.id)
            ).all()
        )
    if done != len(set(names)):
        raise Refused("change_decided", *names[:1])


def set_before(session: Session, name: ChangeId, before: Parcel) -> None:
    """Keeps what a parcel was before its change was accepted."""
    session.execute(
        update(change).where(change.c.id == name).values(before=_parcel_text(before))
    )
    person = _person_text(before.person)
    done = session.execute(
        update(change_person)
        .where(change_person.c.change_id == name)
        .values(before=person)
        .returning(change_person.c.change_id)
    ).all()
    if not done:
        at = session.scalar(select(change.c.at_ms).where(change.c.id == name))
        due = milliseconds(from_milliseconds(at or 0) + KEEP_PERSONS)
        session.execute(
            insert(change_person).values(
                change_id=name, given="", before=person, erase_after_ms=due
            )
        )


def before(session: Session, name: ChangeId) -> Parcel | None:
    """What the parcel was before the change was accepted; None if it was not kept."""
    row = session.execute(
        select(change.c.parcel_id, change.c.before, change_person.c.before.label("who"))
        .outerjoin(change_person, change_person.c.change_id == change.c.id)
        .where(change.c.id == name)
    ).one_or_none()
    if row is None or row.before is None:
        return None
    return _parcel(ParcelId(row.parcel_id), row.before, row.who)


def set_given(session: Session, name: ChangeId, given: Parcel, at: datetime) -> None:
    """A waiting change asks for something newer."""
    session.execute(
        update(change)
        .where(change.c.id == name)
        .values(
            given=_parcel_text(given),
            consequence=None,
            at_ms=milliseconds(at),
            version=change.c.version + 1,
        )
    )
    session.execute(
        update(change_person)
        .where(change_person.c.change_id == name)
        .values(given=_person_text(given.person))
    )


def set_consequences(session: Session, found: Mapping[ChangeId, Consequence]) -> None:
    """Keeps what changes would come to, as last worked out."""
    for name, one in found.items():
        session.execute(
            update(change)
            .where(change.c.id == name)
            .values(consequence=dumps(asdict(one)))
        )


def settle(session: Session, name: WaveId) -> None:
    """What was accepted into a wave is published now, and no longer taken back."""
    session.execute(
        update(change)
        .where(change.c.wave_id == name, change.c.state == str(ChangeState.ACCEPTED))
        .values(state=str(ChangeState.DONE), version=change.c.version + 1)
    )


def _load(session: Session, rule: ColumnElement[bool]) -> list[Change]:
    query = (
        select(change, change_person.c.given.label("who"))
        .outerjoin(change_person, change_person.c.change_id == change.c.id)
        .where(rule)
        .order_by(change.c.at_ms, change.c.id)
    )
    return [_change(row) for row in session.execute(query)]


def _change(row: Row[Any]) -> Change:
    parcel = None if row.parcel_id is None else ParcelId(row.parcel_id)
    given = None
    if row.given is not None and parcel is not None:
        given = _parcel(parcel, row.given, row.who)
    door, vehicle = row.compartment_id, row.vehicle_id
    return Change(
        ChangeId(row.id),
        DayId(row.day_id),
        WaveId(row.wave_id),
        ChangeKind(row.kind),
        ChangeState(row.state),
        from_milliseconds(row.at_ms),
        ActorId(row.actor),
        parcel,
        None if door is None else CompartmentId(door),
        None if vehicle is None else VehicleId(vehicle),
        given,
        None if row.consequence is None else _consequence(row.consequence),
        reason_of(row.reason),
        None if row.decided_ms is None else from_milliseconds(row.decided_ms),
        None if row.decided_by is None else ActorId(row.decided_by),
        None if row.revision_id is None else RevisionId(row.revision_id),
    )


_SILENT: Mapping[str, object] = MappingProxyType({"needs": "[]", "late_from_s": None})


def _parcel_text(one: Parcel) -> str:
    return dumps({**columns(one), "barcodes": list(one.barcodes)})


def _person_text(one: Person) -> str:
    return dumps(person_columns(one))


def _parcel(name: ParcelId, text: str, who: str | None) -> Parcel:
    said = json.loads(text)
    codes: dict[str, list[str]] = {name: said.pop("barcodes")}
    person = Person(**json.loads(who)) if who else NOBODY
    # What was written before parcels had these fields says nothing of them.
    bare = SimpleNamespace(id=name, name=None, **{**_SILENT, **said})
    return replace(parcel_of(bare, codes), person=person)


def _consequence(text: str) -> Consequence:
    said = json.loads(text)
    vehicle, channel, site = said["vehicle"], said["channel"], said["site"]
    return Consequence(
        Money(said["cost"]),
        said["seconds"],
        said["metres"],
        None if vehicle is None else VehicleId(vehicle),
        None if channel is None else Channel(channel),
        None if site is None else SiteId(site),
        said["late_s"],
        said["breaks"],
        tuple(ParcelId(name) for name in said["parcels"]),
    )

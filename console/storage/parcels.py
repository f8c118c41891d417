"""Parcels: taken in from manifests, kept apart from the people they are for.

An edited row of a manifest updates its parcel and is reported as such; the same parcel
on another day is a re-delivery. A person's row has its own end (`erase_after_ms`) and
may go while everything else stays: such a parcel reads back with an empty person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.domain.events import EventKind
from console.domain.ids import (
    CompartmentId,
    DayId,
    DepositId,
    ParcelId,
    SiteId,
    WaveId,
)
from console.domain.origin import Origin
from console.domain.parcel import (
    Climate,
    Parcel,
    ParcelState,
    Person,
    Preference,
    Size,
)
from console.domain.place import Place, TimeWindow
from console.domain.reasons import Reason, ReasonCode
from console.storage import journal
from console.storage.errors import Missing
from console.storage.tables import (
    attempt,
    barcode,
    change,
    change_person,
    parcel,
    parcel_person,
)
from console.storage.text import reason_of, reason_text

KEEP_PERSONS = timedelta(days=90)
MANY = 500
TOP_PRIORITY = 100
NOBODY = Person("", "")


@dataclass(frozen=True, slots=True)
class BarcodeClash:
    """A barcode that another live parcel has; it was not given to this one."""

    parcel: ParcelId
    code: str
    owner: ParcelId


@dataclass(frozen=True, slots=True)
class Intake:
    """What a manifest did, parcels in its order."""

    new: tuple[ParcelId, ...]
    updated: tuple[ParcelId, ...]
    unchanged: tuple[ParcelId, ...]
    clashes: tuple[BarcodeClash, ...] = ()


def upsert(
    session: Session,
    day: DayId,
    parcels: Sequence[Parcel],
    origin: Origin,
    at: datetime,
    keep: timedelta = KEEP_PERSONS,
    *,
    wave: WaveId | None = None,
) -> Intake:
    """Writes a manifest's parcels into a day, each change with its event.

    Parcels that are new to the day come into `wave`, or its pool; the others stay
    where they are.

    A parcel that is known keeps its state and reason unless it was held for an address
    that is now sure, or comes back on another
    day after it was finished; what is given then counts again. Barcodes of another
    live parcel are left out and named.
    """
    ids = [one.id for one in parcels]
    old = {one.id: one for one in _load(session, ids)}
    days = _days(session, ids)
    order: dict[ParcelId, int] = {}
    wanted: dict[ParcelId, Parcel] = {}
    for one in parcels:
        order.setdefault(one.id, len(order))
        wanted[one.id] = one
    first = _next_position(session, day)
    new: list[ParcelId] = []
    updated: list[ParcelId] = []
    unchanged: list[ParcelId] = []
    for name, given in wanted.items():
        before = old.get(name)
        if before is None:
            new.append(name)
            continue
        again = days[name] != day and before.state.finished
        kept = (
            replace(given, attempt=before.attempt + 1)
            if again
            else replace(
                given,
                state=before.state,
                reason=given.reason or before.reason,
                attempt=before.attempt,
                priority=given.priority
                if before.attempt == 1
                else max(before.priority, given.priority),
            )
        )
        if given.state is ParcelState.HELD and before.state is ParcelState.READY:
            kept = replace(kept, state=given.state)
        if (
            before.state is ParcelState.HELD
            and given.state is ParcelState.READY
            and (_of_address(before.reason) or given.place != before.place)
            and before.reason != Reason(ReasonCode.HELD_BY_PERSON)
        ):
            kept = replace(kept, state=given.state, reason=None)
        wanted[name] = kept
        same = kept == before and days[name] == day
        (unchanged if same else updated).append(name)
    due = milliseconds(at + keep)
    _insert(session, day, [wanted[n] for n in new], first, due)
    _update(session, [wanted[n] for n in updated], due)
    come = [n for n in updated if days[n] != day]
    put_in(session, [*new, *come], day, wave)
    touched = [wanted[n] for n in (*new, *updated)]
    clashes = _set_barcodes(session, touched)
    facts = [
        journal.fact(kind, origin, at, parcel=name, body={"day": day})
        for kind, names in (
            (EventKind.PARCEL_IMPORTED, new),
            (EventKind.PARCEL_UPDATED, updated),
        )
        for name in names
    ]
    journal.append_all(session, facts, at)
    return Intake(tuple(new), tuple(updated), tuple(unchanged), tuple(clashes))


def _of_address(reason: Reason | None) -> bool:
    """Whether a parcel is held only until its address is sure."""
    return reason is None or reason.code in {
        ReasonCode.ADDRESS_NOT_FOUND,
        ReasonCode.ADDRESS_UNSURE,
    }


def of_day(session: Session, day: DayId) -> list[Parcel]:
    """All parcels of a day, in the order they came."""
    return _where(session, parcel.c.service_day == day)


def of_wave(session: Session, name: WaveId) -> list[Parcel]:
    """The parcels of a wave, in the order they came."""
    return _where(session, parcel.c.wave_id == name)


def tried_on(session: Session, day: DayId) -> list[Parcel]:
    """The parcels that a closed day ended with, as they are now."""
    tried = select(attempt.c.parcel_id).where(attempt.c.day_id == day)
    return _where(session, parcel.c.id.in_(tried))


def pool(session: Session, day: DayId) -> list[Parcel]:
    """The parcels of a day that are in no wave."""
    return _where(session, (parcel.c.service_day == day) & parcel.c.wave_id.is_(None))


def put_in(
    session: Session, names: Sequence[ParcelId], day: DayId, wave: WaveId | None
) -> None:
    """Puts parcels into a day and one of its waves, or its pool (None).

    They come behind what is there, in the order given, where their day changes.
    """
    first = _next_position(session, day)
    rows = [{"b_id": name, "b_at": first + n} for n, name in enumerate(names)]
    if not rows:
        return
    session.connection().execute(
        update(parcel)
        .where(parcel.c.id == bindparam("b_id"))
        .values(
            service_day=day,
            wave_id=wave,
            position=case(
                (parcel.c.service_day == day, parcel.c.position),
                else_=bindparam("b_at"),
            ),
            version=parcel.c.version + 1,
        ),
        rows,
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one parcel is among the days: enough to put it back exactly."""

    parcel: ParcelId
    day: DayId
    wave: WaveId | None
    position: int
    state: ParcelState


def spots(session: Session, names: Sequence[ParcelId]) -> list[Spot]:
    """The spots of the parcels there are of these."""
    found: list[Spot] = []
    for part in batched(names, MANY):
        rows = session.execute(select(parcel).where(parcel.c.id.in_(part)))
        found += [
            Spot(
                ParcelId(row.id),
                DayId(row.service_day),
                None if row.wave_id is None else WaveId(row.wave_id),
                row.position,
                ParcelState(row.state),
            )
            for row in rows
        ]
    return found


def put_back(session: Session, where: Sequence[Spot]) -> None:
    """Puts parcels back to these spots, in the states they had there."""
    rows = [
        {
            "b_id": one.parcel,
            "b_day": one.day,
            "b_wave": one.wave,
            "b_at": one.position,
            "b_state": str(one.state),
        }
        for one in where
    ]
    if rows:
        session.connection().execute(
            update(parcel)
            .where(parcel.c.id == bindparam("b_id"))
            .values(
                service_day=bindparam("b_day"),
                wave_id=bindparam("b_wave"),
                position=bindparam("b_at"),
                state=bindparam("b_state"),
                version=parcel.c.version + 1,
            ),
            rows,
        )


def carry_over(
    session: Session, names: Sequence[ParcelId], day: DayId, reason: Reason
) -> None:
    """Puts parcels into the pool of a later day: one attempt more, more urgent.

    What was held stays held, for its own reason; everything else is ready.
    """
    put_in(session, names, day, None)
    held = parcel.c.state == str(ParcelState.HELD)
    for part in batched(names, MANY):
        session.execute(
            update(parcel)
            .where(parcel.c.id.in_(part))
            .values(
                attempt=parcel.c.attempt + 1,
                priority=func.min(parcel.c.priority + 1, TOP_PRIORITY),
                reason=case((held, parcel.c.reason), else_=reason_text(reason)),
                state=case((held, parcel.c.state), else_=str(ParcelState.READY)),
            )
        )
        _live_again(session, part)


def _live_again(session: Session, names: Sequence[ParcelId]) -> None:
    """Barcodes of parcels that came back, but for those another one has now."""
    taken = select(barcode.c.code).where(barcode.c.live == 1)
    session.execute(
        update(barcode)
        .where(barcode.c.parcel_id.in_(names), barcode.c.code.not_in(taken))
        .values(live=1)
    )


def where_are(
    session: Session, names: Sequence[ParcelId]
) -> dict[ParcelId, tuple[DayId, WaveId | None]]:
    """The day and the wave of parcels, as far as they are known."""
    found: dict[ParcelId, tuple[DayId, WaveId | None]] = {}
    for part in batched(names, MANY):
        query = select(parcel.c.id, parcel.c.service_day, parcel.c.wave_id)
        for row in session.execute(query.where(parcel.c.id.in_(part))):
            inside = None if row.wave_id is None else WaveId(row.wave_id)
            found[ParcelId(row.id)] = (DayId(row.service_day), inside)
    return found


def waves_of_day(session: Session, day: DayId) -> dict[ParcelId, WaveId | None]:
    """In which wave every parcel of a day is, None for the pool."""
    query = select(parcel.c.id, parcel.c.wave_id).where(parcel.c.service_day == day)
    return {
        ParcelId(row.id): None if row.wave_id is None else WaveId(row.wave_id)
        for row in session.execute(query)
    }


def put(
    session: Session,
    changed: Sequence[Parcel],
    at: datetime,
    keep: timedelta = KEEP_PERSONS,
) -> list[BarcodeClash]:
    """Makes parcels that are known exactly these values, barcodes and person too.

    Day and wave stay. The caller writes the event that says why.
    """
    _update(session, changed, milliseconds(at + keep))
    return _set_barcodes(session, changed)


def get(session: Session, name: ParcelId) -> Parcel:
    """Raises Missing."""
    found = _load(session, [name])
    if not found:
        raise Missing("parcel", name)
    return found[0]


def many(session: Session, names: Sequence[ParcelId]) -> list[Parcel]:
    """The parcels there are of these, in no promised order."""
    return _load(session, names)


def by_barcode(session: Session, code: str) -> ParcelId | None:
    """The live parcel with this barcode."""
    found = session.scalar(
        select(barcode.c.parcel_id).where(barcode.c.code == code, barcode.c.live == 1)
    )
    return None if found is None else ParcelId(found)


def day_of(session: Session, name: ParcelId) -> DayId:
    """The day a parcel belongs to now. Raises Missing."""
    days = _days(session, [name])
    if name not in days:
        raise Missing("parcel", name)
    return days[name]


def counts(session: Session, day: DayId) -> dict[ParcelState, int]:
    """How many parcels of a day are in each state."""
    rows = session.execute(
        select(parcel.c.state, func.count())
        .where(parcel.c.service_day == day)
        .group_by(parcel.c.state)
    )
    return {ParcelState(state): number for state, number in rows}


def set_states(
    session: Session,
    names: Iterable[ParcelId],
    state: ParcelState,
    *,
    reason: Reason | None = None,
    deposit: DepositId | None = None,
    compartment: CompartmentId | None = None,
) -> int:
    """Sets state, reason and holder of parcels; returns how many there were.

    The caller writes the event that says why, in the same unit. In a compartment the
    holder is that compartment; otherwise nobody is named. The barcodes of a finished
    parcel may be used again.
    """
    wanted = list(names)
    if not wanted:
        return 0
    change = {
        "state": str(state),
        "reason": reason_text(reason),
        "deposit_id": deposit,
        "holder_kind": None if compartment is None else "compartment",
        "holder_id": compartment,
        "version": parcel.c.version + 1,
    }
    done = 0
    gone = state in {
        ParcelState.DELIVERED,
        ParcelState.COLLECTED,
        ParcelState.RETURNED,
        ParcelState.CANCELLED,
    }
    for part in batched(wanted, MANY):
        done += len(
            session.execute(
                update(parcel)
                .where(parcel.c.id.in_(part))
                .values(change)
                .returning(parcel.c.id)
            ).all()
        )
        if gone:
            session.execute(
                update(barcode).where(barcode.c.parcel_id.in_(part)).values(live=0)
            )
    return done


def set_places(session: Session, places: Iterable[tuple[ParcelId, Place]]) -> None:
    """Puts parcels where their addresses were found."""
    rows = [{"b_id": n, "b_lon": p.lon, "b_lat": p.lat} for n, p in places]
    if rows:
        session.connection().execute(
            update(parcel)
            .where(parcel.c.id == bindparam("b_id"))
            .values(lon=bindparam("b_lon"), lat=bindparam("b_lat")),
            rows,
        )


def of_deposit(session: Session, name: DepositId) -> list[ParcelId]:
    """What lies in a deposit."""
    query = select(parcel.c.id).where(parcel.c.deposit_id == name)
    return [ParcelId(row.id) for row in session.execute(query.order_by(parcel.c.id))]


def erase_persons(session: Session, until: datetime) -> int:
    """Deletes every person whose time is over; returns how many.

    What changes after publishing said of people goes with them.
    """
    late = change_person.c.erase_after_ms <= milliseconds(until)
    session.execute(delete(change_person).where(late))
    due = parcel_person.c.erase_after_ms <= milliseconds(until)
    rows = session.execute(
        delete(parcel_person).where(due).returning(parcel_person.c.parcel_id)
    )
    return len(rows.all())


def erase_person(session: Session, name: ParcelId) -> None:
    """Deletes whom one parcel is for, in what changed about it too."""
    mine = select(change.c.id).where(change.c.parcel_id == name)
    session.execute(delete(change_person).where(change_person.c.change_id.in_(mine)))
    session.execute(delete(parcel_person).where(parcel_person.c.parcel_id == name))


def _select() -> Select[Any]:
    person = [c for c in parcel_person.columns if c.name != "parcel_id"]
    return select(parcel, *person).outerjoin(
        parcel_person, parcel_person.c.parcel_id == parcel.c.id
    )


def _where(session: Session, rule: ColumnElement[bool]) -> list[Parcel]:
    rows = session.execute(_select().where(rule).order_by(parcel.c.position)).all()
    codes = _codes(
        session,
        select(barcode).join(parcel, parcel.c.id == barcode.c.parcel_id).where(rule),
    )
    return [parcel_of(row, codes) for row in rows]


def _load(session: Session, names: Sequence[ParcelId]) -> list[Parcel]:
    found: list[Parcel] = []
    for part in batched(names, MANY):
        codes = _codes(session, select(barcode).where(barcode.c.parcel_id.in_(part)))
        rows = session.execute(_select().where(parcel.c.id.in_(part)))
        found.extend(parcel_of(row, codes) for row in rows)
    return found


def _days(session: Session, names: Sequence[ParcelId]) -> dict[ParcelId, DayId]:
    found: dict[ParcelId, DayId] = {}
    for part in batched(names, MANY):
        query = select(parcel.c.id, parcel.c.service_day).where(parcel.c.id.in_(part))
        found.update(
            (ParcelId(row.id), DayId(row.service_day)) for row in session.execute(query)
        )
    return found


def _next_position(session: Session, day: DayId) -> int:
    last = session.scalar(
        select(func.max(parcel.c.position)).where(parcel.c.service_day == day)
    )
    return 0 if last is None else last + 1


def columns(one: Parcel) -> dict[str, Any]:
    """A parcel's own columns, without its person, its day and its wave."""
    return {
        "attempt": one.attempt,
        "state": str(one.state),
        "reason": reason_text(one.reason),
        "length_mm": one.size.length_mm,
        "width_mm": one.size.width_mm,
        "height_mm": one.size.height_mm,
        "mass_g": one.mass_g,
        "climate": str(one.climate),
        "preference": str(one.preference),
        "preferred_site": one.preferred_site,
        "low_compartment": int(one.low_compartment),
        "id_check": int(one.id_check),
        "priority": one.priority,
        "window_start_s": one.window.start_s,
        "window_end_s": one.window.end_s,
        "lon": None if one.place is None else one.place.lon,
        "lat": None if one.place is None else one.place.lat,
    }


def person_columns(one: Person) -> dict[str, Any]:
    """The columns of whom a parcel is for."""
    return {
        "name": one.name,
        "street": one.street,
        "postcode": one.postcode,
        "city": one.city,
        "unit": one.unit,
        "phone": one.phone,
        "email": one.email,
    }


def _insert(
    session: Session, day: DayId, fresh: Sequence[Parcel], first: int, due: int
) -> None:
    if not fresh:
        return
    rows = [
        {"id": one.id, "service_day": day, "position": first + n, **columns(one)}
        for n, one in enumerate(fresh)
    ]
    session.execute(insert(parcel), rows)
    _insert_persons(session, fresh, due)


def _insert_persons(session: Session, fresh: Sequence[Parcel], due: int) -> None:
    persons = [
        {"parcel_id": one.id, "erase_after_ms": due, **person_columns(one.person)}
        for one in fresh
    ]
    session.execute(insert(parcel_person), persons)


def _update(session: Session, changed: Sequence[Parcel], due: int) -> None:
    if not changed:
        return
    rows = [{"b_id": one.id, **columns(one)} for one in changed]
    names = [name for name in rows[0] if name != "b_id"]
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    session.connection().execute(
        update(parcel)
        .where(parcel.c.id == bindparam("b_id"))
        .values(version=parcel.c.version + 1, **values),
        rows,
    )
    for part in batched(changed, MANY):
        session.execute(
            delete(parcel_person).where(
                parcel_person.c.parcel_id.in_([one.id for one in part])
            )
        )
    _insert_persons(session, changed, due)


def _set_barcodes(session: Session, touched: Sequence[Parcel]) -> list[BarcodeClash]:
    for part in batched(touched, MANY):
        session.execute(
            delete(barcode).where(barcode.c.parcel_id.in_([one.id for one in part]))
        )
    wanted = [code for one in touched for code in one.barcodes]
    owners: dict[str, ParcelId] = {}
    for codes in batched(wanted, MANY):
        query = select(barcode.c.code, barcode.c.parcel_id).where(
            barcode.c.code.in_(codes), barcode.c.live == 1
        )
        for row in session.execute(query):
            owners[row.code] = ParcelId(row.parcel_id)
    clashes: list[BarcodeClash] = []
    rows: list[dict[str, Any]] = []
    for one in touched:
        for position, code in enumerate(dict.fromkeys(one.barcodes)):
            owner = owners.setdefault(code, one.id)
            if owner != one.id:
                clashes.append(BarcodeClash(one.id, code, owner))
                continue
            rows.append({"parcel_id": one.id, "code": code, "position": position})
    if rows:
        session.execute(insert(barcode), rows)
    return clashes


def _codes(session: Session, query: Select[Any]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for row in session.execute(query.order_by(barcode.c.position)):
        codes.setdefault(row.parcel_id, []).append(row.code)
    return codes


def parcel_of(
    row: Row[Any] | SimpleNamespace, codes: Mapping[str, Sequence[str]]
) -> Parcel:
    """The domain's value of something with these columns as attributes."""
    return Parcel(
        ParcelId(row.id),
        Size(row.length_mm, row.width_mm, row.height_mm),
        row.mass_g,
        NOBODY
        if row.name is None
        else Person(
            row.name,
            row.street,
            row.postcode,
            row.city,
            row.unit,
            row.phone,
            row.email,
        ),
        tuple(codes.get(row.id, ())),
        Climate(row.climate),
        Preference(row.preference),
        None if row.preferred_site is None else SiteId(row.preferred_site),
        bool(row.low_compartment),
        bool(row.id_check),
        row.priority,
        TimeWindow(row.window_start_s, row.window_end_s),
        None if row.lon is None else Place(row.lon, row.lat),
        ParcelState(row.state),
        reason_of(row.reason),
        row.attempt,
    )

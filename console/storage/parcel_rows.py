"""Parcels as rows: the parcel's own, its barcodes', and its person's apart from both.

A person's row has its own end (`erase_after_ms`) and may go while everything else
stays: such a parcel reads back with an empty person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from console.domain.ids import DayId, ParcelId, SiteId
from console.domain.parcel import Climate, Parcel, ParcelState, Person, Preference, Size
from console.domain.place import Place, TimeWindow
from console.storage.documents import values_of
from console.storage.tables import barcode, parcel, parcel_person
from console.storage.text import dumps, reason_of, reason_text

KEEP_PERSONS = timedelta(days=90)
"""How long whom a parcel is for is kept after it was last told."""
MANY = 500
"""How many names go into one query."""
NOBODY = Person("", "")


@dataclass(frozen=True, slots=True)
class BarcodeClash:
    """A barcode that another live parcel has; it was not given to this one."""

    parcel: ParcelId
    code: str
    owner: ParcelId


def where(session: Session, rule: ColumnElement[bool]) -> list[Parcel]:
    """The parcels whose row this is true of, in the order they came."""
    rows = session.execute(_select().where(rule).order_by(parcel.c.position)).all()
    codes = _codes(
        session,
        select(barcode).join(parcel, parcel.c.id == barcode.c.parcel_id).where(rule),
    )
    return [parcel_of(row, codes) for row in rows]


def load(session: Session, names: Sequence[ParcelId]) -> list[Parcel]:
    """The parcels there are of these, in no promised order."""
    found: list[Parcel] = []
    for part in batched(names, MANY):
        codes = _codes(session, select(barcode).where(barcode.c.parcel_id.in_(part)))
        rows = session.execute(_select().where(parcel.c.id.in_(part)))
        found.extend(parcel_of(row, codes) for row in rows)
    return found


def add(
    session: Session, day: DayId, fresh: Sequence[Parcel], first: int, due: int
) -> None:
    """New parcels of a day from position `first`; their persons go at `due`."""
    if not fresh:
        return
    rows = [
        {"id": one.id, "service_day": day, "position": first + n, **columns(one)}
        for n, one in enumerate(fresh)
    ]
    session.execute(insert(parcel), rows)
    _insert_persons(session, fresh, due)


def rewrite(session: Session, changed: Sequence[Parcel], due: int) -> None:
    """Parcels that are known, exactly as given; their persons go at `due`."""
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


def set_barcodes(session: Session, touched: Sequence[Parcel]) -> list[BarcodeClash]:
    """Gives parcels their barcodes, but for those another live parcel has."""
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
        "needs": dumps(list(one.needs)),
        "late_from_s": one.late_from_s,
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
        values_of(str, row.needs),
        row.late_from_s,
    )


def _select() -> Select[Any]:
    person = [c for c in parcel_person.columns if c.name != "parcel_id"]
    return select(parcel, *person).outerjoin(
        parcel_person, parcel_person.c.parcel_id == parcel.c.id
    )


def _codes(session: Session, query: Select[Any]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for row in session.execute(query.order_by(barcode.c.position)):
        codes.setdefault(row.parcel_id, []).append(row.code)
    return codes


def _insert_persons(session: Session, fresh: Sequence[Parcel], due: int) -> None:
    persons = [
        {"parcel_id": one.id, "erase_after_ms": due, **person_columns(one.person)}
        for one in fresh
    ]
    session.execute(insert(parcel_person), persons)

"""Parcels by day, wave, name and barcode, and the states they pass through.

They come in by `manifests`; `placing` puts them into days and waves. They are kept
apart from the people they are for, who are forgotten first (`parcel_rows`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.domain.ids import CompartmentId, DayId, DepositId, ParcelId, WaveId
from console.domain.parcel import Parcel, ParcelState
from console.domain.place import Place
from console.domain.reasons import Reason
from console.storage.errors import Missing
from console.storage.parcel_rows import (
    KEEP_PERSONS,
    MANY,
    BarcodeClash,
    load,
    rewrite,
    set_barcodes,
    where,
)
from console.storage.tables import (
    attempt,
    barcode,
    change_person,
    parcel,
    parcel_person,
)
from console.storage.text import reason_text


def of_day(session: Session, day: DayId) -> list[Parcel]:
    """All parcels of a day, in the order they came."""
    return where(session, parcel.c.service_day == day)


def of_wave(session: Session, name: WaveId) -> list[Parcel]:
    """The parcels of a wave, in the order they came."""
    return where(session, parcel.c.wave_id == name)


def tried_on(session: Session, day: DayId) -> list[Parcel]:
    """The parcels that a closed day ended with, as they are now."""
    tried = select(attempt.c.parcel_id).where(attempt.c.day_id == day)
    return where(session, parcel.c.id.in_(tried))


def pool(session: Session, day: DayId) -> list[Parcel]:
    """The parcels of a day that are in no wave."""
    return where(session, (parcel.c.service_day == day) & parcel.c.wave_id.is_(None))


def get(session: Session, name: ParcelId) -> Parcel:
    """Raises Missing."""
    found = load(session, [name])
    if not found:
        raise Missing("parcel", name)
    return found[0]


def many(session: Session, names: Sequence[ParcelId]) -> list[Parcel]:
    """The parcels there are of these, in no promised order."""
    return load(session, names)


def by_barcode(session: Session, code: str) -> ParcelId | None:
    """The live parcel with this barcode."""
    found = session.scalar(
        select(barcode.c.parcel_id).where(barcode.c.code == code, barcode.c.live == 1)
    )
    return None if found is None else ParcelId(found)


def of_deposit(session: Session, name: DepositId) -> list[ParcelId]:
    """What lies in a deposit."""
    query = select(parcel.c.id).where(parcel.c.deposit_id == name)
    return [ParcelId(row.id) for row in session.execute(query.order_by(parcel.c.id))]


def counts(session: Session, day: DayId) -> dict[ParcelState, int]:
    """How many parcels of a day are in each state."""
    rows = session.execute(
        select(parcel.c.state, func.count())
        .where(parcel.c.service_day == day)
        .group_by(parcel.c.state)
    )
    return {ParcelState(state): number for state, number in rows}


def put(
    session: Session,
    changed: Sequence[Parcel],
    at: datetime,
    keep: timedelta = KEEP_PERSONS,
) -> list[BarcodeClash]:
    """Makes parcels that are known exactly these values, barcodes and person too.

    Day and wave stay. The caller writes the event that says why.
    """
    rewrite(session, changed, milliseconds(at + keep))
    return set_barcodes(session, changed)


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

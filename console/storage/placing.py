"""Where parcels are: on which day, in which of its waves, at which position.

A parcel belongs to one day, and to one wave of it or to none, the day's pool. Positions
keep the order parcels came in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from console.domain.ids import DayId, ParcelId, WaveId
from console.domain.parcel import ParcelState
from console.domain.reasons import Reason
from console.storage.errors import Missing
from console.storage.parcel_rows import MANY
from console.storage.tables import barcode, parcel
from console.storage.text import reason_text

TOP_PRIORITY = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one parcel is among the days: enough to put it back exactly."""

    parcel: ParcelId
    day: DayId
    wave: WaveId | None
    position: int
    state: ParcelState


def put_in(
    session: Session, names: Sequence[ParcelId], day: DayId, wave: WaveId | None
) -> None:
    """Puts parcels into a day and one of its waves, or its pool (None).

    They come behind what is there, in the order given, where their day changes.
    """
    first = next_position(session, day)
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


def day_of(session: Session, name: ParcelId) -> DayId:
    """The day a parcel belongs to now. Raises Missing."""
    found = where_are(session, [name])
    if name not in found:
        raise Missing("parcel", name)
    return found[name][0]


def next_position(session: Session, day: DayId) -> int:
    """The position behind all parcels of a day."""
    last = session.scalar(
        select(func.max(parcel.c.position)).where(parcel.c.service_day == day)
    )
    return 0 if last is None else last + 1


def _live_again(session: Session, names: Sequence[ParcelId]) -> None:
    """Barcodes of parcels that came back, but for those another one has now."""
    taken = select(barcode.c.code).where(barcode.c.live == 1)
    session.execute(
        update(barcode)
        .where(barcode.c.parcel_id.in_(names), barcode.c.code.not_in(taken))
        .values(live=1)
    )

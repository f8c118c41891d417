"""Manifests taken in: what is new to a day, what was edited, what came back.

An edited row of a manifest updates its parcel and is reported as such; the same parcel
on another day is a re-delivery.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.domain.events import EventKind
from console.domain.ids import DayId, ParcelId, WaveId
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.reasons import Reason, ReasonCode
from console.storage import journal, placing
from console.storage.parcel_rows import (
    KEEP_PERSONS,
    BarcodeClash,
    add,
    load,
    rewrite,
    set_barcodes,
)


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
    old = {one.id: one for one in load(session, ids)}
    days = {n: its for n, (its, _) in placing.where_are(session, ids).items()}
    order: dict[ParcelId, int] = {}
    wanted: dict[ParcelId, Parcel] = {}
    for one in parcels:
        order.setdefault(one.id, len(order))
        wanted[one.id] = one
    first = placing.next_position(session, day)
    new: list[ParcelId] = []
    updated: list[ParcelId] = []
    unchanged: list[ParcelId] = []
    for name, given in wanted.items():
        before = old.get(name)
        if before is None:
            new.append(name)
            continue
        again = days[name] != day and before.state.finished
        kept = _merged(given, before, again=again)
        wanted[name] = kept
        same = kept == before and days[name] == day
        (unchanged if same else updated).append(name)
    due = milliseconds(at + keep)
    add(session, day, [wanted[n] for n in new], first, due)
    rewrite(session, [wanted[n] for n in updated], due)
    come = [n for n in updated if days[n] != day]
    placing.put_in(session, [*new, *come], day, wave)
    touched = [wanted[n] for n in (*new, *updated)]
    clashes = set_barcodes(session, touched)
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


def _merged(given: Parcel, before: Parcel, *, again: bool) -> Parcel:
    """What a row and the parcel that is known come to; `again` is a re-delivery."""
    if again:
        kept = replace(given, attempt=before.attempt + 1)
    else:
        kept = replace(
            given,
            state=before.state,
            reason=given.reason or before.reason,
            attempt=before.attempt,
            priority=given.priority
            if before.attempt == 1
            else max(before.priority, given.priority),
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
    return kept


def _of_address(reason: Reason | None) -> bool:
    """Whether a parcel is held only until its address is sure."""
    return reason is None or reason.code in {
        ReasonCode.ADDRESS_NOT_FOUND,
        ReasonCode.ADDRESS_UNSURE,
    }

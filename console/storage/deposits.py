"""Deposits: what lies in one compartment for one recipient."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.deposit import Deposit, DepositState
from console.domain.ids import CabinetId, CompartmentId, DepositId, ParcelId
from console.storage.errors import Missing
from console.storage.tables import compartment, deposit, parcel

LIVE = tuple(str(state) for state in DepositState if state.live)


def add(session: Session, one: Deposit, recipient: str, at: datetime) -> None:
    """Writes a deposit and binds its parcels to it.

    `recipient` is a reference, never a name. Raises Conflict where the compartment
    already has a live deposit.
    """
    session.execute(
        insert(deposit).values(
            id=one.id,
            compartment_id=one.compartment,
            recipient_ref=recipient,
            state=str(one.state),
            deadline_ms=milliseconds(one.deadline),
            at_ms=milliseconds(at),
        )
    )
    _bind(session, one.parcels, one.id)


def get(session: Session, name: DepositId) -> Deposit:
    """Raises Missing."""
    found = _load(session, deposit.c.id == name)
    if not found:
        raise Missing("deposit", name)
    return found[0]


def live_in(session: Session, name: CompartmentId) -> Deposit | None:
    """The deposit that holds a compartment."""
    wanted = (deposit.c.compartment_id == name) & deposit.c.state.in_(LIVE)
    found = _load(session, wanted)
    return found[0] if found else None


def live(session: Session, cabinet: CabinetId | None = None) -> list[Deposit]:
    """All deposits that hold a compartment, of one cabinet or of all."""
    wanted = deposit.c.state.in_(LIVE)
    if cabinet is not None:
        boxes = select(compartment.c.id).where(compartment.c.cabinet_id == cabinet)
        return _load(session, wanted & deposit.c.compartment_id.in_(boxes))
    return _load(session, wanted)


def last_in(session: Session, name: CompartmentId) -> Deposit | None:
    """The newest deposit of a compartment, live or not."""
    newest = (
        select(deposit.c.id)
        .where(deposit.c.compartment_id == name)
        .order_by(deposit.c.at_ms.desc(), deposit.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = _load(session, deposit.c.id == newest)
    return found[0] if found else None


def overdue(session: Session, now: datetime) -> list[Deposit]:
    """Deposits past their deadline that nobody collected."""
    late = deposit.c.deadline_ms <= milliseconds(now)
    return _load(session, late & (deposit.c.state == str(DepositState.PLACED)))


def move(
    session: Session,
    name: DepositId,
    expected: Iterable[DepositState],
    state: DepositState,
    at: datetime,
) -> bool:
    """Takes a deposit on from one of the expected states; False if it is elsewhere.

    The parcels of a failed deposit are let go.
    """
    values: dict[str, Any] = {"state": str(state)}
    if state is DepositState.COLLECTED:
        values["collected_ms"] = milliseconds(at)
    done = session.execute(
        update(deposit)
        .where(
            deposit.c.id == name, deposit.c.state.in_([str(one) for one in expected])
        )
        .values(version=deposit.c.version + 1, **values)
        .returning(deposit.c.id)
    ).all()
    if done and state is DepositState.FAILED:
        session.execute(
            update(parcel).where(parcel.c.deposit_id == name).values(deposit_id=None)
        )
    return bool(done)


def extend(session: Session, name: DepositId, deadline: datetime) -> bool:
    """Moves the deadline of a live deposit."""
    done = session.execute(
        update(deposit)
        .where(deposit.c.id == name, deposit.c.state.in_(LIVE))
        .values(deadline_ms=milliseconds(deadline), version=deposit.c.version + 1)
        .returning(deposit.c.id)
    ).all()
    return bool(done)


def recipient_of(session: Session, name: DepositId) -> str:
    """The reference of whom a deposit is for. Raises Missing."""
    found = session.scalar(select(deposit.c.recipient_ref).where(deposit.c.id == name))
    if found is None:
        raise Missing("deposit", name)
    return str(found)


def _bind(session: Session, names: Sequence[ParcelId], to: DepositId) -> None:
    done = session.execute(
        update(parcel)
        .where(parcel.c.id.in_(names))
        .values(deposit_id=to)
        .returning(parcel.c.id)
    ).all()
    if len(done) != len(set(names)):
        raise Missing("parcel", *sorted(set(names) - {row.id for row in done}))


def _load(session: Session, wanted: ColumnElement[bool]) -> list[Deposit]:
    query = select(deposit).where(wanted).order_by(deposit.c.at_ms, deposit.c.id)
    rows = session.execute(query).all()
    inside: dict[str, list[ParcelId]] = {row.id: [] for row in rows}
    held = (
        select(parcel.c.id, parcel.c.deposit_id)
        .where(parcel.c.deposit_id.in_(select(deposit.c.id).where(wanted)))
        .order_by(parcel.c.id)
    )
    for row in session.execute(held):
        inside[row.deposit_id].append(ParcelId(row.id))
    return [_deposit(row, inside[row.id]) for row in rows]


def _deposit(row: Row[Any], inside: Sequence[ParcelId]) -> Deposit:
    return Deposit(
        DepositId(row.id),
        CompartmentId(row.compartment_id),
        tuple(inside),
        DepositState(row.state),
        from_milliseconds(row.deadline_ms),
    )

"""Tags of pickup codes, and how often codes were wrong where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.code import GRACE, CodeState, Throttle
from console.domain.ids import CabinetId, DepositId
from console.storage.tables import code_tag, throttle

PICKUP = "pickup"
"""The kind of a recipient's code; returns and staff are other kinds."""


@dataclass(frozen=True, slots=True)
class CodeTag:
    """The kept side of one code. `id` is used for this code only."""

    id: str
    deposit: DepositId
    cabinet: CabinetId
    tag: bytes
    state: CodeState
    deadline: datetime
    made: datetime
    used: datetime | None = None
    kind: str = PICKUP


class Scope(StrEnum):
    """Where wrong codes are counted."""

    CABINET = "cabinet"
    SOURCE = "source"


def next_id(session: Session, deposit: DepositId) -> str:
    """A name for the deposit's next code."""
    count = session.scalar(
        select(func.count())
        .select_from(code_tag)
        .where(code_tag.c.deposit_id == deposit)
    )
    return f"{deposit}/{(count or 0) + 1}"


def add(session: Session, one: CodeTag) -> None:
    """Keeps a tag. Raises Conflict where the deposit has a live one of this kind."""
    session.execute(
        insert(code_tag).values(
            id=one.id,
            deposit_id=one.deposit,
            cabinet_id=one.cabinet,
            kind=one.kind,
            tag=one.tag,
            state=str(one.state),
            deadline_ms=milliseconds(one.deadline),
            made_ms=milliseconds(one.made),
            used_ms=None if one.used is None else milliseconds(one.used),
        )
    )


def at_cabinet(session: Session, cabinet: CabinetId, now: datetime) -> list[CodeTag]:
    """Live tags of a cabinet, and used ones that were used within the grace time."""
    recent = milliseconds(now - GRACE)
    query = select(code_tag).where(
        code_tag.c.cabinet_id == cabinet,
        (code_tag.c.state == str(CodeState.LIVE))
        | ((code_tag.c.state == str(CodeState.USED)) & (code_tag.c.used_ms > recent)),
    )
    return [_tag(row) for row in session.execute(query.order_by(code_tag.c.id))]


def of_deposit(session: Session, deposit: DepositId) -> list[CodeTag]:
    """All codes a deposit ever had, oldest first."""
    query = select(code_tag).where(code_tag.c.deposit_id == deposit)
    return [_tag(row) for row in session.execute(query.order_by(code_tag.c.made_ms))]


def end(
    session: Session, deposit: DepositId, state: CodeState, used: datetime | None = None
) -> int:
    """Takes a deposit's live codes out of use; returns how many there were."""
    done = session.execute(
        update(code_tag)
        .where(
            code_tag.c.deposit_id == deposit, code_tag.c.state == str(CodeState.LIVE)
        )
        .values(state=str(state), used_ms=None if used is None else milliseconds(used))
        .returning(code_tag.c.id)
    ).all()
    return len(done)


def extend(session: Session, deposit: DepositId, deadline: datetime) -> None:
    """Moves the deadline of a deposit's live codes."""
    session.execute(
        update(code_tag)
        .where(
            code_tag.c.deposit_id == deposit, code_tag.c.state == str(CodeState.LIVE)
        )
        .values(deadline_ms=milliseconds(deadline))
    )


def throttle_of(session: Session, scope: Scope, name: str) -> Throttle:
    """How often codes were wrong at a cabinet or from a source."""
    row = session.execute(
        select(throttle).where(throttle.c.scope == str(scope), throttle.c.id == name)
    ).one_or_none()
    if row is None:
        return Throttle()
    until = None if row.until_ms is None else from_milliseconds(row.until_ms)
    return Throttle(row.wrong, from_milliseconds(row.last_ms), until)


def set_throttle(
    session: Session, scope: Scope, name: str, value: Throttle, now: datetime
) -> None:
    """Keeps it over a restart."""
    values = {
        "wrong": value.wrong,
        "last_ms": milliseconds(value.last or now),
        "until_ms": None if value.until is None else milliseconds(value.until),
    }
    done = session.execute(
        update(throttle)
        .where(throttle.c.scope == str(scope), throttle.c.id == name)
        .values(values)
        .returning(throttle.c.id)
    ).all()
    if not done:
        session.execute(insert(throttle).values(scope=str(scope), id=name, **values))


def _tag(row: Row[Any]) -> CodeTag:
    return CodeTag(
        row.id,
        DepositId(row.deposit_id),
        CabinetId(row.cabinet_id),
        row.tag,
        CodeState(row.state),
        from_milliseconds(row.deadline_ms),
        from_milliseconds(row.made_ms),
        None if row.used_ms is None else from_milliseconds(row.used_ms),
        row.kind,
    )

"""Who works here: ids only, so that events need no names."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.domain.ids import ActorId
from console.storage.tables import operator


def enrol(session: Session, who: ActorId, at: datetime) -> None:
    """Makes an id known; a known one stays as it is."""
    if session.scalar(select(operator.c.id).where(operator.c.id == who)) is None:
        session.execute(insert(operator).values(id=who, since_ms=milliseconds(at)))


def known(session: Session) -> list[ActorId]:
    """Everybody enrolled, in the order of ids."""
    query = select(operator.c.id).order_by(operator.c.id)
    return [ActorId(row.id) for row in session.execute(query)]

"""What is to leave the house: written with the event that causes it, sent later.

At least once: whoever drains it marks a row done after the peer took it, and the peer
tells repetitions by `key`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.storage.tables import outbox

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell one peer; `tries` failed so far."""

    id: int
    peer: str
    key: str
    body: str
    tries: int


def put(session: Session, peer: str, key: str, body: str, at: datetime) -> None:
    """Adds a message, unless this peer has one of this key."""
    same = (outbox.c.peer == peer) & (outbox.c.key == key)
    if session.scalar(select(outbox.c.id).where(same)) is None:
        session.execute(
            insert(outbox).values(
                peer=peer, key=key, body=body, next_try_ms=milliseconds(at)
            )
        )


def due(session: Session, now: datetime, limit: int = 100) -> list[Message]:
    """What should be tried now, oldest first."""
    query = (
        select(outbox)
        .where(outbox.c.done_ms.is_(None), outbox.c.next_try_ms <= milliseconds(now))
        .order_by(outbox.c.id)
        .limit(limit)
    )
    return [
        Message(row.id, row.peer, row.key, row.body, row.tries)
        for row in session.execute(query)
    ]


def done(session: Session, message: int, at: datetime) -> None:
    """The peer took it; its text is not needed any more."""
    session.execute(
        update(outbox)
        .where(outbox.c.id == message)
        .values(done_ms=milliseconds(at), body="")
    )


def failed(session: Session, one: Message, at: datetime) -> None:
    """Again later: after 5 s, then twice as long each time, an hour at most."""
    pause = min(FIRST_PAUSE * 2 ** min(one.tries, 20), LONGEST_PAUSE)
    session.execute(
        update(outbox)
        .where(outbox.c.id == one.id)
        .values(tries=one.tries + 1, next_try_ms=milliseconds(at + pause))
    )

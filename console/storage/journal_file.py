"""The journal as lines of JSON, for files and people outside this program.

One event a line with all its columns, `prev` and `hash` in hex: whoever has the file
can walk the chain as console.storage.journal describes it.
"""

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.domain.events import EventKind
from console.storage.tables import event

MANY = 5_000


def lines(session: Session, after: int, limit: int = MANY) -> list[str]:
    """Events after an id, in order, each as a line."""
    query = select(event).where(event.c.id > after).order_by(event.c.id).limit(limit)
    found: list[str] = []
    for row in session.execute(query).mappings():
        said = {
            name: value.hex() if isinstance(value, bytes) else value
            for name, value in row.items()
        }
        found.append(json.dumps(said, ensure_ascii=False) + "\n")
    return found


def count(session: Session, kind: EventKind) -> int:
    """How many events of a kind there are."""
    query = select(func.count()).select_from(event).where(event.c.kind == str(kind))
    return int(session.scalar(query) or 0)

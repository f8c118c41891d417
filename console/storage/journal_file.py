"""The journal as lines of JSON, for files and people outside this program.

One event a line with all its columns, `prev` and `hash` in hex: whoever has the file
can walk the chain as console.storage.journal describes it.
"""

import json

from sqlalchemy import select
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


def openings(session: Session) -> int:
    """How many openings let an unlock out, as far as the journal can tell."""
    pulsing = (
        EventKind.DOOR_OPENED,
        EventKind.OPENING_FAILED,
        EventKind.OPENING_IN_DOUBT,
    )
    query = select(event.c.kind, event.c.body).where(event.c.kind.in_(pulsing))
    found: set[str] = set()
    for kind, text in session.execute(query):
        body = json.loads(text)
        if kind != EventKind.OPENING_FAILED or body.get("pulsed"):
            found.add(body["intent"])
    return len(found)

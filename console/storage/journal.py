"""The journal: one append-only chain of facts.

Each row's hash is SHA-256 of the row before's hash and the canonical JSON of all its
other columns; the first row stands on 32 zero bytes. Changing, removing or putting in a
row breaks the chain from there on. Cutting off its end does not, so the day's head is
also written into `chain_head` and from there copied to a file beside the store
(console.storage.heads): a chain shorter than a head that was once copied is cut.

`source` and `source_key` together are unique: a fact told twice is written once, and
the second telling is given the row of the first.

Canonical JSON: sorted keys, UTF-8, no spaces, whole numbers only. Bodies hold ids and
whole numbers, never names, so that a person can be erased without touching the chain.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.events import Body, Event, EventKind
from console.domain.ids import (
    ActorId,
    CompartmentId,
    IdempotencyKey,
    ParcelId,
    StationId,
)
from console.domain.origin import Origin
from console.storage.tables import chain_head, event

GENESIS = bytes(32)
COPY = ".heads"
"""Suffix of the file beside the store that holds the second copy."""
HASHED = tuple(sorted(c.name for c in event.columns if c.name not in {"prev", "hash"}))
"""The columns under the hash, in the order of canonical JSON."""
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
# Made once: building a statement costs more than running it.
_TIP = select(event.c.id, event.c.hash).order_by(event.c.id.desc()).limit(1)
_FIND = select(event).where(
    event.c.source == bindparam("source"), event.c.source_key == bindparam("key")
)
_CHAIN = (
    select(*(event.c[name] for name in HASHED), event.c.prev, event.c.hash)
    .where(event.c.id > bindparam("after"))
    .order_by(event.c.id)
)
_INSERT = insert(event)
_SET_HEAD = (
    update(chain_head)
    .where(chain_head.c.day == bindparam("of"))
    .values(last_id=bindparam("last"), hash=bindparam("value"))
    .returning(chain_head.c.day)
)
MANY = 300
"""Keys asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain as it was on a day (UTC, ISO)."""

    day: str
    last_id: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How far the chain was walked and what is wrong with it, as codes with ids.

    `broken` names the first event whose hash does not fit (0: none). `cut` names the
    last event of a head that the chain no longer has (0: none).
    """

    first_id: int
    last_id: int
    broken: int = 0
    cut: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.broken and not self.cut


def canonical(value: Mapping[str, Any]) -> str:
    """The one way to write a mapping; raises TypeError for what has no one way."""
    _whole_only(value)
    return _ENCODER.encode(value)


def fact(
    kind: EventKind,
    origin: Origin,
    at: datetime,
    *,
    parcel: ParcelId | None = None,
    compartment: CompartmentId | None = None,
    body: Body | None = None,
) -> Event:
    """The event of one step of a wish; its key follows from the wish's key."""
    parts = (origin.key, kind, parcel, compartment)
    key = IdempotencyKey("/".join(part for part in parts if part))
    return Event(
        at,
        kind,
        origin.actor,
        origin.station,
        origin.station,
        key,
        parcel,
        compartment,
        {} if body is None else body,
    )


def append(session: Session, fresh: Event, received: datetime) -> Event:
    """Writes an event, or finds the one its source told first under this key."""
    return append_all(session, (fresh,), received)[0]


def append_all(
    session: Session, fresh: Sequence[Event], received: datetime
) -> list[Event]:
    """As `append`, for many in their order; what was told before stays as it is."""
    if not fresh:
        return []
    known = _known(session, fresh)
    last_id, prev = _tip(session)
    rows: list[dict[str, Any]] = []
    answers: list[Event] = []
    for one in fresh:
        name = (one.source, one.source_key)
        found = known.get(name)
        if found is None:
            last_id += 1
            found = replace(one, id=last_id)
            row = _columns(found, received)
            row["prev"] = prev
            row["hash"] = _digest(prev, [row[name] for name in HASHED])
            prev = row["hash"]
            rows.append(row)
            known[name] = found
        answers.append(found)
    if rows:
        session.execute(_INSERT, rows)
        _set_head(session, received, last_id, prev)
    return answers


def find(session: Session, source: str, key: IdempotencyKey) -> Event | None:
    """The event a source told under a key."""
    row = session.execute(_FIND, {"source": source, "key": key}).one_or_none()
    return None if row is None else _event(row)


def events(
    session: Session,
    *,
    after: int = 0,
    limit: int = 1_000,
    since: datetime | None = None,
    until: datetime | None = None,
    kinds: Iterable[EventKind] = (),
    parcel: ParcelId | None = None,
    compartment: CompartmentId | None = None,
) -> list[Event]:
    """Events in the order they were written, `after` an id, at most `limit`."""
    query = select(event).where(event.c.id > after)
    if since is not None:
        query = query.where(event.c.at_ms >= milliseconds(since))
    if until is not None:
        query = query.where(event.c.at_ms < milliseconds(until))
    wanted = tuple(kinds)
    if wanted:
        query = query.where(event.c.kind.in_(wanted))
    if parcel is not None:
        query = query.where(event.c.parcel_id == parcel)
    if compartment is not None:
        query = query.where(event.c.compartment_id == compartment)
    return _events(session, query.order_by(event.c.id).limit(limit))


def latest(session: Session, limit: int) -> list[Event]:
    """The newest events, oldest of them first."""
    found = _events(session, select(event).order_by(event.c.id.desc()).limit(limit))
    return found[::-1]


def last_id(session: Session) -> int:
    """The id of the newest event; 0 of an empty journal."""
    return _tip(session)[0]


def heads(session: Session) -> list[Head]:
    """The head of every day that has one, oldest first."""
    rows = session.execute(select(chain_head).order_by(chain_head.c.day)).all()
    return [Head(row.day, row.last_id, row.hash) for row in rows]


def verify(
    session: Session, start: Head | None = None, copied: Iterable[Head] = ()
) -> ChainReport:
    """Walks the chain from a trusted head, or whole, and looks up every copied head.

    Takes about a second for 100,000 events (SHA-256 and JSON of each).
    """
    prev, at = (GENESIS, 0) if start is None else (start.hash, start.last_id)
    first, broken = at + 1, 0
    if start is not None and not _stands(session, start):
        broken = start.last_id
    number = HASHED.index("id")
    for row in session.execute(_CHAIN, {"after": at}).yield_per(5_000):
        *rest, before, kept = row
        fits = (at + 1, prev, _digest(prev, rest))
        if (rest[number], before, kept) != fits and not broken:
            broken = at + 1
        prev, at = kept, rest[number]
    known = [*heads(session), *copied]
    cut = min((h.last_id for h in known if not _stands(session, h)), default=0)
    return ChainReport(first, at, broken, cut)


def _stands(session: Session, head: Head) -> bool:
    """Whether the chain has this head where it was."""
    found = session.scalar(select(event.c.hash).where(event.c.id == head.last_id))
    return found == head.hash


def _tip(session: Session) -> tuple[int, bytes]:
    row = session.execute(_TIP).one_or_none()
    return (0, GENESIS) if row is None else (row.id, row.hash)


def _set_head(session: Session, at: datetime, last: int, value: bytes) -> None:
    day = at.astimezone(UTC).date().isoformat()
    done = session.execute(_SET_HEAD, {"of": day, "last": last, "value": value}).all()
    if not done:
        session.execute(
            insert(chain_head).values(day=day, last_id=last, hash=value, copied_to=COPY)
        )


def _known(
    session: Session, fresh: Sequence[Event]
) -> dict[tuple[str, IdempotencyKey], Event]:
    known: dict[tuple[str, IdempotencyKey], Event] = {}
    if len(fresh) == 1:
        name = (fresh[0].source, fresh[0].source_key)
        told = find(session, *name)
        return {} if told is None else {name: told}
    for part in batched(fresh, MANY):
        by_source: dict[str, list[IdempotencyKey]] = {}
        for one in part:
            by_source.setdefault(one.source, []).append(one.source_key)
        any_of = or_(
            *(
                and_(event.c.source == source, event.c.source_key.in_(keys))
                for source, keys in by_source.items()
            )
        )
        for found in _events(session, select(event).where(any_of)):
            known[found.source, found.source_key] = found
    return known


def _columns(one: Event, received: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "at_ms": milliseconds(one.at),
        "received_ms": milliseconds(received),
        "kind": str(one.kind),
        "actor": one.actor,
        "station": one.station,
        "source": one.source,
        "source_key": one.source_key,
        "parcel_id": one.parcel,
        "compartment_id": one.compartment,
        "body": canonical(one.body),
    }


def _digest(prev: bytes, values: Sequence[object]) -> bytes:
    text = _ENCODER.encode(dict(zip(HASHED, values, strict=True)))
    return hashlib.sha256(prev + text.encode()).digest()


def _events(session: Session, query: Select[Any]) -> list[Event]:
    return [_event(row) for row in session.execute(query)]


def _event(row: Row[Any]) -> Event:
    return Event(
        from_milliseconds(row.at_ms),
        EventKind(row.kind),
        ActorId(row.actor),
        StationId(row.station),
        row.source,
        IdempotencyKey(row.source_key),
        None if row.parcel_id is None else ParcelId(row.parcel_id),
        None if row.compartment_id is None else CompartmentId(row.compartment_id),
        json.loads(row.body),
        row.id,
    )


def _whole_only(value: object) -> None:
    match value:
        case bool() | float() | None:
            raise TypeError(f"no one way to write {value!r}")
        case str() | int():
            return
        case list() | tuple():
            for item in value:
                _whole_only(item)
        case Mapping():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"no one way to write the key {key!r}")
                _whole_only(item)
        case _:
            raise TypeError(f"no one way to write {type(value)}")

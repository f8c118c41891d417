"""The chain: what breaks it is found, what is told twice is written once."""

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.events import EventKind
from console.domain.ids import CompartmentId, ParcelId
from console.storage import journal
from console.storage.errors import WriteFailed
from console.storage.sqlite import TRIGGERS
from console.storage.store import Store
from tests.custody.world import FixedClock, origin


def some(clock: FixedClock, key: str, **more):
    return journal.fact(EventKind.PARCEL_HELD, origin(key), clock.now(), **more)


def write(store: Store, clock: FixedClock, *keys: str) -> None:
    facts = [some(clock, key) for key in keys]
    store.submit(lambda s: journal.append_all(s, facts, clock.now())).result()


def vandal(path: Path, *statements: str) -> None:
    """Somebody with the file and a lot of time."""
    with sqlite3.connect(path) as other:
        other.execute("DROP TRIGGER event_no_update")
        other.execute("DROP TRIGGER event_no_delete")
        for statement in statements:
            other.execute(statement)
    other.close()


def test_hash_is_what_it_says(store: Store, clock: FixedClock) -> None:
    told = some(clock, "a", parcel=ParcelId("p"), body={"b": 1, "a": ["ä"]})
    store.submit(lambda s: journal.append(s, told, clock.now())).result()
    connection = sqlite3.connect(store.path)
    prev, kept = connection.execute("SELECT prev, hash FROM event").fetchone()
    connection.close()
    at = int(clock.now().timestamp() * 1000)
    line = (
        f'{{"actor":"ann","at_ms":{at},"body":"{{\\"a\\":[\\"ä\\"],\\"b\\":1}}",'
        f'"compartment_id":null,"id":1,"kind":"parcel_held","parcel_id":"p",'
        f'"received_ms":{at},"source":"desk","source_key":"a/parcel_held/p",'
        f'"station":"desk"}}'
    )
    assert prev == bytes(32)
    assert kept == hashlib.sha256(bytes(32) + line.encode()).digest()


def test_round_trip_and_filters(store: Store, clock: FixedClock) -> None:
    box = CompartmentId("c/1")
    told = [some(clock, "a"), some(clock, "b", compartment=box, body={"n": 2})]
    written = store.submit(lambda s: journal.append_all(s, told, clock.now())).result()
    assert written == [replace(one, id=n) for n, one in enumerate(told, start=1)]
    ask = store.ask
    assert ask(journal.events).result() == written
    assert ask(lambda s: journal.events(s, after=1)).result() == written[1:]
    assert ask(lambda s: journal.events(s, compartment=box)).result() == written[1:]
    assert ask(lambda s: journal.latest(s, 1)).result() == written[1:]
    no = ask(lambda s: journal.events(s, kinds=[EventKind.DOOR_OPENED])).result()
    assert no == []


def test_told_three_times_written_once(store: Store, clock: FixedClock) -> None:
    first = some(clock, "late", body={"n": 1})
    order = ["b", "a", "late", "b", "late", "a", "late"]
    for key in order:
        told = first if key == "late" else some(clock, key, body={"n": 9})
        answer = store.submit(lambda s, t=told: journal.append(s, t, clock.now()))
        if key == "late":
            # A different tale under the same key still gets the first answer.
            assert answer.result().body == {"n": 1}
        clock.pass_by(days=3)
        first = replace(first, body={"n": 1}) if key == "late" else first
    assert store.ask(journal.last_id).result() == 3
    assert store.ask(journal.verify).result().whole


def test_the_same_key_twice_in_one_batch(store: Store, clock: FixedClock) -> None:
    write(store, clock, "a", "a", "b")
    assert store.ask(journal.last_id).result() == 2


def test_triggers_keep_the_journal(store: Store, clock: FixedClock) -> None:
    write(store, clock, "a")
    connection = sqlite3.connect(store.path)
    for statement in (
        "UPDATE event SET actor = 'eve'",
        "DELETE FROM event",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE event SET actor = 'eve' WHERE id = 7", 7),
        ("UPDATE event SET received_ms = received_ms + 1 WHERE id = 20", 20),
        ("DELETE FROM event WHERE id = 5", 5),
        ("UPDATE event SET id = 100 WHERE id = 20", 20),
    ],
)
def test_tampering_is_found(
    tmp_path: Path, clock: FixedClock, statement: str, broken: int
) -> None:
    path = tmp_path / "a.db"
    store = Store.open(path, clock)
    write(store, clock, *map(str, range(20)))
    store.close()
    vandal(path, statement)
    with sqlite3.connect(path) as mended:
        for trigger in journal_triggers():
            mended.execute(trigger)
    mended.close()
    store = Store.open(path, clock)
    assert store.opened.chain.broken == broken
    store.close()


def journal_triggers() -> tuple[str, ...]:
    return tuple(text for name, text in TRIGGERS.items() if name.startswith("event_"))


def test_a_cut_end_is_found_by_the_second_copy(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "a.db"
    store = Store.open(path, clock)
    write(store, clock, *map(str, range(20)))
    store.close()
    vandal(
        path,
        "DELETE FROM event WHERE id > 15",
        "UPDATE chain_head SET last_id = 15, "
        "hash = (SELECT hash FROM event WHERE id = 15)",
    )
    store = Store.open(path, clock)
    assert store.opened.chain.broken == 0
    assert store.opened.chain.cut == 20
    store.close()


def test_a_start_verifies_from_the_head_before_last(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "a.db"
    store = Store.open(path, clock)
    for key in "abc":
        write(store, clock, key)
        clock.pass_by(days=1)
    store.close()
    vandal(path, "UPDATE event SET actor = 'eve' WHERE id = 1")
    store = Store.open(path, clock)
    assert store.opened.chain.first_id == 3
    assert store.opened.chain.whole
    whole = store.ask(journal.verify).result()
    assert (whole.first_id, whole.broken) == (1, 1)
    store.close()


@pytest.mark.parametrize("bad", [1.5, True, None, {"a": 0.1}, {1: 2}, b"x"])
def test_bodies_have_one_way_to_be_written(
    store: Store, clock: FixedClock, bad: object
) -> None:
    told = some(clock, "a", body={"n": bad})
    answer = store.submit(lambda s: journal.append(s, told, clock.now()))
    with pytest.raises((TypeError, WriteFailed)):
        answer.result()
    assert store.ask(journal.last_id).result() == 0


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.text())))
def test_canonical_is_the_same_in_any_order(body: dict[str, object]) -> None:
    other = dict(reversed(list(body.items())))
    assert journal.canonical(body) == journal.canonical(other)

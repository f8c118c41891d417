"""One writer, two readers: what is acknowledged, what is refused, what stays."""

import asyncio
import sqlite3
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest
from sqlalchemy import text

from console.domain.events import EventKind
from console.storage import journal, sqlite
from console.storage.errors import (
    CannotOpen,
    Closed,
    Conflict,
    Corrupt,
    DiskFull,
    NotOurs,
    OnNetworkShare,
    ReadOnly,
)
from console.storage.store import Store
from tests.custody.world import FixedClock, origin


def note(key: str, clock: FixedClock):
    """A unit that writes one event and returns its id."""

    def unit(session) -> int:
        told = journal.fact(EventKind.PARCEL_HELD, origin(key), clock.now())
        return journal.append(session, told, clock.now()).id

    return unit


def hold(store: Store) -> tuple[threading.Event, Future[None]]:
    """Keeps the writer busy until the event is set, so that a group gathers."""
    gate = threading.Event()

    def wait(_session) -> None:
        gate.wait(5)

    return gate, store.submit(wait)


def test_write_then_read(store: Store, clock: FixedClock) -> None:
    async def run() -> None:
        assert await store.write(note("a", clock)) == 1
        assert await store.read(journal.last_id) == 1

    asyncio.run(run())


def test_one_bad_unit_in_a_group(store: Store, clock: FixedClock) -> None:
    commits: list[int] = []
    inner = store._writer._after
    store._writer._after = lambda: (commits.append(1), inner())[1]
    gate, held = hold(store)

    def bad(session) -> None:
        note("bad", clock)(session)
        session.execute(text("INSERT INTO operator (id, since_ms) VALUES ('x', 1)"))
        session.execute(text("INSERT INTO operator (id, since_ms) VALUES ('x', 1)"))

    def broken(session) -> None:
        note("broken", clock)(session)
        raise KeyError("mine")

    units = [note("a", clock), bad, note("b", clock), broken, note("c", clock)]
    answers = [store.submit(unit) for unit in units]
    gate.set()
    held.result(5)
    assert [answers[n].result(5) for n in (0, 2, 4)] == [1, 2, 3]
    assert isinstance(answers[1].exception(5), Conflict)
    assert isinstance(answers[3].exception(5), KeyError)
    assert len(commits) <= 2
    assert store.ask(journal.verify).result().whole
    assert store.ask(journal.last_id).result() == 3


def test_cancelling_stops_the_waiting_only(store: Store, clock: FixedClock) -> None:
    async def run() -> None:
        gate, held = hold(store)
        waiting = asyncio.ensure_future(store.write(note("a", clock)))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        gate.set()
        await asyncio.wrap_future(held)
        await store.write(note("b", clock))
        assert await store.read(journal.last_id) == 2

    asyncio.run(run())


def test_many_loops_at_once(store: Store, clock: FixedClock) -> None:
    seen: list[int] = []

    def loop(name: str) -> None:
        async def run() -> None:
            units = (store.write(note(f"{name}/{n}", clock)) for n in range(50))
            seen.extend(await asyncio.gather(*units))
            await store.read(journal.last_id)

        asyncio.run(run())

    threads = [threading.Thread(target=loop, args=(f"t{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(1, 301))
    assert store.ask(journal.verify).result().whole


def test_queries_cannot_write(store: Store, clock: FixedClock) -> None:
    with pytest.raises(ReadOnly):
        store.ask(lambda s: s.execute(text("DELETE FROM operator"))).result()


def test_close_commits_what_was_handed_in(tmp_path: Path, clock: FixedClock) -> None:
    store = Store.open(tmp_path / "a.db", clock)
    gate, _ = hold(store)
    last = [store.submit(note(str(n), clock)) for n in range(20)]
    threading.Timer(0.05, gate.set).start()
    assert store.close(5)
    assert last[-1].result(0) == 20
    with pytest.raises(Closed):
        store.submit(note("late", clock))
    with pytest.raises(Closed):
        store.ask(journal.last_id)
    assert store.close()


def test_close_gives_up_at_its_deadline(tmp_path: Path, clock: FixedClock) -> None:
    store = Store.open(tmp_path / "a.db", clock)
    gate, held = hold(store)
    assert not store.close(0.05)
    gate.set()
    held.result(5)
    store._writer._thread.join(5)
    store._dispose()


def test_pragmas_hold(store: Store) -> None:
    def ask(session) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        return [session.execute(text(f"PRAGMA {n}")).scalar() for n in names]

    assert store.submit(ask).result() == ["wal", 2, 1, 1]


def test_every_table_is_strict(store: Store) -> None:
    query = text(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 "
        "AND schema = 'main' AND name NOT LIKE 'sqlite_%'"
    )
    loose = store.ask(lambda session: session.scalars(query).all()).result()
    assert loose == ["alembic_version"]


def test_full_disk(tmp_path: Path, clock: FixedClock) -> None:
    store = Store.open(tmp_path / "a.db", clock)
    pages = store.submit(
        lambda s: s.execute(text("PRAGMA page_count")).scalar()
    ).result()
    store.submit(
        lambda s: s.execute(text(f"PRAGMA max_page_count = {pages}")).scalar()
    ).result()
    gate, held = hold(store)

    def fat(session) -> None:
        words = {"id": "x" * 2_000_000}
        session.execute(text("INSERT INTO operator VALUES (:id, 1)"), words)

    answers = [store.submit(unit) for unit in (note("a", clock), fat)]
    gate.set()
    held.result(5)
    assert isinstance(answers[1].exception(5), DiskFull)
    assert answers[1].exception(0).again
    assert answers[0].result(5) == 1
    assert store.ask(journal.last_id).result() == 1
    store.close()


def test_refuses_what_is_no_database(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"a letter to a friend" * 100)
    with pytest.raises(Corrupt):
        Store.open(path, clock)
    assert path.read_bytes().startswith(b"a letter")


def test_refuses_a_damaged_file_and_keeps_it(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "a.db"
    store = Store.open(path, clock)
    for n in range(300):
        store.submit(note(str(n), clock))
    store.close()
    whole = bytearray(path.read_bytes())
    for start in range(4096, len(whole), 4096):
        whole[start : start + 200] = b"\xff" * 200
    path.write_bytes(whole)
    with pytest.raises(Corrupt):
        Store.open(path, clock)
    assert path.read_bytes() == bytes(whole)


def test_refuses_another_programs_database(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA application_id = 7")
        other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(NotOurs):
        Store.open(path, clock)


def test_refuses_another_users_file(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    Store.open(path, clock).close()
    monkeypatch.setattr("os.geteuid", lambda: 54_321, raising=False)
    with pytest.raises(NotOurs):
        Store.open(path, clock)


def test_refuses_a_file_it_may_not_write(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    Store.open(path, clock).close()
    monkeypatch.setattr("os.access", lambda where, _how: Path(where) != path)
    with pytest.raises(ReadOnly):
        Store.open(path, clock)


@pytest.mark.parametrize(
    ("fstype", "opts", "refused"),
    [
        ("ext4", "rw", False),
        ("nfs4", "rw", True),
        ("cifs", "rw", True),
        ("fuse.sshfs", "rw", True),
        ("fuse.lxcfs", "rw", False),
        ("NTFS", "rw,fixed", False),
        ("NTFS", "rw,remote", True),
    ],
)
def test_network_shares(tmp_path: Path, fstype: str, opts: str, refused: bool) -> None:
    class Row:
        def __init__(self, mountpoint: str, fstype: str, opts: str) -> None:
            self.mountpoint, self.fstype, self.opts = mountpoint, fstype, opts

    table = [Row("/", "ext4", "rw"), Row(str(tmp_path), fstype, opts)]
    if refused:
        with pytest.raises(OnNetworkShare):
            sqlite.refuse_share(tmp_path / "a.db", lambda: table)
    else:
        sqlite.refuse_share(tmp_path / "a.db", lambda: table)


def test_refuses_other_urls(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(CannotOpen):
        Store.open("postgresql://somewhere/lockyard", clock)
    with pytest.raises(CannotOpen):
        Store.open(tmp_path / "no" / "such" / "folder" / "a.db", clock)
    Store.open(f"sqlite:///{tmp_path / 'b.db'}", clock).close()


def test_backup_is_a_whole_store(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    store.submit(note("a", clock)).result()
    copy = store.backup(tmp_path / "copies" / "b.db").result()
    other = Store.open(copy, clock)
    assert other.ask(journal.last_id).result() == 1
    assert other.opened.chain.whole
    other.close()

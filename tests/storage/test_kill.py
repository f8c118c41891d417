"""kill -9 of a real writing process: nothing acknowledged is lost."""

import multiprocessing
import random
import time
from pathlib import Path

from sqlalchemy import text

from console.storage import journal
from console.storage.store import Store
from tests.custody.world import FixedClock
from tests.storage.writing import write_on

KILLS = 20


def counted(session) -> int:
    """What the state row says."""
    return session.scalar(text("SELECT since_ms FROM operator WHERE id = 'count'"))


def test_killed_while_writing(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "lockyard.db"
    chance = random.Random(1)
    store = Store.open(path, clock)
    count = text("INSERT INTO operator (id, since_ms) VALUES ('count', 0)")
    store.submit(lambda session: session.execute(count) and None).result()
    store.close()
    context = multiprocessing.get_context("spawn")
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.storage.writing"])
    acknowledged = 0
    for _ in range(KILLS):
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=write_on, args=(path, there))
        child.start()
        there.close()
        assert here.recv() == 0
        time.sleep(chance.uniform(0, 0.1))
        child.kill()
        child.join()
        try:
            while True:
                acknowledged = max(acknowledged, here.recv())
        except (EOFError, OSError):
            here.close()
        store = Store.open(path, clock)
        whole = store.ask(journal.verify).result()
        done = store.ask(counted).result()
        assert store.opened.chain.whole
        store.close()
        assert whole.whole
        assert whole.last_id >= acknowledged
        assert done == whole.last_id
    assert acknowledged > KILLS

"""A process that writes until it is killed: for test_kill."""

from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import text

from console.domain.clock import SystemClock
from console.domain.events import EventKind
from console.storage import journal
from console.storage.store import Store
from tests.custody.world import origin


def write_on(path: Path, told: Connection) -> None:
    """An event and a state row in one unit, in groups of 1 to 7; tells what is done."""
    clock = SystemClock()
    store = Store.open(path, clock)
    first = store.ask(journal.last_id).result()
    told.send(0)

    def unit(number: int):
        def run(session) -> int:
            now = clock.now()
            key = f"{first}/{number}"
            note = journal.fact(EventKind.PARCEL_HELD, origin(key), now)
            written = journal.append(session, note, now).id
            one_more = "UPDATE operator SET since_ms = since_ms + 1 WHERE id = 'count'"
            session.execute(text(one_more))
            return written

        return run

    number = 0
    for group in count():
        answers = [store.submit(unit(number + n)) for n in range(1 + group % 7)]
        number += len(answers)
        for answer in answers:
            told.send(answer.result())

"""What a file of one wave a day means once days have several."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from console.domain.clock import milliseconds
from console.domain.day import RevisionState
from console.domain.ids import DayId, WaveId
from console.storage import closings, parcels, placing, plans, service_days
from console.storage.store import Store
from tests.custody.world import DEPOT, FixedClock

OLD = Path(__file__).parents[1] / "data" / "store-0001.db"
DAY = DayId("d/2026-03-01")
WAVE = WaveId("d/2026-03-01/w1")


def filled(tmp_path: Path, clock: FixedClock) -> Path:
    """The oldest file, with a wave that was published and is being edited again."""
    path = Path(shutil.copy(OLD, tmp_path / "lockyard.db"))
    made = milliseconds(clock.now())
    with closing(sqlite3.connect(path)) as old:
        old.execute("INSERT INTO wave VALUES (?, ?, 1)", (WAVE, DAY))
        for number, state in enumerate(("superseded", "published", "draft"), 1):
            old.execute(
                "INSERT INTO plan_revision VALUES (?, ?, ?, ?, ?, 0, ?)",
                (f"{WAVE}/r{number}", WAVE, number, state, made, f"{{{number}}}"),
            )
        old.commit()
    return path


def test_the_one_wave_keeps_what_it_had(tmp_path: Path, clock: FixedClock) -> None:
    store = Store.open(filled(tmp_path, clock), clock)
    inside = store.ask(lambda s: placing.waves_of_day(s, DAY)).result()
    assert set(inside.values()) == {WAVE}
    assert len(inside) == 6
    found = store.ask(lambda s: plans.revisions(s, WAVE)).result()
    assert [one.state for one in found] == [
        RevisionState.SUPERSEDED,
        RevisionState.PUBLISHED,
        RevisionState.DRAFT,
    ]
    assert [one.chosen for one in found] == [False, False, True]
    assert store.ask(lambda s: plans.current(s, WAVE)).result().body == "{3}"
    assert all(
        one.attempt == 1 for one in store.ask(lambda s: parcels.of_day(s, DAY)).result()
    )
    (day,) = store.ask(lambda s: service_days.days(s, DEPOT)).result()
    assert not store.ask(lambda s: closings.closed(s, day.id)).result()
    assert (
        store.ask(lambda s: service_days.waves(s, DAY)).result()[0].turnaround_s == 900
    )
    store.close()

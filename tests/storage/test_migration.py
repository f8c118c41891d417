"""Old files come up to date whole or stay as they were."""

import multiprocessing
import shutil
import sqlite3
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from console.domain.depot_check import validated
from console.domain.opening_text import write_opening
from console.domain.parcel import Climate, Parcel
from console.domain.site_kinds import SiteRules
from console.storage import depots, journal, migration, parcels, service_days
from console.storage.errors import MigrationFailed, NewerSchema
from console.storage.migration import migrate
from console.storage.sqlite import revision
from console.storage.store import Store
from console.storage.tables import SCHEMA
from tests.custody.world import DEPOT, FixedClock

OLD = Path(__file__).parents[1] / "data"
STEP = """
import time
import sqlalchemy as sa
from alembic import op

revision = "t001"
down_revision = "{down}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("parcel", sa.Column("colour", sa.Text()))
    op.create_table("later", sa.Column("id", sa.Text(), primary_key=True))
    {more}
"""


def steps(tmp_path: Path, more: str) -> Path:
    """The real migrations and one more."""
    folder = tmp_path / "steps"
    shutil.copytree(migration.STEPS, folder)
    newest = max(migration.STEPS.glob("versions/r*.py")).stem[1:5]
    step = folder / "versions" / "t001_test.py"
    step.write_text(STEP.format(down=newest, more=more))
    return folder


def schema(path: Path) -> dict[str, str]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    connection.close()
    return dict(rows)


def contents(path: Path) -> str:
    connection = sqlite3.connect(path)
    text = "\n".join(
        line for line in connection.iterdump() if line.startswith("INSERT")
    )
    connection.close()
    return text


def parcels_of_the_day(session) -> list[Parcel]:
    (day,) = service_days.days(session, DEPOT)
    return parcels.of_day(session, day.id)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD / "store-0001.db", tmp_path / "lockyard.db"))


@pytest.mark.parametrize("file", sorted(OLD.glob("store-*.db")), ids=lambda p: p.stem)
def test_every_released_schema_opens_twice(
    tmp_path: Path, clock: FixedClock, file: Path
) -> None:
    path = Path(shutil.copy(file, tmp_path / "lockyard.db"))
    for _ in range(2):
        store = Store.open(path, clock)
        assert store.opened.chain.whole
        assert (
            len(store.ask(lambda s: depots.load(s, DEPOT)).result().compartments) == 4
        )
        assert len(store.ask(parcels_of_the_day).result()) == 6
        assert store.ask(journal.verify).result().last_id > 10
        store.close()


def test_old_hours_and_types_get_their_new_words(
    tmp_path: Path, old: Path, clock: FixedClock
) -> None:
    connection = sqlite3.connect(old)
    hours = {
        "a": "[[0,90000]]",
        "b": "[[25200,82800]]",
        "c": "[[21600,43200],[46800,90000]]",
        "d": "[]",
        "e": "[[21630,43200],[43200,43200]]",
    }
    for name, said in hours.items():
        connection.execute(
            "INSERT INTO site (id, depot_id, position, name, lon, lat, hours,"
            " step_free, setup_s, handling_s)"
            " VALUES (?, ?, 9, 'x', 1.0, 2.0, ?, 1, 60, 8)",
            (name, DEPOT, said),
        )
    for name, mode in (("w", "walk"), ("b", "cargo_bike"), ("v", "van")):
        connection.execute(
            "INSERT INTO vehicle_type (depot_id, id, position, name, mode, parcels,"
            " volume_ml, mass_g, fixed, per_hour, per_km, co2_g_per_km, door_setup_s,"
            " door_handling_s) VALUES (?, ?, 9, 'x', ?, 1, 1, 1, 0, 0, 0, 0, 0, 0)",
            (DEPOT, name, mode),
        )
    connection.commit()
    connection.close()
    store = Store.open(old, clock)
    model = store.ask(lambda s: depots.load(s, DEPOT)).result()
    store.close()
    sites = {site.id: site for site in model.sites}
    assert {name: write_opening(sites[name].hours) for name in hours} == {
        "a": "24/7",
        "b": "07:00-23:00",
        "c": "06:00-12:00,13:00-25:00",
        "d": "off",
        "e": "06:00:30-12:00",
    }
    assert {site.rules for site in model.sites} == {SiteRules()}
    kinds = {kind.id: kind for kind in model.vehicle_types}
    assert [str(kinds[name].energy) for name in ("w", "b", "v")] == [
        "muscle",
        "electric",
        "diesel",
    ]
    assert kinds["v"].climates == (Climate.AMBIENT,)
    assert validated(model) == ()


def test_the_steps_make_what_the_tables_say(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "a.db"
    Store.open(path, clock).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, migration.metadata) == []
    engine.dispose()
    assert revision(path) == SCHEMA


def test_a_step_forward_with_a_backup(
    tmp_path: Path, old: Path, clock: FixedClock
) -> None:
    before = contents(old)
    done = migrate(old, tmp_path / "backups", clock.now(), steps(tmp_path, "pass"))
    assert done is not None
    assert done.new == "t001"
    assert done.backup is not None
    assert contents(done.backup) == before
    assert "later" in schema(old)
    again = migrate(old, tmp_path / "backups", clock.now(), tmp_path / "steps")
    assert again is None
    with pytest.raises(NewerSchema):
        Store.open(old, clock)


@pytest.mark.parametrize(
    "more",
    [
        'raise sa.exc.InvalidRequestError("half-way")',
        'op.execute("DROP TRIGGER event_no_update")',
        'op.execute("DELETE FROM barcode")',
        'op.execute("DROP INDEX uq_door_intent_live")',
        'op.execute("DELETE FROM parcel_person")',
        'op.drop_column("vehicle", "courier")',
        "op.execute(\"UPDATE barcode SET parcel_id = 'nobody'\")",
        "with op.batch_alter_table('event', recreate='always') as batch: pass",
    ],
)
def test_a_bad_step_is_taken_back(
    tmp_path: Path, old: Path, clock: FixedClock, more: str
) -> None:
    before, rows = schema(old), contents(old)
    with pytest.raises(MigrationFailed) as caught:
        migrate(old, tmp_path / "backups", clock.now(), steps(tmp_path, more))
    assert schema(old) == before
    assert contents(old) == rows
    assert contents(Path(caught.value.args[-1])) == rows
    store = Store.open(old, clock)
    assert store.opened.chain.whole
    store.close()


def run(path: Path, folder: Path, told: Connection) -> None:
    told.send("go")
    migrate(path, path.parent / "backups", FixedClock().now(), folder)
    told.send("done")


def test_killed_half_way_is_old_or_new(
    tmp_path: Path, old: Path, clock: FixedClock
) -> None:
    folder = steps(tmp_path, "time.sleep(30)")
    before = schema(old)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=run, args=(old, folder, there))
    child.start()
    assert here.recv() == "go"
    deadline = time.monotonic() + 20
    while not list((tmp_path / "backups").glob("*.db")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.3)
    child.kill()
    child.join()
    child.close()
    here.close()
    there.close()
    assert schema(old) == before
    store = Store.open(old, clock)
    assert store.opened.chain.whole
    store.close()

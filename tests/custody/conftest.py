"""A filled store, copied for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.storage.store import Store
from tests.custody.world import Desk, FixedClock, World, fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a depot, a day and parcels."""
    path = tmp_path_factory.mktemp("filled") / "lockyard.db"
    clock = FixedClock()
    store = Store.open(path, clock)
    store.submit(lambda session: fill(session, clock)).result()
    assert store.close()
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "lockyard.db"))


@pytest.fixture
def desk(database: Path) -> Iterator[Desk]:
    clock = FixedClock()
    store = Store.open(database, clock)
    yield Desk(store, clock, World())
    store.close()

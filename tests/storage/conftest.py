"""An open store, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.storage.store import Store
from tests.custody.world import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    made = Store.open(tmp_path / "lockyard.db", clock)
    yield made
    made.close()

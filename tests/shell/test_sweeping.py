"""Full collections of garbage wait for a quiet moment, and end as they began."""

import asyncio
import gc
import weakref

import pytest

from console.shell import sweeping
from console.shell.sweeping import swept

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


class Ring:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.me = self


def dropped() -> weakref.ref[Ring]:
    """A ring that nobody holds, old enough that only a full collection looks at it."""
    ring = Ring()
    gc.collect(1)
    gc.collect(1)
    return weakref.ref(ring)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "LOOK_S", 0.005)
    monkeypatch.setattr(sweeping, "WORTH", 0)


async def gone(ring: weakref.ref[Ring]) -> None:
    """Waits until a ring has been swept away."""
    async with asyncio.timeout(20):
        while ring() is not None:  # noqa: ASYNC110 - a sweep is awaited
            await asyncio.sleep(0.01)


async def test_what_is_there_is_set_aside_until_the_end() -> None:
    before = gc.get_threshold()
    async with swept(lambda: False):
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > 100 * before[2]
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == before


async def test_garbage_goes_when_it_is_quiet(often: None) -> None:
    quiet = False
    async with swept(lambda: quiet):
        ring = dropped()
        await asyncio.sleep(0.1)
        assert ring() is not None
        quiet = True
        await gone(ring)


async def test_what_was_set_aside_goes_when_the_desk_is_alone(
    often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "ALONE", 10)
    monkeypatch.setattr(sweeping, "WORTH", 1_000_000)
    held = [Ring()]
    quiet = False
    async with swept(lambda: quiet):
        ring = weakref.ref(held.pop())
        gc.collect()
        assert ring() is not None
        quiet = True
        await gone(ring)


async def test_little_is_not_worth_a_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "LOOK_S", 0.01)
    monkeypatch.setattr(sweeping, "WORTH", 1_000_000)
    async with swept(lambda: True):
        ring = dropped()
        await asyncio.sleep(0.1)
        assert ring() is not None

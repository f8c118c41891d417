"""A house opens, holds its directory, and leaves nothing when it closes."""

import asyncio
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from console.domain.clock import SystemClock
from console.interchange.depot_file import read_depot
from console.storage.directory import DataDirectory
from console.storage.errors import HeldElsewhere
from console.wiring.house import House, Where
from console.wiring.region import RegionFailed
from console.wiring.worker import WorkerGone
from hardware.simulator.doors import Habits
from tests.running import opened, simulated

DEPOT = Path(__file__).parents[2] / "resources" / "demo" / "depot.toml"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made, to see what stays."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def ours() -> set[int]:
    return {
        child.pid
        for child in psutil.Process().children(recursive=True)
        if "resource_tracker" not in " ".join(child.cmdline())
    }


def inside(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_a_house_leaves_nothing(where: Where, temporary: Path) -> None:
    before = ours()
    async with opened(simulated(where, Habits())) as house:
        model = read_depot(DEPOT.read_bytes(), file="depot.toml")
        await house.adopt(model, house.origin())
        await house.region.opened()
        assert len(ours() - before) == 2
        assert len(house.cabinets.connected) == len(house.cabinets.simulated) > 0
        assert inside(temporary)
    assert ours() == before
    assert not inside(temporary)
    with DataDirectory(where.data, SystemClock()):
        pass
    await house.close()


async def test_a_closed_house_opens_again_with_its_depot(where: Where) -> None:
    model = read_depot(DEPOT.read_bytes(), file="depot.toml")
    async with opened(where) as house:
        await house.adopt(model, house.origin())
    async with opened(simulated(where, Habits())) as house:
        (depot,) = await house.depots.known()
        assert depot == model.depot
        assert len(house.cabinets.connected) > 0
        assert house.recovered is not None
        assert house.recovered.settled == house.recovered.watched == ()


async def test_one_directory_is_held_by_one_house(where: Where) -> None:
    before = ours()
    async with opened(where):
        running = ours()
        with pytest.raises(HeldElsewhere) as caught:
            await House.open(where, SystemClock())
        assert str(where.data) in str(caught.value)
        assert ours() == running
    assert ours() == before


async def test_a_region_that_is_not_there_is_told(where: Where) -> None:
    before = ours()
    async with opened(replace(where, region=where.data / "nothing")) as house:
        with pytest.raises((RegionFailed, WorkerGone)) as caught:
            await house.region.opened()
        assert "nothing" in str(caught.value)
        with pytest.raises(RegionFailed):
            await house.region.locate([], {})
    assert ours() == before


@pytest.mark.parametrize("how", ["cut", "missing"])
async def test_a_damaged_region_is_told(where: Where, tmp_path: Path, how: str) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(where.region, pack)
    largest = max(
        (path for path in pack.rglob("*") if path.is_file()),
        key=lambda path: path.stat().st_size,
    )
    if how == "cut":
        largest.write_bytes(largest.read_bytes()[: largest.stat().st_size // 2])
    else:
        largest.unlink()
    before = ours()
    async with opened(replace(where, region=pack)) as house:
        with pytest.raises(RegionFailed):
            await house.region.opened()
    assert ours() == before


async def test_nobody_need_ask_a_damaged_region(where: Where) -> None:
    """What is never asked for is not complained about at the end either."""
    async with opened(replace(where, region=where.data / "nothing")) as house:
        while house.region._alive:  # noqa: ASYNC110 - its end is what is awaited
            await asyncio.sleep(0.05)

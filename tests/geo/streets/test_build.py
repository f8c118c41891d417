"""The build as a whole: files in any order, cancelling, and files that are no good."""

import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from console.geo import errors as geo_errors
from console.geo.streets.build import build_streets
from console.geo.streets.errors import (
    BuildCancelled,
    ExtractError,
    NoStreetsError,
    OrderError,
    PackError,
)
from console.geo.streets.graph import Streets
from console.geo.streets.modes import Mode
from console.geo.streets.order import Question, contraction_orders
from console.geo.streets.osm import read_extract
from console.geo.streets.pack import FILE_NAME, FORMAT
from tests.geo.streets.drawing import Town, places
from tests.geo.streets.test_rules import crossing, way_between


def quiet(step: str, share: float) -> None:
    """Nobody listens."""


def never() -> bool:
    return False


def small_town() -> Town:
    town = crossing()
    town.rule("no_left_turn", way_between(town, 1, 11), "n11", 3)
    town.node_tags[12] = {"barrier": "bollard"}
    town.way(0, 11, 22, highway="footway", name="Diagonal")
    town.missing.add(22)
    return town


def test_sorted_and_unsorted_files_make_the_same_bytes(tmp_path: Path) -> None:
    town = small_town()
    packs = []
    for backwards in (False, True):
        file = town.write(tmp_path / f"{backwards}.osm.pbf", backwards=backwards)
        out = tmp_path / str(backwards)
        build_streets(file, out, progress=quiet, cancelled=never)
        packs.append((out / FILE_NAME).read_bytes())
    assert packs[0] == packs[1]


def test_a_file_reads_as_it_was_drawn(tmp_path: Path) -> None:
    town = small_town()
    read = read_extract(town.write(tmp_path / "t.osm.pbf"), cancelled=never)
    drawn = town.extract()
    assert read.way_tags == drawn.way_tags
    assert read.ref_node.tolist() == drawn.ref_node.tolist()
    assert read.restrictions == drawn.restrictions
    assert read.node_tags == drawn.node_tags
    assert np.abs(read.node_lonlat - drawn.node_lonlat).max() < 1e-7


def test_progress_goes_forward_and_the_file_replaces_an_older_one(
    tmp_path: Path,
) -> None:
    heard: list[tuple[str, float]] = []
    file = small_town().write(tmp_path / "t.osm.pbf")
    for _ in range(2):
        heard.clear()
        summary = build_streets(
            file,
            tmp_path / "out",
            progress=lambda step, share: heard.append((step, share)),
            cancelled=never,
        )
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert [p.name for p in (tmp_path / "out").iterdir()] == [FILE_NAME]
    assert summary.file_bytes == (tmp_path / "out" / FILE_NAME).stat().st_size
    assert summary.missing_nodes == 3
    streets = Streets.open(tmp_path / "out")
    assert streets.modes == tuple(Mode)
    assert streets.extent == pytest.approx(summary.extent)
    streets.warm()


@pytest.mark.parametrize("asks", [1, 3, 6])
def test_cancelling_writes_nothing(tmp_path: Path, asks: int) -> None:
    file = small_town().write(tmp_path / "t.osm.pbf")
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked >= asks

    with pytest.raises(BuildCancelled) as raised:
        build_streets(file, tmp_path / "out", progress=quiet, cancelled=cancelled)
    assert isinstance(raised.value, geo_errors.BuildCancelled)
    assert raised.value.again
    assert not (tmp_path / "out").exists()


def test_cancelling_ends_the_ordering_child() -> None:
    rng = np.random.default_rng(1)
    n = 60_000
    tail = np.arange(n - 1)
    question = Question(tail, tail + 1, rng.random((n, 2)))
    with pytest.raises(BuildCancelled):
        contraction_orders(
            [question], progress=lambda share: None, cancelled=lambda: True
        )


def test_a_child_that_dies_is_an_error_not_a_wait() -> None:
    nowhere = Question(np.array([5]), np.array([7]), np.zeros((2, 2)))
    with pytest.raises(OrderError, match="ended with") as raised:
        contraction_orders([nowhere], progress=lambda share: None, cancelled=never)
    assert raised.value.again


def test_a_daemonic_process_orders_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(1)
    tail = np.arange(49)
    questions = [Question(tail, tail + 1, rng.random((50, 2)))] * 2
    heard: list[float] = []
    asked = contraction_orders(questions, progress=heard.append, cancelled=never)
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    alone = contraction_orders(questions, progress=heard.append, cancelled=never)
    for a, b in zip(asked, alone, strict=True):
        assert a.tolist() == b.tolist()
        assert sorted(a.tolist()) == list(range(50))
    assert heard == [0.5, 1.0, 0.5, 1.0]
    with pytest.raises(BuildCancelled):
        contraction_orders(questions, progress=heard.append, cancelled=lambda: True)


@pytest.mark.parametrize("content", [b"", b"no map at all" * 100])
def test_files_that_are_no_extract(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.osm.pbf"
    file.write_bytes(content)
    with pytest.raises((ExtractError, NoStreetsError)):
        build_streets(file, tmp_path / "out", progress=quiet, cancelled=never)


def test_extracts_cut_short_missing_or_without_streets(tmp_path: Path) -> None:
    whole = small_town().write(tmp_path / "t.osm.pbf").read_bytes()
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ExtractError, match=r"cut\.osm\.pbf"):
        build_streets(cut, tmp_path / "out", progress=quiet, cancelled=never)
    with pytest.raises(ExtractError, match="no such file"):
        build_streets(
            tmp_path / "none.pbf", tmp_path / "out", progress=quiet, cancelled=never
        )
    town = Town()
    town.node(1, 0, 0)
    town.node(2, 9, 9)
    town.way(1, 2, highway="construction")
    file = town.write(tmp_path / "empty.osm.pbf")
    with pytest.raises(NoStreetsError):
        build_streets(file, tmp_path / "out", progress=quiet, cancelled=never)


def test_a_region_without_roads_still_walks(tmp_path: Path) -> None:
    town = Town()
    town.node(1, 0, 0)
    town.node(2, 500, 0)
    town.way(1, 2, highway="steps")
    streets = town.build(tmp_path)
    assert streets.modes == (Mode.WALK,)
    assert streets.matrix(Mode.WALK, places((0, 0), (500, 0))).reachable.all()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:4],
        lambda data: b"X" + data[1:],
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(f'"format": {FORMAT}'.encode(), b'"format": 0'),
        lambda data: data.replace(
            b"roads/ground/point_first", b"roads/ground/point_wurst"
        ),
        lambda data: data.replace(b'"paces": {"van"', b'"paces": {"fly"'),
    ],
)
def test_damaged_packs_are_refused(tmp_path: Path, damage: object) -> None:
    small_town().build(tmp_path, modes=[Mode.VAN])
    file = tmp_path / FILE_NAME
    data = damage(file.read_bytes())
    file.unlink()
    file.write_bytes(data)
    with pytest.raises(PackError):
        Streets.open(tmp_path)
    with pytest.raises(PackError):
        Streets.open(tmp_path / "elsewhere")

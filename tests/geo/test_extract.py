"""An extract is read whole or refused with a way out."""

from pathlib import Path

import numpy as np
import osmium
import pytest

from console.geo.errors import (
    BuildCancelled,
    ExtractMissing,
    ExtractTooPoor,
    ExtractUnreadable,
)
from console.geo.extract import Extract, read_extract
from tests.geo.towns import Town, at, small_town


def essence(extract: Extract) -> tuple[object, ...]:
    return (
        sorted(extract.position.items()),
        sorted((n.id, *sorted(n.tags.items())) for n in extract.nodes),
        sorted((w.id, tuple(w.refs)) for w in extract.ways.values()),
        len(extract.relations),
        extract.bounds,
    )


def test_unsorted_reads_like_sorted(tmp_path: Path) -> None:
    town = small_town()
    town.relation([("w", 1, "outer")], type="multipolygon")
    sorted_ = read_extract(town.write(tmp_path / "sorted.osm.pbf"))
    unsorted = read_extract(town.write(tmp_path / "un.osm.pbf", backwards=True))
    assert essence(sorted_) == essence(unsorted)
    assert len(sorted_.ways) == 5


def test_lost_nodes_split_a_line(tmp_path: Path) -> None:
    town = Town()
    way = town.way([(x, 1) for x in range(6)], highway="residential")
    extract = read_extract(town.write(tmp_path / "cut.osm.pbf", lost=[3]))
    runs = list(extract.runs(extract.ways[way].refs))
    assert [len(run) for run in runs] == [2, 3]
    np.testing.assert_allclose(runs[1][0], at(3, 1), atol=1e-7)
    assert len(extract.points(extract.ways[way].refs)) == 5


def test_a_single_node_between_gaps_is_no_line(tmp_path: Path) -> None:
    town = Town()
    way = town.way([(x, 1) for x in range(5)], highway="residential")
    extract = read_extract(town.write(tmp_path / "cut.osm.pbf", lost=[2, 4]))
    assert list(extract.runs(extract.ways[way].refs)) == []


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ExtractMissing, match=r"nowhere\.osm\.pbf.*Check the path"):
        read_extract(tmp_path / "nowhere.osm.pbf")


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.osm.pbf"
    path.touch()
    with pytest.raises(ExtractUnreadable, match=r"is empty.*Download"):
        read_extract(path)


@pytest.mark.parametrize("name", ["photo.jpg", "town.osm.pbf", "town"])
def test_something_else(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xd8\xff\xe0 not a map at all" * 40)
    with pytest.raises(ExtractUnreadable, match=name):
        read_extract(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_cut_short(tmp_path: Path, share: float) -> None:
    demo = Path("resources/regions/helsinki-centre/helsinki-centre.osm.pbf")
    whole = (Path(__file__).parents[2] / demo).read_bytes()
    path = tmp_path / "short.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ExtractUnreadable, match="not a whole"):
        read_extract(path)


def test_no_streets(tmp_path: Path) -> None:
    town = Town()
    town.node(1, 1, shop="kiosk")
    with pytest.raises(ExtractTooPoor, match="no streets"):
        read_extract(town.write(tmp_path / "poor.osm.pbf"))


def test_cancelled(tmp_path: Path) -> None:
    path = small_town().write(tmp_path / "town.osm.pbf")
    with pytest.raises(BuildCancelled):
        read_extract(path, cancelled=lambda: True)


def test_without_a_box_the_nodes_are_the_extent(tmp_path: Path) -> None:
    path = tmp_path / "boxless.osm.pbf"
    town = small_town()
    with osmium.SimpleWriter(str(path)) as writer:
        for node in town.nodes:
            writer.add_node(node)
        for way in town.ways:
            writer.add_way(way)
    bounds = read_extract(path).bounds
    assert bounds.west == pytest.approx(at(0, 0)[0])
    assert bounds.north == pytest.approx(at(0, 3.5)[1])
    assert bounds.contains(*at(5, 2))
    assert not bounds.contains(*at(5, 3.9))

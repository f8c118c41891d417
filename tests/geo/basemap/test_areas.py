"""Sea, lakes and multipolygons, whole and cut, in towns drawn for the purpose."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from console.geo.basemap.build import features
from console.geo.extract import read_extract
from console.geo.mercator import to_mercator
from tests.geo.towns import Town, at, small_town

STREET = {"highway": "residential"}


def spot(x: float, y: float) -> shapely.Point:
    return shapely.Point(to_mercator(np.array([at(x, y)]))[0])


def kinds_at(town: Town, tmp_path: Path, x: float, y: float, **how: object) -> set[str]:
    """The areas of a town that cover a point of its drawing."""
    extract = read_extract(town.write(tmp_path / "town.osm.pbf", **how))
    here = spot(x, y)
    return {
        d.look.kind
        for d in features(extract)
        if d.shape.geom_type.endswith("Polygon") and d.shape.contains(here)
    }


def dry_side(town: Town) -> None:
    """Streets and doors in the south, so that there is no doubt where land is."""
    town.way([(x, 0.5) for x in range(11)], **STREET)
    for x in range(10):
        town.node(x + 0.5, 0.6, addr_housenumber=str(x))


@pytest.mark.parametrize("backwards", [False, True])
def test_sea_is_right_of_the_coast(tmp_path: Path, *, backwards: bool) -> None:
    town = small_town()
    assert kinds_at(town, tmp_path, 5, 3.8, backwards=backwards) == {"water"}
    assert kinds_at(town, tmp_path, 5, 3.2, backwards=backwards) == set()


def test_coast_the_other_way_round(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    town.way([(0, 2), (5, 2), (10, 2)], natural="coastline")
    assert kinds_at(town, tmp_path, 5, 1) == {"water"}
    assert kinds_at(town, tmp_path, 5, 3) == set()


def test_coast_cut_before_the_edge(tmp_path: Path) -> None:
    # the nodes outside the box are not in the file: the line ends short of the edge
    town = Town()
    dry_side(town)
    way = town.way([(12, 2), (9.8, 2), (5, 2), (0.3, 2), (-2, 2)], natural="coastline")
    refs = town.ways[way - 1].nodes
    how = {"lost": [refs[0], refs[-1]]}
    assert kinds_at(town, tmp_path, 0.1, 3, **how) == {"water"}
    assert kinds_at(town, tmp_path, 9.9, 1, **how) == set()


def test_island_in_the_sea(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    town.way([(10, 2), (0, 2)], natural="coastline")
    town.ring([(4, 2.5), (6, 2.5), (6, 3.5), (4, 3.5)], natural="coastline")
    assert kinds_at(town, tmp_path, 5, 3) == set()
    assert kinds_at(town, tmp_path, 2, 3) == {"water"}


def test_no_coast_no_sea(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    assert kinds_at(town, tmp_path, 5, 3) == set()


def test_lake_with_an_island(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    outer = town.ring([(2, 1), (8, 1), (8, 3), (2, 3)])
    inner = town.ring([(4, 1.5), (6, 1.5), (6, 2.5), (4, 2.5)])
    town.relation(
        [("w", outer, "outer"), ("w", inner, "inner")],
        type="multipolygon",
        natural="water",
    )
    assert kinds_at(town, tmp_path, 3, 2) == {"water"}
    assert kinds_at(town, tmp_path, 5, 2) == set()


def test_ring_of_several_ways(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    a, b = town.node(2, 1), town.node(8, 3)
    one = town.way([a, (8, 1), b])
    two = town.way([a, (2, 3), b])  # drawn the other way
    town.relation(
        [("w", one, "outer"), ("w", two, "outer")], type="multipolygon", landuse="grass"
    )
    assert kinds_at(town, tmp_path, 5, 2) == {"green"}


def test_cut_lake_lies_where_no_streets_are(tmp_path: Path) -> None:
    # the northern shore is outside the extract: only the southern one is here
    town = Town()
    dry_side(town)
    south = town.way([(0.1, 2), (5, 2), (9.9, 2)])
    town.relation(
        [("w", south, "outer"), ("w", 999, "outer")],
        type="multipolygon",
        natural="water",
    )
    assert kinds_at(town, tmp_path, 5, 3) == {"water"}
    assert kinds_at(town, tmp_path, 5, 1) == set()


def test_cut_river_has_two_banks(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    town.way([(x, 3.5) for x in range(11)], **STREET)
    south = town.way([(0.1, 1.5), (9.9, 1.5)])
    north = town.way([(0.1, 2.5), (9.9, 2.5)])
    town.relation(
        [("w", south, "outer"), ("w", north, "outer")],
        type="multipolygon",
        waterway="riverbank",
    )
    assert kinds_at(town, tmp_path, 5, 2) == {"water"}
    assert kinds_at(town, tmp_path, 5, 1) == set()
    assert kinds_at(town, tmp_path, 5, 3) == set()


def test_cut_closed_way(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    wood = town.ring(
        [(6, 1), (9.8, 1), (12, 1), (12, 3), (9.8, 3), (6, 3)], landuse="forest"
    )
    refs = town.ways[wood - 1].nodes
    how = {"lost": [refs[2], refs[3]]}
    assert kinds_at(town, tmp_path, 8, 2, **how) == {"wood"}
    assert kinds_at(town, tmp_path, 9.95, 2, **how) == {"wood"}
    assert kinds_at(town, tmp_path, 3, 2, **how) == set()


def test_crossing_ring_is_mended(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    town.ring([(2, 1), (8, 3), (8, 1), (2, 3)], leisure="park")
    assert kinds_at(town, tmp_path, 2.5, 2) == {"green"}
    assert kinds_at(town, tmp_path, 5, 1.2) == set()


def test_old_islands_are_cut_out_of_the_water(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    town.ring([(2, 1), (8, 1), (8, 3), (2, 3)], natural="water")
    town.ring([(4, 1.5), (6, 1.5), (6, 2.5), (4, 2.5)], natural="land")
    assert kinds_at(town, tmp_path, 3, 2) == {"water"}
    assert kinds_at(town, tmp_path, 5, 2) == set()


def test_a_cut_wood_closes_along_the_edge_on_the_side_where_nobody_lives(
    tmp_path: Path,
) -> None:
    # more than half of the extract: only the houses say which side is the wood
    town = Town()
    for x in range(60):
        town.node(0.1 + x * 0.15, 0.3, addr_housenumber=str(x))
    town.way([(x, 0.5) for x in range(11)], **STREET)
    line = town.way([(-2, 1), (0.2, 1), (5, 1.2), (9.8, 1), (12, 1)])
    refs = town.ways[line - 1].nodes
    town.relation(
        [("w", line, "outer"), ("w", 77, "outer")],
        type="multipolygon",
        landuse="forest",
    )
    how = {"lost": [refs[0], refs[-1]]}
    for x, y in ((5, 3), (0.1, 3.9), (9.9, 1.5)):
        assert kinds_at(town, tmp_path, x, y, **how) == {"wood"}, (x, y)
    assert kinds_at(town, tmp_path, 5, 0.7, **how) == set()


def test_a_ring_with_a_member_missing_amid_the_land_draws_no_chord(
    tmp_path: Path,
) -> None:
    town = Town()
    dry_side(town)
    half = town.way([(4, 2), (4.4, 2.2), (4.8, 2.2), (5.2, 2)])
    town.relation(
        [("w", half, "outer"), ("w", 77, "outer")], type="multipolygon", natural="water"
    )
    assert kinds_at(town, tmp_path, 4.6, 2.1) == set()


def test_a_small_gap_amid_the_land_is_closed(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    most = town.way([(4.58, 2), (4.5, 2), (4, 2), (4, 2.4), (5, 2.4), (5, 2), (4.6, 2)])
    town.relation(
        [("w", most, "outer"), ("w", 77, "outer")], type="multipolygon", natural="water"
    )
    assert kinds_at(town, tmp_path, 4.5, 2.2) == {"water"}


def test_a_courtyard_is_open_even_if_the_tags_are_on_the_outline(
    tmp_path: Path,
) -> None:
    town = Town()
    dry_side(town)
    outer = town.ring([(4, 1), (6, 1), (6, 3), (4, 3)], building="yes")
    inner = town.ring([(4.5, 1.5), (5.5, 1.5), (5.5, 2.5), (4.5, 2.5)])
    town.relation([("w", outer, "outer"), ("w", inner, "inner")], type="multipolygon")
    assert kinds_at(town, tmp_path, 4.2, 2) == {"bld"}
    assert kinds_at(town, tmp_path, 5, 2) == set()


def test_an_extract_out_at_sea_is_sea(tmp_path: Path) -> None:
    town = Town()
    town.way([(0, 1), (10, 3)], route="ferry")
    assert kinds_at(town, tmp_path, 5, 3) == {"water"}
    dry_side(town)
    assert kinds_at(town, tmp_path, 5, 3) == set()


def test_a_broken_shore_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    town = Town()
    dry_side(town)
    town.way([(10, 2), (6, 2)], natural="coastline")
    assert kinds_at(town, tmp_path, 8, 3) == set()
    (said,) = [r for r in caplog.records if "coastline" in r.message]
    assert said.levelname == "WARNING"


def test_houses_have_their_number_once(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    ring = [(4, 1), (4.4, 1), (4.4, 1.4), (4, 1.4)]
    town.ring(ring, building="yes", addr_housenumber="50")
    town.node(4.2, 1.2, addr_housenumber="50")
    town.ring([(x + 1, y) for x, y in ring], building="yes", addr_housenumber="52")
    extract = read_extract(town.write(tmp_path / "town.osm.pbf"))
    numbers = [d.look.name for d in features(extract) if d.look.kind == "house"]
    assert numbers.count("50") == numbers.count("52") == 1


def test_a_park_that_lost_a_few_nodes_is_drawn_all_the_same(tmp_path: Path) -> None:
    town = Town()
    dry_side(town)
    corners = [(4.5, 0.95), (4, 1), (4, 2), (4, 3), (5, 3), (6, 3), (6, 2), (6, 1)]
    park = town.ring([*corners, (5.5, 1), (5, 1)], leisure="park")
    refs = town.ways[park - 1].nodes
    # a ring names its first node twice
    for lost in (refs[0], refs[8], refs[9]):
        assert kinds_at(town, tmp_path, 5, 2, lost=[lost]) == {"green"}
    half = refs[3:7]
    assert kinds_at(town, tmp_path, 4.5, 1.2, lost=half) == set()

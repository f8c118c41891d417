"""Reaches: areas that hold what the matrix reaches in time, and nothing else."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from console.domain.travel import Conditions, Travel
from console.geo.streets.build import StreetsSummary
from console.geo.streets.contours import area_within
from console.geo.streets.errors import NoPathError
from console.geo.streets.graph import Streets
from console.geo.streets.isochrones import CELL_M, MARGIN_M, reach
from console.geo.streets.modes import Mode
from console.geo.streets.profiles import PROFILES
from tests.geo.streets.drawing import METRES_PER_DEGREE, Town, place

type Real = Callable[[str], tuple[Streets, StreetsSummary]]

FRAME = np.array([0.0, 0.0, 1.0, 1.0])
NEAR = MARGIN_M - 10
WALK_M_S = 4.8 / 3.6


def lane(**tags: str) -> Town:
    """One lane of 2 km from west to east."""
    town = Town()
    for ref, x in enumerate([0, 2000]):
        town.node(ref, x, 0)
    town.way(0, 1, name="Lane", **tags)
    return town


@pytest.mark.parametrize("back", [False, True])
def test_a_lane_is_reached_both_ways_along(tmp_path: Path, back: bool) -> None:
    streets = lane().quick(PROFILES[Mode.WALK], tmp_path)
    assert streets is not None
    told = reach(streets, Mode.WALK, place(1000, 0), [300, 600, 300], back=back)
    assert told.seconds == (300, 600)
    for seconds, area in zip(told.seconds, told.areas, strict=True):
        west, south, east, north = area.bounds
        long_m = 2 * seconds * WALK_M_S
        east_m = METRES_PER_DEGREE * np.cos(np.radians(50))
        assert (east - west) * east_m == pytest.approx(long_m, abs=2 * CELL_M)
        tall_m = (north - south) * METRES_PER_DEGREE
        assert tall_m == pytest.approx(2 * MARGIN_M, abs=2 * CELL_M)
        assert shapely.contains_xy(area, *place(1000, 0))


def test_a_one_way_is_left_and_reached_differently(tmp_path: Path) -> None:
    town = lane(oneway="yes")
    town.node(2, 2000, 900)
    town.node(3, 0, 900)
    town.way(1, 2, name="East", oneway="yes")
    town.way(2, 3, name="North", oneway="yes")
    town.way(3, 0, name="West", oneway="yes")
    streets = town.quick(PROFILES[Mode.VAN], tmp_path)
    assert streets is not None
    ahead = reach(streets, Mode.VAN, place(1000, 0), [60]).areas[0]
    behind = reach(streets, Mode.VAN, place(1000, 0), [60], back=True).areas[0]
    for area, here, there in [(ahead, 1300, 700), (behind, 700, 1300)]:
        assert shapely.contains_xy(area, *place(here, 0))
        assert not shapely.contains_xy(area, *place(there, 0))


def test_what_streets_go_round_is_a_hole(tmp_path: Path) -> None:
    town = Town()
    for ref, corner in enumerate([(0, 0), (400, 0), (400, 400), (0, 400)]):
        town.node(ref, *corner)
    town.way(0, 1, 2, 3, 0)
    streets = town.quick(PROFILES[Mode.WALK], tmp_path)
    assert streets is not None
    (area,) = reach(streets, Mode.WALK, place(0, 0), [3600]).areas
    assert len(area.interiors) == 1
    assert not shapely.contains_xy(area, *place(200, 200))


def test_reached_edges_are_shared_out(tmp_path: Path) -> None:
    town = Town()
    for ref, x in enumerate([0, 400, 800]):
        town.node(ref, x, 0)
    town.way(0, 1, name="Here")
    town.way(1, 2, name="There")
    streets = town.quick(PROFILES[Mode.WALK], tmp_path)
    assert streets is not None
    told = reach(streets, Mode.WALK, place(200, 0), [300])
    lines = streets.columns(Mode.WALK).lines
    on = {
        lines.name(int(edge)): float(share)
        for edge, share in zip(told.reached.edge, told.reached.share, strict=True)
        if lines.name(int(edge)) == "There"
    }
    assert on == {"There": pytest.approx((300 * WALK_M_S - 200) / 400, abs=0.01)}


def test_nothing_to_tell(tmp_path: Path) -> None:
    streets = lane().quick(PROFILES[Mode.WALK], tmp_path)
    assert streets is not None
    with pytest.raises(NoPathError, match="no street within 200 m"):
        reach(streets, Mode.WALK, place(1000, 900), [60])
    for wrong in ([], [0], [-5, 60]):
        with pytest.raises(ValueError, match="above zero"):
            reach(streets, Mode.WALK, place(1000, 0), wrong)


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize(
    ("name", "travel", "seconds"),
    [
        ("copenhagen", Mode.WALK, [300, 900]),
        ("copenhagen", Mode.VAN, [120, 480]),
        ("lauf", Mode.VAN, [120, 300]),
        ("lauf", Travel("truck", Conditions(gross_mass_kg=12_000)), [300]),
        ("helsinki-centre", Travel("walk", Conditions(speed_kmh=3.0)), [900]),
    ],
)
def test_areas_agree_with_the_matrix(
    real: Real, name: str, travel: Mode | Travel, seconds: list[int], back: bool
) -> None:
    """But for places within a cell of the border, where rings cut corners."""
    streets, _ = real(name)
    rng = np.random.default_rng(len(name))
    lonlat = streets.columns(travel).lines.point_lonlat
    # In the middle of things, so that the area holds many of the probes.
    middle = np.median(lonlat, axis=0)
    around = lonlat[np.abs(lonlat - middle).max(axis=1) < 0.02]
    start = around[rng.integers(len(around))]
    probes = around[rng.choice(len(around), 1500)]
    probes = probes + rng.normal(0, 0.0003, probes.shape)
    told = reach(streets, travel, tuple(start), seconds, back=back)
    if back:
        times = streets.rectangle(travel, probes, start[None]).seconds[:, 0]
    else:
        times = streets.rectangle(travel, start[None], probes).seconds[0]
    near = streets.snap(travel, probes).distance_m < NEAR
    for limit_s, area in zip(told.seconds, told.areas, strict=True):
        assert shapely.is_valid(area)
        inside = shapely.contains_xy(area, probes)
        border = shapely.distance(shapely.boundary(area), shapely.points(probes))
        sure = near & (border > 1.5 * CELL_M / METRES_PER_DEGREE)
        assert (inside & sure).sum() > 0
        wrong = sure & (inside != (times <= limit_s))
        # A lane may slip between the nodes of the grid; no more than one in a hundred.
        assert wrong.sum() <= 0.01 * sure.sum()
    nested(told.areas)


def nested(areas: Sequence[shapely.Geometry]) -> None:
    for less, more in pairwise(areas):
        assert less.is_empty or shapely.covers(shapely.buffer(more, 1e-9), less)


@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 7), st.integers(1, 7)),
        elements=st.sampled_from([0.0, 1.0, 2.0, 2.5, 3.0, 9.0]),
    )
)
def test_areas_of_any_field_are_whole_and_nested(values: np.ndarray) -> None:
    field = np.pad(values, 1, constant_values=10.0)
    areas = [area_within(field, level, FRAME) for level in (0.5, 1.0, 2.0, 2.75, 9.5)]
    for area in areas:
        assert shapely.is_valid(area)
    nested(areas)
    rows, columns = np.nonzero(field <= 2.0)
    assert shapely.contains_xy(areas[2], columns, rows).all()
    rows, columns = np.nonzero(field > 2.0)
    assert not shapely.contains_xy(areas[2], columns, rows).any()

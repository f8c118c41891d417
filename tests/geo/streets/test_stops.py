"""Where stops lie: on one edge, on islands, off the streets; rows stay apart."""

from pathlib import Path

import numpy as np
import pytest

from console.geo.streets.errors import ModeMissing, NoPathError
from console.geo.streets.graph import Streets
from console.geo.streets.modes import Mode
from console.geo.streets.profiles import VAN, WALK
from console.geo.streets.sweeps import UNREACHABLE
from tests.geo.streets.drawing import Town, place, places

NEAR_M = 3


def ring(**tags: str) -> Town:
    """A square of 300 m sides, the southern one tagged."""
    town = Town()
    for ref, corner in enumerate([(0, 0), (300, 0), (300, 300), (0, 300)]):
        town.node(ref, *corner)
    town.way(0, 1, name="South", **tags)
    town.way(1, 2, name="East")
    town.way(2, 3, name="North")
    town.way(3, 0, name="West")
    return town


def with_islands() -> Town:
    """The ring, a hamlet of its own 3 km east, and a scrap beside the ring."""
    town = ring()
    for ref, spot in enumerate([(3000, 0), (3300, 0), (3300, 300)], start=10):
        town.node(ref, *spot)
    town.way(10, 11)
    town.way(11, 12)
    town.node(20, 340, 100)
    town.node(21, 340, 140)
    town.way(20, 21)
    return town


def test_two_stops_on_one_street(tmp_path: Path) -> None:
    matrix = ring().quick(VAN, tmp_path).matrix(Mode.VAN, places((100, 0), (250, 0)))
    assert matrix.metres[0, 1] == matrix.metres[1, 0]
    assert matrix.metres[0, 1] == pytest.approx(150, abs=NEAR_M)
    assert matrix.metres.diagonal().tolist() == [0, 0]
    assert matrix.seconds.diagonal().tolist() == [0, 0]


def test_a_stop_behind_on_a_one_way_is_reached_all_the_way_round(
    tmp_path: Path,
) -> None:
    streets = ring(oneway="yes").quick(VAN, tmp_path)
    matrix = streets.matrix(Mode.VAN, places((100, 0), (250, 0), (100, 0)))
    assert matrix.metres[0, 1] == pytest.approx(150, abs=NEAR_M)
    assert matrix.metres[1, 0] == pytest.approx(1050, abs=NEAR_M)
    assert matrix.metres[0, 2] == matrix.metres[2, 0] == 0
    path = streets.path(Mode.VAN, place(250, 0), place(100, 0))
    assert [leg.name for leg in path.legs] == [
        "South",
        "East",
        "North",
        "West",
        "South",
    ]
    assert (path.seconds, path.metres) == (matrix.seconds[1, 0], matrix.metres[1, 0])


@pytest.mark.parametrize("profile", [VAN, WALK], ids=lambda p: p.mode)
def test_the_other_way_round_may_be_quicker_than_along_the_street(
    tmp_path: Path, profile: object
) -> None:
    """Two stops on one street that winds: the ends of it are near each other."""
    town = Town()
    for ref, spot in enumerate([(0, 0), (0, 900), (50, 900), (50, 0)]):
        town.node(ref, *spot)
    town.way(0, 1, 2, 3, name="Long")
    town.way(3, 0, name="Short")
    streets = town.quick(profile, tmp_path)
    path = streets.path(profile.mode, place(0, 20), place(50, 20))
    assert path.metres == pytest.approx(90, abs=NEAR_M)
    matrix = streets.matrix(profile.mode, places((0, 20), (50, 20)))
    assert (path.seconds, path.metres) == (matrix.seconds[0, 1], matrix.metres[0, 1])


def test_a_street_that_ends_where_it_begins(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(0, 0), (300, 0), (450, 150), (600, 0), (450, -150)]):
        town.node(ref, *spot)
    town.way(0, 1, name="Stem")
    town.way(1, 2, 3, 4, 1, name="Loop", oneway="yes")
    streets = town.quick(VAN, tmp_path)
    side = np.hypot(150, 150)
    points = places((375, -75), (375, 75), (100, 0))
    matrix = streets.matrix(Mode.VAN, points)
    assert matrix.metres[1, 0] == pytest.approx(3 * side, abs=NEAR_M)
    assert matrix.metres[0, 1] == pytest.approx(side, abs=NEAR_M)
    assert matrix.metres[0, 2] == pytest.approx(side / 2 + 200, abs=NEAR_M)


def test_islands_and_stops_off_the_streets_are_named(tmp_path: Path) -> None:
    streets = with_islands().quick(VAN, tmp_path)
    good = places((100, 0), (300, 100), (150, 300))
    alone = streets.matrix(Mode.VAN, good)
    mixed = np.concatenate(
        [good[:1], places((3100, 5)), good[1:2], places((1500, 1500)), good[2:]]
    )
    matrix = streets.matrix(Mode.VAN, mixed)
    assert matrix.unsnapped.tolist() == [3]
    assert matrix.cut_off.tolist() == [1]
    pairs = {tuple(pair) for pair in matrix.unreachable.tolist()}
    assert pairs == {(1, i) for i in (0, 2, 4)} | {(i, 1) for i in (0, 2, 4)}
    kept = np.ix_([0, 2, 4], [0, 2, 4])
    assert (matrix.seconds[kept] == alone.seconds).all()
    assert (matrix.metres[kept] == alone.metres).all()
    assert (matrix.seconds[3] == UNREACHABLE).all()
    assert (matrix.metres[:, 3] == UNREACHABLE).all()
    assert matrix.seconds[1, 1] == 0


def test_a_scrap_is_used_only_where_nothing_else_is_near(tmp_path: Path) -> None:
    streets = with_islands().quick(VAN, tmp_path)
    near = streets.snap(Mode.VAN, places((340, 130)))
    assert near.distance_m[0] == pytest.approx(40, abs=1)
    far = streets.snap(Mode.VAN, places((340, 130)), limit_m=20)
    assert far.distance_m[0] == pytest.approx(0, abs=0.5)


def test_the_limit_is_kept(tmp_path: Path) -> None:
    streets = ring().quick(VAN, tmp_path)
    points = places((150, -199), (150, -202), (150, 150), (-35_000, 0))
    assert streets.snap(Mode.VAN, points).unsnapped.tolist() == [1, 3]
    assert streets.snap(Mode.VAN, points, limit_m=250).unsnapped.tolist() == [3]
    assert streets.snap(Mode.VAN, points, limit_m=10).unsnapped.tolist() == [0, 1, 2, 3]


def test_a_limit_that_is_no_number_ends(tmp_path: Path) -> None:
    streets = ring().quick(VAN, tmp_path)
    snaps = streets.snap(Mode.VAN, places((150, 10)), limit_m=float("nan"))
    assert snaps.distance_m[0] == pytest.approx(10, abs=0.1)
    far = streets.snap(Mode.VAN, places((150, -20_000)), limit_m=float("inf"))
    assert far.unsnapped.tolist() == [0], "10 km is the widest"
    assert streets.snap(Mode.VAN, places((150, 10)), limit_m=-1).unsnapped.size


def test_nonsense_points_are_unsnapped_not_an_error(tmp_path: Path) -> None:
    streets = ring().quick(VAN, tmp_path)
    points = np.array([[np.nan, 50.0], [10.0, np.inf], [999.0, 50.0], place(150, 0)])
    matrix = streets.matrix(Mode.VAN, points)
    assert matrix.unsnapped.tolist() == [0, 1, 2]
    assert matrix.seconds[3, 3] == 0


def test_a_snap_says_where_how_far_and_on_which_side(tmp_path: Path) -> None:
    streets = ring().quick(VAN, tmp_path)
    snaps = streets.snap(Mode.VAN, places((150, 20), (75, -10), (75, 0)))
    assert snaps.distance_m.tolist() == pytest.approx([20, 10, 0], abs=0.1)
    assert snaps.share.tolist() == pytest.approx([0.5, 0.25, 0.25], abs=0.001)
    assert snaps.side.tolist()[:2] == [-1, 1], "left, then right of eastbound"
    assert snaps.lonlat[0] == pytest.approx(place(150, 0))


def test_rectangles_and_nothing_at_all(tmp_path: Path) -> None:
    streets = ring().quick(VAN, tmp_path)
    points = places((100, 0), (300, 100), (150, 300), (0, 120))
    whole = streets.matrix(Mode.VAN, points)
    part = streets.rectangle(Mode.VAN, points[:1], points[1:])
    assert (part.seconds == whole.seconds[:1, 1:]).all()
    assert (part.metres == whole.metres[:1, 1:]).all()
    empty = streets.matrix(Mode.VAN, np.empty((0, 2)))
    assert empty.seconds.shape == (0, 0)
    assert empty.cut_off.size == empty.unreachable.shape[0] == 0
    assert streets.rectangle(Mode.VAN, points, points[:0]).seconds.shape == (4, 0)
    assert streets.matrix(Mode.VAN, points[:1]).cut_off.size == 0


def test_no_path_is_an_error_that_says_why(tmp_path: Path) -> None:
    streets = with_islands().quick(VAN, tmp_path)
    with pytest.raises(NoPathError, match="no way"):
        streets.path(Mode.VAN, place(100, 0), place(3100, 0))
    with pytest.raises(NoPathError, match="no street within 200 m"):
        streets.path(Mode.VAN, place(100, 0), place(1500, 0))
    with pytest.raises(ModeMissing):
        streets.path(Mode.WALK, place(100, 0), place(200, 0))


def assert_line_holds(streets: Streets, points: np.ndarray, broken: list[int]) -> None:
    journey = streets.journey(Mode.VAN, points)
    assert journey.broken.tolist() == broken
    assert journey.first.size == len(points)
    assert journey.first[-1] == len(journey.points) - 1
    snaps = streets.snap(Mode.VAN, points)
    for stop, row in enumerate(journey.first.tolist()):
        wanted = points[stop] if snaps.street[stop] < 0 else snaps.lonlat[stop]
        assert journey.points[row] == pytest.approx(wanted)
    assert (streets.route(Mode.VAN, points) == journey.points).all()


def test_a_journey_is_one_line_with_broken_legs_named(tmp_path: Path) -> None:
    streets = with_islands().quick(VAN, tmp_path)
    good = places((100, 0), (300, 100), (150, 300), (150, 300))
    assert_line_holds(streets, good, [])
    bad = np.concatenate([good[:2], places((1500, 0), (3100, 0)), good[2:]])
    assert_line_holds(streets, bad, [1, 2, 3])
    journey = streets.journey(Mode.VAN, bad)
    assert journey.seconds[1] == journey.metres[3] == UNREACHABLE
    assert_line_holds(streets, good[:1], [])

"""Rules of the road on small drawn towns: where may one drive, and is it heeded."""

from pathlib import Path

import pytest

from console.geo.streets.graph import Streets
from console.geo.streets.modes import Mode
from console.geo.streets.profiles import CARGO_BIKE, VAN, WALK
from console.geo.streets.sweeps import UNREACHABLE
from tests.geo.streets.drawing import Town, place, places

# Metres a way may differ by for rounding and for the curve of the earth.
NEAR_M = 3


def crossing() -> Town:
    """A square of 200 m blocks: node 10 * row + column, rows and columns 0 to 2."""
    town = Town()
    for row in range(3):
        for column in range(3):
            town.node(10 * row + column, 200 * column, 200 * row)
    for row in range(3):
        for column in range(2):
            town.way(10 * row + column, 10 * row + column + 1, name=f"row {row}")
    for column in range(3):
        for row in range(2):
            town.way(
                10 * row + column, 10 * (row + 1) + column, name=f"column {column}"
            )
    return town


def way_between(town: Town, a: int, b: int) -> int:
    return next(n for n, way in town.ways.items() if tuple(way.refs) == (a, b))


def metres(streets: Streets, mode: Mode, *points: tuple[float, float]) -> list[int]:
    """Metres from the first point to each of the others."""
    return streets.matrix(mode, places(*points)).metres[0, 1:].tolist()


SOUTH_OF_MIDDLE = (200, 100)
WEST_OF_MIDDLE = (100, 200)


def left_turn_m(town: Town, folder: Path) -> int:
    """From south of the middle junction to west of it: a left turn, northbound."""
    streets = town.quick(VAN, folder)
    return metres(streets, Mode.VAN, SOUTH_OF_MIDDLE, WEST_OF_MIDDLE)[0]


def test_without_a_restriction_the_left_turn_is_taken(tmp_path: Path) -> None:
    assert left_turn_m(crossing(), tmp_path) == pytest.approx(200, abs=NEAR_M)


def test_no_left_turn_is_heeded(tmp_path: Path) -> None:
    town = crossing()
    town.rule(
        "no_left_turn", way_between(town, 1, 11), "n11", way_between(town, 10, 11)
    )
    # Southbound out of the stop and round the south-western block.
    assert left_turn_m(town, tmp_path) == pytest.approx(600, abs=NEAR_M)


@pytest.mark.parametrize(
    "tags",
    [
        {"except": "goods"},
        {"except": "bicycle; motorcar"},
        {"key": "restriction:hgv"},
        {"key": "restriction:bicycle"},
    ],
)
def test_a_restriction_for_others_is_not_for_vans(
    tmp_path: Path, tags: dict[str, str]
) -> None:
    town = crossing()
    start, stop = way_between(town, 1, 11), way_between(town, 10, 11)
    town.rule("no_left_turn", start, "n11", stop, **tags)
    assert left_turn_m(town, tmp_path) == pytest.approx(200, abs=NEAR_M)


@pytest.mark.parametrize("kind", ["only_straight_on", "only_right_turn"])
def test_only_turns_forbid_all_others(tmp_path: Path, kind: str) -> None:
    town = crossing()
    onward = (11, 21) if kind == "only_straight_on" else (11, 12)
    town.rule(kind, way_between(town, 1, 11), "n11", way_between(town, *onward))
    assert left_turn_m(town, tmp_path) == pytest.approx(600, abs=NEAR_M)


def test_two_only_turns_leave_both(tmp_path: Path) -> None:
    town = crossing()
    start = way_between(town, 1, 11)
    town.rule("only_straight_on", start, "n11", way_between(town, 11, 21))
    town.rule("only_left_turn", start, "n11", way_between(town, 10, 11))
    assert left_turn_m(town, tmp_path) == pytest.approx(200, abs=NEAR_M)


def test_a_restriction_with_a_missing_member_is_skipped(tmp_path: Path) -> None:
    town = crossing()
    town.rule("no_left_turn", way_between(town, 1, 11), "n11", 999)
    town.rule("no_left_turn", way_between(town, 1, 11), "n999", 2)
    assert left_turn_m(town, tmp_path) == pytest.approx(200, abs=NEAR_M)


def dual_carriageway() -> Town:
    """Eastbound along y=0, westbound along y=20, joined at x=400 by way 5."""
    town = Town()
    for ref, x_m in enumerate((0, 400, 800)):
        town.node(1 + ref, x_m, 0)
        town.node(11 + ref, x_m, 20)
    town.way(1, 2, oneway="yes")
    town.way(2, 3, oneway="yes")
    town.way(13, 12, oneway="yes")
    town.way(12, 11, oneway="yes")
    town.way(2, 12)
    town.way(3, 13)
    town.way(11, 1)
    return town


def test_a_restriction_over_a_way_forbids_only_that_sequence(tmp_path: Path) -> None:
    points = [(200, 0), (200, 20), (400, 10), (600, 20)]
    free = dual_carriageway().quick(VAN, tmp_path / "free")
    assert metres(free, Mode.VAN, *points[:2])[0] == pytest.approx(420, abs=NEAR_M)
    town = dual_carriageway()
    town.rule("no_u_turn", 1, "w5", 4)
    ruled = town.quick(VAN, tmp_path / "ruled")
    found = metres(ruled, Mode.VAN, *points)
    assert found[0] == pytest.approx(1220, abs=NEAR_M)
    # The way between may still be driven onto, and stopped on.
    assert found[1] == pytest.approx(210, abs=NEAR_M)
    # From a stop on it, westbound is allowed: the restricted way lies behind nobody.
    assert metres(ruled, Mode.VAN, (400, 10), (200, 20))[0] == pytest.approx(
        210, abs=NEAR_M
    )


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [
        ({}, 100, 100),
        ({"oneway": "yes"}, 100, 700),
        ({"oneway": "-1"}, 700, 100),
        ({"junction": "roundabout"}, 100, 700),
        ({"junction": "roundabout", "oneway": "no"}, 100, 100),
        ({"motor_vehicle__backward": "no"}, 100, 700),
    ],
)
def test_one_ways(tmp_path: Path, tags: dict[str, str], there: int, back: int) -> None:
    town = Town()
    for ref, corner in enumerate([(0, 0), (200, 0), (200, 200), (0, 200)]):
        town.node(ref, *corner)
    town.way(0, 1, **tags)
    town.way(1, 2, 3, 0)
    streets = town.quick(VAN, tmp_path)
    points = [(50, 0), (150, 0)]
    assert metres(streets, Mode.VAN, *points)[0] == pytest.approx(there, abs=NEAR_M)
    assert metres(streets, Mode.VAN, *points[::-1])[0] == pytest.approx(
        back, abs=NEAR_M
    )
    walk = town.quick(WALK, tmp_path)
    assert metres(walk, Mode.WALK, *points)[0] == pytest.approx(100, abs=NEAR_M)
    assert metres(walk, Mode.WALK, *points[::-1])[0] == pytest.approx(100, abs=NEAR_M)


def test_a_cyclist_may_go_against_a_one_way_where_a_sign_says_so(
    tmp_path: Path,
) -> None:
    town = Town()
    town.node(1, 0, 0)
    town.node(2, 500, 0)
    town.way(1, 2, oneway="yes", oneway__bicycle="no")
    bike = town.quick(CARGO_BIKE, tmp_path)
    seconds = bike.matrix(Mode.CARGO_BIKE, places((400, 0), (100, 0))).seconds
    assert seconds[0, 1] == seconds[1, 0] == round(300 / 16 * 3.6)


def barrier_town(**tags: str) -> Town:
    """A straight street of 400 m, something at its middle, and a way round."""
    town = Town()
    for ref, spot in enumerate([(0, 0), (200, 0), (400, 0), (400, 300), (0, 300)]):
        town.node(ref, *spot)
    town.node_tags[1] = tags
    town.way(0, 1, 2)
    town.way(2, 3, 4, 0)
    return town


@pytest.mark.parametrize(
    ("tags", "van_m", "walk_m"),
    [
        ({"barrier": "bollard"}, 1200, 200),
        ({"barrier": "block"}, 1200, 200),
        ({"barrier": "gate"}, 1200, 200),
        ({"barrier": "fence"}, 1200, 1200),
        ({"barrier": "gate", "access": "yes"}, 200, 200),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, 200, 200),
        ({"barrier": "gate", "access": "no"}, 1200, 1200),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, 1200, 200),
        ({"barrier": "cattle_grid"}, 200, 200),
        ({"highway": "crossing"}, 200, 200),
    ],
)
def test_barriers(
    tmp_path: Path, tags: dict[str, str], van_m: int, walk_m: int
) -> None:
    town = barrier_town(**tags)
    points = [(100, 0), (300, 0)]
    for profile, expected in ((VAN, van_m), (WALK, walk_m)):
        streets = town.quick(profile, tmp_path)
        found = metres(streets, profile.mode, *points)[0]
        assert found == pytest.approx(expected, abs=NEAR_M)


def test_a_gate_opens_for_those_who_have_no_other_way(tmp_path: Path) -> None:
    town = barrier_town(barrier="gate")
    del town.ways[2]
    streets = town.quick(VAN, tmp_path)
    assert metres(streets, Mode.VAN, (100, 0), (300, 0))[0] == pytest.approx(
        200, abs=NEAR_M
    )
    closed = barrier_town(barrier="bollard")
    del closed.ways[2]
    matrix = closed.quick(VAN, tmp_path).matrix(Mode.VAN, places((100, 0), (300, 0)))
    assert matrix.unreachable.tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("profile", "tags"),
    [
        (VAN, {"access": "private"}),
        (VAN, {"access": "destination"}),
        (WALK, {"access": "private"}),
        (WALK, {"foot": "destination"}),
        (CARGO_BIKE, {"access": "private"}),
        (CARGO_BIKE, {"vehicle": "destination"}),
    ],
)
def test_private_ground_is_for_those_with_business_there(
    tmp_path: Path, profile: object, tags: dict[str, str]
) -> None:
    town = Town()
    spots = [(0, 0), (400, 0), (400, 300), (0, 300), (-200, 0), (600, 0), (200, 0)]
    for ref, spot in enumerate(spots):
        town.node(ref, *spot)
    town.way(4, 0)
    town.way(0, 6, **tags)
    town.way(6, 1, **tags)
    town.way(1, 5)
    town.way(0, 3, 2, 1)
    streets = town.quick(profile, tmp_path)
    found = metres(streets, profile.mode, (-100, 0), (500, 0), (100, 0), (300, 0))
    assert found[0] == pytest.approx(1200, abs=NEAR_M), "through traffic goes round"
    assert found[1] == pytest.approx(200, abs=NEAR_M), "deliveries go in"
    assert found[2] == pytest.approx(400, abs=NEAR_M), "deep in"
    # Out of the private street, to the far side, is no second entry.
    inside = metres(streets, profile.mode, (100, 0), (500, 0))[0]
    assert inside == pytest.approx(400, abs=NEAR_M)


@pytest.mark.parametrize(
    ("tags", "turns_at_m"),
    [({}, 700), ({"highway": "turning_circle"}, 500), ({"barrier": "gate"}, 500)],
)
def test_vans_turn_at_dead_ends_turning_places_and_gates(
    tmp_path: Path, tags: dict[str, str], turns_at_m: int
) -> None:
    town = Town()
    for ref, spot in enumerate([(0, 0), (400, 0), (700, 0), (400, 500)]):
        town.node(ref, *spot)
    town.node(5, 200, 40)
    town.node(6, 500, 0, **tags)
    start = town.way(0, 1, oneway="yes")
    town.way(1, 6, 2)
    town.way(1, 3, oneway="yes")
    # A second street back from the junction, 40 m beside the first.
    back = town.way(1, 5, 0)
    town.rule("no_left_turn", start, "n1", back)
    streets = town.quick(VAN, tmp_path)
    path = streets.path(Mode.VAN, place(100, 0), place(100, 20))
    # East to where one may turn, and back by the second street.
    assert path.points[:, 0].max() == pytest.approx(place(turns_at_m, 0)[0])
    onward_m = 2 * (turns_at_m - 400)
    assert path.metres == pytest.approx(300 + onward_m + 204 + 102, abs=8)
    plain = streets.path(Mode.VAN, place(450, 0), place(100, 20))
    assert plain.metres == pytest.approx(50 + 204 + 102, abs=8)
    assert path.seconds - plain.seconds > VAN.u_turn_ms / 1000


def test_a_ferry_carries_vans_only_where_it_says_so(tmp_path: Path) -> None:
    town = Town()
    for ref, x_m in enumerate([0, 400, 3400, 3800]):
        town.node(ref, x_m, 0)
    town.way(0, 1)
    town.way(2, 3)
    number = town.way(1, 2)
    town.ways[number].tags.clear()
    town.ways[number].tags.update({"route": "ferry", "duration": "00:20"})
    shores = places((200, 0), (3600, 0))
    assert not town.quick(VAN, tmp_path).matrix(Mode.VAN, shores).reachable[0, 1]
    walked = town.quick(WALK, tmp_path).matrix(Mode.WALK, shores)
    assert walked.seconds[0, 1] == round(400 / 4.8 * 3.6) + 20 * 60 + 600
    town.ways[number].tags["motor_vehicle"] = "yes"
    assert town.quick(VAN, tmp_path).matrix(Mode.VAN, shores).reachable.all()
    # Nobody stops in the water.
    assert town.quick(WALK, tmp_path).snap(Mode.WALK, places((2000, 0))).unsnapped.size


def test_missing_nodes_cut_a_way_in_two(tmp_path: Path) -> None:
    town = Town()
    for ref in range(6):
        town.node(ref, 400 * ref, 0)
    town.way(0, 1, 2, 3, 4, 5)
    town.missing.add(2)
    matrix = town.quick(VAN, tmp_path).matrix(
        Mode.VAN, places((100, 0), (300, 0), (1300, 0), (1700, 0), (800, 0)), limit_m=90
    )
    assert matrix.unsnapped.tolist() == [4], "no street is guessed across the gap"
    assert matrix.metres[0, 1] == pytest.approx(200, abs=NEAR_M)
    assert matrix.metres[2, 3] == pytest.approx(400, abs=NEAR_M)
    assert matrix.seconds[0, 2] == UNREACHABLE

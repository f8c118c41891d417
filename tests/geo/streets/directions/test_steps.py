"""Directions through towns drawn by hand, each with one thing to get right."""

from pathlib import Path

import pytest

from console.geo.streets.directions.guide import guide
from console.geo.streets.directions.steps import Code, Compass, Step, WayWord
from console.geo.streets.modes import Mode
from console.geo.streets.profiles import PROFILES
from tests.geo.streets.drawing import Town, places

type Spot = tuple[float, float]


def steps(
    town: Town, folder: Path, *stops: Spot, mode: Mode = Mode.VAN
) -> tuple[Step, ...]:
    """The steps of the one leg, its sums checked against path and matrix."""
    streets = town.quick(PROFILES[mode], folder)
    assert streets is not None
    told = guide(streets, mode, places(*stops))
    (leg,) = told.legs
    matrix = streets.matrix(mode, places(*stops))
    assert leg.seconds == matrix.seconds[0, 1]
    assert leg.metres == matrix.metres[0, 1]
    assert sum(step.seconds for step in leg.steps) == leg.seconds
    assert sum(step.metres for step in leg.steps) == leg.metres
    return leg.steps


def codes(told: tuple[Step, ...]) -> list[tuple[str, str]]:
    return [(step.code.value, step.way.name) for step in told[1:-1]]


def crossing(**tags: str) -> Town:
    """Main from west to east, Side from south to north, 400 m each arm."""
    town = Town()
    for ref, spot in enumerate([(0, 0), (-400, 0), (400, 0), (0, -400), (0, 400)]):
        town.node(ref, *spot)
    town.way(1, 0, 2, name="Main", **tags)
    town.way(3, 0, 4, name="Side")
    return town


WEST, EAST, SOUTH, NORTH = (-200, 0), (200, 0), (0, -200), (0, 200)


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        (EAST, []),
        (NORTH, [("left", "Side")]),
        (SOUTH, [("right", "Side")]),
    ],
)
def test_a_crossing(tmp_path: Path, stop: Spot, said: list[tuple[str, str]]) -> None:
    told = steps(crossing(), tmp_path, WEST, stop)
    assert codes(told) == said
    assert told[0].code is Code.DEPART
    assert told[0].heading is Compass.E
    assert told[0].way.name == "Main"


def test_a_step_says_where_it_is(tmp_path: Path) -> None:
    town = crossing()
    told = steps(town, tmp_path, WEST, NORTH)
    assert [step.metres for step in told] == pytest.approx([200, 200, 0], abs=2)
    assert [(step.lon, step.lat) for step in told] == [
        pytest.approx(tuple(place), abs=1e-6)
        for place in places(WEST, (0, 0), NORTH).tolist()
    ]
    assert [step.point for step in told] == [0, 1, 2]


def test_the_end_of_a_road_is_a_turn_even_at_a_flat_angle(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(0, 0), (-400, 0), (260, 300), (0, -400)]):
        town.node(ref, *spot)
    town.way(1, 0, name="Stem")
    town.way(3, 0, 2, name="Bar")
    assert codes(steps(town, tmp_path, WEST, (130, 150))) == [("left", "Bar")]
    assert codes(steps(town, tmp_path, WEST, SOUTH)) == [("right", "Bar")]


def test_a_bend_without_a_choice_is_silent(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(-400, 0), (0, 0), (0, 400), (300, 400)]):
        town.node(ref, *spot)
    town.way(0, 1, name="Long Lane")
    town.way(1, 2, name="Long Lane")
    town.way(2, 3, name="Long Lane")
    assert codes(steps(town, tmp_path, WEST, (200, 400))) == []


def test_another_name_without_a_choice_is_told(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(-400, 0), (0, 0), (100, 0), (500, 0)]):
        town.node(ref, *spot)
    town.way(0, 1, name="Old Road")
    town.way(1, 2)
    town.way(2, 3, name="New Road")
    told = steps(town, tmp_path, WEST, (300, 0))
    assert codes(told) == [("continue", "New Road")]
    assert told[0].metres == pytest.approx(300, abs=2), "the nameless piece is Old Road"


def test_a_gap_in_a_name_and_another_spelling_are_silent(tmp_path: Path) -> None:
    town = Town()
    for ref, x in enumerate([-400, 0, 100, 500, 900]):
        town.node(ref, x, 0)
    town.way(0, 1, name="Rosenørns Allé")
    town.way(1, 2)
    town.way(2, 3, name="Rosenørns Alle")
    town.way(3, 4, name="Elsewhere", ref="B 14")
    assert codes(steps(town, tmp_path, WEST, (300, 0))) == []


def test_a_fork_is_kept_left_or_right(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(-400, 0), (0, 0), (350, 130), (350, -130)]):
        town.node(ref, *spot)
    town.way(0, 1, name="Trunk Lane")
    town.way(1, 2, name="Upper")
    town.way(1, 3, name="Lower")
    assert codes(steps(town, tmp_path, WEST, (175, 65))) == [("keep_left", "Upper")]
    assert codes(steps(town, tmp_path, WEST, (175, -65))) == [("keep_right", "Lower")]


def test_the_road_goes_on_past_a_slight_arm(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(-400, 0), (0, 0), (400, 0), (250, 250)]):
        town.node(ref, *spot)
    town.way(0, 1, 2, name="Main")
    town.way(1, 3, name="Arm")
    assert codes(steps(town, tmp_path, WEST, EAST)) == []
    assert codes(steps(town, tmp_path, WEST, (125, 125))) == [("slight_left", "Arm")]


def test_two_arms_on_one_side_are_told_apart(tmp_path: Path) -> None:
    town = Town()
    spots = [(-400, 0), (0, 0), (400, 0), (200, 260), (-140, 260)]
    for ref, spot in enumerate(spots):
        town.node(ref, *spot)
    town.way(0, 1, 2, name="Main")
    town.way(1, 3, name="First")
    town.way(1, 4, name="Second")
    near, far = (100, 130), (-70, 130)
    assert codes(steps(town, tmp_path, WEST, near)) == [("slight_left", "First")]
    assert codes(steps(town, tmp_path, WEST, far)) == [("sharp_left", "Second")]


def test_a_yard_beside_the_road_says_nothing(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(-400, 0), (0, 0), (200, 250), (150, 0)]):
        town.node(ref, *spot)
    town.way(0, 1, 2, name="Main")
    town.way(1, 3, highway="service", service="driveway")
    assert codes(steps(town, tmp_path, WEST, (100, 125))) == []


def roundabout(radius: float, *, lane_in: bool = False) -> Town:
    """A ring driven anticlockwise with arms S, E, N, W; names by the arm.

    With `lane_in` one that only leads in comes between south and east.
    """
    town = Town()
    half = radius * 0.7071
    corners = [
        (0, -radius),
        (half, -half),
        (radius, 0),
        (half, half),
        (0, radius),
        (-half, half),
        (-radius, 0),
        (-half, -half),
    ]
    for ref, spot in enumerate(corners):
        town.node(ref, *spot)
    town.way(*range(8), 0, junction="roundabout", highway="tertiary")
    for ref, name in [(0, "South"), (2, "East"), (4, "North"), (6, "West")]:
        x, y = corners[ref]
        far = (x / radius * 400, y / radius * 400)
        town.node(10 + ref, *far)
        town.way(10 + ref, ref, name=name, highway="tertiary")
    if lane_in:
        town.node(20, 280, -280)
        town.way(20, 1, name="In only", oneway="yes")
    return town


@pytest.mark.parametrize("radius", [12, 60])
@pytest.mark.parametrize("lane_in", [False, True])
@pytest.mark.parametrize(
    ("stop", "count", "name"),
    [((200, 0), 1, "East"), ((0, 200), 2, "North"), ((-200, 0), 3, "West")],
)
def test_exits_of_a_roundabout_are_counted(
    tmp_path: Path, radius: float, lane_in: bool, stop: Spot, count: int, name: str
) -> None:
    told = steps(roundabout(radius, lane_in=lane_in), tmp_path, (0, -200), stop)
    assert codes(told) == [("roundabout", name)]
    assert told[1].exit == count


def test_a_roundabout_that_is_the_end_or_the_start(tmp_path: Path) -> None:
    town = roundabout(60)
    told = steps(town, tmp_path, (0, -200), (60, 20))
    assert [step.code for step in told[:-1]] == [Code.DEPART, Code.ROUNDABOUT_IN]
    told = steps(town, tmp_path, (40, -40), (0, 200))
    assert [step.code for step in told[:-1]] == [Code.DEPART, Code.ROUNDABOUT_OUT]
    assert told[1].exit == 2


def test_on_foot_a_roundabout_is_a_street_like_others(tmp_path: Path) -> None:
    told = steps(roundabout(12), tmp_path, (0, -200), (0, 200), mode=Mode.WALK)
    assert not {step.code for step in told} & {Code.ROUNDABOUT, Code.ROUNDABOUT_OUT}


def dual() -> Town:
    """Main as two carriageways 16 m apart, driven on the right; Side crosses both."""
    town = Town()
    town.node(1, -400, 8)
    town.node(2, 0, 8)
    town.node(3, 400, 8)
    town.node(4, -400, -8)
    town.node(5, 0, -8)
    town.node(6, 400, -8)
    town.node(7, 0, 400)
    town.node(8, 0, -400)
    town.way(3, 2, 1, name="Main", oneway="yes", highway="primary")
    town.way(4, 5, 6, name="Main", oneway="yes", highway="primary")
    town.way(7, 2, name="Side")
    town.way(2, 5)
    town.way(5, 8, name="Side")
    town.way(1, 4, name="West end")
    town.way(6, 3, name="East end")
    return town


@pytest.mark.parametrize(
    ("start", "stop", "said"),
    [
        ((0, -200), (0, 200), []),
        ((0, -200), (-200, 8), [("left", "Main")]),
        ((0, -200), (200, -8), [("right", "Main")]),
        ((-200, -8), (0, 200), [("left", "Side")]),
        ((-200, -8), (-200, 8), [("u_turn", "Main")]),
    ],
)
def test_a_dual_carriageway_is_one_crossing(
    tmp_path: Path, start: Spot, stop: Spot, said: list[tuple[str, str]]
) -> None:
    assert codes(steps(dual(), tmp_path, start, stop)) == said


def test_a_slip_road_is_one_turn(tmp_path: Path) -> None:
    town = crossing(highway="primary")
    town.node(10, -60, 0)
    town.node(11, 0, -60)
    town.ways.clear()
    town.way(1, 10, 0, 2, name="Main", highway="primary")
    town.way(3, 11, 0, 4, name="Side", highway="secondary")
    town.way(10, 11, highway="primary_link", oneway="yes")
    town.rule("no_right_turn", 1, "n0", 2)
    assert codes(steps(town, tmp_path, WEST, SOUTH)) == [("right", "Side")]


def test_on_and_off_a_motorway(tmp_path: Path) -> None:
    town = Town()
    spots = {
        1: (-800, 0),
        2: (0, 0),
        3: (600, 0),
        4: (1600, 0),
        5: (-400, -60),
        6: (-400, -500),
        7: (200, -60),
        8: (1000, -60),
        9: (1000, -500),
        10: (2000, -60),
        11: (2000, -500),
        12: (2400, 0),
    }
    for ref, spot in spots.items():
        town.node(ref, *spot)
    town.way(1, 2, 3, 4, 12, ref="A 9", highway="motorway")
    town.way(6, 5, name="Landstraße", highway="secondary")
    town.way(5, 2, highway="motorway_link", oneway="yes")
    town.way(3, 8, highway="motorway_link", oneway="yes")
    town.way(8, 9, name="Feldweg", highway="secondary")
    town.way(4, 10, highway="motorway_link", oneway="yes")
    town.way(10, 11, name="Dorfstraße", highway="secondary")
    town.way(11, 9, 6, name="Talstraße", highway="secondary")
    told = steps(town, tmp_path, (-400, -300), (1000, -300))
    assert [step.code for step in told[1:-1]] == [
        Code.RAMP_RIGHT,
        Code.JOIN,
        Code.RAMP_RIGHT,
        Code.CONTINUE,
    ]
    assert told[2].way.ref == "A 9"
    assert told[3].way.word is WayWord.RAMP
    past = steps(town, tmp_path, (-400, -300), (2000, -300))
    assert [step.code for step in past] == [step.code for step in told]
    assert past[2].metres > told[2].metres + 900, "an exit that is passed is silent"


def test_turning_round_at_a_dead_end(tmp_path: Path) -> None:
    town = Town()
    for ref, spot in enumerate([(0, 0), (-400, 0), (300, 0), (0, 400)]):
        town.node(ref, *spot)
    town.way(1, 0, name="Lane")
    town.way(0, 2, name="Blind Lane")
    town.way(0, 3, name="Side")
    town.rule("no_left_turn", 1, "n0", 3)
    told = steps(town, tmp_path, WEST, NORTH)
    assert codes(told) == [
        ("continue", "Blind Lane"),
        ("u_turn", "Blind Lane"),
        ("right", "Side"),
    ]


@pytest.mark.parametrize(
    ("incline", "code"),
    [("up", Code.STEPS_UP), ("down", Code.STEPS_DOWN), ("", Code.STEPS)],
)
def test_stairs_with_a_landing_are_told_once(
    tmp_path: Path, incline: str, code: Code
) -> None:
    town = Town()
    for ref, x in enumerate([-300, 0, 20, 26, 46, 300]):
        town.node(ref, x, 0)
    tags = {"incline": incline} if incline else {}
    town.way(0, 1, name="Quay")
    town.way(1, 2, highway="steps", **tags)
    town.way(2, 3, highway="footway")
    town.way(3, 4, highway="steps", **tags)
    town.way(4, 5, highway="footway")
    told = steps(town, tmp_path, (-100, 0), (200, 0), mode=Mode.WALK)
    assert [step.code for step in told[1:-1]] == [code, Code.CONTINUE]
    assert told[1].metres == pytest.approx(46, abs=2)
    back = steps(town, tmp_path, (200, 0), (-100, 0), mode=Mode.WALK)
    turned = {Code.STEPS_UP: Code.STEPS_DOWN, Code.STEPS_DOWN: Code.STEPS_UP}
    assert back[1].code is turned.get(code, code)


def test_a_ferry_is_boarded_and_left(tmp_path: Path) -> None:
    town = Town()
    for ref, x in enumerate([-300, 0, 900, 1300]):
        town.node(ref, x, 0)
    town.way(0, 1, name="Quay")
    town.way(1, 2, highway="", route="ferry", name="Sound Ferry")
    del town.ways[2].tags["highway"]
    town.way(2, 3, name="Pier")
    told = steps(town, tmp_path, (-100, 0), (1100, 0), mode=Mode.WALK)
    assert codes(told) == [("ferry", "Sound Ferry"), ("ashore", "Pier")]


@pytest.mark.parametrize(
    ("start", "stop", "code"),
    [
        (WEST, (300, 20), Code.ARRIVE_LEFT),
        (WEST, (300, -20), Code.ARRIVE_RIGHT),
        (EAST, (-300, 20), Code.ARRIVE_RIGHT),
        (EAST, (-300, -20), Code.ARRIVE_LEFT),
        (WEST, (430, 0), Code.ARRIVE_AHEAD),
        (WEST, (300, 0), Code.ARRIVE),
    ],
)
def test_the_side_of_the_kerb(
    tmp_path: Path, start: Spot, stop: Spot, code: Code
) -> None:
    told = steps(crossing(), tmp_path, start, stop)
    assert told[-1].code is code
    assert (told[-1].seconds, told[-1].metres) == (0, 0)


def test_one_edge_and_one_point(tmp_path: Path) -> None:
    told = steps(crossing(), tmp_path, (100, 0), (250, 9))
    assert [step.code for step in told] == [Code.DEPART, Code.ARRIVE_LEFT]
    back = steps(crossing(), tmp_path, (250, 0), (100, 9))
    assert [step.code for step in back] == [Code.DEPART, Code.ARRIVE_RIGHT]
    assert back[0].heading is Compass.W
    same = steps(crossing(), tmp_path, (100, 0), (100, 0))
    assert [step.code for step in same] == [Code.DEPART, Code.ARRIVE]
    assert same[0].metres == 0


def test_stops_off_the_streets_break_their_legs_only(tmp_path: Path) -> None:
    streets = crossing().quick(PROFILES[Mode.VAN], tmp_path)
    assert streets is not None
    told = guide(streets, Mode.VAN, places(WEST, NORTH, (5000, 5000), SOUTH, EAST))
    assert told.unsnapped == (2,)
    assert told.broken == (1, 2)
    assert [len(leg.points) for leg in told.legs] == [3, 2, 2, 3]
    assert told.legs[3].steps[1].code is Code.RIGHT
    assert guide(streets, Mode.VAN, places(WEST)).legs == ()

"""Names on the map: the straightest run, and no two over one another."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import affinity

from console.geo.mercator import pixel_m
from console.viewmodels.map_features import CODE, MapFeatures
from console.viewmodels.map_labels import (
    REPEAT_PX,
    Candidate,
    Collisions,
    candidates,
    placed,
    straightest,
)

BOX = (0.0, 0.0, 512.0, 512.0)


def features(*rows):
    count = [len(points) for *_, points in rows]
    part = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    return MapFeatures(
        np.array([CODE[kind] for kind, _, _ in rows], np.uint8),
        np.zeros(len(rows), np.int8),
        np.zeros(len(rows), np.uint8),
        np.zeros(len(rows), np.uint8),
        part,
        np.arange(len(rows) + 1, dtype=np.int64),
        np.array([p for *_, points in rows for p in points], float),
        tuple(name for _, name, _ in rows),
    )


def test_the_longest_straight_run_is_found():
    line = np.array([(0, 0), (60, 0), (60, 200), (63, 300), (90, 300)], float)
    x, y, angle, room = straightest(line, BOX, 1.0)
    assert room == pytest.approx(300, abs=1)
    assert (x, y) == pytest.approx((61.5, 150))
    assert abs(angle) == pytest.approx(np.pi / 2, abs=0.02)


def test_names_are_never_upside_down():
    for turn in np.linspace(0, 2 * np.pi, 25):
        end = (256 + 200 * np.cos(turn), 256 + 200 * np.sin(turn))
        _, _, angle, _ = straightest(np.array([(256, 256), end], float), BOX, 1.0)
        assert -np.pi / 2 - 1e-9 <= angle <= np.pi / 2 + 1e-9


def test_only_what_lies_in_the_tile_counts():
    line = np.array([(-5000, 100), (5000, 100)], float)
    x, _, _, room = straightest(line, BOX, 1.0)
    assert (x, room) == pytest.approx((256, 512))
    assert straightest(line + np.array((0, 900)), BOX, 1.0) is None


def test_short_runs_offer_nothing():
    line = np.array([(0, 0), (20, 0)], float)
    assert straightest(line, BOX, 1.0) is None


def test_a_tile_offers_streets_places_and_large_greens():
    square = [(100, 100), (400, 100), (400, 400), (100, 400), (100, 100)]
    tiny = [(x / 20, y / 20) for x, y in square]
    found = candidates(
        features(
            ("green", "Park", square),
            ("green", "Tree", tiny),
            ("r4", "Long Street", [(0, 50), (500, 50)]),
            ("r4", "", [(0, 60), (500, 60)]),
            ("place", "Elsewhere", [(900, 200)]),
            ("house", "7", [(200, 200)]),
            ("house", "7", [(300, 200)]),
            ("house", "9", [(900, 200)]),
        ),
        BOX,
        1.0,
    )
    assert sorted(c.name for c in found) == ["7", "7", "Long Street", "Park"]
    park = next(c for c in found if c.name == "Park")
    assert (park.x, park.y) == pytest.approx((250, 250))


def test_a_street_in_pieces_offers_its_longest_once():
    found = candidates(
        features(
            ("r4", "Lane", [(0, 50), (100, 50)]), ("r4", "Lane", [(100, 50), (400, 50)])
        ),
        BOX,
        1.0,
    )
    assert [c.room_px for c in found] == [300]


def place_all(offered, taken=None, stood=frozenset()):
    found = placed(
        offered,
        lambda x, y: (x, y),
        lambda c: (60.0, 14.0),
        taken or Collisions(),
        stood,
    )
    return [p for p in found if p is not None]


def test_wide_roads_go_before_narrow_ones():
    offered = [
        Candidate("Lane", CODE["r4"], 0, 100, 100, 0.0, 200),
        Candidate("Road", CODE["r1"], 0, 110, 100, 0.0, 90),
    ]
    assert [p.candidate.name for p in place_all(offered)] == ["Road"]


def test_a_name_is_repeated_only_after_a_distance():
    offered = [
        Candidate("Lane", CODE["r4"], 0, x, 100, 0.0, 200)
        for x in (0, REPEAT_PX - 10, REPEAT_PX + 10)
    ]
    assert [p.candidate.x for p in place_all(offered)] == [0, REPEAT_PX + 10]


def test_a_run_too_short_for_its_name_stays_bare():
    assert place_all([Candidate("Lane", CODE["r4"], 0, 0, 0, 0.0, 50)]) == []


def test_what_is_taken_stays_free_of_names():
    taken = Collisions()
    taken.take([(90, 90, 110, 110)])
    offered = [Candidate("Town", CODE["place"], 0, 100, 100)]
    assert place_all(offered, taken) == []


spots = st.tuples(st.integers(0, 800), st.integers(0, 600), st.floats(-1.5, 1.5))


@settings(max_examples=60)
@example([(119, 144, -0.375), (124, 185, 1.0)])
@given(st.lists(spots, max_size=60))
def test_no_two_names_ever_overlap(where):
    offered = [
        Candidate(f"n{i}", CODE["r4"], 0, x, y, angle, 200)
        for i, (x, y, angle) in enumerate(where)
    ]
    names = [drawn(p.candidate) for p in place_all(offered)]
    for i, mine in enumerate(names):
        for theirs in names[:i]:
            assert mine.intersection(theirs).area < 1e-6


def drawn(candidate):
    """The ground a name of 60 x 14 pixels covers, turned as it is drawn."""
    upright = shapely.box(-30, -7, 30, 7)
    turned = affinity.rotate(upright, candidate.angle, (0, 0), use_radians=True)
    return affinity.translate(turned, candidate.x, candidate.y)


def test_what_stood_before_stays_when_a_wider_road_comes_into_sight():
    lane = Candidate("Lane", CODE["r4"], 0, 100, 100, 0.0, 200)
    road = Candidate("Road", CODE["r1"], 0, 110, 100, 0.0, 200)
    town = Candidate("Town", CODE["place"], 1, 90, 100)
    assert [p.candidate.name for p in place_all([lane, road])] == ["Road"]
    stood = frozenset({lane.spot})
    assert [p.candidate.name for p in place_all([lane, road], stood=stood)] == ["Lane"]
    names = [p.candidate.name for p in place_all([lane, road, town], stood=stood)]
    assert names == ["Town"]


@settings(max_examples=40)
@given(st.lists(spots, max_size=40), st.integers(-300, 300), st.integers(-200, 200))
def test_panning_moves_no_name_and_loses_none_that_is_in_sight(where, dx, dy):
    offered = [
        Candidate(f"n{i % 9}", CODE["r4"], i % 2, x, y, angle, 100 + i)
        for i, (x, y, angle) in enumerate(where)
    ]

    def seen(x, y):
        return -160 < x < 960 and -160 < y < 760

    first = {p.candidate.spot for p in place_all(offered)}
    moved = [c for c in offered if seen(c.x - dx, c.y - dy)]
    found = placed(
        moved,
        lambda x, y: (x - dx, y - dy),
        lambda c: (60.0, 14.0),
        Collisions(),
        first,
    )
    after = {p.candidate.spot for p in found if p is not None}
    assert first & {c.spot for c in moved} <= after


def test_house_numbers_come_last_and_repeat_next_door():
    offered = [
        Candidate("1", CODE["house"], 0, 100, 100),
        Candidate("1", CODE["house"], 0, 200, 100),
        Candidate("Lane", CODE["r4"], 0, 100, 104, 0.0, 200),
    ]
    assert [p.candidate.name for p in place_all(offered)] == ["Lane", "1"]


def test_a_lake_with_an_island_is_named_on_the_water():
    shore = [(0, 0), (500, 0), (500, 500), (0, 500), (0, 0)]
    island = [(100, 100), (400, 100), (400, 400), (100, 400), (100, 100)]
    lake = features(("water", "Lake", shore))
    lake = replace(
        lake,
        xy=np.array(shore + island, float),
        part=np.array([0, 5, 10]),
        part_start=np.array([0, 2]),
    )
    (found,) = candidates(lake, BOX, 0.5)
    on_island = 100 < found.x < 400 and 100 < found.y < 400
    assert not on_island
    assert found.room_px < 1000


def test_a_bay_bent_round_a_headland_is_named_inside_itself():
    bay = [(0, 0), (500, 0), (500, 60), (60, 60), (60, 500), (0, 500), (0, 0)]
    (found,) = candidates(features(("water", "Bay", bay)), BOX, 0.2)
    assert found.y < 60 or found.x < 60


@pytest.mark.parametrize(
    ("zoom", "names"),
    [(10.5, {"City"}), (14.0, {"City", "Quarter"}), (17.5, {"Quarter"})],
)
def test_places_are_named_while_they_mean_something(zoom, names):
    at = [(500, 250)]
    view = features(("place", "City", at), ("place", "Quarter", at))
    view = replace(view, rank=np.array([0, 3], np.uint8))
    found = candidates(view, BOX, pixel_m(zoom))
    assert {c.name for c in found} == names

"""Tags as mappers write them, and what a van, a walker and a bike make of them."""

import pytest

from console.geo.streets.access import ferry_seconds, node_use, way_use
from console.geo.streets.profiles import CARGO_BIKE, VAN, WALK, Access


@pytest.mark.parametrize(
    ("tags", "van", "walk", "bike"),
    [
        ("highway=residential", "yes", "yes", "yes"),
        ("highway=motorway", "yes", "no", "no"),
        ("highway=footway", "no", "yes", "push"),
        ("highway=footway bicycle=yes", "no", "yes", "yes"),
        ("highway=steps", "no", "yes", "no"),
        ("highway=cycleway", "no", "yes", "yes"),
        ("highway=cycleway foot=no", "no", "no", "yes"),
        ("highway=pedestrian", "no", "yes", "push"),
        ("highway=pedestrian motor_vehicle=delivery", "own", "yes", "push"),
        ("highway=pedestrian access=yes", "no", "yes", "push"),
        ("highway=service access=private", "own", "own", "own"),
        ("highway=service access=no", "no", "no", "no"),
        ("highway=service access=no motorcar=yes", "yes", "no", "no"),
        ("highway=service access=no bus=yes", "no", "no", "no"),
        ("highway=residential vehicle=no bicycle=yes", "no", "yes", "yes"),
        ("highway=residential motor_vehicle=destination", "own", "yes", "yes"),
        ("highway=service service=driveway", "own", "own", "own"),
        ("highway=service service=driveway access=yes", "yes", "yes", "yes"),
        ("highway=service service=emergency_access", "no", "no", "no"),
        ("highway=track", "own", "yes", "yes"),
        ("highway=track motor_vehicle=agricultural", "no", "yes", "yes"),
        ("highway=trunk", "yes", "no", "no"),
        ("highway=trunk foot=yes bicycle=yes", "yes", "yes", "yes"),
        ("highway=primary bicycle=use_sidepath", "yes", "yes", "push"),
        ("highway=construction", "no", "no", "no"),
        ("highway=residential oneway=reversible", "no", "yes", "push"),
        ("highway=residential access=strange", "yes", "yes", "yes"),
        ("highway=residential access=destination", "own", "yes", "yes"),
        ("highway=residential access=delivery", "own", "yes", "yes"),
        ("highway=residential access=customers", "own", "own", "own"),
        ("highway=service access=permissive bicycle=dismount", "yes", "yes", "push"),
        ("route=ferry", "no", "yes", "yes"),
        ("route=ferry motor_vehicle=yes", "yes", "yes", "yes"),
        ("", "no", "no", "no"),
    ],
)
def test_who_may_use_a_way(tags: str, van: str, walk: str, bike: str) -> None:
    words = dict(word.split("=") for word in tags.split())
    found = []
    for profile in (VAN, WALK, CARGO_BIKE):
        use = way_use(profile, words)
        if use is None:
            found.append("no")
        elif use.destination_only:
            found.append("own")
        elif profile is CARGO_BIKE and use.forward_kmh == CARGO_BIKE.push_kmh:
            found.append("push")
        else:
            found.append("yes")
    assert found == [van, walk, bike]


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({"highway": "residential"}, 26, 26),
        ({"highway": "residential", "maxspeed": "50"}, 33.8, 33.8),
        ({"highway": "residential", "maxspeed": "20"}, 17, 17),
        ({"highway": "residential", "maxspeed": "walk"}, 5.95, 5.95),
        ({"highway": "residential", "maxspeed": "DE:urban"}, 33.8, 33.8),
        ({"highway": "residential", "maxspeed": "20 mph"}, 27.353, 27.353),
        ({"highway": "residential", "maxspeed": "signals"}, 26, 26),
        ({"highway": "residential", "maxspeed": "0"}, 26, 26),
        ({"highway": "motorway", "maxspeed": "130"}, 110, 0),
        ({"highway": "motorway", "oneway": "no"}, 100, 100),
        ({"highway": "primary", "maxspeed:forward": "30"}, 25.5, 48),
        ({"highway": "primary", "oneway": "yes"}, 48, 0),
        ({"highway": "primary", "oneway": "-1"}, 0, 48),
    ],
)
def test_speeds_of_a_van(tags: dict[str, str], forward: float, backward: float) -> None:
    use = way_use(VAN, tags)
    assert (use.forward_kmh, use.backward_kmh) == pytest.approx((forward, backward))


@pytest.mark.parametrize(
    ("tags", "stops"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "motorway_link"}, False),
        ({"highway": "primary", "tunnel": "yes"}, False),
        ({"highway": "primary", "tunnel": "no"}, True),
    ],
)
def test_where_a_van_may_stop(tags: dict[str, str], *, stops: bool) -> None:
    assert way_use(VAN, tags).stops_here is stops


def test_what_nodes_mean() -> None:
    assert node_use(VAN, {"highway": "traffic_signals"}).signal
    assert node_use(VAN, {"barrier": "toll_booth"}).access is Access.YES
    assert node_use(VAN, {"barrier": "swing_gate"}).access is Access.DESTINATION
    assert node_use(VAN, {"barrier": "something new"}).access is Access.NO
    assert node_use(WALK, {"barrier": "something new"}).access is Access.YES
    assert node_use(WALK, {"barrier": "wall"}).access is Access.NO
    assert node_use(CARGO_BIKE, {"barrier": "bollard"}).access is Access.YES
    assert node_use(VAN, {"highway": "turning_loop"}).turning_place


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:20", 1200), ("1:30:10", 5410), ("25", 1500), ("PT20M", None), ("", None)],
)
def test_ferry_times(text: str, seconds: int | None) -> None:
    assert ferry_seconds({"duration": text}) == seconds


def test_a_ferry_without_a_duration_tag() -> None:
    assert ferry_seconds({}) is None

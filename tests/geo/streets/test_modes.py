"""Tags that tell one mode from another: trucks, scooters, walks without steps."""

import pytest

from console.geo.streets.access import node_use, way_use
from console.geo.streets.profiles import (
    CAR,
    CARGO_BIKE,
    PROFILES,
    SCOOTER,
    TRUCK,
    VAN,
    WALK,
    WALK_STEP_FREE,
    Access,
    Profile,
)

ON_PATHS = {"walk", "walk_step_free", "cargo_bike"}


def use_of(profile: Profile, tags: str) -> str:
    use = way_use(profile, dict(word.split("=", 1) for word in tags.split()))
    if use is None:
        return "no"
    return "own" if use.destination_only else "yes"


@pytest.mark.parametrize(
    ("tags", "van", "truck", "car", "scooter"),
    [
        ("highway=residential", "yes", "yes", "yes", "yes"),
        ("highway=residential hgv=no", "yes", "no", "yes", "yes"),
        ("highway=residential hgv=delivery", "yes", "own", "yes", "yes"),
        ("highway=residential hgv=no;delivery", "yes", "own", "yes", "yes"),
        ("highway=residential hgv=discouraged", "yes", "own", "yes", "yes"),
        ("highway=residential goods=no", "no", "yes", "yes", "yes"),
        ("highway=residential goods=destination", "own", "yes", "yes", "yes"),
        ("highway=residential motorcar=no", "no", "yes", "no", "yes"),
        ("highway=residential moped=no", "yes", "yes", "yes", "no"),
        ("highway=residential motorcycle=no", "yes", "yes", "yes", "no"),
        ("highway=residential motorcycle=no moped=yes", "yes", "yes", "yes", "yes"),
        ("highway=residential motor_vehicle=no moped=yes", "no", "no", "no", "yes"),
        ("highway=residential access=no hgv=yes", "no", "yes", "no", "no"),
        ("highway=motorway", "yes", "yes", "yes", "no"),
        ("highway=trunk", "yes", "yes", "yes", "yes"),
        ("highway=trunk motorroad=yes", "yes", "yes", "yes", "no"),
        ("highway=cycleway", "no", "no", "no", "no"),
        ("highway=cycleway moped=designated", "no", "no", "no", "yes"),
        ("highway=pedestrian hgv=delivery", "no", "own", "no", "no"),
        ("highway=service motor_vehicle=agricultural;forestry", *["no"] * 4),
        ("route=ferry motorcar=yes hgv=no", "yes", "no", "yes", "no"),
        (
            "highway=residential motor_vehicle:conditional=no@(22:00-06:00)",
            *["yes"] * 4,
        ),
    ],
)
def test_who_may_drive(tags: str, van: str, truck: str, car: str, scooter: str) -> None:
    found = [use_of(profile, tags) for profile in (VAN, TRUCK, CAR, SCOOTER)]
    assert found == [van, truck, car, scooter]


@pytest.mark.parametrize(
    ("tags", "there"),
    [
        ("highway=footway", True),
        ("highway=steps", False),
        ("highway=steps ramp:wheelchair=yes", True),
        ("highway=steps wheelchair=yes", True),
        ("highway=steps ramp=yes", False),
        ("highway=steps conveying=yes", False),
        ("highway=elevator", True),
        ("highway=elevator wheelchair=no", False),
        ("highway=footway wheelchair=no", False),
        ("highway=footway wheelchair=limited", True),
        ("highway=footway incline=12%", False),
        ("highway=footway incline=-12%", False),
        ("highway=footway incline=12% wheelchair=yes", True),
        ("highway=footway incline=6%", True),
        ("highway=footway incline=7°", False),
        ("highway=footway incline=up", True),
        ("highway=path smoothness=horrible", False),
        ("highway=path sac_scale=mountain_hiking", False),
        ("highway=footway foot=no", False),
        ("route=ferry", True),
        ("route=ferry wheelchair=no", False),
    ],
)
def test_where_one_gets_without_steps(tags: str, there: bool) -> None:
    assert (use_of(WALK_STEP_FREE, tags) != "no") is there


@pytest.mark.parametrize(
    ("tags", "free"),
    [
        ({"barrier": "kerb", "kerb": "raised"}, False),
        ({"kerb": "raised"}, False),
        ({"kerb": "lowered"}, True),
        ({"barrier": "kerb"}, True),
        ({"barrier": "kerb", "kerb": "raised", "wheelchair": "yes"}, True),
        ({"barrier": "kerb", "kerb:height": "0.12"}, False),
        ({"barrier": "kerb", "kerb:height": "0.02"}, True),
        ({"highway": "crossing", "kerb": "raised"}, True),
        ({"highway": "bus_stop", "wheelchair": "no"}, True),
        ({"barrier": "gate", "wheelchair": "no"}, False),
        ({"barrier": "stile"}, False),
        ({"barrier": "turnstile"}, False),
        ({"barrier": "cycle_barrier"}, False),
        ({"barrier": "bollard"}, True),
    ],
)
def test_what_stops_a_wheelchair(tags: dict[str, str], free: bool) -> None:
    assert (node_use(WALK_STEP_FREE, tags).access is Access.YES) is free
    assert node_use(WALK, tags).access is Access.YES, "others step over it"


@pytest.mark.parametrize(
    ("tags", "passing"),
    [
        ({"barrier": "bollard"}, ON_PATHS),
        ({"barrier": "bollard", "moped": "yes"}, ON_PATHS | {"scooter"}),
        ({"barrier": "bollard", "maxwidth": "2.2"}, set(PROFILES)),
        ({"barrier": "bollard", "maxwidth": "1.2"}, ON_PATHS),
        ({"barrier": "height_restrictor", "maxheight": "2"}, set(PROFILES)),
        ({"barrier": "toll_booth"}, set(PROFILES)),
        ({"barrier": "stile"}, {"walk"}),
        ({"barrier": "bollard", "bicycle": "no"}, {"walk", "walk_step_free"}),
    ],
)
def test_barriers_let_through_whom_they_are_for(
    tags: dict[str, str], passing: set[str]
) -> None:
    found = {
        mode
        for mode, profile in PROFILES.items()
        if node_use(profile, tags).access is Access.YES
    }
    assert found == passing


@pytest.mark.parametrize(
    ("tags", "profile", "both"),
    [
        ("oneway=yes cycleway=opposite", CARGO_BIKE, True),
        ("oneway=yes cycleway:left=opposite_lane", CARGO_BIKE, True),
        ("oneway=yes cycleway:left:oneway=-1", CARGO_BIKE, True),
        ("oneway=yes cycleway:both:oneway=no", CARGO_BIKE, True),
        ("oneway=yes oneway:bicycle=no", CARGO_BIKE, True),
        ("oneway=yes bicycle:backward=yes", CARGO_BIKE, True),
        ("oneway=yes cycleway=lane", CARGO_BIKE, False),
        ("oneway=no oneway:bicycle=yes", CARGO_BIKE, False),
        ("oneway=yes oneway:bicycle=unknown", CARGO_BIKE, False),
        ("oneway=yes oneway:moped=no", SCOOTER, True),
        ("oneway=yes moped:backward=yes", SCOOTER, True),
        ("oneway=yes oneway:moped=no", VAN, False),
        ("oneway=yes oneway:hgv=no", TRUCK, True),
        ("oneway=yes", WALK, True),
    ],
)
def test_who_may_go_against_a_one_way(tags: str, profile: Profile, both: bool) -> None:
    words = dict(word.split("=") for word in tags.split())
    use = way_use(profile, {"highway": "residential"} | words)
    ridden = [kmh > profile.push_kmh for kmh in (use.forward_kmh, use.backward_kmh)]
    assert ridden == [True, both]


def test_tolls_are_those_of_the_mode() -> None:
    road = {"highway": "primary"}
    for profile, key, value, toll in (
        (VAN, "toll", "yes", True),
        (TRUCK, "toll", "yes", True),
        (TRUCK, "toll:hgv", "yes", True),
        (VAN, "toll:hgv", "yes", False),
        (VAN, "toll", "no", False),
        (WALK, "toll", "yes", False),
    ):
        assert way_use(profile, road | {key: value}).toll is toll
    assert not way_use(SCOOTER, road | {"toll": "yes", "toll:motorcycle": "no"}).toll


def test_trucks_are_slower_and_scooters_do_not_race() -> None:
    motorway = {"highway": "motorway", "maxspeed": "130", "maxspeed:hgv": "60"}
    assert way_use(CAR, motorway).forward_kmh == pytest.approx(110.5)
    assert way_use(TRUCK, motorway).forward_kmh == pytest.approx(51)
    trunk = {"highway": "trunk", "maxspeed": "90"}
    assert way_use(SCOOTER, trunk).forward_kmh == 45
    cobbled = {"highway": "residential", "surface": "cobblestone:flattened"}
    assert way_use(CARGO_BIKE, cobbled).forward_kmh == 11

"""Which class a tag makes."""

import pytest

from console.geo.basemap.kinds import (
    AREAS,
    BRIDGE,
    DRAWN,
    FIRST_ZOOM,
    KINDS,
    TUNNEL,
    area_look,
    layer_of,
    line_look,
    place_look,
)


@pytest.mark.parametrize(
    ("tags", "kind", "rank"),
    [
        ({"highway": "motorway"}, "r0", 0),
        ({"highway": "motorway_link"}, "r0", 1),
        ({"highway": "primary"}, "r1", 0),
        ({"highway": "residential"}, "r4", 0),
        ({"highway": "service", "service": "driveway"}, "r5", 1),
        ({"highway": "footway"}, "r7", 0),
        ({"highway": "path", "bicycle": "designated"}, "r8", 0),
        ({"railway": "rail"}, "rail", 0),
        ({"railway": "tram"}, "rail", 1),
        ({"waterway": "stream"}, "waterway", 1),
    ],
)
def test_lines(tags: dict[str, str], kind: str, rank: int) -> None:
    look = line_look(tags)
    assert look is not None
    assert (look.kind, look.rank) == (kind, rank)


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"highway": "proposed"},
        {"railway": "abandoned"},
        {"highway": "pedestrian", "area": "yes"},
    ],
)
def test_not_lines(tags: dict[str, str]) -> None:
    assert line_look(tags) is None


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "yes"}, "bld"),
        ({"building": "house", "landuse": "grass"}, "bld"),
        ({"natural": "water", "water": "lake"}, "water"),
        ({"leisure": "park"}, "green"),
        ({"landuse": "residential"}, "comm"),
        ({"highway": "pedestrian", "area": "yes"}, "ped"),
        ({"man_made": "pier"}, "ped"),
    ],
)
def test_areas(tags: dict[str, str], kind: str) -> None:
    look = area_look(tags)
    assert look is not None
    assert look.kind == kind


@pytest.mark.parametrize(
    "tags",
    [
        {"building": "no"},
        {"highway": "residential"},
        {"natural": "bay"},
        {"natural": "water", "tunnel": "culvert"},
    ],
)
def test_not_areas(tags: dict[str, str]) -> None:
    assert area_look(tags) is None


def test_bridges_are_above_and_tunnels_below() -> None:
    bridge = line_look({"highway": "primary", "bridge": "yes"})
    tunnel = line_look({"highway": "primary", "tunnel": "yes"})
    assert bridge is not None
    assert tunnel is not None
    assert (bridge.layer, bridge.flags) == (1, BRIDGE)
    assert (tunnel.layer, tunnel.flags) == (-1, TUNNEL)
    assert layer_of({"bridge": "yes", "layer": "2"}) == 2
    assert layer_of({"layer": "99"}) == 5
    assert layer_of({"layer": "ground"}) == 0


def test_places_by_importance() -> None:
    city = place_look({"place": "city", "name": "By"})
    hamlet = place_look({"place": "hamlet", "name": "Lille By"})
    assert city is not None
    assert hamlet is not None
    assert city.rank < hamlet.rank
    assert place_look({"place": "city"}) is None


def test_every_class_is_drawn_somewhere() -> None:
    assert sorted(DRAWN) == sorted(KINDS)
    assert set(FIRST_ZOOM) == set(KINDS)
    assert set(KINDS[:7]) == AREAS

"""Directions, reaches and nearest sites on the real streets of central Helsinki."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from console.domain.place import Place
from console.domain.travel import Conditions, Travel
from console.geo.errors import GeoError
from console.geo.region import Region
from console.geo.streets.directions.steps import ARRIVALS, Code
from console.geo.streets.graph import Streets
from console.ground.messages import Direct, HowFar, Near, Trace
from console.ground.ways import answered

DEPOT = Place(24.9481838, 60.1650532)
STOPS = np.array([(24.9481838, 60.1650532), (24.9410, 60.1690), (24.9500, 60.1720)])
AT_SEA = (24.9880, 60.1460)


@pytest.fixture(scope="module")
def streets(region: Path) -> Iterator[Streets]:
    made = Region.open(region)
    yield made.streets
    made.close()


def test_a_tour_is_told_leg_by_leg_and_crosses_a_border(streets: Streets) -> None:
    travel = Travel("van", Conditions(avoid_tolls=True))
    tours = ((travel, STOPS), (Travel("walk"), np.insert(STOPS, 1, AT_SEA, axis=0)))
    told = pickle.loads(pickle.dumps(answered(streets, Direct("7", tours))))  # noqa: S301
    driven, walked = told.guides
    assert told.id == "7"
    assert [leg.steps[0].code for leg in driven.legs] == [Code.DEPART] * 2
    assert all(leg.steps[-1].code in ARRIVALS for leg in driven.legs)
    traced = answered(streets, Trace("8", ((Travel("van"), STOPS),)))
    drawn = np.concatenate([driven.legs[0].points, driven.legs[1].points[1:]])
    assert (drawn == traced.lines[0]).all()
    assert walked.unsnapped == (1,)
    assert walked.broken == (0, 1)
    assert walked.legs[2].steps


def test_a_reach_is_told_as_areas(streets: Streets) -> None:
    told = answered(streets, HowFar("1", Travel("walk"), DEPOT, (600, 300)))
    assert told.seconds == (300, 600)
    less, more = (shapely.from_wkb(area) for area in told.areas)
    assert 0 < less.area < more.area
    slow = Travel("walk", Conditions(speed_kmh=2.4))
    half = answered(streets, HowFar("2", slow, DEPOT, (600,), back=True))
    assert shapely.from_wkb(half.areas[0]).area < more.area
    with pytest.raises(GeoError):
        answered(streets, HowFar("3", Travel("walk"), Place(*AT_SEA), (600,)))


@pytest.mark.parametrize("mode", ["walk", "walk_step_free"])
def test_the_nearest_sites_of_three_people(streets: Streets, mode: str) -> None:
    people = np.array([STOPS[0], AT_SEA, AT_SEA])
    work = np.array([(np.nan, np.nan), STOPS[2], (np.nan, np.nan)])
    told = answered(streets, Near("1", Travel(mode), (people, work), STOPS, 2))
    assert told.site[0, 0] == 0
    assert told.seconds[0, 0] == 0
    assert (told.site[1, 0], told.origin[1, 0]) == (2, 1)
    assert told.site[2].tolist() == [-1, -1]
    assert {tuple(pair) for pair in told.unsnapped.tolist()} == {(0, 1), (0, 2)}


def test_modes_that_are_not_there_are_refused(streets: Streets) -> None:
    with pytest.raises(GeoError):
        answered(streets, Direct("1", ((Travel("sledge"), STOPS),)))

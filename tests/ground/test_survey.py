"""The ground of a day on the real streets of central Helsinki."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId, SiteId, VehicleId
from console.domain.place import Place
from console.domain.problem import Channel
from console.domain.reasons import ReasonCode
from console.domain.travel import Conditions, Congestion, RoadClass, Travel
from console.geo.region import Region
from console.geo.streets.graph import Streets
from console.geo.streets.modes import Mode, Net
from console.geo.streets.sweeps import UNREACHABLE
from console.ground.laying import laid_on
from console.ground.messages import Survey
from console.ground.survey import survey, tour

DEPOT = Place(24.9481838, 60.1650532)
HOME, FAR = Place(24.9410, 60.1690), Place(24.9500, 60.1720)
AT_SEA = Place(24.9880, 60.1460)
A, B, C = ParcelId("a"), ParcelId("b"), ParcelId("c")
NEAR = SiteId("near")


@pytest.fixture(scope="module")
def opened(region: Path) -> Iterator[Region]:
    made = Region.open(region)
    yield made
    made.close()


@pytest.fixture
def wish(tmp_path: Path) -> Survey:
    return Survey(
        "1",
        str(tmp_path / "ground"),
        (Travel("van"), Travel("walk")),
        DEPOT,
        ((A, HOME), (B, HOME), (C, AT_SEA)),
        ((NEAR, FAR),),
        100,
    )


def test_one_house_is_one_row_and_the_sea_is_none(opened: Region, wish: Survey) -> None:
    ground = survey(opened.streets, wish)
    assert ground.parcels[A] == ground.parcels[B]
    assert set(ground.lost) == {C}
    assert ground.lost[C].code is ReasonCode.NO_STREET_NEARBY
    for travel in wish.travels:
        seconds, metres = (np.load(path) for path in ground.travel[travel.key])
        assert seconds.shape == metres.shape == (len(ground.places),) * 2
        assert seconds.dtype == np.int32
        reached = [ground.depot, ground.parcels[A], ground.sites[NEAR]]
        assert not np.diagonal(seconds)[reached].any()


def test_a_site_is_told_where_it_is_near_or_wished(
    opened: Region, wish: Survey
) -> None:
    assert survey(opened.streets, wish).walks[A] == {}
    wished = survey(opened.streets, replace(wish, preferred={A: NEAR}))
    assert wished.walks[A][NEAR] > 100
    assert wished.walks[B] == {}
    wide = survey(opened.streets, replace(wish, walk_m=5000))
    assert wide.walks[A][NEAR] == wide.walks[B][NEAR] == wished.walks[A][NEAR]


def test_a_draft_is_laid_on_rows_that_were_numbered_anew(
    opened: Region, wish: Survey
) -> None:
    ground = survey(opened.streets, wish)
    door, locker = Drop(A, Channel.DOOR), Drop(B, Channel.LOCKER, NEAR)
    gone = Drop(ParcelId("gone"), Channel.DOOR)
    old = Draft(
        (DraftRoute(VehicleId("v"), (Visit(97, (door,)), Visit(98, (locker, gone)))),)
    )
    laid = laid_on(old, ground, [A, B, ParcelId("new")])
    (route,) = laid.routes
    assert route.visits == (
        Visit(ground.parcels[A], (door,)),
        Visit(ground.sites[NEAR], (locker,)),
    )
    assert laid.unassigned == ("new",)


def test_every_travel_has_a_matrix_of_its_own(opened: Region, wish: Survey) -> None:
    slow = Travel("cargo_bike", Conditions(speed_kmh=8))
    travels = (Travel("cargo_bike"), slow, Travel("truck"))
    ground = survey(opened.streets, replace(wish, travels=travels))
    assert set(ground.travel) == {travel.key for travel in travels}
    home = ground.parcels[A]
    quick_s, slow_s = (
        np.load(ground.travel[travel.key][0])[ground.depot, home]
        for travel in travels[:2]
    )
    assert slow_s > 1.3 * quick_s
    assert all(slow.key in path for path in ground.travel[slow.key])


def test_a_mode_without_streets_reaches_nobody_and_fails_nobody(
    opened: Region, wish: Survey
) -> None:
    paths = opened.streets._views._nets[Mode.WALK]
    walkers = Streets({Net.PATHS: paths}, opened.streets.extent)
    travels = (Travel("van"), Travel("walk"))
    ground = survey(walkers, replace(wish, travels=travels))
    assert A in ground.parcels
    seconds = np.load(ground.travel["van"][0])
    assert (seconds == UNREACHABLE).all()
    alone = survey(walkers, replace(wish, travels=travels[:1]))
    assert set(alone.lost) == {A, B, C}
    stops = np.array([(DEPOT.lon, DEPOT.lat), (HOME.lon, HOME.lat)])
    assert (tour(walkers, Travel("van"), stops) == stops).all()


def test_who_cannot_climb_steps_is_told_walks_without_them(
    opened: Region, wish: Survey
) -> None:
    wide = replace(wish, walk_m=5000, step_free=frozenset({B}))
    walks = survey(opened.streets, wide).walks
    stepless = opened.streets.rectangle(
        Mode.WALK_STEP_FREE,
        np.array([(HOME.lon, HOME.lat)]),
        np.array([(FAR.lon, FAR.lat)]),
    )
    assert walks[B][NEAR] == stepless.metres[0, 0] >= walks[A][NEAR]
    paths = opened.streets._views._nets[Mode.WALK]
    only_walk = replace(
        paths,
        tables={Mode.WALK: paths.tables[Mode.WALK]},
        paces={Mode.WALK: paths.paces[Mode.WALK]},
    )
    plain = Streets({Net.PATHS: only_walk}, opened.streets.extent)
    known = survey(plain, replace(wide, travels=(Travel("walk"),))).walks
    assert known[B] == known[A], "a region that does not know steps"


def test_a_tour_is_drawn_by_the_travel_of_its_matrix(opened: Region) -> None:
    stops = np.array([(DEPOT.lon, DEPOT.lat), (HOME.lon, HOME.lat)])
    plain = tour(opened.streets, Travel("van"), stops)
    rush = Conditions(congestion=(Congestion(RoadClass.PRIMARY, 0, 23, 900),))
    crowded = tour(opened.streets, Travel("van", rush, 8), stops)
    assert len(plain) > 2
    assert (crowded[0] == plain[0]).all()
    assert crowded.shape != plain.shape or (crowded != plain).any()

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
from console.domain.travel import Travel
from console.geo.region import Region
from console.ground.laying import laid_on
from console.ground.messages import Survey
from console.ground.survey import survey

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

"""The nearest sites on foot: right order, right origin, nobody guessed."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from console.geo.streets.build import StreetsSummary
from console.geo.streets.graph import Streets
from console.geo.streets.modes import Mode
from console.geo.streets.nearest import nearest_sites
from console.geo.streets.profiles import PROFILES
from console.geo.streets.sweeps import UNREACHABLE
from tests.geo.streets.drawing import Town, places

type Real = Callable[[str], tuple[Streets, StreetsSummary]]

NOWHERE = np.full((1, 2), np.nan)
SITES = places((100, 0), (500, 0), (1900, 0), (1000, 5000), (5050, 0))


@pytest.fixture
def streets(tmp_path: Path) -> Streets:
    """A lane of 2 km, and an islet of its own 3 km further east."""
    town = Town()
    for ref, x in enumerate([0, 2000, 5000, 5400]):
        town.node(ref, x, 0)
    town.way(0, 1, name="Lane")
    town.way(2, 3, name="Islet")
    made = town.quick(PROFILES[Mode.WALK], tmp_path)
    assert made is not None
    return made


def test_nearest_first_and_no_more_than_there_are(streets: Streets) -> None:
    told = nearest_sites(streets, [places((450, 0), (1800, 0))], SITES, count=9)
    assert told.site.tolist() == [[1, 0, 2, -1, -1], [2, 1, 0, -1, -1]]
    assert told.metres[0].tolist()[:3] == pytest.approx([50, 350, 1450], abs=3)
    assert told.origin[0].tolist() == [0, 0, 0, -1, -1]
    assert (told.seconds[:, 3:] == UNREACHABLE).all()
    assert told.unsnapped_sites.tolist() == [3]
    assert told.unsnapped.size == 0
    assert told.cut_off.size == 0
    two = nearest_sites(streets, [places((450, 0))], SITES, count=2)
    assert two.site.tolist() == [[1, 0]]


def test_from_home_or_from_work(streets: Streets) -> None:
    homes = np.concatenate((places((50, 0), (50, 0), (-900, 900)), NOWHERE))
    work = np.concatenate((places((1850, 0)), NOWHERE, NOWHERE, NOWHERE))
    told = nearest_sites(streets, [homes, work], SITES, count=2)
    assert told.site.tolist() == [[0, 2], [0, 1], [-1, -1], [-1, -1]]
    assert told.origin.tolist() == [[0, 1], [0, 0], [-1, -1], [-1, -1]]
    assert told.unsnapped.tolist() == [[0, 2]], "nobody there is nobody unsnapped"
    assert told.cut_off.size == 0


def test_an_islet_without_sites_is_cut_off(streets: Streets) -> None:
    told = nearest_sites(streets, [places((5100, 0), (60, 0))], SITES[:3], count=1)
    assert told.site.tolist() == [[-1], [0]]
    assert told.cut_off.tolist() == [0]
    assert told.unsnapped.size == 0


def test_no_sites_and_no_people(streets: Streets) -> None:
    none = nearest_sites(streets, [places((60, 0))], SITES[:0], count=3)
    assert none.site.shape == (1, 0)
    assert none.cut_off.tolist() == [0]
    assert nearest_sites(streets, [SITES[:0]], SITES, count=3).site.shape == (0, 3)
    for wrong in ([], [SITES, SITES[:1]]):
        with pytest.raises(ValueError, match="equal length"):
            nearest_sites(streets, wrong, SITES, count=1)


def test_many_people_equal_the_matrix(real: Real) -> None:
    streets, _ = real("lauf")
    rng = np.random.default_rng(5)
    lonlat = streets.columns(Mode.WALK).lines.point_lonlat
    people = lonlat[rng.choice(len(lonlat), 4500)]
    sites = lonlat[rng.choice(len(lonlat), 40)]
    told = nearest_sites(streets, [people], sites, count=3)
    matrix = streets.rectangle(Mode.WALK, people, sites)
    assert (told.seconds == np.sort(matrix.seconds, axis=1)[:, :3]).all()
    known = told.site >= 0
    rows = np.broadcast_to(np.arange(len(people))[:, None], known.shape)
    assert (told.metres[known] == matrix.metres[rows[known], told.site[known]]).all()

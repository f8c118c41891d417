"""Directions between hundreds of places of real cities: what always holds."""

from collections.abc import Callable
from itertools import pairwise, product

import numpy as np
import pytest

from console.geo.streets.build import StreetsSummary
from console.geo.streets.directions.guide import guide
from console.geo.streets.directions.junctions import same_road
from console.geo.streets.directions.steps import ARRIVALS, Code, Leg, Step
from console.geo.streets.graph import Streets
from console.geo.streets.modes import Mode

type Real = Callable[[str], tuple[Streets, StreetsSummary]]

PAIRS = 300
MODES = [Mode.VAN, Mode.WALK, Mode.CARGO_BIKE]
EXITS = {Code.ROUNDABOUT, Code.ROUNDABOUT_OUT}
AROUND = {Code.U_TURN}


def pairs(streets: Streets, mode: Mode, seed: int) -> np.ndarray:
    """Two stops a row, (PAIRS, 2, 2), beside streets of the mode."""
    rng = np.random.default_rng(seed)
    lonlat = streets.columns(mode).lines.point_lonlat
    chosen = lonlat[rng.choice(len(lonlat), 2 * PAIRS)]
    return (chosen + rng.normal(0, 0.0003, chosen.shape)).reshape(-1, 2, 2)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *product(["copenhagen", "lauf", "helsinki-centre"], MODES),
        *(("lauf", mode) for mode in Mode if mode not in MODES),
    ],
)
def test_whatever_the_way_its_steps_hold(real: Real, name: str, mode: Mode) -> None:
    streets, _ = real(name)
    stops = pairs(streets, mode, seed=len(name))
    matrix = streets.rectangle(mode, stops[:, 0], stops[:, 1])
    told = 0
    for row, pair in enumerate(stops):
        (leg,) = guide(streets, mode, pair).legs
        assert (leg.seconds, leg.metres) == (
            matrix.seconds[row, row],
            matrix.metres[row, row],
        )
        if leg.steps:
            told += 1
            holds(leg)
    assert told > PAIRS * 0.8


def holds(leg: Leg) -> None:
    assert sum(step.seconds for step in leg.steps) == leg.seconds
    assert sum(step.metres for step in leg.steps) == leg.metres
    first, *between, last = leg.steps
    assert first.code is Code.DEPART
    assert first.heading is not None or leg.metres == 0
    assert last.code in ARRIVALS
    assert (last.seconds, last.metres) == (0, 0)
    assert (first.point, last.point) == (0, len(leg.points) - 1)
    for step in leg.steps:
        assert (step.lon, step.lat) == tuple(leg.points[step.point].tolist())
        assert (step.exit > 0) == (step.code in EXITS)
        assert step.seconds >= 0
        assert step.metres >= 0
    for step in between:
        assert step.code not in ARRIVALS | {Code.DEPART}
    for before, after in pairwise(leg.steps[:-1]):
        follows(before, after)


def follows(before: Step, after: Step) -> None:
    assert before.point < after.point, "two things to do at one place"
    assert not {before.code, after.code} <= AROUND, "round and round again"
    if after.code is Code.CONTINUE:
        assert not same_road(before.way, after.way), "nothing new"

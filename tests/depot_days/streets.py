"""Days on a region's own streets: measured matrices instead of made-up ones.

The one module here that needs Lockyard, for reading an extract; a written day needs
nothing. Addresses are points of the streets people walk on, taken where every mode
comes from the depot and back.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from console.domain.place import Place
from console.domain.problem import Problem, Travel
from console.geo.streets.build import build_streets
from console.geo.streets.graph import Streets
from console.geo.streets.modes import Mode
from tests.depot_days.cities import City, measured
from tests.depot_days.generator import EVERYDAY, Mix, generate_in, sites_for

_MODES = {"van": Mode.VAN, "bike": Mode.CARGO_BIKE, "walk": Mode.WALK}
_SPARE = 3
"""Points drawn for every one that is wanted: some are on islands or in yards."""


def generate_on_streets(
    streets: Streets, parcels: int, seed: int, *, mix: Mix = EVERYDAY
) -> Problem:
    """A day in a region; the depot lies near a corner of it."""
    sites = sites_for(parcels)
    rng = np.random.default_rng([seed, 99, parcels, sites])
    addresses = max(1, parcels * (100 - mix.same_address) // 100)
    return generate_in(_city(streets, sites, addresses, rng), parcels, rng, mix=mix)


def opened(extract: Path, folder: Path) -> Streets:
    """The streets of an extract, built into `folder` unless they stand there."""
    if not (folder / "streets.bin").exists():
        folder.mkdir(parents=True, exist_ok=True)
        build_streets(
            extract,
            folder,
            progress=lambda step, share: None,
            cancelled=lambda: False,
        )
    return Streets.open(folder)


def _city(
    streets: Streets, sites: int, addresses: int, rng: np.random.Generator
) -> City:
    lonlat = streets.columns(Mode.WALK).lines.point_lonlat
    drawn = rng.integers(0, len(lonlat), _SPARE * (sites + addresses) + 50)
    points = np.round(lonlat[np.unique(drawn)], 5)
    points = points[rng.permutation(len(points))]
    depot = _depot(streets, points)
    there = _comes_and_goes(streets, points[depot], points)
    there[depot] = False
    chosen = np.flatnonzero(there)[: sites + addresses]
    if chosen.size < sites + addresses:
        raise ValueError(f"only {chosen.size} places can be reached")
    points = points[np.concatenate([[depot], chosen])]
    travel = {}
    for name, mode in _MODES.items():
        matrix = streets.matrix(mode, points)
        travel[name] = Travel(matrix.seconds, matrix.metres)
    places = tuple(Place(float(lon), float(lat)) for lon, lat in points)
    return measured(places, sites, travel)


def _depot(streets: Streets, points: NDArray[np.float64]) -> int:
    """The point nearest the south-west corner that most others are reached from."""
    west, south, _, _ = streets.extent
    away = np.abs(points - (west, south)).sum(1)
    for row in np.argsort(away, kind="stable")[:200]:
        if _comes_and_goes(streets, points[row], points).mean() > 0.8:
            return int(row)
    raise ValueError("no point reaches most others")


def _comes_and_goes(
    streets: Streets, depot: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which points every mode reaches from the depot and comes back from."""
    there = np.ones(len(points), np.bool_)
    for mode in _MODES.values():
        there &= streets.rectangle(mode, depot[None], points).reachable[0]
        there &= streets.rectangle(mode, points, depot[None]).reachable[:, 0]
    return there

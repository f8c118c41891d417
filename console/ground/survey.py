"""From a day's points to places, matrices and walks: where geo meets planning.

Points closer than a metre are one place, so a house with ten parcels is one row of the
matrices. A parcel that no vehicle of the fleet reaches from the depot and back is named
with the reason and left out; it never makes the others fail.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from console.domain.ids import ParcelId, SiteId
from console.domain.place import Place
from console.domain.reasons import Reason, ReasonCode
from console.domain.travel import Travel
from console.geo.streets.graph import LIMIT_M, Matrix, Streets
from console.geo.streets.modes import Mode
from console.geo.streets.sweeps import UNREACHABLE
from console.ground.messages import GroundFiles, Survey

_GRID = 1e5
"""Degrees are rounded to a hundred-thousandth: about a metre."""


class Places:
    """Distinct places in the order they are first named."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int], int] = {}
        self.all: list[Place] = []

    def row(self, place: Place) -> int:
        """The row of a place, a new one if it was not named before."""
        key = (round(place.lon * _GRID), round(place.lat * _GRID))
        row = self._rows.setdefault(key, len(self.all))
        if row == len(self.all):
            self.all.append(place)
        return row


def survey(streets: Streets, wish: Survey) -> GroundFiles:
    """Lay the ground of a day and write its matrices into the wish's folder."""
    places = Places()
    depot = places.row(wish.depot)
    sites = {site: places.row(place) for site, place in wish.sites}
    homes = {parcel: places.row(place) for parcel, place in wish.parcels}
    lonlat = np.array([(place.lon, place.lat) for place in places.all], np.float64)
    travel: dict[str, tuple[str, str]] = {}
    snapped = np.zeros(len(lonlat), np.bool_)
    reached = np.zeros(len(lonlat), np.bool_)
    folder = Path(wish.folder)
    folder.mkdir(parents=True, exist_ok=True)
    for wanted in wish.travels:
        matrix = _matrix(streets, wanted, lonlat)
        travel[wanted.key] = _written(folder, wanted.key, matrix)
        on_street = np.ones(len(lonlat), np.bool_)
        on_street[matrix.unsnapped] = False
        snapped |= on_street
        reached |= matrix.reachable[depot] & matrix.reachable[:, depot]
    lost = {
        parcel: Reason(ReasonCode.NOT_REACHABLE)
        if snapped[row]
        else Reason(ReasonCode.NO_STREET_NEARBY, (round(LIMIT_M),))
        for parcel, row in homes.items()
        if not reached[row]
    }
    kept_sites = {site: row for site, row in sites.items() if reached[row]}
    return GroundFiles(
        places=tuple(places.all),
        travel=travel,
        depot=depot,
        parcels={p: row for p, row in homes.items() if p not in lost},
        sites=kept_sites,
        walks=_walks(streets, wish, kept_sites, lonlat, homes),
        lost=lost,
        lost_sites=tuple(site for site in sites if site not in kept_sites),
    )


def tour(
    streets: Streets, travel: Travel, stops: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The line through the stops of one tour, degrees (k, 2)."""
    if len(stops) < 2 or travel.mode not in streets.modes:
        return stops
    return streets.route(travel, stops)


def _matrix(streets: Streets, travel: Travel, lonlat: NDArray[np.float64]) -> Matrix:
    """A region without a street for the mode has no way for it, and no error."""
    if Mode(travel.mode) in streets.modes:
        return streets.matrix(travel, lonlat)
    nowhere = np.full((len(lonlat), len(lonlat)), UNREACHABLE, np.int32)
    every = np.arange(len(lonlat))
    return Matrix(nowhere, nowhere, every, every)


def _written(folder: Path, key: str, matrix: Matrix) -> tuple[str, str]:
    names = (folder / f"{key}-seconds.npy", folder / f"{key}-metres.npy")
    for path, values in zip(names, (matrix.seconds, matrix.metres), strict=True):
        np.save(path, values)
    return str(names[0]), str(names[1])


def _walks(
    streets: Streets,
    wish: Survey,
    sites: Mapping[SiteId, int],
    lonlat: NDArray[np.float64],
    homes: Mapping[ParcelId, int],
) -> dict[ParcelId, dict[SiteId, int]]:
    """Metres on foot to sites, without steps for those who need it if we know steps."""
    careful = wish.step_free if Mode.WALK_STEP_FREE in streets.modes else frozenset()
    walks: dict[ParcelId, dict[SiteId, int]] = {}
    for mode, who in (
        (Mode.WALK, [parcel for parcel in homes if parcel not in careful]),
        (Mode.WALK_STEP_FREE, [parcel for parcel in homes if parcel in careful]),
    ):
        if not sites or not who or mode not in streets.modes:
            continue
        names = list(sites)
        rows = sorted({homes[parcel] for parcel in who})
        index = {row: i for i, row in enumerate(rows)}
        to = lonlat[[sites[name] for name in names]]
        matrix = streets.rectangle(mode, lonlat[rows], to)
        near = matrix.metres <= wish.walk_m
        for parcel in who:
            i = index[homes[parcel]]
            wanted = wish.preferred.get(parcel)
            walks[parcel] = _near(names, near[i], matrix, i, wanted)
    return walks


def _near(
    names: Sequence[SiteId],
    near: NDArray[np.bool_],
    matrix: Matrix,
    i: int,
    preferred: SiteId | None,
) -> dict[SiteId, int]:
    walks = {names[j]: int(matrix.metres[i, j]) for j in map(int, np.flatnonzero(near))}
    if preferred is not None and preferred in names:
        j = names.index(preferred)
        if matrix.reachable[i, j]:
            walks[preferred] = int(matrix.metres[i, j])
    return walks

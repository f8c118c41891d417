"""Places that a person chooses among, or sets with a pin: the review of addresses.

Positions are WGS84 degrees, as the address book gives them and a correction keeps them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from console.viewmodels.map_camera import Box, mercator_of

MOST: Final = 9
"""So many candidates have a digit of their own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that an address may mean: what to call it, and where it is."""

    label: str
    lon: float
    lat: float


def mercator_box(bounds: Box) -> Box:
    """West, south, east, north in Mercator metres, of the same in degrees."""
    west, south, east, north = bounds
    (left, bottom), (right, top) = mercator_of(
        np.array([(west, south), (east, north)])
    ).tolist()
    return (left, bottom, right, top)


def around(candidates: tuple[Candidate, ...]) -> Box | None:
    """The box of all candidates in Mercator metres, None without any."""
    if not candidates:
        return None
    xy = mercator_of(np.array([(c.lon, c.lat) for c in candidates]))
    (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return (west, south, east, north)

"""What the desk asks the region's own process, and what it answers.

Every request has an id and is answered exactly once, by the kind its docstring names
or by `Refused`. `Opened` comes unasked, once the pack is mapped and the kernels stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from console.domain.ids import ParcelId, SiteId
from console.domain.place import Place
from console.domain.reasons import Reason

type RequestId = str


@dataclass(frozen=True, slots=True)
class Address:
    """An address as a manifest has it."""

    street: str
    postcode: str = ""
    city: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Locate:
    """Find the entrances of addresses -> Located.

    `corrections` maps normalised texts to where a person put them.
    """

    id: RequestId
    addresses: tuple[Address, ...]
    corrections: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Survey:
    """Lay the ground of a day -> Surveyed, its matrices written into `folder`.

    `walk_m` is how far a customer may walk to a site; a site named in `preferred` is
    told at any walk.
    """

    id: RequestId
    folder: str
    modes: tuple[str, ...]
    depot: Place
    parcels: tuple[tuple[ParcelId, Place], ...]
    sites: tuple[tuple[SiteId, Place], ...]
    walk_m: int
    preferred: Mapping[ParcelId, SiteId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trace:
    """Draw tours: a mode and its stops, degrees (n, 2), each -> Traced."""

    id: RequestId
    tours: tuple[tuple[str, NDArray[np.float64]], ...]


@dataclass(frozen=True, slots=True)
class Close:
    """End the process."""


type Request = Locate | Survey | Trace | Close


@dataclass(frozen=True, slots=True)
class Opened:
    """The region is open. Bounds are west, south, east, north in degrees."""

    name: str
    bounds: tuple[float, float, float, float]
    data_date: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Located:
    """For every address its place, or why there is none to be sure of."""

    id: RequestId
    places: tuple[Place | Reason, ...]


@dataclass(frozen=True, slots=True)
class GroundFiles:
    """Where everything is, matrices as files: rows of (n, n) int32 .npy by mode.

    `lost` names the parcels that no vehicle can reach, and why.
    """

    places: tuple[Place, ...]
    travel: Mapping[str, tuple[str, str]]
    depot: int
    parcels: Mapping[ParcelId, int]
    sites: Mapping[SiteId, int]
    walks: Mapping[ParcelId, Mapping[SiteId, int]]
    lost: Mapping[ParcelId, Reason]
    lost_sites: tuple[SiteId, ...] = ()


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The ground of the day."""

    id: RequestId
    ground: GroundFiles


@dataclass(frozen=True, slots=True)
class Traced:
    """The line of every tour, degrees (k, 2); straight where there is no way."""

    id: RequestId
    lines: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The request could not be answered: the error's class and what it says."""

    id: RequestId
    kind: str
    args: tuple[str, ...] = ()


type Answer = Opened | Located | Surveyed | Traced | Refused
"""Answers of the region's process."""

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
from console.domain.reasons import Argument, Reason
from console.domain.travel import Travel
from console.geo.streets.directions.steps import Guide

type RequestId = str


@dataclass(frozen=True, slots=True)
class Address:
    """An address as a manifest has it.

    `customer` is the key of the customer (`console.domain.customer`) whose own
    corrections come first, or "".
    """

    street: str
    postcode: str = ""
    city: str = ""
    unit: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Locate:
    """Find the entrances of addresses -> Located.

    `corrections` maps `geo.addresses.corrections.correction_key` of a text to where a
    person put it, lon and lat.
    """

    id: RequestId
    addresses: tuple[Address, ...]
    corrections: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Tell stair, floor and flat of street lines from the rest of them -> Parted."""

    id: RequestId
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Suggest:
    """Find what an address may mean, for a person to choose -> Suggested."""

    id: RequestId
    address: Address
    corrections: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    limit: int = 8


@dataclass(frozen=True, slots=True)
class Complete:
    """Go on from what is typed so far, nearer streets first -> Completed."""

    id: RequestId
    text: str
    near: Place | None = None
    limit: int = 8


@dataclass(frozen=True, slots=True)
class Reverse:
    """Name a place: the nearest door, else the nearest street -> Reversed."""

    id: RequestId
    place: Place


@dataclass(frozen=True, slots=True)
class Survey:
    """Lay the ground of a day -> Surveyed, its matrices written into `folder`.

    `walk_m` is how far a customer may walk to a site; a site named in `preferred` is
    told at any walk. Customers of `step_free` parcels walk without steps.
    """

    id: RequestId
    folder: str
    travels: tuple[Travel, ...]
    depot: Place
    parcels: tuple[tuple[ParcelId, Place], ...]
    sites: tuple[tuple[SiteId, Place], ...]
    walk_m: int
    preferred: Mapping[ParcelId, SiteId] = field(default_factory=dict)
    step_free: frozenset[ParcelId] = frozenset()


@dataclass(frozen=True, slots=True)
class Trace:
    """Draw tours: a travel and its stops, degrees (n, 2), each -> Traced."""

    id: RequestId
    tours: tuple[tuple[Travel, NDArray[np.float64]], ...]


@dataclass(frozen=True, slots=True)
class Direct:
    """Tell the way along tours: how each travels and its stops, (n, 2) -> Directed."""

    id: RequestId
    tours: tuple[tuple[Travel, NDArray[np.float64]], ...]


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far one gets from a place in each of some seconds -> Reached.

    With `back` it is from where one gets to the place.
    """

    id: RequestId
    travel: Travel
    place: Place
    seconds: tuple[int, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """The `count` nearest of (m, 2) sites for n people -> Nearby.

    Each of `origins` is (n, 2): where everybody walks from (home, work), nan for those
    who have no such place.
    """

    id: RequestId
    travel: Travel
    origins: tuple[NDArray[np.float64], ...]
    sites: NDArray[np.float64]
    count: int


@dataclass(frozen=True, slots=True)
class Close:
    """End the process."""


type AddressRequest = Locate | Part | Suggest | Complete | Reverse
type WayRequest = Direct | HowFar | Near
type Request = AddressRequest | WayRequest | Survey | Trace | Close


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
class Parted:
    """For every address its street line without a unit, and the unit or ""."""

    id: RequestId
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A place an address may mean. `score` runs from 0 to 1.

    `why` and its `args` are a code of `geo.addresses.candidates.Why`, `how` one of
    `How` there. `entrance` is the door's OSM node, or "".
    """

    lon: float
    lat: float
    text: str
    score: float
    why: str
    args: tuple[Argument, ...]
    how: str
    entrance: str
    street: str
    number: str
    unit: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Completion:
    """A street (number "") or a house that goes on from what was typed."""

    text: str
    street: str
    number: str
    postcode: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """Different places, the likeliest first; none where nothing is alike."""

    id: RequestId
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Completed:
    """Ways to go on, the likeliest first."""

    id: RequestId
    completions: tuple[Completion, ...]


@dataclass(frozen=True, slots=True)
class Reversed:
    """What stands nearest and how far away, or None far from every street."""

    id: RequestId
    offer: Offer | None
    away_m: float


@dataclass(frozen=True, slots=True)
class GroundFiles:
    """Where everything is, matrices as files: (n, n) int32 .npy by travel's key.

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
class Directed:
    """The directions of every tour, as codes; a leg without a way has no steps."""

    id: RequestId
    guides: tuple[Guide, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """For each of the ascending seconds an area, as WKB in degrees.

    Each lies within the next; `place` is where the point lies on the street.
    """

    id: RequestId
    seconds: tuple[int, ...]
    areas: tuple[bytes, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Nearby:
    """For each of n people the nearest sites, nearest first.

    site, origin, seconds, metres: int32 (n, k); -1 and UNREACHABLE where fewer can be
    walked to. `unsnapped` (u, 2) and `unsnapped_sites` name places off the streets by
    origin and person, `cut_off` the people on a street that can walk to no site.
    """

    id: RequestId
    site: NDArray[np.int32]
    origin: NDArray[np.int32]
    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    unsnapped: NDArray[np.int64]
    unsnapped_sites: NDArray[np.int64]
    cut_off: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Refused:
    """The request could not be answered: the error's class and what it says."""

    id: RequestId
    kind: str
    args: tuple[str, ...] = ()


type Answer = (
    Opened
    | Located
    | Parted
    | Suggested
    | Completed
    | Reversed
    | Surveyed
    | Traced
    | Directed
    | Reached
    | Nearby
    | Refused
)
"""Answers of the region's process."""

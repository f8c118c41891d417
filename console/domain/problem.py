"""What the planner is asked: one depot day, complete and immutable.

Everything is decided at once: channel, site, compartment class, vehicle, order and
times. Places are rows of the travel matrices, one for every distinct entrance; the
depot is one of them. Seconds are planner seconds (console.domain.clock), money is
console.domain.money, capacities are whole numbers in the problem's own dimensions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import Place, TimeWindow
from console.domain.reasons import Reason

_NOTHING = Money(0)

UNREACHABLE = np.int32(2**31 - 1)
"""Marks a pair of places without a way between them, in seconds and in metres."""


class Channel(StrEnum):
    """How a parcel is handed over."""

    DOOR = "door"
    LOCKER = "locker"


@dataclass(frozen=True, slots=True)
class Travel:
    """Travel between all places for one mode: int32 (n, n), from row to column."""

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to hand one parcel over.

    `classes` are the compartment classes it fits, empty for a door. `level` is the
    customer's preference (0 is best). `cost` is what choosing it costs by itself:
    the customer's walk, the expected redelivery. A stop's time is the largest
    `setup_s` of its options once, and every `handling_s`; both are added to the
    vehicle type's own for a door.
    """

    channel: Channel
    place: int
    site: SiteId | None
    windows: tuple[TimeWindow, ...]
    classes: tuple[SizeClassId, ...]
    setup_s: int
    handling_s: int
    level: int
    cost: Money
    walk_m: int = 0
    low: bool = False
    """Only a low compartment will do."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One parcel to plan: what it takes up, how it may go, what leaving it costs."""

    parcel: ParcelId
    amount: tuple[int, ...]
    options: tuple[Option, ...]
    unassigned: Money
    note: Reason | None = None
    """Why it has no more options than these, where there is one reason."""
    door: Option | None = None
    """Its door, also where the customer wants a locker; None where it is unknown."""


@dataclass(frozen=True, slots=True)
class SiteRoom:
    """Compartments a plan may fill at a site, over all routes together.

    `low` says how many of the free ones of a class are low.
    """

    site: SiteId
    place: int
    free: Mapping[SizeClassId, int]
    low: Mapping[SizeClassId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FleetType:
    """A vehicle type as the planner sees it. `mode` is a key of the travel matrices."""

    id: VehicleTypeId
    mode: str
    capacity: tuple[int, ...]
    fixed: Money
    per_hour: Money
    per_km: Money
    co2_g_per_km: int
    door_setup_s: int
    door_handling_s: int


@dataclass(frozen=True, slots=True)
class FleetVehicle:
    """One vehicle that may be used; start and end are places."""

    id: VehicleId
    type: VehicleTypeId
    start: int
    end: int
    shift: TimeWindow


@dataclass(frozen=True, slots=True)
class Weights:
    """What the objective counts besides vehicles, time and distance."""

    co2_per_kg: Money = _NOTHING
    """Price of a kilogram of CO2."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One depot day to plan. `dimensions` names the entries of every capacity."""

    places: tuple[Place, ...]
    travel: Mapping[str, Travel]
    demands: tuple[Demand, ...]
    rooms: tuple[SiteRoom, ...]
    types: tuple[FleetType, ...]
    vehicles: tuple[FleetVehicle, ...]
    dimensions: tuple[str, ...] = ("parcels", "volume_ml", "mass_g")
    weights: Weights = field(default_factory=Weights)

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
from console.domain.vehicle import Break

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


class OptionPart(StrEnum):
    """What of an option's own cost is for what."""

    WALK = "walk"
    """The customer's way to the locker."""
    PREFERENCE = "preference"
    """Not being the way the customer likes best."""
    REDELIVERY = "redelivery"
    """The second attempt at a door, times how likely it is."""
    OTHER = "other"


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
    needs: frozenset[str] = frozenset()
    """Skills, licences and access that the vehicle must have all of."""
    soft_end_s: int | None = None
    """Service that begins later is late, within the windows, which stay hard."""
    late_per_hour: Money = _NOTHING
    """What an hour of beginning after `soft_end_s` costs."""
    parts: tuple[tuple[OptionPart, Money], ...] = ()
    """What of `cost` is for what, as far as that is known: told, never planned by."""


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
    collected: bool = False
    """A return: on board from its stop to the end of the route, instead of from the
    start to its stop. At a site its option names the class of the compartment it lies
    in, which is free for what the same visit puts in; without one, or where it may be
    of several classes, nothing is freed."""
    stocked_at: int | None = None
    """The place of the depot where it lies; only vehicles that start there take it."""


@dataclass(frozen=True, slots=True)
class SiteRoom:
    """What a plan may bring to a site, over all routes together.

    `free` are compartments that are free now, `low` says how many of a class are low.
    """

    site: SiteId
    place: int
    free: Mapping[SizeClassId, int]
    low: Mapping[SizeClassId, int] = field(default_factory=dict)
    expected: Mapping[SizeClassId, int] = field(default_factory=dict)
    """Compartments that customers are expected to empty before the courier comes,
    made as cautious as is wanted; none of them counts as low."""
    most_parcels: int | None = None
    """Parcels it takes at most, whatever is free."""
    most_visits: int | None = None
    """Stops at its place at most, of all vehicles together."""
    counter: bool = False
    """A pickup point that takes parcels over the counter: no compartments, options
    without classes, `most_parcels` alone counts."""


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
    per_overtime_hour: Money = _NOTHING
    """On top of `per_hour`, for every hour past the end of the shift."""
    range_m: int = 0
    """The longest route it can drive; 0 is far enough."""


@dataclass(frozen=True, slots=True)
class FleetVehicle:
    """One vehicle that may be used; start and end are places."""

    id: VehicleId
    type: VehicleTypeId
    start: int
    end: int
    shift: TimeWindow
    overtime_s: int = 0
    """How far past its shift it may work at most, at the type's price."""
    max_duration_s: int = 0
    """The longest it may be away; 0 is as long as the shift allows."""
    skills: frozenset[str] = frozenset()
    """What it and its courier have of what options need."""
    breaks: tuple[Break, ...] = ()
    """In the order they are taken; windows begin and end in that order too."""
    trips: int = 1
    """How often it may be loaded at its start; the capacity holds for each trip."""
    reload_s: int = 0
    """What loading it again takes, once there."""
    left: bool = False
    """On the road: it is at `start` when its shift begins, where waiting is paid from
    then on; its fixed cost is spent, and it takes only what it has on board or is
    `collected`."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the objective counts besides vehicles, time and distance."""

    co2_per_kg: Money = _NOTHING
    """Price of a kilogram of CO2."""
    spread_per_hour: Money = _NOTHING
    """What it costs that work is unequal: an hour by which the routes that are longer
    than the mean of all used ones are longer than it, all together."""
    per_zone: Money = _NOTHING
    """What every zone of a route after its first one costs."""
    moved_stop: Money = _NOTHING
    """What a stop costs that goes to another driver than in the plan before."""


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `percent` of all parcels go by an option of `level` or better.

    Every parcel that is missing costs `price`.
    """

    level: int
    percent: int
    price: Money


@dataclass(frozen=True, slots=True)
class Held:
    """Which vehicle has a parcel in the plan before, or on board.

    `moved` is what it costs that another one takes it; None where it is on board, or
    otherwise bound to stay.
    """

    vehicle: VehicleId
    moved: Money | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One depot day to plan. `dimensions` names the entries of every capacity.

    What the engine does not carry yet it refuses by name (planning.errors.NotCarried);
    it never leaves it out of a plan in silence.
    """

    places: tuple[Place, ...]
    travel: Mapping[str, Travel]
    demands: tuple[Demand, ...]
    rooms: tuple[SiteRoom, ...]
    types: tuple[FleetType, ...]
    vehicles: tuple[FleetVehicle, ...]
    dimensions: tuple[str, ...] = ("parcels", "volume_ml", "mass_g")
    weights: Weights = field(default_factory=Weights)
    quotas: tuple[Quota, ...] = ()
    zones: tuple[int, ...] = ()
    """The zone of every place, -1 for none (a depot); empty where there are none."""
    held: Mapping[ParcelId, Held] = field(default_factory=dict)
    """What of a plan before counts: empty for a plan that is the first."""

"""Why a parcel goes the way it goes, what keeps a route from taking it, and what helps.

All of it are numbers from the plan's own evaluator; only widgets turn them into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from console.domain.draft import Drop
from console.domain.ids import ParcelId, SiteId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.plan import CostLine
from console.domain.problem import OptionPart


class Binding(StrEnum):
    """The first thing that keeps a route from taking a parcel, in this order."""

    NO_WAY = "no_way"
    """It has no option at all, or there is no vehicle."""
    LOCKED = "locked"
    """Nothing of the route may change."""
    BOUND = "bound"
    """The parcel is on board of another vehicle, or this one left without it."""
    COMPARTMENT = "compartment"
    VISITS = "visits"
    """Its place may not be visited more often."""
    SKILL = "skill"
    CAPACITY = "capacity"
    WINDOW = "window"
    SHIFT = "shift"
    LONGEST = "longest"
    """The longest tour."""
    RANGE = "range"
    REST = "rest"
    """The break."""
    PRICE = "price"
    """Nothing: leaving it costs less, or another route or way does."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What one route lacks to take one parcel the way that needs least.

    The relaxation that would do is all of it together: `late_s` seconds of windows,
    `over_s` of the shift, `long_s` of the longest tour, `beyond_m` metres of the range,
    `unrested_s` of the windows of breaks, `excess` of the capacity by dimension, what
    it `lacks` of skills, one visit more of its place where `crowded`, and one
    compartment of the drop's site where `full`. `cost` is what taking it would cost
    then, against leaving it.
    """

    vehicle: VehicleId
    binding: Binding
    drop: Drop | None = None
    late_s: int = 0
    over_s: int = 0
    excess: Mapping[str, int] = field(default_factory=dict)
    full: bool = False
    cost: Money = Money(0)  # noqa: RUF009 - a NewType of int
    long_s: int = 0
    beyond_m: int = 0
    unrested_s: int = 0
    lacks: tuple[str, ...] = ()
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What one way of handing a parcel over comes to beside all the others.

    Differences against the plan without the parcel. `stay_s` is service; waiting is
    what remains of `seconds` besides it and `travel_s`. `lines` add up to `cost`, or
    there are none where no plan can be without the parcel. `walk_m` and `level` are
    the customer's, and priced in the options' line, which `parts` take apart.
    """

    drop: Drop
    vehicle: VehicleId
    cost: Money
    lines: tuple[tuple[CostLine, Money], ...]
    seconds: int
    travel_s: int
    stay_s: int
    metres: int
    walk_m: int
    level: int
    parts: tuple[tuple[OptionPart, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """The whole answer about one parcel.

    `chosen` is None for one that no route takes; `runner_up` is the best way by another
    channel or site. `obstacles` has one entry a route, that which needs least first.
    """

    parcel: ParcelId
    chosen: Terms | None
    runner_up: Terms | None
    obstacles: tuple[Obstacle, ...]


class HelpKind(StrEnum):
    """What could be had to make a plan better."""

    COMPARTMENT = "compartment"
    CAPACITY = "capacity"
    WINDOW = "window"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class Help:
    """One thing that would help, and what it is worth by itself.

    `subject` is a site, a vehicle or a parcel; `by` is how much of it at least (one
    compartment, seconds, or an amount of `dimension`). `parcels` would go better then;
    `gain` is what the best of them alone would save.
    """

    kind: HelpKind
    subject: SiteId | VehicleId | ParcelId
    by: int
    parcels: int
    gain: Money
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """How many vehicles of one type have a route, of how many there are."""

    type: VehicleTypeId
    used: int
    there: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The story of one plan in figures.

    `full_sites` have no compartment left for some parcel of theirs; `tight` counts
    routes by what keeps them from taking more (capacity at 95 %, the last tenth of the
    shift). `unassigned` counts parcels by what is in their way.
    """

    parcels: int
    to_doors: int
    to_lockers: int
    unassigned: tuple[tuple[Binding, int], ...]
    late: int
    fleet: tuple[Used, ...]
    stops: int
    seconds: int
    metres: int
    co2_g: int
    costs: tuple[tuple[CostLine, Money], ...]
    full_sites: tuple[SiteId, ...]
    tight: tuple[tuple[Binding, int], ...]
    helps: tuple[Help, ...]
    bound: Money | None = None
    """What no plan of the day can cost less than; None where no bound is known."""

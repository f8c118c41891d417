"""A plan: a draft with its times, loads, costs and reasons, and how it was made."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.reasons import Reason

_NOTHING = Money(0)


class CostLine(StrEnum):
    """The lines of the one sum that planning minimises."""

    VEHICLES = "vehicles"
    TIME = "time"
    DISTANCE = "distance"
    OPTIONS = "options"
    """What the chosen options cost by themselves: walks, expected redelivery."""
    CO2 = "co2"
    CHANGE = "change"
    """Stops that go to another driver than in the plan before; only in a re-plan."""
    UNASSIGNED = "unassigned"
    OVERTIME = "overtime"
    """What work past the shift costs besides the time itself."""
    LATENESS = "lateness"
    """Beginning after the soft end of a window."""
    QUOTAS = "quotas"
    """Parcels that are missing at the levels customers like best."""
    SPREAD = "spread"
    """Unequal work."""
    ZONES = "zones"
    """Zones that a route enters besides its first."""


class PauseKind(StrEnum):
    """Why a vehicle stands still without handing anything over."""

    REST = "rest"
    LOADING = "loading"
    """Loaded again at its start."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Comes right before stop number `before`; that of the end is the number of stops.

    A rest is taken where the stop before was; loading on the way between the two.
    """

    kind: PauseKind
    before: int
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One visit with its times (planner seconds) and what is on board on arrival.

    `metres` and `travel_s` are the way from the stop (or the start) before it;
    service begins at `start_s`, after any waiting; `late_s` is how far it begins
    after its last window.
    """

    place: int
    drops: tuple[Drop, ...]
    arrival_s: int
    start_s: int
    departure_s: int
    travel_s: int
    metres: int
    load: tuple[int, ...]
    late_s: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    """One vehicle's tour. `metres` and times include the way back to its end.

    `cost` is the vehicle's own: fixed, time, distance, CO2, overtime, lateness and
    zones, without what the options of its parcels cost. `load` is all it delivers.
    """

    vehicle: VehicleId
    type: VehicleTypeId
    stops: tuple[PlannedStop, ...]
    departure_s: int
    finish_s: int
    metres: int
    load: tuple[int, ...]
    co2_g: int
    cost: Money
    lock: LockLevel = LockLevel.OPEN
    over_s: int = 0
    """Seconds past the end of the shift and the overtime that is allowed."""
    excess: tuple[int, ...] = ()
    """What is loaded above capacity, by dimension; empty where nothing is."""
    overtime_s: int = 0
    """Seconds past the end of the shift, which are paid as overtime."""
    late_cost: Money = _NOTHING
    """What of `cost` is for beginning after soft ends."""
    zones: int = 0
    """Zones besides the first."""
    long_s: int = 0
    """Seconds above the longest duration."""
    beyond_m: int = 0
    """Metres above the range."""
    lacks: tuple[str, ...] = ()
    """Skills that its stops need and the vehicle has not."""
    unrested_s: int = 0
    """Seconds by which breaks begin too late or are missing."""
    collected: tuple[int, ...] = ()
    """All it brings back, by dimension; empty where that is nothing."""
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigned:
    """Why one parcel goes the way it goes."""

    drop: Drop
    reason: Reason


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A parcel that no route takes, and the first thing in the way."""

    parcel: ParcelId
    reason: Reason


@dataclass(frozen=True, slots=True)
class Making:
    """How a plan came to be: enough to make it again.

    `iterations` is the length the search was laid out for; `stopped_at` the iteration
    at which somebody stopped it, None where it ran to its end. What was stopped at 0,
    before all parcels had been put in once, does not come out the same again.
    """

    seed: int
    iterations: int
    seconds: float
    engine: str
    stopped_at: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided for one problem."""

    routes: tuple[Route, ...]
    assigned: tuple[Assigned, ...]
    unassigned: tuple[Unassigned, ...]
    costs: tuple[tuple[CostLine, Money], ...]
    making: Making

    @property
    def cost(self) -> Money:
        """The sum of all cost lines."""
        return Money(sum(amount for _, amount in self.costs))

    def draft(self) -> Draft:
        """The decisions alone, to edit or to search on from."""
        return Draft(
            tuple(
                DraftRoute(
                    route.vehicle,
                    tuple(Visit(stop.place, stop.drops) for stop in route.stops),
                    route.lock,
                )
                for route in self.routes
            ),
            tuple(entry.parcel for entry in self.unassigned),
        )

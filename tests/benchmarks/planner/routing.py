"""Public routing instances, as they stand, and the field's own check of an answer.

Distances are Euclidean and real, travel takes as long as it is far. The engines plan
in whole numbers: thousandths of a unit, rounded to the nearest. The check is done in
real numbers on the instance itself; a time may be missed by what that rounding can
add up to on the way there, and by nothing more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.domain.ids import ParcelId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import Place, TimeWindow
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    Travel,
)
from tests.benchmarks.planner.task import Task, Tours, Trips, Verdict

SCALE = 1000
"""Whole numbers in one unit of an instance, for lengths, times and costs alike."""
VEHICLE_FIRST = 1_000_000
"""What a vehicle adds to the cost of an answer judged vehicles first."""
_ROUNDING = 0.5 / SCALE
ENDLESS = 1e6
"""When a stand closes that has no hours."""
_LEFT = Money(10**11)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where and when one customer, or the depot, is served."""

    x: float
    y: float
    demand: int = 0
    opens: float = 0.0
    closes: float = ENDLESS
    service: float = 0.0
    release: float = 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """What a vehicle holds and costs."""

    capacity: int
    fixed: float = 0.0
    per_distance: float = 1.0


@dataclass(frozen=True, slots=True)
class RoutingInstance:
    """One depot (stand 0) and its customers; one kind a vehicle.

    With `reloads` a vehicle may return to the depot and leave again.
    """

    name: str
    stands: tuple[Stand, ...]
    vehicles: tuple[Kind, ...]
    reloads: bool = False

    def distances(self) -> NDArray[np.float64]:
        """Euclidean distances, (n, n)."""
        xy = np.array([(stand.x, stand.y) for stand in self.stands])
        return np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))


def task_of(instance: RoutingInstance, *, vehicles_first: bool = False) -> Task:
    """The instance as a depot day: one door a customer, one place a stand."""
    travel = np.rint(instance.distances() * SCALE).astype(np.int32)
    kinds = list(dict.fromkeys(instance.vehicles))
    ids = [VehicleTypeId(f"k{number}") for number in range(len(kinds))]
    depot = instance.stands[0]
    shift = TimeWindow(_scaled(depot.opens), _scaled(depot.closes))
    problem = Problem(
        places=tuple(Place(stand.x / 1e4, stand.y / 1e4) for stand in instance.stands),
        travel={"plane": Travel(travel, travel)},
        demands=tuple(
            _demand(number, stand)
            for number, stand in enumerate(instance.stands)
            if number
        ),
        rooms=(),
        types=tuple(
            FleetType(
                id=name,
                mode="plane",
                capacity=(kind.capacity,),
                fixed=Money(_scaled(kind.fixed)),
                per_hour=Money(0),
                per_km=Money(_scaled(kind.per_distance)),
                co2_g_per_km=0,
                door_setup_s=0,
                door_handling_s=0,
            )
            for name, kind in zip(ids, kinds, strict=True)
        ),
        vehicles=tuple(
            FleetVehicle(VehicleId(f"v{number}"), ids[kinds.index(kind)], 0, 0, shift)
            for number, kind in enumerate(instance.vehicles)
        ),
        dimensions=("load",),
    )
    releases = tuple(_scaled(stand.release) for stand in instance.stands[1:])
    trips = Trips(releases) if instance.reloads or any(releases) else None
    return Task(problem, vehicles_first, trips)


def _scaled(value: float) -> int:
    return round(value * SCALE)


def _demand(number: int, stand: Stand) -> Demand:
    door = Option(
        channel=Channel.DOOR,
        place=number,
        site=None,
        windows=(TimeWindow(_scaled(stand.opens), _scaled(stand.closes)),),
        classes=(),
        setup_s=_scaled(stand.service),
        handling_s=0,
        level=0,
        cost=Money(0),
    )
    return Demand(ParcelId(f"c{number}"), (stand.demand,), (door,), _LEFT)


def checked(
    instance: RoutingInstance, tours: Tours, *, vehicles_first: bool = False
) -> Verdict:
    """Cost in the instance's own real numbers, and what is broken first, if anything.

    Vehicles first, a vehicle counts VEHICLE_FIRST and its kind nothing.
    """
    away = instance.distances()
    cost, used, broken = 0.0, 0, ""
    seen: Counter[int] = Counter()
    for number, calls in tours.items():
        trips = [[call.place for call in trip] for trip in calls if trip]
        if not trips:
            continue
        kind = instance.vehicles[number]
        used += 1
        far = sum(_length(away, trip) for trip in trips)
        cost += far if vehicles_first else kind.fixed + kind.per_distance * far
        seen.update(customer for trip in trips for customer in trip)
        broken = broken or _broken(instance, away, number, trips)
    if vehicles_first:
        cost += used * VEHICLE_FIRST
    return Verdict(cost, used, broken or _miscounted(instance, seen))


def _miscounted(instance: RoutingInstance, seen: Counter[int]) -> str:
    for customer in range(1, len(instance.stands)):
        if seen[customer] != 1:
            return f"customer {customer} served {seen[customer]} times"
    unknown = seen.keys() - set(range(1, len(instance.stands)))
    return f"no customer {min(unknown)}" if unknown else ""


def _length(away: NDArray[np.float64], trip: Sequence[int]) -> float:
    at = np.array([0, *trip, 0])
    return float(away[at[:-1], at[1:]].sum())


def _broken(
    instance: RoutingInstance,
    away: NDArray[np.float64],
    number: int,
    trips: Sequence[Sequence[int]],
) -> str:
    """The first load, window or release that one vehicle's trips break."""
    if len(trips) > 1 and not instance.reloads:
        return f"vehicle {number} loads again"
    stands = instance.stands
    now, legs = stands[0].opens, 0
    for trip in trips:
        load = sum(stands[customer].demand for customer in trip)
        if load > instance.vehicles[number].capacity:
            return f"vehicle {number} loads {load}"
        now = max(now, *(stands[customer].release for customer in trip))
        for before, customer in _legs(trip):
            stand, legs = stands[customer], legs + 1
            now = max(now + away[before, customer], stand.opens)
            late = now - stand.closes
            if late > _ROUNDING * legs:
                return f"customer {customer} is served {late:.3f} late"
            now += stand.service
    return ""


def _legs(trip: Sequence[int]) -> Iterable[tuple[int, int]]:
    return zip([0, *trip], [*trip, 0], strict=True)

"""What of a problem the engine carries: the rest is refused by the name of its field.

A constraint that is not looked at would be broken in silence, so a problem that sets
one is not planned at all.
"""

from collections.abc import Iterator

from console.domain.problem import (
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
)
from console.planning.errors import NotCarried


def refuse_uncarried(problem: Problem) -> None:
    """Raises NotCarried with the first field that is set and not carried."""
    for name, is_set in _fields(problem):
        if is_set:
            raise NotCarried(name)


def _fields(problem: Problem) -> Iterator[tuple[str, bool]]:
    yield "Problem.quotas", bool(problem.quotas)
    yield "Weights.spread_per_hour", bool(problem.weights.spread_per_hour)
    yield "Weights.per_zone", bool(problem.weights.per_zone)
    for kind in problem.types:
        yield from _type(kind)
    for vehicle in problem.vehicles:
        yield from _vehicle(vehicle)
    for room in problem.rooms:
        yield from _room(room)
    for demand in problem.demands:
        yield from _demand(demand)


def _type(kind: FleetType) -> Iterator[tuple[str, bool]]:
    yield "FleetType.range_m", kind.range_m > 0


def _vehicle(vehicle: FleetVehicle) -> Iterator[tuple[str, bool]]:
    yield "FleetVehicle.overtime_s", vehicle.overtime_s > 0
    yield "FleetVehicle.max_duration_s", vehicle.max_duration_s > 0
    yield "FleetVehicle.breaks", bool(vehicle.breaks)
    yield "FleetVehicle.trips", vehicle.trips > 1


def _room(room: SiteRoom) -> Iterator[tuple[str, bool]]:
    yield "SiteRoom.expected", any(room.expected.values())
    yield "SiteRoom.most_parcels", room.most_parcels is not None
    yield "SiteRoom.most_visits", room.most_visits is not None
    yield "SiteRoom.counter", room.counter


def _demand(demand: Demand) -> Iterator[tuple[str, bool]]:
    yield "Demand.collected", demand.collected
    yield "Demand.stocked_at", demand.stocked_at is not None
    for option in demand.options:
        yield from _option(option)


def _option(option: Option) -> Iterator[tuple[str, bool]]:
    yield "Option.needs", bool(option.needs)
    yield "Option.soft_end_s", option.soft_end_s is not None

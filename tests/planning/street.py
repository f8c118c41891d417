"""Days along one straight street, small enough to work out by hand.

Neighbouring places are 60 s and 1,000 m apart, the depot is place 0. A door takes
100 s, a second of work costs 10, driving and using a vehicle cost nothing.
"""

from dataclasses import replace

import numpy as np

from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
    Travel,
)

SITE = SiteId("s")
BOX = SizeClassId("M")
LEFT = Money(1_000_000)


def door(place: int, window: TimeWindow = WHOLE_DAY, **more: object) -> Option:
    option = Option(Channel.DOOR, place, None, (window,), (), 100, 0, 0, Money(0))
    return replace(option, **more)  # type: ignore[arg-type]


def locker(place: int, **more: object) -> Option:
    option = Option(
        Channel.LOCKER, place, SITE, (WHOLE_DAY,), (BOX,), 100, 10, 0, Money(0)
    )
    return replace(option, **more)  # type: ignore[arg-type]


def demand(number: int, *options: Option, **more: object) -> Demand:
    made = Demand(ParcelId(f"p{number}"), (1,), options, LEFT)
    return replace(made, **more)  # type: ignore[arg-type]


def vehicle(number: int = 0, **more: object) -> FleetVehicle:
    made = FleetVehicle(
        VehicleId(f"v{number}"), VehicleTypeId("van"), 0, 0, TimeWindow(0, 36_000)
    )
    return replace(made, **more)  # type: ignore[arg-type]


def street(
    demands: list[Demand],
    vehicles: list[FleetVehicle] | None = None,
    rooms: tuple[SiteRoom, ...] = (),
    capacity: int = 100,
    **kind: object,
) -> Problem:
    count = 20
    apart = np.abs(np.arange(count)[:, None] - np.arange(count)[None])
    seconds, metres = (60 * apart).astype(np.int32), (1000 * apart).astype(np.int32)
    van = FleetType(
        VehicleTypeId("van"),
        "van",
        (capacity,),
        fixed=Money(0),
        per_hour=Money(36_000),
        per_km=Money(0),
        co2_g_per_km=0,
        door_setup_s=0,
        door_handling_s=0,
    )
    return Problem(
        places=tuple(Place(k / 100, 0.0) for k in range(count)),
        travel={"van": Travel(seconds, metres)},
        demands=tuple(demands),
        rooms=rooms,
        types=(replace(van, **kind),),  # type: ignore[arg-type]
        vehicles=tuple(vehicles or [vehicle()]),
        dimensions=("parcels",),
    )


def route_of(problem: Problem, *numbers: int, by: int = 0) -> DraftRoute:
    """Each parcel a stop of its own, by its first option, in this order."""
    visits = []
    for number in numbers:
        entry = problem.demands[number]
        option = entry.options[0]
        drop = Drop(entry.parcel, option.channel, option.site)
        visits.append(Visit(option.place, (drop,)))
    return DraftRoute(problem.vehicles[by].id, tuple(visits))


def draft_of(problem: Problem, *numbers: int) -> Draft:
    """One route of the first vehicle."""
    return Draft((route_of(problem, *numbers),))

"""Compiling every kernel once, by a day small enough to plan at once.

A day has every type a kernel will ever see, so nothing is compiled after this; with
the kernels in the cache it takes parts of a second.
"""

from collections.abc import Callable, Iterator

import numpy as np

from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import Place, TimeWindow
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
from console.planning.arrays import tables
from console.planning.engine import Search
from console.planning.price import Prices


def warm() -> Iterator[tuple[int, int]]:
    """Compile step by step; yields steps done and steps in all, from 0 on."""
    known = tables(_tiny())
    search = Search(known, seed=1)
    steps: tuple[Callable[[], object], ...] = (
        search.first,
        lambda: search.lay_out(20),
        lambda: search.run_to(20),
        lambda: search.plan(full=True),
        lambda: Prices(known, search.plan().draft()).ways(ParcelId("0"), each=2),
    )
    yield 0, len(steps)
    for done, step in enumerate(steps, 1):
        step()
        yield done, len(steps)


def _tiny() -> Problem:
    """Four parcels, one site, one vehicle that takes three of them."""
    seconds = np.array([[0, 60, 90], [60, 0, 30], [90, 30, 0]], np.int32)
    site, box, day = SiteId("s"), SizeClassId("m"), TimeWindow(0, 7200)
    kind = VehicleTypeId("v")
    door = Option(Channel.DOOR, 1, None, (day,), (), 60, 10, 0, Money(5))
    locker = Option(Channel.LOCKER, 2, site, (day,), (box,), 60, 8, 0, Money(0))
    demands = tuple(
        Demand(ParcelId(str(k)), (1,), (door, locker), Money(10**6)) for k in range(4)
    )
    return Problem(
        places=(Place(0.0, 0.0),) * 3,
        travel={"van": Travel(seconds, 10 * seconds)},
        demands=demands,
        rooms=(SiteRoom(site, 2, {box: 1}),),
        types=(
            FleetType(kind, "van", (3,), Money(9), Money(99), Money(9), 200, 60, 20),
        ),
        vehicles=(FleetVehicle(VehicleId("1"), kind, 0, 0, day),),
        dimensions=("parcels",),
    )

"""A small planned day for tests of what is drawn."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from console.domain.clock import ServiceDate
from console.domain.draft import Drop
from console.domain.ids import ParcelId, SiteId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.plan import Making, Plan, PlannedStop, Route
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
)

DATE = ServiceDate(date(2026, 11, 21), ZoneInfo("Europe/Helsinki"))
VAN = VehicleTypeId("van")
PLACES = (
    Place(24.940, 60.170),
    Place(24.941, 60.170),
    Place(24.942, 60.171),
    Place(24.943, 60.172),
    Place(24.944, 60.173),
)
HUB = SiteId("hub")
HUB_PLACE = 4


def at(second: int) -> datetime:
    """The instant of a planner second on the day."""
    return datetime(2026, 11, 20, 22, tzinfo=UTC) + timedelta(seconds=second)


def stop(place, parcels, arrival, start, departure, *, late_s=0):
    """One planned stop; the hub's is a locker's."""
    locker = place == HUB_PLACE
    channel = Channel.LOCKER if locker else Channel.DOOR
    drops = tuple(
        Drop(ParcelId(p), channel, HUB if locker else None, None) for p in parcels
    )
    return PlannedStop(
        place, drops, arrival, start, departure, 300, 500, (len(parcels),), late_s
    )


def route(vehicle, stops, leave, finish, *, load=10, over_s=0):
    """One planned route of the van."""
    return Route(
        VehicleId(vehicle),
        VAN,
        tuple(stops),
        leave,
        finish,
        5000,
        (load,),
        0,
        Money(0),
        over_s=over_s,
    )


def demand(parcel, place, window=WHOLE_DAY):
    """One parcel that goes to one place."""
    channel = Channel.LOCKER if place == HUB_PLACE else Channel.DOOR
    site = HUB if channel is Channel.LOCKER else None
    option = Option(channel, place, site, (window,), (), 60, 30, 0, Money(0))
    return Demand(ParcelId(parcel), (1,), (option,), Money(0))


def day():
    """Two vehicles: V1 with a window, a wait and the hub, V2 with one door."""
    plan = Plan(
        routes=(
            route(
                "V1",
                [
                    stop(1, ["a"], 8100, 8100, 8400),
                    stop(2, ["b", "c"], 8700, 9000, 9300),
                    stop(HUB_PLACE, ["d", "e", "f"], 9600, 9600, 10000),
                ],
                7800,
                10600,
            ),
            route("V2", [stop(3, ["g"], 8000, 8000, 8300)], 7800, 8600, load=25),
        ),
        assigned=(),
        unassigned=(),
        costs=(),
        making=Making(1, 1, 1.0, "test"),
    )
    demands = (
        demand("a", 1, TimeWindow(7200, 8500)),
        demand("b", 2, TimeWindow(9000, 9400)),
        demand("c", 2),
        *(demand(p, HUB_PLACE) for p in "def"),
        demand("g", 3, TimeWindow(7200, 9000)),
    )
    van = FleetType(VAN, "car", (20,), Money(0), Money(0), Money(0), 0, 120, 30)
    shift = TimeWindow(7200, 14400)
    vehicles = tuple(FleetVehicle(VehicleId(v), VAN, 0, 0, shift) for v in ("V1", "V2"))
    rooms = (SiteRoom(HUB, HUB_PLACE, {}),)
    travel: dict[str, object] = {}
    problem = Problem(
        PLACES, travel, demands, rooms, (van,), vehicles, dimensions=("parcels",)
    )
    return plan, problem


def straight(n: int) -> np.ndarray:
    """Degrees of a line from the first place to the last, n points."""
    return np.column_stack(
        (np.linspace(24.940, 24.944, n), np.linspace(60.170, 60.173, n))
    )

"""Days to plan, drawn from a seed: small enough to check, odd enough to matter."""

import numpy as np

from console.domain.ids import (
    ParcelId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money, from_eur
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
    Weights,
)

HOUR = 3600
CLASSES = tuple(SizeClassId(name) for name in "SML")


def small_day(
    seed: int, parcels: int = 6, sites: int = 3, vehicles: int = 2, capacity: int = 4
) -> Problem:
    """Two modes, odd windows (some split), any sets of classes, tight shifts."""
    rng = np.random.default_rng(seed)
    count = 1 + sites + parcels
    xy = rng.integers(0, 6000, (count, 2))
    metres = np.abs(xy[:, None] - xy[None]).sum(2)
    # Not symmetric, and one-way streets are not the same for all.
    metres += rng.integers(0, 300, metres.shape)
    np.fill_diagonal(metres, 0)
    demands = []
    for k in range(parcels):
        options = []
        if rng.random() < 0.85 or not sites:
            options.append(_door(rng, 1 + sites + k))
        near = rng.permutation(sites)[: int(rng.integers(0, 3))]
        options.extend(_locker(rng, int(site)) for site in near)
        amount = (1, int(rng.integers(1, 10)))
        price = from_eur(float(rng.integers(4, 40)))
        demands.append(Demand(ParcelId(f"p{k}"), amount, tuple(options), price))
    types = tuple(
        FleetType(
            VehicleTypeId(mode),
            mode,
            (capacity, room),
            from_eur(fixed),
            from_eur(20),
            from_eur(per_km),
            co2,
            setup,
            30,
        )
        for mode, room, fixed, per_km, co2, setup in (
            ("van", 30, 18.0, 0.35, 180, 120),
            ("bike", 18, 6.0, 0.05, 0, 60),
        )
    )
    return Problem(
        places=tuple(Place(float(x) / 1e5, float(y) / 1e5) for x, y in xy),
        travel={
            "van": Travel((metres // 6).astype(np.int32), metres.astype(np.int32)),
            "bike": Travel((metres // 4).astype(np.int32), metres.astype(np.int32)),
        },
        demands=tuple(demands),
        rooms=tuple(
            SiteRoom(
                SiteId(f"s{k}"),
                1 + k,
                {name: int(rng.integers(0, 2)) for name in CLASSES},
            )
            for k in range(sites)
        ),
        types=types,
        vehicles=tuple(
            FleetVehicle(
                VehicleId(f"v{k}"),
                types[k % 2].id,
                0,
                0,
                TimeWindow(8 * HOUR, 8 * HOUR + int(rng.integers(2, 9)) * 1800),
            )
            for k in range(vehicles)
        ),
        dimensions=("parcels", "volume_ml"),
        weights=Weights(co2_per_kg=from_eur(0.1)),
    )


def _door(rng: np.random.Generator, place: int) -> Option:
    windows = [WHOLE_DAY]
    if rng.random() < 0.5:
        start = 8 * HOUR + int(rng.integers(0, 5)) * 1800
        windows = [TimeWindow(start, start + HOUR)]
        if rng.random() < 0.4:
            windows.append(TimeWindow(start + 5400, start + 9000))
    cost = Money(int(rng.integers(0, 30_000)))
    return Option(Channel.DOOR, place, None, tuple(windows), (), 20, 10, 0, cost)


def _locker(rng: np.random.Generator, site: int) -> Option:
    fits = [name for name in CLASSES if rng.random() < 0.6] or [CLASSES[2]]
    cost = Money(int(rng.integers(0, 15_000)))
    hours = (TimeWindow(7 * HOUR, 10 * HOUR),) if rng.random() < 0.3 else (WHOLE_DAY,)
    return Option(
        Channel.LOCKER,
        1 + site,
        SiteId(f"s{site}"),
        hours,
        tuple(fits),
        120 + 30 * int(rng.integers(0, 2)),
        8,
        1,
        cost,
        300,
    )


def city_day(
    parcels: int,
    sites: int,
    seed: int = 1,
    vans: int | None = None,
    bikes: int | None = None,
) -> Problem:
    """A depot day as in the measurements: S <= M <= L, vans and cargo bikes."""
    rng = np.random.default_rng(seed)
    middle = np.array([[5000, 5000]])
    xy = np.concatenate([middle, rng.integers(0, 10_000, (sites + parcels, 2))])
    metres = np.abs(xy[:, None] - xy[None]).sum(2)
    demands = []
    for k in range(parcels):
        place, size = 1 + sites + k, int(rng.choice(3, p=[0.5, 0.35, 0.15]))
        start = int(rng.integers(8, 15)) * HOUR
        window = TimeWindow(8 * HOUR, 18 * HOUR)
        if rng.random() < 0.3:
            window = TimeWindow(start, start + 3 * HOUR)
        door = from_eur(0.08 * 17.2 * 0.9)
        options = [Option(Channel.DOOR, place, None, (window,), (), 0, 0, 0, door)]
        walks = metres[place, 1 : 1 + sites]
        for site in np.argsort(walks, kind="stable")[:3]:
            walk = int(walks[site])
            if walk < 1800:
                options.append(
                    Option(
                        Channel.LOCKER,
                        1 + int(site),
                        SiteId(f"s{site}"),
                        (WHOLE_DAY,),
                        CLASSES[size:],
                        120,
                        8,
                        1,
                        from_eur(walk / 1000),
                        walk,
                    )
                )
        amount = (1, (2000, 8000, 30_000)[size], 1000)
        price = from_eur(30)
        demands.append(
            Demand(ParcelId(f"p{k}"), amount, tuple(options), price, door=options[0])
        )
    van, bike = VehicleTypeId("van"), VehicleTypeId("bike")
    shift = TimeWindow(8 * HOUR, 17 * HOUR)
    vans = max(2, parcels // 60) if vans is None else vans
    bikes = max(2, parcels // 80) if bikes is None else bikes
    kinds = [van] * vans + [bike] * bikes
    return Problem(
        places=tuple(Place(float(x) / 1e5, float(y) / 1e5) for x, y in xy),
        travel={
            "van": Travel((metres // 7).astype(np.int32), metres.astype(np.int32)),
            "bike": Travel(
                (metres * 2 // 9).astype(np.int32), (metres * 9 // 10).astype(np.int32)
            ),
        },
        demands=tuple(demands),
        rooms=tuple(
            SiteRoom(
                SiteId(f"s{k}"), 1 + k, dict(zip(CLASSES, (12, 8, 4), strict=True))
            )
            for k in range(sites)
        ),
        types=(
            FleetType(
                van,
                "van",
                (150, 3_000_000, 800_000),
                from_eur(40),
                from_eur(22),
                from_eur(0.35),
                180,
                120,
                30,
            ),
            FleetType(
                bike,
                "bike",
                (60, 600_000, 150_000),
                from_eur(12),
                from_eur(20),
                from_eur(0.05),
                0,
                60,
                30,
            ),
        ),
        vehicles=tuple(
            FleetVehicle(VehicleId(f"{kind}{k}"), kind, 0, 0, shift)
            for k, kind in enumerate(kinds)
        ),
    )


def scattered_day(parcels: int, capacity: int, starts: int = 6) -> Problem:
    """Doors alone, each near one of the starts; a vehicle costs nothing but its way.

    The cheapest is a vehicle at every start, the fewest are what the loads need.
    """
    rng = np.random.default_rng(1)
    ends = rng.integers(0, 10_000, (starts, 2))
    doors = ends[np.arange(parcels) % starts] + rng.integers(0, 300, (parcels, 2))
    xy = np.concatenate([ends, doors])
    metres = np.abs(xy[:, None] - xy[None]).sum(2).astype(np.int32)
    kind = VehicleTypeId("van")
    shift = TimeWindow(8 * HOUR, 18 * HOUR)
    return Problem(
        places=tuple(Place(float(x) / 1e5, float(y) / 1e5) for x, y in xy),
        travel={"van": Travel(metres // 10, metres)},
        demands=tuple(
            Demand(
                ParcelId(f"p{k}"),
                (1,),
                (_at_door(starts + k),),
                from_eur(1000),
            )
            for k in range(parcels)
        ),
        rooms=(),
        types=(
            FleetType(
                kind, "van", (capacity,), Money(0), Money(0), from_eur(1), 0, 0, 0
            ),
        ),
        vehicles=tuple(
            FleetVehicle(VehicleId(f"v{k}"), kind, k, k, shift) for k in range(starts)
        ),
        dimensions=("parcels",),
    )


def _at_door(place: int) -> Option:
    return Option(Channel.DOOR, place, None, (WHOLE_DAY,), (), 60, 0, 0, Money(0))


def oracle_day(number: int) -> Problem:
    """One of the days that the engine has to solve to the cent: of at most 8 parcels,
    3 sites, 2 vehicles.
    """
    return small_day(
        10_000 + number,
        parcels=4 + number % 5,
        sites=number % 4,
        vehicles=1 + (number % 7 > 0),
        capacity=4 + number % 3,
    )

"""Depot days made from a seed: parcels, lockers, fleet and prices in a city.

Everything is drawn with whole numbers from numpy's PCG64, so a name such as
`ring-300-1` is one day everywhere; `files.fingerprint` proves it. Figures are those
of the field where there are any (see the README), the rest is assumed and the same
for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import WHOLE_DAY, TimeWindow
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
    Weights,
)
from tests.depot_days.cities import City, Ints, Shape, made_up

HOUR = 3600
DIMENSIONS = ("parcels", "volume_ml", "mass_g", "chilled")
SIZES = tuple(SizeClassId(name) for name in ("S", "M", "L", "XL"))
COLD = SizeClassId("MC")
"""A chilled box as large as an M."""

_EUR = 10_000
_DAY = TimeWindow(8 * HOUR, 18 * HOUR)
_SHARES = (50, 85, 97, 100)
"""Percent of parcels up to each size."""
_VOLUME_ML = ((800, 4000), (4000, 14_000), (14_000, 45_000), (45_000, 110_000))
_MASS_G = ((100, 1500), (500, 5000), (1500, 12_000), (4000, 25_000))
_ODD = (SIZES[1], SIZES[3])
"""What a flat, long parcel fits: no L, whose boxes are deep and narrow."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Percentages a day is made of; what is not said here is ambient and either way."""

    same_address: int = 20
    chilled: int = 5
    odd: int = 3
    door_only: int = 15
    locker_only: int = 8
    low: int = 4
    timed: int = 30
    """Doors with a promised window of three hours."""
    wished: int = 25
    """Customers with a site of their own choice; another one is a level worse."""
    reach_m: int = 900
    most_sites: int = 4


EVERYDAY = Mix()


def name_of(shape: str, parcels: int, seed: int) -> str:
    """What a day is called in tables and files."""
    return f"{shape}-{parcels}-{seed}"


def generate(
    shape: Shape | str,
    parcels: int,
    seed: int,
    *,
    sites: int | None = None,
    mix: Mix = EVERYDAY,
) -> Problem:
    """A day in a made-up city. `sites` is 20 for 300 and 1,000 parcels, 60 for 5,000.

    The same arguments give the same day on every machine.
    """
    shape = Shape(shape)
    count = sites_for(parcels) if sites is None else sites
    number = list(Shape).index(shape)
    rng = np.random.default_rng([seed, number, parcels, count])
    addresses = max(1, parcels * (100 - mix.same_address) // 100)
    city = made_up(shape, count, addresses, rng)
    return generate_in(city, parcels, rng, mix=mix)


def generate_in(
    city: City, parcels: int, rng: np.random.Generator, *, mix: Mix = EVERYDAY
) -> Problem:
    """A day in a given city: the way to days on measured matrices."""
    addresses = len(city.places) - 1 - city.sites
    rooms = tuple(_room(number, rng) for number in range(city.sites))
    at = [k if k < addresses else int(rng.integers(addresses)) for k in range(parcels)]
    return Problem(
        places=city.places,
        travel=city.travel,
        demands=tuple(
            _demand(k, 1 + city.sites + at[k], city.walk[at[k]], rooms, rng, mix)
            for k in range(parcels)
        ),
        rooms=rooms,
        types=_types(),
        vehicles=tuple(_vehicles(parcels)),
        dimensions=DIMENSIONS,
        weights=Weights(co2_per_kg=Money(800)),
    )


def sites_for(parcels: int) -> int:
    """How many sites a day of so many parcels has."""
    return max(min(20, parcels // 4), parcels * 12 // 1000)


def _room(number: int, rng: np.random.Generator) -> SiteRoom:
    """A cabinet of 24 doors, some with XL or chilled boxes; part of it is full."""
    built = dict(zip(SIZES, (12, 8, 4, 2 * int(rng.integers(3) == 0)), strict=True))
    built[COLD] = 4 * int(rng.integers(3) == 0)
    free, low = {}, {}
    for name, count in built.items():
        if count:
            free[name] = count * int(rng.integers(40, 101)) // 100
            low[name] = free[name] // 3
    return SiteRoom(SiteId(f"site{number}"), 1 + number, free, low)


def _demand(
    number: int,
    place: int,
    walk: Ints,
    rooms: Sequence[SiteRoom],
    rng: np.random.Generator,
    mix: Mix,
) -> Demand:
    # Drawn in one go, so that no figure depends on how another one fell.
    size_at, cold_at, odd_at, way_at, low_at, timed_at, wish_at, starts = (
        int(n) for n in rng.integers(0, 100, 8)
    )
    share_v, share_m = (int(n) for n in rng.integers(0, 1001, 2))
    size = next(k for k, share in enumerate(_SHARES) if size_at < share)
    cold, low = cold_at < mix.chilled, low_at < mix.low
    if cold:
        size = min(size, 1)
    fits: tuple[SizeClassId, ...] = SIZES[size:]
    if cold:
        fits = (COLD,)
    elif size == 1 and odd_at < mix.odd:
        fits = _ODD
    start = (8 + starts % 7) * HOUR
    window = TimeWindow(start, start + 3 * HOUR) if timed_at < mix.timed else _DAY
    near = [int(k) for k in np.argsort(walk, kind="stable")[: mix.most_sites]]
    near = [k for k in near if walk[k] <= mix.reach_m]
    wished = wish_at < mix.wished and bool(near)
    lockers = [
        _locker(rooms[k], int(walk[k]), fits, low, level=int(wished and k != near[0]))
        for k in near
        if any(name in rooms[k].free for name in fits)
    ]
    # A door fails in 8 of 100 cases and costs 17.20 USD then (Loqate 2021).
    door = Option(
        channel=Channel.DOOR,
        place=place,
        site=None,
        windows=(window,),
        classes=(),
        setup_s=0,
        handling_s=0,
        level=int(wished),
        cost=Money(12_384 + 5000 * int(wished)),
    )
    options: tuple[Option, ...] = (door, *lockers)
    if way_at < mix.door_only:
        options = (door,)
    elif way_at < mix.door_only + mix.locker_only and lockers:
        options = tuple(lockers)
    return Demand(
        parcel=ParcelId(f"p{number}"),
        amount=(
            1,
            _between(_VOLUME_ML[size], share_v),
            _between(_MASS_G[size], share_m),
            int(cold),
        ),
        options=options,
        unassigned=Money(30 * _EUR),
        door=door,
    )


def _between(bounds: tuple[int, int], share: int) -> int:
    return bounds[0] + (bounds[1] - bounds[0]) * share // 1000


def _locker(
    room: SiteRoom, walk_m: int, fits: tuple[SizeClassId, ...], low: bool, *, level: int
) -> Option:
    """A euro a kilometre for the customer's walk, half a euro for a level."""
    return Option(
        channel=Channel.LOCKER,
        place=room.place,
        site=room.site,
        windows=(WHOLE_DAY,),
        classes=tuple(name for name in fits if name in room.free),
        setup_s=120,
        handling_s=8,
        level=level,
        cost=Money(10 * walk_m + 5000 * level),
        walk_m=walk_m,
        low=low,
    )


def _types() -> tuple[FleetType, ...]:
    """Vans, vans with a cold box, cargo bikes, walkers; euros a day, hour and km."""
    rows: tuple[tuple[str, str, tuple[int, ...], float, float, float, int, int], ...]
    rows = (
        ("van", "van", (150, 4_500_000, 800_000, 0), 40.0, 22.0, 0.35, 180, 120),
        ("cold", "van", (140, 4_000_000, 750_000, 60), 52.0, 22.0, 0.40, 210, 120),
        ("bike", "bike", (60, 900_000, 150_000, 0), 12.0, 20.0, 0.05, 0, 60),
        ("walker", "walk", (25, 180_000, 60_000, 0), 3.0, 19.0, 0.0, 0, 45),
    )
    return tuple(
        FleetType(
            id=VehicleTypeId(name),
            mode=mode,
            capacity=capacity,
            fixed=Money(round(fixed * _EUR)),
            per_hour=Money(round(per_hour * _EUR)),
            per_km=Money(round(per_km * _EUR)),
            co2_g_per_km=co2,
            door_setup_s=setup,
            door_handling_s=30,
        )
        for name, mode, capacity, fixed, per_hour, per_km, co2, setup in rows
    )


def _vehicles(parcels: int) -> list[FleetVehicle]:
    """Enough of each for a day of doors alone, with room to choose."""
    counts = {
        "van": (1 + parcels // 80, TimeWindow(8 * HOUR, 17 * HOUR)),
        "cold": (1 + parcels // 400, TimeWindow(8 * HOUR, 17 * HOUR)),
        "bike": (1 + parcels // 80, TimeWindow(9 * HOUR, 17 * HOUR)),
        "walker": (1 + parcels // 150, TimeWindow(9 * HOUR, 14 * HOUR)),
    }
    return [
        FleetVehicle(VehicleId(f"{kind}{k}"), VehicleTypeId(kind), 0, 0, shift)
        for kind, (count, shift) in counts.items()
        for k in range(count)
    ]

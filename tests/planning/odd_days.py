"""Days that ask whatever a day can ask, in any mixture: drawn from a seed.

Each wish draws from a stream of its own, so leaving one out changes nothing else and a
failing day shrinks to the wishes that matter. Days are tight on purpose: few boxes,
short shifts, small vehicles.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np

from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.problem import (
    UNREACHABLE,
    Break,
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    Quota,
    SiteRoom,
    Travel,
    Weights,
)
from console.planning.carried import refuse_uncarried
from console.planning.errors import NotCarried

HOUR = 3600
CLASSES = tuple(SizeClassId(name) for name in ("S", "M", "L", "XL"))
_SKILLS = ("keys", "lift", "id")
_OPENS = 8 * HOUR


class Ask(StrEnum):
    """Something a day may ask besides doors, lockers and vehicles."""

    SETS = "sets"
    """Parcels fit any set of classes, not all that are large enough."""
    LOW = "low"
    WINDOWS = "windows"
    SOFT = "soft"
    NEEDS = "needs"
    COLLECTED = "collected"
    DEPOTS = "depots"
    EXPECTED = "expected"
    CAPS = "caps"
    COUNTER = "counter"
    OVERTIME = "overtime"
    RANGE = "range"
    DURATION = "duration"
    BREAKS = "breaks"
    TRIPS = "trips"
    CO2 = "co2"
    SPREAD = "spread"
    ZONES = "zones"
    QUOTAS = "quotas"
    ISLANDS = "islands"
    """Some pairs of places have no way between them."""


def odd_day(
    seed: int, parcels: int, sites: int, vehicles: int, asks: Collection[Ask] = ()
) -> Problem:
    """A day of up to some hundred parcels with all that is asked."""
    chance = {ask: np.random.default_rng([seed, k]) for k, ask in enumerate(Ask)}
    rng = np.random.default_rng([seed, 999])
    doors = max(1, parcels * 4 // 5)
    count = 2 + sites + doors
    problem = Problem(
        places=(Place(0, 0),) * count,
        travel=_travel(rng, count, chance[Ask.ISLANDS], Ask.ISLANDS in asks),
        demands=tuple(
            _demand(rng, k, sites, 2 + sites + k % doors, chance, asks)
            for k in range(parcels)
        ),
        rooms=tuple(_room(rng, k, chance, asks) for k in range(sites)),
        types=tuple(_type(k, chance, asks) for k in range(2)),
        vehicles=tuple(_vehicle(rng, k, chance, asks) for k in range(vehicles)),
        dimensions=("parcels", "litres"),
    )
    problem = replace(problem, weights=_weights(chance, asks))
    if Ask.QUOTAS in asks:
        draw = chance[Ask.QUOTAS]
        problem = replace(
            problem,
            quotas=tuple(
                Quota(
                    level, int(draw.integers(0, 101)), Money(int(draw.integers(9999)))
                )
                for level in range(int(draw.integers(1, 3)))
            ),
        )
    if Ask.ZONES in asks:
        zones = chance[Ask.ZONES].integers(-1, 4, count)
        zones[:2] = -1
        problem = replace(problem, zones=tuple(int(zone) for zone in zones))
    return problem


def carried(asks: Collection[Ask]) -> frozenset[Ask]:
    """Those wishes that the engine carries; the others it refuses by name."""
    return frozenset(ask for ask in asks if _is_carried(ask))


def _is_carried(ask: Ask) -> bool:
    try:
        refuse_uncarried(odd_day(1, 30, 5, 5, [ask]))
    except NotCarried:
        return False
    return True


def _travel(
    rng: np.random.Generator, count: int, draw: np.random.Generator, islands: bool
) -> Mapping[str, Travel]:
    xy = rng.integers(0, 5000, (count, 2))
    metres = np.abs(xy[:, None] - xy[None]).sum(2) + rng.integers(
        0, 200, (count, count)
    )
    np.fill_diagonal(metres, 0)
    travel = {}
    for mode, pace in (("van", 6), ("bike", 4)):
        seconds, length = (metres // pace).astype(np.int32), metres.astype(np.int32)
        if islands:
            cut = draw.random((count, count)) < 0.05
            np.fill_diagonal(cut, val=False)
            # What no way leads to from a depot is no part of a day in the first place.
            cut[:2] = cut[:, :2] = False
            seconds[cut] = length[cut] = UNREACHABLE
        travel[mode] = Travel(seconds, length)
    return travel


def _windows(rng: np.random.Generator, odd: bool) -> tuple[TimeWindow, ...]:
    """None, one or several; some touch or overlap, as files have them."""
    if not odd:
        return (TimeWindow(_OPENS, _OPENS + 4 * HOUR),)
    starts = [_OPENS + int(n) * 600 for n in rng.integers(-6, 24, 3)]
    lengths = [int(n) for n in rng.integers(0, 5000, 3)]
    windows = [TimeWindow(a, a + n) for a, n in zip(starts, lengths, strict=True)]
    return tuple(windows[: int(rng.integers(0, 4))])


def _demand(
    rng: np.random.Generator,
    number: int,
    sites: int,
    door: int,
    chance: Mapping[Ask, np.random.Generator],
    asks: Collection[Ask],
) -> Demand:
    options = []
    size = int(rng.integers(0, 3))
    windows = _windows(chance[Ask.WINDOWS], Ask.WINDOWS in asks)
    if rng.random() < 0.8:
        cost = Money(int(rng.integers(0, 30_000)))
        options.append(Option(Channel.DOOR, door, None, windows, (), 20, 10, 0, cost))
    near = [int(k) for k in rng.permutation(sites)[: int(rng.integers(0, 4))]]
    options += [_locker(rng, site, size, chance, asks) for site in near]
    amount = (1, int(rng.integers(1, 10)))
    price = Money(int(rng.integers(5, 60)) * 10_000)
    options = [_asked(option, chance, asks) for option in options]
    collected = bool(chance[Ask.COLLECTED].random() < 0.3) and Ask.COLLECTED in asks
    stocked = int(chance[Ask.DEPOTS].integers(0, 3))
    return Demand(
        ParcelId(f"p{number}"),
        amount,
        tuple(options),
        price,
        collected=collected,
        stocked_at=stocked if Ask.DEPOTS in asks and stocked < 2 else None,
    )


def _locker(
    rng: np.random.Generator,
    site: int,
    size: int,
    chance: Mapping[Ask, np.random.Generator],
    asks: Collection[Ask],
) -> Option:
    draw = chance[Ask.SETS]
    some = tuple(name for name in CLASSES if draw.random() < 0.5) or CLASSES[1:2]
    low = bool(chance[Ask.LOW].random() < 0.3)
    counter = Ask.COUNTER in asks and site == 0
    return Option(
        Channel.LOCKER,
        2 + site,
        SiteId(f"s{site}"),
        (WHOLE_DAY,),
        () if counter else some if Ask.SETS in asks else CLASSES[size:],
        int(rng.integers(1, 4)) * 60,
        8,
        1 + int(rng.integers(0, 2)),
        Money(int(rng.integers(0, 15_000))),
        300,
        low=low and Ask.LOW in asks and not counter,
    )


def _asked(
    option: Option, chance: Mapping[Ask, np.random.Generator], asks: Collection[Ask]
) -> Option:
    draw = chance[Ask.NEEDS]
    needs = frozenset(skill for skill in _SKILLS if draw.random() < 0.15)
    if Ask.NEEDS in asks:
        option = replace(option, needs=needs)
    draw = chance[Ask.SOFT]
    soft, price = _OPENS + int(draw.integers(0, 3 * HOUR)), int(draw.integers(90_000))
    if draw.random() < 0.5 and Ask.SOFT in asks:
        option = replace(option, soft_end_s=soft, late_per_hour=Money(price))
    return option


def _room(
    rng: np.random.Generator,
    number: int,
    chance: Mapping[Ask, np.random.Generator],
    asks: Collection[Ask],
) -> SiteRoom:
    free = {name: int(rng.integers(0, 4)) for name in CLASSES}
    room = SiteRoom(SiteId(f"s{number}"), 2 + number, free)
    if Ask.LOW in asks:
        low = {n: int(chance[Ask.LOW].integers(0, c + 1)) for n, c in free.items()}
        room = replace(room, low=low)
    if Ask.EXPECTED in asks:
        more = {name: int(chance[Ask.EXPECTED].integers(0, 2)) for name in CLASSES}
        room = replace(room, expected=more)
    if Ask.COUNTER in asks and number == 0:
        most = int(chance[Ask.COUNTER].integers(0, 6))
        room = replace(
            room, counter=True, free={}, low={}, expected={}, most_parcels=most
        )
    if Ask.CAPS in asks:
        parcels, visits = (int(n) for n in chance[Ask.CAPS].integers(0, 7, 2))
        if room.most_parcels is None and parcels < 5:
            room = replace(room, most_parcels=parcels)
        if visits < 4:
            room = replace(room, most_visits=visits)
    return room


def _type(
    number: int, chance: Mapping[Ask, np.random.Generator], asks: Collection[Ask]
) -> FleetType:
    mode, capacity, fixed, per_hour, per_km, co2, setup = (
        ("van", (12, 60), 180_000, 200_000, 3500, 180, 120),
        ("bike", (7, 30), 60_000, 190_000, 500, 0, 60),
    )[number]
    return FleetType(
        VehicleTypeId(mode),
        mode,
        capacity,
        Money(fixed),
        Money(per_hour),
        Money(per_km),
        co2,
        setup,
        30,
        per_overtime_hour=Money(110_001 if Ask.OVERTIME in asks else 0),
        range_m=int(chance[Ask.RANGE].integers(4000, 30_000)) * (Ask.RANGE in asks),
    )


def _vehicle(
    rng: np.random.Generator,
    number: int,
    chance: Mapping[Ask, np.random.Generator],
    asks: Collection[Ask],
) -> FleetVehicle:
    opens = _OPENS + 1200 * int(rng.integers(0, 2))
    shift = TimeWindow(opens, opens + int(rng.integers(2, 10)) * 1800)
    start, end = 0, 0
    if Ask.DEPOTS in asks:
        start, end = (int(n) for n in chance[Ask.DEPOTS].integers(0, 2, 2))
    vehicle = FleetVehicle(
        VehicleId(f"v{number}"),
        VehicleTypeId("van" if number % 2 else "bike"),
        start,
        end,
        shift,
    )
    if Ask.OVERTIME in asks:
        over = int(chance[Ask.OVERTIME].integers(0, 4)) * 1200
        vehicle = replace(vehicle, overtime_s=over)
    if Ask.DURATION in asks:
        longest = int(chance[Ask.DURATION].integers(0, 6)) * 1800
        vehicle = replace(vehicle, max_duration_s=longest)
    if Ask.NEEDS in asks:
        draw = chance[Ask.NEEDS]
        skills = frozenset(skill for skill in _SKILLS if draw.random() < 0.6)
        vehicle = replace(vehicle, skills=skills)
    if Ask.TRIPS in asks:
        trips, reload_s = (int(n) for n in chance[Ask.TRIPS].integers(1, 4, 2))
        vehicle = replace(vehicle, trips=trips, reload_s=300 * reload_s)
    if Ask.BREAKS in asks:
        vehicle = replace(vehicle, breaks=_breaks(chance[Ask.BREAKS]))
    return vehicle


def _breaks(draw: np.random.Generator) -> tuple[Break, ...]:
    breaks, begin = [], _OPENS
    for _ in range(int(draw.integers(0, 3))):
        begin += int(draw.integers(2, 9)) * 600
        length = int(draw.integers(1, 4)) * 300
        breaks.append(Break(TimeWindow(begin, begin + length + 600), length))
        begin += length + 600
    return tuple(breaks)


def _weights(
    chance: Mapping[Ask, np.random.Generator], asks: Collection[Ask]
) -> Weights:
    def price(ask: Ask, most: int) -> Money:
        return Money(int(chance[ask].integers(1, most)) if ask in asks else 0)

    return Weights(
        co2_per_kg=price(Ask.CO2, 20_000),
        spread_per_hour=price(Ask.SPREAD, 200_000),
        per_zone=price(Ask.ZONES, 20_000),
    )

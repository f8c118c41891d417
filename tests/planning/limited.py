"""Small days with limits of every kind, drawn from a seed, and routes to be timed."""

from dataclasses import replace

import numpy as np

from console.domain.money import from_eur
from console.domain.place import TimeWindow
from console.domain.problem import (
    Break,
    Demand,
    Option,
    Problem,
    Quota,
    SiteRoom,
)
from tests.planning.days import HOUR, small_day
from tests.planning.street import demand, door, street, vehicle

SKILLS = ("C1", "key", "lift")


def limited_day(seed: int, parcels: int = 5, sites: int = 2) -> Problem:
    """A `small_day` with overtime, ranges, skills, soft ends, caps, quotas, zones."""
    rng = np.random.default_rng(1000 + seed)
    day = small_day(seed, parcels, sites)
    return replace(
        day,
        demands=tuple(_asking(rng, entry) for entry in day.demands),
        rooms=tuple(_capped(rng, room) for room in day.rooms),
        types=tuple(
            replace(
                kind,
                per_overtime_hour=from_eur(float(rng.integers(0, 40))),
                range_m=int(rng.choice([0, 12_000, 18_000])),
            )
            for kind in day.types
        ),
        vehicles=tuple(
            replace(
                entry,
                overtime_s=int(rng.choice([0, 600, 3600])),
                max_duration_s=int(rng.choice([0, 3600, 9000])),
                skills=frozenset(name for name in SKILLS if rng.random() < 0.7),
            )
            for entry in day.vehicles
        ),
        weights=replace(day.weights, per_zone=from_eur(float(rng.integers(0, 3)))),
        quotas=(Quota(0, int(rng.choice([0, 50, 100])), from_eur(5)),),
        zones=tuple(int(zone) for zone in rng.integers(-1, 3, len(day.places))),
    )


def _asking(rng: np.random.Generator, entry: Demand) -> Demand:
    return replace(entry, options=tuple(_soft(rng, one) for one in entry.options))


def _soft(rng: np.random.Generator, option: Option) -> Option:
    needs = frozenset(name for name in SKILLS if rng.random() < 0.1)
    if rng.random() < 0.6:
        return replace(option, needs=needs)
    end = 8 * HOUR + int(rng.integers(0, 6)) * 900
    price = from_eur(float(rng.integers(1, 60)))
    return replace(option, needs=needs, soft_end_s=end, late_per_hour=price)


def _capped(rng: np.random.Generator, room: SiteRoom) -> SiteRoom:
    if rng.random() < 0.5:
        return room
    expected = {name: int(rng.integers(0, 2)) for name in room.free}
    return replace(room, expected=expected, most_parcels=int(rng.integers(0, 3)))


def paused_street(seed: int) -> Problem:
    """One vehicle with breaks and trips on a street, every parcel at its door."""
    rng = np.random.default_rng(seed)
    demands = []
    for k in range(int(rng.integers(1, 6))):
        window = TimeWindow(0, 30_000)
        if rng.random() < 0.4:
            start = int(rng.integers(0, 20)) * 100
            window = TimeWindow(start, start + int(rng.integers(0, 9)) * 200)
        place = int(rng.integers(1, 12))
        back = bool(rng.random() < 0.3)
        demands.append(demand(k, door(place, window), collected=back))
    starts = sorted(int(s) * 50 for s in rng.integers(0, 40, int(rng.integers(0, 3))))
    breaks, end = [], 0
    for start in starts:
        end = max(end, start + int(rng.integers(0, 12)) * 50)
        breaks.append(Break(TimeWindow(start, end), int(rng.integers(1, 8)) * 50))
    capacity = int(rng.integers(1, 4))
    trips = int(rng.integers(1, 4))
    some = vehicle(breaks=tuple(breaks), trips=trips, reload_s=30)
    return street(demands, [some], capacity=capacity)

"""Parcels whose options are chosen, put together into the stops that peers route.

A router that knows nothing of setups sees one stop where a courier makes one: all
parcels of a place whose windows nest, with the setup once and every handling. Parcels
that only some vehicles can carry at all (chilled ones) stay apart: one of them would
keep a whole locker from every other vehicle. Two such halves that end up one after the
other on a tour are one call again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from console.domain.place import WHOLE_DAY, TimeWindow
from console.domain.problem import Channel, FleetType, Option, Problem
from tests.benchmarks.planner.task import Call

_MOST_SCALE = 1000
_NEARLY = 2000
"""One part in so many is as good as whole."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Parcels with their chosen options, brought together; `windows` hold for all."""

    place: int
    handed: tuple[tuple[int, int], ...]
    windows: tuple[TimeWindow, ...]


def stops_of(problem: Problem, chosen: Mapping[int, int]) -> list[Stop]:
    """The stops of a choice of options, by parcel; a parcel not in it is left."""
    groups: dict[tuple[int, tuple[bool, ...]], list[int]] = defaultdict(list)
    for parcel, option in chosen.items():
        place = problem.demands[parcel].options[option].place
        groups[place, _special(problem, parcel)].append(parcel)
    largest = [
        max(kind.capacity[d] for kind in problem.types)
        for d in range(len(problem.dimensions))
    ]
    stops: list[Stop] = []
    for (place, _), parcels in groups.items():
        for windows, together in _nested(problem, chosen, parcels):
            for part in _parts(problem, together, largest):
                handed = tuple((parcel, chosen[parcel]) for parcel in part)
                stops.append(Stop(place, handed, windows))
    return stops


def _special(problem: Problem, parcel: int) -> tuple[bool, ...]:
    """By dimension, whether the parcel takes some that not every type has at all."""
    return tuple(
        amount > 0 and any(not kind.capacity[d] for kind in problem.types)
        for d, amount in enumerate(problem.demands[parcel].amount)
    )


def _windows(option: Option) -> tuple[TimeWindow, ...]:
    return tuple(sorted(option.windows)) or (WHOLE_DAY,)


def _nested(
    problem: Problem, chosen: Mapping[int, int], parcels: Iterable[int]
) -> list[tuple[tuple[TimeWindow, ...], list[int]]]:
    """Parcels of a place together where one's windows lie within another's."""
    windows = {
        parcel: _windows(problem.demands[parcel].options[chosen[parcel]])
        for parcel in parcels
    }
    found: list[tuple[tuple[TimeWindow, ...], list[int]]] = []
    narrow_first = sorted(windows, key=lambda p: (_length(windows[p]), p))
    for parcel in narrow_first:
        for narrower, together in found:
            if _within(narrower, windows[parcel]):
                together.append(parcel)
                break
        else:
            found.append((windows[parcel], [parcel]))
    return found


def _length(windows: Sequence[TimeWindow]) -> int:
    return sum(window.end_s - window.start_s for window in windows)


def _within(inner: Sequence[TimeWindow], outer: Sequence[TimeWindow]) -> bool:
    return all(
        any(o.start_s <= i.start_s and i.end_s <= o.end_s for o in outer) for i in inner
    )


def _parts(
    problem: Problem, parcels: Iterable[int], largest: Sequence[int]
) -> list[list[int]]:
    """As few parts as a first fit needs for each to go into some vehicle."""
    parts: list[list[int]] = []
    loads: list[list[int]] = []
    for parcel in parcels:
        amount = problem.demands[parcel].amount
        for part, load in zip(parts, loads, strict=True):
            if all(a + b <= c for a, b, c in zip(load, amount, largest, strict=True)):
                part.append(parcel)
                load[:] = [a + b for a, b in zip(load, amount, strict=True)]
                break
        else:
            parts.append([parcel])
            loads.append(list(amount))
    return parts


def service_s(problem: Problem, stop: Stop, kind: FleetType) -> int:
    """The largest setup once, and every handling."""
    setup = handling = 0
    for parcel, number in stop.handed:
        option = problem.demands[parcel].options[number]
        door = option.channel is Channel.DOOR
        setup = max(setup, option.setup_s + door * kind.door_setup_s)
        handling += option.handling_s + door * kind.door_handling_s
    return setup + handling


def load(problem: Problem, stop: Stop) -> list[int]:
    """What a stop takes up, by dimension."""
    amounts = (problem.demands[parcel].amount for parcel, _ in stop.handed)
    return [sum(column) for column in zip(*amounts, strict=True)]


def price_of_leaving(problem: Problem, stop: Stop) -> int:
    """What it costs more to leave all its parcels than to hand them over."""
    return sum(
        problem.demands[parcel].unassigned - problem.demands[parcel].options[way].cost
        for parcel, way in stop.handed
    )


def calls_of(stops: Iterable[Stop]) -> list[Call]:
    """A tour's stops as calls; neighbours that differ in nothing but load are one."""
    calls: list[Call] = []
    before: Stop | None = None
    for stop in stops:
        if before and (before.place, before.windows) == (stop.place, stop.windows):
            calls[-1] = Call(stop.place, (*calls[-1].handed, *stop.handed))
        else:
            calls.append(Call(stop.place, stop.handed))
        before = stop
    return calls


@dataclass(frozen=True, slots=True)
class Rates:
    """Prices of one type in whole units of 1/`scale` of the problem's own money.

    Routers count in whole numbers: at 1/scale a second and a metre cost whole units,
    or nearly; a larger scale would leave the range their penalties are made for.
    """

    scale: int
    per_s: int
    per_m: int
    fixed: int


def rates_of(problem: Problem) -> list[Rates]:
    """Prices of every type at the least scale that has them to within 0.05 %."""
    co2 = problem.weights.co2_per_kg
    exact = [
        (
            Fraction(kind.per_hour, 3600),
            Fraction(kind.per_km, 1000) + Fraction(kind.co2_g_per_km * co2, 1_000_000),
        )
        for kind in problem.types
    ]
    prices = [price for pair in exact for price in pair]
    scale = next(
        (s for s in range(1, _MOST_SCALE) if all(_near(p * s) for p in prices)),
        _MOST_SCALE,
    )
    return [
        Rates(scale, round(s * scale), round(m * scale), kind.fixed * scale)
        for (s, m), kind in zip(exact, problem.types, strict=True)
    ]


def _near(price: Fraction) -> bool:
    """Whether a price is nearly whole."""
    return abs(round(price) - price) * _NEARLY <= price


def loads_of(
    problem: Problem, stops: Sequence[Stop]
) -> tuple[list[list[int]], dict[int, list[int]]]:
    """Loads of stops and capacities of types, divided by what all loads share.

    Small numbers keep a router's penalties in the same range as its costs.
    """
    loads = [load(problem, stop) for stop in stops]
    shared = [
        gcd(*(entry[d] for entry in loads)) or 1 for d in range(len(problem.dimensions))
    ]
    return (
        [[a // g for a, g in zip(entry, shared, strict=True)] for entry in loads],
        {
            number: [c // g for c, g in zip(kind.capacity, shared, strict=True)]
            for number, kind in enumerate(problem.types)
        },
    )

"""When a tour does what: walks through the day from one departure after another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.domain.place import TimeWindow
from console.domain.problem import Channel, FleetType, FleetVehicle, Option, Travel
from tests.depot_days.solution import Tour
from tests.depot_days.verdict import Broken, Sheet


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop with everything its time depends on; `number` counts in the tour.

    `windows` are the seconds at which service may begin for every parcel of it. Where
    there are none it waits for `opens_s` and is late after `closes_s`.
    """

    number: int
    place: int
    windows: tuple[TimeWindow, ...]
    opens_s: int
    closes_s: int
    takes_s: int


def visit_of(
    number: int, place: int, options: Sequence[Option], kind: FleetType
) -> Visit:
    """The largest setup once, all handling, and the seconds open to every parcel."""
    setups, handling = [], 0
    windows: list[TimeWindow] = [TimeWindow(-(10**9), 10**9)]
    opens, closes = -(10**9), 10**9
    for option in options:
        door = option.channel is Channel.DOOR
        setups.append(option.setup_s + door * kind.door_setup_s)
        handling += option.handling_s + door * kind.door_handling_s
        if option.windows:
            windows = _both(windows, option.windows)
            opens = max(opens, min(w.start_s for w in option.windows))
            closes = min(closes, max(w.end_s for w in option.windows))
    windows.sort()
    if windows:
        closes = windows[-1].end_s
    return Visit(number, place, tuple(windows), opens, closes, max(setups) + handling)


def _both(one: Iterable[TimeWindow], other: Iterable[TimeWindow]) -> list[TimeWindow]:
    """The seconds in both; what touches or overlaps does no harm here."""
    shared = []
    others = tuple(other)
    for a in one:
        for b in others:
            start, end = max(a.start_s, b.start_s), min(a.end_s, b.end_s)
            if start <= end:
                shared.append(TimeWindow(start, end))
    return shared


def driven(
    vehicle: FleetVehicle, travel: Travel, visits: Sequence[Visit], departure: int
) -> tuple[list[int], int]:
    """Beginning everything as early as it goes: starts, and when the tour ends."""
    now, at, starts = departure, vehicle.start, []
    for visit in visits:
        now += int(travel.seconds[at, visit.place])
        if visit.windows:
            waits = [max(0, w.start_s - now) for w in visit.windows if now <= w.end_s]
            now += min(waits, default=0)
        else:
            now = max(now, visit.opens_s)
        starts.append(now)
        now, at = now + visit.takes_s, visit.place
    return starts, now + int(travel.seconds[at, vehicle.end])


def lateness(visits: Sequence[Visit], starts: Sequence[int]) -> int:
    """Seconds by which stops begin after their last window, over the tour."""
    return sum(
        max(0, start - visit.closes_s)
        for visit, start in zip(visits, starts, strict=True)
    )


def latest_departure(
    vehicle: FleetVehicle, travel: Travel, visits: Sequence[Visit]
) -> int:
    """The last second to leave at that ends no later than leaving at once does.

    Leaving later never ends a tour earlier, so it is found by halving.
    """
    first = vehicle.shift.start_s
    starts, finish = driven(vehicle, travel, visits, first)
    late = lateness(visits, starts)
    good, bad = first, finish + 1
    while bad - good > 1:
        middle = (good + bad) // 2
        starts, ends = driven(vehicle, travel, visits, middle)
        if ends == finish and lateness(visits, starts) == late:
            good = middle
        else:
            bad = middle
    return good


def told_times(
    tour: Tour, visits: Sequence[Visit]
) -> tuple[int, tuple[int, ...]] | None:
    """Departure and starts where the solution tells them all."""
    starts = [tour.stops[visit.number].start_s for visit in visits]
    told = tuple(start for start in starts if start is not None)
    if tour.departure_s is None or len(told) < len(starts):
        return None
    return tour.departure_s, told


def followed(
    vehicle: FleetVehicle,
    travel: Travel,
    visits: Sequence[Visit],
    departure: int,
    starts: Sequence[int],
    sheet: Sheet,
) -> int:
    """When a tour of told times ends; no stop may begin before one gets there."""
    now, at = departure, vehicle.start
    for visit, start in zip(visits, starts, strict=True):
        now += int(travel.seconds[at, visit.place])
        if start < now:
            sheet.blame(Broken.TIMES, vehicle.id, visit.number, now - start)
        now, at = start + visit.takes_s, visit.place
    return now + int(travel.seconds[at, vehicle.end])

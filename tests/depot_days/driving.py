"""When a tour does what: walks through the day from one departure after another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from console.domain.place import TimeWindow
from console.domain.problem import (
    Break,
    Channel,
    FleetType,
    FleetVehicle,
    Option,
    Travel,
)
from tests.depot_days.solution import Tour
from tests.depot_days.verdict import Broken, NotJudged, Sheet

_ENDLESS = 10**9


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop with everything its time depends on; `number` counts in the tour.

    `windows` are the seconds at which service may begin for every parcel of it. Where
    there are none it waits for `opens_s` and is late after `closes_s`. Beginning after
    `soft_s` costs something.
    """

    number: int
    place: int
    windows: tuple[TimeWindow, ...]
    opens_s: int
    closes_s: int
    soft_s: int
    takes_s: int


@dataclass(frozen=True, slots=True)
class Course:
    """When a tour leaves, begins every visit, and is back."""

    departure_s: int
    starts_s: tuple[int, ...]
    finish_s: int


def visit_of(
    number: int, place: int, options: Sequence[Option], kind: FleetType
) -> Visit:
    """The largest setup once, all handling, and the seconds open to every parcel."""
    setups, handling = [], 0
    windows: list[TimeWindow] = [TimeWindow(-_ENDLESS, _ENDLESS)]
    opens, closes = -_ENDLESS, _ENDLESS
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
        closes = max(window.end_s for window in windows)
    soft = [o.soft_end_s for o in options if o.soft_end_s is not None]
    return Visit(
        number,
        place,
        tuple(windows),
        opens,
        closes,
        min(soft, default=_ENDLESS),
        max(setups) + handling,
    )


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


def course_of(
    tour: Tour,
    vehicle: FleetVehicle,
    travel: Travel,
    visits: Sequence[Visit],
    sheet: Sheet,
) -> Course:
    """By the times the solution tells, or by the rule where it tells none.

    Raises NotJudged for a vehicle with breaks or trips where it tells none: which way
    it rests and loads is the planner's decision.
    """
    starts = [tour.stops[visit.number].start_s for visit in visits]
    told = tuple(start for start in starts if start is not None)
    if tour.departure_s is None or len(told) < len(starts):
        if vehicle.breaks or vehicle.trips > 1:
            raise NotJudged("times of a vehicle with breaks or trips must be told")
        return _by_rule(vehicle, travel, visits)
    return _as_told(tour, tour.departure_s, told, vehicle, travel, visits, sheet)


def _by_rule(vehicle: FleetVehicle, travel: Travel, visits: Sequence[Visit]) -> Course:
    """Everything as early as it goes; then left as late as changes nothing by it.

    Leaving later never begins or ends anything earlier, so it is found by halving.
    """
    earliest = _driven(vehicle, travel, visits, vehicle.shift.start_s)
    if vehicle.left:
        return earliest
    good, bad = earliest, earliest.finish_s + 1
    while bad - good.departure_s > 1:
        middle = (good.departure_s + bad) // 2
        tried = _driven(vehicle, travel, visits, middle)
        if tried.finish_s == earliest.finish_s and all(
            start <= max(before, min(visit.soft_s, visit.closes_s))
            for visit, before, start in zip(
                visits, earliest.starts_s, tried.starts_s, strict=True
            )
        ):
            good = tried
        else:
            bad = middle
    return good


def _driven(
    vehicle: FleetVehicle, travel: Travel, visits: Sequence[Visit], departure: int
) -> Course:
    """Leaving then and beginning every visit as soon as it can."""
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
    return Course(departure, tuple(starts), now + int(travel.seconds[at, vehicle.end]))


def _as_told(
    tour: Tour,
    departure: int,
    starts: Sequence[int],
    vehicle: FleetVehicle,
    travel: Travel,
    visits: Sequence[Visit],
    sheet: Sheet,
) -> Course:
    """A tour of told times; no stop and no break may begin before one gets there."""
    if len(tour.rests) > len(vehicle.breaks):
        sheet.blame(Broken.BREAK, vehicle.id, len(tour.rests))
        tour = replace(tour, rests=())
    # Which breaks were taken nobody says: those that put the tour in the best light.
    tried = [
        _with_breaks(tour, taken, departure, starts, vehicle, travel, visits)
        for taken in combinations(vehicle.breaks, len(tour.rests))
    ]
    finish, wrong = min(tried, key=lambda one: len(one[1]))
    for what, args in wrong:
        sheet.blame(what, vehicle.id, *args)
    return Course(departure, tuple(starts), finish)


type _Wrong = list[tuple[Broken, tuple[int, ...]]]


def _with_breaks(
    tour: Tour,
    taken: tuple[Break, ...],
    departure: int,
    starts: Sequence[int],
    vehicle: FleetVehicle,
    travel: Travel,
    visits: Sequence[Visit],
) -> tuple[int, _Wrong]:
    """When a told tour is back if it took these breaks, and what is wrong with it.

    A break is not owed by who is back in its window, or left when it would be over.
    """
    wrong: _Wrong = [
        (Broken.BREAK, (rest.begin_s,))
        for rest, pause in zip(tour.rests, taken, strict=True)
        if rest.begin_s not in pause.window
    ]
    now, at = departure, vehicle.start
    begun = {v.number: (v, start) for v, start in zip(visits, starts, strict=True)}
    for number in range(len(tour.stops) + 1):
        for rest, pause in zip(tour.rests, taken, strict=True):
            if rest.before == number:
                if rest.begin_s < now:
                    wrong.append((Broken.TIMES, (number, now - rest.begin_s)))
                now = rest.begin_s + pause.duration_s
        if number not in begun:
            continue
        visit, start = begun[number]
        for place in via(tour, visit.number, vehicle):
            now, at = now + int(travel.seconds[at, place]) + vehicle.reload_s, place
        now += int(travel.seconds[at, visit.place])
        if start < now:
            wrong.append((Broken.TIMES, (visit.number, now - start)))
        now, at = start + visit.takes_s, visit.place
    finish = now + int(travel.seconds[at, vehicle.end])
    for pause in vehicle.breaks:
        begun_late = departure >= pause.window.start_s + pause.duration_s
        if pause not in taken and finish > pause.window.end_s and not begun_late:
            wrong.append((Broken.BREAK, (finish - pause.window.end_s,)))
    return finish, wrong


def via(tour: Tour, number: int, vehicle: FleetVehicle) -> tuple[int, ...]:
    """Where a tour drives by before a stop: its start, if it is loaded again."""
    return (vehicle.start,) * tour.loads.count(number)

"""Breaks of VROOM as breaks of ours, and where they lie on a route that is planned.

VROOM puts every break of a vehicle on its route, also where that is back before; one
may begin while driving. Ours begin right before driving on, and none is owed by a route
that is back in time or leaves late. So windows are cut down to what the shift and the
other breaks leave of them: then whatever our planner holds to be rested has room for
all breaks, if only at its start or its end, and `placed` finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from console.domain.place import TimeWindow
from console.domain.vehicle import Break as Rest
from console.interchange.vroom_input import (
    HUNDREDTHS,
    Act,
    Break,
    Job,
    Spot,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_solution import Ways
from console.planning.kernels.layout import X_COLUMNS

FOR_EVER = 2**40
"""The last planner second of what has no end."""
_ANY = (TimeWindow(0, FOR_EVER),)


def rests_of(source: VroomInput, vehicle: Vehicle, ticks: int) -> tuple[Rest, ...]:
    """The breaks of a vehicle as the planner takes them, in planner seconds.

    Raises VroomFileError for what a break asks that the planner does not carry out, and
    where breaks do not fit into the shift one after another, which VROOM refuses too.
    """
    if len(vehicle.breaks) > X_COLUMNS:
        raise source.refused(
            f"{vehicle.path}.breaks",
            f"{len(vehicle.breaks)} breaks",
            f"at most {X_COLUMNS} of one vehicle are planned",
        )
    earliest, latest = _bounds(source, vehicle, FOR_EVER // ticks)
    found = []
    for one, first, last in zip(vehicle.breaks, earliest, latest, strict=True):
        left = [w for w in _open(one) if w.end_s >= first and w.start_s <= last]
        if len(left) > 1:
            raise source.refused(
                f"{one.path}.time_windows",
                f"{len(left)} windows",
                "a break with a choice of windows is not planned; keep one of them",
            )
        if one.max_load is not None and any(
            most < room
            for most, room in zip(one.max_load, vehicle.capacity, strict=True)
        ):
            raise source.refused(
                f"{one.path}.max_load",
                str(list(one.max_load)),
                f"less than the vehicle's capacity {list(vehicle.capacity)} is not "
                "planned; remove it, or check the steps with --check",
            )
        window = TimeWindow(
            max(left[0].start_s, first) * ticks, min(left[0].end_s, last) * ticks
        )
        found.append(Rest(window, one.service_s * ticks))
    return tuple(found)


def _open(one: Break) -> Sequence[TimeWindow]:
    return one.windows or _ANY


def _bounds(
    source: VroomInput, vehicle: Vehicle, for_ever: int
) -> tuple[list[int], list[int]]:
    """When each break begins at the earliest and at the latest, in seconds."""
    shift = vehicle.window or TimeWindow(0, for_ever)
    earliest: list[int] = []
    now = shift.start_s
    for one in vehicle.breaks:
        begin = _next(_open(one), now, 1)
        if begin is None:
            raise _unfit(source, one)
        earliest.append(begin)
        now = begin + one.service_s
    latest: list[int] = []
    now = shift.end_s
    for one, first in zip(reversed(vehicle.breaks), reversed(earliest), strict=True):
        begin = _last(_open(one), now - one.service_s, 1)
        if begin is None or begin < first:
            raise _unfit(source, one)
        latest.append(begin)
        now = begin
    return earliest, latest[::-1]


def _unfit(source: VroomInput, one: Break) -> Exception:
    return source.refused(
        one.path,
        f"{one.service_s} s",
        "does not fit into the vehicle's time_window beside its other breaks; widen "
        "time_windows or shorten service",
    )


def _next(windows: Sequence[TimeWindow], at: int, scale: int) -> int | None:
    """The first moment from `at` on that is in a window; None where there is none."""
    for window in windows:
        if at <= window.end_s * scale:
            return max(at, window.start_s * scale)
    return None


def _last(windows: Sequence[TimeWindow], at: int, scale: int) -> int | None:
    """The last moment up to `at` that is in a window; None where there is none."""
    for window in reversed(windows):
        if window.start_s * scale <= at:
            return min(at, window.end_s * scale)
    return None


@dataclass(frozen=True, slots=True)
class Placed:
    """A route with its breaks, and when it departs, begins each act and finishes."""

    acts: tuple[Act, ...]
    starts: tuple[int, ...]
    """Hundredths of seconds."""


def placed(source: VroomInput, vehicle: Vehicle, jobs: Sequence[Job]) -> Placed | None:
    """The jobs in their order with all breaks between them, nothing broken.

    The route is back as early as it can be, then leaves as late as it can, then breaks
    come as soon as they can. None where there is no such way.
    """
    line = _Line(source, vehicle, jobs)
    acts = line.with_breaks()
    if acts is None:
        return None
    return Placed(acts, line.timed(acts))


class _Line:
    """The jobs of one route, to find where its breaks lie."""

    def __init__(
        self, source: VroomInput, vehicle: Vehicle, jobs: Sequence[Job]
    ) -> None:
        ways = Ways(source, vehicle)
        self._jobs, self._vehicle, self._ways = jobs, vehicle, ways
        spots: list[Spot | None] = [vehicle.start, *(job.spot for job in jobs)]
        self._actions = [0] + [
            HUNDREDTHS * ways.action_s(before, job)
            for before, job in zip(spots, jobs, strict=False)
        ]
        self._travel = [
            ways.hundredths(before, after)
            for before, after in zip(spots, [*spots[1:], vehicle.end], strict=True)
        ]
        shift = vehicle.window or TimeWindow(0, FOR_EVER)
        self._shift = TimeWindow(shift.start_s * HUNDREDTHS, shift.end_s * HUNDREDTHS)
        first = tuple(map(sum, zip(*(job.delivery for job in jobs), strict=True)))
        self._loads = list(
            accumulate(
                jobs,
                lambda load, job: tuple(
                    had - brought + fetched
                    for had, brought, fetched in zip(
                        load, job.delivery, job.pickup, strict=True
                    )
                ),
                initial=first,
            )
        )

    def with_breaks(self) -> tuple[Act, ...] | None:
        """The acts in an order that breaks nothing; None where there is none."""
        count = len(self._vehicle.breaks)
        ready: list[int | None] = [self._shift.start_s, *[None] * count]
        came, origins = ready, list[list[int]]()
        for number in range(len(self._jobs) + 1):
            came = [None] * (count + 1)
            origin = [0] * (count + 1)
            for before in range(count, -1, -1):
                self._leg(number, before, ready[before], came, origin)
            origins.append(origin)
            if number < len(self._jobs):
                windows = self._jobs[number].windows or _ANY
                begins = [
                    None if at is None else _next(windows, at, HUNDREDTHS)
                    for at in came
                ]
                busy = self._actions[number + 1]
                ready = [None if at is None else at + busy for at in begins]
        last = came[count]
        if last is None or last > self._shift.end_s:
            return None
        acts: list[Act] = []
        taken = count
        for number in range(len(self._jobs), -1, -1):
            before = origins[number][taken]
            if number < len(self._jobs):
                acts.append(self._jobs[number])
            acts += reversed(self._vehicle.breaks[before:taken])
            taken = before
        return tuple(reversed(acts))

    def _leg(
        self,
        number: int,
        before: int,
        ready: int | None,
        came: list[int | None],
        origin: list[int],
    ) -> None:
        """On the way to a job take some breaks more; keep what arrives sooner."""
        if ready is None:
            return
        at, driven = ready, ready + self._travel[number]
        for taken in range(before, len(self._vehicle.breaks) + 1):
            arrival, best = max(at, driven), came[taken]
            if best is None or arrival < best:
                came[taken], origin[taken] = arrival, before
            if taken < len(self._vehicle.breaks):
                rest = self._vehicle.breaks[taken]
                begin = _next(_open(rest), at, HUNDREDTHS)
                if begin is None or _heavy(rest, self._loads[number]):
                    return
                at = begin + HUNDREDTHS * rest.service_s
                driven += HUNDREDTHS * rest.service_s

    def timed(self, acts: Sequence[Act]) -> tuple[int, ...]:
        """Departure, starts and finish of acts in an order that breaks nothing."""
        finish = self._forward(acts, self._shift.start_s)[-1]
        return self._forward(acts, self._backward(acts, finish))

    def _forward(self, acts: Sequence[Act], departure: int) -> tuple[int, ...]:
        """Everything as soon as it can be."""
        starts = [departure]
        at, driven, done = departure, departure + self._travel[0], 0
        for act in acts:
            if isinstance(act, Job):
                done += 1
                begin = _next(act.windows or _ANY, max(at, driven), HUNDREDTHS)
                at = _sure(begin) + self._actions[done]
                driven = at + self._travel[done]
            else:
                begin = _next(_open(act), at, HUNDREDTHS)
                at = _sure(begin) + HUNDREDTHS * act.service_s
                driven += HUNDREDTHS * act.service_s
            starts.append(_sure(begin))
        return (*starts, max(at, driven))

    def _backward(self, acts: Sequence[Act], finish: int) -> int:
        """The latest departure with which the finish is still kept."""
        at, done = finish, len(self._jobs)
        driven = finish - self._travel[done]
        for act in reversed(acts):
            if isinstance(act, Job):
                begin = _last(
                    act.windows or _ANY,
                    min(at, driven) - self._actions[done],
                    HUNDREDTHS,
                )
                done -= 1
                at = _sure(begin)
                driven = at - self._travel[done]
            else:
                begin = _last(_open(act), at - HUNDREDTHS * act.service_s, HUNDREDTHS)
                at = _sure(begin)
                driven -= HUNDREDTHS * act.service_s
        return min(at, driven)


def _sure(begin: int | None) -> int:
    if begin is None:
        raise ArithmeticError("a route that was possible is not")
    return begin


def _heavy(rest: Break, load: Sequence[int]) -> bool:
    most = rest.max_load
    return most is not None and any(
        have > room for have, room in zip(load, most, strict=True)
    )

"""When the steps of a given route begin, as VROOM's plan mode chooses it.

VROOM (docs/API.md; the model stands in its choose_ETA) makes the weighted sum of all
seconds outside windows and of the whole route's length least, a second outside counting
as much as the whole route's travel, setup and service; then all starts are as early as
can be. Bounds that the file forces on a step are kept whatever they break, and nothing
begins outside the span of time that VROOM looks at (`vroom_horizon`).

With what comes before a task at the least taken off its start, starts need only be in
ascending order, and what a step breaks is piecewise linear in its own: an optimum is
found where every start stands on some window's end, so a table over steps and ends is
exact. A break begins anywhere on the way between two tasks: one that begins before the
way is driven to its end is free of it and bound to the task before (`_Way.early`), one
that begins later has all of the way before it and is a step like any other. It is
worked out in whole numbers of any size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from console.domain.place import TimeWindow
from console.interchange.vroom_horizon import Ends, Horizon, Moment, horizon
from console.interchange.vroom_input import (
    HUNDREDTHS,
    Act,
    Job,
    Spot,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_solution import Ways

MOST_CELLS = 3_000_000
"""Of the tables over steps and ends of windows: some seconds of work."""

type Whole = NDArray[np.object_]


def starts_of(
    source: VroomInput,
    vehicle: Vehicle,
    acts: Sequence[Act],
    forced: Sequence[Ends] = (),
) -> tuple[int, ...]:
    """When a vehicle departs, begins each act and finishes, in hundredths of seconds.

    `forced` is what the file forces on every one of these, if anything. Raises
    VroomFileError where that contradicts itself.
    """
    moments = moments_of(Ways(source, vehicle), acts, forced)
    span = horizon(moments)
    marks = {0, span.low, *span.highs[:1]}
    for moment in moments:
        for mark in chain(moment.forced, *moment.windows):
            if mark is not None:
                marks |= {mark - moment.late, mark - moment.late - moment.way}
    line = sorted(mark for mark in marks if mark >= 0)
    breaks = sum(moment.is_break for moment in moments)
    if len(line) * (len(moments) + len(line) * breaks) > MOST_CELLS:
        raise source.refused(
            f"{vehicle.path}.steps",
            f"{len(acts)} steps",
            "more than are checked on one route; check it in parts",
        )
    starts = _Table(line, moments, span).best()
    if starts is None or not _is_kept(moments, starts):
        other = _Table(line, moments, replace(span, low=0, highs=())).best()
        if other is not None and (starts is None or _is_kept(moments, other)):
            starts = other
    if starts is None:
        raise source.refused(
            f"{vehicle.path}.steps",
            "",
            "no starts keep service_at, service_after and service_before; loosen one",
        )
    return starts


def _is_kept(moments: Sequence[Moment], starts: Sequence[int]) -> bool:
    return not any(map(Moment.missed, moments, starts))


def moments_of(
    ways: Ways, acts: Sequence[Act], forced: Sequence[Ends] = ()
) -> tuple[Moment, ...]:
    """All starts of a route, from its departure to its finish."""
    vehicle = ways.vehicle
    window = vehicle.window
    opens = () if window is None else ((window.start_s * HUNDREDTHS, None),)
    closes = () if window is None else ((None, window.end_s * HUNDREDTHS),)
    given = forced or [(None, None)] * (len(acts) + 2)
    spots: list[Spot | None] = [act.spot for act in acts if isinstance(act, Job)]
    ahead = iter([*spots, vehicle.end])
    at, to = vehicle.start, next(ahead)
    found = [Moment(0, opens, given[0])]
    late, way = 0, ways.hundredths(at, to)
    for act, bounds in zip(acts, given[1:], strict=False):
        windows = _hundredths(act.windows)
        if isinstance(act, Job):
            late += way
            found.append(Moment(late, windows, bounds))
            late += HUNDREDTHS * ways.action_s(at, act)
            at, to = act.spot, next(ahead)
            way = ways.hundredths(at, to)
        else:
            found.append(Moment(late, windows, bounds, way, is_break=True))
            late += HUNDREDTHS * act.service_s
    return (*found, Moment(late + way, closes, given[-1]))


def _hundredths(windows: Sequence[TimeWindow]) -> tuple[Ends, ...]:
    return tuple((w.start_s * HUNDREDTHS, w.end_s * HUNDREDTHS) for w in windows)


@dataclass(frozen=True, slots=True)
class _Way:
    """Breaks on the way from one task to the next, and the best there is up to them.

    Of break number k (from 1) `early[k - 1]` has the sums of the first k, all before
    the way is driven to its end: a row for where the task before stands on the line, a
    column for the break. `late[k]` and `free[k]` are the sums up to break k: it has the
    whole way before it, or the first k have not (by where the task before stands).
    """

    early: tuple[Whole, ...]
    late: tuple[Whole, ...]
    free: tuple[Whole, ...]


class _Table:
    """The sums over the starts of one route."""

    def __init__(
        self, line: Sequence[int], moments: Sequence[Moment], span: Horizon
    ) -> None:
        self._line = line
        self._points: Whole = np.array(line, object)
        self._moments = moments
        self._span = span
        farthest = max(line) + moments[-1].late + 1
        # Sums of starts are less than one unit of what comes before them.
        self._unit = (len(moments) + 1) * farthest
        self._never = 4 * self._unit * span.heavy * farthest * (len(moments) + 2)

    def best(self) -> tuple[int, ...] | None:
        """The starts; None where nothing keeps what is forced."""
        moments = self._moments
        ways: list[tuple[list[int], _Way]] = []
        best, between = self._cost(0), list[int]()
        for number in range(1, len(moments)):
            if moments[number].is_break:
                between.append(number)
                continue
            way = self._on_the_way(best, between)
            ways.append((between, way))
            reached = np.minimum(way.late[-1], way.free[-1])
            best = self._cost(number) + np.minimum.accumulate(reached)
            between = []
        at = int(np.argmin(best))
        if best[at] >= self._never // 2:
            return None
        starts = [0] * len(moments)
        last = len(moments) - 1
        starts[last] = self._line[at] + moments[last].late
        for numbers, way in reversed(ways):
            at = self._trace(numbers, way, at, starts)
            before = (numbers[0] if numbers else last) - 1
            starts[before] = self._line[at] + moments[before].late
            last = before
        return tuple(starts)

    def _on_the_way(self, task: Whole, numbers: Sequence[int]) -> _Way:
        """`task` has the sums up to the task before."""
        early: list[Whole] = []
        late, free = [task], [task]
        for number in numbers:
            reached = np.minimum.accumulate(np.minimum(late[-1], free[-1]))
            late.append(self._cost(number, whole_way=True) + reached)
            way, points = self._moments[number].way, self._points
            apart = points[None, :] - points[:, None]
            on_it = ((apart >= 0) & (apart <= way)).astype(bool)
            sums = np.where(on_it, self._cost(number)[None, :], self._never)
            if early:
                sums = sums + np.minimum.accumulate(early[-1], axis=1)
            early.append(sums)
            free.append(task + sums.min(axis=1))
        return _Way(tuple(early), tuple(late), tuple(free))

    def _trace(
        self, numbers: Sequence[int], way: _Way, at: int, starts: list[int]
    ) -> int:
        """Where the task before stands, once the one behind is `at`; notes breaks."""
        most = at + 1
        for k in range(len(numbers), -1, -1):
            late, free = way.late[k][:most], way.free[k][:most]
            at = int(np.argmin(np.minimum(late, free)))
            if k == 0:
                return at
            moment = self._moments[numbers[k - 1]]
            if late[at] > free[at]:
                break
            starts[numbers[k - 1]] = self._line[at] + moment.late + moment.way
            most = at + 1
        most = len(self._line)
        for j in range(k, 0, -1):
            spot = int(np.argmin(way.early[j - 1][at, :most]))
            starts[numbers[j - 1]] = (
                self._line[spot] + self._moments[numbers[j - 1]].late
            )
            most = spot + 1
        return at

    def _cost(self, number: int, *, whole_way: bool = False) -> Whole:
        """What a start at every point of the line adds."""
        moment, points = self._moments[number], self._points
        starts = points + moment.late + (moment.way if whole_way else 0)
        price = self._span.heavy * self._unit
        cost: Whole = _missed(starts, moment.windows) * price
        low = moment.forced[0]
        if number == 0:
            cost = cost - points * self._unit
            low = self._span.low if low is None else low
        elif number == len(self._moments) - 1:
            cost = cost + points * self._unit
        else:
            cost = cost + starts - moment.late
        highs = [high for high in (moment.forced[1],) if high is not None]
        high = min([*highs, *self._span.highs[number : number + 1]], default=None)
        if low is not None:
            cost = self._unless(starts < low, cost)
        if high is not None:
            cost = self._unless(starts > high, cost)
        return cost

    def _unless(self, wrong: Whole, cost: Whole) -> Whole:
        found: Whole = np.where(wrong.astype(bool), self._never, cost)
        return found


def _missed(starts: Whole, windows: Sequence[Ends]) -> Whole:
    """How far each start is from the nearest window."""
    missed: Whole | None = None
    for low, high in windows:
        one: Whole = starts * 0
        if low is not None:
            one = np.maximum(one, low - starts)
        if high is not None:
            one = np.maximum(one, starts - high)
        missed = one if missed is None else np.minimum(missed, one)
    return starts * 0 if missed is None else missed

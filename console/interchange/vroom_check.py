"""VROOM's plan mode: when the steps that a file lays down begin, and what they break.

The starts of a route are chosen as VROOM chooses them (docs/API.md; the model stands
in its choose_ETA): the weighted sum of all seconds outside windows and of the whole
route's length is least, a second outside counting as much as the whole route's travel,
setup and service; then all starts are as early as can be. Bounds that the file forces
on a step are kept whatever they break.

With each step's earliest moment behind the departure taken off, starts need only be in
ascending order, and what a step breaks is piecewise linear in its own: an optimum is
found where every start stands on some window's end, so a table over steps and ends is
exact. It is worked out in whole numbers of any size.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from console.domain.place import TimeWindow
from console.interchange.vroom_input import (
    HUNDREDTHS,
    Job,
    Step,
    StepType,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_solution import (
    Solution,
    SolvedRoute,
    Ways,
    solved_route,
)

MOST_CELLS = 3_000_000
"""Of the table over steps and ends of windows: some seconds of work."""

type Whole = NDArray[np.object_]


def check_plan(source: VroomInput) -> Solution:
    """The solution that the steps of the file are; jobs of no step are unassigned.

    Raises VroomFileError where no vehicle has steps, or the starts that the file
    forces on them contradict each other.
    """
    routes = tuple(
        _checked(source, vehicle)
        for vehicle in source.vehicles
        if any(step.type is StepType.JOB for step in vehicle.steps)
    )
    if not routes:
        raise source.refused(
            "vehicles[0].steps",
            "",
            'missing; to check a plan write the steps of its vehicles, as {"type": '
            '"job", "id": 1}',
        )
    done = {job.id for route in routes for job in route.jobs}
    return Solution(
        source, routes, tuple(job for job in source.jobs if job.id not in done)
    )


def _checked(source: VroomInput, vehicle: Vehicle) -> SolvedRoute:
    jobs = [source.jobs_by_id[step.id] for step in vehicle.steps if step.id is not None]
    return solved_route(source, vehicle, jobs, starts_of(source, vehicle, jobs))


def starts_of(
    source: VroomInput, vehicle: Vehicle, jobs: Sequence[Job]
) -> tuple[int, ...]:
    """When a vehicle departs, begins each job and finishes, in hundredths of seconds.

    Raises VroomFileError where forced starts contradict each other.
    """
    ways = Ways(source, vehicle)
    spots = [vehicle.start, *(job.spot for job in jobs), vehicle.end]
    travel = [ways.hundredths(a, b) for a, b in pairwise(spots)]
    action = [0] + [
        HUNDREDTHS * ways.action_s(before, job)
        for before, job in zip(spots, jobs, strict=False)
    ]
    after = [0, *accumulate(a + t for a, t in zip(action, travel, strict=True))]
    windows = [_opening(vehicle), *(_hundredths(j.windows) for j in jobs)]
    windows.append(_closing(vehicle))
    forced = _forced(vehicle)
    ends = {0}
    for late, given, bounds in zip(after, windows, forced, strict=True):
        marks = [mark for window in given for mark in window] + list(bounds)
        ends.update(mark - late for mark in marks if mark is not None)
    line = sorted(end for end in ends if end >= 0)
    if len(line) * len(after) > MOST_CELLS:
        raise source.refused(
            f"{vehicle.path}.steps",
            f"{len(jobs)} jobs",
            "more than are checked on one route; check it in parts",
        )
    span = max(line) - min(line)
    heavy = after[-1] or span or 1
    best = _least(line, after, windows, forced, heavy)
    if best is None:
        raise source.refused(
            f"{vehicle.path}.steps",
            "",
            "no starts keep service_at, service_after and service_before; loosen one",
        )
    return tuple(line[k] + late for k, late in zip(best, after, strict=True))


type Ends = tuple[int | None, int | None]
"""From, to; None where there is no end."""


def _hundredths(windows: Sequence[TimeWindow]) -> list[Ends]:
    return [(w.start_s * HUNDREDTHS, w.end_s * HUNDREDTHS) for w in windows]


def _opening(vehicle: Vehicle) -> list[Ends]:
    return [(vehicle.window.start_s * HUNDREDTHS, None)] if vehicle.window else []


def _closing(vehicle: Vehicle) -> list[Ends]:
    return [(None, vehicle.window.end_s * HUNDREDTHS)] if vehicle.window else []


def _forced(vehicle: Vehicle) -> list[Ends]:
    """What the file forces on the departure, every job and the finish."""
    inner = [step for step in vehicle.steps if step.type is StepType.JOB]
    first, last = vehicle.steps[0], vehicle.steps[-1]
    return [
        _bounds(first) if first.type is StepType.START else (None, None),
        *(_bounds(step) for step in inner),
        _bounds(last) if last.type is StepType.END else (None, None),
    ]


def _bounds(step: Step) -> Ends:
    at = [] if step.at_s is None else [step.at_s]
    low = [*at, *([] if step.after_s is None else [step.after_s])]
    high = [*at, *([] if step.before_s is None else [step.before_s])]
    return (
        max(low) * HUNDREDTHS if low else None,
        min(high) * HUNDREDTHS if high else None,
    )


def _least(
    line: Sequence[int],
    after: Sequence[int],
    windows: Sequence[Sequence[Ends]],
    forced: Sequence[Ends],
    heavy: int,
) -> list[int] | None:
    """The place on `line` of every start; None where nothing keeps what is forced."""
    points: Whole = np.array(line, object)
    last = len(after) - 1
    # Sums of starts are less than one unit of what comes before them.
    unit = (last + 1) * (max(line) + 1)
    never = 4 * unit * heavy * (max(line) + after[-1] + 1) * (last + 2)
    rows: list[Whole] = []
    for step, late in enumerate(after):
        cost = _missed(points + late, windows[step]) * (heavy * unit)
        if step == 0:
            cost = cost - points * unit
        elif step == last:
            cost = cost + points * unit
        else:
            cost = cost + points
        low, high = forced[step]
        if low is not None:
            cost = np.where((points + late < low).astype(bool), never, cost)
        if high is not None:
            cost = np.where((points + late > high).astype(bool), never, cost)
        rows.append(cost + np.minimum.accumulate(rows[-1]) if rows else cost)
    chosen = [int(np.argmin(rows[-1]))]
    if rows[-1][chosen[0]] >= never // 2:
        return None
    for row in reversed(rows[:-1]):
        chosen.append(int(np.argmin(row[: chosen[-1] + 1])))
    return chosen[::-1]


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

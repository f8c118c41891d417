"""VROOM's plan mode: the steps that a file lays down, timed, and what they break."""

from console.interchange.vroom_horizon import Ends
from console.interchange.vroom_input import (
    HUNDREDTHS,
    Act,
    Step,
    StepType,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_route import solved_route
from console.interchange.vroom_solution import Solution, SolvedRoute
from console.interchange.vroom_starts import starts_of


def check_plan(source: VroomInput) -> Solution:
    """The solution that the steps of the file are; tasks of no step are unassigned.

    Raises VroomFileError where no vehicle has steps, or the starts that the file
    forces on them contradict each other.
    """
    routes = tuple(
        _checked(source, vehicle) for vehicle in source.vehicles if vehicle.steps
    )
    if not routes:
        raise source.refused(
            "vehicles[0].steps",
            "",
            'missing; to check a plan write the steps of its vehicles, as {"type": '
            '"job", "id": 1}',
        )
    done = {job.task for route in routes for job in route.jobs}
    return Solution(
        source,
        routes,
        tuple(job for task, job in source.tasks.items() if task not in done),
    )


def _checked(source: VroomInput, vehicle: Vehicle) -> SolvedRoute:
    breaks = {one.id: one for one in vehicle.breaks}
    acts: list[Act] = []
    inner: list[Step] = []
    for step in vehicle.steps:
        if step.id is None:
            continue
        inner.append(step)
        if step.type is StepType.BREAK:
            acts.append(breaks[step.id])
        else:
            acts.append(source.tasks[step.type, step.id])
    first, last = vehicle.steps[0], vehicle.steps[-1]
    forced = [
        _bounds(first) if first.type is StepType.START else (None, None),
        *map(_bounds, inner),
        _bounds(last) if last.type is StepType.END else (None, None),
    ]
    starts = starts_of(source, vehicle, acts, forced)
    return solved_route(source, vehicle, acts, starts)


def _bounds(step: Step) -> Ends:
    at = [] if step.at_s is None else [step.at_s]
    low = [*at, *([] if step.after_s is None else [step.after_s])]
    high = [*at, *([] if step.before_s is None else [step.before_s])]
    return (
        max(low) * HUNDREDTHS if low else None,
        min(high) * HUNDREDTHS if high else None,
    )

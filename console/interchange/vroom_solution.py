"""What VROOM calls a solution: routes step by step, with what is wrong in each.

`solved_route` is the one place where steps are worked out, from the jobs of a vehicle
and the second each begins at; a plan and a checked route both come through it. It
follows VROOM 1.15 to the second: time is counted in hundredths, shown in whole seconds
rounded down, and travel is what is left between the shown ones. A location counts its
setup where the step before was elsewhere. All amounts delivered are on board at the
start, all picked up stay on board to the end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from console.domain.place import TimeWindow
from console.interchange.vroom_input import (
    HUNDREDTHS,
    Job,
    Spot,
    StepType,
    Vehicle,
    VroomInput,
)

HOUR_S = 3600
KM_M = 1000


class Cause(StrEnum):
    """What a step or a route may break."""

    LEAD_TIME = "lead_time"
    DELAY = "delay"
    LOAD = "load"
    MAX_TASKS = "max_tasks"
    SKILLS = "skills"
    MAX_TRAVEL_TIME = "max_travel_time"
    MAX_DISTANCE = "max_distance"


@dataclass(frozen=True, slots=True)
class Violation:
    """Something broken; lead time and delay say by how many seconds."""

    cause: Cause
    duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class SolvedStep:
    """One step. `travel_s` and `distance_m` add up from the start to its arrival."""

    type: StepType
    job: Job | None
    spot: Spot | None
    setup_s: int
    service_s: int
    waiting_s: int
    arrival_s: int
    travel_s: int
    distance_m: int | None
    load: tuple[int, ...]
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class SolvedRoute:
    """One vehicle's route; its sums are those of its steps."""

    vehicle: Vehicle
    steps: tuple[SolvedStep, ...]
    cost: int
    violations: tuple[Violation, ...]

    @property
    def setup_s(self) -> int:
        """Seconds of setup."""
        return sum(step.setup_s for step in self.steps)

    @property
    def service_s(self) -> int:
        """Seconds of service."""
        return sum(step.service_s for step in self.steps)

    @property
    def waiting_s(self) -> int:
        """Seconds of waiting."""
        return sum(step.waiting_s for step in self.steps)

    @property
    def travel_s(self) -> int:
        """Seconds of travel."""
        return self.steps[-1].travel_s

    @property
    def distance_m(self) -> int | None:
        """Metres, None without a matrix of them."""
        return self.steps[-1].distance_m

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What it does, in order."""
        return tuple(step.job for step in self.steps if step.job is not None)


@dataclass(frozen=True, slots=True)
class Solution:
    """The routes that do something, and the jobs of none."""

    source: VroomInput
    routes: tuple[SolvedRoute, ...]
    unassigned: tuple[Job, ...]

    @property
    def cost(self) -> int:
        """What all routes cost."""
        return sum(route.cost for route in self.routes)

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Of all routes, seconds added up."""
        return added(one for route in self.routes for one in route.violations)


@dataclass(frozen=True, slots=True)
class Ways:
    """Travel of one vehicle between spots, in hundredths of seconds and in metres."""

    source: VroomInput
    vehicle: Vehicle

    def hundredths(self, a: Spot | None, b: Spot | None) -> int:
        """Of a second from one spot to another; 0 from or to nowhere."""
        if a is None or b is None:
            return 0
        seconds = self.source.matrices[self.vehicle.profile].seconds
        return int(seconds[a.row, b.row]) * self.vehicle.pace

    def metres(self, a: Spot | None, b: Spot | None) -> int | None:
        """None where the profile has no distances."""
        metres = self.source.matrices[self.vehicle.profile].metres
        if metres is None:
            return None
        return 0 if a is None or b is None else int(metres[a.row, b.row])

    def action_s(self, before: Spot | None, job: Job) -> int:
        """Setup, unless the vehicle is there already, and service."""
        service_s = job.service_for(self.vehicle.kind)
        return self.setup_s(before, job) + service_s

    def setup_s(self, before: Spot | None, job: Job) -> int:
        """Setup, unless the vehicle is there already."""
        there = before is not None and before.row == job.spot.row
        return 0 if there else job.setup_for(self.vehicle.kind)


def added(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """One of each cause, in the order of causes, seconds added up."""
    sums: dict[Cause, int | None] = {}
    for one in violations:
        if one.duration_s is None:
            sums[one.cause] = None
        else:
            sums[one.cause] = (sums.get(one.cause) or 0) + one.duration_s
    return tuple(Violation(cause, sums[cause]) for cause in Cause if cause in sums)


def solved_route(
    source: VroomInput,
    vehicle: Vehicle,
    jobs: Sequence[Job],
    starts: Sequence[int],
    *,
    timed: bool = True,
) -> SolvedRoute:
    """The route whose steps begin at `starts`, in hundredths of seconds.

    They are the departure, the start of every job's setup or service, and the finish.
    `timed` is whether anything of the problem has windows, or times are checked.
    """
    ways = Ways(source, vehicle)
    load = [sum(one) for one in zip(*(job.delivery for job in jobs), strict=True)]
    load = load or [0] * source.dimensions
    shown = starts[0] // HUNDREDTHS
    lead = vehicle.window.start_s - shown if vehicle.window else 0
    wrong = [Violation(Cause.LEAD_TIME, lead)] if lead > 0 else []
    metres = ways.metres(None, None)
    first = vehicle.start or jobs[0].spot
    steps = [
        SolvedStep(
            type=StepType.START,
            job=None,
            spot=first,
            setup_s=0,
            service_s=0,
            waiting_s=0,
            arrival_s=shown,
            travel_s=0,
            distance_m=metres,
            load=tuple(load),
            violations=(*wrong, *_over(vehicle, load)),
        )
    ]
    at, ready, done, travel = vehicle.start, starts[0], shown, 0
    for number, job in enumerate(jobs, 1):
        arrival = ready + ways.hundredths(at, job.spot)
        way = ways.metres(at, job.spot)
        metres = None if metres is None or way is None else metres + way
        setup_s = ways.setup_s(at, job)
        service_s = job.service_for(vehicle.kind)
        arrival_s, start_s = arrival // HUNDREDTHS, starts[number] // HUNDREDTHS
        travel += arrival_s - done
        load = [
            had - brought + fetched
            for had, brought, fetched in zip(
                load, job.delivery, job.pickup, strict=True
            )
        ]
        steps.append(
            SolvedStep(
                type=StepType.JOB,
                job=job,
                spot=job.spot,
                setup_s=setup_s,
                service_s=service_s,
                waiting_s=start_s - arrival_s,
                arrival_s=arrival_s,
                travel_s=travel,
                distance_m=metres,
                load=tuple(load),
                violations=(
                    *_off(job.windows, start_s),
                    *_over(vehicle, load),
                    *_lacking(vehicle, job, number),
                    *_beyond(vehicle, travel, metres),
                ),
            )
        )
        done = start_s + setup_s + service_s
        ready = starts[number] + HUNDREDTHS * (setup_s + service_s)
        at = job.spot
    arrival = ready + ways.hundredths(at, vehicle.end)
    way = ways.metres(at, vehicle.end)
    metres = None if metres is None or way is None else metres + way
    arrival_s = arrival // HUNDREDTHS
    travel += arrival_s - done
    late = arrival_s - vehicle.window.end_s if vehicle.window else 0
    wrong = [Violation(Cause.DELAY, late)] if late > 0 else []
    steps.append(
        SolvedStep(
            type=StepType.END,
            job=None,
            spot=vehicle.end or at,
            setup_s=0,
            service_s=0,
            waiting_s=0,
            arrival_s=arrival_s,
            travel_s=travel,
            distance_m=metres,
            load=tuple(load),
            violations=(
                *wrong,
                *_over(vehicle, load),
                *_beyond(vehicle, travel, metres),
            ),
        )
    )
    return SolvedRoute(
        vehicle,
        tuple(steps),
        _cost(source, vehicle, jobs, steps, timed=timed),
        added(one for step in steps for one in step.violations),
    )


def _off(windows: Sequence[TimeWindow], start_s: int) -> list[Violation]:
    """By how much a start misses the nearest window."""
    if not windows or any(start_s in window for window in windows):
        return []
    missed = [
        Violation(Cause.LEAD_TIME, window.start_s - start_s)
        if start_s < window.start_s
        else Violation(Cause.DELAY, start_s - window.end_s)
        for window in windows
    ]
    return [min(missed, key=lambda one: one.duration_s or 0)]


def _over(vehicle: Vehicle, load: Sequence[int]) -> list[Violation]:
    over = any(have > room for have, room in zip(load, vehicle.capacity, strict=True))
    return [Violation(Cause.LOAD)] if over else []


def _lacking(vehicle: Vehicle, job: Job, number: int) -> list[Violation]:
    wrong = [] if job.skills <= vehicle.skills else [Violation(Cause.SKILLS)]
    if vehicle.max_tasks is not None and number > vehicle.max_tasks:
        wrong.append(Violation(Cause.MAX_TASKS))
    return wrong


def _beyond(vehicle: Vehicle, travel_s: int, metres: int | None) -> list[Violation]:
    wrong: list[Violation] = []
    most_s, most_m = vehicle.max_travel_time_s, vehicle.max_distance_m
    if most_s is not None and travel_s > most_s:
        wrong.append(Violation(Cause.MAX_TRAVEL_TIME))
    if most_m is not None and metres is not None and metres > most_m:
        wrong.append(Violation(Cause.MAX_DISTANCE))
    return wrong


def _cost(
    source: VroomInput,
    vehicle: Vehicle,
    jobs: Sequence[Job],
    steps: Sequence[SolvedStep],
    *,
    timed: bool,
) -> int:
    """What VROOM says the route costs, from the times that it shows.

    Work is rounded down, travel to the nearest, but down too in a plan without times.
    """
    costs = vehicle.costs
    tasks_s = sum(step.setup_s + step.service_s for step in steps)
    fixed = costs.fixed + tasks_s * costs.per_task_hour // HOUR_S
    prices = source.matrices[vehicle.profile].costs
    if prices is not None:
        spots = [vehicle.start, *(job.spot for job in jobs), vehicle.end]
        rows = [spot.row for spot in spots if spot is not None]
        return fixed + sum(int(prices[a, b]) for a, b in pairwise(rows))
    metres = steps[-1].distance_m or 0
    parts = steps[-1].travel_s * costs.per_hour * KM_M + metres * costs.per_km * HOUR_S
    half = HOUR_S * KM_M // 2 if timed else 0
    return fixed + (parts + half) // (HOUR_S * KM_M)

"""A route as VROOM says it, step by step, with what is wrong in each.

`solved_route` is the one place where steps are worked out, from what a vehicle does
and the second each begins at; a plan and a checked route both come through it. It
follows VROOM 1.15 to the second: time is counted in hundredths, shown in whole seconds
rounded down, and travel is what is left between the shown ones. A location counts its
setup where the task before was elsewhere. What jobs deliver is on board at the start,
what they pick up stays on board to the end; a shipment is on board from its pickup to
its delivery. Before a break the vehicle drives on as far as it gets; how many metres
that is follows from the seconds.
"""

from collections.abc import Sequence
from itertools import pairwise

from console.domain.place import TimeWindow
from console.interchange.vroom_input import (
    HUNDREDTHS,
    Act,
    Break,
    Job,
    Spot,
    StepType,
    TaskId,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_solution import (
    HOUR_S,
    KM_M,
    Cause,
    SolvedRoute,
    SolvedStep,
    Violation,
    Ways,
    added,
)


def solved_route(
    source: VroomInput,
    vehicle: Vehicle,
    acts: Sequence[Act],
    starts: Sequence[int],
    *,
    timed: bool = True,
) -> SolvedRoute:
    """The route whose steps begin at `starts`, in hundredths of seconds.

    They are the departure, the start of every task's setup or service and of every
    break, and the finish. `timed` is whether anything of the problem has windows, or
    times are checked.
    """
    jobs = [act for act in acts if isinstance(act, Job)]
    drive = _Drive(Ways(source, vehicle), starts[0])
    load = [sum(one) for one in zip(*map(_loaded, jobs), strict=True)]
    load = load or [0] * source.dimensions
    shown = starts[0] // HUNDREDTHS
    lead = vehicle.window.start_s - shown if vehicle.window else 0
    wrong = [Violation(Cause.LEAD_TIME, lead)] if lead > 0 else []
    ends = (vehicle.start, *(job.spot for job in jobs), vehicle.end)
    spots = [spot for spot in ends if spot is not None]
    steps = [
        SolvedStep(
            type=StepType.START,
            act=None,
            spot=spots[0],
            setup_s=0,
            service_s=0,
            waiting_s=0,
            arrival_s=shown,
            travel_s=0,
            distance_m=drive.ways.metres(None, None),
            load=tuple(load),
            violations=(*wrong, *_over(vehicle, load)),
        )
    ]
    done, unpaired = 0, _unpaired(jobs)
    drive.towards(jobs[0].spot if jobs else vehicle.end)
    for act, start in zip(acts, starts[1:], strict=False):
        setup_s, service_s = 0, 0
        if isinstance(act, Job):
            arrival_s = drive.arrive()
            setup_s = drive.ways.setup_s(drive.before, act)
            service_s = act.service_for(vehicle.kind)
            done += 1
            load = [
                had - brought + fetched
                for had, brought, fetched in zip(
                    load, act.delivery, act.pickup, strict=True
                )
            ]
            wrong = _lacking(vehicle, act, done)
            if act.task in unpaired:
                wrong.append(Violation(Cause.PRECEDENCE))
        else:
            arrival_s = drive.arrive(start)
            service_s = act.service_s
            wrong = [Violation(Cause.MAX_LOAD)] if _burdened(act, load) else []
        start_s = start // HUNDREDTHS
        travel_s, metres = drive.travel_s, drive.metres
        steps.append(
            SolvedStep(
                type=act.type if isinstance(act, Job) else StepType.BREAK,
                act=act,
                spot=act.spot if isinstance(act, Job) else None,
                setup_s=setup_s,
                service_s=service_s,
                waiting_s=start_s - arrival_s,
                arrival_s=arrival_s,
                travel_s=travel_s,
                distance_m=metres,
                load=tuple(load),
                violations=(
                    *_off(act.windows, start_s),
                    *_over(vehicle, load),
                    *wrong,
                    *_beyond(vehicle, travel_s, metres),
                ),
            )
        )
        drive.go_on(start, setup_s + service_s)
        if isinstance(act, Job):
            drive.towards(jobs[done].spot if done < len(jobs) else vehicle.end)
    arrival_s = drive.arrive()
    late = arrival_s - vehicle.window.end_s if vehicle.window else 0
    wrong = [Violation(Cause.DELAY, late)] if late > 0 else []
    steps.append(
        SolvedStep(
            type=StepType.END,
            act=None,
            spot=spots[-1],
            setup_s=0,
            service_s=0,
            waiting_s=0,
            arrival_s=arrival_s,
            travel_s=drive.travel_s,
            distance_m=drive.metres,
            load=tuple(load),
            violations=(
                *wrong,
                *_over(vehicle, load),
                *_beyond(vehicle, drive.travel_s, drive.metres),
            ),
        )
    )
    taken = {act.id for act in acts if isinstance(act, Break)}
    missing = any(one.id not in taken for one in vehicle.breaks)
    wrong = [Violation(Cause.MISSING_BREAK)] if missing else []
    return SolvedRoute(
        vehicle,
        tuple(steps),
        _cost(source, vehicle, jobs, steps, timed=timed),
        added([*(one for step in steps for one in step.violations), *wrong]),
    )


class _Drive:
    """A vehicle under way: where it was, when it can go on, what is left to drive."""

    def __init__(self, ways: Ways, departure: int) -> None:
        self.ways = ways
        self.before: Spot | None = None
        self.metres = ways.metres(None, None)
        self.travel_s = 0
        self._at = ways.vehicle.start
        self._to: Spot | None = None
        self._ready = departure
        self._done_s = departure // HUNDREDTHS
        self._left = 0
        self._whole_m: int | None = None

    def towards(self, spot: Spot | None) -> None:
        """Sets out for a spot; for None it stays."""
        self._to = spot
        self._left = self.ways.hundredths(self._at, spot)
        way = self.ways.metres(self._at, spot)
        self._whole_m = None if self.metres is None else self.metres + (way or 0)

    def arrive(self, by: int | None = None) -> int:
        """The second it is there; with `by` as far as it gets until then."""
        driven = self._left if by is None else min(self._left, by - self._ready)
        self._left -= driven
        self._ready += driven
        arrival_s = self._ready // HUNDREDTHS
        moved_s = arrival_s - self._done_s
        self.travel_s += moved_s
        if by is None:
            self.before = self._at
            self._at = self._to or self._at
            self.metres = self._whole_m
        else:
            self._part(moved_s)
        return arrival_s

    def _part(self, moved_s: int) -> None:
        """Metres in proportion to seconds, half up."""
        way = self.ways.metres(self._at, self._to)
        whole_s = self.ways.hundredths(self._at, self._to) // HUNDREDTHS
        if self.metres is not None and way is not None and whole_s:
            self.metres += (2 * moved_s * way + whole_s) // (2 * whole_s)

    def go_on(self, start: int, busy_s: int) -> None:
        """What it does here begins at `start` and takes so long."""
        self._done_s = start // HUNDREDTHS + busy_s
        self._ready = start + HUNDREDTHS * busy_s


def _loaded(job: Job) -> tuple[int, ...]:
    """What a task brings that was on board from the start."""
    return job.delivery if job.type is StepType.JOB else (0,) * len(job.delivery)


def _unpaired(jobs: Sequence[Job]) -> set[TaskId]:
    """Pickups without their delivery behind them, deliveries without their pickup."""
    place = {job.task: number for number, job in enumerate(jobs)}
    wrong: set[TaskId] = set()
    for number, job in enumerate(jobs):
        if job.other is None:
            continue
        if job.type is StepType.PICKUP:
            right = place.get((StepType.DELIVERY, job.other), -1) > number
        else:
            right = place.get((StepType.PICKUP, job.other), number) < number
        if not right:
            wrong.add(job.task)
    return wrong


def _burdened(act: Break, load: Sequence[int]) -> bool:
    """Whether more is on board than a break allows."""
    most = act.max_load
    return most is not None and any(
        have > room for have, room in zip(load, most, strict=True)
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

"""What VROOM calls a solution: routes step by step, with what is wrong in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from console.interchange.vroom_input import (
    Act,
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
    MAX_LOAD = "max_load"
    """Too much on board during a break."""
    PRECEDENCE = "precedence"
    """A shipment brought before it is fetched, or one of the two without the other."""
    MISSING_BREAK = "missing_break"


@dataclass(frozen=True, slots=True)
class Violation:
    """Something broken; lead time and delay say by how many seconds."""

    cause: Cause
    duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class SolvedStep:
    """One step. `travel_s` and `distance_m` add up from the start to its arrival.

    `act` is the task or the break; a start and an end have none. A break has no spot.
    """

    type: StepType
    act: Act | None
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
        """Its tasks, in order."""
        return tuple(step.act for step in self.steps if isinstance(step.act, Job))


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

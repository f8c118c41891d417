"""What a VROOM problem says, word for word, as frozen values.

VROOM's own terms: a job is done at a location, its service begins in one of its
windows; setup comes before service unless the vehicle was at that location already.
Times are seconds of the file's own clock, distances metres. A location is a row of the
matrices; where the file has none, of `points`. A shipment is fetched at one place and
brought to another on the way; each of the two is a task as a job is. Every value keeps
its path, so that what cannot be carried out is refused by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from console.domain.place import Place, TimeWindow
from console.interchange.errors import VroomFileError

HUNDREDTHS = 100
"""VROOM counts time in hundredths of a second."""


class StepType(StrEnum):
    """What a step of a route is."""

    START = "start"
    JOB = "job"
    PICKUP = "pickup"
    DELIVERY = "delivery"
    BREAK = "break"
    END = "end"


TASKS = (StepType.JOB, StepType.PICKUP, StepType.DELIVERY)
"""What is done at a location."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A location: its row, and its coordinates where the file gives them."""

    row: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class Job:
    """One task at one place. No windows: any time.

    `type` tells the two ends of a shipment from a job; their ids are their own. Setup
    and service are what they are for vehicles of types that have none of their own in
    `setup_by_type` and `service_by_type`.
    """

    path: str
    id: int
    spot: Spot
    setup_s: int
    service_s: int
    delivery: tuple[int, ...]
    pickup: tuple[int, ...]
    skills: frozenset[int]
    priority: int
    windows: tuple[TimeWindow, ...]
    description: str = ""
    setup_by_type: Mapping[str, int] = field(default_factory=dict)
    service_by_type: Mapping[str, int] = field(default_factory=dict)
    type: StepType = StepType.JOB
    other: int | None = None
    """The id of the other end of a shipment."""

    @property
    def task(self) -> "TaskId":
        """What tells it from all other tasks."""
        return self.type, self.id

    def setup_for(self, kind: str) -> int:
        """Seconds of setup with a type of vehicle."""
        return self.setup_by_type.get(kind, self.setup_s)

    def service_for(self, kind: str) -> int:
        """Seconds of service with a type of vehicle."""
        return self.service_by_type.get(kind, self.service_s)


type TaskId = tuple[StepType, int]


@dataclass(frozen=True, slots=True)
class Shipment:
    """Fetched and brought by one vehicle, in this order, whatever comes between."""

    path: str
    pickup: Job
    delivery: Job


@dataclass(frozen=True, slots=True)
class Break:
    """A break that begins in one of its windows, anywhere on the way too.

    No windows: any time. `max_load` is the most that may be on board meanwhile.
    """

    path: str
    id: int
    service_s: int
    windows: tuple[TimeWindow, ...]
    max_load: tuple[int, ...] | None = None
    description: str = ""


type Act = Job | Break
"""What a route does one after another."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a vehicle costs, in VROOM's units without a name."""

    fixed: int = 0
    per_hour: int = 3600
    per_km: int = 0
    per_task_hour: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route that the file lays down. A start and an end have no id."""

    path: str
    type: StepType
    id: int | None = None
    at_s: int | None = None
    after_s: int | None = None
    before_s: int | None = None

    @property
    def is_forced(self) -> bool:
        """Whether the file says when it is."""
        return (self.at_s, self.after_s, self.before_s) != (None, None, None)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle. `pace` is what a second of its matrix takes, in hundredths.

    `breaks` stand in the order of their first windows, as they are taken.
    """

    path: str
    id: int
    profile: str
    start: Spot | None
    end: Spot | None
    capacity: tuple[int, ...]
    costs: Costs
    skills: frozenset[int]
    window: TimeWindow | None
    pace: int
    max_tasks: int | None
    max_travel_time_s: int | None
    max_distance_m: int | None
    steps: tuple[Step, ...]
    description: str = ""
    kind: str = ""
    """Its type, for setup and service by type."""
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrices:
    """Travel of one profile, int64 (n, n): seconds, metres, and costs by themselves."""

    seconds: NDArray[np.int64]
    metres: NDArray[np.int64] | None = None
    costs: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class VroomInput:
    """One problem. `points` are its distinct coordinates where it has no matrices.

    `dimensions` is the length of every amount and capacity.
    """

    file: str
    jobs: tuple[Job, ...]
    vehicles: tuple[Vehicle, ...]
    matrices: Mapping[str, Matrices]
    points: tuple[Place, ...]
    dimensions: int
    tasks: Mapping[TaskId, Job] = field(repr=False)
    """Jobs and the ends of shipments by what tells them apart."""
    shipments: tuple[Shipment, ...] = ()

    def job(self, number: int) -> Job:
        """The job of an id."""
        return self.tasks[StepType.JOB, number]

    def refused(self, path: str, value: str, advice: str) -> VroomFileError:
        """The error that names something of this file."""
        return VroomFileError(self.file, path, value, advice)

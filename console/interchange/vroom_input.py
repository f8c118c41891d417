"""What a VROOM problem says, word for word, as frozen values.

VROOM's own terms: a job is done at a location, its service begins in one of its
windows; setup comes before service unless the vehicle was at that location already.
Times are seconds of the file's own clock, distances metres. A location is a row of the
matrices; where the file has none, of `points`. Every value keeps its path, so that
what cannot be carried out is refused by name.
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
    END = "end"


@dataclass(frozen=True, slots=True)
class Spot:
    """A location: its row, and its coordinates where the file gives them."""

    row: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class Job:
    """One place to visit. No windows: any time.

    Setup and service are what they are for vehicles of types that have none of their
    own in `setup_by_type` and `service_by_type`.
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

    def setup_for(self, kind: str) -> int:
        """Seconds of setup with a type of vehicle."""
        return self.setup_by_type.get(kind, self.setup_s)

    def service_for(self, kind: str) -> int:
        """Seconds of service with a type of vehicle."""
        return self.service_by_type.get(kind, self.service_s)


@dataclass(frozen=True, slots=True)
class Costs:
    """What a vehicle costs, in VROOM's units without a name."""

    fixed: int = 0
    per_hour: int = 3600
    per_km: int = 0
    per_task_hour: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route that the file lays down. `id` is a job's, else None."""

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
    """One vehicle. `pace` is what a second of its matrix takes, in hundredths."""

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
    jobs_by_id: Mapping[int, Job] = field(repr=False)

    def refused(self, path: str, value: str, advice: str) -> VroomFileError:
        """The error that names something of this file."""
        return VroomFileError(self.file, path, value, advice)

"""Setup and service of VROOM's jobs, told apart into the job's part and the type's.

VROOM may give every job and type of vehicle times of their own. A vehicle type of ours
adds the same to every stop and every parcel, so the jobs' times must differ between
types by the same seconds everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from console.interchange.vroom_input import Job, VroomInput


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of every job by its id, and what a type of vehicle adds to them."""

    setup_s: Mapping[int, int]
    service_s: Mapping[int, int]
    more_setup_s: Mapping[str, int]
    more_service_s: Mapping[str, int]


def times_of(source: VroomInput) -> Times:
    """All times of a problem.

    Raises VroomFileError where types differ by other seconds at one job than at others.
    """
    kinds = list(dict.fromkeys(vehicle.kind for vehicle in source.vehicles))
    setup, more_setup = _parted(source, kinds, "setup_per_type", Job.setup_for)
    service, more_service = _parted(source, kinds, "service_per_type", Job.service_for)
    return Times(setup, service, more_setup, more_service)


def _parted(
    source: VroomInput,
    kinds: list[str],
    key: str,
    seconds_of: Callable[[Job, str], int],
) -> tuple[dict[int, int], dict[str, int]]:
    own: dict[int, int] = {}
    more: dict[str, int] | None = None
    for job in source.jobs:
        seconds = {kind: seconds_of(job, kind) for kind in kinds}
        own[job.id] = min(seconds.values())
        here = {kind: value - own[job.id] for kind, value in seconds.items()}
        if more is None:
            more = here
        if here != more:
            raise source.refused(
                f"{job.path}.{key}",
                ", ".join(f"{kind or 'no type'} {s} s" for kind, s in seconds.items()),
                f"types differ by other seconds here than at {source.jobs[0].path}; "
                "write the same difference everywhere",
            )
    return own, more or dict.fromkeys(kinds, 0)

"""What of a VROOM problem the planner does not carry out, refused by path and value.

`vroom_file` refuses what nothing of ours carries; here stands what a check of given
steps can judge and a search cannot keep.
"""

from console.domain.problem import Problem
from console.interchange.vroom_input import VroomInput
from console.planning.carried import refuse_uncarried as refuse_in_planning
from console.planning.errors import NotCarried


def refuse_limits(source: VroomInput) -> None:
    """Raises VroomFileError for forced times, mixed jobs and tasks beside pickups."""
    for vehicle in source.vehicles:
        for step in vehicle.steps:
            if step.is_forced:
                raise source.refused(
                    step.path,
                    "service_at, service_after or service_before",
                    "planning moves steps; remove it, or check the steps with --check",
                )
    for job in source.jobs:
        if any(job.delivery) and any(job.pickup):
            raise source.refused(
                f"{job.path}.pickup",
                str(list(job.pickup)),
                "delivery and pickup in one job are not planned; make two jobs of it",
            )
        if not any(job.pickup):
            continue
        for vehicle in source.vehicles:
            if vehicle.max_tasks is not None:
                raise source.refused(
                    f"{vehicle.path}.max_tasks",
                    str(vehicle.max_tasks),
                    f"is not planned beside pickups ({job.path}.pickup); remove one",
                )


def refuse_uncarried(
    source: VroomInput, problem: Problem, shared: frozenset[int]
) -> None:
    """Raises VroomFileError with the path of what the engine does not carry yet."""
    try:
        refuse_in_planning(problem)
    except NotCarried as error:
        for job in source.jobs:
            if str(error) == "Option.needs" and job.skills - shared:
                raise source.refused(
                    f"{job.path}.skills",
                    str(sorted(job.skills)),
                    "skills that some vehicle lacks are not planned yet; remove them",
                ) from None
            if str(error) == "Demand.collected" and any(job.pickup):
                raise source.refused(
                    f"{job.path}.pickup",
                    str(list(job.pickup)),
                    "pickups are not planned yet; remove it",
                ) from None
        for vehicle in source.vehicles:
            for key, limit in (
                ("max_travel_time", vehicle.max_travel_time_s),
                ("max_distance", vehicle.max_distance_m),
            ):
                if str(error) == "FleetType.range_m" and limit is not None:
                    raise source.refused(
                        f"{vehicle.path}.{key}",
                        str(limit),
                        "is not planned yet; remove it and check the plan made",
                    ) from None
        raise

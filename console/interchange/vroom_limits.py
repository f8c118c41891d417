"""What of a VROOM problem the planner does not carry out, refused by path and value.

`vroom_file` refuses what nothing of ours carries; here stands what a check of given
steps can judge and a search cannot keep.
"""

from console.interchange.vroom_input import VroomInput

MOST_SKILLS = 62
"""Skills of jobs that some vehicle lacks: what the engine tells apart."""


def refuse_limits(source: VroomInput) -> None:
    """Raises VroomFileError for shipments, forced times, mixed jobs and tasks beside
    pickups."""
    for shipment in source.shipments:
        raise source.refused(
            shipment.path,
            f"from {shipment.pickup.path} to {shipment.delivery.path}",
            "fetching at one place for another is not planned; write a job with its "
            "delivery, loaded at the start, or check given steps with --check",
        )
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


def needs_of(source: VroomInput) -> dict[int, frozenset[str]]:
    """The skills of every job by its id, without those that all vehicles have.

    Raises VroomFileError where there are too many different ones.
    """
    shared = frozenset.intersection(*(vehicle.skills for vehicle in source.vehicles))
    found = {job.id: job.skills - shared for job in source.jobs}
    told: set[int] = set()
    for job in source.jobs:
        told |= found[job.id]
        if len(told) > MOST_SKILLS:
            raise source.refused(
                f"{job.path}.skills",
                f"{len(told)} different skills up to here",
                f"at most {MOST_SKILLS} that some vehicle lacks are planned",
            )
    return {
        number: frozenset(str(skill) for skill in skills)
        for number, skills in found.items()
    }

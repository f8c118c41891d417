"""The matrices of a VROOM file, and whether vehicles and steps agree with the rest."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from console.interchange.vroom_input import (
    TASKS,
    Matrices,
    StepType,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_json import Node
from console.interchange.vroom_parts import (
    DEFAULT_PROFILE,
    MOST_ROWS,
    MOST_TRAVEL,
    distinct,
)


def matrices_of(keys: Mapping[str, Node]) -> dict[str, Matrices]:
    """The matrices by profile, all of one size; none where the file has none."""
    if "matrix" in keys:
        if "matrices" in keys:
            raise keys["matrix"].refused("matrices say it already; remove matrix")
        return {DEFAULT_PROFILE: Matrices(matrix_of(keys["matrix"], None))}
    if "matrices" not in keys:
        return {}
    found: dict[str, Matrices] = {}
    size: int | None = None
    if not isinstance(keys["matrices"].value, dict):
        raise keys["matrices"].refused('must be an object, {"car": {...}}')
    for profile, node in keys["matrices"].fields(keys["matrices"].value).items():
        parts = node.fields(("durations", "distances", "costs"))
        if "durations" not in parts:
            raise node.missing("durations", "seconds between all places")
        seconds = matrix_of(parts["durations"], size)
        size = len(seconds)
        others = {
            key: matrix_of(parts[key], size)
            for key in ("distances", "costs")
            if key in parts
        }
        found[profile] = Matrices(seconds, others.get("distances"), others.get("costs"))
    if not found:
        raise keys["matrices"].refused(
            "is empty; write durations, or leave it out and give --region"
        )
    return found


def matrix_of(node: Node, size: int | None) -> NDArray[np.int64]:
    """A square of whole numbers with zeros from a place to itself."""
    rows = node.items(MOST_ROWS, 1)
    size = len(rows) if size is None else size
    if len(rows) != size:
        raise node.refused(f"has {len(rows)} rows, the others {size}")
    found = np.empty((size, size), np.int64)
    for number, row in enumerate(rows):
        values = row.value
        if not isinstance(values, list) or len(values) != size:
            raise row.refused(f"must be an array of {size} numbers: a matrix is square")
        if set(map(type, values)) != {int} or not (
            min(values) >= 0 and max(values) <= MOST_TRAVEL
        ):
            for one in row.items(MOST_ROWS):
                one.whole(MOST_TRAVEL)
        found[number] = values
        if values[number]:
            raise row.items(MOST_ROWS)[number].refused(
                "from a place to itself must be 0"
            )
    found.flags.writeable = False
    return found


def check_profile(found: VroomInput, vehicle: Vehicle) -> None:
    """Raises VroomFileError where a vehicle asks what its profile has no matrix for."""
    costs = vehicle.costs
    if not found.matrices:
        return
    path = f"{vehicle.path}.profile"
    if vehicle.profile not in found.matrices:
        names = ", ".join(found.matrices)
        raise found.refused(
            path, f'"{vehicle.profile}"', f"there are matrices for {names} only"
        )
    travel = found.matrices[vehicle.profile]
    if travel.costs is not None and (costs.per_hour, costs.per_km) != (3600, 0):
        raise found.refused(
            f"{vehicle.path}.costs",
            f"per_hour {costs.per_hour}, per_km {costs.per_km}",
            f"matrices.{vehicle.profile}.costs says what travel costs; remove these",
        )
    for key, value in (
        ("costs.per_km", costs.per_km),
        ("max_distance", vehicle.max_distance_m),
    ):
        if value and travel.metres is None:
            raise found.refused(
                f"{vehicle.path}.{key}",
                str(value),
                f"needs matrices.{vehicle.profile}.distances",
            )


def check_steps(found: VroomInput, vehicle: Vehicle) -> None:
    """Raises VroomFileError where steps have no sense as a route."""
    last = len(vehicle.steps) - 1
    breaks = {one.id for one in vehicle.breaks}
    for number, step in enumerate(vehicle.steps):
        if step.type is StepType.START and number > 0:
            raise found.refused(step.path, '"start"', "is the first step, or none")
        if step.type is StepType.END and number < last:
            raise found.refused(step.path, '"end"', "is the last step, or none")
        if step.id is None:
            continue
        known = (step.type, step.id) in found.tasks
        if step.type is StepType.BREAK:
            known = step.id in breaks
        if not known:
            whose = " of this vehicle" if step.type is StepType.BREAK else ""
            advice = f"there is no such {step.type}{whose}"
            raise found.refused(f"{step.path}.id", str(step.id), advice)
    distinct(found.file, _given(vehicle, (StepType.BREAK,)))


def check_once(found: VroomInput) -> None:
    """No task is on two routes, or twice on one."""
    for kind in TASKS:
        steps = [_given(vehicle, (kind,)) for vehicle in found.vehicles]
        distinct(found.file, [one for some in steps for one in some])


def _given(vehicle: Vehicle, kinds: tuple[StepType, ...]) -> list[tuple[str, int]]:
    return [
        (f"{step.path}.id", step.id)
        for step in vehicle.steps
        if step.id is not None and step.type in kinds
    ]

"""A VROOM problem file -> VroomInput, strictly (VROOM 1.15, docs/API.md).

VROOM itself skips keys it does not know and sorts what is out of order; here every key
is known or refused, with its path and a way out. Nothing that VROOM refuses is taken.
Whatever VROOM's format has is read, for given steps are judged with all of it; what
planning cannot do is refused by `vroom_problem`.
"""

from collections.abc import Mapping
from math import floor

from console.interchange.vroom_input import (
    HUNDREDTHS,
    TASKS,
    Costs,
    Step,
    StepType,
    Vehicle,
    VroomInput,
)
from console.interchange.vroom_json import Node, read_json
from console.interchange.vroom_matrices import (
    check_once,
    check_profile,
    check_steps,
    matrices_of,
)
from console.interchange.vroom_parts import (
    DEFAULT_PROFILE,
    MOST_AMOUNTS,
    MOST_ID,
    MOST_JOBS,
    MOST_NUMBER,
    MOST_POINTS,
    MOST_SPEED,
    MOST_VEHICLES,
    Points,
    amount_of,
    distinct,
    id_of,
    maybe_of,
    skills_of,
    spot_of,
    text_of,
    window_of,
)
from console.interchange.vroom_tasks import breaks_of, job_of, shipment_of

_ROOT = ("jobs", "shipments", "vehicles", "matrices", "matrix", "options")
_ROOT_REFUSED = {
    "code": "this is a solution; give the problem it is the answer to",
    "routes": "this is a solution; give the problem it is the answer to",
}
_OPTIONS = {
    "c": "whether to check is said by --check; remove it",
    "t": "threads are not chosen; remove it",
    "x": "how long to search is said by --budget-s or --iterations; remove it",
    "l": "how long to search is said by --budget-s; remove it",
}
_VEHICLE = (
    *("id", "profile", "description", "start", "start_index", "end", "end_index"),
    *("capacity", "costs", "skills", "type", "time_window", "breaks", "steps"),
    *("speed_factor", "max_tasks", "max_travel_time", "max_distance"),
)
_VEHICLE_REFUSED = {
    "time_windows": "unknown key; write time_window, [start, end]",
    "capacities": "unknown key; write capacity",
}
_WITH_ID = (*TASKS, StepType.BREAK)


def read_vroom(data: bytes, *, file: str) -> VroomInput:
    """The problem of a file. Raises VroomFileError for the first thing to mend."""
    root = read_json(data, file=file)
    keys = root.fields(_ROOT, _ROOT_REFUSED)
    if "options" in keys:
        geometry = keys["options"].fields(("g",), _OPTIONS).get("g")
        if geometry is not None and geometry.value is not False:
            raise geometry.refused("geometry is not drawn; remove it or write false")
    if "vehicles" not in keys:
        raise root.missing("vehicles", 'write "vehicles": [{"id": 1, ...}]')
    matrices = matrices_of(keys)
    size = next((len(one.seconds) for one in matrices.values()), None)
    nodes = keys["vehicles"].items(MOST_VEHICLES, 1)
    dimensions = _dimensions(nodes[0])
    points = Points()
    vehicles = tuple(_vehicle(node, dimensions, size, points) for node in nodes)
    jobs = tuple(
        job_of(node, dimensions, size, points)
        for node in (keys["jobs"].items(MOST_JOBS) if "jobs" in keys else [])
    )
    shipments = tuple(
        shipment_of(node, dimensions, size, points)
        for node in (keys["shipments"].items(MOST_JOBS) if "shipments" in keys else [])
    )
    if not jobs and not shipments:
        advice = 'nothing is to be done; write "jobs": [{"id": 1, ...}]'
        if "jobs" in keys:
            raise keys["jobs"].refused(advice)
        raise root.missing("jobs", advice)
    distinct(file, [(f"{one.path}.id", one.id) for one in vehicles])
    ends = [end for one in shipments for end in (one.pickup, one.delivery)]
    for kind in TASKS:
        some = [task for task in (*jobs, *ends) if task.type is kind]
        distinct(file, [(f"{one.path}.id", one.id) for one in some])
    found = VroomInput(
        file,
        jobs,
        vehicles,
        matrices,
        tuple(points.rows),
        dimensions,
        {task.task: task for task in (*jobs, *ends)},
        shipments,
    )
    if len(points.rows) > MOST_POINTS:
        raise found.refused(
            "", f"{len(points.rows)} places", f"at most {MOST_POINTS} are read"
        )
    for vehicle in vehicles:
        check_profile(found, vehicle)
        check_steps(found, vehicle)
    check_once(found)
    return found


def _dimensions(first: Node) -> int:
    """How many amounts count: as many as the first vehicle has capacities."""
    if not isinstance(first.value, dict) or "capacity" not in first.value:
        return 0
    return len(
        first.fields((*_VEHICLE,), _VEHICLE_REFUSED)["capacity"].items(MOST_AMOUNTS)
    )


def _vehicle(node: Node, dimensions: int, size: int | None, points: Points) -> Vehicle:
    keys = node.fields(_VEHICLE, _VEHICLE_REFUSED)
    number = id_of(node, keys)
    start = spot_of(keys, "start", size, points)
    end = spot_of(keys, "end", size, points)
    if start is None and end is None:
        raise node.missing(
            "start" if size is None else "start_index",
            "write where it begins, where it ends, or both",
        )
    pace = HUNDREDTHS
    if "speed_factor" in keys:
        speed = keys["speed_factor"].number(0, MOST_SPEED)
        # Halves go up, as in VROOM.
        pace = floor(HUNDREDTHS / speed + 0.5) if speed > 0.001 else 0
        if not 0 < pace <= HUNDREDTHS**2:
            raise keys["speed_factor"].refused("must be from 0.01 to 5")
    return Vehicle(
        path=node.path,
        id=number,
        profile=text_of(keys, "profile") or DEFAULT_PROFILE,
        start=start,
        end=end,
        capacity=amount_of(keys, "capacity", dimensions),
        costs=_costs(keys),
        skills=skills_of(keys),
        window=window_of(keys["time_window"]) if "time_window" in keys else None,
        pace=pace,
        max_tasks=maybe_of(keys, "max_tasks"),
        max_travel_time_s=maybe_of(keys, "max_travel_time"),
        max_distance_m=maybe_of(keys, "max_distance"),
        steps=_steps(keys),
        description=text_of(keys, "description"),
        kind=text_of(keys, "type"),
        breaks=breaks_of(keys, dimensions),
    )


def _costs(keys: Mapping[str, Node]) -> Costs:
    if "costs" not in keys:
        return Costs()
    parts = keys["costs"].fields(("fixed", "per_hour", "per_km", "per_task_hour"))
    return Costs(**{key: node.whole(MOST_NUMBER) for key, node in parts.items()})


def _steps(keys: Mapping[str, Node]) -> tuple[Step, ...]:
    if "steps" not in keys:
        return ()
    return tuple(_step(node) for node in keys["steps"].items(MOST_JOBS + 2))


def _step(node: Node) -> Step:
    keys = node.fields(("type", "id", "service_at", "service_after", "service_before"))
    if "type" not in keys:
        raise node.missing("type", f"one of {', '.join(StepType)}")
    word = keys["type"].text()
    if word not in StepType:
        raise keys["type"].refused(f"must be one of {', '.join(StepType)}")
    kind = StepType(word)
    if kind in _WITH_ID and "id" not in keys:
        raise node.missing("id", f"which {kind} is meant")
    if kind not in _WITH_ID and "id" in keys:
        raise keys["id"].refused(f"the {kind} has no id; remove it")
    return Step(
        node.path,
        kind,
        keys["id"].whole(MOST_ID) if "id" in keys else None,
        maybe_of(keys, "service_at"),
        maybe_of(keys, "service_after"),
        maybe_of(keys, "service_before"),
    )

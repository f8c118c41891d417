"""A VROOM problem file -> VroomInput, strictly (VROOM 1.15, docs/API.md).

VROOM itself skips keys it does not know and sorts what is out of order; here every key
is known or refused, with its path and a way out. Nothing that VROOM refuses is taken.
Of VROOM's format shipments and breaks are refused here, since nothing of ours carries
them out; what only planning cannot do is refused by `vroom_problem`.
"""

from collections.abc import Mapping

from console.interchange.vroom_input import (
    HUNDREDTHS,
    Costs,
    Job,
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
    MOST_PRIORITY,
    MOST_SPEED,
    MOST_VEHICLES,
    MOST_WINDOWS,
    Points,
    amount_of,
    by_type_of,
    distinct,
    id_of,
    maybe_of,
    skills_of,
    spot_of,
    text_of,
    whole_of,
    window_of,
    windows_of,
)

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
_JOB = (
    *("id", "description", "location", "location_index", "setup", "service"),
    *("delivery", "pickup", "amount", "skills", "priority", "time_windows"),
    *("setup_per_type", "service_per_type"),
)
_JOB_REFUSED = {
    "time_window": "unknown key; write time_windows, [[start, end]]",
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
_SHIPMENT = (
    "fetching at one place for another is not carried out; write a job with its "
    "delivery, loaded at the start"
)


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
    if "shipments" in keys:
        for shipment in keys["shipments"].items(MOST_JOBS):
            raise shipment.refused(_SHIPMENT)
    matrices = matrices_of(keys)
    size = next((len(one.seconds) for one in matrices.values()), None)
    nodes = keys["vehicles"].items(MOST_VEHICLES, 1)
    dimensions = _dimensions(nodes[0])
    points = Points()
    vehicles = tuple(_vehicle(node, dimensions, size, points) for node in nodes)
    jobs = tuple(
        _job(node, dimensions, size, points)
        for node in (keys["jobs"].items(MOST_JOBS) if "jobs" in keys else [])
    )
    distinct(file, [(f"{one.path}.id", one.id) for one in vehicles])
    distinct(file, [(f"{one.path}.id", one.id) for one in jobs])
    found = VroomInput(
        file,
        jobs,
        vehicles,
        matrices,
        tuple(points.rows),
        dimensions,
        {job.id: job for job in jobs},
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


def _job(node: Node, dimensions: int, size: int | None, points: Points) -> Job:
    keys = node.fields(_JOB, _JOB_REFUSED)
    number = id_of(node, keys)
    spot = spot_of(keys, "location", size, points)
    if spot is None:
        key = "location" if size is None else "location_index"
        raise node.missing(key, "every job has its place")
    delivery = "delivery"
    if "amount" in keys:
        if "delivery" in keys or "pickup" in keys:
            raise keys["amount"].refused("delivery and pickup say it; remove amount")
        delivery = "amount"
    return Job(
        path=node.path,
        id=number,
        spot=spot,
        setup_s=whole_of(keys, "setup"),
        service_s=whole_of(keys, "service"),
        delivery=amount_of(keys, delivery, dimensions),
        pickup=amount_of(keys, "pickup", dimensions),
        skills=skills_of(keys),
        priority=whole_of(keys, "priority", MOST_PRIORITY),
        windows=windows_of(keys),
        description=text_of(keys, "description"),
        setup_by_type=by_type_of(keys, "setup_per_type"),
        service_by_type=by_type_of(keys, "service_per_type"),
    )


def _vehicle(node: Node, dimensions: int, size: int | None, points: Points) -> Vehicle:
    keys = node.fields(_VEHICLE, _VEHICLE_REFUSED)
    number = id_of(node, keys)
    start = spot_of(keys, "start", size, points)
    end = spot_of(keys, "end", size, points)
    if start is None and end is None:
        raise node.missing(
            "start" if size is None else "start_index", "or its end; both for a round"
        )
    if "breaks" in keys:
        for one in keys["breaks"].items(MOST_WINDOWS):
            raise one.refused(
                "breaks are not carried out; remove it, or write a second vehicle for "
                "the time after it"
            )
    pace = HUNDREDTHS
    if "speed_factor" in keys:
        speed = keys["speed_factor"].number(0, MOST_SPEED)
        pace = round(HUNDREDTHS / speed) if speed > 0.001 else 0
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
        raise node.missing("type", "start, job or end")
    word = keys["type"].text()
    if word in ("pickup", "delivery"):
        raise keys["type"].refused(_SHIPMENT)
    if word == "break":
        raise keys["type"].refused("breaks are not carried out; remove the step")
    if word not in StepType:
        raise keys["type"].refused("must be start, job or end")
    kind = StepType(word)
    if kind is StepType.JOB and "id" not in keys:
        raise node.missing("id", "which job is meant")
    if kind is not StepType.JOB and "id" in keys:
        raise keys["id"].refused("only a job has an id; remove it")
    return Step(
        node.path,
        kind,
        keys["id"].whole(MOST_ID) if "id" in keys else None,
        maybe_of(keys, "service_at"),
        maybe_of(keys, "service_after"),
        maybe_of(keys, "service_before"),
    )

"""Jobs, shipments and breaks of a VROOM file."""

from collections.abc import Mapping
from dataclasses import replace

from console.interchange.vroom_input import Break, Job, Shipment, StepType
from console.interchange.vroom_json import Node
from console.interchange.vroom_parts import (
    ANY_TIME,
    MOST_PRIORITY,
    MOST_WINDOWS,
    Amount,
    Points,
    amount_of,
    by_type_of,
    distinct,
    id_of,
    skills_of,
    spot_of,
    text_of,
    whole_of,
    windows_of,
)

_JOB = (
    *("id", "description", "location", "location_index", "setup", "service"),
    *("delivery", "pickup", "amount", "skills", "priority", "time_windows"),
    *("setup_per_type", "service_per_type"),
)
_JOB_REFUSED = {
    "time_window": "unknown key; write time_windows, [[start, end]]",
}
_SHIPMENT = ("pickup", "delivery", "amount", "skills", "priority")
_SHIPMENT_REFUSED = {
    key: f"stands in its pickup and its delivery; write {key} there"
    for key in ("id", "location", "location_index", "service", "time_windows")
}
_END = (
    *("id", "description", "location", "location_index", "setup", "service"),
    *("time_windows", "setup_per_type", "service_per_type"),
)
_END_REFUSED = {
    key: f"is that of the whole shipment; write {key} there"
    for key in ("amount", "skills", "priority", "pickup", "delivery")
}
_BREAK = ("id", "time_windows", "service", "description", "max_load")
_BREAK_REFUSED = {
    "time_window": "unknown key; write time_windows, [[start, end]]",
    "location": "a break is taken wherever the vehicle is; remove it",
    "location_index": "a break is taken wherever the vehicle is; remove it",
    "setup": "a break has service alone; add it there",
}


def job_of(node: Node, dimensions: int, size: int | None, points: Points) -> Job:
    """A job. Raises VroomFileError."""
    keys = node.fields(_JOB, _JOB_REFUSED)
    delivery = "delivery"
    if "amount" in keys:
        if "delivery" in keys or "pickup" in keys:
            raise keys["amount"].refused("delivery and pickup say it; remove amount")
        delivery = "amount"
    amounts = (
        amount_of(keys, delivery, dimensions),
        amount_of(keys, "pickup", dimensions),
    )
    shared = (skills_of(keys), whole_of(keys, "priority", MOST_PRIORITY))
    return _task(node, keys, size, points, StepType.JOB, amounts, shared)


def shipment_of(
    node: Node, dimensions: int, size: int | None, points: Points
) -> Shipment:
    """A shipment. Raises VroomFileError."""
    keys = node.fields(_SHIPMENT, _SHIPMENT_REFUSED)
    for key in ("pickup", "delivery"):
        if key not in keys:
            raise node.missing(key, "a shipment is fetched and brought")
    amount = amount_of(keys, "amount", dimensions)
    nothing = (0,) * dimensions
    shared = (skills_of(keys), whole_of(keys, "priority", MOST_PRIORITY))

    ends = {}
    for kind, amounts in (
        (StepType.PICKUP, (nothing, amount)),
        (StepType.DELIVERY, (amount, nothing)),
    ):
        one = keys[kind].fields(_END, _END_REFUSED)
        ends[kind] = _task(keys[kind], one, size, points, kind, amounts, shared)
    pickup, delivery = ends[StepType.PICKUP], ends[StepType.DELIVERY]
    return Shipment(
        node.path,
        replace(pickup, other=delivery.id),
        replace(delivery, other=pickup.id),
    )


def _task(
    node: Node,
    keys: Mapping[str, Node],
    size: int | None,
    points: Points,
    kind: StepType,
    amounts: tuple[Amount, Amount],
    shared: tuple[frozenset[int], int],
) -> Job:
    number = id_of(node, keys)
    spot = spot_of(keys, "location", size, points)
    if spot is None:
        key = "location" if size is None else "location_index"
        raise node.missing(key, f"every {kind} has its place")
    return Job(
        path=node.path,
        id=number,
        spot=spot,
        setup_s=whole_of(keys, "setup"),
        service_s=whole_of(keys, "service"),
        delivery=amounts[0],
        pickup=amounts[1],
        skills=shared[0],
        priority=shared[1],
        windows=windows_of(keys),
        description=text_of(keys, "description"),
        setup_by_type=by_type_of(keys, "setup_per_type"),
        service_by_type=by_type_of(keys, "service_per_type"),
        type=kind,
    )


def breaks_of(keys: Mapping[str, Node], dimensions: int) -> tuple[Break, ...]:
    """In the order of their first windows, those without any first.

    Raises VroomFileError.
    """
    if "breaks" not in keys:
        return ()
    nodes = keys["breaks"].items(MOST_WINDOWS)
    found = [_break(node, dimensions) for node in nodes]
    distinct(nodes[0].file if nodes else "", [(f"{b.path}.id", b.id) for b in found])
    found.sort(key=lambda one: one.windows[:1] or ANY_TIME)
    return tuple(found)


def _break(node: Node, dimensions: int) -> Break:
    keys = node.fields(_BREAK, _BREAK_REFUSED)
    return Break(
        path=node.path,
        id=id_of(node, keys),
        service_s=whole_of(keys, "service"),
        windows=windows_of(keys),
        max_load=(
            amount_of(keys, "max_load", dimensions) if "max_load" in keys else None
        ),
        description=text_of(keys, "description"),
    )

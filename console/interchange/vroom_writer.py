"""A solution -> JSON as VROOM 1.15 writes it, without how long it took.

Keys stand in VROOM's order; what is not known is left out, as VROOM does: loads
without capacities, distances without a matrix of them.
"""

import json
from collections.abc import Mapping, Sequence
from enum import IntEnum

from console.interchange.vroom_input import Job, Spot, VroomInput
from console.interchange.vroom_solution import (
    Solution,
    SolvedRoute,
    SolvedStep,
    Violation,
)


def write_solution(solution: Solution) -> bytes:
    """The file of a solution: UTF-8, the same for the same solution."""
    text = json.dumps(as_json(solution), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


class ErrorCode(IntEnum):
    """VROOM's codes of what went wrong."""

    INTERNAL = 1
    INPUT = 2
    ROUTING = 3


def write_error(message: str, code: ErrorCode = ErrorCode.INPUT) -> bytes:
    """The file of a problem that was not solved."""
    text = json.dumps({"code": int(code), "error": message}, ensure_ascii=False)
    return f"{text}\n".encode()


def as_json(solution: Solution) -> Mapping[str, object]:
    """The solution as VROOM writes it, without how long it took."""
    routes = solution.routes
    source = solution.source
    loads = bool(source.dimensions)
    summary: dict[str, object] = {
        "cost": solution.cost,
        "routes": len(routes),
        "unassigned": len(solution.unassigned),
    }
    if loads:
        summary |= _amounts(source, [job for route in routes for job in route.jobs])
    summary |= {
        "setup": sum(route.setup_s for route in routes),
        "service": sum(route.service_s for route in routes),
        "duration": sum(route.travel_s for route in routes),
        "waiting_time": sum(route.waiting_s for route in routes),
        "priority": sum(job.priority for route in routes for job in route.jobs),
        "violations": _violations(solution.violations),
    }
    lengths = [route.distance_m for route in routes]
    if any(matrices.metres is not None for matrices in source.matrices.values()):
        summary["distance"] = sum(metres or 0 for metres in lengths)
    return {
        "code": 0,
        "summary": summary,
        "unassigned": [
            {"id": job.id, "type": job.type.value}
            | ({"description": job.description} if job.description else {})
            | _spot(source, job.spot)
            for job in solution.unassigned
        ],
        "routes": [_route(source, route) for route in routes],
    }


def _route(source: VroomInput, route: SolvedRoute) -> dict[str, object]:
    written: dict[str, object] = {"vehicle": route.vehicle.id, "cost": route.cost}
    if route.vehicle.description:
        written["description"] = route.vehicle.description
    if source.dimensions:
        written |= _amounts(source, route.jobs)
    written |= {
        "setup": route.setup_s,
        "service": route.service_s,
        "duration": route.travel_s,
        "waiting_time": route.waiting_s,
        "priority": sum(job.priority for job in route.jobs),
    }
    if route.distance_m is not None:
        written["distance"] = route.distance_m
    return written | {
        "steps": [_step(source, step) for step in route.steps],
        "violations": _violations(route.violations),
    }


def _step(source: VroomInput, step: SolvedStep) -> dict[str, object]:
    written: dict[str, object] = {"type": step.type.value}
    if step.act is not None and step.act.description:
        written["description"] = step.act.description
    if step.spot is not None:
        written |= _spot(source, step.spot)
    if step.act is not None:
        written["id"] = step.act.id
    written |= {
        "setup": step.setup_s,
        "service": step.service_s,
        "waiting_time": step.waiting_s,
    }
    if source.dimensions:
        written["load"] = list(step.load)
    written |= {"arrival": step.arrival_s, "duration": step.travel_s}
    written["violations"] = _violations(step.violations)
    if step.distance_m is not None:
        written["distance"] = step.distance_m
    return written


def _amounts(source: VroomInput, jobs: Sequence[Job]) -> dict[str, list[int]]:
    return {
        key: [sum(amounts[k] for amounts in chosen) for k in range(source.dimensions)]
        for key, chosen in (
            ("delivery", [job.delivery for job in jobs]),
            ("pickup", [job.pickup for job in jobs]),
        )
    }


def _spot(source: VroomInput, spot: Spot) -> dict[str, object]:
    found: dict[str, object] = {}
    if spot.place is not None:
        found["location"] = [spot.place.lon, spot.place.lat]
    if not source.points:
        found["location_index"] = spot.row
    return found


def _violations(violations: Sequence[Violation]) -> list[dict[str, object]]:
    return [
        {"cause": one.cause.value}
        if one.duration_s is None
        else {"cause": one.cause.value, "duration": one.duration_s}
        for one in violations
    ]

"""Random small VROOM problems within what both know, and VROOM itself to solve them."""

import json
import random
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vroom

type Document = dict[str, Any]

ONLY_THEIRS = {"computing_times", "amount", "job", "geometry"}
"""What VROOM writes that is deprecated or not the plan's."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all parts of one problem share."""

    chance: random.Random
    rows: int
    dimensions: int
    early: int
    work: int
    profiles: tuple[str, ...]
    priced: bool
    measured: bool
    skills: bool
    pickups: bool
    limits: bool


def problem(
    chance: random.Random,
    *,
    skills: bool = False,
    pickups: bool = False,
    limits: bool = False,
) -> Document:
    """At most eight jobs and three vehicles, with a bit of everything."""
    frame = _Frame(
        chance=chance,
        rows=chance.randint(2, 8),
        dimensions=chance.choice([0, 0, 1, 2]),
        early=chance.choice([0, 0, 1_600_000_000]),
        work=chance.choice([0, 0, 0, 3600, 1234]),
        profiles=("car",) if chance.random() < 0.7 else ("car", "bike"),
        priced=chance.random() < 0.15,
        measured=chance.random() < 0.5,
        skills=skills,
        pickups=pickups,
        limits=limits,
    )
    limited = not pickups and chance.random() < 0.3
    vehicles = [_vehicle(frame, number) for number in range(chance.randint(1, 3))]
    for vehicle in vehicles:
        if limited and chance.random() < 0.5:
            vehicle["max_tasks"] = chance.randint(1, 4)
    jobs = [_job(frame, number) for number in range(chance.randint(1, 8))]
    if chance.random() < 0.2:
        vehicles[0]["type"] = "van"
        more = chance.randint(1, 90)
        for job in jobs:
            job["service_per_type"] = {"van": job.get("service", 0) + more}
    _set_up(frame, jobs, {vehicle.get("start_index") for vehicle in vehicles})
    return {"vehicles": vehicles, "jobs": jobs, "matrices": _matrices(frame)}


def _vehicle(frame: _Frame, number: int) -> Document:
    chance = frame.chance
    vehicle: Document = {"id": number + 1, "profile": chance.choice(frame.profiles)}
    for end in chance.choice(
        [("start",), ("end",), ("start", "end"), ("start", "end")]
    ):
        vehicle[f"{end}_index"] = chance.randrange(frame.rows) if number else 0
    if frame.dimensions:
        vehicle["capacity"] = [chance.randint(2, 8) for _ in range(frame.dimensions)]
    if chance.random() < 0.6:
        start = frame.early + chance.randint(0, 300)
        vehicle["time_window"] = [start, start + chance.randint(300, 4000)]
    if chance.random() < 0.2 and frame.early == 0:
        vehicle["speed_factor"] = chance.choice([0.5, 0.8, 1.25, 1.3, 2])
    if frame.skills:
        vehicle["skills"] = chance.sample([1, 2, 3], chance.randint(0, 3))
    costs: Document = {"fixed": chance.choice([0, 0, 100, 999])}
    if not frame.priced:
        costs["per_hour"] = chance.choice([3600, 3600, 1800, 1000, 7])
        if frame.measured:
            costs["per_km"] = chance.choice([0, 100, 1, 33])
    if frame.limits and not frame.priced and not frame.work and chance.random() < 0.3:
        if costs.get("per_km", 0) == 0:
            vehicle["max_travel_time"] = chance.randint(50, 1500)
        elif chance.random() < 0.5:
            costs["per_hour"] = 0
            vehicle["max_distance"] = chance.randint(500, 15_000)
    if frame.work:
        costs["per_task_hour"] = frame.work + chance.choice([0, 0, 100])
    vehicle["costs"] = costs
    return vehicle


def _job(frame: _Frame, number: int) -> Document:
    chance = frame.chance
    job: Document = {"id": 10 + number, "location_index": chance.randrange(frame.rows)}
    if chance.random() < 0.7:
        job["service"] = chance.randint(0, 200)
    if frame.dimensions:
        fetched = frame.pickups and chance.random() < 0.4
        amount = [chance.randint(0, 3) for _ in range(frame.dimensions)]
        job["pickup" if fetched else "delivery"] = amount
    if chance.random() < 0.5:
        edges = [frame.early + edge for edge in sorted(chance.sample(range(3000), 4))]
        job["time_windows"] = [edges[:2], edges[2:]][: chance.randint(1, 2)]
    if chance.random() < 0.3:
        job["priority"] = chance.randint(0, 100)
    if frame.skills and chance.random() < 0.4:
        job["skills"] = chance.sample([1, 2, 3], chance.randint(0, 2))
    return job


def _set_up(frame: _Frame, jobs: list[Document], starts: set[int | None]) -> None:
    """Setup at some locations, where it does not depend on the order."""
    for row in range(frame.rows):
        there = [job for job in jobs if job["location_index"] == row]
        if row in starts or frame.chance.random() < 0.5:
            continue
        windows = any("time_windows" in job for job in there)
        if len(there) > 1 and (frame.work or windows):
            continue
        setup = frame.chance.randint(1, 120)
        for job in there:
            job["setup"] = setup
            if "service_per_type" in job:
                # The same by both names, as types may differ nowhere in setup.
                job["setup_per_type"] = {"van": setup}


def _matrices(frame: _Frame) -> Document:
    chance = frame.chance
    points = [(chance.random(), chance.random()) for _ in range(frame.rows)]
    found: Document = {}
    for profile, far_s in (("car", 400), ("bike", 700)):
        if profile in frame.profiles:
            found[profile] = {"durations": _matrix(chance, points, far_s)}
            if frame.measured and not frame.priced:
                found[profile]["distances"] = _matrix(chance, points, 5000)
            if frame.priced:
                found[profile]["costs"] = _matrix(chance, points, 90)
    return found


def _matrix(
    chance: random.Random, points: list[tuple[float, float]], size: int
) -> list[list[int]]:
    return [
        [
            0
            if i == j
            else 1 + int(size * (abs(x - v) + abs(y - w)) * chance.uniform(1, 1.3))
            for j, (v, w) in enumerate(points)
        ]
        for i, (x, y) in enumerate(points)
    ]


def solved(document: Document, folder: Path) -> Document:
    """VROOM's own solution."""
    path = folder / "problem.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    made = vroom.Input.from_json(path, geometry=False)
    solution = made.solve(exploration_level=5, nb_threads=1)
    # Distances are written with what asks for geometry, of which there is none.
    measured = any("distances" in one for one in document["matrices"].values())
    solution._distances = measured
    found: Document = solution.to_dict()
    return found


def with_breaks(
    chance: random.Random, document: Document, *, planned: bool = False
) -> Document:
    """The problem with up to three breaks a vehicle, in any order.

    `planned` leaves out what only a check of given steps carries out.
    """
    early, dimensions = _early(document), _dimensions(document)
    for vehicle in document["vehicles"]:
        breaks = []
        for number in range(chance.choice([0, 1, 1, 2, 3])):
            one: Document = {"id": number + 1, "service": chance.randint(0, 300)}
            if chance.random() < 0.9:
                edges = [early + edge for edge in sorted(chance.sample(range(3000), 4))]
                several = 1 if planned else chance.randint(1, 2)
                one["time_windows"] = [edges[:2], edges[2:]][:several]
            if dimensions and not planned and chance.random() < 0.3:
                one["max_load"] = [chance.randint(0, 4) for _ in range(dimensions)]
            if chance.random() < 0.2:
                one["description"] = "lunch"
            breaks.append(one)
        if breaks:
            vehicle["breaks"] = breaks
    return document


def with_shipments(chance: random.Random, document: Document) -> Document:
    """The problem with up to three shipments."""
    early, dimensions = _early(document), _dimensions(document)
    rows = len(next(iter(document["matrices"].values()))["durations"])

    def end(number: int) -> Document:
        one: Document = {"id": number, "location_index": chance.randrange(rows)}
        for key, odds in (("setup", 0.3), ("service", 0.7)):
            if chance.random() < odds:
                one[key] = chance.randint(0, 100)
        if chance.random() < 0.4:
            edges = sorted(early + edge for edge in chance.sample(range(3000), 2))
            one["time_windows"] = [edges]
        if chance.random() < 0.3:
            one["description"] = "yard"
        return one

    for number in range(chance.randint(0, 3)):
        pair = (end(number), end(chance.choice([number, number + 100])))
        one: Document = dict(zip(("pickup", "delivery"), pair, strict=True))
        if dimensions:
            one["amount"] = [chance.randint(0, 3) for _ in range(dimensions)]
        if chance.random() < 0.3:
            one["priority"] = chance.randint(0, 100)
        document.setdefault("shipments", []).append(one)
    return document


def with_steps(chance: random.Random, document: Document) -> Document:
    """The problem with most tasks and breaks laid down in any order."""
    tasks = [{"type": "job", "id": job["id"]} for job in document["jobs"]]
    for shipment in document.get("shipments", []):
        tasks += [
            {"type": kind, "id": shipment[kind]["id"]}
            for kind in ("pickup", "delivery")
        ]
    chance.shuffle(tasks)
    tasks = [task for task in tasks if chance.random() < 0.9]
    for left, vehicle in reversed(list(enumerate(document["vehicles"]))):
        count = chance.randint(0, len(tasks)) if left else len(tasks)
        steps, tasks = tasks[:count], tasks[count:]
        for one in vehicle.get("breaks", []):
            if chance.random() < 0.85:
                step = {"type": "break", "id": one["id"]}
                steps.insert(chance.randint(0, len(steps)), step)
        if steps:
            vehicle["steps"] = [{"type": "start"}, *steps, {"type": "end"}]
    return document


def _early(document: Document) -> int:
    """Where the problem's clock begins."""
    windows = [v["time_window"] for v in document["vehicles"] if "time_window" in v]
    windows += [w for job in document["jobs"] for w in job.get("time_windows", [])]
    return 1_600_000_000 if windows and windows[0][0] >= 1_600_000_000 else 0


def _dimensions(document: Document) -> int:
    return len(document["vehicles"][0].get("capacity", []))


def judged(document: Document, folder: Path) -> Document | None:
    """VROOM's own judgement of the steps of a problem.

    None where its binding does not come back with one.
    """
    path = folder / "steps.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        solution = vroom.Input.from_json(path, geometry=False).check()
    except RuntimeError as error:
        if "bad optional access" not in str(error):
            raise
        return None
    measured = any("distances" in one for one in document["matrices"].values())
    solution._distances = measured
    found: Document = solution.to_dict()
    return found


def bare(written: Any, without: Set[str] = ONLY_THEIRS) -> Any:
    """A solution without what only VROOM writes; violations in any order."""
    if isinstance(written, dict):
        return {k: bare(v, without) for k, v in written.items() if k not in without}
    if isinstance(written, list):
        found = [bare(one, without) for one in written]
        if found and isinstance(found[0], dict) and "cause" in found[0]:
            return sorted(found, key=lambda one: str(one["cause"]))
        return found
    return written


def said(written: Document) -> Document:
    """The same with routes by vehicle and jobs left out by id."""
    found: Document = bare(written)
    found["routes"].sort(key=lambda route: int(route["vehicle"]))
    found["unassigned"].sort(key=lambda job: int(job["id"]))
    return found

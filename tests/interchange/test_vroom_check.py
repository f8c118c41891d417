"""Given routes timed as VROOM's plan mode times them, and what they break."""

import itertools
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from console.interchange.vroom_check import check_plan, starts_of
from console.interchange.vroom_file import read_vroom
from console.interchange.vroom_input import HUNDREDTHS, VroomInput
from console.interchange.vroom_solution import Solution, Ways
from console.interchange.vroom_writer import as_json

type Document = dict[str, Any]
ROUTES = 40
LAST_S = 19
"""The brute force looks at starts up to here, in whole seconds."""


def taken(document: Document) -> VroomInput:
    """A document as it is read."""
    return read_vroom(json.dumps(document).encode(), file="in.json")


def checked(document: Document) -> Solution:
    """What the steps of a document come to."""
    return check_plan(taken(document))


def example(folder: Path) -> tuple[Document, Document]:
    """The third example with the ways of its solution as matrices, and the solution.

    Its coordinates need a routing engine; only ways on its two routes count.
    """
    document = json.loads((folder / "example_3.json").read_bytes())
    solution = json.loads((folder / "example_3_sol.json").read_bytes())
    rows: dict[tuple[float, float], int] = {}
    for vehicle in document["vehicles"]:
        for end in ("start", "end"):
            row = rows.setdefault(tuple(vehicle[end]), len(rows))
            vehicle[f"{end}_index"] = row
    for job in document["jobs"]:
        job["location_index"] = rows.setdefault(tuple(job["location"]), len(rows))
    seconds = [[0] * len(rows) for _ in rows]
    metres = [[0] * len(rows) for _ in rows]
    for route in solution["routes"]:
        for one, two in itertools.pairwise(route["steps"]):
            a, b = rows[tuple(one["location"])], rows[tuple(two["location"])]
            seconds[a][b] = two["duration"] - one["duration"]
            metres[a][b] = two["distance"] - one["distance"]
    document["matrices"] = {"car": {"durations": seconds, "distances": metres}}
    return document, solution


def alike(written: Any) -> Any:
    """Violations in any order, without what depends on a routing engine."""
    if isinstance(written, dict):
        engine = {"geometry", "job", "location_index"}
        return {k: alike(v) for k, v in written.items() if k not in engine}
    if isinstance(written, list):
        found = [alike(one) for one in written]
        if found and isinstance(found[0], dict) and "cause" in found[0]:
            return sorted(found, key=lambda one: str(one["cause"]))
        return found
    return written


def test_the_third_example_comes_out_the_same(shared_data: Path) -> None:
    folder = shared_data / "vectors"
    document, theirs = example(folder / "vroom")
    ours = alike(as_json(checked(document)))
    theirs = alike(theirs)
    # The engine rounds a whole line, its steps one by one: a metre a route.
    ways = [
        [part.pop("distance") for part in (written["summary"], *written["routes"])]
        for written in (ours, theirs)
    ]
    assert all(abs(a - b) <= 2 for a, b in zip(*ways, strict=True))
    assert ours == theirs
    known = json.loads((folder / "interchange.json").read_bytes())
    wanted = known["vroom_example_3_violations"]
    told = {one["cause"]: one.get("duration") for one in ours["summary"]["violations"]}
    assert told == {
        "delay": wanted["delay"],
        "lead_time": wanted["lead_time"],
        "load": None,
    }
    loads = [
        (route["vehicle"], step.get("id", step["type"]))
        for route in ours["routes"]
        for step in route["steps"]
        if {"cause": "load"} in step["violations"]
    ]
    assert loads == [(1, "start"), (1, 1)]


def every_cause() -> Document:
    """A route that breaks whatever can be broken."""
    far = [[0, 100, 300], [100, 0, 200], [300, 200, 0]]
    return {
        "vehicles": [
            {
                "id": 1,
                "start_index": 0,
                "end_index": 0,
                "capacity": [2],
                "skills": [1],
                "time_window": [1000, 1200],
                "max_tasks": 1,
                "max_travel_time": 250,
                "max_distance": 900,
                "steps": [
                    {"type": "start", "service_at": 950},
                    {"type": "job", "id": 1},
                    {"type": "job", "id": 2, "service_after": 1400},
                    {"type": "end"},
                ],
            }
        ],
        "jobs": [
            {"id": 1, "location_index": 1, "delivery": [1], "pickup": [2]},
            {
                "id": 2,
                "location_index": 2,
                "delivery": [1],
                "skills": [1, 7],
                "setup": 20,
                "service": 30,
                "time_windows": [[0, 10], [1500, 1600]],
            },
            {"id": 3, "location_index": 2},
        ],
        "matrices": {"car": {"durations": far, "distances": far}},
    }


def test_every_cause_is_told_where_it_is() -> None:
    solution = checked(every_cause())
    (route,) = solution.routes
    told = [
        [(one.cause.value, one.duration_s) for one in step.violations]
        for step in route.steps
    ]
    assert [step.arrival_s for step in route.steps] == [950, 1050, 1250, 1750]
    assert [step.waiting_s for step in route.steps] == [0, 0, 150, 0]
    assert told == [
        [("lead_time", 50)],
        [("load", None)],
        [
            ("lead_time", 100),
            ("skills", None),
            ("max_tasks", None),
            ("max_travel_time", None),
        ],
        [("delay", 550), ("max_travel_time", None)],
    ]
    assert [job.id for job in solution.unassigned] == [3]
    assert [(one.cause.value, one.duration_s) for one in route.violations] == [
        ("lead_time", 150),
        ("delay", 550),
        ("load", None),
        ("max_tasks", None),
        ("skills", None),
        ("max_travel_time", None),
    ]


def test_a_second_job_at_a_location_needs_no_setup() -> None:
    document = every_cause()
    document["vehicles"][0] = {
        "id": 1,
        "end_index": 0,
        "capacity": [9],
        "steps": [{"type": "job", "id": 2}, {"type": "job", "id": 3}],
    }
    document["jobs"][1] |= {"time_windows": [[500, 600]], "skills": []}
    document["jobs"][2] |= {"setup": 20, "service": 5}
    (route,) = checked(document).routes
    assert [step.setup_s for step in route.steps] == [0, 20, 0, 0]
    assert [step.arrival_s for step in route.steps] == [500, 500, 550, 855]
    assert route.cost == 300


def small(chance: random.Random) -> Document:
    """A route of at most three jobs on the first few seconds of time."""
    jobs = [
        {
            "id": number,
            "location_index": chance.randrange(4),
            "service": chance.randint(0, 2),
            "setup": chance.randint(0, 1),
        }
        for number in range(chance.randint(1, 3))
    ]
    for job in jobs:
        if chance.random() < 0.7:
            ends = sorted(chance.sample(range(14), 4))
            windows = [ends[:2], ends[2:]][: chance.randint(1, 2)]
            job["time_windows"] = windows  # type: ignore[assignment]
    steps: list[Document] = [{"type": "start"}]
    steps += [{"type": "job", "id": job["id"]} for job in jobs]
    steps.append({"type": "end"})
    for step in steps:
        if chance.random() < 0.15:
            key = chance.choice(["service_at", "service_after", "service_before"])
            step[key] = chance.randint(0, 12)
    vehicle: Document = {"id": 1, "start_index": 0, "end_index": 1, "steps": steps}
    if chance.random() < 0.6:
        vehicle["time_window"] = sorted(chance.sample(range(14), 2))
    far = [[0 if a == b else chance.randint(0, 4) for b in range(4)] for a in range(4)]
    return {
        "vehicles": [vehicle],
        "jobs": jobs,
        "matrices": {"car": {"durations": far}},
    }


def weighed(source: VroomInput, starts: Sequence[int]) -> tuple[int, int] | None:
    """What the starts of a small route come to, in seconds; None for no such route."""
    (vehicle,) = source.vehicles
    ways = Ways(source, vehicle)
    before, now, acting, busy = vehicle.start, starts[0], 0, 0
    window = vehicle.window
    missed = max(0, window.start_s - now) if window else 0
    for job, start in zip(source.jobs, starts[1:], strict=False):
        way = ways.hundredths(before, job.spot) // HUNDREDTHS
        if start < now + acting + way:
            return None
        acting = ways.action_s(before, job)
        busy += way + acting
        before, now = job.spot, start
        off = [max(w.start_s - start, start - w.end_s, 0) for w in job.windows]
        missed += min(off, default=0)
    way = ways.hundredths(before, vehicle.end) // HUNDREDTHS
    if starts[-1] < now + acting + way:
        return None
    missed += max(0, starts[-1] - window.end_s) if window else 0
    for step, start in zip(vehicle.steps, starts, strict=True):
        if step.at_s not in (None, start):
            return None
        if start < (step.after_s or 0) or start > (step.before_s or LAST_S * 9):
            return None
    heavy = (busy + way) * HUNDREDTHS
    return missed * heavy + starts[-1] - starts[0], sum(starts[1:-1])


@pytest.mark.parametrize("seed", range(ROUTES))
def test_no_other_starts_are_better(seed: int) -> None:
    chance = random.Random(seed)
    document = small(chance)
    while len(document["jobs"]) > 2 and chance.random() < 0.8:
        document = small(chance)
    source = taken(document)
    every = [
        worth
        for starts in itertools.combinations_with_replacement(
            range(LAST_S), len(source.jobs) + 2
        )
        if (worth := weighed(source, starts)) is not None
    ]
    (vehicle,) = source.vehicles
    busy = any(
        ways.hundredths(a.spot, b.spot)
        for ways in [Ways(source, vehicle)]
        for a, b in itertools.pairwise(source.jobs)
    )
    if not every or not busy:
        return
    starts = starts_of(source, vehicle, source.jobs)
    assert all(start % HUNDREDTHS == 0 for start in starts)
    assert weighed(source, [start // HUNDREDTHS for start in starts]) == min(every)

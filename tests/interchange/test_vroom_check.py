"""Given routes timed as VROOM's plan mode times them, and what they break."""

import itertools
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from console.interchange.vroom_check import check_plan
from console.interchange.vroom_file import read_vroom
from console.interchange.vroom_horizon import horizon
from console.interchange.vroom_input import HUNDREDTHS, Step, VroomInput
from console.interchange.vroom_solution import Solution, Ways
from console.interchange.vroom_starts import moments_of
from console.interchange.vroom_writer import as_json
from tests.interchange.vroom_problems import (
    bare,
    judged,
    problem,
    said,
    with_breaks,
    with_shipments,
    with_steps,
)

type Document = dict[str, Any]
ENGINE = {"geometry", "job", "location_index"}
"""What a solution has from a routing engine."""
ROUTES = 40
ORDERS = 120
"""Random steps judged by VROOM too; thousands of others were run by hand once."""
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


def test_the_third_example_comes_out_the_same(shared_data: Path) -> None:
    folder = shared_data / "vectors"
    document, theirs = example(folder / "vroom")
    ours = bare(as_json(checked(document)), ENGINE)
    theirs = bare(theirs, ENGINE)
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
    (route,) = check_plan(source).routes
    starts = [step.arrival_s + step.waiting_s for step in route.steps]
    ours = weighed(source, starts)
    assert ours is not None
    # VROOM's span of time leaves some of all starts out.
    assert ours >= min(every)
    steps = [_forced(step) for step in vehicle.steps]
    span = horizon(moments_of(Ways(source, vehicle), source.jobs, steps))
    assert ours == min(every) or ours[0] > 0
    if span.low == 0 and min(span.highs, default=LAST_S) >= LAST_S * HUNDREDTHS:
        assert ours == min(every)


def _forced(step: Step) -> tuple[int | None, int | None]:
    low = [s for s in (step.at_s, step.after_s) if s is not None]
    high = [s for s in (step.at_s, step.before_s) if s is not None]
    return (
        max(low) * HUNDREDTHS if low else None,
        min(high) * HUNDREDTHS if high else None,
    )


def missed_s(written: Document) -> int:
    """Seconds outside windows."""
    return sum(one.get("duration", 0) for one in written["summary"]["violations"])


def sorted_out(written: Document) -> Document:
    """The same with tasks left out in one order."""
    found: Document = said(written)
    found["unassigned"].sort(key=lambda task: (task["type"], int(task["id"])))
    return found


@pytest.mark.parametrize("part", range(4))
def test_vroom_judges_given_steps_the_same(part: int, tmp_path: Path) -> None:
    same, other = 0, 0
    for number in range(ORDERS // 4):
        chance = random.Random(9000 + 1000 * part + number)
        document = problem(chance, skills=True, pickups=True, limits=True)
        document = with_shipments(chance, with_breaks(chance, document))
        document = with_steps(chance, document)
        if not any("steps" in vehicle for vehicle in document["vehicles"]):
            continue
        theirs = judged(document, tmp_path)
        if theirs is None:
            continue
        ours = json.loads(json.dumps(as_json(checked(document))))
        if sorted_out(ours) == sorted_out(theirs):
            same += 1
        else:
            # A route that VROOM's span of time does not let be whole.
            assert missed_s(ours) < missed_s(theirs), number
            other += 1
    assert same > 15 * other


def test_breaks_and_shipments_are_judged() -> None:
    far = [[0, 100, 200], [100, 0, 100], [200, 100, 0]]
    found = checked(
        {
            "vehicles": [
                {
                    "id": 1,
                    "start_index": 0,
                    "end_index": 0,
                    "capacity": [3],
                    "time_window": [0, 9000],
                    "breaks": [
                        {
                            "id": 8,
                            "time_windows": [[150, 160]],
                            "service": 50,
                            "max_load": [1],
                        },
                        {"id": 9, "time_windows": [[9000, 9000]]},
                    ],
                    "steps": [
                        {"type": "pickup", "id": 1},
                        {"type": "break", "id": 8},
                        {"type": "delivery", "id": 2},
                        {"type": "delivery", "id": 1},
                    ],
                }
            ],
            "shipments": [
                {
                    "amount": [2],
                    "pickup": {"id": 1, "location_index": 1, "service": 10},
                    "delivery": {"id": 1, "location_index": 2},
                },
                {
                    "pickup": {"id": 2, "location_index": 1, "description": "yard"},
                    "delivery": {"id": 2, "location_index": 2},
                },
            ],
            "matrices": {"car": {"durations": far, "distances": far}},
        }
    )
    (route,) = found.routes
    told = [[one.cause.value for one in step.violations] for step in route.steps]
    assert told == [[], [], ["max_load"], ["precedence"], [], []]
    assert [one.cause.value for one in route.violations] == [
        *("max_load", "precedence", "missing_break")
    ]
    # A way of 100 s from 110 on, in the middle of which it rests from 150 to 200.
    assert [step.arrival_s for step in route.steps] == [0, 100, 150, 260, 260, 460]
    assert [step.travel_s for step in route.steps] == [0, 100, 140, 200, 200, 400]
    assert [step.distance_m for step in route.steps] == [0, 100, 140, 200, 200, 400]
    assert [step.load for step in route.steps] == [(0,), (2,), (2,), (2,), (0,), (0,)]
    written = json.loads(json.dumps(as_json(found)))
    assert written["unassigned"] == [
        {"id": 2, "type": "pickup", "description": "yard", "location_index": 1}
    ]
    (rest,) = [s for s in written["routes"][0]["steps"] if s["type"] == "break"]
    assert rest["id"] == 8
    assert rest["service"] == 50
    assert "location_index" not in rest


def test_no_false_alarm_where_leaving_sooner_is_in_time() -> None:
    far = [[0, 100], [100, 0]]
    document: Document = {
        "vehicles": [
            {
                "id": 1,
                "start_index": 0,
                "end_index": 0,
                "breaks": [{"id": 1, "time_windows": [[150, 160]]}],
                "steps": [{"type": "job", "id": 1}, {"type": "break", "id": 1}],
            }
        ],
        "jobs": [{"id": 1, "location_index": 1}],
        "matrices": {"car": {"durations": far}},
    }
    (route,) = checked(document).routes
    assert route.violations == ()
    assert [step.arrival_s for step in route.steps] == [0, 100, 150, 200]


def test_a_route_of_no_tasks_is_a_route() -> None:
    document = every_cause()
    document["vehicles"][0]["steps"] = [{"type": "start"}, {"type": "end"}]
    (route,) = checked(document).routes
    assert [step.type.value for step in route.steps] == ["start", "end"]

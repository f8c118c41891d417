"""Readers of public instances: real files, and every way a file can be wrong."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.planner.reading import Malformed
from tests.benchmarks.planner.routing import (
    VEHICLE_FIRST,
    Kind,
    RoutingInstance,
    Stand,
    checked,
    task_of,
)
from tests.benchmarks.planner.solomon import read_solomon
from tests.benchmarks.planner.task import Call, Tours
from tests.benchmarks.planner.vrplib_text import read_solution, read_vrplib

SOLOMON = """T2

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.   XCOORD.   YCOORD.   DEMAND    READY TIME   DUE DATE   SERVICE TIME

    0      0         0          0          0        100          0
    1      3         4          6          0         50         10
    2      6         8          5         20         60         10
"""
VRPLIB = """NAME: T
COMMENT: two kinds
TYPE: HFVRP
DIMENSION: 3
VEHICLES: 2
EDGE_WEIGHT_TYPE: EUC_2D
SERVICE_TIME: 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 -6 8
DEMAND_SECTION
1 0
2 6
3 5
CAPACITY_SECTION
1 10
2 20
VEHICLES_FIXED_COST_SECTION
1 100
2 150
VEHICLES_UNIT_DISTANCE_COST_SECTION
1 1
2 2
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 20 60
RELEASE_TIME_SECTION
1 0
2 0
3 5
VEHICLES_RELOAD_DEPOT_SECTION
1 1
2 1
DEPOT_SECTION
1
-1
EOF
"""


def written(folder: Path, text: str, old: str = "", new: str = "") -> Path:
    assert old in text
    path = folder / "instance.txt"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def tours(*trips: tuple[int, list[int]]) -> Tours:
    made: dict[int, list[list[Call]]] = {}
    for vehicle, trip in trips:
        calls = [Call(customer, ((customer - 1, 0),)) for customer in trip]
        made.setdefault(vehicle, []).append(calls)
    return made


def test_solomon(tmp_path: Path) -> None:
    read = read_solomon(written(tmp_path, SOLOMON))
    assert read == RoutingInstance(
        "T2",
        (
            Stand(0, 0, 0, 0, 100, 0),
            Stand(3, 4, 6, 0, 50, 10),
            Stand(6, 8, 5, 20, 60, 10),
        ),
        (Kind(10), Kind(10)),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("VEHICLE", "VEHICLES", 3, "VEHICLE"),
        ("  2         10", "  x         10", 5, "NUMBER"),
        ("  2         10", "  2", 5, "CAPACITY"),
        ("  2         10", "  0         10", 5, "NUMBER"),
        ("DEMAND    READY", "READY", 8, "CUST NO. XCOORD. YCOORD. DEMAND READY TIME"),
        ("    1      3", "    2      3", 11, "CUST NO."),
        ("50         10\n", "50\n", 11, "SERVICE TIME"),
        ("50         10\n", "50         10 1\n", 11, "SERVICE TIME"),
        ("4          6", "4          x", 11, "DEMAND"),
        ("4          6", "4          -6", 11, "DEMAND"),
        ("4          6", "4          6.5", 11, "DEMAND"),
        ("4          6", "4          11", 11, "DEMAND"),
        ("4          6", "nan        6", 11, "YCOORD."),
        ("0         50", "60        50", 11, "DUE DATE"),
        ("20         60", "70         60", 12, "DUE DATE"),
        ("0          0        100", "1          0        100", 10, "DEMAND"),
        (SOLOMON[SOLOMON.index("CUSTOMER") :], "", 0, "CUSTOMER"),
        (SOLOMON[SOLOMON.index("    1  ") :], "", 10, "CUST NO."),
        (SOLOMON, "", 0, "name"),
    ],
)
def test_solomon_refused(
    tmp_path: Path, old: str, new: str, line: int, field: str
) -> None:
    with pytest.raises(Malformed) as refused:
        read_solomon(written(tmp_path, SOLOMON, old, new))
    assert refused.value.line == line
    assert refused.value.field.startswith(field)
    assert f"instance.txt:{line}: {field}" in str(refused.value)


def test_vrplib(tmp_path: Path) -> None:
    read = read_vrplib(written(tmp_path, VRPLIB))
    assert read == RoutingInstance(
        "T",
        (
            Stand(0, 0, 0, 0, 100),
            Stand(3, 4, 6, 0, 50, 10),
            Stand(-6, 8, 5, 20, 60, 10, 5),
        ),
        (Kind(10, 100, 1), Kind(20, 150, 2)),
        reloads=True,
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("EUC_2D", "GEO", 6, "EDGE_WEIGHT_TYPE"),
        ("EDGE_WEIGHT_TYPE: EUC_2D\n", "", 0, "EDGE_WEIGHT_TYPE"),
        ("DIMENSION: 3", "DIMENSION: x", 4, "DIMENSION"),
        ("DIMENSION: 3", "DIMENSION: 1", 4, "DIMENSION"),
        ("DIMENSION: 3\n", "", 0, "DIMENSION"),
        ("VEHICLES: 2", "VEHICLES: 2\nVEHICLES: 3", 6, "VEHICLES"),
        ("VEHICLES: 2", "SALESMEN: 2", 5, "SALESMEN"),
        ("VEHICLES: 2", "VEHICLES: 3", 16, "vehicle"),
        ("DIMENSION: 3", "DIMENSION: 4", 8, "node"),
        ("DIMENSION: 3", "DIMENSION: 2", 11, "node"),
        ("2 3 4", "4 3 4", 10, "node"),
        ("2 3 4", "2 3", 10, "y"),
        ("2 6\n", "2 -6\n", 14, "demand"),
        ("3 20 60", "3 70 60", 28, "closes"),
        ("DEMAND_SECTION", "PRIZE_SECTION", 12, "PRIZE_SECTION"),
        ("DEMAND_SECTION", "NODE_COORD_SECTION", 12, "NODE_COORD_SECTION"),
        ("2 1\nDEPOT", "2 2\nDEPOT", 35, "depot"),
        ("1\nDEPOT_SECTION\n1", "1\nDEPOT_SECTION\n2", 37, "depot"),
        ("EOF", "", 0, "EOF"),
        ("NAME: T", "1 0 0\nNAME: T", 1, "key"),
        (
            VRPLIB[VRPLIB.index("CAPACITY_S") : VRPLIB.index("VEHICLES_FIXED")],
            "",
            0,
            "CAPACITY",
        ),
        (
            VRPLIB[VRPLIB.index("NODE_COORD") : VRPLIB.index("DEMAND_S")],
            "",
            0,
            "NODE_COORD_SECTION",
        ),
    ],
)
def test_vrplib_refused(
    tmp_path: Path, old: str, new: str, line: int, field: str
) -> None:
    with pytest.raises(Malformed) as refused:
        read_vrplib(written(tmp_path, VRPLIB, old, new))
    assert (refused.value.line, refused.value.field) == (line, field)


def test_not_text(tmp_path: Path) -> None:
    path = tmp_path / "instance.txt"
    path.write_bytes(b"\xff\xfe\x00")
    for read in (read_solomon, read_vrplib, read_solution):
        with pytest.raises(Malformed, match="not text"):
            read(path)


def test_solution(tmp_path: Path) -> None:
    read = read_solution(written(tmp_path, "Route #1: 2 1\nRoute #2:\nCost: 12.5\n"))
    assert read.routes == {0: [2, 1]}
    assert read.cost == 12.5


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("Route #1: a\nCost: 1\n", 1, "customer"),
        ("Route #1: 1\nRoute #1: 2\nCost: 1\n", 2, "Route"),
        ("Route 1: 1\nCost: 1\n", 1, "Route"),
        ("Route #1: 1\nCost: x\n", 2, "Cost"),
        ("Route #1: 1\n", 1, "Cost"),
    ],
)
def test_solution_refused(tmp_path: Path, text: str, line: int, field: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_solution(written(tmp_path, text))
    assert (refused.value.line, refused.value.field) == (line, field)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (((0, [1]), (1, [2])), ""),
        (((1, [1, 2]),), ""),
        (((0, [1, 2]),), "vehicle 0 loads 11"),
        (((1, [2, 1]),), ""),
        (((1, [1]), (1, [2])), ""),
        (((0, [1]),), "customer 2 served 0 times"),
        (((0, [1]), (1, [1, 2])), "customer 1 served 2 times"),
    ],
)
def test_check_of_small_answers(
    tmp_path: Path, answer: tuple[tuple[int, list[int]], ...], why: str
) -> None:
    instance = read_vrplib(written(tmp_path, VRPLIB))
    assert checked(instance, tours(*answer)).why == why


def test_check_of_times() -> None:
    """Late by more than rounding is broken; a release holds the whole trip."""
    fleet = (Kind(2, 7.0, 2.0),)
    depot, last = Stand(0, 0, closes=121), Stand(0, 40, 1)

    def why(closes: float, *trips: list[int], **more: float) -> str:
        first = Stand(30, 40, 1, closes=closes, **more)
        instance = RoutingInstance("t", (depot, first, last), fleet)
        return checked(instance, tours(*((0, trip) for trip in trips))).why

    assert not why(50, [1, 2])
    assert not why(49.9996, [1, 2])
    assert why(49.99, [1, 2]) == "customer 1 is served 0.010 late"
    assert why(50, [2, 1]) == "customer 1 is served 20.000 late"
    assert why(50, [1, 2], release=1) == "customer 1 is served 1.000 late"
    assert why(51, [1, 2], service=2) == "customer 0 is served 1.000 late"
    assert why(50, [1], [2]) == "vehicle 0 loads again"
    instance = RoutingInstance("t", (depot, Stand(30, 40, 1), last), fleet, True)
    verdict = checked(instance, tours((0, [1]), (0, [2])))
    assert verdict.why == "customer 0 is served 59.000 late"
    assert verdict.cost == pytest.approx(7 + 2 * (100 + 80))


def test_vehicles_first() -> None:
    stands = (Stand(0, 0), Stand(3, 4, 1), Stand(3, 4, 1))
    instance = RoutingInstance("t", stands, (Kind(2, 9.0, 3.0),) * 2)
    one = checked(instance, tours((1, [1, 2])), vehicles_first=True)
    two = checked(instance, tours((0, [1]), (1, [2])), vehicles_first=True)
    assert (one.vehicles, one.cost) == (1, VEHICLE_FIRST + 10)
    assert (two.vehicles, two.cost) == (2, 2 * VEHICLE_FIRST + 20)


def test_as_a_problem(tmp_path: Path) -> None:
    task = task_of(read_vrplib(written(tmp_path, VRPLIB)))
    problem = task.problem
    assert problem.travel["plane"].metres[1, 2] == round(97**0.5 * 1000)
    first = problem.demands[1].options[0]
    assert (first.windows[0].start_s, first.windows[0].end_s) == (20_000, 60_000)
    assert first.setup_s == 10_000
    assert [kind.fixed for kind in problem.types] == [100_000, 150_000]
    assert [kind.per_km for kind in problem.types] == [1000, 2000]
    assert problem.vehicles[1].type == problem.types[1].id
    assert task.trips is not None
    assert task.trips.release_s == (0, 5000)


@pytest.mark.parametrize("name", ["solomon", "gehring-homberger"])
def test_public_solomon_files(shared_data: Path, name: str) -> None:
    known = json.loads((shared_data / "vrp" / "best-known.json").read_text())
    for path in sorted((shared_data / "vrp" / name).glob("*.txt")):
        instance = read_solomon(path)
        assert len(instance.stands) == known[path.stem]["jobs"] + 1
        assert len(instance.vehicles) >= known[path.stem]["vehicles"]
        assert np.diag(instance.distances()).max() == 0


def test_public_mixed_fleets_cost_what_their_solutions_say(shared_data: Path) -> None:
    """The dialect's cost is in hundredths; the check is ours and they pass it."""
    for path in sorted((shared_data / "vrp" / "mixed-fleet").glob("*.vrp")):
        instance = read_vrplib(path)
        solution = read_solution(path.with_suffix(".sol"))
        best = tours(*((k, list(calls)) for k, calls in solution.routes.items()))
        verdict = checked(instance, best)
        assert verdict.feasible
        assert verdict.cost / 100 == pytest.approx(solution.cost, abs=0.006)


def test_public_reloads(shared_data: Path) -> None:
    for path in sorted((shared_data / "vrp" / "reloads").glob("*.vrp")):
        instance = read_vrplib(path)
        assert instance.reloads
        assert any(stand.release for stand in instance.stands)
        assert all(stand.service == 90 for stand in instance.stands[1:])

"""Days are the same everywhere and survive being written; the table is true."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from console.domain.problem import Channel, Problem
from tests.depot_days.__main__ import main
from tests.depot_days.best import TABLE, best_known, enter, read_table
from tests.depot_days.checker import check
from tests.depot_days.cities import Shape
from tests.depot_days.files import (
    SMALL,
    fingerprint,
    read_day,
    read_solution,
    write_day,
    write_solution,
)
from tests.depot_days.generator import generate
from tests.depot_days.plain import Unreadable
from tests.depot_days.solution import Handover, Solution, Stop, Tour


def doors(problem: Problem, count: int) -> Solution:
    """A van that brings some parcels to their doors."""
    wanted = [d for d in problem.demands if d.options[0].channel is Channel.DOOR]
    vehicle = problem.vehicles[0].id
    return Solution(
        (
            Tour(
                vehicle,
                tuple(
                    Stop(d.options[0].place, (Handover(d.parcel, Channel.DOOR),))
                    for d in wanted[:count]
                ),
            ),
        )
    )


@pytest.mark.parametrize("shape", Shape)
def test_a_day_of_every_shape(shape: Shape) -> None:
    problem = generate(shape, 120, 1)
    assert fingerprint(problem) == fingerprint(generate(shape, 120, 1))
    assert fingerprint(problem) != fingerprint(generate(shape, 120, 2))
    options = [option for d in problem.demands for option in d.options]
    lockers = [option for option in options if option.channel is Channel.LOCKER]
    assert len(lockers) > 40
    assert any(option.low for option in lockers)
    assert all(set(o.classes) and o.walk_m <= 900 for o in lockers)
    for travel in problem.travel.values():
        count = len(problem.places)
        assert travel.seconds.shape == travel.metres.shape == (count, count)
        assert travel.seconds.min() == travel.metres.min() == 0
        assert travel.seconds.max() < 2 * 3600 * 3
    van = problem.travel["van"]
    assert (van.metres != van.metres.T).any()


def test_ways_over_a_third_place_are_never_shorter() -> None:
    for shape in Shape:
        travel = generate(shape, 40, 3).travel
        for mode in travel.values():
            metres = mode.metres.astype(np.int64)
            least = (metres[:, :, None] + metres[None]).min(1)
            # Whole metres are rounded down once each way.
            assert (least >= metres - 2).all()


@pytest.mark.parametrize("parcels", [8, 120])
def test_days_survive_being_written(parcels: int, tmp_path: Path) -> None:
    problem = generate("river", parcels, 4)
    path = tmp_path / "day.json"
    write_day(path, problem, "mine")
    again, name = read_day(path)
    assert name == "mine"
    assert fingerprint(again) == fingerprint(problem)
    assert again.demands == problem.demands
    assert again.rooms == problem.rooms
    assert again.vehicles == problem.vehicles
    assert path.with_suffix(".npz").exists() == (len(problem.places) > SMALL)


def test_a_field_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    write_day(path, generate("grid", 5, 1), "d")
    plain = json.loads(path.read_text())
    plain["demands"][0]["colour"] = "red"
    path.write_text(json.dumps(plain))
    with pytest.raises(Unreadable):
        read_day(path)
    path.write_text('{"format": "something else"}')
    for read in (read_day, read_solution):
        with pytest.raises(Unreadable):
            read(path)


def test_solutions_survive_being_written(tmp_path: Path) -> None:
    solution = doors(generate("grid", 20, 1), 4)
    path = tmp_path / "solution.json"
    write_solution(path, solution, "grid-20-1")
    assert read_solution(path) == (solution, "grid-20-1")


def test_a_better_solution_enters_the_table(tmp_path: Path) -> None:
    problem, path = generate("grid", 30, 1), tmp_path / "table.json"
    today = date(2026, 1, 2)

    def entered(solution: Solution, method: str) -> tuple[str, bool]:
        row, new = enter(
            "grid-30-1",
            problem,
            solution,
            method=method,
            cpu_s=1.0,
            found=today,
            path=path,
        )
        return row.method, new

    assert entered(Solution(), "nothing") == ("nothing", True)
    some = doors(problem, 2)
    assert check(problem, some).feasible
    better = check(problem, some).cost < check(problem, Solution()).cost
    assert entered(some, "two doors")[1] == better
    assert entered(Solution(), "again")[1] is False
    twice = Solution(some.tours * 2)
    with pytest.raises(ValueError, match="twice"):
        entered(twice, "broken")
    other = generate("grid", 30, 2)
    assert best_known("grid-30-1", other, path) is None
    assert read_table(path)["grid-30-1"].found == "2026-01-02"


def test_the_command_generates_checks_and_enters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "ring", "12", "5", "--out", str(tmp_path)]) == 0
    day = tmp_path / "ring-12-5.json"
    solution = tmp_path / "s.json"
    write_solution(solution, doors(read_day(day)[0], 3), "ring-12-5")
    assert main(["check", str(day), str(solution)]) == 0
    assert main(["check", "ring-12-5", str(solution)]) == 0
    assert capsys.readouterr().out.count("EUR") == 2
    crowd = doors(read_day(day)[0], 3)
    write_solution(solution, Solution(crowd.tours * 2))
    assert main(["check", str(day), str(solution)]) == 1
    assert "vehicle_twice" in capsys.readouterr().out


def test_every_row_of_the_table_that_is_cheap_to_prove_stands() -> None:
    for name, row in read_table(TABLE).items():
        shape, parcels, seed = name.rsplit("-", 2)
        if shape in set(Shape) and int(parcels) <= 300:
            day = generate(shape, int(parcels), int(seed))
            assert fingerprint(day) == row.fingerprint, name

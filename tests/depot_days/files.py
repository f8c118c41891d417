"""Depot days and solutions as files; the README describes the format.

A day is one JSON file. Its matrices stand in it while the day is small, else in a
`.npz` of the same name beside it with the arrays `<mode>_seconds`, `<mode>_metres`.
"""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from console.domain.problem import Problem, Travel
from tests.depot_days.plain import Unreadable, from_plain, to_plain
from tests.depot_days.solution import Solution

DAY_FORMAT = "depot-day 1"
SOLUTION_FORMAT = "depot-day-solution 1"
SMALL = 60
"""The most places whose matrices stand in the JSON itself."""


def write_day(path: Path, problem: Problem, name: str) -> None:
    """Write a day to `path` (.json), and its matrices beside it where it is large."""
    head: dict[str, Any] = {"format": DAY_FORMAT, "name": name}
    arrays = {
        f"{mode}_{column}": getattr(travel, column)
        for mode, travel in problem.travel.items()
        for column in ("seconds", "metres")
    }
    if len(problem.places) <= SMALL:
        head["matrices"] = {key: array.tolist() for key, array in arrays.items()}
    else:
        np.savez_compressed(path.with_suffix(".npz"), **arrays)
    path.write_text(json.dumps(head | _body(problem), indent=1) + "\n")


def read_day(path: Path) -> tuple[Problem, str]:
    """A day and its name. Raises Unreadable."""
    plain = json.loads(path.read_text())
    if plain.pop("format", None) != DAY_FORMAT:
        raise Unreadable("format", path.name)
    name = str(plain.pop("name", path.stem))
    modes = plain.pop("modes")
    inside = plain.pop("matrices", None)
    if inside is None:
        with np.load(path.with_suffix(".npz")) as stored:
            inside = dict(stored)
    travel = {
        mode: Travel(
            np.asarray(inside[f"{mode}_seconds"], np.int32),
            np.asarray(inside[f"{mode}_metres"], np.int32),
        )
        for mode in modes
    }
    problem: Problem = from_plain(Problem, plain | {"travel": {}}, "day")
    return replace(problem, travel=travel), name


def write_solution(path: Path, solution: Solution, day: str = "") -> None:
    """Write a solution; `day` names what it solves."""
    head = {"format": SOLUTION_FORMAT, "day": day}
    path.write_text(json.dumps(head | to_plain(solution), indent=1) + "\n")


def read_solution(path: Path) -> tuple[Solution, str]:
    """A solution and the name of its day. Raises Unreadable."""
    plain = json.loads(path.read_text())
    if plain.pop("format", None) != SOLUTION_FORMAT:
        raise Unreadable("format", path.name)
    day = str(plain.pop("day", ""))
    solution: Solution = from_plain(Solution, plain, "solution")
    return solution, day


def fingerprint(problem: Problem) -> str:
    """Twelve hex digits that tell one day from any other, whatever it is called."""
    digest = hashlib.sha256()
    digest.update(json.dumps(_body(problem), sort_keys=True).encode())
    for mode in sorted(problem.travel):
        travel = problem.travel[mode]
        for array in (travel.seconds, travel.metres):
            digest.update(np.ascontiguousarray(array, "<i4").tobytes())
    return digest.hexdigest()[:12]


def _body(problem: Problem) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(replace(problem, travel={}))
    del plain["travel"]
    return {"modes": sorted(problem.travel)} | plain

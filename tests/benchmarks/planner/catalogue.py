"""What is measured: depot days and public instances by name, and how each is judged.

Days are judged by the referee of tests.depot_days, public instances by `routing`'s own
check. A name is enough to make an instance anew in any process; a day whose name begins
with a city that has an extract, such as copenhagen-300-1, is on that city's streets.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from console.domain.problem import Problem
from console.planning.cache import use_cache
from tests.benchmarks.planner.lockyard import KERNELS
from tests.benchmarks.planner.routing import (
    VEHICLE_FIRST,
    RoutingInstance,
    checked,
    task_of,
)
from tests.benchmarks.planner.solomon import read_solomon
from tests.benchmarks.planner.task import Task, Tours, Verdict, draft_of
from tests.benchmarks.planner.vrplib_text import read_solution, read_vrplib
from tests.depot_days.__main__ import day_called
from tests.depot_days.best import best_known
from tests.depot_days.checker import check
from tests.depot_days.solution import solution_of_draft

_DATA = Path(__file__).parents[3] / ".." / "shared" / "data"
SHARED = _DATA / "vrp"
"""Public instances beside the checkout; without them only days are measured."""
EXTRACTS = _DATA / "osm"
CITY = "copenhagen"
"""The city whose streets the table's measured days are on, if its extract is there."""
EUR = 10_000
HUNDREDTHS = 100
"""Costs in the mixed fleets' files are in hundredths of those published."""

VEHICLES, DISTANCE = "vehicles", "distance"


@dataclass(frozen=True, slots=True)
class Entry:
    """One instance by name, and the CPU seconds every method gets."""

    name: str
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Instance:
    """What to solve, who judges, and the best answer known, if any."""

    task: Task
    judge: Callable[[Tours], Verdict]
    best_known: float | None = None


def entries(*, quick: bool = False) -> list[Entry]:
    """The table's instances, or a small part of them that takes minutes."""
    if quick:
        names = {"ring-300-1": 4, "grid-1000-1": 10, "R104-vehicles": 5, "X115-HVRP": 5}
        return [Entry(name, seconds) for name, seconds in names.items() if _there(name)]
    shapes = ("grid", "ring", "river", "two_centres")
    days = [
        *(Entry(f"{shape}-300-1", 10) for shape in shapes),
        *(Entry(f"{shape}-1000-1", 30) for shape in shapes),
        Entry("ring-5000-1", 120),
    ]
    if _extract(CITY).exists():
        days += [Entry(f"{CITY}-300-1", 10), Entry(f"{CITY}-1000-1", 30)]
    return days + [Entry(name, _seconds(name)) for name in public()]


def matching(known: list[Entry], patterns: list[str]) -> list[Entry]:
    """Those whose names match one of the patterns; a day is known by its name alone."""
    found = [e for e in known if any(fnmatch(e.name, p) for p in patterns)]
    names = {entry.name for entry in known}
    plain = [p for p in patterns if p not in names and not set(p) & set("*?[")]
    return found + [Entry(name, 30) for name in plain]


def public() -> list[str]:
    """Names of the public instances at hand, each with what is to be least."""
    names: list[str] = []
    for folder in ("solomon", "gehring-homberger"):
        for path in sorted((SHARED / folder).glob("*.txt")):
            names += [f"{path.stem}-{VEHICLES}", f"{path.stem}-{DISTANCE}"]
    for folder in ("mixed-fleet", "reloads"):
        names += [path.stem for path in sorted((SHARED / folder).glob("*.vrp"))]
    return names


def _there(name: str) -> bool:
    return name.count("-") > 1 or name in public()


def _seconds(name: str) -> float:
    """As in the goals: a minute with vehicles first, less where only cost counts."""
    if name.endswith(VEHICLES) or "_6_" in name or "_10_" in name:
        return 60
    return 30 if "_2_" in name else 20


def build(name: str) -> Instance:
    """An instance by its name. Raises Malformed, FileNotFoundError, ValueError."""
    if name in public():
        return _public(name)
    problem = _day(name)
    row = best_known(name, problem)
    return Instance(Task(problem), _referee(problem), row.cost / EUR if row else None)


def _day(name: str) -> Problem:
    city, *numbers = name.rsplit("-", 2)
    extract = _extract(city)
    if len(numbers) != 2 or not extract.exists():
        return day_called(name)[0]
    # Compiled kernels must be named before what has them is imported.
    use_cache(KERNELS)
    from tests.depot_days.streets import generate_on_streets, opened  # noqa: PLC0415

    parcels, seed = map(int, numbers)
    with tempfile.TemporaryDirectory() as folder:
        return generate_on_streets(opened(extract, Path(folder)), parcels, seed)


def _extract(city: str) -> Path:
    return EXTRACTS / f"{city}.osm.pbf"


def _referee(problem: Problem) -> Callable[[Tours], Verdict]:
    def judge(tours: Tours) -> Verdict:
        found = check(problem, solution_of_draft(draft_of(problem, tours)))
        broken = found.violations[0] if found.violations else None
        why = f"{broken.what} {' '.join(map(str, broken.args))}" if broken else ""
        used = sum(any(trips) for trips in tours.values())
        return Verdict(found.cost / EUR, used, why)

    return judge


def _public(name: str) -> Instance:
    stem, _, aim = name.rpartition("-")
    first = aim == VEHICLES
    for folder in ("solomon", "gehring-homberger"):
        path = SHARED / folder / f"{stem}.txt"
        if aim in {VEHICLES, DISTANCE} and path.exists():
            instance = read_solomon(path)
            best = _known(stem, vehicles_first=first)
            return _instance(instance, best, vehicles_first=first)
    for folder in ("mixed-fleet", "reloads"):
        path = SHARED / folder / f"{name}.vrp"
        if path.exists():
            solution = path.with_suffix(".sol")
            cost = read_solution(solution).cost if solution.exists() else None
            per = HUNDREDTHS if folder == "mixed-fleet" else 1
            return _instance(read_vrplib(path), cost, per=per)
    raise FileNotFoundError(name)


def _known(stem: str, *, vehicles_first: bool) -> float | None:
    """The best known; for distance alone that of the fewest vehicles, if no other."""
    rows = json.loads((SHARED / "best-known.json").read_text())
    if vehicles_first:
        row = rows.get(stem)
        return row and row["vehicles"] * VEHICLE_FIRST + row["best_known_cost"]
    row = rows.get(f"{stem}_distance") or rows.get(stem)
    return row and row["best_known_cost"]


def _instance(
    instance: RoutingInstance,
    best: float | None,
    *,
    vehicles_first: bool = False,
    per: int = 1,
) -> Instance:
    def judge(tours: Tours) -> Verdict:
        found = checked(instance, tours, vehicles_first=vehicles_first)
        return Verdict(found.cost / per, found.vehicles, found.why)

    return Instance(task_of(instance, vehicles_first=vehicles_first), judge, best)

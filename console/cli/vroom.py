"""`lockyard plan --vroom`: VROOM's JSON in, planned or checked, VROOM's JSON out.

The file is read apart; travel comes from its matrices, or along the streets of a
region; the planner's own process searches. With `check` nothing is planned: the steps
that the file lays down are timed as VROOM times them, and what they break is told.
"""

import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console

from console.cli.places import kernel_folder, scratch
from console.domain.ids import ParcelId
from console.domain.problem import UNREACHABLE
from console.domain.travel import Travel
from console.geo.streets.modes import Mode
from console.ground.messages import GroundFiles, Survey
from console.interchange.vroom_check import check_plan
from console.interchange.vroom_file import read_vroom
from console.interchange.vroom_input import Break, Matrices, Spot, VroomInput
from console.interchange.vroom_problem import vroom_day
from console.interchange.vroom_solution import (
    Cause,
    Solution,
    SolvedRoute,
    Violation,
)
from console.services.drafting.planner import Effort
from console.wiring.planner import PlannerProcess
from console.wiring.reading import read_file_apart
from console.wiring.region import RegionProcess

SHOWN = 20
"""Violations told one by one; all of them stand in the file."""


async def solve(
    path: Path, region: Path | None, effort: Effort, *, check: bool
) -> Solution:
    """The solution of a VROOM file.

    Raises VroomFileError for what is wrong with it or is not carried out, and whatever
    the processes raise that read, survey and search.
    """
    source = await read_file_apart(read_vroom, path)
    if not source.matrices:
        if region is None:
            raise source.refused(
                "matrices",
                "",
                'missing; write {"car": {"durations": [[0, ...], ...]}} and indexes, '
                "or give --region to travel along its streets",
            )
        source = await _surveyed(source, region)
    if check:
        return check_plan(source)
    return await _planned(source, effort)


async def _planned(source: VroomInput, effort: Effort) -> Solution:
    day = vroom_day(source)
    async with _scratch() as folder:
        travel: dict[str, tuple[str, str]] = {}
        for number, (mode, matrices) in enumerate(day.problem.travel.items()):
            names = (f"{folder}/{number}-s.npy", f"{folder}/{number}-m.npy")
            np.save(names[0], matrices.seconds)
            np.save(names[1], matrices.metres)
            travel[mode] = names
        planner = PlannerProcess(kernel_folder())
        try:
            await planner.load(day.problem, travel)
            plan = await planner.search(
                seed=effort.seed,
                budget_s=effort.budget_s,
                iterations=effort.iterations,
                start=day.start,
                told=lambda _improved: None,
                started=lambda _number: None,
            )
            plan = await planner.evaluate(day.tidy(plan.draft()))
        finally:
            await planner.stop()
    return day.solution(plan)


async def _surveyed(source: VroomInput, folder: Path) -> VroomInput:
    """The problem with travel along the streets: a profile is a mode of the region."""
    modes: dict[str, Mode] = {}
    for vehicle in source.vehicles:
        if vehicle.profile not in Mode:
            raise source.refused(
                f"{vehicle.path}.profile",
                f'"{vehicle.profile}"',
                f"the region knows {', '.join(Mode)}",
            )
        modes[vehicle.profile] = Mode(vehicle.profile)
    process = RegionProcess(folder, kernel_folder(), lambda: None)
    try:
        await process.opened()
        async with _scratch() as where:
            ground = await process.survey(
                Survey(
                    id=process.next_id(),
                    folder=str(where),
                    travels=tuple(Travel(mode) for mode in modes.values()),
                    depot=source.points[0],
                    parcels=tuple(
                        (ParcelId(str(row)), place)
                        for row, place in enumerate(source.points)
                    ),
                    sites=(),
                    walk_m=0,
                )
            )
            return replace(source, matrices=laid(source, ground, modes))
    finally:
        await process.stop()


def laid(
    source: VroomInput, ground: GroundFiles, modes: Mapping[str, Mode]
) -> dict[str, Matrices]:
    """Matrices by profile. Raises VroomFileError for a place that is not reached."""
    for row in range(len(source.points)):
        if ParcelId(str(row)) in ground.lost:
            path, value = _named(source, row)
            raise source.refused(path, value, "no street of the region is near")
    rows = [ground.parcels[ParcelId(str(row))] for row in range(len(source.points))]
    found: dict[str, Matrices] = {}
    for profile, mode in modes.items():
        seconds, metres = (
            np.load(name)[np.ix_(rows, rows)].astype(np.int64)
            for name in ground.travel[Travel(mode).key]
        )
        for a, b in np.argwhere(seconds == UNREACHABLE)[:1].tolist():
            path, value = _named(source, b)
            other = _named(source, a)[0]
            raise source.refused(path, value, f"no way by {profile} from {other}")
        found[profile] = Matrices(seconds, metres)
    return found


def _named(source: VroomInput, row: int) -> tuple[str, str]:
    """Where the file first says a place, and the place."""
    for path, spot in _spots(source):
        if spot is not None and spot.row == row:
            place = source.points[row]
            return path, f"[{place.lon}, {place.lat}]"
    raise LookupError(row)


def _spots(source: VroomInput) -> Iterator[tuple[str, Spot | None]]:
    for vehicle in source.vehicles:
        yield f"{vehicle.path}.start", vehicle.start
        yield f"{vehicle.path}.end", vehicle.end
    for job in source.jobs:
        yield f"{job.path}.location", job.spot


@asynccontextmanager
async def _scratch() -> AsyncIterator[Path]:
    folder = scratch()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tell(solution: Solution, written: Path | None, *, check: bool) -> None:
    """What came out, for a person; beside a solution on standard output, on error."""
    shown = Console(stderr=written is None, soft_wrap=True)
    routes = solution.routes
    rows = [
        ("Routes", f"{len(routes)} {'checked' if check else 'planned'}"),
        ("Jobs", f"{sum(len(route.jobs) for route in routes)}"),
        ("Left over", _ids(solution)),
        ("Cost", f"{solution.cost}"),
        ("Travel", f"{sum(route.travel_s for route in routes)} s"),
        ("Waiting", f"{sum(route.waiting_s for route in routes)} s"),
    ]
    wrong = [_said(one) for one in solution.violations]
    rows.append(("Violations", ", ".join(wrong) or "none"))
    if written is not None:
        rows.append(("Written", str(written)))
    # Lines, not a table: that would cut a long path short.
    for name, value in rows:
        shown.print(f"{name:<12}{value}", markup=False, highlight=False)
    told = [line for route in routes for line in _broken(route)]
    for line in told[:SHOWN]:
        shown.print(line, markup=False, highlight=False)
    if len(told) > SHOWN:
        shown.print(f"... and {len(told) - SHOWN} more violations")


def _broken(route: SolvedRoute) -> Iterator[str]:
    """What a route breaks, step by step; last what it leaves out."""
    vehicle = f"vehicle {route.vehicle.id}"
    for step in route.steps:
        name = f"{step.type} {step.act.id}" if step.act else f"{step.type}"
        for one in step.violations:
            yield f"{vehicle}, {name}: {_said(one)}"
    taken = {step.act.id for step in route.steps if isinstance(step.act, Break)}
    for rest in route.vehicle.breaks:
        if rest.id not in taken:
            yield f"{vehicle}: {_said(Violation(Cause.MISSING_BREAK))} {rest.id}"


def _ids(solution: Solution) -> str:
    first = [str(job.id) for job in solution.unassigned[:SHOWN]]
    more = len(solution.unassigned) - len(first)
    return (", ".join(first) + (f" and {more} more" if more else "")) or "none"


def _said(violation: Violation) -> str:
    name = violation.cause.value.replace("_", " ")
    late = violation.duration_s
    return name if late is None else f"{name} {late} s"

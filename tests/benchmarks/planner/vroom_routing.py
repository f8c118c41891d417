"""CP-SAT decides channel and locker once, VROOM routes the stops.

VROOM's costs know travel alone: what service costs is put on the ways into a stop, in
a cost matrix for each type. Waiting it cannot count. It has no seed and ends by itself,
mostly long before the budget; every seed has an assignment of its own. Where vehicles
come first it is run again with one vehicle less as long as no stop is left.
"""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import vroom

from console.domain.problem import UNREACHABLE, FleetType, Problem
from tests.benchmarks.planner.carried import refuse_uncarried
from tests.benchmarks.planner.channels import choose
from tests.benchmarks.planner.stops import (
    Stop,
    calls_of,
    loads_of,
    service_s,
    stops_of,
)
from tests.benchmarks.planner.task import Budget, CannotDo, Task, Tours

EXPLORATION = 5
_MOST = 2e9


class Vroom:
    """The assignment by CP-SAT, the tours by VROOM through pyvroom."""

    name = "vroom"

    def prepare(self) -> None:
        """Imported is ready."""

    def solve(self, task: Task, seed: int, budget: Budget) -> Tours:
        """Tours of the stops. Raises CannotDo."""
        problem = task.problem
        refuse_uncarried(problem)
        if task.trips is not None:
            raise CannotDo("no reloads and no release times")
        stops = stops_of(problem, choose(problem, budget, seed))
        tours = _run(task, stops, len(problem.vehicles), budget)
        while task.vehicles_first and len(tours) > 1 and not budget.over():
            fewer = _run(task, stops, len(tours) - 1, budget)
            if not fewer or sum(map(len, fewer.values())) < len(stops):
                break
            tours = fewer
        return {number: [calls_of(tour)] for number, tour in tours.items()}


def _run(
    task: Task, stops: Sequence[Stop], vehicles: int, budget: Budget
) -> dict[int, list[Stop]]:
    """One run with the first vehicles: the stops of each that is used."""
    problem = task.problem
    depots = sorted(
        {v.start for v in problem.vehicles} | {v.end for v in problem.vehicles}
    )
    places = [*depots, *(stop.place for stop in stops)]
    loads, rooms = loads_of(problem, stops)
    model = vroom.Input()
    matrices = [
        _matrices(problem, k, places, stops, len(depots)) for k in problem.types
    ]
    # The dearest way out of every stop must not come to more than VROOM's sums hold.
    unit = max(1.0, *(costs.max(1).sum() / _MOST for _, costs in matrices))
    for k, (seconds, costs) in enumerate(matrices):
        model.set_durations_matrix(str(k), seconds)
        model.set_costs_matrix(str(k), np.rint(costs / unit))
    kinds = {kind.id: k for k, kind in enumerate(problem.types)}
    for number, vehicle in enumerate(problem.vehicles[:vehicles]):
        k = kinds[vehicle.type]
        fixed = 0 if task.vehicles_first else problem.types[k].fixed
        model.add_vehicle(
            vroom.Vehicle(
                number,
                start=depots.index(vehicle.start),
                end=depots.index(vehicle.end),
                profile=str(k),
                capacity=rooms[k],
                time_window=(vehicle.shift.start_s, vehicle.shift.end_s),
                costs=vroom.VehicleCosts(fixed=round(fixed / unit)),
                type=str(k),
            )
        )
    for number, stop in enumerate(stops):
        takes = {
            str(k): service_s(problem, stop, kind)
            for k, kind in enumerate(problem.types)
        }
        model.add_job(
            vroom.Job(
                number,
                location=len(depots) + number,
                delivery=loads[number],
                default_service=min(takes.values()),
                service_per_type=takes,
                time_windows=[(max(0, w.start_s), w.end_s) for w in stop.windows],
            )
        )
    # VROOM's own limit counts wall time, of which a busy machine gives it a share.
    timeout = timedelta(seconds=max(0.1, budget.left_s / budget.share))
    answer = model.solve(exploration_level=EXPLORATION, nb_threads=1, timeout=timeout)
    tours: dict[int, list[Stop]] = {}
    for step in answer.routes.query("type == 'job'").itertuples():
        tours.setdefault(int(step.vehicle_id), []).append(stops[int(step.id)])
    return tours


def _matrices(
    problem: Problem,
    kind: FleetType,
    places: Sequence[int],
    stops: Sequence[Stop],
    depots: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds of every way, and what it costs with the service at its end."""
    travel = problem.travel[kind.mode]
    seconds = travel.seconds[np.ix_(places, places)].astype(np.int64)
    metres = travel.metres[np.ix_(places, places)].astype(np.int64)
    if (seconds == UNREACHABLE).any():
        raise CannotDo("places without a way between them")
    takes = np.zeros(len(places))
    takes[depots:] = [service_s(problem, stop, kind) for stop in stops]
    per_m = kind.per_km / 1000 + kind.co2_g_per_km * problem.weights.co2_per_kg / 1e6
    cost = (seconds + takes) * (kind.per_hour / 3600) + metres * per_m
    np.fill_diagonal(cost, 0)
    return seconds, cost

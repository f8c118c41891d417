"""A problem's stops, or its options, as PyVRP 0.14 data, and its answers read back.

Service that depends on the vehicle type stands in that type's own duration matrix, on
the ways out of a place; PyVRP has one service time a client. A visit's setup stands
there too where parcels are clients of their own: a way within a place has none. Costs
are the true ones, in a scale at which they are whole.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyvrp
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    PerturbationManager,
    compute_neighbours,
)

from console.domain.place import TimeWindow
from console.domain.problem import FleetType, Problem, Travel
from tests.benchmarks.planner.stops import (
    Rates,
    Stop,
    calls_of,
    loads_of,
    price_of_leaving,
    rates_of,
    service_s,
)
from tests.benchmarks.planner.task import Budget, Task, Tours

_INFEASIBLE = 2**62
"""PyVRP's cost of an infeasible solution is the largest integer."""
_MOST_PENALTY = 100_000.0
_USUAL = 500.0

type Fleet = list[tuple[pyvrp.VehicleType, list[int]]]
"""PyVRP's types with the numbers of our vehicles that each stands for."""


@dataclass(frozen=True, slots=True)
class Model:
    """Data, and what its rows mean: the stop of every client, vehicles of a type."""

    data: pyvrp.ProblemData
    stops: tuple[Stop, ...]
    """One entry a client; a stop with several windows has several clients."""
    vehicles: tuple[tuple[int, ...], ...]

    def tours(self, solution: pyvrp.Solution) -> Tours:
        """The routes of a solution as ours."""
        free = [list(numbers) for numbers in self.vehicles]
        tours: dict[int, list[list[Stop]]] = {}
        for route in solution.routes():
            trips: list[list[Stop]] = [[]]
            for activity in route:
                if activity.is_client():
                    trips[-1].append(self.stops[activity.idx])
                elif trips[-1]:
                    trips.append([])
            tours[free[route.vehicle_type()].pop(0)] = [trip for trip in trips if trip]
        return {
            number: [calls_of(trip) for trip in trips]
            for number, trips in tours.items()
            if trips
        }

    def begun(self, tours: Sequence[tuple[int, Sequence[Stop]]]) -> pyvrp.Solution:
        """A solution to begin with: each tour by a type's number and stops in order.

        Stops it leaves out are for the search to put in.
        """
        client = {stop: number for number, stop in reversed([*enumerate(self.stops)])}
        return pyvrp.Solution(
            self.data,
            [
                pyvrp.Route(self.data, [client[stop] for stop in tour], kind)
                for kind, tour in tours
                if tour
            ],
        )

    def with_vehicles(self, count: int) -> "Model":
        """The same with no more vehicles than `count`, of its only type."""
        kind = self.data.vehicle_type(0).replace(num_available=count)
        return Model(self.data.replace(vehicle_types=[kind]), self.stops, self.vehicles)


def model_of(task: Task, stops: Sequence[Stop], *, required: bool) -> Model:
    """Stops as clients, one location each.

    Clients that need not be served carry what leaving their parcels costs as a prize;
    windows that are several become a group of clients, of which one is served.
    """
    problem = task.problem
    rates = rates_of(problem)
    depots = sorted(
        {v.start for v in problem.vehicles} | {v.end for v in problem.vehicles}
    )
    places = [*depots, *(stop.place for stop in stops)]
    loads, rooms = loads_of(problem, stops)
    least = [min(service_s(problem, s, k) for k in problem.types) for s in stops]
    releases = _releases(task, stops)
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    meanings: list[Stop] = []
    for k, stop in enumerate(stops):
        alone = len(stop.windows) == 1
        prize = max(1, price_of_leaving(problem, stop)) * rates[0].scale
        if not alone:
            numbers = list(range(len(clients), len(clients) + len(stop.windows)))
            groups.append(pyvrp.ClientGroup(numbers, required=required))
        for window in stop.windows:
            clients.append(
                pyvrp.Client(
                    location=len(depots) + k,
                    delivery=loads[k],
                    service_duration=least[k],
                    tw_early=max(0, window.start_s),
                    tw_late=window.end_s,
                    release_time=releases[k],
                    prize=0 if required else prize,
                    required=required and alone,
                    group=None if alone else len(groups) - 1,
                )
            )
            meanings.append(stop)

    def extra(kind: FleetType) -> list[int]:
        more = (
            service_s(problem, s, kind) - a for s, a in zip(stops, least, strict=True)
        )
        return [0] * len(depots) + list(more)

    fleet = fleet_of(task, rates, rooms, depots)
    data = pyvrp.ProblemData(
        locations=[location(problem, place) for place in places],
        clients=clients,
        depots=[pyvrp.Depot(k) for k in range(len(depots))],
        vehicle_types=[kind for kind, _ in fleet],
        distance_matrices=[metres_of(problem, k, places) for k in problem.types],
        duration_matrices=[
            seconds_of(problem, kind, places, extra(kind)) for kind in problem.types
        ],
        groups=groups,
    )
    return Model(data, tuple(meanings), tuple(tuple(numbers) for _, numbers in fleet))


def _releases(task: Task, stops: Sequence[Stop]) -> list[int]:
    if task.trips is None:
        return [0] * len(stops)
    release = task.trips.release_s
    return [max(release[parcel] for parcel, _ in stop.handed) for stop in stops]


def location(problem: Problem, place: int) -> pyvrp.Location:
    """Only for display; the matrices count."""
    point = problem.places[place]
    return pyvrp.Location(point.lon, point.lat)


def metres_of(problem: Problem, kind: FleetType, places: Sequence[int]) -> np.ndarray:
    """Distances between rows of `places` by a type."""
    travel = problem.travel[kind.mode]
    metres = travel.metres[np.ix_(places, places)].astype(np.int64)
    np.fill_diagonal(metres, 0)
    return metres


def seconds_of(
    problem: Problem, kind: FleetType, places: Sequence[int], extra: Sequence[int]
) -> np.ndarray:
    """Durations between rows of `places` by a type, `extra` on every way out of one."""
    travel: Travel = problem.travel[kind.mode]
    seconds = travel.seconds[np.ix_(places, places)].astype(np.int64)
    seconds += np.array(extra, np.int64)[:, None]
    np.fill_diagonal(seconds, 0)
    return seconds


def fleet_of(
    task: Task,
    rates: Sequence[Rates],
    rooms: dict[int, list[int]],
    depots: Sequence[int],
) -> Fleet:
    """Alike vehicles as one type each."""
    problem = task.problem
    kinds = {kind.id: k for k, kind in enumerate(problem.types)}
    alike: dict[tuple[int, int, int, TimeWindow], list[int]] = defaultdict(list)
    for number, vehicle in enumerate(problem.vehicles):
        key = (kinds[vehicle.type], vehicle.start, vehicle.end, vehicle.shift)
        alike[key].append(number)
    reloads = {"reload_depots": [0]} if task.trips is not None else {}
    return [
        (
            pyvrp.VehicleType(
                num_available=len(numbers),
                capacity=rooms[k],
                start_depot=depots.index(start),
                end_depot=depots.index(end),
                fixed_cost=0 if task.vehicles_first else rates[k].fixed,
                tw_early=shift.start_s,
                tw_late=shift.end_s,
                unit_distance_cost=rates[k].per_m,
                unit_duration_cost=rates[k].per_s,
                profile=k,
                **reloads,
            ),
            numbers,
        )
        for (k, start, end, shift), numbers in alike.items()
    ]


def until(
    budget: Budget,
    share: float = 1.0,
    *,
    hopeful: float | None = None,
    feasible: bool = False,
) -> Callable[[float], bool]:
    """PyVRP's stopping criterion, in shares of the CPU seconds.

    It stops at `share`; at `hopeful` where nothing is feasible by then; with
    `feasible` as soon as something is.
    """

    def stop(best_cost: float) -> bool:
        found = best_cost < _INFEASIBLE
        if budget.over(share) or (feasible and found):
            return True
        return hopeful is not None and not found and budget.over(hopeful)

    return stop


def run(
    model: Model,
    seed: int,
    stop: Callable[[float], bool],
    start: pyvrp.Solution | None = None,
) -> pyvrp.Solution:
    """PyVRP's own search; only its penalties are told what things cost here."""
    data, bounds = model.data, penalties(model.data)
    chance = pyvrp.RandomNumberGenerator(seed)
    search = LocalSearch(data, chance, compute_neighbours(data), PerturbationManager())
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    manager = pyvrp.PenaltyManager(first_penalties(data), bounds)
    if start is None:
        random = pyvrp.Solution.make_random(data, chance)
        start = search(random, manager.max_cost_evaluator(), exhaustive=True)
    iterated = pyvrp.IteratedLocalSearch(data, manager, search, start)
    return iterated.run(stop, collect_stats=False).best


def penalties(data: pyvrp.ProblemData) -> pyvrp.PenaltyParams:
    """The bounds PyVRP has for instances whose ways cost some hundreds.

    With hundredths of a cent a full vehicle would else be cheaper to overload than
    another one is to hire.
    """
    usual = usual_way(data)[0]
    return pyvrp.PenaltyParams(max_penalty=_MOST_PENALTY * max(1.0, usual / _USUAL))


def first_penalties(data: pyvrp.ProblemData) -> tuple[list[float], float, float]:
    """A usual way's cost for a usual load, a usual way's time and length too much.

    PyVRP 0.14 begins in the middle of its bounds and takes tens of thousands of
    iterations to come down; the versions before began so.
    """
    cost, seconds, metres = usual_way(data)
    loads = np.array([client.delivery for client in data.clients()], float).mean(0)
    return (
        [cost / max(1.0, load) for load in loads.tolist()],
        cost / max(1.0, seconds),
        cost / max(1.0, metres),
    )


def usual_way(data: pyvrp.ProblemData) -> tuple[float, float, float]:
    """Cost, seconds and metres of a way between two locations, over all types."""
    rows = []
    for kind in data.vehicle_types():
        seconds = float(data.duration_matrix(kind.profile).mean())
        metres = float(data.distance_matrix(kind.profile).mean())
        cost = kind.unit_distance_cost * metres + kind.unit_duration_cost * seconds
        rows.append((cost, seconds, metres))
    cost, seconds, metres = np.array(rows).mean(0).tolist()
    return cost, seconds, metres

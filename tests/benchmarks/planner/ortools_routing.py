"""CP-SAT decides channel and locker once, OR-Tools routes the stops.

The routing model counts what the evaluator counts: every vehicle's own way, service
and waiting at its own price, its hire once it is used. One thread; guided local search
until the budget is used up, from a first solution that insertion builds.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from tests.benchmarks.planner.carried import refuse_uncarried
from tests.benchmarks.planner.channels import choose
from tests.benchmarks.planner.stops import (
    Rates,
    Stop,
    calls_of,
    loads_of,
    price_of_leaving,
    rates_of,
    service_s,
    stops_of,
)
from tests.benchmarks.planner.task import Budget, CannotDo, Task, Tours

VEHICLE = 10**9
"""What a vehicle costs where vehicles come first: above any distance."""
MOST_INSERTED = 1500
"""Stops up to which cheapest insertion ends soon enough to leave time to search."""
_FIRST = routing_enums_pb2.FirstSolutionStrategy
_LATER = routing_enums_pb2.LocalSearchMetaheuristic


class OrTools:
    """The assignment by CP-SAT, the tours by OR-Tools' routing library."""

    name = "cpsat+ortools"

    def prepare(self) -> None:
        """Imported is ready."""

    def solve(self, task: Task, seed: int, budget: Budget) -> Tours:
        """Tours of the stops. Raises CannotDo."""
        refuse_uncarried(task.problem)
        if task.trips is not None:
            raise CannotDo("release times with reloads are not modelled")
        stops = stops_of(task.problem, choose(task.problem, budget, seed))
        model = _Model(task, stops)
        return model.solved(seed, budget)


class _Model:
    """Node 0 is the first vehicle's start; other starts and ends follow the stops."""

    def __init__(self, task: Task, stops: Sequence[Stop]) -> None:
        problem = task.problem
        self._problem = problem
        self._stops = stops
        ends = {v.start for v in problem.vehicles} | {v.end for v in problem.vehicles}
        depots = sorted(ends)
        self._places = [*(stop.place for stop in stops), *depots]
        node = {place: len(stops) + k for k, place in enumerate(depots)}
        self._index = pywrapcp.RoutingIndexManager(
            len(self._places),
            len(problem.vehicles),
            [node[vehicle.start] for vehicle in problem.vehicles],
            [node[vehicle.end] for vehicle in problem.vehicles],
        )
        self._routing = pywrapcp.RoutingModel(self._index)
        self._kinds = {kind.id: k for k, kind in enumerate(problem.types)}
        self._add_time(task)
        self._add_loads()
        for k, stop in enumerate(stops):
            price = price_of_leaving(problem, stop) * self._rates[0].scale
            self._routing.AddDisjunction([self._index.NodeToIndex(k)], price)

    def _add_time(self, task: Task) -> None:
        problem, routing = self._problem, self._routing
        self._rates = rates_of(problem)
        lasts = [self._transit(k) for k in range(len(problem.types))]
        time = [routing.RegisterTransitMatrix(each.tolist()) for each in lasts]
        arcs = [
            routing.RegisterTransitMatrix(self._arcs(k, each, rates).tolist())
            for k, (each, rates) in enumerate(zip(lasts, self._rates, strict=True))
        ]
        kinds = [self._kinds[vehicle.type] for vehicle in problem.vehicles]
        end = max(vehicle.shift.end_s for vehicle in problem.vehicles)
        routing.AddDimensionWithVehicleTransits(
            [time[k] for k in kinds], end, end, False, "time"
        )
        clock = routing.GetDimensionOrDie("time")
        for number, (vehicle, k) in enumerate(
            zip(problem.vehicles, kinds, strict=True)
        ):
            rates = self._rates[k]
            routing.SetArcCostEvaluatorOfVehicle(arcs[k], number)
            fixed = VEHICLE if task.vehicles_first else rates.fixed
            routing.SetFixedCostOfVehicle(fixed, number)
            if rates.per_s:
                clock.SetSlackCostCoefficientForVehicle(rates.per_s, number)
            leaves = clock.CumulVar(routing.Start(number))
            returns = clock.CumulVar(routing.End(number))
            for hours in (leaves, returns):
                hours.SetRange(vehicle.shift.start_s, vehicle.shift.end_s)
            routing.AddVariableMinimizedByFinalizer(returns)
            routing.AddVariableMaximizedByFinalizer(leaves)
        for k, stop in enumerate(self._stops):
            opened = clock.CumulVar(self._index.NodeToIndex(k))
            windows = stop.windows
            opened.SetRange(max(0, windows[0].start_s), min(end, windows[-1].end_s))
            for one, other in pairwise(windows):
                if one.end_s + 1 < other.start_s:
                    opened.RemoveInterval(one.end_s + 1, other.start_s - 1)

    def _transit(self, kind: int) -> np.ndarray:
        """Service at a stop and the way from it, in seconds, by a type."""
        entry = self._problem.types[kind]
        travel = self._problem.travel[entry.mode]
        takes = np.zeros(len(self._places), np.int64)
        for k, stop in enumerate(self._stops):
            takes[k] = service_s(self._problem, stop, entry)
        seconds = travel.seconds[np.ix_(self._places, self._places)]
        return seconds.astype(np.int64) + takes[:, None]

    def _arcs(self, kind: int, lasts: np.ndarray, rates: Rates) -> np.ndarray:
        """What service and way cost; waiting is the clock's slack."""
        travel = self._problem.travel[self._problem.types[kind].mode]
        metres = travel.metres[np.ix_(self._places, self._places)].astype(np.int64)
        return lasts * rates.per_s + metres * rates.per_m

    def _add_loads(self) -> None:
        loads, rooms = loads_of(self._problem, self._stops)
        kinds = [self._kinds[vehicle.type] for vehicle in self._problem.vehicles]
        none = [0] * (len(self._places) - len(loads))
        for d, name in enumerate(self._problem.dimensions):
            if all(sum(entry[d] for entry in loads) <= rooms[k][d] for k in kinds):
                continue
            demand = self._routing.RegisterUnaryTransitVector(
                [entry[d] for entry in loads] + none
            )
            self._routing.AddDimensionWithVehicleCapacity(
                demand, 0, [rooms[k][d] for k in kinds], True, name
            )

    def solved(self, seed: int, budget: Budget) -> Tours:
        """Search until the budget is used up."""
        search = pywrapcp.DefaultRoutingSearchParameters()
        search.first_solution_strategy = (
            _FIRST.PARALLEL_CHEAPEST_INSERTION
            if len(self._stops) <= MOST_INSERTED
            else _FIRST.PATH_CHEAPEST_ARC
        )
        search.local_search_metaheuristic = _LATER.GUIDED_LOCAL_SEARCH
        # The library holds the interpreter and its own limit counts wall time: it is
        # looked at where guided local search takes a step, and it takes many a second.
        search.time_limit.seconds = round(60 + 20 * budget.cpu_s)

        def look() -> None:
            if budget.over():
                self._routing.CancelSearch()

        self._routing.AddAtSolutionCallback(look)
        self._routing.solver().ReSeed(seed)
        answer = self._routing.SolveWithParameters(search)
        if not answer:
            return {}
        return {
            number: [calls_of(tour)]
            for number in range(len(self._problem.vehicles))
            if (tour := self._tour(answer, number))
        }

    def _tour(self, answer: pywrapcp.Assignment, vehicle: int) -> list[Stop]:
        routing, tour = self._routing, []
        node = answer.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(node):
            tour.append(self._stops[self._index.IndexToNode(node)])
            node = answer.Value(routing.NextVar(node))
        return tour

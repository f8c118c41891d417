"""CP-SAT decides channel and locker once, PyVRP routes the aggregated stops."""

import pyvrp

from tests.benchmarks.planner.carried import refuse_uncarried
from tests.benchmarks.planner.channels import choose
from tests.benchmarks.planner.pyvrp_data import Model, model_of, run, until
from tests.benchmarks.planner.stops import Stop, stops_of
from tests.benchmarks.planner.task import Budget, CannotDo, Task, Tours

FEASIBLE_BY = 0.4
"""Share of the budget after which a plan that must serve all may leave some."""
FEWER_BY = 0.5
"""Share of the budget for fewer vehicles, where they come first."""


class PyVrp:
    """The assignment by CP-SAT, the tours by PyVRP."""

    name = "cpsat+pyvrp"

    def prepare(self) -> None:
        """Imported is ready."""

    def solve(self, task: Task, seed: int, budget: Budget) -> Tours:
        """Tours of the stops. Raises CannotDo."""
        refuse_uncarried(task.problem)
        stops = stops_of(task.problem, choose(task.problem, budget, seed))
        if task.vehicles_first:
            return fewest(model_of(task, stops, required=True), seed, budget)
        return routed(task, stops, seed, budget)


def routed(
    task: Task,
    stops: list[Stop],
    seed: int,
    budget: Budget,
    tours: list[tuple[int, list[Stop]]] | None = None,
) -> Tours:
    """Tours of all stops; where that is not feasible soon, some may be left.

    `tours` to begin with are a type's number and stops in order.
    """
    model = model_of(task, stops, required=True)
    left = budget.spent_s / budget.cpu_s
    by = left + (1 - left) * FEASIBLE_BY
    begin = model.begun(tours) if tours else None
    best = run(model, seed, until(budget, hopeful=by), begin)
    if best.is_feasible():
        return model.tours(best)
    model = model_of(task, stops, required=False)
    return model.tours(run(model, seed, until(budget)))


def fewest(model: Model, seed: int, budget: Budget) -> Tours:
    """One vehicle less as long as that is found feasible, then the shortest tours.

    A huge fixed cost would drown the distances in PyVRP's penalties instead.
    """
    if model.data.num_vehicle_types != 1:
        raise CannotDo("fewest vehicles of several types")
    best = run(model, seed, until(budget, FEWER_BY, feasible=True))
    while best.is_feasible() and best.num_routes() > 1 and not budget.over(FEWER_BY):
        fewer = model.with_vehicles(best.num_routes() - 1)
        found = run(fewer, seed, until(budget, FEWER_BY, feasible=True))
        if not found.is_feasible():
            break
        best = found
    if not best.is_feasible():
        return model.tours(run(model, seed, until(budget)))
    kept = model.with_vehicles(best.num_routes())
    routes = [[a.idx for a in route if a.is_client()] for route in best.routes()]
    start = pyvrp.Solution(kept.data, routes)
    return kept.tours(run(kept, seed, until(budget), start))

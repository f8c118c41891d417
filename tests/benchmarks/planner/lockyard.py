"""This engine, as the desk runs it."""

from importlib import import_module
from pathlib import Path

from console.planning.cache import use_cache
from tests.benchmarks.planner.task import Budget, CannotDo, Task, Tours, tours_of

KERNELS = Path(__file__).parents[3] / ".pytest_cache" / "d" / "kernels"
"""Where the tests keep their compiled kernels too."""


class Lockyard:
    """The search from Python; kernels are compiled, or read, before the clock runs."""

    name = "lockyard"

    def __init__(self, kernels: Path = KERNELS) -> None:
        self._kernels = kernels

    def prepare(self) -> None:
        """Compile every kernel, or take it from the cache."""
        use_cache(self._kernels)
        for _ in import_module("console.planning.warming").warm():
            pass

    def solve(self, task: Task, seed: int, budget: Budget) -> Tours:
        """The best plan of one search laid out for the budget. Raises CannotDo."""
        if task.trips is not None:
            raise CannotDo("release times are not in the problem")
        errors = import_module("console.planning.errors")
        try:
            return _searched(task, seed, budget)
        except errors.NotCarried as refused:
            raise CannotDo(f"{refused} is not carried") from refused


def _searched(task: Task, seed: int, budget: Budget) -> Tours:
    arrays = import_module("console.planning.arrays")
    engine = import_module("console.planning.engine")
    known = arrays.tables(task.problem)
    search = engine.Search(known, seed=seed, vehicles_first=task.vehicles_first)
    search.lay_out_for(budget.left_s)
    while not search.finished and not budget.over():
        search.step()
    return tours_of(task.problem, search.plan().draft())

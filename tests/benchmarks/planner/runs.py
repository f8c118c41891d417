"""One method, one instance, one seed: in a process of its own, in CPU seconds.

The process makes the instance anew, imports and compiles before the clock runs, and
judges after it has stopped. What it used is what the system says it used.
"""

import multiprocessing
import resource
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection

from tests.benchmarks.planner.catalogue import Entry, build
from tests.benchmarks.planner.task import Budget, CannotDo, Method

METHODS = ("lockyard", "cpsat+ortools", "cpsat+pyvrp", "pyvrp-groups", "vroom")
_PREPARED_S = 1800
"""Seconds of wall that imports and a first compiling may take on a busy machine."""
_PATIENCE = 60
"""Seconds of wall a CPU second may take after them before a run is given up."""


@dataclass(frozen=True, slots=True)
class Row:
    """One run. `cost` is None where there is no answer; `why` says what is wrong.

    `possible` is False where the method cannot take the instance at all.
    """

    instance: str
    method: str
    seed: int
    budget_s: float
    cpu_s: float
    cost: float | None
    feasible: bool
    vehicles: int = 0
    why: str = ""
    possible: bool = True
    best_known: float | None = None
    peak_mb: int = 0


def method_named(name: str) -> Method:
    """A method, without what the others import."""
    match name:
        case "lockyard":
            from tests.benchmarks.planner.lockyard import Lockyard  # noqa: PLC0415

            return Lockyard()
        case "cpsat+ortools":
            from tests.benchmarks.planner.ortools_routing import (  # noqa: PLC0415
                OrTools,
            )

            return OrTools()
        case "cpsat+pyvrp":
            from tests.benchmarks.planner.pyvrp_routing import PyVrp  # noqa: PLC0415

            return PyVrp()
        case "pyvrp-groups":
            from tests.benchmarks.planner.pyvrp_groups import (  # noqa: PLC0415
                PyVrpGroups,
            )

            return PyVrpGroups()
        case "vroom":
            from tests.benchmarks.planner.vroom_routing import Vroom  # noqa: PLC0415

            return Vroom()
        case _:
            raise ValueError(f"no method {name}")


def run(entry: Entry, method: str, seed: int) -> Row:
    """The row of one run, by a process that is spawned and ends with it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, entry, method, seed))
    process.start()
    theirs.close()
    nothing = Row(entry.name, method, seed, entry.cpu_s, 0.0, None, feasible=False)
    try:
        if not ours.poll(_PREPARED_S + _PATIENCE * entry.cpu_s):
            process.terminate()
            return _because(nothing, "did not end")
        row: Row = ours.recv()
    except EOFError:
        process.join()
        return _because(nothing, f"its process ended with {process.exitcode}")
    finally:
        ours.close()
        process.join()
    return row


def _because(row: Row, why: str) -> Row:
    return Row(
        row.instance, row.method, row.seed, row.budget_s, 0.0, None, False, 0, why
    )


def _child(connection: Connection, entry: Entry, method: str, seed: int) -> None:
    connection.send(measured(entry, method, seed))
    connection.close()


def measured(entry: Entry, method: str, seed: int) -> Row:
    """The row of one run in this very process."""
    instance, solver = build(entry.name), method_named(method)
    solver.prepare()
    began_s = _used_s()
    try:
        tours = solver.solve(instance.task, seed, Budget(entry.cpu_s))
    except CannotDo as reason:
        return Row(
            *(entry.name, method, seed, entry.cpu_s, 0.0, None, False, 0),
            why=str(reason),
            possible=False,
        )
    cpu_s = _used_s() - began_s
    verdict = instance.judge(tours)
    return Row(
        instance=entry.name,
        method=method,
        seed=seed,
        budget_s=entry.cpu_s,
        cpu_s=round(cpu_s, 2),
        cost=round(verdict.cost, 4),
        feasible=verdict.feasible,
        vehicles=verdict.vehicles,
        why=verdict.why,
        best_known=instance.best_known,
        peak_mb=_peak_mb(),
    )


def _used_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_mb() -> int:
    """Kilobytes on Linux, bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)

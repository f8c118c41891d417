"""What of a problem the engine carries: the rest is refused by the name of its field.

A constraint that is not looked at would be broken in silence, so a problem that sets
one is not planned at all.
"""

from collections.abc import Iterator

from console.domain.problem import Problem
from console.domain.vehicle import Break
from console.planning.errors import NotCarried


def refuse_uncarried(problem: Problem) -> None:
    """Raises NotCarried with the first field that is set and not carried."""
    for name, is_set in _fields(problem):
        if is_set:
            raise NotCarried(name)


def _fields(problem: Problem) -> Iterator[tuple[str, bool]]:
    for vehicle in problem.vehicles:
        yield "FleetVehicle.breaks out of order", not _in_order(vehicle.breaks)


def _in_order(breaks: tuple[Break, ...]) -> bool:
    starts = [due.window.start_s for due in breaks]
    ends = [due.window.end_s for due in breaks]
    return starts == sorted(starts) and ends == sorted(ends)

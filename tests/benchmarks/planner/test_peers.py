"""Every method on days and instances small enough to judge in a second or two."""

from dataclasses import replace

import pytest

from console.domain.place import TimeWindow
from tests.benchmarks.planner.lockyard import Lockyard
from tests.benchmarks.planner.ortools_routing import OrTools
from tests.benchmarks.planner.pyvrp_groups import PyVrpGroups
from tests.benchmarks.planner.pyvrp_routing import PyVrp
from tests.benchmarks.planner.routing import (
    Kind,
    RoutingInstance,
    Stand,
    checked,
    task_of,
)
from tests.benchmarks.planner.task import Budget, CannotDo, Method, Task, draft_of
from tests.benchmarks.planner.vroom_routing import Vroom
from tests.depot_days.checker import check
from tests.depot_days.generator import generate
from tests.depot_days.solution import solution_of_draft

ROUTERS = (OrTools(), PyVrp(), Vroom())
METHODS = (Lockyard(), *ROUTERS, PyVrpGroups())
CPU_S = 0.4


def named(method: Method) -> str:
    return method.name


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_a_day_is_planned_and_nothing_broken(method: Method) -> None:
    """Chilled parcels, low compartments, shared doors, promised windows, four types."""
    problem = generate("river", 40, 2)
    method.prepare()
    tours = method.solve(Task(problem), 1, Budget(CPU_S))
    verdict = check(problem, solution_of_draft(draft_of(problem, tours)))
    assert not verdict.violations
    assert len(verdict.left) <= 2


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_split_windows_are_kept(method: Method) -> None:
    problem = generate("grid", 16, 5)
    hours = (TimeWindow(9 * 3600, 10 * 3600), TimeWindow(12 * 3600, 13 * 3600))
    demands = tuple(
        replace(
            demand,
            options=tuple(
                replace(o, windows=hours) if o.site is None else o
                for o in demand.options
            ),
        )
        for demand in problem.demands
    )
    problem = replace(problem, demands=demands)
    method.prepare()
    tours = method.solve(Task(problem), 1, Budget(CPU_S))
    verdict = check(problem, solution_of_draft(draft_of(problem, tours)))
    assert not verdict.violations
    assert len(verdict.left) <= 2


def square(**more: float) -> tuple[Stand, ...]:
    """Eight customers around the depot, two close ones in each corner."""
    corners = [(x, y) for x in (-10, 10) for y in (-10, 10)]
    return (
        Stand(0, 0, closes=400),
        *(Stand(x + d, y, 1, **more) for x, y in corners for d in (0, 1)),
    )


@pytest.mark.parametrize("method", [Lockyard(), *ROUTERS], ids=named)
def test_fewest_vehicles_come_first(method: Method) -> None:
    """One tour of all is longer than needed by none, but two tours use two vehicles."""
    instance = RoutingInstance("s", square(service=5), (Kind(8),) * 4)
    method.prepare()
    task = task_of(instance, vehicles_first=True)
    tours = method.solve(task, 1, Budget(CPU_S))
    verdict = checked(instance, tours, vehicles_first=True)
    assert verdict.feasible
    assert verdict.vehicles == 1


@pytest.mark.parametrize("method", [Lockyard(), *ROUTERS], ids=named)
def test_a_mixed_fleet_costs_what_it_should(method: Method) -> None:
    """Small cheap vehicles for every corner beat a large one that is dear to drive."""
    fleet = (Kind(8, 10, 5.0), *(Kind(2, 3, 1.0) for _ in range(4)))
    instance = RoutingInstance("m", square(), fleet)
    method.prepare()
    tours = method.solve(task_of(instance), 1, Budget(CPU_S))
    verdict = checked(instance, tours)
    assert verdict.feasible
    assert verdict.cost == pytest.approx(
        4 * 3 + 2 * (14.142 + 1 + 13.454 + 14.142 + 1 + 14.866), abs=0.1
    )


def test_pyvrp_reloads_and_waits_for_releases() -> None:
    stands = square(service=1, release=20)
    instance = RoutingInstance("r", stands, (Kind(4),), reloads=True)
    tours = PyVrp().solve(task_of(instance), 1, Budget(CPU_S))
    verdict = checked(instance, tours)
    assert verdict.feasible
    assert len(tours[0]) == 2


@pytest.mark.parametrize("method", [Lockyard(), OrTools(), Vroom()], ids=named)
def test_releases_are_refused_by_name(method: Method) -> None:
    instance = RoutingInstance("r", square(release=20), (Kind(4),), reloads=True)
    with pytest.raises(CannotDo, match="release"):
        method.solve(task_of(instance), 1, Budget(CPU_S))


def test_groups_need_more_than_one_option() -> None:
    task = task_of(RoutingInstance("s", square(), (Kind(8),)))
    with pytest.raises(CannotDo, match="one option"):
        PyVrpGroups().solve(task, 1, Budget(CPU_S))


def test_vroom_counts_dear_ways_in_larger_units() -> None:
    """Costs whose sums VROOM would refuse; nothing but their unit may change."""
    fleet = (Kind(4, 1e6, 1e5), Kind(4, 1e6, 1e5), Kind(8, 9e6, 9e5))
    instance = RoutingInstance("d", square(), fleet)
    verdict = checked(instance, Vroom().solve(task_of(instance), 1, Budget(CPU_S)))
    assert verdict.feasible
    assert verdict.vehicles == 2

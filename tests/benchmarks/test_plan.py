"""The search beside what a depot would put together from parts, in equal CPU time.

The peer decides channel and locker once with CP-SAT, then routes the stops with
OR-Tools: penalties for leaving a stop, guided local search, the same evaluator at the
end. On public routing instances the gap to the best known distance is printed.
"""

import json
import math
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.sat.python import cp_model
from pytest_benchmark.fixture import BenchmarkFixture

from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import Place, TimeWindow
from console.domain.plan import Plan
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    Travel,
)
from console.planning.engine import solve
from console.planning.evaluate import evaluate
from tests.planning.checking import check_plan
from tests.planning.days import city_day

BUDGET_S = 5.0


@pytest.mark.benchmark
@pytest.mark.parametrize("seed", range(3))
def test_300_parcels_beside_cp_sat_then_routing(
    benchmark: BenchmarkFixture, seed: int
) -> None:
    problem = city_day(300, 20, seed)
    solve(problem, seed=0, iterations=10)
    plan = benchmark.pedantic(
        solve,
        args=(problem,),
        kwargs={"seed": seed, "budget_s": BUDGET_S},
        rounds=1,
    )
    check_plan(problem, plan)
    peer = _peer(problem, BUDGET_S)
    ratio = plan.cost / peer.cost
    benchmark.extra_info["ratio"] = ratio
    print(  # noqa: T201
        f"\n300 parcels, seed {seed}: {plan.cost / 1e4:.2f} beside"
        f" {peer.cost / 1e4:.2f} EUR, ratio {ratio:.3f},"
        f" {plan.making.iterations} iterations,"
        f" left {len(plan.unassigned)} beside {len(peer.unassigned)}"
    )
    assert plan.cost < peer.cost


@pytest.mark.benchmark
@pytest.mark.parametrize("name", ["C101", "R101", "R104", "RC204"])
def test_gap_to_best_known(
    benchmark: BenchmarkFixture, shared_data: Path, name: str
) -> None:
    known = json.loads((shared_data / "vrp" / "best-known.json").read_text())
    problem = solomon(shared_data / "vrp" / "solomon" / f"{name}.txt")
    solve(problem, seed=0, iterations=10)
    plan = benchmark.pedantic(
        solve, args=(problem,), kwargs={"seed": 1, "budget_s": 10.0}, rounds=1
    )
    used = [route for route in plan.routes if route.stops]
    metres = sum(route.metres for route in used)
    print(  # noqa: T201
        f"\n{name}: {len(used)} vehicles, {metres / SCALE:.1f}; best known"
        f" {known.get(name)}, {plan.making.iterations} iterations"
    )
    assert not plan.unassigned


SCALE = 100


def solomon(path: Path) -> Problem:
    """A Solomon instance: one vehicle costs more than any distance, then distance."""
    lines = path.read_text().split("\n")
    rows = [
        [int(part) for part in line.split()]
        for line in lines
        if line.strip()[:1] in set("0123456789")
    ]
    (count, capacity), customers = rows[0], rows[1:]
    xy = np.array([row[1:3] for row in customers], float)
    away = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) * SCALE
    travel = np.rint(away).astype(np.int32)
    kind = VehicleTypeId("v")
    shift = TimeWindow(0, customers[0][5] * SCALE)
    demands = tuple(
        Demand(
            ParcelId(str(row[0])),
            (row[3],),
            (
                Option(
                    Channel.DOOR,
                    row[0],
                    None,
                    (TimeWindow(row[4] * SCALE, row[5] * SCALE),),
                    (),
                    row[6] * SCALE,
                    0,
                    0,
                    Money(0),
                ),
            ),
            Money(10**10),
        )
        for row in customers[1:]
    )
    return Problem(
        places=tuple(Place(x / 1e5, y / 1e5) for x, y in xy),
        travel={"v": Travel(travel, travel)},
        demands=demands,
        rooms=(),
        types=(
            FleetType(
                kind, "v", (capacity,), Money(10**8), Money(0), Money(10**5), 0, 0, 0
            ),
        ),
        vehicles=tuple(
            FleetVehicle(VehicleId(str(k)), kind, 0, 0, shift) for k in range(count)
        ),
        dimensions=("load",),
    )


def _peer(problem: Problem, budget_s: float) -> Plan:
    """CP-SAT decides channel and locker once, OR-Tools routes; one core each."""
    began = time.process_time()
    chosen = _channels(problem, budget_s / 5)
    stops: dict[tuple[int, int], list[int]] = defaultdict(list)
    for parcel, option in chosen.items():
        place = problem.demands[parcel].options[option].place
        stops[place, 0 if option else parcel].append(parcel)
    visits = list(stops.values())
    left = max(1.0, budget_s - (time.process_time() - began))
    routes = _routed(problem, visits, chosen, left)
    return evaluate(problem, Draft(tuple(routes)))


def _channels(problem: Problem, budget_s: float) -> dict[int, int]:
    """The cheapest options at 2.50 EUR a door and 3.50 EUR a locker that is used."""
    model = cp_model.CpModel()
    takes = {
        (p, o): model.new_bool_var("")
        for p, demand in enumerate(problem.demands)
        for o in range(len(demand.options))
    }
    price: list[cp_model.LinearExprT] = []
    for p, demand in enumerate(problem.demands):
        model.add_exactly_one(takes[p, o] for o in range(len(demand.options)))
        for o, option in enumerate(demand.options):
            door = 25_000 if option.site is None else 1_500
            price.append((option.cost + door) * takes[p, o])
    for room in problem.rooms:
        used = model.new_bool_var("")
        price.append(35_000 * used)
        mine = [
            (takes[p, o], option)
            for p, demand in enumerate(problem.demands)
            for o, option in enumerate(demand.options)
            if option.site == room.site
        ]
        for take, _ in mine:
            model.add_implication(take, used)
        names = list(room.free)
        for k in range(len(names)):
            tail = set(names[k:])
            model.add(
                sum(take for take, option in mine if set(option.classes) <= tail)
                <= sum(room.free[name] for name in tail)
            )
    model.minimize(sum(price))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = budget_s
    solver.solve(model)
    return {p: o for (p, o), take in takes.items() if solver.value(take)}


def _routed(
    problem: Problem, visits: list[list[int]], chosen: dict[int, int], budget_s: float
) -> list[DraftRoute]:
    options = [[problem.demands[p].options[chosen[p]] for p in v] for v in visits]
    places = [problem.vehicles[0].start, *(entry[0].place for entry in options)]
    fleet = problem.vehicles
    kinds = {kind.id: kind for kind in problem.types}
    index = pywrapcp.RoutingIndexManager(len(places), len(fleet), 0)
    routing = pywrapcp.RoutingModel(index)
    times = []
    for number, vehicle in enumerate(fleet):
        kind = kinds[vehicle.type]
        travel = problem.travel[kind.mode]
        seconds = travel.seconds[np.ix_(places, places)].astype(np.int64)
        metres = travel.metres[np.ix_(places, places)].astype(np.int64)
        takes = [0]
        for entry in options:
            door = entry[0].site is None
            setup = max(o.setup_s for o in entry) + door * kind.door_setup_s
            handling = sum(o.handling_s + door * kind.door_handling_s for o in entry)
            takes.append(setup + handling)
        lasts = seconds + np.array(takes)[:, None]
        cost = lasts * kind.per_hour // 3600 + metres * kind.per_km // 1000
        times.append(routing.RegisterTransitMatrix(lasts.tolist()))
        arc = routing.RegisterTransitMatrix(cost.tolist())
        routing.SetArcCostEvaluatorOfVehicle(arc, number)
        routing.SetFixedCostOfVehicle(kind.fixed, number)
    end = fleet[0].shift.end_s
    routing.AddDimensionWithVehicleTransits(times, end, end, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for number, vehicle in enumerate(fleet):
        for point in (routing.Start(number), routing.End(number)):
            clock.CumulVar(point).SetRange(vehicle.shift.start_s, end)
        clock.SetSpanCostCoefficientForVehicle(1, number)
    for k, entry in enumerate(options):
        node = index.NodeToIndex(k + 1)
        window = entry[0].windows[0]
        clock.CumulVar(node).SetRange(max(0, window.start_s), min(end, window.end_s))
        left = sum(problem.demands[p].unassigned for p in visits[k])
        routing.AddDisjunction([node], left)
    for d in range(len(problem.dimensions)):
        loads = [0] + [sum(problem.demands[p].amount[d] for p in v) for v in visits]
        load = routing.RegisterUnaryTransitVector(loads)
        rooms = [kinds[vehicle.type].capacity[d] for vehicle in fleet]
        routing.AddDimensionWithVehicleCapacity(load, 0, rooms, True, str(d))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    search.time_limit.FromMilliseconds(math.ceil(budget_s * 1000))
    answer = routing.SolveWithParameters(search)
    assert answer
    routes = []
    for number, vehicle in enumerate(fleet):
        node, stops = answer.Value(routing.NextVar(routing.Start(number))), []
        while not routing.IsEnd(node):
            k = index.IndexToNode(node) - 1
            drops = tuple(
                Drop(problem.demands[p].parcel, option.channel, option.site)
                for p, option in zip(visits[k], options[k], strict=True)
            )
            stops.append(Visit(places[k + 1], drops))
            node = answer.Value(routing.NextVar(node))
        routes.append(DraftRoute(vehicle.id, tuple(stops)))
    return routes

"""PyVRP with a group of optional clients a parcel, and prices on compartments.

Every way to hand a parcel over is a client, one of a group is served; what a way costs
is a smaller prize. PyVRP knows no limit across routes, so compartments get prices
instead: where more are taken than there are, their price rises, and PyVRP goes on from
its tours. What is still overbooked at last CP-SAT puts right at the least cost beside
the stops that are made anyway, and PyVRP routes these stops for the rest of the time.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyvrp

from console.domain.ids import SiteId
from console.domain.problem import Channel, FleetType, Option, Problem
from tests.benchmarks.planner.carried import refuse_uncarried
from tests.benchmarks.planner.channels import (
    Estimate,
    assign,
    columns_of,
    mask_of,
    unions_of,
)
from tests.benchmarks.planner.pyvrp_data import (
    Model,
    fleet_of,
    location,
    metres_of,
    run,
    seconds_of,
    until,
)
from tests.benchmarks.planner.pyvrp_routing import routed
from tests.benchmarks.planner.stops import Stop, loads_of, rates_of, stops_of
from tests.benchmarks.planner.task import Budget, CannotDo, Task, Tours

ROUNDS = 6
PRICED_BY = 0.55
"""Share of the budget for tours with prices on compartments."""
REPAIRED_BY = 0.65
STEP = 0.05
"""What one compartment too many raises a price by, as a share of a usual visit."""
MOST_CLIENTS = 9000
"""PyVRP weighs every client beside every other one: 9,000 take more than 600 MB."""


class PyVrpGroups:
    """Channel, locker and tours by PyVRP in one, compartments by prices."""

    name = "pyvrp-groups"

    def prepare(self) -> None:
        """Imported is ready."""

    def solve(self, task: Task, seed: int, budget: Budget) -> Tours:
        """Tours of the stops. Raises CannotDo."""
        problem = task.problem
        refuse_uncarried(problem)
        if all(len(demand.options) <= 1 for demand in problem.demands):
            raise CannotDo("one option a parcel: the same as cpsat+pyvrp")
        ways = _ways(problem)
        if len(ways) > MOST_CLIENTS:
            raise CannotDo(f"{len(ways)} clients, more than {MOST_CLIENTS}")
        places = sorted({_option(problem, way).place for way in ways})
        usual = Estimate(problem, places)
        prices = _Prices(problem, usual)
        best: pyvrp.Solution | None = None
        model = _model(task, ways, places, prices)
        for number in range(1, ROUNDS + 1):
            share = PRICED_BY * number / ROUNDS
            best = run(model, seed, until(budget, share), best)
            if budget.over(PRICED_BY):
                break
            if not prices.rise(_taken(model, best)) and best.is_feasible():
                continue
            model = _model(task, ways, places, prices)
            best = _again(model, best)
        assert best is not None
        return _repaired(task, model, best, usual, seed, budget)


type _Way = tuple[int, int]
"""A parcel and one of its options."""


def _ways(problem: Problem) -> list[_Way]:
    return [
        (p, o)
        for p, demand in enumerate(problem.demands)
        for o in range(len(demand.options))
    ]


def _option(problem: Problem, way: _Way) -> Option:
    return problem.demands[way[0]].options[way[1]]


@dataclass(frozen=True, slots=True)
class _Room:
    """One set of compartments: how many there are, and the ways that need one."""

    count: int
    ways: frozenset[_Way]


class _Prices:
    """Prices of sets of compartments that may run short, in the problem's money."""

    def __init__(self, problem: Problem, usual: Estimate) -> None:
        self._rooms = _rooms(problem)
        self._prices = [0.0] * len(self._rooms)
        self._of: dict[_Way, list[int]] = defaultdict(list)
        for number, room in enumerate(self._rooms):
            for way in room.ways:
                self._of[way].append(number)
        self._step = STEP * usual.visit(-1, usual.door_setup_s)
        self._rounds = 0

    def of(self, way: _Way) -> int:
        """What the compartments of a way cost."""
        return round(sum(self._prices[number] for number in self._of[way]))

    def rise(self, taken: set[_Way]) -> bool:
        """Dearer where too many are taken, cheaper where not; whether any changed."""
        self._rounds += 1
        before = list(self._prices)
        for number, room in enumerate(self._rooms):
            over = len(taken & room.ways) - room.count
            step = self._step / self._rounds**0.5
            self._prices[number] = max(0.0, self._prices[number] + step * over)
        return before != self._prices


def _rooms(problem: Problem) -> list[_Room]:
    wishes: dict[SiteId, dict[int, set[_Way]]] = defaultdict(lambda: defaultdict(set))
    free = {room.site: columns_of(room.free, room.low) for room in problem.rooms}
    for way in _ways(problem):
        option = _option(problem, way)
        if option.site is not None:
            columns = list(free.get(option.site, {}))
            wishes[option.site][mask_of(option, columns)].add(way)
    rooms = []
    for site, by_mask in wishes.items():
        counts = list(free.get(site, {}).values())
        for union in unions_of(by_mask):
            count = sum(n for k, n in enumerate(counts) if union >> k & 1)
            inside = [ways for mask, ways in by_mask.items() if not mask & ~union]
            rooms.append(_Room(count, frozenset().union(*inside)))
    return rooms


def _model(task: Task, ways: list[_Way], places: list[int], prices: _Prices) -> Model:
    """A location a place, a client a way and window, a group a parcel.

    The setup of a visit is on the ways out of its place: parcels handed over one after
    the other there share it.
    """
    problem = task.problem
    rates = rates_of(problem)
    depots = sorted(
        {v.start for v in problem.vehicles} | {v.end for v in problem.vehicles}
    )
    rows = [*depots, *places]
    row = {place: len(depots) + k for k, place in enumerate(places)}
    stops = [Stop(_option(problem, way).place, (way,), ()) for way in ways]
    loads, rooms = loads_of(problem, stops)
    handling = min(kind.door_handling_s for kind in problem.types)
    dearest: dict[int, int] = defaultdict(int)
    costs = {way: _option(problem, way).cost + prices.of(way) for way in ways}
    for way, cost in costs.items():
        dearest[way[0]] = max(dearest[way[0]], cost)
    clients: list[pyvrp.Client] = []
    groups: dict[int, list[int]] = defaultdict(list)
    meanings: list[Stop] = []
    for way, stop, amount in zip(ways, stops, loads, strict=True):
        option = _option(problem, way)
        door = option.channel is Channel.DOOR
        for window in sorted(option.windows) or [None]:
            groups[way[0]].append(len(clients))
            hours = {}
            if window is not None:
                hours = {"tw_early": max(0, window.start_s), "tw_late": window.end_s}
            clients.append(
                pyvrp.Client(
                    location=row[stop.place],
                    delivery=amount,
                    service_duration=option.handling_s + door * handling,
                    prize=(dearest[way[0]] - costs[way]) * rates[0].scale,
                    required=False,
                    group=len(groups) - 1,
                    **hours,
                )
            )
            meanings.append(stop)
    fleet = fleet_of(task, rates, rooms, depots)
    data = pyvrp.ProblemData(
        locations=[location(problem, place) for place in rows],
        clients=clients,
        depots=[pyvrp.Depot(k) for k in range(len(depots))],
        vehicle_types=[kind for kind, _ in fleet],
        distance_matrices=[metres_of(problem, kind, rows) for kind in problem.types],
        duration_matrices=[
            seconds_of(problem, kind, rows, _setups(problem, kind, depots, places))
            for kind in problem.types
        ],
        groups=[
            pyvrp.ClientGroup(numbers, required=True) for numbers in groups.values()
        ],
    )
    return Model(data, tuple(meanings), tuple(tuple(numbers) for _, numbers in fleet))


def _setups(
    problem: Problem, kind: FleetType, depots: list[int], places: list[int]
) -> list[int]:
    """The largest setup of each place by a type, none at the depots."""
    least = min(entry.door_handling_s for entry in problem.types)
    setups: dict[int, int] = defaultdict(int)
    for demand in problem.demands:
        for option in demand.options:
            door = option.channel is Channel.DOOR
            own = kind.door_setup_s + kind.door_handling_s - least
            setup = option.setup_s + door * own
            setups[option.place] = max(setups[option.place], setup)
    return [0] * len(depots) + [setups[place] for place in places]


def _taken(model: Model, solution: pyvrp.Solution) -> set[_Way]:
    return {
        model.stops[activity.idx].handed[0]
        for route in solution.routes()
        for activity in route
        if activity.is_client()
    }


def _again(model: Model, solution: pyvrp.Solution) -> pyvrp.Solution:
    """The same tours with other prizes."""
    return pyvrp.Solution(
        model.data,
        [
            pyvrp.Route(
                model.data,
                [activity.idx for activity in route if activity.is_client()],
                route.vehicle_type(),
            )
            for route in solution.routes()
        ],
    )


class _Beside(Estimate):
    """Prices beside tours that stand: a place they visit anyway costs no visit."""

    def __init__(self, problem: Problem, places: list[int], made: set[int]) -> None:
        super().__init__(problem, places)
        self._made = made

    def visit(self, place: int, setup_s: float) -> int:
        """Nothing where a tour stops anyway."""
        return 0 if place in self._made else super().visit(place, setup_s)


def _repaired(
    task: Task,
    model: Model,
    best: pyvrp.Solution,
    usual: Estimate,
    seed: int,
    budget: Budget,
) -> Tours:
    """Compartments put right, then the stops routed from the tours as they were."""
    taken = dict(_taken(model, best))
    made = {_option(task.problem, way).place for way in taken.items()}
    beside = _Beside(task.problem, usual.places, made)
    chosen = assign(task.problem, beside, budget, REPAIRED_BY, seed, hint=taken)
    stops = stops_of(task.problem, chosen)
    of_place: Mapping[int, list[Stop]] = defaultdict(list)
    for stop in stops:
        of_place[stop.place].append(stop)
    tours: list[tuple[int, list[Stop]]] = []
    for route in best.routes():
        tour: list[Stop] = []
        for activity in route:
            if activity.is_client():
                tour += of_place.pop(model.stops[activity.idx].place, [])
        tours.append((route.vehicle_type(), tour))
    return routed(task, stops, seed, budget, tours)

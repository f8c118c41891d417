"""Channel and locker of every parcel, decided once with CP-SAT before any routing.

What a stop will cost is not known yet, so it is estimated as a good user would: the
setup and the way from its two nearest stops, at what a vehicle's second and metre
cost, its hire spread over the shift. How near stops lie depends on what is chosen, so
it is chosen twice; the second time the ways are those between the stops of the first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from console.domain.ids import SiteId
from console.domain.problem import (
    UNREACHABLE,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
)
from tests.benchmarks.planner.task import Budget

NEAR = 2
ROUNDS = 2
SHARE = 0.12
"""Of the budget, for both rounds together at most."""
GAP = 0.001
_MOST_UNIONS = 4096


def choose(problem: Problem, budget: Budget, seed: int) -> dict[int, int]:
    """An option for every parcel that has any; compartments are never overbooked.

    A parcel without room anywhere is left out.
    """
    if all(len(demand.options) <= 1 for demand in problem.demands) and not any(
        option.site for demand in problem.demands for option in demand.options
    ):
        return {p: 0 for p, demand in enumerate(problem.demands) if demand.options}
    chosen = _doors(problem)
    places = sorted({o.place for d in problem.demands for o in d.options})
    for number in range(1, ROUNDS + 1):
        prices = Estimate(problem, places)
        share = SHARE * number / ROUNDS
        chosen = assign(problem, prices, budget, share, seed, hint=chosen)
        places = sorted({_option(problem, p, o).place for p, o in chosen.items()})
    return chosen


def _doors(problem: Problem) -> dict[int, int]:
    """Where CP-SAT begins on a day so large that it finds no other answer in time."""
    doors = (
        (p, [o for o, option in enumerate(demand.options) if option.site is None])
        for p, demand in enumerate(problem.demands)
    )
    return {p: there[0] for p, there in doors if there}


class Estimate:
    """What visiting a place costs once, and what a second there costs.

    A door's setup and handling are the fleet's average, as a second's price is.
    """

    def __init__(self, problem: Problem, places: Sequence[int]) -> None:
        self.places = list(places)
        kinds = {kind.id: kind for kind in problem.types}
        fleet = [(vehicle, kinds[vehicle.type]) for vehicle in problem.vehicles]
        self.per_s = _mean(_per_second(vehicle, kind) for vehicle, kind in fleet)
        self.door_setup_s = _mean(kind.door_setup_s for _, kind in fleet)
        self.door_handling_s = _mean(kind.door_handling_s for _, kind in fleet)
        ways = np.zeros(len(places))
        for kind, count in Counter(kind for _, kind in fleet).items():
            ways += _ways(problem, kind, places, self.per_s) * count / len(fleet)
        self._ways = dict(zip(places, ways.tolist(), strict=True))
        self._usual = _mean(self._ways.values())

    def visit(self, place: int, setup_s: float) -> int:
        """Way and setup."""
        return round(self._ways.get(place, self._usual) + setup_s * self.per_s)

    def setup_s(self, option: Option) -> float:
        """Setup of a visit for this option."""
        return option.setup_s + (option.site is None) * self.door_setup_s

    def handling(self, option: Option) -> int:
        """What handling one parcel costs."""
        door = (option.site is None) * self.door_handling_s
        return round((option.handling_s + door) * self.per_s)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / max(1, len(listed))


def _ways(
    problem: Problem, kind: FleetType, places: Sequence[int], per_s: float
) -> NDArray[np.float64]:
    """The cost of the mean way to the nearest places, for each place."""
    travel = problem.travel[kind.mode]
    seconds = travel.seconds[np.ix_(places, places)]
    near = np.argsort(_apart(seconds), axis=1, kind="stable")[:, :NEAR]
    rows = np.arange(len(places))[:, None]
    far_s = seconds[rows, near].astype(float)
    far_m = travel.metres[np.ix_(places, places)][rows, near].astype(float)
    known = far_s < UNREACHABLE
    cost = far_s * per_s + far_m * kind.per_km / 1000
    mean: NDArray[np.float64] = np.where(known, cost, 0).sum(1)
    return mean / np.maximum(1, known.sum(1))


def _per_second(vehicle: FleetVehicle, kind: FleetType) -> float:
    shift_s = max(1, vehicle.shift.end_s - vehicle.shift.start_s)
    return kind.per_hour / 3600 + kind.fixed / shift_s


def _apart(seconds: NDArray[np.int32]) -> NDArray[np.int64]:
    """The same ways, none of a place to itself."""
    apart = seconds.astype(np.int64)
    np.fill_diagonal(apart, 2**40)
    return apart


def assign(
    problem: Problem,
    prices: Estimate,
    budget: Budget,
    share: float,
    seed: int,
    hint: Mapping[int, int],
) -> dict[int, int]:
    """The cheapest options with every place visited once, as far as CP-SAT comes."""
    model = cp_model.CpModel()
    takes = {
        (p, o): model.new_bool_var("")
        for p, demand in enumerate(problem.demands)
        for o in range(len(demand.options))
    }
    visits: dict[int, cp_model.IntVar] = {}
    setups: dict[int, float] = {}
    cost: list[cp_model.LinearExprT] = []
    for (p, o), take in takes.items():
        option = _option(problem, p, o)
        known = setups.get(option.place, 0.0)
        setups[option.place] = max(known, prices.setup_s(option))
        visit = visits.setdefault(option.place, model.new_bool_var(""))
        model.add_implication(take, visit)
        cost.append(take * (option.cost + prices.handling(option)))
        model.add_hint(take, hint.get(p) == o)
    for place, visit in visits.items():
        cost.append(visit * prices.visit(place, setups[place]))
    for p, demand in enumerate(problem.demands):
        if demand.options:
            left = model.new_bool_var("")
            cost.append(left * demand.unassigned)
            model.add_exactly_one(
                left, *(takes[p, o] for o in range(len(demand.options)))
            )
    add_compartments(model, problem, takes)
    model.minimize(sum(cost))
    return _solved(model, takes, budget, share, seed, hint)


def add_compartments(
    model: cp_model.CpModel,
    problem: Problem,
    takes: Mapping[tuple[int, int], cp_model.IntVar],
) -> None:
    """No set of compartments takes more than there are (Hall's condition)."""
    wishes: dict[SiteId, dict[int, list[cp_model.IntVar]]] = {}
    free = {room.site: columns_of(room.free, room.low) for room in problem.rooms}
    for (p, o), take in takes.items():
        option = _option(problem, p, o)
        if option.site is not None:
            columns = free.get(option.site, {})
            mask = mask_of(option, list(columns))
            wishes.setdefault(option.site, {}).setdefault(mask, []).append(take)
    for site, by_mask in wishes.items():
        counts = list(free.get(site, {}).values())
        for union in unions_of(by_mask):
            room = sum(count for k, count in enumerate(counts) if union >> k & 1)
            inside = [
                t for mask, ts in by_mask.items() if not mask & ~union for t in ts
            ]
            if len(inside) > room:
                model.add(sum(inside) <= room)


def columns_of(
    free: Mapping[str, int], low: Mapping[str, int]
) -> dict[tuple[str, bool], int]:
    """Free compartments by class, low ones apart."""
    columns = {}
    for name, count in free.items():
        columns[name, True] = min(count, low.get(name, 0))
        columns[name, False] = count - columns[name, True]
    return columns


def mask_of(option: Option, columns: Sequence[tuple[str, bool]]) -> int:
    """The columns an option may use, as bits."""
    return sum(
        1 << k
        for k, (name, low) in enumerate(columns)
        if name in option.classes and (low or not option.low)
    )


def unions_of(masks: Iterable[int]) -> list[int]:
    """All unions of the sets: those that bind at all are among them."""
    unions: set[int] = set()
    for mask in masks:
        unions |= {union | mask for union in unions} | {mask}
        if len(unions) > _MOST_UNIONS:
            raise ValueError("too many sets of compartments")
    return sorted(unions)


def _option(problem: Problem, parcel: int, number: int) -> Option:
    return problem.demands[parcel].options[number]


def _solved(
    model: cp_model.CpModel,
    takes: Mapping[tuple[int, int], cp_model.IntVar],
    budget: Budget,
    share: float,
    seed: int,
    hint: Mapping[int, int],
) -> dict[int, int]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.relative_gap_limit = GAP
    with budget.watched(solver.stop_search, share):
        status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        # Leaving every parcel is a solution: only time can have run out.
        return dict(hint)
    return {p: o for (p, o), take in takes.items() if solver.boolean_value(take)}

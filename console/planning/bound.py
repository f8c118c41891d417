"""What no plan of a day can cost less than: one linear program.

Parcels choose options and kinds of vehicles in parts. A place that a kind of vehicle
visits costs its setup once and the cheapest way out of it; a vehicle costs its fixed
price and the cheapest way out of its start, and gives its load and its working time.
Order, windows, breaks and everything shared by whole routes is left out, which can
only make a day cheaper; what widens a day (overtime, trips, emptied compartments) is
granted in full. So the bound holds for every problem that can be stated. It says
nothing about how near it lies: setups and drives make up most of the gap.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from console.domain.money import Money
from console.domain.problem import (
    UNREACHABLE,
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
)

_MOST = 15_000
"""Variables beyond which no bound is worked out: 1,000 parcels have some 11,000 and
take a second, 5,000 would take the best part of a minute."""
_SAFE = 1e-7
"""Share of the solver's answer that its tolerances may be worth."""
_LINES = 8
"""Rounded cost lines of one route, each at most half a hundredth of a cent off."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Vehicles of one type, start and end, with the most that any of them can do."""

    type: FleetType
    start: int
    end: int
    vehicles: tuple[FleetVehicle, ...]

    @property
    def work_s(self) -> int:
        """The longest any of them may be away."""
        return max(
            min(
                v.shift.end_s + v.overtime_s - v.shift.start_s,
                v.max_duration_s or 2**40,
            )
            for v in self.vehicles
        )

    def serves(self, demand: Demand, option: Option) -> bool:
        """Whether any of them may carry this parcel there."""
        stocked = demand.stocked_at in {None, self.start}
        return stocked and any(option.needs <= v.skills for v in self.vehicles)


@dataclass(slots=True)
class _Program:
    """Rows of `a x <= b` and `e x = 1`, costs and bounds, as they come."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    rows: list[tuple[int, int, float]] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)
    once: list[tuple[int, int]] = field(default_factory=list)
    parcels: int = 0

    def variable(self, cost: float, upper: float = np.inf) -> int:
        """A new variable from 0 to `upper`."""
        self.costs.append(cost)
        self.uppers.append(upper)
        return len(self.costs) - 1

    def at_most(self, terms: Iterable[tuple[int, float]], limit: float) -> None:
        """The sum of these terms is `limit` at most."""
        row = len(self.limits)
        self.rows.extend((row, variable, factor) for variable, factor in terms)
        self.limits.append(limit)

    def least(self) -> float | None:
        """The least cost, None where the solver gives up."""
        count = len(self.costs)
        row, column, factor = zip(*self.rows, strict=True)
        above = coo_array((factor, (row, column)), shape=(len(self.limits), count))
        parcel, choice = zip(*self.once, strict=True)
        equal = coo_array(
            (np.ones(len(parcel)), (parcel, choice)), shape=(self.parcels, count)
        )
        answer = linprog(
            self.costs,
            A_ub=above.tocsr(),
            b_ub=self.limits,
            A_eq=equal.tocsr(),
            b_eq=np.ones(self.parcels),
            bounds=np.array([np.zeros(count), self.uppers]).T,
            method="highs",
        )
        return float(answer.fun) if answer.status == 0 else None


def lower_bound(problem: Problem) -> Money | None:
    """What every plan costs at least, None where that is not worked out.

    A day of 300 parcels takes about a second, and 1,000 parcels several; beyond some
    hundred thousand choices there is no bound.
    """
    if not problem.demands:
        return Money(0)
    kinds = _kinds(problem)
    choices = sum(len(d.options) for d in problem.demands) * (2 * len(kinds) + 1)
    if choices > _MOST:
        return None
    program = _Program()
    taken = _choices(problem, kinds, program)
    for k, kind in enumerate(kinds):
        _fleet(problem, kind, taken[k], program)
    _compartments(problem, taken, program)
    if not program.rows:
        return Money(sum(demand.unassigned for demand in problem.demands))
    least = program.least()
    if least is None:
        return None
    slack = abs(least) * _SAFE + _LINES * len(problem.vehicles) / 2
    return Money(max(_cheapest(problem), int(np.floor(least - slack))))


def _cheapest(problem: Problem) -> int:
    """Every parcel by its cheapest option or left, nothing else counted."""
    return sum(
        min([d.unassigned, *(option.cost for option in d.options)])
        for d in problem.demands
    )


def _kinds(problem: Problem) -> list[_Kind]:
    types = {kind.id: kind for kind in problem.types}
    groups: dict[tuple[str, int, int], list[FleetVehicle]] = defaultdict(list)
    for vehicle in problem.vehicles:
        groups[vehicle.type, vehicle.start, vehicle.end].append(vehicle)
    return [
        _Kind(types[same[0].type], start, end, tuple(same))
        for (_, start, end), same in groups.items()
    ]


type _Taken = list[tuple[int, Demand, Option]]
"""Variables of one kind of vehicle: the part of a parcel that goes by an option."""


def _choices(problem: Problem, kinds: list[_Kind], program: _Program) -> list[_Taken]:
    taken: list[_Taken] = [[] for _ in kinds]
    program.parcels = len(problem.demands)
    for p, demand in enumerate(problem.demands):
        program.once.append((p, program.variable(float(demand.unassigned), 1.0)))
        for option in demand.options:
            for k, kind in enumerate(kinds):
                if kind.serves(demand, option):
                    spent = _handling_s(option, kind.type) * kind.type.per_hour / 3600
                    choice = program.variable(option.cost + spent, 1.0)
                    program.once.append((p, choice))
                    taken[k].append((choice, demand, option))
    return taken


def _handling_s(option: Option, kind: FleetType) -> int:
    door = option.channel is Channel.DOOR
    return option.handling_s + door * kind.door_handling_s


def _setup_s(option: Option, kind: FleetType) -> int:
    return option.setup_s + (option.channel is Channel.DOOR) * kind.door_setup_s


def _fleet(problem: Problem, kind: _Kind, taken: _Taken, program: _Program) -> None:
    """What a kind of vehicle costs and can do."""
    second = kind.type.per_hour / 3600
    if not taken:
        return
    places = sorted({option.place for _, _, option in taken})
    leave_s, leave_cost = _ways_out(problem, kind, places)
    first = _shortest(problem, kind, kind.start, places) or (0.0, 0.0)
    setups: dict[int, int] = {}
    for _, _, option in taken:
        setup = _setup_s(option, kind.type)
        setups[option.place] = min(setups.get(option.place, setup), setup)
    visits = {
        place: program.variable(setups[place] * second + leave_cost[place])
        if place in leave_cost
        else program.variable(0.0, 0.0)
        for place in places
    }
    used = program.variable(kind.type.fixed + first[1], float(len(kind.vehicles)))
    for choice, _, option in taken:
        program.at_most([(choice, 1.0), (visits[option.place], -1.0)], 0.0)
    work = [(c, float(_handling_s(o, kind.type))) for c, _, o in taken]
    work += [(visits[place], setups[place] + leave_s[place]) for place in leave_s]
    program.at_most([*work, (used, first[0] - kind.work_s)], 0.0)
    trips = max(vehicle.trips for vehicle in kind.vehicles)
    for d, room in enumerate(kind.type.capacity):
        for collected in (False, True):
            load = [
                (choice, float(demand.amount[d]))
                for choice, demand, _ in taken
                if demand.collected is collected
            ]
            if load:
                program.at_most([*load, (used, -float(room * trips))], 0.0)


def _ways_out(
    problem: Problem, kind: _Kind, places: list[int]
) -> tuple[dict[int, float], dict[int, float]]:
    """Seconds and money of the quickest and the cheapest way out of each place.

    A stop at the vehicle's own end may be the last: no way leads out of it then. A
    place that nothing leads out of is left out.
    """
    targets = sorted({*places, kind.start, kind.end})
    quickest: dict[int, float] = {}
    cheapest: dict[int, float] = {}
    for place in places:
        others = [to for to in targets if to != place or place == kind.end]
        way = _shortest(problem, kind, place, others)
        if way is not None:
            quickest[place], cheapest[place] = way
    return quickest, cheapest


def _shortest(
    problem: Problem, kind: _Kind, place: int, to: list[int]
) -> tuple[float, float] | None:
    """The fewest seconds and the least money from a place to any of some others."""
    travel = problem.travel[kind.type.mode]
    metre = kind.type.per_km / 1000
    metre += kind.type.co2_g_per_km * problem.weights.co2_per_kg / 1_000_000
    seconds, metres = travel.seconds[place, to], travel.metres[place, to]
    there = (seconds < UNREACHABLE) & (metres < UNREACHABLE)
    if not there.any():
        return None
    second = kind.type.per_hour / 3600
    money = seconds[there] * second + metres[there] * metre
    return float(seconds[there].min()), float(money.min())


def _compartments(problem: Problem, taken: list[_Taken], program: _Program) -> None:
    """Sites over all vehicles: for every set of classes asked for, what is free."""
    at_site: dict[str, _Taken] = defaultdict(list)
    for mine in taken:
        for entry in mine:
            if entry[2].site is not None:
                at_site[entry[2].site].append(entry)
    for room in problem.rooms:
        wishes = at_site.pop(room.site, [])
        emptied = len({d.parcel for _, d, _ in wishes if d.collected})
        wishes = [entry for entry in wishes if not entry[1].collected]
        if room.most_parcels is not None and wishes:
            program.at_most([(c, 1.0) for c, _, _ in wishes], float(room.most_parcels))
        if room.counter:
            continue
        for classes in {frozenset(option.classes) for _, _, option in wishes}:
            free = sum(room.free.get(n, 0) + room.expected.get(n, 0) for n in classes)
            within = [(c, 1.0) for c, _, o in wishes if classes.issuperset(o.classes)]
            program.at_most(within, float(max(0, free) + emptied))

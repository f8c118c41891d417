"""The whole of a small day as one CP-SAT model: options, boxes, routes, order, times.

A visit is a place and the set of parcels that are handed over there together, so that
setup, handling and shared windows of a visit are known before solving. Every vehicle
has a circuit over the visits; every visit has an earliest start, as the rule of the
schedule says, and a start of the latest departure that still finishes then. Money is
counted in whole numbers and rounded in the model as in the evaluator.

It shares no code with the engine, and knows what `small_day` asks.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from console.domain.problem import (
    UNREACHABLE,
    Channel,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
)

_DAY = 30 * 3600
type _Windows = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Parcels (with the option each takes) handed over at one place together."""

    place: int
    choices: tuple[tuple[int, int], ...]
    windows: _Windows

    @property
    def parcels(self) -> frozenset[int]:
        return frozenset(parcel for parcel, _ in self.choices)


@dataclass(frozen=True, slots=True)
class _Times:
    """A visit's variables: arrival and start as early as can be, and the latest."""

    arrival: cp_model.IntVar
    early: cp_model.IntVar
    late: cp_model.IntVar


class NotProven(RuntimeError):
    """CP-SAT did not finish in its deterministic time."""


def exact_cost(
    problem: Problem, at_most: int | None = None, effort: float = 60.0
) -> int | None:
    """What the cheapest plan costs; None where none costs `at_most` or less.

    `effort` is deterministic time. Raises NotProven where it does not suffice.
    """
    model = _Model(problem)
    if at_most is not None:
        model.model.add(model.cost <= at_most)
    model.model.minimize(model.cost)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model.model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise NotProven(solver.status_name(status))
    return round(solver.objective_value)


class _Model:
    """Builds the model; `cost` is the sum to be made least."""

    def __init__(self, problem: Problem) -> None:
        self.model = cp_model.CpModel()
        self._problem = problem
        self._visits = tuple(_visits(problem))
        self._kinds = {kind.id: kind for kind in problem.types}
        count = len(self._visits)
        self._serves = [
            [self.model.new_bool_var(f"v{v}n{n}") for n in range(count)]
            for v in range(len(problem.vehicles))
        ]
        self._times = [self._timed(visit) for visit in self._visits]
        lines = [self._route(v) for v in range(len(problem.vehicles))]
        self.cost = sum(lines) + self._choices()

    def _timed(self, visit: _Visit) -> _Times:
        """Starts in windows; the early one waits only where it arrives before one."""
        model, windows = self.model, visit.windows
        inside = cp_model.Domain.from_intervals([list(window) for window in windows])
        times = _Times(
            model.new_int_var(0, 2 * _DAY, "arrival"),
            model.new_int_var_from_domain(inside, "early"),
            model.new_int_var_from_domain(inside, "late"),
        )
        waits = model.new_bool_var("waits")
        model.add(times.early >= times.arrival)
        model.add(times.early == times.arrival).only_enforce_if(~waits)
        model.add(times.late >= times.early)
        taken = [model.new_bool_var("window") for _ in windows]
        model.add_exactly_one(taken)
        for k, (start, end) in enumerate(windows):
            model.add_linear_constraint(times.early, start, end).only_enforce_if(
                taken[k]
            )
            model.add(times.early == start).only_enforce_if(taken[k], waits)
            if k:
                before = windows[k - 1][1]
                model.add(times.arrival > before).only_enforce_if(taken[k])
        return times

    def _route(self, v: int) -> cp_model.LinearExprT:
        """A vehicle's circuit, load and times; what it costs."""
        model, problem = self.model, self._problem
        vehicle = problem.vehicles[v]
        kind = self._kinds[vehicle.type]
        opens, closes = vehicle.shift.start_s, vehicle.shift.end_s
        finish = model.new_int_var(opens, closes, "finish")
        departure = model.new_int_var(opens, closes, "departure")
        idle = model.new_bool_var("idle")
        arcs: list[tuple[int, int, cp_model.LiteralT]] = [(0, 0, idle)]
        metres: list[cp_model.LinearExprT] = []
        spent: list[cp_model.LinearExprT] = []
        for n, serves in enumerate(self._serves[v]):
            arcs.append((n + 1, n + 1, ~serves))
            model.add_implication(serves, ~idle)
        for a, b, seconds, length in self._legs(vehicle, kind):
            arc = model.new_bool_var(f"v{v}a{a}b{b}")
            arcs.append((a, b, arc))
            metres.append(length * arc)
            takes = seconds + (_takes(problem, self._visits[a - 1], kind) if a else 0)
            spent.append(takes * arc)
            early = self._times[a - 1].early if a else opens
            late = self._times[a - 1].late if a else departure
            if b:
                following = self._times[b - 1]
                model.add(following.arrival == early + takes).only_enforce_if(arc)
                model.add(following.late >= late + takes).only_enforce_if(arc)
            else:
                model.add(finish == early + takes).only_enforce_if(arc)
                model.add(finish >= late + takes).only_enforce_if(arc)
        model.add_circuit(arcs)
        model.add(finish == opens).only_enforce_if(idle)
        model.add(departure == opens).only_enforce_if(idle)
        # Follows from the arcs, but says at once what driving and serving takes.
        model.add(finish - departure >= sum(spent))
        for d, room in enumerate(kind.capacity):
            load = [
                sum(problem.demands[p].amount[d] for p in visit.parcels) * serves
                for visit, serves in zip(self._visits, self._serves[v], strict=True)
            ]
            model.add(sum(load) <= room)
        length = sum(metres)
        co2 = kind.co2_g_per_km * problem.weights.co2_per_kg
        return (
            kind.fixed * (1 - idle)
            + self._rounded((finish - departure) * int(kind.per_hour), 3600)
            + self._rounded(length * int(kind.per_km), 1000)
            + self._rounded(length * int(co2), 1_000_000)
        )

    def _legs(
        self, vehicle: FleetVehicle, kind: FleetType
    ) -> Iterator[tuple[int, int, int, int]]:
        """Ways that can be driven in time: from, to, seconds, metres; 0 is the depot.

        Visits that share a parcel never follow each other.
        """
        travel, visits = self._problem.travel[kind.mode], self._visits
        for a in range(len(visits) + 1):
            for b in range(len(visits) + 1):
                if a == b or (
                    a and b and visits[a - 1].parcels & visits[b - 1].parcels
                ):
                    continue
                start = visits[a - 1].place if a else vehicle.start
                end = visits[b - 1].place if b else vehicle.end
                seconds = int(travel.seconds[start, end])
                last = visits[b - 1].windows[-1][1] if b else vehicle.shift.end_s
                now = vehicle.shift.start_s
                if a:
                    now = max(now, visits[a - 1].windows[0][0])
                    now += _takes(self._problem, visits[a - 1], kind)
                if seconds < UNREACHABLE and now + seconds <= last:
                    yield a, b, seconds, int(travel.metres[start, end])

    def _rounded(self, product: cp_model.LinearExprT, per: int) -> cp_model.IntVar:
        """A product over `per`, half up: the least whole number that will do."""
        amount = self.model.new_int_var(0, 10**9, "amount")
        self.model.add(2 * per * amount >= 2 * product + per - (2 * per - 1))
        return amount

    def _choices(self) -> cp_model.LinearExprT:
        """Every parcel once at most, boxes for those at sites; what options cost."""
        model, problem = self.model, self._problem
        by_choice: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for n, visit in enumerate(self._visits):
            served = [serves[n] for serves in self._serves]
            for choice in visit.choices:
                by_choice[choice].extend(served)
        boxes: dict[tuple[str, str, bool], list[cp_model.IntVar]] = defaultdict(list)
        costs: list[cp_model.LinearExprT] = []
        for p, demand in enumerate(problem.demands):
            ways = [by_choice.get((p, o), []) for o in range(len(demand.options))]
            everything = [serves for way in ways for serves in way]
            model.add_at_most_one(everything)
            costs.append(int(demand.unassigned) * (1 - sum(everything)))
            for option, way in zip(demand.options, ways, strict=True):
                costs.append(int(option.cost) * sum(way))
                if option.channel is Channel.DOOR or not way:
                    continue
                lies = {
                    (name, low): model.new_bool_var(name)
                    for name in option.classes
                    for low in (True, False)
                    if low or not option.low
                }
                model.add(sum(lies.values()) == sum(way))
                for (name, low), var in lies.items():
                    boxes[str(option.site), name, low].append(var)
        free: dict[tuple[str, str, bool], int] = {}
        for room in problem.rooms:
            for name, count in room.free.items():
                lower = min(count, room.low.get(name, 0))
                free[str(room.site), name, True] = lower
                free[str(room.site), name, False] = count - lower
        for box, wishes in boxes.items():
            model.add(sum(wishes) <= free.get(box, 0))
        return sum(costs)


def _visits(problem: Problem) -> Iterator[_Visit]:
    """Every set of parcels that can be handed over at one place at one time."""
    at: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for p, demand in enumerate(problem.demands):
        for o, option in enumerate(demand.options):
            at[option.place].append((p, o))
    for place, choices in at.items():
        for count in range(1, len(choices) + 1):
            for some in combinations(choices, count):
                options = [problem.demands[p].options[o] for p, o in some]
                windows = _shared(options)
                distinct = len({p for p, _ in some}) == count
                if windows and distinct and _may_lie(problem, options):
                    yield _Visit(place, some, windows)


def _shared(options: Sequence[Option]) -> _Windows:
    """Windows of all options, touching ones made one, in order."""
    shared = [(0, _DAY)]
    for option in options:
        shared = [
            (max(a, w.start_s), min(b, w.end_s))
            for a, b in shared
            for w in option.windows
            if max(a, w.start_s) <= min(b, w.end_s)
        ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(shared):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _may_lie(problem: Problem, options: Sequence[Option]) -> bool:
    """Whether there are as many boxes as locker parcels, of any class: cheap to say."""
    for room in problem.rooms:
        wishes = [option for option in options if option.site == room.site]
        classes = {name for option in wishes for name in option.classes}
        if len(wishes) > sum(room.free.get(name, 0) for name in classes):
            return False
    return True


def _takes(problem: Problem, visit: _Visit, kind: FleetType) -> int:
    setup, handling = 0, 0
    for p, o in visit.choices:
        option = problem.demands[p].options[o]
        door = option.channel is Channel.DOOR
        setup = max(setup, option.setup_s + door * kind.door_setup_s)
        handling += option.handling_s + door * kind.door_handling_s
    return setup + handling

"""A solution's arrays: made empty, filled from a draft, read back as a draft.

Filling has two ways. `exact` keeps a draft as it stands, whatever it violates: what
the evaluator and the prices need. Otherwise parcels that an open route cannot take
without breaking something stay absent: what a search starts from. Parcels of closed
routes keep the class the draft names, and it is not free to others.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import VehicleId
from console.planning.arrays import Tables
from console.planning.errors import HardCode, HardViolation
from console.planning.kernels import layout
from console.planning.kernels.entries import lay, list_absent, moved
from console.planning.kernels.layout import Bits, State

CLOSED = frozenset({LockLevel.ALL, LockLevel.DEPARTED})


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution's arrays and what a draft says that arrays do not."""

    state: State
    locks: tuple[tuple[VehicleId, LockLevel], ...]
    set_drops: dict[int, Drop]
    """Drops of closed routes by parcel row: they keep their class."""


def empty(tables: Tables, longest: int = 0) -> State:
    """A solution with all parcels absent; `longest` is the least room for stops."""
    day = tables.day
    parcels, vehicles = len(tables.demands), len(tables.problem.vehicles)
    dimensions = day.amounts.shape[1]
    # One visit a parcel and route at most in use at once, and two for scratch.
    visits = 2 * parcels + 3
    line = max(longest, _longest(tables)) + 1
    quotas = tables.quotas
    state = State(
        parcel=np.full((parcels, layout.S_COLUMNS), layout.NONE, np.int64),
        visit=np.zeros((visits, layout.V_COLUMNS), np.int64),
        windows=np.zeros((visits, 2 * tables.most_windows), np.int64),
        visit_load=np.zeros((visits, dimensions), np.int64),
        route=np.zeros((vehicles, layout.R_COLUMNS), np.int64),
        route_load=np.zeros((vehicles, dimensions), np.int64),
        line=np.zeros((vehicles, line, layout.L_COLUMNS), np.int64),
        slack=tables.slack.copy(),
        routes_at=np.zeros(
            (day.near.shape[0], -(-vehicles // layout.WORD) or 1), np.int64
        ),
        absent=np.arange(parcels, dtype=np.int64),
        totals=np.zeros(layout.T_COLUMNS + len(quotas), np.int64),
        scratch=np.zeros((line + 1 + layout.X_ROWS, layout.X_COLUMNS), np.int64),
    )
    state.parcel[:, layout.S_FIXED] = 0
    state.visit[:, layout.V_ROUTE] = layout.NONE
    state.route[:, layout.R_DEPARTURE] = day.vehicles[:, layout.H_OPENS]
    state.route[:, layout.R_FINISH] = day.vehicles[:, layout.H_OPENS]
    state.totals[layout.T_ABSENT] = parcels
    missing = quotas[:, layout.Q_LEAST] * quotas[:, layout.Q_PRICE]
    state.totals[layout.T_COST] = (
        day.parcels[:, layout.P_UNASSIGNED].sum() + missing.sum()
    )
    held = (day.parcels[:, layout.P_MOVED] > 0).any()
    state.totals[layout.T_HELD] = held or day.vehicles[:, layout.H_LEFT].any()
    return state


def copied(state: State) -> State:
    """The same solution in arrays of its own."""
    return State(*(array.copy() for array in state))


def _longest(tables: Tables) -> int:
    """The most stops a vehicle's capacity leaves room for."""
    parcels = len(tables.demands)
    most = parcels
    for amounts, capacity in zip(
        tables.day.amounts.T, tables.day.capacity.T, strict=True
    ):
        if capacity.size and amounts.size and amounts.min() > 0:
            most = min(most, int(capacity.max() // amounts.min()))
    return max(1, most)


def fill(tables: Tables, draft: Draft, *, exact: bool) -> Solution:
    """The draft as a solution. Raises HardViolation where it names what is not there.

    Compartments are counted, not checked: with `exact`, `slack` may be negative.
    """
    longest = max((len(route.visits) for route in draft.routes), default=0)
    state = empty(tables, longest)
    solution = Solution(
        state, tuple((route.vehicle, route.lock) for route in draft.routes), {}
    )
    seen: set[VehicleId] = set()
    for route in sorted(draft.routes, key=lambda entry: entry.lock not in CLOSED):
        number = tables.vehicles.get(route.vehicle)
        if number is None:
            raise HardViolation(HardCode.UNKNOWN_VEHICLE, route.vehicle)
        if route.vehicle in seen:
            raise HardViolation(HardCode.TWICE, route.vehicle)
        seen.add(route.vehicle)
        keep = exact or route.lock is not LockLevel.OPEN
        _fill_route(tables, solution, route, number, keep=keep)
    list_absent(state)
    return solution


def _fill_route(
    tables: Tables, solution: Solution, route: DraftRoute, number: int, *, keep: bool
) -> None:
    visits: list[tuple[int, int, int]] = []
    drops: list[tuple[int, int]] = []
    for visit in route.visits:
        first = len(drops)
        rows = [chosen_option(tables, drop, visit.place) for drop in visit.drops]
        # What is collected first frees its compartment for the rest.
        drops += sorted(rows, key=lambda row: not tables.demands[row[0]].collected)
        visits.append((visit.place, first, len(drops)))
    if solution.state.totals[layout.T_HELD]:
        for parcel, _ in drops:
            _refuse_moved(tables, parcel, number)
    twice = lay(
        tables.day,
        solution.state,
        number,
        np.array(visits, np.int64).reshape(-1, 3),
        np.array(drops, np.int64).reshape(-1, 2),
        int(route.lock is not LockLevel.OPEN),
        int(keep),
    )
    if twice != layout.NONE:
        raise HardViolation(HardCode.TWICE, tables.demands[twice].parcel)
    if route.lock in CLOSED:
        solution.state.route[number, layout.R_CLOSED] = 1
        for visit in route.visits:
            for drop in visit.drops:
                _set_class(tables, solution, tables.parcels[drop.parcel], drop)


def _refuse_moved(tables: Tables, parcel: int, vehicle: int) -> None:
    """Raises HardViolation for a parcel that is on another vehicle, or on none."""
    if moved(tables.day, parcel, vehicle) < layout.DEAR:
        return
    code = HardCode.NOT_ON_BOARD
    if tables.day.parcels[parcel, layout.P_MOVED] >= layout.DEAR:
        code = HardCode.ON_BOARD
    name = tables.problem.vehicles[vehicle].id
    raise HardViolation(code, tables.demands[parcel].parcel, name)


def _set_class(tables: Tables, solution: Solution, parcel: int, drop: Drop) -> None:
    """Count a parcel in the very class it has, not in the set it would fit."""
    entry, site = solution.state.parcel[parcel], drop.site
    if site is None or drop.size_class is None:
        return
    if not tables.boxed[int(entry[layout.S_OPTION])]:
        return
    if entry[layout.S_PAIR] != layout.NONE:
        solution.set_drops[parcel] = drop
        return
    kind = int(entry[layout.S_KIND])
    day, slack, room = tables.day, solution.state.slack, tables.rooms[site]
    rows = day.kind_rows[day.kind_first[kind] : day.kind_first[kind + 1]]
    slack[rows] += 1
    if room.cap is not None:
        slack[room.cap] -= 1
    option = tables.options[int(entry[layout.S_OPTION])]
    names = {(drop.size_class, True), (drop.size_class, option.low)}
    columns = [k for k, column in enumerate(room.columns) if column in names]
    # Of two columns of one class a parcel that need not lie low leaves the low one.
    if not columns:
        raise HardViolation(HardCode.WRONG_CLASS, drop.parcel, drop.size_class)
    column = min(columns, key=lambda k: room.columns[k][1])
    for union, row in room.unions.items():
        if union >> column & 1:
            slack[row] -= 1
    entry[layout.S_KIND] = layout.NONE
    solution.set_drops[parcel] = drop


def chosen_option(tables: Tables, drop: Drop, place: int) -> tuple[int, int]:
    """Rows of a drop's parcel and option. Raises HardViolation without such a way."""
    parcel = tables.parcels.get(drop.parcel)
    if parcel is None:
        raise HardViolation(HardCode.UNKNOWN_PARCEL, drop.parcel)
    number = tables.option(parcel, drop.channel, drop.site, place)
    if number is None:
        raise HardViolation(HardCode.NO_SUCH_OPTION, drop.parcel)
    option = tables.options[number]
    if option.place != place:
        raise HardViolation(HardCode.WRONG_PLACE, drop.parcel)
    if drop.size_class is not None and drop.size_class not in option.classes:
        raise HardViolation(HardCode.WRONG_CLASS, drop.parcel, drop.size_class)
    return parcel, number


def read(tables: Tables, solution: Solution, state: State) -> Draft:
    """The decisions of a state, without classes but where they are set for good.

    Routes stand in the fleet's order: those with stops, and those with a lock.
    """
    locks = dict(solution.locks)
    routes: list[DraftRoute] = []
    for number, vehicle in enumerate(tables.problem.vehicles):
        lock = locks.get(vehicle.id, LockLevel.OPEN)
        stops = int(state.route[number, layout.R_STOPS])
        if stops or lock is not LockLevel.OPEN:
            visits = tuple(
                _read_visit(tables, solution, state, int(visit))
                for visit in state.line[number, :stops, layout.L_VISIT]
            )
            routes.append(DraftRoute(vehicle.id, visits, lock))
    planned = {
        drop.parcel
        for route in routes
        for visit in route.visits
        for drop in visit.drops
    }
    return Draft(
        tuple(routes),
        tuple(d.parcel for d in tables.problem.demands if d.parcel not in planned),
    )


def _read_visit(tables: Tables, solution: Solution, state: State, visit: int) -> Visit:
    return Visit(
        int(state.visit[visit, layout.V_PLACE]),
        tuple(
            _drop(tables, solution, state, parcel)
            for parcel in sorted(parcels_of(state, visit))
        ),
    )


def _drop(tables: Tables, solution: Solution, state: State, parcel: int) -> Drop:
    if parcel in solution.set_drops:
        return solution.set_drops[parcel]
    option = tables.options[int(state.parcel[parcel, layout.S_OPTION])]
    return Drop(tables.demands[parcel].parcel, option.channel, option.site)


def parcels_of(state: State, visit: int) -> Iterable[int]:
    """The parcel rows of a visit."""
    parcel = int(state.visit[visit, layout.V_FIRST])
    while parcel != layout.NONE:
        yield parcel
        parcel = int(state.parcel[parcel, layout.S_NEXT])


def chance_of(seed: int) -> Bits:
    """A generator's state from a seed: never zero, near seeds far apart."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) & (2**64 - 1)
    mixed ^= mixed >> 29
    return np.array([mixed or 1], np.uint64)

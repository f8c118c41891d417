"""The whole answer about one parcel: its way taken apart, the next best, obstacles.

Nothing is estimated: the parcel is taken out, put in where it was and where else it
could go, and the evaluator's own timing says what each comes to. For a route that
cannot take it every position is tried, and the one that breaks least says how much
would have to give.
"""

import numpy as np

from console.domain.draft import Drop
from console.domain.ids import ParcelId
from console.domain.money import Money, at_rate
from console.domain.plan import CostLine
from console.domain.why import Binding, Obstacle, Terms, Why
from console.planning.kernels import layout
from console.planning.kernels.entries import least_on, trial
from console.planning.kernels.layout import State
from console.planning.kernels.probing import (
    M_AT,
    M_COLUMNS,
    M_COST,
    M_JOIN,
    M_LATE,
    M_METRES,
    M_OPTION,
    M_OVER,
    M_ROUTE,
    M_SECONDS,
    M_STAY,
    change_of,
)
from console.planning.kernels.rooms import has_room
from console.planning.price import Prices


def why(prices: Prices, parcel: ParcelId) -> Why:
    """Why a parcel goes the way it goes, or none. Raises HardViolation if unknown."""
    number = prices.number(parcel)
    at = _where(prices.laid, number)
    taken = prices.without(number)
    if taken is None:
        return Why(parcel, None, None, ())
    state, (option, _) = taken
    rows = prices.rows(state, number)
    chosen: Terms | None = None
    if at is not None:
        found = np.zeros(M_COLUMNS, np.int64)
        trial(prices.known.day, state, number, option, *at, found)
        chosen = terms(prices, state, number, found.tolist())
    other = next((row for row in rows if row[M_OPTION] != option), None)
    return Why(
        parcel,
        chosen,
        None if other is None else terms(prices, state, number, other),
        obstacles(prices, state, number),
    )


def _where(state: State, number: int) -> tuple[int, int, int] | None:
    """Route, stop number and whether others stop there too; None for no route."""
    visit = int(state.parcel[number, layout.S_VISIT])
    if visit == layout.NONE:
        return None
    row = state.visit[visit]
    route, at = int(row[layout.V_ROUTE]), int(row[layout.V_AT])
    return route, at, int(row[layout.V_COUNT] > 1)


def terms(prices: Prices, state: State, number: int, row: list[int]) -> Terms:
    """A measured position of the last absent parcel, taken apart."""
    known = prices.known
    route, option = row[M_ROUTE], known.options[row[M_OPTION]]
    vehicle, line = known.day.vehicles[route], state.line[route]
    mode, stops = int(vehicle[layout.H_MODE]), int(state.route[route, layout.R_STOPS])
    travel = 0
    if not row[M_JOIN]:
        at, seconds = row[M_AT], known.day.seconds[mode]
        start = line[at - 1, layout.L_PLACE] if at else vehicle[layout.H_START]
        end = line[at, layout.L_PLACE] if at < stops else vehicle[layout.H_END]
        travel = int(seconds[start, option.place]) + int(seconds[option.place, end])
        travel -= int(seconds[start, end]) if stops else 0
    unassigned = known.demands[number].unassigned
    return Terms(
        drop=Drop(known.demands[number].parcel, option.channel, option.site),
        vehicle=known.problem.vehicles[route].id,
        cost=Money(row[M_COST] + unassigned),
        lines=_lines(prices, state, number, row),
        seconds=row[M_SECONDS],
        travel_s=travel,
        stay_s=row[M_STAY],
        metres=row[M_METRES],
        walk_m=option.walk_m,
        level=option.level,
    )


def _lines(
    prices: Prices, state: State, number: int, row: list[int]
) -> tuple[tuple[CostLine, Money], ...]:
    """What the way adds to each line of the sum; every line rounded as in a plan."""
    known, route = prices.known, row[M_ROUTE]
    vehicle, before = known.day.vehicles[route], state.route[route]
    driven = int(before[layout.R_STOPS]) > 0
    seconds = int(before[layout.R_FINISH] - before[layout.R_DEPARTURE])
    metres = int(before[layout.R_METRES])
    co2_g, per_kg = int(vehicle[layout.H_CO2_G]), int(vehicle[layout.H_CO2_PRICE])

    def more(old: int, add: int, rate: int, per: int) -> Money:
        was = at_rate(old, Money(rate), per) if driven else 0
        return Money(at_rate(old + add, Money(rate), per) - was)

    amounts = {
        CostLine.VEHICLES: Money(0 if driven else int(vehicle[layout.H_FIXED])),
        CostLine.TIME: more(
            seconds, row[M_SECONDS], int(vehicle[layout.H_PER_HOUR]), 3600
        ),
        CostLine.DISTANCE: more(
            metres, row[M_METRES], int(vehicle[layout.H_PER_KM]), 1000
        ),
        CostLine.OPTIONS: known.options[row[M_OPTION]].cost,
        CostLine.CO2: more(metres * co2_g, row[M_METRES] * co2_g, per_kg, 1_000_000),
        CostLine.CHANGE: Money(int(change_of(known.day, state, number, route))),
    }
    return tuple((line, money) for line, money in amounts.items() if money)


def obstacles(prices: Prices, state: State, number: int) -> tuple[Obstacle, ...]:
    """What each route lacks for the last absent parcel, that which needs least first.

    Of empty vehicles that are alike only the first is told.
    """
    known = prices.known
    seen: set[int] = set()
    found: list[tuple[tuple[int, ...], Obstacle]] = []
    for route in range(len(known.problem.vehicles)):
        if not state.route[route, layout.R_STOPS]:
            twin = int(known.day.vehicles[route, layout.H_TWIN])
            if twin in seen:
                continue
            seen.add(twin)
        found.append(_obstacle(prices, state, number, route))
    found.sort(key=lambda entry: entry[0])
    return tuple(entry for _, entry in found)


def _obstacle(
    prices: Prices, state: State, number: int, route: int
) -> tuple[tuple[int, ...], Obstacle]:
    known = prices.known
    day, name = known.day, known.problem.vehicles[route].id
    row = state.route[route]
    if row[layout.R_CLOSED] or row[layout.R_STOPS] >= state.line.shape[1]:
        return (3, route), Obstacle(name, Binding.LOCKED)
    if change_of(day, state, number, route) >= layout.DEAR:
        return (2, route), Obstacle(name, Binding.BOUND)
    over = state.route_load[route] + day.amounts[number] - day.capacity[route]
    excess = {
        dimension: int(by)
        for dimension, by in zip(known.problem.dimensions, over, strict=True)
        if by > 0
    }
    found = np.zeros((2, M_COLUMNS), np.int64)
    first = int(day.parcels[number, layout.P_OPTION])
    best: tuple[tuple[int, ...], Obstacle] | None = None
    for option in range(first, first + int(day.parcels[number, layout.P_OPTIONS])):
        full = not has_room(day, state, int(day.options[option, layout.O_KIND]))
        least_on(day, state, number, option, route, found)
        late, late_over = int(found[0, M_LATE]), int(found[0, M_OVER])
        cost = int(found[0, M_COST])
        need: tuple[int, ...] = (int(full), late + late_over, cost, option)
        if best is not None and best[0] <= need:
            continue
        choice = known.options[option]
        parcel = known.demands[number].parcel
        best = (
            need,
            Obstacle(
                vehicle=name,
                binding=_first(full=full, excess=excess, late=late, over=late_over),
                drop=Drop(parcel, choice.channel, choice.site),
                late_s=late,
                over_s=late_over,
                excess=excess,
                full=full,
                cost=Money(cost),
            ),
        )
    if best is None:
        return (3, route), Obstacle(name, Binding.LOCKED)
    need, told = best
    return (int(bool(excess)), *need[:3], route), told


def _first(*, full: bool, excess: dict[str, int], late: int, over: int) -> Binding:
    if full:
        return Binding.COMPARTMENT
    if excess:
        return Binding.CAPACITY
    if late > 0:
        return Binding.WINDOW
    return Binding.SHIFT if over > 0 else Binding.PRICE

"""The whole answer about one parcel: its way taken apart, the next best, obstacles.

Nothing is estimated: the parcel is taken out, put in where it was and where else it
could go, and the evaluator's own timing says what each comes to. For a route that
cannot take it every position is tried, and the one that breaks least says how much
would have to give.
"""

from contextlib import suppress
from dataclasses import replace
from itertools import cycle

import numpy as np

from console.domain.draft import Drop, UnassignParcels
from console.domain.ids import ParcelId
from console.domain.money import Money, at_rate
from console.domain.plan import CostLine
from console.domain.problem import Option, OptionPart
from console.domain.why import Binding, Obstacle, Terms, Why
from console.planning.errors import HardViolation
from console.planning.evaluate import evaluated
from console.planning.kernels import layout
from console.planning.kernels.entries import change_of, has_room, least_on, trial
from console.planning.kernels.layout import State
from console.planning.kernels.probing import (
    M_AT,
    M_BEYOND,
    M_COLUMNS,
    M_COST,
    M_CROWDED,
    M_JOIN,
    M_LACKS,
    M_LATE,
    M_LONG,
    M_METRES,
    M_OPTION,
    M_OVER,
    M_ROUTE,
    M_SECONDS,
    M_STAY,
    M_UNRESTED,
)
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
    others = [row for row in rows if row[M_OPTION] != option]
    return Why(
        parcel,
        chosen,
        _first_that_holds(prices, state, number, others),
        obstacles(prices, state, number),
    )


def _first_that_holds(
    prices: Prices, state: State, number: int, rows: list[list[int]]
) -> Terms | None:
    """The first position that the evaluator takes, compartment by compartment."""
    for row in rows:
        with suppress(HardViolation):
            return terms(prices, state, number, row)
    return None


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
        lines=_lines(prices, state, number, row, Money(row[M_COST] + unassigned)),
        seconds=row[M_SECONDS],
        travel_s=travel,
        stay_s=row[M_STAY],
        metres=row[M_METRES],
        walk_m=option.walk_m,
        level=option.level,
        parts=_parts(option),
    )


def _parts(option: Option) -> tuple[tuple[OptionPart, Money], ...]:
    """The option's own cost taken apart; they add up to it."""
    rest = option.cost - sum(money for _, money in option.parts)
    return (*option.parts, (OptionPart.OTHER, Money(rest))) if rest else option.parts


def _lines(
    prices: Prices, state: State, number: int, row: list[int], cost: Money
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
    if sum(amounts.values()) != cost:
        amounts = _evaluated(prices, number, row)
    return tuple((line, money) for line, money in amounts.items() if money)


def _evaluated(prices: Prices, number: int, row: list[int]) -> dict[CostLine, Money]:
    """The same from two whole plans, where overtime, zones or quotas are in it too."""
    parcel = prices.known.demands[number].parcel
    left, _ = UnassignParcels((parcel,)).apply(prices.draft)
    taken, _ = prices.edit(number, row).apply(left)
    try:
        old = dict(evaluated(prices.known, left).costs)
    except HardViolation:
        # It frees the compartment that another one is put in: no plan is without it.
        return {}
    new = dict(evaluated(prices.known, taken).costs)
    lines = [line for line in CostLine if line is not CostLine.UNASSIGNED]
    return {line: Money(new.get(line, 0) - old.get(line, 0)) for line in lines}


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
    excess: dict[str, int] = {}
    # Every dimension stands twice where something is collected.
    for dimension, by in zip(cycle(known.problem.dimensions), over, strict=False):
        if by > 0:
            excess[dimension] = max(int(by), excess.get(dimension, 0))
    found = np.zeros((2, M_COLUMNS), np.int64)
    first = int(day.parcels[number, layout.P_OPTION])
    best: tuple[tuple[int, ...], Obstacle] | None = None
    for option in range(first, first + int(day.parcels[number, layout.P_OPTIONS])):
        full = not has_room(day, state, int(day.options[option, layout.O_KIND]))
        least_on(day, state, number, option, route, found)
        measured: list[int] = found[0].tolist()
        lacks = tuple(
            skill for k, skill in enumerate(known.skills) if measured[M_LACKS] >> k & 1
        )
        never = int(full) + measured[M_CROWDED] + len(lacks)
        need: tuple[int, ...] = (never, _short(measured), measured[M_COST], option)
        if best is not None and best[0] <= need:
            continue
        choice = known.options[option]
        parcel = known.demands[number].parcel
        told = Obstacle(
            vehicle=name,
            binding=Binding.PRICE,
            drop=Drop(parcel, choice.channel, choice.site),
            late_s=measured[M_LATE],
            over_s=measured[M_OVER],
            excess=excess,
            full=full,
            cost=Money(measured[M_COST]),
            long_s=measured[M_LONG],
            beyond_m=measured[M_BEYOND],
            unrested_s=measured[M_UNRESTED],
            lacks=lacks,
            crowded=bool(measured[M_CROWDED]),
        )
        best = (need, replace(told, binding=_first(told)))
    if best is None:
        return (3, route), Obstacle(name, Binding.LOCKED)
    need, least = best
    return (int(bool(excess)), *need[:3], route), least


def _short(row: list[int]) -> int:
    """What a trial breaks, in seconds and metres."""
    limits = (M_LATE, M_OVER, M_LONG, M_UNRESTED, M_BEYOND)
    return sum(row[column] for column in limits)


def _first(told: Obstacle) -> Binding:
    lacking = {
        Binding.COMPARTMENT: told.full,
        Binding.VISITS: told.crowded,
        Binding.SKILL: told.lacks,
        Binding.CAPACITY: told.excess,
        Binding.WINDOW: told.late_s > 0,
        Binding.SHIFT: told.over_s > 0,
        Binding.LONGEST: told.long_s > 0,
        Binding.RANGE: told.beyond_m > 0,
        Binding.REST: told.unrested_s > 0,
    }
    return next((binding for binding, short in lacking.items() if short), Binding.PRICE)

"""The one exact evaluator: what a draft costs and when everything happens.

The board, the prices and the search share it to the cent, because all of them time a
route in `kernels.schedule`. Lateness, overtime and overload are shown, not forbidden;
an overbooked class or a way that a parcel does not have raises HardViolation.
"""

import numpy as np

from console.domain.draft import Draft, DraftRoute, Drop
from console.domain.ids import VehicleId
from console.domain.money import Money, at_rate
from console.domain.plan import (
    Assigned,
    CostLine,
    Making,
    Plan,
    PlannedStop,
    Route,
    Unassigned,
)
from console.domain.problem import Channel, FleetType, Problem
from console.domain.reasons import Reason, ReasonCode
from console.planning.arrays import Tables, tables
from console.planning.classes import assign_classes
from console.planning.kernels import layout
from console.planning.kernels.layout import State
from console.planning.kernels.schedule import timetable
from console.planning.kernels.visits import moved
from console.planning.solution import fill

BY_HAND = Making(seed=0, iterations=0, seconds=0.0, engine="by hand")
"""How a plan came to be that a person drew."""


def evaluate(problem: Problem, draft: Draft, making: Making = BY_HAND) -> Plan:
    """The plan of a draft, with exact times and costs and quick reasons.

    A locker drop without a class gets one. Parcels the draft does not name are
    unassigned. `why.explain` works reasons out in full. Raises HardViolation.
    """
    return evaluated(tables(problem), draft, making)


def evaluated(known: Tables, draft: Draft, making: Making = BY_HAND) -> Plan:
    """As `evaluate`, with the problem's tables at hand."""
    problem = known.problem
    draft = assign_classes(known, draft)
    state = fill(known, draft, exact=True).state
    types = {entry.id: entry for entry in problem.types}
    kinds = {vehicle.id: types[vehicle.type] for vehicle in problem.vehicles}
    routes = tuple(
        _route(known, state, route, kinds[route.vehicle]) for route in draft.routes
    )
    drops = {
        drop.parcel: drop
        for route in draft.routes
        for visit in route.visits
        for drop in visit.drops
    }
    return Plan(
        routes=routes,
        assigned=tuple(
            Assigned(drops[demand.parcel], quick_reason(known, drops[demand.parcel]))
            for demand in problem.demands
            if demand.parcel in drops
        ),
        unassigned=tuple(
            Unassigned(
                demand.parcel,
                Reason(
                    ReasonCode.NOT_TRIED if demand.options else ReasonCode.NO_OPTION
                ),
            )
            for demand in problem.demands
            if demand.parcel not in drops
        ),
        costs=_costs(known, state, routes, kinds),
        making=making,
    )


def quick_reason(known: Tables, drop: Drop) -> Reason:
    """Why this channel, as far as the parcel's own options say."""
    demand = known.demands[known.parcels[drop.parcel]]
    if len({option.channel for option in demand.options}) > 1:
        return Reason(ReasonCode.CHEAPEST)
    if demand.note is not None:
        return demand.note
    if drop.channel is Channel.DOOR:
        return Reason(ReasonCode.DOOR_ONLY)
    return Reason(ReasonCode.LOCKER_ONLY)


def _route(known: Tables, state: State, route: DraftRoute, kind: FleetType) -> Route:
    number = known.vehicles[route.vehicle]
    row = state.route[number]
    count = int(row[layout.R_STOPS])
    table = np.zeros((count + 1, 6), np.int64)
    if count:
        timetable(known.day, state, number, table)
    times = table.tolist()
    load = state.route_load[number].copy()
    stops: list[PlannedStop] = []
    visits = [visit for visit in route.visits if visit.drops]
    for k, visit in enumerate(visits):
        way, metres, arrival, start, departure, late = times[k]
        stops.append(
            PlannedStop(
                place=visit.place,
                drops=visit.drops,
                arrival_s=arrival,
                start_s=start,
                departure_s=departure,
                travel_s=way,
                metres=metres,
                load=tuple(load.tolist()),
                late_s=late,
            )
        )
        load -= state.visit_load[state.line[number, k, layout.L_VISIT]]
    loaded = state.route_load[number].tolist()
    excess = tuple(
        max(0, have - room) for have, room in zip(loaded, kind.capacity, strict=True)
    )
    return Route(
        vehicle=route.vehicle,
        type=kind.id,
        stops=tuple(stops),
        departure_s=int(row[layout.R_DEPARTURE]),
        finish_s=int(row[layout.R_FINISH]),
        metres=int(row[layout.R_METRES]),
        load=tuple(loaded),
        co2_g=at_rate(int(row[layout.R_METRES]), Money(kind.co2_g_per_km), 1000),
        cost=Money(int(row[layout.R_COST])),
        lock=route.lock,
        over_s=int(row[layout.R_OVER]),
        excess=excess if any(excess) else (),
    )


def _costs(
    known: Tables,
    state: State,
    routes: tuple[Route, ...],
    kinds: dict[VehicleId, FleetType],
) -> tuple[tuple[CostLine, Money], ...]:
    """The lines of the sum; every route's share of a line is rounded once."""
    vehicles = time = distance = co2 = options = unassigned = change = 0
    price = known.problem.weights.co2_per_kg
    for route in routes:
        if route.stops:
            kind = kinds[route.vehicle]
            number = known.vehicles[route.vehicle]
            vehicles += int(known.day.vehicles[number, layout.H_FIXED])
            time += at_rate(route.finish_s - route.departure_s, kind.per_hour, 3600)
            distance += at_rate(route.metres, kind.per_km, 1000)
            co2 += at_rate(route.metres * kind.co2_g_per_km, price, 1_000_000)
    for number, choice in enumerate(state.parcel[:, layout.S_OPTION].tolist()):
        if choice == layout.NONE:
            unassigned += known.demands[number].unassigned
        else:
            options += known.options[choice].cost
            if known.problem.held:
                visit = state.parcel[number, layout.S_VISIT]
                route_at = int(state.visit[visit, layout.V_ROUTE])
                change += moved(known.day, number, route_at)
    unassigned += sum(d.unassigned for d in known.problem.demands if not d.options)
    lines = (
        (CostLine.VEHICLES, Money(vehicles)),
        (CostLine.TIME, Money(time)),
        (CostLine.DISTANCE, Money(distance)),
        (CostLine.OPTIONS, Money(options)),
        (CostLine.CO2, Money(co2)),
        (CostLine.UNASSIGNED, Money(unassigned)),
    )
    return (*lines, (CostLine.CHANGE, Money(change))) if known.problem.held else lines

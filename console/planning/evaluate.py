"""The one exact evaluator: what a draft costs and when everything happens.

The board, the prices and the search share it to the cent, because all of them time a
route in `kernels.schedule`. Lateness, overload and whatever else breaks a vehicle's
limits are shown, not forbidden; an overbooked class or a way that a parcel does not
have raises HardViolation.
"""

from collections import Counter
from itertools import pairwise

import numpy as np

from console.domain.draft import Draft, DraftRoute, Drop
from console.domain.ids import VehicleId
from console.domain.money import Money, at_rate
from console.domain.plan import (
    Assigned,
    CostLine,
    Making,
    Pause,
    PauseKind,
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
from console.planning.kernels.entries import moved, timetable
from console.planning.kernels.layout import Ints, State
from console.planning.solution import fill

_ALWAYS = frozenset(
    {
        CostLine.VEHICLES,
        CostLine.TIME,
        CostLine.DISTANCE,
        CostLine.OPTIONS,
        CostLine.CO2,
        CostLine.UNASSIGNED,
    }
)
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
    vehicle = known.problem.vehicles[number]
    table = np.zeros((count + 1, 6), np.int64)
    pauses = np.zeros((len(vehicle.breaks) + vehicle.trips, 4), np.int64)
    some = timetable(known.day, state, number, table, pauses) if count else 0
    times = table.tolist()
    rests = tuple(
        Pause(PauseKind.LOADING if again else PauseKind.REST, before, start, end)
        for again, before, start, end in pauses[:some].tolist()
    )
    loads = _loads(known, state, number, rests)
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
                load=tuple(loads[k].tolist()),
                late_s=late,
            )
        )
    most = loads.max(axis=0, initial=0).tolist()
    excess = tuple(
        max(0, have - room) for have, room in zip(most, kind.capacity, strict=True)
    )
    width = len(kind.capacity)
    carried = state.route_load[number].tolist()
    collected = tuple(carried[width:])
    late_cost = at_rate(int(row[layout.R_SOFT]), Money(1), 3600)
    return Route(
        vehicle=route.vehicle,
        type=kind.id,
        stops=tuple(stops),
        departure_s=int(row[layout.R_DEPARTURE]),
        finish_s=int(row[layout.R_FINISH]),
        metres=int(row[layout.R_METRES]),
        load=tuple(carried[:width]),
        co2_g=at_rate(int(row[layout.R_METRES]), Money(kind.co2_g_per_km), 1000),
        cost=Money(int(row[layout.R_COST])),
        lock=route.lock,
        over_s=int(row[layout.R_OVER]),
        excess=excess if any(excess) else (),
        overtime_s=int(row[layout.R_OVERTIME]),
        late_cost=late_cost,
        zones=int(row[layout.R_ZONES]),
        long_s=int(row[layout.R_LONG]),
        beyond_m=int(row[layout.R_BEYOND]),
        lacks=tuple(
            name
            for bit, name in enumerate(known.skills)
            if int(row[layout.R_LACKS]) >> bit & 1
        ),
        unrested_s=int(row[layout.R_UNRESTED]),
        collected=collected if any(collected) else (),
        pauses=rests,
    )


def _loads(known: Tables, state: State, number: int, pauses: tuple[Pause, ...]) -> Ints:
    """What is on board on arrival at every stop, and at the end: (stops + 1, d)."""
    stops = int(state.route[number, layout.R_STOPS])
    width = len(known.problem.dimensions)
    moved = state.visit_load[state.line[number, :stops, layout.L_VISIT]]
    out, back = moved[:, :width], moved[:, width:]
    again = [p.before for p in pauses if p.kind is PauseKind.LOADING]
    aboard = np.zeros((stops + 1, width), np.int64)
    for first, last in pairwise([0, *again, stops]):
        load = out[first:last].sum(axis=0)
        for k in range(first, last):
            aboard[k] = load
            load -= out[k]
            if back.size:
                load += back[k]
        # The end, unless another trip begins here.
        aboard[last] = load
    return aboard


def _costs(
    known: Tables,
    state: State,
    routes: tuple[Route, ...],
    kinds: dict[VehicleId, FleetType],
) -> tuple[tuple[CostLine, Money], ...]:
    """The lines of the sum; every route's share of a line is rounded once.

    Lines that not every day has are left out where they are nothing.
    """
    sums: Counter[CostLine] = Counter()
    weights = known.problem.weights
    for route in routes:
        if route.stops:
            kind = kinds[route.vehicle]
            busy = route.finish_s - route.departure_s
            co2 = at_rate(
                route.metres * kind.co2_g_per_km, weights.co2_per_kg, 1_000_000
            )
            over = at_rate(route.overtime_s, kind.per_overtime_hour, 3600)
            number = known.vehicles[route.vehicle]
            sums[CostLine.VEHICLES] += int(known.day.vehicles[number, layout.H_FIXED])
            sums[CostLine.TIME] += at_rate(busy, kind.per_hour, 3600)
            sums[CostLine.DISTANCE] += at_rate(route.metres, kind.per_km, 1000)
            sums[CostLine.CO2] += co2
            sums[CostLine.OVERTIME] += over
            sums[CostLine.LATENESS] += route.late_cost
            sums[CostLine.ZONES] += route.zones * weights.per_zone
    for number, choice in enumerate(state.parcel[:, layout.S_OPTION].tolist()):
        if choice == layout.NONE:
            sums[CostLine.UNASSIGNED] += known.demands[number].unassigned
        else:
            sums[CostLine.OPTIONS] += known.options[choice].cost
            if known.problem.held:
                visit = state.parcel[number, layout.S_VISIT]
                route_at = int(state.visit[visit, layout.V_ROUTE])
                sums[CostLine.CHANGE] += moved(known.day, number, route_at)
    left = (d.unassigned for d in known.problem.demands if not d.options)
    sums[CostLine.UNASSIGNED] += sum(left)
    sums[CostLine.SPREAD] = int(state.totals[layout.T_SPREAD])
    sums[CostLine.QUOTAS] = missing_price(known.quotas, state)
    shown = _ALWAYS | ({CostLine.CHANGE} if known.problem.held else set())
    return tuple(
        (line, Money(sums[line])) for line in CostLine if line in shown or sums[line]
    )


def missing_price(quotas: Ints, state: State) -> int:
    """What all parcels cost that the quotas miss."""
    met = state.totals[layout.T_COLUMNS :]
    missing = np.maximum(0, quotas[:, layout.Q_LEAST] - met)
    return int((missing * quotas[:, layout.Q_PRICE]).sum())

"""Bringing one copy of a solution up to another, route by route.

A search keeps three solutions: the one it changes, the one it goes back to, the best.
They differ only in routes that were touched, so only these are copied.
"""

from console.planning.kernels.compiling import kernel
from console.planning.kernels.layout import (
    L_VISIT,
    NONE,
    R_STOPS,
    S_NEXT,
    T_ABSENT,
    V_FIRST,
    V_PLACE,
    Ints,
    State,
)


@kernel
def copy_routes(source: State, target: State, touched: Ints, count: int) -> None:
    """Make `target` equal to `source`, given all the routes where they differ."""
    for k in range(count):
        route = touched[k]
        for s in range(target.route[route, R_STOPS]):
            number = target.line[route, s, L_VISIT]
            parcel = target.visit[number, V_FIRST]
            while parcel != NONE:
                following = target.parcel[parcel, S_NEXT]
                target.parcel[parcel] = source.parcel[parcel]
                parcel = following
            place = target.visit[number, V_PLACE]
            target.routes_at[place] = source.routes_at[place]
            _copy_visit(source, target, number)
    for k in range(count):
        route = touched[k]
        stops = source.route[route, R_STOPS]
        for s in range(stops):
            number = source.line[route, s, L_VISIT]
            parcel = source.visit[number, V_FIRST]
            while parcel != NONE:
                target.parcel[parcel] = source.parcel[parcel]
                parcel = source.parcel[parcel, S_NEXT]
            place = source.visit[number, V_PLACE]
            target.routes_at[place] = source.routes_at[place]
            _copy_visit(source, target, number)
            target.line[route, s] = source.line[route, s]
        target.route[route] = source.route[route]
        target.route_load[route] = source.route_load[route]
    target.slack[:] = source.slack
    absent = source.totals[T_ABSENT]
    target.absent[:absent] = source.absent[:absent]
    target.totals[:] = source.totals


@kernel
def _copy_visit(source: State, target: State, number: int) -> None:
    target.visit[number] = source.visit[number]
    target.windows[number] = source.windows[number]
    target.visit_load[number] = source.visit_load[number]

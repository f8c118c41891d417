"""Bringing one copy of a solution up to another, route by route.

A search keeps three solutions: the one it changes, the one it goes back to, the best.
They differ only in routes that were touched, so only these are copied. Rows are copied
number by number: a slice would cost a call.
"""

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import (
    L_COLUMNS,
    L_VISIT,
    NONE,
    R_COLUMNS,
    R_STOPS,
    S_COLUMNS,
    S_NEXT,
    T_ABSENT,
    T_VERSION,
    V_COLUMNS,
    V_FIRST,
    V_PLACE,
    V_ROUTE,
    V_WINDOWS,
    Ints,
    State,
)


@inner
def copy_routes(source: State, target: State, touched: Ints, count: int) -> None:
    """Make `target` equal to `source`, given all the routes where they differ.

    Versions of routes go along; the count of versions given out does not.
    """
    for k in range(count):
        route = touched[k]
        for s in range(target.route[route, R_STOPS]):
            number = target.line[route, s, L_VISIT]
            _copy_parcels(source, target, target, number)
            _copy_place(source, target, target.visit[number, V_PLACE])
            # What is in a route of the source is copied whole below; the rest is free.
            target.visit[number, V_ROUTE] = source.visit[number, V_ROUTE]
    for k in range(count):
        route = touched[k]
        for s in range(source.route[route, R_STOPS]):
            number = source.line[route, s, L_VISIT]
            _copy_parcels(source, target, source, number)
            _copy_place(source, target, source.visit[number, V_PLACE])
            _copy_visit(source, target, number)
            for c in range(L_COLUMNS):
                target.line[route, s, c] = source.line[route, s, c]
        for c in range(R_COLUMNS):
            target.route[route, c] = source.route[route, c]
        for d in range(source.route_load.shape[1]):
            target.route_load[route, d] = source.route_load[route, d]
    for k in range(source.slack.size):
        target.slack[k] = source.slack[k]
    for k in range(source.totals[T_ABSENT]):
        target.absent[k] = source.absent[k]
    for k in range(source.totals.size):
        if k != T_VERSION:
            target.totals[k] = source.totals[k]


@inner
def _copy_parcels(source: State, target: State, chain: State, number: int) -> None:
    """Copy the parcels that `chain` has in a visit."""
    parcel = chain.visit[number, V_FIRST]
    while parcel != NONE:
        following = chain.parcel[parcel, S_NEXT]
        for c in range(S_COLUMNS):
            target.parcel[parcel, c] = source.parcel[parcel, c]
        parcel = following


@inner
def _copy_place(source: State, target: State, place: int) -> None:
    for w in range(source.routes_at.shape[1]):
        target.routes_at[place, w] = source.routes_at[place, w]


@inner
def _copy_visit(source: State, target: State, number: int) -> None:
    for c in range(V_COLUMNS):
        target.visit[number, c] = source.visit[number, c]
    for k in range(2 * source.visit[number, V_WINDOWS]):
        target.windows[number, k] = source.windows[number, k]
    for d in range(source.visit_load.shape[1]):
        target.visit_load[number, d] = source.visit_load[number, d]

"""What a ruin cuts out: strings of routes, places, visits, single parcels.

Strings as of Christiaens and Vanden Berghe 2020. Some cuts take visits out whole, so
that a locker's block of parcels can move to another route; others break them up, so
that parcels can change their locker. Fixed parcels stay where they are; closed routes
are left out by whoever calls.
"""

from typing import Final

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.guide import Guide, following, touch
from console.planning.kernels.layout import (
    L_PLACE,
    L_VISIT,
    NONE,
    R_CLOSED,
    R_STOPS,
    S_FIXED,
    S_NEXT,
    S_VISIT,
    V_COUNT,
    V_FIRST,
    V_FIXED,
    V_PLACE,
    V_ROUTE,
    Bits,
    Day,
    State,
)
from console.planning.kernels.random import below
from console.planning.kernels.visits import pull_parcel, sum_up, take_parcel, take_visit

FEW: Final = 10
"""Parcels that most ruins take out on average."""


@inner
def clear(
    day: Day, state: State, visit: int, guide: Guide, loose_count: int, whole: int
) -> int:
    """Take a visit out, whole or in parcels; fixed parcels stay where they are."""
    if whole and state.visit[visit, V_FIXED] == 0:
        take_visit(day, state, visit)
        guide.loose[loose_count] = visit
        return loose_count + 1
    parcel = state.visit[visit, V_FIRST]
    for _ in range(state.visit[visit, V_COUNT]):
        following_one = state.parcel[parcel, S_NEXT]
        if not state.parcel[parcel, S_FIXED]:
            pull_parcel(day, state, parcel)
        parcel = following_one
    if state.visit[visit, V_ROUTE] != NONE:
        sum_up(day, state, visit)
    return loose_count


@inner
def _thin(day: Day, state: State, visit: int, chance: Bits) -> None:
    """Take a few parcels out of a visit."""
    parcel = state.visit[visit, V_FIRST]
    size = state.visit[visit, V_COUNT]
    wanted = 1 + below(chance, min(FEW, size))
    skip = below(chance, size - wanted + 1)
    for k in range(size):
        following_one = state.parcel[parcel, S_NEXT]
        if skip <= k < skip + wanted and not state.parcel[parcel, S_FIXED]:
            pull_parcel(day, state, parcel)
        parcel = following_one
    if state.visit[visit, V_ROUTE] != NONE:
        sum_up(day, state, visit)


@inner
def cut_string(
    day: Day,
    state: State,
    route: int,
    place: int,
    longest: int,
    guide: Guide,
    loose_count: int,
    whole: int,
    chance: Bits,
) -> int:
    """Cut one string that holds a visit of `place`; sometimes with a part kept."""
    stops, line = state.route[route, R_STOPS], state.line[route]
    at = 0
    for k in range(stops):
        if line[k, L_PLACE] == place:
            at = k
    size = 1 + below(chance, min(longest, stops))
    kept = 0
    if size > 1 and size < stops and below(chance, 2) == 0:
        kept = 1
        while size + kept < stops and below(chance, 100) > 0:
            kept += 1
    span = size + kept
    low, high = max(0, at - span + 1), min(at, stops - span)
    first = low + below(chance, high - low + 1)
    hole = first + 1 + below(chance, size - 1) if kept > 0 else 0
    for k in range(first + span - 1, first - 1, -1):
        if kept > 0 and hole <= k < hole + kept:
            continue
        visit = line[k, L_VISIT]
        if not whole and state.visit[visit, V_COUNT] > 3 and below(chance, 2) == 0:
            _thin(day, state, visit, chance)
        else:
            loose_count = clear(day, state, visit, guide, loose_count, whole)
    return loose_count


@inner
def empty_place(
    day: Day, state: State, place: int, most: int, count: int, guide: Guide
) -> tuple[int, int]:
    """Take up to about `most` parcels out of the visits of a place: touched, taken."""
    taken = plain(0)
    routes = state.routes_at[place]
    route = following(routes, plain(NONE))
    while route != NONE and taken < most:
        if not state.route[route, R_CLOSED]:
            for k in range(state.route[route, R_STOPS] - 1, -1, -1):
                visit = state.line[route, k, L_VISIT]
                if state.visit[visit, V_PLACE] == place and taken < most:
                    taken += state.visit[visit, V_COUNT]
                    clear(day, state, visit, guide, plain(0), plain(0))
                    count = touch(route, guide.touched, count)
        route = following(routes, route)
    return count, taken


@inner
def empty_route(day: Day, state: State, route: int, guide: Guide) -> int:
    """Take everything out of a route that may go."""
    for k in range(state.route[route, R_STOPS] - 1, -1, -1):
        visit = state.line[route, k, L_VISIT]
        clear(day, state, visit, guide, plain(0), plain(0))
    return touch(route, guide.touched, plain(0))


@inner
def take_one(day: Day, state: State, parcel: int, guide: Guide, count: int) -> int:
    visit = state.parcel[parcel, S_VISIT]
    if visit == NONE or state.parcel[parcel, S_FIXED]:
        return count
    route = state.visit[visit, V_ROUTE]
    take_parcel(day, state, parcel)
    return touch(route, guide.touched, count)


@inner
def take_there(
    day: Day, state: State, place: int, most: int, guide: Guide, chance: Bits
) -> int:
    """Take out up to `most` parcels with an option at a place, wherever they are."""
    first = guide.there_first[place]
    many = guide.there_first[place + 1] - first
    start, count = below(chance, many), plain(0)
    for k in range(min(many, most)):
        parcel = guide.there[first + (start + k) % many]
        count = take_one(day, state, parcel, guide, count)
    return count

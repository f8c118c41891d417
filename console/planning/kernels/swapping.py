"""Giving a route to a vehicle of another kind, and the other way round.

What is too much for the vehicle it comes to is taken out by chance until it holds.
"""

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.cutting import clear
from console.planning.kernels.guide import Guide, holds, touch
from console.planning.kernels.insertion import unused
from console.planning.kernels.layout import (
    DEAR,
    H_TWIN,
    L_VISIT,
    NONE,
    R_BROKEN,
    R_CLOSED,
    R_STOPS,
    V_FIXED,
    Bits,
    Day,
    State,
)
from console.planning.kernels.random import below
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import moved_all, put_visit, take_visit


@inner
def other_vehicle(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Let two vehicles of different kind, one of them perhaps unused, swap routes."""
    for _ in range(10):
        route = below(chance, state.route.shape[0])
        if _may_change(state, route):
            guide.touched[0] = route
            count = swap_vehicles(day, state, plain(0), plain(1), guide, chance)
            return count if count > 1 else 0
    return 0


@inner
def swap_vehicles(
    day: Day, state: State, loose_count: int, count: int, guide: Guide, chance: Bits
) -> int:
    """Give a touched route to a vehicle of another kind, which may be unused.

    Stops that are too many for it are taken out. The number of touched routes.
    """
    one = guide.touched[below(chance, count)]
    if not _may_change(state, one):
        return count
    other = _other_kind(day, state, one, guide, chance)
    if other == NONE or not (
        _may_take(day, state, one, other) and _may_take(day, state, other, one)
    ):
        return count
    mine, theirs = state.route[one, R_STOPS], state.route[other, R_STOPS]
    # What is loose already is put back later.
    moving = guide.loose[loose_count : loose_count + mine + theirs]
    for k in range(mine + theirs):
        moving[k] = state.line[one if k < mine else other, 0, L_VISIT]
        take_visit(day, state, moving[k])
    for k in range(mine + theirs):
        route = other if k < mine else one
        put_visit(day, state, moving[k], route, state.route[route, R_STOPS])
    count = touch(other, guide.touched, count)
    _mend(day, state, one, guide, chance)
    _mend(day, state, other, guide, chance)
    return count


@inner
def _other_kind(day: Day, state: State, one: int, guide: Guide, chance: Bits) -> int:
    """A vehicle of another kind drawn by chance; an unused one is the first of its
    kind. NONE where none is met.
    """
    routes = state.route.shape[0]
    unused(day, state, plain(routes + 1), guide)
    for _ in range(10):
        route = below(chance, routes)
        twin = day.vehicles[route, H_TWIN]
        if twin == day.vehicles[one, H_TWIN]:
            continue
        if state.route[route, R_STOPS] > 0:
            if _may_change(state, route):
                return route
            continue
        for other in range(twin, routes):
            if day.vehicles[other, H_TWIN] == twin and holds(guide.fresh, other):
                return plain(other)
    return NONE


@inner
def _may_change(state: State, route: int) -> bool:
    """Whether a route is used and nothing on it is bound to its vehicle."""
    if state.route[route, R_CLOSED] or state.route[route, R_STOPS] == 0:
        return False
    for k in range(state.route[route, R_STOPS]):
        if state.visit[state.line[route, k, L_VISIT], V_FIXED] > 0:
            return False
    return True


@inner
def _may_take(day: Day, state: State, route: int, other: int) -> bool:
    """Whether another vehicle may take all that one carries."""
    for k in range(state.route[route, R_STOPS]):
        if moved_all(day, state, state.line[route, k, L_VISIT], other) >= DEAR:
            return False
    return True


@inner
def _mend(day: Day, state: State, route: int, guide: Guide, chance: Bits) -> None:
    """Take stops drawn by chance out until no limit is broken any more."""
    retime(day, state, route)
    row = state.route[route]
    while row[R_STOPS] > 0:
        full = False
        for d in range(day.capacity.shape[1]):
            full |= state.route_load[route, d] > day.capacity[route, d]
        if not full and not row[R_BROKEN]:
            break
        at = below(chance, row[R_STOPS])
        clear(day, state, state.line[route, at, L_VISIT], guide, plain(0), plain(0))
        retime(day, state, route)

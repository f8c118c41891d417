"""Taking a part of a plan out: strings, whole sites, short routes, chance, pressure.

Adjacent strings (Christiaens and Vanden Berghe 2020) are cut from the routes around a
parcel. Some cuts take visits out whole, so that a locker's block of parcels can move
to another route; others break them up, so that parcels can change their locker.
"""

from console.planning.kernels.compiling import kernel, plain
from console.planning.kernels.layout import (
    L_VISIT,
    NONE,
    O_KIND,
    O_PLACE,
    P_OPTION,
    R_CLOSED,
    R_STOPS,
    S_FIXED,
    S_NEXT,
    S_OPTION,
    S_VISIT,
    V_COUNT,
    V_FIRST,
    V_FIXED,
    V_PLACE,
    V_ROUTE,
    WORD,
    Bits,
    Day,
    Ints,
    State,
)
from console.planning.kernels.random import below
from console.planning.kernels.recreate import touch
from console.planning.kernels.rooms import has_room
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import take_parcel, take_visit

_MEAN = 10
"""Visits that a ruin of strings takes out on average."""
_LONGEST = 10
_MOST = 40
"""Parcels that a ruin of a site or a route takes out at most."""


@kernel
def ruin(
    day: Day,
    state: State,
    loose: Ints,
    touched: Ints,
    chance: Bits,
) -> tuple[int, int]:
    """Take a part out: the number of loose visits and of touched routes."""
    pick = below(chance, 100)
    loose_count = count = plain(0)
    if pick < 80:
        whole = plain(pick < 30)
        loose_count, count = strings(day, state, loose, touched, whole, chance)
    elif pick < 86:
        count = one_site(day, state, touched, chance)
    elif pick < 92:
        count = short_route(day, state, touched, chance)
    elif pick < 96:
        count = some(day, state, touched, chance)
    else:
        count = pressure(day, state, touched, chance)
    for k in range(count):
        retime(day, state, touched[k])
    return loose_count, count


@kernel
def _seed(day: Day, state: State, chance: Bits) -> int:
    """The place of a parcel drawn by chance, where it is or where it could go."""
    parcel = below(chance, day.parcels.shape[0])
    option = state.parcel[parcel, S_OPTION]
    if option == NONE:
        option = day.parcels[parcel, P_OPTION]
    return int(day.options[option, O_PLACE])


@kernel
def _clear(
    day: Day, state: State, visit: int, loose: Ints, loose_count: int, whole: int
) -> int:
    """Take a visit out, whole or in parcels; fixed parcels stay where they are."""
    if whole and state.visit[visit, V_FIXED] == 0:
        take_visit(day, state, visit)
        loose[loose_count] = visit
        return loose_count + 1
    parcel = state.visit[visit, V_FIRST]
    for _ in range(state.visit[visit, V_COUNT]):
        following = state.parcel[parcel, S_NEXT]
        if not state.parcel[parcel, S_FIXED]:
            take_parcel(day, state, parcel)
        parcel = following
    return loose_count


@kernel
def _thin(day: Day, state: State, visit: int, chance: Bits) -> None:
    """Take a few parcels out of a visit."""
    parcel = state.visit[visit, V_FIRST]
    size = state.visit[visit, V_COUNT]
    wanted = 1 + below(chance, min(_MEAN, size))
    skip = below(chance, size - wanted + 1)
    for k in range(size):
        following = state.parcel[parcel, S_NEXT]
        if skip <= k < skip + wanted and not state.parcel[parcel, S_FIXED]:
            take_parcel(day, state, parcel)
        parcel = following


@kernel
def strings(
    day: Day, state: State, loose: Ints, touched: Ints, whole: int, chance: Bits
) -> tuple[int, int]:
    """Cut a string out of each of a few routes around a place."""
    used = stops = 0
    for route in range(state.route.shape[0]):
        if state.route[route, R_STOPS] > 0 and not state.route[route, R_CLOSED]:
            used += 1
            stops += state.route[route, R_STOPS]
    if used == 0:
        return 0, 0
    longest = min(_LONGEST, max(1, stops // used))
    cuts = 1 + below(chance, max(1, 4 * _MEAN // (1 + longest)))
    place = _seed(day, state, chance)
    loose_count = count = plain(0)
    for k in range(day.near.shape[1]):
        if count == cuts:
            break
        other = day.near[place, k]
        for route in range(state.route.shape[0]):
            if not (state.routes_at[other, route // WORD] >> (route % WORD)) & 1:
                continue
            if state.route[route, R_CLOSED] or count == cuts:
                continue
            before = count
            count = touch(route, touched, count)
            if count > before:
                loose_count = _cut(
                    day, state, route, other, longest, loose, loose_count, whole, chance
                )
    return loose_count, count


@kernel
def _cut(
    day: Day,
    state: State,
    route: int,
    place: int,
    longest: int,
    loose: Ints,
    loose_count: int,
    whole: int,
    chance: Bits,
) -> int:
    """Cut one string that holds a visit of `place`; sometimes with a part kept."""
    stops, line = state.route[route, R_STOPS], state.line[route]
    at = 0
    for k in range(stops):
        if state.visit[line[k, L_VISIT], V_PLACE] == place:
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
            loose_count = _clear(day, state, visit, loose, loose_count, whole)
    return loose_count


@kernel
def one_site(day: Day, state: State, touched: Ints, chance: Bits) -> int:
    """Take the parcels of one place out of all routes, or a run of them."""
    parcel = below(chance, day.parcels.shape[0])
    first = day.parcels[parcel, P_OPTION]
    option = first + below(chance, max(1, day.parcels[parcel, P_OPTION + 1]))
    place, taken, count = day.options[option, O_PLACE], 0, plain(0)
    for route in range(state.route.shape[0]):
        if not (state.routes_at[place, route // WORD] >> (route % WORD)) & 1:
            continue
        if state.route[route, R_CLOSED]:
            continue
        for k in range(state.route[route, R_STOPS] - 1, -1, -1):
            visit = state.line[route, k, L_VISIT]
            if state.visit[visit, V_PLACE] != place or taken >= _MOST:
                continue
            taken += state.visit[visit, V_COUNT]
            _clear(day, state, visit, touched, plain(0), plain(0))
            count = touch(route, touched, count)
    return count


@kernel
def short_route(day: Day, state: State, touched: Ints, chance: Bits) -> int:
    """Empty the shortest of a few routes drawn by chance."""
    best, chosen = 2**30, NONE
    for _ in range(3):
        route = below(chance, state.route.shape[0])
        stops = state.route[route, R_STOPS]
        if 0 < stops < best and not state.route[route, R_CLOSED]:
            best, chosen = stops, route
    if chosen == NONE or best > 3 * _MOST:
        return 0
    for k in range(best - 1, -1, -1):
        _clear(
            day,
            state,
            state.line[chosen, k, L_VISIT],
            touched,
            plain(0),
            plain(0),
        )
    return touch(chosen, touched, plain(0))


@kernel
def _take_one(day: Day, state: State, parcel: int, touched: Ints, count: int) -> int:
    visit = state.parcel[parcel, S_VISIT]
    if visit == NONE or state.parcel[parcel, S_FIXED]:
        return count
    route = state.visit[visit, V_ROUTE]
    take_parcel(day, state, parcel)
    return touch(route, touched, count)


@kernel
def some(day: Day, state: State, touched: Ints, chance: Bits) -> int:
    """Take parcels drawn by chance from everywhere."""
    count = plain(0)
    for _ in range(1 + below(chance, 2 * _MEAN)):
        parcel = below(chance, day.parcels.shape[0])
        count = _take_one(day, state, parcel, touched, count)
    return count


@kernel
def pressure(day: Day, state: State, touched: Ints, chance: Bits) -> int:
    """Where compartments are short, take out some that hold one and some that want one.

    A parcel is drawn until one is found whose kind has no room left; then parcels that
    are at its site, or could be, go.
    """
    parcels = day.parcels.shape[0]
    place = NONE
    for _ in range(20):
        parcel = below(chance, parcels)
        first = day.parcels[parcel, P_OPTION]
        many = day.parcels[parcel, P_OPTION + 1]
        if many == 0:
            continue
        option = first + below(chance, many)
        if not has_room(day, state, day.options[option, O_KIND]):
            place = day.options[option, O_PLACE]
            break
    if place == NONE:
        return some(day, state, touched, chance)
    count, taken, start = plain(0), 0, below(chance, parcels)
    for k in range(parcels):
        parcel = (start + k) % parcels
        first = day.parcels[parcel, P_OPTION]
        for option in range(first, first + day.parcels[parcel, P_OPTION + 1]):
            if day.options[option, O_PLACE] == place:
                count = _take_one(day, state, parcel, touched, count)
                taken += 1
                break
        if taken >= 2 * _MEAN:
            break
    return count

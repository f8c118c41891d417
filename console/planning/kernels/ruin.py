"""Taking a part of a plan out, so that it can be put back better.

Adjacent strings (Christiaens and Vanden Berghe 2020) are cut from the routes around a
parcel. Some cuts take visits out whole, so that a locker's block of parcels can move
to another route; others break them up, so that parcels can change their locker.
Besides strings: everything around a place, a whole site, a short route, parcels by
chance, parcels that fight for compartments, a site drawn to or away from, and two
routes that change their vehicles. In a mixed fleet a route changes its vehicle now and
then after any ruin: only with stops around taken out does another size fit.
"""

from typing import Final

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.guide import (
    K_LONGEST,
    K_MEAN,
    K_OTHER,
    Guide,
    following,
    holds,
    touch,
)
from console.planning.kernels.insertion import unused
from console.planning.kernels.layout import (
    DEAR,
    H_TWIN,
    L_PLACE,
    L_VISIT,
    NONE,
    O_KIND,
    O_PLACE,
    P_OPTION,
    P_OPTIONS,
    R_BROKEN,
    R_CLOSED,
    R_STOPS,
    S_FIXED,
    S_NEXT,
    S_OPTION,
    S_VISIT,
    T_ABSENT,
    T_COST,
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
from console.planning.kernels.rooms import has_room
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import (
    moved_all,
    pull_parcel,
    put_visit,
    sum_up,
    take_parcel,
    take_visit,
)

_LEFT = 8
"""One ruin in so many begins where a parcel was left over, while one is."""
_SOME = 10
"""Parcels that most ruins take out on average."""
_MOST = 40
"""Parcels that a ruin of a site or a route takes out at most."""

# ways of ruin, in the order of Guide.mix
WHOLE_STRINGS: Final = 0
STRINGS: Final = 1
REGION: Final = 2
SITE: Final = 3
SHORT_ROUTE: Final = 4
SOME: Final = 5
PRESSURE: Final = 6
CHANNEL: Final = 7
OTHER_VEHICLE: Final = 8
RUINS: Final = 9


@inner
def ruin(day: Day, state: State, guide: Guide, chance: Bits) -> tuple[int, int]:
    """Take a part out: the number of loose visits and of touched routes."""
    guide.wish[0] = NONE
    pick, way = below(chance, 1000), plain(0)
    while pick >= guide.mix[way]:
        way += 1
    loose_count = count = plain(0)
    if way <= STRINGS:
        whole = plain(way == WHOLE_STRINGS)
        loose_count, count = strings(day, state, guide, whole, chance)
    elif way == SITE:
        count = one_site(day, state, guide, chance)
    elif way == SHORT_ROUTE:
        count = short_route(day, state, guide, chance)
    elif way == SOME:
        count = some(day, state, guide, chance)
    elif way == PRESSURE:
        count = pressure(day, state, guide, chance)
    elif way == CHANNEL:
        count = channel(day, state, guide, chance)
    elif way == OTHER_VEHICLE:
        count = other_vehicle(day, state, guide, chance)
    if count == 0:
        # Its turn, or a day without what the others look for.
        count = region(day, state, guide, chance)
    for k in range(count):
        retime(day, state, guide.touched[k])
    often = guide.knobs[K_OTHER]
    if often > 0 and way != OTHER_VEHICLE and below(chance, 100) < often:
        count = swap_vehicles(day, state, loose_count, count, guide, chance)
    return loose_count, count


@inner
def _seed(day: Day, state: State, chance: Bits) -> int:
    """The place of a parcel drawn by chance, where it is or where it could go.

    Now and then of one that was left over though its site has room: what is around it
    has to make way.
    """
    absent = state.totals[T_ABSENT]
    if absent > 0 and below(chance, _LEFT) == 0:
        parcel = state.absent[below(chance, absent)]
        first = day.parcels[parcel, P_OPTION]
        option = first + below(chance, max(1, day.parcels[parcel, P_OPTIONS]))
        if has_room(day, state, day.options[option, O_KIND]):
            return int(day.options[option, O_PLACE])
    parcel = below(chance, day.parcels.shape[0])
    option = state.parcel[parcel, S_OPTION]
    if option == NONE:
        option = day.parcels[parcel, P_OPTION]
    return int(day.options[option, O_PLACE])


@inner
def _any_option(day: Day, chance: Bits) -> int:
    """A way of a parcel, both drawn by chance."""
    parcel = below(chance, day.parcels.shape[0])
    first = day.parcels[parcel, P_OPTION]
    return int(first + below(chance, day.parcels[parcel, P_OPTIONS]))


@inner
def _shared_place(day: Day, guide: Guide, chance: Bits) -> int:
    """A place where several parcels could go, NONE where none is met by chance."""
    for _ in range(10):
        place = day.options[_any_option(day, chance), O_PLACE]
        if guide.there_first[place + 1] - guide.there_first[place] > 2:
            return int(place)
    return NONE


@inner
def _clear(
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
    wanted = 1 + below(chance, min(_SOME, size))
    skip = below(chance, size - wanted + 1)
    for k in range(size):
        following_one = state.parcel[parcel, S_NEXT]
        if skip <= k < skip + wanted and not state.parcel[parcel, S_FIXED]:
            pull_parcel(day, state, parcel)
        parcel = following_one
    if state.visit[visit, V_ROUTE] != NONE:
        sum_up(day, state, visit)


@inner
def strings(
    day: Day, state: State, guide: Guide, whole: int, chance: Bits
) -> tuple[int, int]:
    """Cut a string out of each of a few routes around a place."""
    used = stops = 0
    for route in range(state.route.shape[0]):
        if state.route[route, R_STOPS] > 0 and not state.route[route, R_CLOSED]:
            used += 1
            stops += state.route[route, R_STOPS]
    if used == 0:
        return 0, 0
    longest = min(guide.knobs[K_LONGEST], max(1, stops // used))
    mean = guide.knobs[K_MEAN]
    cuts = 1 + below(chance, max(1, 4 * mean // (1 + longest)))
    place = _seed(day, state, chance)
    loose_count = count = plain(0)
    for k in range(day.near.shape[1]):
        other = plain(day.near[place, k])
        routes = state.routes_at[other]
        route = following(routes, plain(NONE))
        while route != NONE and count < cuts:
            before = count
            if not state.route[route, R_CLOSED]:
                count = touch(route, guide.touched, count)
            if count > before:
                loose_count = _cut(
                    day, state, route, other, longest, guide, loose_count, whole, chance
                )
            route = following(routes, route)
        if count == cuts:
            break
    return loose_count, count


@inner
def _cut(
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
            loose_count = _clear(day, state, visit, guide, loose_count, whole)
    return loose_count


@inner
def _empty_place(
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
                    _clear(day, state, visit, guide, plain(0), plain(0))
                    count = touch(route, guide.touched, count)
        route = following(routes, route)
    return count, taken


@inner
def region(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Take out what is around a place, nearest first."""
    place, taken, count = _seed(day, state, chance), plain(0), plain(0)
    wanted = _SOME // 2 + below(chance, 2 * _SOME)
    for k in range(day.near.shape[1]):
        if taken >= wanted:
            break
        other = plain(day.near[place, k])
        count, more = _empty_place(day, state, other, wanted - taken, count, guide)
        taken += more
    return count


@inner
def one_site(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Take the parcels of one place out of all routes."""
    place = _shared_place(day, guide, chance)
    if place == NONE:
        return 0
    count, _ = _empty_place(day, state, place, plain(_MOST), plain(0), guide)
    return count


@inner
def short_route(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Empty the shortest of a few routes drawn by chance."""
    best, chosen = 2**30, plain(NONE)
    for _ in range(3):
        route = below(chance, state.route.shape[0])
        stops = state.route[route, R_STOPS]
        if 0 < stops < best and not state.route[route, R_CLOSED]:
            best, chosen = stops, route
    if chosen == NONE or best > 3 * _MOST:
        return 0
    return empty_route(day, state, chosen, guide)


@inner
def empty_route(day: Day, state: State, route: int, guide: Guide) -> int:
    """Take everything out of a route that may go."""
    for k in range(state.route[route, R_STOPS] - 1, -1, -1):
        visit = state.line[route, k, L_VISIT]
        _clear(day, state, visit, guide, plain(0), plain(0))
    return touch(route, guide.touched, plain(0))


@inner
def _take_one(day: Day, state: State, parcel: int, guide: Guide, count: int) -> int:
    visit = state.parcel[parcel, S_VISIT]
    if visit == NONE or state.parcel[parcel, S_FIXED]:
        return count
    route = state.visit[visit, V_ROUTE]
    take_parcel(day, state, parcel)
    return touch(route, guide.touched, count)


@inner
def some(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Take parcels drawn by chance from everywhere."""
    count = plain(0)
    for _ in range(1 + below(chance, 2 * _SOME)):
        parcel = below(chance, day.parcels.shape[0])
        count = _take_one(day, state, parcel, guide, count)
    return count


@inner
def pressure(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Where compartments are short, take out some that hold one and some that want one.

    A parcel is drawn until one is found whose kind has no room left; then parcels that
    are at its site, or could be, go.
    """
    place = plain(NONE)
    for _ in range(20):
        option = _any_option(day, chance)
        if not has_room(day, state, day.options[option, O_KIND]):
            place = day.options[option, O_PLACE]
            break
    if place == NONE:
        return 0
    return _take_there(day, state, place, plain(2 * _SOME), guide, chance)


@inner
def _take_there(
    day: Day, state: State, place: int, most: int, guide: Guide, chance: Bits
) -> int:
    """Take out up to `most` parcels with an option at a place, wherever they are."""
    first = guide.there_first[place]
    many = guide.there_first[place + 1] - first
    start, count = below(chance, many), plain(0)
    for k in range(min(many, most)):
        parcel = guide.there[first + (start + k) % many]
        count = _take_one(day, state, parcel, guide, count)
    return count


@inner
def channel(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Draw parcels to a place, or away from it: greed alone never pays for its setup.

    What the place's options count more or less is drawn up to four times what a
    parcel costs on average.
    """
    place = _shared_place(day, guide, chance)
    if place == NONE:
        return 0
    mean = max(1, state.totals[T_COST] // day.parcels.shape[0])
    guide.wish[0] = place
    if below(chance, 2) == 0:
        guide.wish[1] = -below(chance, 4 * mean)
        return _take_there(day, state, place, plain(2 * _SOME), guide, chance)
    guide.wish[1] = below(chance, 4 * mean)
    count, _ = _empty_place(day, state, place, plain(_MOST), plain(0), guide)
    return count


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
        _clear(day, state, state.line[route, at, L_VISIT], guide, plain(0), plain(0))
        retime(day, state, route)

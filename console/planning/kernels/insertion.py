"""Where one more visit, or one more parcel at a visit, costs least.

A position is tested in constant time: the earliest start before it and the latest
start behind it say exactly whether it is feasible, the segments before and behind it
what it costs (exact with one window a stop; with several it ranks, and the route is
worked out exactly once chosen). Only routes that visit one of the places near by are
looked at, and of empty vehicles that are alike only the first.
"""

import numba

from console.planning.kernels.layout import (
    DEAR,
    FAR,
    H_CLOSES,
    H_END,
    H_FIXED,
    H_MODE,
    H_OPENS,
    H_RATE_M,
    H_RATE_S,
    H_START,
    H_TWIN,
    L_EARLIEST,
    L_HEAD,
    L_LATEST,
    L_PLACE,
    L_SERVICE,
    L_TAIL,
    L_VISIT,
    NONE,
    O_COST,
    O_KIND,
    O_PLACE,
    P_OPTION,
    P_OPTIONS,
    R_CLOSED,
    R_DEPARTURE,
    R_FINISH,
    R_LATE,
    R_OVER,
    R_STOPS,
    RATE_BITS,
    V_PLACE,
    V_WINDOWS,
    WORD,
    Bits,
    Day,
    Ints,
    State,
)
from console.planning.kernels.random import draw
from console.planning.kernels.rooms import has_room
from console.planning.kernels.schedule import (
    join,
    opening,
    service,
    window_of,
)
from console.planning.kernels.visits import mixed, sketch


@numba.njit(nogil=True, cache=True)
def near_routes(day: Day, state: State, place: int, found: Ints) -> None:
    """Fill `found` with the set of routes that visit a place near `place`."""
    found[:] = 0
    for k in range(day.near.shape[1]):
        other = day.near[place, k]
        for w in range(found.size):
            found[w] |= state.routes_at[other, w]


@numba.njit(nogil=True, cache=True)
def carries(day: Day, state: State, route: int, load: Ints) -> bool:
    """Whether a route can take `load` on board besides its own."""
    for d in range(load.size):
        if state.route_load[route, d] + load[d] > day.capacity[route, d]:
            return False
    return True


@numba.njit(nogil=True, cache=True)
def usable(day: Day, state: State, route: int) -> bool:
    """Whether a route may be changed: not closed, not broken, not a later twin."""
    row = state.route[route]
    if row[R_CLOSED] or row[R_LATE] > 0 or row[R_OVER] > 0:
        return False
    if row[R_STOPS] > 0:
        return row[R_STOPS] < state.line.shape[1]
    for twin in range(day.vehicles[route, H_TWIN], route):
        if (
            day.vehicles[twin, H_TWIN] == day.vehicles[route, H_TWIN]
            and state.route[twin, R_STOPS] == 0
            and not state.route[twin, R_CLOSED]
        ):
            return False
    return True


@numba.njit(nogil=True, cache=True)
def scan(
    day: Day, state: State, route: int, guest: int, blink: int, chance: Bits
) -> tuple[int, int, bool]:
    """The best position of visit `guest` in a route: price, stop number, whether joined.

    The price is DEAR where none is feasible. `blink` in 1,024 positions are missed.
    """
    vehicle, row, line = day.vehicles[route], state.route[route], state.line[route]
    seconds, metres = day.seconds[vehicle[H_MODE]], day.metres[vehicle[H_MODE]]
    rate_s, rate_m = vehicle[H_RATE_S], vehicle[H_RATE_M]
    visit, windows = state.visit[guest], state.windows[guest]
    place, count, stops = visit[V_PLACE], visit[V_WINDOWS], row[R_STOPS]
    last, takes = windows[2 * count - 1], service(visit, vehicle)
    duration = row[R_FINISH] - row[R_DEPARTURE] if stops > 0 else 0
    extra = 0 if stops > 0 else vehicle[H_FIXED]
    best, best_at, joined = DEAR, 0, False
    at, ready = vehicle[H_START], vehicle[H_OPENS]
    head = (0, vehicle[H_OPENS], vehicle[H_CLOSES])
    for k in range(stops + 1):
        if ready > last:
            break
        if k < stops:
            stop = line[k]
            following, limit = stop[L_PLACE], stop[L_LATEST]
            tail = (stop[L_TAIL], stop[L_TAIL + 1], stop[L_TAIL + 2])
        else:
            following, limit = vehicle[H_END], vehicle[H_CLOSES]
            tail = (0, vehicle[H_OPENS], vehicle[H_CLOSES])
        to, back = seconds[at, place], seconds[place, following]
        start = opening(windows, count, ready + to)
        missed = blink > 0 and draw(chance) & 1023 < blink
        if (
            to < FAR
            and back < FAR
            and start <= last
            and start + takes + back <= limit
            and not missed
        ):
            chosen = 2 * window_of(windows, count, start)
            before = join(head, to, (takes, windows[chosen], windows[chosen + 1]))
            whole = join(before, back, tail)
            longer = metres[at, place] + metres[place, following]
            if stops > 0:
                longer -= metres[at, following]
            price = extra + (
                ((whole[0] - duration) * rate_s + longer * rate_m) >> RATE_BITS
            )
            if price < best:
                best, best_at, joined = price, k, False
        if k < stops:
            if following == place and not missed:
                price = _joining(day, state, route, k, guest, at, ready, head, duration)
                if price < best:
                    best, best_at, joined = price, k, True
            at, ready = following, stop[L_EARLIEST] + stop[L_SERVICE]
            head = (stop[L_HEAD], stop[L_HEAD + 1], stop[L_HEAD + 2])
    return best, best_at, joined


@numba.njit(nogil=True, cache=True)
def _joining(
    day: Day,
    state: State,
    route: int,
    k: int,
    guest: int,
    at: int,
    ready: int,
    head: tuple[int, int, int],
    duration: int,
) -> int:
    """The price of joining `guest` to stop `k`; DEAR where that is not feasible."""
    vehicle, line, spare = day.vehicles[route], state.line[route], state.visit.shape[0]
    seconds = day.seconds[vehicle[H_MODE]]
    both = spare - 1
    count = mixed(state, line[k, L_VISIT], guest, both)
    if count <= 0:
        return DEAR
    windows, place = state.windows[both], line[k, L_PLACE]
    takes, way = service(state.visit[both], vehicle), seconds[at, place]
    start = opening(windows, count, ready + way)
    if k + 1 < state.route[route, R_STOPS]:
        stop = line[k + 1]
        following, limit = stop[L_PLACE], stop[L_LATEST]
        tail = (stop[L_TAIL], stop[L_TAIL + 1], stop[L_TAIL + 2])
    else:
        following, limit = vehicle[H_END], vehicle[H_CLOSES]
        tail = (0, vehicle[H_OPENS], vehicle[H_CLOSES])
    back = seconds[place, following]
    if start > windows[2 * count - 1] or start + takes + back > limit:
        return DEAR
    chosen = 2 * window_of(windows, count, start)
    before = join(head, way, (takes, windows[chosen], windows[chosen + 1]))
    whole = join(before, back, tail)
    return ((whole[0] - duration) * vehicle[H_RATE_S]) >> RATE_BITS


@numba.njit(nogil=True, cache=True)
def best_route(
    day: Day,
    state: State,
    guest: int,
    load: Ints,
    routes: Ints,
    everywhere: bool,
    blink: int,
    chance: Bits,
) -> tuple[int, int, int, bool]:
    """The best route for visit `guest`: price, route, stop number, whether joined.

    `routes` is scratch for a set of routes. The route is NONE where nothing fits.
    """
    best, chosen, chosen_at, joined = DEAR, NONE, 0, False
    near_routes(day, state, state.visit[guest, V_PLACE], routes)
    for route in range(state.route.shape[0]):
        if state.route[route, R_STOPS] > 0 and not everywhere:
            if not (routes[route // WORD] >> (route % WORD)) & 1:
                continue
        if not carries(day, state, route, load) or not usable(day, state, route):
            continue
        price, at, together = scan(day, state, route, guest, blink, chance)
        if price < best:
            best, chosen, chosen_at, joined = price, route, at, together
    return best, chosen, chosen_at, joined


@numba.njit(nogil=True, cache=True)
def best_option(
    day: Day,
    state: State,
    parcel: int,
    routes: Ints,
    everywhere: bool,
    blink: int,
    chance: Bits,
) -> tuple[int, int, int, int, bool]:
    """The best way for an absent parcel: price, option, route, stop number, joined."""
    best, best_choice, chosen, chosen_at, joined = DEAR, NONE, NONE, 0, False
    ghost, entry = state.visit.shape[0] - 2, day.parcels[parcel]
    before = NONE
    for option in range(entry[P_OPTION], entry[P_OPTION] + entry[P_OPTIONS]):
        choice = day.options[option]
        if not has_room(day, state, choice[O_KIND]):
            continue
        sketch(day, state, ghost, option)
        if choice[O_PLACE] != before:
            near_routes(day, state, choice[O_PLACE], routes)
            before = choice[O_PLACE]
        for route in range(state.route.shape[0]):
            if state.route[route, R_STOPS] > 0 and not everywhere:
                if not (routes[route // WORD] >> (route % WORD)) & 1:
                    continue
            if not carries(day, state, route, day.amounts[parcel]):
                continue
            if not usable(day, state, route):
                continue
            price, at, together = scan(day, state, route, ghost, blink, chance)
            if price < DEAR and price + choice[O_COST] < best:
                best, best_choice = price + choice[O_COST], option
                chosen, chosen_at, joined = route, at, together
    return best, best_choice, chosen, chosen_at, joined

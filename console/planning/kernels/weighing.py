"""A position looked at more closely than the segments of a route say.

`weigh` times the route with the guest in it by the very kernel that times real routes,
without touching it; `weighed` does so for the best few positions of a route. `between`
says where in a route its load leaves room, where some parcels are collected: what is
delivered is on board before its stop, what is collected after it. `surcharge`
estimates overtime and lateness, which are priced.
"""

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.layout import (
    A_VISITS,
    DEAR,
    FAR,
    H_CLOSES,
    H_END,
    H_EXACT,
    H_FIXED,
    H_LONGEST,
    H_MODE,
    H_OPENS,
    H_OVERTIME,
    H_RANGE,
    H_RATE_M,
    H_RATE_S,
    H_SHIFT_END,
    H_SKILLS,
    H_START,
    H_TRIPS,
    L_EARLIEST,
    L_EXTRA,
    L_HEAD,
    L_LATEST,
    L_PLACE,
    L_SERVICE,
    L_TAIL,
    L_VISIT,
    NONE,
    POSITIONS,
    R_BROKEN,
    R_COST,
    R_DEPARTURE,
    R_EXTRA,
    R_FINISH,
    R_METRES,
    R_OVERTIME,
    R_STOPS,
    RATE_BITS,
    V_LATE,
    V_NEEDS,
    V_PLACE,
    V_SOFT,
    V_WINDOWS,
    W_COLLECTS,
    W_FREES,
    W_ROW,
    X_BEST,
    X_SHEET,
    Day,
    Ints,
    State,
)
from console.planning.kernels.lodging import own_room, room_in
from console.planning.kernels.rows import copy
from console.planning.kernels.schedule import work_out
from console.planning.kernels.segments import join, leaving, opening, service, window_of
from console.planning.kernels.visits import mixed


@inner
def footing(day: Day, state: State, route: int) -> tuple[int, int, int, int]:
    """Whether a route is used, its duration, what using it costs, metres left."""
    vehicle, row = day.vehicles[route], state.route[route]
    if row[R_STOPS] == 0:
        return plain(0), plain(0), int(vehicle[H_FIXED]), int(vehicle[H_RANGE])
    duration = row[R_FINISH] - row[R_DEPARTURE]
    return plain(1), int(duration), plain(0), int(vehicle[H_RANGE] - row[R_METRES])


@inner
def between(day: Day, state: State, route: int, guest: int) -> tuple[int, int, bool]:
    """The first and last stop before which a route has room for `guest`, and whether
    its place may have one more stop.

    A guest that joins a stop has room there from one stop before the first on.
    """
    counted = day.places[state.visit[guest, V_PLACE], A_VISITS]
    fresh = counted == NONE or state.slack[counted] > 0
    if day.extras[W_ROW, W_FREES] > 0:
        fresh = fresh and own_room(day, state, guest)
    stops = state.route[route, R_STOPS]
    first, last, line = plain(0), plain(stops), state.line[route]
    if day.extras[W_ROW, W_COLLECTS] == 0 or day.vehicles[route, H_TRIPS] > 1:
        return first, last, fresh
    half = day.amounts.shape[1] // 2
    for d in range(half):
        room = day.capacity[route, d]
        delivered = state.visit_load[guest, d]
        collected = state.visit_load[guest, half + d]
        aboard = state.route_load[route, d]
        for k in range(stops + 1):
            if aboard + collected > room:
                first = max(first, plain(k + 1))
            if aboard + delivered > room:
                last = min(last, plain(k - 1))
            if k < stops:
                loads = state.visit_load[line[k, L_VISIT]]
                aboard += loads[half + d] - loads[d]
    return first, last, fresh


@inner
def surcharge(
    day: Day,
    state: State,
    route: int,
    guest: int,
    start: int,
    whole: tuple[int, int, int],
) -> int:
    """What overtime grows by, and what the guest's own lateness costs."""
    finish = whole[0] + whole[1]
    over = max(0, finish - day.vehicles[route, H_SHIFT_END])
    grown = over - state.route[route, R_OVERTIME]
    price = grown * day.vehicles[route, H_OVERTIME] // 3600
    row = state.visit[guest]
    if start > row[V_SOFT]:
        price += (start - row[V_SOFT]) * row[V_LATE] // 3600
    return int(price)


@inner
def _placed(
    day: Day, state: State, route: int, k: int, visit: int, n: int, ready: int
) -> int:
    """What the time of `visit` costs after stop k - 1 and before stop n.

    DEAR where that is not feasible. `ready` is when stop k - 1 is done.
    """
    vehicle, windows, line = day.vehicles[route], state.windows, state.line[route]
    seconds, stops = day.seconds[vehicle[H_MODE]], state.route[route, R_STOPS]
    place, count = state.visit[visit, V_PLACE], state.visit[visit, V_WINDOWS]
    opens, closes = vehicle[H_OPENS], vehicle[H_CLOSES]
    at, head = vehicle[H_START], (plain(0), opens, leaving(day.vehicles, route))
    if k > 0:
        at = line[k - 1, L_PLACE]
        head = (line[k - 1, L_HEAD], line[k - 1, L_HEAD + 1], line[k - 1, L_HEAD + 2])
    following, limit, tail = vehicle[H_END], closes, (plain(0), opens, closes)
    if n < stops:
        following, limit = line[n, L_PLACE], line[n, L_LATEST]
        tail = (line[n, L_TAIL], line[n, L_TAIL + 1], line[n, L_TAIL + 2])
    to, back = plain(seconds[at, place]), plain(seconds[place, following])
    if to >= FAR or back >= FAR:
        return plain(DEAR)
    exact = vehicle[H_EXACT] > 0
    if exact:
        back += line[n, L_EXTRA] if n < stops else state.route[route, R_EXTRA]
        to += line[k, L_EXTRA] if n > k else plain(0)
    start = opening(windows, visit, count, ready + to)
    takes = service(state.visit, visit, day.vehicles, route)
    if start > windows[visit, 2 * count - 1] or start + takes + back > limit:
        return plain(DEAR)
    chosen = 2 * window_of(windows, visit, count, start)
    stay = (takes, windows[visit, chosen], windows[visit, chosen + 1])
    whole = join(join(head, to, stay), back, tail)
    if whole[0] > vehicle[H_LONGEST]:
        return plain(DEAR)
    _, duration, extra, _ = footing(day, state, route)
    price = extra + (((whole[0] - duration) * vehicle[H_RATE_S]) >> RATE_BITS)
    if exact or vehicle[H_OVERTIME] > 0:
        price += surcharge(day, state, route, visit, start, whole)
    return int(price)


@inner
def joining(day: Day, state: State, route: int, k: int, guest: int, ready: int) -> int:
    """The price of joining `guest` to stop `k`; DEAR where that is not feasible."""
    both, visit = state.visit.shape[0] - 1, state.line[route, k, L_VISIT]
    if day.extras[W_ROW, W_FREES] > 0 and not room_in(day, state, visit, guest):
        return plain(DEAR)
    if mixed(state, visit, guest, both) <= 0:
        return plain(DEAR)
    return _placed(day, state, route, k, both, k + 1, ready)


@inner
def weigh(day: Day, state: State, route: int, guest: int, at: int, join: int) -> int:
    """What a route costs more with `guest` there; DEAR where that breaks anything."""
    line, tried, sheet = state.line[route], state.scratch, state.scratch[X_SHEET]
    stops = state.route[route, R_STOPS]
    for k in range(stops):
        tried[k if join > 0 or k < at else k + 1, L_VISIT] = line[k, L_VISIT]
    if join:
        both = state.visit.shape[0] - 1
        if mixed(state, line[at, L_VISIT], guest, both) <= 0:
            return plain(DEAR)
        for d in range(state.visit_load.shape[1]):
            state.visit_load[both, d] = (
                state.visit_load[line[at, L_VISIT], d] + state.visit_load[guest, d]
            )
        tried[at, L_VISIT] = both
    else:
        tried[at, L_VISIT] = guest
        stops += 1
    work_out(day, state, route, tried, stops, sheet)
    if sheet[R_BROKEN]:
        return plain(DEAR)
    return int(sheet[R_COST] - state.route[route, R_COST])


@inner
def weighed(
    day: Day, state: State, route: int, guest: int, missed: int
) -> tuple[int, int, bool]:
    """As `insertion.scan`, with the best few positions timed exactly."""
    vehicle, line = day.vehicles[route], state.line[route]
    best, best_at, joined = plain(DEAR), plain(0), False
    if state.visit[guest, V_NEEDS] & ~vehicle[H_SKILLS]:
        return best, best_at, joined
    metres, noted = (
        day.metres[vehicle[H_MODE]],
        state.scratch[X_BEST + 1 - POSITIONS : X_BEST + 1],
    )
    stops, place = state.route[route, R_STOPS], state.visit[guest, V_PLACE]
    used, _, _, reach = footing(day, state, route)
    lowest, highest, fresh = between(day, state, route, guest)
    for k in range(POSITIONS):
        noted[k, 0] = DEAR
    at, ready = vehicle[H_START], vehicle[H_OPENS]
    for k in range(stops + 1):
        following = line[k, L_PLACE] if k < stops else vehicle[H_END]
        if fresh and k != missed and lowest <= k <= highest:
            longer = plain(metres[at, place]) + plain(metres[place, following])
            longer -= used * plain(metres[at, following])
            price = _placed(day, state, route, k, guest, k, ready)
            if price < DEAR and longer <= reach:
                price += (longer * vehicle[H_RATE_M]) >> RATE_BITS
                _note(noted, price, k, plain(0))
        if k < stops:
            if following == place and k != missed and lowest - 1 <= k <= highest:
                _note(noted, joining(day, state, route, k, guest, ready), k, plain(1))
            at, ready = following, line[k, L_EARLIEST] + line[k, L_SERVICE]
    for k in range(noted.shape[0]):
        if noted[k, 0] >= DEAR:
            break
        price = weigh(day, state, route, guest, noted[k, 1], noted[k, 2])
        if price < best:
            best, best_at, joined = price, noted[k, 1], noted[k, 2] > 0
    return best, best_at, joined


@inner
def _note(noted: Ints, price: int, at: int, join: int) -> None:
    """Keep a position if it is among the best, in order."""
    k = noted.shape[0] - 1
    if price >= noted[k, 0]:
        return
    while k > 0 and noted[k - 1, 0] > price:
        copy(noted[k - 1], noted[k])
        k -= 1
    noted[k, 0], noted[k, 1], noted[k, 2] = price, at, join

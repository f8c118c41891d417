"""Where one more visit, or one more parcel at a visit, costs least.

A position is tested in constant time: the earliest start before it and the latest
start behind it say exactly whether it is feasible, the segments before and behind it
what it costs (exact with one window a stop; with several it ranks, and the route is
worked out exactly once chosen). Only routes that visit one of the places near by are
looked at, and of empty vehicles that are alike only the first.
"""

from console.planning.kernels.compiling import kernel, plain
from console.planning.kernels.guide import (
    SEEN_AT,
    SEEN_PRICE,
    SEEN_VERSION,
    Guide,
    following,
    holds,
    include,
)
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
    R_VERSION,
    RATE_BITS,
    T_HELD,
    V_PLACE,
    V_WINDOWS,
    Bits,
    Day,
    Ints,
    State,
)
from console.planning.kernels.random import draw
from console.planning.kernels.rooms import has_room
from console.planning.kernels.schedule import (
    join,
    leaving,
    opening,
    service,
    window_of,
)
from console.planning.kernels.visits import mixed, moved, moved_all, sketch


@kernel
def near_routes(day: Day, state: State, place: int, found: Ints) -> None:
    """Fill `found` with the set of routes that visit a place near `place`."""
    for w in range(found.size):
        word = plain(0)
        for k in range(day.near.shape[1]):
            word |= state.routes_at[day.near[place, k], w]
        found[w] = word


@kernel
def carries(day: Day, state: State, route: int, loads: Ints, row: int) -> bool:
    """Whether a route can take `loads[row]` on board besides its own."""
    for d in range(loads.shape[1]):
        if state.route_load[route, d] + loads[row, d] > day.capacity[route, d]:
            return False
    return True


@kernel
def usable(day: Day, state: State, route: int) -> bool:
    """Whether a route may be changed: not closed, not broken, not a later twin."""
    row = state.route[route]
    if row[R_CLOSED] or row[R_LATE] > 0 or row[R_OVER] > 0:
        return False
    if row[R_STOPS] > 0:
        return bool(row[R_STOPS] < state.line.shape[1])
    for twin in range(day.vehicles[route, H_TWIN], route):
        if (
            day.vehicles[twin, H_TWIN] == day.vehicles[route, H_TWIN]
            and state.route[twin, R_STOPS] == 0
            and not state.route[twin, R_CLOSED]
        ):
            return False
    return True


@kernel
def opening_price(day: Day, state: State, route: int) -> int:
    """The least that a first stop costs; 0 where the route is used already."""
    if state.route[route, R_STOPS] > 0:
        return 0
    return int(day.vehicles[route, H_FIXED])


@kernel
def scan(
    day: Day, state: State, route: int, guest: int, missed: int
) -> tuple[int, int, bool]:
    """The best position of visit `guest` in a route: price, stop, whether joined.

    The price is DEAR where none is feasible. Stop `missed` is not looked at: neither
    before it nor together with it; NONE looks at all.
    """
    vehicles, visits, windows = day.vehicles, state.visit, state.windows
    mode, line = vehicles[route, H_MODE], state.line[route]
    seconds, metres = day.seconds[mode], day.metres[mode]
    rate_s, rate_m = vehicles[route, H_RATE_S], vehicles[route, H_RATE_M]
    place, count = visits[guest, V_PLACE], visits[guest, V_WINDOWS]
    stops, last = state.route[route, R_STOPS], windows[guest, 2 * count - 1]
    takes = service(visits, guest, vehicles, route)
    opens, closes = vehicles[route, H_OPENS], vehicles[route, H_CLOSES]
    end, zero = vehicles[route, H_END], plain(0)
    duration, extra = zero, vehicles[route, H_FIXED]
    if stops > 0:
        duration = state.route[route, R_FINISH] - state.route[route, R_DEPARTURE]
        extra = zero
    best, best_at, joined = plain(DEAR), zero, False
    at, ready = vehicles[route, H_START], opens
    head = (zero, opens, leaving(vehicles, route))
    for k in range(stops + 1):
        if ready > last:
            break
        following, limit, tail = end, closes, (zero, opens, closes)
        if k < stops:
            following, limit = line[k, L_PLACE], line[k, L_LATEST]
            tail = (line[k, L_TAIL], line[k, L_TAIL + 1], line[k, L_TAIL + 2])
        to = plain(seconds[at, place])
        start = opening(windows, guest, count, ready + to)
        if start <= last and k != missed and to < FAR:
            back = plain(seconds[place, following])
            if start + takes + back <= limit and back < FAR:
                chosen = 2 * window_of(windows, guest, count, start)
                stay = (takes, windows[guest, chosen], windows[guest, chosen + 1])
                whole = join(join(head, to, stay), back, tail)
                longer = plain(metres[at, place]) + metres[place, following]
                if stops > 0:
                    longer -= metres[at, following]
                longest = (whole[0] - duration) * rate_s + longer * rate_m
                price = extra + (longest >> RATE_BITS)
                if price < best:
                    best, best_at, joined = price, plain(k), False
        if k < stops:
            if following == place and k != missed:
                price = _joining(day, state, route, k, guest, at, ready, head, duration)
                if price < best:
                    best, best_at, joined = price, plain(k), True
            at, ready = following, line[k, L_EARLIEST] + line[k, L_SERVICE]
            head = (line[k, L_HEAD], line[k, L_HEAD + 1], line[k, L_HEAD + 2])
    return best, best_at, joined


@kernel
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
    vehicles, windows, line = day.vehicles, state.windows, state.line[route]
    seconds, both = day.seconds[vehicles[route, H_MODE]], state.visit.shape[0] - 1
    count = mixed(state, line[k, L_VISIT], guest, both)
    if count <= 0:
        return plain(DEAR)
    place, closes = line[k, L_PLACE], vehicles[route, H_CLOSES]
    takes = service(state.visit, both, vehicles, route)
    way = plain(seconds[at, place])
    start = opening(windows, both, count, ready + way)
    following, limit = vehicles[route, H_END], closes
    tail = (plain(0), vehicles[route, H_OPENS], closes)
    if k + 1 < state.route[route, R_STOPS]:
        n = k + 1
        following, limit = line[n, L_PLACE], line[n, L_LATEST]
        tail = (line[n, L_TAIL], line[n, L_TAIL + 1], line[n, L_TAIL + 2])
    back = plain(seconds[place, following])
    if start > windows[both, 2 * count - 1] or start + takes + back > limit:
        return plain(DEAR)
    chosen = 2 * window_of(windows, both, count, start)
    stay = (takes, windows[both, chosen], windows[both, chosen + 1])
    whole = join(join(head, way, stay), back, tail)
    return int(((whole[0] - duration) * vehicles[route, H_RATE_S]) >> RATE_BITS)


@kernel
def unused(day: Day, state: State, most: int, guide: Guide) -> None:
    """Find the empty routes that may be opened: none once `most` are used."""
    guide.fresh[:] = 0
    guide.twins[:] = 0
    used = 0
    for route in range(state.route.shape[0]):
        if state.route[route, R_CLOSED]:
            continue
        if state.route[route, R_STOPS] > 0:
            used += 1
        elif not holds(guide.twins, day.vehicles[route, H_TWIN]):
            include(guide.twins, day.vehicles[route, H_TWIN])
            include(guide.fresh, route)
    if used >= most:
        guide.fresh[:] = 0


@kernel
def around(day: Day, state: State, place: int, everywhere: int, guide: Guide) -> None:
    """Fill `guide.near` with the routes to look at for a place."""
    if everywhere:
        guide.near[:] = 0
        for route in range(state.route.shape[0]):
            if state.route[route, R_STOPS] > 0:
                include(guide.near, route)
    else:
        near_routes(day, state, place, guide.near)
    for w in range(guide.near.size):
        guide.near[w] |= guide.fresh[w]


@kernel
def remembered(
    day: Day,
    state: State,
    route: int,
    guest: int,
    shape: int,
    blink: int,
    guide: Guide,
    chance: Bits,
) -> tuple[int, int, bool]:
    """As `scan`, from memory while the route is what it was.

    In `blink` of 1,024 cases the best position is missed, as blinks would miss it.
    """
    seen, version = guide.seen, state.route[route, R_VERSION]
    if seen[shape, route, SEEN_VERSION] != version:
        price, at, joined = scan(day, state, route, guest, plain(NONE))
        seen[shape, route, SEEN_VERSION] = version
        seen[shape, route, SEEN_PRICE] = price
        seen[shape, route, SEEN_AT] = 2 * at + plain(joined)
    price, at = seen[shape, route, SEEN_PRICE], seen[shape, route, SEEN_AT]
    if blink > 0 and price < DEAR and draw(chance) & 1023 < blink:
        return scan(day, state, route, guest, at >> 1)
    return price, at >> 1, (at & 1) > 0


@kernel
def best_route(
    day: Day, state: State, guest: int, blink: int, guide: Guide, chance: Bits
) -> tuple[int, int, int, bool]:
    """The best route for visit `guest`: price, route, stop number, whether joined.

    The route is NONE where nothing fits.
    """
    best, chosen = plain(DEAR), plain(NONE)
    chosen_at, joined = plain(0), False
    around(day, state, state.visit[guest, V_PLACE], plain(0), guide)
    route = following(guide.near, plain(NONE))
    while route != NONE:
        if (
            opening_price(day, state, route) < best
            and carries(day, state, route, state.visit_load, guest)
            and usable(day, state, route)
        ):
            change = moved_all(day, state, guest, route)
            price, at, together = plain(DEAR), plain(0), False
            if change < DEAR:
                price, at, together = scan(day, state, route, guest, plain(NONE))
            if price < DEAR and draw(chance) & 1023 < blink:
                price, at, together = scan(day, state, route, guest, at)
            if price < DEAR and price + change < best:
                best, chosen, chosen_at, joined = price + change, route, at, together
        route = following(guide.near, route)
    return best, chosen, chosen_at, joined


@kernel
def best_option(
    day: Day,
    state: State,
    parcel: int,
    everywhere: int,
    blink: int,
    guide: Guide,
    chance: Bits,
) -> tuple[int, int, int, int, bool]:
    """The best way for an absent parcel: price, option, route, stop number, joined.

    At the place `guide.wish[0]` options count `guide.wish[1]` more than they cost.
    """
    best, best_choice, chosen = plain(DEAR), plain(NONE), plain(NONE)
    chosen_at, joined, ghost = plain(0), False, state.visit.shape[0] - 2
    first = day.parcels[parcel, P_OPTION]
    for option in range(first, first + day.parcels[parcel, P_OPTIONS]):
        cost, place = day.options[option, O_COST], day.options[option, O_PLACE]
        if place == guide.wish[0]:
            cost += guide.wish[1]
        if cost >= best or not has_room(day, state, day.options[option, O_KIND]):
            continue
        sketch(day, state, ghost, option)
        around(day, state, place, everywhere, guide)
        route = following(guide.near, plain(NONE))
        while route != NONE:
            change = moved(day, parcel, route) if state.totals[T_HELD] else plain(0)
            if (
                change + cost + opening_price(day, state, route) < best
                and carries(day, state, route, day.amounts, parcel)
                and usable(day, state, route)
            ):
                shape = guide.shapes[option]
                price, at, together = remembered(
                    day, state, route, ghost, shape, blink, guide, chance
                )
                if price < DEAR and price + cost + change < best:
                    best, best_choice = price + cost + change, option
                    chosen, chosen_at, joined = route, at, together
            route = following(guide.near, route)
    if best_choice != NONE and day.options[best_choice, O_PLACE] == guide.wish[0]:
        best -= guide.wish[1]
    return best, best_choice, chosen, chosen_at, joined

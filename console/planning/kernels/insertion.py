"""Where one more visit, or one more parcel at a visit, costs least.

A position is tested in constant time: the earliest start before it and the latest
start behind it say exactly whether it is feasible, the segments before and behind it
what it costs (exact with one window a stop; with several it ranks, and the route is
worked out exactly once chosen). Shift, overtime, longest duration, range, skills and
what may still be loaded are part of that test. Soft ends are estimated in it, breaks
and loading again stay where they are: on vehicles with any of these, and on those
with a longest duration where a stop has several windows, the best few positions of a
route are timed exactly before one counts (`kernels.weighing`). Only routes that visit
one of the places near by are looked at, and of empty vehicles that are alike only the
first.
"""

from console.planning.kernels.compiling import inner, plain
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
    H_EXACT,
    H_FIXED,
    H_LONGEST,
    H_MODE,
    H_OPENS,
    H_OVERTIME,
    H_RATE_M,
    H_RATE_S,
    H_SKILLS,
    H_START,
    H_TWIN,
    L_EARLIEST,
    L_HEAD,
    L_LATEST,
    L_METRES,
    L_PLACE,
    L_SERVICE,
    L_TAIL,
    NONE,
    O_PLACE,
    P_OPTION,
    P_OPTIONS,
    R_BROKEN,
    R_CLOSED,
    R_STOPS,
    R_VERSION,
    RATE_BITS,
    T_HELD,
    V_NEEDS,
    V_PLACE,
    V_WINDOWS,
    W_FICKLE,
    W_ROW,
    Bits,
    Day,
    Ints,
    State,
)
from console.planning.kernels.lodging import may_have_room
from console.planning.kernels.random import draw
from console.planning.kernels.rooms import option_price
from console.planning.kernels.rows import clear
from console.planning.kernels.segments import (
    join,
    leaving,
    opening,
    service,
    window_of,
)
from console.planning.kernels.visits import moved, moved_all, sketch
from console.planning.kernels.weighing import (
    between,
    footing,
    joining,
    surcharge,
    weighed,
)


@inner
def near_routes(day: Day, state: State, place: int, found: Ints) -> None:
    """Fill `found` with the set of routes that visit a place near `place`."""
    for w in range(found.size):
        word = plain(0)
        for k in range(day.near.shape[1]):
            word |= state.routes_at[day.near[place, k], w]
        found[w] = word


@inner
def carries(day: Day, state: State, route: int, loads: Ints, row: int) -> bool:
    """Whether a route can take `loads[row]` on board besides its own."""
    for d in range(loads.shape[1]):
        if state.route_load[route, d] + loads[row, d] > day.capacity[route, d]:
            return False
    return True


@inner
def usable(day: Day, state: State, route: int) -> bool:
    """Whether a route may be changed: not closed, not broken, not a later twin."""
    row = state.route[route]
    if row[R_CLOSED] or row[R_BROKEN]:
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


@inner
def opening_price(day: Day, state: State, route: int) -> int:
    """The least that a first stop costs; 0 where the route is used already."""
    if state.route[route, R_STOPS] > 0:
        return 0
    return int(day.vehicles[route, H_FIXED])


@inner
def scan(
    day: Day, state: State, route: int, guest: int, missed: int
) -> tuple[int, int, bool]:
    """The best position of visit `guest` in a route: price, stop, whether joined.

    The price is DEAR where none is feasible. Stop `missed` is not looked at: neither
    before it nor together with it; NONE looks at all.
    """
    vehicles, visits, windows = day.vehicles, state.visit, state.windows
    if vehicles[route, H_EXACT] or visits[guest, V_NEEDS] & ~vehicles[route, H_SKILLS]:
        return weighed(day, state, route, guest, missed)
    mode, line = vehicles[route, H_MODE], state.line[route]
    seconds, metres = day.seconds[mode], day.metres[mode]
    rate_s, rate_m = vehicles[route, H_RATE_S], vehicles[route, H_RATE_M]
    place, count = visits[guest, V_PLACE], visits[guest, V_WINDOWS]
    stops, last = state.route[route, R_STOPS], windows[guest, 2 * count - 1]
    takes = service(visits, guest, vehicles, route)
    opens, closes = vehicles[route, H_OPENS], vehicles[route, H_CLOSES]
    end, zero = vehicles[route, H_END], plain(0)
    longest, priced = vehicles[route, H_LONGEST], vehicles[route, H_OVERTIME] > 0
    _, duration, extra, reach = footing(day, state, route)
    lowest, highest, fresh = between(day, state, route, guest)
    home = plain(metres[line[stops - 1, L_PLACE], end]) if stops > 0 else zero
    best, best_at, joined = plain(DEAR), zero, False
    at, ready = vehicles[route, H_START], opens
    head = (zero, opens, leaving(vehicles, route))
    for k in range(stops + 1):
        if ready > last:
            break
        following, limit, tail = end, closes, (zero, opens, closes)
        direct = line[k, L_METRES] if k < stops else home
        if k < stops:
            following, limit = line[k, L_PLACE], line[k, L_LATEST]
            tail = (line[k, L_TAIL], line[k, L_TAIL + 1], line[k, L_TAIL + 2])
        to = plain(seconds[at, place])
        start = opening(windows, guest, count, ready + to)
        if start <= last and k != missed and to < FAR and fresh:
            back = plain(seconds[place, following])
            if start + takes + back <= limit and back < FAR:
                chosen = 2 * window_of(windows, guest, count, start)
                stay = (takes, windows[guest, chosen], windows[guest, chosen + 1])
                whole = join(join(head, to, stay), back, tail)
                longer = plain(metres[at, place]) + plain(metres[place, following])
                longer -= direct
                worth = (whole[0] - duration) * rate_s + longer * rate_m
                price = extra + (worth >> RATE_BITS)
                if priced:
                    price += surcharge(day, state, route, guest, start, whole)
                fits = whole[0] <= longest and longer <= reach
                if price < best and fits and lowest <= k <= highest:
                    best, best_at, joined = price, plain(k), False
        if k < stops:
            if following == place and k != missed and lowest - 1 <= k <= highest:
                price = joining(day, state, route, k, guest, ready)
                if price < best:
                    best, best_at, joined = price, plain(k), True
            at, ready = following, line[k, L_EARLIEST] + line[k, L_SERVICE]
            head = (line[k, L_HEAD], line[k, L_HEAD + 1], line[k, L_HEAD + 2])
    return best, best_at, joined


@inner
def unused(day: Day, state: State, most: int, guide: Guide) -> None:
    """Find the empty routes that may be opened: none once `most` are used."""
    clear(guide.fresh, plain(0))
    clear(guide.twins, plain(0))
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
        clear(guide.fresh, plain(0))


@inner
def around(day: Day, state: State, place: int, everywhere: int, guide: Guide) -> None:
    """Fill `guide.near` with the routes to look at for a place."""
    if everywhere:
        clear(guide.near, plain(0))
        for route in range(state.route.shape[0]):
            if state.route[route, R_STOPS] > 0:
                include(guide.near, route)
    else:
        near_routes(day, state, place, guide.near)
    for w in range(guide.near.size):
        guide.near[w] |= guide.fresh[w]


@inner
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
    if seen[shape, route, SEEN_VERSION] != version or day.extras[W_ROW, W_FICKLE]:
        price, at, joined = scan(day, state, route, guest, plain(NONE))
        seen[shape, route, SEEN_VERSION] = version
        seen[shape, route, SEEN_PRICE] = price
        seen[shape, route, SEEN_AT] = 2 * at + plain(joined)
    price, at = seen[shape, route, SEEN_PRICE], seen[shape, route, SEEN_AT]
    if blink > 0 and price < DEAR and draw(chance) & 1023 < blink:
        return scan(day, state, route, guest, at >> 1)
    return price, at >> 1, (at & 1) > 0


@inner
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


@inner
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
        cost, place = option_price(day, state, option), day.options[option, O_PLACE]
        if place == guide.wish[0]:
            cost += guide.wish[1]
        if cost >= best or not may_have_room(day, state, option):
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

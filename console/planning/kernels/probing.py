"""Asking a plan about one parcel: exact prices, and what is in the way.

A position is tried by putting the parcel there, timing the route and taking it out
again: what comes back is what the evaluator would say, violations included.
"""

from typing import Final

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.insertion import (
    carries,
    near_routes,
    scan,
    usable,
)
from console.planning.kernels.layout import (
    A_VISITS,
    DEAR,
    L_PLACE,
    L_SERVICE,
    NONE,
    O_KIND,
    O_PLACE,
    P_OPTION,
    P_OPTIONS,
    P_UNASSIGNED,
    R_BEYOND,
    R_CLOSED,
    R_DEPARTURE,
    R_FINISH,
    R_FULL,
    R_LACKS,
    R_LATE,
    R_LONG,
    R_METRES,
    R_OVER,
    R_STOPS,
    R_UNRESTED,
    S_OPTION,
    S_VISIT,
    T_ABSENT,
    T_COST,
    T_HELD,
    V_AT,
    V_COUNT,
    V_ROUTE,
    WORD,
    Day,
    Ints,
    State,
)
from console.planning.kernels.recreate import put_back
from console.planning.kernels.rooms import has_room, option_price
from console.planning.kernels.rows import clear, copy
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import (
    drop_absent,
    moved,
    new_visit,
    put_parcel,
    put_visit,
    sketch,
    sum_up,
    take_parcel,
)

# what a trial measures: differences against the solution without the parcel
M_OPTION: Final = 0
M_ROUTE: Final = 1
M_AT: Final = 2
M_JOIN: Final = 3
M_COST: Final = 4
M_SECONDS: Final = 5
M_METRES: Final = 6
M_LATE: Final = 7
M_OVER: Final = 8
M_LONG: Final = 9
M_BEYOND: Final = 10
M_UNRESTED: Final = 11
M_FULL: Final = 12
M_LACKS: Final = 13
"""Skills that only the parcel brings in, as bits."""
M_CROWDED: Final = 14
"""1 where its place may not be visited so often."""
M_STAY: Final = 15
"""Seconds of service."""
M_COLUMNS: Final = 16


@inner
def trial(
    day: Day,
    state: State,
    parcel: int,
    option: int,
    route: int,
    at: int,
    join: int,
    found: Ints,
) -> None:
    """Put the last absent parcel in, fill `found` (M_COLUMNS), take it out again."""
    row = state.route[route]
    cost, metres = state.totals[T_COST], row[R_METRES]
    seconds = row[R_FINISH] - row[R_DEPARTURE]
    stay = state.line[route, at, L_SERVICE] if join > 0 else plain(0)
    clear(found[M_LATE:M_LACKS], plain(0))
    _add_broken(row, found, -1)
    lacks = row[R_LACKS]
    last = state.totals[T_ABSENT] - 1
    put_back(day, state, last, option, route, at, join > 0)
    found[M_OPTION], found[M_ROUTE], found[M_AT] = option, route, at
    found[M_JOIN] = join
    found[M_COST] = state.totals[T_COST] - cost
    found[M_SECONDS] = row[R_FINISH] - row[R_DEPARTURE] - seconds
    found[M_METRES] = row[R_METRES] - metres
    _add_broken(row, found, 1)
    found[M_LACKS] = row[R_LACKS] & ~lacks
    counted = day.places[day.options[option, O_PLACE], A_VISITS]
    crowded = not join and counted != NONE and state.slack[counted] < 0
    found[M_CROWDED] = 1 if crowded else 0
    found[M_STAY] = state.line[route, at, L_SERVICE] - stay
    take_parcel(day, state, parcel)
    retime(day, state, route)


@inner
def _add_broken(row: Ints, found: Ints, sign: int) -> None:
    """Add what a route breaks, or for -1 take it off."""
    found[M_LATE] += sign * row[R_LATE]
    found[M_OVER] += sign * row[R_OVER]
    found[M_LONG] += sign * row[R_LONG]
    found[M_BEYOND] += sign * row[R_BEYOND]
    found[M_UNRESTED] += sign * row[R_UNRESTED]
    found[M_FULL] += sign * row[R_FULL]


@inner
def harm(found: Ints) -> int:
    """How much a trial breaks: what no seconds mend counts more than any of them."""
    harm_ = found[M_LATE] + found[M_OVER] + found[M_LONG] + found[M_UNRESTED]
    harm_ += found[M_BEYOND] + (found[M_FULL] + found[M_CROWDED]) * 2**40
    return int(harm_ + (2**41 if found[M_LACKS] != 0 else 0))


@inner
def candidates(day: Day, state: State, parcel: int, found: Ints) -> int:
    """The best feasible position on every open route for every option.

    `parcel` is the last absent one. Fills rows of `found`; their number.
    """
    ghost, entry, count = state.visit.shape[0] - 2, day.parcels[parcel], 0
    for option in range(entry[P_OPTION], entry[P_OPTION] + entry[P_OPTIONS]):
        if not has_room(day, state, day.options[option, O_KIND]):
            continue
        for route in range(state.route.shape[0]):
            if not usable(day, state, route):
                continue
            if not carries(day, state, route, day.amounts, parcel):
                continue
            if change_of(day, state, parcel, route) >= DEAR:
                continue
            sketch(day, state, ghost, option)
            price, at, together = scan(day, state, route, ghost, plain(NONE))
            if price < DEAR and count < found.shape[0]:
                join = 1 if together else 0
                trial(day, state, parcel, option, route, at, join, found[count])
                count += 1
    return count


@inner
def positions(
    day: Day, state: State, parcel: int, option: int, route: int, found: Ints
) -> int:
    """Every feasible position of an option in a route that is not broken itself.

    `parcel` is the last absent one. Fills rows of `found`; their number.
    """
    place, count = day.options[option, O_PLACE], 0
    for at in range(state.route[route, R_STOPS] + 1):
        for join in range(2):
            if count < found.shape[0] and joins(state, route, at, place, join):
                trial(day, state, parcel, option, route, at, join, found[count])
                if harm(found[count]) <= 0:
                    count += 1
    return count


@inner
def joins(state: State, route: int, at: int, place: int, join: int) -> bool:
    """Whether a position is there at all: any to stop anew, a stop there to join."""
    if join == 0:
        return True
    stops = state.route[route, R_STOPS]
    return bool(at < stops and state.line[route, at, L_PLACE] == place)


@inner
def change_of(day: Day, state: State, parcel: int, route: int) -> int:
    """What it costs that the parcel changes to this driver; DEAR where it may not."""
    return moved(day, parcel, route) if state.totals[T_HELD] else plain(0)


@inner
def least_on(
    day: Day, state: State, parcel: int, option: int, route: int, found: Ints
) -> None:
    """The position of an option in a route that breaks windows and shift least.

    `found` has two rows: the answer, and scratch. `parcel` is the last absent one.
    """
    least, place = DEAR, day.options[option, O_PLACE]
    for at in range(state.route[route, R_STOPS] + 1):
        for join in range(2):
            if not joins(state, route, at, place, join):
                continue
            trial(day, state, parcel, option, route, at, join, found[1])
            broken = harm(found[1])
            if broken < least or (
                broken == least and found[1, M_COST] < found[0, M_COST]
            ):
                least = broken
                copy(found[1], found[0])


@inner
def least_broken(
    day: Day, state: State, parcel: int, routes: Ints, found: Ints, best: Ints
) -> bool:
    """The position that breaks windows and shift least; whether there is any.

    Looks at open routes near by with room on board and at one empty vehicle of each
    kind. `found` is scratch (2, M_COLUMNS), `best` the answer (M_COLUMNS).
    """
    entry, least = day.parcels[parcel], DEAR
    for option in range(entry[P_OPTION], entry[P_OPTION] + entry[P_OPTIONS]):
        choice = day.options[option]
        if not has_room(day, state, choice[O_KIND]):
            continue
        near_routes(day, state, choice[O_PLACE], routes)
        for route in range(state.route.shape[0]):
            stops = state.route[route, R_STOPS]
            if state.route[route, R_CLOSED] or stops + 1 >= state.line.shape[1]:
                continue
            near = (routes[route // WORD] >> (route % WORD)) & 1
            if stops > 0 and not near:
                continue
            if stops == 0 and not usable(day, state, route):
                continue
            if not carries(day, state, route, day.amounts, parcel):
                continue
            if change_of(day, state, parcel, route) >= DEAR:
                continue
            least_on(day, state, parcel, option, route, found)
            broken = harm(found[0])
            if broken < least:
                least = broken
                copy(found[0], best)
    return least < DEAR


@inner
def runner_up(
    day: Day, state: State, parcel: int, full: int, routes: Ints
) -> tuple[int, int]:
    """The best other option of a planned parcel, and how much dearer it is.

    The option is NONE where no other is feasible now. With `full` of those alone that
    have no compartment left, as if there were one more. The solution is as before.
    """
    option, visit = state.parcel[parcel, S_OPTION], state.parcel[parcel, S_VISIT]
    route, at = state.visit[visit, V_ROUTE], state.visit[visit, V_AT]
    alone = state.visit[visit, V_COUNT] == 1
    cost, first = state.totals[T_COST], day.parcels[parcel, P_OPTION]
    take_parcel(day, state, parcel)
    retime(day, state, route)
    cost = state.totals[T_COST] - cost
    ghost, best, chosen = state.visit.shape[0] - 2, DEAR, NONE
    for other in range(first, first + day.parcels[parcel, P_OPTIONS]):
        choice = day.options[other]
        if other == option or has_room(day, state, choice[O_KIND]) == (full > 0):
            continue
        sketch(day, state, ghost, other)
        near_routes(day, state, choice[O_PLACE], routes)
        for way in range(state.route.shape[0]):
            stops = state.route[way, R_STOPS]
            if stops > 0 and not (routes[way // WORD] >> (way % WORD)) & 1:
                continue
            if not usable(day, state, way):
                continue
            if not carries(day, state, way, day.amounts, parcel):
                continue
            change = change_of(day, state, parcel, way)
            if change >= DEAR:
                continue
            price, _, _ = scan(day, state, way, ghost, plain(NONE))
            own = option_price(day, state, other) + change
            if price < DEAR and price + own < best:
                best, chosen = price + own, other
    if alone:
        visit = new_visit(state, day.options[option, O_PLACE])
        put_visit(day, state, visit, route, at)
    put_parcel(day, state, parcel, option, visit)
    sum_up(day, state, visit)
    drop_absent(state, state.totals[T_ABSENT] - 1)
    retime(day, state, route)
    return chosen, best + cost - day.parcels[parcel, P_UNASSIGNED]

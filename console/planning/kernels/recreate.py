"""Putting absent parcels and loose visits back, one at a time, each where it is best.

The order is drawn anew every time (Christiaens and Vanden Berghe 2020): by chance, by
size, far or near first, or by windows. Whole visits go first; one that fits nowhere
whole is taken apart.
"""

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.guide import (
    K_BLINK,
    K_EVERYWHERE,
    K_WHATEVER,
    Guide,
    touch,
)
from console.planning.kernels.insertion import best_option, best_route, unused
from console.planning.kernels.layout import (
    L_VISIT,
    LOOSE,
    NONE,
    P_CLOSES,
    P_FAR,
    P_OPENS,
    P_SIZE,
    P_UNASSIGNED,
    R_STOPS,
    T_ABSENT,
    V_FIRST,
    V_ROUTE,
    Bits,
    Day,
    Ints,
    State,
)
from console.planning.kernels.random import below, draw
from console.planning.kernels.rows import sort
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import (
    drop_absent,
    merge_visit,
    new_visit,
    pull_parcel,
    put_parcel,
    put_visit,
    sum_up,
)


@inner
def arrange(day: Day, state: State, order: int, chance: Bits) -> None:
    """Sort the absent parcels: 0 chance, 1 size, 2 far, 3 near, 4 short windows,
    5 early ends, 6 late starts, 7 dear to leave.
    """
    count, cut = state.totals[T_ABSENT], _cut_off(day, state)
    for k in range(count):
        entry = day.parcels[state.absent[k]]
        if order == 0:
            key = draw(chance)
        elif order == 1:
            key = -entry[P_SIZE]
        elif order == 2:
            key = -entry[P_FAR]
        elif order == 3:
            key = entry[P_FAR]
        elif order == 4:
            key = entry[P_CLOSES] - entry[P_OPENS]
        elif order == 5:
            key = entry[P_CLOSES]
        elif order == 6:
            key = -entry[P_OPENS]
        else:
            key = -(entry[P_UNASSIGNED] >> cut)
        state.absent[k] += key * day.parcels.shape[0]
    sort(state.absent, count)
    for k in range(count):
        state.absent[k] %= day.parcels.shape[0]


@inner
def _cut_off(day: Day, state: State) -> int:
    """Bits to leave off what parcels cost, so that keys of sorting do not overflow.

    None on a day in money; what is written for another planner may need some.
    """
    most, cut = plain(0), plain(0)
    for k in range(state.totals[T_ABSENT]):
        most = max(most, day.parcels[state.absent[k], P_UNASSIGNED])
    while most >> cut > 2**62 // day.parcels.shape[0]:
        cut += 1
    return cut


@inner
def settle(
    day: Day, state: State, visit: int, route: int, at: int, together: int
) -> None:
    """Put a loose visit where it was found to be best."""
    if together:
        merge_visit(day, state, visit, state.line[route, at, L_VISIT])
    else:
        put_visit(day, state, visit, route, at)
    retime(day, state, route)


@inner
def put_back(
    day: Day,
    state: State,
    at: int,
    option: int,
    route: int,
    stop: int,
    together: int,
) -> None:
    """Put absent parcel number `at` of the list where it was found to be best."""
    parcel = state.absent[at]
    if together:
        visit = state.line[route, stop, L_VISIT]
    else:
        visit = new_visit(state, day.options[option, 1])
        put_visit(day, state, visit, route, stop)
    put_parcel(day, state, parcel, option, visit)
    sum_up(day, state, visit)
    drop_absent(state, at)
    retime(day, state, route)


@inner
def take_apart(day: Day, state: State, visit: int) -> None:
    """Make every parcel of a loose visit absent."""
    while state.visit[visit, V_ROUTE] == LOOSE:
        pull_parcel(day, state, state.visit[visit, V_FIRST])


@inner
def recreate(
    day: Day,
    state: State,
    guide: Guide,
    loose_count: int,
    count: int,
    most: int,
    chance: Bits,
) -> int:
    """Put back what can be; parcels stay absent where that costs less.

    Now and then price is no reason to leave a parcel, so that several together
    may pay for a vehicle none would pay for alone. At most `most` routes are used.
    The number of touched routes.
    """
    unused(day, state, most, guide)
    knobs = guide.knobs
    for k in range(loose_count):
        visit = guide.loose[k]
        _, route, at, together = best_route(
            day, state, visit, knobs[K_BLINK], guide, chance
        )
        if route == NONE:
            take_apart(day, state, visit)
            continue
        count = touch(route, guide.touched, count)
        first = state.route[route, R_STOPS] == 0
        settle(day, state, visit, route, at, together)
        if first:
            unused(day, state, most, guide)
    pick = below(chance, 20)
    order = 0
    if pick >= 5:
        order = 1 + (pick - 5) // 2 if pick < 19 else 7
    arrange(day, state, order, chance)
    whatever = plain(below(chance, 100) < knobs[K_WHATEVER])
    everywhere = plain(below(chance, 100) < knobs[K_EVERYWHERE])
    return _fill(day, state, guide, count, most, whatever, everywhere, chance)


@inner
def _fill(
    day: Day,
    state: State,
    guide: Guide,
    count: int,
    most: int,
    whatever: int,
    everywhere: int,
    chance: Bits,
) -> int:
    waiting = state.totals[T_ABSENT]
    queue = guide.loose
    for k in range(waiting):
        queue[k] = state.absent[k]
    for k in range(waiting):
        parcel = queue[k]
        price, option, route, stop, together = best_option(
            day, state, parcel, everywhere, guide.knobs[K_BLINK], guide, chance
        )
        if route == NONE:
            continue
        if not whatever and price >= day.parcels[parcel, P_UNASSIGNED]:
            continue
        count = touch(route, guide.touched, count)
        first = state.route[route, R_STOPS] == 0
        put_back(day, state, _found(state, parcel), option, route, stop, together)
        if first:
            unused(day, state, most, guide)
    return count


@inner
def _found(state: State, parcel: int) -> int:
    at = 0
    while state.absent[at] != parcel:
        at += 1
    return at


@inner
def first_parcels(
    day: Day,
    state: State,
    queue: Ints,
    first: int,
    last: int,
    guide: Guide,
    chance: Bits,
) -> None:
    """Greedy start: put the parcels queue[first:last] in, each where it is best now.

    Near routes are tried first, all routes where none of them fits; price is no
    reason to leave a parcel.
    """
    most = plain(state.route.shape[0])
    unused(day, state, most, guide)
    for k in range(first, last):
        parcel = queue[k]
        for everywhere in range(2):
            _, option, route, stop, together = best_option(
                day, state, parcel, everywhere, plain(0), guide, chance
            )
            if route != NONE:
                at = _found(state, parcel)
                new = state.route[route, R_STOPS] == 0
                put_back(day, state, at, option, route, stop, together)
                if new:
                    unused(day, state, most, guide)
                break

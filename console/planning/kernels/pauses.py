"""Where a vehicle is loaded again and where its courier rests.

A plan names neither: both follow from the order of the stops, the same way for search
and board. Loading cuts the stops into trips that fit, with the least driving in money
(shortest path over the stops: Beasley 1983, Prins 2004); windows are not looked at.
Breaks are taken so that the route is back as early as it can be: for every number of
breaks taken the earliest second is kept from stop to stop. Of ways that are back as
early the one counts that rests most before leaving, then the one that rests sooner. A
break is taken right after a stop, before driving on.
"""

import numpy as np

from console.planning.kernels.compiling import allocating, inner, plain
from console.planning.kernels.layout import (
    B_CLOSES,
    B_OPENS,
    B_TAKES,
    DEAR,
    H_BREAK,
    H_BREAKS,
    H_END,
    H_LEFT,
    H_MODE,
    H_OPENS,
    H_RATE_M,
    H_RATE_S,
    H_RELOAD,
    H_START,
    H_TRIPS,
    L_RELOAD,
    L_RESTS,
    L_VISIT,
    R_EXTRA,
    R_FULL,
    R_RESTS,
    R_UNRESTED,
    V_DEADLINE,
    V_PLACE,
    V_WINDOWS,
    W_COLLECTS,
    W_ROW,
    Day,
    Ints,
    State,
)
from console.planning.kernels.segments import opening, service


@inner
def leg(day: Day, route: int, at: int, place: int, again: int) -> tuple[int, int]:
    """Seconds and metres from place to place, by way of the start to load `again`."""
    mode = day.vehicles[route, H_MODE]
    seconds, metres = day.seconds[mode], day.metres[mode]
    if not again:
        return plain(seconds[at, place]), plain(metres[at, place])
    depot = day.vehicles[route, H_START]
    takes = plain(seconds[at, depot]) + plain(seconds[depot, place])
    length = plain(metres[at, depot]) + plain(metres[depot, place])
    return int(takes + day.vehicles[route, H_RELOAD]), int(length)


@inner
def pause(
    day: Day, state: State, route: int, line: Ints, stops: int, row: Ints
) -> bool:
    """Decide where a route pauses, note it in `line` and `row`; whether it ever may."""
    row[R_FULL] = row[R_RESTS] = row[R_EXTRA] = row[R_UNRESTED] = 0
    paused = day.vehicles[route, H_BREAKS] > 0 or day.vehicles[route, H_TRIPS] > 1
    if paused or day.extras[W_ROW, W_COLLECTS] > 0:
        row[R_FULL] = load(day, state, route, line, stops)
    if paused:
        row[R_RESTS] = rest(day, state, route, line, stops)
    return bool(paused)


@allocating
def load(day: Day, state: State, route: int, line: Ints, stops: int) -> int:
    """Set L_RELOAD of every stop; 1 where no cutting into trips carries everything."""
    trips = day.vehicles[route, H_TRIPS]
    cost = np.full((trips + 1, stops + 1), DEAR, np.int64)
    origin = np.zeros((trips + 1, stops + 1), np.int64)
    cost[0, 0] = 0
    for trip in range(trips):
        for first in range(stops):
            if cost[trip, first] < DEAR:
                _one_trip(day, state, route, line, first, trip, cost, origin)
    used = plain(1)
    for trip in range(2, trips + 1):
        if cost[trip, stops] < cost[used, stops]:
            used = plain(trip)
    for k in range(stops):
        line[k, L_RELOAD] = 0
    if stops > 0 and cost[used, stops] >= DEAR:
        return 1
    at = stops
    for trip in range(used, 1, -1):
        at = origin[trip, at]
        line[at, L_RELOAD] = 1
    return 0


@allocating
def _one_trip(
    day: Day,
    state: State,
    route: int,
    line: Ints,
    first: int,
    trip: int,
    cost: Ints,
    origin: Ints,
) -> None:
    """Let a trip begin before stop `first` and go on as far as its load allows."""
    price, trips = cost[trip, first], day.vehicles[route, H_TRIPS]
    if first > 0:
        before = state.visit[line[first - 1, L_VISIT], V_PLACE]
        place = state.visit[line[first, L_VISIT], V_PLACE]
        takes, length = leg(day, route, before, place, plain(1))
        direct, short = leg(day, route, before, place, plain(0))
        price += (takes - direct) * day.vehicles[route, H_RATE_S]
        price += (length - short) * day.vehicles[route, H_RATE_M]
    width, double = day.amounts.shape[1], day.extras[W_ROW, W_COLLECTS] > 0
    half = width // 2 if double else width
    out, back = np.zeros(half, np.int64), np.zeros(half, np.int64)
    peak = np.zeros(half, np.int64)
    for k in range(first, cost.shape[1] - 1):
        loads = state.visit_load[line[k, L_VISIT]]
        for d in range(half):
            out[d] += loads[d]
            if double:
                back[d] += loads[half + d]
                peak[d] = max(peak[d], back[d] - out[d])
            # Day.capacity is that of all trips together.
            if (out[d] + peak[d]) * trips > day.capacity[route, d]:
                return
        if price < cost[trip + 1, k + 1]:
            cost[trip + 1, k + 1], origin[trip + 1, k + 1] = price, first


@allocating
def rest(day: Day, state: State, route: int, line: Ints, stops: int) -> int:
    """Set L_RESTS of every stop, once L_RELOAD is; the breaks taken on all the way.

    Of ways that are back as early the one with the most breaks before leaving counts.
    """
    count = day.vehicles[route, H_BREAKS]
    here = np.zeros((stops + 1, count + 1), np.int64)
    best, before, least, finish = plain(0), plain(0), plain(DEAR), plain(DEAR)
    # Who is on the road already has left.
    most = plain(0) if day.vehicles[route, H_LEFT] else count
    for b in range(most + 1):
        taken, late, end = _ways(day, state, route, line, stops, b, here)
        if late < least or (late == least and end <= finish):
            best, before, least, finish = taken, plain(b), late, end
    if before < most:
        best, _, _ = _ways(day, state, route, line, stops, before, here)
    taken = best
    for k in range(stops, -1, -1):
        if k < stops:
            line[k, L_RESTS] = taken
        while k > 0 and taken > 0 and here[k, taken]:
            taken -= 1
    return best


@allocating
def _ways(
    day: Day, state: State, route: int, line: Ints, stops: int, before: int, here: Ints
) -> tuple[int, int, int]:
    """With `before` breaks before leaving: breaks, lateness, end of the best way.

    `here[k, b]` becomes 1 where break number b is taken right before stop k.
    """
    vehicle = day.vehicles[route]
    count = vehicle[H_BREAKS]
    breaks = day.extras[vehicle[H_BREAK] : vehicle[H_BREAK] + count]
    ready = np.zeros(count + 1, np.int64)
    late = np.full(count + 1, DEAR, np.int64)
    here[:] = 0
    at, ready[0], late[0] = vehicle[H_START], vehicle[H_OPENS], 0
    if vehicle[H_LEFT]:
        _take(breaks, ready, late, here[0])
    else:
        _take(breaks[:before], ready, late, here[0])
        late[:before] = DEAR
    for k in range(stops):
        visit = line[k, L_VISIT]
        row = state.visit[visit]
        way, _ = leg(day, route, at, row[V_PLACE], line[k, L_RELOAD])
        takes = service(state.visit, visit, day.vehicles, route)
        for b in range(count + 1):
            if late[b] < DEAR:
                arrival = ready[b] + way
                start = opening(state.windows, visit, row[V_WINDOWS], arrival)
                late[b] += max(0, start - row[V_DEADLINE])
                ready[b] = start + takes
        at = row[V_PLACE]
        _take(breaks, ready, late, here[k + 1])
    way, _ = leg(day, route, at, vehicle[H_END], plain(0))
    return _soonest(breaks, ready + way, late)


@inner
def _take(breaks: Ints, ready: Ints, late: Ints, here: Ints) -> None:
    """Rest here where that is sooner than having rested before; note it in `here`."""
    for b in range(breaks.shape[0]):
        begin = max(ready[b], breaks[b, B_OPENS])
        after = late[b] + max(0, begin - breaks[b, B_CLOSES])
        done = begin + breaks[b, B_TAKES]
        sooner = after == late[b + 1] and done < ready[b + 1]
        if late[b] < DEAR and (after < late[b + 1] or sooner):
            late[b + 1], ready[b + 1], here[b + 1] = after, done, 1


@inner
def _soonest(breaks: Ints, finish: Ints, late: Ints) -> tuple[int, int, int]:
    """How a route ends best: least late, soonest, fewest breaks; how late, when."""
    best, least, count = plain(0), plain(DEAR), breaks.shape[0]
    for b in range(count + 1):
        owed = late[b]
        for after in range(b, count):
            owed += max(0, finish[b] - breaks[after, B_CLOSES])
        if owed < least or (owed == least and finish[b] < finish[best]):
            best, least = plain(b), owed
    return best, least, int(finish[best])

"""When a route does what: the one exact schedule that search and board share.

A vehicle finishes as early as its windows allow and leaves as late as that finish
allows: no waiting is paid that a later departure would avoid. With one window a stop
this is the least duration; with several it is the rule. A stop begins in a window
that all its parcels share; after the last one it begins at once and is late.

Segments (duration, earliest, latest departure) join in constant time (Vidal et al.
2013, without time warp: routes that are searched on are always feasible).
"""

import numba

from console.planning.kernels.layout import (
    H_CLOSES,
    H_CO2_G,
    H_CO2_PRICE,
    H_DOOR_HANDLING,
    H_DOOR_SETUP,
    H_END,
    H_FIXED,
    H_MODE,
    H_OPENS,
    H_PER_HOUR,
    H_PER_KM,
    H_START,
    L_EARLIEST,
    L_HEAD,
    L_LATEST,
    L_PLACE,
    L_SERVICE,
    L_TAIL,
    L_VISIT,
    NEVER,
    R_COST,
    R_DEPARTURE,
    R_FINISH,
    R_LATE,
    R_METRES,
    R_OVER,
    R_STOPS,
    T_COST,
    V_AT,
    V_DEADLINE,
    V_DOOR_SETUP,
    V_DOORS,
    V_HANDLING,
    V_PLACE,
    V_ROUTE,
    V_SETUP,
    V_WINDOWS,
    Day,
    Ints,
    State,
)


@numba.njit(nogil=True, cache=True)
def opening(windows: Ints, count: int, second: int) -> int:
    """The first second from `second` on in a window; `second` after the last."""
    for k in range(count):
        if second <= windows[2 * k + 1]:
            return max(second, windows[2 * k])
    return second


@numba.njit(nogil=True, cache=True)
def closing(windows: Ints, count: int, second: int) -> int:
    """The last second up to `second` in a window, NEVER before the first."""
    for k in range(count - 1, -1, -1):
        if second >= windows[2 * k]:
            return min(second, windows[2 * k + 1])
    return NEVER


@numba.njit(nogil=True, cache=True)
def window_of(windows: Ints, count: int, second: int) -> int:
    """The number of the first window that ends at or after `second`, or the last."""
    for k in range(count):
        if second <= windows[2 * k + 1]:
            return k
    return count - 1


@numba.njit(nogil=True, cache=True)
def service(visit: Ints, vehicle: Ints) -> int:
    """Seconds one visit takes one vehicle: the largest setup, and all handling."""
    setup = visit[V_SETUP]
    if visit[V_DOOR_SETUP] >= 0:
        setup = max(setup, visit[V_DOOR_SETUP] + vehicle[H_DOOR_SETUP])
    return setup + visit[V_HANDLING] + visit[V_DOORS] * vehicle[H_DOOR_HANDLING]


@numba.njit(nogil=True, cache=True)
def join(
    first: tuple[int, int, int], way: int, second: tuple[int, int, int]
) -> tuple[int, int, int]:
    """Two segments with `way` seconds between them as one."""
    behind = first[0] + way
    wait = max(second[1] - behind - first[2], 0)
    return (
        behind + second[0] + wait,
        max(second[1] - behind, first[1]) - wait,
        min(second[2] - behind, first[2]),
    )


@numba.njit(nogil=True, cache=True)
def at_rate(quantity: int, rate: int, per: int) -> int:
    """As console.domain.money.at_rate."""
    return (quantity * rate * 2 + per) // (per * 2)


@numba.njit(nogil=True, cache=True)
def route_cost(vehicle: Ints, duration: int, metres: int) -> int:
    """Fixed, time, distance and CO2 of a used vehicle, each rounded once."""
    return (
        vehicle[H_FIXED]
        + at_rate(duration, vehicle[H_PER_HOUR], 3600)
        + at_rate(metres, vehicle[H_PER_KM], 1000)
        + at_rate(metres * vehicle[H_CO2_G], vehicle[H_CO2_PRICE], 1_000_000)
    )


@numba.njit(nogil=True, cache=True)
def retime(day: Day, state: State, route: int) -> None:
    """Work a route out anew from its visits; keeps the sum of all costs."""
    row, line, vehicle = state.route[route], state.line[route], day.vehicles[route]
    stops, before = row[R_STOPS], row[R_COST]
    if stops == 0:
        row[R_DEPARTURE] = row[R_FINISH] = vehicle[H_OPENS]
        row[R_METRES] = row[R_LATE] = row[R_OVER] = row[R_COST] = 0
        state.totals[T_COST] -= before
        return
    seconds, metres = day.seconds[vehicle[H_MODE]], day.metres[vehicle[H_MODE]]
    at, now, length, late = vehicle[H_START], vehicle[H_OPENS], 0, 0
    head = (0, vehicle[H_OPENS], vehicle[H_CLOSES])
    for k in range(stops):
        stop = line[k]
        number = stop[L_VISIT]
        visit, windows = state.visit[number], state.windows[number]
        visit[V_ROUTE], visit[V_AT] = route, k
        place, count = visit[V_PLACE], visit[V_WINDOWS]
        way = seconds[at, place]
        length += metres[at, place]
        start = opening(windows, count, now + way)
        late += max(0, start - visit[V_DEADLINE])
        takes = service(visit, vehicle)
        chosen = 2 * window_of(windows, count, start)
        head = join(head, way, (takes, windows[chosen], windows[chosen + 1]))
        stop[L_PLACE], stop[L_EARLIEST], stop[L_SERVICE] = place, start, takes
        stop[L_HEAD], stop[L_HEAD + 1], stop[L_HEAD + 2] = head
        at, now = place, start + takes
    end = vehicle[H_END]
    length += metres[at, end]
    finish = now + seconds[at, end]
    departure = _backwards(day, state, route, finish)
    row[R_DEPARTURE], row[R_FINISH] = departure, finish
    row[R_METRES], row[R_LATE] = length, late
    row[R_OVER] = max(0, finish - vehicle[H_CLOSES])
    row[R_COST] = route_cost(vehicle, finish - departure, length)
    state.totals[T_COST] += row[R_COST] - before


@numba.njit(nogil=True, cache=True)
def _backwards(day: Day, state: State, route: int, finish: int) -> int:
    """Latest starts and segments from the end; the latest departure for `finish`."""
    line, vehicle = state.line[route], day.vehicles[route]
    seconds = day.seconds[vehicle[H_MODE]]
    tail = (0, vehicle[H_OPENS], vehicle[H_CLOSES])
    following, same, hard = vehicle[H_END], finish, vehicle[H_CLOSES]
    for k in range(state.route[route, R_STOPS] - 1, -1, -1):
        stop = line[k]
        number = stop[L_VISIT]
        windows, count = state.windows[number], state.visit[number, V_WINDOWS]
        place, takes, earliest = stop[L_PLACE], stop[L_SERVICE], stop[L_EARLIEST]
        way = seconds[place, following]
        same = max(earliest, closing(windows, count, same - takes - way))
        hard = closing(windows, count, hard - takes - way)
        chosen = 2 * window_of(windows, count, earliest)
        tail = join((takes, windows[chosen], windows[chosen + 1]), way, tail)
        stop[L_LATEST] = hard
        stop[L_TAIL], stop[L_TAIL + 1], stop[L_TAIL + 2] = tail
        following = place
    return same - seconds[vehicle[H_START], following]


@numba.njit(nogil=True, cache=True)
def timetable(day: Day, state: State, route: int, table: Ints) -> None:
    """Fill `table` (stops + 1, 6): way, metres, arrival, start, departure, late.

    The last row is the way back to the end.
    """
    vehicle, line = day.vehicles[route], state.line[route]
    seconds, metres = day.seconds[vehicle[H_MODE]], day.metres[vehicle[H_MODE]]
    stops, now = state.route[route, R_STOPS], state.route[route, R_DEPARTURE]
    at = vehicle[H_START]
    for k in range(stops):
        place, number = line[k, L_PLACE], line[k, L_VISIT]
        way = seconds[at, place]
        start = opening(
            state.windows[number], state.visit[number, V_WINDOWS], now + way
        )
        table[k, 0], table[k, 1], table[k, 2] = way, metres[at, place], now + way
        table[k, 3], table[k, 4] = start, start + line[k, L_SERVICE]
        table[k, 5] = max(0, start - state.visit[number, V_DEADLINE])
        at, now = place, start + line[k, L_SERVICE]
    end = vehicle[H_END]
    table[stops, 0], table[stops, 1] = seconds[at, end], metres[at, end]
    table[stops, 2] = table[stops, 3] = table[stops, 4] = now + seconds[at, end]
    table[stops, 5] = 0

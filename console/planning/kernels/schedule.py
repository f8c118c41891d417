"""When a route does what: the one exact schedule that search and board share.

A vehicle finishes as early as its windows allow and leaves as late as that finish
allows: no waiting is paid that a later departure would avoid. With one window a stop
this is the least duration; with several it is the rule. A stop begins in a window
that all its parcels share; after the last one it begins at once and is late.

Segments (duration, earliest, latest departure) join in constant time (Vidal et al.
2013, without time warp: routes that are searched on are always feasible).
"""

from console.planning.kernels.compiling import kernel, plain
from console.planning.kernels.layout import (
    H_CLOSES,
    H_CO2_G,
    H_CO2_PRICE,
    H_DOOR_HANDLING,
    H_DOOR_SETUP,
    H_END,
    H_FIXED,
    H_LEFT,
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
    R_VERSION,
    T_COST,
    T_VERSION,
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


@kernel
def opening(windows: Ints, row: int, count: int, second: int) -> int:
    """The first second from `second` on in a window; `second` after the last."""
    for k in range(count):
        if second <= windows[row, 2 * k + 1]:
            return int(max(second, windows[row, 2 * k]))
    return second


@kernel
def closing(windows: Ints, row: int, count: int, second: int) -> int:
    """The last second up to `second` in a window, NEVER before the first."""
    for k in range(count - 1, -1, -1):
        if second >= windows[row, 2 * k]:
            return int(min(second, windows[row, 2 * k + 1]))
    return NEVER


@kernel
def window_of(windows: Ints, row: int, count: int, second: int) -> int:
    """The number of the first window that ends at or after `second`, or the last."""
    for k in range(count):
        if second <= windows[row, 2 * k + 1]:
            return k
    return count - 1


@kernel
def service(visits: Ints, visit: int, vehicles: Ints, vehicle: int) -> int:
    """Seconds one visit takes one vehicle: the largest setup, and all handling."""
    setup = visits[visit, V_SETUP]
    door = visits[visit, V_DOOR_SETUP]
    if door >= 0:
        setup = max(setup, door + vehicles[vehicle, H_DOOR_SETUP])
    handling = visits[visit, V_DOORS] * vehicles[vehicle, H_DOOR_HANDLING]
    return int(setup + visits[visit, V_HANDLING] + handling)


@kernel
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


@kernel
def at_rate(quantity: int, rate: int, per: int) -> int:
    """As console.domain.money.at_rate."""
    return (quantity * rate * 2 + per) // (per * 2)


@kernel
def route_cost(vehicles: Ints, vehicle: int, duration: int, metres: int) -> int:
    """Fixed, time, distance and CO2 of a used vehicle, each rounded once."""
    co2 = metres * vehicles[vehicle, H_CO2_G]
    return int(
        vehicles[vehicle, H_FIXED]
        + at_rate(duration, vehicles[vehicle, H_PER_HOUR], 3600)
        + at_rate(metres, vehicles[vehicle, H_PER_KM], 1000)
        + at_rate(co2, vehicles[vehicle, H_CO2_PRICE], 1_000_000)
    )


@kernel
def leaving(vehicles: Ints, vehicle: int) -> int:
    """The last second a vehicle may leave its start."""
    if vehicles[vehicle, H_LEFT]:
        return int(vehicles[vehicle, H_OPENS])
    return int(vehicles[vehicle, H_CLOSES])


@kernel
def retime(day: Day, state: State, route: int) -> None:
    """Work a route out anew from its visits; keeps the sum of all costs."""
    row, line = state.route[route], state.line[route]
    visits, windows, vehicles = state.visit, state.windows, day.vehicles
    stops, before = row[R_STOPS], row[R_COST]
    state.totals[T_VERSION] += 1
    row[R_VERSION] = state.totals[T_VERSION]
    opens = vehicles[route, H_OPENS]
    if stops == 0:
        row[R_DEPARTURE] = opens
        row[R_FINISH] = opens
        row[R_METRES] = row[R_LATE] = row[R_OVER] = row[R_COST] = 0
        state.totals[T_COST] -= before
        return
    mode = vehicles[route, H_MODE]
    seconds, metres = day.seconds[mode], day.metres[mode]
    at, now = vehicles[route, H_START], opens
    length, late = plain(0), plain(0)
    head = (plain(0), opens, leaving(vehicles, route))
    for k in range(stops):
        visit = line[k, L_VISIT]
        visits[visit, V_ROUTE], visits[visit, V_AT] = route, k
        place, count = visits[visit, V_PLACE], visits[visit, V_WINDOWS]
        way = plain(seconds[at, place])
        length += metres[at, place]
        start = opening(windows, visit, count, now + way)
        late += max(0, start - visits[visit, V_DEADLINE])
        takes = service(visits, visit, vehicles, route)
        chosen = 2 * window_of(windows, visit, count, start)
        stay = (takes, windows[visit, chosen], windows[visit, chosen + 1])
        head = join(head, way, stay)
        line[k, L_PLACE], line[k, L_EARLIEST], line[k, L_SERVICE] = place, start, takes
        line[k, L_HEAD], line[k, L_HEAD + 1], line[k, L_HEAD + 2] = head
        at, now = place, start + takes
    end = vehicles[route, H_END]
    length += metres[at, end]
    finish = now + seconds[at, end]
    departure = _backwards(day, state, route, finish)
    row[R_DEPARTURE], row[R_FINISH] = departure, finish
    row[R_METRES], row[R_LATE] = length, late
    row[R_OVER] = max(0, finish - vehicles[route, H_CLOSES])
    row[R_COST] = route_cost(vehicles, route, finish - departure, length)
    state.totals[T_COST] += row[R_COST] - before


@kernel
def _backwards(day: Day, state: State, route: int, finish: int) -> int:
    """Latest starts and segments from the end; the latest departure for `finish`."""
    line, windows, vehicles = state.line[route], state.windows, day.vehicles
    seconds, closes = day.seconds[vehicles[route, H_MODE]], vehicles[route, H_CLOSES]
    tail = (plain(0), vehicles[route, H_OPENS], closes)
    following, same, hard = vehicles[route, H_END], finish, closes
    for k in range(state.route[route, R_STOPS] - 1, -1, -1):
        visit = line[k, L_VISIT]
        count = state.visit[visit, V_WINDOWS]
        place, takes, earliest = (
            line[k, L_PLACE],
            line[k, L_SERVICE],
            line[k, L_EARLIEST],
        )
        way = plain(seconds[place, following])
        same = max(earliest, closing(windows, visit, count, same - takes - way))
        hard = closing(windows, visit, count, hard - takes - way)
        chosen = 2 * window_of(windows, visit, count, earliest)
        stay = (takes, windows[visit, chosen], windows[visit, chosen + 1])
        tail = join(stay, way, tail)
        line[k, L_LATEST] = hard
        line[k, L_TAIL], line[k, L_TAIL + 1], line[k, L_TAIL + 2] = tail
        following = place
    if vehicles[route, H_LEFT]:
        return int(vehicles[route, H_OPENS])
    return int(same - seconds[vehicles[route, H_START], following])


@kernel
def timetable(day: Day, state: State, route: int, table: Ints) -> None:
    """Fill `table` (stops + 1, 6): way, metres, arrival, start, departure, late.

    The last row is the way back to the end.
    """
    vehicle, line = day.vehicles[route], state.line[route]
    seconds, metres = day.seconds[vehicle[H_MODE]], day.metres[vehicle[H_MODE]]
    stops, now = state.route[route, R_STOPS], state.route[route, R_DEPARTURE]
    at = vehicle[H_START]
    for k in range(stops):
        place, visit = line[k, L_PLACE], line[k, L_VISIT]
        way = plain(seconds[at, place])
        count = state.visit[visit, V_WINDOWS]
        start = opening(state.windows, visit, count, now + way)
        table[k, 0], table[k, 1], table[k, 2] = way, metres[at, place], now + way
        table[k, 3], table[k, 4] = start, start + line[k, L_SERVICE]
        table[k, 5] = max(0, start - state.visit[visit, V_DEADLINE])
        at, now = place, start + line[k, L_SERVICE]
    end = vehicle[H_END]
    table[stops, 0], table[stops, 1] = seconds[at, end], metres[at, end]
    table[stops, 2] = table[stops, 3] = table[stops, 4] = now + seconds[at, end]
    table[stops, 5] = 0

"""When a route does what: the one exact schedule that search and board share.

A vehicle finishes as early as its windows allow and leaves as late as that finish
allows: no waiting is paid that a later departure would avoid. With one window a stop
this is the least duration; with several it is the rule. A stop begins in a window
that all its parcels share; after the last one it begins at once and is late. Nothing
is put off past a soft end for a later departure.

`work_out` times any order of stops; a route that is only tried is timed by it too
(`kernels.weighing`), so that what a position is said to cost is what it will cost.
"""

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.layout import (
    A_ZONE,
    B_CLOSES,
    B_OPENS,
    B_TAKES,
    H_BREAK,
    H_BREAKS,
    H_CLOSES,
    H_CO2_G,
    H_CO2_PRICE,
    H_END,
    H_FIXED,
    H_LEFT,
    H_LONGEST,
    H_MODE,
    H_OPENS,
    H_OVERTIME,
    H_PER_HOUR,
    H_PER_KM,
    H_RANGE,
    H_RELOAD,
    H_SHIFT_END,
    H_SKILLS,
    H_START,
    H_TRIPS,
    L_EARLIEST,
    L_EXTRA,
    L_HEAD,
    L_LATEST,
    L_METRES,
    L_PLACE,
    L_RELOAD,
    L_RESTS,
    L_SERVICE,
    L_TAIL,
    L_VISIT,
    L_WAY,
    NEVER,
    NONE,
    O_LATE,
    O_SOFT,
    R_BEYOND,
    R_BROKEN,
    R_COLUMNS,
    R_COST,
    R_DEPARTURE,
    R_EXTRA,
    R_FINISH,
    R_FULL,
    R_LACKS,
    R_LATE,
    R_LONG,
    R_METRES,
    R_OVER,
    R_OVERTIME,
    R_RESTS,
    R_SOFT,
    R_STOPS,
    R_UNRESTED,
    R_VERSION,
    R_ZONES,
    S_NEXT,
    S_OPTION,
    T_COST,
    T_SPREAD,
    T_VERSION,
    V_AT,
    V_DEADLINE,
    V_FIRST,
    V_LATE,
    V_NEEDS,
    V_PLACE,
    V_ROUTE,
    V_SOFT,
    V_WINDOWS,
    W_ROW,
    W_SPREAD,
    W_ZONE,
    X_BEGINS,
    Day,
    Ints,
    State,
)
from console.planning.kernels.pauses import leg, pause
from console.planning.kernels.segments import (
    at_rate,
    closing,
    join,
    leaving,
    opening,
    service,
    window_of,
)


@inner
def _route_cost(day: Day, route: int, row: Ints) -> int:
    """All lines of a used vehicle, each rounded once."""
    vehicle, metres = day.vehicles[route], row[R_METRES]
    cost = (
        vehicle[H_FIXED]
        + at_rate(row[R_FINISH] - row[R_DEPARTURE], vehicle[H_PER_HOUR], 3600)
        + at_rate(metres, vehicle[H_PER_KM], 1000)
        + at_rate(metres * vehicle[H_CO2_G], vehicle[H_CO2_PRICE], 1_000_000)
    )
    if row[R_OVERTIME] > 0:
        cost += at_rate(row[R_OVERTIME], vehicle[H_OVERTIME], 3600)
    if row[R_SOFT] > 0:
        cost += at_rate(row[R_SOFT], plain(1), 3600)
    return int(cost + row[R_ZONES] * day.extras[W_ROW, W_ZONE])


@inner
def retime(day: Day, state: State, route: int) -> None:
    """Work a route out anew from its visits; keeps the sum of all costs."""
    row, line = state.route[route], state.line[route]
    before = row[R_COST]
    state.totals[T_VERSION] += 1
    work_out(day, state, route, line, row[R_STOPS], row)
    for k in range(row[R_STOPS]):
        visit = line[k, L_VISIT]
        state.visit[visit, V_ROUTE], state.visit[visit, V_AT] = route, k
    row[R_VERSION] = state.totals[T_VERSION]
    state.totals[T_COST] += row[R_COST] - before
    if day.extras[W_ROW, W_SPREAD] > 0:
        unequal = _spread(day, state)
        state.totals[T_COST] += unequal - state.totals[T_SPREAD]
        state.totals[T_SPREAD] = unequal


@inner
def _spread(day: Day, state: State) -> int:
    """What it costs that some used routes are longer than their mean."""
    used = whole = above = 0
    for route in range(state.route.shape[0]):
        row = state.route[route]
        if row[R_STOPS] > 0:
            used += 1
            whole += row[R_FINISH] - row[R_DEPARTURE]
    for route in range(state.route.shape[0]):
        row = state.route[route]
        if row[R_STOPS] > 0:
            above += max(0, used * (row[R_FINISH] - row[R_DEPARTURE]) - whole)
    return at_rate(above, day.extras[W_ROW, W_SPREAD], 3600 * used) if used > 0 else 0


@inner
def work_out(
    day: Day, state: State, route: int, line: Ints, stops: int, row: Ints
) -> None:
    """Time the visits that `line` names; fill `line` and `row`, but not R_STOPS."""
    visits, windows, vehicles = state.visit, state.windows, day.vehicles
    opens = vehicles[route, H_OPENS]
    if stops == 0:
        for c in range(R_DEPARTURE, R_COLUMNS):
            row[c] = 0
        row[R_DEPARTURE] = row[R_FINISH] = opens
        return
    mode = vehicles[route, H_MODE]
    seconds, metres = day.seconds[mode], day.metres[mode]
    paused = pause(day, state, route, line, stops, row)
    at, now = vehicles[route, H_START], opens
    length, late, needs, soft, rested = plain(0), plain(0), plain(0), plain(0), plain(0)
    head = (plain(0), opens, leaving(vehicles, route))
    for k in range(stops):
        visit = line[k, L_VISIT]
        place, count = visits[visit, V_PLACE], visits[visit, V_WINDOWS]
        way, far = plain(seconds[at, place]), plain(metres[at, place])
        line[k, L_WAY], line[k, L_METRES] = way, far
        if paused:
            now, head, rested, extra = _take_breaks(
                day, state, route, row, now, head, rested, line[k, L_RESTS]
            )
            if k == 0 and not vehicles[route, H_LEFT]:
                # Whoever rests before leaving is not at work yet.
                head, extra = (plain(0), now, vehicles[route, H_CLOSES]), plain(0)
            way, far = leg(day, route, at, place, line[k, L_RELOAD])
            line[k, L_EXTRA] = extra + way - line[k, L_WAY]
        length += far
        start = opening(windows, visit, count, now + way)
        late += max(0, start - visits[visit, V_DEADLINE])
        needs |= visits[visit, V_NEEDS]
        takes = service(visits, visit, vehicles, route)
        chosen = 2 * window_of(windows, visit, count, start)
        if start > visits[visit, V_SOFT]:
            soft += _lateness(day, state, visit, start)
        last = min(windows[visit, chosen + 1], max(start, visits[visit, V_SOFT]))
        stay = (takes, windows[visit, chosen], last)
        head = join(head, way, stay)
        line[k, L_PLACE], line[k, L_EARLIEST], line[k, L_SERVICE] = place, start, takes
        line[k, L_HEAD], line[k, L_HEAD + 1], line[k, L_HEAD + 2] = head
        at, now = place, start + takes
    if paused:
        now, head, rested, row[R_EXTRA] = _take_breaks(
            day, state, route, row, now, head, rested, row[R_RESTS]
        )
    end = vehicles[route, H_END]
    row[R_FINISH] = now + plain(seconds[at, end])
    row[R_METRES] = length + plain(metres[at, end])
    row[R_LATE], row[R_SOFT] = late, soft
    row[R_LACKS] = needs & ~vehicles[route, H_SKILLS]
    row[R_DEPARTURE] = _backwards(day, state, route, line, stops, row)
    row[R_ZONES] = 0
    if day.extras[W_ROW, W_ZONE] > 0:
        row[R_ZONES] = _zones(day, line, stops)
    _judge(day, route, row)


@inner
def _judge(day: Day, route: int, row: Ints) -> None:
    """What of the vehicle's limits a timed route breaks, and what it costs."""
    vehicle, finish = day.vehicles[route], row[R_FINISH]
    row[R_OVERTIME] = max(0, finish - vehicle[H_SHIFT_END])
    row[R_OVER] = max(0, finish - vehicle[H_CLOSES])
    row[R_LONG] = max(0, finish - row[R_DEPARTURE] - vehicle[H_LONGEST])
    row[R_BEYOND] = max(0, row[R_METRES] - vehicle[H_RANGE])
    first = vehicle[H_BREAK]
    for b in range(first + row[R_RESTS], first + vehicle[H_BREAKS]):
        row[R_UNRESTED] += max(0, finish - day.extras[b, B_CLOSES])
    broken = row[R_LATE] + row[R_OVER] + row[R_LONG] + row[R_BEYOND]
    broken += row[R_UNRESTED] + row[R_FULL]
    row[R_BROKEN] = 1 if broken > 0 or row[R_LACKS] != 0 else 0
    row[R_COST] = _route_cost(day, route, row)


@inner
def _take_breaks(
    day: Day,
    state: State,
    route: int,
    row: Ints,
    now: int,
    head: tuple[int, int, int],
    rested: int,
    until: int,
) -> tuple[int, tuple[int, int, int], int, int]:
    """Rest until `until` breaks are taken: second, segment, breaks, seconds rested."""
    extra, first = plain(0), day.vehicles[route, H_BREAK]
    while rested < until:
        due = day.extras[first + rested]
        begin = max(now, due[B_OPENS])
        state.scratch[X_BEGINS, rested] = begin
        row[R_UNRESTED] += max(0, begin - due[B_CLOSES])
        stay = (due[B_TAKES], due[B_OPENS], due[B_CLOSES])
        head = join(head, plain(0), stay)
        now = begin + due[B_TAKES]
        extra += due[B_TAKES]
        rested += 1
    return now, head, rested, extra


@inner
def _lateness(day: Day, state: State, visit: int, start: int) -> int:
    """Seconds after the soft ends of a visit's parcels, times their prices an hour.

    A scratch visit has no parcels of its own: all count from the first soft end.
    """
    if visit >= state.visit.shape[0] - 2:
        row = state.visit[visit]
        return int((start - row[V_SOFT]) * row[V_LATE])
    sum_, parcel = plain(0), state.visit[visit, V_FIRST]
    while parcel != NONE:
        option = state.parcel[parcel, S_OPTION]
        after = max(0, start - day.options[option, O_SOFT])
        sum_ += after * day.options[option, O_LATE]
        parcel = state.parcel[parcel, S_NEXT]
    return sum_


@inner
def _zones(day: Day, line: Ints, stops: int) -> int:
    """How many zones the stops are in besides the first."""
    count = 0
    for k in range(stops):
        zone, seen = day.places[line[k, L_PLACE], A_ZONE], False
        for earlier in range(k):
            if day.places[line[earlier, L_PLACE], A_ZONE] == zone:
                seen = True
        if zone != NONE and not seen:
            count += 1
    return max(0, count - 1)


@inner
def _backwards(
    day: Day, state: State, route: int, line: Ints, stops: int, row: Ints
) -> int:
    """Latest starts and segments from the end; the latest departure for its finish."""
    windows, vehicles = state.windows, day.vehicles
    seconds, closes = day.seconds[vehicles[route, H_MODE]], vehicles[route, H_CLOSES]
    tail = (plain(0), vehicles[route, H_OPENS], closes)
    following, same, hard = vehicles[route, H_END], row[R_FINISH], closes
    paused = vehicles[route, H_BREAKS] > 0 or vehicles[route, H_TRIPS] > 1
    rested, again = row[R_RESTS], plain(0)
    back = plain(seconds[line[stops - 1, L_PLACE], following])
    for k in range(stops - 1, -1, -1):
        visit = line[k, L_VISIT]
        count, soft = state.visit[visit, V_WINDOWS], state.visit[visit, V_SOFT]
        place, takes, earliest = (
            line[k, L_PLACE],
            line[k, L_SERVICE],
            line[k, L_EARLIEST],
        )
        way = back
        if paused:
            way, _ = leg(day, route, place, following, again)
            while rested > line[k, L_RESTS]:
                rested -= 1
                due = day.extras[vehicles[route, H_BREAK] + rested]
                latest = min(due[B_CLOSES], same - way - due[B_TAKES])
                same = max(state.scratch[X_BEGINS, rested], latest)
                hard = min(due[B_CLOSES], hard - way - due[B_TAKES])
                if hard < due[B_OPENS]:
                    hard = plain(NEVER)
                stay = (due[B_TAKES], due[B_OPENS], due[B_CLOSES])
                tail, way = join(stay, way, tail), plain(0)
            again = line[k, L_RELOAD]
        latest = min(same - takes - way, soft)
        same = max(earliest, closing(windows, visit, count, latest))
        hard = closing(windows, visit, count, hard - takes - way)
        chosen = 2 * window_of(windows, visit, count, earliest)
        last = min(windows[visit, chosen + 1], max(earliest, soft))
        stay = (takes, windows[visit, chosen], last)
        tail = join(stay, way, tail)
        line[k, L_LATEST] = hard
        line[k, L_TAIL], line[k, L_TAIL + 1], line[k, L_TAIL + 2] = tail
        following, back = place, line[k, L_WAY]
    if vehicles[route, H_LEFT]:
        return int(vehicles[route, H_OPENS])
    return int(same - plain(seconds[vehicles[route, H_START], following]))


@inner
def timetable(day: Day, state: State, route: int, table: Ints, pauses: Ints) -> int:
    """Fill `table` (stops + 1, 6): way, metres, arrival, start, departure, late.

    The last row is the way back to the end. `pauses` (breaks and trips, 4) is filled
    with what comes between: whether the vehicle is loaded, the number of the stop
    before which, begin and end; their number is returned.
    """
    vehicle, line, row = day.vehicles[route], state.line[route], state.route[route]
    stops, now, at = row[R_STOPS], row[R_DEPARTURE], vehicle[H_START]
    paused = vehicle[H_BREAKS] > 0 or vehicle[H_TRIPS] > 1
    rested, count = plain(0), 0
    if paused and stops > 0 and not vehicle[H_LEFT]:
        rested = line[0, L_RESTS]
    for k in range(stops + 1):
        place = line[k, L_PLACE] if k < stops else vehicle[H_END]
        again = plain(0)
        if paused:
            again = line[k, L_RELOAD] if k < stops else plain(0)
            while rested < (line[k, L_RESTS] if k < stops else row[R_RESTS]):
                due = day.extras[vehicle[H_BREAK] + rested]
                begin = max(now, due[B_OPENS])
                now = begin + due[B_TAKES]
                pauses[count, 0], pauses[count, 1] = 0, k
                pauses[count, 2], pauses[count, 3] = begin, now
                rested, count = rested + 1, count + 1
        way, length = leg(day, route, at, place, again)
        if again:
            back, _ = leg(day, route, vehicle[H_START], place, plain(0))
            done = now + way - back
            pauses[count, 0], pauses[count, 1] = 1, k
            pauses[count, 2], pauses[count, 3] = done - vehicle[H_RELOAD], done
            count += 1
        table[k, 0], table[k, 1], table[k, 2] = way, length, now + way
        if k == stops:
            table[k, 3] = table[k, 4] = now + way
            table[k, 5] = 0
            break
        visit = line[k, L_VISIT]
        windows = state.visit[visit, V_WINDOWS]
        start = opening(state.windows, visit, windows, now + way)
        table[k, 3], table[k, 4] = start, start + line[k, L_SERVICE]
        table[k, 5] = max(0, start - state.visit[visit, V_DEADLINE])
        at, now = place, start + line[k, L_SERVICE]
    return count

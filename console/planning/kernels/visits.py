"""Changing a solution: parcels into and out of visits, visits into and out of routes.

Nothing here looks at feasibility, and times are stale until `schedule.retime`. Loads,
compartments, option costs and the list of absent parcels are always right.
"""

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.layout import (
    A_VISITS,
    DEAR,
    H_LEFT,
    L_VISIT,
    LATER,
    LOOSE,
    NONE,
    O_COST,
    O_DOOR,
    O_HANDLING,
    O_KIND,
    O_LATE,
    O_NEEDS,
    O_PARCEL,
    O_PLACE,
    O_SETUP,
    O_SOFT,
    O_WINDOW,
    O_WINDOWS,
    P_HELD,
    P_MOVED,
    P_STOCKED,
    P_UNASSIGNED,
    R_STOPS,
    S_BACK,
    S_FIXED,
    S_KIND,
    S_NEXT,
    S_OPTION,
    S_PAIR,
    S_VISIT,
    T_ABSENT,
    T_COST,
    T_HELD,
    T_NEXT_VISIT,
    V_AT,
    V_COUNT,
    V_DEADLINE,
    V_DOOR_SETUP,
    V_DOORS,
    V_FIRST,
    V_FIXED,
    V_HANDLING,
    V_LATE,
    V_NEEDS,
    V_OPTION,
    V_PLACE,
    V_ROUTE,
    V_SETUP,
    V_SOFT,
    V_WINDOWS,
    W_FREES,
    W_QUOTAS,
    W_ROW,
    WORD,
    Day,
    Ints,
    State,
)
from console.planning.kernels.lodging import lodge, part
from console.planning.kernels.rooms import meet, take_room
from console.planning.kernels.rows import add, clear


@inner
def shared_windows(one: Ints, ones: int, other: Ints, others: int, out: Ints) -> int:
    """Windows in both lists, written to `out`; their number, NONE if it has no room."""
    i = j = count = 0
    while i < ones and j < others:
        start = max(one[2 * i], other[2 * j])
        end = min(one[2 * i + 1], other[2 * j + 1])
        if start <= end:
            if 2 * count == out.size:
                return NONE
            out[2 * count], out[2 * count + 1] = start, end
            count += 1
        if one[2 * i + 1] < other[2 * j + 1]:
            i += 1
        else:
            j += 1
    return count


@inner
def sketch(day: Day, state: State, visit: int, option: int) -> None:
    """Make the scratch `visit` what one parcel handed over this way would be."""
    row, choice = state.visit[visit], day.options[option]
    row[V_PLACE], row[V_COUNT], row[V_OPTION] = choice[O_PLACE], 0, option
    _empty(row)
    _count_in(row, choice)
    count, first = choice[O_WINDOWS], choice[O_WINDOW]
    row[V_WINDOWS] = count
    for k in range(count):
        state.windows[visit, 2 * k] = day.windows[first + k, 0]
        state.windows[visit, 2 * k + 1] = day.windows[first + k, 1]
    row[V_DEADLINE] = day.windows[first + count - 1, 1]
    for d in range(day.amounts.shape[1]):
        state.visit_load[visit, d] = day.amounts[choice[O_PARCEL], d]


@inner
def _empty(row: Ints) -> None:
    row[V_SETUP] = row[V_DOOR_SETUP] = -1
    row[V_HANDLING] = row[V_DOORS] = row[V_NEEDS] = row[V_LATE] = 0
    row[V_SOFT] = LATER


@inner
def _count_in(row: Ints, choice: Ints) -> None:
    if choice[O_DOOR]:
        row[V_DOOR_SETUP] = max(row[V_DOOR_SETUP], choice[O_SETUP])
        row[V_DOORS] += 1
    else:
        row[V_SETUP] = max(row[V_SETUP], choice[O_SETUP])
    row[V_HANDLING] += choice[O_HANDLING]
    row[V_NEEDS] |= choice[O_NEEDS]
    row[V_SOFT] = min(row[V_SOFT], choice[O_SOFT])
    row[V_LATE] += choice[O_LATE]


@inner
def mixed(state: State, visit: int, guest: int, out: int) -> int:
    """Make scratch `out` of both visits together; the number of shared windows."""
    one, other, row = state.visit[visit], state.visit[guest], state.visit[out]
    row[V_PLACE] = one[V_PLACE]
    row[V_SETUP] = max(one[V_SETUP], other[V_SETUP])
    row[V_DOOR_SETUP] = max(one[V_DOOR_SETUP], other[V_DOOR_SETUP])
    row[V_HANDLING] = one[V_HANDLING] + other[V_HANDLING]
    row[V_DOORS] = one[V_DOORS] + other[V_DOORS]
    row[V_DEADLINE] = min(one[V_DEADLINE], other[V_DEADLINE])
    row[V_NEEDS] = one[V_NEEDS] | other[V_NEEDS]
    row[V_SOFT] = min(one[V_SOFT], other[V_SOFT])
    row[V_LATE] = one[V_LATE] + other[V_LATE]
    count = shared_windows(
        state.windows[visit],
        one[V_WINDOWS],
        state.windows[guest],
        other[V_WINDOWS],
        state.windows[out],
    )
    row[V_WINDOWS] = count
    return count


@inner
def sum_up(day: Day, state: State, visit: int) -> None:
    """Work a visit's setup, handling and windows out from its parcels.

    Without a shared window it waits for the last of them to open and is late after
    the first of them to close: only a person makes such a visit.
    """
    row, spare = state.visit[visit], state.visit.shape[0] - 1
    _empty(row)
    parcel, count = row[V_FIRST], 0
    first, opens, deadline = True, 0, 0
    while parcel != NONE:
        choice = day.options[state.parcel[parcel, S_OPTION]]
        _count_in(row, choice)
        at, many = choice[O_WINDOW], choice[O_WINDOWS]
        last = day.windows[at + many - 1, 1]
        if first:
            count, opens, deadline, first = many, day.windows[at, 0], last, False
            for k in range(many):
                state.windows[visit, 2 * k] = day.windows[at + k, 0]
                state.windows[visit, 2 * k + 1] = day.windows[at + k, 1]
        else:
            opens, deadline = max(opens, day.windows[at, 0]), min(deadline, last)
            for k in range(many):
                state.windows[spare, 2 * k] = day.windows[at + k, 0]
                state.windows[spare, 2 * k + 1] = day.windows[at + k, 1]
            out = state.windows[spare - 1]
            count = shared_windows(
                state.windows[visit], count, state.windows[spare], many, out
            )
            count = max(count, 0)
            for k in range(2 * count):
                state.windows[visit, k] = out[k]
        parcel = state.parcel[parcel, S_NEXT]
    if count == 0:
        state.windows[visit, 0] = state.windows[visit, 1] = opens
        row[V_WINDOWS], row[V_DEADLINE] = 1, deadline
    else:
        row[V_WINDOWS], row[V_DEADLINE] = count, state.windows[visit, 2 * count - 1]


@inner
def moved(day: Day, parcel: int, route: int) -> int:
    """What it costs that this route takes a parcel; DEAR where it may not."""
    entry = day.parcels[parcel]
    if entry[P_HELD] == route:
        return 0
    if entry[P_STOCKED] and day.vehicles[route, H_LEFT]:
        return DEAR
    return int(entry[P_MOVED])


@inner
def moved_all(day: Day, state: State, visit: int, route: int) -> int:
    """The same for all parcels of a visit."""
    total = 0
    if state.totals[T_HELD]:
        parcel = state.visit[visit, V_FIRST]
        while parcel != NONE:
            price = moved(day, parcel, route)
            if price >= DEAR:
                return DEAR
            total += price
            parcel = state.parcel[parcel, S_NEXT]
    return int(total)


@inner
def new_visit(state: State, place: int) -> int:
    """An empty visit of a place, in no route yet."""
    number, last = state.totals[T_NEXT_VISIT], state.visit.shape[0] - 2
    while state.visit[number, V_ROUTE] != NONE:
        number = (number + 1) % last
    state.totals[T_NEXT_VISIT] = (number + 1) % last
    row = state.visit[number]
    row[V_ROUTE], row[V_PLACE], row[V_FIRST] = LOOSE, place, NONE
    row[V_COUNT] = row[V_FIXED] = 0
    row[V_OPTION] = NONE
    clear(state.visit_load[number], plain(0))
    return int(number)


@inner
def put_parcel(day: Day, state: State, parcel: int, option: int, visit: int) -> None:
    """An absent parcel into a visit; `sum_up` afterwards."""
    entry, row = state.parcel[parcel], state.visit[visit]
    first = row[V_FIRST]
    entry[S_VISIT], entry[S_OPTION] = visit, option
    entry[S_NEXT], entry[S_BACK] = first, NONE
    if first != NONE:
        state.parcel[first, S_BACK] = parcel
    row[V_FIRST] = parcel
    row[V_COUNT] += 1
    row[V_FIXED] += entry[S_FIXED]
    entry[S_KIND], entry[S_PAIR] = day.options[option, O_KIND], NONE
    take_room(day, state, entry[S_KIND], 1)
    if day.extras[W_ROW, W_FREES] > 0:
        lodge(day, state, visit)
    route = row[V_ROUTE]
    for d in range(day.amounts.shape[1]):
        state.visit_load[visit, d] += day.amounts[parcel, d]
        if route >= 0:
            state.route_load[route, d] += day.amounts[parcel, d]
    state.totals[T_COST] += day.options[option, O_COST]
    state.totals[T_COST] -= day.parcels[parcel, P_UNASSIGNED]
    if route >= 0 and state.totals[T_HELD]:
        state.totals[T_COST] += moved(day, parcel, route)
    if day.extras[W_ROW, W_QUOTAS] > 0:
        meet(day, state, option, 1)


@inner
def take_parcel(day: Day, state: State, parcel: int) -> int:
    """A parcel out of its visit and into the absent ones; its route, or LOOSE.

    An empty visit leaves its route. `sum_up` is done, `retime` is not.
    """
    visit = state.parcel[parcel, S_VISIT]
    route = pull_parcel(day, state, parcel)
    if state.visit[visit, V_COUNT] > 0:
        sum_up(day, state, visit)
    return int(route)


@inner
def pull_parcel(day: Day, state: State, parcel: int) -> int:
    """As `take_parcel`, but for `sum_up`: for several out of one visit."""
    entry = state.parcel[parcel]
    visit = entry[S_VISIT]
    row = state.visit[visit]
    route = row[V_ROUTE]
    if entry[S_BACK] == NONE:
        row[V_FIRST] = entry[S_NEXT]
    else:
        state.parcel[entry[S_BACK], S_NEXT] = entry[S_NEXT]
    if entry[S_NEXT] != NONE:
        state.parcel[entry[S_NEXT], S_BACK] = entry[S_BACK]
    row[V_COUNT] -= 1
    row[V_FIXED] -= entry[S_FIXED]
    if day.extras[W_ROW, W_FREES] > 0:
        part(day, state, parcel)
        lodge(day, state, visit)
    take_room(day, state, entry[S_KIND], -1)
    for d in range(day.amounts.shape[1]):
        state.visit_load[visit, d] -= day.amounts[parcel, d]
        if route >= 0:
            state.route_load[route, d] -= day.amounts[parcel, d]
    if day.extras[W_ROW, W_QUOTAS] > 0:
        meet(day, state, entry[S_OPTION], -1)
    state.totals[T_COST] -= day.options[entry[S_OPTION], O_COST]
    state.totals[T_COST] += day.parcels[parcel, P_UNASSIGNED]
    if route >= 0 and state.totals[T_HELD]:
        state.totals[T_COST] -= moved(day, parcel, route)
    entry[S_VISIT] = entry[S_OPTION] = entry[S_KIND] = NONE
    state.absent[state.totals[T_ABSENT]] = parcel
    state.totals[T_ABSENT] += 1
    if row[V_COUNT] == 0:
        if route >= 0:
            take_visit(day, state, visit)
        row[V_ROUTE] = NONE
    return int(route)


@inner
def put_visit(day: Day, state: State, visit: int, route: int, at: int) -> None:
    """A loose visit into a route before its stop number `at`."""
    line, stops = state.line[route], state.route[route, R_STOPS]
    for k in range(stops, at, -1):
        line[k, L_VISIT] = line[k - 1, L_VISIT]
        state.visit[line[k, L_VISIT], V_AT] = k
    line[at, L_VISIT] = visit
    state.route[route, R_STOPS] = stops + 1
    row = state.visit[visit]
    row[V_ROUTE], row[V_AT] = route, at
    state.totals[T_COST] += moved_all(day, state, visit, route)
    add(state.route_load, route, state.visit_load, visit, plain(1))
    state.routes_at[row[V_PLACE], route // WORD] |= 1 << (route % WORD)
    counted = day.places[row[V_PLACE], A_VISITS]
    if counted != NONE:
        state.slack[counted] -= 1


@inner
def take_visit(day: Day, state: State, visit: int) -> None:
    """A visit out of its route with all its parcels; it is loose then."""
    row = state.visit[visit]
    route, place = row[V_ROUTE], row[V_PLACE]
    line, stops = state.line[route], state.route[route, R_STOPS] - 1
    for k in range(row[V_AT], stops):
        line[k, L_VISIT] = line[k + 1, L_VISIT]
        state.visit[line[k, L_VISIT], V_AT] = k
    state.route[route, R_STOPS] = stops
    add(state.route_load, route, state.visit_load, visit, plain(-1))
    state.totals[T_COST] -= moved_all(day, state, visit, route)
    row[V_ROUTE] = LOOSE
    counted = day.places[place, A_VISITS]
    if counted != NONE:
        state.slack[counted] += 1
    again = False
    for k in range(stops):
        if state.visit[line[k, L_VISIT], V_PLACE] == place:
            again = True
    if not again:
        state.routes_at[place, route // WORD] &= ~(1 << (route % WORD))


@inner
def merge_visit(day: Day, state: State, guest: int, visit: int) -> None:
    """All parcels of a loose visit into another one of the same place."""
    row, gone = state.visit[visit], state.visit[guest]
    if row[V_ROUTE] >= 0:
        state.totals[T_COST] += moved_all(day, state, guest, row[V_ROUTE])
    parcel = gone[V_FIRST]
    while parcel != NONE:
        entry = state.parcel[parcel]
        following = entry[S_NEXT]
        first = row[V_FIRST]
        entry[S_VISIT], entry[S_NEXT], entry[S_BACK] = visit, first, NONE
        if first != NONE:
            state.parcel[first, S_BACK] = parcel
        row[V_FIRST] = parcel
        parcel = following
    row[V_COUNT] += gone[V_COUNT]
    row[V_FIXED] += gone[V_FIXED]
    add(state.visit_load, visit, state.visit_load, guest, plain(1))
    if row[V_ROUTE] >= 0:
        add(state.route_load, row[V_ROUTE], state.visit_load, guest, plain(1))
    gone[V_ROUTE] = NONE
    if day.extras[W_ROW, W_FREES] > 0:
        lodge(day, state, visit)
    sum_up(day, state, visit)


@inner
def drop_absent(state: State, at: int) -> None:
    """Take entry `at` off the list of absent parcels; the last takes its place."""
    last = state.totals[T_ABSENT] - 1
    state.absent[at] = state.absent[last]
    state.totals[T_ABSENT] = last

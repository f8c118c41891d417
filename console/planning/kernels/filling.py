"""Laying a draft's visits into a solution, as they stand or as far as they go."""

from console.planning.kernels.compiling import kernel
from console.planning.kernels.layout import (
    NONE,
    O_KIND,
    R_LATE,
    R_OVER,
    R_STOPS,
    S_FIXED,
    S_VISIT,
    T_ABSENT,
    V_FIRST,
    V_ROUTE,
    Day,
    Ints,
    State,
)
from console.planning.kernels.rooms import has_room
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import (
    new_visit,
    put_parcel,
    put_visit,
    sum_up,
    take_parcel,
)


@kernel
def lay(
    day: Day,
    state: State,
    route: int,
    visits: Ints,
    drops: Ints,
    fixed: int,
    keep: int,
) -> int:
    """Append visits to a route; the row of a parcel that is there twice, else NONE.

    `visits` holds place, first and last row of `drops`; a drop is parcel and option.
    Without `keep`, parcels without a compartment and visits that break the route stay
    out. The list of absent parcels is stale until `list_absent`.
    """
    for k in range(visits.shape[0]):
        visit = new_visit(state, visits[k, 0])
        count = 0
        for d in range(visits[k, 1], visits[k, 2]):
            parcel, option = drops[d]
            if state.parcel[parcel, S_VISIT] != NONE:
                return int(parcel)
            if not keep and not has_room(day, state, day.options[option, O_KIND]):
                continue
            state.parcel[parcel, S_FIXED] = fixed
            put_parcel(day, state, parcel, option, visit)
            count += 1
        if count == 0:
            state.visit[visit, V_ROUTE] = NONE
            continue
        sum_up(day, state, visit)
        put_visit(day, state, visit, route, state.route[route, R_STOPS])
        if keep:
            continue
        retime(day, state, route)
        if _broken(day, state, route):
            # Their entries in the list are rewritten by list_absent.
            state.totals[T_ABSENT] = 0
            while state.visit[visit, V_ROUTE] != NONE:
                take_parcel(day, state, state.visit[visit, V_FIRST])
            retime(day, state, route)
    retime(day, state, route)
    return NONE


@kernel
def _broken(day: Day, state: State, route: int) -> bool:
    row = state.route[route]
    if row[R_LATE] > 0 or row[R_OVER] > 0:
        return True
    for d in range(day.capacity.shape[1]):
        if state.route_load[route, d] > day.capacity[route, d]:
            return True
    return False


@kernel
def list_absent(state: State) -> None:
    """Write the list of absent parcels anew, in the order of their rows."""
    count = 0
    for parcel in range(state.parcel.shape[0]):
        if state.parcel[parcel, S_VISIT] == NONE:
            state.absent[count] = parcel
            count += 1
    state.totals[T_ABSENT] = count

"""Laying a draft's visits into a solution, as they stand or as far as they go."""

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import (
    A_VISITS,
    NONE,
    O_KIND,
    R_BROKEN,
    R_STOPS,
    S_FIXED,
    S_VISIT,
    T_ABSENT,
    V_FIRST,
    V_ROUTE,
    W_FREES,
    W_ROW,
    Day,
    Ints,
    State,
)
from console.planning.kernels.lodging import room_in
from console.planning.kernels.rooms import has_room
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import (
    new_visit,
    put_parcel,
    put_visit,
    sketch,
    sum_up,
    take_parcel,
)


@inner
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
            parcel, option = drops[d, 0], drops[d, 1]
            if state.parcel[parcel, S_VISIT] != NONE:
                return int(parcel)
            if not keep and not _has_place(day, state, option, visit):
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
        counted = day.places[visits[k, 0], A_VISITS]
        if _broken(day, state, route) or (counted != NONE and state.slack[counted] < 0):
            # Their entries in the list are rewritten by list_absent.
            state.totals[T_ABSENT] = 0
            while state.visit[visit, V_ROUTE] != NONE:
                take_parcel(day, state, state.visit[visit, V_FIRST])
            retime(day, state, route)
    retime(day, state, route)
    return NONE


@inner
def _has_place(day: Day, state: State, option: int, visit: int) -> bool:
    """Whether a parcel finds room at its site, or in what its visit frees."""
    if day.extras[W_ROW, W_FREES] == 0:
        return has_room(day, state, day.options[option, O_KIND])
    ghost = state.visit.shape[0] - 2
    sketch(day, state, ghost, option)
    return room_in(day, state, visit, ghost)


@inner
def _broken(day: Day, state: State, route: int) -> bool:
    if state.route[route, R_BROKEN]:
        return True
    for d in range(day.capacity.shape[1]):
        if state.route_load[route, d] > day.capacity[route, d]:
            return True
    return False


@inner
def list_absent(state: State) -> None:
    """Write the list of absent parcels anew, in the order of their rows."""
    count = 0
    for parcel in range(state.parcel.shape[0]):
        if state.parcel[parcel, S_VISIT] == NONE:
            state.absent[count] = parcel
            count += 1
    state.totals[T_ABSENT] = count

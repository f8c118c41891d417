"""Compartments that a visit empties for what it puts in: collect, then deposit.

A parcel that is put in where one is collected takes its compartment, if it fits, and
none of the site's. Both are a pair as long as they share a visit. When the collected
one leaves, the other takes room of the site again, if need be more than there is: that
costs so much that no search keeps it.
"""

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import (
    NONE,
    O_BOXES,
    O_KIND,
    O_LODGED,
    O_SITE,
    S_KIND,
    S_NEXT,
    S_OPTION,
    S_PAIR,
    V_FIRST,
    V_OPTION,
    W_FREES,
    W_ROW,
    Day,
    Ints,
    State,
)
from console.planning.kernels.rooms import has_room, take_room


@inner
def frees(day: Day, option: int) -> bool:
    """Whether it is an option to collect something from a compartment."""
    row = day.options[option]
    return bool(row[O_SITE] != NONE and row[O_KIND] == NONE and row[O_BOXES] != 0)


@inner
def _takes(day: Day, deposit: Ints, collected: int) -> bool:
    """Whether a way to put in fits what another frees."""
    freed = day.options[collected]
    return bool(deposit[O_SITE] == freed[O_SITE] and deposit[O_BOXES] & freed[O_BOXES])


@inner
def lodge(day: Day, state: State, visit: int) -> None:
    """Pair everything freed in a visit with what still takes room of the site."""
    freed = state.visit[visit, V_FIRST]
    while freed != NONE:
        entry = state.parcel[freed]
        if entry[S_PAIR] == NONE and frees(day, entry[S_OPTION]):
            guest = state.visit[visit, V_FIRST]
            while guest != NONE and entry[S_PAIR] == NONE:
                other = state.parcel[guest]
                choice = day.options[other[S_OPTION]]
                homed = other[S_KIND] != NONE and other[S_PAIR] == NONE
                if homed and _takes(day, choice, entry[S_OPTION]):
                    _rehouse(day, state, guest, choice[O_LODGED])
                    entry[S_PAIR], other[S_PAIR] = guest, freed
                guest = other[S_NEXT]
        freed = entry[S_NEXT]


@inner
def _rehouse(day: Day, state: State, parcel: int, kind: int) -> None:
    take_room(day, state, state.parcel[parcel, S_KIND], -1)
    take_room(day, state, kind, 1)
    state.parcel[parcel, S_KIND] = kind


@inner
def part(day: Day, state: State, parcel: int) -> None:
    """Undo the pair of a parcel that leaves; its other half takes room of the site."""
    entry = state.parcel[parcel]
    if entry[S_PAIR] == NONE:
        return
    other = state.parcel[entry[S_PAIR]]
    if frees(day, entry[S_OPTION]):
        kind = day.options[other[S_OPTION], O_KIND]
        _rehouse(day, state, entry[S_PAIR], kind)
    entry[S_PAIR] = other[S_PAIR] = NONE


@inner
def may_have_room(day: Day, state: State, option: int) -> bool:
    """As `has_room`, or where some visit may free a compartment."""
    if has_room(day, state, day.options[option, O_KIND]):
        return True
    return bool(day.extras[W_ROW, W_FREES] > 0 and day.options[option, O_SITE] != NONE)


@inner
def own_room(day: Day, state: State, guest: int) -> bool:
    """Whether a scratch visit finds room at its site without anything freed."""
    option = state.visit[guest, V_OPTION]
    return option == NONE or has_room(day, state, day.options[option, O_KIND])


@inner
def room_in(day: Day, state: State, visit: int, guest: int) -> bool:
    """Whether a scratch visit finds room when it joins a visit."""
    if own_room(day, state, guest):
        return True
    choice = day.options[state.visit[guest, V_OPTION]]
    freed = state.visit[visit, V_FIRST]
    while freed != NONE:
        entry = state.parcel[freed]
        alone = entry[S_PAIR] == NONE and frees(day, entry[S_OPTION])
        if alone and _takes(day, choice, entry[S_OPTION]):
            return True
        freed = entry[S_NEXT]
    return False

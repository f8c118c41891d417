"""Compartments: may one more parcel of a kind go to its site?

By Hall's theorem parcels fit a site's compartments exactly when, for every set of
classes, those that fit nothing outside the set are not more than its compartments.
Only unions of the sets that parcels name can be short, so `slack` holds one number
for each of these, and a parcel takes one from every union that covers its own set:
for the usual chain S <= M <= L <= XL these are the nested counts.
"""

from console.planning.kernels.compiling import kernel
from console.planning.kernels.layout import NONE, Day, State


@kernel
def has_room(day: Day, state: State, kind: int) -> bool:
    """Whether one more parcel of the kind fits; a door always has room."""
    if kind == NONE:
        return True
    for k in range(day.kind_first[kind], day.kind_first[kind + 1]):
        if state.slack[day.kind_rows[k]] <= 0:
            return False
    return True


@kernel
def take_room(day: Day, state: State, kind: int, count: int) -> None:
    """Take room for `count` parcels of the kind, give it back for a negative one."""
    if kind == NONE:
        return
    for k in range(day.kind_first[kind], day.kind_first[kind + 1]):
        state.slack[day.kind_rows[k]] -= count

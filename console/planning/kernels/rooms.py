"""Compartments: may one more parcel of a kind go to its site?

By Hall's theorem parcels fit a site's compartments exactly when, for every set of
classes, those that fit nothing outside the set are not more than its compartments.
Only unions of the sets that parcels name can be short, so `slack` holds one number
for each of these, and a parcel takes one from every union that covers its own set:
for the usual chain S <= M <= L <= XL these are the nested counts. A limit on a site's
parcels is one more such number that all of its parcels take one from. A row may run
short for a while (`kernels.lodging`), at a price that no plan is worth.

Quotas are counted here too: parcels that go by a level that is good enough.
"""

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import (
    NONE,
    O_COST,
    O_LEVEL,
    Q_LEAST,
    Q_LEVEL,
    Q_PRICE,
    SHORT,
    T_COLUMNS,
    T_COST,
    W_QUOTA,
    W_QUOTAS,
    W_ROW,
    Day,
    State,
)


@inner
def has_room(day: Day, state: State, kind: int) -> bool:
    """Whether one more parcel of the kind fits; a door always has room."""
    if kind == NONE:
        return True
    for k in range(day.kind_first[kind], day.kind_first[kind + 1]):
        if state.slack[day.kind_rows[k]] <= 0:
            return False
    return True


@inner
def take_room(day: Day, state: State, kind: int, count: int) -> None:
    """Take room for `count` parcels of the kind, give it back for a negative one."""
    if kind == NONE:
        return
    for k in range(day.kind_first[kind], day.kind_first[kind + 1]):
        row = day.kind_rows[k]
        was = min(0, state.slack[row])
        state.slack[row] -= count
        state.totals[T_COST] += (was - min(0, state.slack[row])) * SHORT


@inner
def option_price(day: Day, state: State, option: int) -> int:
    """What an option costs by itself now, less what it saves of missed quotas."""
    price = day.options[option, O_COST]
    for q in range(day.extras[W_ROW, W_QUOTAS]):
        quota = day.extras[day.extras[W_ROW, W_QUOTA] + q]
        if (
            day.options[option, O_LEVEL] <= quota[Q_LEVEL]
            and state.totals[T_COLUMNS + q] < quota[Q_LEAST]
        ):
            price -= quota[Q_PRICE]
    return int(price)


@inner
def meet(day: Day, state: State, option: int, count: int) -> None:
    """Count a parcel that goes by `option`, or for -1 goes no more, in the quotas."""
    for q in range(day.extras[W_ROW, W_QUOTAS]):
        quota, at = day.extras[day.extras[W_ROW, W_QUOTA] + q], T_COLUMNS + q
        if day.options[option, O_LEVEL] > quota[Q_LEVEL]:
            continue
        missing = max(0, quota[Q_LEAST] - state.totals[at])
        state.totals[at] += count
        missing -= max(0, quota[Q_LEAST] - state.totals[at])
        state.totals[T_COST] -= missing * quota[Q_PRICE]

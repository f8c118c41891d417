"""The search: ruin, recreate, accept by simulated annealing, in calls of any length.

Everything a search is lives in arrays, so it goes on after any iteration as if it had
never stopped, and any cutting into calls gives the same plan. The temperature starts
from the instance: from what a worsening move costs in the median of the first, greedy
iterations. Cooling and acceptance read tables of whole numbers; no libm takes part.
"""

from typing import Final, NamedTuple

from console.planning.kernels.compiling import kernel
from console.planning.kernels.copying import copy_routes
from console.planning.kernels.layout import T_COST, Bits, Day, Ints, State
from console.planning.kernels.random import below
from console.planning.kernels.recreate import recreate, touch
from console.planning.kernels.ruin import ruin

C_DONE: Final = 0
C_TOTAL: Final = 1
C_WARM: Final = 2
"""Iterations before the temperature is set."""
C_WORSE: Final = 3
"""Worsening moves among them so far."""
C_HOT: Final = 4
"""The start temperature, in money."""
C_DIRTY: Final = 5
"""Routes where the best solution differs from the current one."""
C_PART: Final = 6
"""The start temperature in 1/1024 of the median worsening."""
C_COLUMNS: Final = 7

MOST_WARM: Final = 1000
"""Iterations before the temperature is set, at most."""

TABLE: Final = 1024
ACCEPT_BITS: Final = 16
COOL_BITS: Final = 30


class Working(NamedTuple):
    """What a search holds besides its three solutions.

    `accept[i]` is -ln((i + 1/2) / TABLE), `cool[i]` the share of the start temperature
    after i / TABLE of the way, both in whole numbers of their bits.
    """

    control: Ints
    chance: Bits
    accept: Ints
    cool: Ints
    loose: Ints
    touched: Ints
    dirty: Ints
    routes: Ints
    samples: Ints


@kernel
def temperature(control: Ints, cool: Ints) -> int:
    """The temperature now, in money."""
    way = (control[C_DONE] - control[C_WARM]) * (TABLE << 10)
    way //= max(1, control[C_TOTAL] - control[C_WARM])
    step, rest = min(way >> 10, TABLE - 1), way & 1023
    share = (cool[step] * (1024 - rest) + cool[step + 1] * rest) >> 10
    return int((control[C_HOT] * (share >> 10)) >> (COOL_BITS - 10))


@kernel
def anneal(
    day: Day, now: State, kept: State, best: State, work: Working, until: int
) -> None:
    """Search on until iteration `until`.

    `kept` is where a refused iteration goes back to; it equals `now` between calls.
    """
    control, touched = work.control, work.touched
    while control[C_DONE] < until:
        loose_count, count = ruin(day, now, work.loose, touched, work.chance)
        count = recreate(
            day, now, work.loose, loose_count, touched, count, work.routes, work.chance
        )
        old, new = kept.totals[T_COST], now.totals[T_COST]
        worse = new - old
        if control[C_DONE] < control[C_WARM]:
            accepted = worse <= 0
            if worse > 0:
                work.samples[control[C_WORSE]] = worse
                control[C_WORSE] += 1
        else:
            if control[C_DONE] == control[C_WARM]:
                # The median: a lost vehicle must not heat what moves stops.
                seen = work.samples[: max(1, control[C_WORSE])]
                seen.sort()
                control[C_HOT] = (seen[seen.size // 2] * control[C_PART]) >> 10
            limit = temperature(control, work.cool)
            limit = (limit * work.accept[below(work.chance, TABLE)]) >> ACCEPT_BITS
            accepted = worse <= limit
        if accepted:
            copy_routes(now, kept, touched, count)
            for k in range(count):
                control[C_DIRTY] = touch(touched[k], work.dirty, control[C_DIRTY])
            if new < best.totals[T_COST]:
                copy_routes(now, best, work.dirty, control[C_DIRTY])
                control[C_DIRTY] = 0
        else:
            copy_routes(kept, now, touched, count)
        control[C_DONE] += 1

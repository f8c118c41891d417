"""The search: ruin, recreate, accept by simulated annealing, in calls of any length.

Everything a search is lives in arrays, so it goes on after any iteration as if it had
never stopped, and any cutting into calls gives the same plan. The temperature starts
from the instance: from what a worsening move costs in the median of the first, greedy
iterations. Cooling and acceptance read tables of whole numbers; no libm takes part.

A search that wants few vehicles first (`C_FLEET`) takes one route after the other out
and looks for a place for its parcels among the others. What counts then is how often
each parcel that is left over was left over before, so that the hard ones come first
(absence counters of Christiaens and Vanden Berghe 2020). Whatever number it came down
to is not exceeded afterwards. The same counts among parcels that must not be left,
while some are: no temperature accepts two easy ones left over for a hard one.
"""

from typing import Final, NamedTuple

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.copying import copy_routes
from console.planning.kernels.cutting import empty_route
from console.planning.kernels.guide import Guide, touch
from console.planning.kernels.layout import (
    L_VISIT,
    NONE,
    P_UNASSIGNED,
    R_CLOSED,
    R_STOPS,
    S_NEXT,
    T_ABSENT,
    T_COST,
    V_FIRST,
    V_FIXED,
    Bits,
    Day,
    Ints,
    State,
)
from console.planning.kernels.random import below
from console.planning.kernels.recreate import recreate
from console.planning.kernels.rows import sort
from console.planning.kernels.ruin import ruin
from console.planning.kernels.schedule import retime

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
C_FLEET: Final = 7
"""The iteration until which routes are taken out; at most C_WARM for none."""
C_MOST: Final = 8
"""Routes that may be used, closed ones not counted."""
C_REQUIRED: Final = 9
"""Parcels that cost at least this much to leave must not be left."""
C_COLUMNS: Final = 10

MOST_WARM: Final = 1000
"""Iterations before the temperature is set, at most."""

TABLE: Final = 1024
ACCEPT_BITS: Final = 16
COOL_BITS: Final = 30
_CALM = 3
"""While routes are taken out it is as cold as 2**-_CALM of the start."""


class Working(NamedTuple):
    """What a search holds besides its three solutions.

    `accept[i]` is -ln((i + 1/2) / TABLE), `cool[i]` the share of the start temperature
    after i / TABLE of the way, both in whole numbers of their bits. `absence` counts
    for every parcel how often it was left over.
    """

    control: Ints
    chance: Bits
    accept: Ints
    cool: Ints
    dirty: Ints
    samples: Ints
    absence: Ints
    guide: Guide


@inner
def temperature(control: Ints, cool: Ints) -> int:
    """The temperature now, in money."""
    first = max(control[C_WARM], control[C_FLEET])
    if control[C_DONE] < first:
        return int(control[C_HOT] >> _CALM)
    way = (control[C_DONE] - first) * (TABLE << 10)
    way //= max(1, control[C_TOTAL] - first)
    step, rest = min(way >> 10, TABLE - 1), way & 1023
    share = (cool[step] * (1024 - rest) + cool[step + 1] * rest) >> 10
    return int((control[C_HOT] * (share >> 10)) >> (COOL_BITS - 10))


@inner
def anneal(
    day: Day,
    now: State,
    kept: State,
    best: State,
    work: Working,
    until: int,
) -> None:
    """Search on until iteration `until`.

    `kept` is where a refused iteration goes back to; it equals `now` between calls.
    """
    control, chance, guide = work.control, work.chance, work.guide
    while control[C_DONE] < until:
        if control[C_DONE] == control[C_WARM]:
            _set_temperature(work)
        if control[C_WARM] < control[C_FLEET]:
            _turn(day, now, kept, best, work, guide)
        loose_count, count = ruin(day, now, guide, chance)
        most = control[C_MOST]
        count = recreate(day, now, guide, loose_count, count, most, chance)
        _judge(day, now, kept, best, work, count)
        control[C_DONE] += 1


@inner
def _turn(
    day: Day, now: State, kept: State, best: State, work: Working, guide: Guide
) -> None:
    """Begin taking routes out, take the next one out, or end it.

    It begins once every parcel has a place, or after a quarter of its time.
    """
    control = work.control
    done, last = control[C_DONE], control[C_FLEET]
    begun = control[C_MOST] <= now.route.shape[0]
    patience = control[C_WARM] + (last - control[C_WARM]) // 4
    ready = best.totals[T_ABSENT] == 0 or done >= patience
    inside = control[C_WARM] <= done < last
    if done == last or (inside and ready and not begun):
        _back_to_best(now, kept, best, work)
        begun = True
    if inside and begun and control[C_MOST] == _used(best) > 1:
        _next_fewer(day, now, kept, work, guide)


@inner
def _judge(
    day: Day, now: State, kept: State, best: State, work: Working, count: int
) -> None:
    """Keep what `count` touched routes have come to, or go back."""
    control, touched = work.control, work.guide.touched
    hot = control[C_DONE] >= control[C_WARM]
    fleet = hot and control[C_FLEET] > control[C_WARM]
    fewer = fleet and control[C_DONE] < control[C_FLEET]
    if fewer:
        accepted = _accept_fewer(now, kept, work)
    else:
        accepted = _accept(day, now, kept, work)
    more = now.totals[T_ABSENT] - best.totals[T_ABSENT]
    down = fewer and more < 0
    if fleet and more <= 0:
        down |= _used(now) < _used(best)
    if not (accepted or down):
        copy_routes(kept, now, touched, count)
        return
    copy_routes(now, kept, touched, count)
    for k in range(count):
        control[C_DIRTY] = touch(touched[k], work.dirty, control[C_DIRTY])
    if down:
        _note_best(now, best, work)
        if control[C_MOST] <= now.route.shape[0]:
            control[C_MOST] = _used(now)
    elif not fewer and now.totals[T_COST] < best.totals[T_COST]:
        _note_best(now, best, work)


@inner
def _set_temperature(work: Working) -> None:
    """From the median: a lost vehicle must not heat what moves stops."""
    control = work.control
    count = max(1, control[C_WORSE])
    sort(work.samples, count)
    control[C_HOT] = (work.samples[count // 2] * control[C_PART]) >> 10


@inner
def _accept(day: Day, now: State, kept: State, work: Working) -> bool:
    """Fewer, or easier, of the parcels left that must not be; else by the cost."""
    control = work.control
    worse = now.totals[T_COST] - kept.totals[T_COST]
    if now.totals[T_ABSENT] + kept.totals[T_ABSENT] > 0:
        new, dear = _missing(day, now, work)
        old, owed = _missing(day, kept, work)
        for k in range(now.totals[T_ABSENT]):
            work.absence[now.absent[k]] += 1
        if new != old:
            return bool(new < old)
        worse -= dear - owed
    return _cheap(control, worse, work)


@inner
def _cheap(control: Ints, worse: int, work: Working) -> bool:
    if control[C_DONE] < control[C_WARM]:
        if worse > 0:
            work.samples[control[C_WORSE]] = worse
            control[C_WORSE] += 1
        return bool(worse <= 0)
    limit = temperature(control, work.cool)
    return bool(
        worse <= (limit * work.accept[below(work.chance, TABLE)]) >> ACCEPT_BITS
    )


@inner
def _missing(day: Day, state: State, work: Working) -> tuple[int, int]:
    """How often those absent that must not be were absent, and what leaving costs."""
    weight, price = plain(0), plain(0)
    for k in range(state.totals[T_ABSENT]):
        parcel = state.absent[k]
        if day.parcels[parcel, P_UNASSIGNED] >= work.control[C_REQUIRED]:
            weight += work.absence[parcel]
            price += day.parcels[parcel, P_UNASSIGNED]
    return weight, price


@inner
def _accept_fewer(now: State, kept: State, work: Working) -> bool:
    """Fewer, or easier, parcels left over; the same ones as ever at their cost."""
    new, old = _weight(now, work.absence), _weight(kept, work.absence)
    for k in range(now.totals[T_ABSENT]):
        work.absence[now.absent[k]] += 1
    worse = now.totals[T_COST] - kept.totals[T_COST]
    cheap = _cheap(work.control, worse, work)
    return bool(new < old or (new == old and cheap))


@inner
def _weight(state: State, absence: Ints) -> int:
    total = plain(0)
    for k in range(state.totals[T_ABSENT]):
        total += absence[state.absent[k]]
    return total


@inner
def _used(state: State) -> int:
    """Routes with stops that are not closed."""
    used = plain(0)
    for route in range(state.route.shape[0]):
        if state.route[route, R_STOPS] > 0 and not state.route[route, R_CLOSED]:
            used += 1
    return used


@inner
def _note_best(now: State, best: State, work: Working) -> None:
    copy_routes(now, best, work.dirty, work.control[C_DIRTY])
    work.control[C_DIRTY] = 0


@inner
def _back_to_best(now: State, kept: State, best: State, work: Working) -> None:
    copy_routes(best, now, work.dirty, work.control[C_DIRTY])
    copy_routes(best, kept, work.dirty, work.control[C_DIRTY])
    work.control[C_DIRTY] = 0
    work.control[C_MOST] = _used(best)


@inner
def _next_fewer(day: Day, now: State, kept: State, work: Working, guide: Guide) -> None:
    """Take the route out whose parcels were left over least; forbid another one."""
    least, chosen = plain(2**60), plain(NONE)
    for route in range(now.route.shape[0]):
        if now.route[route, R_CLOSED] or now.route[route, R_STOPS] == 0:
            continue
        weight = plain(0)
        for k in range(now.route[route, R_STOPS]):
            visit = now.line[route, k, L_VISIT]
            if now.visit[visit, V_FIXED] > 0:
                weight = least
            parcel = now.visit[visit, V_FIRST]
            while parcel != NONE:
                weight += 1 + work.absence[parcel]
                parcel = now.parcel[parcel, S_NEXT]
        if weight < least:
            least, chosen = weight, route
    work.control[C_MOST] -= 1
    if chosen == NONE:
        return
    count = empty_route(day, now, chosen, guide)
    retime(day, now, chosen)
    copy_routes(now, kept, guide.touched, count)
    work.control[C_DIRTY] = touch(chosen, work.dirty, work.control[C_DIRTY])

"""What Python calls: every kernel in the form that the search has compiled already.

A kernel is compiled for each form of day and state it is handed. Here they are packed,
once a call, so that asking for a price or a timetable compiles no second set of all
that lies below.
"""

from console.planning.kernels.compiling import kernel
from console.planning.kernels.filling import lay as _lay
from console.planning.kernels.layout import Bits, Day, Ints, State
from console.planning.kernels.packed import pack_day, pack_state
from console.planning.kernels.probing import candidates as _candidates
from console.planning.kernels.probing import least_broken as _least_broken
from console.planning.kernels.probing import least_on as _least_on
from console.planning.kernels.probing import positions as _positions
from console.planning.kernels.probing import runner_up as _runner_up
from console.planning.kernels.probing import trial as _trial
from console.planning.kernels.recreate import arrange as _arrange
from console.planning.kernels.schedule import retime as _retime
from console.planning.kernels.schedule import timetable as _timetable
from console.planning.kernels.visits import take_parcel as _take_parcel


@kernel
def arrange(day: Day, state: State, order: int, chance: Bits) -> None:
    """As `recreate.arrange`."""
    _arrange(pack_day(day), pack_state(state), order, chance)


@kernel
def candidates(day: Day, state: State, parcel: int, found: Ints) -> int:
    """As `probing.candidates`."""
    return _candidates(pack_day(day), pack_state(state), parcel, found)


@kernel
def lay(
    day: Day, state: State, route: int, visits: Ints, drops: Ints, fixed: int, keep: int
) -> int:
    """As `filling.lay`."""
    return _lay(pack_day(day), pack_state(state), route, visits, drops, fixed, keep)


@kernel
def least_broken(
    day: Day, state: State, parcel: int, routes: Ints, found: Ints, best: Ints
) -> bool:
    """As `probing.least_broken`."""
    return _least_broken(pack_day(day), pack_state(state), parcel, routes, found, best)


@kernel
def least_on(
    day: Day, state: State, parcel: int, option: int, route: int, found: Ints
) -> None:
    """As `probing.least_on`."""
    _least_on(pack_day(day), pack_state(state), parcel, option, route, found)


@kernel
def positions(
    day: Day, state: State, parcel: int, option: int, route: int, found: Ints
) -> int:
    """As `probing.positions`."""
    return _positions(pack_day(day), pack_state(state), parcel, option, route, found)


@kernel
def retime(day: Day, state: State, route: int) -> None:
    """As `schedule.retime`."""
    _retime(pack_day(day), pack_state(state), route)


@kernel
def runner_up(
    day: Day, state: State, parcel: int, full: int, routes: Ints
) -> tuple[int, int]:
    """As `probing.runner_up`."""
    return _runner_up(pack_day(day), pack_state(state), parcel, full, routes)


@kernel
def take_parcel(day: Day, state: State, parcel: int) -> int:
    """As `visits.take_parcel`."""
    return _take_parcel(pack_day(day), pack_state(state), parcel)


@kernel
def timetable(day: Day, state: State, route: int, table: Ints, pauses: Ints) -> int:
    """As `schedule.timetable`."""
    return _timetable(pack_day(day), pack_state(state), route, table, pauses)


@kernel
def trial(
    day: Day,
    state: State,
    parcel: int,
    option: int,
    route: int,
    at: int,
    join: int,
    found: Ints,
) -> None:
    """As `probing.trial`."""
    _trial(pack_day(day), pack_state(state), parcel, option, route, at, join, found)

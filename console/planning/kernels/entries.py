"""What Python calls: each kernel of use there, from the tuples that Python has.

A day, a solution or a search becomes a table at the call (`kernels.packed`); all other
arguments go through as they are.
"""

from collections.abc import Callable
from functools import wraps

from console.planning.kernels.compiling import kernel
from console.planning.kernels.filling import lay as _lay
from console.planning.kernels.filling import list_absent as _list_absent
from console.planning.kernels.guide import Guide
from console.planning.kernels.insertion import scan as _scan
from console.planning.kernels.layout import Bits, Day, Ints, State
from console.planning.kernels.packed import reader, table
from console.planning.kernels.probing import candidates as _candidates
from console.planning.kernels.probing import change_of as _change_of
from console.planning.kernels.probing import least_broken as _least_broken
from console.planning.kernels.probing import least_on as _least_on
from console.planning.kernels.probing import positions as _positions
from console.planning.kernels.probing import runner_up as _runner_up
from console.planning.kernels.probing import trial as _trial
from console.planning.kernels.recreate import arrange as _arrange
from console.planning.kernels.recreate import first_parcels as _first_parcels
from console.planning.kernels.rooms import has_room as _has_room
from console.planning.kernels.rooms import take_room as _take_room
from console.planning.kernels.schedule import retime as _retime
from console.planning.kernels.schedule import timetable as _timetable
from console.planning.kernels.search import Working
from console.planning.kernels.search import anneal as _anneal
from console.planning.kernels.visits import moved as _moved
from console.planning.kernels.visits import sketch as _sketch
from console.planning.kernels.visits import take_parcel as _take_parcel

_day = reader(Day)
_state = reader(State)
_guide = reader(Guide)
_work = reader(Working)


def entry[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """A kernel that may be called with named tuples of arrays."""
    compiled: Callable[..., R] = kernel(function)

    @wraps(function)
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        return compiled(*(table(a) if isinstance(a, tuple) else a for a in arguments))

    return call


@entry
def anneal(
    day: Day, now: State, kept: State, best: State, work: Working, until: int
) -> None:
    """As `search.anneal`."""
    _anneal(_day(day), _state(now), _state(kept), _state(best), _work(work), until)


@entry
def arrange(day: Day, state: State, order: int, chance: Bits) -> None:
    """As `recreate.arrange`."""
    _arrange(_day(day), _state(state), order, chance)


@entry
def candidates(day: Day, state: State, parcel: int, found: Ints) -> int:
    """As `probing.candidates`."""
    return _candidates(_day(day), _state(state), parcel, found)


@entry
def change_of(day: Day, state: State, parcel: int, route: int) -> int:
    """As `probing.change_of`."""
    return _change_of(_day(day), _state(state), parcel, route)


@entry
def first_parcels(
    day: Day,
    state: State,
    queue: Ints,
    first: int,
    last: int,
    guide: Guide,
    chance: Bits,
) -> None:
    """As `recreate.first_parcels`."""
    _first_parcels(_day(day), _state(state), queue, first, last, _guide(guide), chance)


@entry
def has_room(day: Day, state: State, kind: int) -> bool:
    """As `rooms.has_room`."""
    return _has_room(_day(day), _state(state), kind)


@entry
def lay(
    day: Day, state: State, route: int, visits: Ints, drops: Ints, fixed: int, keep: int
) -> int:
    """As `filling.lay`."""
    return _lay(_day(day), _state(state), route, visits, drops, fixed, keep)


@entry
def least_broken(
    day: Day, state: State, parcel: int, routes: Ints, found: Ints, best: Ints
) -> bool:
    """As `probing.least_broken`."""
    return _least_broken(_day(day), _state(state), parcel, routes, found, best)


@entry
def least_on(
    day: Day, state: State, parcel: int, option: int, route: int, found: Ints
) -> None:
    """As `probing.least_on`."""
    _least_on(_day(day), _state(state), parcel, option, route, found)


@entry
def list_absent(state: State) -> None:
    """As `filling.list_absent`."""
    _list_absent(_state(state))


@entry
def moved(day: Day, parcel: int, route: int) -> int:
    """As `visits.moved`."""
    return _moved(_day(day), parcel, route)


@entry
def positions(
    day: Day, state: State, parcel: int, option: int, route: int, found: Ints
) -> int:
    """As `probing.positions`."""
    return _positions(_day(day), _state(state), parcel, option, route, found)


@entry
def retime(day: Day, state: State, route: int) -> None:
    """As `schedule.retime`."""
    _retime(_day(day), _state(state), route)


@entry
def runner_up(
    day: Day, state: State, parcel: int, full: int, routes: Ints
) -> tuple[int, int]:
    """As `probing.runner_up`."""
    return _runner_up(_day(day), _state(state), parcel, full, routes)


@entry
def scan(
    day: Day, state: State, route: int, guest: int, missed: int
) -> tuple[int, int, bool]:
    """As `insertion.scan`."""
    return _scan(_day(day), _state(state), route, guest, missed)


@entry
def sketch(day: Day, state: State, visit: int, option: int) -> None:
    """As `visits.sketch`."""
    _sketch(_day(day), _state(state), visit, option)


@entry
def take_parcel(day: Day, state: State, parcel: int) -> int:
    """As `visits.take_parcel`."""
    return _take_parcel(_day(day), _state(state), parcel)


@entry
def take_room(day: Day, state: State, kind: int, count: int) -> None:
    """As `rooms.take_room`."""
    _take_room(_day(day), _state(state), kind, count)


@entry
def timetable(day: Day, state: State, route: int, table: Ints, pauses: Ints) -> int:
    """As `schedule.timetable`."""
    return _timetable(_day(day), _state(state), route, table, pauses)


@entry
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
    _trial(_day(day), _state(state), parcel, option, route, at, join, found)

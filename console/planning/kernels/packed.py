"""A day and its solutions behind one pointer each, for the kernels of a search.

A named tuple is handed from kernel to kernel word by word, hundreds of them; a packed
one is a pointer to the same arrays with the same names. Kernels are written for either:
the search packs once a call, all others take the tuples as they come.
"""

from collections.abc import Callable
from typing import cast

from numba import types
from numba.core import config
from numba.experimental import structref

from console.planning.kernels.compiling import inner
from console.planning.kernels.guide import Guide
from console.planning.kernels.layout import Day, State


@structref.register
class _DayType(types.StructRef):
    """A packed Day."""


@structref.register
class _StateType(types.StructRef):
    """A packed State."""


@structref.register
class _GuideType(types.StructRef):
    """A packed Guide."""


class PackedDay(structref.StructRefProxy):
    """Where a Day lies."""


class PackedState(structref.StructRefProxy):
    """Where a State lies."""


class PackedGuide(structref.StructRefProxy):
    """Where a Guide lies."""


_define = cast("Callable[[type, type, list[str]], None]", structref.define_proxy)
_define(PackedDay, _DayType, list(Day._fields))
_define(PackedState, _StateType, list(State._fields))
_define(PackedGuide, _GuideType, list(Guide._fields))

# Uncompiled, for looking into kernels step by step, there is nothing to pack.
_compiled = not config.DISABLE_JIT  # type: ignore[attr-defined]
_day = cast("Callable[..., Day]", PackedDay if _compiled else Day)
_state = cast("Callable[..., State]", PackedState if _compiled else State)
_guide = cast("Callable[..., Guide]", PackedGuide if _compiled else Guide)


@inner
def pack_day(day: Day) -> Day:
    """The same Day behind one pointer."""
    return _day(*day)


@inner
def pack_state(state: State) -> State:
    """The same State behind one pointer."""
    return _state(*state)


@inner
def pack_guide(guide: Guide) -> Guide:
    """The same Guide behind one pointer."""
    return _guide(*guide)

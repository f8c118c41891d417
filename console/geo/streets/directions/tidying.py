"""What was found at junctions made into what a person is told.

Slip roads and complex junctions are taken together, new names put in, and what says
nothing new left out. An event stands at a stride, where it begins; the way told is
that of the stride at `onto`, which is the same one unless several are passed as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from console.geo.streets.directions.junctions import (
    same_road,
    turn_word,
    turns_round,
)
from console.geo.streets.directions.steps import Code, Way, WayWord
from console.geo.streets.directions.trail import Stride, length_m, turned

_SLIP_M: Final = 150.0
_NAMED_M: Final = 40.0
_STRAIGHT: Final = 35.0
PLAIN: Final = frozenset(
    {
        Code.CONTINUE,
        Code.SLIGHT_LEFT,
        Code.LEFT,
        Code.SHARP_LEFT,
        Code.SLIGHT_RIGHT,
        Code.RIGHT,
        Code.SHARP_RIGHT,
        Code.KEEP_LEFT,
        Code.KEEP_RIGHT,
        Code.KEEP_STRAIGHT,
        Code.U_TURN,
    }
)
KEEPS: Final = frozenset({Code.KEEP_LEFT, Code.KEEP_RIGHT, Code.KEEP_STRAIGHT})


@dataclass(frozen=True, slots=True)
class Event:
    """Something to do at the start of stride `at`, to be on the way of `onto`."""

    at: int
    code: Code
    onto: int
    exit: int = 0
    stays: bool = False


def over_slips(strides: Sequence[Stride], found: list[Event]) -> list[Event]:
    """A turn over a slip road is one turn, onto the road it leads to."""
    kept: list[Event] = []
    past = 0
    for event in found:
        if event.at < past:
            continue
        end = _slip_end(strides, event) if event.code in PLAIN else None
        if end is None:
            kept.append(event)
            continue
        angle = turned(strides[event.at - 1].arriving, strides[end].leaving)
        if abs(angle) < 20:
            code = event.code if event.code in KEEPS else Code.CONTINUE
        else:
            code = turn_word(angle, [])
        kept.append(Event(event.at, code, end))
        past = end + 1
    return kept


def _slip_end(strides: Sequence[Stride], event: Event) -> int | None:
    """The first stride after a slip road that begins at an event."""
    end = event.onto
    while end < len(strides) and strides[end].link and not strides[end].ramp:
        end += 1
    slip = strides[event.onto : end]
    if not slip or end == len(strides) or strides[event.at - 1].link:
        return None
    if strides[end].round or strides[end].ramp or length_m(slip) > _SLIP_M:
        return None
    return end


def together(
    strides: Sequence[Stride], found: list[Event], reach_m: float
) -> list[Event]:
    """Turns close together at one crossing are one turn, or none at all."""
    kept: list[Event] = []
    for event in found:
        last = kept[-1] if kept else None
        if last is None or not _one_crossing(strides, last, event, reach_m):
            kept.append(event)
            continue
        kept.pop()
        code = _combined(strides, last, event)
        if code is not None:
            kept.append(Event(last.at, code, event.onto))
    return kept


def _one_crossing(
    strides: Sequence[Stride], a: Event, b: Event, reach_m: float
) -> bool:
    """Whether two events are at one junction, with no other name between them."""
    if not {a.code, b.code} <= PLAIN:
        return False
    between = strides[a.at : b.at]
    if length_m(between) > reach_m:
        return False
    before, after = strides[a.at - 1].way, strides[b.onto].way
    return all(
        stride.link
        or not (stride.way.name or stride.way.ref)
        or same_road(stride.way, before)
        or same_road(stride.way, after)
        for stride in between
    )


def _combined(strides: Sequence[Stride], a: Event, b: Event) -> Code | None:
    """One word for two events; None where it comes to going straight on."""
    before, after = strides[a.at - 1], strides[b.onto]
    angle = turned(before.arriving, after.leaving)
    same = same_road(before.way, after.way)
    if turns_round(angle, same=same):
        return Code.U_TURN
    if abs(angle) < _STRAIGHT:
        if {a.code, b.code} & KEEPS and not same:
            return a.code if a.code in KEEPS else b.code
        named = bool(after.way.name or after.way.ref)
        return Code.CONTINUE if named and not same else None
    return turn_word(angle, [])


def with_names(
    strides: Sequence[Stride], found: list[Event], reach_m: float
) -> list[Event]:
    """Put in where a road goes on under another name.

    A name that begins just after a turn is what the turn leads to.
    """
    at_event = {event.at: event for event in found}
    within = {row for event in found for row in range(event.at + 1, event.onto + 1)}
    way = strides[0].way
    told: list[Event] = []
    for row in range(len(strides)):
        event = at_event.get(row)
        if event is not None:
            told.append(event)
            way = strides[event.onto].way
        elif row and row not in within and _renamed(strides, row, way):
            way = strides[row].way
            last = told[-1]
            nameless = not (strides[last.onto].way.name or strides[last.onto].way.ref)
            near = length_m(strides[last.at : row]) <= reach_m
            if nameless and near and last.code in PLAIN | {Code.DEPART}:
                told[-1] = replace(last, onto=row)
            else:
                told.append(Event(row, Code.CONTINUE, row))
        elif not (way.name or way.ref) and row not in within:
            way = strides[row].way
    return told


def _renamed(strides: Sequence[Stride], row: int, told: Way) -> bool:
    """Whether a name begins at a row that lasts and was not told yet."""
    way = strides[row].way
    if strides[row].round or not (way.name or way.ref) or same_road(way, told):
        return False
    if strides[row].link:
        return False
    lasts = 0.0
    for stride in strides[row:]:
        if not same_road(stride.way, way):
            break
        lasts += stride.length_m
    return lasts >= _NAMED_M


def with_news(strides: Sequence[Stride], found: list[Event]) -> list[Event]:
    """Leave out what says nothing new, and mark turns that stay on a road."""
    kept: list[Event] = []
    way = Way(WayWord.ROAD)
    for event in found:
        onto = strides[event.onto].way
        same = same_road(onto, way)
        if event.code is Code.CONTINUE and same:
            continue
        kept.append(replace(event, stays=same and event.code in PLAIN))
        way = onto
    return kept

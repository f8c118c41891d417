"""From strides to the few things a person has to do.

strides -> events: roundabouts, ferries, stairs, ramps, turns, forks
        -> tidied: slip roads and complex junctions taken together, names put in
"""

from collections.abc import Iterable, Sequence
from typing import Final

from console.geo.streets.directions.junctions import choice, other_angles, side_word
from console.geo.streets.directions.steps import Code
from console.geo.streets.directions.tidying import (
    Event,
    over_slips,
    together,
    with_names,
    with_news,
)
from console.geo.streets.directions.trail import Stride, Town, turned
from console.geo.streets.signs import WayKind

_DRIVEN_M: Final = 32.0
_WALKED_M: Final = 14.0
_LANDING_M: Final = 15.0


def events(town: Town, strides: Sequence[Stride], *, walking: bool) -> list[Event]:
    """What to do along the strides, from the start on and before the end."""
    found = [Event(0, Code.DEPART, 0)]
    at = 0
    if strides[0].round:
        at = _ring_end(strides, 0)
        if at < len(strides):
            count = _exits(town, strides, 0, at)
            found.append(Event(at, Code.ROUNDABOUT_OUT, at, count))
    at += 1
    while at < len(strides):
        if strides[at].round:
            end = _ring_end(strides, at)
            if end < len(strides):
                count = _exits(town, strides, at, end)
                found.append(Event(at, Code.ROUNDABOUT, end, count))
            else:
                found.append(Event(at, Code.ROUNDABOUT_IN, end - 1))
            at = end + 1
            continue
        code = _code(town, strides, at, walking=walking)
        if code is not None:
            found.append(Event(at, code, at))
        at += 1
    reach_m = _WALKED_M if walking else _DRIVEN_M
    found = together(strides, over_slips(strides, found), reach_m)
    return with_news(strides, with_names(strides, found, reach_m))


def _ring_end(strides: Sequence[Stride], at: int) -> int:
    while at < len(strides) and strides[at].round:
        at += 1
    return at


def _exits(town: Town, strides: Sequence[Stride], first: int, end: int) -> int:
    """The number of the exit taken at the end of strides first..end - 1 of a ring."""
    passed = 0
    for stride in strides[first : end - 1]:
        ways = {town.street(arm) for arm in town.arms(stride.edge)}
        passed += sum(not town.is_round(s) and not town.is_closed(s) for s in ways)
    return passed + 1


def _code(
    town: Town, strides: Sequence[Stride], at: int, *, walking: bool
) -> Code | None:
    before, after = strides[at - 1], strides[at]
    special = _special(town, strides, at)
    if special is not None:
        return special
    if after.kind == before.kind and after.kind in {
        WayKind.FERRY,
        WayKind.STEPS,
        WayKind.LIFT,
    }:
        return None
    if after.ramp and not before.link:
        return side_word(
            turned(before.arriving, after.leaving),
            other_angles(town, before, after),
            (Code.RAMP_LEFT, Code.RAMP, Code.RAMP_RIGHT),
        )
    if after.fast and not before.fast:
        return Code.JOIN
    code = choice(town, before, after, walking=walking)
    if code is None and before.kind in {WayKind.STEPS, WayKind.LIFT}:
        return None if _over_landing(strides[at:]) else Code.CONTINUE
    return code


def _special(town: Town, strides: Sequence[Stride], at: int) -> Code | None:
    """Stairs, lifts and ferries begin, or a ferry ends."""
    before, after = strides[at - 1], strides[at]
    if after.kind == before.kind:
        return None
    code = None
    if after.kind is WayKind.FERRY:
        code = Code.FERRY
    elif before.kind is WayKind.FERRY:
        code = Code.ASHORE
    elif after.kind is WayKind.LIFT:
        code = Code.LIFT
    elif after.kind is WayKind.STEPS and not _over_landing(reversed(strides[:at])):
        climbs = town.climbs(after.edge)
        code = (Code.STEPS, Code.STEPS_UP, Code.STEPS_DOWN)[climbs]
    return code


def _over_landing(strides: Iterable[Stride]) -> bool:
    """Whether a short level stretch leads to a flight of stairs."""
    walked = 0.0
    for stride in strides:
        if stride.kind is WayKind.STEPS:
            return True
        walked += stride.length_m
        if walked > _LANDING_M:
            return False
    return False

"""How far vehicles on the road are, from what was told of them: for a re-plan.

Told are departures, stops that are served and what becomes of parcels. A vehicle that
has left a stop drives to its next one, so that one stays; where parcels of a stop have
been handed over and others not, it stands there. A parcel that nobody took stays with
its stop: it comes back with the vehicle. What was not loaded lies at the depot.

A vehicle that comes back to be loaded again is left alone: its route stays closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.domain.clock import ServiceDate
from console.domain.ids import ParcelId, VehicleId
from console.domain.live import RouteState
from console.domain.parcel import ParcelState
from console.domain.plan import PauseKind, Plan, Route

type States = Mapping[ParcelId, ParcelState]


@dataclass(frozen=True, slots=True)
class OnRoad:
    """A vehicle that has left: stops it has served, when it left the last of them.

    Before the first one that is when it left the depot. The stops are counted as they
    are published; `past` are their parcels, by which a plan knows them from which stops
    have dropped out since.
    """

    served: int
    left: datetime
    past: frozenset[ParcelId] = frozenset()


def route_states(
    plan: Plan,
    on_road: Mapping[VehicleId, OnRoad],
    states: States,
    date: ServiceDate,
    now: datetime,
) -> tuple[RouteState, ...]:
    """The state of every route of a plan whose vehicle is on the road."""
    now_s = date.second(now)
    found = (
        _state(route, one.past, date.second(one.left), states, now_s)
        for route in plan.routes
        if (one := on_road.get(route.vehicle)) is not None and route.stops
    )
    return tuple(state for state in found if state is not None)


def _state(
    route: Route,
    past: frozenset[ParcelId],
    left_s: int,
    states: States,
    now_s: int,
) -> RouteState | None:
    stops = route.stops
    through = [any(d.parcel in past for d in stop.drops) for stop in stops]
    served = max((k for k, was in enumerate(through, 1) if was), default=0)
    over = [[_is_over(d.parcel, states) for d in stop.drops] for stop in stops]
    touched = [k for k, some in enumerate(over, 1) if any(some)]
    done = max([served, *touched])
    standing = done > served and not all(over[done - 1])
    done -= standing
    if any(p.kind is PauseKind.LOADING and p.before >= done for p in route.pauses):
        return None
    aboard = _aboard(route, done, states)
    since_s = left_s if done <= served else now_s
    if done == len(stops):
        place, free_s = stops[-1].place, max(now_s, since_s)
        return RouteState(route.vehicle, place, free_s, done, 0, aboard)
    coming = stops[done]
    reached_s = since_s + coming.travel_s
    free_s = min(now_s, reached_s) if standing else max(now_s, reached_s)
    stays = standing or any(drop.parcel in aboard for drop in coming.drops)
    return RouteState(route.vehicle, coming.place, free_s, done, int(stays), aboard)


def _aboard(route: Route, done: int, states: States) -> frozenset[ParcelId]:
    """What is still to be handed over; all of it where nobody told what was loaded."""
    every = [drop.parcel for stop in route.stops for drop in stop.drops]
    told = any(
        states.get(name) is ParcelState.LOADED or _is_over(name, states)
        for name in every
    )
    return frozenset(
        drop.parcel
        for stop in route.stops[done:]
        for drop in stop.drops
        if not _is_over(drop.parcel, states)
        and (not told or states.get(drop.parcel) is ParcelState.LOADED)
    )


def _is_over(name: ParcelId, states: States) -> bool:
    return name in states and states[name].finished

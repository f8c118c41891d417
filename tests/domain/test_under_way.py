"""How far vehicles are, for a re-plan: from departures, stops and parcels told.

One route leaves at 08:00 (28,800 s), drives 600 s to each of its three stops and stays
100 s; the second stop has two parcels.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.clock import ServiceDate
from console.domain.draft import Drop
from console.domain.ids import ParcelId, VehicleId, VehicleTypeId
from console.domain.live import RouteState
from console.domain.money import Money
from console.domain.parcel import ParcelState
from console.domain.plan import Making, Pause, PauseKind, Plan, PlannedStop, Route
from console.domain.problem import Channel
from console.domain.under_way import OnRoad, route_states

DATE = ServiceDate(date(2026, 11, 20), ZoneInfo("Europe/Helsinki"))
VAN = VehicleId("v")
A, B, C, D = (ParcelId(name) for name in "abcd")
GONE, ON = ParcelState.DELIVERED, ParcelState.LOADED


def _stop(place: int, *names: ParcelId) -> PlannedStop:
    drops = tuple(Drop(name, Channel.DOOR) for name in names)
    at = 28_800 + 700 * place - 100
    return PlannedStop(place, drops, at, at, at + 100, 600, 3000, (1,))


ROUTE = Route(
    VAN,
    VehicleTypeId("van"),
    (_stop(1, A), _stop(2, B, C), _stop(3, D)),
    28_800,
    31_500,
    12_000,
    (4,),
    0,
    Money(0),
)


def told(
    served: int,
    left_s: int,
    now_s: int,
    states: Mapping[ParcelId, ParcelState],
    route: Route = ROUTE,
) -> list[RouteState]:
    plan = Plan((route,), (), (), (), Making(0, 0, 0.0, "none"))
    past = (drop.parcel for stop in ROUTE.stops[:served] for drop in stop.drops)
    road = {VAN: OnRoad(served, DATE.instant(left_s), frozenset(past))}
    return [*route_states(plan, road, states, DATE, DATE.instant(now_s))]


@pytest.mark.parametrize(
    ("served", "left_s", "now_s", "states", "expected"),
    [
        # It has just left and drives to its first stop.
        (0, 28_800, 28_900, dict.fromkeys((A, B, C, D), ON), (1, 29_400, 0, 1, "abcd")),
        # It should be there long since: it is when it is looked at.
        (0, 28_800, 30_000, dict.fromkeys((A, B, C, D), ON), (1, 30_000, 0, 1, "abcd")),
        # Nobody told what was loaded: all of it.
        (1, 29_500, 29_600, {A: GONE, B: ON, C: ON, D: ON}, (2, 30_100, 1, 1, "bcd")),
        (0, 28_800, 28_900, {}, (1, 29_400, 0, 1, "abcd")),
        # It stands at the second stop with one parcel to go.
        (1, 29_500, 30_150, {A: GONE, B: GONE, C: ON, D: ON}, (2, 30_100, 1, 1, "cd")),
        # All of that stop is handed over, the stop itself not told yet.
        (1, 29_500, 30_200, {A: GONE, B: GONE, C: GONE, D: ON}, (3, 30_800, 2, 1, "d")),
        # What nobody took stays with its stop.
        (2, 30_200, 30_300, {A: GONE, B: ON, C: GONE, D: ON}, (3, 30_800, 2, 1, "d")),
        # The last parcel was left at the depot: nothing holds the vehicle.
        (
            2,
            30_200,
            30_300,
            {A: GONE, B: GONE, C: GONE},
            (3, 30_800, 2, 0, ""),
        ),
        # On its way home.
        (3, 30_900, 31_000, dict.fromkeys((A, B, C, D), GONE), (3, 31_000, 3, 0, "")),
        (9, 31_100, 31_000, dict.fromkeys((A, B, C, D), GONE), (3, 31_100, 3, 0, "")),
    ],
)
def test_what_is_told_gives_the_state(
    served: int,
    left_s: int,
    now_s: int,
    states: Mapping[ParcelId, ParcelState],
    expected: tuple[int, int, int, int, str],
) -> None:
    place, free_s, done, locked, aboard = expected
    assert told(served, left_s, now_s, states) == [
        RouteState(VAN, place, free_s, done, locked, frozenset(map(ParcelId, aboard)))
    ]


def test_a_vehicle_that_loads_again_is_left_alone() -> None:
    again = Pause(PauseKind.LOADING, 2, 0, 1)
    route = replace(ROUTE, pauses=(again,))
    assert told(1, 29_500, 29_600, {A: GONE}, route) == []
    rest = replace(again, kind=PauseKind.REST)
    assert told(1, 29_500, 29_600, {A: GONE}, replace(ROUTE, pauses=(rest,)))
    # It has been loaded for the last time.
    assert told(3, 29_500, 29_600, {A: GONE}, replace(route, pauses=(again,)))


def test_stops_that_dropped_out_count_no_more() -> None:
    """The second is cancelled: the third of what is published is the second here."""
    short = replace(ROUTE, stops=(ROUTE.stops[0], ROUTE.stops[2]))
    (state,) = told(2, 30_200, 30_300, {A: GONE, D: ON}, short)
    assert (state.done, state.aboard) == (1, {D})


def test_who_has_not_left_has_no_state() -> None:
    plan = Plan((ROUTE, replace(ROUTE, stops=())), (), (), (), Making(0, 0, 0.0, ""))
    now = DATE.zero + timedelta(hours=8)
    assert route_states(plan, {}, {}, DATE, now) == ()
    empty = replace(plan, routes=plan.routes[1:])
    assert route_states(empty, {VAN: OnRoad(0, now)}, {}, DATE, now) == ()

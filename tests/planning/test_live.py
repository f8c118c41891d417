from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId
from console.domain.live import RouteState, Scope
from console.domain.money import from_eur
from console.domain.plan import Plan
from console.domain.problem import Channel, Problem
from console.planning.engine import solve
from console.planning.errors import HardCode, HardViolation
from console.planning.evaluate import evaluate
from console.planning.live import Replanned, replan
from tests.planning.checking import check_plan
from tests.planning.days import HOUR, city_day, small_day

SLOW = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow]
)

IDLE = 0.2
"""Share of the vehicles that should have left and have not."""


def names(visits: tuple[Visit, ...]) -> list[ParcelId]:
    return [drop.parcel for visit in visits for drop in visit.drops]


def on_road(
    plan: Plan,
    now_s: int,
    seed: int,
    *,
    failed: bool = False,
    idle: float = 0.2,
    late_s: int = 0,
) -> list[RouteState]:
    """Where the vehicles of a plan that goes to time are; some have not left."""
    rng = np.random.default_rng(seed)
    states: list[RouteState] = []
    for route in plan.routes:
        stops = route.stops
        if not stops or route.departure_s > now_s or rng.random() < IDLE:
            continue
        done = sum(stop.departure_s <= now_s for stop in stops)
        # It drives to a stop or stands there: that one it will do.
        locked = min(1 + int(rng.integers(0, 3)), len(stops) - done)
        place, free_s = stops[-1].place, stops[-1].departure_s
        if done < len(stops):
            place, free_s = stops[done].place, stops[done].arrival_s
        free_s += int(rng.integers(0, late_s + 1))
        visits = tuple(Visit(stop.place, stop.drops) for stop in stops)
        aboard = set(names(visits[done:]))
        if failed and done:
            aboard.add(visits[0].drops[0].parcel)
        states.append(
            RouteState(route.vehicle, place, free_s, done, locked, frozenset(aboard))
        )
    return states


def without_some(draft: Draft, seed: int) -> tuple[Draft, set[ParcelId]]:
    """A draft made before a few of its parcels were known."""
    rng = np.random.default_rng(seed)
    late = {
        p for route in draft.routes for p in names(route.visits) if rng.random() < 0.2
    }
    routes = []
    for route in draft.routes:
        visits = (
            replace(v, drops=tuple(d for d in v.drops if d.parcel not in late))
            for v in route.visits
        )
        routes.append(replace(route, visits=tuple(v for v in visits if v.drops)))
    return Draft(tuple(r for r in routes if r.visits)), late


def carriers(draft: Draft) -> dict[ParcelId, str]:
    return {p: route.vehicle for route in draft.routes for p in names(route.visits)}


def check(problem: Problem, found: Replanned, states: list[RouteState]) -> None:
    plan, rest = found.plan, found.rest
    carried = carriers(plan.draft())
    left = {state.vehicle for state in states}
    aboard = {p: s.vehicle for s in states for p in s.aboard}
    frozen = {p for visits in rest.frozen.values() for p in names(visits)}
    for parcel, vehicle in carried.items():
        assert aboard.get(parcel, vehicle) == vehicle
        assert vehicle not in left or parcel in aboard
    whole = found.draft
    for state in states:
        visits = whole.route(state.vehicle).visits
        prefix = rest.frozen[state.vehicle]
        assert visits[: len(prefix)] == prefix
    every = [p for route in whole.routes for p in names(route.visits)]
    assert sorted([*every, *whole.unassigned]) == sorted(
        d.parcel for d in problem.demands
    )
    assert frozen <= set(every)
    # Nothing is overbooked over the whole day.
    evaluate(problem, whole)
    for route in plan.routes:
        state = next((s for s in states if s.vehicle == route.vehicle), None)
        if state is not None and route.stops:
            assert route.departure_s >= state.free_s


def lateness(problem: Problem, plan: Plan) -> dict[ParcelId, int]:
    """How late each parcel is by the last window of the way it goes."""
    ways = {
        (demand.parcel, option.channel, option.site): option
        for demand in problem.demands
        for option in demand.options
    }
    late: dict[ParcelId, int] = {}
    for route in plan.routes:
        for stop in route.stops:
            for drop in stop.drops:
                option = ways[drop.parcel, drop.channel, drop.site]
                end_s = max(window.end_s for window in option.windows)
                late[drop.parcel] = max(0, stop.start_s - end_s)
    return late


@SLOW
@given(
    seed=st.integers(0, 100_000),
    parcels=st.integers(1, 25),
    share=st.floats(0.0, 1.0),
    scope=st.sampled_from(Scope),
    failed=st.booleans(),
    late_s=st.sampled_from([0, 900, 7200]),
)
def test_what_is_done_or_on_board_stays(
    seed: int, parcels: int, share: float, scope: Scope, late_s: int, *, failed: bool
) -> None:
    problem = small_day(seed, parcels, 3, 4, capacity=9)
    weights = replace(problem.weights, moved_stop=from_eur(2))
    problem = replace(problem, weights=weights)
    first = solve(problem, seed=seed, iterations=30)
    published, _ = without_some(first.draft(), seed)
    plan = evaluate(problem, published)
    now_s = 8 * HOUR + int(share * 4 * HOUR)
    states = on_road(plan, now_s, seed, failed=failed, late_s=late_s)
    published = plan.draft()
    found = replan(
        problem, published, states, scope, now_s=now_s, seed=seed, iterations=60
    )
    check(problem, found, states)
    before, after = carriers(found.rest.draft), carriers(found.plan.draft())
    searched = found.rest.searched
    check_plan(searched, evaluate(searched, found.plan.draft()))
    assert found.before is not None
    old_late, new_late = lateness(problem, found.before), lateness(problem, found.plan)
    for parcel, late in new_late.items():
        assert late <= old_late.get(parcel, 0)
    if scope is not Scope.ALL:
        for parcel, vehicle in before.items():
            assert after.get(parcel, vehicle) == vehicle
    if scope is Scope.ONLY_NEW:
        for route in found.rest.draft.routes:
            old = names(route.visits)
            new = names(found.plan.draft().route(route.vehicle).visits)
            assert [p for p in new if p in set(old)] == old


@pytest.mark.parametrize("late_s", [0, 3600])
def test_nothing_new_is_never_dearer_and_late_is_not_left(late_s: int) -> None:
    problem = city_day(200, 8)
    plan = solve(problem, seed=1, iterations=500)
    now_s = 12 * HOUR
    states = on_road(plan, now_s, 3, late_s=late_s)
    assert states
    found = replan(problem, plan.draft(), states, now_s=now_s, iterations=500)
    assert found.before is not None
    assert found.plan.cost <= found.before.cost
    assert found.plan.unassigned == found.before.unassigned == ()


def test_waiting_on_the_road_is_paid() -> None:
    problem = city_day(3, 1)
    door = problem.demands[0].options[0]
    vehicle = problem.vehicles[0]
    opens = door.windows[0].start_s + HOUR
    late = replace(door, windows=(replace(door.windows[0], start_s=opens),))
    demand = replace(problem.demands[0], options=(late,))
    problem = replace(problem, demands=(demand,))
    drop = Drop(demand.parcel, Channel.DOOR)
    draft = Draft((DraftRoute(vehicle.id, (Visit(door.place, (drop,)),)),))
    state = RouteState(vehicle.id, 0, 8 * HOUR, aboard=frozenset({demand.parcel}))
    found = replan(problem, draft, [state], now_s=8 * HOUR, iterations=5)
    assert found.before is not None
    (route,) = found.before.routes
    assert route.departure_s == 8 * HOUR
    assert route.stops[0].start_s == opens
    assert route.cost < evaluate(problem, draft).routes[0].cost + from_eur(22 * 2)


def test_a_parcel_on_board_may_not_be_given_to_another() -> None:
    problem = city_day(120, 5)
    plan = solve(problem, seed=1, iterations=50)
    first, *_ = plan.draft().routes
    state = RouteState(
        first.vehicle, 0, 8 * HOUR, aboard=frozenset(names(first.visits))
    )
    rest = replan(
        problem, plan.draft(), [state], now_s=8 * HOUR, iterations=5
    ).rest.problem
    other = next(v.id for v in problem.vehicles if v.id != first.vehicle)
    with pytest.raises(HardViolation) as refused:
        evaluate(rest, Draft((replace(first, vehicle=other),)))
    assert refused.value.code is HardCode.ON_BOARD
    behind = next(
        route for route in plan.draft().routes if route.vehicle != first.vehicle
    )
    with pytest.raises(HardViolation) as refused:
        evaluate(rest, Draft((replace(behind, vehicle=first.vehicle),)))
    assert refused.value.code is HardCode.NOT_ON_BOARD


def test_a_vehicle_out_of_service_strands_what_it_has_on_board() -> None:
    problem = city_day(60, 4)
    plan = solve(problem, seed=1, iterations=100)
    route = next(r for r in plan.routes if len(r.stops) > 4)
    now_s = route.stops[2].departure_s
    visits = plan.draft().route(route.vehicle).visits
    aboard = frozenset(names(visits[3:]))
    state = RouteState(route.vehicle, route.stops[2].place, now_s, 3, aboard=aboard)
    broken = replace(
        problem, vehicles=tuple(v for v in problem.vehicles if v.id != route.vehicle)
    )
    found = replan(broken, plan.draft(), [state], now_s=now_s, iterations=100)
    assert set(found.rest.stranded) == aboard
    assert not aboard & carriers(found.plan.draft()).keys()
    assert names(found.draft.route(route.vehicle).visits) == names(visits[:3])


def test_a_departed_route_that_nothing_is_known_of_is_closed() -> None:
    problem = city_day(60, 4)
    draft = solve(problem, seed=1, iterations=100).draft()
    gone = replace(draft.routes[0], lock=LockLevel.DEPARTED)
    draft = Draft((gone, *draft.routes[1:]), draft.unassigned)
    found = replan(problem, draft, [], now_s=9 * HOUR, iterations=200)
    assert found.plan.draft().route(gone.vehicle) == gone
    assert found.draft.route(gone.vehicle) == gone

"""What a vehicle, a site and a customer may ask for, worked out by hand."""

from dataclasses import replace

import pytest

from console.domain.draft import Draft, DraftRoute, Visit
from console.domain.ids import ParcelId, SizeClassId
from console.domain.money import Money
from console.domain.place import TimeWindow
from console.domain.plan import CostLine, Pause, PauseKind, Plan
from console.domain.problem import Break, Problem, Quota, SiteRoom, Weights
from console.domain.reasons import ReasonCode
from console.planning.engine import solve
from console.planning.errors import HardCode, HardViolation
from console.planning.evaluate import evaluate
from tests.planning.street import (
    BOX,
    SITE,
    demand,
    door,
    draft_of,
    locker,
    route_of,
    street,
    vehicle,
)


def best(problem: Problem) -> Plan:
    plan = solve(problem, seed=1, iterations=300)
    assert evaluate(problem, plan.draft()).cost == plan.cost
    return plan


def lines(plan: Plan) -> dict[CostLine, int]:
    return {line: int(money) for line, money in plan.costs}


def test_overtime_is_paid_up_to_what_is_allowed() -> None:
    # 300 s there, 100 s at the door, 300 s back: 200 s past the shift.
    shift = TimeWindow(0, 500)
    day = street(
        [demand(0, door(5))],
        [vehicle(shift=shift, overtime_s=200)],
        per_overtime_hour=Money(18_000),
    )
    plan = best(day)
    assert not plan.unassigned
    assert plan.routes[0].overtime_s == 200
    assert plan.routes[0].over_s == 0
    assert lines(plan)[CostLine.OVERTIME] == 200 * 5
    assert lines(plan)[CostLine.TIME] == 700 * 10
    short = street(
        [demand(0, door(5))],
        [vehicle(shift=shift, overtime_s=199)],
        per_overtime_hour=Money(18_000),
    )
    assert best(short).unassigned
    forced = evaluate(short, draft_of(short, 0)).routes[0]
    assert (forced.over_s, forced.overtime_s) == (1, 200)


def test_overtime_is_left_to_the_vehicle_where_it_costs_nothing() -> None:
    shift = TimeWindow(0, 500)
    day = street(
        [demand(0, door(5))],
        [vehicle(0, shift=shift, overtime_s=3600), vehicle(1)],
        per_overtime_hour=Money(18_000),
    )
    assert best(day).routes[0].vehicle == "v1"


@pytest.mark.parametrize(("most", "routes"), [(0, 1), (920, 1), (919, 2)])
def test_the_longest_duration_splits_a_route(most: int, routes: int) -> None:
    # Together 6 * 60 s there and back and 100 s at each door.
    day = street(
        [demand(0, door(5)), demand(1, door(6))],
        [vehicle(0, max_duration_s=most), vehicle(1, max_duration_s=most)],
    )
    plan = best(day)
    assert not plan.unassigned
    assert len([route for route in plan.routes if route.stops]) == routes


def test_the_longest_duration_is_shown_where_a_person_exceeds_it() -> None:
    day = street([demand(0, door(5))], [vehicle(max_duration_s=600)])
    assert evaluate(day, draft_of(day, 0)).routes[0].long_s == 100
    assert best(day).unassigned


def test_a_route_is_no_longer_than_its_range() -> None:
    near = street([demand(0, door(5))], range_m=10_000)
    assert not best(near).unassigned
    far = street([demand(0, door(5))], range_m=9_999)
    assert best(far).unassigned
    assert evaluate(far, draft_of(far, 0)).routes[0].beyond_m == 1


def test_skills_decide_who_goes() -> None:
    needs = frozenset({"C1", "gate key"})
    day = street(
        [demand(0, door(5, needs=needs)), demand(1, door(5))],
        [vehicle(0, skills=frozenset({"C1"})), vehicle(1, skills=needs | {"ADR"})],
    )
    plan = best(day)
    assert not plan.unassigned
    by = {d.parcel: r.vehicle for r in plan.routes for s in r.stops for d in s.drops}
    assert by[ParcelId("p0")] == "v1"
    assert evaluate(day, draft_of(day, 0)).routes[0].lacks == ("gate key",)


def test_a_parcel_leaves_from_the_depot_it_lies_at() -> None:
    day = street(
        [demand(0, door(9), stocked_at=0), demand(1, door(9), stocked_at=10)],
        [vehicle(0), vehicle(1, start=10, end=10)],
    )
    plan = best(day)
    by = {d.parcel: r.vehicle for r in plan.routes for s in r.stops for d in s.drops}
    assert by == {"p0": "v0", "p1": "v1"}


def test_a_site_takes_so_many_parcels_and_no_more() -> None:
    room = SiteRoom(SITE, 3, {BOX: 5}, most_parcels=2)
    day = street([demand(k, locker(3)) for k in range(4)], rooms=(room,))
    plan = best(day)
    assert len(plan.unassigned) == 2
    with pytest.raises(HardViolation) as refused:
        evaluate(day, draft_of(day, 0, 1, 2))
    assert refused.value.code is HardCode.OVERBOOKED
    assert refused.value.args[1:] == (SITE, "parcels")


def test_a_counter_takes_parcels_without_compartments() -> None:
    room = SiteRoom(SITE, 3, {}, most_parcels=3, counter=True)
    day = street([demand(k, locker(3, classes=())) for k in range(4)], rooms=(room,))
    plan = best(day)
    assert len(plan.unassigned) == 1
    assert all(entry.drop.size_class is None for entry in plan.assigned)


def test_a_site_is_visited_so_often_and_no_more() -> None:
    room = SiteRoom(SITE, 3, {BOX: 9}, most_visits=1)
    demands = [demand(k, locker(3)) for k in range(4)]
    day = street(demands, [vehicle(0), vehicle(1)], (room,), capacity=2)
    plan = best(day)
    assert len(plan.unassigned) == 2
    both = Draft((route_of(day, 0), route_of(day, 1, by=1)))
    with pytest.raises(HardViolation) as refused:
        evaluate(day, both)
    assert refused.value.args[1:] == (SITE, "visits")


def test_doors_that_are_expected_to_be_emptied_are_filled() -> None:
    room = SiteRoom(SITE, 3, {BOX: 1}, expected={BOX: 2})
    day = street([demand(k, locker(3)) for k in range(4)], rooms=(room,))
    assert len(best(day).unassigned) == 1


def test_lateness_costs_by_the_hour_after_its_soft_end() -> None:
    # First to 5 (300 s), then to 6: service there begins at 300 + 100 + 60.
    soft = door(6, soft_end_s=400, late_per_hour=Money(7200))
    day = street([demand(0, door(5)), demand(1, soft)])
    plan = evaluate(day, draft_of(day, 0, 1))
    assert lines(plan)[CostLine.LATENESS] == 60 * 2
    assert plan.routes[0].departure_s == 0
    assert plan.routes[0].late_cost == 120
    found = best(day)
    assert CostLine.LATENESS not in lines(found)
    assert [s.place for s in found.routes[0].stops] == [6, 5]


def test_nothing_waits_past_a_soft_end_to_leave_later() -> None:
    # The second door opens at 2,000; the first could wait for it, but not at 500.
    soft = door(5, soft_end_s=500, late_per_hour=Money(7200))
    late = door(6, TimeWindow(2000, 3000))
    day = street([demand(0, soft), demand(1, late)])
    route = evaluate(day, draft_of(day, 0, 1)).routes[0]
    assert [stop.start_s for stop in route.stops] == [500, 2000]
    assert route.departure_s == 200


LUNCH = Break(TimeWindow(300, 600), 200)


def test_a_break_is_taken_between_stops() -> None:
    # At 5 from 300 to 400, rest until 600, at 6 from 660 to 760, back at 1,120.
    day = street([demand(0, door(5)), demand(1, door(6))], [vehicle(breaks=(LUNCH,))])
    route = evaluate(day, draft_of(day, 0, 1)).routes[0]
    assert route.finish_s == 1120
    assert route.pauses == (Pause(PauseKind.REST, 1, 400, 600),)
    assert [stop.start_s for stop in route.stops] == [300, 660]
    assert best(day).cost == 11_200


def test_a_break_is_not_owed_by_a_route_that_is_back_in_time() -> None:
    day = street([demand(0, door(2))], [vehicle(breaks=(LUNCH,))])
    route = evaluate(day, draft_of(day, 0)).routes[0]
    assert route.pauses == ()
    assert route.finish_s == 340


def test_a_break_before_leaving_is_taken_at_the_depot() -> None:
    later = door(5, TimeWindow(2000, 2100))
    day = street([demand(0, later)], [vehicle(breaks=(LUNCH,))])
    route = evaluate(day, draft_of(day, 0)).routes[0]
    assert route.pauses == ()
    assert (route.departure_s, route.finish_s) == (1700, 2400)


def test_two_breaks_and_a_wait_come_in_order() -> None:
    breaks = (LUNCH, Break(TimeWindow(1000, 1500), 300))
    day = street(
        [demand(0, door(5)), demand(1, door(6, TimeWindow(1500, 1800)))],
        [vehicle(breaks=breaks)],
    )
    route = evaluate(day, draft_of(day, 0, 1)).routes[0]
    # Lunch before leaving, so that less of the wait for the second door is paid.
    assert route.pauses == (Pause(PauseKind.REST, 1, 1140, 1440),)
    assert [stop.start_s for stop in route.stops] == [1040, 1500]
    assert route.unrested_s == 0
    assert (route.departure_s, route.finish_s) == (740, 1960)


def test_a_break_that_cannot_be_taken_is_shown_and_not_planned() -> None:
    breaks = (Break(TimeWindow(350, 360), 100),)
    day = street([demand(0, door(5, setup_s=100))], [vehicle(breaks=breaks)])
    early = street([demand(0, door(5, TimeWindow(0, 300)))], [vehicle(breaks=breaks)])
    route = evaluate(early, draft_of(early, 0)).routes[0]
    assert route.unrested_s == 40
    assert best(early).unassigned
    assert not best(day).unassigned


def test_a_vehicle_is_loaded_again_where_that_drives_least() -> None:
    demands = [demand(0, door(5)), demand(1, door(6)), demand(2, door(1))]
    day = street(demands, [vehicle(trips=2, reload_s=50)], capacity=2)
    route = evaluate(day, draft_of(day, 0, 1, 2)).routes[0]
    assert route.pauses == (Pause(PauseKind.LOADING, 2, 920, 970),)
    assert [stop.start_s for stop in route.stops] == [300, 460, 1030]
    assert [stop.load for stop in route.stops] == [(2,), (1,), (1,)]
    assert route.finish_s == 1030 + 100 + 60
    assert not best(day).unassigned
    once = street(demands, [vehicle(trips=1)], capacity=2)
    assert len(best(once).unassigned) == 1
    assert evaluate(once, draft_of(once, 0, 1, 2)).routes[0].excess == (1,)


def test_what_is_collected_is_on_board_from_its_stop_on() -> None:
    out, back = demand(0, door(5)), demand(1, door(6), collected=True)
    day = street([out, back], capacity=1)
    plan = best(day)
    assert not plan.unassigned
    (route,) = plan.routes
    assert [stop.place for stop in route.stops] == [5, 6]
    assert [stop.load for stop in route.stops] == [(1,), (0,)]
    assert (route.load, route.collected) == ((1,), (1,))
    wrong = evaluate(day, draft_of(day, 1, 0)).routes[0]
    assert wrong.excess == (1,)


def test_a_missed_quota_costs_by_the_parcel() -> None:
    ways = (door(2, level=1), door(6, level=0))
    day = street([demand(k, *ways) for k in range(2)])
    assert {s.place for r in best(day).routes for s in r.stops} == {2}
    wanted = replace(day, quotas=(Quota(0, 50, Money(100_000)),))
    plan = best(wanted)
    assert CostLine.QUOTAS not in lines(plan)
    assert {s.place for r in plan.routes for s in r.stops} == {6}
    cheap = replace(day, quotas=(Quota(0, 51, Money(100)),))
    plan = best(cheap)
    assert lines(plan)[CostLine.QUOTAS] == 200
    assert plan.cost == best(day).cost + 200


def test_unequal_work_costs_what_is_above_the_mean() -> None:
    day = street([demand(0, door(5)), demand(1, door(1))], [vehicle(0), vehicle(1)])
    dear = replace(day, weights=Weights(spread_per_hour=Money(7200)))
    both = Draft((route_of(day, 0), route_of(day, 1, by=1)))
    # 700 s and 220 s: one is 240 s above their mean.
    assert lines(evaluate(dear, both))[CostLine.SPREAD] == 240 * 2


def test_every_further_zone_of_a_route_costs() -> None:
    zones = (-1, *(k // 4 for k in range(1, 20)))
    day = street([demand(0, door(2)), demand(1, door(3)), demand(2, door(9))])
    dear = replace(day, zones=zones, weights=Weights(per_zone=Money(500)))
    plan = evaluate(dear, draft_of(dear, 0, 1, 2))
    assert lines(plan)[CostLine.ZONES] == 500
    assert plan.routes[0].zones == 1


def test_two_doors_of_one_parcel_are_told_apart_by_their_place() -> None:
    day = street([demand(0, door(9), door(2))])
    assert [s.place for s in best(day).routes[0].stops] == [2]
    way = route_of(day, 0)
    work = DraftRoute(way.vehicle, (Visit(2, way.visits[0].drops),))
    assert evaluate(day, Draft((work,))).routes[0].finish_s == 340


def test_collecting_frees_a_compartment_for_the_same_visit() -> None:
    room = SiteRoom(SITE, 3, {BOX: 0})
    back = demand(0, locker(3), collected=True)
    day = street([back, demand(1, locker(3))], [vehicle(0), vehicle(1)], (room,))
    plan = best(day)
    assert not plan.unassigned
    (stop,) = next(route for route in plan.routes if route.stops).stops
    assert {d.parcel: d.size_class for d in stop.drops} == {"p0": None, "p1": BOX}
    apart = Draft((route_of(day, 0), route_of(day, 1, by=1)))
    with pytest.raises(HardViolation) as refused:
        evaluate(day, apart)
    assert refused.value.code is HardCode.OVERBOOKED


def test_what_is_freed_is_taken_by_what_fits() -> None:
    small = SizeClassId("S")
    room = SiteRoom(SITE, 3, {BOX: 0, small: 1}, most_parcels=3)
    day = street(
        [
            demand(0, locker(3, classes=(small,)), collected=True),
            demand(1, locker(3, classes=(BOX,)), collected=True),
            demand(2, locker(3, classes=(small, BOX))),
            demand(3, locker(3, classes=(BOX,)), unassigned=Money(2_000_000)),
            demand(4, locker(3, classes=(small, BOX))),
            demand(5, locker(3, classes=(small, BOX))),
        ],
        rooms=(room,),
    )
    plan = best(day)
    (left,) = plan.unassigned
    assert left.parcel in {"p2", "p4", "p5"}


COUNTER = SiteRoom(SITE, 3, {}, most_parcels=0, counter=True)
UNVISITED = SiteRoom(SITE, 3, {BOX: 1}, most_visits=0)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (street([demand(0, door(5))], range_m=9_000), ReasonCode.RANGE),
        (
            street([demand(0, door(5))], [vehicle(max_duration_s=600)]),
            ReasonCode.TOO_LONG,
        ),
        (
            street([demand(0, door(5, needs=frozenset({"C1"})))]),
            ReasonCode.SKILL,
        ),
        (
            street(
                [demand(0, door(5, TimeWindow(0, 300)))],
                [vehicle(breaks=(Break(TimeWindow(350, 360), 100),))],
            ),
            ReasonCode.REST,
        ),
        (
            street(
                [demand(0, locker(3))],
                rooms=(SiteRoom(SITE, 3, {}, most_parcels=0, counter=True),),
            ),
            ReasonCode.SITE_PARCELS,
        ),
        (
            street(
                [demand(0, locker(3))],
                rooms=(SiteRoom(SITE, 3, {BOX: 1}, most_visits=0),),
            ),
            ReasonCode.SITE_VISITS,
        ),
    ],
)
def test_the_limit_in_the_way_is_named(problem: Problem, code: ReasonCode) -> None:
    (left,) = best(problem).unassigned
    assert left.reason.code is code

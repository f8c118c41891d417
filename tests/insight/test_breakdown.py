"""Figures of plans that a search made: everything adds up."""

import pytest

from console.domain.ids import ParcelId, SiteId
from console.domain.plan import CostLine
from console.domain.problem import Channel, Problem
from console.insight.breakdown import Breakdown, Share, breakdown
from console.planning.engine import solve
from console.planning.options import all_door
from tests.planning.days import city_day


def figures(problem: Problem) -> Breakdown:
    plan = solve(problem, seed=2, iterations=300)
    return breakdown(plan, {kind.id: kind.mode for kind in problem.types}, {})


@pytest.fixture(scope="module")
def day() -> Problem:
    """More than the one van can do in its shift, so that the bike has to go too."""
    return city_day(170, 8, vans=1, bikes=1)


@pytest.fixture(scope="module")
def mixed(day: Problem) -> Breakdown:
    return figures(day)


def test_modes_add_up_to_the_whole(mixed: Breakdown) -> None:
    assert len(mixed.modes) > 1
    for name in (
        "vehicles",
        "stops",
        "to_doors",
        "to_lockers",
        "metres",
        "travel_s",
        "service_s",
        "waiting_s",
        "co2_g",
        "cost",
    ):
        parts = sum(getattr(share, name) for share in mixed.modes)
        assert parts == getattr(mixed.whole, name), name
    assert [share.parcels for share in mixed.modes] == sorted(
        (share.parcels for share in mixed.modes), reverse=True
    )


def test_money_adds_up_to_the_plan(mixed: Breakdown) -> None:
    lines = dict(mixed.costs)
    rest = lines[CostLine.OPTIONS] + lines[CostLine.UNASSIGNED]
    assert mixed.whole.cost + rest == mixed.cost


def test_parcels_are_all_there(day: Problem, mixed: Breakdown) -> None:
    assert mixed.whole.parcels + mixed.unassigned == len(day.demands)
    assert mixed.whole.to_lockers > 0


def test_time_on_the_road_is_from_start_to_end(day: Problem) -> None:
    plan = solve(day, seed=2, iterations=300)
    found = breakdown(plan, {kind.id: kind.mode for kind in day.types}, {})
    road = sum(r.finish_s - r.departure_s for r in plan.routes if r.stops)
    assert found.whole.time_s == road
    assert found.whole.travel_s > 0
    assert found.whole.service_s > 0
    assert found.whole.waiting_s >= 0


def test_walks_count_only_for_lockers(day: Problem) -> None:
    plan = solve(day, seed=2, iterations=300)
    drops = [entry.drop for entry in plan.assigned]
    inside = [drop for drop in drops if drop.channel is Channel.LOCKER]
    walks = {drop.parcel: {drop.site: 100} for drop in inside if drop.site}
    walks[ParcelId("nobody")] = {SiteId("nowhere"): 10**6}
    found = breakdown(plan, {kind.id: kind.mode for kind in day.types}, walks)
    assert found.walk_m == 100 * len(inside)


def test_everything_to_doors(day: Problem) -> None:
    doors = all_door(day)
    found = figures(doors)
    assert found.whole.to_lockers == 0
    assert found.whole.to_doors + found.unassigned == len(day.demands)
    assert found.whole.to_doors > figures(day).whole.to_doors
    assert all(
        option.channel is Channel.DOOR
        for demand in doors.demands
        for option in demand.options
    )


def test_nothing_carried_has_no_share() -> None:
    assert Share("van", vehicles=1, co2_g=5).each(5) is None
    assert Share("van", to_doors=2, to_lockers=2).each(10) == 2.5

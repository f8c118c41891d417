"""Scenarios as values: read, applied, and never wider than the day in what is hard."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.ids import SiteId, VehicleId, VehicleTypeId
from console.domain.money import Money, from_eur
from console.domain.problem import Channel, Problem
from console.planning.engine import solve
from console.planning.evaluate import evaluate
from console.planning.fleet import (
    FleetLine,
    advice,
    ample,
    driving,
    one_fewer,
    one_more,
    start_for,
)
from console.planning.scenario_text import PRESETS, WHOLE, scenario, scenarios
from console.planning.scenarios import (
    MOST_VEHICLES,
    LockerShare,
    Scenario,
    ScenarioCode,
    ScenarioRefused,
    StopTimes,
    applied,
    fleet_numbers,
    most_in_lockers,
    steered,
)
from console.planning.shares import TRIALS, best, holds, in_lockers, next_price
from tests.planning.checking import check_plan
from tests.planning.days import city_day, small_day
from tests.planning.oracle import best_cost

VAN, BIKE = VehicleTypeId("van"), VehicleTypeId("bike")
POSSIBLE = str(most_in_lockers(city_day(100, 3)))
"""Of 100 parcels: the percent that lockers might take."""
SMALL_DAYS = range(10)
"""Days on which mixed and all-door are searched; cheap, so raise it at will."""


def with_doors(problem: Problem) -> Problem:
    """The same day with each parcel's door known, where it has one."""

    def known(demand):
        doors = [o for o in demand.options if o.channel is Channel.DOOR]
        return replace(demand, door=doors[0] if doors else None)

    return replace(problem, demands=tuple(map(known, problem.demands)))


# read


def test_a_list_is_read_in_order_and_each_once() -> None:
    found = scenarios("all-door, mixed,all-door , fleet:van=6+bike=0")
    assert [one.name for one in found] == ["all-door", "mixed", "fleet:van=6+bike=0"]
    assert found[1] == Scenario("mixed")
    assert scenarios("") == ()


def test_what_a_scenario_says() -> None:
    both = scenario("all-door/set:failure_share=0.05+reach_m=700/preset:loqate-2021")
    assert both.settings == {
        "failure_share": 0.08,
        "reach_m": 700,
        "failure_usd": 17.20,
    }
    assert scenario("share:least=0.25/share:most=0.5").share == LockerShare(250, 500)
    assert scenario("mixed").share is None
    for name in (*WHOLE, *(f"preset:{one}" for one in PRESETS)):
        assert scenario(name).name == name


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("all-doors", ScenarioCode.UNKNOWN, "all-door"),
        ("", ScenarioCode.UNKNOWN, "mixed"),
        ("preset:fiel", ScenarioCode.UNKNOWN, "preset:field"),
        ("fleet:van", ScenarioCode.NOT_A_VALUE, "van"),
        ("fleet:van=2.5", ScenarioCode.NOT_A_VALUE, "2.5"),
        ("fleet:", ScenarioCode.NOT_A_VALUE, "fleet:"),
        ("set:reech_m=3", ScenarioCode.NO_SUCH_SETTING, "reach_m"),
        ("set:reach_m=3.5", ScenarioCode.NOT_A_VALUE, "3.5"),
        ("set:reach_m=nan", ScenarioCode.NOT_A_VALUE, "nan"),
        ("set:reach_m=-1", ScenarioCode.SETTING_RANGE, "-1"),
        ("set:failure_share=1.5", ScenarioCode.SETTING_RANGE, "1.5"),
        ("share:least=60", ScenarioCode.SHARE_RANGE, "share:least=60"),
        ("share:least=0.6+most=0.4", ScenarioCode.SHARE_RANGE, "share"),
        ("share:exact=0.6", ScenarioCode.SHARE_RANGE, "share"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    text: str, code: ScenarioCode, told: str
) -> None:
    with pytest.raises(ScenarioRefused) as refused:
        scenario(text)
    assert refused.value.code is code
    assert refused.value.args[1] == text
    assert any(told in str(part) for part in refused.value.args)


# applied


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("fleet:lorry=2", ScenarioCode.NO_SUCH_TYPE, "van, bike"),
        (f"fleet:van={MOST_VEHICLES + 1}", ScenarioCode.FLEET_RANGE, "500"),
        ("fleet:van=-1", ScenarioCode.FLEET_RANGE, "500"),
        ("fleet:van=0+bike=0", ScenarioCode.NO_VEHICLE, "fleet:van=0+bike=0"),
        ("share:least=1", ScenarioCode.SHARE_TOO_HIGH, POSSIBLE),
        ("all-door/share:least=0.1", ScenarioCode.SHARE_TOO_HIGH, "0"),
        ("all-door/all-locker", ScenarioCode.NO_LOCKER, "all-door/all-locker"),
        ("share:least=0.6/share:most=0.4", ScenarioCode.SHARE_RANGE, "share"),
    ],
)
def test_what_cannot_be_on_the_day_is_refused_by_name(
    text: str, code: ScenarioCode, told: str
) -> None:
    with pytest.raises(ScenarioRefused) as refused:
        applied(scenario(text), city_day(100, 3))
    assert refused.value.code is code
    assert refused.value.args[1] == text
    assert any(told in str(part) for part in refused.value.args)


def test_a_fleet_in_numbers() -> None:
    day = city_day(50, 3, vans=3, bikes=2)
    fleet = applied(scenario("fleet:van=5+bike=1"), day)
    assert fleet_numbers(fleet) == {VAN: 5, BIKE: 1}
    kept = {one.id for one in day.vehicles} & {one.id for one in fleet.vehicles}
    assert len(kept) == 4
    assert len({one.id for one in fleet.vehicles}) == 6
    alone = applied(scenario("fleet:van=4"), replace(day, vehicles=day.vehicles[3:]))
    assert fleet_numbers(alone) == {VAN: 4, BIKE: 2}


def test_minutes_at_doors_and_lockers() -> None:
    day = city_day(40, 3)
    slow = applied(Scenario("slow", (StopTimes(180, 100, 6),)), day)
    for kind in slow.types:
        assert kind.door_setup_s + kind.door_handling_s == 180
    for demand in slow.demands:
        for option in demand.options:
            times = (option.setup_s, option.handling_s)
            assert times == ((0, 0) if option.site is None else (100, 6))


def test_only_the_search_hears_of_a_surcharge() -> None:
    day = city_day(40, 3)
    everywhere = scenario("all-locker")
    asked = applied(everywhere, day)
    assert asked == day
    assert steered(scenario("mixed"), day, Money(0)) is day
    for led, onto in (
        (steered(everywhere, day, Money(0)), Channel.DOOR),
        (steered(scenario("share:least=0.2"), day, Money(700)), Channel.DOOR),
        (steered(scenario("share:most=0.2"), day, Money(-700)), Channel.LOCKER),
    ):
        for before, after in zip(day.demands, led.demands, strict=True):
            for old, new in zip(before.options, after.options, strict=True):
                dearer = old.channel is onto and len(before.options) > 1
                assert (new.cost > old.cost) is dearer
                assert replace(new, cost=old.cost) == old


TEXTS = st.lists(
    st.sampled_from(
        [
            "mixed",
            "all-door",
            "all-locker",
            "locker-or-none",
            "fleet:van=3+bike=2",
            "fleet:van=0",
            "fleet:bike=9",
            "share:least=0.2",
            "share:most=0.4",
            "preset:field",
            "preset:door-3min",
        ]
    ),
    min_size=1,
    max_size=3,
).map("/".join)


@given(TEXTS, st.integers(0, 10**6), st.integers(0, 8), st.integers(0, 4))
@settings(deadline=None, max_examples=150)
def test_a_scenario_never_widens_what_is_hard(
    text: str, seed: int, parcels: int, sites: int
) -> None:
    day = with_doors(small_day(seed, parcels, sites))
    one = scenario(text)
    try:
        asked = applied(one, day)
    except ScenarioRefused:
        return
    for other in (asked, steered(one, asked, Money(5000))):
        never_wider(day, other)


def never_wider(day: Problem, other: Problem) -> None:
    assert (other.places, other.travel) == (day.places, day.travel)
    assert (other.rooms, other.dimensions) == (day.rooms, day.dimensions)
    assert [kind.capacity for kind in other.types] == [
        kind.capacity for kind in day.types
    ]
    work = {(one.start, one.end, one.shift) for one in day.vehicles}
    names = [one.id for one in other.vehicles]
    assert len(set(names)) == len(names)
    assert all((one.start, one.end, one.shift) in work for one in other.vehicles)
    known = {one.id: one.type for one in day.vehicles}
    assert all(known.get(one.id, one.type) == one.type for one in other.vehicles)
    for before, after in zip(day.demands, other.demands, strict=True):
        assert (after.parcel, after.amount) == (before.parcel, before.amount)
        assert after.unassigned == before.unassigned
        ways = {hard(option) for option in (*before.options, before.door) if option}
        assert {hard(option) for option in after.options} <= ways


def hard(option):
    return option.channel, option.place, option.site, option.windows, option.classes


# searched


@pytest.mark.parametrize("seed", SMALL_DAYS)
def test_mixed_is_never_dearer_than_all_door(seed: int) -> None:
    """A plan to doors is a plan of the mixed day too, where wishes leave each door.

    Then the best mixed plan is no dearer, parcels left over included; and on days so
    small the search finds the best.
    """
    day = with_doors(small_day(seed, parcels=4, sites=2))
    doors = applied(scenario("all-door"), day)
    assert best_cost(day) <= best_cost(doors)
    mixed, to_doors = (solve(one, seed=3, iterations=3000) for one in (day, doors))
    assert mixed.cost <= to_doors.cost
    assert mixed.cost == best_cost(day)
    # What all-door decided is a plan of the mixed day at the same price.
    assert evaluate(day, to_doors.draft()).cost == to_doors.cost


@pytest.fixture(scope="module")
def city() -> Problem:
    """Long walks are dear, so that not all lockers are used anyway."""
    day = city_day(120, 8, vans=4, bikes=1)
    return replace(
        day,
        demands=tuple(
            replace(
                demand,
                options=tuple(
                    replace(o, cost=Money(6 * o.cost)) if o.site else o
                    for o in demand.options
                ),
            )
            for demand in day.demands
        ),
    )


def asked(text: str, day: Problem, steps: int = 600):
    """A scenario's plan as the planner tells it."""
    one = scenario(text)
    problem = applied(one, day)
    led = solve(steered(one, problem, Money(0)), seed=1, iterations=steps)
    return problem, evaluate(problem, led.draft(), led.making)


def test_all_to_lockers_fills_them_and_leaves_the_rest_to_doors(city: Problem) -> None:
    _, mixed = asked("mixed", city)
    problem, plan = asked("all-locker", city)
    check_plan(problem, plan)
    assert in_lockers(plan)[0] > in_lockers(mixed)[0]
    assert in_lockers(plan)[0] <= most_in_lockers(city)
    assert len(plan.unassigned) <= len(mixed.unassigned)
    only, none = asked("locker-or-none", city)
    check_plan(only, none)
    assert in_lockers(none)[0] == len(none.assigned)


@pytest.mark.parametrize(
    "text", ["share:least=0.35", "share:most=0.05", "share:least=0.01"]
)
def test_a_share_is_held_by_a_price(city: Problem, text: str) -> None:
    one = scenario(text)
    share = one.share
    assert share is not None
    problem, tried = applied(one, city), []
    for _ in range(TRIALS):
        price = next_price(share, tried)
        start = tried[-1][1].draft() if tried else None
        led = steered(one, problem, price)
        found = solve(led, seed=1, iterations=150, start=start)
        tried.append((price, evaluate(problem, found.draft(), found.making)))
    assert tried[0][0] == 0
    assert holds(share, best(share, tried))
    prices = [price for price, _ in tried]
    if holds(share, tried[0][1]):
        assert set(prices) == {0}
    else:
        away = -1 if share.least == 0 else 1
        assert all(price * away > 0 for price in prices[1:])


def test_sites_bound_what_lies_in_lockers() -> None:
    day = city_day(60, 2)
    assert 0 < most_in_lockers(day) <= 48
    full = replace(day, rooms=tuple(replace(one, free={}) for one in day.rooms))
    assert most_in_lockers(full) == 0
    over = [replace(one, counter=True, most_parcels=3) for one in full.rooms]
    assert most_in_lockers(replace(full, rooms=tuple(over))) == 6
    assert SiteId("s0") == over[0].site


# the fleet


def test_one_fewer_and_one_more(city: Problem) -> None:
    plan = solve(city, seed=1, iterations=500)
    used = driving(plan)
    assert used[VAN] > 0
    fewer = one_fewer(city, plan, VAN)
    assert fewer is not None
    left = applied(fewer, city)
    assert fleet_numbers(left) == {VAN: used[VAN] - 1, BIKE: 1}
    start = start_for(plan, fewer, city)
    gone = {r.vehicle for r in plan.routes} - {r.vehicle for r in start.routes}
    (spared,) = gone
    carried = {r.vehicle: sum(len(s.drops) for s in r.stops) for r in plan.routes}
    vans = [r.vehicle for r in plan.routes if r.type == VAN]
    assert carried[spared] == min(carried[van] for van in vans)
    for kind in (VAN, BIKE):
        idle = fleet_numbers(city)[kind] > used[kind]
        more = one_more(city, plan, kind)
        assert (more is None) is idle
        if more is not None:
            there = fleet_numbers(applied(more, city))[kind]
            assert there == fleet_numbers(city)[kind] + 1
    wide = fleet_numbers(applied(ample(city, plan), city))
    assert all(wide[kind] > used[kind] for kind in wide)


def test_a_locked_route_is_not_spared(city: Problem) -> None:
    plan = solve(city, seed=1, iterations=100)
    locked = replace(plan, routes=tuple(replace(r, lock="all") for r in plan.routes))
    assert one_fewer(city, locked, VAN) is None
    nobody = replace(plan, routes=())
    assert one_fewer(city, nobody, VAN) is None
    assert VehicleId("van+1") not in {one.id for one in city.vehicles}


def test_fewer_never_saves_and_more_never_costs(city: Problem) -> None:
    base = solve(city, seed=1, iterations=50)
    better = solve(city, seed=1, iterations=600)
    assert better.cost < base.cost
    found = advice(city, base, {VAN: better}, {BIKE: base}, (), 50)
    van, bike = found.lines
    assert isinstance(van, FleetLine)
    assert found.cost == better.cost
    assert van.fewer is not None
    assert van.fewer.cost == 0
    assert bike.fewer is None
    assert bike.more is not None
    assert bike.more.cost == 0
    assert not found.better
    wider = advice(city, base, {}, {}, (better,), 50)
    assert wider.better
    assert {line.kind: line.advised for line in wider.lines} == {
        kind: driving(better)[kind] for kind in (VAN, BIKE)
    }
    assert wider.advised_unassigned == len(better.unassigned)
    assert from_eur(0) == 0

import pickle
from dataclasses import replace

import pytest

from console.domain.draft import Draft, DraftRoute, Drop, MoveParcels, Visit
from console.domain.ids import ParcelId, SizeClassId, VehicleId
from console.domain.place import TimeWindow
from console.domain.plan import CostLine
from console.domain.problem import Channel, Problem
from console.domain.reasons import ReasonCode
from console.planning.arrays import tables
from console.planning.engine import solve
from console.planning.errors import HardCode, HardViolation
from console.planning.evaluate import evaluate
from console.planning.price import Prices
from console.planning.why import explain
from tests.planning.checking import check_plan
from tests.planning.days import HOUR, city_day


def with_demand(problem: Problem, number: int, **changes: object) -> Problem:
    demands = list(problem.demands)
    demands[number] = replace(demands[number], **changes)  # type: ignore[arg-type]
    return replace(problem, demands=tuple(demands))


def one_door(problem: Problem, number: int = 0) -> Draft:
    demand = problem.demands[number]
    drop = Drop(demand.parcel, Channel.DOOR)
    route = DraftRoute(
        problem.vehicles[0].id, (Visit(demand.options[0].place, (drop,)),)
    )
    return Draft((route,))


def test_a_route_leaves_as_late_as_its_first_window_allows() -> None:
    problem = city_day(5, 2)
    door = problem.demands[0].options[0]
    window = TimeWindow(11 * HOUR, 12 * HOUR)
    problem = with_demand(problem, 0, options=(replace(door, windows=(window,)),))
    (route,) = evaluate(problem, one_door(problem)).routes
    (stop,) = route.stops
    assert stop.arrival_s == stop.start_s == 11 * HOUR
    assert route.departure_s == 11 * HOUR - stop.travel_s
    assert stop.departure_s == 11 * HOUR + 150


def test_lateness_overtime_and_overload_are_shown() -> None:
    problem = city_day(5, 2)
    door = problem.demands[0].options[0]
    window = TimeWindow(6 * HOUR, 7 * HOUR)
    problem = with_demand(
        problem,
        0,
        options=(replace(door, windows=(window,)),),
        amount=(1, 5_000_000, 900_000),
    )
    vehicles = [
        replace(v, shift=TimeWindow(8 * HOUR, 8 * HOUR + 60)) for v in problem.vehicles
    ]
    problem = replace(problem, vehicles=tuple(vehicles))
    (route,) = evaluate(problem, one_door(problem)).routes
    assert route.departure_s == 8 * HOUR
    assert route.stops[0].late_s == HOUR + route.stops[0].travel_s
    assert route.over_s == route.finish_s - 8 * HOUR - 60
    assert route.excess == (0, 2_000_000, 100_000)


def test_a_visit_without_a_shared_window_waits_for_the_last_and_is_late() -> None:
    problem = city_day(5, 2)
    door = problem.demands[0].options[0]
    early = replace(door, windows=(TimeWindow(9 * HOUR, 10 * HOUR),))
    late = replace(door, windows=(TimeWindow(12 * HOUR, 13 * HOUR),))
    problem = with_demand(problem, 0, options=(early,))
    problem = with_demand(problem, 1, options=(late,))
    drops = tuple(Drop(problem.demands[k].parcel, Channel.DOOR) for k in range(2))
    draft = Draft((DraftRoute(VehicleId("van0"), (Visit(door.place, drops),)),))
    (stop,) = evaluate(problem, draft).routes[0].stops
    assert stop.start_s == 12 * HOUR
    assert stop.late_s == 2 * HOUR


def locker_drops(problem: Problem, name: str | None, count: int) -> Draft:
    site = problem.rooms[0].site
    chosen = [
        Drop(
            demand.parcel,
            Channel.LOCKER,
            site,
            None if name is None else SizeClassId(name),
        )
        for demand in problem.demands
        if any(option.site == site for option in demand.options)
    ]
    visit = Visit(problem.rooms[0].place, tuple(chosen[:count]))
    return Draft((DraftRoute(problem.vehicles[0].id, (visit,)),))


def test_an_overbooked_site_is_refused() -> None:
    problem = city_day(600, 2)
    evaluate(problem, locker_drops(problem, None, 10))
    with pytest.raises(HardViolation) as refused:
        evaluate(problem, locker_drops(problem, None, 60))
    assert refused.value.code is HardCode.OVERBOOKED
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301
    assert (again.code, again.args) == (refused.value.code, refused.value.args)


@pytest.mark.parametrize(
    ("drop", "place", "code"),
    [
        (Drop(ParcelId("nobody"), Channel.DOOR), 3, HardCode.UNKNOWN_PARCEL),
        (Drop(ParcelId("p0"), Channel.LOCKER), 3, HardCode.NO_SUCH_OPTION),
        (Drop(ParcelId("p0"), Channel.DOOR), 4, HardCode.WRONG_PLACE),
        (
            Drop(ParcelId("p0"), Channel.DOOR, None, SizeClassId("S")),
            3,
            HardCode.WRONG_CLASS,
        ),
    ],
)
def test_what_cannot_be_is_refused(drop: Drop, place: int, code: HardCode) -> None:
    problem = city_day(5, 2)
    draft = Draft((DraftRoute(VehicleId("van0"), (Visit(place, (drop,)),)),))
    with pytest.raises(HardViolation) as refused:
        evaluate(problem, draft)
    assert refused.value.code is code


def test_twice_is_refused() -> None:
    problem = city_day(5, 2)
    draft = one_door(problem)
    double = Draft((*draft.routes, replace(draft.routes[0], vehicle=VehicleId("van1"))))
    with pytest.raises(HardViolation):
        evaluate(problem, double)
    with pytest.raises(HardViolation):
        evaluate(problem, Draft(draft.routes * 2))


def test_every_alternative_costs_what_the_evaluator_says() -> None:
    problem = city_day(80, 5)
    known = tables(problem)
    plan = solve(problem, seed=1, iterations=800)
    for number in (0, 7, 33):
        parcel = problem.demands[number].parcel
        ways = Prices(known, plan.draft()).ways(parcel, most=50)
        assert ways
        assert [way.cost for way in ways] == sorted(way.cost for way in ways)
        for way in ways:
            draft, _ = way.edit.apply(plan.draft())
            after = evaluate(problem, draft)
            check_plan(problem, after)
            assert after.cost - plan.cost == way.cost
            assert sum(r.metres for r in after.routes) - way.metres == sum(
                r.metres for r in plan.routes
            )


def test_a_parcel_without_a_route_can_be_priced_in() -> None:
    problem = city_day(40, 3)
    plan = solve(problem, seed=1, iterations=300)
    parcel = problem.demands[0].parcel
    draft = plan.draft()
    without = MoveParcels((Drop(parcel, Channel.DOOR),), 0, VehicleId("van0"), 0)
    assert without.name == "move_parcels"
    kept = tuple(
        replace(
            route,
            visits=tuple(
                v
                for v in (
                    replace(
                        visit, drops=tuple(d for d in visit.drops if d.parcel != parcel)
                    )
                    for visit in route.visits
                )
                if v.drops
            ),
        )
        for route in draft.routes
    )
    loose = Draft(kept, (parcel,))
    base = evaluate(problem, loose)
    way = Prices(tables(problem), loose).ways(parcel)[0]
    changed, _ = way.edit.apply(loose)
    assert evaluate(problem, changed).cost - base.cost == way.cost


def reasons(problem: Problem, draft: Draft) -> dict[str, ReasonCode]:
    plan = explain(tables(problem), evaluate(problem, draft))
    return {entry.parcel: entry.reason.code for entry in plan.unassigned}


def test_why_a_parcel_is_left() -> None:
    problem = city_day(12, 2)
    door = problem.demands[0].options[0]
    closed = TimeWindow(18 * HOUR, 19 * HOUR)
    early = TimeWindow(2 * HOUR, 3 * HOUR)
    locker = replace(
        door,
        channel=Channel.LOCKER,
        site=problem.rooms[0].site,
        place=problem.rooms[0].place,
        classes=(SizeClassId("nothing"),),
    )
    problem = with_demand(problem, 0, options=())
    problem = with_demand(problem, 1, options=(locker,))
    problem = with_demand(problem, 2, options=(door,), amount=(1, 9_000_000, 1))
    problem = with_demand(problem, 3, options=(replace(door, windows=(early,)),))
    problem = with_demand(problem, 4, options=(replace(door, windows=(closed,)),))
    problem = with_demand(problem, 5, options=(door,))
    found = reasons(problem, Draft(()))
    assert [found[f"p{k}"] for k in range(6)] == [
        ReasonCode.NO_OPTION,
        ReasonCode.NO_COMPARTMENT,
        ReasonCode.NO_VEHICLE_FITS,
        ReasonCode.WINDOW,
        ReasonCode.SHIFT,
        ReasonCode.COST,
    ]
    full = replace(
        problem,
        types=tuple(replace(t, capacity=(1, *t.capacity[1:])) for t in problem.types),
        vehicles=problem.vehicles[:1],
    )
    assert reasons(full, one_door(full, 6))["p5"] is ReasonCode.CAPACITY


def test_the_reason_of_a_choice_names_its_runner_up() -> None:
    problem = city_day(60, 4)
    plan = solve(problem, seed=1, iterations=500)
    told = [e for e in plan.assigned if e.reason.code is ReasonCode.CHEAPEST]
    assert any(len(entry.reason.args) == 2 for entry in told)
    doors = {d.parcel for d in problem.demands if len(d.options) == 1}
    codes = {e.reason.code for e in plan.assigned if e.drop.parcel in doors}
    assert codes <= {ReasonCode.DOOR_ONLY}
    lines = dict(plan.costs)
    assert lines[CostLine.UNASSIGNED] == 0

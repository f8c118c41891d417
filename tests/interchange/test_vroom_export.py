"""A depot day as a VROOM problem and back: the same times, the same cost."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.draft import Drop, Visit
from console.domain.money import Money
from console.domain.plan import CostLine, Plan
from console.domain.problem import (
    UNREACHABLE,
    Break,
    Channel,
    Held,
    Problem,
    Quota,
    Travel,
    Weights,
)
from console.interchange.errors import NotForVroom
from console.interchange.vroom_check import check_plan
from console.interchange.vroom_export import Exported, export_doors
from console.interchange.vroom_file import read_vroom
from console.interchange.vroom_problem import vroom_day
from console.interchange.vroom_solution import Solution
from console.interchange.vroom_writer import as_json
from console.planning.engine import solve
from console.planning.evaluate import evaluate
from tests.depot_days.generator import Mix, generate
from tests.interchange.vroom_problems import solved

PARCELS = 40
ITERATIONS = 300
ALONE = Mix(same_address=0, chilled=0)
"""Setup shared by windows of their own is the one thing of these days that is not
planned from a VROOM file."""


def to_doors(problem: Problem) -> Problem:
    """The same day without lockers."""
    return replace(
        problem,
        rooms=(),
        demands=tuple(
            replace(demand, options=(demand.door,) if demand.door else ())
            for demand in problem.demands
        ),
    )


def read_back(exported: Exported, plan: Plan) -> Solution:
    """The solution that a plan of the day is to the exported file's problem."""
    day = vroom_day(read_vroom(exported.data, file="day.json"))
    job_of = {
        parcel: job for job, parcels in exported.parcels.items() for parcel in parcels
    }
    number_of = {vehicle: number for number, vehicle in exported.vehicles.items()}
    draft = day.draft(
        (
            number_of[route.vehicle],
            list(
                dict.fromkeys(
                    job_of[drop.parcel] for stop in route.stops for drop in stop.drops
                )
            ),
        )
        for route in plan.routes
    )
    return day.solution(evaluate(day.problem, draft))


@pytest.mark.parametrize(("shape", "seed"), [("grid", 1), ("ring", 2), ("river", 3)])
def test_a_day_to_doors_costs_the_same_there_and_back(shape: str, seed: int) -> None:
    problem = to_doors(generate(shape, PARCELS, seed, mix=ALONE))
    plan = solve(problem, seed=seed, iterations=ITERATIONS)
    exported = export_doors(problem)
    solution = read_back(exported, plan)
    assert solution.unassigned == ()
    assert solution.violations == ()
    rates = {kind.id: kind.per_hour for kind in problem.types}
    routes = {exported.vehicles[route.vehicle.id]: route for route in solution.routes}
    for route in plan.routes:
        theirs = routes[route.vehicle]
        steps = theirs.steps[1:-1]
        assert [stop.arrival_s for stop in route.stops] == [s.arrival_s for s in steps]
        assert [stop.load for stop in route.stops[1:]] == [s.load for s in steps[:-1]]
        assert theirs.steps[-1].arrival_s == route.finish_s
        assert theirs.distance_m == route.metres
        # Waiting costs nothing there; each line is rounded by itself here.
        waiting = theirs.waiting_s * rates[route.type] / 3600
        assert abs(theirs.cost + waiting - route.cost) <= 3
    whole = sum(money for line, money in plan.costs if line is not CostLine.OPTIONS)
    waiting = sum(
        theirs.waiting_s * rates[route.type] / 3600
        for route in plan.routes
        for theirs in [routes[route.vehicle]]
    )
    assert abs(solution.cost + waiting - whole) <= 3 * len(plan.routes)


def test_without_promised_windows_it_is_the_same_to_a_hundredth_cent() -> None:
    mix = replace(ALONE, timed=0)
    problem = to_doors(generate("two_centres", PARCELS, 4, mix=mix))
    plan = solve(problem, seed=4, iterations=ITERATIONS)
    solution = read_back(export_doors(problem), plan)
    assert all(route.waiting_s == 0 for route in solution.routes)
    whole = sum(route.cost for route in plan.routes)
    assert abs(solution.cost - whole) <= 3 * len(plan.routes)


def test_parcels_for_one_door_are_one_job() -> None:
    problem = to_doors(generate("grid", PARCELS, 5, mix=Mix(timed=0)))
    exported = export_doors(problem)
    together = [parcels for parcels in exported.parcels.values() if len(parcels) > 1]
    assert together
    document = json.loads(exported.data)
    assert len(document["jobs"]) == len(exported.parcels) < PARCELS
    number, parcels = next(
        (n, p) for n, p in exported.parcels.items() if len(p) == len(together[0]) > 1
    )
    (job,) = [job for job in document["jobs"] if job["id"] == number]
    assert job["description"] == " ".join(parcels)
    assert job["service_per_type"]["van"] == 30 * len(parcels)
    assert job["delivery"][0] == len(parcels)


def test_vroom_solves_it_as_it_is_meant(tmp_path: Path) -> None:
    problem = to_doors(generate("grid", 12, 6, mix=ALONE))
    exported = export_doors(problem)
    theirs = solved(json.loads(exported.data), tmp_path)
    assert theirs["summary"]["unassigned"] == 0
    source = read_vroom(exported.data, file="day.json")
    day = vroom_day(source)
    draft = day.draft(
        (route["vehicle"], [step["id"] for step in route["steps"] if "id" in step])
        for route in theirs["routes"]
    )
    ours = as_json(day.solution(evaluate(day.problem, draft)))
    assert ours["summary"]["cost"] == theirs["summary"]["cost"]  # type: ignore[index]
    steps = {
        route["vehicle"]: [
            {k: step[k] for k in ("type", "id") if k in step} for step in route["steps"]
        ]
        for route in theirs["routes"]
    }
    document = json.loads(exported.data)
    for vehicle in document["vehicles"]:
        vehicle["steps"] = steps.get(vehicle["id"], [])
    checked = check_plan(read_vroom(json.dumps(document).encode(), file="day.json"))
    assert checked.violations == ()
    assert checked.cost == theirs["summary"]["cost"]


def day() -> Problem:
    """A small day that can be exported."""
    return to_doors(generate("grid", 6, 1, mix=ALONE))


def with_first_demand(problem: Problem, **changes: object) -> Problem:
    """The same with something else about its first parcel."""
    first, *others = problem.demands
    return replace(
        problem,
        demands=(replace(first, **changes), *others),  # type: ignore[arg-type]
    )


def refusals() -> list[tuple[Problem, str]]:
    """Days that VROOM has no word for."""
    good = day()
    door = good.demands[0].options[0]
    van, kind = good.vehicles[0], good.types[0]
    far = {mode: replace(way) for mode, way in good.travel.items()}
    seconds = far["van"].seconds.copy()
    seconds[:] = UNREACHABLE
    far["van"] = Travel(seconds, far["van"].metres)
    rest = Break(van.shift, 1800)
    held = Held(van.id, None)
    late = replace(door, soft_end_s=3600)
    return [
        (replace(good, quotas=(Quota(0, 90, Money(1)),)), "quotas"),
        (replace(good, weights=Weights(spread_per_hour=Money(1))), "balance"),
        (replace(good, types=(replace(kind, range_m=9), *good.types[1:])), "range"),
        (replace(good, vehicles=(replace(van, breaks=(rest,)),)), "breaks"),
        (replace(good, vehicles=(replace(van, overtime_s=60),)), "overtime"),
        (replace(good, vehicles=(replace(van, trips=2),)), "reloads"),
        (replace(good, vehicles=(replace(van, left=True),)), "on the road"),
        (replace(good, held={good.demands[0].parcel: held}), "a plan before"),
        (with_first_demand(good, collected=True), "returns"),
        (with_first_demand(good, options=(late,), door=late), "missed"),
        (with_first_demand(good, options=(), door=None), "without a door"),
        (replace(good, travel=far), "without a way"),
        (replace(good, weights=Weights(co2_per_kg=Money(3))), "CO2"),
    ]


@pytest.mark.parametrize("number", range(13))
def test_what_vroom_does_not_know_is_refused(number: int) -> None:
    problem, told = refusals()[number]
    with pytest.raises(NotForVroom, match=told):
        export_doors(problem)


def test_there_is_a_refusal_for_everything() -> None:
    assert len(refusals()) == 13
    assert export_doors(day()).data


def test_visits_of_one_place_are_one_again() -> None:
    far = [[0, 60], [60, 0]]
    jobs = [{"id": k, "location_index": 1, "setup": 30, "service": 10} for k in (1, 2)]
    document = {
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": jobs,
        "matrices": {"car": {"durations": far}},
    }
    day = vroom_day(read_vroom(json.dumps(document).encode(), file="in.json"))
    (place,) = set(day.place_of.values())
    drops = [Drop(d.parcel, Channel.DOOR) for d in day.problem.demands]
    draft = day.draft([(1, [1, 2])])
    split = replace(
        draft,
        routes=(
            replace(draft.routes[0], visits=tuple(Visit(place, (d,)) for d in drops)),
        ),
    )
    assert day.tidy(split) == draft
    (route,) = day.solution(evaluate(day.problem, draft)).routes
    assert [step.setup_s for step in route.steps] == [0, 30, 0, 0]
    assert route.steps[-1].arrival_s == 60 + 30 + 20

"""Parcels put together into stops, and the prices peers count with."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from console.domain.ids import ParcelId, SizeClassId
from console.domain.money import Money
from console.domain.place import TimeWindow
from console.domain.problem import (
    Break,
    Channel,
    Demand,
    FleetType,
    Option,
    Problem,
    Quota,
    Weights,
)
from tests.benchmarks.planner.carried import refuse_uncarried
from tests.benchmarks.planner.channels import Estimate, choose, mask_of, unions_of
from tests.benchmarks.planner.stops import (
    Rates,
    Stop,
    calls_of,
    loads_of,
    rates_of,
    service_s,
    stops_of,
)
from tests.benchmarks.planner.task import (
    Budget,
    Call,
    CannotDo,
    draft_of,
    tours_of,
)
from tests.depot_days.checker import check
from tests.depot_days.generator import generate
from tests.depot_days.solution import solution_of_draft
from tests.planning.days import small_day

DAY = (TimeWindow(100, 900),)
MORNING = (TimeWindow(100, 400),)
NOON = (TimeWindow(300, 600),)


def with_doors(windows: list[tuple[TimeWindow, ...]], amounts: list[int]) -> Problem:
    """Parcels of one door each, all at place 4."""
    base = small_day(1, parcels=2, sites=2)
    demands = tuple(
        Demand(
            ParcelId(str(k)),
            (1, amount),
            (Option(Channel.DOOR, 4, None, hours, (), 20, 10, 0, Money(0)),),
            Money(10),
        )
        for k, (hours, amount) in enumerate(zip(windows, amounts, strict=True))
    )
    return replace(base, demands=demands)


@pytest.mark.parametrize(
    ("windows", "stops"),
    [
        ([DAY, DAY], [{0, 1}]),
        ([DAY, MORNING], [{0, 1}]),
        ([MORNING, DAY, NOON], [{0, 1}, {2}]),
        ([MORNING, NOON], [{0}, {1}]),
    ],
)
def test_windows_that_nest_make_one_stop(
    windows: list[tuple[TimeWindow, ...]], stops: list[set[int]]
) -> None:
    problem = with_doors(windows, [1] * len(windows))
    made = stops_of(problem, dict.fromkeys(range(len(windows)), 0))
    assert sorted(sorted(p for p, _ in stop.handed) for stop in made) == sorted(
        map(sorted, stops)
    )
    for stop in made:
        for parcel, _ in stop.handed:
            held = problem.demands[parcel].options[0].windows
            inside = all(
                any(w.start_s <= s.start_s and s.end_s <= w.end_s for w in held)
                for s in stop.windows
            )
            assert inside


def test_what_no_vehicle_takes_at_once_is_two_stops() -> None:
    problem = with_doors([DAY] * 3, [20, 15, 10])
    made = stops_of(problem, {0: 0, 1: 0, 2: 0})
    assert [stop.handed for stop in made] == [((0, 0), (2, 0)), ((1, 0),)]
    assert calls_of(made) == [Call(4, ((0, 0), (2, 0), (1, 0)))]


def test_what_some_vehicles_never_take_stays_apart() -> None:
    problem = with_doors([DAY] * 3, [0, 4, 0])
    van, bike = problem.types
    problem = replace(problem, types=(van, replace(bike, capacity=(4, 0))))
    made = stops_of(problem, {0: 0, 1: 0, 2: 0})
    assert [stop.handed for stop in made] == [((0, 0), (2, 0)), ((1, 0),)]


def test_service_is_one_setup_and_every_handling() -> None:
    problem = with_doors([DAY] * 2, [1, 1])
    stop = stops_of(problem, {0: 0, 1: 0})[0]
    van, bike = problem.types
    assert service_s(problem, stop, van) == 20 + 120 + 2 * (10 + 30)
    assert service_s(problem, stop, bike) == 20 + 60 + 2 * (10 + 30)


def test_loads_are_divided_by_what_they_share() -> None:
    problem = with_doors([MORNING, NOON], [12, 18])
    stops = stops_of(problem, {0: 0, 1: 0})
    assert loads_of(problem, stops) == ([[1, 2], [1, 3]], {0: [4, 5], 1: [4, 3]})


def test_rates_are_whole_and_nearly_exact() -> None:
    problem = small_day(1)
    kind: FleetType = replace(
        problem.types[0],
        fixed=Money(70_000),
        per_hour=Money(220_000),
        per_km=Money(3500),
        co2_g_per_km=180,
    )
    weights = Weights(co2_per_kg=Money(800))
    rates = rates_of(replace(problem, types=(kind,), weights=weights))[0]
    # A second costs 550/9, a metre 3.5 + 0.144.
    assert rates.per_s / rates.scale == pytest.approx(550 / 9, rel=5e-4)
    assert rates.per_m / rates.scale == pytest.approx(3.644, rel=5e-4)
    assert rates.fixed == 70_000 * rates.scale
    free = replace(kind, per_hour=Money(0), per_km=Money(1000), co2_g_per_km=0)
    assert rates_of(replace(problem, types=(free,))) == [Rates(1, 0, 1, 70_000)]


@pytest.mark.parametrize("seed", range(6))
def test_a_choice_overbooks_nothing(seed: int) -> None:
    """Each parcel by itself to its door's or locker's place: compartments hold."""
    problem = small_day(seed, parcels=12, sites=3)
    chosen = choose(problem, Budget(20), seed)
    boxes = {(r.site, n): c for r in problem.rooms for n, c in r.free.items()}
    wishes = [problem.demands[p].options[o] for p, o in chosen.items()]
    for room in problem.rooms:
        here = [option for option in wishes if option.site == room.site]
        for names in product((False, True), repeat=len(room.free)):
            union = {n for n, has in zip(room.free, names, strict=True) if has}
            inside = sum(set(option.classes) <= union for option in here)
            assert inside <= sum(boxes[room.site, name] for name in union)


def test_a_choice_prefers_what_is_cheap_in_sum() -> None:
    """Forty parcels at one door each, or together at a locker beside them."""
    problem = generate("ring", 60, 1)
    chosen = choose(problem, Budget(20), 1)
    assert len(chosen) == 60
    doors = sum(problem.demands[p].options[o].site is None for p, o in chosen.items())
    assert 0 < doors < 60
    places = sorted({o.place for d in problem.demands for o in d.options})
    prices = Estimate(problem, places)
    assert 10_000 < prices.visit(places[0], 120) < 100_000


def test_low_compartments_and_unions() -> None:
    option = small_day(1).demands[0].options[0]
    low = replace(option, classes=(SizeClassId("S"),), low=True)
    columns = [("S", True), ("S", False), ("M", True)]
    assert mask_of(low, columns) == 0b001
    assert mask_of(replace(low, low=False), columns) == 0b011
    assert unions_of([0b001, 0b100]) == [0b001, 0b100, 0b101]


def test_tours_and_drafts_are_the_same_decisions() -> None:
    problem = small_day(3, parcels=4)
    chosen = {p: 0 for p, d in enumerate(problem.demands) if d.options}
    tours = {1: [calls_of(stops_of(problem, chosen))]}
    draft = draft_of(problem, tours)
    assert tours_of(problem, draft) == tours
    verdict = check(problem, solution_of_draft(draft))
    assert not set(verdict.left) & {problem.demands[p].parcel for p in chosen}
    with pytest.raises(CannotDo):
        draft_of(problem, {0: [[], []]})


def test_neighbours_with_other_windows_stay_two_calls() -> None:
    first, second = Stop(4, ((0, 0),), MORNING), Stop(4, ((1, 0),), NOON)
    assert len(calls_of([first, second])) == 2
    assert len(calls_of([first, replace(second, windows=MORNING)])) == 1


def test_what_peers_do_not_model_is_refused_by_name() -> None:
    problem = small_day(1)
    refuse_uncarried(problem)
    vehicle = replace(problem.vehicles[0], breaks=(Break(DAY[0], 60),))
    with pytest.raises(CannotDo, match=r"FleetVehicle\.breaks"):
        refuse_uncarried(replace(problem, vehicles=(vehicle,)))
    with pytest.raises(CannotDo, match=r"Problem\.quotas"):
        refuse_uncarried(replace(problem, quotas=(Quota(0, 90, Money(1)),)))


def test_estimates_do_without_ways() -> None:
    problem = small_day(1)
    far = {
        mode: replace(t, seconds=np.full_like(t.seconds, 2**31 - 1))
        for mode, t in problem.travel.items()
    }
    prices = Estimate(replace(problem, travel=far), [1, 2, 3])
    assert prices.visit(1, 0) == 0

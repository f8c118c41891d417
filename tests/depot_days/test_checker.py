"""The referee on a day small enough to work out by hand, and beside brute force."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import Place, TimeWindow
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
    Travel,
    Weights,
)
from tests.depot_days.boxes import Wish, unplaced
from tests.depot_days.checker import check
from tests.depot_days.solution import Handover, Solution, Stop, Tour
from tests.depot_days.verdict import Broken

S, M, L = (SizeClassId(name) for name in "SML")
SITE = SiteId("site")
SECONDS = [[0, 100, 200, 300], [110, 0, 50, 60], [210, 50, 0, 70], [310, 60, 70, 0]]


def door(place: int, *windows: tuple[int, int]) -> Option:
    spans = tuple(TimeWindow(*window) for window in windows)
    return Option(Channel.DOOR, place, None, spans, (), 5, 1, 0, Money(700))


def locker(*classes: SizeClassId, low: bool = False) -> Option:
    return Option(
        Channel.LOCKER, 3, SITE, (), classes, 120, 8, 1, Money(50), 300, low=low
    )


def day(*options: tuple[Option, ...]) -> Problem:
    """A depot (0), two doors (1, 2) and a site (3) with one S and one low M."""
    travel = np.array(SECONDS, np.int32)
    return Problem(
        places=(Place(0, 0),) * 4,
        travel={"van": Travel(travel, travel * 10)},
        demands=tuple(
            Demand(ParcelId(f"p{k}"), (1, 40), ways, Money(9000))
            for k, ways in enumerate(options)
        ),
        rooms=(SiteRoom(SITE, 3, {S: 1, M: 1}, {M: 1}),),
        types=(
            FleetType(
                VehicleTypeId("van"),
                "van",
                (3, 100),
                Money(1000),
                Money(3600),
                Money(500),
                200,
                60,
                30,
            ),
        ),
        vehicles=tuple(
            FleetVehicle(VehicleId(name), VehicleTypeId("van"), 0, 0, SHIFT)
            for name in "ab"
        ),
        dimensions=("parcels", "litres"),
        weights=Weights(Money(1000)),
    )


SHIFT = TimeWindow(1000, 5000)


def at_door(number: int, place: int) -> Stop:
    return Stop(place, (Handover(ParcelId(f"p{number}"), Channel.DOOR),))


def at_site(*numbers: int, name: SizeClassId | None = None) -> Stop:
    return Stop(
        3,
        tuple(Handover(ParcelId(f"p{n}"), Channel.LOCKER, SITE, name) for n in numbers),
    )


def tour(*stops: Stop, vehicle: str = "a", departure_s: int | None = None) -> Solution:
    return Solution((Tour(VehicleId(vehicle), stops, departure_s),))


def broken(problem: Problem, solution: Solution) -> list[Broken]:
    return [entry.what for entry in check(problem, solution).violations]


def test_a_tour_worked_out_by_hand() -> None:
    problem = day((door(1, (1500, 1600)),), (locker(M),), (door(2),))
    verdict = check(problem, tour(at_door(0, 1), at_site(1)))
    # Leaves at 1400, at the door 1500 + 65 + 31, at the site 1656 + 128, back 2094.
    assert verdict.lines == {
        "vehicles": 1000,
        "time": 2094 - 1400,
        "distance": (1000 + 600 + 3100) * 500 // 1000,
        "co2": 4700 * 200 * 1000 // 1_000_000,
        "options": 750,
        "unassigned": 9000,
    }
    assert verdict.cost == sum(verdict.lines.values())
    assert verdict.feasible
    assert verdict.left == ("p2",)


def test_rates_round_half_up_once_a_tour() -> None:
    problem = day((door(1),))
    kinds = (replace(problem.types[0], per_hour=Money(1800), per_km=Money(1)),)
    verdict = check(replace(problem, types=kinds), tour(at_door(0, 1)))
    assert verdict.lines["time"] == (100 + 96 + 110 + 1) // 2
    assert verdict.lines["distance"] == 2  # 2,100 m


def test_told_times_are_judged() -> None:
    problem = day((door(1, (1500, 1600)),))
    early = Stop(1, at_door(0, 1).handovers, 1499)
    assert broken(problem, tour(early, departure_s=1390)) == [Broken.WINDOW]
    hasty = replace(early, start_s=1550)
    assert broken(problem, tour(hasty, departure_s=1500)) == [Broken.TIMES]
    slow = check(problem, tour(hasty, departure_s=1200))
    assert slow.feasible
    assert slow.lines["time"] == 1550 + 96 + 110 - 1200
    assert broken(problem, tour(hasty, departure_s=999)) == [Broken.SHIFT]


@pytest.mark.parametrize(
    ("option", "solution", "what"),
    [
        (door(1, (0, 900)), tour(at_door(0, 1)), Broken.WINDOW),
        (door(1, (4950, 4960)), tour(at_door(0, 1)), Broken.SHIFT),
        (locker(L), tour(at_site(0)), Broken.OVERBOOKED),
        (locker(S, low=True), tour(at_site(0)), Broken.OVERBOOKED),
        (locker(S), tour(at_site(0, name=M)), Broken.NO_SUCH_CLASS),
        (locker(S), tour(at_door(0, 3)), Broken.NO_SUCH_OPTION),
        (door(1), tour(at_door(0, 2)), Broken.NO_SUCH_OPTION),
        (door(1), tour(at_door(9, 1)), Broken.NO_SUCH_PARCEL),
        (door(1), tour(at_door(0, 1), vehicle="c"), Broken.NO_SUCH_VEHICLE),
        (door(1), tour(at_door(0, 1), at_door(0, 1)), Broken.TWICE),
    ],
)
def test_what_is_broken_is_named(
    option: Option, solution: Solution, what: Broken
) -> None:
    assert broken(day((option,)), solution) == [what]


def test_too_much_on_board_too_often_and_no_way() -> None:
    problem = day((door(1),), (door(1),), (door(2),))
    load = tour(at_door(0, 1), at_door(1, 1), at_door(2, 2))
    assert broken(problem, load) == [Broken.CAPACITY]
    both = Solution((tour(at_door(0, 1)).tours[0], tour(at_door(1, 1)).tours[0]))
    assert broken(problem, both) == [Broken.VEHICLE_TWICE]
    cut = problem.travel["van"].seconds.copy()
    cut[1, 0] = 2**31 - 1
    travel = {"van": Travel(cut, problem.travel["van"].metres)}
    found = broken(replace(problem, travel=travel), tour(at_door(0, 1)))
    assert Broken.UNREACHABLE in found


def test_disjoint_windows_are_never_met() -> None:
    problem = day((door(1, (1500, 1600)),), (door(1, (1700, 1800)),))
    stop = Stop(1, (*at_door(0, 1).handovers, *at_door(1, 1).handovers))
    assert broken(problem, tour(stop)) == [Broken.WINDOW]


masks = st.lists(
    st.builds(
        Wish, st.frozensets(st.sampled_from([S, M, L]), min_size=1), st.booleans()
    ),
    max_size=5,
)
counts = st.dictionaries(st.sampled_from([S, M, L]), st.integers(0, 2))


@given(masks, counts, st.integers(0, 2))
def test_a_flow_places_as_many_as_can_be(
    wishes: list[Wish], free: dict[SizeClassId, int], lows: int
) -> None:
    low = {name: min(lows, count) for name, count in free.items()}
    boxes = [(n, k < low[n]) for n, count in free.items() for k in range(count)]
    boxes += [(SizeClassId("none"), False)] * len(wishes)
    best = max(
        sum(
            box[0] in wish.classes and (box[1] or not wish.low)
            for wish, box in zip(wishes, order, strict=True)
        )
        for order in set(permutations(boxes, len(wishes)))
    )
    assert unplaced(SiteRoom(SITE, 0, free, low), wishes) == len(wishes) - best

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
    Break,
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Held,
    Option,
    Problem,
    Quota,
    SiteRoom,
    Travel,
    Weights,
)
from tests.depot_days.boxes import Emptied, Wish, unplaced
from tests.depot_days.checker import check
from tests.depot_days.solution import Handover, Rest, Solution, Stop, Tour
from tests.depot_days.verdict import Broken, NotJudged

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


def with_vehicles(problem: Problem, **changes: object) -> Problem:
    vehicles = [replace(v, **changes) for v in problem.vehicles]  # type: ignore[arg-type]
    return replace(problem, vehicles=tuple(vehicles))


def with_type(problem: Problem, **changes: object) -> Problem:
    return replace(problem, types=(replace(problem.types[0], **changes),))  # type: ignore[arg-type]


def with_room(problem: Problem, **changes: object) -> Problem:
    return replace(problem, rooms=(replace(problem.rooms[0], **changes),))  # type: ignore[arg-type]


def test_limits_of_a_vehicle() -> None:
    problem = day((door(1),))  # away for 100 + 96 + 110 s, 2,100 m
    go = tour(at_door(0, 1))
    assert broken(with_vehicles(problem, max_duration_s=306), go) == []
    assert broken(with_vehicles(problem, max_duration_s=305), go) == [Broken.DURATION]
    assert broken(with_type(problem, range_m=2100), go) == []
    assert broken(with_type(problem, range_m=2099), go) == [Broken.RANGE]
    needy = day((replace(door(1), needs=frozenset({"keys"})),))
    assert broken(needy, go) == [Broken.SKILL]
    assert broken(with_vehicles(needy, skills=frozenset({"keys", "lift"})), go) == []
    elsewhere = replace(problem.demands[0], stocked_at=2)
    assert broken(replace(problem, demands=(elsewhere,)), go) == [Broken.DEPOT]


def test_overtime_and_soft_ends_cost() -> None:
    late = replace(door(1, (4700, 4900)), soft_end_s=4600, late_per_hour=Money(7200))
    problem = with_type(day((late,)), per_overtime_hour=Money(36_000))
    problem = with_vehicles(problem, shift=TimeWindow(1000, 4800), overtime_s=120)
    verdict = check(problem, tour(at_door(0, 1)))
    assert verdict.feasible
    assert verdict.lines["overtime"] == (4700 + 96 + 110 - 4800) * 10
    assert verdict.lines["lateness"] == 200
    assert broken(with_vehicles(problem, overtime_s=105), tour(at_door(0, 1))) == [
        Broken.SHIFT
    ]


def test_nothing_is_put_off_past_a_soft_end() -> None:
    soft = replace(door(1), soft_end_s=1500, late_per_hour=Money(1))
    problem = day((soft,), (door(2, (3000, 3000)),))
    lines = check(problem, tour(at_door(0, 1), at_door(1, 2))).lines
    assert "lateness" not in lines
    assert lines["time"] == 3000 + 96 + 210 - (1500 - 100)


def test_a_window_within_a_window_closes_nothing() -> None:
    problem = day((door(1, (1100, 2500), (1200, 1300)),), (door(2, (2000, 2000)),))
    lines = check(problem, tour(at_door(0, 1), at_door(1, 2))).lines
    assert lines["time"] == 2000 + 96 + 210 - (2000 - 50 - 96 - 100)


def test_trips_and_what_comes_back() -> None:
    back = Demand(ParcelId("r"), (2, 10), (door(1),), Money(1), collected=True)
    problem = day((door(1),), (door(2),))
    problem = replace(problem, demands=(*problem.demands, back))
    fetch = Stop(1, (Handover(ParcelId("r"), Channel.DOOR),))
    assert broken(problem, tour(at_door(0, 1), fetch, at_door(1, 2))) == []
    small = with_type(problem, capacity=(2, 100))
    assert broken(small, tour(at_door(0, 1), at_door(1, 2), fetch)) == []
    assert broken(small, tour(fetch, at_door(0, 1), at_door(1, 2))) == [Broken.CAPACITY]
    twice = with_vehicles(small, trips=2, reload_s=40)
    with pytest.raises(NotJudged):
        check(twice, tour(at_door(0, 1)))
    # At 1 from 1100 to 1196, by the depot, at 2 at 1196 + 110 + 40 + 200.
    stops = (replace(fetch, start_s=1100), replace(at_door(1, 2), start_s=1546))
    trips = Tour(VehicleId("a"), stops, 1000, loads=(1,))
    verdict = check(twice, Solution((trips,)))
    assert verdict.feasible
    assert verdict.lines["distance"] == (1000 + 1100 + 2000 + 2100) // 2
    assert broken(small, Solution((trips,))) == [Broken.TRIPS]
    hasty = replace(trips, stops=(stops[0], replace(stops[1], start_s=1545)))
    assert broken(twice, Solution((hasty,))) == [Broken.TIMES]


def test_breaks_are_taken_in_their_windows() -> None:
    problem = day((door(1, (2000, 2000)),), (door(2, (3000, 3000)),))
    rest = Break(TimeWindow(2100, 2400), 300)
    problem = with_vehicles(problem, breaks=(rest,))
    stops = (replace(at_door(0, 1), start_s=2000), replace(at_door(1, 2), start_s=3000))
    plain = Tour(VehicleId("a"), stops, 1900)
    assert broken(problem, Solution((plain,))) == [Broken.BREAK]
    for begin, wrong in ((2096, [Broken.BREAK]), (2100, []), (2401, [Broken.BREAK])):
        rested = replace(plain, rests=(Rest(1, begin),))
        assert broken(problem, Solution((rested,))) == wrong
    rested = replace(plain, rests=(Rest(1, 2100),))
    assert check(problem, Solution((rested,))).lines["time"] == 3000 + 96 + 210 - 1900
    short = Tour(VehicleId("a"), stops[:1], 1900)
    assert broken(problem, Solution((short,))) == []  # back at 2206
    late = Tour(VehicleId("a"), stops[1:], 2400)
    assert broken(problem, Solution((late,))) == []
    assert broken(problem, Solution((replace(late, departure_s=2399),))) == [
        Broken.BREAK
    ]


def test_sites_take_so_many_parcels_and_stops() -> None:
    problem = day((locker(S),), (locker(M),))
    both = tour(at_site(0, 1))
    apart = Solution(
        (tour(at_site(0)).tours[0], tour(at_site(1), vehicle="b").tours[0])
    )
    assert broken(with_room(problem, most_parcels=2, most_visits=1), both) == []
    assert broken(with_room(problem, most_parcels=1), both) == [Broken.SITE_PARCELS]
    assert broken(with_room(problem, most_visits=1), apart) == [Broken.SITE_VISITS]
    full = day((locker(S),), (locker(S),))
    assert broken(full, both) == [Broken.OVERBOOKED]
    assert broken(with_room(full, expected={S: 1}), both) == []
    counter = with_room(day((locker(),), (locker(),)), counter=True)
    assert broken(counter, both) == []


def test_a_return_frees_its_box_for_the_same_stop() -> None:
    problem = day((locker(S),), (locker(S),), (locker(S),))
    fetched = replace(problem.demands[0], collected=True)
    problem = replace(problem, demands=(fetched, *problem.demands[1:]))
    assert broken(problem, tour(at_site(0, 1, 2))) == []
    assert broken(problem, tour(at_site(1, 2), at_site(0))) == [Broken.OVERBOOKED]
    either = replace(fetched, options=(locker(S, M),))
    problem = replace(problem, demands=(either, *problem.demands[1:]))
    assert broken(problem, tour(at_site(0, 1, 2))) == [Broken.OVERBOOKED]


def test_what_is_held_stays_or_costs() -> None:
    problem = day((door(1),), (door(2),))
    held = {
        ParcelId("p0"): Held(VehicleId("a"), None),
        ParcelId("p1"): Held(VehicleId("a"), Money(77)),
    }
    problem = replace(problem, held=held)
    assert broken(problem, tour(at_door(0, 1))) == []
    assert broken(problem, tour(at_door(0, 1), vehicle="b")) == [Broken.HELD]
    assert "change" not in check(problem, tour(at_door(1, 2))).lines
    assert check(problem, tour(at_door(1, 2), vehicle="b")).lines["change"] == 77
    gone = with_vehicles(problem, left=True)
    late = day((door(1, (2000, 2000)),))
    gone = replace(gone, demands=late.demands)
    verdict = check(gone, tour(at_door(0, 1)))
    assert verdict.feasible
    assert "vehicles" not in verdict.lines
    assert verdict.lines["time"] == 2000 + 96 + 110 - 1000
    assert broken(replace(gone, held={}), tour(at_door(0, 1))) == [Broken.HELD]


def test_what_all_tours_share_has_its_price() -> None:
    problem = day((door(1),), (door(2),), (locker(S),))
    two = Solution(
        (
            tour(at_door(0, 1), at_site(2)).tours[0],
            tour(at_door(1, 2), vehicle="b").tours[0],
        )
    )
    first, second = 100 + 96 + 60 + 128 + 310, 200 + 96 + 210
    weights = replace(problem.weights, spread_per_hour=Money(3600), per_zone=Money(11))
    priced = replace(
        problem,
        weights=weights,
        zones=(-1, 4, 5, 4),
        quotas=(
            Quota(0, 70, Money(5)),
            Quota(1, 100, Money(9)),
            Quota(0, 66, Money(7)),
        ),
    )
    lines = check(priced, two).lines
    assert lines["spread"] == (first - second) // 2
    assert lines["quotas"] == 5
    assert "zones" not in lines
    longer = tour(at_door(0, 1), at_door(1, 2), at_site(2))
    lines = check(priced, longer).lines
    assert lines["zones"] == 11
    assert "spread" not in lines


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
    room = SiteRoom(SITE, 0, free, low)
    assert unplaced(room, wishes) == len(wishes) - best
    more = [Emptied(S, 7)]
    mine = [replace(wish, visit=7) for wish in wishes]
    some = SiteRoom(SITE, 0, free, low, expected={S: 1})
    assert unplaced(room, wishes, more) == unplaced(room, wishes)
    assert unplaced(room, mine, more) == unplaced(some, wishes)

"""A second, plain planner: every choice, every order, on days small enough.

It shares no code with the engine. A route's best order is found by trying all; routes
are put together over all pairs of parcel sets.
"""

from collections.abc import Iterator
from itertools import combinations, pairwise, permutations, product

from console.domain.money import Money, at_rate
from console.domain.problem import FleetType, FleetVehicle, Option, Problem

type Choice = tuple[int, int]
"""A parcel and one of its options, by number."""


def best_cost(problem: Problem) -> int:
    """What the cheapest plan of the problem costs; for one or two vehicles."""
    types = {kind.id: kind for kind in problem.types}
    tours = [
        dict(_tours(problem, vehicle, types[vehicle.type]))
        for vehicle in problem.vehicles
    ]
    everything = sum(int(demand.unassigned) for demand in problem.demands)
    best = everything
    sums = [
        [
            (sum(1 << p for p, _ in choices), cost + _change(problem, choices), choices)
            for choices, cost in costs.items()
        ]
        for costs in tours
    ]
    if len(sums) == 1:
        sums.append([(0, 0, ())])
    for mask, cost, choices in sums[0]:
        for other, other_cost, other_choices in sums[1]:
            if mask & other or everything + cost + other_cost >= best:
                continue
            if has_boxes(problem, (*choices, *other_choices)):
                best = everything + cost + other_cost
    return best


def _change(problem: Problem, choices: tuple[Choice, ...]) -> int:
    """What choosing these options costs, less what leaving their parcels would."""
    return sum(
        problem.demands[p].options[o].cost - problem.demands[p].unassigned
        for p, o in choices
    )


def has_boxes(problem: Problem, choices: tuple[Choice, ...]) -> bool:
    """Whether every locker parcel gets a box of its own (augmenting paths)."""
    boxes = [
        (room.site, name)
        for room in problem.rooms
        for name, count in room.free.items()
        for _ in range(count)
    ]
    wishes = [problem.demands[p].options[o] for p, o in choices]
    wishes = [option for option in wishes if option.site is not None]
    taken: dict[int, int] = {}

    def place(wish: int, seen: set[int]) -> bool:
        for box, (site, name) in enumerate(boxes):
            option = wishes[wish]
            if box in seen or option.site != site or name not in option.classes:
                continue
            seen.add(box)
            if box not in taken or place(taken[box], seen):
                taken[box] = wish
                return True
        return False

    return all(place(wish, set()) for wish in range(len(wishes)))


def _tours(
    problem: Problem, vehicle: FleetVehicle, kind: FleetType
) -> Iterator[tuple[tuple[Choice, ...], int]]:
    """Every set of choices one vehicle can take, with the least cost of its tour."""
    yield (), 0
    most = min(kind.capacity[0], len(problem.demands))
    for count in range(1, most + 1):
        for parcels in combinations(range(len(problem.demands)), count):
            loads = zip(*(problem.demands[p].amount for p in parcels), strict=True)
            if any(
                sum(load) > room
                for load, room in zip(loads, kind.capacity, strict=True)
            ):
                continue
            ways = [range(len(problem.demands[p].options)) for p in parcels]
            for options in product(*ways):
                choices = tuple(zip(parcels, options, strict=True))
                cost = _tour(problem, vehicle, kind, choices)
                if cost is not None:
                    yield choices, cost


def _tour(
    problem: Problem,
    vehicle: FleetVehicle,
    kind: FleetType,
    choices: tuple[Choice, ...],
) -> int | None:
    best: int | None = None
    for order in permutations(choices):
        options = [problem.demands[p].options[o] for p, o in order]
        for visits in _groupings(options):
            cost = _timed(problem, vehicle, kind, visits)
            if cost is not None and (best is None or cost < best):
                best = cost
    return best


def _groupings(options: list[Option]) -> Iterator[list[list[Option]]]:
    """Neighbours of one place as one visit or as two."""
    visits = [[options[0]]]
    splits = [k for k in range(1, len(options)) if _same(options, k)]
    for joined in product((True, False), repeat=len(splits)):
        together = {k for k, both in zip(splits, joined, strict=True) if both}
        visits = [[options[0]]]
        for k in range(1, len(options)):
            if k in together:
                visits[-1].append(options[k])
            else:
                visits.append([options[k]])
        yield visits


def _same(options: list[Option], k: int) -> bool:
    return options[k].place == options[k - 1].place


def _timed(
    problem: Problem,
    vehicle: FleetVehicle,
    kind: FleetType,
    visits: list[list[Option]],
) -> int | None:
    """The cost of a tour: finish as early as can be, leave as late as that allows."""
    travel = problem.travel[kind.mode]
    places = [vehicle.start, *(visit[0].place for visit in visits), vehicle.end]
    legs = list(pairwise(places))
    ways = [int(travel.seconds[leg]) for leg in legs]
    open_at = [_open(visit) for visit in visits]
    takes = [_takes(visit, kind) for visit in visits]
    now = vehicle.shift.start_s
    for k in range(len(visits)):
        start = _next(open_at[k], now + ways[k])
        if start is None:
            return None
        now = start + takes[k]
    finish = now + ways[-1]
    if finish > vehicle.shift.end_s:
        return None
    latest = finish - ways[-1]
    for k in range(len(visits) - 1, -1, -1):
        latest = max(
            min(end, latest - takes[k])
            for start, end in open_at[k]
            if start <= latest - takes[k]
        )
        latest -= ways[k]
    metres = sum(int(travel.metres[leg]) for leg in legs)
    co2 = problem.weights.co2_per_kg
    return (
        kind.fixed
        + at_rate(finish - latest, kind.per_hour, 3600)
        + at_rate(metres, kind.per_km, 1000)
        + at_rate(metres * kind.co2_g_per_km, Money(co2), 1_000_000)
    )


def _open(visit: list[Option]) -> list[tuple[int, int]]:
    """Seconds at which every parcel of a visit may begin."""
    shared = [(0, 10**9)]
    for option in visit:
        shared = [
            (max(a, w.start_s), min(b, w.end_s))
            for a, b in shared
            for w in option.windows
            if max(a, w.start_s) <= min(b, w.end_s)
        ]
    return sorted(shared)


def _next(windows: list[tuple[int, int]], now: int) -> int | None:
    for start, end in windows:
        if now <= end:
            return max(now, start)
    return None


def _takes(visit: list[Option], kind: FleetType) -> int:
    setup, handling = 0, 0
    for option in visit:
        door = option.site is None
        setup = max(setup, option.setup_s + door * kind.door_setup_s)
        handling += option.handling_s + door * kind.door_handling_s
    return setup + handling

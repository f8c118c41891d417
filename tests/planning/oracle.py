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
    best = everything + _missed(problem, ())
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
            both = (*choices, *other_choices)
            missed = _missed(problem, both)
            if everything + cost + other_cost + missed < best and has_boxes(
                problem, both
            ):
                best = everything + cost + other_cost + missed
    return best


def _missed(problem: Problem, choices: tuple[Choice, ...]) -> int:
    """What the parcels cost that quotas miss."""
    missed = 0
    for quota in problem.quotas:
        least = -(-quota.percent * len(problem.demands) // 100)
        levels = [problem.demands[p].options[o].level for p, o in choices]
        met = sum(level <= quota.level for level in levels)
        missed += quota.price * max(0, least - met)
    return missed


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
        for _ in range(count + room.expected.get(name, 0))
    ]
    wishes = [problem.demands[p].options[o] for p, o in choices]
    wishes = [option for option in wishes if option.site is not None]
    for room in problem.rooms:
        brought = sum(option.site == room.site for option in wishes)
        if room.most_parcels is not None and brought > room.most_parcels:
            return False
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
    if any(option.needs - vehicle.skills for visit in visits for option in visit):
        return None
    open_at = [_open(visit) for visit in visits]
    takes = [_takes(visit, kind) for visit in visits]
    now, starts, soft = vehicle.shift.start_s, [], 0
    for k in range(len(visits)):
        start = _next(open_at[k], now + ways[k])
        if start is None:
            return None
        now = start + takes[k]
        starts.append(start)
        soft += sum(
            int(option.late_per_hour) * max(0, start - option.soft_end_s)
            for option in visits[k]
            if option.soft_end_s is not None
        )
    finish = now + ways[-1]
    if finish > vehicle.shift.end_s + vehicle.overtime_s:
        return None
    latest = finish - ways[-1]
    for k in range(len(visits) - 1, -1, -1):
        ends = [o.soft_end_s for o in visits[k] if o.soft_end_s is not None]
        latest = min(latest - takes[k], *ends) if ends else latest - takes[k]
        latest = max(
            [min(end, latest) for start, end in open_at[k] if start <= latest]
            + [starts[k]]
        )
        latest -= ways[k]
    metres = sum(int(travel.metres[leg]) for leg in legs)
    if finish - latest > (vehicle.max_duration_s or finish):
        return None
    if metres > (kind.range_m or metres):
        return None
    over = max(0, finish - vehicle.shift.end_s)
    zones = {problem.zones[place] for place in places[1:-1]} if problem.zones else set()
    co2 = problem.weights.co2_per_kg
    return (
        kind.fixed
        + at_rate(finish - latest, kind.per_hour, 3600)
        + at_rate(metres, kind.per_km, 1000)
        + at_rate(metres * kind.co2_g_per_km, Money(co2), 1_000_000)
        + at_rate(over, kind.per_overtime_hour, 3600)
        + at_rate(soft, Money(1), 3600)
        + max(0, len(zones - {-1}) - 1) * problem.weights.per_zone
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

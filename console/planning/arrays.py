"""A problem as the arrays that kernels read, and the names behind their numbers.

Rows stand in the problem's own order. Parcels without any option are left out: no
search can place them. Compartment kinds and slack rows are explained in
`kernels.rooms`; a class with low compartments counts as two where a parcel of the day
needs a low one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from console.domain.ids import ParcelId, SiteId, VehicleId
from console.domain.place import TimeWindow
from console.domain.problem import Channel, Demand, Held, Option, Problem, Travel
from console.planning.carried import refuse_uncarried
from console.planning.errors import ProblemTooLarge
from console.planning.fleet_rows import (
    loads,
    needed_bits,
    needs_exact,
    skill_names,
    vehicle_rows,
)
from console.planning.kernels import layout
from console.planning.kernels.layout import Day, Ints, Ints32
from console.planning.room_rows import (
    Room,
    frees_one,
    kind_rows,
    lodging_rows,
    mask_of,
    room_rows,
    takes_box,
    visit_rows,
)

NEAR = 60
"""Distinct places around a place whose routes an insertion looks at."""
_UNLODGED = (0, layout.NONE, layout.NONE)
_ALWAYS = TimeWindow(-(2**40), 2**40)


@dataclass(frozen=True, slots=True)
class Tables:
    """One problem, its arrays, and what their rows are called.

    `spans[p]` are the rows of parcel `p`'s options; `slack` is what every slack row
    holds while nothing is planned; `most_windows` is the most windows a visit of one
    place may come to share.
    """

    problem: Problem
    day: Day
    demands: tuple[Demand, ...]
    parcels: Mapping[ParcelId, int]
    vehicles: Mapping[VehicleId, int]
    options: tuple[Option, ...]
    rooms: Mapping[SiteId, Room]
    masks: tuple[int, ...]
    """The columns each option fits, as bits; 0 for a door."""
    boxed: tuple[bool, ...]
    """Whether each option takes a compartment."""
    skills: tuple[str, ...]
    """What the bits of `O_NEEDS` mean, the lowest first."""
    slack: Ints
    most_windows: int

    @property
    def quotas(self) -> Ints:
        """The rows of the quotas."""
        first = int(self.day.extras[layout.W_ROW, layout.W_QUOTA])
        return self.day.extras[first:]

    def option(
        self,
        parcel: int,
        channel: Channel,
        site: SiteId | None,
        place: int | None = None,
    ) -> int | None:
        """The row of a parcel's option with this channel and site.

        Of several the one at `place`, or the first where none is there.
        """
        row = self.day.parcels[parcel]
        first = int(row[layout.P_OPTION])
        found = [
            number
            for number in range(first, first + int(row[layout.P_OPTIONS]))
            if (self.options[number].channel, self.options[number].site)
            == (channel, site)
        ]
        there = (number for number in found if self.options[number].place == place)
        return next(there, found[0] if found else None)


def tables(problem: Problem, near: Ints32 | None = None) -> Tables:
    """Arrays of a problem; `near` of one with the same places and options saves time.

    Raises ProblemTooLarge beyond what the engine counts, NotCarried for what it does
    not carry at all.
    """
    refuse_uncarried(problem)
    demands = tuple(demand for demand in problem.demands if demand.options)
    options = tuple(option for demand in demands for option in demand.options)
    boxed = takes_box(problem, demands)
    rooms, slack = room_rows(problem.rooms, demands, boxed)
    masks = tuple(
        mask_of(option, rooms) if takes else 0
        for option, takes in zip(options, boxed, strict=True)
    )
    kinds, kind_of, capped = kind_rows(demands, masks, boxed, rooms)
    modes, seconds, metres = _travel(problem)
    skills = skill_names(problem)
    rows, windows = _options(demands, kind_of, skills)
    rows[:, layout.O_BOXES :] = lodging_rows(demands, masks, boxed, rooms, capped)
    freed = any(
        d.collected and o.site is not None and frees_one(o)
        for d in demands
        for o in d.options
    )
    exact = needs_exact(problem, rows)
    vehicles, breaks = vehicle_rows(problem, modes, skills, exact=exact)
    types = {entry.id: entry for entry in problem.types}
    used = sorted({modes[types[vehicle.type].mode] for vehicle in problem.vehicles})
    visit_row, slack = visit_rows(problem, slack)
    amounts, capacity = loads(problem, demands)
    collects = any(demand.collected for demand in demands)
    day = Day(
        seconds=seconds,
        metres=metres,
        options=rows,
        windows=windows,
        parcels=_parcels(problem, demands, rows, windows, seconds, vehicles),
        amounts=amounts,
        vehicles=vehicles,
        capacity=capacity,
        kind_first=kinds[0],
        kind_rows=kinds[1],
        near=_near([seconds[mode] for mode in used], rows, len(problem.places))
        if near is None
        else near,
        places=np.stack([visit_row, _zones(problem)], axis=1),
        extras=_extras(problem, breaks, collects=collects, freed=freed),
    )
    return Tables(
        problem=problem,
        day=day,
        demands=demands,
        parcels={demand.parcel: k for k, demand in enumerate(demands)},
        vehicles={vehicle.id: k for k, vehicle in enumerate(problem.vehicles)},
        options=options,
        rooms=rooms,
        masks=masks,
        boxed=boxed,
        skills=tuple(skills),
        slack=slack,
        most_windows=2 * int(rows[:, layout.O_WINDOWS].max(initial=1)) + 2,
    )


def _ranked(windows: tuple[TimeWindow, ...]) -> list[TimeWindow]:
    """The same seconds in ascending, disjoint windows; all day where there is none."""
    ranked: list[TimeWindow] = []
    for window in sorted(windows or (_ALWAYS,)):
        if ranked and window.start_s <= ranked[-1].end_s + 1:
            end = max(window.end_s, ranked[-1].end_s)
            ranked[-1] = TimeWindow(ranked[-1].start_s, end)
        else:
            ranked.append(window)
    return ranked


def _options(
    demands: tuple[Demand, ...], kind_of: list[int], skills: Mapping[str, int]
) -> tuple[Ints, Ints]:
    rows: list[list[int]] = []
    windows: list[TimeWindow] = []
    seen: dict[tuple[TimeWindow, ...], tuple[int, int]] = {}
    for number, demand in enumerate(demands):
        for option in demand.options:
            if option.windows not in seen:
                ranked = _ranked(option.windows)
                seen[option.windows] = (len(windows), len(ranked))
                windows.extend(ranked)
            first, count = seen[option.windows]
            rows.append(
                [
                    number,
                    option.place,
                    kind_of[len(rows)],
                    option.setup_s,
                    option.handling_s,
                    option.cost,
                    first,
                    count,
                    option.channel is Channel.DOOR,
                    needed_bits(demand, option, skills),
                    layout.LATER if option.soft_end_s is None else option.soft_end_s,
                    0 if option.soft_end_s is None else option.late_per_hour,
                    option.level,
                    *_UNLODGED,
                ]
            )
    return (
        np.array(rows, np.int64).reshape(-1, layout.O_COLUMNS),
        np.array([(w.start_s, w.end_s) for w in windows], np.int64).reshape(-1, 2),
    )


def _parcels(
    problem: Problem,
    demands: tuple[Demand, ...],
    rows: Ints,
    windows: Ints,
    seconds: tuple[Ints32, ...],
    vehicles: Ints,
) -> Ints:
    """Where each parcel's options are, what leaving it costs, and sorting keys."""
    parcels = np.zeros((len(demands), layout.P_COLUMNS), np.int64)
    holding = {vehicle.id: k for k, vehicle in enumerate(problem.vehicles)}
    largest = [1] * len(problem.dimensions)
    for demand in demands:
        largest = [max(a, b) for a, b in zip(largest, demand.amount, strict=True)]
    day_end = 2**31
    first = 0
    for number, demand in enumerate(demands):
        count = len(demand.options)
        mine = rows[first : first + count]
        opens = windows[mine[:, layout.O_WINDOW], 0].min()
        last = mine[:, layout.O_WINDOW] + mine[:, layout.O_WINDOWS] - 1
        size = sum(
            amount * 1000 // most
            for amount, most in zip(demand.amount, largest, strict=True)
        )
        far = 0
        if len(vehicles):
            mode, start = vehicles[0, [layout.H_MODE, layout.H_START]]
            far = int(seconds[mode][start, mine[:, layout.O_PLACE]].min())
        closes = min(day_end, int(windows[last, 1].max()))
        parcels[number] = (
            first,
            count,
            demand.unassigned,
            far,
            size,
            max(-day_end, int(opens)),
            closes,
            *_held(problem.held.get(demand.parcel), holding),
            not demand.collected,
        )
        first += count
    return parcels


def _held(held: Held | None, vehicles: Mapping[VehicleId, int]) -> tuple[int, int]:
    """Who has a parcel, and what another one costs; a vehicle that is gone has none."""
    if held is None:
        return layout.NONE, 0
    number = vehicles.get(held.vehicle, layout.NONE)
    if held.moved is None:
        return number, layout.DEAR
    return number, 0 if number == layout.NONE else held.moved


def _travel(
    problem: Problem,
) -> tuple[dict[str, int], tuple[Ints32, ...], tuple[Ints32, ...]]:
    if len(problem.travel) > layout.MODES:
        raise ProblemTooLarge("modes", len(problem.travel), layout.MODES)
    modes = {mode: k for k, mode in enumerate(problem.travel)}
    matrices = list(problem.travel.values())
    nothing = np.zeros((1, 1), np.int32)
    empty = [Travel(nothing, nothing)] * (layout.MODES - len(matrices))
    matrices += empty
    return (
        modes,
        tuple(_readable(travel.seconds) for travel in matrices),
        tuple(_readable(travel.metres) for travel in matrices),
    )


def _readable(matrix: Ints32) -> Ints32:
    """The same memory as one compiled type: plain, contiguous, read-only."""
    plain = np.ascontiguousarray(np.asarray(matrix), np.int32).view(np.ndarray)
    plain.flags.writeable = False
    return plain


def _near(matrices: list[Ints32], rows: Ints, places: int) -> Ints32:
    """The nearest places by the quickest mode there and back; ties by number."""
    targets = np.unique(rows[:, layout.O_PLACE])
    count = min(NEAR, targets.size)
    near = np.zeros((places, max(1, count)), np.int32)
    if not matrices or not count:
        return near
    numbers = np.arange(targets.size, dtype=np.int64)
    for low in range(0, targets.size, 256):
        block = targets[low : low + 256]
        best = np.full((block.size, targets.size), 2**40, np.int64)
        for seconds in matrices:
            there = seconds[np.ix_(block, targets)].astype(np.int64)
            back = seconds[np.ix_(targets, block)].T
            np.minimum(best, there + back, out=best)
        # Unique keys: which of two equals comes first must not depend on the machine.
        keys = best * targets.size + numbers
        keys[np.arange(block.size), low + np.arange(block.size)] = -1
        if count < targets.size:
            keys.partition(count - 1, axis=1)
        first = np.sort(keys[:, :count], axis=1)
        found = np.where(first < 0, numbers[low : low + 256, None], 0)
        found += np.where(first < 0, 0, first % targets.size)
        near[block] = targets[found]
    return near


def _zones(problem: Problem) -> Ints:
    """Each place's zone by number from 0 on; NONE where it has none."""
    named = problem.zones or (layout.NONE,) * len(problem.places)
    order = {zone: k for k, zone in enumerate(sorted(set(named) - {layout.NONE}))}
    return np.array([order.get(zone, layout.NONE) for zone in named], np.int64)


def _extras(problem: Problem, breaks: Ints, *, collects: bool, freed: bool) -> Ints:
    """What holds for the whole day, breaks, quotas: rows as `Day` says."""
    count, weights = len(problem.demands), problem.weights
    counted = any(room.most_visits is not None for room in problem.rooms)
    several = any(vehicle.trips > 1 for vehicle in problem.vehicles)
    whole = [
        weights.spread_per_hour,
        weights.per_zone,
        collects,
        freed,
        collects or counted or several,
        1 + len(breaks),
        len(problem.quotas),
    ]
    # The least number of parcels is rounded up.
    quotas = [(q.level, -(-q.percent * count // 100), q.price) for q in problem.quotas]
    extras = np.zeros((1 + len(breaks) + len(quotas), layout.W_COLUMNS), np.int64)
    extras[layout.W_ROW] = whole
    extras[1 : 1 + len(breaks), :3] = breaks
    extras[1 + len(breaks) :, :3] = np.array(quotas, np.int64).reshape(-1, 3)
    return extras

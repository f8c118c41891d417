"""A problem as the arrays that kernels read, and the names behind their numbers.

Rows stand in the problem's own order. Parcels without any option are left out: no
search can place them. Compartment kinds and slack rows are explained in
`kernels.rooms`; a class with low compartments counts as two where a parcel of the day
needs a low one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId
from console.domain.place import TimeWindow
from console.domain.problem import (
    Channel,
    Demand,
    Held,
    Option,
    Problem,
    SiteRoom,
    Travel,
)
from console.planning.carried import refuse_uncarried
from console.planning.errors import ProblemTooLarge
from console.planning.kernels import layout
from console.planning.kernels.layout import Day, Ints, Ints32

NEAR = 60
"""Distinct places around a place whose routes an insertion looks at."""
_MOST_ROWS = 4096
_ALWAYS = TimeWindow(-(2**40), 2**40)

type Column = tuple[SizeClassId, bool]
"""Compartments that are all alike to every parcel of the day: a class, and low."""


@dataclass(frozen=True, slots=True)
class Room:
    """A site's compartments: columns with their free number, unions with a bound.

    `unions` maps each set of columns (as bits) that may run short to its slack row;
    `wanted` counts the options of the day by the set of columns they fit.
    """

    site: SiteId
    columns: tuple[Column, ...]
    free: tuple[int, ...]
    unions: Mapping[int, int]
    wanted: Mapping[int, int]


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
    slack: Ints
    most_windows: int

    def option(self, parcel: int, channel: Channel, site: SiteId | None) -> int | None:
        """The row of a parcel's option with this channel and site."""
        row = self.day.parcels[parcel]
        first = int(row[layout.P_OPTION])
        for number in range(first, first + int(row[layout.P_OPTIONS])):
            if (self.options[number].channel, self.options[number].site) == (
                channel,
                site,
            ):
                return number
        return None


def tables(problem: Problem, near: Ints32 | None = None) -> Tables:
    """Arrays of a problem; `near` of one with the same places and options saves time.

    Raises ProblemTooLarge beyond what the engine counts, NotCarried for what it does
    not carry at all.
    """
    refuse_uncarried(problem)
    demands = tuple(demand for demand in problem.demands if demand.options)
    options = tuple(option for demand in demands for option in demand.options)
    rooms, slack = _rooms(problem.rooms, options)
    masks = tuple(_mask(option, rooms) for option in options)
    kinds, kind_of = _kinds(options, masks, rooms)
    modes, seconds, metres = _travel(problem)
    rows, windows = _options(demands, kind_of)
    vehicles = _vehicles(problem, modes)
    dimensions = len(problem.dimensions)
    types = {entry.id: entry for entry in problem.types}
    used = sorted({modes[types[vehicle.type].mode] for vehicle in problem.vehicles})
    day = Day(
        seconds=seconds,
        metres=metres,
        options=rows,
        windows=windows,
        parcels=_parcels(problem, demands, rows, windows, seconds, vehicles),
        amounts=_matrix([d.amount for d in demands], dimensions),
        vehicles=vehicles,
        capacity=_matrix(
            [types[vehicle.type].capacity for vehicle in problem.vehicles], dimensions
        ),
        kind_first=kinds[0],
        kind_rows=kinds[1],
        near=_near([seconds[mode] for mode in used], rows, len(problem.places))
        if near is None
        else near,
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
        slack=slack,
        most_windows=2 * int(rows[:, layout.O_WINDOWS].max(initial=1)) + 2,
    )


def _matrix(rows: Iterable[tuple[int, ...]], width: int) -> Ints:
    return np.array(list(rows), np.int64).reshape(-1, width)


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


def _options(demands: tuple[Demand, ...], kind_of: list[int]) -> tuple[Ints, Ints]:
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
                ]
            )
    return (
        np.array(rows, np.int64).reshape(-1, layout.O_COLUMNS),
        np.array([(w.start_s, w.end_s) for w in windows], np.int64).reshape(-1, 2),
    )


def _vehicles(problem: Problem, modes: Mapping[str, int]) -> Ints:
    types = {entry.id: entry for entry in problem.types}
    held = {entry.vehicle for entry in problem.held.values()}
    twins: dict[object, int] = {}
    rows: list[list[int]] = []
    co2 = problem.weights.co2_per_kg
    bits = 1 << layout.RATE_BITS
    for number, vehicle in enumerate(problem.vehicles):
        kind = types[vehicle.type]
        # Whoever had something before is like nobody else.
        own = number if vehicle.left or vehicle.id in held else None
        same = (vehicle.type, vehicle.start, vehicle.end, vehicle.shift, own)
        per_km = kind.per_km * 1000 + kind.co2_g_per_km * co2
        rows.append(
            [
                modes[kind.mode],
                vehicle.start,
                vehicle.end,
                vehicle.shift.start_s,
                vehicle.shift.end_s,
                0 if vehicle.left else kind.fixed,
                kind.per_hour,
                kind.per_km,
                kind.co2_g_per_km,
                co2,
                kind.door_setup_s,
                kind.door_handling_s,
                twins.setdefault(same, number),
                kind.per_hour * bits // 3600,
                per_km * bits // 1_000_000,
                vehicle.left,
            ]
        )
    return np.array(rows, np.int64).reshape(-1, layout.H_COLUMNS)


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


def _rooms(
    rooms: tuple[SiteRoom, ...], options: tuple[Option, ...]
) -> tuple[dict[SiteId, Room], Ints]:
    wanted: dict[SiteId, list[Option]] = {room.site: [] for room in rooms}
    for option in options:
        if option.site is not None:
            wanted.setdefault(option.site, []).append(option)
    free_of = {room.site: room for room in rooms}
    made: dict[SiteId, Room] = {}
    slack: list[int] = []
    for site, choices in wanted.items():
        room = free_of.get(site) or SiteRoom(site, 0, {})
        columns = _columns(room, low_wanted=any(option.low for option in choices))
        names = tuple(columns)
        wanted_by = Counter(_bits(option, names) for option in choices)
        masks = sorted(wanted_by)
        unions: dict[int, int] = {}
        for union in _unions(masks):
            unions[union] = len(slack)
            slack.append(
                sum(columns[name] for k, name in enumerate(names) if union >> k & 1)
            )
        made[site] = Room(site, names, tuple(columns.values()), unions, wanted_by)
    return made, np.array(slack, np.int64)


def _columns(room: SiteRoom, *, low_wanted: bool) -> dict[Column, int]:
    columns: dict[Column, int] = {}
    for size_class, count in room.free.items():
        low = min(count, room.low.get(size_class, 0)) if low_wanted else 0
        columns[size_class, False] = count - low
        if low:
            columns[size_class, True] = low
    return columns


def _bits(option: Option, columns: tuple[Column, ...]) -> int:
    return sum(
        1 << k
        for k, (size_class, low) in enumerate(columns)
        if size_class in option.classes and (low or not option.low)
    )


def _unions(masks: list[int]) -> list[int]:
    """All unions of the sets, each once, smallest number first."""
    unions: set[int] = set()
    for mask in masks:
        unions |= {union | mask for union in unions} | {mask}
        if len(unions) > _MOST_ROWS:
            raise ProblemTooLarge("sets of classes at a site", _MOST_ROWS)
    return sorted(unions)


def _mask(option: Option, rooms: Mapping[SiteId, Room]) -> int:
    return _bits(option, rooms[option.site].columns) if option.site is not None else 0


def _kinds(
    options: tuple[Option, ...], masks: tuple[int, ...], rooms: Mapping[SiteId, Room]
) -> tuple[tuple[Ints, Ints], list[int]]:
    """Slack rows of every kind (as first, rows), and the kind of every option."""
    first: list[int] = [0]
    flat: list[int] = []
    known: dict[tuple[SiteId, int], int] = {}
    kind_of: list[int] = []
    for option, mask in zip(options, masks, strict=True):
        if option.site is None:
            kind_of.append(layout.NONE)
            continue
        key = (option.site, mask)
        if key not in known:
            known[key] = len(first) - 1
            unions = rooms[option.site].unions
            flat.extend(row for union, row in unions.items() if union & mask == mask)
            first.append(len(flat))
        kind_of.append(known[key])
    return (np.array(first, np.int64), np.array(flat, np.int64)), kind_of

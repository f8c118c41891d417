"""Compartments of all sites as numbers: which sets may run short, and what takes them.

`kernels.rooms` explains slack rows and kinds. A class with low compartments counts as
two where a parcel of the day needs a low one. Limits on a site's parcels and on the
stops at its place are rows of the same slack.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from console.domain.ids import SiteId, SizeClassId
from console.domain.problem import Demand, Option, Problem, SiteRoom
from console.planning.errors import ProblemTooLarge
from console.planning.kernels import layout
from console.planning.kernels.layout import Ints

_MOST_ROWS = 4096

type Column = tuple[SizeClassId, bool]
"""Compartments that are all alike to every parcel of the day: a class, and low."""


@dataclass(frozen=True, slots=True)
class Room:
    """A site's compartments: columns with their free number, unions with a bound.

    `unions` maps each set of columns (as bits) that may run short to its slack row;
    `wanted` counts the options of the day by the set of columns they fit. `cap` is the
    slack row of all parcels together, where they are limited.
    """

    site: SiteId
    columns: tuple[Column, ...]
    free: tuple[int, ...]
    unions: Mapping[int, int]
    wanted: Mapping[int, int]
    cap: int | None = None


def takes_box(problem: Problem, demands: tuple[Demand, ...]) -> tuple[bool, ...]:
    """Which options take a compartment: not doors, counters and collections."""
    counters = {room.site for room in problem.rooms if room.counter}
    return tuple(
        option.site is not None and not demand.collected and option.site not in counters
        for demand in demands
        for option in demand.options
    )


def room_rows(
    rooms: tuple[SiteRoom, ...], demands: tuple[Demand, ...], boxed: tuple[bool, ...]
) -> tuple[dict[SiteId, Room], Ints]:
    wanted: dict[SiteId, list[Option]] = {room.site: [] for room in rooms}
    freed = _freed_classes(demands)
    options = (option for demand in demands for option in demand.options)
    for option, takes in zip(options, boxed, strict=True):
        if option.site is not None and takes:
            wanted.setdefault(option.site, []).append(option)
    free_of = {room.site: room for room in rooms}
    made: dict[SiteId, Room] = {}
    slack: list[int] = []
    for site, choices in wanted.items():
        room = free_of.get(site) or SiteRoom(site, 0, {})
        columns = _columns(room, low_wanted=any(option.low for option in choices))
        columns |= {
            (name, False): 0
            for name in sorted(freed.get(site, ()))
            if (name, False) not in columns
        }
        names = tuple(columns)
        wanted_by = Counter(_bits(option, names) for option in choices)
        masks = sorted(wanted_by)
        unions: dict[int, int] = {}
        for union in _unions(masks):
            unions[union] = len(slack)
            slack.append(
                sum(columns[name] for k, name in enumerate(names) if union >> k & 1)
            )
        cap = None
        if room.most_parcels is not None:
            cap = len(slack)
            slack.append(room.most_parcels)
        free = tuple(columns.values())
        made[site] = Room(site, names, free, unions, wanted_by, cap)
    return made, np.array(slack, np.int64)


def frees_one(option: Option) -> bool:
    """Whether collecting by it frees a compartment that is known."""
    return len(option.classes) == 1


def _freed_classes(demands: tuple[Demand, ...]) -> dict[SiteId, set[SizeClassId]]:
    """The classes of compartments that are freed today, by site."""
    freed: dict[SiteId, set[SizeClassId]] = {}
    for demand in demands:
        for option in demand.options:
            if demand.collected and option.site is not None and frees_one(option):
                freed.setdefault(option.site, set()).update(option.classes)
    return freed


def lodging_rows(
    demands: tuple[Demand, ...],
    masks: tuple[int, ...],
    boxed: tuple[bool, ...],
    rooms: Mapping[SiteId, Room],
    capped: Mapping[SiteId, int],
) -> Ints:
    """O_BOXES, O_SITE and O_LODGED of every option."""
    freed = {site: k for k, site in enumerate(sorted(_freed_classes(demands)))}
    rows: list[tuple[int, int, int]] = []
    choices = ((d.collected, option) for d in demands for option in d.options)
    for (collected, option), mask, takes in zip(choices, masks, boxed, strict=True):
        if option.site is None or option.site not in freed:
            rows.append((0, layout.NONE, layout.NONE))
            continue
        boxes = mask
        if collected:
            names = rooms[option.site].columns
            known = frees_one(option)
            boxes = 1 << names.index((option.classes[0], False)) if known else 0
        elif not takes:
            boxes = 0
        lodged = capped.get(option.site, layout.NONE) if takes else layout.NONE
        rows.append((boxes, freed[option.site], lodged))
    return np.array(rows, np.int64).reshape(-1, 3)


def visit_rows(problem: Problem, slack: Ints) -> tuple[Ints, Ints]:
    """For each place the slack row of its stops; the slack with these rows."""
    rows = np.full(len(problem.places), layout.NONE, np.int64)
    more: list[int] = []
    for room in problem.rooms:
        if room.most_visits is not None:
            rows[room.place] = slack.size + len(more)
            more.append(room.most_visits)
    return rows, np.concatenate([slack, np.array(more, np.int64)])


def _columns(room: SiteRoom, *, low_wanted: bool) -> dict[Column, int]:
    columns: dict[Column, int] = {}
    for size_class, count in room.free.items():
        low = min(count, room.low.get(size_class, 0)) if low_wanted else 0
        expected = room.expected.get(size_class, 0)
        columns[size_class, False] = count - low + expected
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


def mask_of(option: Option, rooms: Mapping[SiteId, Room]) -> int:
    return _bits(option, rooms[option.site].columns) if option.site is not None else 0


def kind_rows(
    demands: tuple[Demand, ...],
    masks: tuple[int, ...],
    boxed: tuple[bool, ...],
    rooms: Mapping[SiteId, Room],
) -> tuple[tuple[Ints, Ints], list[int], dict[SiteId, int]]:
    """Slack rows of every kind (as first, rows), and the kind of every option.

    Then for every site whose parcels are limited the kind that takes no compartment.
    """
    first: list[int] = [0]
    flat: list[int] = []
    known: dict[tuple[SiteId, int, bool], int] = {}
    kind_of: list[int] = []
    choices = ((d.collected, option) for d in demands for option in d.options)
    for (collected, option), mask, takes in zip(choices, masks, boxed, strict=True):
        if option.site is None or collected:
            kind_of.append(layout.NONE)
            continue
        key = (option.site, mask, takes)
        if key not in known:
            known[key] = len(first) - 1
            room = rooms[option.site]
            if takes:
                unions = room.unions.items()
                flat.extend(row for union, row in unions if union & mask == mask)
            if room.cap is not None:
                flat.append(room.cap)
            first.append(len(flat))
        kind_of.append(known[key])
    capped: dict[SiteId, int] = {}
    for site, room in rooms.items():
        if room.cap is not None:
            capped[site] = len(first) - 1
            flat.append(room.cap)
            first.append(len(flat))
    rows = (np.array(first, np.int64), np.array(flat, np.int64))
    return rows, kind_of, capped

"""Which compartment class each parcel takes: exact, at every site on its own.

The search only counts (kernels.rooms); here a finished plan gets its classes. A class
is dearer the more of the day's options fit it, so that big boxes stay free while
small ones do. Where the sets of a site form a chain, taking the narrowest set and the
cheapest class first is exact; elsewhere CP-SAT decides over the numbers of parcels
per set: one worker and deterministic time, so the same plan has the same classes.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from ortools.sat.python import cp_model

from console.domain.draft import Draft, Drop, Visit
from console.domain.ids import SiteId, SizeClassId
from console.domain.problem import Channel
from console.planning.arrays import Tables
from console.planning.errors import HardCode, HardViolation
from console.planning.room_rows import Room, frees_one
from console.planning.solution import CLOSED, chosen_option

_TIME = 1.0
"""Deterministic seconds for one site; its model has a variable per set and class."""


type _Key = tuple[int, int, int]
"""Route, visit and drop by number."""


type _Freed = tuple[tuple[int, int], SizeClassId]
"""A compartment that a visit empties: the visit, and its class."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """One drop at a site: the columns it may take as it stands, and at the widest."""

    key: _Key
    named: int
    widest: int


def assign_classes(tables: Tables, draft: Draft) -> Draft:
    """The draft with a class for every locker drop.

    Classes it names stay where that is possible; at a site where it is not, open
    routes get other ones, closed routes keep theirs. Raises
    HardViolation(OVERBOOKED) for a site whose compartments do not suffice, or that is
    brought more parcels, or visited more often, than it may be.
    """
    _check_limits(tables, draft)
    wishes = _wishes(tables, draft)
    if not wishes:
        return draft
    freed = _freed(tables, draft)
    found: dict[_Key, SizeClassId] = {}
    for site, wanted in wishes.items():
        found.update(_assign_site(tables, site, wanted, freed[site]))
    return replace(
        draft,
        routes=tuple(
            replace(
                route,
                visits=tuple(
                    _with_classes(visit, (r, v), found)
                    for v, visit in enumerate(route.visits)
                ),
            )
            for r, route in enumerate(draft.routes)
        ),
    )


def class_left(
    tables: Tables, option: int, taken: Mapping[SizeClassId, int]
) -> SizeClassId | None:
    """The class that one more locker drop would take beside `taken` at its site.

    None where it has to lie low, or where others would have to change their class.
    """
    choice = tables.options[option]
    if choice.site is None or choice.low:
        return None
    room = tables.rooms[choice.site]
    prices = _prices(tables, choice.site)
    free: Counter[SizeClassId] = Counter()
    price: dict[SizeClassId, int] = {}
    for (name, _), count, dear in zip(room.columns, room.free, prices, strict=True):
        free[name] += count
        price[name] = min(dear, price.get(name, dear))
    left = [name for name in choice.classes if free[name] > taken.get(name, 0)]
    return min(left, key=lambda name: (price[name], name), default=None)


def _check_limits(tables: Tables, draft: Draft) -> None:
    """Raises HardViolation(OVERBOOKED): "parcels" or "visits" stands for the class."""
    parcels: Counter[SiteId] = Counter()
    visits: Counter[int] = Counter()
    for route in draft.routes:
        for visit in route.visits:
            visits[visit.place] += bool(visit.drops)
            for drop in visit.drops:
                number = tables.parcels.get(drop.parcel)
                collected = number is not None and tables.demands[number].collected
                if drop.site is not None and not collected:
                    parcels[drop.site] += 1
    for room in tables.problem.rooms:
        if room.most_parcels is not None and parcels[room.site] > room.most_parcels:
            raise HardViolation(HardCode.OVERBOOKED, room.site, "parcels")
        if room.most_visits is not None and visits[room.place] > room.most_visits:
            raise HardViolation(HardCode.OVERBOOKED, room.site, "visits")


def _wishes(tables: Tables, draft: Draft) -> dict[SiteId, list[_Wish]]:
    wishes: dict[SiteId, list[_Wish]] = defaultdict(list)
    for r, route in enumerate(draft.routes):
        closed = route.lock in CLOSED
        for v, visit in enumerate(route.visits):
            for d, drop in enumerate(visit.drops):
                if drop.channel is Channel.LOCKER and drop.site is not None:
                    _, option = chosen_option(tables, drop, visit.place)
                    if not tables.boxed[option]:
                        continue
                    mask = tables.masks[option]
                    named = _named(tables, drop, mask)
                    wish = _Wish((r, v, d), named, named if closed else mask)
                    wishes[drop.site].append(wish)
    return wishes


def _with_classes(
    visit: Visit, at: tuple[int, int], found: Mapping[_Key, SizeClassId]
) -> Visit:
    if all(drop.channel is Channel.DOOR for drop in visit.drops):
        return visit
    return Visit(
        visit.place,
        tuple(
            drop
            if drop.size_class == (name := found.get((*at, d), drop.size_class))
            else replace(drop, size_class=name)
            for d, drop in enumerate(visit.drops)
        ),
    )


def _named(tables: Tables, drop: Drop, mask: int) -> int:
    """The columns left when the drop names a class of its own."""
    if drop.size_class is None or drop.site is None:
        return mask
    columns = tables.rooms[drop.site].columns
    return mask & sum(
        1 << k for k, column in enumerate(columns) if column[0] == drop.size_class
    )


def _freed(tables: Tables, draft: Draft) -> dict[SiteId, list[_Freed]]:
    """Compartments that visits empty by what they collect."""
    freed: dict[SiteId, list[_Freed]] = defaultdict(list)
    for r, route in enumerate(draft.routes):
        for v, visit in enumerate(route.visits):
            for drop in visit.drops:
                parcel = tables.parcels.get(drop.parcel)
                if parcel is None or not tables.demands[parcel].collected:
                    continue
                _, option = chosen_option(tables, drop, visit.place)
                choice = tables.options[option]
                if drop.site is not None and frees_one(choice):
                    freed[drop.site].append(((r, v), choice.classes[0]))
    return freed


def _with_freed(room: Room, freed: list[_Freed], wishes: list[_Wish]) -> list[_Wish]:
    """The wishes, each of which may also take what its own visit empties.

    These compartments are further columns, right of the room's own.
    """
    wider: list[_Wish] = []
    for wish in wishes:
        named, widest = wish.named, wish.widest
        for k, (visit, name) in enumerate(freed):
            column = room.columns.index((name, False))
            if visit == wish.key[:2]:
                named |= (named >> column & 1) << (len(room.columns) + k)
                widest |= (widest >> column & 1) << (len(room.columns) + k)
        wider.append(_Wish(wish.key, named, widest))
    return wider


def _assign_site(
    tables: Tables, site: SiteId, wishes: list[_Wish], freed: list[_Freed]
) -> dict[_Key, SizeClassId]:
    room = tables.rooms[site]
    prices = _prices(tables, site)
    if freed:
        wishes = _with_freed(room, freed, wishes)
        room = replace(
            room,
            columns=(*room.columns, *((name, False) for _, name in freed)),
            free=(*room.free, *(1 for _ in freed)),
        )
        prices += [0] * len(freed)
    named = [wish.named for wish in wishes]
    widest = [wish.widest for wish in wishes]
    taken = _taken(room, prices, Counter(named))
    masks = named
    if taken is None:
        taken, masks = _taken(room, prices, Counter(widest)), widest
    if taken is None:
        raise HardViolation(HardCode.OVERBOOKED, site, _short(room, Counter(widest)))
    left = {mask: iter(columns) for mask, columns in taken.items()}
    return {
        wish.key: room.columns[next(left[mask])][0]
        for wish, mask in zip(wishes, masks, strict=True)
    }


def _taken(
    room: Room, prices: list[int], counts: Mapping[int, int]
) -> dict[int, list[int]] | None:
    taken = _in_chain(room, counts, prices)
    return _solved(room, counts, prices) if taken is None else taken


def _prices(tables: Tables, site: SiteId) -> list[int]:
    """For each column how many options of the day fit it; low ones cost one more."""
    room = tables.rooms[site]
    prices = [int(low) for _, low in room.columns]
    for mask, count in room.wanted.items():
        for k in range(len(prices)):
            prices[k] += 2 * count * (mask >> k & 1)
    return prices


def _in_chain(
    room: Room, counts: Mapping[int, int], prices: list[int]
) -> dict[int, list[int]] | None:
    """Columns for every set where the sets form a chain; None where they do not, or
    do not suffice.
    """
    masks = sorted(counts, key=lambda mask: (mask.bit_count(), mask))
    if any(a & b != a for a, b in pairwise(masks)):
        return None
    free = list(room.free)
    taken: dict[int, list[int]] = {}
    for mask in masks:
        order = sorted(
            (k for k in range(len(free)) if mask >> k & 1),
            key=lambda k: (prices[k], k),
        )
        mine: list[int] = []
        for k in order:
            some = min(free[k], counts[mask] - len(mine))
            mine += [k] * max(0, some)
            free[k] -= max(0, some)
        if len(mine) < counts[mask]:
            return None
        taken[mask] = mine
    return taken


def _solved(
    room: Room, counts: Mapping[int, int], prices: list[int]
) -> dict[int, list[int]] | None:
    """The same by CP-SAT, for any sets; None where compartments do not suffice."""
    model = cp_model.CpModel()
    masks = sorted(counts)
    cells = {
        (mask, k): model.new_int_var(0, min(counts[mask], max(0, room.free[k])), "")
        for mask in masks
        for k in range(len(prices))
        if mask >> k & 1
    }
    for mask in masks:
        mine = [cell for (m, _), cell in cells.items() if m == mask]
        if not mine:
            return None
        model.add(sum(mine) == counts[mask])
    for k in range(len(prices)):
        mine = [cell for (_, c), cell in cells.items() if c == k]
        if mine:
            model.add(sum(mine) <= max(0, room.free[k]))
    model.minimize(sum(prices[k] * cell for (_, k), cell in cells.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = _TIME
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    taken: dict[int, list[int]] = {}
    for (mask, k), cell in cells.items():
        taken.setdefault(mask, []).extend([k] * solver.value(cell))
    return taken


def _short(room: Room, counts: Mapping[int, int]) -> str:
    """The classes of the smallest set that runs short, joined by '+'."""
    unions = {0}
    for mask in counts:
        unions |= {union | mask for union in unions}
    for union in sorted(unions, key=lambda entry: (entry.bit_count(), entry)):
        inside = sum(n for mask, n in counts.items() if mask & union == mask)
        free = sum(max(0, n) for k, n in enumerate(room.free) if union >> k & 1)
        if inside > free:
            names = (c for k, (c, _) in enumerate(room.columns) if union >> k & 1)
            return "+".join(dict.fromkeys(names))
    return ""

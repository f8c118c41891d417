"""Two plans beside each other: what each costs and drives, and what goes otherwise.

Any two: drafts, the published revision, old ones. Sums are the plans' own; a difference
is always `after` minus `before`. Parcels are listed by what changed about them, so that
a desk can show twelve redirected parcels without a word about the other thousand.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.domain.difference import Handling, difference, handlings
from console.domain.ids import ParcelId, SiteId, VehicleId, VehicleTypeId
from console.domain.money import eur
from console.domain.plan import CostLine, Plan, Route
from console.domain.problem import Channel

MINUTE_S = 60


class Sort(StrEnum):
    """What changed about a parcel; the first that applies."""

    ADDED = "added"
    """In no route before."""
    REMOVED = "removed"
    """In no route afterwards."""
    CHANNEL = "channel"
    SITE = "site"
    VEHICLE = "vehicle"
    SIZE_CLASS = "size_class"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both plans. `name` is a code of its own kind."""

    name: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """`after` minus `before`."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """One parcel that goes otherwise; empty texts where it goes nowhere."""

    parcel: ParcelId
    sort: Sort
    vehicle_before: str
    vehicle_after: str
    way_before: str
    """A site's name, or the code of a channel."""
    way_after: str


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One vehicle in both plans; zeros where it stays at home."""

    vehicle: VehicleId
    parcels: Pair
    stops: Pair
    minutes: Pair
    kilometres: Pair
    changed: bool


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two plans, ready to draw. Money in EUR, `totals` by name:

    `cost_eur`, `minutes` (on the road), `kilometres`, `g_co2e`, `routes`, `parcels`,
    `unassigned`, `lockers`, `late` (parcels at stops that begin after their window).
    """

    before: str
    after: str
    totals: tuple[Pair, ...]
    costs: tuple[Pair, ...]
    modes: tuple[Pair, ...]
    """Parcels carried by each mode."""
    channels: tuple[Pair, ...]
    """Parcels handed over by each channel."""
    routes: tuple[RouteLine, ...]
    parcels: tuple[ParcelLine, ...]
    sorts: Mapping[Sort, int]
    late_before: tuple[ParcelId, ...]
    late_after: tuple[ParcelId, ...]

    @property
    def same(self) -> bool:
        """Whether both do exactly the same."""
        return not self.parcels and not any(one.changed for one in self.routes)

    def total(self, name: str) -> Pair:
        """One of the totals. Raises KeyError."""
        return {one.name: one for one in self.totals}[name]


def comparison_view(
    before: Plan,
    after: Plan,
    *,
    names: tuple[str, str] = ("", ""),
    modes: Mapping[VehicleTypeId, str] | None = None,
    sites: Mapping[SiteId, str] | None = None,
) -> ComparisonView:
    """Both plans beside each other. `modes` names the mode of vehicle types (the type
    itself where it does not), `sites` the sites."""
    known_modes, known_sites = modes or {}, sites or {}
    lines = _parcel_lines(before, after, known_sites)
    old_late, new_late = _late(before), _late(after)
    touched = {line.vehicle_before for line in lines}
    touched |= {line.vehicle_after for line in lines}
    old, new = _by_mode(before, known_modes), _by_mode(after, known_modes)
    return ComparisonView(
        *names,
        totals=_totals(before, after, len(old_late), len(new_late)),
        costs=_costs(before, after),
        modes=tuple(Pair(n, old[n], new[n]) for n in sorted({*old, *new})),
        channels=_channels(before, after),
        routes=_route_lines(before, after, touched),
        parcels=lines,
        sorts=dict(Counter(line.sort for line in lines)),
        late_before=old_late,
        late_after=new_late,
    )


def _totals(
    before: Plan, after: Plan, old_late: int, new_late: int
) -> tuple[Pair, ...]:
    old, new = _figures(before, old_late), _figures(after, new_late)
    return tuple(Pair(name, old[name], new[name]) for name in old)


def _figures(plan: Plan, late: int) -> dict[str, float]:
    driven = [route for route in plan.routes if route.stops]
    return {
        "cost_eur": eur(plan.cost),
        "minutes": sum(map(_minutes, driven)),
        "kilometres": sum(route.metres for route in driven) / 1000,
        "g_co2e": sum(route.co2_g for route in driven),
        "routes": len(driven),
        "parcels": len(plan.assigned),
        "unassigned": len(plan.unassigned),
        "lockers": sum(e.drop.channel is Channel.LOCKER for e in plan.assigned),
        "late": late,
    }


def _minutes(route: Route) -> float:
    return (route.finish_s - route.departure_s) / MINUTE_S if route.stops else 0.0


def _costs(before: Plan, after: Plan) -> tuple[Pair, ...]:
    old, new = dict(before.costs), dict(after.costs)
    return tuple(
        Pair(line.value, eur(old.get(line, 0)), eur(new.get(line, 0)))
        for line in CostLine
        if line in old or line in new
    )


def _by_mode(plan: Plan, modes: Mapping[VehicleTypeId, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for route in plan.routes:
        carried = sum(len(stop.drops) for stop in route.stops)
        if carried:
            found[modes.get(route.type, str(route.type))] += carried
    return found


def _channels(before: Plan, after: Plan) -> tuple[Pair, ...]:
    old, new = (Counter(e.drop.channel for e in p.assigned) for p in (before, after))
    return tuple(Pair(one.value, old[one], new[one]) for one in Channel)


def _late(plan: Plan) -> tuple[ParcelId, ...]:
    return tuple(
        drop.parcel
        for route in plan.routes
        for stop in route.stops
        if stop.late_s > 0
        for drop in stop.drops
    )


def _route_lines(before: Plan, after: Plan, touched: set[str]) -> tuple[RouteLine, ...]:
    old = {route.vehicle: route for route in before.routes if route.stops}
    new = {route.vehicle: route for route in after.routes if route.stops}
    return tuple(
        RouteLine(
            name,
            _pair("parcels", old.get(name), new.get(name)),
            _pair("stops", old.get(name), new.get(name)),
            _pair("minutes", old.get(name), new.get(name)),
            _pair("kilometres", old.get(name), new.get(name)),
            changed=str(name) in touched,
        )
        for name in sorted({*old, *new})
    )


def _pair(name: str, before: Route | None, after: Route | None) -> Pair:
    return Pair(name, _of_route(name, before), _of_route(name, after))


def _of_route(name: str, route: Route | None) -> float:
    if route is None:
        return 0
    figures: dict[str, float] = {
        "parcels": sum(len(stop.drops) for stop in route.stops),
        "stops": len(route.stops),
        "minutes": _minutes(route),
        "kilometres": route.metres / 1000,
    }
    return figures[name]


def _parcel_lines(
    before: Plan, after: Plan, sites: Mapping[SiteId, str]
) -> tuple[ParcelLine, ...]:
    old, new = before.draft(), after.draft()
    was, now = handlings(old), handlings(new)
    nothing = Handling()
    return tuple(
        parcel_line(
            change.parcel,
            was.get(change.parcel, nothing),
            now.get(change.parcel, nothing),
            sites,
        )
        for change in difference(old, new).parcels
    )


def parcel_line(
    name: ParcelId, before: Handling, after: Handling, sites: Mapping[SiteId, str]
) -> ParcelLine:
    """One parcel that goes otherwise; `sites` names the sites."""
    return ParcelLine(
        name,
        _sort(before, after),
        str(before.vehicle or ""),
        str(after.vehicle or ""),
        _way(before, sites),
        _way(after, sites),
    )


def _sort(before: Handling, after: Handling) -> Sort:
    if before.drop is None or after.drop is None:
        return Sort.ADDED if before.drop is None else Sort.REMOVED
    told = (
        (before.drop.channel is not after.drop.channel, Sort.CHANNEL),
        (before.drop.site != after.drop.site, Sort.SITE),
        (before.vehicle != after.vehicle, Sort.VEHICLE),
        (before.drop.size_class != after.drop.size_class, Sort.SIZE_CLASS),
    )
    return next((sort for so, sort in told if so), Sort.ORDER)


def _way(one: Handling, sites: Mapping[SiteId, str]) -> str:
    if one.drop is None:
        return ""
    if one.drop.site is None:
        return str(one.drop.channel)
    return sites.get(one.drop.site, str(one.drop.site))

"""Where a plan's money, minutes, kilometres and CO2e go, by mode of travel.

A parcel belongs to the mode of the vehicle that carries it. Its share of a route is not
divided up: figures are sums over the mode's routes, and "a parcel" is that sum over the
parcels carried. What belongs to no vehicle (walks and expected second attempts, parcels
left over) is in the plan's cost lines only: the modes' costs, the options and the
unassigned add up to the plan's cost.

CO2e is what the vehicles emit on the way, by each type's grams a kilometre. Customers'
own trips to a locker are not in it: `walk_m` says how far they go on foot, one way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.domain.ids import ParcelId, SiteId, VehicleTypeId
from console.domain.money import Money
from console.domain.plan import CostLine, Plan, Route
from console.domain.problem import Channel

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Share:
    """What one mode does, or all together (`mode` is then empty).

    `travel_s`, `service_s` and `waiting_s` (with rests and loading again) add up to the
    time on the road; `cost` is the vehicles' own, as in `Route`.
    """

    mode: str
    vehicles: int = 0
    stops: int = 0
    to_doors: int = 0
    to_lockers: int = 0
    metres: int = 0
    travel_s: int = 0
    service_s: int = 0
    waiting_s: int = 0
    co2_g: int = 0
    cost: Money = _NOTHING

    @property
    def parcels(self) -> int:
        """Parcels carried."""
        return self.to_doors + self.to_lockers

    @property
    def time_s(self) -> int:
        """Seconds from leaving the depot to being back, over all vehicles."""
        return self.travel_s + self.service_s + self.waiting_s

    def each(self, amount: int) -> float | None:
        """An amount a parcel; None where no parcel is carried."""
        return amount / self.parcels if self.parcels else None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A plan in figures: by mode (most parcels first), in sum, by cost line."""

    modes: tuple[Share, ...]
    whole: Share
    costs: tuple[tuple[CostLine, Money], ...]
    unassigned: int
    walk_m: int

    @property
    def cost(self) -> Money:
        """The plan's cost: the sum of its lines."""
        return Money(sum(amount for _, amount in self.costs))


def breakdown(
    plan: Plan,
    modes: Mapping[VehicleTypeId, str],
    walks: Mapping[ParcelId, Mapping[SiteId, int]],
) -> Breakdown:
    """Work a plan's figures out.

    `modes` names the mode of every vehicle type, `walks` the metres from each parcel's
    home to the sites.
    """
    by_mode: dict[str, list[Route]] = defaultdict(list)
    for route in plan.routes:
        if route.stops:
            by_mode[modes[route.type]].append(route)
    shares = sorted(
        (_share(mode, routes) for mode, routes in by_mode.items()),
        key=lambda share: (-share.parcels, share.mode),
    )
    walk_m = sum(
        walks.get(drop.parcel, {}).get(drop.site, 0)
        for drop in (entry.drop for entry in plan.assigned)
        if drop.site is not None
    )
    return Breakdown(
        modes=tuple(shares),
        whole=_share("", [route for route in plan.routes if route.stops]),
        costs=plan.costs,
        unassigned=len(plan.unassigned),
        walk_m=walk_m,
    )


def _share(mode: str, routes: Iterable[Route]) -> Share:
    vehicles = stops = doors = lockers = metres = service_s = waiting_s = 0
    time_s = co2_g = cost = 0
    for route in routes:
        vehicles += 1
        stops += len(route.stops)
        metres += route.metres
        time_s += route.finish_s - route.departure_s
        co2_g += route.co2_g
        cost += route.cost
        waiting_s += sum(pause.end_s - pause.start_s for pause in route.pauses)
        for stop in route.stops:
            service_s += stop.departure_s - stop.start_s
            waiting_s += stop.start_s - stop.arrival_s
            to_lockers = sum(drop.channel is Channel.LOCKER for drop in stop.drops)
            lockers += to_lockers
            doors += len(stop.drops) - to_lockers
    return Share(
        mode=mode,
        vehicles=vehicles,
        stops=stops,
        to_doors=doors,
        to_lockers=lockers,
        metres=metres,
        travel_s=time_s - service_s - waiting_s,
        service_s=service_s,
        waiting_s=waiting_s,
        co2_g=co2_g,
        cost=Money(cost),
    )

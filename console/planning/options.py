"""From parcels, sites and fleet to a Problem: which ways each parcel may go.

A door is one option, every locker within reach that could take the parcel one more:
by the customer's wish, the walk, the site's own rules and hours of that date, the box
(size, mass, climate), steps and low compartments. What a way costs by itself goes into
the option: the customer's walk, the expected second attempt at a door (a locker is
always there), the level of wish.
Where a parcel is left with one channel for one reason, `Demand.note` says so.

A climate that not every vehicle can be is one more dimension: a parcel takes one of
it, a vehicle has as many as parcels, or none. Overtime, range, skills and licences are
those of the roster and the vehicle types. Compartments that customers will empty until
the courier comes are what a `Forecast` says, times the share a plan may count on.
Rests, reloads and the longest tour are those of the type; zones are postcodes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from console.domain.depot_day import DepotDay
from console.domain.fleet_travel import fleet_travel
from console.domain.ids import ParcelId, SiteId, SizeClassId
from console.domain.money import Money, from_eur
from console.domain.parcel import Climate, Parcel, Preference
from console.domain.place import Place
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    OptionPart,
    Problem,
    Quota,
    SiteRoom,
    Travel,
    Weights,
)
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Cabinet, Compartment, Site, SizeClass
from console.domain.site_rules import admits
from console.domain.vehicle import VehicleType
from console.planning.settings import PlanningSettings

_DRIVES_KG = MappingProxyType({"B": 3500, "C1": 7500, "C": 10**6})
DIMENSIONS = ("parcels", "volume_ml", "mass_g")

type Counts = Mapping[SiteId, Mapping[SizeClassId, int]]


@dataclass(frozen=True, slots=True)
class FreeDoors:
    """Compartments a plan may promise, by site and class; `low` of them are low."""

    free: Counts = field(default_factory=dict)
    low: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is: rows of the travel matrices.

    `parcels` holds the entrance of every parcel whose address is placed, `walks` the
    metres on foot to each site near enough to matter.
    """

    places: tuple[Place, ...]
    travel: Mapping[str, Travel]
    depot: int
    parcels: Mapping[ParcelId, int]
    sites: Mapping[SiteId, int]
    walks: Mapping[ParcelId, Mapping[SiteId, int]]


class Forecast(Protocol):
    """What is known about compartments that are occupied now."""

    def pickups(self, site: SiteId, size_class: SizeClassId) -> float:
        """How many customers will have emptied before the courier comes."""


@dataclass(frozen=True, slots=True)
class ConstantForecast:
    """The same number at every site."""

    each: float = 0.0

    def pickups(self, site: SiteId, size_class: SizeClassId) -> float:
        """`each`, whatever the site and the class."""
        del site, size_class
        return self.each


_NOTHING_KNOWN = ConstantForecast()


def free_doors(
    cabinets: Iterable[Cabinet], compartments: Iterable[Compartment]
) -> FreeDoors:
    """Count what may be promised; classes without a free door count 0."""
    sites = {cabinet.id: cabinet.site for cabinet in cabinets}
    free: dict[SiteId, dict[SizeClassId, int]] = defaultdict(dict)
    low: dict[SiteId, dict[SizeClassId, int]] = defaultdict(dict)
    for box in compartments:
        site, size_class = sites[box.cabinet], box.size_class
        free[site][size_class] = free[site].get(size_class, 0) + box.usable
        if box.low and box.usable:
            low[site][size_class] = low[site].get(size_class, 0) + 1
    return FreeDoors(free, low)


def make_problem(
    parcels: Sequence[Parcel],
    sites: Sequence[Site],
    classes: Sequence[SizeClass],
    doors: FreeDoors,
    types: Sequence[VehicleType],
    day: DepotDay,
    ground: Ground,
    settings: PlanningSettings,
    forecast: Forecast = _NOTHING_KNOWN,
) -> Problem:
    """One depot day to plan. A parcel that is not on the ground has no option.

    `day` says who works and when each site may be visited; a site it does not name is
    closed. A vehicle whose courier's licence is known and too small stays at home.
    """
    boxes = {entry.id: entry for entry in classes}
    near = {site.id: site for site in sites if site.id in ground.sites}
    climates = _scarce(parcels, types)
    travels = fleet_travel(types, day.vehicles)
    kinds = {kind.id: kind for kind in types}
    return Problem(
        places=ground.places,
        travel=ground.travel,
        demands=tuple(
            _demand(parcel, near, boxes, doors, day, ground, settings, climates)
            for parcel in parcels
        ),
        rooms=tuple(
            SiteRoom(
                site,
                ground.sites[site],
                doors.free.get(site, {}),
                doors.low.get(site, {}),
                _expected(site, doors, forecast, settings),
            )
            for site in near
        ),
        types=tuple(
            _fleet_type(entry, travels[entry.id].key, climates) for entry in types
        ),
        vehicles=tuple(
            FleetVehicle(
                vehicle.id,
                vehicle.type,
                ground.depot,
                ground.depot,
                vehicle.shift,
                overtime_s=vehicle.overtime_s,
                max_duration_s=_longest(kinds[vehicle.type], settings),
                skills=frozenset(skill.casefold() for skill in vehicle.skills),
                breaks=kinds[vehicle.type].breaks,
                trips=kinds[vehicle.type].trips,
                reload_s=kinds[vehicle.type].reload_s,
            )
            for vehicle in day.vehicles
            if may_drive(vehicle.licence, kinds[vehicle.type])
        ),
        dimensions=(*DIMENSIONS, *climates),
        weights=Weights(
            co2_per_kg=from_eur(settings.co2_eur_per_kg),
            moved_stop=from_eur(settings.moved_stop_eur),
            spread_per_hour=from_eur(settings.spread_eur_per_h),
            per_zone=from_eur(settings.zone_eur),
        ),
        quotas=_quotas(settings),
        zones=_zones(parcels, near, ground) if settings.zone_eur else (),
    )


def may_drive(licence: str, kind: VehicleType) -> bool:
    """Whether a licence is enough for a vehicle type, as far as both are known.

    By gross mass: B up to 3,500 kg, C1 up to 7,500 kg, C above (directive 2006/126/EC);
    "C1E" and "CE" are read as "C1" and "C".
    """
    held = {
        part.removesuffix("E") for part in licence.upper().replace(",", " ").split()
    }
    most = max((_DRIVES_KG[part] for part in held if part in _DRIVES_KG), default=0)
    return not most or kind.conditions.gross_mass_kg <= most


def _longest(kind: VehicleType, settings: PlanningSettings) -> int:
    """The shorter of what a type and the depot allow; 0 where neither says."""
    bounds = (kind.longest_tour_s, settings.longest_tour_s)
    return min((bound for bound in bounds if bound), default=0)


def _quotas(settings: PlanningSettings) -> tuple[Quota, ...]:
    price = from_eur(settings.missed_level_eur)
    percents = (settings.level_0_percent, settings.level_1_percent)
    return tuple(
        Quota(level, percent, price)
        for level, percent in enumerate(percents)
        if percent and price
    )


def _zones(
    parcels: Iterable[Parcel], sites: Mapping[SiteId, Site], ground: Ground
) -> tuple[int, ...]:
    """Postcodes of the day by number: a door's own, a site's where its address has one.

    The depot, and what has no postcode, lies in none and may be visited by anyone.
    """
    codes: dict[str, int] = {}
    zones = [-1] * len(ground.places)
    for parcel in parcels:
        code, place = parcel.person.postcode, ground.parcels.get(parcel.id)
        if code and place is not None and zones[place] < 0:
            zones[place] = codes.setdefault(code, len(codes))
    for site in sites.values():
        # "LT-01234 Vilnius": a country before the number is no part of it.
        words = re.findall(r"\w+", site.address)
        known = [codes[word] for word in words if word in codes]
        if known and zones[ground.sites[site.id]] < 0:
            zones[ground.sites[site.id]] = known[-1]
    zones[ground.depot] = -1
    return tuple(zones)


def _expected(
    site: SiteId, doors: FreeDoors, forecast: Forecast, settings: PlanningSettings
) -> dict[SizeClassId, int]:
    """Compartments a plan may count on besides the free ones, rounded down."""
    found = {
        name: int(settings.pickup_safety * forecast.pickups(site, name))
        for name in doors.free.get(site, {})
    }
    return {name: count for name, count in found.items() if count > 0}


def all_door(problem: Problem) -> Problem:
    """The same day with every parcel brought to its door, whatever was wished.

    What a door costs by itself stays what it is on the day: the expected second
    attempt, and the price of not having the site that was wished. A plan before does
    not count.
    """
    return replace(
        problem,
        held={},
        demands=tuple(
            replace(demand, options=(demand.door,) if demand.door else ())
            for demand in problem.demands
        ),
    )


def _scarce(
    parcels: Iterable[Parcel], types: Sequence[VehicleType]
) -> tuple[Climate, ...]:
    """Climates that a parcel needs and some vehicle lacks."""
    wanted = {parcel.climate for parcel in parcels}
    return tuple(
        climate
        for climate in Climate
        if climate in wanted and any(climate not in kind.climates for kind in types)
    )


def _fleet_type(
    kind: VehicleType, mode: str, climates: tuple[Climate, ...]
) -> FleetType:
    return FleetType(
        id=kind.id,
        mode=mode,
        capacity=(
            kind.parcels,
            kind.room_ml,
            kind.mass_g,
            *(kind.parcels * (climate in kind.climates) for climate in climates),
        ),
        fixed=kind.fixed,
        per_hour=kind.per_hour,
        per_km=kind.per_km,
        co2_g_per_km=kind.co2_g_per_km,
        door_setup_s=kind.door_setup_s,
        door_handling_s=kind.door_handling_s,
        per_overtime_hour=kind.per_overtime_hour,
        range_m=1000 * kind.range_km,
    )


def _demand(
    parcel: Parcel,
    sites: Mapping[SiteId, Site],
    boxes: Mapping[SizeClassId, SizeClass],
    doors: FreeDoors,
    day: DepotDay,
    ground: Ground,
    settings: PlanningSettings,
    climates: tuple[Climate, ...],
) -> Demand:
    lockers: list[Option] = []
    note: Reason | None = None
    place = ground.parcels.get(parcel.id)
    if parcel.preference is Preference.DOOR:
        note = Reason(ReasonCode.DOOR_ONLY)
    else:
        refused: list[Reason] = []
        reached = _reached(parcel, sites, ground, settings)
        for site, walk_m in reached:
            why = _refusal(site, parcel, day)
            if why is not None:
                refused.append(why)
                continue
            option = _locker(parcel, site, walk_m, boxes, doors, day, ground, settings)
            if option is not None:
                lockers.append(option)
        if not lockers:
            note = _no_locker(len(reached), refused, settings)
    options = lockers
    door = None if place is None else _door(parcel, place, settings)
    if parcel.preference is Preference.LOCKER:
        note = note or Reason(ReasonCode.LOCKER_ONLY)
    elif door is not None:
        options = [door, *lockers]
    return Demand(
        parcel=parcel.id,
        amount=(
            1,
            parcel.size.volume_ml,
            parcel.mass_g,
            *(int(parcel.climate is climate) for climate in climates),
        ),
        options=tuple(options),
        unassigned=from_eur(settings.unassigned_eur * max(1, parcel.priority)),
        note=note,
        door=door,
    )


def _refusal(site: Site, parcel: Parcel, day: DepotDay) -> Reason | None:
    """Why a site that is near may not be used, whatever its doors."""
    why = admits(site, parcel, day.date.day)
    if why is None and not day.service.get(site.id):
        return Reason(ReasonCode.SITE_CLOSED, (site.id,))
    return why


def _no_locker(
    reached: int, refused: Sequence[Reason], settings: PlanningSettings
) -> Reason:
    """Why none is left: none is near, the nearest refuses it, or it fits none."""
    if not reached:
        return Reason(ReasonCode.NO_LOCKER_IN_REACH, (settings.reach_m,))
    if len(refused) == reached:
        return refused[0]
    return Reason(ReasonCode.TOO_BIG_FOR_LOCKERS)


def _door(parcel: Parcel, place: int, settings: PlanningSettings) -> Option:
    level = int(parcel.preferred_site is not None)
    again = settings.failure_share * settings.failure_usd * settings.eur_per_usd
    cost = from_eur(again + level * settings.other_site_eur)
    return Option(
        channel=Channel.DOOR,
        place=place,
        site=None,
        windows=(parcel.window,),
        classes=(),
        setup_s=settings.door_setup_s,
        handling_s=settings.door_handling_s,
        level=level,
        cost=cost,
        needs=_needs(parcel),
        soft_end_s=parcel.late_from_s,
        late_per_hour=_late(parcel, settings),
        parts=_parts(cost, OptionPart.REDELIVERY, from_eur(again)),
    )


def _needs(parcel: Parcel) -> frozenset[str]:
    return frozenset(skill.casefold() for skill in parcel.needs)


def _late(parcel: Parcel, settings: PlanningSettings) -> Money:
    if parcel.late_from_s is None:
        return Money(0)
    return from_eur(settings.late_eur_per_h)


def _parts(
    cost: Money, kind: OptionPart, own: Money
) -> tuple[tuple[OptionPart, Money], ...]:
    """A cost taken apart: its own kind, and what the level of wish adds."""
    level = Money(cost - own)
    found = ((kind, own), (OptionPart.PREFERENCE, level))
    return tuple((part, money) for part, money in found if money)


def _reached(
    parcel: Parcel,
    sites: Mapping[SiteId, Site],
    ground: Ground,
    settings: PlanningSettings,
) -> list[tuple[Site, int]]:
    """Sites the customer can walk to, nearest first; the preferred one at any walk."""
    walks = ground.walks.get(parcel.id, {})
    return [
        (sites[site], walk_m)
        for site, walk_m in sorted(
            walks.items(), key=lambda entry: (entry[1], entry[0])
        )
        if site in sites
        and (walk_m <= settings.reach_m or site == parcel.preferred_site)
        and (sites[site].step_free or not parcel.low_compartment)
    ]


def _locker(
    parcel: Parcel,
    site: Site,
    walk_m: int,
    boxes: Mapping[SizeClassId, SizeClass],
    doors: FreeDoors,
    day: DepotDay,
    ground: Ground,
    settings: PlanningSettings,
) -> Option | None:
    """The option of a site, None where no box of it could ever take the parcel."""
    fitting = tuple(
        name
        for name in doors.free.get(site.id, {})
        if name in boxes
        and parcel.size.fits(boxes[name].box)
        and parcel.mass_g <= boxes[name].mass_limit_g
        and parcel.climate is boxes[name].climate
    )
    if not fitting:
        return None
    level = int(parcel.preferred_site is not None and site.id != parcel.preferred_site)
    walk = walk_m / 1000 * settings.walk_eur_per_km
    cost = from_eur(walk + level * settings.other_site_eur)
    return Option(
        channel=Channel.LOCKER,
        place=ground.sites[site.id],
        site=site.id,
        windows=day.service[site.id],
        classes=fitting,
        setup_s=site.setup_s,
        handling_s=site.handling_s,
        level=level,
        cost=cost,
        walk_m=walk_m,
        parts=_parts(cost, OptionPart.WALK, from_eur(walk)),
        low=parcel.low_compartment,
        needs=_needs(parcel),
    )

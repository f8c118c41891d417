"""From parcels, sites and fleet to a Problem: which ways each parcel may go.

A door is one option, every locker within reach that could take the parcel one more:
by the customer's wish, the walk, the site's own rules and hours of that date, the box
(size, mass, climate), steps and low compartments. What a way costs by itself goes into
the option: the customer's walk, the expected second attempt at a door (a locker is
always there), the level of wish.
Where a parcel is left with one channel for one reason, `Demand.note` says so.

A climate that not every vehicle can be is one more dimension: a parcel takes one of
it, a vehicle has as many as parcels, or none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    Problem,
    SiteRoom,
    Travel,
    Weights,
)
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Cabinet, Compartment, Site, SizeClass
from console.domain.site_rules import admits
from console.domain.vehicle import VehicleType
from console.planning.settings import PlanningSettings

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
) -> Problem:
    """One depot day to plan. A parcel that is not on the ground has no option.

    `day` says who works and when each site may be visited; a site it does not name is
    closed.
    """
    boxes = {entry.id: entry for entry in classes}
    near = {site.id: site for site in sites if site.id in ground.sites}
    climates = _scarce(parcels, types)
    travels = fleet_travel(types, day.vehicles)
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
            )
            for site in near
        ),
        types=tuple(
            _fleet_type(entry, travels[entry.id].key, climates) for entry in types
        ),
        vehicles=tuple(
            FleetVehicle(
                vehicle.id, vehicle.type, ground.depot, ground.depot, vehicle.shift
            )
            for vehicle in day.vehicles
        ),
        dimensions=(*DIMENSIONS, *climates),
        weights=Weights(
            co2_per_kg=from_eur(settings.co2_eur_per_kg),
            moved_stop=from_eur(settings.moved_stop_eur),
        ),
    )


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
    return Option(
        channel=Channel.DOOR,
        place=place,
        site=None,
        windows=(parcel.window,),
        classes=(),
        setup_s=settings.door_setup_s,
        handling_s=settings.door_handling_s,
        level=level,
        cost=from_eur(again + level * settings.other_site_eur),
    )


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
    return Option(
        channel=Channel.LOCKER,
        place=ground.sites[site.id],
        site=site.id,
        windows=day.service[site.id],
        classes=fitting,
        setup_s=site.setup_s,
        handling_s=site.handling_s,
        level=level,
        cost=Money(from_eur(walk + level * settings.other_site_eur)),
        walk_m=walk_m,
        low=parcel.low_compartment,
    )

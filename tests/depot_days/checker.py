"""The referee: what a solution of a depot day costs and everything it breaks.

It shares no code with the planner: windows are sets that shrink, a schedule is a walk
through the day tried from many departures, compartments are a flow. It is meant to be
read and trusted, not to be quick (a day of 1,000 parcels takes well under a second).

The rules are the README's. What a day asks and this module does not know it refuses
to judge (`NotJudged`), instead of passing over it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields

from console.domain.ids import ParcelId, SiteId
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Held,
    Option,
    Problem,
    Quota,
    SiteRoom,
    Weights,
)
from tests.depot_days.boxes import Emptied, Wish, unplaced
from tests.depot_days.solution import Handover, Solution, Stop
from tests.depot_days.tours import Chosen, judge_tour, share
from tests.depot_days.verdict import Broken, NotJudged, Sheet, Verdict

_KNOWN: dict[type, str] = {
    Problem: (
        "places travel demands rooms types vehicles dimensions weights quotas zones"
        " held"
    ),
    Demand: "parcel amount options unassigned note door collected stocked_at",
    Option: (
        "channel place site windows classes setup_s handling_s level cost walk_m low"
        " needs soft_end_s late_per_hour parts"
    ),
    SiteRoom: "site place free low expected most_parcels most_visits counter",
    FleetType: (
        "id mode capacity fixed per_hour per_km co2_g_per_km door_setup_s"
        " door_handling_s per_overtime_hour range_m"
    ),
    FleetVehicle: (
        "id type start end shift overtime_s max_duration_s skills breaks trips reload_s"
        " left"
    ),
    Weights: "co2_per_kg spread_per_hour per_zone moved_stop",
    Quota: "level percent price",
    Held: "vehicle moved",
}


@dataclass(slots=True)
class _Tally:
    """What tours share, counted over all of them."""

    handed: Counter[ParcelId] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)
    wishes: dict[SiteId, list[Wish]] = field(default_factory=lambda: defaultdict(list))
    emptied: dict[SiteId, list[Emptied]] = field(
        default_factory=lambda: defaultdict(list)
    )
    visits: Counter[int] = field(default_factory=Counter)
    """By place."""
    away_s: list[int] = field(default_factory=list)


def check(problem: Problem, solution: Solution) -> Verdict:
    """The verdict on a solution. Raises NotJudged for a day it cannot judge."""
    _refuse_unknown(problem)
    sheet, tally = Sheet(), _Tally()
    demands = {demand.parcel: demand for demand in problem.demands}
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    kinds = {kind.id: kind for kind in problem.types}
    used: set[str] = set()
    for tour in solution.tours:
        vehicle = vehicles.get(tour.vehicle)
        if vehicle is None:
            sheet.blame(Broken.NO_SUCH_VEHICLE, tour.vehicle)
            continue
        if tour.vehicle in used:
            sheet.blame(Broken.VEHICLE_TWICE, tour.vehicle)
        used.add(tour.vehicle)
        chosen = [_chosen(stop, demands, tally, sheet) for stop in tour.stops]
        if any(chosen):
            kind = kinds[vehicle.type]
            course = judge_tour(problem, tour, vehicle, kind, chosen, sheet)
            tally.away_s.append(course.finish_s - course.departure_s)
    for parcel, times in tally.handed.items():
        if times > 1:
            sheet.blame(Broken.TWICE, parcel)
    _judge_sites(problem, tally, sheet)
    _price_the_whole(problem, tally, sheet)
    left = tuple(d.parcel for d in problem.demands if not tally.handed[d.parcel])
    sheet.lines["unassigned"] += sum(demands[parcel].unassigned for parcel in left)
    lines = {name: cost for name, cost in sheet.lines.items() if cost}
    return Verdict(sum(lines.values()), tuple(sheet.violations), lines, left)


def _refuse_unknown(problem: Problem) -> None:
    """Refuse a day that uses a field this module never looks at."""
    for kind, things in (
        (Problem, [problem]),
        (Demand, problem.demands),
        (Option, [option for d in problem.demands for option in d.options]),
        (SiteRoom, problem.rooms),
        (FleetType, problem.types),
        (FleetVehicle, problem.vehicles),
        (Weights, [problem.weights]),
        (Quota, problem.quotas),
        (Held, problem.held.values()),
    ):
        known = _KNOWN[kind].split()
        for entry in fields(kind):
            if entry.name in known:
                continue
            usual = entry.default
            if usual is MISSING and entry.default_factory is not MISSING:
                usual = entry.default_factory()
            if any(getattr(thing, entry.name) != usual for thing in things):
                raise NotJudged(f"{kind.__name__}.{entry.name}")


def _chosen(
    stop: Stop, demands: Mapping[ParcelId, Demand], tally: _Tally, sheet: Sheet
) -> Chosen:
    """The options a stop's handovers mean; what they take and free is noted."""
    number = sum(tally.visits.values())
    chosen: Chosen = []
    for handover in stop.handovers:
        demand = demands.get(handover.parcel)
        if demand is None:
            sheet.blame(Broken.NO_SUCH_PARCEL, handover.parcel)
            continue
        tally.handed[handover.parcel] += 1
        option = _option(demand, handover, stop.place)
        if option is None:
            sheet.blame(Broken.NO_SUCH_OPTION, handover.parcel)
            continue
        chosen.append((demand, option))
        tally.levels[option.level] += 1
        named = handover.size_class
        if named is not None and named not in option.classes:
            sheet.blame(Broken.NO_SUCH_CLASS, handover.parcel, named)
        if option.channel is Channel.DOOR or option.site is None:
            continue
        classes = frozenset(option.classes if named is None else (named,))
        if demand.collected:
            # Where it may lie in several classes nobody can count on one of them.
            if len(classes) == 1:
                tally.emptied[option.site].append(Emptied(min(classes), number))
        else:
            tally.wishes[option.site].append(Wish(classes, option.low, number))
    if chosen:
        tally.visits[stop.place] += 1
    return chosen


def _option(demand: Demand, handover: Handover, place: int) -> Option | None:
    for option in demand.options:
        if (option.channel, option.site, option.place) == (
            handover.channel,
            handover.site,
            place,
        ):
            return option
    return None


def _judge_sites(problem: Problem, tally: _Tally, sheet: Sheet) -> None:
    """Compartments, parcels and visits of every site over all tours together."""
    known = set()
    for room in problem.rooms:
        known.add(room.site)
        wishes = tally.wishes[room.site]
        short = 0 if room.counter else unplaced(room, wishes, tally.emptied[room.site])
        if short:
            sheet.blame(Broken.OVERBOOKED, room.site, short)
        if room.most_parcels is not None and len(wishes) > room.most_parcels:
            over = len(wishes) - room.most_parcels
            sheet.blame(Broken.SITE_PARCELS, room.site, over)
        if room.most_visits is not None and tally.visits[room.place] > room.most_visits:
            over = tally.visits[room.place] - room.most_visits
            sheet.blame(Broken.SITE_VISITS, room.site, over)
    for site, wishes in tally.wishes.items():
        if site not in known and wishes:
            sheet.blame(Broken.OVERBOOKED, site, len(wishes))


def _price_the_whole(problem: Problem, tally: _Tally, sheet: Sheet) -> None:
    """Lines that no tour has for itself: unequal work, quotas that are missed."""
    if tally.away_s:
        count, whole = len(tally.away_s), sum(tally.away_s)
        # In seconds times the number of tours: the mean need not be a whole number.
        above = sum(max(0, count * away - whole) for away in tally.away_s)
        price = problem.weights.spread_per_hour
        sheet.lines["spread"] += share(above * price, 3600 * count)
    for quota in problem.quotas:
        wanted = -(-len(problem.demands) * quota.percent // 100)
        have = sum(n for level, n in tally.levels.items() if level <= quota.level)
        sheet.lines["quotas"] += max(0, wanted - have) * quota.price

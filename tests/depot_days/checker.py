"""The referee: what a solution of a depot day costs and everything it breaks.

It shares no code with the planner: windows are sets that shrink, a schedule is a walk
through the day tried from many departures, compartments are a flow. It is meant to be
read and trusted, not to be quick (a day of 1,000 parcels takes well under a second).

The rules are the README's. What a day asks and this module does not know it refuses
to judge (`NotJudged`), instead of passing over it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from itertools import pairwise

from console.domain.ids import ParcelId
from console.domain.problem import (
    UNREACHABLE,
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
)
from tests.depot_days.boxes import Wish, unplaced
from tests.depot_days.driving import (
    driven,
    followed,
    latest_departure,
    told_times,
    visit_of,
)
from tests.depot_days.solution import Handover, Solution, Stop, Tour
from tests.depot_days.verdict import Broken, NotJudged, Sheet, Verdict

_KNOWN: dict[type, str] = {
    Problem: "places travel demands rooms types vehicles dimensions weights",
    Demand: "parcel amount options unassigned note door",
    Option: (
        "channel place site windows classes setup_s handling_s level cost walk_m low"
    ),
    SiteRoom: "site place free low",
    FleetType: (
        "id mode capacity fixed per_hour per_km co2_g_per_km door_setup_s"
        " door_handling_s"
    ),
    FleetVehicle: "id type start end shift",
}


def check(problem: Problem, solution: Solution) -> Verdict:
    """The verdict on a solution. Raises NotJudged for a day it cannot judge."""
    _refuse_unknown(problem)
    sheet = Sheet()
    demands = {demand.parcel: demand for demand in problem.demands}
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    kinds = {kind.id: kind for kind in problem.types}
    handed: Counter[ParcelId] = Counter()
    used: set[str] = set()
    for tour in solution.tours:
        vehicle = vehicles.get(tour.vehicle)
        if vehicle is None:
            sheet.blame(Broken.NO_SUCH_VEHICLE, tour.vehicle)
            continue
        if tour.vehicle in used:
            sheet.blame(Broken.VEHICLE_TWICE, tour.vehicle)
        used.add(tour.vehicle)
        chosen = [_chosen(stop, demands, handed, sheet) for stop in tour.stops]
        if any(chosen):
            _judge_tour(
                problem, tour, vehicle, kinds[vehicle.type], chosen, demands, sheet
            )
    for parcel, times in handed.items():
        if times > 1:
            sheet.blame(Broken.TWICE, parcel)
    for room in problem.rooms:
        short = unplaced(room, sheet.wishes.pop(room.site, ()))
        if short:
            sheet.blame(Broken.OVERBOOKED, room.site, short)
    for site, wishes in sheet.wishes.items():
        sheet.blame(Broken.OVERBOOKED, site, len(wishes))
    left = tuple(d.parcel for d in problem.demands if not handed[d.parcel])
    sheet.lines["unassigned"] += sum(demands[parcel].unassigned for parcel in left)
    return Verdict(
        sum(sheet.lines.values()), tuple(sheet.violations), dict(sheet.lines), left
    )


def _refuse_unknown(problem: Problem) -> None:
    """Refuse a day that uses a field this module never looks at."""
    for kind, things in (
        (Problem, [problem]),
        (Demand, problem.demands),
        (Option, [option for d in problem.demands for option in d.options]),
        (SiteRoom, problem.rooms),
        (FleetType, problem.types),
        (FleetVehicle, problem.vehicles),
        (type(problem.weights), [problem.weights]),
    ):
        known = _KNOWN.get(kind, "co2_per_kg").split()
        for entry in fields(kind):
            if entry.name in known:
                continue
            usual = entry.default
            if usual is MISSING and entry.default_factory is not MISSING:
                usual = entry.default_factory()
            if any(getattr(thing, entry.name) != usual for thing in things):
                raise NotJudged(f"{kind.__name__}.{entry.name}")


def _chosen(
    stop: Stop,
    demands: Mapping[ParcelId, Demand],
    handed: Counter[ParcelId],
    sheet: Sheet,
) -> list[tuple[Demand, Option]]:
    """The options a stop's handovers mean; wishes for compartments are noted."""
    chosen: list[tuple[Demand, Option]] = []
    for handover in stop.handovers:
        demand = demands.get(handover.parcel)
        if demand is None:
            sheet.blame(Broken.NO_SUCH_PARCEL, handover.parcel)
            continue
        handed[handover.parcel] += 1
        option = _option(demand, handover, stop.place)
        if option is None:
            sheet.blame(Broken.NO_SUCH_OPTION, handover.parcel)
            continue
        chosen.append((demand, option))
        named = handover.size_class
        if named is not None and named not in option.classes:
            sheet.blame(Broken.NO_SUCH_CLASS, handover.parcel, named)
        if option.channel is not Channel.DOOR and option.site is not None:
            classes = option.classes if named is None else (named,)
            wish = Wish(frozenset(classes), option.low)
            sheet.wishes.setdefault(option.site, []).append(wish)
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


def _judge_tour(
    problem: Problem,
    tour: Tour,
    vehicle: FleetVehicle,
    kind: FleetType,
    chosen: Sequence[list[tuple[Demand, Option]]],
    demands: Mapping[ParcelId, Demand],
    sheet: Sheet,
) -> None:
    """One tour's violations and cost lines."""
    travel = problem.travel[kind.mode]
    visits = [
        visit_of(number, stop.place, [option for _, option in chosen[number]], kind)
        for number, stop in enumerate(tour.stops)
        if chosen[number]
    ]
    for d, name in enumerate(problem.dimensions):
        load = sum(demand.amount[d] for stop in chosen for demand, _ in stop)
        if load > kind.capacity[d]:
            sheet.blame(Broken.CAPACITY, vehicle.id, name, load - kind.capacity[d])
    places = [vehicle.start, *(visit.place for visit in visits), vehicle.end]
    metres = 0
    for a, b in pairwise(places):
        if UNREACHABLE in {travel.seconds[a, b], travel.metres[a, b]}:
            sheet.blame(Broken.UNREACHABLE, vehicle.id, a, b)
        metres += int(travel.metres[a, b])
    told = told_times(tour, visits)
    if told is None:
        departure = latest_departure(vehicle, travel, visits)
        starts, finish = driven(vehicle, travel, visits, departure)
    else:
        departure, starts = told
        finish = followed(vehicle, travel, visits, departure, starts, sheet)
    for visit, start in zip(visits, starts, strict=True):
        if not any(start in window for window in visit.windows):
            late = max(1, start - visit.closes_s)
            sheet.blame(Broken.WINDOW, vehicle.id, visit.number, late)
    outside = max(vehicle.shift.start_s - departure, finish - vehicle.shift.end_s)
    if outside > 0:
        sheet.blame(Broken.SHIFT, vehicle.id, outside)
    co2_g_m = metres * kind.co2_g_per_km
    sheet.lines["vehicles"] += kind.fixed
    sheet.lines["time"] += _share((finish - departure) * kind.per_hour, 3600)
    sheet.lines["distance"] += _share(metres * kind.per_km, 1000)
    sheet.lines["co2"] += _share(co2_g_m * problem.weights.co2_per_kg, 1_000_000)
    sheet.lines["options"] += sum(option.cost for stop in chosen for _, option in stop)


def _share(product: int, per: int) -> int:
    """A product over `per`, half up; `per` is even."""
    return (product + per // 2) // per

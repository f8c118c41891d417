"""What one tour costs and breaks."""

from collections.abc import Sequence
from itertools import pairwise

from console.domain.problem import (
    UNREACHABLE,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
)
from tests.depot_days.driving import Course, Visit, course_of, via, visit_of
from tests.depot_days.solution import Tour
from tests.depot_days.verdict import Broken, Sheet

type Chosen = list[tuple[Demand, Option]]
"""What one stop hands over or collects, and how."""


def judge_tour(
    problem: Problem,
    tour: Tour,
    vehicle: FleetVehicle,
    kind: FleetType,
    chosen: Sequence[Chosen],
    sheet: Sheet,
) -> Course:
    """Note one tour's violations and cost lines. `chosen` holds an entry a stop."""
    travel = problem.travel[kind.mode]
    visits = [
        visit_of(number, stop.place, [option for _, option in chosen[number]], kind)
        for number, stop in enumerate(tour.stops)
        if chosen[number]
    ]
    course = course_of(tour, vehicle, travel, visits, sheet)
    metres = _driven_m(problem, tour, vehicle, kind, visits, sheet)
    _judge_times(vehicle, visits, course, sheet)
    _judge_load(problem, tour, vehicle, kind, chosen, sheet)
    _judge_fitness(vehicle, kind, chosen, metres, sheet)
    _judge_holding(problem, vehicle, chosen, sheet)
    over = max(0, course.finish_s - vehicle.shift.end_s)
    away = course.finish_s - course.departure_s
    lines = sheet.lines
    lines["vehicles"] += 0 if vehicle.left else kind.fixed
    lines["time"] += share(away * kind.per_hour, 3600)
    lines["overtime"] += share(over * kind.per_overtime_hour, 3600)
    lines["distance"] += share(metres * kind.per_km, 1000)
    lines["co2"] += share(
        metres * kind.co2_g_per_km * problem.weights.co2_per_kg, 1_000_000
    )
    lines["options"] += sum(option.cost for stop in chosen for _, option in stop)
    lines["lateness"] += share(_soft_lateness(visits, course, chosen), 3600)
    if problem.zones:
        zones = {problem.zones[visit.place] for visit in visits} - {-1}
        lines["zones"] += max(0, len(zones) - 1) * problem.weights.per_zone
    return course


def share(product: int, per: int) -> int:
    """A product over `per`, half up."""
    return (2 * product + per) // (2 * per)


def _driven_m(
    problem: Problem,
    tour: Tour,
    vehicle: FleetVehicle,
    kind: FleetType,
    visits: Sequence[Visit],
    sheet: Sheet,
) -> int:
    """Metres of all the way; a pair of places without one is named."""
    travel = problem.travel[kind.mode]
    places = [vehicle.start]
    for visit in visits:
        places += [*via(tour, visit.number, vehicle), visit.place]
    metres = 0
    for a, b in pairwise((*places, vehicle.end)):
        if UNREACHABLE in {travel.seconds[a, b], travel.metres[a, b]}:
            sheet.blame(Broken.UNREACHABLE, vehicle.id, a, b)
        metres += int(travel.metres[a, b])
    return metres


def _judge_times(
    vehicle: FleetVehicle, visits: Sequence[Visit], course: Course, sheet: Sheet
) -> None:
    for visit, start in zip(visits, course.starts_s, strict=True):
        if not any(start in window for window in visit.windows):
            late = max(1, start - visit.closes_s)
            sheet.blame(Broken.WINDOW, vehicle.id, visit.number, late)
    early = vehicle.shift.start_s - course.departure_s
    outside = max(
        abs(early) if vehicle.left else early,
        course.finish_s - vehicle.shift.end_s - vehicle.overtime_s,
    )
    if outside > 0:
        sheet.blame(Broken.SHIFT, vehicle.id, outside)
    away = course.finish_s - course.departure_s
    if vehicle.max_duration_s and away > vehicle.max_duration_s:
        sheet.blame(Broken.DURATION, vehicle.id, away - vehicle.max_duration_s)


def _judge_load(
    problem: Problem,
    tour: Tour,
    vehicle: FleetVehicle,
    kind: FleetType,
    chosen: Sequence[Chosen],
    sheet: Sheet,
) -> None:
    """The most on board on any way: deliveries before, returns after their stop."""
    if 1 + len(tour.loads) > vehicle.trips:
        sheet.blame(Broken.TRIPS, vehicle.id, 1 + len(tour.loads) - vehicle.trips)
    cuts = [0, *sorted(tour.loads), len(chosen)]
    for d, name in enumerate(problem.dimensions):
        most = 0
        for first, last in pairwise(cuts):
            trip = chosen[first:last]
            board = sum(
                demand.amount[d]
                for stop in trip
                for demand, _ in stop
                if not demand.collected
            )
            most = max(most, board)
            for stop in trip:
                for demand, _ in stop:
                    board += demand.amount[d] * (1 if demand.collected else -1)
                most = max(most, board)
        if most > kind.capacity[d]:
            sheet.blame(Broken.CAPACITY, vehicle.id, name, most - kind.capacity[d])


def _judge_fitness(
    vehicle: FleetVehicle,
    kind: FleetType,
    chosen: Sequence[Chosen],
    metres: int,
    sheet: Sheet,
) -> None:
    """What a vehicle must have or be to carry these parcels that far."""
    if kind.range_m and metres > kind.range_m:
        sheet.blame(Broken.RANGE, vehicle.id, metres - kind.range_m)
    for stop in chosen:
        for demand, option in stop:
            if not option.needs <= vehicle.skills:
                sheet.blame(Broken.SKILL, vehicle.id, demand.parcel)
            if demand.stocked_at not in {None, vehicle.start}:
                sheet.blame(Broken.DEPOT, vehicle.id, demand.parcel)


def _judge_holding(
    problem: Problem, vehicle: FleetVehicle, chosen: Sequence[Chosen], sheet: Sheet
) -> None:
    """What stays on the vehicle that has it, and what it costs that others do not."""
    for stop in chosen:
        for demand, _ in stop:
            held = problem.held.get(demand.parcel)
            mine = held is not None and held.vehicle == vehicle.id
            if vehicle.left and not mine and not demand.collected:
                sheet.blame(Broken.HELD, vehicle.id, demand.parcel)
            elif held is not None and not mine:
                if held.moved is None:
                    sheet.blame(Broken.HELD, vehicle.id, demand.parcel)
                else:
                    sheet.lines["change"] += held.moved


def _soft_lateness(
    visits: Sequence[Visit], course: Course, chosen: Sequence[Chosen]
) -> int:
    """Seconds after the soft ends of all parcels, each at its price of an hour."""
    return sum(
        max(0, start - option.soft_end_s) * option.late_per_hour
        for visit, start in zip(visits, course.starts_s, strict=True)
        for _, option in chosen[visit.number]
        if option.soft_end_s is not None
    )

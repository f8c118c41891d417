"""A VROOM problem -> a `Problem` of ours, nothing lost and nothing added.

VROOM's sum has no name for its unit, counts travel and work but no waiting, and puts
the jobs done before any cost. It is carried over exactly:

- Every way between two places has its price where the problem has its metres, and a
  vehicle pays for those alone (`vroom_prices`); real metres come back in the solution.
- A job left out costs more than all routes together, and so many times more as its
  priority says.
- A second is a hundred planner seconds where some vehicle has a speed of its own.
- The first dimension of all capacities is the number of jobs.
- A limit of travel is one of the price, where travel alone is paid for.
- A break is one of ours that is taken between two jobs; the solution puts it where it
  keeps nothing waiting, also while driving (`vroom_breaks`).

What cannot be carried over is refused by its path.
"""

from dataclasses import replace

from console.domain.ids import ParcelId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import TimeWindow
from console.domain.problem import (
    Channel,
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
)
from console.interchange.vroom_breaks import FOR_EVER, rests_of
from console.interchange.vroom_day import VroomDay
from console.interchange.vroom_input import HUNDREDTHS, Job, StepType, VroomInput
from console.interchange.vroom_limits import needs_of, refuse_limits
from console.interchange.vroom_places import Places, places_of
from console.interchange.vroom_prices import (
    PARTS,
    Ground,
    Kind,
    ground_of,
    kind_of,
    longest,
    shared_service,
)
from console.interchange.vroom_times import Times, times_of

_MOST_SUM = 2**58
_MOST_COST = 2**50
"""Of money, for all that jobs left out cost and for all routes: what kernels add up."""


def vroom_day(source: VroomInput) -> VroomDay:
    """The problem of a file that has matrices.

    Raises VroomFileError for what the planner does not carry out.
    """
    refuse_limits(source)
    ticks = 1 if all(v.pace == HUNDREDTHS for v in source.vehicles) else HUNDREDTHS
    places, times = places_of(source), times_of(source)
    service = shared_service(source, places)
    fixed = [vehicle.costs.fixed * PARTS for vehicle in source.vehicles]
    ground = ground_of(source, places, ticks, [*fixed, *service.values()])
    costs = {number: ground.money(parts) for number, parts in service.items()}
    left_out = _left_out(source, ground, sum(costs.values()))
    types, type_of = _types(source, ground, times, ticks)
    needs = needs_of(source)
    problem = Problem(
        places=places.coordinates,
        travel=ground.travel,
        demands=tuple(
            Demand(
                parcel=ParcelId(str(job.id)),
                amount=(1, *(job.pickup if any(job.pickup) else job.delivery)),
                options=(
                    Option(
                        channel=Channel.DOOR,
                        place=places.place_of[job.id],
                        site=None,
                        windows=tuple(_window(one, ticks) for one in job.windows),
                        classes=(),
                        setup_s=times.setup_s[job.id] * ticks,
                        handling_s=times.service_s[job.id] * ticks,
                        level=0,
                        cost=Money(costs.get(job.id, 0)),
                        needs=needs[job.id],
                    ),
                ),
                unassigned=left_out[job.id],
                collected=any(job.pickup),
            )
            for job in source.jobs
        ),
        rooms=(),
        types=types,
        vehicles=_vehicles(source, places, type_of, ticks),
        dimensions=("jobs", *(f"amount {k}" for k in range(source.dimensions))),
    )
    day = VroomDay(source, problem, ticks, places.place_of, None)
    laid = [
        (
            vehicle.id,
            [
                step.id
                for step in vehicle.steps
                if step.id is not None and step.type is StepType.JOB
            ],
        )
        for vehicle in source.vehicles
        if any(step.type is StepType.JOB for step in vehicle.steps)
    ]
    return replace(day, start=day.draft(laid)) if laid else day


def _window(window: TimeWindow | None, ticks: int) -> TimeWindow:
    if window is None:
        return TimeWindow(0, FOR_EVER)
    return TimeWindow(window.start_s * ticks, window.end_s * ticks)


def _vehicles(
    source: VroomInput, places: Places, type_of: dict[int, VehicleTypeId], ticks: int
) -> tuple[FleetVehicle, ...]:
    return tuple(
        FleetVehicle(
            id=VehicleId(str(vehicle.id)),
            type=type_of[vehicle.id],
            start=places.end(vehicle.start),
            end=places.end(vehicle.end),
            shift=_window(vehicle.window, ticks),
            skills=frozenset(str(skill) for skill in vehicle.skills),
            breaks=rests_of(source, vehicle, ticks),
        )
        for vehicle in source.vehicles
    )


def _types(
    source: VroomInput, ground: Ground, times: Times, ticks: int
) -> tuple[tuple[FleetType, ...], dict[int, VehicleTypeId]]:
    made: dict[tuple[Kind, str, int, tuple[int, ...], int], FleetType] = {}
    type_of: dict[int, VehicleTypeId] = {}
    for vehicle in source.vehicles:
        kind = kind_of(vehicle)
        most = len(source.jobs) if vehicle.max_tasks is None else vehicle.max_tasks
        capacity = (most, *vehicle.capacity)
        range_m = longest(source, vehicle, ground)
        same = (kind, vehicle.kind, vehicle.costs.fixed, capacity, range_m)
        if same not in made:
            made[same] = FleetType(
                id=VehicleTypeId(f"type {len(made) + 1}"),
                mode=ground.modes[kind],
                capacity=capacity,
                fixed=Money(ground.money(vehicle.costs.fixed * PARTS)),
                per_hour=Money(0),
                per_km=Money(1000 * ground.per_metre[kind]),
                co2_g_per_km=0,
                door_setup_s=times.more_setup_s[vehicle.kind] * ticks,
                door_handling_s=times.more_service_s[vehicle.kind] * ticks,
                range_m=range_m,
            )
        type_of[vehicle.id] = made[same].id
    return tuple(made.values()), type_of


def _left_out(source: VroomInput, ground: Ground, service: int) -> dict[int, Money]:
    """What leaving each job out costs: priority first, then their number, then cost."""
    fixed = [ground.money(v.costs.fixed * PARTS) for v in source.vehicles]
    used = min(len(source.jobs), len(fixed))
    dearest = sorted(fixed, reverse=True)[:used]
    most = ground.farthest * (len(source.jobs) + used) + sum(dearest) + service
    alone = most + 1
    more = alone * (len(source.jobs) + 1)

    def price(job: Job) -> int:
        return alone + more * job.priority

    if sum(map(price, source.jobs)) > _MOST_SUM or most > _MOST_COST:
        raise source.refused(
            "vehicles",
            "costs and priorities",
            "come to more than is counted; write smaller or rounder numbers",
        )
    return {job.id: Money(price(job)) for job in source.jobs}

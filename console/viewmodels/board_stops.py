"""The stops of a plan as columns, and what progress makes of them.

`plan_columns` is the lasting part, made once for every plan; `follow` puts beside it
what the journal tells, as often as the desk asks. A stop is known by the first parcel
it hands over, so its name stays the same when it is moved or renumbered.

A vehicle that left its last stop late stays late until it has waited the delay away:
with D seconds of delay there and w_i seconds of planned waiting before stop i, the
delay at stop i is max(0, D - sum of w up to i).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from console.domain.clock import ServiceDate
from console.domain.draft import Drop
from console.domain.ids import ParcelId
from console.domain.parcel import ParcelState
from console.domain.place import WHOLE_DAY
from console.domain.plan import Plan, PlannedStop
from console.domain.problem import Channel, Demand, Problem
from console.domain.progress import Progress

RISK_S = 300
"""A stop expected this close before the end of its window is at risk."""
NEVER_S = 2**30
"""The due second of a stop without a promise."""


class StopStatus(IntEnum):
    """What a stop's colour and shape say; the worst of a route is the largest."""

    DONE = 0
    PLANNED = 1
    """Of a route that nobody drives yet: not drawn apart so far."""
    DOOR = 2
    LOCKER = 3
    RETURN = 4
    AT_RISK = 5
    LATE = 6
    OFF = 7

    @property
    def token(self) -> str:
        """The key of its colour in the theme's group `status`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class PlanColumns:
    """n stops of r routes: route i has the stops first[i]:first[i + 1], in order.

    Planner seconds, int32 (n,): `arrival_s`, `start_s`, `departure_s`; `due_s` is the
    last second at which service may start (NEVER_S where nothing is promised).
    `place` indexes the problem's places; `site` is "" for a door, `locker` says the
    same as bool (n,); `stop_of` leads from a parcel to its stop. By route, (r,):
    `leave_s`, `finish_s`, `shift_s` (r, 2), `load` (float32, the fullest dimension's
    share of capacity) and `over_s` past the shift's end.
    """

    vehicle: tuple[str, ...]
    first: NDArray[np.int32]
    route: NDArray[np.int32]
    stop: tuple[str, ...]
    parcels: tuple[tuple[ParcelId, ...], ...]
    place: NDArray[np.int32]
    site: tuple[str, ...]
    locker: NDArray[np.bool_]
    stop_of: Mapping[ParcelId, int]
    arrival_s: NDArray[np.int32]
    start_s: NDArray[np.int32]
    departure_s: NDArray[np.int32]
    due_s: NDArray[np.int32]
    leave_s: NDArray[np.int32]
    finish_s: NDArray[np.int32]
    shift_s: NDArray[np.int32]
    load: NDArray[np.float32]
    over_s: NDArray[np.int32]

    def __len__(self) -> int:
        """How many stops."""
        return len(self.stop)


@dataclass(frozen=True, slots=True)
class Followed:
    """What progress makes of the columns: expected delays and what is behind.

    `status` uint8 (n,) of StopStatus; int32 (n,): `delay_s` of the start of service,
    `arrival_delay_s` before any waiting, `late_s`. By route, int32 (r,): `served`
    stops behind, `done` and `total` parcels, `row_delay_s` the delay now.
    """

    status: NDArray[np.uint8]
    delay_s: NDArray[np.int32]
    arrival_delay_s: NDArray[np.int32]
    late_s: NDArray[np.int32]
    served: NDArray[np.int32]
    done: NDArray[np.int32]
    total: NDArray[np.int32]
    row_delay_s: NDArray[np.int32]


def plan_columns(plan: Plan, problem: Problem) -> PlanColumns:
    """The lasting columns of a plan for its problem."""
    demands = {demand.parcel: demand for demand in problem.demands}
    types = {kind.id: kind for kind in problem.types}
    shifts = {v.id: (v.shift.start_s, v.shift.end_s) for v in problem.vehicles}
    stops = [stop for route in plan.routes for stop in route.stops]
    counts = [len(route.stops) for route in plan.routes]
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    load = [
        max(
            (
                amount / limit
                for amount, limit in zip(
                    route.load, types[route.type].capacity, strict=False
                )
                if limit
            ),
            default=0.0,
        )
        for route in plan.routes
    ]
    sites = tuple(_site(stop) for stop in stops)
    return PlanColumns(
        vehicle=tuple(str(route.vehicle) for route in plan.routes),
        first=first,
        route=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        stop=tuple(stop_id(stop) for stop in stops),
        parcels=tuple(tuple(d.parcel for d in stop.drops) for stop in stops),
        place=_ints([stop.place for stop in stops]),
        site=sites,
        locker=np.array([bool(site) for site in sites], dtype=np.bool_),
        stop_of={d.parcel: i for i, stop in enumerate(stops) for d in stop.drops},
        arrival_s=_ints([stop.arrival_s for stop in stops]),
        start_s=_ints([stop.start_s for stop in stops]),
        departure_s=_ints([stop.departure_s for stop in stops]),
        due_s=_ints([_due(stop, demands) for stop in stops]),
        leave_s=_ints([route.departure_s for route in plan.routes]),
        finish_s=_ints([route.finish_s for route in plan.routes]),
        shift_s=_ints(
            [shifts.get(r.vehicle, (r.departure_s, r.finish_s)) for r in plan.routes]
        ).reshape(-1, 2),
        load=np.array(load, dtype=np.float32),
        over_s=_ints([route.over_s for route in plan.routes]),
    )


def follow(
    columns: PlanColumns, progress: Progress | None, date: ServiceDate
) -> Followed:
    """What is done, what is expected when, and how each stop stands."""
    routes = len(columns.vehicle)
    served = np.zeros(routes, dtype=np.int32)
    row_delay = np.zeros(routes, dtype=np.int32)
    if progress is not None:
        counts = {str(vehicle): count for vehicle, count in progress.served.items()}
        left = {str(vehicle): at for vehicle, at in progress.left.items()}
        now_s = date.second(progress.as_of)
        for i, vehicle in enumerate(columns.vehicle):
            size = int(columns.first[i + 1] - columns.first[i])
            served[i] = min(counts.get(vehicle, 0), size)
            if vehicle in left and served[i] < size:
                left_s = date.second(left[vehicle])
                row_delay[i] = _delay(columns, i, int(served[i]), left_s, now_s)
    index = np.arange(len(columns), dtype=np.int32) - columns.first[columns.route]
    behind = index < served[columns.route]
    arrival_delay, delay = _delays(columns, served, row_delay, behind)
    late = np.maximum(0, columns.start_s + delay - columns.due_s)
    status = np.where(columns.locker, StopStatus.LOCKER, StopStatus.DOOR).astype(
        np.uint8
    )
    slack = columns.due_s - columns.start_s - delay
    status[slack < RISK_S] = StopStatus.AT_RISK
    status[late > 0] = StopStatus.LATE
    status[behind] = StopStatus.DONE
    sizes = _ints([len(parcels) for parcels in columns.parcels])
    finished, returned = _handled(columns, progress)
    done = np.where(behind, sizes, finished)
    status[(returned > 0) & (returned == sizes)] = StopStatus.RETURN
    return Followed(
        status=status,
        delay_s=delay,
        arrival_delay_s=arrival_delay,
        late_s=np.where(behind, 0, late).astype(np.int32),
        served=served,
        done=_by_route(columns, done),
        total=_by_route(columns, sizes),
        row_delay_s=row_delay,
    )


def worst(columns: PlanColumns, followed: Followed) -> NDArray[np.uint8]:
    """The worst status of each route, uint8 (r,): OFF for one without stops."""
    result = np.full(len(columns.vehicle), StopStatus.OFF, dtype=np.uint8)
    for i in range(len(columns.vehicle)):
        own = followed.status[columns.first[i] : columns.first[i + 1]]
        if len(own):
            result[i] = own.max()
    return result


def stop_id(stop: PlannedStop) -> str:
    """The name of a stop: the first parcel that it hands over."""
    return str(stop.drops[0].parcel) if stop.drops else f"place {stop.place}"


def _delay(
    columns: PlanColumns, route: int, served: int, left_s: int, now_s: int
) -> int:
    """How far behind a vehicle is that left its last stop, or the depot, then."""
    upcoming = int(columns.first[route]) + served
    planned = columns.departure_s[upcoming - 1] if served else columns.leave_s[route]
    # not yet served though its time is over: at least that late
    overdue = now_s - int(columns.departure_s[upcoming])
    return max(0, left_s - int(planned), overdue)


def _handled(
    columns: PlanColumns, progress: Progress | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many parcels of each stop are finished, and how many came back."""
    finished = np.zeros(len(columns), dtype=np.int64)
    returned = np.zeros(len(columns), dtype=np.int64)
    for parcel, state in progress.parcels.items() if progress is not None else ():
        i = columns.stop_of.get(parcel)
        if i is not None and state.finished:
            finished[i] += 1
            returned[i] += state is ParcelState.RETURNED
    return finished, returned


def _delays(
    columns: PlanColumns,
    served: NDArray[np.int32],
    row_delay: NDArray[np.int32],
    behind: NDArray[np.bool_],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The delays on arrival and at the start of service."""
    if not len(columns):
        none = np.zeros(0, dtype=np.int32)
        return none, none
    wait = (columns.start_s - columns.arrival_s).astype(np.int64)
    waited = np.cumsum(wait)
    next_stop = np.minimum(columns.first[:-1] + served, len(columns) - 1)
    before = (waited - wait)[next_stop]
    delay = row_delay[columns.route] - (waited - before[columns.route])
    delay[behind] = 0
    arriving = np.where(behind, 0, delay + wait)
    return (
        np.maximum(arriving, 0).astype(np.int32),
        np.maximum(delay, 0).astype(np.int32),
    )


def _by_route(columns: PlanColumns, values: NDArray[np.integer]) -> NDArray[np.int32]:
    routes = len(columns.vehicle)
    return np.bincount(columns.route, values, minlength=routes).astype(np.int32)


def _due(stop: PlannedStop, demands: Mapping[ParcelId, Demand]) -> int:
    due = NEVER_S
    for drop in stop.drops:
        demand = demands.get(drop.parcel)
        if demand is not None:
            due = min(due, _last_start(demand, drop, stop.place))
    return due


def _last_start(demand: Demand, drop: Drop, place: int) -> int:
    for option in demand.options:
        here = option.channel is drop.channel and option.place == place
        if here and option.windows:
            last = max(window.end_s for window in option.windows)
            return last if last < WHOLE_DAY.end_s else NEVER_S
    return NEVER_S


def _site(stop: PlannedStop) -> str:
    for drop in stop.drops:
        if drop.channel is Channel.LOCKER and drop.site is not None:
            return str(drop.site)
    return ""


def _ints(values: list[int] | list[tuple[int, int]]) -> NDArray[np.int32]:
    return np.array(values, dtype=np.int32)

"""What travel takes and costs in a VROOM problem, as matrices of ours.

A kind of vehicle is a profile with a pace and prices of its own. The price of every way
stands where a problem has its metres, in whole numbers: the largest common factor of
all prices is taken out once (`unit`), and of every kind's once more (`per_metre`).
Setup and service have their price on the way to the place where they are done, for
every place is come to once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from console.domain.problem import Travel
from console.interchange.vroom_input import HUNDREDTHS, Job, Vehicle, VroomInput
from console.interchange.vroom_parts import MOST_TRAVEL
from console.interchange.vroom_places import Places
from console.interchange.vroom_solution import HOUR_S, KM_M
from console.planning.kernels.layout import MODES

PARTS = HUNDREDTHS * HOUR_S
"""Parts of one unit of cost in which every price is a whole number."""
_MOST_CELLS = 60_000_000
"""Of all matrices together: about half a gigabyte while they are made."""
_MOST_PRICE = 2**60
_MOST_ROUTE = 2**39
"""Of metres and seconds on one route: well within what no route comes to."""

type Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes travel and its price. `type` is told where work by type costs."""

    profile: str
    pace: int
    per_hour: int
    per_km: int
    per_task_hour: int
    type: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Travel by kind; money is cost * PARTS / unit, a metre `per_metre` of it."""

    modes: Mapping[Kind, str]
    travel: Mapping[str, Travel]
    per_metre: Mapping[Kind, int]
    unit: int
    farthest: int
    """The price of the dearest way, in money."""

    def money(self, parts: int) -> int:
        """Money of a price in parts."""
        return parts // self.unit


def kind_of(vehicle: Vehicle) -> Kind:
    """The kind of a vehicle."""
    costs = vehicle.costs
    return Kind(
        vehicle.profile,
        vehicle.pace,
        costs.per_hour,
        costs.per_km,
        costs.per_task_hour,
        vehicle.kind if costs.per_task_hour else "",
    )


def longest(source: VroomInput, vehicle: Vehicle, ground: Ground) -> int:
    """The longest route of a vehicle in metres of ours, which are prices; 0 for any.

    Raises VroomFileError where what is limited is not what is paid for.
    """
    costs, price = vehicle.costs, ground.per_metre[kind_of(vehicle)] * ground.unit
    travel_alone = source.matrices[vehicle.profile].costs is None
    travel_alone = travel_alone and not costs.per_task_hour
    for key, limit, rate, other in (
        (
            "max_travel_time",
            vehicle.max_travel_time_s,
            HUNDREDTHS * costs.per_hour,
            costs.per_km,
        ),
        (
            "max_distance",
            vehicle.max_distance_m,
            PARTS // KM_M * costs.per_km,
            costs.per_hour,
        ),
    ):
        if limit is None:
            continue
        most = limit * rate // price
        advice = ""
        if not travel_alone or not rate or other:
            advice = (
                "is planned only where it is all that a vehicle pays for: per_hour "
                "alone with max_travel_time, per_km alone with max_distance"
            )
        elif most == 0:
            advice = "no way between two places is as short; remove the vehicle"
        if advice:
            raise source.refused(f"{vehicle.path}.{key}", str(limit), advice)
        return most
    return 0


def shared_service(source: VroomInput, places: Places) -> dict[int, int]:
    """What the service of jobs that share a place costs, in parts, by their ids.

    Raises VroomFileError where that depends on the vehicle.
    """
    found: dict[int, int] = {}
    for jobs in places.jobs:
        for job in jobs if len(jobs) > 1 else ():
            prices = {
                HUNDREDTHS * v.costs.per_task_hour * job.service_for(v.kind)
                for v in source.vehicles
            }
            if len(prices) > 1:
                raise source.refused(
                    f"{job.path}.service",
                    str(job.service_s),
                    "with setup at a location of several jobs its cost must not depend "
                    "on the vehicle; write the same per_task_hour and service for all",
                )
            found[job.id] = prices.pop()
    return found


def ground_of(
    source: VroomInput, places: Places, ticks: int, others: list[int]
) -> Ground:
    """Travel over all places. `others` are all prices besides travel's, in parts.

    Raises VroomFileError where there is too much of it, or numbers are too large.
    """
    kinds = {kind_of(vehicle): vehicle for vehicle in source.vehicles}
    size = len(places.rows) + 1
    if len(kinds) > MODES:
        raise source.refused(
            "vehicles",
            f"{len(kinds)} kinds of travel",
            f"at most {MODES} profiles with speeds and costs of their own are planned",
        )
    if size**2 * 2 * len(kinds) > _MOST_CELLS:
        raise source.refused(
            "jobs", f"{size} places", "are more than are planned at once; part them"
        )
    prices = {kind: _prices(source, places, v) for kind, v in kinds.items()}
    factors = {kind: int(np.gcd.reduce(p, axis=None)) for kind, p in prices.items()}
    unit = gcd(*factors.values(), *others) or 1
    modes = {kind: f"kind {number}" for number, kind in enumerate(kinds, 1)}
    travel: dict[str, Travel] = {}
    for kind, price in prices.items():
        pace = kind.pace * ticks // HUNDREDTHS
        seconds = _spread(source.matrices[kind.profile].seconds, places) * pace
        metres = price // (factors[kind] or 1)
        for matrix, key in ((seconds, "durations"), (metres, "costs")):
            if int(matrix.max()) > min(MOST_TRAVEL, _MOST_ROUTE // size):
                raise source.refused(
                    f"matrices.{kind.profile}.{key}",
                    str(int(matrix.max())),
                    "with speeds and costs this comes to more than is counted; write "
                    "rounder numbers",
                )
        travel[modes[kind]] = Travel(seconds.astype(np.int32), metres.astype(np.int32))
    return Ground(
        modes=modes,
        travel=travel,
        per_metre={kind: (factor or unit) // unit for kind, factor in factors.items()},
        unit=unit,
        farthest=max(int(price.max()) for price in prices.values()) // unit,
    )


def _spread(matrix: Whole, places: Places) -> Whole:
    """A matrix of the file over all places; nothing to and from the last."""
    wide = np.zeros((len(places.rows) + 1, len(places.rows) + 1), np.int64)
    wide[:-1, :-1] = matrix[np.ix_(places.rows, places.rows)]
    return wide


def _prices(source: VroomInput, places: Places, vehicle: Vehicle) -> Whole:
    """What every way and the work at its end cost a kind of vehicle, in parts."""
    matrices, costs = source.matrices[vehicle.profile], vehicle.costs
    if matrices.costs is not None:
        base = matrices.costs * PARTS
    else:
        per_second, per_metre = vehicle.pace * costs.per_hour, 0
        metres = np.zeros_like(matrices.seconds)
        if matrices.metres is not None:
            metres, per_metre = matrices.metres, PARTS // KM_M * costs.per_km
        highest = (
            int(matrices.seconds.max()) * per_second + int(metres.max()) * per_metre
        )
        if highest > _MOST_PRICE:
            raise source.refused(
                f"{vehicle.path}.costs",
                f"per_hour {costs.per_hour}, per_km {costs.per_km}",
                "come to more than is counted; write smaller numbers",
            )
        base = matrices.seconds * per_second + metres * per_metre
    per_second = HUNDREDTHS * costs.per_task_hour
    work = [per_second * _work_s(jobs, vehicle.kind) for jobs in places.jobs]
    if max(work, default=0) > _MOST_PRICE:
        raise source.refused(
            f"{vehicle.path}.costs.per_task_hour",
            str(costs.per_task_hour),
            "comes to more than is counted; write a smaller number",
        )
    return _spread(base, places) + np.array([*work, 0], np.int64)


def _work_s(jobs: tuple[Job, ...], kind: str) -> int:
    """Setup at a place, and service where one job has it to itself."""
    if not jobs:
        return 0
    setup_s = jobs[0].setup_for(kind)
    return setup_s + jobs[0].service_for(kind) if len(jobs) == 1 else setup_s

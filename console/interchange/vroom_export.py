"""A depot day, all to doors -> a VROOM problem, for whoever wants to solve it there.

What both know is written exactly: places, windows, times by type of vehicle, loads,
shifts, skills, costs. One unit of VROOM's cost is a hundredth of a cent, and an hour
costs the same driving and working; waiting costs nothing there. Parcels for one door
with the same windows are one job, described by their ids. What choosing a door costs
by itself stays out, since it is the same in every plan. Everything else that a day may
ask is refused by name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from console.domain.ids import ParcelId, VehicleId
from console.domain.money import Money
from console.domain.place import TimeWindow
from console.domain.problem import (
    UNREACHABLE,
    Channel,
    FleetType,
    Option,
    Problem,
    Travel,
)
from console.interchange.errors import NotForVroom

_KG_G = 1000
_MOST_PRIORITY = 100


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, and what its numbers are: parcels by job, vehicles by vehicle."""

    data: bytes
    parcels: Mapping[int, tuple[ParcelId, ...]]
    vehicles: Mapping[int, VehicleId]


def export_doors(problem: Problem) -> Exported:
    """The file of a day whose parcels all go to their doors.

    Raises NotForVroom for a parcel without a door and for what VROOM does not know.
    """
    _refuse(problem)
    types = {kind.id: kind for kind in problem.types}
    doors = _doors(problem)
    ends = [end for v in problem.vehicles for end in (v.start, v.end)]
    places = list(dict.fromkeys([*ends, *(option.place for option, _ in doors)]))
    row = {place: number for number, place in enumerate(places)}
    skills = _numbers(
        [*(v.skills for v in problem.vehicles), *(option.needs for option, _ in doors)]
    )
    amounts = {demand.parcel: demand.amount for demand in problem.demands}
    levels = _priorities(problem)
    used = {types[vehicle.type].mode for vehicle in problem.vehicles}
    document = {
        "vehicles": [
            {
                "id": number,
                "description": vehicle.id,
                "profile": types[vehicle.type].mode,
                "type": vehicle.type,
                "start_index": row[vehicle.start],
                "end_index": row[vehicle.end],
                "capacity": list(types[vehicle.type].capacity),
                "skills": sorted(skills[skill] for skill in vehicle.skills),
                "time_window": [vehicle.shift.start_s, vehicle.shift.end_s],
                "costs": _costs(types[vehicle.type], problem.weights.co2_per_kg),
            }
            for number, vehicle in enumerate(problem.vehicles, 1)
        ],
        "jobs": [
            {
                "id": number,
                "description": " ".join(parcels),
                "location_index": row[option.place],
                "setup": option.setup_s,
                "service": option.handling_s,
                "setup_per_type": {
                    kind.id: option.setup_s + kind.door_setup_s
                    for kind in problem.types
                },
                "service_per_type": {
                    kind.id: option.handling_s + len(parcels) * kind.door_handling_s
                    for kind in problem.types
                },
                "delivery": [
                    sum(one) for one in zip(*map(amounts.get, parcels), strict=True)
                ],
                "skills": sorted(skills[need] for need in option.needs),
                "priority": max(levels[parcel] for parcel in parcels),
            }
            | _windows(option.windows)
            for number, (option, parcels) in enumerate(doors, 1)
        ],
        "matrices": {
            mode: _matrices(mode, problem.travel[mode], places) for mode in used
        },
    }
    text = json.dumps(document, ensure_ascii=False)
    return Exported(
        f"{text}\n".encode(),
        {number: parcels for number, (_, parcels) in enumerate(doors, 1)},
        {number: vehicle.id for number, vehicle in enumerate(problem.vehicles, 1)},
    )


def _refuse(problem: Problem) -> None:
    if problem.quotas or problem.weights.spread_per_hour or problem.weights.per_zone:
        raise NotForVroom("quotas, balance and zones")
    for kind in problem.types:
        if kind.range_m or kind.per_overtime_hour:
            raise NotForVroom("range and overtime", kind.id)
    if problem.held:
        raise NotForVroom("a plan before this one", next(iter(problem.held)))
    for vehicle in problem.vehicles:
        if vehicle.left:
            raise NotForVroom("a vehicle on the road", vehicle.id)
        if vehicle.overtime_s or vehicle.max_duration_s or vehicle.breaks:
            raise NotForVroom("overtime, longest duration and breaks", vehicle.id)
        if vehicle.trips > 1:
            raise NotForVroom("reloads", vehicle.id)
    for demand in problem.demands:
        if demand.collected or demand.stocked_at is not None:
            raise NotForVroom("returns and several depots", demand.parcel)


def _doors(problem: Problem) -> list[tuple[Option, tuple[ParcelId, ...]]]:
    """Every door with its windows, and the parcels for it; times summed up."""
    found: dict[object, tuple[Option, list[ParcelId]]] = {}
    for demand in problem.demands:
        doors = (o for o in demand.options if o.channel is Channel.DOOR)
        option = demand.door or next(doors, None)
        if option is None:
            raise NotForVroom("a parcel without a door", demand.parcel)
        if option.soft_end_s is not None:
            raise NotForVroom("windows that may be missed", demand.parcel)
        same = (option.place, option.windows, option.needs)
        before, parcels = found.get(same, (option, []))
        if parcels:
            option = replace(
                option,
                setup_s=max(option.setup_s, before.setup_s),
                handling_s=option.handling_s + before.handling_s,
            )
        found[same] = (option, [*parcels, demand.parcel])
    return [(option, tuple(parcels)) for option, parcels in found.values()]


def _numbers(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    names = sorted({name for group in groups for name in group})
    return {name: number for number, name in enumerate(names, 1)}


def _priorities(problem: Problem) -> dict[ParcelId, int]:
    """Ranks of what leaving a parcel costs: VROOM knows no amounts there."""
    levels = sorted({demand.unassigned for demand in problem.demands})
    rank = {level: min(k, _MOST_PRIORITY) for k, level in enumerate(levels)}
    return {demand.parcel: rank[demand.unassigned] for demand in problem.demands}


def _costs(kind: FleetType, co2_per_kg: Money) -> dict[str, int]:
    co2, rest = divmod(kind.co2_g_per_km * co2_per_kg, _KG_G)
    if rest:
        raise NotForVroom("a price of CO2 with parts of a hundredth cent", kind.id)
    return {
        "fixed": kind.fixed,
        "per_hour": kind.per_hour,
        "per_km": kind.per_km + co2,
        "per_task_hour": kind.per_hour,
    }


def _windows(windows: tuple[TimeWindow, ...]) -> dict[str, list[list[int]]]:
    """Windows in order, those that touch made one; no key for any time."""
    found: list[list[int]] = []
    for window in sorted(windows):
        if found and window.start_s <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], window.end_s)
        else:
            found.append([window.start_s, window.end_s])
    return {"time_windows": found} if found else {}


def _matrices(mode: str, travel: Travel, places: list[int]) -> dict[str, object]:
    cells = np.ix_(places, places)
    seconds, metres = (
        np.asarray(travel.seconds)[cells],
        np.asarray(travel.metres)[cells],
    )
    if (seconds == UNREACHABLE).any():
        raise NotForVroom("places without a way between them", mode)
    return {"durations": seconds.tolist(), "distances": metres.tolist()}

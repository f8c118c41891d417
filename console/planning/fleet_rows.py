"""The vehicles of a problem as rows: limits, skills, breaks, loads.

Skills are bits. That a parcel lies at one depot is one of them too: a vehicle has the
skill of every parcel that lies where it starts.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from console.domain.problem import Demand, FleetType, FleetVehicle, Option, Problem
from console.planning.errors import ProblemTooLarge
from console.planning.kernels import layout
from console.planning.kernels.layout import Ints

_MOST_SKILLS = 62
_ENOUGH = 2**40
"""Metres and seconds that no route comes to."""


def skill_names(problem: Problem) -> dict[str, int]:
    """The bit of everything an option needs. Raises ProblemTooLarge."""
    names = {
        name
        for demand in problem.demands
        for option in demand.options
        for name in option.needs
    }
    stocked = {demand.stocked_at for demand in problem.demands} - {None}
    names |= {_stock(place) for place in stocked if place is not None}
    if len(names) > _MOST_SKILLS:
        raise ProblemTooLarge("skills", len(names), _MOST_SKILLS)
    return {name: bit for bit, name in enumerate(sorted(names))}


def _stock(place: int) -> str:
    return f"stock of place {place}"


def needed_bits(demand: Demand, option: Option, skills: Mapping[str, int]) -> int:
    """What a vehicle must have to bring a parcel this way."""
    bits = sum(1 << skills[name] for name in option.needs)
    if demand.stocked_at is not None:
        bits |= 1 << skills[_stock(demand.stocked_at)]
    return bits


def _has(vehicle: FleetVehicle, skills: Mapping[str, int]) -> int:
    names = {*vehicle.skills, _stock(vehicle.start)}
    return sum(1 << bit for name, bit in skills.items() if name in names)


def needs_exact(problem: Problem, options: Ints) -> bool:
    """Whether positions on every vehicle have to be timed exactly."""
    soft = bool((options[:, layout.O_SOFT] < layout.LATER).any())
    return soft or problem.weights.per_zone > 0


def loads(problem: Problem, demands: Iterable[Demand]) -> tuple[Ints, Ints]:
    """What parcels take and vehicles carry, all their trips together.

    Every dimension stands twice where a parcel is collected: `Day` says why.
    """
    demands, types = tuple(demands), {entry.id: entry for entry in problem.types}
    width = len(problem.dimensions)
    amounts = np.array([d.amount for d in demands], np.int64).reshape(-1, width)
    capacity = np.array(
        [
            [
                most * (1 if vehicle.left else vehicle.trips)
                for most in types[vehicle.type].capacity
            ]
            for vehicle in problem.vehicles
        ],
        np.int64,
    ).reshape(-1, width)
    if not any(demand.collected for demand in demands):
        return amounts, capacity
    back = np.array([demand.collected for demand in demands]).reshape(-1, 1)
    return (
        np.hstack([np.where(back, 0, amounts), np.where(back, amounts, 0)]),
        np.hstack([capacity, capacity]),
    )


def vehicle_rows(
    problem: Problem,
    modes: Mapping[str, int],
    skills: Mapping[str, int],
    *,
    exact: bool,
) -> tuple[Ints, Ints]:
    """A row for every vehicle, and the breaks they point to. Raises ProblemTooLarge."""
    types = {entry.id: entry for entry in problem.types}
    held = {entry.vehicle for entry in problem.held.values()}
    twins: dict[object, int] = {}
    rows: list[list[int]] = []
    breaks: list[tuple[int, int, int]] = []
    several = any(
        len(option.windows) > 1 for d in problem.demands for option in d.options
    )
    for number, vehicle in enumerate(problem.vehicles):
        if len(vehicle.breaks) > layout.X_COLUMNS:
            raise ProblemTooLarge("breaks", len(vehicle.breaks), layout.X_COLUMNS)
        pauses = vehicle.breaks or (vehicle.trips > 1 and not vehicle.left)
        # Whoever had something before is like nobody else.
        own = number if vehicle.left or vehicle.id in held else None
        # Where a vehicle on the road is, nobody loads it again.
        trips = 1 if vehicle.left else vehicle.trips
        same = (
            own,
            (vehicle.type, vehicle.start, vehicle.end, vehicle.shift),
            (vehicle.overtime_s, vehicle.max_duration_s, _has(vehicle, skills)),
            (vehicle.breaks, vehicle.trips, vehicle.reload_s),
        )
        rows.append(
            [
                *_priced(problem, types[vehicle.type], vehicle, modes),
                _has(vehicle, skills),
                1 + len(breaks),
                len(vehicle.breaks),
                trips,
                vehicle.reload_s,
                bool(exact or pauses or (several and vehicle.max_duration_s)),
                vehicle.left,
            ]
        )
        rows[-1][layout.H_TWIN] = twins.setdefault(same, number)
        breaks += [
            (due.window.start_s, due.window.end_s, due.duration_s)
            for due in vehicle.breaks
        ]
    return (
        np.array(rows, np.int64).reshape(-1, layout.H_COLUMNS),
        np.array(breaks, np.int64).reshape(-1, 3),
    )


def _priced(
    problem: Problem, kind: FleetType, vehicle: FleetVehicle, modes: Mapping[str, int]
) -> list[int]:
    """The row up to H_RANGE."""
    co2 = problem.weights.co2_per_kg
    per_km = kind.per_km * 1000 + kind.co2_g_per_km * co2
    bits = 1 << layout.RATE_BITS
    return [
        modes[kind.mode],
        vehicle.start,
        vehicle.end,
        vehicle.shift.start_s,
        vehicle.shift.end_s + vehicle.overtime_s,
        0 if vehicle.left else kind.fixed,
        kind.per_hour,
        kind.per_km,
        kind.co2_g_per_km,
        co2,
        kind.door_setup_s,
        kind.door_handling_s,
        0,
        kind.per_hour * bits // 3600,
        per_km * bits // 1_000_000,
        vehicle.shift.end_s,
        kind.per_overtime_hour,
        vehicle.max_duration_s or _ENOUGH,
        kind.range_m or _ENOUGH,
    ]

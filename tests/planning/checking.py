"""Checks of a plan against its problem that trust nothing the planner says."""

from collections import Counter

from console.domain.draft import Drop
from console.domain.ids import SiteId, SizeClassId
from console.domain.plan import CostLine, Plan
from console.domain.problem import Channel, Option, Problem


def check_plan(problem: Problem, plan: Plan) -> None:
    """Every parcel once, every option its own, nothing overbooked, late or too full."""
    demands = {demand.parcel: demand for demand in problem.demands}
    types = {kind.id: kind for kind in problem.types}
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    seen = Counter(entry.parcel for entry in plan.unassigned)
    boxes: Counter[tuple[SiteId | None, SizeClassId | None]] = Counter()
    options_cost = 0
    for route in plan.routes:
        vehicle, kind = vehicles[route.vehicle], types[route.type]
        assert vehicle.type == route.type
        assert not route.excess
        assert route.over_s == 0
        travel, at, now = problem.travel[kind.mode], vehicle.start, route.departure_s
        assert now >= vehicle.shift.start_s
        load = [0] * len(problem.dimensions)
        for stop in route.stops:
            assert stop.late_s == 0
            now += int(travel.seconds[at, stop.place])
            assert stop.arrival_s == now
            assert stop.start_s >= now
            setup = handling = 0
            for drop in stop.drops:
                seen[drop.parcel] += 1
                option = _chosen(demands[drop.parcel].options, drop)
                assert option.place == stop.place
                assert any(stop.start_s in window for window in option.windows)
                if drop.channel is Channel.LOCKER:
                    assert drop.size_class in option.classes
                    boxes[drop.site, drop.size_class] += 1
                door = drop.channel is Channel.DOOR
                setup = max(setup, option.setup_s + door * kind.door_setup_s)
                handling += option.handling_s + door * kind.door_handling_s
                options_cost += option.cost
                amount = demands[drop.parcel].amount
                load = [a + b for a, b in zip(load, amount, strict=True)]
            assert stop.departure_s == stop.start_s + setup + handling
            now, at = stop.departure_s, stop.place
        if route.stops:
            assert route.finish_s == now + int(travel.seconds[at, vehicle.end])
            assert route.finish_s <= vehicle.shift.end_s
        assert list(route.load) == load
        assert all(a <= b for a, b in zip(load, kind.capacity, strict=True))
    assert seen == Counter(demands.keys())
    free: dict[tuple[SiteId | None, SizeClassId | None], int] = {
        (room.site, name): count
        for room in problem.rooms
        for name, count in room.free.items()
    }
    assert all(count <= free[box] for box, count in boxes.items())
    lines = dict(plan.costs)
    assert lines[CostLine.OPTIONS] == options_cost
    assert plan.cost == (
        sum(route.cost for route in plan.routes)
        + lines[CostLine.OPTIONS]
        + lines[CostLine.UNASSIGNED]
        + lines.get(CostLine.CHANGE, 0)
    )


def _chosen(options: tuple[Option, ...], drop: Drop) -> Option:
    wanted = (drop.channel, drop.site)
    return next(o for o in options if (o.channel, o.site) == wanted)

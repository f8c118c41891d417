"""What has left goes as it is published, unless a draft was re-planned on the road."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import replace

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Visit
from console.domain.ids import ParcelId, VehicleId
from console.domain.plan import Plan
from console.domain.standing import Facts
from console.domain.vehicle import Vehicle


def with_departed(draft: Draft, gone: frozenset[VehicleId]) -> Draft:
    """A departure is written beside the plan, so that its file says nothing of it."""
    routes = tuple(
        replace(route, lock=LockLevel.DEPARTED) if route.vehicle in gone else route
        for route in draft.routes
    )
    return replace(draft, routes=routes)


def not_before(facts: Facts, second: int, gone: Collection[VehicleId]) -> Facts:
    """The facts with nobody leaving before a planner second who has not left yet."""
    fleet: list[Vehicle] = []
    for vehicle in facts.duty.vehicles:
        shift = vehicle.shift
        if vehicle.id in gone or second <= shift.start_s:
            fleet.append(vehicle)
        elif second < shift.end_s:
            left = replace(shift, start_s=second)
            fleet.append(replace(vehicle, shift=left))
    return replace(facts, duty=replace(facts.duty, vehicles=tuple(fleet)))


def outdated(
    draft: Draft,
    road: Draft,
    served: Mapping[VehicleId, int],
    planned: Set[ParcelId],
) -> frozenset[VehicleId]:
    """Of vehicles on the road those whose route a draft cannot say anything about.

    It was written before they left, or by now they have served stops otherwise; stops
    of which nothing is `planned` any more are neither here nor there.
    """

    def is_old(vehicle: VehicleId, count: int) -> bool:
        mine, was = draft.route(vehicle), road.route(vehicle).visits[:count]
        past = _parcels(was, planned)
        known = _parcels(mine.visits, planned)[: len(past)]
        return mine.lock is not LockLevel.DEPARTED or known != past

    return frozenset(name for name, count in served.items() if is_old(name, count))


def _parcels(
    visits: Iterable[Visit], planned: Set[ParcelId]
) -> list[frozenset[ParcelId]]:
    found = (
        frozenset(drop.parcel for drop in visit.drops if drop.parcel in planned)
        for visit in visits
    )
    return [names for names in found if names]


def with_the_road(draft: Draft, road: Draft, gone: frozenset[VehicleId]) -> Draft:
    """What has left goes as it is published, whatever an older draft says of it."""
    out = {
        drop.parcel
        for route in road.routes
        if route.vehicle in gone
        for visit in route.visits
        for drop in visit.drops
    }
    routes: list[DraftRoute] = []
    for route in draft.routes:
        if route.vehicle in gone:
            published = road.route(route.vehicle)
            routes.append(replace(published, lock=LockLevel.DEPARTED))
            continue
        visits = _visits_without(route, frozenset(out))
        routes.append(replace(route, visits=visits))
    known = {route.vehicle for route in draft.routes}
    routes += [
        replace(road.route(vehicle), lock=LockLevel.DEPARTED)
        for vehicle in sorted(gone - known)
    ]
    left = tuple(name for name in draft.unassigned if name not in out)
    return Draft(tuple(routes), left)


def taken_off(draft: Draft, names: frozenset[ParcelId]) -> Draft:
    """Without some parcels, wherever their vehicle has not left."""
    routes = tuple(
        route
        if route.lock is LockLevel.DEPARTED
        else replace(route, visits=_visits_without(route, names))
        for route in draft.routes
    )
    return replace(draft, routes=routes)


def held_down(plan: Plan | None) -> Draft | None:
    """A draft whose locks a search must keep; None where there are none."""
    if plan is None or all(route.lock is LockLevel.OPEN for route in plan.routes):
        return None
    return plan.draft()


def _visits_without(route: DraftRoute, names: frozenset[ParcelId]) -> tuple[Visit, ...]:
    visits = (
        replace(visit, drops=tuple(d for d in visit.drops if d.parcel not in names))
        for visit in route.visits
    )
    return tuple(visit for visit in visits if visit.drops)

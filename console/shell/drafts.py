"""Drafts that outlive their problem: kept with their places, laid on another ground.

Rows of the travel matrices change when a day is surveyed again. A draft on the undo
stack is kept with the places its rows meant, and finds them again by coordinates.
"""

from dataclasses import dataclass, replace

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, EditRefused, Visit
from console.domain.ids import ParcelId
from console.domain.place import Place
from console.domain.plan import Plan
from console.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft and what its places are."""

    draft: Draft
    places: tuple[Place, ...]


def keep(plan: Plan, problem: Problem) -> Kept:
    """A plan's decisions, to be put back later."""
    return Kept(plan.draft(), problem.places)


def nothing_planned(problem: Problem) -> Kept:
    """Every vehicle empty, every parcel waiting: before the first plan."""
    routes = tuple(DraftRoute(vehicle.id, ()) for vehicle in problem.vehicles)
    waiting = tuple(demand.parcel for demand in problem.demands)
    return Kept(Draft(routes, waiting), problem.places)


def laid_on(kept: Kept, problem: Problem) -> Draft:
    """The draft in the rows of `problem`.

    Parcels that are no longer planned drop out, new ones wait unassigned.
    """
    if kept.places == problem.places:
        rows = {row: row for row in range(len(kept.places))}
    else:
        found = {place: row for row, place in enumerate(problem.places)}
        rows = {
            row: found[place] for row, place in enumerate(kept.places) if place in found
        }
    known = {demand.parcel for demand in problem.demands}
    routes = tuple(
        replace(route, visits=_moved(route, rows, known)) for route in kept.draft.routes
    )
    carried = {d.parcel for r in routes for v in r.visits for d in v.drops}
    left = tuple(
        demand.parcel for demand in problem.demands if demand.parcel not in carried
    )
    return Draft(routes, left)


def guard_departed(now: Draft, then: Draft) -> None:
    """Raises EditRefused where `then` would change a route that is on the road.

    One that knew it to be there may have what is on board in another order.
    """
    for route in now.routes:
        if route.lock is LockLevel.DEPARTED:
            other = then.route(route.vehicle)
            same = _parcels(other) == _parcels(route)
            if not same or other.lock is not LockLevel.DEPARTED:
                raise EditRefused("route_departed", str(route.vehicle))


def _parcels(route: DraftRoute) -> frozenset[ParcelId]:
    return frozenset(drop.parcel for visit in route.visits for drop in visit.drops)


def _moved(
    route: DraftRoute, rows: dict[int, int], known: set[ParcelId]
) -> tuple[Visit, ...]:
    visits: list[Visit] = []
    for visit in route.visits:
        drops = tuple(drop for drop in visit.drops if drop.parcel in known)
        if drops and visit.place in rows:
            visits.append(Visit(rows[visit.place], drops))
    return tuple(visits)

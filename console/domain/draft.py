"""A draft: the decisions of a plan without its times, and the edits a person makes.

A draft says who brings what where in which order. The planner's evaluator turns it
into a `Plan` with times, loads and costs. Every edit is a command; applying one gives
the new draft and the edit that takes it back exactly.
"""

from dataclasses import dataclass, replace
from typing import Protocol

from console.domain.day import LockLevel
from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId
from console.domain.problem import Channel
from console.domain.refusal import Refused


class EditRefused(Refused):
    """A draft does not allow this edit; `code` says why and `args` what."""


@dataclass(frozen=True, slots=True)
class Drop:
    """One parcel handed over one way. `size_class` is None for a door."""

    parcel: ParcelId
    channel: Channel
    site: SiteId | None = None
    size_class: SizeClassId | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop: everything dropped at one place without leaving it."""

    place: int
    drops: tuple[Drop, ...]


@dataclass(frozen=True, slots=True)
class DraftRoute:
    """The visits of one vehicle in order."""

    vehicle: VehicleId
    visits: tuple[Visit, ...]
    lock: LockLevel = LockLevel.OPEN


@dataclass(frozen=True, slots=True)
class Draft:
    """All routes, and the parcels that no route takes."""

    routes: tuple[DraftRoute, ...]
    unassigned: tuple[ParcelId, ...] = ()

    def route(self, vehicle: VehicleId) -> DraftRoute:
        """The vehicle's route, empty if it has none yet."""
        for route in self.routes:
            if route.vehicle == vehicle:
                return route
        return DraftRoute(vehicle, ())


class Edit(Protocol):
    """A named, reversible change of a draft."""

    @property
    def name(self) -> str:
        """A code for the undo history."""

    def apply(self, draft: Draft) -> tuple[Draft, "Edit"]:
        """The changed draft and the edit that takes it back. Raises EditRefused."""


@dataclass(frozen=True, slots=True)
class RestoreDraft:
    """Puts back a whole draft: the inverse of every edit."""

    draft: Draft
    name: str

    def apply(self, draft: Draft) -> tuple[Draft, Edit]:
        """The kept draft, and the edit that returns to `draft`."""
        return self.draft, RestoreDraft(draft, self.name)


@dataclass(frozen=True, slots=True)
class MoveParcels:
    """Takes drops from wherever they are to one visit of a vehicle.

    `index` counts the target's visits after the parcels have been taken out;
    `drops` says how they are handed over there. With `join` they go into the visit
    at `index` (which must be at `place`), otherwise a new visit is made before it.
    """

    drops: tuple[Drop, ...]
    place: int
    vehicle: VehicleId
    index: int
    join: bool = False
    name: str = "move_parcels"

    def apply(self, draft: Draft) -> tuple[Draft, Edit]:
        """Raises EditRefused where a lock or a missing visit is in the way."""
        taken = frozenset(drop.parcel for drop in self.drops)
        routes = _without(draft.routes, taken)
        target = next((r for r in routes if r.vehicle == self.vehicle), None)
        if target is None:
            target = DraftRoute(self.vehicle, ())
            routes = (*routes, target)
        if target.lock in {LockLevel.ALL, LockLevel.DEPARTED}:
            raise EditRefused("route_locked", self.vehicle)
        visits = list(target.visits)
        if self.join:
            if self.index >= len(visits) or visits[self.index].place != self.place:
                raise EditRefused("no_such_visit", self.vehicle)
            old = visits[self.index]
            visits[self.index] = Visit(old.place, (*old.drops, *self.drops))
        else:
            visits.insert(self.index, Visit(self.place, self.drops))
        changed = replace(target, visits=tuple(visits))
        return (
            Draft(
                tuple(changed if r is target else r for r in routes),
                tuple(p for p in draft.unassigned if p not in taken),
            ),
            RestoreDraft(draft, self.name),
        )


@dataclass(frozen=True, slots=True)
class UnassignParcels:
    """Takes parcels off their routes and leaves them to be planned."""

    parcels: tuple[ParcelId, ...]
    name: str = "unassign_parcels"

    def apply(self, draft: Draft) -> tuple[Draft, Edit]:
        """Raises EditRefused where a route is locked."""
        taken = frozenset(self.parcels)
        stay = tuple(p for p in draft.unassigned if p not in taken)
        return (
            Draft(_without(draft.routes, taken), (*stay, *self.parcels)),
            RestoreDraft(draft, self.name),
        )


@dataclass(frozen=True, slots=True)
class SetLock:
    """Sets a route's lock level. A departed route keeps its own."""

    vehicle: VehicleId
    lock: LockLevel
    name: str = "set_lock"

    def apply(self, draft: Draft) -> tuple[Draft, Edit]:
        """Raises EditRefused for a departed route."""
        if draft.route(self.vehicle).lock is LockLevel.DEPARTED:
            raise EditRefused("route_departed", self.vehicle)
        routes = tuple(
            replace(r, lock=self.lock) if r.vehicle == self.vehicle else r
            for r in draft.routes
        )
        return Draft(routes, draft.unassigned), RestoreDraft(draft, self.name)


def _without(
    routes: tuple[DraftRoute, ...], taken: frozenset[ParcelId]
) -> tuple[DraftRoute, ...]:
    """The routes without these parcels; visits left empty disappear."""
    return tuple(_route_without(route, taken) for route in routes)


def _route_without(route: DraftRoute, taken: frozenset[ParcelId]) -> DraftRoute:
    if not any(drop.parcel in taken for visit in route.visits for drop in visit.drops):
        return route
    if route.lock in {LockLevel.ALL, LockLevel.DEPARTED}:
        raise EditRefused("route_locked", route.vehicle)
    visits = (
        Visit(visit.place, tuple(d for d in visit.drops if d.parcel not in taken))
        for visit in route.visits
    )
    return replace(route, visits=tuple(v for v in visits if v.drops))

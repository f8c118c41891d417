"""What really differs between two drafts: parcel by parcel, route by route.

An edit taken back is no difference. Order counts by what was moved, not by what stands
behind it: a parcel put in front of forty others is one difference, not forty-one (the
longest run that kept its order is taken as unmoved).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Drop
from console.domain.ids import ParcelId, VehicleId


@dataclass(frozen=True, slots=True)
class Handling:
    """How a draft hands one parcel over; no vehicle means it takes it on no route."""

    vehicle: VehicleId | None = None
    drop: Drop | None = None


@dataclass(frozen=True, slots=True)
class ParcelChange:
    """One parcel that is handled otherwise. None: the draft does not know it.

    `moved` where channel, site, class and vehicle are the same and only its place in
    the vehicle's order is another.
    """

    parcel: ParcelId
    before: Handling | None
    after: Handling | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """All parcels that are handled otherwise, and routes whose lock is another."""

    parcels: tuple[ParcelChange, ...] = ()
    locks: tuple[VehicleId, ...] = ()

    @property
    def count(self) -> int:
        """How many things differ: the number on the button that publishes."""
        return len(self.parcels) + len(self.locks)

    @property
    def vehicles(self) -> tuple[VehicleId, ...]:
        """Every vehicle whose route is touched, sorted."""
        touched = set(self.locks)
        for one in self.parcels:
            for side in (one.before, one.after):
                if side is not None and side.vehicle is not None:
                    touched.add(side.vehicle)
        return tuple(sorted(touched))


def difference(before: Draft, after: Draft) -> Difference:
    """What `after` does otherwise than `before`.

    A departure is no difference, nor is a parcel that neither takes anywhere.
    """
    old, new = handlings(before), handlings(after)
    moved = _moved(before, after)
    changes: list[ParcelChange] = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was != now and any(one and one.vehicle for one in (was, now)):
            changes.append(ParcelChange(name, was, now))
        elif was == now and name in moved:
            changes.append(ParcelChange(name, was, now, moved=True))
    return Difference(tuple(changes), _locks(before, after))


def handlings(draft: Draft) -> dict[ParcelId, Handling]:
    """How a draft hands over every parcel it knows, in its order."""
    found = {
        drop.parcel: Handling(route.vehicle, drop)
        for route in draft.routes
        for visit in route.visits
        for drop in visit.drops
    }
    return found | {name: Handling() for name in draft.unassigned}


def _moved(before: Draft, after: Draft) -> frozenset[ParcelId]:
    """Parcels that stay on their vehicle but not in its order."""
    moved: set[ParcelId] = set()
    for route in after.routes:
        old = dict(_visits(before.route(route.vehicle)))
        kept = [(name, old[name]) for name, _ in _visits(route) if name in old]
        places = [place for _, place in kept]
        stay = set(_longest_rise(places))
        moved |= {name for n, (name, _) in enumerate(kept) if n not in stay}
    return frozenset(moved)


def _visits(route: DraftRoute) -> Iterable[tuple[ParcelId, int]]:
    for number, visit in enumerate(route.visits):
        for drop in visit.drops:
            yield drop.parcel, number


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Indices of a longest run that never falls (patience sorting)."""
    tops: list[tuple[int, int]] = []
    ends: list[int] = []
    behind: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(tops, (value, index))
        behind.append(ends[at - 1] if at else -1)
        if at == len(tops):
            tops.append((value, index))
            ends.append(index)
        else:
            tops[at], ends[at] = (value, index), index
    found: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(index)
        index = behind[index]
    return found[::-1]


def _locks(before: Draft, after: Draft) -> tuple[VehicleId, ...]:
    said = {route.vehicle: route.lock for route in before.routes}
    return tuple(
        route.vehicle
        for route in after.routes
        if route.lock is not LockLevel.DEPARTED
        and said.get(route.vehicle, LockLevel.OPEN) is not route.lock
        and said.get(route.vehicle) is not LockLevel.DEPARTED
    )

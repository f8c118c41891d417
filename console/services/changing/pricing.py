"""What each waiting change would come to by itself, against the draft as it stands.

What comes new is priced where it costs least, what is cancelled by what its route
saves. An edited row and a fault are worked out as drafts of their own; nobody keeps
those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from console.domain.change import Change, ChangeKind, Consequence
from console.domain.day import OpenDay
from console.domain.draft import EditRefused, UnassignParcels
from console.domain.ids import ChangeId, ParcelId
from console.domain.money import Money
from console.domain.origin import Origin
from console.domain.parcel import Parcel
from console.domain.plan import Plan
from console.domain.standing import Standing
from console.planning.errors import PlanningError
from console.services.changing.proposals import (
    FAULTS,
    NEW,
    ROWS,
    Drafting,
    as_accepted,
    proposed,
)
from console.storage import effects
from console.storage.store import Store


class Pricing:
    """Prices changes one at a time."""

    def __init__(self, store: Store, drafting: Drafting) -> None:
        self._store = store
        self._drafting = drafting

    async def of(
        self,
        waiting: Sequence[Change],
        known: Mapping[ParcelId, Parcel],
        open_day: OpenDay,
        origin: Origin,
    ) -> dict[ChangeId, Consequence]:
        """What each comes to; the draft stands afterwards as it did before."""
        found: dict[ChangeId, Consequence] = {}
        try:
            fresh = [one for one in waiting if one.kind in NEW]
            ahead = as_accepted(fresh, known)
            base = await self._drafting.propose(open_day, origin, ahead)
            for one in waiting:
                if one.kind not in ROWS | FAULTS:
                    found[one.id] = await self._priced(one, base)
            for one in waiting:
                if one.kind in ROWS:
                    found[one.id] = await self._priced_row(one, known, open_day, origin)
                if one.kind in FAULTS:
                    found[one.id] = await self._priced_fault(one, open_day, origin)
        finally:
            await self._drafting.resume(open_day, origin)
        return found

    async def _priced(self, one: Change, base: Standing) -> Consequence:
        if one.kind in NEW and one.parcel is not None:
            return await self._priced_new(one.parcel, base)
        if one.kind is ChangeKind.CANCELLED and one.parcel is not None:
            return await self._priced_cancelled(one.parcel, base)
        return Consequence()

    async def _priced_new(self, name: ParcelId, base: Standing) -> Consequence:
        demands = {demand.parcel: demand for demand in base.problem.demands}
        if name not in demands or base.plan is None:
            return Consequence(breaks="held")
        ways = await self._drafting.price(name, 1)
        if not ways:
            return Consequence(breaks="no_way")
        way = ways[0]
        return Consequence(
            Money(way.cost + demands[name].unassigned),
            way.seconds,
            way.metres,
            way.edit.vehicle,
            way.drop.channel,
            way.drop.site,
        )

    async def _priced_cancelled(self, name: ParcelId, base: Standing) -> Consequence:
        plan = base.plan
        if plan is None or all(entry.drop.parcel != name for entry in plan.assigned):
            return Consequence()
        penalty = sum(d.unassigned for d in base.problem.demands if d.parcel == name)
        try:
            after = await self._drafting.trial(UnassignParcels((name,)))
        except EditRefused as error:
            return Consequence(breaks=error.code)
        return replace(
            _between(plan, after), cost=Money(after.cost - plan.cost - penalty)
        )

    async def _priced_fault(
        self, one: Change, open_day: OpenDay, origin: Origin
    ) -> Consequence:
        """What it would come to if all it touches went where it costs least."""
        before = await self._drafting.resume(open_day, origin)
        touched = await self._store.read(
            lambda session: effects.touched(session, open_day, [one])
        )
        carried = _carried_by(before.plan, one)
        names = tuple(sorted(touched | carried))
        after = await proposed(
            self._drafting,
            open_day,
            origin,
            as_accepted([one], {}),
            [one],
            frozenset(names),
        )
        if before.revision is None or after.plan is None:
            return Consequence(vehicle=one.vehicle, parcels=names)
        # As it was kept: with the fault it may not hold any more.
        _, kept = await self._drafting.read(before.revision.id)
        waits = {entry.parcel for entry in kept.unassigned}
        left = any(
            entry.parcel in names and entry.parcel not in waits
            for entry in after.plan.unassigned
        )
        return replace(
            _between(kept, after.plan),
            vehicle=one.vehicle,
            parcels=names,
            breaks="no_way" if left else "",
        )

    async def _priced_row(
        self,
        one: Change,
        known: Mapping[ParcelId, Parcel],
        open_day: OpenDay,
        origin: Origin,
    ) -> Consequence:
        """The row where it is if that can be, else where it costs least."""
        before = await self._drafting.resume(open_day, origin)
        ahead = as_accepted([one], known)
        touched = frozenset({one.parcel} if one.parcel else ())
        breaks = ""
        try:
            after = await self._drafting.propose(open_day, origin, ahead)
        except PlanningError as error:
            breaks = str(getattr(error, "code", "")) or "hard"
            try:
                put = sorted(touched)
                after = await self._drafting.propose(
                    open_day, origin, ahead, put, touched
                )
            except PlanningError:
                return Consequence(breaks=breaks)
        if before.plan is None or after.plan is None:
            return Consequence(breaks=breaks)
        found = _between(before.plan, after.plan)
        for route in after.plan.routes:
            for stop in route.stops:
                for drop in stop.drops:
                    if drop.parcel == one.parcel:
                        found = replace(
                            found,
                            vehicle=route.vehicle,
                            channel=drop.channel,
                            site=drop.site,
                            late_s=stop.late_s,
                        )
        return replace(found, breaks=breaks)


def _carried_by(plan: Plan | None, one: Change) -> frozenset[ParcelId]:
    """What the vehicle of a fault carries in a plan."""
    if plan is None or one.vehicle is None:
        return frozenset()
    return frozenset(
        drop.parcel
        for route in plan.routes
        if route.vehicle == one.vehicle
        for stop in route.stops
        for drop in stop.drops
    )


def _between(before: Plan, after: Plan) -> Consequence:
    """The difference of two plans' sums."""

    def road(plan: Plan) -> tuple[int, int]:
        driven = [route for route in plan.routes if route.stops]
        return (
            sum(route.finish_s - route.departure_s for route in driven),
            sum(route.metres for route in driven),
        )

    (old_s, old_m), (new_s, new_m) = road(before), road(after)
    return Consequence(Money(after.cost - before.cost), new_s - old_s, new_m - old_m)

"""Changes after publishing: what they would come to, accepted, rejected, taken back.

Accepting works the draft out with the change as if it were decided, puts new parcels
where they cost least, and then in one unit writes the draft, the decision and what it
does to parcels and vehicles. The published plan stays in force until somebody
publishes again. What has left or is on board stays where it is: a parcel cancelled on
board comes back to the depot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy.orm import Session

from console.domain.change import Change, ChangeKind, ChangeState, Consequence
from console.domain.clock import Clock
from console.domain.day import OpenDay, Revision
from console.domain.draft import Edit, EditRefused, UnassignParcels
from console.domain.events import Event, EventKind
from console.domain.ids import ChangeId, ParcelId, RevisionId, VehicleId
from console.domain.money import Money
from console.domain.origin import Origin
from console.domain.parcel import Parcel
from console.domain.plan import Plan
from console.domain.reasons import Reason, ReasonCode
from console.domain.refusal import Refused
from console.domain.standing import Facts, Standing
from console.planning.alternative import Alternative
from console.planning.errors import PlanningError
from console.storage import (
    changes,
    closings,
    effects,
    facts,
    journal,
    parcels,
)
from console.storage.store import Store

type Ahead = Callable[[Facts], Facts]

NEW = {ChangeKind.LATE, ChangeKind.REVIVED}
ROWS = {ChangeKind.EDITED, ChangeKind.CORRECTED}
FAULTS = {ChangeKind.DOOR_FAULT, ChangeKind.VEHICLE_FAULT}


class Drafting(Protocol):
    """Whoever works out and keeps drafts."""

    async def resume(self, open_day: OpenDay, origin: Origin) -> Standing:
        """What the store has of the wave."""
        ...

    async def propose(
        self,
        open_day: OpenDay,
        origin: Origin,
        ahead: Ahead,
        put: Sequence[ParcelId] = (),
        off: frozenset[ParcelId] = frozenset(),
    ) -> Standing:
        """What the draft would come to with other facts."""
        ...

    async def keep(
        self,
        standing: Standing,
        origin: Origin,
        also: Callable[[Session, RevisionId], None],
    ) -> Standing:
        """Keeps a proposal as a new draft, and does more in the same unit."""
        ...

    async def read(self, name: RevisionId) -> tuple[Revision, Plan]:
        """A revision with its plan, as it was kept."""
        ...

    async def price(self, parcel: ParcelId, most: int = 4) -> tuple[Alternative, ...]:
        """What could be done with one parcel of what stands."""
        ...

    async def trial(self, edit: Edit) -> Plan:
        """What an edit of what stands would come to."""
        ...


class Changes:
    """Use cases around changes to accept."""

    def __init__(self, store: Store, clock: Clock, drafting: Drafting) -> None:
        self._store = store
        self._clock = clock
        self._drafting = drafting

    async def of_day(self, open_day: OpenDay) -> tuple[Change, ...]:
        """Every change of the day, oldest first, decided or not."""
        found = await self._store.read(lambda s: changes.of_day(s, open_day.day.id))
        return tuple(found)

    async def notice(self, open_day: OpenDay, origin: Origin) -> tuple[ChangeId, ...]:
        """Asks about doors that a published plan counts on and that are out of use.

        A door that works again asks no more. Cheap; call it after anything happened
        to doors. Gives the changes asked now.
        """
        now = self._clock.now()

        def unit(session: Session) -> tuple[ChangeId, ...]:
            if closings.closed(session, open_day.day.id):
                return ()
            return effects.notice_doors(session, open_day, origin, now)

        return await self._store.write(unit)

    async def report_vehicle(
        self, open_day: OpenDay, vehicle: VehicleId, origin: Origin
    ) -> ChangeId | None:
        """Says that a vehicle or its courier is not there today.

        Before the wave is published that counts at once (None); afterwards it is a
        change to accept. Raises Refused: day_closed, vehicle_left.
        """
        now = self._clock.now()

        def unit(session: Session) -> ChangeId | None:
            closings.refuse_closed(session, open_day.day.id)
            if vehicle in facts.departed(session, open_day.wave.id):
                raise Refused("vehicle_left", vehicle)
            return effects.report_vehicle(session, open_day, vehicle, origin, now)

        return await self._store.write(unit)

    async def vehicle_back(
        self, open_day: OpenDay, vehicle: VehicleId, origin: Origin
    ) -> None:
        """Says that a vehicle is there after all; the same wish twice is once.

        Raises Refused: day_closed, change_accepted (take the change back instead).
        """
        now = self._clock.now()

        def unit(session: Session) -> None:
            told = journal.fact(EventKind.VEHICLE_BACK, origin, now)
            if journal.find(session, told.source, told.source_key) is not None:
                return
            closings.refuse_closed(session, open_day.day.id)
            effects.vehicle_back(session, open_day, vehicle, origin, now)

        await self._store.write(unit)

    async def price(
        self, open_day: OpenDay, origin: Origin
    ) -> Mapping[ChangeId, Consequence]:
        """Works out what each waiting change of the wave would come to, and keeps it.

        Each is looked at by itself, against the draft as it stands; the draft stands
        as it did afterwards. Takes one survey, and two more for every edited row and
        every fault.
        """
        waiting = await self._waiting(open_day)
        if not waiting:
            return {}
        known = await self._known(waiting)
        found: dict[ChangeId, Consequence] = {}
        try:
            fresh = [one for one in waiting if one.kind in NEW]
            ahead = _ahead(fresh, known)
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
        await self._store.write(lambda s: changes.set_consequences(s, found))
        return found

    async def accept(
        self, open_day: OpenDay, names: Sequence[ChangeId], origin: Origin
    ) -> Standing:
        """Takes changes into a new draft of the wave, all of them or none.

        The published plan stays in force. Raises Refused: no_such_change,
        change_decided, plan_moved_on, day_closed, parcel_done (cancelled too late),
        vehicle_left, route_departed (what is on the road would have to change).
        """
        done = await self._told(origin, EventKind.CHANGE_ACCEPTED, names)
        if done:
            return await self._drafting.resume(open_day, origin)
        wanted = await self._many(names, open_day, ChangeState.WAITING)
        known = await self._known(wanted)
        now = self._clock.now()
        touched = await self._store.read(
            lambda session: effects.touched(session, open_day, wanted)
        )
        try:
            standing = await self._proposed(
                open_day, origin, _ahead(wanted, known), wanted, touched
            )

            def also(session: Session, draft: RevisionId) -> None:
                effects.accept(session, open_day, wanted, draft, origin, now)

            return await self._drafting.keep(standing, origin, also)
        except (Refused, PlanningError):
            await self._drafting.resume(open_day, origin)
            raise

    async def reject(self, names: Sequence[ChangeId], why: str, origin: Origin) -> None:
        """Leaves things as they are published, with a reason.

        A late order stays in the day's pool. Raises Refused: reason_wanted,
        no_such_change, change_decided.
        """
        if not why.strip():
            raise Refused("reason_wanted", *names[:1])
        now = self._clock.now()

        def unit(session: Session) -> None:
            wanted = changes.many(session, names)
            told = _facts(EventKind.CHANGE_REJECTED, wanted, origin, self._clock)
            if _known_all(session, told):
                return
            closings.refuse_closed(session, *{one.day for one in wanted})
            reason = Reason(ReasonCode.REJECTED, (why,))
            changes.decide(
                session,
                [one.id for one in wanted],
                ChangeState.WAITING,
                ChangeState.REJECTED,
                origin,
                now,
                reason=reason,
            )
            journal.append_all(session, told, now)

        await self._store.write(unit)

    async def take_back(
        self, open_day: OpenDay, names: Sequence[ChangeId], origin: Origin
    ) -> Standing:
        """Lets accepted changes wait again, until they are published.

        Where they are all that a draft carries and nobody touched it since, the draft
        before stands again exactly; else parcels that come back are put where they
        cost least. Raises Refused: no_such_change, change_decided, parcel_done,
        plan_moved_on, day_closed.
        """
        done = await self._told(origin, EventKind.CHANGE_TAKEN_BACK, names)
        if done:
            return await self._drafting.resume(open_day, origin)
        wanted = await self._many(names, open_day, ChangeState.ACCEPTED)
        now = self._clock.now()
        exact = await self._store.write(
            lambda session: effects.step_back(session, open_day, wanted, origin, now)
        )
        if exact:
            return await self._drafting.resume(open_day, origin)
        before = await self._store.read(
            lambda session: {
                one.parcel: old
                for one in wanted
                if one.parcel and (old := changes.before(session, one.id))
            }
        )
        put = [
            name
            for name, old in before.items()
            if old.state.plannable
            and all(c.kind is not ChangeKind.LATE for c in wanted if c.parcel == name)
        ]
        back = _back(wanted, before)
        try:
            standing = await self._drafting.propose(open_day, origin, back, put)

            def also(session: Session, _draft: RevisionId) -> None:
                effects.take_back(session, open_day, wanted, origin, now)

            return await self._drafting.keep(standing, origin, also)
        except (Refused, PlanningError):
            await self._drafting.resume(open_day, origin)
            raise

    # inside

    async def _waiting(self, open_day: OpenDay) -> list[Change]:
        states = (ChangeState.WAITING,)
        return await self._store.read(
            lambda session: changes.of_wave(session, open_day.wave.id, states)
        )

    async def _many(
        self, names: Sequence[ChangeId], open_day: OpenDay, state: ChangeState
    ) -> list[Change]:
        found = await self._store.read(lambda session: changes.many(session, names))
        for one in found:
            if one.state is not state:
                raise Refused("change_decided", one.id)
            if one.wave != open_day.wave.id:
                raise Refused("not_of_this_wave", one.id)
        return found

    async def _known(self, wanted: Sequence[Change]) -> dict[ParcelId, Parcel]:
        names = [one.parcel for one in wanted if one.parcel]
        found = await self._store.read(lambda session: parcels.many(session, names))
        return {one.id: one for one in found}

    async def _told(
        self, origin: Origin, kind: EventKind, names: Sequence[ChangeId]
    ) -> bool:
        def query(session: Session) -> bool:
            wanted = changes.many(session, names)
            return _known_all(session, _facts(kind, wanted, origin, self._clock))

        return await self._store.read(query)

    async def _proposed(
        self,
        open_day: OpenDay,
        origin: Origin,
        ahead: Ahead,
        wanted: Sequence[Change],
        touched: frozenset[ParcelId],
    ) -> Standing:
        """The draft with the changes: parcels stay where they are if they can."""
        new = [one.parcel for one in wanted if one.kind in NEW and one.parcel]
        moved = [one for one in sorted(touched) if one not in new]
        try:
            return await self._drafting.propose(open_day, origin, ahead, [*new, *moved])
        except PlanningError:
            put = [*moved, *new]
            off = frozenset(put)
            return await self._drafting.propose(open_day, origin, ahead, put, off)

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
        after = await self._proposed(
            open_day, origin, _ahead([one], {}), [one], frozenset(names)
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
        ahead = _ahead([one], known)
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


def _ahead(wanted: Sequence[Change], known: Mapping[ParcelId, Parcel]) -> Ahead:
    """The facts as if these changes were accepted."""

    def ahead(told: Facts) -> Facts:
        mine = {one.id: one for one in told.parcels}
        duty = told.duty
        for one in wanted:
            if one.kind is ChangeKind.VEHICLE_FAULT:
                there = (v for v in duty.vehicles if v.id != one.vehicle)
                duty = replace(duty, vehicles=tuple(there))
            elif one.parcel is not None and one.parcel in known:
                after = effects.as_accepted(one, known[one.parcel])
                mine.pop(one.parcel, None)
                if after.state.plannable:
                    mine[one.parcel] = after
        return replace(told, parcels=tuple(mine.values()), duty=duty)

    return ahead


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


def _back(wanted: Sequence[Change], before: Mapping[ParcelId, Parcel]) -> Ahead:
    """The facts as if these changes had not been accepted."""

    def ahead(told: Facts) -> Facts:
        mine = {one.id: one for one in told.parcels}
        for one in wanted:
            if one.parcel is None:
                continue
            mine.pop(one.parcel, None)
            old = before.get(one.parcel)
            if old and old.state.plannable and one.kind is not ChangeKind.LATE:
                mine[one.parcel] = old
        return replace(told, parcels=tuple(mine.values()))

    return ahead


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


def _facts(
    kind: EventKind, wanted: Sequence[Change], origin: Origin, clock: Clock
) -> list[Event]:
    return effects.told(kind, wanted, origin, clock.now())


def _known_all(session: Session, told: Sequence[Event]) -> bool:
    """Whether this very wish was carried out before."""
    return bool(told) and all(
        journal.find(session, one.source, one.source_key) is not None for one in told
    )

"""Changes after publishing: what they would come to, accepted, rejected, taken back.

Accepting works the draft out with the change as if it were decided, puts new parcels
where they cost least, and then in one unit writes the draft, the decision and what it
does to parcels and vehicles. The published plan stays in force until somebody
publishes again. What has left or is on board stays where it is: a parcel cancelled on
board comes back to the depot.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from console.domain.change import Change, ChangeKind, ChangeState, Consequence
from console.domain.clock import Clock
from console.domain.day import OpenDay
from console.domain.events import Event, EventKind
from console.domain.ids import ChangeId, ParcelId, RevisionId, VehicleId
from console.domain.origin import Origin
from console.domain.parcel import Parcel
from console.domain.reasons import Reason, ReasonCode
from console.domain.refusal import Refused
from console.domain.standing import Standing
from console.planning.errors import PlanningError
from console.services.changing.pricing import Pricing
from console.services.changing.proposals import (
    Drafting,
    as_accepted,
    as_before,
    proposed,
)
from console.storage import changes, closings, effects, facts, journal, parcels
from console.storage.store import Store


class Changes:
    """Use cases around changes to accept."""

    def __init__(self, store: Store, clock: Clock, drafting: Drafting) -> None:
        self._store = store
        self._clock = clock
        self._drafting = drafting
        self._pricing = Pricing(store, drafting)

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
        found = await self._pricing.of(waiting, known, open_day, origin)
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
            standing = await proposed(
                self._drafting,
                open_day,
                origin,
                as_accepted(wanted, known),
                wanted,
                touched,
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
        back = as_before(wanted, before)
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


def _facts(
    kind: EventKind, wanted: Sequence[Change], origin: Origin, clock: Clock
) -> list[Event]:
    return effects.told(kind, wanted, origin, clock.now())


def _known_all(session: Session, told: Sequence[Event]) -> bool:
    """Whether this very wish was carried out before."""
    return bool(told) and all(
        journal.find(session, one.source, one.source_key) is not None for one in told
    )

"""Depots: taking over from a file, changing field by field, opening their days.

A store holds several depots. A desk works on one at a time: every use case here takes
the depot it is about, and switching is opening a day of another one. A depot goes by
being archived; only one that never had a day or a parcel can be removed for good.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from console.domain.clock import Clock, ServiceDate
from console.domain.day import DayState, OpenDay
from console.domain.depot_check import FieldProblem, validated
from console.domain.depot_edits import DepotEdit, DepotEditRefused
from console.domain.depot_model import DepotModel
from console.domain.events import EventKind
from console.domain.ids import DepotId
from console.domain.origin import Origin
from console.domain.reasons import ReasonCode
from console.domain.site import Custody
from console.domain.vehicle import Depot
from console.planning.settings import SETTING_BOUNDS
from console.storage import closings, depots, journal, service_days
from console.storage.store import Store

MORNING = time(7)
"""From here on a day that is not planned yet is better left to tomorrow."""
AHEAD = timedelta(days=31)
"""How far ahead a day that is being prepared is looked for."""


class FieldsRefused(DepotEditRefused):
    """Fields that a change would make wrong; `problems` names each."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        first = problems[0]
        super().__init__(first.code, first.table, first.id, first.field)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class DepotChanged:
    """The model after a change, and the edit that takes it back."""

    model: DepotModel
    undo: DepotEdit


class Depots:
    """Use cases around the depot as a whole."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def known(self, *, archived: bool = False) -> list[Depot]:
        """The depots of this store that are in use, or the archived ones, by id."""
        return await self._store.read(
            lambda session: depots.known(session, archived=archived)
        )

    async def model(self, depot: DepotId) -> DepotModel:
        """A depot with its compartments as they are now. Raises Missing."""
        return await self._store.read(lambda session: depots.load(session, depot))

    async def change(
        self, depot: DepotId, edit: DepotEdit, origin: Origin
    ) -> DepotChanged:
        """Makes one change, all of it or nothing, and says so in the journal.

        Returns the model as it is now and the edit that takes the change back; undo is
        `change` with that edit and an origin of its own. A wish whose key is known
        already changes nothing and returns itself as the edit.

        Raises FieldsRefused with every field that the change would make wrong (what
        was wrong before is not held against it), DepotEditRefused (DOOR_NOT_EMPTY with
        the doors, ON_A_PLAN with the wave and the vehicles, UNKNOWN_ID with table and
        id), Conflict for an id that another depot has, Missing for no such depot.
        """
        now = self._clock.now()

        def unit(session: Session) -> DepotChanged:
            before = depots.load(session, depot)
            told = journal.fact(
                EventKind.DEPOT_EDITED,
                origin,
                now,
                body={"depot": depot, "edit": edit.name, "about": edit.about},
            )
            if journal.find(session, told.source, told.source_key):
                return DepotChanged(before, edit)
            after, undo = edit.apply(before)
            old = set(validated(before, SETTING_BOUNDS))
            new = validated(after, SETTING_BOUNDS)
            wrong = tuple(one for one in new if one not in old)
            if wrong:
                raise FieldsRefused(wrong)
            _refuse_doors(before, after)
            today = now.astimezone(ZoneInfo(before.depot.zone)).date()
            _refuse_vehicles(session, before, after, today)
            depots.put(session, after, before)
            journal.append(session, told, now)
            if after.compartments != before.compartments:
                # What custody, service and sensors say of doors is the store's word.
                after = depots.load(session, depot)
            return DepotChanged(after, undo)

        return await self._store.write(unit)

    async def archive(self, depot: DepotId, origin: Origin) -> None:
        """Takes a depot out of use; everything of it is kept. Raises Missing."""
        await self._set_archived(depot, origin, archived=True)

    async def restore(self, depot: DepotId, origin: Origin) -> None:
        """Takes an archived depot back into use. Raises Missing."""
        await self._set_archived(depot, origin, archived=False)

    async def remove(self, depot: DepotId, origin: Origin) -> None:
        """Deletes a depot that never had a day or a parcel.

        Raises Missing, and DepotEditRefused (HAS_HISTORY): archive that one instead.
        """
        now = self._clock.now()

        def unit(session: Session) -> None:
            count = depots.history(session, depot)
            if count:
                raise DepotEditRefused(ReasonCode.HAS_HISTORY, str(count))
            depots.remove(session, depot)
            kind, body = EventKind.DEPOT_REMOVED, {"depot": depot}
            journal.append(session, journal.fact(kind, origin, now, body=body), now)

        await self._store.write(unit)

    async def _set_archived(
        self, depot: DepotId, origin: Origin, *, archived: bool
    ) -> None:
        now = self._clock.now()
        kind = EventKind.DEPOT_ARCHIVED if archived else EventKind.DEPOT_RESTORED

        def unit(session: Session) -> None:
            depots.set_archived(session, depot, archived=archived)
            told = journal.fact(kind, origin, now, body={"depot": depot})
            journal.append(session, told, now)

        await self._store.write(unit)

    async def adopt(self, model: DepotModel, origin: Origin) -> None:
        """Makes the depot be this model; what lies in its doors stays there.

        Raises Conflict where the model drops a door that is not empty.
        """
        now = self._clock.now()
        await self._store.write(
            lambda session: depots.save(session, model, origin, now)
        )

    async def open_day(self, depot: Depot, on: date, wave: int = 1) -> OpenDay:
        """The depot's day and wave, made if need be."""

        def unit(session: Session) -> OpenDay:
            day = service_days.open_day(session, depot.id, on)
            opened = service_days.open_wave(session, day.id, wave)
            return OpenDay(day, opened, ServiceDate(on, ZoneInfo(depot.zone)))

        return await self._store.write(unit)

    async def next_morning(self, depot: Depot) -> OpenDay:
        """The first day from today on that is in the book and not closed.

        Else today before `MORNING`, or tomorrow.
        """
        local = self._clock.now().astimezone(ZoneInfo(depot.zone))
        coming = local.date() + timedelta(days=local.time() >= MORNING)
        far = local.date() + AHEAD
        known = await self._store.read(
            lambda session: closings.calendar(session, depot.id, local.date(), far)
        )
        wanted = [one.date for one in known if one.state is not DayState.CLOSED]
        return await self.open_day(depot, min(wanted, default=coming))

    async def today(self, depot: Depot) -> OpenDay:
        """The day that clocks at the depot show now."""
        local = self._clock.now().astimezone(ZoneInfo(depot.zone))
        return await self.open_day(depot, local.date())


def _refuse_doors(before: DepotModel, after: DepotModel) -> None:
    """A door goes only when it is empty and promised to nobody."""
    stay = {box.id for box in after.compartments}
    full = [
        box.id
        for box in before.compartments
        if box.id not in stay and box.custody is not Custody.FREE
    ]
    if full:
        raise DepotEditRefused(ReasonCode.DOOR_NOT_EMPTY, *full)


def _refuse_vehicles(
    session: Session, before: DepotModel, after: DepotModel, today: date
) -> None:
    """A vehicle goes only when no published plan of today or later counts on it."""
    stay = {vehicle.id for vehicle in after.vehicles}
    gone = [vehicle.id for vehicle in before.vehicles if vehicle.id not in stay]
    planned = depots.on_published_plans(session, before.depot.id, gone, today)
    if planned:
        waves = sorted(set(planned.values()))
        raise DepotEditRefused(ReasonCode.ON_A_PLAN, waves[0], *sorted(planned))

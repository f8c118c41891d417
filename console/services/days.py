"""The book of days: closing one, opening it again, a calendar of all of them.

Closing is one unit of work: everything that is open gets its outcome, what is carried
over is in the next working day's pool, the figures are frozen and the day is read-only,
or nothing of it happened. A person closes what they saw: a day on which something else
is open by then is refused, and looked at again.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from console.domain.change import ChangeState
from console.domain.clock import Clock, ServiceDate
from console.domain.closing import Attempt, DaySummary, OpenItem, Outcome
from console.domain.day import DayState, OpenDay, day_id
from console.domain.depot_day import depot_day, holidays_around
from console.domain.depot_model import DepotModel
from console.domain.events import EventKind
from console.domain.ids import DayId, DepotId, ParcelId
from console.domain.origin import Origin
from console.domain.parcel import Parcel
from console.domain.refusal import Refused
from console.interchange.plan_json import read_plan
from console.storage import (
    changes,
    closings,
    depots,
    ending,
    journal,
    parcels,
    plans,
    service_days,
)
from console.storage.closings import DayEntry
from console.storage.store import Store

FAR = 31
"""Days looked ahead for one on which somebody works."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A day as it would be closed: what is open, and where it would be carried to."""

    items: tuple[OpenItem, ...]
    next_day: date
    waiting: int
    """Changes nobody has decided about; a day is not closed over them."""
    so_far: DaySummary
    """The figures as they are now, with nothing decided."""

    @property
    def proposed(self) -> dict[str, Outcome]:
        """What becomes of each open thing unless a person says otherwise."""
        return {item.key: item.proposed for item in self.items}


class DayBook:
    """Use cases around days as wholes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def calendar(
        self, depot: DepotId, first: date, last: date
    ) -> tuple[DayEntry, ...]:
        """Every date from `first` to `last`, both included, in the book or not."""
        found = await self._store.read(
            lambda session: closings.calendar(session, depot, first, last)
        )
        known = {one.date: one for one in found}
        dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return tuple(
            known.get(on, DayEntry(day_id(depot, on), on, DayState.EMPTY))
            for on in dates
        )

    async def closing(self, open_day: OpenDay) -> Closing:
        """What is open, each with what is proposed, before closing. Changes nothing."""
        now = self._clock.now()
        figures, _ = await self._figures(open_day)

        def query(session: Session) -> Closing:
            items = ending.open_items(session, open_day, now)
            model = depots.load(session, open_day.day.depot)
            later = _next_open(session, model, open_day.date)
            return Closing(
                tuple(items),
                later,
                len(_waiting(session, open_day.day.id)),
                ending.so_far(session, open_day, later, figures, now),
            )

        return await self._store.read(query)

    async def close(
        self, open_day: OpenDay, outcomes: Mapping[str, Outcome], origin: Origin
    ) -> DaySummary:
        """Closes the day: every open item (by its key) gets its outcome.

        With it go the persons of earlier days whose time is over.
        The same wish again gives the same figures. Raises Refused: day_closed,
        changes_waiting, still_open, not_open, outcome_not_allowed; then nothing has
        changed.
        """
        now = self._clock.now()
        figures, seen = await self._figures(open_day)

        def unit(session: Session) -> DaySummary:
            told = journal.fact(EventKind.DAY_CLOSED, origin, now)
            known = journal.find(session, told.source, told.source_key)
            if known is not None:
                number = int(str(known.body["number"]))
                return closings.summaries(session, open_day.day.id)[number - 1]
            closings.refuse_closed(session, open_day.day.id)
            waiting = _waiting(session, open_day.day.id)
            if waiting:
                raise Refused("changes_waiting", str(len(waiting)))
            if [name for name, _ in _bodies(session, open_day.day.id)] != seen:
                raise Refused("plan_moved_on", open_day.day.id)
            model = depots.load(session, open_day.day.depot)
            later = _next_open(session, model, open_day.date)
            made = ending.end(session, open_day, outcomes, later, figures, origin, now)
            for wave in service_days.waves(session, open_day.day.id):
                changes.settle(session, wave.id)
            number = len(closings.summaries(session, open_day.day.id))
            words: dict[str, str | int] = {
                "day": open_day.day.id,
                "number": number,
                "next": later.isoformat(),
                "handed_over": made.handed_over,
                "open": len(outcomes),
            }
            journal.append(session, replace(told, body=words), now)
            parcels.erase_persons(session, now)
            return made

        return await self._store.write(unit)

    async def reopen(
        self, open_day: OpenDay, why: str, origin: Origin
    ) -> tuple[ParcelId, ...]:
        """Opens a closed day again; gives the parcels that came back into it.

        What was carried over comes back unless the next day has begun with it. `why`
        is kept with the figures of the closing it undoes. Raises Refused:
        reason_wanted, day_open.
        """
        if not why.strip():
            raise Refused("reason_wanted", open_day.day.id)
        now = self._clock.now()

        def unit(session: Session) -> tuple[ParcelId, ...]:
            body = {"day": open_day.day.id}
            told = journal.fact(EventKind.DAY_REOPENED, origin, now, body=body)
            if journal.find(session, told.source, told.source_key) is not None:
                return ()
            if not closings.closed(session, open_day.day.id):
                raise Refused("day_open", open_day.day.id)
            home = ending.reopen(session, open_day.day.id)
            closings.note_reopened(session, open_day.day.id, why)
            journal.append(session, told, now)
            return tuple(home)

        return await self._store.write(unit)

    async def _figures(self, open_day: OpenDay) -> tuple[ending.Figures, list[str]]:
        """The day's published plans and their revisions. Plans are read in a thread."""
        bodies = await self._store.read(lambda s: _bodies(s, open_day.day.id))
        texts = [text.encode() for _, text in bodies]
        found = await asyncio.to_thread(lambda: [read_plan(text) for text in texts])
        return ending.Figures(found), [name for name, _ in bodies]

    async def closed(self, day: DayId) -> bool:
        """Whether a day is read-only."""
        return await self._store.read(lambda session: closings.closed(session, day))

    async def summary(self, day: DayId) -> DaySummary | None:
        """The figures of a day's last closing; None if it never was closed."""
        found = await self._store.read(lambda s: closings.summaries(s, day))
        return found[-1] if found else None

    async def history(self, parcel: ParcelId) -> tuple[Attempt, ...]:
        """The days a parcel has behind it, oldest first."""
        found = await self._store.read(lambda s: closings.history(s, parcel))
        return tuple(found)

    async def parcels(self, day: DayId) -> tuple[Parcel, ...]:
        """A day's parcels: of a closed one as it ended, else as they are."""

        def query(session: Session) -> tuple[Parcel, ...]:
            if closings.closed(session, day):
                return tuple(closings.parcels_of(session, day))
            return tuple(parcels.of_day(session, day))

        return await self._store.read(query)


def next_working_day(model: DepotModel, after: ServiceDate) -> date:
    """The first later date that is no holiday and on which somebody works.

    Where nobody works for a month it is simply the next date.
    """
    for days in range(1, FAR + 1):
        on = replace(after, day=after.day + timedelta(days=days))
        if on.day in holidays_around(model.calendars, on):
            continue
        if depot_day(model, on).vehicles:
            return on.day
    return after.day + timedelta(days=1)


def _next_open(session: Session, model: DepotModel, after: ServiceDate) -> date:
    """The next working day whose book is not closed."""
    on = after
    while True:
        on = replace(on, day=next_working_day(model, on))
        if not closings.closed(session, day_id(model.depot.id, on.day)):
            return on.day


def _waiting(session: Session, day: DayId) -> list[str]:
    return [
        one.id
        for one in changes.of_day(session, day)
        if one.state is ChangeState.WAITING
    ]


def _bodies(session: Session, day: DayId) -> list[tuple[str, str]]:
    """The published revisions of a day's waves: id and body."""
    stored = [
        plans.published(session, wave.id) for wave in service_days.waves(session, day)
    ]
    return [(one.revision.id, one.body) for one in stored if one is not None]

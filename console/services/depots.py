"""The depot itself: taking it over from a file, opening its days."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from console.domain.clock import Clock, ServiceDate
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.origin import Origin
from console.domain.vehicle import Depot
from console.storage import depots, plans
from console.storage.store import Store

MORNING = time(7)
"""From here on a day that is not planned yet is better left to tomorrow."""


class Depots:
    """Use cases around the depot as a whole."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def known(self) -> list[Depot]:
        """The depots of this store."""
        return await self._store.read(depots.known)

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
            day = plans.open_day(session, depot.id, on)
            opened = plans.open_wave(session, day.id, wave)
            return OpenDay(day, opened, ServiceDate(on, ZoneInfo(depot.zone)))

        return await self._store.write(unit)

    async def next_morning(self, depot: Depot) -> OpenDay:
        """The newest day that is not over; else today before `MORNING`, or tomorrow."""
        local = self._clock.now().astimezone(ZoneInfo(depot.zone))
        coming = local.date() + timedelta(days=local.time() >= MORNING)
        known = await self._store.read(lambda session: plans.days(session, depot.id))
        if known and known[0].date >= local.date():
            coming = known[0].date
        return await self.open_day(depot, coming)

    async def today(self, depot: Depot) -> OpenDay:
        """The day that clocks at the depot show now."""
        local = self._clock.now().astimezone(ZoneInfo(depot.zone))
        return await self.open_day(depot, local.date())

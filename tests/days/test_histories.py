"""Random days: whatever is done in whatever order, what must hold holds.

Every parcel is in exactly one place, a wave has at most one published revision, no
compartment is promised or filled twice, a parcel on a vehicle stays on it, an undo
restores exactly, and the journal's chain is whole.
"""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest

from console.domain.change import ChangeState
from console.domain.closing import ALLOWED
from console.domain.day import LockLevel, OpenDay
from console.domain.draft import EditRefused, SetLock, UnassignParcels
from console.domain.ids import ParcelId
from console.domain.parcel import ParcelState
from console.domain.refusal import Refused
from console.planning.errors import PlanningError
from console.services.drafting.errors import NothingPlanned
from console.storage import (
    closings,
    depots,
    parcels,
    placing,
    plans,
    published_rows,
    service_days,
    waves,
)
from tests.days.conftest import DAY, DEPOT, EFFORT, Station, parcel

STEPS = 40
KNOWN = (Refused, EditRefused, PlanningError, NothingPlanned)


class History:
    """A desk that does one thing after another."""

    def __init__(self, desk: Station, seed: int) -> None:
        self.desk = desk
        self.chance = random.Random(seed)
        self.names: list[str] = []
        self.closed = 0
        self.refused: Counter[str] = Counter()
        self.done: Counter[str] = Counter()

    async def start(self) -> None:
        self.open_day = await self.desk.day()
        self.waves = [self.open_day]

    @property
    def wave(self) -> OpenDay:
        return self.chance.choice(self.waves)

    def some(self, most: int = 3) -> list[str]:
        count = min(len(self.names), self.chance.randint(1, most))
        return self.chance.sample(self.names, count)

    async def step(self) -> None:
        deeds = (
            *(self.take,) * 4,
            *(self.build,) * 4,
            *(self.publish,) * 4,
            *(self.edit,) * 2,
            *(self.accept,) * 3,
            self.undo_edit,
            self.cancel,
            self.reject,
            self.take_back,
            self.depart,
            self.deliver,
            self.deliver,
            self.move,
            self.hold,
            self.lock,
            self.add_wave,
            self.close,
        )
        deed = self.chance.choice(deeds)
        try:
            await deed()
            self.done[deed.__name__] += 1
        except KNOWN as error:
            self.refused[str(getattr(error, "code", type(error).__name__))] += 1

    async def take(self) -> None:
        fresh = [f"n{len(self.names) + n}" for n in range(self.chance.randint(1, 4))]
        rows = [parcel(name) for name in fresh]
        if self.names:
            rows += [
                parcel(name, mass_g=self.chance.randint(500, 2_000))
                for name in self.some(2)
            ]
        await self.desk.take(self.wave, rows)
        self.names += fresh

    async def cancel(self) -> None:
        await self.desk.take(self.wave, [], *self.some(2))

    async def build(self) -> None:
        await self.desk.plans.build(self.wave, EFFORT, self.desk.origin())

    async def publish(self) -> None:
        await self.desk.plans.resume(self.wave, self.desk.origin())
        await self.desk.plans.publish(self.desk.origin())

    async def edit(self) -> None:
        names = tuple(ParcelId(name) for name in self.some())
        await self.desk.plans.edit(UnassignParcels(names), self.desk.origin())

    async def undo_edit(self) -> None:
        before = self.desk.plans.standing
        names = tuple(ParcelId(name) for name in self.some())
        _, back = await self.desk.plans.edit(UnassignParcels(names), self.desk.origin())
        undone, _ = await self.desk.plans.edit(back, self.desk.origin())
        assert undone.plan.draft() == before.plan.draft()
        assert undone.difference == before.difference

    async def lock(self) -> None:
        vehicle = self.chance.choice(self.desk.model.vehicles).id
        level = self.chance.choice((LockLevel.OPEN, LockLevel.ALL))
        await self.desk.plans.edit(SetLock(vehicle, level), self.desk.origin())

    async def _changes(self, state: ChangeState):
        wave = self.wave
        found = [
            c.id
            for c in await self.desk.changes.of_day(wave)
            if c.state is state and c.wave == wave.wave.id
        ]
        count = min(len(found), self.chance.randint(1, 4))
        return wave, self.chance.sample(found, count)

    async def accept(self) -> None:
        wave, names = await self._changes(ChangeState.WAITING)
        if not names:
            return
        await self.desk.plans.resume(wave, self.desk.origin())
        before = await self.picture(wave)
        await self.desk.changes.accept(wave, names, self.desk.origin())
        if self.chance.random() < 0.4:
            await self.desk.changes.take_back(wave, names, self.desk.origin())
            assert await self.picture(wave) == before

    async def picture(self, wave: OpenDay):
        """What an exact undo restores: parcels, where they are, what stands."""
        found = await self.desk.store.read(
            lambda s: (
                sorted(parcels.many(s, list(map(ParcelId, self.names))), key=str),
                placing.where_are(s, list(map(ParcelId, self.names))),
                sorted(waves.absent(s, wave.day.id)),
            )
        )
        standing = await self.desk.plans.resume(wave, self.desk.origin())
        return found, standing.plan.draft() if standing.plan else None

    async def reject(self) -> None:
        _, names = await self._changes(ChangeState.WAITING)
        if names:
            await self.desk.changes.reject(names, "no", self.desk.origin())

    async def take_back(self) -> None:
        wave, names = await self._changes(ChangeState.ACCEPTED)
        if names:
            await self.desk.changes.take_back(wave, names, self.desk.origin())

    async def depart(self) -> None:
        wave = self.wave
        stored = await self.desk.store.read(lambda s: plans.published(s, wave.wave.id))
        if stored is None:
            return
        rows = await self.desk.store.read(
            lambda s: published_rows.assignments(s, stored.revision.id)
        )
        vehicle = self.chance.choice(self.desk.model.vehicles).id
        ready = [
            row.parcel
            for row in rows
            if row.vehicle == vehicle
            and await self.desk.state(row.parcel) is ParcelState.PLANNED
        ]
        if ready:
            loaded = ready[: self.chance.randint(1, len(ready))]
            await self.desk.dispatch.depart(wave, vehicle, loaded, self.desk.origin())

    async def deliver(self) -> None:
        on_board = [
            name
            for name in self.names
            if await self.desk.state(name)
            in {ParcelState.LOADED, ParcelState.RETURNING}
        ]
        if not on_board:
            return
        name = ParcelId(self.chance.choice(on_board))
        if self.chance.random() < 0.7:
            await self.desk.dispatch.deliver(name, self.desk.origin())
        else:
            await self.desk.dispatch.bring_back(name, self.desk.origin())

    async def move(self) -> None:
        wave, names = self.wave, [ParcelId(n) for n in self.some()]
        to = self.chance.choice([None, *(w.wave.id for w in self.waves)])
        spots = await self.desk.store.read(lambda s: placing.spots(s, names))
        moved = await self.desk.waves.move(names, wave, to, self.desk.origin())
        if self.chance.random() < 0.5:
            await self.desk.waves.put_back(moved, self.desk.origin())
            again = await self.desk.store.read(lambda s: placing.spots(s, names))
            assert sorted(again, key=str) == sorted(spots, key=str)

    async def hold(self) -> None:
        ready = [n for n in self.names if await self.desk.state(n) is ParcelState.READY]
        if ready:
            name = ParcelId(self.chance.choice(ready))
            await self.desk.intake.hold([name], self.desk.origin())
            if self.chance.random() < 0.6:
                await self.desk.intake.release([name], self.desk.origin())

    async def add_wave(self) -> None:
        if len(self.waves) < 3:
            self.waves.append(await self.desk.wave(self.open_day))

    async def close(self) -> None:
        if self.chance.random() < 0.5 or not self.names:
            return
        told = await self.desk.book.closing(self.open_day)
        outcomes = {
            item.key: self.chance.choice(ALLOWED[item.kind]) for item in told.items
        }
        origin = self.desk.origin()
        made = await self.desk.book.close(self.open_day, outcomes, origin)
        assert await self.desk.book.close(self.open_day, outcomes, origin) == made
        if self.chance.random() < 0.3:
            await self.desk.book.reopen(self.open_day, "more", self.desk.origin())
            return
        self.closed += 1
        self.desk.clock.pass_by(days=1)
        depot = self.desk.model.depot
        self.open_day = await self.desk.depots.open_day(depot, made.next_day)
        self.waves = [self.open_day]

    async def holds(self) -> None:
        await self.desk.store.read(self._holds)

    def _holds(self, session) -> None:
        model = depots.load(session, DEPOT)
        days = service_days.days(session, DEPOT)
        places: Counter[ParcelId] = Counter()
        for day in days:
            here = parcels.of_day(session, day.id)
            places.update(one.id for one in here)
            known = placing.waves_of_day(session, day.id)
            ours = {wave.id for wave in service_days.waves(session, day.id)} | {None}
            assert set(known.values()) <= ours
            entries = closings.calendar(session, DEPOT, day.date, day.date)
            assert entries[0].parcels >= (
                0 if entries[0].state == "closed" else len(here)
            )
        assert places == Counter(map(ParcelId, self.names))
        published = []
        for day in days:
            for wave in service_days.waves(session, day.id):
                found = plans.revisions(session, wave.id)
                assert sum(one.state == "published" for one in found) <= 1
                assert sum(one.chosen for one in found) <= 1
                assert [one.number for one in found] == list(range(1, len(found) + 1))
                published += [one for one in found if one.state == "published"]
        promised = waves.promises(session, DEPOT)
        assert max(Counter(one.parcel for one in promised).values(), default=0) <= 1
        doors = Counter(one.compartment for one in promised)
        assert max(doors.values(), default=0) <= 1
        rooms = Counter(
            (box.cabinet.replace("c", "s"), box.size_class)
            for box in model.compartments
        )
        for key, count in Counter((p.site, p.size_class) for p in promised).items():
            assert count <= rooms[key]
        self._on_board_stays(session)

    def _on_board_stays(self, session) -> None:
        """What is loaded is where the published plan of its wave has it."""
        found = parcels.many(session, list(map(ParcelId, self.names)))
        for one in found:
            if one.state is ParcelState.LOADED:
                known = published_rows.assignment_of(session, one.id)
                assert known is not None
                assert known.vehicle is not None
                levels = published_rows.locks(session, known.revision)
                assert levels[known.vehicle] is LockLevel.DEPARTED


@pytest.mark.parametrize("seed", range(6))
async def test_random_days(desk: Station, seed: int) -> None:
    story = History(desk, seed)
    await story.start()
    for _ in range(STEPS):
        await story.step()
        await story.holds()
    assert (await desk.store.verify()).whole
    assert story.done["publish"] > 0
    if story.closed:
        book = await desk.book.calendar(DEPOT, DAY, DAY + timedelta(days=30))
        assert sum(one.state == "closed" for one in book) == story.closed
    with suppress(NothingPlanned, PlanningError, Refused):
        await desk.plans.resume(story.open_day, desk.origin())

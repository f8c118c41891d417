"""Two stations at once, each with a connection of its own to the same file."""

import asyncio
from pathlib import Path

from console.domain.day import RevisionState
from console.domain.draft import UnassignParcels
from console.domain.refusal import Refused
from console.storage import journal, plans
from console.storage.store import Store
from tests.days.conftest import MovingClock, Station, parcel

ROUNDS = 6


async def outcome(wish) -> object:
    try:
        return await wish
    except Refused as error:
        return error.code


async def test_publishing_at_once(
    desk: Station, clock: MovingClock, store: Store, tmp_path: Path
) -> None:
    open_day = await desk.published(6)
    beside = Store.open(tmp_path / "lockyard.db", clock)
    try:
        other = Station(beside, clock, "desk 2")
        for number in range(ROUNDS):
            for station in (desk, other):
                await station.plans.resume(open_day, station.origin())
            plan = desk.plans.standing.plan
            names = [entry.drop.parcel for entry in plan.assigned]
            if number % 2:
                edits = [
                    station.plans.publish(station.origin()) for station in (desk, other)
                ]
            else:
                edits = [
                    station.plans.edit(UnassignParcels((name,)), station.origin())
                    for station, name in zip((desk, other), names, strict=False)
                ]
            told = await asyncio.gather(*map(outcome, edits))
            assert told.count("plan_moved_on") == 1
            found = await store.read(lambda s: plans.revisions(s, open_day.wave.id))
            states = [one.state for one in found]
            assert states.count(RevisionState.PUBLISHED) == 1
            assert states.count(RevisionState.DRAFT) <= 1
    finally:
        beside.close()
    assert (await store.verify()).whole


async def test_deciding_and_closing_at_once(
    desk: Station, clock: MovingClock, store: Store, tmp_path: Path
) -> None:
    open_day = await desk.published(6)
    told = await desk.take(open_day, [parcel("late")])
    beside = Store.open(tmp_path / "lockyard.db", clock)
    try:
        other = Station(beside, clock, "desk 2")
        ends = await asyncio.gather(
            outcome(desk.changes.accept(open_day, told.asked, desk.origin())),
            outcome(other.changes.reject(told.asked, "no", other.origin())),
        )
        assert sum(isinstance(end, str) for end in ends) == 1
        closing = await desk.book.closing(open_day)
        ends = await asyncio.gather(
            *(
                outcome(
                    station.book.close(open_day, closing.proposed, station.origin())
                )
                for station in (desk, other)
            )
        )
        assert ends.count("day_closed") == 1
    finally:
        beside.close()
    events = await store.read(journal.events)
    assert [e.kind for e in events].count("day_closed") == 1
    assert (await store.verify()).whole

"""A day ends: everything open gets its outcome, the figures stand, the book is shut."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.clock import ServiceDate
from console.domain.closing import OpenKind, Outcome
from console.domain.day import DayState
from console.domain.events import EventKind
from console.domain.ids import CalendarId, CompartmentId, ParcelId
from console.domain.opening_text import read_opening
from console.domain.parcel import ParcelState
from console.domain.reasons import ReasonCode
from console.domain.refusal import Refused
from console.domain.site import Custody
from console.services.days import next_working_day
from console.storage import closings, compartments, journal, parcels
from tests.days.conftest import DAY, DEPOT, EFFORT, Station, parcel, small_depot

NEXT = DAY + timedelta(days=1)


async def run(desk: Station, count: int = 8):
    """A published day: one route is on the road with all but its last parcel."""
    open_day = await desk.published(count)
    route = next(r for r in desk.plans.standing.plan.routes if r.stops)
    names = [d.parcel for s in route.stops for d in s.drops]
    on_board = names[:-1]
    await desk.dispatch.depart(open_day, route.vehicle, on_board, desk.origin())
    desk.clock.pass_by(hours=5)
    await desk.dispatch.deliver(on_board[0], desk.origin())
    return open_day, on_board, names[-1]


async def test_everything_open_is_listed_and_carried_over(desk: Station) -> None:
    open_day, on_board, left = await run(desk)
    await desk.intake.hold([ParcelId("p7")], desk.origin())
    box = CompartmentId("c1/1")
    await desk.store.write(lambda s: compartments.set_custody(s, box, Custody.SUSPECT))
    told = await desk.book.closing(open_day)
    kinds = {item.key: item.kind for item in told.items}
    assert kinds[on_board[1]] is OpenKind.UNDELIVERED
    assert on_board[0] not in kinds
    if left != "p7":
        assert kinds[left] is OpenKind.NOT_LOADED
    assert kinds["p7"] is OpenKind.HELD
    assert kinds["c1/1"] is OpenKind.IN_DOUBT
    assert told.next_day == NEXT
    outcomes = told.proposed | {
        on_board[1]: Outcome.SEND_BACK,
        on_board[2]: Outcome.SEARCH,
    }
    made = await desk.book.close(open_day, outcomes, desk.origin("close"))
    assert made == await desk.book.close(open_day, outcomes, desk.origin("close"))
    assert made == await desk.book.summary(open_day.day.id)
    assert made.handed_over == made.on_time == 1
    assert made.states[ParcelState.RETURNED] == 1
    assert made.states[ParcelState.MISSING] == 1
    assert sum(made.states.values()) == 8
    assert made.outcomes[Outcome.CARRY_OVER] == 5
    assert made.routes >= 1
    assert made.metres > 0
    assert made.g_co2e_per_parcel == made.co2_g

    later = await desk.depots.open_day(desk.model.depot, NEXT)
    pool = await desk.waves.pool(later)
    assert set(pool) == {f"p{n}" for n in range(8)} - set(on_board[:3])
    one = await desk.get(pool[0])
    assert (one.attempt, one.priority) == (2, 2)
    assert one.state in {ParcelState.READY, ParcelState.HELD}
    held = await desk.get("p7")
    assert held.state is ParcelState.HELD
    assert held.reason.code is ReasonCode.HELD_BY_PERSON
    (before,) = await desk.book.history(one.id)
    assert (before.number, before.outcome) == (1, Outcome.CARRY_OVER)
    assert len(await desk.book.parcels(open_day.day.id)) == 8
    assert len({p.id for p in await desk.book.parcels(open_day.day.id)}) == 8


async def test_a_closed_day_is_read_only(desk: Station) -> None:
    open_day, on_board, _ = await run(desk)
    told = await desk.book.closing(open_day)
    await desk.book.close(open_day, told.proposed, desk.origin())
    for wish in (
        desk.book.close(open_day, told.proposed, desk.origin()),
        desk.take(open_day, [parcel("x")]),
        desk.plans.publish(desk.origin()),
        desk.dispatch.deliver(on_board[0], desk.origin()),
        desk.waves.add(open_day, desk.origin()),
        desk.waves.move([on_board[0]], open_day, None, desk.origin()),
    ):
        with pytest.raises(Refused) as caught:
            await wish
        assert caught.value.code in {"day_closed", "plan_moved_on"}
    standing = await desk.plans.resume(open_day, desk.origin())
    assert {d.parcel for r in standing.plan.routes for s in r.stops for d in s.drops}


async def test_the_person_closes_what_they_saw(desk: Station) -> None:
    open_day, on_board, _ = await run(desk)
    told = await desk.book.closing(open_day)
    with pytest.raises(Refused) as caught:
        await desk.book.close(open_day, {}, desk.origin())
    assert caught.value.code == "still_open"
    wrong = told.proposed | {on_board[1]: Outcome.LEAVE}
    with pytest.raises(Refused) as caught:
        await desk.book.close(open_day, wrong, desk.origin())
    assert caught.value.code == "outcome_not_allowed"
    await desk.dispatch.deliver(on_board[1], desk.origin())
    with pytest.raises(Refused) as caught:
        await desk.book.close(open_day, told.proposed, desk.origin())
    assert caught.value.args == ("not_open", on_board[1])
    asked = await desk.take(open_day, [parcel("late")])
    fresh = await desk.book.closing(open_day)
    assert fresh.waiting == 1
    with pytest.raises(Refused) as caught:
        await desk.book.close(open_day, fresh.proposed, desk.origin())
    assert caught.value.code == "changes_waiting"
    await desk.changes.reject(asked.asked, "too late", desk.origin())
    await desk.book.close(open_day, fresh.proposed, desk.origin())
    assert (await desk.get("late")).attempt == 2


async def test_a_day_is_opened_again_with_a_reason(desk: Station) -> None:
    open_day, on_board, _ = await run(desk)
    before = await desk.store.read(lambda s: parcels.of_day(s, open_day.day.id))
    told = await desk.book.closing(open_day)
    await desk.book.close(open_day, told.proposed, desk.origin())
    later = await desk.depots.open_day(desk.model.depot, NEXT)
    pool = await desk.waves.pool(later)
    stays = next(name for name in pool if name not in on_board)
    await desk.waves.move([stays], later, later.wave.id, desk.origin())
    with pytest.raises(Refused) as caught:
        await desk.book.reopen(open_day, "", desk.origin())
    assert caught.value.code == "reason_wanted"
    home = await desk.book.reopen(open_day, "scanned late", desk.origin())
    assert stays not in home
    assert len(home) == 6
    assert (await desk.book.summary(open_day.day.id)).reopened == "scanned late"
    after = await desk.store.read(lambda s: parcels.of_day(s, open_day.day.id))
    assert after == [one for one in before if one.id != stays]
    with pytest.raises(Refused) as caught:
        await desk.book.reopen(open_day, "again", desk.origin())
    assert caught.value.code == "day_open"
    await desk.dispatch.deliver(on_board[1], desk.origin())
    told = await desk.book.closing(open_day)
    made = await desk.book.close(open_day, told.proposed, desk.origin())
    assert made.handed_over == 2
    assert (
        len(await desk.store.read(lambda s: closings.summaries(s, open_day.day.id)))
        == 2
    )
    kinds = [e.kind for e in await desk.store.read(journal.events)]
    assert kinds.count(EventKind.DAY_CLOSED) == 2
    assert kinds.count(EventKind.DAY_REOPENED) == 1
    assert (await desk.store.verify()).whole


async def test_persons_whose_time_is_over_go_with_a_day_that_is_closed(
    desk: Station,
) -> None:
    open_day, on_board, _ = await run(desk)
    told = await desk.book.closing(open_day)
    await desk.book.close(open_day, told.proposed, desk.origin())
    ended = await desk.store.read(lambda s: parcels.get(s, on_board[0]))
    assert ended.person.name
    desk.clock.pass_by(hours=24 * 100)
    later = await desk.depots.open_day(desk.model.depot, DAY + timedelta(days=100))
    told = await desk.book.closing(later)
    await desk.book.close(later, told.proposed, desk.origin())
    ended = await desk.store.read(lambda s: parcels.get(s, on_board[0]))
    assert not ended.person.name
    assert (await desk.store.verify()).whole


async def test_what_came_back_is_tried_again_and_its_barcode_read(
    desk: Station,
) -> None:
    open_day, on_board, _ = await run(desk)
    await desk.dispatch.bring_back(on_board[1], desk.origin())
    told = await desk.book.closing(open_day)
    await desk.book.close(open_day, told.proposed, desk.origin())
    found = await desk.store.read(lambda s: parcels.by_barcode(s, f"BC-{on_board[1]}"))
    assert found == on_board[1]
    later = await desk.depots.open_day(desk.model.depot, NEXT)
    pool = await desk.waves.pool(later)
    await desk.waves.move(pool, later, later.wave.id, desk.origin())
    standing = await desk.plans.build(later, EFFORT, desk.origin())
    assert {d.parcel for d in standing.problem.demands} == set(pool)
    await desk.plans.publish(desk.origin())
    again = await desk.take(later, [parcel(pool[0])])
    assert (again.asked, again.taken.unchanged) == ((), (pool[0],))


async def test_the_next_working_day_knows_weekends_and_holidays() -> None:
    model = small_depot()
    on = ServiceDate(DAY, ZoneInfo("Europe/Helsinki"))
    assert next_working_day(model, on) == NEXT
    weekdays = tuple(
        replace(v, shifts=read_opening("Mo-Fr 06:00-20:00")) for v in model.vehicles
    )
    model = replace(model, vehicles=weekdays)
    assert next_working_day(model, on) == date(2026, 11, 23)
    monday = replace(on, day=date(2026, 11, 23))
    tuesday = replace(on, day=date(2026, 11, 24))
    holiday = CalendarEntry(EntryKind.HOLIDAY, monday.zero, tuesday.zero)
    calendar = Calendar(CalendarId("fi"), "Finland", DAY, date(2027, 1, 1), (holiday,))
    model = replace(model, calendars=(calendar,))
    assert next_working_day(model, on) == date(2026, 11, 24)
    assert next_working_day(replace(model, vehicles=()), on) == NEXT


async def test_the_calendar_tells_every_day(desk: Station) -> None:
    open_day, _, _ = await run(desk)

    async def states():
        return {
            one.date: one
            for one in await desk.book.calendar(
                DEPOT, DAY - timedelta(days=1), DAY + timedelta(days=3)
            )
        }

    told = await states()
    assert len(told) == 5
    assert told[DAY].state is DayState.RUNNING
    assert told[DAY].parcels == 8
    assert told[NEXT].state is DayState.EMPTY
    await desk.take(open_day, [parcel("late")], "p6")
    assert (await states())[DAY].waiting >= 1
    waiting = [
        c.id for c in await desk.changes.of_day(open_day) if c.state == "waiting"
    ]
    await desk.changes.reject(waiting, "no", desk.origin())
    closing = await desk.book.closing(open_day)
    await desk.book.close(open_day, closing.proposed, desk.origin())
    told = await states()
    assert told[DAY].state is DayState.CLOSED
    assert told[DAY].parcels == 9
    assert told[NEXT].state is DayState.IMPORTING
    assert told[NEXT].parcels == closing_count(closing)
    later = await desk.depots.open_day(desk.model.depot, NEXT)
    pool = await desk.waves.pool(later)
    await desk.waves.move(pool, later, later.wave.id, desk.origin())
    await desk.plans.build(later, EFFORT, desk.origin())
    assert (await states())[NEXT].state is DayState.PLANNED
    await desk.plans.publish(desk.origin())
    assert (await states())[NEXT].state is DayState.PUBLISHED


def closing_count(closing) -> int:
    return sum(one is Outcome.CARRY_OVER for one in closing.proposed.values())

"""One look at a day with waves, changes, and after it was closed."""

from console.domain.parcel import ParcelState
from tests.days.conftest import EFFORT, Station, parcel


async def test_the_look_names_waves_and_changes(desk: Station) -> None:
    first = await desk.published(6)
    second = await desk.wave(first)
    await desk.take(second, [parcel("q")])
    told = await desk.take(first, [parcel("late")])
    look = await desk.days.look(first)
    assert [wave.number for wave in look.waves] == [1, 2]
    assert look.inside["q"] == second.wave.id
    assert look.inside["late"] is None
    assert [one.id for one in look.changes] == list(told.asked)
    assert len(look.parcels) == 8
    assert not look.closed
    await desk.plans.build(second, EFFORT, desk.origin())
    await desk.plans.publish(desk.origin())
    both = await desk.days.look(first)
    assert set(both.bound) >= set(look.bound)


async def test_a_closed_day_looks_as_it_ended(desk: Station) -> None:
    open_day = await desk.published(5)
    route = next(r for r in desk.plans.standing.plan.routes if r.stops)
    names = [d.parcel for s in route.stops for d in s.drops]
    await desk.dispatch.depart(open_day, route.vehicle, names, desk.origin())
    await desk.dispatch.deliver(names[0], desk.origin())
    told = await desk.book.closing(open_day)
    await desk.book.close(open_day, told.proposed, desk.origin())
    look = await desk.days.look(open_day)
    assert look.closed
    assert len(look.parcels) == 5
    states = {one.id: one.state for one in look.parcels}
    assert states[names[0]] is ParcelState.DELIVERED
    assert states[names[1]] is ParcelState.LOADED
    again = await desk.depots.next_morning(desk.model.depot)
    assert again.day.date == told.next_day

"""Plans on the real planner and streets: built, edited, published, taken up again."""

import dataclasses
from collections import Counter

import pytest

from console.domain.day import LockLevel
from console.domain.draft import UnassignParcels
from console.domain.events import EventKind
from console.domain.ids import ParcelId
from console.domain.parcel import ParcelState
from console.domain.place import Place
from console.domain.plan import Plan
from console.domain.problem import Channel
from console.domain.reasons import ReasonCode
from console.domain.standing import Standing
from console.services.drafting.errors import NothingPlanned
from console.storage import journal, parcels, plans, published_rows
from console.storage.plans import StoredPlan
from tests.flows.live import morning
from tests.services.conftest import EFFORT, Room

ISLE = Place(24.9880, 60.1460)
"""In the sea south of the region's streets, further than anything snaps."""


def plan_of(standing: Standing | None) -> Plan:
    assert standing is not None
    assert standing.plan is not None
    return standing.plan


def names(plan: Plan) -> Counter[str]:
    assigned = [entry.drop.parcel for entry in plan.assigned]
    return Counter(assigned + [entry.parcel for entry in plan.unassigned])


async def count(room: Room, kind: EventKind) -> int:
    return len(await room.store.read(lambda s: journal.events(s, kinds=(kind,))))


async def published(room: Room, open_day) -> StoredPlan:
    found = await room.store.read(lambda s: plans.published(s, open_day.wave.id))
    assert found is not None
    return found


async def test_the_same_steps_give_the_same_plan(room: Room) -> None:
    open_day = await room.planned()
    one = plan_of(room.plans.standing)
    room.again()
    await room.plans.build(open_day, EFFORT, room.origin())
    two = plan_of(room.plans.standing)
    assert names(one) == dict.fromkeys(names(one), 1)
    assert len(names(one)) == 25
    assert (one.cost, one.draft()) == (two.cost, two.draft())


async def test_an_edit_taken_back_leaves_an_equal_plan(room: Room) -> None:
    await room.planned()
    before = plan_of(room.plans.standing)
    taken = tuple(entry.drop.parcel for entry in before.assigned[:3])
    changed, inverse = await room.plans.edit(UnassignParcels(taken), room.origin())
    assert {entry.parcel for entry in plan_of(changed).unassigned} >= set(taken)
    back, again = await room.plans.edit(inverse, room.origin())
    after = plan_of(back)
    assert (after.cost, after.draft()) == (before.cost, before.draft())
    assert after.costs == before.costs
    assert after.routes == before.routes
    redone, _ = await room.plans.edit(again, room.origin())
    assert plan_of(redone).draft() == plan_of(changed).draft()


async def test_nothing_planned_is_told(room: Room) -> None:
    open_day = await room.day()
    for wish in (
        room.plans.publish(room.origin()),
        room.plans.price(ParcelId("P00001")),
        room.plans.edit(UnassignParcels(()), room.origin()),
    ):
        with pytest.raises(NothingPlanned):
            await wish
    standing = await room.plans.resume(open_day, room.origin())
    assert standing.plan is None


async def test_a_restart_finds_the_draft(room: Room) -> None:
    open_day = await room.planned()
    taken = (plan_of(room.plans.standing).assigned[0].drop.parcel,)
    edited, _ = await room.plans.edit(UnassignParcels(taken), room.origin())
    room.again()
    resumed = await room.plans.resume(open_day, room.origin())
    one, two = plan_of(edited), plan_of(resumed)
    assert (one.cost, one.draft()) == (two.cost, two.draft())
    assert (resumed.edits, resumed.published) == (24, False)
    await room.plans.publish(room.origin())
    room.again()
    again = await room.plans.resume(open_day, room.origin())
    assert plan_of(again).draft() == two.draft()
    assert (again.edits, again.published) == (0, True)


async def test_publishing_twice_with_one_key_is_once(room: Room) -> None:
    open_day = await room.planned()
    one = await room.plans.publish(room.origin("publish"))
    two = await room.plans.publish(room.origin("publish"))
    assert one == two
    assert await count(room, EventKind.PLAN_PUBLISHED) == 1
    revisions = await room.store.read(lambda s: plans.revisions(s, open_day.wave.id))
    assert [revision.number for revision in revisions] == [one.number]


async def test_doors_are_bound_once_and_fit(room: Room) -> None:
    open_day = await room.planned(60)
    made = await room.plans.publish(room.origin())
    rows = await room.store.read(lambda s: published_rows.assignments(s, made.id))
    lockers = [row for row in rows if row.channel is Channel.LOCKER]
    assert len(lockers) > 10
    boxes = {box.id: box for box in room.model.compartments}
    kinds = {kind.id: kind for kind in room.model.size_classes}
    site_of = {cabinet.id: cabinet.site for cabinet in room.model.cabinets}
    found = {one.id: one for one in (await room.days.look(open_day)).parcels}
    doors = [row.compartment for row in lockers]
    assert None not in doors
    assert len(set(doors)) == len(doors)
    for row in lockers:
        assert row.compartment is not None
        box, parcel = boxes[row.compartment], found[row.parcel]
        assert site_of[box.cabinet] == row.site
        assert box.size_class == row.size_class
        assert parcel.size.fits(kinds[box.size_class].box)
        assert box.low or not parcel.low_compartment
    assert all(one.state is ParcelState.PLANNED for one in found.values())


async def test_late_parcels_leave_departed_routes_alone(room: Room) -> None:
    open_day = await room.planned(30)
    await room.plans.publish(room.origin())
    route = next(route for route in plan_of(room.plans.standing).routes if route.stops)
    loaded = [drop.parcel for stop in route.stops for drop in stop.drops]
    for _ in range(2):
        await room.dispatch.depart(
            open_day, route.vehicle, loaded, room.origin("depart")
        )
    assert await count(room, EventKind.ROUTE_DEPARTED) == 1
    await room.plans.departed(route.vehicle)
    told = await room.take(morning(40), open_day)
    assert len(told.asked) == 10
    assert len(names(plan_of(room.plans.standing))) == 30
    await room.changes.accept(open_day, told.asked, room.origin())
    await room.plans.build(open_day, EFFORT, room.origin())
    plan = plan_of(room.plans.standing)
    assert len(names(plan)) == 40
    kept = next(one for one in plan.routes if one.vehicle == route.vehicle)
    assert kept.lock is LockLevel.DEPARTED
    assert [d.parcel for stop in kept.stops for d in stop.drops] == loaded


async def test_a_restart_remembers_who_has_left(room: Room) -> None:
    """Also where the draft was written before the vehicle left."""
    open_day = await room.planned(30)
    await room.plans.publish(room.origin())
    route = next(route for route in plan_of(room.plans.standing).routes if route.stops)
    await room.dispatch.depart(open_day, route.vehicle, [], room.origin())
    room.again()
    resumed = plan_of(await room.plans.resume(open_day, room.origin()))
    gone = {one.vehicle for one in resumed.routes if one.lock is LockLevel.DEPARTED}
    assert gone == {route.vehicle}
    told = await room.take(morning(40), open_day)
    await room.changes.accept(open_day, told.asked, room.origin())
    await room.plans.build(open_day, EFFORT, room.origin())
    kept = next(
        one
        for one in plan_of(room.plans.standing).routes
        if one.vehicle == route.vehicle
    )
    assert [s.drops for s in kept.stops] == [s.drops for s in route.stops]


async def test_what_no_street_reaches_is_held_and_the_rest_planned(room: Room) -> None:
    open_day = await room.day()
    rows = room.rows(morning(20), open_day)
    first = dataclasses.replace(rows.rows[0], place=ISLE)
    lost = dataclasses.replace(rows, rows=(first, *rows.rows[1:]))
    await room.intake.take(lost, open_day, room.origin())
    for _ in range(2):
        await room.plans.build(open_day, EFFORT, room.origin())
    assert set(names(plan_of(room.plans.standing))) == {row.id for row in rows.rows[1:]}
    held = await room.store.read(lambda s: parcels.get(s, first.id))
    assert held.state is ParcelState.HELD
    assert held.reason is not None
    assert held.reason.code in {
        ReasonCode.NO_STREET_NEARBY,
        ReasonCode.NOT_REACHABLE,
    }
    assert await count(room, EventKind.PARCEL_HELD) == 1
    await room.intake.take(lost, open_day, room.origin())
    again = await room.store.read(lambda s: parcels.get(s, first.id))
    assert again == held


async def test_every_step_of_the_road_is_told_once(room: Room) -> None:
    open_day = await room.planned(10)
    await room.plans.publish(room.origin())
    name = ParcelId("P00001")
    for _ in range(2):
        await room.dispatch.deliver(name, room.origin("deliver"))
        await room.dispatch.serve(
            open_day, room.model.vehicles[0].id, 1, room.origin("serve")
        )
        await room.dispatch.bring_back(ParcelId("P00002"), room.origin("back"))
    for kind in (
        EventKind.PARCEL_DELIVERED,
        EventKind.STOP_SERVED,
        EventKind.PARCEL_RETURNED,
    ):
        assert await count(room, kind) == 1
    assert (await room.store.verify()).whole

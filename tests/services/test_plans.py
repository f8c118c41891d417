"""Plans on the real planner and streets: built, edited, published, taken up again."""

import dataclasses
from collections import Counter

import pytest

from console.domain.day import LockLevel, OpenDay
from console.domain.draft import Draft, RestoreDraft, UnassignParcels
from console.domain.events import EventKind
from console.domain.ids import ParcelId, VehicleId
from console.domain.live import Scope
from console.domain.parcel import ParcelState
from console.domain.place import Place
from console.domain.plan import CostLine, Plan, Route
from console.domain.problem import Channel
from console.domain.reasons import ReasonCode
from console.domain.refusal import Refused
from console.domain.standing import Standing
from console.domain.under_way import route_states
from console.services.drafting.errors import NothingPlanned
from console.storage import journal, parcels, plans, published_rows
from console.storage.on_road import on_road
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


async def on_the_road(room: Room, open_day: OpenDay) -> tuple[Route, list[ParcelId]]:
    """The longest tour has left with all it carries and has served its first stop."""
    route = max(plan_of(room.plans.standing).routes, key=lambda one: len(one.stops))
    loaded = [drop.parcel for stop in route.stops for drop in stop.drops]
    room.clock.at = open_day.date.instant(route.departure_s)
    await room.dispatch.depart(open_day, route.vehicle, loaded, room.origin())
    room.clock.at = open_day.date.instant(route.stops[0].departure_s)
    for drop in route.stops[0].drops:
        await room.dispatch.deliver(drop.parcel, room.origin())
    await room.dispatch.serve(open_day, route.vehicle, 1, room.origin())
    return route, loaded


def of_vehicle(plan: Plan, vehicle: VehicleId) -> Route:
    return next(one for one in plan.routes if one.vehicle == vehicle)


def order(route: Route) -> list[frozenset[ParcelId]]:
    return [frozenset(drop.parcel for drop in stop.drops) for stop in route.stops]


async def test_the_rest_of_a_day_is_planned_anew(room: Room) -> None:
    """Scope by scope; what was re-planned on the road is published and taken up."""
    open_day = await room.planned(40)
    await room.plans.publish(room.origin())
    route, loaded = await on_the_road(room, open_day)
    before = {
        drop.parcel: one.vehicle
        for one in plan_of(room.plans.standing).routes
        for stop in one.stops
        for drop in stop.drops
    }
    told = await room.take(morning(48), open_day)
    await room.changes.accept(open_day, told.asked, room.origin())
    heard: list[int] = []
    for scope in (Scope.ONLY_NEW, Scope.KEEP_ROUTES, Scope.ALL):
        standing = await room.plans.replan(
            open_day,
            scope,
            EFFORT,
            room.origin(),
            lambda told: heard.append(told.iteration),
        )
        plan = plan_of(standing)
        assert names(plan) == Counter(dict.fromkeys(names(plan), 1))
        assert len(names(plan)) == 48
        gone = of_vehicle(plan, route.vehicle)
        assert gone.lock is LockLevel.DEPARTED
        assert {p for stop in order(gone) for p in stop} == set(loaded)
        # What is served and where it drives to now stay first.
        assert order(gone)[:2] == order(route)[:2]
        if scope is Scope.ONLY_NEW:
            assert order(gone) == order(route)
        if scope is not Scope.ALL:
            for one in plan.routes:
                for parcel in (p for stop in order(one) for p in stop):
                    assert before.get(parcel, one.vehicle) == one.vehicle
        late = open_day.date.second(room.clock.at)
        for one in plan.routes:
            if one.stops and one.vehicle != route.vehicle:
                assert one.departure_s >= late
    assert heard
    moved = [
        parcel
        for one in plan.routes
        for parcel in (p for stop in order(one) for p in stop)
        if before.get(parcel, one.vehicle) != one.vehicle
    ]
    assert (dict(plan.costs)[CostLine.CHANGE] > 0) == bool(moved)
    await room.plans.publish(room.origin())
    room.again()
    resumed = plan_of(await room.plans.resume(open_day, room.origin()))
    assert resumed.draft() == plan.draft()


async def test_a_route_turned_round_on_the_road_is_published(room: Room) -> None:
    """In a draft that knew it had left; not once it has served what was turned."""
    open_day = await room.planned(40)
    await room.plans.publish(room.origin())
    route, _ = await on_the_road(room, open_day)
    standing = await room.plans.replan(open_day, Scope.ALL, EFFORT, room.origin())
    draft = plan_of(standing).draft()
    own = draft.route(route.vehicle)
    assert len(own.visits) > 3
    turned = dataclasses.replace(
        own, visits=(*own.visits[:2], *reversed(own.visits[2:]))
    )
    routes = tuple(turned if one is own else one for one in draft.routes)
    other = Draft(routes, draft.unassigned)
    await room.plans.edit(RestoreDraft(other, "replan"), room.origin())
    room.again()
    resumed = plan_of(await room.plans.resume(open_day, room.origin()))
    assert order(of_vehicle(resumed, route.vehicle)) == [
        frozenset(drop.parcel for drop in visit.drops) for visit in turned.visits
    ]
    for stop in (2, 3):
        await room.dispatch.serve(open_day, route.vehicle, stop, room.origin())
    with pytest.raises(Refused) as caught:
        await room.plans.publish(room.origin())
    assert caught.value.code == "route_departed"
    again = plan_of(await room.plans.resume(open_day, room.origin()))
    assert order(of_vehicle(again, route.vehicle)) == order(route)
    await room.plans.edit(RestoreDraft(other, "replan"), room.origin())


async def test_a_day_without_a_plan_has_no_rest(room: Room) -> None:
    open_day = await room.day()
    with pytest.raises(NothingPlanned):
        await room.plans.replan(open_day, Scope.ALL, EFFORT, room.origin())


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


async def test_served_stops_are_those_of_the_plan_they_were_told_of(
    room: Room,
) -> None:
    """The second stop is cancelled on the road: those behind it count on."""
    open_day = await room.planned(40)
    await room.plans.publish(room.origin())
    route, _ = await on_the_road(room, open_day)
    assert len(route.stops) > 4
    parcels_of = order(route)

    async def aboard() -> frozenset[ParcelId]:
        plan = plan_of(await room.plans.resume(open_day, room.origin()))
        found = await room.store.read(
            lambda s: route_states(
                plan,
                on_road(s, open_day),
                {one.id: one.state for one in parcels.of_wave(s, open_day.wave.id)},
                open_day.date,
                room.clock.now(),
            )
        )
        return found[0].aboard

    async def served() -> int:
        seen = await room.days.look(open_day)
        return seen.progress.served[route.vehicle]

    back = [*parcels_of[1]]
    await room.store.write(lambda s: parcels.set_states(s, back, ParcelState.RETURNING))
    for parcel in parcels_of[2]:
        await room.dispatch.deliver(parcel, room.origin())
    await room.dispatch.serve(open_day, route.vehicle, 3, room.origin())
    left = frozenset[ParcelId]().union(*parcels_of[3:])
    assert await served() == 3
    assert await aboard() == left
    standing = await room.plans.replan(open_day, Scope.ALL, EFFORT, room.origin())
    draft = plan_of(standing).draft()
    own = draft.route(route.vehicle)
    turned = dataclasses.replace(
        own, visits=(*own.visits[:3], *reversed(own.visits[3:]))
    )
    routes = tuple(turned if one is own else one for one in draft.routes)
    other = Draft(routes, draft.unassigned)
    await room.plans.edit(RestoreDraft(other, "replan"), room.origin())
    again = plan_of(await room.plans.resume(open_day, room.origin()))
    there = order(of_vehicle(again, route.vehicle))
    assert there[:3] == [parcels_of[0], parcels_of[2], parcels_of[3]]
    assert there == [
        frozenset(drop.parcel for drop in visit.drops) for visit in turned.visits
    ]
    await room.plans.publish(room.origin())
    assert await served() == 2
    assert await aboard() == left
    await room.dispatch.serve(open_day, route.vehicle, 3, room.origin())
    assert await served() == 3
    assert await aboard() == left - parcels_of[3]

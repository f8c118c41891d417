"""After publishing everything that comes in is asked, priced, and can be taken back."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from console.domain.change import ChangeKind, ChangeState
from console.domain.day import LockLevel, RevisionState
from console.domain.events import EventKind
from console.domain.ids import ParcelId
from console.domain.parcel import ParcelState, Preference
from console.domain.place import Place
from console.domain.reasons import ReasonCode
from console.domain.refusal import Refused
from console.domain.site import Service
from console.storage import compartments, journal, placing, plans, published_rows
from tests.days.conftest import EFFORT, Station, parcel, small_depot


async def asked(desk: Station, open_day, state=ChangeState.WAITING):
    return [c for c in await desk.changes.of_day(open_day) if c.state is state]


async def where(desk: Station, name: str):
    found = await desk.store.read(lambda s: placing.where_are(s, [ParcelId(name)]))
    return found[ParcelId(name)]


def carried(desk: Station) -> set[str]:
    plan = desk.plans.standing.plan
    return {d.parcel for r in plan.routes for s in r.stops for d in s.drops}


async def leave(desk: Station, open_day):
    """One route leaves with everything; its vehicle and parcels."""
    route = next(r for r in desk.plans.standing.plan.routes if r.stops)
    names = [d.parcel for s in route.stops for d in s.drops]
    await desk.dispatch.depart(open_day, route.vehicle, names, desk.origin())
    return route.vehicle, names


async def test_before_publishing_everything_counts(desk: Station) -> None:
    open_day = await desk.planned(4)
    told = await desk.take(
        open_day, [parcel("p0", mass_g=1_500), parcel("new")], "p1", "ghost"
    )
    assert told.asked == ()
    assert told.cancelled == ("p1",)
    assert told.unknown == ("ghost",)
    assert (await desk.get("p0")).mass_g == 1_500
    gone = await desk.get("p1")
    assert gone.state is ParcelState.CANCELLED
    assert gone.reason.code is ReasonCode.CANCELLED
    standing = await desk.plans.resume(open_day, desk.origin())
    assert {d.parcel for d in standing.problem.demands} == {"p0", "p2", "p3", "new"}


async def test_a_late_order_waits_in_the_pool(desk: Station) -> None:
    open_day = await desk.published(4)
    told = await desk.take(open_day, [parcel("late")])
    assert told.taken.new == ("late",)
    assert len(told.asked) == 1
    assert (await where(desk, "late"))[1] is None
    again = await desk.take(open_day, [parcel("late")])
    assert again.asked == ()
    (one,) = await asked(desk, open_day)
    prices = await desk.changes.price(open_day, desk.origin())
    priced = prices[one.id]
    assert priced.vehicle is not None
    assert priced.channel is not None
    before = desk.plans.standing.plan
    assert desk.plans.standing.published
    made = await desk.changes.accept(open_day, [one.id], desk.origin("accept"))
    assert made.plan.cost - before.cost == priced.cost
    assert (await where(desk, "late"))[1] == open_day.wave.id
    assert made.revision.state is RevisionState.DRAFT
    assert made.edits == 1
    stored = await desk.store.read(lambda s: plans.published(s, open_day.wave.id))
    assert stored.revision.number == 1
    twice = await desk.changes.accept(open_day, [one.id], desk.origin("accept"))
    assert twice.edits == 1
    await desk.plans.publish(desk.origin())
    (done,) = await asked(desk, open_day, ChangeState.DONE)
    assert done.id == one.id
    assert await desk.state("late") is ParcelState.PLANNED
    with pytest.raises(Refused):
        await desk.changes.take_back(open_day, [one.id], desk.origin())


async def test_a_cancellation_is_priced_accepted_and_taken_back(desk: Station) -> None:
    open_day = await desk.published(5)
    before = desk.plans.standing.plan
    told = await desk.take(open_day, [], "p2")
    assert (told.cancelled, len(told.asked)) == ((), 1)
    assert await desk.state("p2") is ParcelState.PLANNED
    assert (await desk.take(open_day, [], "p2")).asked == ()
    prices = await desk.changes.price(open_day, desk.origin())
    assert prices[told.asked[0]].cost < 0
    person = (await desk.get("p2")).person
    made = await desk.changes.accept(open_day, told.asked, desk.origin())
    assert await desk.state("p2") is ParcelState.CANCELLED
    assert "p2" not in carried(desk)
    assert made.plan.cost - before.cost == prices[told.asked[0]].cost
    back = await desk.changes.take_back(open_day, told.asked, desk.origin("back"))
    await desk.changes.take_back(open_day, told.asked, desk.origin("back"))
    assert (back.edits, back.published) == (0, True)
    assert back.plan.draft() == before.draft()
    one = await desk.get("p2")
    assert (one.state, one.person, one.barcodes) == (
        ParcelState.PLANNED,
        person,
        ("BC-p2",),
    )
    states = [r.state for r in await desk.plans.revisions(open_day)]
    assert states == [RevisionState.PUBLISHED, RevisionState.DROPPED]


async def test_one_of_several_is_taken_back(desk: Station) -> None:
    open_day = await desk.published(6)
    told = await desk.take(open_day, [parcel("late")], "p0", "p1")
    assert len(told.asked) == 3
    await desk.changes.accept(open_day, told.asked, desk.origin())
    by = {c.parcel: c.id for c in await desk.changes.of_day(open_day)}
    await desk.changes.take_back(open_day, [by[ParcelId("p0")]], desk.origin())
    assert "p0" in carried(desk)
    assert "p1" not in carried(desk)
    assert await desk.state("p0") is ParcelState.PLANNED
    await desk.changes.take_back(open_day, [by[ParcelId("late")]], desk.origin())
    assert "late" not in carried(desk)
    assert (await where(desk, "late"))[1] is None
    await desk.plans.publish(desk.origin())
    waiting = await asked(desk, open_day)
    assert {c.parcel for c in waiting} == {"p0", "late"}


async def test_a_parcel_cancelled_on_board_comes_back(desk: Station) -> None:
    open_day = await desk.published(6)
    vehicle, names = await leave(desk, open_day)
    told = await desk.take(open_day, [], names[-1])
    await desk.changes.accept(open_day, told.asked, desk.origin())
    assert await desk.state(names[-1]) is ParcelState.RETURNING
    standing = desk.plans.standing
    route = standing.plan.draft().route(vehicle)
    assert route.lock is LockLevel.DEPARTED
    assert [d.parcel for v in route.visits for d in v.drops] == names[:-1]
    await desk.plans.publish(desk.origin())
    with pytest.raises(Refused) as caught:
        await desk.dispatch.deliver(names[-1], desk.origin())
    assert caught.value.code == "parcel_cancelled"
    await desk.dispatch.bring_back(names[-1], desk.origin())
    one = await desk.get(names[-1])
    assert one.state is ParcelState.CANCELLED
    assert one.reason.code is ReasonCode.CANCELLED
    for name in names[:-1]:
        await desk.dispatch.deliver(name, desk.origin())
    told = await desk.take(open_day, [], names[0])
    assert told.too_late == (names[0],)


async def test_late_orders_go_past_what_has_left(desk: Station) -> None:
    open_day = await desk.published(6)
    vehicle, names = await leave(desk, open_day)
    told = await desk.take(open_day, [parcel(f"l{n}") for n in range(4)])
    made = await desk.changes.accept(open_day, told.asked, desk.origin())
    kept = made.plan.draft().route(vehicle)
    assert [d.parcel for v in kept.visits for d in v.drops] == names
    assert {"l0", "l1", "l2", "l3"} & carried(desk)
    await desk.plans.publish(desk.origin())


async def test_an_edited_row_waits_and_a_name_does_not(desk: Station) -> None:
    open_day = await desk.published(4)
    same = parcel("p0")
    told = await desk.take(
        open_day, [replace(same, person=replace(same.person, name="Other"))]
    )
    assert told.asked == ()
    assert (await desk.get("p0")).person.name == "Other"
    huge = parcel("p1", mass_g=26_000)
    told = await desk.take(open_day, [huge])
    assert len(told.asked) == 1
    assert (await desk.get("p1")).mass_g == 900
    renewed = await desk.take(open_day, [replace(huge, mass_g=27_000)])
    assert renewed.asked == ()
    (one,) = await asked(desk, open_day)
    assert one.kind is ChangeKind.EDITED
    assert one.given.mass_g == 27_000
    await desk.changes.price(open_day, desk.origin())
    await desk.changes.accept(open_day, [one.id], desk.origin())
    assert (await desk.get("p1")).mass_g == 27_000
    await desk.changes.take_back(open_day, [one.id], desk.origin())
    assert (await desk.get("p1")).mass_g == 900
    await desk.changes.reject([one.id], "sender said no", desk.origin())
    assert (await desk.take(open_day, [replace(huge, mass_g=27_000)])).asked == ()
    assert (await desk.get("p1")).mass_g == 900
    (rejected,) = await asked(desk, open_day, ChangeState.REJECTED)
    assert rejected.reason.args == ("sender said no",)


async def test_what_was_asked_before_orders_had_skills_is_read(desk: Station) -> None:
    open_day = await desk.published(4)
    new = parcel("p1", mass_g=950, needs=("keys",), late_from_s=40_000)
    await desk.take(open_day, [new])
    (one,) = await asked(desk, open_day)
    assert (one.given.needs, one.given.late_from_s) == (("keys",), 40_000)
    cut = text(
        "UPDATE change SET given = json_remove(given, '$.needs', '$.late_from_s')"
    )
    await desk.store.write(lambda session: session.execute(cut))
    (one,) = await asked(desk, open_day)
    assert (one.given.needs, one.given.late_from_s) == ((), None)


async def test_an_address_put_right_after_publishing_waits(desk: Station) -> None:
    open_day = await desk.published(4)
    place = Place(24.9555, 60.1755)
    name = ParcelId("p3")
    await desk.intake.correct(name, place, open_day, desk.origin())
    assert (await desk.get("p3")).place != place
    (one,) = await asked(desk, open_day)
    assert one.kind is ChangeKind.CORRECTED
    prices = await desk.changes.price(open_day, desk.origin())
    assert one.id in prices
    await desk.changes.accept(open_day, [one.id], desk.origin())
    assert (await desk.get("p3")).place == place
    await desk.plans.publish(desk.origin())


async def test_a_cancelled_parcel_announced_again_asks(desk: Station) -> None:
    open_day = await desk.planned(4)
    await desk.take(open_day, [], "p0")
    told = await desk.take(open_day, [parcel("p0")])
    assert len(told.asked) == 1
    assert await desk.state("p0") is ParcelState.CANCELLED
    await desk.changes.accept(open_day, told.asked, desk.origin())
    assert await desk.state("p0") is ParcelState.READY
    assert (await desk.get("p0")).barcodes == ("BC-p0",)
    await desk.changes.take_back(open_day, told.asked, desk.origin())
    assert await desk.state("p0") is ParcelState.CANCELLED


async def test_a_broken_door_asks_once_and_rests_when_mended(desk: Station) -> None:
    open_day = await desk.published(10, doors=8)
    made = desk.plans.standing.revision
    rows = await desk.store.read(lambda s: published_rows.assignments(s, made.id))
    row = next(r for r in rows if r.compartment)

    async def service(to: Service) -> None:
        await desk.store.write(
            lambda s: compartments.set_service(s, row.compartment, to, None)
        )

    assert await desk.changes.notice(open_day, desk.origin()) == ()
    await service(Service.OUT)
    (name,) = await desk.changes.notice(open_day, desk.origin())
    assert await desk.changes.notice(open_day, desk.origin()) == ()
    prices = await desk.changes.price(open_day, desk.origin())
    assert prices[name].parcels == (row.parcel,)
    assert not prices[name].breaks
    await desk.changes.accept(open_day, [name], desk.origin())
    second = await desk.plans.publish(desk.origin())
    rows = await desk.store.read(lambda s: published_rows.assignments(s, second.id))
    now = {r.parcel: r.compartment for r in rows}
    assert row.compartment not in now.values()
    other = next(r for r in rows if r.compartment)
    row = other
    await service(Service.OUT)
    (name,) = await desk.changes.notice(open_day, desk.origin())
    await service(Service.IN)
    await desk.changes.notice(open_day, desk.origin())
    assert await asked(desk, open_day) == []


async def test_a_vehicle_that_is_not_there(desk: Station) -> None:
    open_day = await desk.published(8)
    route = next(r for r in desk.plans.standing.plan.routes if r.stops)
    name = await desk.changes.report_vehicle(open_day, route.vehicle, desk.origin())
    assert name is not None
    again = await desk.changes.report_vehicle(open_day, route.vehicle, desk.origin())
    assert again == name
    made = await desk.changes.accept(open_day, [name], desk.origin())
    assert route.vehicle not in {r.vehicle for r in made.plan.routes}
    assert not made.plan.unassigned
    await desk.changes.take_back(open_day, [name], desk.origin())
    standing = await desk.plans.resume(open_day, desk.origin())
    assert route.vehicle in {v.id for v in standing.problem.vehicles}
    vehicle, _ = await leave(desk, open_day)
    with pytest.raises(Refused) as caught:
        await desk.changes.report_vehicle(open_day, vehicle, desk.origin())
    assert caught.value.code == "vehicle_left"


async def test_two_desks_decide_once(desk: Station, other: Station) -> None:
    open_day = await desk.published(4)
    told = await desk.take(open_day, [parcel("late")])
    await other.plans.resume(open_day, other.origin())
    await desk.changes.accept(open_day, told.asked, desk.origin())
    with pytest.raises(Refused) as caught:
        await other.changes.reject(told.asked, "no", other.origin())
    assert caught.value.code == "change_decided"
    with pytest.raises(Refused):
        await other.changes.accept(open_day, told.asked, other.origin())
    with pytest.raises(Refused) as caught:
        await other.changes.reject(told.asked, " ", other.origin())
    assert caught.value.code == "reason_wanted"
    kinds = [e.kind for e in await desk.store.read(journal.events)]
    assert kinds.count(EventKind.CHANGE_ACCEPTED) == 1
    assert (await desk.store.verify()).whole


async def test_a_broken_door_that_none_can_stand_in_for(desk: Station) -> None:
    """The plan is taken up all the same; its parcel waits on no route."""
    open_day = await desk.day(small_depot(2))
    wish = Preference.LOCKER
    rows = [parcel(f"p{n}", preference=wish) for n in range(12)]
    await desk.take(open_day, rows)
    await desk.plans.build(open_day, EFFORT, desk.origin())
    made = await desk.plans.publish(desk.origin())
    told = await desk.store.read(lambda s: published_rows.assignments(s, made.id))
    row = next(r for r in told if r.compartment)
    await desk.store.write(
        lambda s: compartments.set_service(s, row.compartment, Service.OUT, None)
    )
    (name,) = await desk.changes.notice(open_day, desk.origin())
    standing = await desk.plans.resume(open_day, desk.origin())
    (gone,) = standing.difference.parcels
    assert gone.parcel == row.parcel
    prices = await desk.changes.price(open_day, desk.origin())
    assert prices[name].breaks == "no_way"
    assert prices[name].cost > 0
    await desk.changes.accept(open_day, [name], desk.origin())
    second = await desk.plans.publish(desk.origin())
    told = await desk.store.read(lambda s: published_rows.assignments(s, second.id))
    assert row.compartment not in {r.compartment for r in told}


async def test_a_vehicle_that_is_not_there_is_priced_and_comes_back(
    desk: Station,
) -> None:
    open_day = await desk.published(8, doors=6)
    plan = desk.plans.standing.plan
    route = max(plan.routes, key=lambda one: len(one.stops))
    carried = {drop.parcel for stop in route.stops for drop in stop.drops}
    name = await desk.changes.report_vehicle(open_day, route.vehicle, desk.origin())
    prices = await desk.changes.price(open_day, desk.origin())
    assert set(prices[name].parcels) == carried
    assert prices[name].vehicle == route.vehicle
    made = await desk.changes.accept(open_day, [name], desk.origin())
    assert made.plan.cost - plan.cost == prices[name].cost
    with pytest.raises(Refused, match="change_accepted"):
        await desk.changes.vehicle_back(open_day, route.vehicle, desk.origin())
    await desk.changes.take_back(open_day, [name], desk.origin())
    origin = desk.origin("back")
    await desk.changes.vehicle_back(open_day, route.vehicle, origin)
    await desk.changes.vehicle_back(open_day, route.vehicle, origin)
    assert not await desk.changes.price(open_day, desk.origin())
    standing = await desk.plans.resume(open_day, desk.origin())
    assert standing.plan.draft() == plan.draft()


async def test_before_publishing_an_absence_counts_at_once(desk: Station) -> None:
    open_day = await desk.planned(8)
    route = max(desk.plans.standing.plan.routes, key=lambda one: len(one.stops))
    vehicle = route.vehicle
    assert await desk.changes.report_vehicle(open_day, vehicle, desk.origin()) is None
    assert vehicle in (await desk.days.look(open_day)).absent
    standing = await desk.plans.resume(open_day, desk.origin())
    assert standing.plan.unassigned
    await desk.changes.vehicle_back(open_day, vehicle, desk.origin())
    assert not (await desk.days.look(open_day)).absent
    standing = await desk.plans.resume(open_day, desk.origin())
    assert not standing.plan.unassigned

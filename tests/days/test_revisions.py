"""Drafts beside each other, what publishing differs by, and who publishes."""

import pytest

from console.domain.day import LockLevel, RevisionState
from console.domain.draft import SetLock, UnassignParcels
from console.domain.events import EventKind
from console.domain.ids import ParcelId, VehicleId
from console.domain.parcel import ParcelState
from console.domain.refusal import Refused
from console.storage import journal, plans, published_rows
from tests.days.conftest import BIKE, EFFORT, VAN, Station, parcel


def plan_of(desk: Station):
    assert desk.plans.standing is not None
    assert desk.plans.standing.plan is not None
    return desk.plans.standing.plan


async def test_the_button_counts_what_differs(desk: Station) -> None:
    await desk.published()
    assert desk.plans.standing.edits == 0
    assert desk.plans.standing.published
    taken = plan_of(desk).assigned[0].drop.parcel
    changed, back = await desk.plans.edit(UnassignParcels((taken,)), desk.origin())
    assert (changed.edits, changed.published) == (1, False)
    undone, _ = await desk.plans.edit(back, desk.origin())
    assert (undone.edits, undone.published) == (0, True)
    used = next(r.vehicle for r in plan_of(desk).routes if r.stops)
    locked, _ = await desk.plans.edit(SetLock(used, LockLevel.ALL), desk.origin())
    assert locked.difference.locks == (used,)


async def test_publishing_what_is_published_makes_nothing(desk: Station) -> None:
    open_day = await desk.published()
    one = await desk.plans.publish(desk.origin())
    assert [r.id for r in await desk.plans.revisions(open_day)] == [one.id]
    events = await desk.store.read(
        lambda s: journal.events(s, kinds=(EventKind.PLAN_PUBLISHED,))
    )
    assert len(events) == 1
    assert events[0].body["revision"] == one.id


async def test_alternatives_stand_beside_each_other(desk: Station) -> None:
    open_day = await desk.planned()
    first = desk.plans.standing.revision
    bikes = await desk.plans.duplicate("with bikes", desk.origin())
    assert bikes.revision.name == "with bikes"
    assert bikes.revision.based_on == first.id
    await desk.plans.build(open_day, EFFORT, desk.origin(), only=frozenset({BIKE}))
    by_bike = plan_of(desk)
    assert {r.type for r in by_bike.routes if r.stops} <= {BIKE, VAN}
    await desk.plans.duplicate("all by van", desk.origin())
    names = [d.name for d in await desk.plans.revisions(open_day)]
    assert names == ["", "with bikes", "all by van"]
    back = await desk.plans.choose(first.id, desk.origin())
    assert back.revision.id == first.id
    _, kept = await desk.plans.read(bikes.revision.id)
    assert kept.draft() == by_bike.draft()
    await desk.plans.rename(bikes.revision.id, "bikes", desk.origin())
    await desk.plans.drop(bikes.revision.id, desk.origin())
    states = {d.name: d.state for d in await desk.plans.revisions(open_day)}
    assert states["bikes"] is RevisionState.DROPPED
    await desk.plans.publish(desk.origin())
    states = {d.id: d.state for d in await desk.plans.revisions(open_day)}
    assert states[first.id] is RevisionState.PUBLISHED
    with pytest.raises(Exception, match="draft"):
        await desk.plans.choose(first.id, desk.origin())


async def test_only_some_types_are_used(desk: Station) -> None:
    open_day = await desk.day()
    await desk.take(open_day, [parcel(f"p{n}") for n in range(6)])
    made = await desk.plans.build(
        open_day, EFFORT, desk.origin(), only=frozenset({BIKE})
    )
    assert {r.type for r in made.plan.routes if r.stops} == {BIKE}
    assert len(made.problem.vehicles) == 3


async def test_an_old_revision_is_taken_up_again(desk: Station) -> None:
    open_day = await desk.published()
    first = desk.plans.standing.revision
    before = plan_of(desk).draft()
    taken = plan_of(desk).assigned[0].drop.parcel
    await desk.plans.edit(UnassignParcels((taken,)), desk.origin())
    second = await desk.plans.publish(desk.origin())
    again = await desk.plans.take_up(first.id, "as it was", desk.origin())
    assert plan_of(desk).draft() == before
    assert again.edits == 1
    states = {d.id: d.state for d in await desk.plans.revisions(open_day)}
    assert states[first.id] is RevisionState.SUPERSEDED
    assert states[second.id] is RevisionState.PUBLISHED
    _, old = await desk.plans.read(first.id)
    assert old.draft() == before


async def test_what_was_published_cannot_be_written(desk: Station) -> None:
    open_day = await desk.published()
    made = desk.plans.standing.revision
    from sqlalchemy import text  # noqa: PLC0415

    for statement in (
        "UPDATE plan_revision SET body = '{}'",
        "DELETE FROM plan_revision",
    ):
        with pytest.raises(Exception, match="plan"):
            await desk.store.write(
                lambda s, words=statement: s.execute(text(words)) and None
            )
    stored = await desk.store.read(lambda s: plans.published(s, open_day.wave.id))
    assert stored.revision.id == made.id
    assert len(stored.body) > 10


async def test_of_two_stations_the_second_is_told(
    desk: Station, other: Station
) -> None:
    open_day = await desk.planned()
    await other.plans.resume(open_day, other.origin())
    taken = plan_of(desk).assigned[0].drop.parcel
    await desk.plans.edit(UnassignParcels((taken,)), desk.origin())
    for wish in (
        other.plans.publish(other.origin()),
        other.plans.edit(UnassignParcels((taken,)), other.origin()),
        other.plans.build(open_day, EFFORT, other.origin()),
    ):
        with pytest.raises(Refused) as caught:
            await wish
        assert caught.value.code == "plan_moved_on"
    await other.plans.resume(open_day, other.origin())
    made = await other.plans.publish(other.origin())
    with pytest.raises(Refused):
        await desk.plans.publish(desk.origin())
    published = await desk.store.read(lambda s: plans.published(s, open_day.wave.id))
    assert published.revision.id == made.id
    assert published.revision.actor == "ann"


async def test_a_cancelled_parcel_is_not_published(
    desk: Station, other: Station
) -> None:
    open_day = await desk.planned()
    gone = plan_of(desk).assigned[0].drop.parcel
    await other.intake.cancel([gone], open_day, other.origin())
    with pytest.raises(Refused) as caught:
        await desk.plans.publish(desk.origin())
    assert caught.value.args == ("parcels_changed", gone)
    again = await desk.plans.resume(open_day, desk.origin())
    assert gone not in {d.parcel for d in again.problem.demands}
    await desk.plans.publish(desk.origin())
    assert await desk.state(gone) is ParcelState.CANCELLED


async def test_a_departure_between_look_and_publishing_is_kept(
    desk: Station, other: Station
) -> None:
    open_day = await desk.published()
    route = next(r for r in plan_of(desk).routes if r.stops)
    names = [d.parcel for s in route.stops for d in s.drops]
    await other.dispatch.depart(open_day, route.vehicle, names, other.origin())
    await desk.plans.edit(UnassignParcels((names[0],)), desk.origin())
    with pytest.raises(Refused) as caught:
        await desk.plans.publish(desk.origin())
    assert caught.value.code in {"parcel_on_board", "route_departed"}
    resumed = await desk.plans.resume(open_day, desk.origin())
    kept = resumed.plan.draft().route(route.vehicle)
    assert kept.lock is LockLevel.DEPARTED
    assert [d.parcel for v in kept.visits for d in v.drops] == names


async def test_doors_stay_bound_to_their_parcels(desk: Station) -> None:
    open_day = await desk.published(10, doors=8)
    first = desk.plans.standing.revision
    rows = await desk.store.read(lambda s: published_rows.assignments(s, first.id))
    bound = {r.parcel: r.compartment for r in rows if r.compartment}
    assert len(bound) > 2
    gone = min(bound)
    await desk.plans.edit(UnassignParcels((ParcelId(gone),)), desk.origin())
    made = await desk.plans.publish(desk.origin())
    rows = await desk.store.read(lambda s: published_rows.assignments(s, made.id))
    again = {r.parcel: r.compartment for r in rows if r.compartment}
    assert again == {name: door for name, door in bound.items() if name != gone}
    assert await desk.state(gone) is ParcelState.READY
    assert VehicleId("v1") in {r.vehicle for r in plan_of(desk).routes}
    assert open_day.wave.number == 1

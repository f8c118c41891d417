"""Several waves a day share parcels, vehicles and doors without taking them twice."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from console.domain.day import DayState
from console.domain.ids import ParcelId
from console.domain.parcel import ParcelState
from console.domain.problem import Channel
from console.domain.refusal import Refused
from console.storage import placing, plans, published_rows, waves
from tests.days.conftest import DEPOT, EFFORT, Station, parcel

NOON = 12 * 3600


async def test_a_wave_is_added_named_and_dropped(desk: Station) -> None:
    open_day = await desk.day()
    one = await desk.waves.add(open_day, desk.origin("add"), departure_s=NOON)
    assert await desk.waves.add(open_day, desk.origin("add")) == one
    assert (one.number, one.departure_s) == (2, NOON)
    await desk.waves.change(replace(one, name="bikes"), desk.origin())
    standings = await desk.waves.of_day(open_day)
    assert [s.wave.name for s in standings] == ["", "bikes"]
    assert [s.state for s in standings] == [DayState.EMPTY, DayState.EMPTY]
    await desk.waves.drop(one, desk.origin())
    assert len(await desk.waves.of_day(open_day)) == 1
    await desk.take(open_day, [parcel("a")])
    with pytest.raises(Refused) as caught:
        await desk.waves.drop(open_day.wave, desk.origin())
    assert caught.value.code == "wave_in_use"


async def test_parcels_move_between_waves_and_back(desk: Station) -> None:
    first = await desk.published(6)
    second = await desk.wave(first)
    before = await desk.store.read(lambda s: placing.spots(s, ["p0", "p1"]))
    names = [ParcelId("p0"), ParcelId("p1")]
    for _ in range(2):
        moved = await desk.waves.move(names, first, second.wave.id, desk.origin("m"))
    assert await desk.state("p0") is ParcelState.READY
    standing = await desk.plans.resume(first, desk.origin())
    assert standing.edits == 2
    assert [s.parcels for s in await desk.waves.of_day(first)] == [4, 2]
    await desk.waves.put_back(replace(moved, before=tuple(before)), desk.origin())
    after = await desk.store.read(lambda s: placing.spots(s, ["p0", "p1"]))
    assert sorted(after, key=str) == sorted(before, key=str)
    standing = await desk.plans.resume(first, desk.origin())
    assert standing.edits == 0
    await desk.waves.move(names, first, None, desk.origin())
    assert list(await desk.waves.pool(first)) == names


async def test_what_is_on_board_does_not_move(desk: Station) -> None:
    open_day = await desk.published(6)
    second = await desk.wave(open_day)
    route = next(r for r in desk.plans.standing.plan.routes if r.stops)
    names = [d.parcel for s in route.stops for d in s.drops]
    await desk.dispatch.depart(open_day, route.vehicle, names, desk.origin())
    with pytest.raises(Refused) as caught:
        await desk.waves.move(names[:1], open_day, second.wave.id, desk.origin())
    assert caught.value.args == ("parcel_not_movable", names[0])
    with pytest.raises(Refused):
        await desk.waves.move([ParcelId("nobody")], open_day, None, desk.origin())


async def test_another_day_takes_parcels_into_its_pool(desk: Station) -> None:
    open_day = await desk.published(3)
    moved = await desk.waves.move_to_day(
        [ParcelId("p1")], DEPOT, date(2026, 11, 23), desk.origin()
    )
    later = await desk.depots.open_day(desk.model.depot, date(2026, 11, 23))
    assert await desk.waves.pool(later) == ("p1",)
    assert len(await desk.book.parcels(open_day.day.id)) == 2
    await desk.waves.put_back(moved, desk.origin())
    assert await desk.waves.pool(later) == ()
    assert await desk.state("p1") is ParcelState.PLANNED


async def test_a_vehicle_comes_back_before_it_leaves_again(desk: Station) -> None:
    first = await desk.published(8)
    second = await desk.wave(first, departure_s=NOON)
    await desk.take(second, [parcel(f"q{n}") for n in range(5)])
    standing = await desk.plans.build(second, EFFORT, desk.origin())
    away = {
        r.vehicle: r.finish_s
        for r in (await desk.plans.read(_published(await desk.plans.revisions(first))))[
            1
        ].routes
        if r.stops
    }
    for vehicle in standing.problem.vehicles:
        back = away.get(vehicle.id, 0)
        assert vehicle.shift.start_s >= max(
            NOON, back + first.wave.turnaround_s * bool(back)
        )
    await desk.plans.publish(desk.origin())
    third = await desk.wave(first)
    await desk.take(third, [parcel("late")])
    standing = await desk.plans.build(third, EFFORT, desk.origin())
    used = {r.vehicle for r in standing.plan.routes if r.stops}
    assert used
    for vehicle in standing.problem.vehicles:
        shift = vehicle.shift
        for wave in (first, second):
            plan = (
                await desk.plans.read(_published(await desk.plans.revisions(wave)))
            )[1]
            for route in plan.routes:
                if route.stops and route.vehicle == vehicle.id:
                    assert (
                        shift.end_s <= route.departure_s
                        or shift.start_s >= route.finish_s
                    )


def _published(revisions):
    return next(r.id for r in revisions if r.state == "published")


async def test_a_door_is_promised_to_one_wave_only(desk: Station) -> None:
    first = await desk.published(12, doors=4)
    second = await desk.wave(first, departure_s=NOON)
    await desk.take(second, [parcel(f"q{n}") for n in range(12)])
    await desk.plans.build(second, EFFORT, desk.origin())
    await desk.plans.publish(desk.origin())
    bound: Counter[str] = Counter()
    for wave in (first, second):
        stored = await desk.store.read(lambda s, w=wave: plans.published(s, w.wave.id))
        rows = await desk.store.read(
            lambda s, r=stored: published_rows.assignments(s, r.revision.id)
        )
        lockers = [r for r in rows if r.channel is Channel.LOCKER]
        assert all(r.compartment for r in lockers)
        bound.update(r.compartment for r in lockers)
    assert sum(bound.values()) == 8
    assert set(bound.values()) == {1}


async def test_a_door_taken_since_the_look_is_refused(
    desk: Station, other: Station
) -> None:
    """Both waves plan on the same free doors; the second to publish is told."""
    first = await desk.planned(12, doors=2)
    second = await desk.wave(first, departure_s=NOON)
    await other.take(second, [parcel(f"q{n}") for n in range(12)])
    await other.plans.build(second, EFFORT, other.origin())
    await desk.plans.publish(desk.origin())
    with pytest.raises(Refused) as caught:
        await other.plans.publish(other.origin())
    assert caught.value.code == "overbooked"
    assert await other.state("q0") is ParcelState.READY


async def test_a_held_parcel_keeps_its_door_until_published_again(
    desk: Station,
) -> None:
    open_day = await desk.published(8)

    async def promised() -> set[str]:
        found = await desk.store.read(lambda s: waves.promises(s, DEPOT))
        return {one.parcel for one in found}

    before = await promised()
    name = ParcelId(min(before))
    await desk.intake.hold([name], desk.origin())
    assert await promised() == before
    await desk.plans.resume(open_day, desk.origin())
    await desk.plans.publish(desk.origin())
    assert name not in await promised()

"""Depots changed field by field: validated, refused whole, undone, journalled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from console.domain.depot_edits import (
    DepotEditRefused,
    DropCabinet,
    DropSite,
    DropVehicle,
    PutCabinet,
    PutCompartments,
    PutDepot,
    PutSite,
    PutVehicle,
    PutVehicleType,
    Several,
)
from console.domain.events import EventKind
from console.domain.ids import (
    CabinetId,
    DepotId,
    SiteId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money
from console.domain.place import TimeWindow
from console.domain.plan import Making, Plan, Route
from console.domain.reasons import ReasonCode
from console.domain.site import Custody
from console.domain.vehicle import Vehicle, VehicleType
from console.services.depots import Depots, FieldsRefused
from console.storage import (
    compartments,
    depots,
    journal,
    manifests,
    plans,
    service_days,
)
from console.storage.errors import Conflict, Missing
from console.storage.store import Store
from tests.custody.world import (
    DEPOT,
    FRAME,
    FixedClock,
    compartment,
    model,
    origin,
    parcel,
)
from tests.running import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]

KIND = VehicleType(
    VehicleTypeId("bike"), "Bike", "cargo_bike", 40, 500_000, 90_000,
    Money(1), Money(2), Money(3), 0,
)  # fmt: skip
VAN = Vehicle(VehicleId("v1"), KIND.id, "Ann", TimeWindow(28_800, 57_600))
MODEL = replace(model(), vehicle_types=(KIND,), vehicles=(VAN,))


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    made = Store.open(tmp_path / "lockyard.db", clock)
    made.submit(lambda s: depots.save(s, MODEL, origin("set"), clock.now())).result()
    yield made
    made.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def room(store: Store, clock: FixedClock) -> Depots:
    return Depots(store, clock)


def edits_of(store: Store) -> list[dict[str, object]]:
    kinds = (EventKind.DEPOT_EDITED,)
    found = store.ask(lambda s: journal.events(s, kinds=kinds)).result()
    return [dict(event.body) for event in found]


async def test_a_change_its_record_and_its_undo(room: Depots, store: Store) -> None:
    site = replace(MODEL.sites[0], name="Renamed", indoor=True)
    done = await room.change(DEPOT, PutSite(site), origin("a"))
    assert done.model.sites == (site,)
    assert await room.model(DEPOT) == done.model
    back = await room.change(DEPOT, done.undo, origin("b"))
    assert back.model == MODEL
    assert edits_of(store) == [
        {"depot": DEPOT, "edit": "put_site", "about": "s"},
        {"depot": DEPOT, "edit": "put_site", "about": "s"},
    ]
    again = await room.change(DEPOT, PutSite(site), origin("b"))
    assert again.model == MODEL


async def test_wrong_fields_are_all_named_and_nothing_changes(
    room: Depots, store: Store
) -> None:
    wrong = replace(VAN, type=VehicleTypeId("no"), overtime_s=-1)
    with pytest.raises(FieldsRefused) as caught:
        await room.change(DEPOT, PutVehicle(wrong), origin("a"))
    assert [(p.table, p.id, p.field, p.code) for p in caught.value.problems] == [
        ("vehicle", "v1", "type", ReasonCode.UNKNOWN_ID),
        ("vehicle", "v1", "overtime_s", ReasonCode.OUT_OF_RANGE),
    ]
    assert await room.model(DEPOT) == MODEL
    assert edits_of(store) == []


async def test_what_was_wrong_before_does_not_stop_another_change(
    room: Depots, store: Store, clock: FixedClock
) -> None:
    odd = replace(MODEL, vehicle_types=(replace(KIND, range_km=-1),))
    store.submit(lambda s: depots.save(s, odd, origin("x"), clock.now())).result()
    site = replace(MODEL.sites[0], name="Renamed")
    done = await room.change(DEPOT, PutSite(site), origin("a"))
    assert done.model.sites == (site,)


async def test_a_full_door_stays_whatever_takes_it_out(
    room: Depots, store: Store
) -> None:
    box = compartment(2)
    store.submit(lambda s: compartments.set_custody(s, box, Custody.RESERVED)).result()
    left = tuple(c for c in MODEL.compartments if c.id != box)
    for edit in (
        DropSite(SiteId("s")),
        DropCabinet(FRAME),
        PutCompartments(FRAME, left),
        Several((DropVehicle(VAN.id), DropCabinet(FRAME))),
    ):
        with pytest.raises(DepotEditRefused) as caught:
            await room.change(DEPOT, edit, origin("a"))
        assert caught.value.args == (ReasonCode.DOOR_NOT_EMPTY, box)
    store.submit(lambda s: compartments.set_custody(s, box, Custody.FREE)).result()
    done = await room.change(DEPOT, DropSite(SiteId("s")), origin("b"))
    assert (done.model.sites, done.model.compartments) == ((), ())
    back = await room.change(DEPOT, done.undo, origin("c"))
    assert [c.id for c in back.model.compartments] == [c.id for c in MODEL.compartments]
    assert back.model.cabinets == MODEL.cabinets


async def test_a_vehicle_on_a_published_plan_stays(
    room: Depots, store: Store, clock: FixedClock
) -> None:
    today = clock.now().date()

    def publish(session, on: date) -> None:
        day = service_days.open_day(session, DEPOT, on)
        manifests.upsert(session, day.id, [parcel("p")], origin("m"), clock.now())
        wave = service_days.open_wave(session, day.id, 1)
        route = Route(VAN.id, KIND.id, (), 40, 400, 1500, (), 0, Money(9))
        plan = Plan((route,), (), (), (), Making(1, 2, 0.5, "x"))
        plans.publish(session, wave.id, plan, "{}", clock.now(), {})

    store.submit(lambda s: publish(s, date(2020, 1, 1))).result()
    done = await room.change(DEPOT, DropVehicle(VAN.id), origin("a"))
    await room.change(DEPOT, done.undo, origin("b"))
    store.submit(lambda s: publish(s, today)).result()
    with pytest.raises(DepotEditRefused) as caught:
        await room.change(DEPOT, DropVehicle(VAN.id), origin("c"))
    assert caught.value.code == ReasonCode.ON_A_PLAN
    assert caught.value.args[2:] == (VAN.id,)


async def test_what_is_not_there_cannot_be_dropped(room: Depots) -> None:
    with pytest.raises(DepotEditRefused) as caught:
        await room.change(DEPOT, DropCabinet(CabinetId("no")), origin("a"))
    assert caught.value.args == (ReasonCode.UNKNOWN_ID, "cabinet", "no")
    other = replace(MODEL.depot, id=DepotId("other"))
    with pytest.raises(DepotEditRefused):
        await room.change(DEPOT, PutDepot(other), origin("a"))
    with pytest.raises(Missing):
        await room.change(DepotId("no"), PutVehicleType(KIND), origin("a"))


async def test_several_depots_in_one_store(room: Depots, store: Store) -> None:
    other = replace(
        MODEL,
        depot=replace(MODEL.depot, id=DepotId("b"), name="Second"),
        sites=(replace(MODEL.sites[0], id=SiteId("s2")),),
        cabinets=(),
        compartments=(),
    )
    await room.adopt(other, origin("o"))
    assert [one.name for one in await room.known()] == ["Second", "Depot"]
    mine = replace(MODEL.cabinets[0], site=SiteId("s2"))
    with pytest.raises(Conflict):
        await room.change(DepotId("b"), PutCabinet(mine), origin("p"))
    await room.archive(DepotId("b"), origin("q"))
    assert await room.known() == [MODEL.depot]
    assert await room.known(archived=True) == [other.depot]
    await room.restore(DepotId("b"), origin("r"))
    assert len(await room.known()) == 2
    await room.remove(DepotId("b"), origin("t"))
    assert await room.known() == [MODEL.depot]
    await room.today(MODEL.depot)
    with pytest.raises(DepotEditRefused) as caught:
        await room.remove(DEPOT, origin("u"))
    assert caught.value.args == (ReasonCode.HAS_HISTORY, "1")
    for lost in (room.remove, room.archive):
        with pytest.raises(Missing):
            await lost(DepotId("b"), origin("v"))

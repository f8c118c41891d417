"""The selection: why, when and what can be done, out of domain values."""

from dataclasses import replace

from console.domain.day import LockLevel
from console.domain.draft import Drop
from console.domain.ids import VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.parcel import Climate, ParcelState
from console.domain.place import TimeWindow
from console.domain.plan import Assigned, Pause, PauseKind
from console.domain.problem import Channel
from console.domain.reasons import Reason, ReasonCode
from console.domain.vehicle import Vehicle, VehicleType
from console.viewmodels.parcels import ParcelStatus
from console.viewmodels.selected import (
    parcel_selection,
    stop_selection,
    vehicle_selection,
)
from console.viewmodels.selection import ActionKey, FactKey, Option, OptionKind, Thing
from tests.viewmodels.days import DATE, HUB
from tests.viewmodels.test_parcels import NOON, PARCELS, PLAN

BY_NAME = {str(p.id): p for p in PARCELS}
WHY = Reason(ReasonCode.DOOR_ONLY)


def chosen(
    name, state=ParcelState.PLANNED, status=ParcelStatus.DOOR, plan=PLAN, **more
):
    return parcel_selection(
        BY_NAME[name], state, status, plan, {HUB: "Hub A4"}, DATE, **more
    )


def facts(view):
    return {fact.key: fact.args for fact in view.facts}


def test_a_planned_parcel_tells_route_promise_and_reason():
    parcel = BY_NAME["on-time"]
    plan = replace(PLAN, assigned=(Assigned(Drop(parcel.id, Channel.DOOR), WHY),))
    view = chosen("on-time", plan=plan)
    assert view.title == "Mäkelänkatu 3 B 12"
    assert facts(view)[FactKey.ROUTE] == ("V1", 1, 3)
    assert facts(view)[FactKey.PROMISE] == ("door", 600, 720)
    assert view.reason == WHY
    assert view.headline.arrive_min == 39000 // 60
    assert view.headline.late_min == 0
    assert view.actions == (
        ActionKey.HOLD,
        ActionKey.UNASSIGN,
        ActionKey.CORRECT_ADDRESS,
    )


def test_lateness_is_said_in_minutes():
    late = replace(BY_NAME["on-time"], window=TimeWindow(0, 39000 - 61))
    view = parcel_selection(
        late, ParcelState.PLANNED, ParcelStatus.AT_RISK, PLAN, {}, DATE
    )
    assert view.headline.late_min == 2


def test_a_locker_is_never_late_for_a_window_at_the_door():
    late = replace(BY_NAME["hub"], window=TimeWindow(0, 44000 - 61))
    view = parcel_selection(
        late, ParcelState.PLANNED, ParcelStatus.LOCKER, PLAN, {HUB: "Hub A4"}, DATE
    )
    assert view.headline.late_min == 0
    assert facts(view)[FactKey.HANDED] == ("locker", "Hub A4")
    assert facts(view)[FactKey.PROMISE] == ("locker",)


def test_a_left_parcel_says_why():
    view = chosen("left", ParcelState.READY, ParcelStatus.UNASSIGNED)
    assert view.reason == Reason(ReasonCode.CAPACITY)
    assert ActionKey.UNASSIGN not in view.actions


def test_a_held_parcel_can_be_released_and_a_done_one_left_alone():
    held = chosen("held", ParcelState.HELD, ParcelStatus.HELD)
    assert ActionKey.RELEASE in held.actions
    assert chosen("done", ParcelState.DELIVERED, ParcelStatus.DONE).actions == ()


def test_no_more_than_three_options():
    option = Option("k", OptionKind.LATER, (), 0, 0, on_time=True)
    assert len(chosen("hub", options=(option,) * 5).options) == 3


def test_needs_are_codes():
    special = replace(
        BY_NAME["hub"], climate=Climate.FROZEN, low_compartment=True, id_check=True
    )
    view = parcel_selection(
        special, ParcelState.READY, ParcelStatus.WAITING, None, {}, DATE
    )
    assert facts(view)[FactKey.NEEDS] == ("frozen", "low", "id")


def test_a_stop_close_to_its_window_is_at_risk():
    route = PLAN.routes[0]
    windows = {BY_NAME["risky"].id: NOON}
    view = stop_selection(route, 2, "Mill Lane 3", windows, DATE)
    assert view.thing is Thing.STOP
    assert view.headline.status is ParcelStatus.AT_RISK
    assert view.ids == ("risky", "done")
    done = stop_selection(route, 2, "Mill Lane 3", windows, DATE, done=True)
    assert done.headline.status is ParcelStatus.DONE
    assert done.actions == ()
    hub = stop_selection(route, 3, "Hub A4", {}, DATE)
    assert hub.headline.status is ParcelStatus.LOCKER


def test_a_vehicle_can_be_locked_until_it_departs():
    kind = VehicleType(
        VehicleTypeId("van"),
        "Van",
        "car",
        120,
        6_000_000,
        900_000,
        Money(0),
        Money(0),
        Money(0),
        60,
    )
    van = Vehicle(VehicleId("V1"), kind.id, "Aino", TimeWindow(27000, 55800))
    route = PLAN.routes[0]
    for lock, actions in (
        (LockLevel.OPEN, (ActionKey.LOCK, ActionKey.ABSENT)),
        (LockLevel.ALL, (ActionKey.UNLOCK, ActionKey.ABSENT)),
        (LockLevel.DEPARTED, ()),
    ):
        view = vehicle_selection(van, kind, replace(route, lock=lock), DATE, served=1)
        assert view.actions == actions
    assert facts(view)[FactKey.PROGRESS] == (1, 3)
    idle = vehicle_selection(van, kind, None, DATE)
    assert FactKey.TOUR not in facts(idle)
    assert facts(idle)[FactKey.SHIFT] == (450, 930, 0)


def test_a_vehicle_tells_when_its_courier_rests_and_it_is_loaded_again():
    kind = VehicleType(
        VehicleTypeId("t"), "Van", "van", 9, 9, 9, Money(0), Money(0), Money(0), 0
    )
    van = Vehicle(VehicleId("V1"), kind.id, "Ann", TimeWindow(27_000, 55_800))
    rest = Pause(PauseKind.REST, 1, 41_400, 43_200)
    loading = Pause(PauseKind.LOADING, 2, 45_000, 45_900)
    route = replace(PLAN.routes[0], pauses=(rest, loading))
    told = facts(vehicle_selection(van, kind, route, DATE))
    assert told[FactKey.BREAKS] == (690, 720)
    assert told[FactKey.RELOADS] == (750, 765)
    plain = facts(vehicle_selection(van, kind, PLAN.routes[0], DATE))
    assert FactKey.BREAKS not in plain


def test_a_parcel_tells_what_it_needs_and_from_when_it_is_late():
    asked = replace(BY_NAME["on-time"], needs=("keys",), late_from_s=41_400)
    view = parcel_selection(
        asked, ParcelState.PLANNED, ParcelStatus.DOOR, PLAN, {HUB: "Hub A4"}, DATE
    )
    assert facts(view)[FactKey.LATE_FROM] == (690,)
    assert facts(view)[FactKey.NEEDS] == ("keys",)

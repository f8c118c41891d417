"""The small rules of parcels, sites, money, days and plans."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.day import LockLevel, day_id, revision_id, wave_id
from console.domain.deposit import Deposit, DepositState
from console.domain.depot_model import DepotModel
from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.events import Event, EventKind
from console.domain.ids import (
    ActorId,
    CabinetId,
    CompartmentId,
    DepositId,
    DepotId,
    IdempotencyKey,
    ParcelId,
    SiteId,
    SizeClassId,
    StationId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money, at_rate, eur, from_eur
from console.domain.opening import ALWAYS
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState, Person, Size
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.plan import (
    Assigned,
    CostLine,
    Making,
    Plan,
    PlannedStop,
    Route,
    Unassigned,
)
from console.domain.problem import Channel, Problem, Weights
from console.domain.progress import Progress
from console.domain.reasons import Reason, ReasonCode, RowProblem
from console.domain.site import Cabinet, Compartment, Connection, Custody, Service, Site
from console.domain.site import SizeClass as Class
from console.domain.vehicle import Depot, Vehicle, VehicleType

sides = st.integers(1, 2000)
sizes = st.builds(Size, sides, sides, sides)


@pytest.mark.parametrize(
    ("size", "millilitres"),
    [(Size(100, 100, 100), 1000), (Size(1, 1, 1), 1), (Size(10, 10, 11), 2)],
)
def test_volume_is_rounded_up(size: Size, millilitres: int) -> None:
    assert size.volume_ml == millilitres


def test_a_parcel_may_be_turned_but_not_bent() -> None:
    assert Size(80, 640, 380).fits(Size(640, 380, 80))
    assert not Size(81, 81, 81).fits(Size(640, 380, 80))


@given(size=sizes, box=sizes, turn=st.permutations([0, 1, 2]))
def test_turning_never_matters(size: Size, box: Size, turn: list[int]) -> None:
    three = (size.length_mm, size.width_mm, size.height_mm)
    turned = Size(*(three[i] for i in turn))
    assert turned.fits(box) == size.fits(box)
    assert size.fits(size)
    if size.fits(box):
        assert size.volume_ml <= box.volume_ml


@given(a=sizes, b=sizes, c=sizes)
def test_fitting_goes_on_through_a_chain(a: Size, b: Size, c: Size) -> None:
    if a.fits(b) and b.fits(c):
        assert a.fits(c)


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (
            Person("N", "Bulevardi 6", "00120", "Helsinki", "B 12"),
            "Bulevardi 6 B 12, 00120 Helsinki",
        ),
        (Person("N", "Bulevardi 6", city="Helsinki"), "Bulevardi 6, Helsinki"),
        (Person("N", "Bulevardi 6"), "Bulevardi 6"),
    ],
)
def test_an_address_is_one_line(person: Person, line: str) -> None:
    assert person.address == line


def test_a_person_is_the_same_wherever_the_unit_was_written() -> None:
    line = Person("N", "Bulevardi 6, B 12, c/o Olsen", "00120")
    field = Person("N", "Bulevardi 6, c/o Olsen", "00120", unit="B 12")
    assert line.same_as(field)
    assert field.same_as(line)
    assert not line.same_as(Person("N", "Bulevardi 6, c/o Olsen", "00120"))
    assert not line.same_as(replace(field, phone="1"))


def test_finished_parcels_are_those_the_depot_has_done_with() -> None:
    assert {state for state in ParcelState if state.finished} == {
        ParcelState.DELIVERED,
        ParcelState.DEPOSITED,
        ParcelState.COLLECTED,
        ParcelState.RETURNED,
        ParcelState.CANCELLED,
    }
    assert {state for state in ParcelState if not state.plannable} == {
        ParcelState.HELD,
        ParcelState.RETURNING,
        ParcelState.CANCELLED,
        ParcelState.MISSING,
    }


def test_a_new_parcel_is_ready_and_promises_nothing() -> None:
    parcel = Parcel(ParcelId("p"), Size(1, 1, 1), 1, Person("N", "S 1"))
    assert parcel.state is ParcelState.READY
    assert parcel.window == WHOLE_DAY
    assert parcel.place is None


def test_windows_include_both_ends() -> None:
    window = TimeWindow(10, 20)
    assert [s in window for s in (9, 10, 20, 21)] == [False, True, True, False]


def test_only_opening_and_placed_deposits_hold_their_compartment() -> None:
    live = {state for state in DepositState if state.live}
    assert live == {DepositState.OPENING, DepositState.PLACED}
    deposit = Deposit(
        DepositId("d"),
        CompartmentId("c/1"),
        (ParcelId("p"),),
        DepositState.PLACED,
        datetime(2026, 11, 23, tzinfo=UTC),
    )
    assert deposit.state.live


@pytest.mark.parametrize(
    ("custody", "service", "usable"),
    [
        (Custody.FREE, Service.IN, True),
        (Custody.FREE, Service.OUT, False),
        (Custody.RESERVED, Service.IN, False),
        (Custody.OCCUPIED, Service.IN, False),
        (Custody.SUSPECT, Service.IN, False),
    ],
)
def test_only_a_free_door_in_service_may_be_promised(
    custody: Custody, service: Service, *, usable: bool
) -> None:
    compartment = Compartment(
        CompartmentId("c/1"),
        CabinetId("c"),
        1,
        SizeClassId("M"),
        0,
        0,
        1,
        1,
        custody=custody,
        service=service,
    )
    assert compartment.usable is usable


def test_euros_and_hundredths_of_cents() -> None:
    assert from_eur(12.3456) == 123_456
    assert eur(123_456) == 12.3456


@given(st.integers(-(10**12), 10**12))
def test_written_euros_read_back_to_the_same_money(amount: int) -> None:
    assert from_eur(eur(amount)) == amount


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(1, 10**4))
def test_a_rate_is_rounded_half_up_once(quantity: int, rate: int, per: int) -> None:
    cost = at_rate(quantity, Money(rate), per)
    assert -per <= 2 * (quantity * rate - cost * per) < per


def test_days_waves_and_revisions_have_one_name() -> None:
    day = day_id(DepotId("helsinki"), date(2026, 11, 23))
    assert day == "helsinki/2026-11-23"
    assert revision_id(wave_id(day, 1), 2) == "helsinki/2026-11-23/w1/r2"


def test_a_step_of_a_wish_has_a_key_of_its_own() -> None:
    origin = Origin(ActorId("a"), StationId("desk"), IdempotencyKey("k"))
    assert origin.step("open") == Origin(
        ActorId("a"), StationId("desk"), IdempotencyKey("k/open")
    )


def test_an_event_is_unwritten_and_says_nothing_more_by_default() -> None:
    event = Event(
        datetime(2026, 11, 23, tzinfo=UTC),
        EventKind.PLAN_BUILT,
        ActorId("a"),
        StationId("desk"),
        "desk",
        IdempotencyKey("k"),
    )
    assert event.id == 0
    assert event.body == {}


def test_a_plan_adds_up_and_gives_its_decisions() -> None:
    drop = Drop(ParcelId("p1"), Channel.DOOR)
    stop = PlannedStop(3, (drop,), 100, 110, 150, 100, 900, (1, 2, 3))
    route = Route(
        VehicleId("v"),
        VehicleTypeId("van"),
        (stop,),
        0,
        300,
        1800,
        (1, 2, 3),
        441,
        Money(70),
        LockLevel.SEQUENCE,
    )
    plan = Plan(
        (route,),
        (Assigned(drop, Reason(ReasonCode.DOOR_ONLY)),),
        (Unassigned(ParcelId("p2"), Reason(ReasonCode.NO_OPTION)),),
        ((CostLine.VEHICLES, Money(50)), (CostLine.TIME, Money(20))),
        Making(1, 10, 0.1, "sisr"),
    )
    assert plan.cost == 70
    assert plan.draft() == Draft(
        (DraftRoute(VehicleId("v"), (Visit(3, (drop,)),), LockLevel.SEQUENCE),),
        (ParcelId("p2"),),
    )


def test_what_is_not_said_has_a_harmless_value() -> None:
    assert Problem((), {}, (), (), (), ()).weights == Weights()
    assert Progress(datetime(2026, 11, 23, tzinfo=UTC)).parcels == {}
    depot = Depot(DepotId("d"), "D", "UTC", Place(24.9, 60.2))
    assert DepotModel(depot).sites == ()
    assert Site(SiteId("s"), "S", depot.place).hours == ALWAYS
    assert Class(SizeClassId("S"), Size(1, 1, 1)).mass_limit_g == 25_000
    cabinet = Cabinet(CabinetId("c"), SiteId("s"), "C", Connection.BUS, "x")
    assert cabinet.screen_column is None
    assert (
        RowProblem("f", 1, "", "", Reason(ReasonCode.MISSING_VALUE)).reason.args == ()
    )
    kind = VehicleType(
        VehicleTypeId("t"), "T", "van", 1, 1, 1, Money(0), Money(0), Money(0), 0
    )
    assert kind.door_setup_s == 120
    assert Vehicle(VehicleId("v"), kind.id, "", WHOLE_DAY).shift == WHOLE_DAY

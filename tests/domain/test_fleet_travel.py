"""The travel of a day: congestion as the mean over the hours a type works."""

from dataclasses import dataclass

from console.domain.fleet_travel import fleet_travel, meanwhile
from console.domain.ids import VehicleTypeId
from console.domain.money import Money
from console.domain.place import TimeWindow
from console.domain.travel import Conditions, Congestion, RoadClass, Travel
from console.domain.vehicle import VehicleType

VAN, BIKE = VehicleTypeId("van"), VehicleTypeId("bike")
RUSH = (
    Congestion(RoadClass.PRIMARY, 7, 8, 200),
    Congestion(RoadClass.PRIMARY, 8, 8, 140),
    Congestion(RoadClass.MINOR, 22, 23, 150),
)


@dataclass(frozen=True)
class Worked:
    type: VehicleTypeId
    shift: TimeWindow


def hours(first: float, last: float) -> TimeWindow:
    return TimeWindow(round(first * 3600), round(last * 3600))


def kind(name: VehicleTypeId, mode: str, conditions: Conditions) -> VehicleType:
    none = Money(0)
    return VehicleType(
        name, name, mode, 1, 1, 1, none, none, none, 0, conditions=conditions
    )


def test_the_mean_is_over_the_hours_worked() -> None:
    conditions = Conditions(avoid_tolls=True, congestion=RUSH)
    found = meanwhile(conditions, [hours(7, 9), hours(8.5, 10.5)])
    # 1 h of 200, 1.5 h of 140 (the last rule of the hour), 1.5 h of 100.
    assert found == Conditions(
        avoid_tolls=True, congestion=(Congestion(RoadClass.PRIMARY, 0, 23, 140),)
    )
    assert meanwhile(conditions, []).congestion == ()
    assert meanwhile(Conditions(), [hours(7, 9)]) == Conditions()


def test_a_shift_past_midnight_counts_its_hours_of_the_next_day() -> None:
    found = meanwhile(Conditions(congestion=RUSH), [hours(22, 26)])
    assert found.congestion == (Congestion(RoadClass.MINOR, 0, 23, 125),)
    late = meanwhile(Conditions(congestion=RUSH), [hours(31, 32)])
    assert late.congestion == (Congestion(RoadClass.PRIMARY, 0, 23, 200),)


def test_every_type_has_its_travel_and_equal_ones_share_a_key() -> None:
    types = [
        kind(VAN, "van", Conditions(congestion=RUSH)),
        kind(BIKE, "cargo_bike", Conditions()),
    ]
    by_day = fleet_travel(
        types, [Worked(VAN, hours(10, 12)), Worked(BIKE, hours(7, 9))]
    )
    assert by_day == {VAN: Travel("van"), BIKE: Travel("cargo_bike")}
    early = fleet_travel(types, [Worked(VAN, hours(7, 8))])
    assert early[VAN].key.startswith("van-")
    assert fleet_travel(types, [Worked(VAN, hours(7.5, 8))])[VAN].key == early[VAN].key


def test_an_hour_without_its_congestion_is_no_matter() -> None:
    rush = Conditions(congestion=RUSH)
    assert Travel("van", rush).key == Travel("van", rush, 12).key == "van"
    assert Travel("van", rush, 7).key != Travel("van", rush, 22).key
    assert Travel("van", rush, 22).key == Travel("van", rush, 23).key

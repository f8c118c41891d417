"""What is said of a plan between processes: it arrives as it was, and stays so."""

from dataclasses import FrozenInstanceError
from multiprocessing import Pipe

import pytest

from console.domain.draft import Drop
from console.domain.ids import ParcelId, SiteId, VehicleId, VehicleTypeId
from console.domain.live import RouteState, Scope
from console.domain.money import Money
from console.domain.plan import CostLine
from console.domain.problem import Channel
from console.domain.why import (
    Binding,
    BuildReport,
    Help,
    HelpKind,
    Obstacle,
    Terms,
    Used,
    Why,
)

DROP = Drop(ParcelId("p"), Channel.LOCKER, SiteId("s"))
TERMS = Terms(
    drop=DROP,
    vehicle=VehicleId("v"),
    cost=Money(120),
    lines=((CostLine.TIME, Money(100)), (CostLine.OPTIONS, Money(20))),
    seconds=90,
    travel_s=30,
    stay_s=60,
    metres=250,
    walk_m=120,
    level=1,
)
OBSTACLE = Obstacle(VehicleId("w"), Binding.CAPACITY, DROP, excess={"parcels": 1})
TOLD = (
    RouteState(VehicleId("v"), 3, 36_000, done=2, aboard=frozenset({ParcelId("p")})),
    Scope.ONLY_NEW,
    Why(ParcelId("p"), TERMS, None, (OBSTACLE,)),
    BuildReport(
        parcels=1,
        to_doors=0,
        to_lockers=1,
        unassigned=((Binding.WINDOW, 0),),
        late=0,
        fleet=(Used(VehicleTypeId("van"), 1, 2),),
        stops=1,
        seconds=90,
        metres=250,
        co2_g=40,
        costs=TERMS.lines,
        full_sites=(SiteId("s"),),
        tight=((Binding.SHIFT, 1),),
        helps=(Help(HelpKind.COMPARTMENT, SiteId("s"), 1, 4, Money(300)),),
    ),
)


@pytest.mark.parametrize("value", TOLD, ids=lambda value: type(value).__name__)
def test_it_arrives_as_it_was(value: object) -> None:
    sender, receiver = Pipe()
    sender.send(value)
    assert receiver.recv() == value


def test_it_cannot_be_changed_on_the_way() -> None:
    with pytest.raises(FrozenInstanceError):
        TOLD[0].done = 3  # type: ignore[union-attr,misc]


def test_obstacles_share_no_excess() -> None:
    one, other = (Obstacle(VehicleId(name), Binding.PRICE) for name in "ab")
    assert one.excess is not other.excess


def test_the_lines_of_a_way_add_up() -> None:
    assert sum(money for _, money in TERMS.lines) == TERMS.cost

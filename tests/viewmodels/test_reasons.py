"""What the planner says of a parcel, for the pane: sites by name, least first."""

from dataclasses import replace

from console.domain.draft import Drop
from console.domain.ids import ParcelId, SiteId, VehicleId
from console.domain.money import Money
from console.domain.plan import CostLine
from console.domain.problem import Channel, OptionPart
from console.domain.why import Binding, Obstacle, Terms, Why
from console.viewmodels.reasons import MOST_ROUTES, with_why
from console.viewmodels.selection import NOTHING, InTheWay, PricedWay

P, V, HUB = ParcelId("p"), VehicleId("v"), SiteId("hub")
NAMES = {HUB: "Hub A4"}
TO_HUB = Drop(P, Channel.LOCKER, HUB)
CHOSEN = Terms(
    TO_HUB,
    V,
    Money(15_000),
    ((CostLine.TIME, Money(4_000)), (CostLine.OPTIONS, Money(11_000))),
    90,
    60,
    30,
    400,
    300,
    1,
    ((OptionPart.WALK, Money(6_000)), (OptionPart.PREFERENCE, Money(5_000))),
)
DOOR = replace(
    CHOSEN, drop=Drop(P, Channel.DOOR), lines=((CostLine.TIME, Money(1)),), parts=()
)


def test_ways_are_priced_line_by_line() -> None:
    view = with_why(NOTHING, Why(P, CHOSEN, DOOR, ()), NAMES, missing=False)
    assert view.price == PricedWay(
        "locker",
        "Hub A4",
        "v",
        1.5,
        (("walk", 0.6), ("preference", 0.5), ("time", 0.4)),
    )
    assert view.runner_up == PricedWay("door", "", "v", 1.5, (("time", 0.0001),))
    assert view.in_the_way == ()
    bare = with_why(NOTHING, Why(P, None, None, ()), {}, missing=False)
    assert bare == NOTHING


def test_what_is_in_the_way_names_sites_and_spares_what_is_not() -> None:
    full = Obstacle(
        VehicleId("w"), Binding.COMPARTMENT, TO_HUB, full=True, cost=Money(-10_000)
    )
    crowded = replace(full, full=False, crowded=True, drop=Drop(P, Channel.DOOR))
    locked = Obstacle(VehicleId("x"), Binding.LOCKED)
    own = Obstacle(V, Binding.PRICE, TO_HUB)
    told = Why(P, CHOSEN, None, (own, full, crowded, locked, locked, locked))
    view = with_why(NOTHING, told, NAMES, missing=True)
    assert len(view.in_the_way) == MOST_ROUTES
    assert view.in_the_way[:3] == (
        InTheWay("w", Binding.COMPARTMENT, full="Hub A4", cost=-1.0),
        InTheWay("w", Binding.COMPARTMENT, cost=-1.0),
        InTheWay("x", Binding.LOCKED),
    )
    assert view.price is None
    unknown = with_why(NOTHING, Why(P, None, None, (full, own)), {}, missing=True)
    assert [one.full for one in unknown.in_the_way] == ["hub", ""]

"""Scenarios and the fleet as the page draws them."""

from dataclasses import replace

import pytest

from console.domain.ids import VehicleTypeId
from console.domain.money import from_eur
from console.domain.plan import CostLine
from console.insight.breakdown import Breakdown, Share
from console.insight.outcomes import Outcome
from console.planning.fleet import Difference, FleetAdvice, FleetLine
from console.planning.scenario_text import scenario
from console.viewmodels.whatif import (
    FleetChange,
    FleetView,
    InHand,
    WhatIfKey,
    fleet_view,
    scenario_columns,
)

VAN, BIKE = VehicleTypeId("van"), VehicleTypeId("bike")
WHOLE = Share("", 1, 3, 3, 1, 12_500, 1800, 1200, 600, 3000, cost=from_eur(40))
PLAN = Breakdown((), WHOLE, ((CostLine.TIME, from_eur(40)),), 0, 900)
HAND = InHand(PLAN, ((VAN, 1),), {VAN: "Van"})
DOORS = replace(PLAN, costs=((CostLine.TIME, from_eur(50)),), unassigned=2)


def test_the_plan_in_hand_stands_first() -> None:
    (plan,) = scenario_columns(HAND, ())
    assert plan.name == ""
    assert plan.change is None
    assert plan.vehicles == (("Van", 1),)
    assert plan.value(WhatIfKey.HOURS) == 1.0
    assert plan.value(WhatIfKey.KM) == 12.5
    assert plan.value(WhatIfKey.LOCKERS) == pytest.approx(0.25)
    assert plan.value(WhatIfKey.MIN_EACH) == pytest.approx(15)
    assert plan.value(WhatIfKey.CO2_EACH) == pytest.approx(750)
    assert plan.value(WhatIfKey.PER_HOUR) == pytest.approx(4)


def test_a_scenario_beside_the_plan() -> None:
    found = Outcome(scenario("all-door"), DOORS, ((VAN, 1), (BIKE, 2)), 500)
    _, column = scenario_columns(HAND, ((found, PLAN),))
    assert column.name == "all-door"
    assert column.change == pytest.approx(0.25)
    assert column.value(WhatIfKey.LEFT) == 2
    assert column.vehicles == (("Van", 1), ("bike", 2))
    assert not column.stale
    (_, older) = scenario_columns(HAND, ((found, DOORS),))
    assert older.stale


def test_other_settings_are_another_money() -> None:
    found = Outcome(scenario("set:failure_share=0.5"), DOORS, (), 500)
    _, column = scenario_columns(HAND, ((found, PLAN),))
    assert column.change is None
    assert column.settings == ("failure_share",)


def test_nothing_carried_divides_nothing() -> None:
    nothing = Breakdown((), Share(""), ((CostLine.TIME, from_eur(0)),), 3, 0)
    found = Outcome(scenario("mixed"), nothing, (), 500)
    _, column = scenario_columns(InHand(nothing), ((found, nothing),))
    assert column.change is None
    for key in (WhatIfKey.LOCKERS, WhatIfKey.CO2_EACH, WhatIfKey.PER_HOUR):
        assert column.value(key) is None


def test_the_fleet_in_euros() -> None:
    assert fleet_view(None, HAND) == FleetView()
    line = FleetLine(VAN, 3, 2, Difference(from_eur(12.5), 4), None, 1)
    advice = FleetAdvice((line,), from_eur(40), 0, from_eur(38), 1, 500)
    view = fleet_view((advice, PLAN), HAND)
    (row,) = view.rows
    assert (row.name, row.idle) == ("Van", 1)
    assert row.fewer == FleetChange(12.5, 4)
    assert row.more is None
    assert view.better
    assert not view.stale
    assert fleet_view((advice, DOORS), HAND).stale

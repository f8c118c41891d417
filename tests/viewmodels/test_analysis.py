"""A plan's figures as the page draws them."""

import pytest

from console.domain.money import Money, from_eur
from console.domain.plan import CostLine
from console.insight.breakdown import Breakdown, Share
from console.viewmodels.analysis import (
    AllDoor,
    BesideKey,
    ColumnKind,
    FigureKey,
    analysis,
)

VAN = Share("van", 1, 3, 2, 2, 12_500, 1800, 1200, 600, 3000, cost=Money(from_eur(40)))
WHOLE = Share("", 1, 3, 2, 2, 12_500, 1800, 1200, 600, 3000, cost=from_eur(40))
COSTS = ((CostLine.VEHICLES, from_eur(15)), (CostLine.TIME, from_eur(25)))
PLAN = Breakdown((VAN,), WHOLE, COSTS, 0, 900)
DOORS = Breakdown(
    (),
    Share("", 2, 4, 4, 0, 25_000, 3600, 1800, 0, 6000, cost=from_eur(80)),
    ((CostLine.VEHICLES, from_eur(30)), (CostLine.TIME, from_eur(50))),
    1,
    0,
)


def test_each_figure_in_its_unit() -> None:
    view = analysis(PLAN)
    assert [column.kind for column in view.columns] == [
        ColumnKind.MODE,
        ColumnKind.PLAN,
    ]
    found = dict(zip(FigureKey, view.columns[0].values, strict=True))
    assert found[FigureKey.KM] == 12.5
    assert found[FigureKey.HOURS] == 1.0
    assert found[FigureKey.EUR_EACH] == pytest.approx(10.0)
    assert found[FigureKey.MIN_EACH] == pytest.approx(15.0)
    assert found[FigureKey.KM_EACH] == pytest.approx(3.125)
    assert found[FigureKey.CO2_EACH] == pytest.approx(750.0)
    assert view.beside == ()
    assert not view.stale
    assert view.costs[0].all_door is None


def test_beside_all_door() -> None:
    view = analysis(PLAN, AllDoor(DOORS, PLAN, 500))
    assert view.columns[-1].kind is ColumnKind.ALL_DOOR
    changes = {row.key: row.change for row in view.beside}
    assert changes[BesideKey.EUR] == pytest.approx(-0.5)
    assert changes[BesideKey.KM] == pytest.approx(-0.5)
    assert changes[BesideKey.CO2_EACH] == pytest.approx(-0.5)
    assert view.left == (0, 1)
    assert view.steps == 500
    assert view.costs[1].all_door == 50.0


def test_a_comparison_of_another_plan_is_stale() -> None:
    assert analysis(PLAN, AllDoor(DOORS, DOORS, 500)).stale


def test_nothing_to_divide_by() -> None:
    nothing = Breakdown((), Share(""), COSTS, 3, 0)
    view = analysis(nothing, AllDoor(nothing, nothing, 1))
    assert (
        dict(zip(FigureKey, view.columns[0].values, strict=True))[FigureKey.EUR_EACH]
        is None
    )
    assert {row.key: row.change for row in view.beside}[BesideKey.KM] is None

"""The page of plans: walked by keyboard, compared in words, never left half-way."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.codes import CostLine, RevisionState
from console.viewmodels.comparison import Pair, Sort
from console.viewmodels.plan_list import PlansView
from widgets.common.handing import SORTS
from widgets.common.marked import DASH
from widgets.common.theme import Theme
from widgets.compare.naming import NameDialog
from widgets.compare.page import PlansPage
from widgets.compare.sample import sample
from widgets.compare.words import STATES, TOTALS, change, verdict

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def page(qtbot: QtBot) -> PlansPage:
    made = PlansPage(LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show_view(sample())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_without_a_plan_it_says_so(page: PlansPage) -> None:
    page.show_view(PlansView())
    assert page.empty.isVisible()
    assert not page.plans.isVisible()
    assert not page.keep.isEnabled()


def test_walking_the_list_compares_with_the_one_that_is_fixed(
    page: PlansPage, qtbot: QtBot
) -> None:
    assert page.plans.current == sample().lines[0]
    page.plans.setFocus()
    with qtbot.waitSignal(page.pair_wanted) as walked:
        qtbot.keyClick(page.plans, Qt.Key.Key_Down)
    assert walked.args == ["r2", "r3"]
    with qtbot.waitSignal(page.pair_wanted) as fixed:
        qtbot.keyClick(page.plans, Qt.Key.Key_Space)
    assert fixed.args == ["r3", "r3"]


def test_a_fixed_plan_alone_is_compared_with_nothing(page: PlansPage) -> None:
    page.show_view(replace(sample(), chosen="r2", comparison=None))
    assert not page.tabs.isVisible()
    assert not page.fix.isEnabled()


def test_better_and_worse_are_words_with_signs(page: PlansPage) -> None:
    assert page.figures.texts("cost_eur")[3:] == ("+142.00 €", "worse")
    assert page.figures.texts("minutes")[3:] == (f"{MINUS}98 min", "better")
    assert page.figures.texts("parcels")[3:] == (DASH, "")
    assert page.figures.texts("lockers")[3:] == ("+14", "")
    assert page.figures.texts("cargo_bike")[3:] == (f"{MINUS}239", "")
    assert verdict(Pair("parcels", 3, 5)) == "better"
    assert change(Pair("cost_eur", 1.001, 1.002)) == DASH


def test_what_is_offered_goes_by_what_it_is(page: PlansPage, qtbot: QtBot) -> None:
    offered = {
        "r4": ("Work on this", True, True),
        "r3": ("In hand", False, True),
        "r2": ("Back to what is published", True, False),
        "r1": ("Take up again", True, False),
        "r5": ("Take up again", True, False),
    }
    for name, (verb, enabled, draft) in offered.items():
        page.plans.go_to(name)
        assert page.work_on.text() == verb
        assert page.work_on.isEnabled() is enabled
        assert page.rename.isEnabled() is draft
        assert page.drop.isEnabled() is draft
    page.plans.go_to("r4")
    page.plans.setFocus()
    with qtbot.waitSignal(page.work_on_wanted) as worked:
        qtbot.keyClick(page.plans, Qt.Key.Key_Return)
    assert worked.args == ["r4"]
    with qtbot.waitSignal(page.rename_wanted) as renamed:
        qtbot.keyClick(page.plans, Qt.Key.Key_F2)
    assert renamed.args == ["r4"]
    with qtbot.waitSignal(page.drop_wanted) as dropped:
        qtbot.keyClick(page.plans, Qt.Key.Key_Delete)
    assert dropped.args == ["r4"]
    with qtbot.waitSignal(page.keep_wanted):
        qtbot.keyClick(page.plans, Qt.Key.Key_Insert)


def test_while_something_runs_nothing_is_begun(page: PlansPage) -> None:
    page.show_view(replace(sample(), busy=True))
    buttons = (page.keep, page.work_on, page.duplicate, page.rename, page.drop)
    assert not any(button.isEnabled() for button in buttons)


def test_enter_shows_a_parcel_that_goes_otherwise(
    page: PlansPage, qtbot: QtBot
) -> None:
    page.tabs.setCurrentWidget(page.parcels)
    page.parcels.selectRow(3)
    with qtbot.waitSignal(page.parcel_wanted) as wished:
        qtbot.keyClick(page.parcels, Qt.Key.Key_Return)
    assert wished.args == ["p3"]
    page.tabs.setCurrentWidget(page.late)
    words = [page.late.rows.columns[1].text(row) for row in page.late.rows.rows]
    assert words == ["late in both", "late anew", "late anew", "no longer late"]


def test_a_new_list_leaves_the_keyboard_where_it_is(page: PlansPage) -> None:
    view = sample()
    page.plans.go_to("r2")
    page.show_view(replace(view, lines=view.lines[1:], chosen="r2"))
    line = page.plans.current
    assert line is not None
    assert str(line.id) == "r2"
    page.show_view(replace(view, chosen="r1"))
    line = page.plans.current
    assert line is not None
    assert str(line.id) == "r1"


def test_where_there_is_room_both_stand_side_by_side(
    page: PlansPage, qtbot: QtBot
) -> None:
    assert page.tabs.count() == 4
    page.resize(1920, 980)
    qtbot.waitUntil(lambda: page.tabs.count() == 3)
    assert page.figures.isVisible()
    assert page.parcels.isVisible()
    page.resize(1366, 690)
    qtbot.waitUntil(lambda: page.tabs.count() == 4)


def test_a_name_is_wanted(qtbot: QtBot) -> None:
    dialog = NameDialog("Keep", "", "", LIGHT)
    qtbot.addWidget(dialog)
    assert not dialog.yes.isEnabled()
    dialog.name.setText("  by van ")
    with qtbot.waitSignal(dialog.named) as named:
        dialog.yes.click()
    assert named.args == ["by van"]


def test_everything_has_words() -> None:
    assert set(STATES) == set(RevisionState)
    assert set(SORTS) == set(Sort)
    found = sample().comparison
    assert found is not None
    assert set(TOTALS) == {pair.name for pair in found.totals}
    assert {pair.name for pair in found.costs} <= {line.value for line in CostLine}

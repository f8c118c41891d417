"""Closing: many rows at once by key, a button that says what it does, ways out."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.closing_page import Hindrance
from console.viewmodels.codes import OpenKind, Outcome
from console.viewmodels.moving import TargetKind
from widgets.common.theme import Theme
from widgets.days.closing import ClosePage
from widgets.days.move import MoveDialog
from widgets.days.reopen import ReopenDialog
from widgets.days.sample import close_view, closed_view, move_view

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")


@pytest.fixture
def page(qtbot: QtBot) -> ClosePage:
    made = ClosePage(close_view(), LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.table.setFocus()
    return made


def test_the_button_says_what_will_happen(page: ClosePage, qtbot: QtBot) -> None:
    assert page.yes.text() == (
        "Close: carry 30 over to Mon 23 Nov, send 2 back, 1 to search,"
        " leave 5 where they are"
    )
    with qtbot.waitSignal(page.close_wanted):
        page.yes.click()


def test_many_at_once_by_key(page: ClosePage, qtbot: QtBot) -> None:
    page._chips[OpenKind.HELD].click()
    assert page.table.rows.rowCount() == 6
    page.table.selectAll()
    with qtbot.waitSignal(page.outcome_wanted) as wished:
        qtbot.keyClick(page.table, Qt.Key.Key_B)
    keys, outcome = wished.args
    held = [r.key for r in close_view().open.rows if r.kind is OpenKind.HELD]
    assert list(keys) == held
    assert outcome == Outcome.SEND_BACK.value


def test_only_rows_that_allow_it_are_meant(page: ClosePage, qtbot: QtBot) -> None:
    page.table.selectAll()
    with qtbot.waitSignal(page.outcome_wanted) as wished:
        page.buttons[Outcome.LEAVE].click()
    rows = {row.key: row for row in close_view().open.rows}
    assert {rows[key].kind for key in wished.args[0]} == {
        OpenKind.OVERDUE,
        OpenKind.IN_DOUBT,
    }
    page._chips[OpenKind.RETURNING].click()
    page.table.selectRow(0)
    assert not page.buttons[Outcome.CARRY_OVER].isEnabled()
    assert page.buttons[Outcome.SEND_BACK].isEnabled()


def test_the_chosen_rows_stay_chosen(page: ClosePage) -> None:
    page.table.selectRow(3)
    keys = page.keys
    rows = tuple(
        replace(row, outcome=Outcome.SEARCH) if row.key in keys else row
        for row in close_view().open.rows
    )
    page.show_view(replace(close_view(), open=replace(close_view().open, rows=rows)))
    assert page.keys == keys
    assert "2 to search" in page.yes.text()


def test_what_hinders_is_said_with_the_way_out(page: ClosePage, qtbot: QtBot) -> None:
    listed = replace(close_view().open, waiting=3)
    shut = replace(close_view(), open=listed, hindrance=Hindrance.CHANGES)
    page.show_view(shut)
    assert not page.yes.isEnabled()
    assert page.side.hindered.text() == "3 changes wait to be decided"
    with qtbot.waitSignal(page.changes_wanted):
        page.side.way_out.click()
    page.show_view(replace(shut, hindrance=Hindrance.FUTURE))
    assert not page.side.way_out.isVisible()
    assert page.side.hindered.isVisible()


def test_a_closed_day_goes_on_or_is_opened_again(page: ClosePage, qtbot: QtBot) -> None:
    page.show_view(closed_view())
    assert not page.yes.isVisible()
    assert not any(action.isEnabled() for action in page._actions)
    with qtbot.waitSignal(page.day_wanted) as wished:
        page.side.next.click()
    assert wished.args == [closed_view().open.next_day]
    with qtbot.waitSignal(page.reopen_wanted):
        page.side.again.click()


def test_while_it_is_closed_nothing_else_is_chosen(page: ClosePage) -> None:
    page.show_view(replace(close_view(), busy=True))
    assert not page.yes.isEnabled()
    assert not page.buttons[Outcome.CARRY_OVER].isEnabled()


def test_opening_again_needs_a_reason(qtbot: QtBot) -> None:
    dialog = ReopenDialog("Sat 21 Nov", LIGHT)
    qtbot.addWidget(dialog)
    dialog.reason.setText("   ")
    assert not dialog.yes.isEnabled()
    dialog.reason.setText(" A van came back late ")
    with qtbot.waitSignal(dialog.reopen_confirmed) as wished:
        dialog.yes.click()
    assert wished.args == ["A van came back late"]


def test_where_to_is_chosen_by_keys(qtbot: QtBot) -> None:
    dialog = MoveDialog(move_view(), LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert "14" in dialog.heading.text()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.move_confirmed) as wished:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert wished.args == [TargetKind.WAVE.value, "w2"]


def test_any_other_day_can_be_meant(qtbot: QtBot) -> None:
    dialog = MoveDialog(move_view(), LIGHT)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.move_confirmed) as wished:
        dialog.other.click()
    assert wished.args == [TargetKind.DAY.value, "2026-11-22"]


def test_what_cannot_be_moved_is_said(qtbot: QtBot) -> None:
    dialog = MoveDialog(replace(move_view(), parcels=0, stuck=3), LIGHT)
    qtbot.addWidget(dialog)
    assert not dialog.yes.isEnabled()
    assert not dialog.other.isEnabled()

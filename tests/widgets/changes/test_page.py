"""The queue of changes: decided by keys and buttons, said in words and signs."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.changes import FieldEdit
from console.viewmodels.codes import ChangeKind, ChangeState
from widgets.changes import words
from widgets.changes.page import NOTHING, ChangesPage
from widgets.changes.rejecting import USUAL, RejectDialog
from widgets.changes.sample import sample
from widgets.common.marked import DASH
from widgets.common.theme import Theme

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")
MINUS = "\N{MINUS SIGN}"
ARROW = "\N{RIGHTWARDS ARROW}"


@pytest.fixture
def page(qtbot: QtBot) -> ChangesPage:
    made = ChangesPage(LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show_view(sample())
    made.show()
    qtbot.waitExposed(made)
    made.table.setFocus()
    return made


def test_nothing_to_decide_says_so(page: ChangesPage) -> None:
    page.show_view(NOTHING)
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert not page.all.isVisible()


def test_one_is_accepted_by_enter_and_by_its_letter(
    page: ChangesPage, qtbot: QtBot
) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_A):
        with qtbot.waitSignal(page.accept_wanted) as wished:
            qtbot.keyClick(page.table, key)
        assert wished.args == [("c0",)]


def test_several_are_accepted_together(page: ChangesPage, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.accept.text() == "Accept 3"
    with qtbot.waitSignal(page.accept_wanted) as wished:
        page.accept.click()
    assert wished.args == [("c0", "c1", "c2")]
    with qtbot.waitSignal(page.accept_wanted) as everything:
        qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert everything.args == [("c0", "c1", "c2", "c3", "c4")]


def test_only_what_waits_is_accepted_and_only_what_was_is_taken_back(
    page: ChangesPage, qtbot: QtBot
) -> None:
    page.table.selectAll()
    with qtbot.waitSignal(page.take_back_wanted) as back:
        qtbot.keyClick(page.table, Qt.Key.Key_T)
    assert back.args == [("c5",)]
    page.table.go_to("c6")
    assert not page.accept.isEnabled()
    assert not page.reject.isEnabled()
    assert not page.take_back.isEnabled()


def test_a_rejection_wants_a_reason(page: ChangesPage, qtbot: QtBot) -> None:
    page.table.go_to("c1")
    qtbot.keyClick(page.table, Qt.Key.Key_R)
    (dialog,) = page.findChildren(RejectDialog)
    assert not dialog.yes.isEnabled()
    assert dialog.why.count() == len(USUAL)
    dialog.why.setEditText("  the customer called ")
    with qtbot.waitSignal(page.reject_wanted) as wished:
        dialog.yes.click()
    assert wished.args == [("c1",), "the customer called"]


def test_what_is_chosen_is_shown_in_the_panes(page: ChangesPage, qtbot: QtBot) -> None:
    page.table.go_to("c3")
    with qtbot.waitSignal(page.about_wanted) as wished:
        qtbot.keyClick(page.table, Qt.Key.Key_S)
    assert wished.args == ["parcel", "p3"]
    with qtbot.waitSignal(page.price_wanted):
        qtbot.keyClick(page.table, Qt.Key.Key_F5)


def test_while_something_runs_nothing_is_begun(page: ChangesPage) -> None:
    page.show_view(replace(sample(), busy=True, pricing=True))
    buttons = (page.accept, page.reject, page.all, page.price, page.take_back)
    assert not any(button.isEnabled() for button in buttons)
    assert "working out" in page.note.text()
    page.show_view(replace(sample(), stale=True))
    assert "changed since" in page.note.text()


def test_the_line_says_it_all(page: ChangesPage) -> None:
    rows = {str(row.id): row for row in sample().rows}
    assert words.cost(rows["c0"]) == "+3.12 €"
    assert words.cost(rows["c1"]) == f"{MINUS}2.41 €"
    assert words.cost(rows["c4"]) == "+182.40 €"
    assert words.cost(replace(rows["c4"], cost_eur=None)) == DASH
    assert words.best(rows["c0"]).endswith("Hub A4")
    assert words.best(rows["c2"]).endswith("door")
    assert words.breaks(rows["c2"]).endswith("12 min late")
    assert "43" in words.breaks(rows["c4"])
    assert "Too late" in words.breaks(rows["c6"])
    assert words.state(rows["c5"]).endswith("desk")
    edits = words.edits(rows["c2"])
    assert f"08:00{DASH}12:00 {ARROW} 13:00{DASH}17:00" in edits
    unknown = replace(rows["c2"], breaks="moon_phase", edits=(FieldEdit("x", "", "1"),))
    assert "moon phase" in words.breaks(unknown)
    assert words.edits(unknown) == f"x {DASH} {ARROW} 1"
    late = replace(rows["c2"], edits=(FieldEdit("late_from", "", "43200"),))
    assert words.edits(late).endswith(f"{DASH} {ARROW} 12:00")


def test_a_queue_that_moves_keeps_what_is_chosen(page: ChangesPage) -> None:
    view = sample()
    page.table.go_to("c2")
    flag = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().select(
        page.table.rows.index(3, 0), flag.Select | flag.Rows
    )
    page.show_view(replace(view, rows=view.rows[1:]))
    assert [str(row.id) for row in page.table.chosen] == ["c2", "c3"]
    page.show_view(replace(view, rows=view.rows[4:]))
    assert len(page.table.chosen) == 1


def test_everything_has_words() -> None:
    assert set(words.KINDS) == set(ChangeKind)
    assert set(words.STATES) == set(words.MARKS) == set(ChangeState)

"""The wizard's widgets: all keyboard, nothing hidden, wishes as signals."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.viewmodels.codes import Reason, ReasonCode
from console.viewmodels.importing import (
    CellEntry,
    FileState,
    ImportView,
    Issue,
    IssueRows,
    IssueState,
    IssuesView,
    Outcome,
    Progress,
    Step,
    TakeView,
)
from widgets.common.theme import Theme
from widgets.importing import sample
from widgets.importing.columns import HEAD_PX
from widgets.importing.fields import KEY
from widgets.importing.issues import IssueTable
from widgets.importing.page import ImportPage

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(qtbot: QtBot, step: Step) -> ImportPage:
    page = sample.page(LIGHT, step)
    qtbot.addWidget(page)
    page.resize(1354, 680)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.show_view(replace(sample.view(step), step=step))
    page.focus_step()
    return page


@pytest.mark.parametrize("step", list(Step))
def test_a_step_is_shown_and_the_keyboard_stands_in_it(qtbot, step):
    page = shown(qtbot, step)
    current = (page.files, page.columns, page.check, page.take)[int(step) - 1]
    assert current.isVisibleTo(page)
    assert page.steps.buttons[step].isEnabled()


def test_ctrl_enter_goes_on_and_alt_left_back(qtbot):
    page = shown(qtbot, Step.CHECK)
    with qtbot.waitSignal(page.step_wanted) as wish:
        qtbot.keyClick(
            page.check.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    assert wish.args == [Step.TAKE]
    with qtbot.waitSignal(page.step_wanted) as wish:
        qtbot.keyClick(
            page.check.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier
        )
    assert wish.args == [Step.COLUMNS]


def test_no_step_is_reachable_before_it_makes_sense(qtbot):
    page = sample.page(LIGHT)
    qtbot.addWidget(page)
    page.show_view(ImportView())
    assert not page.forth.isEnabled()
    assert not page.steps.buttons[Step.CHECK].isEnabled()
    assert page.files.empty.button.isVisibleTo(page)


def test_a_file_that_cannot_be_read_says_why_and_the_way_out(qtbot):
    page = shown(qtbot, Step.FILES)
    model = page.files.model
    states = [one.state for one in model.files]
    row = states.index(FileState.FAILED)
    page.files.table.selectRow(row)
    assert "PDF" in model.index(row, 2).data()
    assert "CSV" in page.files.advice.text()
    with qtbot.waitSignal(page.files.remove_wanted) as wish:
        qtbot.keyClick(page.files.table, Qt.Key.Key_Delete)
    assert wish.args == [model.files[row].number]


def test_a_workbook_of_several_sheets_offers_them(qtbot):
    page = shown(qtbot, Step.FILES)
    page.files.table.selectRow(1)
    assert page.files.sheet.isVisibleTo(page)
    assert page.files.sheet.currentText() == "Tour Nord"
    with qtbot.waitSignal(page.files.sheet_wanted) as wish:
        page.files.sheet.activated.emit(2)
    assert wish.args == [2, "Tour Süd"]


def test_a_field_is_chosen_by_typing(qtbot):
    page = shown(qtbot, Step.COLUMNS)
    step = page.columns
    assert step.table.currentIndex().column() == 2, "the first that is not sure"
    qtbot.keyClick(step.table, Qt.Key.Key_W)
    assert step.chooser.isVisible()
    qtbot.keyClicks(step.chooser.typed, "ei")
    assert step.chooser.list.item(0).data(KEY) == "mass"
    with qtbot.waitSignal(step.field_wanted) as wish:
        qtbot.keyClick(step.chooser.typed, Qt.Key.Key_Return)
    assert wish.args == [1, 2, "mass"]
    assert not step.chooser.isVisible()
    with qtbot.waitSignal(step.field_wanted) as wish:
        qtbot.keyClick(step.table, Qt.Key.Key_Delete)
    assert wish.args == [1, 2, ""]


def test_no_field_above_a_column_is_clipped(qtbot):
    page = shown(qtbot, Step.COLUMNS)
    head = page.columns.head
    assert head.sizeHint().height() == HEAD_PX
    assert all(head.sectionSize(i) >= 90 for i in range(head.count()))


def test_what_is_missing_is_named(qtbot):
    page = shown(qtbot, Step.COLUMNS)
    page.columns.show_columns(replace(sample.COLUMNS, missing=("id", "mass")))
    assert "a parcel id, a weight" in page.columns.missing.text()


def test_digits_take_a_place_and_letters_decide(qtbot):
    page = shown(qtbot, Step.CHECK)
    table, detail = page.check.table, page.check.detail
    table.setFocus()
    with qtbot.waitSignal(detail.suggestion_wanted) as wish:
        qtbot.keyClick(table, Qt.Key.Key_2)
    assert wish.args == [1]
    with qtbot.assertNotEmitted(detail.suggestion_wanted):
        qtbot.keyClick(table, Qt.Key.Key_9)
    for key, signal in (
        (Qt.Key.Key_H, detail.hold_wanted),
        (Qt.Key.Key_X, detail.leave_out_wanted),
        (Qt.Key.Key_P, detail.pin_wanted),
    ):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(table, key)
    with qtbot.waitSignal(page.check.next_wanted) as wish:
        qtbot.keyClick(table, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert wish.args == [-1]
    qtbot.keyClick(table, Qt.Key.Key_A)
    assert detail.same.isChecked()


def test_letters_in_a_field_are_letters(qtbot):
    page = shown(qtbot, Step.CHECK)
    detail = page.check.detail
    detail.search.setFocus()
    with (
        qtbot.assertNotEmitted(detail.suggestion_wanted),
        qtbot.assertNotEmitted(detail.hold_wanted),
        qtbot.waitSignal(detail.searched) as wish,
    ):
        qtbot.keyClicks(detail.search, "Hox 12")
    assert wish.args == ["Hox 12"]
    with qtbot.waitSignal(detail.suggestion_wanted) as wish:
        qtbot.keyClick(detail.search, Qt.Key.Key_Return)
    assert wish.args == [0]


def test_a_cell_is_mended_in_place_and_put_back(qtbot):
    page = shown(qtbot, Step.CHECK)
    detail = page.check.detail
    page.check.show_detail(sample.cell_detail())
    detail.focus_work()
    field = detail.fields["size"]
    qtbot.waitUntil(field.hasFocus)
    assert "not a number" in field.toolTip()
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "30 x 20"
    field.selectAll()
    qtbot.keyClicks(field, "30 x 20 x 10")
    with qtbot.waitSignal(detail.cell_wanted) as wish:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wish.args == ["size", "30 x 20 x 10"]


def test_the_first_cell_is_the_one_that_is_wrong(qtbot):
    detail = sample.cell_detail()
    assert isinstance(detail.cells[0], CellEntry)
    page = shown(qtbot, Step.CHECK)
    page.check.show_detail(detail)
    assert not page.check.detail.cards
    assert not page.check.detail.search.isVisibleTo(page)


def test_chips_count_what_is_open_and_filter(qtbot):
    page = shown(qtbot, Step.CHECK)
    check = page.check
    QAbstractItemModelTester(check.model, FATAL, check)
    assert check.model.rowCount() == 10
    chip = check._chips[ReasonCode.ADDRESS_UNSURE]
    assert "2" in chip.accessibleName()
    chip.click()
    assert check.model.rowCount() == 3
    check.open_only.click()
    assert check.model.rowCount() == 2
    check._chips[None].click()
    assert check.model.rowCount() == 7
    assert page.check.counts[Outcome.HELD].text() == "Held 9"


def test_the_list_follows_what_is_decided(qtbot):
    page = shown(qtbot, Step.CHECK)
    view = page.view
    asked: list[int] = []
    page.check.issue_wanted.connect(asked.append)
    decided = view.issues.with_states({1: IssueState.SETTLED})
    page.show_view(replace(view, issues=decided))
    assert asked == [], "what is only shown is not asked for"
    page.check.table.selectRow(4)
    assert asked == [4]


def test_the_button_says_what_will_happen(qtbot):
    page = shown(qtbot, Step.TAKE)
    assert page.forth.text() == "Take in 587, hold 9, leave 4 out"
    assert "changes to accept" in page.take.published.text()
    with qtbot.waitSignal(page.take_wanted):
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(page.take.save_wanted):
        qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.show_view(replace(page.view, take=replace(page.view.take, busy=True)))
    assert not page.forth.isEnabled(), "once is enough"
    page.show_view(
        replace(page.view, take=replace(page.view.take, busy=False, taken=True))
    )
    assert page.forth.text() == "Finish"


def test_there_is_nothing_to_take_from_nothing(qtbot):
    page = shown(qtbot, Step.TAKE)
    page.show_view(replace(page.view, take=TakeView(), issues=IssuesView()))
    assert not page.forth.isEnabled()


def test_the_check_tells_how_far_it_is(qtbot):
    page = shown(qtbot, Step.CHECK)
    page.show_view(
        replace(page.view, progress=Progress(250, 1000), issues=IssuesView())
    )
    assert page.check.progress.value() == 250
    assert "250 of 1\N{NO-BREAK SPACE}000" in page.check.empty.text.text()


def test_esc_leaves_the_page_whatever_has_the_keyboard(qtbot):
    page = shown(qtbot, Step.CHECK)
    for widget in (page.check.table, page.forth):
        widget.setFocus()
        with qtbot.waitSignal(page.closed):
            qtbot.keyClick(widget, Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_nothing_is_wider_than_a_small_screen(qtbot, name):
    for step in Step:
        page = sample.page(Theme.load(name), step)
        qtbot.addWidget(page)
        page.check.set_map(QWidget())
        assert page.minimumSizeHint().width() <= 1354
        assert page.minimumSizeHint().height() <= 670


def test_many_problems_are_a_valid_model(qtbot):
    codes = (ReasonCode.NOT_A_NUMBER, ReasonCode.ADDRESS_NOT_FOUND)
    rows = IssueRows.made(
        [
            Issue((1, n), f"P{n}", "street", "x", Reason(codes[n % 2]))
            for n in range(2_000)
        ]
    )
    view = IssuesView(rows, np.zeros(2_000, dtype=np.uint8))
    model = IssueTable()
    QAbstractItemModelTester(model, FATAL, model)
    model.show(view, {})
    changes: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda a, b: changes.append((a.row(), b.row())))
    model.show(view.with_states({5: IssueState.HELD, 7: IssueState.HELD}), {})
    assert changes == [(5, 7)]
    model.filter(codes[1], settled=False)
    assert model.rowCount() == 998
    assert model.row_of(5) == -1
    assert model.issue(model.row_of(9)) == 9

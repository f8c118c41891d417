"""The month: the keyboard walks along its days, a click and Enter are wishes."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.codes import DayState, OpenKind, Outcome
from console.viewmodels.day_calendar import DayCell, month_view
from widgets.common.theme import Theme
from widgets.days.month import MonthGrid, in_month
from widgets.days.sample import TODAY, days_view
from widgets.days.words import (
    CLOSING,
    KINDS,
    OUTCOME_KEYS,
    OUTCOME_MARKS,
    OUTCOMES,
    STATE_MARKS,
    STATES,
    cell_words,
    is_late,
    state_word,
)

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")


@pytest.fixture
def grid(qtbot: QtBot) -> MonthGrid:
    made = MonthGrid(LIGHT)
    qtbot.addWidget(made)
    view = days_view()
    made.show_month(view.month, view.chosen, view.today)
    made.resize(860, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize(
    ("key", "on"),
    [
        (Qt.Key.Key_Left, TODAY - timedelta(days=1)),
        (Qt.Key.Key_Right, TODAY + timedelta(days=1)),
        (Qt.Key.Key_Up, TODAY - timedelta(days=7)),
        (Qt.Key.Key_Down, TODAY + timedelta(days=7)),
        (Qt.Key.Key_PageUp, date(2026, 10, 21)),
        (Qt.Key.Key_PageDown, date(2026, 12, 21)),
    ],
)
def test_keys_walk_along_the_days(
    grid: MonthGrid, qtbot: QtBot, key: Qt.Key, on: date
) -> None:
    with qtbot.waitSignal(grid.day_chosen) as wished:
        qtbot.keyClick(grid, key)
    assert wished.args == [on]


def test_home_is_today_and_enter_opens(grid: MonthGrid, qtbot: QtBot) -> None:
    other = TODAY + timedelta(days=2)
    view = days_view()
    grid.show_month(view.month, other, view.today)
    with qtbot.waitSignal(grid.day_wanted) as opened:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert opened.args == [other]
    with qtbot.waitSignal(grid.day_chosen) as wished:
        qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert wished.args == [TODAY]


def test_a_click_chooses_and_two_open(grid: MonthGrid, qtbot: QtBot) -> None:
    on = date(2026, 11, 24)
    at = grid.cell_box(on).center().toPoint()
    with qtbot.waitSignal(grid.day_chosen) as wished:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=at)
    assert wished.args == [on]
    with qtbot.waitSignal(grid.day_wanted) as opened:
        qtbot.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [on]


def test_who_cannot_see_it_hears_the_day(grid: MonthGrid) -> None:
    said = grid.accessibleDescription()
    assert "Saturday 21 November" in said
    assert "on the road" in said
    assert "1\N{NO-BREAK SPACE}842 parcels" in said


def test_a_past_day_that_nobody_closed_is_late() -> None:
    month = days_view().month
    cells = [cell for week in month.weeks for cell in week]
    late = [cell.date for cell in cells if is_late(cell, TODAY)]
    assert late == [date(2026, 11, 11)]
    first = next(cell for cell in cells if cell.date == late[0])
    assert state_word(first, TODAY) == "not closed"
    assert "3 to settle" in cell_words(first, TODAY)


def test_a_shorter_month_has_its_last_day() -> None:
    assert in_month(date(2026, 2, 1), 31) == date(2026, 2, 28)
    assert in_month(date(2028, 2, 1), 31) == date(2028, 2, 29)


def test_a_day_without_work_says_so() -> None:
    off = frozenset({date(2026, 11, 22)})
    month = month_view(TODAY, (), today=TODAY, off=off)
    cell = month.cell(date(2026, 11, 22))
    assert isinstance(cell, DayCell)
    assert state_word(cell, TODAY) == "no work"


def test_everything_has_words_and_shapes() -> None:
    assert set(STATES) == set(STATE_MARKS) == set(DayState)
    assert len({mark.shape for mark in STATE_MARKS.values()}) == len(DayState)
    assert set(KINDS) == set(OpenKind)
    assert set(OUTCOMES) == set(OUTCOME_MARKS) == set(CLOSING) == set(Outcome)
    assert len({mark.shape for mark in OUTCOME_MARKS.values()}) == len(Outcome)
    assert len(set(OUTCOME_KEYS.values())) == len(Outcome)

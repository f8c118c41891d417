"""The page of figures: what it says before, while and after a comparison."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.analysis import (
    AnalysisView,
    Beside,
    BesideKey,
    ColumnKind,
    FigureKey,
)
from console.viewmodels.status import RunView
from widgets.analysis.page import AnalysisPage
from widgets.analysis.sample import sample
from widgets.analysis.words import change, column_name, figure
from widgets.common.marked import DASH
from widgets.common.theme import Theme

pytestmark = pytest.mark.gui
MINUS = "\N{MINUS SIGN}"
LIGHT = Theme.load("light")


@pytest.fixture
def page(qtbot: QtBot) -> AnalysisPage:
    made = AnalysisPage(LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 660)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_without_a_plan_it_says_so(page: AnalysisPage) -> None:
    assert page.empty.isVisible()
    assert not page.compare.isVisible()


def test_figures_stand_at_once_and_all_door_is_asked_for(
    page: AnalysisPage, qtbot: QtBot
) -> None:
    whole = sample()
    columns = tuple(c for c in whole.columns if c.kind is not ColumnKind.ALL_DOOR)
    page.show_view(replace(whole, columns=columns, beside=()))
    assert page.table.text(FigureKey.TO_LOCKERS, 3) == "277"
    assert page.table.text(FigureKey.CO2_EACH, 0) == "75 g"
    assert not page.bars.isVisible()
    with qtbot.waitSignal(page.compare_wanted):
        page.compare.click()


def test_a_running_comparison_can_be_stopped(page: AnalysisPage, qtbot: QtBot) -> None:
    run = RunView(12.4, 1234.5, 400)
    page.show_view(replace(sample(), beside=(), run=run, busy=True))
    assert "12 s" in page.beside_note.text()
    assert not page.compare.isEnabled()
    with qtbot.waitSignal(page.stop_wanted):
        page.stop.click()


def test_a_plan_changed_since_is_told(page: AnalysisPage) -> None:
    page.show_view(sample())
    said = page.beside_note.text()
    page.show_view(replace(sample(), stale=True))
    assert page.beside_note.text() != said
    assert page.bars.isVisible()
    assert f"{MINUS}33" in page.bars.accessibleName()


def test_parcels_left_over_are_no_saving(page: AnalysisPage) -> None:
    page.show_view(replace(sample(), left=(0, 0)))
    said = page.beside_note.text()
    page.show_view(sample())
    assert "6" in page.beside_note.text().removeprefix(said)


def test_the_keyboard_leaves_it(page: AnalysisPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_every_row_and_unknown_modes_have_words() -> None:
    for key in FigureKey:
        assert figure(key, 1.0)
        assert figure(key, None) == DASH
    unknown = replace(sample().columns[0], mode="cable_car")
    assert column_name(unknown) == "Cable car"
    assert change(Beside(BesideKey.KM, 0.0, 0.0).change) == DASH
    assert change(0.0) == "±0\N{NO-BREAK SPACE}%"
    assert AnalysisView().columns == ()

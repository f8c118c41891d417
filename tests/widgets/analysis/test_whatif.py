"""The parts "What if" and "Fleet": choosing, adding, what was found, the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.planning.scenario_text import PRESETS, WHOLE
from console.planning.scenarios import ScenarioCode
from console.viewmodels.status import RunView
from console.viewmodels.whatif import FleetChange, FleetRow, WhatIfKey
from widgets.analysis.page import AnalysisPage
from widgets.analysis.sample import sample, whatif
from widgets.analysis.words import WHATIF_NAMES, fleet_change, fleet_more, whatif_value
from widgets.common.marked import DASH
from widgets.common.scenarios import (
    MEANINGS,
    NAMES,
    REFUSALS,
    scenario_meaning,
    scenario_name,
    scenario_refused,
)
from widgets.common.theme import Theme

pytestmark = pytest.mark.gui
LIGHT, DARK = Theme.load("light"), Theme.load("dark")
RUN = RunView(12.4, 1234.5, 400)


@pytest.fixture
def page(qtbot: QtBot) -> AnalysisPage:
    made = AnalysisPage(LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 660)
    made.show_view(whatif())
    made.parts.setCurrentIndex(1)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_ticked_scenarios_are_asked_for_in_their_order(
    page: AnalysisPage, qtbot: QtBot
) -> None:
    part = page.whatif
    assert part.ticked() == ("all-door", "all-locker")
    part.list.setFocus()
    part.list.setCurrentRow(0)
    qtbot.keyClick(part.list, Qt.Key.Key_Space)
    with qtbot.waitSignal(part.compare_wanted) as asked:
        part.compare.click()
    assert asked.args == [("mixed", "all-door", "all-locker")]
    assert "3" in part.compare.text()


def test_what_is_ticked_stays_when_results_come(page: AnalysisPage) -> None:
    part = page.whatif
    part.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    page.show_view(replace(whatif(), busy=True))
    assert part.ticked() == ("all-locker",)
    assert not part.compare.isEnabled()
    part.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    page.show_view(whatif())
    assert not part.compare.isEnabled()


def test_another_is_added_by_enter(page: AnalysisPage, qtbot: QtBot) -> None:
    part = page.whatif
    part.another.setText(" fleet:van=2 ")
    with qtbot.waitSignal(part.add_wanted) as asked:
        qtbot.keyClick(part.another, Qt.Key.Key_Return)
    assert asked.args == [" fleet:van=2 "]
    part.show_fault("no such van")
    assert part.fault.isVisible()
    view = whatif()
    names = (*view.whatif.names, "fleet:van=2")
    page.show_view(replace(view, whatif=replace(view.whatif, names=names)))
    part.take("fleet:van=2")
    assert not part.fault.isVisible()
    assert part.another.text() == ""
    assert part.ticked() == ("all-door", "all-locker", "fleet:van=2")


def test_a_search_is_told_and_stopped(page: AnalysisPage, qtbot: QtBot) -> None:
    view = whatif()
    running = replace(view.whatif, running="all-locker", waiting=2, run=RUN)
    page.show_view(replace(view, busy=True, whatif=running))
    said = page.whatif.said.text()
    assert scenario_name("all-locker") in said
    assert "12 s" in said
    assert "2" in said
    with qtbot.waitSignal(page.whatif.stop_wanted):
        page.whatif.stop.click()
    assert not page.compare.isEnabled()


def test_the_table_says_every_figure(page: AnalysisPage) -> None:
    rows = {name: texts for name, texts, _ in page.whatif.table.rows()}
    assert rows[WHATIF_NAMES[WhatIfKey.LOCKERS]][0] == "47.6\N{NO-BREAK SPACE}%"
    assert rows["Whole cost"][1].startswith("3")
    assert rows["beside this plan"][0] == ""
    assert rows["beside this plan"][-1] == DASH
    assert rows["Van"] == ("5", "7", "4", "6", "5")
    notes = page.whatif.notes.text()
    assert "141" in notes
    assert "failure_share" in notes
    assert "van, cargo-bike, walker" in page.whatif.said.text()


def test_it_fits_a_small_screen(page: AnalysisPage) -> None:
    table = page.whatif.table
    assert table.sizeHint().width() <= table.parentWidget().width()
    page.set_theme(DARK)
    assert page.whatif.table.rows()


def test_the_fleet_is_priced_when_asked(page: AnalysisPage, qtbot: QtBot) -> None:
    page.parts.setCurrentIndex(2)
    part = page.fleet
    with qtbot.waitSignal(part.price_wanted):
        part.price.click()
    assert "Van 4" in part.advice.text()
    view = whatif()
    van = view.fleet.rows[0]
    assert part.texts(van)[4] == "1 idle"
    assert "4 more left over" in part.texts(van)[3]
    page.show_view(replace(view, busy=True, fleet=replace(view.fleet, run=RUN, of=7)))
    assert not part.price.isEnabled()
    assert "1 of about 7" in part.said.text()
    with qtbot.waitSignal(part.stop_wanted):
        part.stop.click()
    dear = replace(view.fleet, advised_cost=view.fleet.cost, stale=True)
    page.show_view(replace(view, fleet=dear))
    assert "instead" not in part.advice.text()
    assert "again" in part.said.text()
    page.show_view(sample())
    assert not part.advice.isVisible()


def test_everything_has_words() -> None:
    for key in WhatIfKey:
        assert whatif_value(key, 1.0)
        assert whatif_value(key, None) == DASH
    offered = {*WHOLE, *(f"preset:{name}" for name in PRESETS)}
    assert offered == set(NAMES) == set(MEANINGS)
    assert {code.value for code in ScenarioCode} == set(REFUSALS)
    assert scenario_name("fleet:van=1") == "fleet:van=1"
    assert scenario_meaning("fleet:van=1") == ""
    assert scenario_refused("odd", ["a", "b"]) == "odd: a: b"
    assert "a" in scenario_refused("scenario_no_vehicle", ["a"])
    assert fleet_change(None) == DASH
    assert fleet_change(FleetChange(0.0, -2)).startswith("±")
    assert fleet_more(FleetRow("Van", 2, 2, None, None, 2)) == DASH

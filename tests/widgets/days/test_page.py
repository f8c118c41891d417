"""The page of days: what may be done with the day looked at, and the waves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.days_page import ReadOnly, WaveField
from widgets.common.theme import Theme
from widgets.days.page import DaysPage
from widgets.days.sample import TODAY, days_view, figures

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")
NOT_CLOSED = date(2026, 11, 11)


@pytest.fixture
def page(qtbot: QtBot) -> DaysPage:
    made = DaysPage(days_view(), LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_open_day_is_open_and_may_be_closed(page: DaysPage, qtbot: QtBot) -> None:
    assert not page.open.isEnabled()
    with qtbot.waitSignal(page.close_wanted) as wished:
        page.close_day.click()
    assert wished.args == [TODAY]


def test_another_day_is_opened(page: DaysPage, qtbot: QtBot) -> None:
    monday = TODAY + timedelta(days=2)
    page.show_view(replace(days_view(), chosen=monday))
    assert not page.close_day.isVisible()
    with qtbot.waitSignal(page.day_wanted) as wished:
        page.open.click()
    assert wished.args == [monday]


def test_a_closed_day_is_said_to_be_read_only(page: DaysPage, qtbot: QtBot) -> None:
    before = TODAY - timedelta(days=1)
    page.show_view(replace(days_view(), chosen=before, figures=figures()))
    assert "closed" in page.remark.text()
    assert "1\N{NO-BREAK SPACE}797 handed over" in page.figures.text()
    assert "38 carried over to Mon 23 Nov" in page.figures.text()
    with qtbot.waitSignal(page.reopen_wanted) as wished:
        page.close_day.click()
    assert wished.args == [before]


def test_a_day_nobody_closed_says_so(page: DaysPage, qtbot: QtBot) -> None:
    page.show_view(replace(days_view(), chosen=NOT_CLOSED))
    assert "not closed" in page.remark.text()
    with qtbot.waitSignal(page.close_wanted):
        page.close_day.click()


def test_an_empty_past_day_is_not_made(page: DaysPage, qtbot: QtBot) -> None:
    page.show_view(replace(days_view(), chosen=date(2026, 11, 15)))
    assert not page.open.isEnabled()
    with qtbot.assertNotEmitted(page.day_wanted):
        page.month.day_wanted.emit(date(2026, 11, 15))


def test_several_depots_are_a_choice(page: DaysPage, qtbot: QtBot) -> None:
    assert page.depots.isVisible()
    with qtbot.waitSignal(page.depot_wanted) as wished:
        page.depots.activated.emit(1)
    assert wished.args == ["north"]
    page.show_view(replace(days_view(), depots=days_view().depots[:1]))
    assert not page.depots.isVisible()


def test_a_field_of_a_wave_is_told_once(page: DaysPage, qtbot: QtBot) -> None:
    heard: list[tuple[str, ...]] = []
    page.waves.field_changed.connect(lambda *said: heard.append(said))
    line = page.waves.lines["w3"].fields[WaveField.DEPARTURE]
    line.setFocus()
    qtbot.keyClicks(line, "16:30")
    page.show_view(days_view())
    assert line.text() == "16:30", "what is being typed is not replaced"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    page.month.setFocus()
    assert heard == [("w3", "departure", "16:30")]


def test_what_cannot_be_read_stays_with_its_reason(page: DaysPage) -> None:
    rows = days_view().waves
    wrong = replace(rows[2], wrong=WaveField.DEPARTURE, typed="noon")
    page.show_view(replace(days_view(), waves=(*rows[:2], wrong)))
    assert page.waves.lines["w3"].fields[WaveField.DEPARTURE].text() == "noon"
    assert "noon" in page.waves._wrong.text()
    page.show_view(days_view())
    assert not page.waves._wrong.isVisible()


def test_waves_are_chosen_and_only_empty_ones_dropped(
    page: DaysPage, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.waves.wave_wanted) as wished:
        page.waves.lines["w1"].chosen.click()
    assert wished.args == ["w1"]
    seen = {name: line.drop.isVisible() for name, line in page.waves.lines.items()}
    assert seen == {"w1": False, "w2": False, "w3": True}
    with qtbot.waitSignal(page.waves.drop_wanted) as gone:
        page.waves.lines["w3"].drop.click()
    assert gone.args == ["w3"]


def test_what_is_in_no_wave_can_be_put_into_one(page: DaysPage, qtbot: QtBot) -> None:
    assert page.pool.text() == "Put all 12 into wave 2"
    with qtbot.waitSignal(page.pool_wanted):
        page.pool.click()
    page.show_view(replace(days_view(), pool=0))
    assert not page.pool.isVisible()


def test_nothing_of_a_closed_day_can_be_typed(page: DaysPage) -> None:
    page.show_view(replace(days_view(), read_only=ReadOnly.CLOSED))
    assert not page.add_wave.isEnabled()
    assert not page.pool.isEnabled()
    assert "closed" in page.waves_note.text()
    fields = [f for line in page.waves.lines.values() for f in line.fields.values()]
    assert all(field.isReadOnly() for field in fields)

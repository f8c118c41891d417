"""The window around a day: its state in the top bar, what it lets a person do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.days_page import ReadOnly
from widgets import samples
from widgets.__main__ import desk
from widgets.common.theme import Theme
from widgets.window import DeskWindow

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")
OF_THE_DAY = ("plan", "publish", "import", "move")


@pytest.fixture
def window(qtbot: QtBot) -> DeskWindow:
    made = desk(LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("why", [ReadOnly.CLOSED, ReadOnly.OVER])
def test_a_day_that_is_read_only_says_why_at_every_command(
    window: DeskWindow, why: ReadOnly
) -> None:
    actions, panes = window.actions_by_name, window.panes
    panes.parcels.select(("p482119",))  # type: ignore[attr-defined]
    assert all(actions[name].isEnabled() for name in OF_THE_DAY)
    assert not window.top.shut.isVisible()
    window.show_top(replace(samples.top(), read_only=why))
    assert window.top.shut.isVisible()
    assert not any(actions[name].isEnabled() for name in OF_THE_DAY)
    word = "closed" if why is ReadOnly.CLOSED else "over"
    assert all(word in actions[name].toolTip() for name in OF_THE_DAY)
    assert not window.top.plan.isEnabled()
    pane = panes.parcels._actions  # type: ignore[attr-defined]
    assert not any(action.isEnabled() for action in pane)
    assert all(word in action.toolTip() for action in pane)
    assert panes.board.canvas.fixed  # type: ignore[attr-defined]
    assert actions["close_day"].isEnabled()
    window.show_top(samples.top())
    assert all(actions[name].isEnabled() for name in OF_THE_DAY)
    assert not panes.board.canvas.fixed  # type: ignore[attr-defined]


def test_the_day_in_the_top_bar_leads_to_the_days(
    window: DeskWindow, qtbot: QtBot
) -> None:
    assert window.top.day.text() == "Sat 21 Nov · Wave 2"
    with qtbot.waitSignal(window.days_wanted):
        window.top.day.click()
    window.activateWindow()
    with qtbot.waitSignal(window.days_wanted):
        qtbot.keyClick(window, Qt.Key.Key_F4)
    window.show_top(replace(samples.top(), wave_name="Afternoon"))
    assert window.top.day.text() == "Sat 21 Nov · Afternoon"


def test_waves_are_stepped_through_where_there_are_several(
    window: DeskWindow, qtbot: QtBot
) -> None:
    after = window.actions_by_name["wave_after"]
    assert not after.isEnabled()
    window.show_top(replace(samples.top(), waves=3))
    with qtbot.waitSignal(window.wave_step_wanted) as wished:
        after.trigger()
    assert wished.args == [1]


def test_a_wave_without_parcels_says_what_to_do(
    window: DeskWindow, qtbot: QtBot
) -> None:
    empty = replace(samples.top(), planned=False, wave_empty=True, pool=58)
    window.show_top(empty)
    card = window.no_plan
    assert "58" in card.text.text()
    assert not window.actions_by_name["plan"].isEnabled()
    with qtbot.waitSignal(window.pool_wanted):
        card.button.click()
    window.show_top(replace(empty, pool=0))
    assert card.isVisible()
    assert not card.button.isVisible()
    window.show_top(replace(samples.top(), planned=False, read_only=ReadOnly.CLOSED))
    assert not card.button.isVisible()

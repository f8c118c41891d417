"""Days at the desk: another day, waves, a closing, and what comes of it next day."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.conftest import opened
from widgets.days.page import DaysPage

pytestmark = pytest.mark.gui


async def days_page(room):
    """The page, opened by its key."""
    room.desk.window.actions_by_name["days"].trigger()
    await room.until(lambda: isinstance(room.desk.window.page, DaysPage))
    return room.desk.window.page


async def arrived(room):
    """The day in the panes is the one that was opened last, with its plan."""
    await room.idle()
    await room.desk.taken_up()
    await room.until(
        lambda: room.desk.moment.gathered.open_day == room.desk.looking.open_day
    )


async def test_another_day_and_a_wave(qapp, where):
    async with opened(where) as room:
        desk, today = room.desk, room.open_day.day.date
        page = await days_page(room)
        assert page.view.chosen == page.view.open_date == today
        QTest.keyClick(page.month, Qt.Key.Key_Right)
        await room.idle()
        tomorrow = today + timedelta(days=1)
        assert page.view.chosen == tomorrow
        QTest.keyClick(page.month, Qt.Key.Key_Return)
        await arrived(room)
        assert desk.window.page is None
        assert desk.looking.open_day.day.date == tomorrow
        assert f"{tomorrow.day}" in desk.window.top.day.text()
        page = await days_page(room)
        page.add_wave.click()
        await room.idle()
        assert [row.number for row in page.view.waves] == [1, 2]
        second = page.view.waves[1].id
        page.waves.field_changed.emit(second, "departure", "13.30")
        await room.idle()
        assert page.view.waves[1].departure == "13:30"
        page.waves.field_changed.emit(second, "departure", "noon")
        await room.idle()
        assert page.view.waves[1].typed == "noon"
        desk.wishes.undo()
        await room.idle()
        await room.until(lambda: page.view.waves[1].departure == "")
        page.waves.wave_wanted.emit(second)
        await arrived(room)
        assert desk.looking.open_day.wave.number == 2
        assert "Wave 2" in desk.window.top.day.text()
        desk.window.actions_by_name["wave_before"].trigger()
        await arrived(room)
        assert desk.looking.open_day.wave.number == 1
        assert desk.history.undo_name == ""

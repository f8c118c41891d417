"""Dialogs do not block, do not let slip, and answer by signals."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.common.theme import Theme
from widgets.dialogs.deposit import DepositDialog
from widgets.dialogs.open_door import OpenDoorDialog
from widgets.dialogs.pickup import PickupDialog
from widgets.samples import deposit_question, door_question

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")


def test_an_occupied_door_needs_its_cabinet_typed(qtbot: QtBot) -> None:
    dialog = OpenDoorDialog(door_question(), LIGHT)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.reason.setCurrentIndex(0)
    assert not dialog.yes.isEnabled()
    dialog.consent.setText("A4-2")
    assert not dialog.yes.isEnabled()
    dialog.consent.setText(" a4-1 ")
    assert dialog.yes.isEnabled()
    dialog.who.setText("  ")
    assert not dialog.yes.isEnabled()
    dialog.who.setText("Aino")
    with qtbot.waitSignal(dialog.open_confirmed) as wish:
        dialog.yes.click()
    assert wish.args == ["a4-014", "inspection", "Aino"]


def test_a_free_door_needs_a_reason_chosen_or_typed(qtbot: QtBot) -> None:
    dialog = OpenDoorDialog(replace(door_question(), occupied=False), LIGHT)
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.yes.isEnabled()
    dialog.reason.setEditText("a bird inside")
    with qtbot.waitSignal(dialog.open_confirmed) as wish:
        dialog.yes.click()
    assert wish.args == ["a4-014", "a bird inside", "Jari"]


def even(code: str) -> bool:
    """Stands in for the check digit."""
    return int(code) % 2 == 0


def test_a_slip_of_the_fingers_is_told_and_never_sent(qtbot: QtBot) -> None:
    dialog = PickupDialog("a4-014", "Hub A4", even, LIGHT)
    qtbot.addWidget(dialog)
    dialog.open()
    sent: list[tuple[str, str]] = []
    dialog.code_entered.connect(lambda where, code: sent.append((where, code)))
    qtbot.keyClicks(dialog.code, "12x3 45")
    assert dialog.digits() == "12345"
    assert "2 more" in dialog.said.text()
    qtbot.keyClicks(dialog.code, "67")
    assert "wrong" in dialog.said.text()
    qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
    assert sent == []
    qtbot.keyClick(dialog.code, Qt.Key.Key_Backspace)
    qtbot.keyClicks(dialog.code, "8")
    qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
    assert sent == [("a4-014", "1234568")]
    dialog.refuse("Used already.")
    assert dialog.code.isEnabled()


def test_a_scan_ticks_the_parcel(qtbot: QtBot) -> None:
    dialog = DepositDialog(deposit_question(), LIGHT)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.chosen() == ("p1",)
    qtbot.keyClicks(dialog.scan, "6438158011020")
    qtbot.keyClick(dialog.scan, Qt.Key.Key_Return)
    assert dialog.isVisible(), "a scanner's Enter must not open the door"
    assert dialog.chosen() == ("p1", "p3")
    qtbot.keyClicks(dialog.scan, "nobody")
    qtbot.keyClick(dialog.scan, Qt.Key.Key_Return)
    assert "nobody" in dialog.said.text()
    with qtbot.waitSignal(dialog.deposit_confirmed) as wish:
        dialog.yes.click()
    assert wish.args == ["a4-008", ("p1", "p3")]

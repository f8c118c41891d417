"""Every view of the gallery can be drawn, in every theme."""

import pytest
from pytestqt.qtbot import QtBot

from widgets.__main__ import VIEWS
from widgets.common.theme import Theme


@pytest.mark.gui
@pytest.mark.parametrize("name", sorted(set(VIEWS) - {"map", "board", "keys"}))
def test_a_view_can_be_drawn(qtbot: QtBot, name: str) -> None:
    widget = VIEWS[name](Theme.load("dark"))
    qtbot.addWidget(widget)
    widget.show()
    picture = widget.grab().toImage()
    colours = {
        picture.pixel(x, y)
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
    }
    assert len(colours) > 3

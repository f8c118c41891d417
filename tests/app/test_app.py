"""Opening and closing the desk, what is said where it cannot open, and pictures."""

import os
import sys
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console.app import has_display, picture, run_desk
from console.domain.clock import SystemClock
from console.shell.selected import select
from console.storage.directory import DataDirectory
from console.viewmodels.selection import Thing
from tests.shell.conftest import DEMO, EFFORT, opened
from widgets.window import DeskWindow

pytestmark = pytest.mark.gui


def windows():
    """The desk windows on the screen."""
    found = QApplication.topLevelWidgets()
    return [w for w in found if isinstance(w, DeskWindow) and w.isVisible()]


def close_when(true, seen):
    """Closes the window once something is true of it."""
    timer = QTimer(interval=50)

    def look():
        for window in windows():
            seen.append(window)
            if true(window):
                timer.stop()
                window.close()

    timer.timeout.connect(look)
    timer.start()
    return timer


def test_files_make_a_day_and_closing_ends_everything(qapp, where, manifest):
    seen = []
    timer = close_when(
        lambda window: (
            window.panes.parcels.model.rowCount() > 0 and window.panes.map.settled()
        ),
        seen,
    )
    code = run_desk(where, files=[manifest, DEMO / "depot.toml"], theme="dark")
    timer.stop()
    assert code == 0
    assert seen
    assert not windows()
    assert (where.data / "desk.json").exists()
    assert not [t for t in threading.enumerate() if "lockyard" in t.name]


def test_a_second_desk_is_told_who_has_the_data(qapp, where, capsys):
    with DataDirectory(where.data, SystemClock()):
        assert run_desk(where) == 1
    said = capsys.readouterr().err
    assert str(os.getpid()) in said
    assert "another desk" in said
    assert "Traceback" not in said


def test_a_missing_map_pack_is_said(qapp, where, tmp_path, capsys):
    assert run_desk(replace(where, region=tmp_path / "nowhere")) == 1
    said = capsys.readouterr().err
    assert "nowhere" in said
    assert "Traceback" not in said


def test_without_a_screen_nothing_is_tried(where, monkeypatch, capsys):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    assert run_desk(where) == 1
    assert "no screen" in capsys.readouterr().err
    assert not where.data.exists()


async def test_a_picture_shows_what_is_there(qapp, where, manifest, tmp_path):
    async with opened(where) as room:
        await room.desk.importing.take_files([manifest])
        await room.house.plans.build(room.open_day, EFFORT, room.house.origin())
        house, open_day = room.house, room.open_day
        site = select(Thing.SITE, room.desk.moment.site)
        dark = tmp_path / "dark.png"
        await picture(
            house, open_day, dark, theme="dark", size=(1280, 720), select=site
        )
        with pytest.raises(OSError, match="nowhere"):
            await picture(house, open_day, tmp_path / "nowhere" / "dark.png")
    dim = QImage(str(dark))
    assert (dim.width(), dim.height()) == (1280, 720)
    assert dim.pixelColor(640, 4).lightness() < 80

"""Frames of the map while it is dragged, beside drawing every stop in every frame.

pytest tests/benchmarks/test_pan.py --benchmark-only -s
"""

import math
import os
import sys
from time import perf_counter

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from widgets.common.theme import Theme
from widgets.map.sample import fake_scene, fake_town, moved_fleet
from widgets.map.sprites import Sprites
from widgets.map.tile_painting import tile_of
from widgets.map.tiles import Tile, TileKey
from widgets.map.view import MapView

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]
SIZE = (1920, 1080)


class OneTile:
    """Stands for a worker that is never late: the same picture for every tile."""

    def __init__(self, theme: Theme) -> None:
        town = fake_town()
        key = TileKey(15.0, 18656, 9482, theme.name, 1.0)
        self._tile = tile_of(key, lambda _box, _zoom: town, theme)

    def request(self, key, done):
        done(Tile(key, self._tile.image, self._tile.names))

    def cancel(self, key):
        pass


def _view(qtbot, theme):
    view = MapView(theme)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.set_tiles(OneTile(theme))
    scene = fake_scene(stops=10_000, routes=100, sites=300, vehicles=100, blocks=40)
    view.show_view(scene)
    view.select(vehicle="V03")
    view.show()
    qtbot.waitUntil(view.settled, timeout=20_000)
    return view, scene


@pytest.mark.parametrize("zoom", [13.0, 15.0])
def test_pan_frames(benchmark, qtbot, zoom):
    theme = Theme.load("light")
    view, scene = _view(qtbot, theme)
    view._look(view.camera.zoomed(zoom - view.camera.zoom, 960, 540))
    qtbot.waitUntil(view.settled, timeout=20_000)
    times = []
    state = {"turn": 0}

    def frame():
        begin = perf_counter()
        turn = state["turn"] = state["turn"] + 1
        step = 14 * math.cos(turn / 40), 9 * math.sin(turn / 55)
        view._look(view.camera.panned(*step))
        view.show_view(moved_fleet(scene, turn * 0.5))
        view.repaint()
        QApplication.processEvents()
        times.append((perf_counter() - begin) * 1000)

    benchmark.pedantic(frame, rounds=400, iterations=1)
    peer = _every_stop_every_frame(view, scene, theme)
    median, p99 = np.percentile(times, [50, 99])
    sys.stdout.write(
        f"\nzoom {zoom}: frame median {median:.1f} ms, p99 {p99:.1f} ms; "
        f"drawing every stop takes {peer / median:.0f} times the median\n"
    )


def _every_stop_every_frame(view, scene, theme):
    """What a frame would take without composed tiles, in ms."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    sprites = Sprites(theme, 1.0)
    begin = perf_counter()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    routes = scene.routes
    screen = view.camera.to_screen(routes.path)
    for i in range(len(routes.vehicle)):
        line = screen[routes.path_start[i] : routes.path_start[i + 1]]
        painter.drawPolyline([QPointF(x, y) for x, y in line.tolist()])
    for (x, y), status in zip(
        view.camera.to_screen(routes.stop_xy).tolist(),
        routes.status.tolist(),
        strict=True,
    ):
        painter.drawPixmap(QPointF(x, y), sprites.stop(status, 7))
    painter.end()
    return (perf_counter() - begin) * 1000

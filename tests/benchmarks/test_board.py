"""The route board with 15,000 bars: kept pieces beside drawing them anew."""

import os
import sys
from time import perf_counter

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage

from widgets.board.pane import RouteBoard
from widgets.board.sample import fake_board
from widgets.common.theme import Theme

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]


@pytest.mark.parametrize("span_s", [4 * 3600, None])
def test_scrolling_the_board(benchmark, qtbot, span_s):
    view = fake_board(rows=300, each=52)
    board = RouteBoard(Theme.load("light"), view)
    qtbot.addWidget(board)
    board.resize(1920, 1080)
    board.show()
    board.canvas.show_span(span_s)
    image = QImage(1920, 1080, QImage.Format.Format_RGB32)
    board.canvas.viewport().render(image)

    def frame():
        board.canvas.viewport().render(image)

    benchmark.pedantic(frame, rounds=60, iterations=1)
    kept = benchmark.stats.stats.median * 1000
    begin = perf_counter()
    board.set_theme(Theme.load("light"))
    board.canvas.viewport().render(image)
    anew = (perf_counter() - begin) * 1000
    sys.stdout.write(
        f"\n{len(view.stop)} bars, span {span_s or 'day'}: kept {kept:.1f} ms a frame, "
        f"drawn anew {anew / kept:.1f} times that\n"
    )

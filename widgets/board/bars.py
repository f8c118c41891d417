"""A row of the board as pixmaps: the bars in pieces, the words at both ends.

A piece is PIECE_PX wide and transparent; the canvas draws grounds and grid lines below
it. Pieces are kept until their vehicle changes or the scale does, so that scrolling
only copies.

    thin line    on the way             empty box   waiting
    block        at a door              block with a count   at a locker
    a diamond or a triangle above it    at risk, late; late blocks have an edge
    shaded       outside the shift
"""

from collections import OrderedDict
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from console.viewmodels.board import BoardView
from console.viewmodels.board_stops import StopStatus
from widgets.board.marks import STOP_MARKS
from widgets.board.timescale import TimeScale
from widgets.common.shapes import Mark, Shape, paint_mark
from widgets.common.theme import Theme

PIECE_PX: Final = 640
WAIT_FROM_S: Final = 60
MIN_BAR_PX: Final = 3.0
_KEPT: Final = 3000
_SIGN_PX: Final = 9.0


class Bars:
    """Pieces of rows for one view, theme, scale and row height."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._ratio = ratio
        self._row_px = 0
        self._per_second = 0.0
        self._view: BoardView | None = None
        self._kept: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._count_font = theme.font(12, QFont.Weight.DemiBold)
        self._count_metrics = QFontMetricsF(self._count_font)

    def show(self, view: BoardView) -> None:
        """Takes another view and forgets the vehicles that it says are dirty."""
        old, self._view = self._view, view
        if old is None or view.dirty is None or old.start_s != view.start_s:
            self._kept.clear()
            return
        for key in [k for k in self._kept if k[0] in view.dirty]:
            del self._kept[key]

    def kept(self) -> frozenset[str]:
        """The vehicles of which pieces are kept."""
        return frozenset(vehicle for vehicle, _ in self._kept)

    def measure(self, scale: TimeScale, row_px: int) -> None:
        """Takes another scale or row height; if it is another, all pieces go."""
        if (scale.per_second, row_px) != (self._per_second, self._row_px):
            self._per_second, self._row_px = scale.per_second, row_px
            self._kept.clear()

    def paint(
        self, painter: QPainter, row: int, left: float, top: float, scale: TimeScale
    ) -> None:
        """Copies what is seen of a row, its time area beginning at `left`."""
        view = self._view
        if view is None:
            return
        first = scale.scroll_px // PIECE_PX
        last = (scale.scroll_px + scale.width) // PIECE_PX
        for number in range(first, last + 1):
            key = (view.vehicle[row], number)
            piece = self._kept.get(key)
            if piece is None:
                piece = self._kept[key] = self._drawn(view, row, number)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            x = left + number * PIECE_PX - scale.scroll_px
            painter.drawPixmap(QPointF(x, top), piece)

    def _drawn(self, view: BoardView, row: int, number: int) -> QPixmap:
        width = round(PIECE_PX * self._ratio)
        pixmap = QPixmap(width, round(self._row_px * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-number * PIECE_PX, 0)
        begin = view.start_s + (number * PIECE_PX - 24) / self._per_second
        end = view.start_s + ((number + 1) * PIECE_PX + 24) / self._per_second
        self._paint_shift(painter, view, row)
        self._paint_way(painter, view, row)
        own = slice(int(view.first[row]), int(view.first[row + 1]))
        from_here = int(np.searchsorted(view.departure_s[own], begin))
        to_here = int(np.searchsorted(view.arrival_s[own], end))
        for bar in range(own.start + from_here, own.start + to_here):
            self._paint_wait(painter, view, bar)
        for bar in range(own.start + from_here, own.start + to_here):
            self._paint_bar(painter, view, bar)
        painter.end()
        return pixmap

    def _x(self, view: BoardView, second: float) -> float:
        return (second - view.start_s) * self._per_second

    def _surface(self, key: str) -> QColor:
        return self._theme.color("surface", key)

    def _paint_shift(self, painter: QPainter, view: BoardView, row: int) -> None:
        """Shades what lies outside the shift and edges its ends."""
        begin, end = view.shift_s[row].tolist()
        left, right = self._x(view, begin), self._x(view, end)
        shade = self._surface("line")
        shade.setAlpha(110)
        painter.fillRect(QRectF(-40, 0, left + 40, self._row_px), shade)
        day = self._x(view, view.end_s) + 40
        painter.fillRect(QRectF(right, 0, max(0.0, day - right), self._row_px), shade)
        painter.setPen(QPen(self._surface("faint"), 1))
        for x in (left, right):
            painter.drawLine(QPointF(x, 4), QPointF(x, self._row_px - 4))

    def _paint_way(self, painter: QPainter, view: BoardView, row: int) -> None:
        middle = self._row_px / 2
        begin, finish = int(view.leave_s[row]), int(view.finish_s[row])
        if finish <= begin:
            return
        shift_end = int(view.shift_s[row, 1])
        line = QPen(self._surface("decoration"), 2)
        painter.setPen(line)
        inside = min(finish, max(begin, shift_end))
        painter.drawLine(
            QPointF(self._x(view, begin), middle),
            QPointF(self._x(view, inside), middle),
        )
        if finish > inside:
            painter.setPen(QPen(self._theme.color("status", "late"), 3))
            painter.drawLine(
                QPointF(self._x(view, inside), middle),
                QPointF(self._x(view, finish), middle),
            )
        painter.setPen(line)
        for second in (begin, finish):
            x = self._x(view, second)
            painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))

    def _paint_wait(self, painter: QPainter, view: BoardView, bar: int) -> None:
        begin, end = int(view.arrival_s[bar]), int(view.begin_s[bar])
        if end - begin < WAIT_FROM_S:
            return
        left, right = self._x(view, begin), self._x(view, end)
        painter.setPen(QPen(self._surface("faint"), 1, Qt.PenStyle.DotLine))
        painter.setBrush(self._surface("card"))
        middle = self._row_px / 2
        painter.drawRect(QRectF(left, middle - 4, max(2.0, right - left), 8))

    def _paint_bar(self, painter: QPainter, view: BoardView, bar: int) -> None:
        status = int(view.status[bar])
        left = self._x(view, int(view.begin_s[bar]))
        width = self._x(view, int(view.departure_s[bar])) - left
        locker = bool(view.locker[bar])
        inset = 5.0 if locker else 7.0
        box = QRectF(
            left, inset, max(MIN_BAR_PX, width - 0.5), self._row_px - 2 * inset
        )
        color = self._theme.color("status", STOP_MARKS[status].color)
        radius = min(3.0, box.width() / 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        if status == StopStatus.RETURN:
            painter.setBrush(self._surface("panel"))
            painter.setPen(QPen(color, 2))
            box = box.adjusted(1, 1, -1, -1)
        elif status == StopStatus.LATE:
            painter.setPen(QPen(self._surface("text"), 1.2))
        painter.drawRoundedRect(box, radius, radius)
        if locker:
            self._paint_count(painter, len(view.parcels[bar]), box, status)
        if status in (StopStatus.AT_RISK, StopStatus.LATE):
            self._paint_sign(painter, status, box)

    def _paint_count(
        self, painter: QPainter, count: int, box: QRectF, status: int
    ) -> None:
        text = str(count)
        if self._count_metrics.horizontalAdvance(text) + 3 > box.width():
            return
        ink = self._theme.color("status", "on_shape")
        if status == StopStatus.RETURN:
            ink = self._surface("text")
        painter.setPen(ink)
        painter.setFont(self._count_font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_sign(self, painter: QPainter, status: int, box: QRectF) -> None:
        """The shape of a worry, above the middle of its bar."""
        shape = Shape.TRIANGLE if status == StopStatus.LATE else Shape.DIAMOND
        square = QRectF(box.center().x() - _SIGN_PX / 2, 0, _SIGN_PX, _SIGN_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._surface("panel"))
        painter.drawEllipse(square.center(), _SIGN_PX / 2 + 1, _SIGN_PX / 2 + 1)
        mark = Mark(shape, STOP_MARKS[status].color)
        paint_mark(painter, square, mark, self._theme)

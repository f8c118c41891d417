"""The words at both ends of a row: who drives, how it stands, how much is done.

Text is slow to draw, so each end is kept as a pixmap until its vehicle changes.
"""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap

from console.viewmodels.board import BoardView
from console.viewmodels.board_stops import StopStatus
from widgets.board.marks import STOP_MARKS
from widgets.common.shapes import paint_mark
from widgets.common.theme import Theme

WIDE_FROM_PX: Final = 900
_MARK_PX: Final = 13.0
_LOAD_PX: Final = 30.0
_NAME_PX: Final = (38, 104)
"""The least and the most room for a vehicle's name."""
_SHOWN: Final = (StopStatus.LATE, StopStatus.AT_RISK, StopStatus.RETURN)


class Ends:
    """Draws the left and the right end of rows in one theme."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._ratio = ratio
        self._kept: dict[tuple[str, bool, int, int], QPixmap] = {}
        self._bold = theme.font(13, QFont.Weight.DemiBold)
        self._plain = theme.font(12)
        self._name_px = _NAME_PX[0]

    def widths(self, whole: int) -> tuple[int, int]:
        """Pixels of the left and right end on a board of a width."""
        left, right = (172, 122) if whole >= WIDE_FROM_PX else (146, 114)
        return left + self._name_px - _NAME_PX[0], right

    def show(self, view: BoardView) -> None:
        """Forgets the vehicles that a view says are dirty; fits their names."""
        metrics = QFontMetrics(self._bold)
        longest = max(map(metrics.horizontalAdvance, view.vehicle), default=0) + 2
        name_px = min(max(_NAME_PX[0], longest), _NAME_PX[1])
        if name_px != self._name_px:
            self._name_px = name_px
            self._kept.clear()
        if view.dirty is None:
            self._kept.clear()
        else:
            for key in [k for k in self._kept if k[0] in view.dirty]:
                del self._kept[key]

    def paint(
        self, painter: QPainter, view: BoardView, row: int, box: QRectF, *, left: bool
    ) -> None:
        """Copies one end of a row to where it belongs."""
        size = (round(box.width()), round(box.height()))
        key = (view.vehicle[row], left, *size)
        kept = self._kept.get(key)
        if kept is None:
            kept = QPixmap(round(size[0] * self._ratio), round(size[1] * self._ratio))
            kept.setDevicePixelRatio(self._ratio)
            kept.fill(Qt.GlobalColor.transparent)
            inner = QPainter(kept)
            draw = self._paint_left if left else self._paint_right
            draw(inner, view, row, QRectF(0, 0, *size))
            inner.end()
            self._kept[key] = kept
        painter.drawPixmap(box.topLeft(), kept)

    def _paint_left(
        self, painter: QPainter, view: BoardView, row: int, box: QRectF
    ) -> None:
        """Vehicle, courier, and the worst shape of the row."""
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._bold)
        painter.setPen(self._theme.color("surface", "text"))
        name = QRectF(box.left() + 12, box.top(), self._name_px, box.height())
        said = painter.fontMetrics().elidedText(
            view.vehicle[row], Qt.TextElideMode.ElideMiddle, self._name_px
        )
        painter.drawText(name, flags, said)
        painter.setFont(self._plain)
        painter.setPen(self._theme.color("surface", "muted"))
        taken = 42 + self._name_px
        room = QRectF(name.right() + 4, box.top(), box.width() - taken, box.height())
        courier = QFontMetrics(self._plain).elidedText(
            view.courier[row], Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, flags, courier)
        status = int(view.row_status[row])
        if view.over_s[row] > 0:
            status = int(StopStatus.LATE)
        if status in _SHOWN:
            square = QRectF(
                box.right() - 24, box.center().y() - _MARK_PX / 2, _MARK_PX, _MARK_PX
            )
            paint_mark(painter, square, STOP_MARKS[status], self._theme)

    def _paint_right(
        self, painter: QPainter, view: BoardView, row: int, box: QRectF
    ) -> None:
        """Parcels done of all, and a bar of the load; too much of it stands out."""
        painter.setFont(self._plain)
        painter.setPen(self._theme.color("surface", "text"))
        words = f"{int(view.done[row])}/{int(view.total[row])}"
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(8, 0, 0, 0), flags, words)
        load = float(view.load[row])
        right, middle = box.right() - 8, box.center().y()
        track = QRectF(right - _LOAD_PX, middle - 3, _LOAD_PX, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("surface", "line"))
        painter.drawRoundedRect(track, 3, 3)
        color = self._theme.color("surface", "muted")
        if load > 1:
            color = self._theme.color("status", "late")
        painter.setBrush(color)
        filled = QRectF(track)
        filled.setWidth(track.width() * min(1.0, load))
        painter.drawRoundedRect(filled, 3, 3)
        if load > 1:
            square = QRectF(track.left() - 13, middle - 5.5, 11, 11)
            paint_mark(painter, square, STOP_MARKS[StopStatus.LATE], self._theme)

"""One frame of the board, painted: grounds, grid, rows, ends, times, ghost, header."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from console.viewmodels.board import BoardView
from widgets.board.bars import Bars
from widgets.board.dragging import Drag
from widgets.board.ends import Ends
from widgets.board.frame import HEAD_PX, Frame
from widgets.common.theme import Theme

_PRICE_PX: Final = 24
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Picture:
    """Paints frames in one theme, keeping what can be kept from one to the next."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._bars = Bars(theme, ratio)
        self._ends = Ends(theme, ratio)
        self._bold = theme.font(12, QFont.Weight.DemiBold)
        self._plain = theme.font(12)
        self._bold_metrics = QFontMetricsF(self._bold)

    def show(self, view: BoardView) -> None:
        """Takes another view; what is kept of dirty vehicles goes."""
        self._bars.show(view)
        self._ends.show(view)

    def end_widths(self, whole: int) -> tuple[int, int]:
        """Pixels of the left and right end of the rows on a width."""
        return self._ends.widths(whole)

    def kept(self) -> frozenset[str]:
        """The vehicles of which something is kept."""
        return self._bars.kept()

    def paint(
        self,
        painter: QPainter,
        frame: Frame,
        vehicle: str,
        stop: int,
        time: int | None,
        drag: Drag | None,
    ) -> None:
        """Everything but the focus ring. `stop` is the chosen bar or -1."""
        view, area = frame.view, frame.area
        whole = QRect(0, 0, frame.width, frame.height)
        painter.fillRect(whole, self._theme.color("surface", "panel"))
        for line in frame.lines:
            self._paint_ground(painter, frame, line, vehicle)
        self._paint_grid(painter, frame)
        self._bars.measure(frame.scale, frame.row_px)
        painter.setClipRect(area)
        for line in frame.lines:
            row, top = int(frame.order[line]), frame.top(line)
            self._bars.paint(painter, row, frame.left, top, frame.scale)
        if stop >= 0:
            self._paint_chosen(painter, frame.box(stop))
        painter.setClipping(False)
        for line in frame.lines:
            row, top = int(frame.order[line]), frame.top(line)
            box = QRectF(0, top, frame.left, frame.row_px)
            self._ends.paint(painter, view, row, box, left=True)
            box = QRectF(frame.width - frame.right, top, frame.right, frame.row_px)
            self._ends.paint(painter, view, row, box, left=False)
        self._paint_head(painter, frame, time)
        painter.setClipRect(area)
        if view.now_s is not None:
            self._paint_time(painter, frame, view.now_s, "tooltip", "on_tooltip")
        if time is not None:
            self._paint_time(painter, frame, time, "accent_fill", "on_accent")
        painter.setClipping(False)
        self._paint_drag(painter, frame, drag)

    def _paint_ground(
        self, painter: QPainter, frame: Frame, line: int, chosen: str
    ) -> None:
        key = "alternate_row" if line % 2 else "panel"
        if frame.view.vehicle[int(frame.order[line])] == chosen:
            key = "selection"
        box = QRect(0, frame.top(line), frame.width, frame.row_px)
        painter.fillRect(box, self._theme.color("surface", key))

    def _paint_grid(self, painter: QPainter, frame: Frame) -> None:
        """A line at every tick, a stronger one at every full hour."""
        clock, area = frame.view.clock, frame.area
        for second in clock.marks(frame.scale.step_min()).tolist():
            x = round(frame.x(second))
            if not area.left() <= x <= area.right():
                continue
            hour = clock.minute_at(second) % 60 == 0
            key = "decoration" if hour else "line"
            painter.setPen(QPen(self._theme.color("surface", key), 1))
            painter.drawLine(x, HEAD_PX - 4, x, frame.height)

    def _paint_head(self, painter: QPainter, frame: Frame, time: int | None) -> None:
        clock, area = frame.view.clock, frame.area
        head = QRectF(0, 0, frame.width, HEAD_PX)
        painter.fillRect(head, self._theme.color("surface", "panel"))
        painter.setPen(QPen(self._theme.color("surface", "line"), 1))
        painter.drawLine(0, HEAD_PX - 1, frame.width, HEAD_PX - 1)
        painter.setFont(self._plain)
        painter.setPen(self._theme.color("surface", "muted"))
        name = QRectF(12, 0, frame.left - 12, HEAD_PX)
        painter.drawText(name, _LEFT, _tr("Vehicle"))
        end = QRectF(area.right() + 8, 0, frame.right - 12, HEAD_PX)
        painter.drawText(end, _LEFT, _tr("Done, load"))
        times = [t for t in (frame.view.now_s, time) if t is not None]
        pills = [(frame.x(second) - 26, frame.x(second) + 26) for second in times]
        painter.save()
        painter.setClipRect(area)
        for second in clock.marks(frame.scale.step_min()).tolist():
            x = frame.x(second)
            if not area.left() - 60 <= x <= area.right():
                continue
            # a time half under a pill says nothing
            if any(left - 44 < x < right for left, right in pills):
                continue
            hour = clock.minute_at(second) % 60 == 0
            painter.setFont(self._bold if hour else self._plain)
            painter.setPen(self._theme.color("surface", "text" if hour else "muted"))
            painter.drawText(QRectF(x + 4, 0, 60, HEAD_PX), _LEFT, clock.label(second))
        painter.restore()

    def _paint_chosen(self, painter: QPainter, box: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("surface", "text"), 2))
        painter.drawRoundedRect(box.adjusted(-2, -1, 2, 1), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_time(
        self, painter: QPainter, frame: Frame, second: int, ground: str, ink: str
    ) -> None:
        """A line through all rows with its time in a pill."""
        x, area = round(frame.x(second)), frame.area
        if not area.left() <= x <= area.right():
            return
        color = self._theme.color("surface", ground)
        painter.setPen(QPen(color, 1.5))
        painter.drawLine(x, HEAD_PX - 6, x, frame.height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = frame.view.clock.label(second)
        width = self._bold_metrics.horizontalAdvance(words) + 12
        left = min(max(x - width / 2, area.left()), area.right() - width)
        pill = QRectF(left, 5, width, 19)
        self._plate(painter, pill, ground, ink, words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_drag(self, painter: QPainter, frame: Frame, drag: Drag | None) -> None:
        """A dashed ghost where the stop would go, and the price beside it."""
        if drag is None or not drag.moving or drag.target is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = frame.top(frame.line_of(drag.target.row))
        width = max(14.0, frame.box(drag.bar).width())
        ghost = QRectF(drag.at.x() - width / 2, top + 4, width, frame.row_px - 8)
        painter.setBrush(self._theme.color("surface", "accent_ground"))
        accent = self._theme.color("surface", "accent")
        painter.setPen(QPen(accent, 1.6, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(ghost, 4, 4)
        if drag.price:
            wide = self._bold_metrics.horizontalAdvance(drag.price) + 18
            left = ghost.right() + 6
            if left + wide > frame.width:
                left = ghost.left() - 6 - wide
            top_px = ghost.center().y() - _PRICE_PX / 2
            plate = QRectF(left, top_px, wide, _PRICE_PX)
            self._plate(painter, plate, "tooltip", "on_tooltip", drag.price)

    def _plate(
        self, painter: QPainter, box: QRectF, ground: str, ink: str, words: str
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("surface", ground))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(self._bold)
        painter.setPen(self._theme.color("surface", ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("board", text)

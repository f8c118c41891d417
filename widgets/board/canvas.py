"""The rows themselves: header, grid, bars, time cursor, selection, dragging.

A scroll area whose viewport is painted by hand. Rows come as kept pieces
(widgets.board.bars); what moves (cursor line, selection, ghost of a drag) is drawn on
top every time. Rows are addressed by their place on the screen (`line`) or in the view
(`row`); `_order` leads from one to the other.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from console.viewmodels.board import BoardView, RowOrder, ordered
from widgets.board.bars import MIN_BAR_PX, Bars
from widgets.board.ends import Ends
from widgets.board.finding import (
    REACH_PX,
    Target,
    bar_at,
    index_of,
    movable,
    nearest_in_time,
    target_at,
)
from widgets.board.timescale import TimeScale
from widgets.board.tips import bar_tip, gap_tip, row_tip
from widgets.common.theme import Theme

HEAD_PX: Final = 30
ROW_PX: Final = 30
DENSE_PX: Final = 26
SPAN_S: Final = 4 * 3600
DRAG_PX: Final = 6
_NOW_SHARE: Final = 0.3
_PRICE_PX: Final = 24


@dataclass(slots=True)
class Drag:
    """A stop in the hand: which bar, from where, and where it would go."""

    bar: int
    start: QPointF
    at: QPointF
    moving: bool = False
    target: Target | None = None
    price: str = ""


class BoardCanvas(QAbstractScrollArea):
    """See widgets.board.pane.RouteBoard for the signals."""

    stop_wanted = Signal(str)
    vehicle_wanted = Signal(str)
    open_wanted = Signal(str)
    move_wanted = Signal(tuple, str, int)
    price_wanted = Signal(tuple, str, int)
    time_wanted = Signal(int)

    def __init__(self, theme: Theme, view: BoardView, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._by = RowOrder.LATENESS
        self._order: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._bars = Bars(theme, self.devicePixelRatioF())
        self._ends = Ends(theme, self.devicePixelRatioF())
        self._scale = TimeScale(view.start_s, view.end_s, 600, SPAN_S)
        self._row_px = ROW_PX
        self._stop = -1
        self._vehicle = ""
        self._time: int | None = None
        self._drag: Drag | None = None
        self._placed = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Routes over time"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._repaint)

    def set_theme(self, theme: Theme) -> None:
        """Colours; all pieces are drawn anew."""
        self._theme = theme
        self._bars = Bars(theme, self.devicePixelRatioF())
        self._bars.show(self._view)
        self._ends = Ends(theme, self.devicePixelRatioF())
        self._repaint()

    def show_view(self, view: BoardView) -> None:
        """Shows another state; selection and scroll stay."""
        chosen = self._view.stop[self._stop] if self._stop >= 0 else ""
        self._view = view
        self._bars.show(view)
        self._ends.show(view)
        self._order = ordered(view, self._by)
        self._stop = view.stop.index(chosen) if chosen in view.stop else -1
        begin = self._scale.second(0)
        self._scale = TimeScale(
            view.start_s, view.end_s, self._scale.width, self._scale.span_s
        )
        if not self._placed and len(view.vehicle):
            self._placed = True
            begin = view.start_s if view.now_s is None else self._before(view.now_s)
        self._scroll_to(begin)

    def sort(self, by: RowOrder) -> None:
        """Orders the rows."""
        self._by = by
        self._order = ordered(self._view, by)
        self._repaint()

    def show_span(self, span_s: int | None) -> None:
        """So many seconds across the screen; None for the whole day."""
        whole = self._scale.end_s - self._scale.start_s
        middle = self._scale.width / 2
        self._set_scale(self._scale.zoomed(span_s or whole, middle))

    def select(self, stop: str, vehicle: str) -> None:
        """Shows what is selected elsewhere and brings it into sight."""
        view = self._view
        self._stop = view.stop.index(stop) if stop in view.stop else -1
        if self._stop >= 0:
            vehicle = view.vehicle[view.row_of(self._stop)]
            self.setAccessibleDescription(bar_tip(view, self._stop))
        self._vehicle = vehicle
        self._bring_into_sight()
        self._repaint()

    def show_time(self, second: int | None) -> None:
        """The time cursor that all panes share; None: the present alone."""
        self._time = second
        self._repaint()

    def show_price(self, text: str) -> None:
        """What the drag under way would cost."""
        if self._drag is not None:
            self._drag.price = text
            self._repaint()

    @property
    def order(self) -> tuple[str, ...]:
        """The vehicles from top to bottom."""
        return tuple(self._view.vehicle[row] for row in self._order)

    def bar_rect(self, stop: str) -> QRect:
        """Where a stop's bar is in the viewport; empty when there is none."""
        view = self._view
        if stop not in view.stop:
            return QRect()
        return self._box(view.stop.index(stop)).toAlignedRect()

    # geometry

    def _sides(self) -> tuple[int, int]:
        return self._ends.widths(self.viewport().width())

    def _top(self, line: int) -> int:
        return HEAD_PX + line * self._row_px - self.verticalScrollBar().value()

    def _line_at(self, y: float) -> int:
        """The line under a pixel, -1 for none."""
        line = int((y - HEAD_PX + self.verticalScrollBar().value()) // self._row_px)
        return line if y >= HEAD_PX and 0 <= line < len(self._order) else -1

    def _line_of(self, row: int) -> int:
        return int(np.flatnonzero(self._order == row)[0])

    def _box(self, bar: int) -> QRectF:
        view = self._view
        left = self._sides()[0] + self._scale.x(int(view.begin_s[bar]))
        right = self._sides()[0] + self._scale.x(int(view.departure_s[bar]))
        top = self._top(self._line_of(view.row_of(bar)))
        return QRectF(left, top + 4, max(MIN_BAR_PX, right - left), self._row_px - 8)

    def _second_at(self, x: float) -> float:
        return self._scale.second(x - self._sides()[0])

    def _bar_at(self, at: QPointF) -> int | None:
        line = self._line_at(at.y())
        left, right = self._sides()
        if line < 0 or not left <= at.x() <= self.viewport().width() - right:
            return None
        reach = REACH_PX / self._scale.per_second
        second = self._second_at(at.x())
        return bar_at(self._view, int(self._order[line]), second, reach)

    def _before(self, second: int) -> float:
        return second - self._scale.span_s * _NOW_SHARE

    def _fit_bars(self) -> None:
        height = self.viewport().height() - HEAD_PX
        rows = self.verticalScrollBar()
        rows.setPageStep(height)
        rows.setSingleStep(self._row_px)
        rows.setRange(0, max(0, len(self._order) * self._row_px - height))
        times = self.horizontalScrollBar()
        times.blockSignals(True)
        times.setPageStep(self._scale.width)
        times.setSingleStep(60)
        times.setRange(0, self._scale.scroll_limit_px)
        times.setValue(self._scale.scroll_px)
        times.blockSignals(False)
        self._repaint()

    def _set_scale(self, scale: TimeScale) -> None:
        self._scale = scale
        self._fit_bars()

    def _scroll_to(self, second: float) -> None:
        px = (second - self._scale.start_s) * self._scale.per_second
        self._set_scale(self._scale.scrolled(px))

    def _scrolled(self, px: int) -> None:
        self._scale = self._scale.scrolled(px)
        self._repaint()

    def _repaint(self) -> None:
        self.viewport().update()

    def _bring_into_sight(self) -> None:
        view = self._view
        if self._vehicle not in view.vehicle:
            return
        line = self._line_of(view.vehicle.index(self._vehicle))
        rows, height = self.verticalScrollBar(), self.viewport().height() - HEAD_PX
        top = line * self._row_px
        if not rows.value() <= top <= rows.value() + height - self._row_px:
            rows.setValue(top - height // 2)
        if self._stop >= 0:
            x = self._scale.x(int(view.begin_s[self._stop]))
            if not 20 <= x <= self._scale.width - 20:
                self._scroll_to(self._before(int(view.begin_s[self._stop])))

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grounds, grid, rows, ends, cursor, drag, header."""
        painter = QPainter(self.viewport())
        whole = self.viewport().rect()
        painter.fillRect(whole, self._theme.color("surface", "panel"))
        left, right = self._sides()
        area = QRectF(left, 0, self._scale.width, whole.height())
        first = max(0, (self.verticalScrollBar().value()) // self._row_px)
        count = (whole.height() - HEAD_PX) // self._row_px + 2
        lines = range(first, min(len(self._order), first + count))
        for line in lines:
            self._paint_ground(painter, line, whole.width())
        self._paint_grid(painter, area)
        self._bars.measure(self._scale, self._row_px)
        painter.setClipRect(area)
        for line in lines:
            row = int(self._order[line])
            self._bars.paint(painter, row, left, self._top(line), self._scale)
        self._paint_selection(painter)
        painter.setClipping(False)
        for line in lines:
            row, top = int(self._order[line]), self._top(line)
            box = QRectF(0, top, left, self._row_px)
            self._ends.paint(painter, self._view, row, box, left=True)
            box = QRectF(whole.width() - right, top, right, self._row_px)
            self._ends.paint(painter, self._view, row, box, left=False)
        self._paint_head(painter, area)
        painter.setClipRect(area)
        self._paint_times(painter, area)
        painter.setClipping(False)
        self._paint_drag(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("surface", "focus"), 2))
            painter.drawRect(whole.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_ground(self, painter: QPainter, line: int, width: int) -> None:
        vehicle = self._view.vehicle[int(self._order[line])]
        key = "alternate_row" if line % 2 else "panel"
        if vehicle == self._vehicle:
            key = "selection"
        box = QRect(0, self._top(line), width, self._row_px)
        painter.fillRect(box, self._theme.color("surface", key))

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        """A line at every tick, a stronger one at every full hour."""
        step = self._scale.step_min()
        for second in self._view.clock.marks(step).tolist():
            x = round(area.left() + self._scale.x(second))
            if not area.left() <= x <= area.right():
                continue
            hour = self._view.clock.minute_at(second) % 60 == 0
            key = "decoration" if hour else "line"
            painter.setPen(QPen(self._theme.color("surface", key), 1))
            painter.drawLine(x, HEAD_PX - 4, x, round(area.bottom()))

    def _paint_head(self, painter: QPainter, area: QRectF) -> None:
        width = self.viewport().width()
        head = QRectF(0, 0, width, HEAD_PX)
        painter.fillRect(head, self._theme.color("surface", "panel"))
        painter.setPen(QPen(self._theme.color("surface", "line"), 1))
        painter.drawLine(0, HEAD_PX - 1, width, HEAD_PX - 1)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.color("surface", "muted"))
        name = QRectF(12, 0, area.left() - 12, HEAD_PX)
        painter.drawText(name, flags, self.tr("Vehicle"))
        end = QRectF(area.right() + 8, 0, width - area.right() - 12, HEAD_PX)
        painter.drawText(end, flags, self.tr("Done, load"))
        painter.save()
        painter.setClipRect(area)
        pills = self._pills(area)
        hour_font = self._theme.font(12, QFont.Weight.DemiBold)
        plain_font = self._theme.font(12)
        for second in self._view.clock.marks(self._scale.step_min()).tolist():
            x = area.left() + self._scale.x(second)
            if not area.left() - 60 <= x <= area.right():
                continue
            if any(left - 44 < x < right for left, right in pills):
                continue
            hour = self._view.clock.minute_at(second) % 60 == 0
            painter.setFont(hour_font if hour else plain_font)
            painter.setPen(self._theme.color("surface", "text" if hour else "muted"))
            box = QRectF(x + 4, 0, 60, HEAD_PX)
            painter.drawText(box, flags, self._view.clock.label(second))
        painter.restore()

    def _pills(self, area: QRectF) -> list[tuple[float, float]]:
        """What the times in pills cover of the header."""
        times = [t for t in (self._view.now_s, self._time) if t is not None]
        middles = [area.left() + self._scale.x(second) for second in times]
        return [(x - 26, x + 26) for x in middles]

    def _paint_selection(self, painter: QPainter) -> None:
        if self._stop < 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("surface", "text"), 2))
        painter.drawRoundedRect(self._box(self._stop).adjusted(-2, -1, 2, 1), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_times(self, painter: QPainter, area: QRectF) -> None:
        if self._view.now_s is not None:
            self._paint_time(painter, area, self._view.now_s, "tooltip", "on_tooltip")
        if self._time is not None:
            self._paint_time(painter, area, self._time, "accent_fill", "on_accent")

    def _paint_time(
        self, painter: QPainter, area: QRectF, second: int, ground: str, ink: str
    ) -> None:
        """A line through all rows with its time in a pill."""
        x = round(area.left() + self._scale.x(second))
        if not area.left() <= x <= area.right():
            return
        color = self._theme.color("surface", ground)
        painter.setPen(QPen(color, 1.5))
        painter.drawLine(x, HEAD_PX - 6, x, round(area.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font(12, QFont.Weight.DemiBold)
        words = self._view.clock.label(second)
        width = QFontMetricsF(font).horizontalAdvance(words) + 12
        left = min(max(x - width / 2, area.left()), area.right() - width)
        pill = QRectF(left, 5, width, 19)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(pill, 5, 5)
        painter.setFont(font)
        painter.setPen(self._theme.color("surface", ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_drag(self, painter: QPainter) -> None:
        """A dashed ghost where the stop would go, and the price beside it."""
        drag = self._drag
        if drag is None or not drag.moving or drag.target is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self._top(self._line_of(drag.target.row))
        width = max(14.0, self._box(drag.bar).width())
        ghost = QRectF(drag.at.x() - width / 2, top + 4, width, self._row_px - 8)
        accent = self._theme.color("surface", "accent")
        painter.setBrush(self._theme.color("surface", "accent_ground"))
        painter.setPen(QPen(accent, 1.6, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(ghost, 4, 4)
        if not drag.price:
            return
        font = self._theme.font(12, QFont.Weight.DemiBold)
        wide = QFontMetricsF(font).horizontalAdvance(drag.price) + 18
        left = ghost.right() + 6
        if left + wide > self.viewport().width():
            left = ghost.left() - 6 - wide
        plate = QRectF(left, ghost.center().y() - _PRICE_PX / 2, wide, _PRICE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("surface", "tooltip"))
        painter.drawRoundedRect(plate, 5, 5)
        painter.setFont(font)
        painter.setPen(self._theme.color("surface", "on_tooltip"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, drag.price)

    # events

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keeps the span; rows are closer on a small screen."""
        width = self.viewport().width()
        self._row_px = ROW_PX if width >= 1000 else DENSE_PX
        left, right = self._sides()
        self._set_scale(self._scale.resized(width - left - right))

    def viewportEvent(self, event: QEvent) -> bool:
        """Answers for tool tips."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.tip_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """What is said about a pixel, "" for nothing."""
        line = self._line_at(at.y())
        if line < 0:
            return ""
        row = int(self._order[line])
        left, right = self._sides()
        if not left <= at.x() <= self.viewport().width() - right:
            return row_tip(self._view, row)
        bar = self._bar_at(at)
        if bar is not None:
            return bar_tip(self._view, bar)
        return gap_tip(self._view, row, self._second_at(at.x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls rows; with Shift the time; with Ctrl it zooms around the cursor."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            x = event.position().x() - self._sides()[0]
            span = self._scale.span_s * 2.0 ** (-turn.y() / 240)
            self._set_scale(self._scale.zoomed(span, x))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or turn.x():
            step = turn.x() or turn.y()
            self._set_scale(self._scale.scrolled(self._scale.scroll_px - step))
        else:
            rows = self.verticalScrollBar()
            rows.setValue(rows.value() - turn.y() * self._row_px // 60)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Wishes for what is pressed, and takes a stop into the hand."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        left, right = self._sides()
        if at.y() < HEAD_PX:
            if left <= at.x() <= self.viewport().width() - right:
                self.time_wanted.emit(round(self._second_at(at.x())))
            return
        bar = self._bar_at(at)
        if bar is not None:
            self.stop_wanted.emit(self._view.stop[bar])
            if movable(self._view, bar):
                self._drag = Drag(bar, at, at)
            return
        line = self._line_at(at.y())
        if line >= 0:
            self.vehicle_wanted.emit(self._view.vehicle[int(self._order[line])])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carries the stop along and asks what it would cost there."""
        drag, at = self._drag, event.position()
        if drag is None:
            over = self._bar_at(at) is not None
            hand = Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(hand if over else Qt.CursorShape.ArrowCursor)
            return
        drag.at = at
        far = (at - drag.start).manhattanLength() >= DRAG_PX
        if not drag.moving and not far:
            return
        drag.moving = True
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        line = self._line_at(at.y())
        if line >= 0:
            self._aim(drag, int(self._order[line]), self._second_at(at.x()))
        self._repaint()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Wishes for the move, if it is one."""
        drag, self._drag = self._drag, None
        self.viewport().unsetCursor()
        self._repaint()
        if drag is None or not drag.moving or drag.target is None:
            return
        target = drag.target
        if not self._stays(drag.bar, target):
            self._wish_move(drag.bar, target.row, target.index)

    def _aim(self, drag: Drag, row: int, second: float) -> None:
        if self._view.locked[row]:
            self.viewport().setCursor(Qt.CursorShape.ForbiddenCursor)
            drag.target = None
            return
        target = target_at(self._view, row, second, drag.bar)
        old, drag.target = drag.target, target
        if old is None or (old.row, old.index) != (row, target.index):
            drag.price = ""
            parcels = tuple(str(p) for p in self._view.parcels[drag.bar])
            self.price_wanted.emit(parcels, self._view.vehicle[row], target.index)

    def _stays(self, bar: int, target: Target) -> bool:
        same = self._view.row_of(bar) == target.row
        return same and index_of(self._view, bar) == target.index

    def _wish_move(self, bar: int, row: int, index: int) -> None:
        parcels = tuple(str(p) for p in self._view.parcels[bar])
        self.move_wanted.emit(parcels, self._view.vehicle[row], index)

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Alt with arrows moves, Enter opens, Escape lets go."""
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in steps and alt:
            self._move(*steps[key])
        elif key in steps:
            self._walk(*steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk_to_end(last=key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stop >= 0:
            self.open_wanted.emit(self._view.stop[self._stop])
        elif key == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = None
            self._repaint()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            span = self._scale.span_s * (0.5 if key == Qt.Key.Key_Plus else 2.0)
            self._set_scale(self._scale.zoomed(span, self._scale.width / 2))
        else:
            super().keyPressEvent(event)

    def _line_chosen(self) -> int:
        """The line that the keyboard stands in, -1 for none yet."""
        view = self._view
        if self._vehicle in view.vehicle:
            return self._line_of(view.vehicle.index(self._vehicle))
        return -1

    def _walk(self, down: int, along: int) -> None:
        view, line = self._view, self._line_chosen()
        if not len(self._order):
            return
        if line < 0 or down:
            line = min(max(0, line + down), len(self._order) - 1)
            row = int(self._order[line])
            second = self._scale.second(self._scale.width / 2)
            if self._stop >= 0:
                second = float(view.begin_s[self._stop])
            bar = nearest_in_time(view, row, second)
        else:
            row = int(self._order[line])
            bar = self._stop + along if self._stop >= 0 else int(view.first[row])
            if not view.first[row] <= bar < view.first[row + 1]:
                return
        self._wish(bar, row)

    def _walk_to_end(self, *, last: bool) -> None:
        line = self._line_chosen()
        if line < 0:
            return
        view, row = self._view, int(self._order[line])
        begin, end = int(view.first[row]), int(view.first[row + 1])
        self._wish((end - 1 if last else begin) if begin < end else None, row)

    def _wish(self, bar: int | None, row: int) -> None:
        if bar is None:
            self.vehicle_wanted.emit(self._view.vehicle[row])
        else:
            self.stop_wanted.emit(self._view.stop[bar])

    def _move(self, down: int, along: int) -> None:
        """Wishes for the chosen stop one place along, or in the next row."""
        view, bar = self._view, self._stop
        if bar < 0 or not movable(view, bar):
            return
        row = view.row_of(bar)
        if along:
            index = index_of(view, bar) + along
            first = target_at(view, row, float(view.start_s), bar).index
            if first <= index < view.first[row + 1] - view.first[row]:
                self._wish_move(bar, row, index)
            return
        line = self._line_of(row) + down
        if 0 <= line < len(self._order):
            other = int(self._order[line])
            if not view.locked[other]:
                second = float(view.begin_s[bar])
                self._wish_move(bar, other, target_at(view, other, second, bar).index)

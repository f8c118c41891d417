"""The rows themselves: what is shown, scrolled, pressed, dragged and walked along.

A scroll area whose viewport is painted by hand (widgets.board.picture) from a Frame,
which knows where everything is at this moment.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QFocusEvent,
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
from widgets.board.dragging import Drag, nudged
from widgets.board.finding import kept_target, movable
from widgets.board.frame import HEAD_PX, Frame
from widgets.board.picture import Picture
from widgets.board.timescale import TimeScale
from widgets.board.tips import bar_tip, gap_tip, row_tip
from widgets.common.focus import BY_KEYBOARD
from widgets.common.theme import Theme

ROW_PX: Final = 30
DENSE_PX: Final = 26
SPAN_S: Final = 4 * 3600
DRAG_PX: Final = 6
_WIDE_PX: Final = 1000
_NOW_SHARE: Final = 0.3
_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


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
        self._picture = Picture(theme, self.devicePixelRatioF())
        self._scale = TimeScale(view.start_s, view.end_s, 600, SPAN_S)
        self._row_px = ROW_PX
        self._stop = -1
        self._vehicle = ""
        self._time: int | None = None
        self._drag: Drag | None = None
        self.fixed = False
        """No stop may be moved now."""
        self._ringed = False
        self._placed = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Routes over time"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._repaint)

    def set_theme(self, theme: Theme) -> None:
        """Colours; everything kept is drawn anew."""
        self._theme = theme
        self._picture = Picture(theme, self.devicePixelRatioF())
        self._picture.show(self._view)
        self._repaint()

    def show_view(self, view: BoardView) -> None:
        """Shows another state; selection and scroll stay."""
        chosen = self.chosen
        self._keep_drag(view)
        self._view = view
        self._picture.show(view)
        self._order = ordered(view, self._by)
        self._stop = view.stop.index(chosen) if chosen in view.stop else -1
        begin = self._scale.second(0)
        left, right = self._picture.end_widths(self.viewport().width())
        width = max(1, self.viewport().width() - left - right)
        self._scale = TimeScale(view.start_s, view.end_s, width, self._scale.span_s)
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
        return self.frame().box(view.stop.index(stop)).toAlignedRect()

    def frame(self) -> Frame:
        """Where everything is now."""
        viewport = self.viewport()
        left, right = self._picture.end_widths(viewport.width())
        return Frame(
            self._view,
            self._order,
            self._scale,
            self._row_px,
            self.verticalScrollBar().value(),
            viewport.width(),
            viewport.height(),
            left,
            right,
        )

    @property
    def chosen(self) -> str:
        """The stop that is selected, "" for none."""
        return self._view.stop[self._stop] if self._stop >= 0 else ""

    # scrolling

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
        line = self.frame().line_chosen(self._vehicle)
        if line < 0:
            return
        rows, height = self.verticalScrollBar(), self.viewport().height() - HEAD_PX
        top = line * self._row_px
        if not rows.value() <= top <= rows.value() + height - self._row_px:
            rows.setValue(top - height // 2)
        if self._stop >= 0:
            x = self._scale.x(int(view.begin_s[self._stop]))
            if not 20 <= x <= self._scale.width - 20:
                self._scroll_to(self._before(int(view.begin_s[self._stop])))

    # events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints a frame, and a ring around it when the keyboard is here."""
        painter = QPainter(self.viewport())
        self._picture.paint(
            painter, self.frame(), self._vehicle, self._stop, self._time, self._drag
        )
        if self._ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("surface", "focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for whoever came here with the keyboard."""
        self._ringed = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring where the keyboard is not."""
        self._ringed = False
        super().focusOutEvent(event)
        self._repaint()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keeps the span; rows are closer on a small screen."""
        width = self.viewport().width()
        self._row_px = ROW_PX if width >= _WIDE_PX else DENSE_PX
        left, right = self._picture.end_widths(width)
        self._set_scale(self._scale.resized(width - left - right))

    def viewportEvent(self, event: QEvent) -> bool:
        """Answers for tool tips, and follows the screen's pixel ratio."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.set_theme(self._theme)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.tip_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """What is said about a pixel, "" for nothing."""
        frame = self.frame()
        line = frame.line_at(at.y())
        if line < 0:
            return ""
        row = int(self._order[line])
        if not frame.in_time(at.x()):
            return row_tip(self._view, row)
        bar = frame.bar_at(at)
        if bar is not None:
            return bar_tip(self._view, bar)
        return gap_tip(self._view, row, frame.second_at(at.x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls rows; with Shift the time; with Ctrl it zooms around the cursor."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            x = event.position().x() - self.frame().left
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
        at, frame = event.position(), self.frame()
        if at.y() < HEAD_PX:
            if frame.in_time(at.x()):
                self.time_wanted.emit(round(frame.second_at(at.x())))
            return
        bar = frame.bar_at(at)
        if bar is not None:
            if movable(self._view, bar) and not self.fixed:
                self._drag = Drag(bar, at, at)
            self.stop_wanted.emit(self._view.stop[bar])
            return
        line = frame.line_at(at.y())
        if line >= 0:
            self.vehicle_wanted.emit(self._view.vehicle[int(self._order[line])])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carries the stop along and asks what it would cost there."""
        drag, at, frame = self._drag, event.position(), self.frame()
        if drag is None:
            hand = frame.bar_at(at) is not None
            self._point(Qt.CursorShape.PointingHandCursor if hand else None)
            return
        drag.at = at
        far = (at - drag.start).manhattanLength() >= DRAG_PX
        if not drag.moving and not far:
            return
        drag.moving = True
        line = frame.line_at(at.y())
        if line >= 0:
            row = int(self._order[line])
            if drag.aim(self._view, row, frame.second_at(at.x())) and drag.target:
                self._speak(self.price_wanted, drag.bar, row, drag.target.index)
        closed, barred = Qt.CursorShape.ClosedHandCursor, Qt.CursorShape.ForbiddenCursor
        self._point(closed if drag.target is not None else barred)
        self._repaint()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Wishes for the move, if it is one."""
        drag, self._drag = self._drag, None
        self._point(None)
        self._repaint()
        if drag is not None and drag.target is not None and not drag.stays(self._view):
            target = drag.target
            self._speak(self.move_wanted, drag.bar, target.row, target.index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Alt with arrows moves, Enter opens, Escape lets go."""
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            place = nudged(self.frame(), self._stop, *_STEPS[key])
            if place is not None and not self.fixed:
                self._speak(self.move_wanted, self._stop, *place)
        elif key in _STEPS:
            step = self.frame().step(self._stop, self._vehicle, *_STEPS[key])
            if step is not None:
                self._wish(*step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk_to_end(last=key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stop >= 0:
            self.open_wanted.emit(self._view.stop[self._stop])
        elif key == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = None
            self._point(None)
            self._repaint()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            span = self._scale.span_s * (0.5 if key == Qt.Key.Key_Plus else 2.0)
            self._set_scale(self._scale.zoomed(span, self._scale.width / 2))
        else:
            super().keyPressEvent(event)

    # wishes

    def _keep_drag(self, view: BoardView) -> None:
        """A stop in the hand stays the same stop in another view, if it is there."""
        drag = self._drag
        if drag is None:
            return
        stop = self._view.stop[drag.bar]
        if stop in view.stop and movable(view, view.stop.index(stop)):
            drag.bar = view.stop.index(stop)
            if drag.target is not None:
                drag.target = kept_target(drag.target, self._view, view)
        else:
            self._drag = None

    def _point(self, shape: Qt.CursorShape | None) -> None:
        self.viewport().setCursor(shape or Qt.CursorShape.ArrowCursor)

    def _speak(self, signal: SignalInstance, bar: int, row: int, index: int) -> None:
        """Says a stop's parcels, the vehicle to take them, and where."""
        parcels = tuple(str(p) for p in self._view.parcels[bar])
        signal.emit(parcels, self._view.vehicle[row], index)

    def _walk_to_end(self, *, last: bool) -> None:
        line = self.frame().line_chosen(self._vehicle)
        if line >= 0:
            view, row = self._view, int(self._order[line])
            begin, end = int(view.first[row]), int(view.first[row + 1])
            self._wish((end - 1 if last else begin) if begin < end else None, row)

    def _wish(self, bar: int | None, row: int) -> None:
        if bar is None:
            self.vehicle_wanted.emit(self._view.vehicle[row])
        else:
            self.stop_wanted.emit(self._view.stop[bar])

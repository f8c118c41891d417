"""The doors of a site as they stand: hover, keyboard by geometry, one door repainted.

A door that changes repaints its own rectangle only, so 400 doors cost nothing while
nothing happens to them.
"""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from console.viewmodels.lockers import DoorState, LockerView, no_locker
from widgets.common.shapes import DOOR_MARKS, paint_mark
from widgets.common.theme import Theme
from widgets.lockers.geometry import Grid, Way, lay_out, smallest
from widgets.lockers.words import door_details, door_name

ARROWS = {
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
}
MARKED = frozenset(
    {DoorState.OVERDUE, DoorState.OPEN, DoorState.SUSPECT, DoorState.BLOCKED}
)
GROUNDS = {
    DoorState.FREE: ("free_ground", "free_edge"),
    DoorState.OCCUPIED: ("occupied_ground", "occupied_edge"),
    DoorState.ARRIVING: ("arriving_ground", "arriving_ground"),
    DoorState.OVERDUE: ("overdue_ground", "overdue"),
    DoorState.OPEN: ("open_ground", "open"),
    DoorState.SUSPECT: ("suspect_ground", "suspect"),
    DoorState.BLOCKED: ("blocked_ground", "blocked"),
}
NUMBER_PX = 11
SIZE_PX = 10
RADIUS = 3.5


class DoorGrid(QWidget):
    """Draws a LockerView. Signals carry compartment ids."""

    door_wanted = Signal(str)
    """Select this door."""
    open_wanted = Signal(str)
    """Ask about opening this door."""
    menu_wanted = Signal(str, QPointF)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = no_locker()
        self._grid = Grid((), (), QSizeF())
        self._current: int | None = None
        self._hover: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Doors"))
        self.set_theme(theme)

    @property
    def view(self) -> LockerView:
        """What is drawn."""
        return self._view

    @property
    def grid(self) -> Grid:
        """Where it is drawn."""
        return self._grid

    def current(self) -> str | None:
        """The compartment that the keyboard stands on."""
        return None if self._current is None else str(self._view.ids[self._current])

    def show_view(self, view: LockerView) -> None:
        """Shows another state; only doors that look otherwise are painted again."""
        old = self._view
        self._view = view
        if old.ids != view.ids or old.frames != view.frames:
            kept = None if self._current is None else old.ids[self._current]
            self._current = view.ids.index(kept) if kept in view.ids else None
            self._hover = None
            least = smallest(view)
            self.setMinimumSize(QSize(int(least.width()), int(least.height())))
            self._place()
            self.update()
            return
        for door in (old.state != view.state).nonzero()[0].tolist():
            self._repaint(door)
        self._describe()

    def select(self, compartment: str | None) -> None:
        """Stands on a door that was chosen elsewhere, without asking for it again."""
        ids = [str(i) for i in self._view.ids]
        self._move(ids.index(compartment) if compartment in ids else None)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._number_font = theme.font(NUMBER_PX, QFont.Weight.DemiBold)
        self._size_font = theme.font(SIZE_PX)
        self.update()

    # what Qt calls

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Places every door again."""
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the doors that the dirty rectangle touches."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = QRectF(event.rect())
        for screen in self._grid.screens:
            if screen.intersects(dirty):
                self._paint_screen(painter, screen)
        for door, box in enumerate(self._grid.doors):
            if box.intersects(dirty):
                self._paint_door(painter, door, box)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows the pointer from door to door."""
        self._hover_to(self._grid.at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """No door is under the pointer any more."""
        self._hover_to(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Selects the door under the pointer."""
        door = self._grid.at(event.position())
        if door is not None:
            self._move(door)
            self.door_wanted.emit(str(self._view.ids[door]))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Asks about opening; nothing opens by a click alone."""
        door = self._grid.at(event.position())
        if door is not None:
            self.open_wanted.emit(str(self._view.ids[door]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Hands the wish for a menu up."""
        door = self._grid.at(QPointF(event.pos()))
        if door is None:
            door = self._current
        if door is not None:
            self._move(door)
            self.menu_wanted.emit(str(self._view.ids[door]), QPointF(event.globalPos()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go by geometry, Enter selects, O asks about opening."""
        key = Qt.Key(event.key())
        if key in ARROWS and self._view.ids:
            step = (
                0
                if self._current is None
                else self._grid.beside(self._current, ARROWS[key])
            )
            if step is not None:
                self._move(step)
            return
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._view.ids:
            self._move(0 if key == Qt.Key.Key_Home else len(self._view) - 1)
            return
        name = self.current()
        if name is not None and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.door_wanted.emit(name)
        elif name is not None and key == Qt.Key.Key_O and not event.modifiers():
            self.open_wanted.emit(name)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Answers the wish for a tool tip with the door's details."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            door = self._grid.at(QPointF(event.pos()))
            if door is None:
                QToolTip.hideText()
            else:
                text = "\n".join(door_details(self._view, door))
                QToolTip.showText(event.globalPos(), text, self, self._box(door))
            return True
        return super().event(event)

    # how it is done

    def _place(self) -> None:
        self._grid = lay_out(self._view, QSizeF(self.size()))

    def _box(self, door: int) -> QRect:
        return self._grid.doors[door].adjusted(-3, -3, 3, 3).toAlignedRect()

    def _repaint(self, door: int | None) -> None:
        if door is not None:
            self.update(self._box(door))

    def _hover_to(self, door: int | None) -> None:
        if door != self._hover:
            self._repaint(self._hover)
            self._hover = door
            self._repaint(door)

    def _move(self, door: int | None) -> None:
        if door != self._current:
            self._repaint(self._current)
            self._current = door
            self._repaint(door)
            self._describe()

    def _describe(self) -> None:
        """Tells assistive tools what the keyboard stands on."""
        if self._current is None:
            self.setAccessibleDescription("")
        else:
            self.setAccessibleDescription(door_name(self._view, self._current))

    def _paint_screen(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("surface", "line"), 1))
        painter.setBrush(theme.color("surface", "card"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface", "faint"))
        glass = QRectF(0, 0, box.width() - 10, min(62.0, box.height() / 4))
        glass.moveCenter(QPointF(box.center().x(), box.top() + box.height() * 0.33))
        painter.drawRoundedRect(glass, RADIUS, RADIUS)
        painter.setPen(theme.color("surface", "muted"))
        painter.setFont(self._size_font)
        below = QRectF(box.left(), glass.bottom() + 3, box.width(), 16)
        words = painter.fontMetrics().elidedText(
            self.tr("screen"), Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, words)

    def _paint_door(self, painter: QPainter, door: int, box: QRectF) -> None:
        theme, state = self._theme, DoorState(int(self._view.state[door]))
        ground, edge = GROUNDS[state]
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        strong = state in {DoorState.OVERDUE, DoorState.OPEN, DoorState.SUSPECT}
        painter.setPen(QPen(theme.color("status", edge), 1.6 if strong else 1))
        painter.setBrush(theme.color("status", ground))
        painter.drawRoundedRect(inner, RADIUS, RADIUS)
        if state is DoorState.BLOCKED:
            hatch = QBrush(
                theme.color("status", "blocked_hatch"), Qt.BrushStyle.BDiagPattern
            )
            painter.setBrush(hatch)
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
        if door == self._hover and door != self._current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("surface", "faint"), 1.6))
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
        self._paint_labels(painter, door, box, state)
        if door == self._current:
            self._paint_current(painter, box)

    def _paint_labels(
        self, painter: QPainter, door: int, box: QRectF, state: DoorState
    ) -> None:
        theme = self._theme
        low = box.height() < 34
        words = box.adjusted(5, 3, -4, -3)
        if low:
            words = box.adjusted(5, 0, -4, 0)
        upright = Qt.AlignmentFlag.AlignVCenter if low else Qt.AlignmentFlag.AlignTop
        number = f"{self._view.door[door]:02d}"
        painter.setFont(self._number_font)
        width = painter.fontMetrics().horizontalAdvance(number)
        if state is DoorState.BLOCKED:
            self._paint_plate(painter, words, width, low=low)
        painter.setPen(self._ink(state, quiet=False))
        painter.drawText(words, upright | Qt.AlignmentFlag.AlignLeft, number)
        size = self._view.size[door]
        painter.setFont(self._size_font)
        size_width = painter.fontMetrics().horizontalAdvance(size)
        marked = state in MARKED
        room = words.width() - width - size_width
        painter.setPen(self._ink(state, quiet=True))
        hidden = state is DoorState.BLOCKED or (low and marked)
        if room > 3 and not hidden:
            painter.drawText(words, upright | Qt.AlignmentFlag.AlignRight, size)
        elif not low and not hidden:
            painter.drawText(words.adjusted(0, 14, 0, 0), upright, size)
        if marked:
            side = 12.0 if low else 14.0
            spot = QRectF(0, 0, side, side)
            if low:
                aside = words.width() - width - side
                spot.moveTopLeft(
                    QPointF(words.left() + width + aside, box.center().y() - side / 2)
                )
            else:
                spot.moveCenter(QPointF(box.center().x(), box.center().y() + 6))
            paint_mark(painter, spot, DOOR_MARKS[state], theme)

    def _paint_plate(
        self, painter: QPainter, words: QRectF, width: int, *, low: bool
    ) -> None:
        """A clear ground under the number of a hatched door."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("status", "blocked_ground"))
        if low:
            plate = words.adjusted(-3, 3, 3, -3)
        else:
            plate = QRectF(words.left() - 3, words.top() - 1, width + 6, 15)
        painter.drawRoundedRect(plate, 2, 2)

    def _paint_current(self, painter: QPainter, box: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        focus = self._theme.color("surface", "focus")
        painter.setPen(QPen(self._theme.color("surface", "panel"), 4))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setPen(QPen(focus, 2.4 if self.hasFocus() else 1.8))
        painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _ink(self, state: DoorState, *, quiet: bool) -> QColor:
        if state is DoorState.ARRIVING:
            return self._theme.color("surface", "on_accent")
        return self._theme.color("surface", "muted" if quiet else "text")

"""A month as a printed calendar shows it, painted; the keyboard walks along its days.

Arrows go by days and weeks, PageUp and PageDown by months, Home to today; Enter opens
the day that the keyboard stands on, as a double click does.
"""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.viewmodels.codes import DayState
from console.viewmodels.day_calendar import (
    DayCell,
    MonthView,
    month_view,
)
from widgets.common.panels import BOLD
from widgets.common.shapes import paint_mark
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.days.words import (
    PROBLEM,
    cell_words,
    counts,
    problems,
    state_mark,
    state_word,
)

HEAD_PX = 26
PAD = 8
LINE = 18
MARK = 11
DAY_PX = 14
LEAST_CELL = QSize(86, 58)
FIRST_MONDAY = date(2024, 1, 1)
"""Any Monday: names of weekdays begin here."""


class MonthGrid(QWidget):
    """Whole weeks, Monday first."""

    day_chosen = Signal(date)
    """The keyboard or a click stands on this date now; it may be of another month."""
    day_wanted = Signal(date)
    """Open it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = FIRST_MONDAY
        self._chosen = FIRST_MONDAY
        self._month: MonthView = month_view(FIRST_MONDAY, (), today=FIRST_MONDAY)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST_CELL.width() * 7, LEAST_CELL.height() * 6 + HEAD_PX)
        self.setAccessibleName(self.tr("Month"))

    @property
    def chosen(self) -> date:
        """The date that the keyboard stands on."""
        return self._chosen

    def show_month(self, month: MonthView, chosen: date, today: date) -> None:
        """Shows a month and the date that is looked at."""
        if (month, chosen, today) == (self._month, self._chosen, self._today):
            return
        steps = (self._chosen, chosen) if month == self._month else ()
        self._month, self._chosen, self._today = month, chosen, today
        cell = month.cell(chosen)
        self.setAccessibleDescription("" if cell is None else cell_words(cell, today))
        for on in steps:
            self.update(self.cell_box(on).toAlignedRect())
        if not steps:
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.update()

    def cell_box(self, on: date) -> QRectF:
        """Where a date is painted, empty where it is not shown."""
        for row, week in enumerate(self._month.weeks):
            for column, cell in enumerate(week):
                if cell.date == on:
                    return self._box(row, column)
        return QRectF()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walks along the days."""
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self._choose(self._chosen + timedelta(days=steps[key]))
        elif key == Qt.Key.Key_PageUp:
            self._choose(in_month(self._month.previous, self._chosen.day))
        elif key == Qt.Key.Key_PageDown:
            self._choose(in_month(self._month.next, self._chosen.day))
        elif key == Qt.Key.Key_Home:
            self._choose(self._today)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.day_wanted.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click stands on a day."""
        cell = self._cell_at(event.position())
        if cell is not None:
            self._choose(cell.date)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens it."""
        cell = self._cell_at(event.position())
        if cell is not None:
            self.day_wanted.emit(cell.date)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws names of weekdays and every cell that has to be."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(SMALL_PX, BOLD))
        painter.setPen(self._theme.color("surface", "muted"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for column in range(7):
            box = self._box(0, column)
            name = f"{FIRST_MONDAY + timedelta(days=column):%a}"
            painter.drawText(
                QRectF(box.x() + PAD, 0, box.width(), HEAD_PX), flags, name
            )
        for row, week in enumerate(self._month.weeks):
            for column, cell in enumerate(week):
                box = self._box(row, column)
                if box.intersects(QRectF(event.rect())):
                    self._paint_cell(painter, box, cell)
        painter.end()

    def _choose(self, on: date) -> None:
        if on != self._chosen:
            self.day_chosen.emit(on)

    def _cell_at(self, at: QPointF) -> DayCell | None:
        for row, week in enumerate(self._month.weeks):
            for column, cell in enumerate(week):
                if self._box(row, column).contains(at):
                    return cell
        return None

    def _box(self, row: int, column: int) -> QRectF:
        rows = max(1, len(self._month.weeks))
        width = self.width() / 7
        height = (self.height() - HEAD_PX) / rows
        return QRectF(column * width, HEAD_PX + row * height, width, height).adjusted(
            2, 2, -2, -2
        )

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: DayCell) -> None:
        theme = self._theme
        chosen = cell.date == self._chosen
        ground = "accent_ground" if cell.shown else "card" if cell.inside else "panel"
        painter.setBrush(theme.color("surface", ground))
        painter.setPen(QPen(theme.color("surface", "accent" if cell.shown else "line")))
        painter.drawRoundedRect(box, 5, 5)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            key = "focus" if self.hasFocus() else "faint"
            painter.setPen(QPen(theme.color("surface", key), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        inner = box.adjusted(PAD, PAD - 2, -PAD, -2)
        quiet = not cell.inside
        self._paint_date(painter, inner, cell, quiet=quiet)
        mark = QRectF(inner.x(), inner.y() + LINE + 4, MARK, MARK)
        paint_mark(painter, mark, state_mark(cell, self._today), theme)
        painter.setFont(theme.font(SMALL_PX))
        empty = cell.state is DayState.EMPTY
        key = "muted" if quiet or empty else "text"
        metrics = painter.fontMetrics()
        whole = counts(cell)
        if metrics.horizontalAdvance(whole) > inner.width():
            whole = counts(cell, terse=True)
        lines = [(state_word(cell, self._today), key), (whole, "muted")]
        top = mark.y() - (LINE - MARK) / 2
        for at, (text, key) in enumerate(lines):
            room = QRectF(inner.x(), top + at * LINE, inner.width(), LINE)
            if at == 0:
                room.setLeft(room.left() + MARK + GRID_PX + 1)
            if room.bottom() > box.bottom():
                break
            self._line(painter, room, text, key)
        self._paint_problems(painter, inner, top + 2 * LINE, cell)

    def _paint_problems(
        self, painter: QPainter, inner: QRectF, top: float, cell: DayCell
    ) -> None:
        text = problems(cell)
        if not text:
            return
        if top + LINE > inner.bottom():
            # No line is left for words: the shape stands beside the date.
            box = QRectF(inner.right() - MARK, inner.y() + 2, MARK, MARK)
            paint_mark(painter, box, PROBLEM, self._theme)
            return
        box = QRectF(inner.x(), top + (LINE - MARK) / 2, MARK, MARK)
        paint_mark(painter, box, PROBLEM, self._theme)
        room = QRectF(inner.x(), top, inner.width(), LINE)
        room.setLeft(room.left() + MARK + GRID_PX + 1)
        self._line(painter, room, text, "text")

    def _paint_date(
        self, painter: QPainter, inner: QRectF, cell: DayCell, *, quiet: bool
    ) -> None:
        theme = self._theme
        text = str(cell.date.day)
        painter.setFont(theme.font(DAY_PX, BOLD))
        room = QRectF(inner.x(), inner.y(), inner.width(), LINE)
        if not cell.today:
            self._line(painter, room, text, "faint" if quiet else "text")
            return
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        pill = QRectF(inner.x() - 2, inner.y() - 1, width, LINE + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface", "accent_fill"))
        painter.drawRoundedRect(pill, 9, 9)
        painter.setPen(theme.color("surface", "on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(theme.font(SMALL_PX))
        self._line(
            painter, room.adjusted(width + GRID_PX, 0, 0, 0), self.tr("today"), "muted"
        )

    def _line(self, painter: QPainter, room: QRectF, text: str, key: str) -> None:
        if not text:
            return
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.setPen(self._theme.color("surface", key))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, shown)


def in_month(first: date, day: int) -> date:
    """That day of a month, or its last one where the month is shorter."""
    last = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(day, (last - timedelta(days=1)).day))

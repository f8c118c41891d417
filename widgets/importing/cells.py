"""How rows of the wizard's tables are painted: a shape, a text, quiet or loud."""

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console.viewmodels.importing import FileState, IssueState, Outcome, Sureness
from widgets.common.shapes import Mark, Shape, paint_mark
from widgets.common.theme import ROW_PX, SMALL_PX, Theme

MARK_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""A `Mark` to draw before the text."""
INK_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""An `Ink`."""
MARK_PX = 12
BAR_PX = 3
PAD_PX = 6


class Ink(IntEnum):
    """How loud a text is."""

    PLAIN = 0
    QUIET = 1
    BAD = 2


SURENESS_MARKS = {
    Sureness.SURE: Mark(Shape.TICK, "done"),
    Sureness.UNSURE: Mark(Shape.DIAMOND, "at_risk"),
    Sureness.UNUSED: Mark(Shape.DOT, "off"),
}
ISSUE_MARKS = {
    IssueState.REJECTED: Mark(Shape.TRIANGLE, "late"),
    IssueState.WAITING: Mark(Shape.QUESTION, "suspect"),
    IssueState.SETTLED: Mark(Shape.TICK, "done"),
    IssueState.HELD: Mark(Shape.PAUSE, "suspect"),
    IssueState.LEFT_OUT: Mark(Shape.BARRED, "off"),
}
FILE_MARKS = {
    FileState.READING: Mark(Shape.RING, "off"),
    FileState.READY: Mark(Shape.TICK, "done"),
    FileState.FAILED: Mark(Shape.TRIANGLE, "late"),
    FileState.TAKEN: Mark(Shape.TICK, "done"),
}
OUTCOME_MARKS = {
    Outcome.NEW: Mark(Shape.CIRCLE, "locker"),
    Outcome.CHANGED: Mark(Shape.DIAMOND, "door"),
    Outcome.UNCHANGED: Mark(Shape.DOT, "off"),
    Outcome.CANCELLED: Mark(Shape.CROSS, "return"),
    Outcome.HELD: Mark(Shape.PAUSE, "suspect"),
    Outcome.LEFT_OUT: Mark(Shape.BARRED, "off"),
}
INKS = {
    Ink.PLAIN: ("surface", "text"),
    Ink.QUIET: ("surface", "muted"),
    Ink.BAD: ("status", "late_text"),
}


class CellPainter(QStyledItemDelegate):
    """Paints cells straight from the model, without a style's own frames."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One cell."""
        theme = self.theme
        box: QRectF = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        ground = "panel"
        if state & QStyle.StateFlag.State_Selected:
            ground = "selection"
        elif index.row() % 2:
            ground = "alternate_row"
        painter.fillRect(box, theme.color("surface", ground))
        inner = box.adjusted(PAD_PX, 0, -PAD_PX, 0)
        mark = index.data(MARK_ROLE)
        if isinstance(mark, Mark):
            middle = box.center().y()
            square = QRectF(inner.left(), middle - MARK_PX / 2, MARK_PX, MARK_PX)
            paint_mark(painter, square, mark, theme)
            inner.setLeft(square.right() + PAD_PX)
        text = str(index.data() or "")
        if text:
            ink = index.data(INK_ROLE)
            painter.setPen(theme.color(*INKS[Ink(ink or 0)]))
            painter.setFont(option.font)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(inner.width())
            )
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner, flags, shown)
        if not state & QStyle.StateFlag.State_HasFocus:
            return
        if index.column() == 0 and state & QStyle.StateFlag.State_Selected:
            bar = QRectF(box.left(), box.top(), BAR_PX, box.height())
            painter.fillRect(bar, theme.color("surface", "focus"))
        else:
            painter.setPen(QPen(theme.color("surface", "focus"), 1.5))
            painter.drawLine(box.topLeft(), box.topRight())
            painter.drawLine(box.bottomLeft(), box.bottomRight())


def quiet_table(table: QTableView, name: str) -> None:
    """A table as the house has it: rows, no grid, no headings of rows."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )


def dress_table(table: QTableView, theme: Theme) -> None:
    """Fonts of a table and its headings."""
    table.setFont(theme.font())
    table.horizontalHeader().setFont(theme.font(SMALL_PX))
    table.viewport().update()

"""Lines of the two lists: time, text and what stands at the end, in one delegate."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.activity.rows import ROW_ROLE
from widgets.common.shapes import Mark, paint_mark
from widgets.common.theme import ROW_PX, SMALL_PX, TEXT_PX, Theme

PAD = 12
MARK = 12
GAP = 9


class LinePainter(QStyledItemDelegate):
    """A whole row in the first column's cell; `mark` may give a row its shape."""

    def __init__(
        self,
        theme: Theme,
        mark: Callable[[object], Mark | None],
        *,
        strong: Callable[[object], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._mark = mark
        self._strong = strong

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(120, ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Shape, time, text, and the end where there is room for it."""
        theme, box = self.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(
            box, theme.color("surface", "selection" if chosen else "panel")
        )
        painter.setPen(QPen(theme.color("surface", "line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        row = index.data(ROW_ROLE)
        model = index.model()
        time, text, end = (
            str(model.index(index.row(), column).data()) for column in range(3)
        )
        x = box.left() + PAD
        mark = self._mark(row)
        if mark is not None:
            square = QRectF(x, box.center().y() - MARK / 2, MARK, MARK)
            paint_mark(painter, square, mark, theme)
            x += MARK + GAP
        flags = Qt.AlignmentFlag.AlignVCenter
        small = theme.font(SMALL_PX)
        painter.setFont(small)
        painter.setPen(theme.color("surface", "muted"))
        metrics = QFontMetrics(small)
        painter.drawText(
            QRectF(x, box.top(), 80, box.height()),
            flags | Qt.AlignmentFlag.AlignLeft,
            time,
        )
        x += metrics.horizontalAdvance(time) + GAP
        weight = QFont.Weight.Medium if self._strong(row) else QFont.Weight.Normal
        font = theme.font(TEXT_PX, weight)
        wide = QFontMetrics(font).horizontalAdvance(text)
        right = box.right() - PAD
        taken = metrics.horizontalAdvance(end) + GAP if end else 0
        if x + wide + taken <= right or x + 150 + taken <= right:
            painter.drawText(
                QRectF(x, box.top(), right - x, box.height()),
                flags | Qt.AlignmentFlag.AlignRight,
                end,
            )
            right -= taken
        painter.setFont(font)
        painter.setPen(theme.color("surface", "text" if self._strong(row) else "muted"))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(right - x)
        )
        painter.drawText(
            QRectF(x, box.top(), right - x, box.height()),
            flags | Qt.AlignmentFlag.AlignLeft,
            shown,
        )
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("surface", "focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

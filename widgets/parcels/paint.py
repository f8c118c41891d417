"""How a row is painted: shapes, quiet numbers, late times in their colour."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.viewmodels.parcels import ParcelStatus
from widgets.common.shapes import PARCEL_MARKS, paint_mark
from widgets.common.theme import Theme
from widgets.parcels.table import STATUS_ROLE, Column

MARK_PX = 13
PAD_PX = 6


class RowPainter(QStyledItemDelegate):
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
        box: QRectF = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ground = "panel"
        if chosen:
            ground = "selection"
        elif index.row() % 2:
            ground = "alternate_row"
        painter.fillRect(box, self.theme.color("surface", ground))
        status = index.data(STATUS_ROLE)
        if not isinstance(status, ParcelStatus):
            return
        if index.column() == Column.STATUS:
            side = MARK_PX
            square = QRectF(
                box.center().x() - side / 2, box.center().y() - side / 2, side, side
            )
            paint_mark(painter, square, PARCEL_MARKS[status], self.theme)
        else:
            painter.setPen(self._ink(status, Column(index.column()), chosen))
            painter.setFont(option.font)
            inner = box.adjusted(PAD_PX, 0, -PAD_PX, 0)
            # ids tell most at their end
            named = index.column() in {Column.PARCEL, Column.ROUTE}
            side_cut = Qt.TextElideMode.ElideLeft
            if not named:
                side_cut = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(
                str(index.data()), side_cut, int(inner.width())
            )
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner, flags, text)
        if state & QStyle.StateFlag.State_HasFocus:
            self._focus(painter, box, index.column())

    def _ink(self, status: ParcelStatus, column: Column, chosen: bool) -> QColor:
        if column is Column.DUE and status is ParcelStatus.LATE:
            return self.theme.color("status", "late_text")
        if column is Column.PARCEL and not chosen:
            return self.theme.color("surface", "muted")
        return self.theme.color("surface", "text")

    def _focus(self, painter: QPainter, box: QRectF, column: int) -> None:
        """A line above and below the row that the keyboard stands on."""
        painter.setPen(QPen(self.theme.color("surface", "focus"), 1.5))
        painter.drawLine(box.topLeft(), box.topRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if column == Column.STATUS:
            painter.drawLine(box.topLeft(), box.bottomLeft())

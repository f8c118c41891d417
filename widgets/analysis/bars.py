"""Pairs of bars: a figure of the plan over the same figure with all to doors."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.viewmodels.analysis import Beside
from widgets.analysis.words import BESIDE_NAMES, beside, change
from widgets.common.marked import DOT, say
from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme

ROW = 66
BAR = 13
NUMBERS = 96
"""Room for a number at the end of the longest bar."""


class PairedBars(QWidget):
    """One row a figure: its name and change, the plan's bar, the other's bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[Beside, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[Beside, ...]) -> None:
        """The figures, and the same in words for those who do not see bars."""
        if rows == self._rows:
            return
        self._rows = rows
        said = (
            f"{say(BESIDE_NAMES[row.key])} {beside(row.key, row.plan)}, "
            f"{beside(row.key, row.all_door)}, {change(row.change)}"
            for row in rows
        )
        self.setAccessibleName(DOT.join(said))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """A row a figure."""
        return QSize(360, ROW * len(self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the rows; both bars of a row share one scale."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._rows):
            self._row(painter, QRectF(0, number * ROW, self.width(), ROW), row)
        painter.end()

    def _row(self, painter: QPainter, box: QRectF, row: Beside) -> None:
        theme = self._theme
        name, changed = theme.font(TEXT_PX), theme.font(TEXT_PX, BOLD)
        height = QFontMetrics(name).height()
        head = QRectF(box.left(), box.top(), box.width(), height)
        painter.setFont(name)
        painter.setPen(theme.color("surface", "text"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(head, left, say(BESIDE_NAMES[row.key]))
        painter.setFont(changed)
        less = row.change is not None and row.change < 0
        painter.setPen(
            theme.color("status", "done_text")
            if less
            else theme.color("surface", "text")
        )
        painter.drawText(head, right, change(row.change))
        most = max(row.plan, row.all_door) or 1.0
        room = box.width() - NUMBERS
        painter.setFont(theme.font(SMALL_PX))
        top = head.bottom() + GRID_PX
        for value, group, key in (
            (row.plan, "status", "locker"),
            (row.all_door, "surface", "decoration"),
        ):
            bar = QRectF(box.left(), top, max(1.0, room * value / most), BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(group, key))
            painter.drawRoundedRect(bar, 2, 2)
            painter.setPen(theme.color("surface", "muted"))
            painter.drawText(
                QRectF(bar.right() + 2 * GRID_PX, top - 2, NUMBERS, BAR + 4),
                left,
                beside(row.key, value),
            )
            top += BAR + GRID_PX

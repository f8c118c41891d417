"""A number that matters, large, with its word and shape."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.common.shapes import Mark, Shape, paint_mark
from widgets.common.theme import SMALL_PX, Theme
from widgets.common.words import grouped


class Figure(QWidget):
    """A large number over a word, with a shape: one outcome of the last step."""

    def __init__(self, mark: Mark, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self._theme = theme
        self._number = 0
        self._word = ""
        self.setFixedSize(124, 64)

    def say(self, number: int, word: str, tip: str) -> None:
        """The number and its word."""
        self._number, self._word = number, word
        self.setAccessibleName(f"{word} {grouped(number)}")
        self.setToolTip(tip)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws it; nothing at all is quiet."""
        theme = self._theme
        painter = QPainter(self)
        quiet = not self._number
        painter.setFont(theme.font(24))
        painter.setPen(theme.color("surface", "faint" if quiet else "text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, 124, 34), flags, grouped(self._number))
        mark = self._mark if not quiet else Mark(Shape.DOT, "off")
        paint_mark(painter, QRectF(0, 40, 12, 12), mark, theme)
        painter.setFont(theme.font(SMALL_PX))
        painter.setPen(theme.color("surface", "muted"))
        painter.drawText(QRectF(18, 36, 106, 20), flags, self._word)
        painter.end()

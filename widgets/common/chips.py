"""Chips: filters that can be on or off, with a count, and pills that only tell."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.common.shapes import Mark, paint_mark
from widgets.common.theme import SMALL_PX, Theme
from widgets.common.words import grouped

HEIGHT = 24
SHAPE = 10
SIDE = 8
GAP = 5
DENSE_PX = 11


class Chip(QAbstractButton):
    """A saved filter: shape, name and count; on is bordered and tinted."""

    def __init__(
        self, text: str, mark: Mark | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mark = mark
        self._count: int | None = None
        self._terse = self._dense = False
        self._theme: Theme | None = None
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_count(self, count: int | None) -> None:
        """The number after the name; None for none."""
        if count == self._count:
            return
        self._count = count
        said = self.text() if count is None else f"{self.text()} {count}"
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def set_mark(self, mark: Mark | None) -> None:
        """Another shape before the name."""
        if mark != self._mark:
            self._mark = mark
            self.updateGeometry()
            self.update()

    def set_terse(self, *, terse: bool) -> None:
        """Only the name, the count on hover: where there is little room."""
        if terse != self._terse:
            self._terse = terse
            self.updateGeometry()
            self.update()

    def set_dense(self, *, dense: bool) -> None:
        """Smaller letters and less room at the ends."""
        if dense != self._dense:
            self._dense = dense
            if self._theme is not None:
                self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        px = DENSE_PX if self._dense else SMALL_PX
        self.setFont(theme.font(px, QFont.Weight.Medium))
        self.updateGeometry()
        self.update()

    @property
    def _side(self) -> int:
        return SIDE - 2 if self._dense else SIDE

    def sizeHint(self) -> QSize:
        """Shape, name and count with room at both ends."""
        metrics = QFontMetrics(self.font())
        width = 2 * self._side + metrics.horizontalAdvance(self.text()) + 1
        if self._terse:
            return QSize(width, HEIGHT)
        if self._mark is not None:
            width += SHAPE + GAP
        if self._count is not None:
            width += GAP + metrics.horizontalAdvance(grouped(self._count))
        return QSize(width, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the chip."""
        if self._theme is None:
            return
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        edge = "accent" if on else "edge"
        painter.setPen(QPen(theme.color("surface", edge), 1.25 if on else 1))
        ground = "accent_ground" if on else "panel"
        if self.underMouse() and not on:
            ground = "card"
        painter.setBrush(theme.color("surface", ground))
        painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("surface", "focus"), 2))
            painter.drawRoundedRect(
                box.adjusted(1, 1, -1, -1), HEIGHT / 2 - 1, HEIGHT / 2 - 1
            )
        x = float(self._side)
        if self._mark is not None and not self._terse:
            paint_mark(
                painter,
                QRectF(x, (HEIGHT - SHAPE) / 2, SHAPE, SHAPE),
                self._mark,
                theme,
            )
            x += SHAPE + GAP
        metrics = QFontMetrics(self.font())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme.color("surface", "accent" if on else "text"))
        painter.drawText(QRectF(x, 0, self.width(), HEIGHT), flags, self.text())
        if self._count is not None and not self._terse:
            x += metrics.horizontalAdvance(self.text()) + GAP
            painter.setPen(theme.color("surface", "accent" if on else "muted"))
            painter.drawText(
                QRectF(x, 0, self.width(), HEIGHT), flags, grouped(self._count)
            )
        painter.end()


class Pill(QWidget):
    """A shape and a few words in a rounded frame: it tells and cannot be pressed."""

    def __init__(self, parent: QWidget | None = None, *, framed: bool = True) -> None:
        super().__init__(parent)
        self._framed = framed
        self._mark: Mark | None = None
        self._text = ""
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str, mark: Mark | None, tip: str = "") -> None:
        """What it tells; the accessible name says the same."""
        if (text, mark) != (self._text, self._mark):
            self._text, self._mark = text, mark
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)

    def text(self) -> str:
        """What it says."""
        return self._text

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.setFont(theme.font(SMALL_PX))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Shape and words, with room at both ends where it is framed."""
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(self._text) + 2
        if self._mark is not None:
            width += SHAPE + GAP
        return QSize(width + (2 * SIDE if self._framed else 0), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It never gives way."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws frame, shape and words."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        if self._framed:
            painter.setPen(QPen(self._theme.color("surface", "edge"), 1))
            painter.setBrush(self._theme.color("surface", "panel"))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
            x = float(SIDE)
        if self._mark is not None:
            box = QRectF(x, (self.height() - SHAPE) / 2, SHAPE, SHAPE)
            paint_mark(painter, box, self._mark, self._theme)
            x += SHAPE + GAP
        painter.setPen(
            self._theme.color("surface", "text" if self._framed else "muted")
        )
        painter.drawText(
            QRectF(x, 0, self.width() - x, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self._text,
        )
        painter.end()

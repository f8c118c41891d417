"""A place that an address may mean, as a card: digit, name, why, how sure."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from console.viewmodels.importing import Suggestion
from widgets.common.theme import SMALL_PX, TEXT_PX, Theme
from widgets.importing.words import cause

HEIGHT = 42
ROUND = 20
PAD = 10
SCORE_PX = 44


class PlaceCard(QAbstractButton):
    """Pressed it is taken; the one taken is bordered and tinted."""

    def __init__(
        self,
        number: int,
        one: Suggestion,
        *,
        taken: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._number = str(number)
        self._why = cause(one)
        self._score = one.score
        self._taken = taken
        self._theme: Theme | None = None
        self.setText(one.label)
        self.setAccessibleName(f"{number}: {one.label}")
        sure = "" if one.score is None else f", {one.score:.0%}"
        self.setAccessibleDescription(f"{self._why}{sure}")
        self.setToolTip(f"{one.label}\n{self._why}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.setFont(theme.font(TEXT_PX, QFont.Weight.Medium))
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(220, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It gives way to the left."""
        return QSize(160, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the card."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        lifted = self._taken or self.isDown()
        edge = "accent" if self._taken or self.underMouse() else "line"
        if self.hasFocus():
            edge = "focus"
        painter.setPen(
            QPen(theme.color("surface", edge), 2 if self.hasFocus() else 1.25)
        )
        painter.setBrush(theme.color("surface", "accent_ground" if lifted else "card"))
        painter.drawRoundedRect(box, 5, 5)
        self._digit(painter, theme)
        left = PAD + ROUND + PAD
        inner = QRectF(left, 0, self.width() - left - SCORE_PX - PAD, self.height())
        self._lines(painter, theme, inner)
        self._certainty(painter, theme)
        painter.end()

    def _digit(self, painter: QPainter, theme: Theme) -> None:
        """The badge looks as the one on the map does."""
        circle = QRectF(PAD, (self.height() - ROUND) / 2, ROUND, ROUND)
        painter.setPen(QPen(theme.color("surface", "accent"), 1.75))
        painter.setBrush(
            theme.color("surface", "accent_fill" if self._taken else "panel")
        )
        painter.drawEllipse(circle)
        painter.setFont(theme.font(SMALL_PX, QFont.Weight.Bold))
        painter.setPen(theme.color("surface", "on_accent" if self._taken else "text"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self._number)

    def _lines(self, painter: QPainter, theme: Theme, inner: QRectF) -> None:
        cut = Qt.TextElideMode.ElideRight
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for top, font, ink, text in (
            (3, self.font(), "text", self.text()),
            (21, theme.font(SMALL_PX), "muted", self._why),
        ):
            painter.setFont(font)
            painter.setPen(theme.color("surface", ink))
            shown = QFontMetrics(font).elidedText(text, cut, int(inner.width()))
            line = QRectF(inner.left(), top, inner.width(), 18)
            painter.drawText(line, flags, shown)

    def _certainty(self, painter: QPainter, theme: Theme) -> None:
        """A number and a short bar, so that it is seen without reading."""
        if self._score is None:
            return
        right = self.width() - PAD
        painter.setFont(theme.font(SMALL_PX))
        painter.setPen(theme.color("surface", "text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        number = QRectF(right - SCORE_PX, 3, SCORE_PX, 18)
        painter.drawText(number, flags, f"{self._score:.0%}")
        bar = QRectF(right - SCORE_PX + 8, 28, SCORE_PX - 8, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface", "line"))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(bar.width() * max(0.0, min(1.0, self._score)))
        painter.setBrush(theme.color("surface", "accent"))
        painter.drawRoundedRect(bar, 2, 2)

"""A card to choose: what it does, what else matters, what it costs."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.common.theme import SMALL_PX, TEXT_PX, Theme

HEIGHT = 28
PAD = 10
GAP = 12


class ChoiceCard(QAbstractButton):
    """A row of three texts; the best choice is bordered and tinted."""

    def __init__(
        self,
        what: str,
        note: str,
        price: str,
        *,
        best: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = (what, note, price)
        self._best = best
        self._theme: Theme | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(what)
        self.setAccessibleName(what)
        self.setAccessibleDescription(", ".join(part for part in (note, price) if part))
        self.setToolTip(", ".join(part for part in self._parts if part))

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.setFont(theme.font(TEXT_PX, QFont.Weight.Medium))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It gives way to the left."""
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the card; the note gives way first, the price never."""
        if self._theme is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        lifted = self._best or self.isDown()
        painter.setBrush(theme.color("surface", "accent_ground" if lifted else "card"))
        edge = "accent" if self._best or self.underMouse() else "line"
        if self.hasFocus():
            edge = "focus"
        painter.setPen(
            QPen(theme.color("surface", edge), 2 if self.hasFocus() else 1.25)
        )
        painter.drawRoundedRect(box, 5, 5)
        what, note, price = self._parts
        middle = Qt.AlignmentFlag.AlignVCenter
        inner = box.adjusted(PAD, 0, -PAD, 0)
        painter.setPen(theme.color("surface", "text"))
        metrics = QFontMetrics(self.font())
        taken = metrics.horizontalAdvance(price)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, price)
        room = inner.width() - taken - GAP
        shown = metrics.elidedText(what, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, shown)
        room -= metrics.horizontalAdvance(shown) + GAP
        quiet = theme.font(SMALL_PX)
        painter.setFont(quiet)
        small = QFontMetrics(quiet)
        if room > small.horizontalAdvance(note):
            painter.setPen(theme.color("surface", "muted"))
            painter.drawText(
                inner.adjusted(0, 0, -taken - GAP, 0),
                middle | Qt.AlignmentFlag.AlignRight,
                note,
            )
        painter.end()

"""The parts every pane is made of: a panel, its header line, an empty state."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme

BOLD = QFont.Weight.DemiBold


class Panel(QFrame):
    """A rounded ground with a thin line, its content in one column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)


class ElidedLabel(QWidget):
    """One line of text that gives way with an ellipsis and tells all on hover."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._key = "text"
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Shows another text; the accessible name follows."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_look(
        self, theme: Theme, key: str = "text", px: int = TEXT_PX, *, bold: bool = False
    ) -> None:
        """Colour (a surface or status token), size and weight."""
        self._theme, self._key = theme, key
        self.setFont(theme.font(px, BOLD if bold else QFont.Weight.Normal))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the text is."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(self.sizeHint().width(), 24), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws what fits."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(
            self._text, Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self._text if shown != self._text else "")
        if self._theme is not None:
            group = (
                "surface" if ("surface", self._key) in self._theme.colors else "status"
            )
            painter.setPen(self._theme.color(group, self._key))
        painter.drawText(
            self.rect(),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            shown,
        )
        painter.end()


class PaneHeader(QWidget):
    """Title in bold, a quiet note beside it, and room for controls at the end."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(title)
        self.title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.note = ElidedLabel()
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(3 * GRID_PX - 2, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        self.row.setSpacing(2 * GRID_PX)
        self.row.addWidget(self.title)
        self.row.addWidget(self.note, 1)

    def say(self, title: str, note: str) -> None:
        """What the line says."""
        self.title.set_text(title)
        self.note.set_text(note)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.title.set_look(theme, bold=True)
        self.note.set_look(theme, "muted", SMALL_PX)


class EmptyState(QWidget):
    """Says why there is nothing and offers the next step."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.text.setProperty("look", "muted")
        self.button = QPushButton()
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID_PX, 4 * GRID_PX, 4 * GRID_PX, 4 * GRID_PX)
        column.setSpacing(3 * GRID_PX)
        column.addStretch(1)
        column.addWidget(self.text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def say(self, text: str, button: str = "") -> None:
        """The sentence, and the words of the button; no button without words."""
        self.text.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(text)

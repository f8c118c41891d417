"""What the colours and shapes of the doors mean, each with how many are drawn so."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from console.viewmodels.lockers import DoorState, LockerView
from widgets.common.flow import FlowLayout
from widgets.common.marked import say
from widgets.common.sentences import DOOR_STATES
from widgets.common.shapes import DOOR_MARKS, paint_mark
from widgets.common.theme import GRID_PX, Theme
from widgets.lockers.grid import GROUNDS, MARKED

SWATCH = 12
PX = 11


class Entry(QWidget):
    """One state: a small door as the grid draws it, its name, its count."""

    def __init__(self, state: DoorState, theme: Theme) -> None:
        super().__init__()
        self.state = state
        self.count = 0
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """How many doors are drawn so."""
        self.count = count
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Name and count."""
        return f"{say(DOOR_STATES[self.state])} {self.count}"

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.setFont(theme.font(PX))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Swatch and words."""
        metrics = QFontMetrics(self.font())
        return QSize(SWATCH + 5 + metrics.horizontalAdvance(self.text()), 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws swatch and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        ground, edge = GROUNDS[self.state]
        box = QRectF(0.5, 3.5, SWATCH - 1, SWATCH - 1)
        if self.state in MARKED:
            paint_mark(
                painter, QRectF(0, 3, SWATCH, SWATCH), DOOR_MARKS[self.state], theme
            )
        else:
            painter.setPen(QPen(theme.color("status", edge), 1))
            painter.setBrush(QBrush(theme.color("status", ground)))
            painter.drawRoundedRect(box, 2.5, 2.5)
        painter.setPen(theme.color("surface", "muted"))
        painter.drawText(
            self.rect().adjusted(SWATCH + 4, 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        painter.end()


class Legend(QWidget):
    """The states that occur, free always first; counts equal the drawn doors."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(3 * GRID_PX - 2, GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        holder = QWidget()
        outer.addWidget(holder)
        flow = FlowLayout(holder, spacing=7)
        self.entries = {state: Entry(state, theme) for state in DoorState}
        for entry in self.entries.values():
            flow.addWidget(entry)

    def show_view(self, view: LockerView) -> None:
        """Counts of a view; states without a door are left out."""
        for state, entry in self.entries.items():
            count = view.counts.get(state, 0)
            entry.show_count(count)
            entry.setVisible(bool(count) or state is DoorState.FREE)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        for entry in self.entries.values():
            entry.set_theme(theme)

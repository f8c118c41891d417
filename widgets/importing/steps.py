"""The four steps as one line: where one is, what is done, what comes."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from console.viewmodels.importing import Step
from widgets.common.marked import say
from widgets.common.shapes import Mark, Shape, paint_mark
from widgets.common.theme import GRID_PX, TEXT_PX, Theme
from widgets.importing.words import STEPS

HEIGHT = 30
ROUND = 18


class StepButton(QAbstractButton):
    """A number in a circle and a word; a tick once it is behind."""

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self.now = Step.FILES
        self._theme: Theme | None = None
        self.setText(say(STEPS[step]))
        self.setAccessibleName(f"{int(step)} {self.text()}")
        self.setToolTip(f"Alt+{int(step)}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.setFont(theme.font(TEXT_PX, QFont.Weight.Medium))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Circle and word."""
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(ROUND + 3 * GRID_PX + wide + 2 * GRID_PX, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws it."""
        theme = self._theme
        if theme is None:
            return
        here, behind = self.step == self.now, self.step < self.now
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface", "accent_ground"))
            painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("surface", "focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        circle = QRectF(6, (self.height() - ROUND) / 2, ROUND, ROUND)
        if behind:
            paint_mark(painter, circle, Mark(Shape.TICK, "done"), theme)
        else:
            key = "accent_fill" if here else "card"
            edge = "accent_fill" if here else "edge"
            painter.setPen(QPen(theme.color("surface", edge), 1))
            painter.setBrush(theme.color("surface", key))
            painter.drawEllipse(circle)
            painter.setPen(theme.color("surface", "on_accent" if here else "muted"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(int(self.step)))
        ink = "accent" if here else "text" if self.isEnabled() else "faint"
        painter.setPen(theme.color("surface", ink))
        words = QRectF(self.rect()).adjusted(ROUND + 3 * GRID_PX, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, flags, self.text())
        painter.end()


class StepBar(QWidget):
    """All steps; those that make sense now can be gone to."""

    step_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        self.buttons = {step: StepButton(step) for step in Step}
        for step, button in self.buttons.items():
            button.clicked.connect(
                lambda _=False, step=step: self.step_wanted.emit(int(step))
            )
            row.addWidget(button)
        self.set_theme(theme)

    def show_step(self, now: Step, reachable: Step) -> None:
        """Where one is and how far one may go."""
        for step, button in self.buttons.items():
            button.now = now
            button.setEnabled(step <= reachable)
            button.update()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        for button in self.buttons.values():
            button.set_theme(theme)

"""One input a kind of field: each shows a text and says when a person changed it.

A change is told when it is finished: Enter or leaving a line, leaving a block of lines
(or Ctrl+Enter), a click for boxes and choices. What is being typed is never replaced.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from console.viewmodels.depot_fields import FieldKind
from console.viewmodels.depot_page import FieldLine
from widgets.common.marked import DASH
from widgets.common.theme import GRID_PX
from widgets.depot.words import code

BLOCKS = frozenset(
    {FieldKind.LINES, FieldKind.FRAME, FieldKind.BREAKS, FieldKind.CONGESTION}
)
LEAST_LINES, MOST_LINES = 2, 9


class Input(Protocol):
    """What the form knows of an input."""

    changed: Signal

    def show_line(self, line: FieldLine) -> None:
        """Shows a field's value."""


class LineInput(QLineEdit):
    """A line of text."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.editingFinished.connect(self._finished)

    def show_line(self, line: FieldLine) -> None:
        """Shows a value unless another is being typed."""
        self.setPlaceholderText(line.standard)
        if self._shown != line.text or not self.hasFocus():
            self._shown = line.text
            if self.text() != line.text:
                self.setText(line.text)

    def _finished(self) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            self.changed.emit(self._shown)


class BlockInput(QPlainTextEdit):
    """Some lines of text."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)
        self._grow()

    def show_line(self, line: FieldLine) -> None:
        """Shows a value unless another is being typed."""
        if self._shown != line.text or not self.hasFocus():
            self._shown = line.text
            if self.toPlainText() != line.text:
                self.setPlainText(line.text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving it finishes."""
        super().focusOutEvent(event)
        self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter finishes without leaving."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._finish()
            return
        super().keyPressEvent(event)

    def _grow(self) -> None:
        lines = min(max(self.blockCount(), LEAST_LINES), MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 5 * GRID_PX)

    def _finish(self) -> None:
        if self.toPlainText() != self._shown:
            self._shown = self.toPlainText()
            self.changed.emit(self._shown)


class YesInput(QCheckBox):
    """Yes or no."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(self._clicked)

    def show_line(self, line: FieldLine) -> None:
        """Shows a value."""
        self.setChecked(bool(line.text))

    def _clicked(self) -> None:
        self.changed.emit("yes" if self.isChecked() else "")


class ChoiceInput(QComboBox):
    """One of some codes; the wheel scrolls the form, not the choice."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[tuple[str, str], ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # As wide as the form gives, whatever the longest name is.
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.activated.connect(self._chosen)

    def show_line(self, line: FieldLine) -> None:
        """Shows a value; one that is no choice stands in front of them."""
        names = line.names
        if line.text not in {value for value, _ in names}:
            names = ((line.text, line.text or DASH), *names)
        if names != self._names:
            self._names = names
            self.clear()
            for value, name in names:
                self.addItem(name or code(value), value)
        self.setCurrentIndex([value for value, _ in names].index(line.text))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to whatever it stands in."""
        event.ignore()

    def _chosen(self, at: int) -> None:
        self.changed.emit(str(self.itemData(at)))


class ChoicesInput(QWidget):
    """Some of some codes."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(3 * GRID_PX)
        self._boxes: list[tuple[str, QCheckBox]] = []
        self._row.addStretch(1)

    def show_line(self, line: FieldLine) -> None:
        """Shows a value."""
        if not self._boxes:
            self._make([value for value, _ in line.names])
        chosen = line.text.split()
        for value, box in self._boxes:
            box.setChecked(value in chosen)

    def _make(self, values: Sequence[str]) -> None:
        for at, value in enumerate(values):
            box = QCheckBox(code(value))
            box.clicked.connect(self._clicked)
            self._row.insertWidget(at, box)
            self._boxes.append((value, box))
        if self._boxes:
            self.setFocusProxy(self._boxes[0][1])

    def _clicked(self) -> None:
        chosen = (value for value, box in self._boxes if box.isChecked())
        self.changed.emit(" ".join(chosen))


def input_for(
    kind: FieldKind,
) -> LineInput | BlockInput | YesInput | ChoiceInput | ChoicesInput:
    """The input of a kind of field."""
    if kind in BLOCKS:
        return BlockInput()
    if kind is FieldKind.YES:
        return YesInput()
    if kind is FieldKind.CHOICE:
        return ChoiceInput()
    if kind is FieldKind.CHOICES:
        return ChoicesInput()
    return LineInput()

"""A list of fields to choose from by typing: it floats over the column it is for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.common.theme import GRID_PX, Theme
from widgets.importing.words import field_name

UNUSED = ""
KEY = int(Qt.ItemDataRole.UserRole)
TALL_PX = 300
WIDE_PX = 250


class FieldChooser(QFrame):
    """Type a few letters, Enter takes the first; Esc changes nothing."""

    chosen = Signal(str)
    """The field's key; empty for a column that is not read."""
    left = Signal()
    """Nothing was chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self.setProperty("look", "panel")
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("Type a field…"))
        self.typed.setAccessibleName(self.tr("Read this column as"))
        self.typed.textChanged.connect(self._narrow)
        self.typed.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        self._fields: tuple[str, ...] = ()
        self._taken: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(self.typed)
        column.addWidget(self.list)
        self.resize(WIDE_PX, TALL_PX)
        self.set_theme(theme)

    def open_at(
        self,
        at: QPoint,
        fields: Sequence[str],
        taken: dict[str, str],
        now: str,
        text: str = "",
    ) -> None:
        """Opens at a point of its parent, no further right than there is room.

        `taken` maps a field to the heading that has it now; `now` is this column's;
        `text` is what was typed already.
        """
        self._fields, self._taken = (UNUSED, *fields), taken
        self.typed.setText(text)
        self._narrow(text)
        if not text:
            for row in range(self.list.count()):
                if self.list.item(row).data(KEY) == now:
                    self.list.setCurrentRow(row)
        parent = self.parentWidget()
        room = parent.size() if parent is not None else self.size()
        x = max(0, min(at.x(), room.width() - self.width() - GRID_PX))
        y = max(0, min(at.y(), room.height() - self.height() - GRID_PX))
        self.move(x, y)
        self.show()
        self.raise_()
        self.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Fonts."""
        self.typed.setFont(theme.font())
        self.list.setFont(theme.font())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk the list, Enter takes, Esc and a click elsewhere do not."""
        if event.type() is QEvent.Type.FocusOut and watched is self.typed:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.hide()
                self.left.emit()
                return True
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }
            if key in steps:
                last = self.list.count() - 1
                row = self.list.currentRow() + steps[Qt.Key(key)]
                self.list.setCurrentRow(max(0, min(last, row)))
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        """Fields whose words begin as typed come first, then those that hold it."""
        wanted = text.casefold().strip()
        self.list.clear()
        ranked: list[tuple[int, int, str]] = []
        for at, key in enumerate(self._fields):
            name = self._name(key).casefold()
            begins = any(word.startswith(wanted) for word in name.split())
            if begins or wanted in name or wanted in key:
                ranked.append((0 if begins else 1, at, key))
        for _, _, key in sorted(ranked):
            elsewhere = self._taken.get(key, "")
            item = QListWidgetItem(
                f"{self._name(key)}   ({elsewhere})" if elsewhere else self._name(key)
            )
            item.setData(KEY, key)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _name(self, key: str) -> str:
        return field_name(key) if key else self.tr("Do not read")

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hide()
            self.chosen.emit(str(item.data(KEY)))

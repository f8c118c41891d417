"""The common shape of a dialog: a title, a column of content, buttons at the end.

Dialogs are opened with `open()`, never `exec()`; they answer by signals and delete
themselves when closed.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, Theme

TITLE_PX = 15


class Sheet(QDialog):
    """Subclasses fill `column` and say what `yes` means."""

    def __init__(
        self, title: str, yes: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.theme = theme
        self.heading = QLabel(title)
        self.heading.setFont(theme.font(TITLE_PX, BOLD))
        self.heading.setWordWrap(True)
        self.column = QVBoxLayout()
        self.column.setSpacing(2 * GRID_PX)
        self.yes = QPushButton(yes)
        self.yes.setProperty("look", "primary")
        self.yes.setDefault(True)
        self.no = QPushButton(self.tr("Cancel"))
        self.no.setAutoDefault(False)
        self.no.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.no)
        self.buttons.addWidget(self.yes)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(5 * GRID_PX, 4 * GRID_PX, 5 * GRID_PX, 4 * GRID_PX)
        outer.setSpacing(3 * GRID_PX)
        outer.addWidget(self.heading)
        outer.addLayout(self.column, 1)
        outer.addLayout(self.buttons)

    def quiet(self, text: str) -> QLabel:
        """A line of explanation, added to the column."""
        label = QLabel(text)
        label.setProperty("look", "muted")
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label

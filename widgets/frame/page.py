"""A page of the desk: work that wants the whole room takes the place of the panes.

Top bar and status strip stay, so does everything that runs. One page at a time stands
in front (`DeskWindow.show_page`); Esc or the cross closes it and the panes are back as
they were. A page that must not be left half-way refuses in `may_close`.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.common.panels import ElidedLabel, Panel
from widgets.common.theme import GRID_PX, SMALL_PX, Theme

TITLE_PX = 15


class Page(Panel):
    """Subclasses fill `body`; controls of the page's own go into `bar`."""

    closed = Signal()
    own_keys: tuple[str, ...] = ()
    """Commands of the window whose keys mean something else while it is in front."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.title = ElidedLabel(title)
        self.note = ElidedLabel()
        self.leave = QPushButton(self.tr("Close"))
        self.leave.setToolTip(self.tr("Back to the day (Esc)"))
        self.leave.clicked.connect(self.close_page)
        head = QHBoxLayout()
        head.setContentsMargins(4 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        head.setSpacing(3 * GRID_PX)
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(2 * GRID_PX)
        head.addLayout(self.bar)
        head.addWidget(self.leave)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(4 * GRID_PX, GRID_PX, 4 * GRID_PX, 4 * GRID_PX)
        self.body.setSpacing(3 * GRID_PX)
        self.column.addLayout(head)
        self.column.addLayout(self.body, 1)
        self._dress(theme)

    def may_close(self) -> bool:
        """Whether it may be left now; a subclass that says no also says why."""
        return True

    def close_page(self) -> None:
        """Leaves the page, if it may be left."""
        if self.may_close():
            self.closed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.theme = theme
        self._dress(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
            return
        super().keyPressEvent(event)

    def _dress(self, theme: Theme) -> None:
        self.title.set_look(theme, px=TITLE_PX, bold=True)
        self.note.set_look(theme, "muted", SMALL_PX)

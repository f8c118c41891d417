"""A fresh pickup code, shown once: it is kept nowhere and cannot be shown again."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from widgets.common.panels import BOLD
from widgets.common.theme import Theme
from widgets.dialogs.sheet import Sheet

CODE_PX = 30


class CodeDialog(Sheet):
    """Says a code; the one before it opens nothing any more."""

    def __init__(
        self,
        title: str,
        code: str,
        until: datetime,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """`until` is local."""
        super().__init__(title, "", theme, parent)
        self.setWindowTitle(self.tr("New code"))
        self.code = QLabel(f"{code[:3]} {code[3:]}")
        self.code.setFont(theme.font(CODE_PX, BOLD))
        self.code.setAccessibleName(self.tr("Pickup code {0}").format(" ".join(code)))
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.code)
        self.quiet(
            self.tr("Good until {0}. The code before it opens nothing now.").format(
                f"{until:%d.%m. %H:%M}"
            )
        )
        self.quiet(self.tr("It is shown this once and kept nowhere."))
        self.no.hide()
        self.yes.setText(self.tr("Close"))
        self.yes.clicked.connect(self.accept)

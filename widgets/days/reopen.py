"""Opening a closed day again: it needs a reason, which stays with the figures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from widgets.common.theme import Theme
from widgets.dialogs.sheet import Sheet


class ReopenDialog(Sheet):
    """Emits `reopen_confirmed` once with the reason, then closes."""

    reopen_confirmed = Signal(str)

    def __init__(self, day: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "", theme, parent)
        self.heading.setText(self.tr("Open {0} again").format(day))
        self.setWindowTitle(self.heading.text())
        self.yes.setText(self.tr("Open again"))
        self.quiet(
            self.tr(
                "Parcels that were carried over come back, unless the next day has"
                " begun with them. The figures of the closing are kept beside the"
                " reason."
            )
        )
        label = QLabel(self.tr("Reason"))
        self.reason = QLineEdit()
        label.setBuddy(self.reason)
        self.column.addWidget(label)
        self.column.addWidget(self.reason)
        self.reason.textChanged.connect(self._check)
        self.yes.clicked.connect(self._confirm)
        self.reason.setFocus()
        self._check("")

    def _check(self, text: str) -> None:
        self.yes.setEnabled(bool(text.strip()))

    def _confirm(self) -> None:
        if self.yes.isEnabled():
            self.reopen_confirmed.emit(self.reason.text().strip())
            self.accept()

"""Why a change is rejected: chosen from the usual reasons, or typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.theme import Theme
from widgets.dialogs.sheet import Sheet

USUAL = (
    QT_TRANSLATE_NOOP("words", "Too late for this wave"),
    QT_TRANSLATE_NOOP("words", "Costs more than it is worth"),
    QT_TRANSLATE_NOOP("words", "Agreed with the customer"),
    QT_TRANSLATE_NOOP("words", "A mistake in the file"),
)


class RejectDialog(Sheet):
    """Emits `rejected_because` once, then closes."""

    rejected_because = Signal(str)

    def __init__(self, what: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "", theme, parent)
        self.heading.setText(self.tr("Reject"))
        self.setWindowTitle(self.tr("Reject"))
        self.yes.setText(self.tr("Reject"))
        self.quiet(what)
        self.quiet(self.tr("Everything stays as it is published."))
        label = QLabel(self.tr("Reason"))
        self.why = QComboBox()
        self.why.setEditable(True)
        self.why.setAccessibleName(label.text())
        self.why.addItems([say(text) for text in USUAL])
        self.why.setCurrentIndex(-1)
        line = self.why.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Choose or type"))
        label.setBuddy(self.why)
        self.column.addWidget(label)
        self.column.addWidget(self.why)
        self.why.editTextChanged.connect(self._check)
        self.yes.clicked.connect(self._confirm)
        self.why.setFocus()
        self._check("")

    def _check(self, text: str) -> None:
        self.yes.setEnabled(bool(text.strip()))

    def _confirm(self) -> None:
        if self.yes.isEnabled():
            self.rejected_because.emit(self.why.currentText().strip())
            self.accept()

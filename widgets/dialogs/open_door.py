"""Opening a door from the desk: why, who, and typed consent where a parcel lies.

A door that was opened cannot be undone; so nothing opens by one key or one click.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from console.viewmodels.lockers import LinkKind
from console.viewmodels.questions import DoorQuestion, OpenReason
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.theme import Theme
from widgets.dialogs.sheet import Sheet

REASONS = {
    OpenReason.INSPECTION: QT_TRANSLATE_NOOP("words", "Inspection"),
    OpenReason.RECIPIENT_HELP: QT_TRANSLATE_NOOP("words", "Help for a recipient"),
    OpenReason.COURIER_HELP: QT_TRANSLATE_NOOP("words", "Help for a courier"),
    OpenReason.WRONG_PARCEL: QT_TRANSLATE_NOOP("words", "Wrong parcel inside"),
    OpenReason.OVERDUE: QT_TRANSLATE_NOOP("words", "Take out an overdue parcel"),
    OpenReason.MAINTENANCE: QT_TRANSLATE_NOOP("words", "Maintenance"),
}


class OpenDoorDialog(Sheet):
    """Emits `open_confirmed` once, then closes."""

    open_confirmed = Signal(str, str, str)
    """Compartment id, reason (an OpenReason's value or typed text), who."""

    def __init__(
        self, question: DoorQuestion, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            question.title, QT_TRANSLATE_NOOP("words", "Open door"), theme, parent
        )
        self.setWindowTitle(self.tr("Open door"))
        self.yes.setText(self.tr("Open door"))
        self.question = question
        if question.occupied:
            inside = question.content or self.tr("something")
            self.quiet(self.tr("Inside: {0}. The door opens at once.").format(inside))
        else:
            self.quiet(self.tr("The door opens at once. This cannot be undone."))
        if question.link is not None and question.link.kind is not LinkKind.ANSWERING:
            self.quiet(
                self.tr("The cabinet does not answer now. The door may stay shut.")
            )
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName(self.tr("Reason"))
        for code, text in REASONS.items():
            self.reason.addItem(say(text), code.value)
        self.reason.setCurrentIndex(-1)
        line = self.reason.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Choose or type"))
        self.who = QLineEdit(question.who)
        self.who.setAccessibleName(self.tr("Who"))
        self.consent = QLineEdit()
        self.consent.setPlaceholderText(question.cabinet)
        form = QFormLayout()
        form.addRow(self.tr("Reason"), self.reason)
        form.addRow(self.tr("Who"), self.who)
        if question.occupied:
            ask = QLabel(self.tr("Type {0}").format(question.cabinet))
            ask.setBuddy(self.consent)
            self.consent.setAccessibleName(ask.text())
            form.addRow(ask, self.consent)
        self.column.addLayout(form)
        self.reason.editTextChanged.connect(self._check)
        self.who.textChanged.connect(self._check)
        self.consent.textChanged.connect(self._check)
        self.yes.clicked.connect(self._confirm)
        self.reason.setFocus()
        self._check()

    def _chosen(self) -> str:
        text = self.reason.currentText().strip()
        at = self.reason.findText(text)
        return str(self.reason.itemData(at)) if at >= 0 else text

    def _check(self) -> None:
        meant = self.consent.text().strip().casefold()
        agreed = not self.question.occupied or meant == self.question.cabinet.casefold()
        ready = bool(self._chosen()) and bool(self.who.text().strip()) and agreed
        self.yes.setEnabled(ready)

    def _confirm(self) -> None:
        if not self.yes.isEnabled():
            return
        self.open_confirmed.emit(
            self.question.compartment, self._chosen(), self.who.text().strip()
        )
        self.accept()

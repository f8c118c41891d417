"""Putting parcels into a door: scan or choose, then the door opens."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from console.viewmodels.questions import DepositQuestion
from widgets.common.marked import DOT
from widgets.common.theme import Theme
from widgets.dialogs.sheet import Sheet

ID_ROLE = Qt.ItemDataRole.UserRole


class DepositDialog(Sheet):
    """Emits `deposit_confirmed` once, then closes."""

    deposit_confirmed = Signal(str, tuple)
    """Compartment id and the parcel ids to put in."""

    def __init__(
        self, question: DepositQuestion, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(question.title, "", theme, parent)
        self.setWindowTitle(self.tr("Deposit"))
        self.yes.setText(self.tr("Open door to deposit"))
        self.question = question
        self.scan = QLineEdit()
        self.scan.setPlaceholderText(self.tr("Scan a barcode, or choose below"))
        self.scan.setAccessibleName(self.tr("Barcode"))
        self.scan.returnPressed.connect(self._scanned)
        self.column.addWidget(self.scan)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Parcels that may go in"))
        for choice in question.choices:
            words = [choice.label, choice.to]
            if choice.expected:
                words.append(self.tr("expected here"))
            item = QListWidgetItem(DOT.join(words))
            item.setData(ID_ROLE, choice.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = (
                Qt.CheckState.Checked if choice.expected else Qt.CheckState.Unchecked
            )
            item.setCheckState(state)
            self.list.addItem(item)
        self.list.itemChanged.connect(self._check)
        self.column.addWidget(self.list, 1)
        self.said = self.quiet("")
        self.yes.setDefault(False)
        self.yes.setAutoDefault(False)
        self.yes.clicked.connect(self._confirm)
        self.scan.setFocus()
        self._check()

    def chosen(self) -> tuple[str, ...]:
        """The ids that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            str(item.data(ID_ROLE))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def _scanned(self) -> None:
        code = self.scan.text().strip()
        self.scan.clear()
        for row, choice in enumerate(self.question.choices):
            if code in {choice.id, choice.label, *choice.barcodes}:
                self.list.item(row).setCheckState(Qt.CheckState.Checked)
                self.list.setCurrentRow(row)
                self.said.setText(self.tr("{0} goes in.").format(choice.label))
                return
        self.said.setText(self.tr("{0} is not expected at this site.").format(code))

    def _check(self) -> None:
        self.yes.setEnabled(bool(self.chosen()))

    def _confirm(self) -> None:
        self.deposit_confirmed.emit(self.question.compartment, self.chosen())
        self.accept()

"""The name of an alternative: what people will call it in the list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from widgets.common.theme import Theme
from widgets.dialogs.sheet import Sheet


class NameDialog(Sheet):
    """Emits `named` once with the name, then closes."""

    named = Signal(str)

    def __init__(
        self,
        title: str,
        why: str,
        proposed: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, "", theme, parent)
        self.yes.setText(self.tr("Save"))
        if why:
            self.quiet(why)
        label = QLabel(self.tr("Name"))
        self.name = QLineEdit(proposed)
        self.name.setMaxLength(60)
        self.name.selectAll()
        label.setBuddy(self.name)
        self.column.addWidget(label)
        self.column.addWidget(self.name)
        self.name.textChanged.connect(self._check)
        self.yes.clicked.connect(self._confirm)
        self.name.setFocus()
        self._check(proposed)

    def _check(self, text: str) -> None:
        self.yes.setEnabled(bool(text.strip()))

    def _confirm(self) -> None:
        if self.yes.isEnabled():
            self.named.emit(self.name.text().strip())
            self.accept()

"""A new row's id: the one thing about it that cannot be changed later."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from widgets.common.theme import Theme
from widgets.depot.words import table as table_name
from widgets.dialogs.sheet import Sheet


class NewRowDialog(Sheet):
    """Emits `row_wanted` once, with table, id and the row to be like."""

    row_wanted = Signal(str, str, str)

    def __init__(
        self,
        table: str,
        proposed: str,
        like: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(table_name(table), "", theme, parent)
        self._table, self._like = table, like
        self.yes.setText(self.tr("Add"))
        if like:
            self.quiet(self.tr("Begins as a copy of {0}.").format(like))
        label = QLabel(self.tr("Id, used in files and never changed"))
        self.name = QLineEdit(proposed)
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
        self.row_wanted.emit(self._table, self.name.text().strip(), self._like)
        self.accept()

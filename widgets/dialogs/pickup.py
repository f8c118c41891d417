"""A pickup code: seven digits, the last of which tells a slip of the fingers.

A code with a wrong check digit is never sent: it opens nothing and is no attempt.
"""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.common.panels import BOLD
from widgets.common.theme import Theme
from widgets.dialogs.sheet import Sheet

DIGITS = 7
CODE_PX = 26


class PickupDialog(Sheet):
    """Stays open while codes are refused; `refuse` says why, `accept` closes it."""

    code_entered = Signal(str, str)
    """The compartment or cabinet id given, and seven digits with a true check digit."""

    def __init__(
        self,
        where: str,
        title: str,
        is_true: Callable[[str], bool],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, "", theme, parent)
        self.setWindowTitle(self.tr("Pickup code"))
        self.yes.setText(self.tr("Open door"))
        self._where = where
        self._is_true = is_true
        self.code = QLineEdit()
        self.code.setFont(theme.font(CODE_PX, BOLD))
        self.code.setAccessibleName(self.tr("Pickup code, seven digits"))
        pattern = QRegularExpression(r"[0-9 ]{0,9}")
        self.code.setValidator(QRegularExpressionValidator(pattern, self.code))
        self.code.textEdited.connect(self._typed)
        self.column.addWidget(self.code)
        self.said = self.quiet("")
        self.said.setMinimumHeight(36)
        self.yes.clicked.connect(self._confirm)
        self.code.setFocus()
        self._typed()

    def digits(self) -> str:
        """What was typed, without spaces."""
        return self.code.text().replace(" ", "")

    def refuse(self, text: str) -> None:
        """The code opened nothing; says why and asks for another."""
        self.said.setText(text)
        self.code.setEnabled(True)
        self.code.selectAll()
        self.code.setFocus()

    def _typed(self) -> None:
        digits = self.digits()
        whole = len(digits) == DIGITS
        true = whole and self._is_true(digits)
        self.yes.setEnabled(true)
        if len(digits) < DIGITS:
            left = DIGITS - len(digits)
            self.said.setText(self.tr("{0} more digits").format(left))
        elif true:
            self.said.setText("")
        else:
            self.said.setText(
                self.tr("One digit is wrong. Please look at the code again.")
            )

    def _confirm(self) -> None:
        if self.yes.isEnabled():
            self.yes.setEnabled(False)
            self.code.setEnabled(False)
            self.said.setText(self.tr("Asking the locker…"))
            self.code_entered.emit(self._where, self.digits())

"""Where chosen parcels are to go: a list for the keyboard, and any other date."""

from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from console.viewmodels.moving import MoveTarget, MoveView, TargetKind
from widgets.common.marked import DOT
from widgets.common.theme import GRID_PX, ROW_PX, Theme
from widgets.common.words import grouped
from widgets.days.words import short_day
from widgets.dialogs.sheet import Sheet


class MoveDialog(Sheet):
    """Emits `move_confirmed` once (a TargetKind, and the target's id), then closes."""

    move_confirmed = Signal(str, str)

    def __init__(
        self, view: MoveView, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", theme, parent)
        self.view = view
        self.heading.setText(self.tr("Move {0} parcels").format(grouped(view.parcels)))
        if view.parcels == 1:
            self.heading.setText(self.tr("Move a parcel"))
        self.setWindowTitle(self.heading.text())
        self.yes.setText(self.tr("Move"))
        if view.stuck:
            self.quiet(
                self.tr("{0} of the chosen are on board or done, and stay.").format(
                    grouped(view.stuck)
                )
            )
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Where to"))
        self.list.setUniformItemSizes(True)
        for target in view.targets:
            item = QListWidgetItem(self._words(target))
            item.setData(Qt.ItemDataRole.UserRole, (target.kind.value, target.id))
            item.setSizeHint(QSize(0, ROW_PX))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(ROW_PX * min(9, len(view.targets)) + 2 * GRID_PX)
        self.column.addWidget(self.list)
        self.day = QDateEdit(_qt(view.first_day))
        self.day.setCalendarPopup(True)
        self.day.setMinimumDate(_qt(view.first_day))
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.other = QPushButton(self.tr("Move to this day"))
        self.other.setAutoDefault(False)
        label = QLabel(self.tr("Another day"))
        label.setBuddy(self.day)
        self.day.setAccessibleName(label.text())
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.day, 1)
        row.addWidget(self.other)
        self.column.addLayout(row)
        for button in (self.yes, self.other):
            button.setEnabled(bool(view.parcels))
        self.yes.clicked.connect(self._confirm)
        self.other.clicked.connect(self._confirm_day)
        self.list.itemActivated.connect(self._confirm)
        self.list.setFocus()

    def _words(self, target: MoveTarget) -> str:
        if target.kind is TargetKind.DAY and target.day is not None:
            return self.tr("{0}, in no wave yet").format(short_day(target.day))
        count = self.tr("{0} parcels").format(grouped(target.parcels))
        if target.kind is TargetKind.POOL:
            return DOT.join((self.tr("No wave: the pool of the day"), count))
        leaves = self.tr("leaves {0}").format(target.departure)
        parts = (
            self.tr("Wave {0}").format(target.number),
            target.name,
            leaves if target.departure else "",
            count,
        )
        return DOT.join(part for part in parts if part)

    def _confirm(self) -> None:
        item = self.list.currentItem()
        if not self.yes.isEnabled() or self.result():
            return
        kind, name = item.data(Qt.ItemDataRole.UserRole)
        self.move_confirmed.emit(kind, name)
        self.accept()

    def _confirm_day(self) -> None:
        on = cast("date", self.day.date().toPython())
        self.move_confirmed.emit(TargetKind.DAY.value, on.isoformat())
        self.accept()


def _qt(on: date) -> QDate:
    return QDate(on.year, on.month, on.day)

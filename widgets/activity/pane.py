"""Two lists: what happened, and what needs somebody."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.activity import (
    ActivityView,
    Alert,
    AlertsView,
    EventRow,
    Severity,
)
from widgets.activity.paint import LinePainter
from widgets.activity.rows import AlertTable, EventTable
from widgets.common.panels import EmptyState
from widgets.common.shapes import SEVERITY_MARKS, Mark
from widgets.common.theme import Theme


class Lines(QListView):
    """A list whose rows are lines; Space and Enter are wishes."""

    acknowledge_pressed = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space acknowledges; the rest is the list's own."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.acknowledge_pressed.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class ActivityPane(QWidget):
    """The last events, newest first."""

    about_wanted = Signal(str, str)
    """Select what an event is about: kind and id."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Activity"))
        self.model = EventTable(self)
        self.list = Lines()
        self.list.setAccessibleName(self.tr("What happened, newest first"))
        self.list.setModel(self.model)
        self._painter = LinePainter(
            theme, lambda _row: None, strong=lambda _row: True, parent=self.list
        )
        self.list.setItemDelegate(self._painter)
        self.list.activated.connect(self._activated)
        self.empty = EmptyState()
        self.empty.say(self.tr("Nothing has happened yet today."))
        self._stack = _stack(self, self.list, self.empty)
        self.show_view(ActivityView())

    def show_view(self, view: ActivityView) -> None:
        """Shows the last events."""
        self.model.show(view.rows)
        self._stack.setCurrentIndex(0 if view.rows else 1)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._painter.theme = theme
        self.list.viewport().update()

    def _activated(self, index: QModelIndex) -> None:
        row: EventRow = self.model.row(index.row())
        if row.about is not None:
            self.about_wanted.emit(*row.about)


class AlertsPane(QWidget):
    """What needs somebody, the nearest breach first."""

    about_wanted = Signal(str, str)
    """Select what an alert is about: kind and id."""
    acknowledge_wanted = Signal(str)
    """Somebody has seen the alert with this key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Alerts"))
        self.model = AlertTable(self)
        self.list = Lines()
        self.list.setAccessibleName(self.tr("What needs somebody, most pressing first"))
        self.list.setAccessibleDescription(
            self.tr("Space acknowledges, Enter goes there")
        )
        self.list.setModel(self.model)
        self._painter = LinePainter(
            theme, _alert_mark, strong=_alert_waits, parent=self.list
        )
        self.list.setItemDelegate(self._painter)
        self.list.activated.connect(self._activated)
        self.list.acknowledge_pressed.connect(self._acknowledged)
        self.empty = EmptyState()
        self.empty.say(self.tr("No alert. Nothing is about to break a promise."))
        self._stack = _stack(self, self.list, self.empty)
        self.show_view(AlertsView())

    def show_view(self, view: AlertsView) -> None:
        """Shows the alerts as they are sorted."""
        self.model.show(view.rows)
        self._stack.setCurrentIndex(0 if view.rows else 1)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._painter.theme = theme
        self.list.viewport().update()

    def _activated(self, index: QModelIndex) -> None:
        row: Alert = self.model.row(index.row())
        if row.about is not None:
            self.about_wanted.emit(*row.about)

    def _acknowledged(self, index: QModelIndex) -> None:
        self.acknowledge_wanted.emit(self.model.row(index.row()).key)


def _alert_mark(row: object) -> Mark | None:
    if not isinstance(row, Alert):
        return None
    return SEVERITY_MARKS[Severity.DONE if row.acknowledged else row.severity]


def _alert_waits(row: object) -> bool:
    return isinstance(row, Alert) and not row.acknowledged


def _stack(owner: QWidget, full: QWidget, empty: QWidget) -> QStackedWidget:
    stack = QStackedWidget(owner)
    stack.addWidget(full)
    stack.addWidget(empty)
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(stack)
    return stack

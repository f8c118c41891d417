"""Events and alerts as keyed models: what stays is left alone, what is new comes in.

Both models hold tuples of frozen rows; a new view is compared by key, so that a list of
500 lines that grows by one inserts one row and keeps its place and its selection.
"""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from console.viewmodels.activity import Alert, AlertKind, EventRow
from widgets.common import words
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1

ALERTS = {
    AlertKind.ROUTE_LATE: (
        QT_TRANSLATE_NOOP("words", "{0} {1} min behind"),
        QT_TRANSLATE_NOOP("words", "{2} windows missed"),
    ),
    AlertKind.STOP_LATE: (
        QT_TRANSLATE_NOOP("words", "{0} stop {1} late"),
        QT_TRANSLATE_NOOP("words", "{2} min"),
    ),
    AlertKind.STOP_AT_RISK: (
        QT_TRANSLATE_NOOP("words", "{0} stop {1} likely late"),
        QT_TRANSLATE_NOOP("words", "{2} min to spare"),
    ),
    AlertKind.UNASSIGNED: (
        QT_TRANSLATE_NOOP("words", "{0} parcels on no route"),
        "",
    ),
    AlertKind.HELD: (QT_TRANSLATE_NOOP("words", "{0} parcels held"), ""),
    AlertKind.DOOR_OPEN: (
        QT_TRANSLATE_NOOP("words", "{0} door {1:02d} open"),
        QT_TRANSLATE_NOOP("words", "{2} min"),
    ),
    AlertKind.DOOR_SUSPECT: (
        QT_TRANSLATE_NOOP("words", "{0} door {1:02d} suspect"),
        QT_TRANSLATE_NOOP("words", "needs a look"),
    ),
    AlertKind.SITE_FULL: (QT_TRANSLATE_NOOP("words", "{0} is full"), ""),
    AlertKind.LINK_SILENT: (
        QT_TRANSLATE_NOOP("words", "{0} silent"),
        QT_TRANSLATE_NOOP("words", "{1} s"),
    ),
    AlertKind.OVERDUE: (
        QT_TRANSLATE_NOOP("words", "{0}: {1} overdue"),
        "",
    ),
}


def event_words(row: EventRow) -> str:
    """What happened, in a line."""
    return words.event(row.kind, row.subject)


def alert_words(row: Alert) -> tuple[str, str]:
    """What needs somebody, and the figure beside it."""
    text, detail = ALERTS[row.kind]
    return say(text, *row.args), say(detail, *row.args) if detail else ""


class KeyedModel[Row](QAbstractTableModel):
    """Rows with keys; `show` removes, inserts and updates only where keys say so."""

    columns = 3

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def key(self, row: Row) -> Hashable:
        """What stays the same while a row lives."""
        raise NotImplementedError

    def text(self, row: Row, column: int) -> str:
        """What a cell says."""
        raise NotImplementedError

    def show(self, rows: Sequence[Row]) -> None:
        """Takes another list."""
        keep = {self.key(row) for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self.key(self._rows[place]) not in keep:
                self.beginRemoveRows(ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        have = {self.key(row) for row in self._rows}
        survivors = [self.key(row) for row in rows if self.key(row) in have]
        if survivors != [self.key(row) for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        self._insert(rows, have)
        for place, row in enumerate(rows):
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(
                    self.index(place, 0), self.index(place, self.columns - 1)
                )

    def _insert(self, rows: Sequence[Row], have: set[Hashable]) -> None:
        """Inserts runs of new rows where they stand in the new list."""
        place = 0
        while place < len(rows):
            end = place
            while end < len(rows) and self.key(rows[end]) not in have:
                end += 1
            if end > place:
                self.beginInsertRows(ROOT, place, end - 1)
                self._rows[place:place] = rows[place:end]
                self.endInsertRows()
            place = end + 1

    def row(self, place: int) -> Row:
        """The frozen row at a place."""
        return self._rows[place]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else self.columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, the row for a delegate, and the whole line for who cannot see it."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, index.column())
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            parts = (self.text(row, column) for column in range(self.columns))
            return DOT.join(part for part in parts if part)
        return None


class EventTable(KeyedModel[EventRow]):
    """Time, what happened, who."""

    def key(self, row: EventRow) -> Hashable:
        """The place in the journal."""
        return row.id

    def text(self, row: EventRow, column: int) -> str:
        """A cell."""
        return (f"{row.at:%H:%M:%S}", event_words(row), row.who)[column]


class AlertTable(KeyedModel[Alert]):
    """Time, what needs somebody, the figure beside it."""

    def key(self, row: Alert) -> Hashable:
        """The alert's own key."""
        return row.key

    def text(self, row: Alert, column: int) -> str:
        """A cell."""
        what, detail = alert_words(row)
        return (f"{row.at:%H:%M}", what, detail)[column]

"""The list of problems as an index model: columns stay, only an order moves."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from console.viewmodels.codes import ReasonCode
from console.viewmodels.importing import IssueState, IssuesView
from widgets.common import words as sentences
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.importing.cells import INK_ROLE, ISSUE_MARKS, MARK_ROLE, Ink
from widgets.importing.words import ISSUE_STATES

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LINE, FILE, COLUMN, VALUE, WHY = range(5)
HEADS = (
    QT_TRANSLATE_NOOP("words", "Line"),
    QT_TRANSLATE_NOOP("words", "File"),
    QT_TRANSLATE_NOOP("words", "Column"),
    QT_TRANSLATE_NOOP("words", "Value"),
    QT_TRANSLATE_NOOP("words", "What is wrong"),
)


class IssueTable(QAbstractTableModel):
    """Problems that the filters leave, in the order of files and lines."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = IssuesView()
        self._order: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self._kind: ReasonCode | None = None
        self._settled = True
        self._names: dict[int, str] = {}

    @property
    def view(self) -> IssuesView:
        """What is shown."""
        return self._view

    @property
    def several(self) -> bool:
        """Whether problems of more than one file are shown."""
        return len(self._names) > 1

    def show(self, view: IssuesView, names: dict[int, str]) -> None:
        """Takes another state; `names` are the files, left out where there is one."""
        old, self._names = self._view, names
        if view.rows is not old.rows:
            self._reset(view)
            return
        order = np.flatnonzero(view.mask(self._kind, settled=self._settled))
        if not np.array_equal(order, self._order):
            self._reset(view)
            return
        self._view = view
        changed = np.flatnonzero((old.state != view.state)[order])
        if len(changed):
            first, last = int(changed[0]), int(changed[-1])
            self.dataChanged.emit(self.index(first, 0), self.index(last, WHY))

    def filter(self, kind: ReasonCode | None, *, settled: bool) -> None:
        """Shows one kind of problem or all; the settled ones too, or not."""
        if (kind, settled) != (self._kind, self._settled):
            self._kind, self._settled = kind, settled
            self._reset(self._view)

    def issue(self, row: int) -> int:
        """The problem in a row of the table; -1 past the end."""
        return int(self._order[row]) if 0 <= row < len(self._order) else -1

    def row_of(self, issue: int) -> int:
        """Where a problem stands; -1 where a filter hides it."""
        at = int(np.searchsorted(self._order, issue))
        found = at < len(self._order) and int(self._order[at]) == issue
        return at if found else -1

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many problems the filters leave."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Five."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The headings."""
        across = orientation is Qt.Orientation.Horizontal
        shown = role == Qt.ItemDataRole.DisplayRole
        if across and shown and 0 <= section < len(HEADS):
            return say(HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, the state's shape, and all of it on hover."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        i, column = int(self._order[index.row()]), index.column()
        state = IssueState(int(self._view.state[i]))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(i, column)
        if role == MARK_ROLE:
            return ISSUE_MARKS[state] if column == LINE else None
        if role == INK_ROLE:
            quiet = state > IssueState.WAITING or column in {LINE, FILE, COLUMN}
            return Ink.QUIET if quiet else Ink.PLAIN
        told = {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}
        if role in told:
            shown = (self._text(i, part) for part in range(len(HEADS)))
            parts = [*shown, say(ISSUE_STATES[state])]
            return DOT.join(part for part in parts if part)
        return None

    def _text(self, i: int, column: int) -> str:
        rows = self._view.rows
        if column == LINE:
            return str(int(rows.line[i]))
        if column == FILE:
            return self._names.get(int(rows.file[i]), "")
        if column == COLUMN:
            return rows.column[i]
        if column == VALUE:
            return rows.value[i]
        return sentences.reason(rows.reason[i])

    def _reset(self, view: IssuesView) -> None:
        self.beginResetModel()
        self._view = view
        self._order = np.flatnonzero(view.mask(self._kind, settled=self._settled))
        self.endResetModel()

"""The bus monitor as a model: lines come at the end, the oldest fall off the front."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from console.viewmodels.bus import BusLine, FrameFate
from widgets.common.marked import QT_TRANSLATE_NOOP, say

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
LIMIT = 5_000
"""How many lines are kept to look at."""


class Column(IntEnum):
    """The columns, left to right."""

    TIME = 0
    WAY = 1
    HEX = 2
    DECODED = 3
    GAP = 4
    RESULT = 5


HEADS = {
    Column.TIME: QT_TRANSLATE_NOOP("words", "Time"),
    Column.WAY: QT_TRANSLATE_NOOP("words", "Dir"),
    Column.HEX: QT_TRANSLATE_NOOP("words", "Hex"),
    Column.DECODED: QT_TRANSLATE_NOOP("words", "Decoded"),
    Column.GAP: QT_TRANSLATE_NOOP("words", "Gap ms"),
    Column.RESULT: QT_TRANSLATE_NOOP("words", "Result"),
}

FATES = {
    FrameFate.SENT: QT_TRANSLATE_NOOP("words", "sent"),
    FrameFate.OK: QT_TRANSLATE_NOOP("words", "ok"),
    FrameFate.TIMEOUT: QT_TRANSLATE_NOOP("words", "no answer"),
    FrameFate.LATE: QT_TRANSLATE_NOOP("words", "late"),
    FrameFate.STRAY: QT_TRANSLATE_NOOP("words", "unasked"),
    FrameFate.EVENT: QT_TRANSLATE_NOOP("words", "event"),
    FrameFate.BAD_CHECK: QT_TRANSLATE_NOOP("words", "bad checksum"),
    FrameFate.NOISE: QT_TRANSLATE_NOOP("words", "noise"),
    FrameFate.ECHO: QT_TRANSLATE_NOOP("words", "echo"),
    FrameFate.ECHO_LOST: QT_TRANSLATE_NOOP("words", "echo lost"),
}


class FrameTable(QAbstractTableModel):
    """Lines of one bus; with a filter only those whose text holds it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[BusLine] = []
        self._shown: list[BusLine] = []
        self._last = 0
        self._terms: tuple[str, ...] = ()
        self._trouble = False

    def take(self, lines: Sequence[BusLine]) -> None:
        """Adds the lines that are newer than the last one seen."""
        fresh = [line for line in lines if line.number > self._last]
        if not fresh:
            return
        self._last = fresh[-1].number
        self._lines = (self._lines + fresh)[-LIMIT:]
        added = [line for line in fresh if self._passes(line)][-LIMIT:]
        over = len(self._shown) + len(added) - LIMIT
        if over > 0:
            self.beginRemoveRows(ROOT, 0, over - 1)
            del self._shown[:over]
            self.endRemoveRows()
        if added:
            at = len(self._shown)
            self.beginInsertRows(ROOT, at, at + len(added) - 1)
            self._shown += added
            self.endInsertRows()

    def clear(self) -> None:
        """Forgets all lines; those already seen do not come back."""
        self.beginResetModel()
        self._lines, self._shown = [], []
        self.endResetModel()

    def begin_anew(self) -> None:
        """Forgets all lines and their numbers: another bus counts for itself."""
        self.clear()
        self._last = 0

    def set_filter(self, text: str, *, trouble: bool) -> None:
        """Shows lines that hold every word, or only those with trouble."""
        terms = tuple(text.casefold().split())
        if (terms, trouble) == (self._terms, self._trouble):
            return
        self.beginResetModel()
        self._terms, self._trouble = terms, trouble
        self._shown = [line for line in self._lines if self._passes(line)]
        self.endResetModel()

    def line(self, row: int) -> BusLine:
        """The line in a row."""
        return self._shown[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many lines pass the filter."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Six."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(Column):
            return say(HEADS[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, and the line for the delegate."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        line = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(line, Column(index.column()))
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return whole(line)
        return None

    def _passes(self, line: BusLine) -> bool:
        if self._trouble and not line.fate.trouble:
            return False
        if not self._terms:
            return True
        text = whole(line).casefold()
        return all(term in text for term in self._terms)


def cell(line: BusLine, column: Column) -> str:
    """What a cell says."""
    text = ""
    match column:
        case Column.TIME:
            text = f"{line.at:%H:%M:%S}.{line.at.microsecond // 1000:03d}"
        case Column.WAY:
            text = line.way.value.upper()
        case Column.HEX:
            text = line.data.hex(" ").upper()
        case Column.DECODED:
            text = line.decoded
        case Column.GAP:
            text = f"{line.gap_ms:.1f}"
        case Column.RESULT:
            text = say(FATES[line.fate])
    return text


def whole(line: BusLine) -> str:
    """The line as one text, to copy and to search."""
    return "  ".join(cell(line, column) for column in Column)

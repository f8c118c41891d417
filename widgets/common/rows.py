"""A table of frozen rows with keys: columns are words, a row may carry a shape.

For lists of tens to some hundreds of rows that are replaced as a whole. Where rows have
come, gone or moved the model is reset, and the view puts current row and selection back
by key; otherwise only cells change.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.common.marked import DOT, say
from widgets.common.panels import BOLD
from widgets.common.shapes import Mark, mark_icon
from widgets.common.theme import ROW_PX, SMALL_PX, Theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
GAP = "\N{EN SPACE}"
"""Between numbers that end at their right edge and the words of the next column."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Column[Row]:
    """One column. `head` is marked for translation; `mark` gives its cells a shape.

    `least_px` is its width; one that `stretches` takes what is left.
    """

    head: str
    text: Callable[[Row], str]
    right: bool = False
    mark: Callable[[Row], Mark | None] | None = None
    least_px: int = 80
    stretches: bool = False


class RowTable[Row](QAbstractTableModel):
    """The rows as a model; `strong` rows are bold, `quiet` ones faint."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.key = key
        self.strong: Callable[[Row], bool] = _never
        self.quiet: Callable[[Row], bool] = _never
        self._theme = theme
        self._bold = theme.font(weight=BOLD)
        self._muted = theme.color("surface", "muted")
        self._rows: tuple[Row, ...] = ()
        self._icons: dict[Mark, QIcon] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> bool:
        """Takes other rows; whether the model was reset."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return False
        same = [self.key(row) for row in fresh] == [self.key(row) for row in self._rows]
        if same:
            self._rows = fresh
            last = self.index(len(fresh) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return False
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()
        return True

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._bold = theme.font(weight=BOLD)
        self._muted = theme.color("surface", "muted")
        self._icons.clear()
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The headings, over their cells."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            head = say(column.head) if column.head else ""
            return head + GAP if column.right else head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (RIGHT if column.right else LEFT).value
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, shapes, and the whole line for who cannot see it."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        found: object
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found = column.text(row) + (GAP if column.right else "")
            case Qt.ItemDataRole.DecorationRole:
                found = self._icon(column.mark(row) if column.mark else None)
            case Qt.ItemDataRole.TextAlignmentRole:
                found = (RIGHT if column.right else LEFT).value
            case Qt.ItemDataRole.FontRole:
                found = self._bold if self.strong(row) else None
            case Qt.ItemDataRole.ForegroundRole:
                found = self._muted if self.quiet(row) else None
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                found = DOT.join(text for c in self.columns if (text := c.text(row)))
            case _:
                found = None
        return found

    def _icon(self, mark: Mark | None) -> QIcon | None:
        if mark is None:
            return None
        if mark not in self._icons:
            self._icons[mark] = mark_icon(mark, self._theme)
        return self._icons[mark]


class RowView[Row](QTableView):
    """Whole rows by keyboard: arrows walk, Enter opens, Tab leaves the table."""

    current_changed = Signal(object)
    """The row the keyboard is on, or None."""
    opened = Signal(object)

    def __init__(
        self, model: RowTable[Row], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(24)
        for at, column in enumerate(model.columns):
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(
                at, mode.Stretch if column.stretches else mode.Interactive
            )
            head.resizeSection(at, column.least_px)
        self.doubleClicked.connect(self._open)

    @property
    def current(self) -> Row | None:
        """The row the keyboard is on."""
        at = self.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The selected rows, top to bottom."""
        # An index for every row of thousands takes longer than a frame; ranges do not.
        lines: set[int] = set()
        parts = self.selectionModel().selection()
        for part in map(parts.at, range(parts.count())):
            lines.update(range(part.top(), part.bottom() + 1))
        return tuple(self.rows.rows[line] for line in sorted(lines))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows; what was current and selected stays so, by key."""
        key = self.rows.key
        keys = {key(row) for row in self.chosen}
        current = self.current
        here = None if current is None else key(current)
        line = max(0, self.currentIndex().row())
        if not self.rows.show(rows) or not rows:
            return
        names = [key(row) for row in self.rows.rows]
        at = names.index(here) if here in names else min(line, len(names) - 1)
        select = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        model.setCurrentIndex(
            self.rows.index(at, 0),
            select.ClearAndSelect | select.Rows,
        )
        others = QItemSelection()
        for place, name in enumerate(names):
            if name in keys and place != at:
                others.select(self.rows.index(place, 0), self.rows.index(place, 0))
        if here in names:
            model.select(others, select.Select | select.Rows)

    def go_to(self, name: Hashable) -> None:
        """Puts the keyboard on a row by its key, if it is there."""
        names = [self.rows.key(row) for row in self.rows.rows]
        if name in names:
            self.selectRow(names.index(name))

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.rows.set_theme(theme)
        self.setFont(theme.font())
        self.horizontalHeader().setFont(theme.font(SMALL_PX))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tells where the keyboard is."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest is the table's own."""
        if event.key() in ENTER and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.rows.rows[index.row()])


def _never(_row: object) -> bool:
    return False

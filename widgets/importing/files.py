"""Step 1: which files, what each was recognised as, and why one cannot be used."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.importing import FileEntry, FileState
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.panels import EmptyState, PaneHeader, Panel
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.importing import words
from widgets.importing.cells import (
    FILE_MARKS,
    INK_ROLE,
    MARK_ROLE,
    CellPainter,
    Ink,
    dress_table,
    quiet_table,
)

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
HEADS = (
    QT_TRANSLATE_NOOP("words", "File"),
    QT_TRANSLATE_NOOP("words", "Holds"),
    QT_TRANSLATE_NOOP("words", "Read as"),
)


class FileTable(QAbstractTableModel):
    """The chosen files in the order they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files: tuple[FileEntry, ...] = ()

    def show(self, files: tuple[FileEntry, ...]) -> None:
        """Takes another list; the same files in the same order keep their rows."""
        old, new = self.files, files
        if [one.number for one in old] == [one.number for one in new]:
            self.files = files
            if files:
                last = self.index(len(files) - 1, len(HEADS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.files = files
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many files."""
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Three."""
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
        """Texts, the state's shape, and the whole text on hover."""
        if not index.isValid() or index.row() >= len(self.files):
            return None
        one, column = self.files[index.row()], index.column()
        failed = one.state is FileState.FAILED
        if role == MARK_ROLE:
            return FILE_MARKS[one.state] if column == 0 else None
        if role == INK_ROLE:
            loud = Ink.BAD if failed else Ink.QUIET
            return loud if column == 2 else Ink.PLAIN
        shown = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if role in shown:
            kind = say(words.FILE_KINDS[one.kind])
            if one.state is FileState.READING:
                kind = ""
            return (one.name, kind, words.contents(one))[column]
        return None


class FilesStep(QWidget):
    """Signals carry the numbers of files."""

    add_wanted = Signal()
    remove_wanted = Signal(int)
    sheet_wanted = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FileTable(self)
        self.header = PaneHeader(self.tr("Files to import"))
        self.table = QTableView()
        self.table.setModel(self.model)
        quiet_table(self.table, self.tr("Files to import"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.resizeSection(0, 320)
        head.resizeSection(1, 170)
        self._painter = CellPainter(theme, self.table)
        self.table.setItemDelegate(self._painter)
        self.empty = EmptyState()
        self.empty.say(
            self.tr(
                "Drop files anywhere on the window, or choose them.\n\n"
                "Parcels as CSV, Excel or JSON, with the columns in any order"
                " and language;\n"
                "locker sites (GeoJSON), vehicles and couriers (CSV),"
                " calendars (.ics), whole depots (.toml).\n\n"
                "Nothing is changed before the last step."
            ),
            self.tr("Choose files…"),
        )
        self.empty.wanted.connect(self.add_wanted)
        self.add = QPushButton(self.tr("Add files…"))
        self.add.clicked.connect(self.add_wanted)
        self.add.setToolTip("Ctrl+O")
        self.remove = QPushButton(self.tr("Take out of the list"))
        self.remove.setToolTip("Del")
        self.remove.clicked.connect(self._remove)
        self.sheet_label = QLabel(self.tr("Sheet"))
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(self.tr("Sheet of the workbook"))
        self.sheet.activated.connect(self._choose_sheet)
        self.advice = QLabel()
        self.advice.setWordWrap(True)
        self.advice.setProperty("look", "muted")
        self._lay_out()
        for keys, slot in (
            ("Del", self._remove),
            ("Ctrl+O", self.add_wanted),
            ("Ins", self.add_wanted),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.set_theme(theme)
        self.show_files(())

    def show_files(self, files: tuple[FileEntry, ...]) -> None:
        """The files and how far each is."""
        before = self.chosen()
        self.model.show(files)
        self._stack.setCurrentIndex(0 if files else 1)
        self.header.say(
            self.tr("Files to import"),
            self.tr("{0} files").format(len(files)) if files else "",
        )
        numbers = [one.number for one in files]
        row = numbers.index(before) if before in numbers else len(numbers) - 1
        if row >= 0 and self.table.currentIndex().row() != row:
            self.table.selectRow(row)
        self._chosen()

    def chosen(self) -> int:
        """The number of the file that the keyboard stands on; -1 for none."""
        row = self.table.currentIndex().row()
        return self.model.files[row].number if 0 <= row < len(self.model.files) else -1

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._painter.theme = theme
        self.header.set_theme(theme)
        dress_table(self.table, theme)
        self.empty.text.setFont(theme.font())
        for widget in (self.advice, self.sheet_label):
            widget.setFont(theme.font(SMALL_PX))

    def focus_first(self) -> None:
        """Puts the keyboard where the step begins."""
        first = self.table if self.model.files else self.empty.button
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        card = Panel()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX)
        buttons.setSpacing(2 * GRID_PX)
        for widget in (self.add, self.remove, self.sheet_label, self.sheet):
            buttons.addWidget(widget)
        buttons.addWidget(self.advice, 1)
        card.column.addWidget(self.header)
        card.column.addWidget(self._stack, 1)
        card.column.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _chosen(self) -> None:
        number = self.chosen()
        one = next((f for f in self.model.files if f.number == number), None)
        self.add.setVisible(bool(self.model.files))
        self.remove.setVisible(bool(self.model.files))
        self.remove.setEnabled(one is not None and one.state is not FileState.TAKEN)
        sheets = one.sheets if one is not None else ()
        several = len(sheets) > 1
        self.sheet.setVisible(several)
        self.sheet_label.setVisible(several)
        if several and one is not None:
            shown = [self.sheet.itemText(i) for i in range(self.sheet.count())]
            if shown != list(sheets):
                self.sheet.clear()
                self.sheet.addItems(list(sheets))
            self.sheet.setCurrentText(one.sheet)
        failed = one is not None and one.state is FileState.FAILED
        self.advice.setText(words.way_out(one) if one is not None and failed else "")

    def _choose_sheet(self, row: int) -> None:
        if (number := self.chosen()) >= 0:
            self.sheet_wanted.emit(number, self.sheet.itemText(row))

    def _remove(self) -> None:
        if self.remove.isEnabled() and (number := self.chosen()) >= 0:
            self.remove_wanted.emit(number)

"""The page "Depot": tables at the left, rows in the middle, a row's form at the right.

Every finished field is a change of its own, made at once and undone like any other
step; what the depot refuses stays in its field with the reason.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.depot_page import DepotPageView
from widgets.common.marked import DOT
from widgets.common.panels import BOLD, EmptyState
from widgets.common.theme import GRID_PX, ROW_PX, Theme
from widgets.depot.form import DepotForm
from widgets.depot.words import code, table
from widgets.frame.page import Page

TABLES_PX = 168
ROWS_PX = 260
WRONG = "\N{BLACK UP-POINTING TRIANGLE}"


class DepotPage(Page):
    """Signals are wishes; `field_changed` carries table, id, path and text."""

    table_wanted = Signal(str)
    row_wanted = Signal(str)
    field_changed = Signal(str, str, str, str)
    add_wanted = Signal(str, str)
    """Table, and the id of the row to be like."""
    drop_wanted = Signal(str, str)
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._view = DepotPageView()
        self.tables = QListWidget()
        self.rows = QListWidget()
        self.search = QLineEdit()
        self.form = DepotForm(theme)
        self.empty = EmptyState()
        self.heading = QLabel()
        super().__init__("", theme, parent)
        self.title.set_text(self.tr("Depot"))
        self.setAccessibleName(self.title.text())
        self.tables.setAccessibleName(self.tr("What a depot is made of"))
        self.rows.setAccessibleName(self.tr("Rows"))
        self.search.setPlaceholderText(self.tr("Filter"))
        self.search.setClearButtonEnabled(True)
        self.add = QPushButton(self.tr("Add…"))
        self.add.setToolTip(self.tr("A new row like the chosen one (Ins)"))
        self.drop = QPushButton(self.tr("Delete"))
        self.drop.setToolTip(self.tr("Takes the chosen row out; can be undone (Del)"))
        self.bring = QPushButton(self.tr("Import…"))
        self.save = QPushButton(self.tr("Export…"))
        for shown in (self.tables, self.rows):
            shown.setUniformItemSizes(True)
            shown.setTextElideMode(Qt.TextElideMode.ElideRight)
            shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            shown.setSpacing(1)
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_view(self._view)

    @property
    def view(self) -> DepotPageView:
        """What is shown."""
        return self._view

    def show_view(self, view: DepotPageView) -> None:
        """Shows another table, row or value."""
        self._view = view
        self.note.set_text(view.depot)
        self._fill_tables(view)
        self._fill_rows(view)
        self.add.setEnabled(view.may_add)
        self.drop.setEnabled(view.may_drop)
        chosen = next((row for row in view.rows if row.id == view.chosen), None)
        self.heading.setText(chosen.name if chosen else "")
        self.form.show_row(f"{view.table}/{view.chosen}", view.groups)
        self._scroll.setVisible(bool(view.groups))
        self.empty.setVisible(not view.groups)
        self.empty.say(
            self.tr("None yet. Calendars come from .ics files: import one.")
            if view.table == "calendar"
            else self.tr("None yet. Add one, or import a file.")
        )

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        super().set_theme(theme)
        self.heading.setFont(theme.font(weight=BOLD))
        self.form.set_theme(theme)

    def _lay_out(self) -> None:
        self.bar.addWidget(self.bring)
        self.bar.addWidget(self.save)
        self.tables.setFixedWidth(TABLES_PX)
        middle = QVBoxLayout()
        middle.setSpacing(2 * GRID_PX)
        middle.addWidget(self.search)
        middle.addWidget(self.rows, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        middle.addLayout(buttons)
        self._middle = QWidget()
        self._middle.setFixedWidth(ROWS_PX)
        middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setLayout(middle)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.form)
        for ground in (self.form, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        right = QVBoxLayout()
        right.setSpacing(3 * GRID_PX)
        right.addWidget(self.heading)
        right.addWidget(self._scroll, 1)
        right.addWidget(self.empty, 1)
        row = QHBoxLayout()
        row.setSpacing(4 * GRID_PX)
        row.addWidget(self.tables)
        row.addWidget(self._middle)
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)

    def _connect(self) -> None:
        self.tables.currentItemChanged.connect(self._table_chosen)
        self.rows.currentItemChanged.connect(self._row_chosen)
        self.search.textChanged.connect(self._filter)
        self.form.field_changed.connect(self._field_changed)
        self.add.clicked.connect(self._add)
        self.drop.clicked.connect(self._drop)
        self.bring.clicked.connect(self.import_wanted)
        self.save.clicked.connect(self.export_wanted)
        for widget, key, slot in (
            (self.rows, Qt.Key.Key_Insert, self._add),
            (self.rows, Qt.Key.Key_Delete, self._drop),
        ):
            action = widget.addAction("")
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)

    def _fill_tables(self, view: DepotPageView) -> None:
        self.tables.blockSignals(True)
        if self.tables.count() != len(view.tabs):
            self.tables.clear()
            for _ in view.tabs:
                self.tables.addItem(QListWidgetItem())
        for at, tab in enumerate(view.tabs):
            item = self.tables.item(at)
            single = tab.table in {"depot", "settings"}
            mark = f" {WRONG} {tab.problems}" if tab.problems else ""
            count = "" if single else f"{DOT}{tab.rows}"
            item.setText(f"{table(tab.table)}{count}{mark}")
            item.setSizeHint(QSize(0, ROW_PX))
            item.setData(Qt.ItemDataRole.UserRole, tab.table)
            if tab.table == view.table:
                self.tables.setCurrentItem(item)
        self.tables.blockSignals(False)
        single = view.table in {"depot", "settings"}
        self._middle.setVisible(not single)

    def _fill_rows(self, view: DepotPageView) -> None:
        self.rows.blockSignals(True)
        if self.rows.count() != len(view.rows):
            self.rows.clear()
            for _ in view.rows:
                self.rows.addItem(QListWidgetItem())
        for at, row in enumerate(view.rows):
            item = self.rows.item(at)
            mark = f"{WRONG} " if row.problems else ""
            note = f"{DOT}{code(row.note)}" if row.note else ""
            said = row.name or row.id
            item.setText(f"{mark}{said}{note}")
            item.setSizeHint(QSize(0, ROW_PX))
            item.setToolTip(f"{item.text()}{DOT}{row.id}")
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            if row.id == view.chosen:
                self.rows.setCurrentItem(item)
        self._filter(self.search.text())
        self.rows.blockSignals(False)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for at in range(self.rows.count()):
            item = self.rows.item(at)
            said = item.text().casefold()
            item.setHidden(not all(word in said for word in words))

    def _table_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.search.clear()
            self.table_wanted.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _row_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.row_wanted.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _field_changed(self, path: str, text: str) -> None:
        self.field_changed.emit(self._view.table, self._view.chosen, path, text)

    def _add(self) -> None:
        if self._view.may_add:
            self.add_wanted.emit(self._view.table, self._view.chosen)

    def _drop(self) -> None:
        if self._view.may_drop:
            self.drop_wanted.emit(self._view.table, self._view.chosen)

"""The parcels of the day: saved filters with counts, a search, a table, a next step."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.parcels import Chip as ChipKey
from console.viewmodels.parcels import ParcelStatus, ParcelsView, Way
from widgets.common.chips import Chip
from widgets.common.flow import FlowLayout
from widgets.common.marked import say
from widgets.common.panels import BOLD, EmptyState, PaneHeader, Panel
from widgets.common.sentences import CHIPS
from widgets.common.shapes import PARCEL_MARKS, Mark, Shape
from widgets.common.theme import DENSE_ROW_PX, GRID_PX, ROW_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import grouped
from widgets.parcels.paint import RowPainter
from widgets.parcels.table import HEADS, Column, ParcelTable

NARROW_PX = 330
DENSE_PX = 400
WIDE_PX = 470
MEASURED = 50
"""How many labels say how wide their column is."""
CHIP_MARKS = {
    ChipKey.NEEDS_ACTION: PARCEL_MARKS[ParcelStatus.LATE],
    ChipKey.AT_RISK: PARCEL_MARKS[ParcelStatus.AT_RISK],
    ChipKey.UNASSIGNED: PARCEL_MARKS[ParcelStatus.UNASSIGNED],
    ChipKey.HELD: PARCEL_MARKS[ParcelStatus.HELD],
    ChipKey.AGAIN: Mark(Shape.RING, "return"),
    ChipKey.POOL: PARCEL_MARKS[ParcelStatus.WAITING],
    ChipKey.LOCKERS: PARCEL_MARKS[ParcelStatus.LOCKER],
    ChipKey.DOORS: Mark(Shape.CIRCLE, "door"),
}


class ParcelsPane(Panel):
    """Signals carry tuples of parcel ids as strings."""

    parcels_wanted = Signal(tuple)
    """Select exactly these."""
    parcel_shown_wanted = Signal(str)
    """Go to this one on the map and the board."""
    hold_wanted = Signal(tuple)
    release_wanted = Signal(tuple)
    unassign_wanted = Signal(tuple)
    locker_wanted = Signal(tuple)
    door_wanted = Signal(tuple)
    move_wanted = Signal(tuple)
    """To another wave, or another day."""
    import_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chosen: tuple[str, ...] = ()
        self._quiet = False
        self._why = ""
        self.setAccessibleName(self.tr("Parcels"))
        self.header = PaneHeader(self.tr("Parcels"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filter: name, street, id, route…"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Filter the parcels"))
        self.search.textChanged.connect(self._search_changed)
        self.search.installEventFilter(self)
        self._chips: dict[ChipKey, Chip] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.model = ParcelTable(self)
        self.table = self._make_table()
        self._painter = RowPainter(theme, self.table)
        self.table.setItemDelegate(self._painter)
        self.empty = EmptyState()
        self.empty.wanted.connect(self._next_step)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._make_actions()
        self.model.modelReset.connect(self._after_reset)
        self.set_theme(theme)
        self.show_view(self.model.view)

    def show_view(self, view: ParcelsView) -> None:
        """Shows another state of the day; the selection stays with its parcels."""
        old = self.model.view
        self.model.show(view)
        if old.rows is not view.rows or old.vehicles != view.vehicles:
            self._fit_columns()
        for key, chip in self._chips.items():
            count = view.counts.get(key, 0)
            chip.set_count(None if key is ChipKey.ALL else count)
            chip.setVisible(bool(count) or key is ChipKey.ALL or chip.isChecked())
        self._chip_row.setVisible(bool(len(view.rows)))
        self._say_counts()

    def select(self, ids: Iterable[str]) -> None:
        """Selects parcels that were chosen elsewhere, without asking for them again."""
        self._chosen = tuple(ids)
        self._restore()
        rows = self.model.rows_of(self._chosen)
        if len(rows):
            self.table.scrollTo(self.model.index(int(rows[0]), Column.TO))

    def selected(self) -> tuple[str, ...]:
        """The ids chosen, also those that a filter hides."""
        return self._chosen

    def set_read_only(self, why: str) -> None:
        """Nothing may be done with parcels, and why; "" where it may."""
        self._why = why
        self._enable()

    def focus_search(self) -> None:
        """Puts the keyboard into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._painter.theme = theme
        self.header.set_theme(theme)
        for chip in self._chips.values():
            chip.set_theme(theme)
        self.search.setFont(theme.font())
        self.table.setFont(theme.font())
        self.table.horizontalHeader().setFont(theme.font(SMALL_PX))
        self._fit_columns()
        self.table.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter, Esc clears it and Down goes to the rows."""
        if watched is self.search and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if pressed and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return}:
                self._enter_table()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chooses short labels and columns by the width."""
        super().resizeEvent(event)
        self._fit_columns()

    # the parts

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Parcels of the day"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setSortingEnabled(True)
        header = table.horizontalHeader()
        header.setSortIndicator(Column.STATUS, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.sectionClicked.connect(lambda _: header.setSortIndicatorShown(True))
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._menu)
        table.selectionModel().selectionChanged.connect(self._selection_changed)
        table.activated.connect(
            lambda index: self.parcel_shown_wanted.emit(
                self.model.parcel_id(index.row())
            )
        )
        return table

    def _lay_out(self) -> None:
        self._chip_row = QWidget()
        flow = FlowLayout(self._chip_row, spacing=4)
        for key in ChipKey:
            chip = Chip(say(CHIPS[key]), CHIP_MARKS.get(key))
            chip.setChecked(key is ChipKey.ALL)
            chip.clicked.connect(lambda _=False, key=key: self.model.set_chip(key))
            chip.clicked.connect(self._say_counts)
            self._group.addButton(chip)
            self._chips[key] = chip
            flow.addWidget(chip)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(2 * GRID_PX, 0, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX + 2)
        column.addWidget(self.search)
        column.addWidget(self._chip_row)
        self.column.addWidget(self.header)
        self.column.addWidget(top)
        self.column.addWidget(self._stack, 1)

    def _make_actions(self) -> None:
        self._actions: list[QAction] = []
        for text, signal, key in (
            (self.tr("Hold"), self.hold_wanted, ""),
            (self.tr("Release"), self.release_wanted, ""),
            (self.tr("Unassign"), self.unassign_wanted, "Del"),
            (self.tr("To a locker"), self.locker_wanted, "L"),
            (self.tr("To the door"), self.door_wanted, "D"),
            (self.tr("To a wave or another day…"), self.move_wanted, "M"),
        ):
            action = QAction(text, self)
            action.triggered.connect(
                lambda _=False, signal=signal: signal.emit(self._chosen)
            )
            if key:
                action.setShortcut(QKeySequence(key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setEnabled(False)
            self.table.addAction(action)
            self._actions.append(action)

    def _menu(self, at: QPoint) -> None:
        if not self._chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addActions(self._actions)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # what follows what

    def _search_changed(self, text: str) -> None:
        self.model.set_search(text)
        self._say_counts()

    def _say_counts(self) -> None:
        total, shown = len(self.model.view.rows), self.model.rowCount()
        if not total:
            self.header.say(self.tr("Parcels"), self.tr("none yet"))
            self.empty.say(
                self.tr(
                    "Parcels appear here after import.\n"
                    "Drop a CSV or manifest file on the window."
                ),
                self.tr("Import manifest…"),
            )
        elif shown == total:
            self.header.say(
                self.tr("Parcels"), self.tr("{0} today").format(grouped(total))
            )
        else:
            self.header.say(
                self.tr("Parcels"),
                self.tr("{0} of {1}").format(grouped(shown), grouped(total)),
            )
            self.empty.say(
                self.tr("No parcel is left by these filters."),
                self.tr("Show all parcels"),
            )
        self._stack.setCurrentIndex(0 if shown else 1)

    def _next_step(self) -> None:
        if len(self.model.view.rows):
            self.search.clear()
            self._chips[ChipKey.ALL].click()
        else:
            self.import_wanted.emit()

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.table.selectionModel().hasSelection():
                self.table.selectRow(max(0, self.table.currentIndex().row()))

    def _selection_changed(self) -> None:
        if self._quiet:
            return
        rows = sorted(
            index.row() for index in self.table.selectionModel().selectedRows()
        )
        self._chosen = tuple(self.model.parcel_id(row) for row in rows)
        self._enable()
        self.parcels_wanted.emit(self._chosen)

    def _after_reset(self) -> None:
        self._restore()

    def _restore(self) -> None:
        """Selects the chosen parcels again, in as few ranges as they take."""
        rows = self.model.rows_of(self._chosen)
        selection = QItemSelection()
        start = previous = -2
        for row in [*rows.tolist(), -2]:
            if row == previous + 1:
                previous = row
                continue
            if start >= 0:
                selection.select(
                    self.model.index(start, 0),
                    self.model.index(previous, len(Column) - 1),
                )
            start = previous = row
        self._quiet = True
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        if len(rows) == 1:
            self.table.selectionModel().setCurrentIndex(
                self.model.index(int(rows[0]), Column.TO), flags.NoUpdate
            )
        self._quiet = False
        self._enable()

    def _enable(self) -> None:
        index, view = self.model.view.rows.index, self.model.view
        held = assigned = False
        for name in self._chosen:
            i = index.get(name)  # type: ignore[call-overload]
            if i is not None:
                held |= view.status[i] == ParcelStatus.HELD
                assigned |= view.way[i] != Way.UNDECIDED
        hold, release, unassign, locker, door, move = self._actions
        may = bool(self._chosen) and not self._why
        for action in (hold, locker, door, move):
            action.setEnabled(may)
        release.setEnabled(may and bool(held))
        unassign.setEnabled(may and bool(assigned))
        for action in self._actions:
            action.setToolTip(self._why or action.text())

    def _fit_columns(self) -> None:
        """Widths from the texts themselves, so that no heading is ever clipped."""
        if not hasattr(self, "_painter"):
            return
        width = self.width()
        self.model.set_compact(width < NARROW_PX, named=width < WIDE_PX)
        narrow = width < NARROW_PX
        self.table.setFont(self._theme.font(SMALL_PX if narrow else TEXT_PX))
        for key, chip in self._chips.items():
            chip.set_dense(dense=width < DENSE_PX)
            few = key in {ChipKey.LOCKERS, ChipKey.DOORS}
            chip.set_terse(terse=few and width < DENSE_PX)
        row = DENSE_ROW_PX if narrow else ROW_PX
        self.table.verticalHeader().setDefaultSectionSize(row)
        header, metrics = self.table.horizontalHeader(), QFontMetrics(self.table.font())
        heads = QFontMetrics(self._theme.font(SMALL_PX, BOLD))
        view = self.model.view
        labels = view.rows.short if narrow else view.rows.labels
        samples = {
            Column.PARCEL: (labels[:MEASURED], 120),
            Column.DUE: (("00:00",), 120),
            Column.ROUTE: (view.vehicles, 44 if narrow else 64),
        }
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.resizeSection(Column.STATUS, 28)
        for column, (texts, most) in samples.items():
            longest = max(map(metrics.horizontalAdvance, texts), default=40)
            text = max(
                min(longest, most), heads.horizontalAdvance(say(HEADS[column])) + 4
            )
            header.resizeSection(column, text + 16)
        self.table.setColumnHidden(Column.VIA, width < WIDE_PX)
        header.resizeSection(Column.VIA, 110)
        header.setSectionResizeMode(Column.TO, QHeaderView.ResizeMode.Stretch)

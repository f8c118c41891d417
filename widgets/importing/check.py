"""Step 3: every problem beside the row it is in and the place it is about.

    counts, kinds   |  the row that is chosen   |  a map, where
    list            |  places, cells            |  a place is asked

F8 and Shift+F8 go from problem to problem, 1 to 9 take a place, H holds, X leaves out,
R starts the row over, P puts a pin, A means all rows with this text. What a person
decides leaves as signals; what is shown comes back whole.
"""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHeaderView,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.codes import Reason, ReasonCode
from console.viewmodels.importing import (
    ADDRESS_CODES,
    Counts,
    DetailView,
    IssueState,
    IssuesView,
    Outcome,
    Progress,
)
from widgets.common import words as sentences
from widgets.common.chips import Chip, Pill
from widgets.common.flow import FlowLayout
from widgets.common.marked import say
from widgets.common.panels import ElidedLabel, EmptyState, PaneHeader, Panel
from widgets.common.splitters import Split, across
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.common.words import grouped
from widgets.importing.cells import (
    ISSUE_MARKS,
    OUTCOME_MARKS,
    CellPainter,
    dress_table,
    quiet_table,
)
from widgets.importing.detail import RowDetail
from widgets.importing.issues import COLUMN, FILE, LINE, VALUE, IssueTable
from widgets.importing.words import OUTCOME_TIPS, OUTCOMES, short_reason

WIDE_PX = 600
"""From here on the list has room for the names of files."""


class CheckStep(QWidget):
    """Signals carry the number of a problem, or of a place offered for it."""

    issue_wanted = Signal(int)
    """Show this problem's row."""
    next_wanted = Signal(int)
    """The next open problem (1) or the one before (-1)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.model = IssueTable(self)
        self.map: QWidget | None = None
        self._chips: dict[ReasonCode | None, Chip] = {}
        self._shown = -1
        self._quiet = False
        self.header = PaneHeader(self.tr("Problems"))
        self.table = QTableView()
        self.table.setModel(self.model)
        quiet_table(self.table, self.tr("Problems of the files"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.table.horizontalHeader()
        head.setStretchLastSection(True)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._painter = CellPainter(theme, self.table)
        self.table.setItemDelegate(self._painter)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.detail = RowDetail(theme)
        self.table.activated.connect(self._work)
        self.counts = {outcome: Pill() for outcome in Outcome}
        self.open_only = Chip(self.tr("Open only"))
        self.open_only.toggled.connect(self._filter)
        self.notes = ElidedLabel()
        self.empty = EmptyState()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self._lay_out()
        self.table.installEventFilter(self)
        self._add_keys()
        self.set_theme(theme)
        self.show_counts({})
        self.show_issues(IssuesView(), {})

    def set_map(self, widget: QWidget) -> None:
        """The map stands at the right; it was made by whoever also fills it."""
        self.map = widget
        self._ground.column.addWidget(widget)
        self._ground.show()

    def show_counts(self, counts: Counts) -> None:
        """What would come of all rows now."""
        for outcome, pill in self.counts.items():
            number = counts.get(outcome, 0)
            text = f"{say(OUTCOMES[outcome])} {grouped(number)}"
            pill.say(text, OUTCOME_MARKS[outcome], say(OUTCOME_TIPS[outcome]))
            pill.setVisible(bool(number))

    def show_notes(self, notes: tuple[tuple[str, Reason], ...]) -> None:
        """What was read otherwise than it stands: the first, all of them on hover."""
        lines = [f"{file}: {sentences.reason(reason)}" for file, reason in notes]
        more = self.tr(" (and {0} more)").format(len(lines) - 1)
        self.notes.setVisible(bool(lines))
        self.notes.set_text(f"{lines[0]}{more if lines[1:] else ''}" if lines else "")
        self.notes.setToolTip("\n".join(lines))

    def show_progress(self, progress: Progress | None) -> None:
        """How far the check is; None once it is whole."""
        self.progress.setVisible(progress is not None)
        if progress is not None:
            self.progress.setRange(0, max(1, progress.total))
            self.progress.setValue(progress.done)
            self.empty.say(
                self.tr("Checking {0} of {1} rows…").format(
                    grouped(progress.done), grouped(progress.total)
                )
            )

    def show_issues(self, view: IssuesView, names: dict[int, str]) -> None:
        """The problems as they stand now."""
        if view is not self.model.view:
            self._quiet = True
            fresh = view.rows is not self.model.view.rows
            self.model.show(view, names)
            self._show_kinds(view, fresh=fresh)
            if fresh:
                self._fit()
            self._quiet = False
            self._stand_on(self._shown)
        total = len(view.rows)
        note = (
            self.tr("{0} of {1} open").format(grouped(view.waiting), grouped(total))
            if total
            else ""
        )
        self.header.say(self.tr("Problems"), note)
        if self.progress.isHidden():
            self.empty.say(
                self.tr("All are settled.")
                if total
                else self.tr("Nothing is wrong with these files.")
            )
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def show_detail(self, view: DetailView | None) -> None:
        """The row that is looked at."""
        self.detail.show_view(view)
        self._shown = -1 if view is None else view.issue
        self._stand_on(self._shown)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.theme = theme
        self._painter.theme = theme
        dress_table(self.table, theme)
        self.header.set_theme(theme)
        self.detail.set_theme(theme)
        self.hint.setFont(theme.font(SMALL_PX))
        self.notes.set_look(theme, "muted", SMALL_PX)
        for pill in self.counts.values():
            pill.set_theme(theme)
        for chip in (*self._chips.values(), self.open_only):
            chip.set_theme(theme)
        set_theme = getattr(self.map, "set_theme", None)
        if set_theme is not None:
            set_theme(theme)
        self._fit()

    def focus_first(self) -> None:
        """The keyboard stands in the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # the parts

    def _lay_out(self) -> None:
        card = Panel()
        counts = QWidget()
        flow = FlowLayout(counts, spacing=5)
        for pill in self.counts.values():
            flow.addWidget(pill)
        self._kinds = QWidget()
        self._flow = FlowLayout(self._kinds, spacing=4)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._flow.addWidget(self.open_only)
        top = QVBoxLayout()
        top.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        top.setSpacing(2 * GRID_PX)
        top.addWidget(counts)
        top.addWidget(self._kinds)
        top.addWidget(self.notes)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.hint = QLabel(
            self.tr(
                "F8 next · 1 to 9 place · P pin · A all alike · H hold · X leave out"
            )
        )
        self.hint.setProperty("look", "muted")
        self.hint.setContentsMargins(3 * GRID_PX, GRID_PX, GRID_PX, 2 * GRID_PX)
        card.column.addWidget(self.header)
        card.column.addWidget(self.progress)
        card.column.addLayout(top)
        card.column.addWidget(self._stack, 1)
        card.column.addWidget(self.hint)
        self._ground = Panel()
        self._ground.hide()
        self.split: Split = across((card, self.detail, self._ground), (5, 4, 4))
        self.split.setSizes([520, 390, 420])
        card.setMinimumWidth(380)
        self.detail.setMinimumWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)

    def _add_keys(self) -> None:
        detail = self.detail
        keys: list[tuple[str, object]] = [
            ("F8", lambda: self.next_wanted.emit(1)),
            ("Shift+F8", lambda: self.next_wanted.emit(-1)),
            ("H", detail.hold.click),
            ("X", detail.out.click),
            ("R", detail.reset.click),
            ("P", detail.pin.click),
            ("A", self._toggle_same),
            ("F2", detail.focus_work),
            ("/", detail.search.setFocus),
            ("Ctrl+F", detail.search.setFocus),
        ]
        keys += [
            (str(digit), lambda digit=digit: self._take(digit - 1))
            for digit in range(1, 10)
        ]
        for text, slot in keys:
            shortcut = QShortcut(QKeySequence(text), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _show_kinds(self, view: IssuesView, *, fresh: bool) -> None:
        """A chip for every kind of problem there is, with how many are open."""
        found = view.open_by_kind()
        if fresh:
            for chip in self._chips.values():
                self._group.removeButton(chip)
                self._flow.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = {}
            kinds = [code for code, _, _ in found] if len(found) > 1 else []
            for code in (None, *kinds):
                text = self.tr("All") if code is None else short_reason(code)
                mark = None
                if code is not None:
                    state = IssueState.REJECTED
                    if code in ADDRESS_CODES:
                        state = IssueState.WAITING
                    mark = ISSUE_MARKS[state]
                chip = Chip(text, mark)
                chip.setCheckable(True)
                chip.setChecked(code is None)
                chip.set_theme(self.theme)
                chip.clicked.connect(self._filter)
                self._group.addButton(chip)
                self._chips[code] = chip
                self._flow.addWidget(chip)
            self.model.filter(None, settled=not self.open_only.isChecked())
        counts = {code: left for code, left, _ in found}
        for code, chip in self._chips.items():
            chip.set_count(view.waiting if code is None else counts.get(code, 0))
        self._kinds.setVisible(bool(len(view.rows)))

    def _filter(self) -> None:
        chosen = next((c for c, chip in self._chips.items() if chip.isChecked()), None)
        self._quiet = True
        self.model.filter(chosen, settled=not self.open_only.isChecked())
        self._quiet = False
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._stand_on(self._shown)

    def _stand_on(self, issue: int) -> None:
        row = self.model.row_of(issue)
        chosen = self.table.selectionModel().isRowSelected(row)
        if row >= 0 and not chosen:
            self._quiet = True
            self.table.selectRow(row)
            self._quiet = False

    def _row_changed(self, now: QModelIndex) -> None:
        issue = self.model.issue(now.row())
        if not self._quiet and issue >= 0:
            self._shown = issue
            self.issue_wanted.emit(issue)

    def _work(self) -> None:
        self.detail.focus_work()

    def _take(self, number: int) -> None:
        if number < len(self.detail.cards):
            self.detail.suggestion_wanted.emit(number)

    def _toggle_same(self) -> None:
        if self.detail.same.isVisible():
            self.detail.same.toggle()

    def _fit(self) -> None:
        metrics = self.table.fontMetrics()
        rows = self.model.view.rows
        head = self.table.horizontalHeader()
        lines = [str(int(n)) for n in rows.line[-20:].tolist()] or ["000"]
        line = max(metrics.horizontalAdvance(text) for text in lines) + 40
        columns = [metrics.horizontalAdvance(text) for text in rows.column[:60]]
        values = [metrics.horizontalAdvance(text) for text in rows.value[:60]]
        room = self.table.width()
        head.resizeSection(LINE, max(58, line))
        self.table.setColumnHidden(FILE, not self.model.several or room < WIDE_PX)
        head.resizeSection(FILE, 110)
        head.resizeSection(COLUMN, max(72, min(100, max(columns, default=0) + 16)))
        most = 150 if room < WIDE_PX else 200
        head.resizeSection(VALUE, max(90, min(most, max(values, default=0) + 16)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Columns by the width of the list."""
        if watched is self.table and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

"""The page "Plans": a wave's plans at the left, two of them beside each other.

The keyboard walks the list; the plan it is on is compared with the one that was fixed
(Space). Better and worse are words with signs. Enter in the list of parcels shows one
in the panes.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.codes import RevisionState
from console.viewmodels.comparison import (
    ComparisonView,
    ParcelLine,
)
from console.viewmodels.plan_list import PlanLine, PlansView
from widgets.common.handing import way
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD, EmptyState
from widgets.common.rows import RowTable, RowView
from widgets.common.sentences import COST_NAMES, MODES
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.compare.figures import FiguresGrid, Part
from widgets.compare.lists import (
    ROUTE_COLUMNS,
    LateLine,
    late_columns,
    late_key,
    late_lines,
    over,
    parcel_columns,
    parcel_key,
    plan_columns,
    plan_key,
    route_key,
    stands,
    touched,
)
from widgets.compare.words import (
    TOTALS,
    made_words,
    plan_name,
    summary,
)
from widgets.frame.page import Page

LIST_PX = 470
WIDE_LIST_PX = 600
MOST_PX = 16_777_215
"""As wide as a widget may be."""
FIGURES_PX = 580
WIDE_PX = 1500
"""From here on figures and lists stand side by side."""
MADE = 2
"""The column that gives way where there is little room."""


class PlansPage(Page):
    """Signals are wishes; those about a plan carry its id."""

    pair_wanted = Signal(str, str)
    """Compare: the plan that is fixed, the plan to look at."""
    keep_wanted = Signal()
    work_on_wanted = Signal(str)
    duplicate_wanted = Signal(str)
    rename_wanted = Signal(str)
    drop_wanted = Signal(str)
    parcel_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._view = PlansView()
        self.plans = RowView(RowTable(plan_columns(self), plan_key, theme), "")
        self.figures = FiguresGrid(theme)
        self.parcels = RowView(RowTable(parcel_columns(self), parcel_key, theme), "")
        self.routes = RowView(RowTable(ROUTE_COLUMNS, route_key, theme), "")
        self.late = RowView(RowTable(late_columns(self), late_key, theme), "")
        self.heading = QLabel()
        self.said = QLabel()
        self.empty = EmptyState()
        super().__init__("", theme, parent)
        self.title.set_text(self.tr("Plans"))
        self.setAccessibleName(self.title.text())
        self.plans.setAccessibleName(self.tr("Plans of this wave"))
        self.parcels.setAccessibleName(self.tr("Parcels that go otherwise"))
        self.routes.setAccessibleName(self.tr("Routes that differ"))
        self.late.setAccessibleName(self.tr("Late parcels"))
        self.plans.rows.strong = stands
        self.plans.rows.quiet = over
        self.routes.rows.strong = touched
        self.tabs = QTabWidget()
        self.made = QLabel()
        self._wide: bool | None = None
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_view(self._view)

    @property
    def view(self) -> PlansView:
        """What is shown."""
        return self._view

    def show_view(self, view: PlansView) -> None:
        """Shows another list or another pair."""
        self._view = view
        self.plans.show_rows(view.lines)
        if view.chosen and view.chosen != self._current():
            self.plans.blockSignals(True)
            self.plans.go_to(view.chosen)
            self.plans.blockSignals(False)
        self.plans.viewport().update()
        self.note.set_text(
            self.tr("{0} plans of this wave").format(len(view.lines))
            if view.lines
            else ""
        )
        self.empty.setVisible(not view.lines)
        self._content.setVisible(bool(view.lines))
        self._say_buttons()
        self._say_pair()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        super().set_theme(theme)
        for table in (self.plans, self.parcels, self.routes, self.late):
            table.set_theme(theme)
        self.figures.set_theme(theme)
        self.heading.setFont(theme.font(weight=BOLD))
        for label in (self.said, self.made):
            label.setFont(theme.font(SMALL_PX))
        self.tabs.tabBar().setFont(theme.font())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    # how it is built

    def _lay_out(self) -> None:
        self.keep = QPushButton(self.tr("Keep as alternative…"))
        self.keep.setToolTip(
            self.tr("Keeps the plan in hand under a name; you go on with yours (Ins)")
        )
        self.work_on = QPushButton()
        self.work_on.setProperty("look", "primary")
        self.fix = QPushButton(self.tr("Compare with this"))
        self.fix.setToolTip(self.tr("The others are compared with this one (Space)"))
        self.duplicate = QPushButton(self.tr("Duplicate…"))
        self.rename = QPushButton(self.tr("Rename…"))
        self.rename.setToolTip(self.tr("F2"))
        self.drop = QPushButton(self.tr("Drop"))
        self.drop.setToolTip(self.tr("Can be undone, and taken up again later (Del)"))
        self.bar.addWidget(self.keep)
        self.empty.say(self.tr("There is no plan of this wave yet: build one first."))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for table in (self.parcels, self.routes, self.late):
            self.tabs.addTab(table, "")
        self._content = QWidget()
        row = QHBoxLayout(self._content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 * GRID_PX)
        self._side = self._list_side()
        row.addWidget(self._side)
        row.addLayout(self._pair_side(), 1)
        self.body.addWidget(self._content, 1)
        self.body.addWidget(self.empty, 1)
        self._arrange()

    def _list_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.plans, 1)
        self.made.setWordWrap(True)
        self.made.setProperty("look", "muted")
        column.addWidget(self.made)
        rows = ((self.work_on, self.fix), (self.duplicate, self.rename, self.drop))
        for buttons in rows:
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        return side

    def _pair_side(self) -> QVBoxLayout:
        self.said.setProperty("look", "muted")
        self.said.setWordWrap(True)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.figures.setMaximumWidth(FIGURES_PX)
        self._scroll.setWidget(self.figures)
        for ground in (self.figures, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        self._pair = QWidget()
        self._beside = QHBoxLayout(self._pair)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(6 * GRID_PX)
        self._beside.addWidget(self.tabs, 1)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID_PX)
        right.addWidget(self.heading)
        right.addWidget(self.said)
        right.addWidget(self._pair, 1)
        right.addStretch(0)
        return right

    def _arrange(self) -> None:
        """Figures stand beside the lists, or in a tab of their own before them."""
        wide = self.width() >= WIDE_PX
        if wide is self._wide:
            return
        self._wide = wide
        self._side.setFixedWidth(WIDE_LIST_PX if wide else LIST_PX)
        self.plans.setColumnHidden(MADE, not wide)
        if wide:
            at = self.tabs.indexOf(self._scroll)
            if at >= 0:
                self.tabs.removeTab(at)
            self._beside.insertWidget(0, self._scroll)
            self._scroll.setFixedWidth(FIGURES_PX + 4 * GRID_PX)
            self._scroll.show()
        else:
            self._beside.removeWidget(self._scroll)
            self._scroll.setMaximumWidth(MOST_PX)
            self._scroll.setMinimumWidth(0)
            self.tabs.insertTab(0, self._scroll, self.tr("Figures"))
            self.tabs.setCurrentIndex(0)

    def _connect(self) -> None:
        self.plans.current_changed.connect(self._walked)
        self.plans.opened.connect(self._opened)
        self.parcels.opened.connect(self._parcel_opened)
        self.late.opened.connect(self._parcel_opened)
        self.keep.clicked.connect(self.keep_wanted)
        self.fix.clicked.connect(self._fix)
        for button, signal in (
            (self.work_on, self.work_on_wanted),
            (self.duplicate, self.duplicate_wanted),
            (self.rename, self.rename_wanted),
            (self.drop, self.drop_wanted),
        ):
            button.clicked.connect(partial(self._wish, signal))
        for key, button in (
            ("Ins", self.keep),
            ("Space", self.fix),
            ("F2", self.rename),
            ("Del", self.drop),
        ):
            action = self.plans.addAction("")
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(button.click)

    # wishes

    def _current(self) -> str:
        line = self.plans.current
        return "" if line is None else str(line.id)

    def _walked(self, _line: PlanLine | None) -> None:
        self._say_buttons()
        name = self._current()
        if name and name != self._view.chosen:
            self.pair_wanted.emit(self._view.base, name)

    def _opened(self, _line: PlanLine) -> None:
        if self.work_on.isEnabled():
            self.work_on.click()

    def _fix(self) -> None:
        if name := self._current():
            self.pair_wanted.emit(name, name)

    def _wish(self, signal: SignalInstance, _checked: bool = False) -> None:
        if name := self._current():
            signal.emit(name)

    def _parcel_opened(self, line: ParcelLine | LateLine) -> None:
        self.parcel_wanted.emit(str(line.parcel))

    # what is said

    def _say_buttons(self) -> None:
        line = self.plans.current
        self.made.setText("" if line is None else made_words(line))
        free = not self._view.busy
        standing = line is not None and line.standing
        draft = line is not None and line.draft
        self.work_on.setEnabled(free and line is not None and not standing)
        self.work_on.setText(_verb(line))
        self.work_on.setToolTip(self.tr("Enter"))
        self.fix.setEnabled(line is not None and str(line.id) != self._view.base)
        self.duplicate.setEnabled(free and line is not None)
        self.rename.setEnabled(free and draft)
        self.drop.setEnabled(free and draft)
        self.keep.setEnabled(free and any(one.standing for one in self._view.lines))

    def _say_pair(self) -> None:
        view = self._view
        base, chosen = view.line(view.base), view.line(view.chosen)
        found = view.comparison
        self._pair.setVisible(found is not None)
        if base is None or chosen is None:
            self.heading.setText("")
            self.said.setText("")
            return
        if found is None or base.id == chosen.id:
            self._pair.setVisible(False)
            self.heading.setText(plan_name(base))
            self.said.setText(
                self.tr("The others are compared with this one: walk the list.")
            )
            return
        beside = self.tr("{0} beside {1}")
        self.heading.setText(beside.format(plan_name(chosen), plan_name(base)))
        self.said.setText(summary(found))
        self.figures.show_parts(
            (f"A{DOT}{base.number}", f"B{DOT}{chosen.number}"), _parts(found)
        )
        self.parcels.show_rows(found.parcels)
        self.routes.show_rows(found.routes)
        changed = sum(one.changed for one in found.routes)
        late = late_lines(found)
        self.late.show_rows(late)
        for table, text, count in (
            (self.parcels, self.tr("Parcels {0}"), len(found.parcels)),
            (self.routes, self.tr("Routes {0}"), changed),
            (self.late, self.tr("Late {0}"), len(late)),
        ):
            self.tabs.setTabText(self.tabs.indexOf(table), text.format(count))


def _verb(line: PlanLine | None) -> str:
    if line is None or line.standing:
        return say(QT_TRANSLATE_NOOP("words", "In hand"))
    if line.state is RevisionState.PUBLISHED:
        return say(QT_TRANSLATE_NOOP("words", "Back to what is published"))
    if line.draft:
        return say(QT_TRANSLATE_NOOP("words", "Work on this"))
    return say(QT_TRANSLATE_NOOP("words", "Take up again"))


def _parts(found: ComparisonView) -> tuple[Part, ...]:
    return (
        Part(say(QT_TRANSLATE_NOOP("words", "Together")), found.totals, _total_name),
        Part(
            say(QT_TRANSLATE_NOOP("words", "Money")),
            found.costs,
            _cost_name,
            money=True,
        ),
        Part(
            say(QT_TRANSLATE_NOOP("words", "Parcels by mode")),
            found.modes,
            _mode,
            judged=False,
        ),
        Part(
            say(QT_TRANSLATE_NOOP("words", "Parcels by channel")),
            found.channels,
            _channel,
            judged=False,
        ),
    )


def _total_name(code: str) -> str:
    return say(TOTALS[code])


def _cost_name(code: str) -> str:
    return next(say(text) for line, text in COST_NAMES.items() if line.value == code)


def _mode(code: str) -> str:
    return say(MODES[code]) if code in MODES else code.replace("_", " ").capitalize()


def _channel(code: str) -> str:
    return way(code).capitalize()

"""The page "Plans": a wave's plans at the left, two of them beside each other.

The keyboard walks the list; the plan it is on is compared with the one that was fixed
(Space). Better and worse are words with signs. Enter in the list of parcels shows one
in the panes.
"""

from dataclasses import dataclass
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

from console.viewmodels.codes import ParcelId, RevisionState
from console.viewmodels.comparison import (
    ComparisonView,
    Pair,
    ParcelLine,
    RouteLine,
)
from console.viewmodels.plan_list import PlanLine, PlansView
from widgets.common.handing import SORTS, vehicles, way, ways
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD, EmptyState
from widgets.common.rows import Column, RowTable, RowView
from widgets.common.sentences import COST_NAMES, MODES
from widgets.common.shapes import Mark, Shape
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.common.words import euros, grouped
from widgets.compare.figures import FiguresGrid, Part
from widgets.compare.words import (
    TOTALS,
    change,
    made_words,
    plan_name,
    state_words,
    value,
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
LATE, MENDED = Mark(Shape.TRIANGLE, "late"), Mark(Shape.TICK, "done")
STATE_MARKS = {
    RevisionState.DRAFT: Mark(Shape.RING, "locker"),
    RevisionState.PUBLISHED: Mark(Shape.TICK, "done"),
    RevisionState.SUPERSEDED: Mark(Shape.DOT, "off"),
    RevisionState.DROPPED: Mark(Shape.CROSS, "off"),
}


@dataclass(frozen=True, slots=True)
class LateLine:
    """A parcel that is late in one of the plans, or in both."""

    parcel: ParcelId
    before: bool
    after: bool


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
        self.plans = RowView(RowTable(_plan_columns(self), _plan_key, theme), "")
        self.figures = FiguresGrid(theme)
        self.parcels = RowView(RowTable(_parcel_columns(self), _parcel_key, theme), "")
        self.routes = RowView(RowTable(_ROUTES, _route_key, theme), "")
        self.late = RowView(RowTable(_late_columns(self), _late_key, theme), "")
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
        self.plans.rows.strong = _standing
        self.plans.rows.quiet = _over
        self.routes.rows.strong = _touched
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
        self.said.setText(_summary(found))
        self.figures.show_parts(
            (f"A{DOT}{base.number}", f"B{DOT}{chosen.number}"), _parts(found)
        )
        self.parcels.show_rows(found.parcels)
        self.routes.show_rows(found.routes)
        changed = sum(one.changed for one in found.routes)
        late = _late_lines(found)
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


def _summary(found: ComparisonView) -> str:
    """What the one does better or worse, in a line."""
    if found.same:
        return say(QT_TRANSLATE_NOOP("words", "Both do exactly the same."))
    parts: list[str] = []
    for name in ("cost_eur", "minutes", "kilometres"):
        pair = found.total(name)
        if change(pair) != DASH:
            parts.append(change(pair))
    otherwise = QT_TRANSLATE_NOOP("words", "{0} parcels go otherwise")
    parts.append(say(otherwise, len(found.parcels)))
    fresh = set(found.late_after) - set(found.late_before)
    mended = set(found.late_before) - set(found.late_after)
    if fresh:
        parts.append(say(QT_TRANSLATE_NOOP("words", "{0} late anew"), len(fresh)))
    if mended:
        in_time = QT_TRANSLATE_NOOP("words", "{0} no longer late")
        parts.append(say(in_time, len(mended)))
    return DOT.join(parts)


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


def _plan_key(line: PlanLine) -> str:
    return str(line.id)


def _parcel_key(line: ParcelLine) -> str:
    return str(line.parcel)


def _route_key(line: RouteLine) -> str:
    return str(line.vehicle)


def _standing(line: PlanLine) -> bool:
    return line.standing


def _over(line: PlanLine) -> bool:
    return line.state in {RevisionState.SUPERSEDED, RevisionState.DROPPED}


def _touched(line: RouteLine) -> bool:
    return line.changed


def _state_mark(line: PlanLine) -> Mark:
    return STATE_MARKS[line.state]


def _by(line: PlanLine) -> str:
    return f"{line.made:%H:%M} {line.actor}".strip()


def _cost(line: PlanLine) -> str:
    return euros(line.figures.cost_eur)


def _km(line: PlanLine) -> str:
    return value("kilometres", line.figures.kilometres).removesuffix(" km")


def _route_count(line: PlanLine) -> str:
    return str(line.figures.routes)


def _plan_columns(page: PlansPage) -> tuple[Column[PlanLine], ...]:
    def letter(line: PlanLine) -> str:
        if str(line.id) == page.view.base:
            return "A"
        return "B" if str(line.id) == page.view.chosen else ""

    return (
        Column("", letter, least_px=26),
        Column(
            QT_TRANSLATE_NOOP("words", "Plan"),
            plan_name,
            mark=_state_mark,
            least_px=130,
            stretches=True,
        ),
        Column(QT_TRANSLATE_NOOP("words", "Made"), _by, least_px=100),
        Column(QT_TRANSLATE_NOOP("words", "State"), state_words, least_px=116),
        Column(QT_TRANSLATE_NOOP("words", "Cost"), _cost, right=True, least_px=84),
        Column(QT_TRANSLATE_NOOP("words", "km"), _km, right=True, least_px=54),
        Column(
            QT_TRANSLATE_NOOP("words", "Routes"),
            _route_count,
            right=True,
            least_px=68,
        ),
    )


def _parcel_columns(page: PlansPage) -> tuple[Column[ParcelLine], ...]:
    def label(line: ParcelLine) -> str:
        return page.view.labels.get(line.parcel, str(line.parcel))

    def sort(line: ParcelLine) -> str:
        return say(SORTS[line.sort])

    return (
        Column(QT_TRANSLATE_NOOP("words", "Parcel"), label, least_px=104),
        Column(QT_TRANSLATE_NOOP("words", "What"), sort, least_px=104),
        Column(QT_TRANSLATE_NOOP("words", "Vehicle"), vehicles, least_px=84),
        Column(
            QT_TRANSLATE_NOOP("words", "Goes to"), ways, least_px=90, stretches=True
        ),
    )


def _late_lines(found: ComparisonView) -> tuple[LateLine, ...]:
    """Those late afterwards first."""
    before, after = set(found.late_before), set(found.late_after)
    names = dict.fromkeys((*found.late_after, *found.late_before))
    return tuple(LateLine(name, name in before, name in after) for name in names)


def _late_key(line: LateLine) -> str:
    return str(line.parcel)


def _late_mark(line: LateLine) -> Mark:
    return LATE if line.after else MENDED


def _late_words(line: LateLine) -> str:
    if line.before and line.after:
        return say(QT_TRANSLATE_NOOP("words", "late in both"))
    if line.after:
        return say(QT_TRANSLATE_NOOP("words", "late anew"))
    return say(QT_TRANSLATE_NOOP("words", "no longer late"))


def _late_columns(page: PlansPage) -> tuple[Column[LateLine], ...]:
    def label(line: LateLine) -> str:
        return page.view.labels.get(line.parcel, str(line.parcel))

    return (
        Column(
            QT_TRANSLATE_NOOP("words", "Parcel"), label, mark=_late_mark, least_px=140
        ),
        Column(QT_TRANSLATE_NOOP("words", "What"), _late_words, stretches=True),
    )


def _both(pair: Pair, digits: int) -> str:
    before, after = grouped(pair.before, digits), grouped(pair.after, digits)
    return after if before == after else f"{before} \N{RIGHTWARDS ARROW} {after}"


_ROUTES: tuple[Column[RouteLine], ...] = (
    Column(
        QT_TRANSLATE_NOOP("words", "Vehicle"),
        lambda line: str(line.vehicle),
        stretches=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("words", "Parcels"),
        lambda line: _both(line.parcels, 0),
        right=True,
        least_px=84,
    ),
    Column(
        QT_TRANSLATE_NOOP("words", "Stops"),
        lambda line: _both(line.stops, 0),
        right=True,
        least_px=76,
    ),
    Column(
        QT_TRANSLATE_NOOP("words", "min"),
        lambda line: _both(line.minutes, 0),
        right=True,
        least_px=90,
    ),
    Column(
        QT_TRANSLATE_NOOP("words", "km"),
        lambda line: _both(line.kilometres, 1),
        right=True,
        least_px=104,
    ),
)

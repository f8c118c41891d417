"""The page "What this plan comes to": figures, scenarios side by side, the fleet.

The first part is figures by mode and cost lines with all-door beside, the second any
scenarios, the third the price of one vehicle more or fewer. Whatever takes a search is
asked for; while it runs the page says so and lets it be stopped.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.analysis import AnalysisView, CostRow
from widgets.analysis.bars import PairedBars
from widgets.analysis.fleet import FleetPart
from widgets.analysis.table import FiguresTable
from widgets.analysis.whatif import WhatIfPart
from widgets.common.emptied import emptied
from widgets.common.marked import DASH, say
from widgets.common.panels import BOLD, EmptyState
from widgets.common.sentences import COST_NAMES
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import duration, euros, grouped, help_wanted
from widgets.frame.page import Page

PER_EUR = 10_000
WIDEST_PX = 1360
"""Wider, a row's name and its numbers are too far apart to be read together."""


class AnalysisPage(Page):
    """Signals: make the comparison, stop it."""

    compare_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.table = FiguresTable(theme)
        self.bars = PairedBars(theme)
        self.compare = QPushButton()
        self.stop = QPushButton()
        self.beside_note = QLabel()
        self.costs = QGridLayout()
        self.assumptions = QLabel()
        self.helps = QLabel()
        self.empty = EmptyState()
        self.whatif = WhatIfPart(theme)
        self.fleet = FleetPart(theme)
        self.parts = QTabWidget()
        self._view = AnalysisView()
        self._filled: tuple[CostRow, ...] = ()
        super().__init__("", theme, parent)
        self.title.set_text(self.tr("What this plan comes to"))
        self.setAccessibleName(self.title.text())
        self.compare.clicked.connect(self.compare_wanted)
        self.stop.setText(self.tr("Stop"))
        self.stop.clicked.connect(self.stop_wanted)
        self.empty.say(self.tr("There is no plan yet: build one and look again."))
        self._lay_out()
        self.set_theme(theme)
        self.show_view(self._view)

    @property
    def view(self) -> AnalysisView:
        """What is shown."""
        return self._view

    def show_view(self, view: AnalysisView) -> None:
        """Shows another plan, or how far the comparison is."""
        self._view = view
        planned = bool(view.columns)
        self.empty.setVisible(not planned)
        self.parts.setVisible(planned)
        self.whatif.show_view(view.whatif, busy=view.busy)
        self.fleet.show_view(view.fleet, busy=view.busy)
        self.table.show_view(view)
        self.bars.show_rows(view.beside)
        self.bars.setVisible(bool(view.beside))
        self.stop.setVisible(view.run is not None)
        self.compare.setEnabled(planned and not view.busy)
        self.compare.setText(
            self.tr("Compare again")
            if view.beside
            else self.tr("Compare with all to doors")
        )
        self.beside_note.setText(self._beside_words(view))
        self.assumptions.setText(self._assumption_words(view))
        self.helps.setText(self._help_words(view))
        if view.costs != self._filled:
            self._fill_costs(view)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.bars.set_theme(theme)
        for heading in self._headings:
            heading.setFont(theme.font(TEXT_PX, BOLD))
        for label in (self.beside_note, self.assumptions, self.helps):
            label.setFont(theme.font(SMALL_PX))
        self.whatif.set_theme(theme)
        self.fleet.set_theme(theme)
        self.parts.tabBar().setFont(theme.font())
        self._fill_costs(self._view)

    def _lay_out(self) -> None:
        self._headings: list[QLabel] = []
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(3 * GRID_PX)
        left.addWidget(self._heading(self.tr("By mode")))
        left.addWidget(self.table)
        left.addWidget(self._rule())
        left.addWidget(self._heading(self.tr("Where the money goes")))
        self.costs.setHorizontalSpacing(5 * GRID_PX)
        self.costs.setVerticalSpacing(GRID_PX)
        left.addLayout(self.costs)
        left.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._heading(self.tr("This plan beside all to doors")))
        head.addStretch(1)
        head.addWidget(self.stop)
        head.addWidget(self.compare)
        right.addLayout(head)
        for label in (self.beside_note, self.assumptions, self.helps):
            label.setWordWrap(True)
            label.setProperty("look", "muted")
        right.addWidget(self.beside_note)
        right.addWidget(self.bars)
        right.addWidget(self._rule())
        right.addWidget(self._heading(self.tr("What would help")))
        right.addWidget(self.helps)
        right.addWidget(self._rule())
        right.addWidget(self._heading(self.tr("What is counted")))
        right.addWidget(self.assumptions)
        right.addStretch(1)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 3 * GRID_PX, 3 * GRID_PX, 0)
        row.setSpacing(12 * GRID_PX)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        self._content = QScrollArea()
        self._content.setFrameShape(QFrame.Shape.NoFrame)
        self._content.setWidgetResizable(True)
        self._content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content.setWidget(inner)
        for ground in (inner, self._content.viewport()):
            ground.setAutoFillBackground(False)
        inner.setMaximumWidth(WIDEST_PX)
        self.parts.setDocumentMode(True)
        self.parts.tabBar().setDrawBase(False)
        for part, name in (
            (self._content, self.tr("This plan")),
            (self.whatif, self.tr("What if")),
            (self.fleet, self.tr("Fleet")),
        ):
            self.parts.addTab(part, name)
        self.body.addWidget(self.parts, 1)
        self.body.addWidget(self.empty, 1)

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        self._headings.append(label)
        return label

    def _rule(self) -> QFrame:
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("look", "rule")
        return rule

    def _fill_costs(self, view: AnalysisView) -> None:
        emptied(self.costs)
        self._filled = view.costs
        sums = [0.0, 0.0]
        known = any(row.all_door is not None for row in view.costs)
        for line, row in enumerate(view.costs):
            sums[0] += row.plan
            sums[1] += row.all_door or 0.0
            texts = (euros(row.plan), _euros(row.all_door) if known else "")
            self._cost_line(line, say(COST_NAMES[row.line]), texts)
        if view.costs:
            texts = (euros(sums[0]), euros(sums[1]) if known else "")
            self._cost_line(len(view.costs), self.tr("Whole"), texts, bold=True)
        self.costs.setColumnStretch(0, 1)

    def _cost_line(
        self, line: int, name: str, texts: tuple[str, str], *, bold: bool = False
    ) -> None:
        font = self.theme.font(weight=BOLD) if bold else self.theme.font()
        for at, text in enumerate((name, *texts)):
            label = QLabel(text)
            label.setFont(font)
            if at == 2:
                label.setProperty("look", "muted")
            side = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.costs.addWidget(label, line, at)

    def _help_words(self, view: AnalysisView) -> str:
        if not view.helps:
            return self.tr("Nothing that was found: no site is full, nothing waits.")
        return "\n".join(
            self.tr("{0}: {1}, {2} parcels").format(
                help_wanted(one, dict(view.sites)),
                euros(one.gain / PER_EUR),
                one.parcels,
            )
            for one in view.helps
        )

    def _beside_words(self, view: AnalysisView) -> str:
        if view.run is not None:
            return self.tr("Searching all to doors: {0} so far, after {1}").format(
                euros(view.run.cost_eur), duration(view.run.seconds)
            )
        if not view.beside:
            return self.tr(
                "What would the same day cost without lockers? The answer takes about"
                " as long as building the plan did."
            )
        parts = [self.tr("Upper bars: this plan. Lower bars: all to doors.")]
        here, there = view.left
        if here or there:
            parts.append(
                self.tr(
                    "Parcels left over: {0} in this plan, {1} all to doors;"
                    " a difference there is not a saving."
                ).format(here, there)
            )
        if view.stale:
            parts.append(self.tr("The plan has changed since: compare again."))
        return " ".join(parts)

    def _assumption_words(self, view: AnalysisView) -> str:
        parts = [
            self.tr(
                "CO₂e is what the depot's vehicles emit on their way, by the grams a"
                " kilometre of each vehicle type."
            ),
            self.tr(
                "Customers walk {0} km to their lockers, one way; trips they might make"
                " by car are not counted."
            ).format(grouped(view.walk_m / 1000, 1)),
            self.tr(
                "Walks and second attempts are priced by the depot's planning settings."
            ),
        ]
        if view.bound_eur is not None:
            parts.append(
                self.tr(
                    "No plan of this day can cost less than {0}; how near one can come"
                    " to that is not known."
                ).format(euros(view.bound_eur))
            )
        if view.steps:
            parts.append(
                self.tr(
                    "Both plans: the same parcels, fleet and streets, searched for {0}"
                    " steps."
                ).format(grouped(view.steps))
            )
        return "\n\n".join(parts)


def _euros(amount: float | None) -> str:
    return DASH if amount is None else euros(amount)

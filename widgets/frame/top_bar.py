"""Depot, day, five figures, one field to find or do anything, plan and publish."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from console.viewmodels.days_page import ReadOnly
from console.viewmodels.status import Figures, Level, TopView
from widgets.common.chips import Pill
from widgets.common.marked import DASH, DOT, say
from widgets.common.panels import BOLD, ElidedLabel
from widgets.common.sentences import READ_ONLY
from widgets.common.shapes import LEVEL_MARKS, Mark, Shape, mark_icon
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import duration, euros, grouped
from widgets.frame.cost_line import CostLine
from widgets.frame.finder import Finder
from widgets.frame.pending import pending_words

HEIGHT = 44
WIDE_PX = 1600
NAME_PX = 15
FIGURE_PX = 16
CLOSED_MARK = Mark(Shape.TICK, "done")
OVER_MARK = Mark(Shape.TRIANGLE, "late")


class Figure(QWidget):
    """A number in bold and what it counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = QLabel()
        self.name = QLabel()
        self.name.setProperty("look", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX + 2)
        row.addWidget(self.number)
        row.addWidget(self.name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def say(self, number: str, name: str) -> None:
        """What it shows."""
        self.number.setText(number)
        self.name.setText(name)
        self.setAccessibleName(f"{number} {name}")

    def set_theme(self, theme: Theme) -> None:
        """Fonts."""
        self.number.setFont(theme.font(FIGURE_PX, BOLD))
        self.name.setFont(theme.font(SMALL_PX))


class TopBar(QFrame):
    """What stands above the panes."""

    plan_wanted = Signal()
    stop_wanted = Signal()
    publish_wanted = Signal()
    days_wanted = Signal()
    changes_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self.setFixedHeight(HEIGHT)
        self._view = TopView()
        self.depot = ElidedLabel()
        self.depot.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.day = QPushButton()
        self.day.setProperty("look", "flat")
        self.day.setToolTip(self.tr("Days and waves (F4)"))
        self.day.clicked.connect(self.days_wanted)
        self.day.hide()
        self.shut = Pill()
        self.shut.hide()
        self.changes = QPushButton()
        self.changes.setToolTip(self.tr("Came in after publishing (F9)"))
        self.changes.clicked.connect(self.changes_wanted)
        self.changes.hide()
        self.figures = [Figure() for _ in range(5)]
        self.finder = Finder(theme)
        self.curve = CostLine(theme)
        self.running = QLabel()
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setToolTip(self.tr("Keep the best plan so far (Esc)"))
        self.stop.clicked.connect(self.stop_wanted)
        self.plan = QPushButton()
        self.plan.clicked.connect(self.plan_wanted)
        self.publish = QPushButton()
        self.publish.clicked.connect(self.publish_wanted)
        self._lay_out()
        self.set_theme(theme)
        self.show_view(self._view)

    def show_view(self, view: TopView) -> None:
        """Shows another state of the day."""
        self._view = view
        self.depot.set_text(view.depot)
        parts = []
        if view.day is not None:
            parts.append(f"{view.day:%a %d %b}")
        if view.wave is not None:
            parts.append(view.wave_name or self.tr("Wave {0}").format(view.wave))
        self.day.setText(DOT.join(parts))
        self.day.setVisible(bool(parts))
        self._say_read_only()
        self._say_changes()
        self._say_figures()
        self._say_buttons()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.depot.set_look(theme, px=NAME_PX, bold=True)
        self.day.setFont(theme.font())
        self.shut.set_theme(theme)
        self.changes.setFont(theme.font())
        self.changes.setIcon(mark_icon(LEVEL_MARKS[Level.ATTENTION], theme))
        for figure in self.figures:
            figure.set_theme(theme)
        self.finder.set_theme(theme)
        self.curve.set_theme(theme)
        self.running.setFont(theme.font(TEXT_PX))
        for button in (self.stop, self.plan, self.publish):
            button.setFont(theme.font(TEXT_PX, QFont.Weight.DemiBold))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Five figures where there is room, three where not."""
        super().resizeEvent(event)
        self._say_figures()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID_PX, GRID_PX, 3 * GRID_PX, GRID_PX)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self.depot)
        row.addSpacing(GRID_PX)
        row.addWidget(self.day)
        row.addWidget(self.shut)
        for figure in self.figures:
            row.addSpacing(4 * GRID_PX)
            row.addWidget(figure)
        row.addSpacing(2 * GRID_PX)
        row.addWidget(self.changes)
        row.addStretch(1)
        row.addWidget(self.curve)
        row.addWidget(self.running)
        row.addWidget(self.finder)
        row.addWidget(self.stop)
        row.addWidget(self.plan)
        row.addWidget(self.publish)

    def _say_read_only(self) -> None:
        why = self._view.read_only
        self.shut.setVisible(bool(why))
        if why is ReadOnly.CLOSED:
            self.shut.say(self.tr("Closed"), CLOSED_MARK, say(READ_ONLY[why]))
        elif why is ReadOnly.OVER:
            self.shut.say(self.tr("Over, not closed"), OVER_MARK, say(READ_ONLY[why]))

    def _say_changes(self) -> None:
        count = self._view.changes
        self.changes.setVisible(bool(count))
        self.changes.setText(
            self.tr("1 change waits")
            if count == 1
            else self.tr("{0} changes wait").format(count)
        )

    def _say_figures(self) -> None:
        figures = self._view.figures
        wide = self.width() >= WIDE_PX
        allowed = 5 if wide else 2 if self._view.changes else 3
        if self._view.run is not None and not wide:
            allowed = 1
        for place, figure in enumerate(self.figures):
            figure.setVisible(figures is not None and place < allowed)
        if figures is None:
            return
        for figure, (number, name) in zip(
            self.figures, self._figure_words(figures), strict=True
        ):
            figure.say(number, name)

    def _figure_words(self, figures: Figures) -> list[tuple[str, str]]:
        def percent(value: float | None, digits: int) -> str:
            return DASH if value is None else f"{value:.{digits}f} %"

        co2 = figures.co2_g_per_parcel
        return [
            (
                grouped(figures.done),
                self.tr("of {0} done").format(grouped(figures.total)),
            ),
            (percent(figures.on_time_percent, 1), self.tr("on time")),
            (grouped(figures.at_risk), self.tr("at risk")),
            (percent(figures.locker_percent, 0), self.tr("to lockers")),
            (DASH if co2 is None else f"{co2:.0f} g", self.tr("CO₂e / parcel")),
        ]

    def _say_buttons(self) -> None:
        view, run = self._view, self._view.run
        self.curve.setVisible(run is not None)
        self.running.setVisible(run is not None)
        self.stop.setVisible(run is not None)
        if run is not None:
            self.curve.show_curve(run.curve)
            self.running.setText(DOT.join((euros(run.cost_eur), duration(run.seconds))))
        self.plan.setVisible(run is None)
        open_day = not view.read_only
        may_plan = view.has_parcels and not view.wave_empty
        self.plan.setEnabled(may_plan and not view.reading and open_day)
        self.plan.setText(self.tr("Re-plan") if view.planned else self.tr("Build plan"))
        self.plan.setToolTip(
            self.tr("Ctrl+Enter")
            if view.has_parcels
            else self.tr("Import a manifest first (Ctrl+I)")
        )
        if view.planned:
            rest = self.tr("Rest of the day: Ctrl+R; only what is new: Ctrl+Shift+R")
            self.plan.setToolTip(f"{self.plan.toolTip()}\n{rest}")
        if view.wave_empty:
            self.plan.setToolTip(self.tr("This wave has no parcels"))
        self._look(self.plan, primary=not view.planned)
        self._look(self.publish, primary=True)
        self.publish.setVisible(view.planned)
        may_publish = view.can_publish and bool(view.unpublished)
        self.publish.setEnabled(may_publish and open_day)
        self.publish.setText(
            self.tr("Publish {0}").format(grouped(view.unpublished))
            if view.unpublished
            else self.tr("Published")
        )
        differs = pending_words(view.pending) if view.unpublished else ""
        tip = self.tr("Ctrl+Shift+P")
        self.publish.setToolTip(f"{tip}\n{differs}" if differs else tip)
        self.publish.setAccessibleDescription(differs)
        if view.read_only:
            for button in (self.plan, self.publish):
                button.setToolTip(say(READ_ONLY[view.read_only]))

    def _look(self, button: QPushButton, *, primary: bool) -> None:
        look = "primary" if primary else ""
        if button.property("look") != look:
            button.setProperty("look", look)
            button.style().unpolish(button)
            button.style().polish(button)

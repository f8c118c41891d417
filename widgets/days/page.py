"""The page "Days": a month at the left, the chosen day and the open day's waves beside.

Opening a day is a wish; the page stays until the person leaves it or a day is open.
"""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.closing import SummaryView
from console.viewmodels.codes import DayState
from console.viewmodels.day_calendar import DayCell
from console.viewmodels.days_page import DaysPageView, ReadOnly
from widgets.common.chips import Pill
from widgets.common.marked import DOT, say
from widgets.common.panels import BOLD
from widgets.common.sentences import READ_ONLY
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import grouped
from widgets.days.figures import figure_lines
from widgets.days.month import MonthGrid
from widgets.days.waves import WavesBox
from widgets.days.words import (
    PROBLEM,
    counts,
    is_late,
    long_day,
    problems,
    short_day,
    state_mark,
    state_word,
)
from widgets.frame.page import Page

SIDE_PX = 484
TITLE_PX = 17


class DaysPage(Page):
    """Signals are wishes."""

    day_chosen = Signal(date)
    day_wanted = Signal(date)
    """Work on it from now on."""
    close_wanted = Signal(date)
    reopen_wanted = Signal(date)
    depot_wanted = Signal(str)
    add_wave_wanted = Signal()
    pool_wanted = Signal()
    """Put what is in no wave into the wave worked on."""

    def __init__(
        self, view: DaysPageView, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self._view = view
        self.month = MonthGrid(theme)
        self.waves = WavesBox(theme)
        self.depots = QComboBox()
        self.heading = QLabel()
        self.before, self.after = QPushButton(), QPushButton()
        self.today = QPushButton()
        self.day = QLabel()
        self.state, self.wants = Pill(framed=False), Pill(framed=False)
        self.said, self.remark, self.figures = QLabel(), QLabel(), QLabel()
        self.open, self.close_day = QPushButton(), QPushButton()
        self.waves_heading, self.waves_note = QLabel(), QLabel()
        self.add_wave, self.pool = QPushButton(), QPushButton()
        super().__init__("", theme, parent)
        self.title.set_text(self.tr("Days"))
        self.setAccessibleName(self.title.text())
        self.setFocusProxy(self.month)
        self._say_fixed()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_view(view)

    @property
    def view(self) -> DaysPageView:
        """What is shown."""
        return self._view

    def show_view(self, view: DaysPageView) -> None:
        """Shows another month, day or state."""
        self._view = view
        self.month.show_month(view.month, view.chosen, view.today)
        self.heading.setText(f"{view.month.month:%B %Y}")
        self._fill_depots(view)
        cell = view.month.cell(view.chosen)
        if cell is not None:
            self._say_day(view, cell)
        self._say_waves(view)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        super().set_theme(theme)
        self.month.set_theme(theme)
        self.waves.set_theme(theme)
        for label, px in ((self.heading, TITLE_PX), (self.day, TITLE_PX)):
            label.setFont(theme.font(px, BOLD))
        self.waves_heading.setFont(theme.font(TEXT_PX, BOLD))
        for pill in (self.state, self.wants):
            pill.set_theme(theme)
        for label in (self.remark, self.waves_note, self.figures):
            label.setFont(theme.font(SMALL_PX))

    # the parts

    def _say_fixed(self) -> None:
        self.before.setText("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}")
        self.before.setToolTip(self.tr("The month before (PageUp)"))
        self.before.setAccessibleName(self.before.toolTip())
        self.after.setText("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
        self.after.setToolTip(self.tr("The month after (PageDown)"))
        self.after.setAccessibleName(self.after.toolTip())
        self.today.setText(self.tr("Today"))
        self.today.setToolTip(self.tr("Go to today (Home)"))
        self.depots.setAccessibleName(self.tr("Depot"))
        self.add_wave.setText(self.tr("Add a wave"))

    def _lay_out(self) -> None:
        self.bar.addWidget(self.depots)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID_PX)
        head.addWidget(self.heading)
        head.addStretch(1)
        for button in (self.before, self.today, self.after):
            head.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(GRID_PX)
        left.addLayout(head)
        left.addWidget(self.month, 1)
        row = QHBoxLayout()
        row.setSpacing(6 * GRID_PX)
        row.addLayout(left, 1)
        row.addWidget(self._side())
        self.body.addLayout(row, 1)

    def _side(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.day)
        pills = QHBoxLayout()
        pills.setSpacing(4 * GRID_PX)
        pills.addWidget(self.state)
        pills.addWidget(self.said)
        pills.addWidget(self.wants)
        pills.addStretch(1)
        column.addLayout(pills)
        for label in (self.remark, self.figures, self.waves_note):
            label.setWordWrap(True)
            label.setProperty("look", "muted")
        self.figures.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.remark)
        column.addWidget(self.figures)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.close_day)
        buttons.addStretch(1)
        column.addLayout(buttons)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("look", "rule")
        column.addSpacing(2 * GRID_PX)
        column.addWidget(rule)
        column.addWidget(self.waves_heading)
        column.addWidget(self.waves)
        column.addWidget(self.waves_note)
        row = QHBoxLayout()
        row.addWidget(self.add_wave)
        row.addWidget(self.pool)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        inner.setFixedWidth(SIDE_PX)
        return inner

    def _connect(self) -> None:
        self.month.day_chosen.connect(self.day_chosen)
        self.month.day_wanted.connect(self._want)
        self.before.clicked.connect(self._month_before)
        self.after.clicked.connect(self._month_after)
        self.today.clicked.connect(self._to_today)
        self.open.clicked.connect(self._open)
        self.close_day.clicked.connect(self._close)
        self.add_wave.clicked.connect(self.add_wave_wanted)
        self.pool.clicked.connect(self.pool_wanted)
        self.depots.activated.connect(self._switch)

    # what it says

    def _fill_depots(self, view: DaysPageView) -> None:
        self.depots.setVisible(len(view.depots) > 1)
        known = [self.depots.itemData(at) for at in range(self.depots.count())]
        if known != [one.id for one in view.depots]:
            self.depots.clear()
            for one in view.depots:
                self.depots.addItem(one.name, one.id)
        self.depots.setCurrentIndex(self.depots.findData(view.depot))
        name = next((one.name for one in view.depots if one.id == view.depot), "")
        self.note.set_text(name if len(view.depots) == 1 else "")

    def _say_day(self, view: DaysPageView, cell: DayCell) -> None:
        self.day.setText(long_day(cell.date))
        self.state.say(
            state_word(cell, view.today).capitalize(), state_mark(cell, view.today)
        )
        self.said.setText(counts(cell))
        self.wants.setVisible(bool(cell.problems))
        self.wants.say(problems(cell), PROBLEM)
        self.remark.setText(self._remark(view, cell))
        self.remark.setVisible(bool(self.remark.text()))
        self._say_figures(view.figures)
        here = cell.date == view.open_date
        past_empty = cell.date < view.today and cell.state is DayState.EMPTY
        self.open.setText(
            self.tr("Open here")
            if here
            else self.tr("Open {0}").format(short_day(cell.date))
        )
        self.open.setEnabled(not here and not past_empty)
        self._look(self.open, primary=not here)
        closed = cell.state is DayState.CLOSED
        self.close_day.setText(
            self.tr("Open again…") if closed else self.tr("Close this day…")
        )
        self.close_day.setVisible(
            closed or (cell.date <= view.today and cell.state is not DayState.EMPTY)
        )
        self._look(self.close_day, primary=here and is_late(cell, view.today))

    def _remark(self, view: DaysPageView, cell: DayCell) -> str:
        if cell.state is DayState.CLOSED:
            return say(READ_ONLY[ReadOnly.CLOSED])
        if is_late(cell, view.today):
            return self.tr(
                "This day is over but not closed: what is open has no outcome yet."
            )
        if cell.date < view.today:
            return self.tr("Nothing was done on this day.")
        if cell.date > view.today and not cell.parcels:
            return self.tr("Still to prepare: open it and import its parcels.")
        if cell.date > view.today:
            return self.tr("Still to come: it can be prepared.")
        return ""

    def _say_figures(self, figures: SummaryView | None) -> None:
        self.figures.setVisible(figures is not None)
        if figures is not None:
            self.figures.setText("\n".join(figure_lines(figures)))

    def _say_waves(self, view: DaysPageView) -> None:
        there = view.open_date is not None
        if view.open_date is not None:
            self.waves_heading.setText(
                self.tr("Waves") + DOT + short_day(view.open_date)
            )
        editable = there and view.read_only is ReadOnly.NO
        self.waves.show_rows(view.waves, editable=editable)
        self.waves.setVisible(there)
        self.add_wave.setVisible(there)
        self.add_wave.setEnabled(editable)
        why = say(READ_ONLY[view.read_only]) if view.read_only else ""
        self.add_wave.setToolTip(why)
        parts = [why] if why else []
        if view.pool:
            parts.append(
                self.tr("{0} parcels are in no wave, so no plan has them.").format(
                    grouped(view.pool)
                )
            )
        worked_on = next((row for row in view.waves if row.worked_on), None)
        self.pool.setVisible(there and bool(view.pool) and worked_on is not None)
        self.pool.setEnabled(editable)
        if worked_on is not None:
            self.pool.setText(
                self.tr("Put all {0} into wave {1}").format(
                    grouped(view.pool), worked_on.number
                )
            )
        self.waves_note.setText(" ".join(f"{part.rstrip('.')}." for part in parts))
        self.waves_note.setVisible(bool(parts))

    # wishes

    def _month_before(self) -> None:
        self.day_chosen.emit(self._view.month.previous)
        self.month.setFocus()

    def _month_after(self) -> None:
        self.day_chosen.emit(self._view.month.next)
        self.month.setFocus()

    def _to_today(self) -> None:
        self.day_chosen.emit(self._view.today)
        self.month.setFocus()

    def _want(self, on: date) -> None:
        if on == self._view.chosen and not self.open.isEnabled():
            if on == self._view.open_date:
                self.close_page()
            return
        self.day_wanted.emit(on)

    def _open(self) -> None:
        self.day_wanted.emit(self._view.chosen)

    def _close(self) -> None:
        cell = self._view.month.cell(self._view.chosen)
        if cell is not None and cell.state is DayState.CLOSED:
            self.reopen_wanted.emit(self._view.chosen)
        else:
            self.close_wanted.emit(self._view.chosen)

    def _switch(self, at: int) -> None:
        name = str(self.depots.itemData(at))
        if name != self._view.depot:
            self.depot_wanted.emit(name)

    def _look(self, button: QPushButton, *, primary: bool) -> None:
        look = "primary" if primary else ""
        if button.property("look") != look:
            button.setProperty("look", look)
            button.style().unpolish(button)
            button.style().polish(button)

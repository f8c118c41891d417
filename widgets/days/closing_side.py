"""Beside what is open: the day's figures, what closing does, what hinders, ways on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.closing import SummaryView
from console.viewmodels.closing_page import ClosePageView, Hindrance
from console.viewmodels.codes import Outcome, ParcelState
from widgets.common.chips import Pill
from widgets.common.emptied import emptied
from widgets.common.marked import DASH, QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD
from widgets.common.sentences import PARCEL_STATES
from widgets.common.shapes import mark_pixmap
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import duration, euros, grouped
from widgets.days.words import CLOSED, OUTCOME_MARKS, PROBLEM, does, short_day

SIDE_PX = 360


class ClosingSide(QWidget):
    """Its buttons belong to the page: what they mean is connected there."""

    def __init__(
        self, view: ClosePageView, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._view = view
        self.next, self.again, self.way_out = (
            QPushButton(),
            QPushButton(),
            QPushButton(),
        )
        self.hindered = Pill(framed=False)
        self.figures, self.does = QGridLayout(), QGridLayout()
        self.headings = [QLabel(), QLabel()]
        self.remark = QLabel()
        self._lay_out()

    def show_view(self, view: ClosePageView) -> None:
        """Shows other outcomes, or that the day is closed."""
        self._view = view
        self._say_figures(view)
        self._say_does(view)
        self._say_hindrance(view)
        closed = view.closed is not None
        self.remark.setVisible(closed)
        self.remark.setText(
            self.tr(
                "This day is closed. Its figures stay as they are; it can be opened"
                " again with a reason."
            )
        )
        self.next.setVisible(closed)
        if view.closed is not None:
            day = short_day(view.closed.next_day)
            self.next.setText(self.tr("Go on with {0}").format(day))
        self.again.setText(self.tr("Open this day again…"))
        self.again.setVisible(closed)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.theme = theme
        self.hindered.set_theme(theme)
        for heading in self.headings:
            heading.setFont(theme.font(TEXT_PX, BOLD))
        self.next.setFont(theme.font(TEXT_PX, BOLD))
        self._say_figures(self._view)
        self._say_does(self._view)

    def _lay_out(self) -> None:
        self.setFixedWidth(SIDE_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        self.remark.setWordWrap(True)
        self.remark.setProperty("look", "muted")
        column.addWidget(self.remark)
        for heading, grid in zip(self.headings, (self.figures, self.does), strict=True):
            grid.setHorizontalSpacing(3 * GRID_PX)
            grid.setVerticalSpacing(GRID_PX)
            column.addWidget(heading)
            column.addLayout(grid)
            rule = QFrame()
            rule.setFrameShape(QFrame.Shape.HLine)
            rule.setProperty("look", "rule")
            column.addSpacing(GRID_PX)
            column.addWidget(rule)
            column.addSpacing(GRID_PX)
        column.addWidget(self.hindered)
        column.addWidget(self.way_out, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.next.setProperty("look", "primary")

    def _say_figures(self, view: ClosePageView) -> None:
        emptied(self.figures)
        made = view.closed or view.so_far
        self.headings[0].setText(
            self.tr("What the day came to")
            if view.closed
            else self.tr("The day so far")
        )
        lines = [(_state_words(state), grouped(count)) for state, count in view.states]
        if made is not None:
            lines += _figure_lines(made)
        for at, (name, value) in enumerate(lines):
            self._line(self.figures, at, name, value)
        self.figures.setColumnStretch(0, 1)

    def _line(self, grid: QGridLayout, at: int, name: str, value: str) -> None:
        label, shown = QLabel(name), QLabel(value)
        label.setProperty("look", "muted")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for one in (label, shown):
            one.setFont(self.theme.font(SMALL_PX))
        grid.addWidget(label, at, 0)
        grid.addWidget(shown, at, 1)

    def _say_does(self, view: ClosePageView) -> None:
        emptied(self.does)
        self.headings[1].setText(
            self.tr("What became of the rest")
            if view.closed
            else self.tr("What closing does")
        )
        counts = view.outcomes
        if view.closed is not None:
            counts = _became(view.closed)
        if not counts:
            label = QLabel(self.tr("Freezes the figures; nothing is open."))
            if view.closed is not None:
                label.setText(self.tr("Nothing was open."))
            label.setProperty("look", "muted")
            label.setFont(self.theme.font(SMALL_PX))
            self.does.addWidget(label, 0, 0, 1, 3)
        for at, (one, count) in enumerate(counts.items()):
            shape = QLabel()
            ratio = self.devicePixelRatioF()
            shape.setPixmap(mark_pixmap(OUTCOME_MARKS[one], self.theme, 12, ratio))
            self.does.addWidget(shape, at, 0)
            said = does(one, count, view.open.next_day)
            if view.closed is not None:
                day = short_day(view.closed.next_day)
                said = say(CLOSED[one], grouped(count), day)
            label = QLabel(f"{said[:1].upper()}{said[1:]}")
            label.setFont(self.theme.font(SMALL_PX))
            self.does.addWidget(label, at, 1)
        self.does.setColumnStretch(1, 1)

    def _say_hindrance(self, view: ClosePageView) -> None:
        said = {
            Hindrance.NONE: "",
            Hindrance.CHANGES: self.tr("{0} changes wait to be decided").format(
                view.open.waiting
            ),
            Hindrance.FUTURE: self.tr("This day has not begun"),
            Hindrance.EMPTY: self.tr("There was nothing on this day"),
        }[view.hindrance]
        self.hindered.setVisible(bool(said))
        self.hindered.say(said, PROBLEM)
        self.way_out.setText(self.tr("Decide about them"))
        self.way_out.setVisible(view.hindrance is Hindrance.CHANGES)


def _state_words(state: ParcelState) -> str:
    if state is ParcelState.DELIVERED:
        return say(QT_TRANSLATE_NOOP("words", "Handed over at doors"))
    return say(PARCEL_STATES[state]).capitalize()


def _became(made: SummaryView) -> dict[Outcome, int]:
    counts = {
        Outcome.CARRY_OVER: made.carried_over,
        Outcome.SEND_BACK: made.sent_back,
        Outcome.SEARCH: made.searched,
    }
    return {one: count for one, count in counts.items() if count}


def _figure_lines(made: SummaryView) -> list[tuple[str, str]]:
    names = (
        QT_TRANSLATE_NOOP("words", "Handed over in all"),
        QT_TRANSLATE_NOOP("words", "On time"),
        QT_TRANSLATE_NOOP("words", "Routes"),
        QT_TRANSLATE_NOOP("words", "Kilometres"),
        QT_TRANSLATE_NOOP("words", "On the road"),
        QT_TRANSLATE_NOOP("words", "Cost"),
        QT_TRANSLATE_NOOP("words", "Cost a parcel"),
        QT_TRANSLATE_NOOP("words", "CO₂e a parcel"),
    )
    handed = bool(made.handed_over)
    values = (
        grouped(made.handed_over),
        f"{made.on_time_share:.1%}" if handed else DASH,
        grouped(made.routes),
        grouped(made.kilometres, 1),
        duration(made.minutes * 60),
        euros(made.cost_eur),
        euros(made.eur_per_parcel) if handed else DASH,
        f"{made.g_co2e_per_parcel:.0f} g" if handed else DASH,
    )
    return [(say(name), value) for name, value in zip(names, values, strict=True)]

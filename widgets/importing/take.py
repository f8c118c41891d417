"""Step 4: what will happen, one button, and afterwards what happened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.importing import FileEntry, FileState, Outcome, TakeView
from widgets.common.flow import FlowLayout
from widgets.common.marked import say
from widgets.common.panels import BOLD, PaneHeader, Panel
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import grouped
from widgets.importing.cells import OUTCOME_MARKS
from widgets.importing.figure import Figure
from widgets.importing.words import FILE_KINDS, OUTCOME_TIPS, OUTCOMES, contents

WIDE_PX = 900


class TakeStep(QWidget):
    """Signals are the wishes of the last step."""

    save_wanted = Signal()
    """Save the rows left out as a file that can be imported again."""
    per_customer_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = TakeView()
        self.header = PaneHeader(self.tr("Take in"))
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.figures = {
            outcome: Figure(OUTCOME_MARKS[outcome], theme) for outcome in Outcome
        }
        self.whole = QLabel()
        self.whole.setWordWrap(True)
        self.whole.setProperty("look", "muted")
        self.others = QLabel()
        self.others.setWordWrap(True)
        self.learned = QLabel()
        self.learned.setWordWrap(True)
        self.per_customer = QCheckBox(
            self.tr("Only for the same recipient, not for everybody at this address")
        )
        self.per_customer.toggled.connect(self.per_customer_changed)
        self.published = QLabel()
        self.published.setWordWrap(True)
        self.save = QPushButton(self.tr("Save the rows left out…"))
        self.save.setToolTip("Ctrl+S")
        self.save.clicked.connect(self.save_wanted)
        self._lay_out()
        self.set_theme(theme)
        self.show_view(self.view)

    def show_view(self, view: TakeView) -> None:
        """What will be done, or was."""
        self.view = view
        out = view.counts.get(Outcome.LEFT_OUT, 0)
        rows = sum(view.counts.values())
        note = self.tr("{0} rows").format(grouped(rows)) if rows else ""
        self.header.say(self.tr("Take in"), note)
        for outcome, figure in self.figures.items():
            figure.say(
                view.counts.get(outcome, 0),
                say(OUTCOMES[outcome]),
                say(OUTCOME_TIPS[outcome]),
            )
        self.headline.setText(self._headline(view))
        self.whole.setText(
            self.tr(
                "All of it was written in one step. Held parcels stand in the list of"
                " parcels under “Held”; the next step is the plan."
            )
            if view.taken
            else self.tr(
                "All of it is written in one step, or nothing at all. Held parcels"
                " come in and wait for you; rows left out do not come in."
            )
        )
        self.others.setText("\n".join(self._other(one) for one in view.others))
        self.others.setVisible(bool(view.others))
        self._show_learned(view)
        self._show_published(view)
        self.save.setVisible(bool(out))

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.theme = theme
        self.header.set_theme(theme)
        self.headline.setFont(theme.font(TEXT_PX + 4, BOLD))
        for figure in self.figures.values():
            figure.set_theme(theme)
        for label in (self.others, self.learned, self.published, self.per_customer):
            label.setFont(theme.font())
        self.whole.setFont(theme.font(SMALL_PX))

    def _lay_out(self) -> None:
        card = Panel()
        inner = QWidget()
        inner.setMaximumWidth(WIDE_PX)
        column = QVBoxLayout(inner)
        column.setContentsMargins(6 * GRID_PX, 3 * GRID_PX, 6 * GRID_PX, 5 * GRID_PX)
        column.setSpacing(4 * GRID_PX)
        figures = QWidget()
        flow = FlowLayout(figures, spacing=3 * GRID_PX)
        for figure in self.figures.values():
            flow.addWidget(figure)
        column.addWidget(self.headline)
        column.addWidget(figures)
        column.addWidget(self.whole)
        column.addWidget(self.others)
        column.addWidget(self.learned)
        column.addWidget(self.per_customer)
        column.addWidget(self.published)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID_PX)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        card.column.addWidget(self.header)
        card.column.addWidget(inner, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def _headline(self, view: TakeView) -> str:
        if view.taken:
            coming = grouped(view.coming)
            return self.tr("Done: {0} rows taken in.").format(coming)
        if not any(view.counts.values()) and not view.others:
            return self.tr("There is nothing to take in.")
        if view.busy:
            return self.tr("Taking in…")
        return self.tr("This is what will happen")

    def _other(self, one: FileEntry) -> str:
        kind = say(FILE_KINDS[one.kind])
        said = contents(one)
        if one.state is FileState.TAKEN:
            return self.tr("{0}: {1} taken over ({2})").format(one.name, kind, said)
        return f"{one.name}: {kind}, {said}"

    def _show_learned(self, view: TakeView) -> None:
        number = view.corrections
        self.learned.setVisible(bool(number))
        self.per_customer.setVisible(bool(number) and not view.taken)
        self.per_customer.setChecked(view.per_customer)
        said = (
            self.tr("{0} corrected addresses were kept for the next time.")
            if view.taken
            else self.tr(
                "{0} corrected addresses are kept with the depot: the next file with"
                " the same address finds its place at once."
            )
        )
        self.learned.setText(said.format(number))

    def _show_published(self, view: TakeView) -> None:
        self.published.setVisible(view.published)
        if view.taken:
            said = self.tr(
                "The plan is published, so {0} of these wait as changes to accept."
            ).format(view.changes)
        else:
            said = self.tr(
                "The plan is published: new, changed and cancelled parcels will wait"
                " as changes to accept. Nothing on a route moves by itself."
            )
        self.published.setText(said)

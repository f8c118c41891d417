"""The page "Changes to accept": what came in after publishing, priced, to be decided.

What waits stands on top. A or Enter accepts what is chosen, R rejects it with a reason,
T takes an accepted one back until it is published; all of it also by buttons. What was
accepted stands in the plan, as the number on the button that publishes.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.changes import ChangeRow, ChangesView
from console.viewmodels.codes import ChangeKind
from widgets.changes import words
from widgets.changes.rejecting import RejectDialog
from widgets.common.emptied import emptied
from widgets.common.handing import ARROW
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP
from widgets.common.panels import BOLD, EmptyState
from widgets.common.rows import Column, RowTable, RowView
from widgets.common.shapes import Mark
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.common.words import euros
from widgets.frame.page import Page

SIDE_PX = 320
WIDE_PX = 1500
EDITS, ACTOR = 3, 5
"""Columns that give way where there is little room."""
NOTHING = ChangesView((), 0, 0, 0, 0.0)


class ChangesPage(Page):
    """Signals are wishes; they carry tuples of the ids of changes."""

    accept_wanted = Signal(tuple)
    reject_wanted = Signal(tuple, str)
    take_back_wanted = Signal(tuple)
    price_wanted = Signal()
    about_wanted = Signal(str, str)
    """Show in the panes: kind ("parcel", "door" or "vehicle") and id."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._view = NOTHING
        self._said: tuple[ChangeRow | None, Theme] | None = None
        self.table = RowView(RowTable(_COLUMNS, _key, theme), "")
        self.subject = QLabel()
        self.outcome = QLabel()
        self.facts = QGridLayout()
        self.empty = EmptyState()
        super().__init__("", theme, parent)
        self.title.set_text(self.tr("Changes to accept"))
        self.setAccessibleName(self.title.text())
        self.table.setAccessibleName(self.title.text())
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.rows.strong = _waits
        self.table.rows.quiet = _over
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_view(self._view)

    @property
    def view(self) -> ChangesView:
        """What is shown."""
        return self._view

    def show_view(self, view: ChangesView) -> None:
        """Shows another queue, or how far its prices are."""
        fresh = not self._view.rows
        self._view = view
        self.table.show_rows(view.rows)
        if fresh and view.rows:
            self.table.selectRow(0)
        self.note.set_text(self._note(view))
        self.empty.setVisible(not view.rows)
        self._content.setVisible(bool(view.rows))
        self._say_current()
        self._say_buttons()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.subject.setFont(theme.font(weight=BOLD))
        self.outcome.setFont(theme.font(SMALL_PX))
        self._say_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What gives way where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < WIDE_PX
        for column in (EDITS, ACTOR):
            self.table.setColumnHidden(column, narrow)

    # how it is built

    def _lay_out(self) -> None:
        self.price = QPushButton()
        self.price.setToolTip(self.tr("F5"))
        self.all = QPushButton()
        self.all.setToolTip(self.tr("Everything that waits, or nothing (Shift+A)"))
        self.bar.addWidget(self.price)
        self.bar.addWidget(self.all)
        self.accept = QPushButton()
        self.accept.setProperty("look", "primary")
        self.accept.setToolTip(self.tr("Into a new draft of the plan (A or Enter)"))
        self.reject = QPushButton(self.tr("Reject…"))
        self.reject.setToolTip(
            self.tr("Leaves it as it is published, with a reason (R)")
        )
        self.take_back = QPushButton(self.tr("Take back"))
        self.take_back.setToolTip(self.tr("Until the plan is published again (T)"))
        self.look = QPushButton(self.tr("Show"))
        self.look.setToolTip(self.tr("In the panes (S)"))
        self.empty.say(
            self.tr(
                "Nothing has come in since the plan was published. Late orders,"
                " cancellations and faults stand here until somebody accepts them."
            )
        )
        self.outcome.setWordWrap(True)
        self.outcome.setProperty("look", "muted")
        self.subject.setWordWrap(True)
        self.facts.setHorizontalSpacing(3 * GRID_PX)
        self.facts.setVerticalSpacing(GRID_PX)
        self.facts.setColumnStretch(1, 1)
        side = QWidget()
        side.setFixedWidth(SIDE_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.subject)
        column.addWidget(self.outcome)
        column.addLayout(self.facts)
        column.addStretch(1)
        for buttons in ((self.accept, self.reject), (self.take_back, self.look)):
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        self._content = QWidget()
        row = QHBoxLayout(self._content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 * GRID_PX)
        row.addWidget(self.table, 1)
        row.addWidget(side)
        self.body.addWidget(self._content, 1)
        self.body.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._chosen_changed)
        self.table.current_changed.connect(self._chosen_changed)
        self.table.opened.connect(self._opened)
        self.accept.clicked.connect(self._accept)
        self.reject.clicked.connect(self._ask_why)
        self.take_back.clicked.connect(self._take_back)
        self.look.clicked.connect(self._look)
        self.all.clicked.connect(self._accept_all)
        self.price.clicked.connect(self.price_wanted)
        for keys, button in (
            ("A", self.accept),
            ("R", self.reject),
            ("T", self.take_back),
            ("S", self.look),
            ("Shift+A", self.all),
            ("F5", self.price),
        ):
            action = self.addAction("")
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(button.click)

    # wishes

    def _names(self, wanted: str) -> tuple[str, ...]:
        rows = self.table.chosen
        return tuple(str(row.id) for row in rows if getattr(row, wanted))

    def _accept(self) -> None:
        self._wish(self.accept_wanted, self._names("acceptable"))

    def _take_back(self) -> None:
        self._wish(self.take_back_wanted, self._names("returnable"))

    def _accept_all(self) -> None:
        waiting = tuple(str(row.id) for row in self._view.rows if row.acceptable)
        self._wish(self.accept_wanted, waiting)

    def _wish(self, signal: SignalInstance, names: tuple[str, ...]) -> None:
        if names:
            signal.emit(names)

    def _opened(self, _row: ChangeRow) -> None:
        if self.accept.isEnabled():
            self.accept.click()

    def _ask_why(self) -> None:
        names = self._names("acceptable")
        if not names:
            return
        rows = [row for row in self.table.chosen if row.acceptable]
        what = _title(rows[0])
        if len(rows) > 1:
            what = self.tr("{0} changes").format(len(rows))
        dialog = RejectDialog(what, self.theme, self)
        dialog.rejected_because.connect(partial(self.reject_wanted.emit, names))
        dialog.open()

    def _look(self) -> None:
        row = self.table.current
        if row is not None:
            self.about_wanted.emit(*row.about)

    def _chosen_changed(self, *_what: object) -> None:
        self._say_current()
        self._say_buttons()

    # what is said

    def _note(self, view: ChangesView) -> str:
        parts: list[str] = []
        if view.waiting:
            parts.append(self.tr("{0} wait").format(view.waiting))
        if view.waiting and not view.unpriced:
            cost = words.signed(euros(abs(view.cost_eur)), round(view.cost_eur, 2))
            parts.append(self.tr("{0} together").format(cost))
        if view.accepted:
            said = self.tr("{0} accepted, not yet published")
            parts.append(said.format(view.accepted))
        if view.elsewhere:
            parts.append(self.tr("{0} in other waves").format(view.elsewhere))
        if view.pricing:
            parts.append(self.tr("working out what they would come to…"))
        elif view.stale and view.waiting:
            parts.append(self.tr("the plan has changed since they were priced"))
        return DOT.join(parts)

    def _say_buttons(self) -> None:
        view = self._view
        free = not view.busy
        waiting, back = self._names("acceptable"), self._names("returnable")
        self.accept.setEnabled(free and bool(waiting))
        self.accept.setText(
            self.tr("Accept {0}").format(len(waiting))
            if len(waiting) > 1
            else self.tr("Accept")
        )
        self.reject.setEnabled(free and bool(waiting))
        self.take_back.setEnabled(free and bool(back))
        self.look.setEnabled(self.table.current is not None)
        self.all.setVisible(view.waiting > 1)
        self.all.setEnabled(free)
        self.all.setText(self.tr("Accept all {0}").format(view.waiting))
        self.price.setVisible(bool(view.waiting))
        self.price.setEnabled(free and bool(view.waiting))
        self.price.setText(
            self.tr("Price them") if view.unpriced else self.tr("Price again")
        )

    def _say_current(self) -> None:
        row = self.table.current
        if (row, self.theme) == self._said:
            return
        self._said = (row, self.theme)
        emptied(self.facts)
        if row is None:
            self.subject.setText("")
            self.outcome.setText("")
            return
        self.subject.setText(_title(row))
        self.outcome.setText(self._outcome(row))
        self.outcome.setVisible(bool(self.outcome.text()))
        lines = [
            (self.tr("State"), words.state(row)),
            (self.tr("Came in"), f"{row.at:%H:%M:%S}{DOT}{row.actor}"),
            (self.tr("Cost"), words.cost(row)),
            (self.tr("Time"), words.minutes(row)),
            (self.tr("Way"), words.kilometres(row)),
            (self.tr("Best"), words.best(row)),
            (self.tr("But"), words.breaks(row)),
        ]
        for one in row.edits:
            text = f"{words.value(one.name, one.before)}{ARROW}"
            lines.append((words.field(one), text + words.value(one.name, one.after)))
        for line, (name, text) in enumerate(pair for pair in lines if pair[1]):
            head, said = QLabel(name), QLabel(text)
            head.setProperty("look", "muted")
            said.setWordWrap(True)
            for at, label in enumerate((head, said)):
                label.setFont(self.theme.font())
                self.facts.addWidget(label, line, at, Qt.AlignmentFlag.AlignTop)

    def _outcome(self, row: ChangeRow) -> str:
        """What accepting it would do, or what became of it."""
        if row.returnable:
            return self.tr("Accepted into the draft; publish to make it so.")
        if not row.acceptable:
            return ""
        if row.kind is ChangeKind.VEHICLE_FAULT:
            return self.tr(
                "Accepting it takes the vehicle off the plan; what it carries is put"
                " where it costs least."
            )
        if row.cost_eur is None:
            return self.tr("Not priced yet.")
        return ""


def _title(row: ChangeRow) -> str:
    return DOT.join((words.kind(row), row.subject))


def _key(row: ChangeRow) -> str:
    return str(row.id)


def _waits(row: ChangeRow) -> bool:
    return row.acceptable


def _over(row: ChangeRow) -> bool:
    return not row.state.open


def _mark(row: ChangeRow) -> Mark:
    return words.MARKS[row.state]


def _subject(row: ChangeRow) -> str:
    return row.subject


def _at(row: ChangeRow) -> str:
    return f"{row.at:%H:%M}"


def _actor(row: ChangeRow) -> str:
    return row.actor


def _best(row: ChangeRow) -> str:
    return words.best(row) or DASH


_COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column(QT_TRANSLATE_NOOP("words", "What"), words.kind, mark=_mark, least_px=150),
    Column(QT_TRANSLATE_NOOP("words", "About"), _subject, least_px=124),
    Column(QT_TRANSLATE_NOOP("words", "State"), words.state, least_px=112),
    Column(QT_TRANSLATE_NOOP("words", "Changes"), words.edits, least_px=240),
    Column(QT_TRANSLATE_NOOP("words", "Came"), _at, least_px=52),
    Column(QT_TRANSLATE_NOOP("words", "By"), _actor, least_px=72),
    Column(QT_TRANSLATE_NOOP("words", "Cost"), words.cost, right=True, least_px=82),
    Column(QT_TRANSLATE_NOOP("words", "Time"), words.minutes, right=True, least_px=72),
    Column(
        QT_TRANSLATE_NOOP("words", "Way"), words.kilometres, right=True, least_px=82
    ),
    Column(QT_TRANSLATE_NOOP("words", "Best"), _best, least_px=116),
    Column(
        QT_TRANSLATE_NOOP("words", "But"), words.breaks, least_px=90, stretches=True
    ),
)

"""The page "Close the day": go through what is open, see what it came to, close it.

    kinds                        |  the day so far
    what is open, and what       |  what closing does
    becomes of each              |  what hinders, and the way out

C, B, S and L say what becomes of the chosen rows, Ctrl+A chooses all that are shown.
"""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.closing import OpenRow
from console.viewmodels.closing_page import ClosePageView
from console.viewmodels.codes import OpenKind, Outcome
from widgets.common import words as sentences
from widgets.common.chips import Chip
from widgets.common.flow import FlowLayout
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD, EmptyState
from widgets.common.rows import Column, RowTable, RowView
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import grouped
from widgets.days.closing_side import ClosingSide
from widgets.days.words import (
    KINDS,
    OUTCOME_KEYS,
    OUTCOME_MARKS,
    OUTCOMES,
    does,
    short_day,
)
from widgets.frame.page import Page

SIDE_PX = 360


class ClosePage(Page):
    """Signals are wishes; `outcome_wanted` carries keys of rows and an Outcome."""

    outcome_wanted = Signal(tuple, str)
    close_wanted = Signal()
    changes_wanted = Signal()
    day_wanted = Signal(date)
    """Go to this day, once the one before is closed."""
    reopen_wanted = Signal()

    def __init__(
        self, view: ClosePageView, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self._view = view
        self._kind: OpenKind | None = None
        self._chips: dict[OpenKind | None, Chip] = {}
        self._group = QButtonGroup()
        self._group.setExclusive(True)
        self.table = RowView(
            RowTable(_columns(), _key, theme), QT_TRANSLATE_NOOP("words", "Open")
        )
        self.buttons: dict[Outcome, QPushButton] = {}
        self.yes = QPushButton()
        self.side = ClosingSide(view, theme)
        self.empty = EmptyState()
        self.chosen_note = QLabel()
        super().__init__("", theme, parent)
        self.title.set_text(self.tr("Close the day"))
        self.setAccessibleName(self.title.text())
        self.leave.setText(self.tr("Back to the day"))
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_view(view)
        if view.open.rows:
            self.table.selectRow(0)

    @property
    def view(self) -> ClosePageView:
        """What is shown."""
        return self._view

    @property
    def keys(self) -> tuple[str, ...]:
        """The rows that are chosen."""
        return tuple(row.key for row in self.table.chosen)

    def show_view(self, view: ClosePageView) -> None:
        """Shows other outcomes, another day, or that it is closed."""
        self._view = view
        self.note.set_text(DOT.join((view.depot, short_day(view.day))))
        self._fill_kinds(view)
        self._fill_rows()
        self.side.show_view(view)
        self._say_buttons(view)
        self._enable()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.side.set_theme(theme)
        self.chosen_note.setFont(theme.font(SMALL_PX))
        for chip in self._chips.values():
            chip.set_theme(theme)
        self.yes.setFont(theme.font(TEXT_PX, BOLD))

    # the parts

    def _lay_out(self) -> None:
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        kinds = QWidget()
        self._flow = FlowLayout(kinds, spacing=4)
        self._list = QWidget()
        left = QVBoxLayout(self._list)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(2 * GRID_PX)
        left.addWidget(kinds)
        left.addWidget(self._stack, 1)
        left.addWidget(self._outcome_row())
        row = QHBoxLayout()
        row.setSpacing(6 * GRID_PX)
        row.addWidget(self._list, 1)
        row.addWidget(self.side)
        row.addStretch(0)
        self.body.addLayout(row, 1)
        self._actions = [self._outcome_action(one) for one in Outcome]
        self.yes.setProperty("look", "primary")
        self.bar.addWidget(self.yes)

    def _outcome_row(self) -> QWidget:
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        self.chosen_note.setProperty("look", "muted")
        row.addWidget(self.chosen_note)
        for one in Outcome:
            button = QPushButton(f"{say(OUTCOMES[one])}   {OUTCOME_KEYS[one]}")
            button.clicked.connect(partial(self._want, one))
            self.buttons[one] = button
            row.addWidget(button)
        row.addStretch(1)
        return self._row

    def _outcome_action(self, one: Outcome) -> QAction:
        action = QAction(say(OUTCOMES[one]), self.table)
        action.setShortcut(QKeySequence(OUTCOME_KEYS[one]))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(self._want, one))
        self.table.addAction(action)
        return action

    def _connect(self) -> None:
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.yes.clicked.connect(self._close)
        self.side.way_out.clicked.connect(self.changes_wanted)
        self.side.next.clicked.connect(self._go_on)
        self.side.again.clicked.connect(self.reopen_wanted)

    # what it says

    def _fill_kinds(self, view: ClosePageView) -> None:
        counts: dict[OpenKind | None, int] = {None: len(view.open.rows)}
        counts |= {
            one: view.open.kinds[one] for one in OpenKind if one in view.open.kinds
        }
        if set(counts) != set(self._chips):
            for chip in self._chips.values():
                self._group.removeButton(chip)
                chip.deleteLater()
            self._chips = {}
            if self._kind not in counts:
                self._kind = None
            for kind in counts:
                text = self.tr("All") if kind is None else say(KINDS[kind])
                chip = Chip(text)
                chip.set_theme(self.theme)
                chip.setChecked(kind is self._kind)
                chip.clicked.connect(partial(self._filter, kind))
                self._group.addButton(chip)
                self._chips[kind] = chip
                self._flow.addWidget(chip)
        for kind, chip in self._chips.items():
            chip.set_count(counts[kind])
            chip.setVisible(bool(view.open.rows))

    def _fill_rows(self) -> None:
        view = self._view
        rows = [
            row
            for row in view.open.rows
            if self._kind is None or row.kind is self._kind
        ]
        self.table.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._row.setVisible(bool(rows) and view.closed is None)
        self._list.setVisible(view.closed is None)
        self.empty.say(self.tr("Nothing is open: every parcel is handed over."))

    def _say_buttons(self, view: ClosePageView) -> None:
        closed = view.closed is not None
        self.yes.setVisible(not closed)
        self.yes.setEnabled(view.may_close)
        parts = [does(one, n, view.open.next_day) for one, n in view.outcomes.items()]
        text = self.tr("Close: {0}").format(", ".join(parts))
        if not parts:
            text = self.tr("Close the day: nothing is open")
        self.yes.setText(self.tr("Closing…") if view.busy else text)

    def _enable(self) -> None:
        rows = self.table.chosen
        editable = self._view.closed is None and not self._view.busy
        for one, action in zip(Outcome, self._actions, strict=True):
            may = editable and any(one in row.allowed for row in rows)
            action.setEnabled(may)
            self.buttons[one].setEnabled(may)
        self.chosen_note.setText(
            self.tr("{0} chosen:").format(grouped(len(rows)))
            if rows
            else self.tr("Choose rows (Ctrl+A all):")
        )

    # wishes

    def _filter(self, kind: OpenKind | None, _checked: bool = False) -> None:
        self._kind = kind
        self._fill_rows()
        self._enable()

    def _want(self, one: Outcome, _checked: bool = False) -> None:
        keys = tuple(row.key for row in self.table.chosen if one in row.allowed)
        if keys:
            self.outcome_wanted.emit(keys, one.value)
        self.table.setFocus()

    def _close(self) -> None:
        if self._view.may_close:
            self.close_wanted.emit()

    def _go_on(self) -> None:
        if self._view.closed is not None:
            self.day_wanted.emit(self._view.closed.next_day)


def _key(row: OpenRow) -> str:
    return row.key


def _columns() -> tuple[Column[OpenRow], ...]:
    return (
        Column(
            QT_TRANSLATE_NOOP("words", "Open"), lambda row: row.subject, least_px=150
        ),
        Column(
            QT_TRANSLATE_NOOP("words", "Because"),
            lambda row: say(KINDS[row.kind]),
            least_px=160,
        ),
        Column(
            QT_TRANSLATE_NOOP("words", "Reason"),
            lambda row: "" if row.reason is None else sentences.reason(row.reason),
            stretches=True,
        ),
        Column(
            QT_TRANSLATE_NOOP("words", "What becomes of it"),
            lambda row: say(OUTCOMES[row.outcome]),
            mark=lambda row: OUTCOME_MARKS[row.outcome],
            least_px=150,
        ),
    )

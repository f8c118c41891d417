"""What is selected: a title, how it stands, facts, why so, and what could be done."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.lockers import DoorState
from console.viewmodels.parcels import ParcelStatus
from console.viewmodels.selection import NOTHING, ActionKey, SelectionView, Thing
from widgets.common import words
from widgets.common.cards import ChoiceCard
from widgets.common.flow import FlowLayout
from widgets.common.marked import say
from widgets.common.panels import BOLD, EmptyState
from widgets.common.shapes import DOOR_MARKS, PARCEL_MARKS, Mark, mark_pixmap
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.selection.facts import (
    ACTIONS,
    LABELS,
    WHY,
    fact_words,
    headline_words,
    option_words,
)
from widgets.selection.reasons import in_the_way_words, other_way_words, way_words

TITLE_PX = 15
OF_THE_DAY = frozenset(
    {
        ActionKey.DEPOSIT,
        ActionKey.HOLD,
        ActionKey.RELEASE,
        ActionKey.UNASSIGN,
        ActionKey.CORRECT_ADDRESS,
        ActionKey.LOCK,
        ActionKey.UNLOCK,
        ActionKey.ABSENT,
        ActionKey.PRESENT,
    }
)
"""What changes the day; the rest is about doors, which know no days."""


class SelectionPane(QWidget):
    """Signals carry the ids of what is selected, or the key of an option."""

    option_wanted = Signal(str)
    open_wanted = Signal(str)
    deposit_wanted = Signal(str)
    pickup_wanted = Signal(str)
    new_code_wanted = Signal(str)
    clear_wanted = Signal(str)
    out_of_service_wanted = Signal(str)
    in_service_wanted = Signal(str)
    hold_wanted = Signal(tuple)
    release_wanted = Signal(tuple)
    unassign_wanted = Signal(tuple)
    correct_address_wanted = Signal(str)
    lock_wanted = Signal(str)
    unlock_wanted = Signal(str)
    absent_wanted = Signal(str)
    """A vehicle or its courier is not there."""
    present_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = NOTHING
        self._why = ""
        self.setAccessibleName(self.tr("Selection"))
        self.empty = EmptyState()
        self.empty.say(self.tr("Select a parcel, stop, locker or vehicle"))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.cards: list[ChoiceCard] = []
        self.buttons: dict[ActionKey, QPushButton] = {}
        self._simple: dict[ActionKey, SignalInstance] = {
            ActionKey.OPEN_DOOR: self.open_wanted,
            ActionKey.DEPOSIT: self.deposit_wanted,
            ActionKey.PICKUP: self.pickup_wanted,
            ActionKey.NEW_CODE: self.new_code_wanted,
            ActionKey.CLEAR: self.clear_wanted,
            ActionKey.OUT_OF_SERVICE: self.out_of_service_wanted,
            ActionKey.IN_SERVICE: self.in_service_wanted,
            ActionKey.CORRECT_ADDRESS: self.correct_address_wanted,
            ActionKey.LOCK: self.lock_wanted,
            ActionKey.UNLOCK: self.unlock_wanted,
            ActionKey.ABSENT: self.absent_wanted,
            ActionKey.PRESENT: self.present_wanted,
        }
        self._many: dict[ActionKey, SignalInstance] = {
            ActionKey.HOLD: self.hold_wanted,
            ActionKey.RELEASE: self.release_wanted,
            ActionKey.UNASSIGN: self.unassign_wanted,
        }

    def show_view(self, view: SelectionView) -> None:
        """Shows what is selected; an equal view changes nothing."""
        if view == self._view:
            return
        self._view = view
        self._build()

    def set_read_only(self, why: str) -> None:
        """Only doors may be worked at, and why; "" where the day may change."""
        if why != self._why:
            self._why = why
            self._build()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._build()

    def _build(self) -> None:
        """Makes the page anew: it is small, and only made when something changed."""
        view = self._view
        self.cards, self.buttons = [], {}
        if view.thing is Thing.NOTHING:
            self._stack.setCurrentIndex(0)
            return
        page = QWidget()
        page.setAutoFillBackground(False)
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        title = QLabel(self._title())
        title.setFont(self._theme.font(TITLE_PX, BOLD))
        title.setWordWrap(True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(title)
        if headline := headline_words(view.headline):
            column.addLayout(self._headline(headline))
        column.addLayout(self._facts())
        if view.options:
            column.addWidget(self._heading(self.tr("Options")))
            for option in view.options:
                card = ChoiceCard(*option_words(option), best=option.best)
                card.set_theme(self._theme)
                card.clicked.connect(partial(self._choose, option.key))
                card.setEnabled(not self._why)
                column.addWidget(card)
                self.cards.append(card)
        if others := [in_the_way_words(told) for told in view.in_the_way[1:]]:
            column.addWidget(self._heading(self.tr("Other routes")))
            column.addLayout(self._grid(others))
        if view.actions:
            column.addWidget(self._action_row())
        column.addStretch(1)
        self._area.setWidget(page)
        page.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        self._stack.setCurrentIndex(1)

    def _title(self) -> str:
        several = len(self._view.ids)
        if self._view.thing is Thing.PARCEL and several > 1:
            return self.tr("{0} parcels").format(several)
        return self._view.title

    def _headline(self, text: str) -> QHBoxLayout:
        status = self._view.headline.status
        mark: Mark | None = None
        key = "text"
        if isinstance(status, ParcelStatus):
            mark = PARCEL_MARKS[status]
            key = {
                ParcelStatus.LATE: "late_text",
                ParcelStatus.UNASSIGNED: "late_text",
                ParcelStatus.AT_RISK: "at_risk_text",
            }.get(status, key)
        elif isinstance(status, DoorState):
            mark = DOOR_MARKS[status]
            key = {DoorState.OPEN: "late_text", DoorState.OVERDUE: "at_risk_text"}.get(
                status, key
            )
        row = QHBoxLayout()
        row.setSpacing(2 * GRID_PX)
        if mark is not None:
            shape = QLabel()
            shape.setPixmap(
                mark_pixmap(mark, self._theme, 13, self.devicePixelRatioF())
            )
            shape.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        label = QLabel(text)
        label.setFont(self._theme.font(TEXT_PX))
        label.setWordWrap(True)
        group = "surface" if key == "text" else "status"
        label.setStyleSheet(f"color: {self._theme.color(group, key).name()}")
        row.addWidget(label, 1)
        return row

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setFont(self._theme.font(TEXT_PX, BOLD))
        return label

    def _facts(self) -> QGridLayout:
        lines = [(say(LABELS[f.key]), fact_words(f)) for f in self._view.facts]
        if self._view.reason is not None:
            why = say(WHY[self._view.thing])
            lines.append((why, words.reason(self._view.reason)))
        if self._view.in_the_way:
            # What needs least is told first; the rest comes below the ways out.
            least = " ".join(in_the_way_words(self._view.in_the_way[0]))
            lines.append((self.tr("In the way"), least))
        if self._view.price is not None:
            lines.append((self.tr("Comes to"), way_words(self._view.price)))
        if self._view.runner_up is not None:
            lines.append((self.tr("Next best"), other_way_words(self._view.runner_up)))
        return self._grid(lines)

    def _grid(self, lines: Sequence[tuple[str, str]]) -> QGridLayout:
        """Names and what they are, one below the other."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(lines):
            name = QLabel(label)
            name.setProperty("look", "muted")
            name.setFont(self._theme.font(SMALL_PX))
            shown = QLabel(value)
            shown.setFont(self._theme.font(SMALL_PX))
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{label}: {value}")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1)
        return grid

    def _action_row(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        flow.setContentsMargins(0, GRID_PX, 0, 0)
        for key in self._view.actions:
            button = QPushButton(say(ACTIONS[key]))
            button.setFont(self._theme.font(SMALL_PX))
            button.clicked.connect(partial(self._act, key))
            if key in OF_THE_DAY:
                button.setEnabled(not self._why)
                button.setToolTip(self._why)
            flow.addWidget(button)
            self.buttons[key] = button
        return holder

    def _choose(self, key: str, _checked: bool = False) -> None:
        self.option_wanted.emit(key)

    def _act(self, key: ActionKey, _checked: bool = False) -> None:
        if key in self._many:
            self._many[key].emit(self._view.ids)
        elif self._view.ids:
            self._simple[key].emit(self._view.ids[0])

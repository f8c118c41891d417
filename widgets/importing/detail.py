"""One row with its problem: what is wrong, places for its address, its cells.

The suggestions are cards with a digit each; the cells are fields to type in. Enter in
a field hands the text over, Esc puts back what stood there.
"""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.importing import (
    CellEntry,
    DetailView,
    IssueState,
)
from widgets.common import words as sentences
from widgets.common.chips import Pill
from widgets.common.marked import DOT, say
from widgets.common.panels import ElidedLabel, Panel
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.importing.cells import ISSUE_MARKS
from widgets.importing.places import PlaceCard
from widgets.importing.words import ISSUE_STATES, field_name

TYPING_MS = 160
"""So long after the last letter a search begins."""
MOST = 9


class RowDetail(Panel):
    """Signals are wishes about the row that is shown."""

    suggestion_wanted = Signal(int)
    """Take this suggestion, counted from 0."""
    searched = Signal(str)
    cell_wanted = Signal(str, str)
    """This field shall have this text."""
    hold_wanted = Signal()
    leave_out_wanted = Signal()
    reset_wanted = Signal()
    pin_wanted = Signal()
    all_same_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view: DetailView | None = None
        self.cards: list[PlaceCard] = []
        self.fields: dict[str, QLineEdit] = {}
        self.title = ElidedLabel()
        self.where = ElidedLabel()
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.state = Pill(framed=False)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Look up another address…"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Look up another address"))
        self.search.textEdited.connect(self._typed)
        self.search.installEventFilter(self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.same = QCheckBox()
        self.same.toggled.connect(self.all_same_changed)
        self.none = QLabel()
        self.none.setWordWrap(True)
        self.none.setProperty("look", "muted")
        self.pin = QPushButton(self.tr("Put a pin on the map"))
        self.pin.setToolTip("P")
        self.pin.clicked.connect(self.pin_wanted)
        self.hold = QPushButton(self.tr("Hold"))
        self.hold.setToolTip(self.tr("Comes in, but waits for you (H)"))
        self.hold.clicked.connect(self.hold_wanted)
        self.out = QPushButton(self.tr("Leave out"))
        self.out.setToolTip(self.tr("Does not come in (X)"))
        self.out.clicked.connect(self.leave_out_wanted)
        self.reset = QPushButton(self.tr("Start over"))
        self.reset.setToolTip(self.tr("Forget what was decided about this row (R)"))
        self.reset.clicked.connect(self.reset_wanted)
        self._lay_out()
        self.set_theme(theme)
        self.show_view(None)

    def show_view(self, view: DetailView | None) -> None:
        """Another row, or the same after a decision."""
        if view is self.view and view is not None:
            return
        before, self.view = self.view, view
        self._content.setVisible(view is not None)
        for widget in (self.hold, self.out, self.reset):
            widget.setVisible(view is not None)
        if view is None:
            self.title.set_text("")
            self.where.set_text("")
            return
        other = before is None or before.issue != view.issue
        self.title.set_text(DOT.join(p for p in (view.parcel, view.person) if p))
        where = self.tr("{0}, line {1}").format(view.file, view.key[1])
        self.where.set_text(where)
        self.state.say(say(ISSUE_STATES[view.state]), ISSUE_MARKS[view.state])
        self._say_why(view)
        self._show_places(view, other=other)
        self._show_cells(view)
        self.hold.setEnabled(view.state is not IssueState.HELD)
        self.out.setEnabled(view.state is not IssueState.LEFT_OUT)
        decided = view.state > IssueState.WAITING or any(c.edited for c in view.cells)
        self.reset.setEnabled(decided)

    def focus_work(self) -> None:
        """The keyboard goes to what has to be done here."""
        if self.view is None:
            return
        wrong = [c.field for c in self.view.cells if c.reason is not None]
        if self.view.is_address:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        elif wrong and wrong[0] in self.fields:
            field = self.fields[wrong[0]]
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.theme = theme
        self.title.set_look(theme, bold=True)
        self.where.set_look(theme, "muted", SMALL_PX)
        self.state.set_theme(theme)
        for card in self.cards:
            card.set_theme(theme)
        small = theme.font(SMALL_PX)
        for widget in (self.search, *self.fields.values()):
            widget.setFont(theme.font())
        for label in (*self._labels, self.none, self.same):
            label.setFont(small)
        self._ink()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a field Esc puts the text back; in the search Down goes to the places."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.search:
                return self._search_key(Qt.Key(key))
            if key == Qt.Key.Key_Escape and isinstance(watched, QLineEdit):
                return self._put_back(watched)
        return super().eventFilter(watched, event)

    # the parts

    def _lay_out(self) -> None:
        self._labels: list[QLabel] = []
        head = QVBoxLayout()
        head.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, GRID_PX)
        head.setSpacing(2)
        first = QHBoxLayout()
        first.addWidget(self.title, 1)
        first.addWidget(self.state)
        head.addLayout(first)
        head.addWidget(self.where)
        self._content = QScrollArea()
        self._content.setWidgetResizable(True)
        self._content.setFrameShape(QFrame.Shape.NoFrame)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._content.setHorizontalScrollBarPolicy(never)
        self._content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content.setWidget(self._inner())
        self._content.setStyleSheet("QScrollArea, #inner { background: transparent; }")
        foot = QHBoxLayout()
        foot.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX)
        foot.setSpacing(2 * GRID_PX)
        foot.addWidget(self.hold)
        foot.addWidget(self.out)
        foot.addStretch(1)
        foot.addWidget(self.reset)
        self.column.addLayout(head)
        self.column.addWidget(self._content, 1)
        self.column.addLayout(foot)

    def _inner(self) -> QWidget:
        """What scrolls: the sentence, the places, the cells."""
        inner = QWidget()
        inner.setObjectName("inner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(3 * GRID_PX, GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        self._places = QWidget()
        places = QVBoxLayout(self._places)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(GRID_PX)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GRID_PX - 1)
        places.addWidget(self.search)
        places.addLayout(self._cards)
        places.addWidget(self.none)
        places.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX)
        self._grid.setColumnStretch(1, 1)
        column.addWidget(self.why)
        column.addWidget(self._places)
        column.addWidget(self.same)
        column.addLayout(self._grid)
        column.addStretch(1)
        return inner

    def _say_why(self, view: DetailView) -> None:
        if view.state is IssueState.SETTLED and view.placed:
            self.why.setText(self.tr("Placed at {0}.").format(view.placed))
        elif view.state is IssueState.SETTLED:
            self.why.setText(self.tr("Nothing is wrong with this row any more."))
        else:
            said = sentences.reason(view.reason)
            self.why.setText(said[:1].upper() + said[1:] + ".")

    def _show_places(self, view: DetailView, *, other: bool) -> None:
        self._places.setVisible(view.is_address)
        self.same.setVisible(view.same > 1)
        self.same.setText(
            self.tr("Do the same for all {0} rows with this text").format(view.same)
        )
        if other:
            self.search.setText("")
            self._typing.stop()
        self.pin.setEnabled(view.is_address)
        for card in self.cards:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for number, one in enumerate(view.suggestions[:MOST], 1):
            card = PlaceCard(number, one, taken=view.chosen == number - 1)
            card.set_theme(self.theme)
            card.clicked.connect(partial(self._take, number - 1))
            self.cards.append(card)
            self._cards.addWidget(card)
        self.none.setVisible(not view.suggestions)
        if view.looking:
            self.none.setText(self.tr("Looking…"))
        elif view.searched:
            self.none.setText(self.tr("Nothing like “{0}”.").format(view.searched))
        else:
            self.none.setText(
                self.tr("Nothing similar is on the map. Look it up or put a pin.")
            )

    def _show_cells(self, view: DetailView) -> None:
        keys = [one.field for one in view.cells]
        if list(self.fields) != keys:
            self._make_cells(view.cells)
        for label, one in zip(self._labels, view.cells, strict=True):
            field = self.fields[one.field]
            if not field.isModified() or not field.hasFocus():
                field.setText(one.text)
                field.setModified(False)
            said = sentences.reason(one.reason) if one.reason else ""
            field.setToolTip(said)
            field.setProperty("wrong", bool(one.reason))
            name = field_name(one.field)
            label.setText(name)
            label.setToolTip(one.heading)
            field.setAccessibleName(f"{name}: {said}" if said else name)
        self._ink()

    def _make_cells(self, cells: tuple[CellEntry, ...]) -> None:
        for old in (*self._labels, *self.fields.values()):
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._labels, self.fields = [], {}
        for row, one in enumerate(cells):
            label = QLabel()
            label.setProperty("look", "muted")
            label.setFont(self.theme.font(SMALL_PX))
            field = QLineEdit()
            field.setFont(self.theme.font())
            field.returnPressed.connect(partial(self._hand_over, one.field))
            field.installEventFilter(self)
            self._labels.append(label)
            self.fields[one.field] = field
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row, 1)

    def _ink(self) -> None:
        """A wrong cell has an edge of its own; edited ones are bold."""
        wrong = self.theme.color("status", "late").name()
        bold = {c.field for c in self.view.cells if c.edited} if self.view else set()
        for key, field in self.fields.items():
            bad = bool(field.property("wrong"))
            edge = f"border-color: {wrong};" if bad else ""
            if field.styleSheet() != edge:
                field.setStyleSheet(edge)
            if field.font().bold() is not (key in bold):
                font = self.theme.font()
                font.setBold(key in bold)
                field.setFont(font)

    # what follows what

    def _take(self, number: int, _checked: bool = False) -> None:
        self.suggestion_wanted.emit(number)

    def _typed(self) -> None:
        self._typing.start()

    def _search_key(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._typing.isActive():
                self._typing.stop()
                self.searched.emit(self.search.text())
            elif self.cards:
                self.suggestion_wanted.emit(0)
            return True
        if key == Qt.Key.Key_Down and self.cards:
            self.cards[0].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.searched.emit("")
            return True
        return False

    def _hand_over(self, key: str) -> None:
        field = self.fields[key]
        field.setModified(False)
        self.cell_wanted.emit(key, field.text())

    def _put_back(self, field: QLineEdit) -> bool:
        if self.view is None or not field.isModified():
            return False
        for one in self.view.cells:
            if self.fields[one.field] is field:
                field.setText(one.text)
                field.setModified(False)
                return True
        return False

"""The part "What if": scenarios to choose at the left, what they come to at the right.

Space ticks one in the list, Enter in the line below adds one as it is written; they are
searched one after another. What was found stays and is searched again when it is ticked
again.
"""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.whatif import WhatIfView
from widgets.analysis.scenario_table import ScenarioTable
from widgets.analysis.words import whatif_notes
from widgets.common.marked import DASH
from widgets.common.panels import BOLD
from widgets.common.scenarios import scenario_meaning, scenario_name, scenario_refused
from widgets.common.theme import GRID_PX, ROW_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import duration, euros

LIST_PX = 272
WIDEST_PX = 1280
"""Wider, a row's name and its numbers are too far apart to be read together."""
NAME = Qt.ItemDataRole.UserRole
FIRST = ("all-door", "all-locker")
"""Ticked before anybody chose."""


class WhatIfPart(QWidget):
    """Signals: compare these scenarios, add one as it is written, stop."""

    compare_wanted = Signal(tuple)
    add_wanted = Signal(str)
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = WhatIfView()
        self._busy = False
        self._theme = theme
        self.list = QListWidget()
        self.another = QLineEdit()
        self.fault = QLabel()
        self.compare = QPushButton()
        self.stop = QPushButton(self.tr("Stop"))
        self.said = QLabel()
        self.table = ScenarioTable(theme)
        self.notes = QLabel()
        self._heading = QLabel(self.tr("Scenarios"))
        self.list.setAccessibleName(self.tr("Scenarios to compare"))
        self.another.setAccessibleName(self.tr("Another scenario, as it is written"))
        self.another.setPlaceholderText(self.tr("Another: fleet:van=6"))
        self.another.setToolTip(
            self.tr(
                "fleet:van=6+cargo-bike=4, share:least=0.6, share:most=0.3,"
                " set:failure_share=0.05; several in one: all-door/fleet:van=9"
            )
        )
        self.compare.setProperty("look", "primary")
        self.list.itemChanged.connect(self._say_button)
        self.another.returnPressed.connect(self._add)
        self.another.textEdited.connect(lambda: self.show_fault(""))
        self.compare.clicked.connect(
            lambda: self.compare_wanted.emit(self.ticked()),
        )
        self.stop.clicked.connect(self.stop_wanted)
        self._lay_out()
        self.set_theme(theme)
        self.show_view(self._view)

    def ticked(self) -> tuple[str, ...]:
        """The scenarios that are ticked, in the order of the list."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(NAME)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def take(self, name: str) -> None:
        """A scenario that was added: ticked, and the line is empty again."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(NAME) == name:
                item.setCheckState(Qt.CheckState.Checked)
                self.list.setCurrentRow(row)
        self.another.clear()
        self.show_fault("")

    def show_fault(self, text: str) -> None:
        """Why the line cannot be added; nothing without a text."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def show_view(self, view: WhatIfView, *, busy: bool = False) -> None:
        """Shows what was found, or how far the search is."""
        fresh = [name for name in view.names if name not in self._view.names]
        self._view, self._busy = view, busy
        with QSignalBlocker(self.list):
            for name in fresh:
                self._offer(name)
        self.stop.setVisible(view.run is not None)
        self._say_button()
        self.said.setText(self._words(view))
        self.table.show_columns(view.columns)
        notes = "\n".join(whatif_notes(view))
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._heading.setFont(theme.font(TEXT_PX, BOLD))
        for label in (self.said, self.fault, self.notes):
            label.setFont(theme.font(SMALL_PX))
        self.list.setFont(theme.font())
        self.table.set_theme(theme)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(2 * GRID_PX)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        for label in (self.said, self.fault, self.notes):
            label.setWordWrap(True)
        self.said.setProperty("look", "muted")
        self.notes.setProperty("look", "muted")
        self.fault.setVisible(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.compare, 1)
        buttons.addWidget(self.stop)
        left.addWidget(self._heading)
        left.addWidget(self.list, 1)
        left.addWidget(self.another)
        left.addWidget(self.fault)
        left.addLayout(buttons)
        left.addWidget(self.said)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(LIST_PX)
        inner = QWidget()
        right = QVBoxLayout(inner)
        right.setContentsMargins(0, 0, 3 * GRID_PX, 0)
        inner.setMaximumWidth(WIDEST_PX)
        right.setSpacing(3 * GRID_PX)
        right.addWidget(self.table)
        right.addWidget(self.notes)
        right.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self._scroll.setAccessibleName(self.tr("What the scenarios come to"))
        for ground in (inner, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3 * GRID_PX, 0, 0)
        row.setSpacing(8 * GRID_PX)
        row.addWidget(side)
        row.addWidget(self._scroll, 1)

    def _offer(self, name: str) -> None:
        item = QListWidgetItem(scenario_name(name))
        item.setData(NAME, name)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )
        ticked = Qt.CheckState.Checked if name in FIRST else Qt.CheckState.Unchecked
        item.setCheckState(ticked)
        item.setToolTip(scenario_meaning(name))
        item.setSizeHint(QSize(0, ROW_PX))
        self.list.addItem(item)

    def _add(self) -> None:
        if self.another.text().strip():
            self.add_wanted.emit(self.another.text())

    def _say_button(self) -> None:
        count = len(self.ticked())
        self.compare.setText(
            self.tr("Compare 1 scenario")
            if count == 1
            else self.tr("Compare {0} scenarios").format(count)
        )
        self.compare.setEnabled(bool(count) and not self._busy)

    def _words(self, view: WhatIfView) -> str:
        if view.run is not None:
            cost = euros(view.run.cost_eur) if view.run.iterations else DASH
            said = self.tr("{0}: {1} so far, after {2}").format(
                scenario_name(view.running), cost, duration(view.run.seconds)
            )
            if view.waiting:
                said += self.tr("; {0} to come").format(view.waiting)
            return said
        if view.refused:
            return "\n".join(scenario_refused(o.code, o.args) for o in view.refused)
        return self.tr(
            "Each takes about as long as building the plan did. The plan stays as it"
            " is."
        )

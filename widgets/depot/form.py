"""The form of one row: groups in two columns, each field with its reason below it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.viewmodels.depot_fields import FieldKind, Group
from console.viewmodels.depot_page import FieldLine
from widgets.common.emptied import emptied
from widgets.common.marked import say
from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.common.words import reason
from widgets.depot.inputs import BLOCKS, input_for
from widgets.depot.words import GROUPS, field

LABEL_PX = 148
INPUT_PX = 240

type Groups = tuple[tuple[Group, tuple[FieldLine, ...]], ...]


class FieldRow:
    """A label, an input with its unit, a line for what is wrong with it."""

    def __init__(self, line: FieldLine) -> None:
        self.path = line.spec.path
        self.label = QLabel(field(self.path))
        self.label.setFixedWidth(LABEL_PX)
        self.label.setWordWrap(True)
        self.input = input_for(line.spec.kind)
        self.input.setMinimumWidth(80)
        self.input.setAccessibleName(self.label.text())
        self.label.setBuddy(self.input)
        self.unit = QLabel(line.spec.unit)
        self.unit.setProperty("look", "muted")
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)

    def show_line(self, line: FieldLine) -> None:
        """The value, and the reason why it cannot stay as it is."""
        self.input.show_line(line)
        wrong = line.problem is not None
        text = "\N{BLACK UP-POINTING TRIANGLE} " + (
            reason(line.problem) if line.problem else ""
        )
        self.problem.setText(text if wrong else "")
        self.problem.setVisible(wrong)
        self.input.setAccessibleDescription(self.problem.text())

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.problem.setFont(theme.font(SMALL_PX))
        color = theme.color("status", "late_text").name()
        self.problem.setStyleSheet(f"color: {color}")


class DepotForm(QWidget):
    """Says which field was changed to which text."""

    field_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape: tuple[tuple[Group, tuple[str, ...]], ...] = ()
        self._row_name = ""
        self.rows: dict[str, FieldRow] = {}
        self._headings: list[QLabel] = []
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 3 * GRID_PX, 0)
        self._columns.setSpacing(6 * GRID_PX)

    def show_row(self, name: str, groups: Groups) -> None:
        """Another row, or the same one with other values."""
        shape = tuple(
            (group, tuple(line.spec.path for line in lines)) for group, lines in groups
        )
        if shape != self._shape or name != self._row_name:
            self._row_name = name
            self._make(groups)
            self._shape = shape
        for _, lines in groups:
            for line in lines:
                self.rows[line.spec.path].show_line(line)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        for heading in self._headings:
            heading.setFont(theme.font(weight=BOLD))
        for row in self.rows.values():
            row.set_theme(theme)

    def _make(self, groups: Groups) -> None:
        emptied(self._columns)
        self.rows, self._headings = {}, []
        sides = (QWidget(), QWidget())
        stacks = [QVBoxLayout(side) for side in sides]
        heights = [0, 0]
        for stack in stacks:
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(4 * GRID_PX)
        for group, lines in groups:
            at = heights.index(min(heights))
            heights[at] += 1 + sum(
                3 if line.spec.kind in BLOCKS else 1 for line in lines
            )
            stacks[at].addLayout(self._group(group, lines))
        for side, stack in zip(sides, stacks, strict=True):
            stack.addStretch(1)
            side.setMaximumWidth(LABEL_PX + 2 * INPUT_PX)
            self._columns.addWidget(side, 1)
        self._columns.addStretch(0)
        self.set_theme(self._theme)

    def _group(self, group: Group, lines: tuple[FieldLine, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(GRID_PX)
        heading = QLabel(say(GROUPS[group]))
        self._headings.append(heading)
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX)
        grid.setColumnStretch(1, 1)
        for at, line in enumerate(lines):
            row = FieldRow(line)
            self.rows[row.path] = row
            row.input.changed.connect(partial(self._changed, row.path))
            block = line.spec.kind in BLOCKS
            top = Qt.AlignmentFlag.AlignTop if block else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(row.label, 2 * at, 0, top)
            wide = line.spec.kind is not FieldKind.NUMBER
            span = 2 if wide and not line.spec.unit else 1
            grid.addWidget(row.input, 2 * at, 1, 1, span)
            if line.spec.unit:
                grid.addWidget(row.unit, 2 * at, 2)
            grid.addWidget(row.problem, 2 * at + 1, 1, 1, 2)
        column.addLayout(grid)
        return column

    def _changed(self, path: str, text: str) -> None:
        self.field_changed.emit(path, text)

"""The table of scenarios: the plan in hand in bold, then a column for each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from console.viewmodels.whatif import WhatIfColumn, WhatIfKey
from widgets.analysis.words import (
    WHATIF_NAMES,
    breakable,
    change,
    column_heading,
    whatif_value,
)
from widgets.common.emptied import emptied
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD
from widgets.common.sentences import COST_NAMES
from widgets.common.theme import GRID_PX, Theme
from widgets.common.words import euros

WHOLE = QT_TRANSLATE_NOOP("words", "Whole cost")
BESIDE = QT_TRANSLATE_NOOP("words", "beside this plan")
COLUMN_PX = 118
"""A heading wider than this breaks."""

type Row = tuple[str, tuple[str, ...], bool]
"""A row's name, its texts, and whether it is a part of the row above."""


class ScenarioTable(QWidget):
    """Labels in a grid: some twenty rows, a handful of columns."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[WhatIfColumn, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(5 * GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX)

    def show_columns(self, columns: tuple[WhatIfColumn, ...]) -> None:
        """The plan in hand first."""
        if columns != self._columns:
            self._columns = columns
            self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._fill()

    def rows(self) -> list[Row]:
        """Every row in words, for those who read it another way too."""
        columns = self._columns
        shown: list[Row] = [
            (say(WHOLE), tuple(euros(one.cost) for one in columns), False),
            (
                say(BESIDE),
                tuple(change(one.change) if one.name else "" for one in columns),
                True,
            ),
        ]
        costs = [dict(one.costs) for one in columns]
        for line in dict.fromkeys(line for each in costs for line in each):
            texts = tuple(euros(each.get(line, 0.0)) for each in costs)
            shown.append((say(COST_NAMES[line]), texts, True))
        for key in WhatIfKey:
            texts = tuple(whatif_value(key, one.value(key)) for one in columns)
            shown.append((say(WHATIF_NAMES[key]), texts, False))
        vehicles = [dict(one.vehicles) for one in columns]
        for name in dict.fromkeys(name for each in vehicles for name in each):
            texts = tuple(f"{each.get(name, 0)}" for each in vehicles)
            shown.append((name, texts, True))
        return shown

    def _fill(self) -> None:
        emptied(self._grid)
        if not self._columns:
            return
        for at, column in enumerate(self._columns):
            heading = breakable(column_heading(column))
            label = self._put(0, at + 1, heading, column, bold=True)
            label.setWordWrap(True)
            label.setMinimumWidth(min(COLUMN_PX, label.sizeHint().width()))
            label.setMaximumWidth(COLUMN_PX)
            label.setAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            )
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("look", "rule")
        self._grid.addWidget(rule, 1, 0, 1, len(self._columns) + 1)
        for line, (name, texts, part) in enumerate(self.rows(), 2):
            label = QLabel(name)
            label.setContentsMargins(4 * GRID_PX if part else 0, 0, 0, 0)
            self._dress(label, bold=line == 2, muted=part)
            self._grid.addWidget(label, line, 0)
            self._line(line, texts, part=part)
        self._grid.setColumnStretch(0, 1)

    def _line(self, line: int, texts: Sequence[str], *, part: bool) -> None:
        for at, (text, column) in enumerate(zip(texts, self._columns, strict=True)):
            bold = line == 2 or (not column.name and not part)
            self._put(line, at + 1, text, column, bold=bold, muted=part)

    def _put(
        self,
        line: int,
        at: int,
        text: str,
        column: WhatIfColumn,
        *,
        bold: bool = False,
        muted: bool = False,
    ) -> QLabel:
        label = QLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._dress(label, bold=bold, muted=muted or column.stale)
        self._grid.addWidget(label, line, at)
        return label

    def _dress(self, label: QLabel, *, bold: bool, muted: bool) -> None:
        label.setFont(self._theme.font(weight=BOLD) if bold else self._theme.font())
        if muted:
            label.setProperty("look", "muted")

"""The table of figures: a column a mode, this plan in bold, all to doors in muted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from console.viewmodels.analysis import (
    AnalysisView,
    ColumnKind,
    FigureKey,
    FiguresColumn,
)
from widgets.analysis.words import FIGURE_NAMES, FIRST_EACH, PARTS, column_name, figure
from widgets.common.emptied import emptied
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, SMALL_PX, Theme

EACH = QT_TRANSLATE_NOOP("words", "A parcel")


class FiguresTable(QWidget):
    """Labels in a grid: a page is looked at, not scrolled; there are few of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = AnalysisView()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(5 * GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX)

    def show_view(self, view: AnalysisView) -> None:
        """Shows a plan's figures."""
        if view.columns == self._view.columns:
            return
        self._view = view
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._fill()

    def text(self, row: FigureKey, column: int) -> str:
        """What stands in a cell, for those who read it another way."""
        return figure(row, self._view.columns[column].values[_order(row)])

    def _fill(self) -> None:
        emptied(self._grid)
        columns = self._view.columns
        for at, column in enumerate(columns):
            self._put(0, at + 1, column_name(column), column, head=True)
        line = 1
        for key in FigureKey:
            if key is FIRST_EACH:
                line = self._heading(line, say(EACH), len(columns))
            name = say(FIGURE_NAMES[key])
            label = QLabel(name)
            label.setContentsMargins(4 * GRID_PX if key in PARTS else 0, 0, 0, 0)
            self._dress(label, muted=key in PARTS)
            self._grid.addWidget(label, line, 0)
            for at, column in enumerate(columns):
                text = figure(key, column.values[_order(key)])
                self._put(line, at + 1, text, column, muted=key in PARTS)
            line += 1
        self._grid.setColumnStretch(0, 1)

    def _heading(self, line: int, text: str, columns: int) -> int:
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("look", "rule")
        self._grid.addWidget(rule, line, 0, 1, columns + 1)
        label = QLabel(text)
        label.setFont(self._theme.font(SMALL_PX, BOLD))
        self._grid.addWidget(label, line + 1, 0)
        return line + 2

    def _put(
        self,
        line: int,
        at: int,
        text: str,
        column: FiguresColumn,
        *,
        head: bool = False,
        muted: bool = False,
    ) -> None:
        label = QLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bold = head or column.kind is ColumnKind.PLAN
        quiet = muted or column.kind is ColumnKind.ALL_DOOR
        self._dress(label, bold=bold and not muted, muted=quiet)
        self._grid.addWidget(label, line, at)

    def _dress(self, label: QLabel, *, bold: bool = False, muted: bool = False) -> None:
        label.setFont(self._theme.font(weight=BOLD) if bold else self._theme.font())
        if muted:
            label.setProperty("look", "muted")


def _order(key: FigureKey) -> int:
    return list(FigureKey).index(key)

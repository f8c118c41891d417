"""Figures of two plans in rows: before, after, the difference, better or worse."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from console.viewmodels.comparison import Pair
from widgets.common.emptied import emptied
from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, Theme
from widgets.compare.words import change, value, verdict


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its rows; `name` says a pair's code in words.

    `judged` where more of it or less of it is better.
    """

    heading: str
    pairs: tuple[Pair, ...]
    name: Callable[[str], str]
    money: bool = False
    judged: bool = True

    def texts(self, pair: Pair) -> tuple[str, str, str, str]:
        """Before, after, the difference, and what to think of it."""
        money = self.money
        return (
            value(pair.name, pair.before, money=money),
            value(pair.name, pair.after, money=money),
            change(pair, money=money),
            verdict(pair, money=money) if self.judged else "",
        )


class FiguresGrid(QWidget):
    """Labels in a grid; there are some twenty rows of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heads = ("", "")
        self._parts: tuple[Part, ...] = ()
        self._last = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX)
        self._grid.setColumnStretch(0, 1)

    def show_parts(self, heads: tuple[str, str], parts: Sequence[Part]) -> None:
        """Other figures; `heads` are the names of the two plans."""
        if (heads, tuple(parts)) != (self._heads, self._parts):
            self._heads, self._parts = heads, tuple(parts)
            self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._fill()

    def texts(self, code: str) -> tuple[str, ...]:
        """A row by its pair's code, for those who read it another way."""
        for part in self._parts:
            for pair in part.pairs:
                if pair.name == code:
                    return (part.name(code), *part.texts(pair))
        return ()

    def _fill(self) -> None:
        emptied(self._grid)
        self._grid.setRowStretch(self._last, 0)
        line = 0
        for part in self._parts:
            heading = self._put(line, 0, part.heading, bold=True)
            heading.setContentsMargins(0, 2 * GRID_PX if line else 0, 0, 0)
            if line == 0:
                for at, head in enumerate(self._heads, 1):
                    self._put(0, at, head, muted=at == 1)
            line += 1
            for pair in part.pairs:
                self._put(line, 0, part.name(pair.name))
                texts = part.texts(pair)
                for at, text in enumerate(texts, 1):
                    moved = bool(texts[3]) and at >= 3
                    self._put(line, at, text, bold=moved, muted=at == 1)
                line += 1
        self._last = line
        self._grid.setRowStretch(line, 1)

    def _put(
        self, line: int, at: int, text: str, *, bold: bool = False, muted: bool = False
    ) -> QLabel:
        label = QLabel(text)
        right = 0 < at < 4
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        label.setFont(self._theme.font(weight=BOLD) if bold else self._theme.font())
        if muted:
            label.setProperty("look", "muted")
        self._grid.addWidget(label, line, at)
        return label

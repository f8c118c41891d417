"""Figures of two plans in rows: before, after, the difference, better or worse."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from console.viewmodels.comparison import Pair
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
        self._plain, self._bold = theme.font(), theme.font(weight=BOLD)
        self._labels: dict[tuple[int, int], QLabel] = {}
        self._strong: dict[tuple[int, int], bool] = {}
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
        self._plain, self._bold = theme.font(), theme.font(weight=BOLD)
        self._strong.clear()
        self._fill()

    def texts(self, code: str) -> tuple[str, ...]:
        """A row by its pair's code, for those who read it another way."""
        for part in self._parts:
            for pair in part.pairs:
                if pair.name == code:
                    return (part.name(code), *part.texts(pair))
        return ()

    def _fill(self) -> None:
        """Labels that are there are told anew: making them takes the longest."""
        self._grid.setRowStretch(self._last, 0)
        line = 0
        for part in self._parts:
            heads = self._heads if line == 0 else ("", "")
            self._line(line, (part.heading, *heads, "", ""), bold=(0,))
            top = 2 * GRID_PX if line else 0
            self._labels[line, 0].setContentsMargins(0, top, 0, 0)
            line += 1
            for pair in part.pairs:
                texts = part.texts(pair)
                bold = (3, 4) if texts[3] else ()
                self._line(line, (part.name(pair.name), *texts), bold=bold)
                self._labels[line, 0].setContentsMargins(0, 0, 0, 0)
                line += 1
        for (at, _), label in self._labels.items():
            label.setVisible(at < line)
        self._last = line
        self._grid.setRowStretch(line, 1)

    def _line(self, line: int, texts: Sequence[str], bold: Sequence[int]) -> None:
        for at, text in enumerate(texts):
            label = self._labels.get((line, at)) or self._label(line, at)
            label.setText(text)
            strong = at in bold
            if self._strong.get((line, at)) is not strong:
                self._strong[line, at] = strong
                label.setFont(self._bold if strong else self._plain)

    def _label(self, line: int, at: int) -> QLabel:
        label = QLabel()
        right = 0 < at < 4
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        if at == 1:
            label.setProperty("look", "muted")
        self._grid.addWidget(label, line, at)
        self._labels[line, at] = label
        return label

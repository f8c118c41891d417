"""A stop in the hand, and moves of a stop by one place."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from console.viewmodels.board import BoardView
from widgets.board.finding import Target, index_of, movable, target_at
from widgets.board.frame import Frame


@dataclass(slots=True)
class Drag:
    """Which bar, from where, where it is now and where it would go.

    `target` is None where it may not go; `price` is what the desk says it costs.
    """

    bar: int
    start: QPointF
    at: QPointF
    moving: bool = False
    target: Target | None = None
    price: str = ""

    def aim(self, view: BoardView, row: int, second: float) -> bool:
        """Aims at a row; whether the price of another place must be asked."""
        if view.locked[row]:
            self.target, self.price = None, ""
            return False
        old, target = self.target, target_at(view, row, second, self.bar)
        self.target = target
        if old is not None and (old.row, old.index) == (row, target.index):
            return False
        self.price = ""
        return True

    def stays(self, view: BoardView) -> bool:
        """Whether letting go now changes nothing."""
        if not self.moving or self.target is None:
            return True
        same = view.row_of(self.bar) == self.target.row
        return same and index_of(view, self.bar) == self.target.index


def nudged(frame: Frame, bar: int, down: int, along: int) -> tuple[int, int] | None:
    """The row and index of a stop moved by one, along its row or to the next line."""
    view = frame.view
    if bar < 0 or not movable(view, bar):
        return None
    row = view.row_of(bar)
    if along:
        index = index_of(view, bar) + along
        first = target_at(view, row, float(view.start_s), bar).index
        inside = first <= index < view.first[row + 1] - view.first[row]
        return (row, index) if inside else None
    line = frame.line_of(row) + down
    if not 0 <= line < len(frame.order):
        return None
    other = int(frame.order[line])
    if view.locked[other]:
        return None
    return other, target_at(view, other, float(view.begin_s[bar]), bar).index

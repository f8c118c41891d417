"""Where everything is on the board's viewport at one moment.

Rows are addressed by their place on the screen (`line`) or in the view (`row`); `order`
leads from one to the other. Seconds are planner seconds, everything else pixels.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from console.viewmodels.board import BoardView
from widgets.board.bars import MIN_BAR_PX
from widgets.board.finding import REACH_PX, bar_at, nearest_in_time
from widgets.board.timescale import TimeScale

HEAD_PX: Final = 30


@dataclass(frozen=True, slots=True)
class Frame:
    """A view laid out: `left` and `right` are the widths of the rows' ends."""

    view: BoardView
    order: NDArray[np.int64]
    scale: TimeScale
    row_px: int
    scroll_y: int
    width: int
    height: int
    left: int
    right: int

    @property
    def area(self) -> QRectF:
        """Where time runs, header and all."""
        return QRectF(self.left, 0, self.scale.width, self.height)

    @property
    def lines(self) -> range:
        """The lines that can be seen."""
        first = max(0, self.scroll_y // self.row_px)
        count = (self.height - HEAD_PX) // self.row_px + 2
        return range(first, min(len(self.order), first + count))

    def top(self, line: int) -> int:
        """The upper edge of a line."""
        return HEAD_PX + line * self.row_px - self.scroll_y

    def line_at(self, y: float) -> int:
        """The line under a pixel, -1 for none."""
        line = int((y - HEAD_PX + self.scroll_y) // self.row_px)
        return line if y >= HEAD_PX and 0 <= line < len(self.order) else -1

    def line_of(self, row: int) -> int:
        """Where a row stands."""
        return int(np.flatnonzero(self.order == row)[0])

    def x(self, second: float) -> float:
        """Where a second is."""
        return self.left + self.scale.x(second)

    def second_at(self, x: float) -> float:
        """The second under a pixel."""
        return self.scale.second(x - self.left)

    def in_time(self, x: float) -> bool:
        """Whether a pixel lies where time runs."""
        return self.left <= x <= self.width - self.right

    def box(self, bar: int) -> QRectF:
        """Where a bar is."""
        left = self.x(int(self.view.begin_s[bar]))
        right = self.x(int(self.view.departure_s[bar]))
        top = self.top(self.line_of(self.view.row_of(bar)))
        return QRectF(left, top + 4, max(MIN_BAR_PX, right - left), self.row_px - 8)

    def bar_at(self, at: QPointF) -> int | None:
        """The bar at or near a pixel."""
        line = self.line_at(at.y())
        if line < 0 or not self.in_time(at.x()):
            return None
        reach = REACH_PX / self.scale.per_second
        return bar_at(self.view, int(self.order[line]), self.second_at(at.x()), reach)

    def step(
        self, stop: int, vehicle: str, down: int, along: int
    ) -> tuple[int | None, int] | None:
        """Where an arrow key leads: a bar and its row, None for nowhere.

        `stop` is the chosen bar or -1. A step down keeps to the same time; a row
        without bars is given as (None, row).
        """
        view, line = self.view, self.line_chosen(vehicle)
        if not len(self.order):
            return None
        if line >= 0 and not down:
            row = int(self.order[line])
            bar = stop + along if stop >= 0 else int(view.first[row])
            inside = view.first[row] <= bar < view.first[row + 1]
            return (bar, row) if inside else None
        line = min(max(0, line + down), len(self.order) - 1)
        row = int(self.order[line])
        second = self.scale.second(self.scale.width / 2)
        if stop >= 0:
            second = float(view.begin_s[stop])
        return nearest_in_time(view, row, second), row

    def line_chosen(self, vehicle: str) -> int:
        """The line of a vehicle, -1 for none."""
        if vehicle not in self.view.vehicle:
            return -1
        return self.line_of(self.view.vehicle.index(vehicle))

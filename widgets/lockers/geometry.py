"""Where each door is drawn, and which door lies beside which.

Frames stand side by side. Within a frame every column is filled from top to bottom,
its doors as high as they are in the real one; a screen takes a column of its own.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

from console.viewmodels.lockers import NEVER, LockerView

GAP = 3.0
FRAME_GAP = 12.0
MIN_COLUMN = 36.0
MIN_DOOR = 19.0


class Way(Enum):
    """An arrow key as a step on the screen."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rectangles of all doors in the order of the view, and of the screens."""

    doors: tuple[QRectF, ...]
    screens: tuple[QRectF, ...]
    size: QSizeF

    def at(self, point: QPointF) -> int | None:
        """The door under a point."""
        for i, box in enumerate(self.doors):
            if box.contains(point):
                return i
        return None

    def beside(self, door: int, way: Way) -> int | None:
        """The nearest door that way; those straight ahead before those aside."""
        dx, dy = way.value
        here = self.doors[door]
        best: tuple[float, int] | None = None
        for i, box in enumerate(self.doors):
            ahead = (box.center().x() - here.center().x()) * dx
            ahead += (box.center().y() - here.center().y()) * dy
            if i == door or not _past(here, box, dx, dy):
                continue
            aside = _apart(here, box, sideways=bool(dy))
            off = abs(
                (box.center().y() - here.center().y()) * dx
                + (box.center().x() - here.center().x()) * dy
            )
            score = ahead + 4 * aside + 0.01 * off
            if best is None or score < best[0]:
                best = (score, i)
        return None if best is None else best[1]


def smallest(view: LockerView) -> QSizeF:
    """The least room in which every door can be read."""
    columns = sum(len(c) for c in _columns(view))
    width = columns * (MIN_COLUMN + GAP) + FRAME_GAP * max(0, len(view.frames) - 1)
    tallest = 1
    for frame in range(len(view.frames)):
        mine = view.column[view.frame == frame]
        if len(mine):
            tallest = max(tallest, int(np.bincount(mine).max()))
    return QSizeF(width, tallest * (MIN_DOOR + GAP))


def lay_out(view: LockerView, room: QSizeF) -> Grid:
    """Places all doors in `room`, or in the least room if that is more."""
    least = smallest(view)
    width = max(room.width(), least.width())
    height = max(room.height(), least.height())
    columns = _columns(view)
    total = sum(len(c) for c in columns)
    gaps = FRAME_GAP * max(0, len(columns) - 1)
    step = (width - gaps + GAP) / total if total else width
    doors: list[QRectF] = [QRectF()] * len(view)
    screens: list[QRectF] = []
    x = 0.0
    for frame, names in enumerate(columns):
        for column in names:
            strip = QRectF(x, 0, step - GAP, height)
            x += step
            if column == view.screen_columns[frame]:
                screens.append(strip)
                continue
            mine = np.flatnonzero((view.frame == frame) & (view.column == column))
            for i, box in zip(mine.tolist(), _stack(view, mine, strip), strict=True):
                doors[i] = box
        x += FRAME_GAP
    return Grid(tuple(doors), tuple(screens), QSizeF(width, height))


def _columns(view: LockerView) -> list[list[int]]:
    """The columns of each frame from left to right, that of a screen among them."""
    found: list[list[int]] = []
    for frame, screen in enumerate(view.screen_columns):
        names = set(view.column[view.frame == frame].tolist())
        if screen != NEVER:
            names.add(screen)
        found.append(sorted(names))
    return found


def _stack(view: LockerView, doors: NDArray[np.intp], strip: QRectF) -> list[QRectF]:
    """One column's doors, by row, as high as they are, never less than MIN_DOOR."""
    if not len(doors):
        return []
    free = strip.height() - GAP * (len(doors) - 1)
    heights = view.height_mm[doors].astype(np.float64)
    shares = heights / heights.sum() * free
    small = shares < MIN_DOOR
    if small.any() and not small.all():
        left = free - MIN_DOOR * small.sum()
        shares = np.where(small, MIN_DOOR, heights / heights[~small].sum() * left)
    placed = [QRectF()] * len(doors)
    y = strip.top()
    for i in np.argsort(view.row[doors], kind="stable").tolist():
        placed[i] = QRectF(strip.left(), y, strip.width(), float(shares[i]))
        y += float(shares[i]) + GAP
    return placed


def _past(here: QRectF, there: QRectF, dx: int, dy: int) -> bool:
    if dx > 0:
        return there.left() >= here.right()
    if dx < 0:
        return there.right() <= here.left()
    if dy > 0:
        return there.top() >= here.bottom()
    return there.bottom() <= here.top()


def _apart(here: QRectF, there: QRectF, *, sideways: bool) -> float:
    """How far two boxes miss each other across the way."""
    if sideways:
        return max(0.0, here.left() - there.right(), there.left() - here.right())
    return max(0.0, here.top() - there.bottom(), there.top() - here.bottom())

"""What lies under a pixel of the board, and where a dragged stop would go."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from console.viewmodels.board import BoardView
from console.viewmodels.board_stops import StopStatus

REACH_PX: Final = 4.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a stop would be put in: before visit `index` of a vehicle's row.

    `index` counts the row's visits without the dragged one.
    """

    row: int
    index: int
    second: int


def bar_at(view: BoardView, row: int, second: float, reach_s: float) -> int | None:
    """The bar of a row at a second, or the nearest within `reach_s`."""
    begin, end = int(view.first[row]), int(view.first[row + 1])
    if begin == end:
        return None
    starts = view.begin_s[begin:end]
    at = int(np.searchsorted(starts, second, side="right")) - 1
    best, away = None, reach_s
    for i in (at, at + 1):
        if not 0 <= i < end - begin:
            continue
        bar = begin + i
        before = float(view.begin_s[bar]) - second
        after = second - float(view.departure_s[bar])
        gap = max(before, after, 0.0)
        if gap <= away and (best is None or gap < away):
            best, away = bar, gap
    return best


def target_at(view: BoardView, row: int, second: float, dragged: int) -> Target:
    """Where the dragged bar would go in a row; never before what is done there."""
    begin, end = int(view.first[row]), int(view.first[row + 1])
    bars = np.array([i for i in range(begin, end) if i != dragged], dtype=np.int64)
    middle = (view.begin_s[bars] + view.departure_s[bars]) / 2
    behind = int((view.status[bars] == StopStatus.DONE).sum())
    index = max(behind, int(np.searchsorted(middle, second)))
    return Target(row, index, round(second))


def kept_target(target: Target, old: BoardView, new: BoardView) -> Target | None:
    """The same place in another view; None where its row has other stops now."""
    vehicle = old.vehicle[target.row]
    if vehicle not in new.vehicle:
        return None
    row = new.vehicle.index(vehicle)
    if new.locked[row] or _stops(old, target.row) != _stops(new, row):
        return None
    return replace(target, row=row)


def _stops(view: BoardView, row: int) -> tuple[str, ...]:
    return tuple(view.stop[int(view.first[row]) : int(view.first[row + 1])])


def index_of(view: BoardView, bar: int) -> int:
    """A bar's place in its row, from 0."""
    return bar - int(view.first[view.row_of(bar)])


def nearest_in_time(view: BoardView, row: int, second: float) -> int | None:
    """The bar of a row that begins nearest to a second; None in an empty row."""
    begin, end = int(view.first[row]), int(view.first[row + 1])
    if begin == end:
        return None
    return begin + int(np.argmin(np.abs(view.begin_s[begin:end] - second)))


def movable(view: BoardView, bar: int) -> bool:
    """Whether a bar may be dragged: it is not done and its row is not locked."""
    done = view.status[bar] in (StopStatus.DONE, StopStatus.RETURN)
    return not done and not bool(view.locked[view.row_of(bar)])

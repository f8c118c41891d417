"""The board's clock: what a wall clock shows at planner seconds.

The widget has no zone. It gets a mark for every five minutes of the day, each with its
wall time, and counts on from the mark before; a zone only ever changes at a mark.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.domain.clock import ServiceDate

MARK_S = 300


@dataclass(frozen=True, slots=True)
class DayClock:
    """Marks at `second` int32 (t,), ascending, with local minutes of the day (t,)."""

    second: NDArray[np.int32]
    minute: NDArray[np.int16]

    def minute_at(self, second: int) -> int:
        """The local minute of the day at a planner second."""
        if not len(self.second):
            return second // 60 % 1440
        at = int(np.searchsorted(self.second, second, side="right")) - 1
        at = max(at, 0)
        since = (second - int(self.second[at])) // 60
        return (int(self.minute[at]) + since) % 1440

    def label(self, second: int) -> str:
        """The wall time at a planner second, as 10:42."""
        hour, minute = divmod(self.minute_at(second), 60)
        return f"{hour:02d}:{minute:02d}"

    def marks(self, step_min: int) -> NDArray[np.int32]:
        """The seconds of all marks whose wall time is a multiple of `step_min`."""
        chosen: NDArray[np.int32] = self.second[self.minute % step_min == 0]
        return chosen


def day_clock(date: ServiceDate, start_s: int, end_s: int) -> DayClock:
    """Marks from `start_s` to `end_s` in the depot's zone."""
    begin = start_s - start_s % MARK_S
    second = np.arange(begin, end_s + MARK_S, MARK_S, dtype=np.int32)
    walls = [date.local(int(s)) for s in second]
    minute = np.array([w.hour * 60 + w.minute for w in walls], dtype=np.int16)
    return DayClock(second, minute)

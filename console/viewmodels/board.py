"""The route board as columns: one row a vehicle, one bar a stop.

Made from the plan's columns and what progress makes of them; the widget draws it and
knows nothing else. Seconds are planner seconds.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from console.domain.clock import ServiceDate
from console.domain.progress import Progress
from console.viewmodels.board_clock import DayClock, day_clock
from console.viewmodels.board_stops import (
    NEVER_S,
    Followed,
    PlanColumns,
    StopStatus,
    follow,
    worst,
)

DAY_S = 24 * 3600
_MARGIN_S = 1800


class RowOrder(StrEnum):
    """What the rows are sorted by."""

    LATENESS = "lateness"
    VEHICLE = "vehicle"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class BoardView:
    """r rows and n bars: row i has the bars first[i]:first[i + 1], in route order.

    By row: `vehicle`, `courier`, `row_status` (StopStatus), `done` and `total`
    parcels, `load` (1.0 is full), `shift_s` (r, 2), `leave_s`, `finish_s`, `over_s`
    past the shift, `locked`. By bar: `stop` (its id), `label` (street or site), times,
    `delay_s` by which all of them are expected later than planned, `due_s`, `late_s`,
    `status`, `parcels`, `locker`. `dirty` names the vehicles that changed since the
    view before; None means all.
    """

    start_s: int
    end_s: int
    now_s: int | None
    clock: DayClock
    vehicle: tuple[str, ...]
    courier: tuple[str, ...]
    first: NDArray[np.int32]
    row_status: NDArray[np.uint8]
    done: NDArray[np.int32]
    total: NDArray[np.int32]
    load: NDArray[np.float32]
    shift_s: NDArray[np.int32]
    leave_s: NDArray[np.int32]
    finish_s: NDArray[np.int32]
    over_s: NDArray[np.int32]
    locked: NDArray[np.bool_]
    stop: tuple[str, ...]
    label: tuple[str, ...]
    parcels: tuple[tuple[str, ...], ...]
    arrival_s: NDArray[np.int32]
    begin_s: NDArray[np.int32]
    departure_s: NDArray[np.int32]
    delay_s: NDArray[np.int32]
    due_s: NDArray[np.int32]
    late_s: NDArray[np.int32]
    status: NDArray[np.uint8]
    locker: NDArray[np.bool_]
    dirty: frozenset[str] | None = None

    def row_of(self, bar: int) -> int:
        """The row that a bar stands in."""
        return int(np.searchsorted(self.first, bar, side="right")) - 1


def board_view(
    columns: PlanColumns,
    progress: Progress | None,
    date: ServiceDate,
    *,
    couriers: Mapping[str, str] | None = None,
    labels: Sequence[str] = (),
    locked: frozenset[str] = frozenset(),
    followed: Followed | None = None,
    dirty: frozenset[str] | None = None,
) -> BoardView:
    """What the board shows. `labels` are one a stop; `followed` saves asking again."""
    state = followed if followed is not None else follow(columns, progress, date)
    start, end = _span(columns, state)
    couriers = couriers or {}
    return BoardView(
        start_s=start,
        end_s=end,
        now_s=date.second(progress.as_of) if progress is not None else None,
        clock=day_clock(date, start, end),
        vehicle=columns.vehicle,
        courier=tuple(couriers.get(v, "") for v in columns.vehicle),
        first=columns.first,
        row_status=worst(columns, state),
        done=state.done,
        total=state.total,
        load=columns.load,
        shift_s=columns.shift_s,
        leave_s=columns.leave_s,
        finish_s=columns.finish_s + _last_delay(columns, state),
        over_s=columns.over_s,
        locked=np.array([v in locked for v in columns.vehicle], dtype=np.bool_),
        stop=columns.stop,
        label=tuple(labels) or columns.site,
        parcels=columns.parcels,
        arrival_s=columns.arrival_s + state.arrival_delay_s,
        begin_s=columns.start_s + state.delay_s,
        departure_s=columns.departure_s + state.delay_s,
        delay_s=state.delay_s,
        due_s=columns.due_s,
        late_s=state.late_s,
        status=state.status,
        locker=columns.locker,
        dirty=dirty,
    )


def ordered(view: BoardView, by: RowOrder) -> NDArray[np.int64]:
    """The rows from top to bottom, int64 (r,). Ties go by the vehicle's name.

    By lateness: the sum of late seconds, largest first; then whoever has a stop at
    risk, the least slack first; then the rest.
    """
    rows = range(len(view.vehicle))
    names = [natural(vehicle) for vehicle in view.vehicle]
    first = np.zeros(len(names), dtype=np.int64)
    second = first
    if by is RowOrder.FINISH:
        first = -view.finish_s.astype(np.int64)
    elif by is RowOrder.LATENESS:
        late, second = lateness(view)
        first = -late
    chosen = sorted(rows, key=lambda i: (first[i], second[i], names[i]))
    return np.array(chosen, dtype=np.int64)


def lateness(view: BoardView) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Late seconds of each row in all, and the least slack of its stops at risk."""
    count = len(view.vehicle)
    late = np.zeros(count, dtype=np.int64)
    slack = np.full(count, NEVER_S, dtype=np.int64)
    risk = view.status == StopStatus.AT_RISK
    for i in range(count):
        own = slice(view.first[i], view.first[i + 1])
        late[i] = view.late_s[own].sum() + view.over_s[i]
        rest = (view.due_s[own] - view.begin_s[own])[risk[own]]
        if len(rest):
            slack[i] = rest.min()
    return late, slack


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts V2 before V10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part.casefold())
        for part in re.findall(r"\d+|\D+", name)
    )


def _last_delay(columns: PlanColumns, state: Followed) -> NDArray[np.int32]:
    result = np.zeros(len(columns.vehicle), dtype=np.int32)
    for i in range(len(columns.vehicle)):
        if columns.first[i] < columns.first[i + 1]:
            result[i] = state.delay_s[columns.first[i + 1] - 1]
    return result


def _span(columns: PlanColumns, state: Followed) -> tuple[int, int]:
    """From the first departure to the last return, whole half hours around it."""
    if not len(columns.vehicle):
        return 8 * 3600, 18 * 3600
    last = int((columns.finish_s + _last_delay(columns, state)).max())
    start = max(0, int(columns.leave_s.min()) - _MARGIN_S)
    end = max(last, start + 4 * 3600) + _MARGIN_S
    return start - start % _MARGIN_S, end + -end % _MARGIN_S

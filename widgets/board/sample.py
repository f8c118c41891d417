"""A day of routes that does not exist, for the gallery and for tests."""

from typing import Final

import numpy as np
from PySide6.QtWidgets import QWidget

from console.viewmodels.board import BoardView
from console.viewmodels.board_clock import DayClock
from console.viewmodels.board_stops import NEVER_S, StopStatus
from widgets.board.pane import RouteBoard
from widgets.common.theme import Theme

NOW_S: Final = 10 * 3600 + 42 * 60
_COURIERS: Final = (
    *("L. Nieminen", "A. Virtanen", "M. Korhonen", "J. Laine", "S. Salo", "V. Saari"),
    *("O. Heikki", "T. Mäki", "E. Lahti", "P. Rinne", "K. Aho", "R. Niemi"),
)


def sample(theme: Theme) -> QWidget:
    """The board of a fake day at 10:42, one stop chosen."""
    view = fake_board()
    board = RouteBoard(theme, view)
    board.setWindowTitle("board")
    board.resize(1140, 440)
    risky = int(np.flatnonzero(view.status == StopStatus.AT_RISK)[0])
    board.select(stop=view.stop[risky])
    return board


def fake_board(rows: int = 12, each: int = 40, seed: int = 3) -> BoardView:
    """Rows of about `each` bars; the same for the same seed."""
    random = np.random.default_rng(seed)
    begins: list[int] = []
    arrivals: list[int] = []
    ends: list[int] = []
    parcels: list[tuple[str, ...]] = []
    locker: list[bool] = []
    leave: list[int] = []
    finish: list[int] = []
    first = [0]
    for _ in range(rows):
        now = 8 * 3600 + int(random.integers(0, 2400))
        leave.append(now)
        for _ in range(each - int(random.integers(0, max(1, each // 8)))):
            now += int(random.integers(150, 420))
            arrivals.append(now)
            if random.random() < 0.06:
                now += int(random.integers(300, 900))
            hub = random.random() < 0.14
            count = int(random.integers(6, 38)) if hub else int(random.integers(1, 3))
            begins.append(now)
            now += 150 + 12 * count if hub else 120 + 40 * count
            ends.append(now)
            locker.append(bool(hub))
            parcels.append(tuple(f"p{len(parcels)}-{i}" for i in range(count)))
        first.append(len(ends))
        finish.append(now + 600)
    return _view(rows, first, arrivals, begins, ends, locker, parcels, leave, finish)


def _view(
    rows: int,
    first: list[int],
    arrivals: list[int],
    begins: list[int],
    ends: list[int],
    locker: list[bool],
    parcels: list[tuple[str, ...]],
    leave: list[int],
    finish: list[int],
) -> BoardView:
    count = len(ends)
    begin, end = np.array(begins, dtype=np.int32), np.array(ends, dtype=np.int32)
    offsets = np.array(first, dtype=np.int32)
    row_of = np.repeat(np.arange(rows), np.diff(offsets))
    hub = np.array(locker, dtype=np.bool_)
    status = np.where(hub, StopStatus.LOCKER, StopStatus.DOOR).astype(np.uint8)
    late = np.zeros(count, dtype=np.int32)
    due = np.full(count, NEVER_S, dtype=np.int32)
    bar = np.arange(count)
    risky = (bar % 61 == 17) & ~hub
    due[risky] = begin[risky] + 140
    status[risky] = StopStatus.AT_RISK
    tardy = (row_of % 7 == 3) & (bar % 19 == 5) & ~hub
    due[tardy] = begin[tardy] - 700
    late[tardy] = 700
    status[tardy] = StopStatus.LATE
    status[end < NOW_S] = StopStatus.DONE
    status[(end < NOW_S) & (bar % 53 == 7)] = StopStatus.RETURN
    late[end < NOW_S] = 0
    sizes = np.array([len(p) for p in parcels], dtype=np.int32)
    start_s, end_s = 7 * 3600 + 1800, int(max(finish)) // 1800 * 1800 + 3600
    second = np.arange(start_s, end_s + 1, 300, dtype=np.int32)
    worst = [
        int(status[first[i] : first[i + 1]].max(initial=StopStatus.OFF % 7))
        for i in range(rows)
    ]
    shift = [
        (leave[i] - 900, max(finish[i] - (i % 5 == 4) * 900, 0)) for i in range(rows)
    ]
    over = [max(0, finish[i] - shift[i][1]) for i in range(rows)]
    return BoardView(
        start_s=start_s,
        end_s=end_s,
        now_s=NOW_S,
        clock=DayClock(second, (second // 60 % 1440).astype(np.int16)),
        vehicle=tuple(f"{'VB'[i % 2]}{i // 2 + 1:02d}" for i in range(rows)),
        courier=tuple(_COURIERS[i % len(_COURIERS)] for i in range(rows)),
        first=offsets,
        row_status=np.array(worst, dtype=np.uint8),
        done=np.bincount(row_of, sizes * (end < NOW_S), rows).astype(np.int32),
        total=np.bincount(row_of, sizes, rows).astype(np.int32),
        load=(0.45 + 0.05 * (np.arange(rows) * 5 % 13)).astype(np.float32),
        shift_s=np.array(shift, dtype=np.int32),
        leave_s=np.array(leave, dtype=np.int32),
        finish_s=np.array(finish, dtype=np.int32),
        over_s=np.array(over, dtype=np.int32),
        locked=np.arange(rows) % 9 == 8,
        stop=tuple(p[0] for p in parcels),
        label=tuple(f"Mill Lane {i % 80 + 1}" for i in range(count)),
        parcels=tuple(parcels),
        arrival_s=np.array(arrivals, dtype=np.int32),
        begin_s=begin,
        departure_s=end,
        delay_s=np.zeros(count, dtype=np.int32),
        due_s=due,
        late_s=late,
        status=status,
        locker=hub,
    )

"""What the board says about a bar, a gap and a row."""

from PySide6.QtCore import QCoreApplication

from console.viewmodels.board import BoardView
from console.viewmodels.board_stops import NEVER_S, StopStatus
from widgets.board.bars import WAIT_FROM_S
from widgets.board.finding import index_of
from widgets.common.marked import DOT
from widgets.common.words import duration


def bar_tip(view: BoardView, bar: int) -> str:
    """Where, when, how late and how many."""
    row = view.row_of(bar)
    head = _tr("{0}, stop {1}").format(view.vehicle[row], index_of(view, bar) + 1)
    place = view.label[bar] if bar < len(view.label) else ""
    lines = [DOT.join(part for part in (head, place) if part)]
    begin, end = int(view.begin_s[bar]), int(view.departure_s[bar])
    clock = view.clock
    lines.append(_tr("{0} to {1}").format(clock.label(begin), clock.label(end)))
    count = len(view.parcels[bar])
    lines[-1] += DOT + _tr("%n parcel(s)", count)
    due = int(view.due_s[bar])
    if due < NEVER_S and view.status[bar] != StopStatus.DONE:
        words = _tr("window ends {0}").format(clock.label(due))
        late = int(view.late_s[bar])
        if late > 0:
            words += DOT + _tr("{0} late").format(duration(late))
        elif view.status[bar] == StopStatus.AT_RISK:
            words += DOT + _tr("{0} to spare").format(duration(due - begin))
        lines.append(words)
    if view.delay_s[bar] > 0:
        delay = duration(int(view.delay_s[bar]))
        lines.append(_tr("{0} behind the plan").format(delay))
    return "\n".join(lines)


def gap_tip(view: BoardView, row: int, second: float) -> str:
    """Why nothing is served at a second of a row."""
    clock, vehicle = view.clock, view.vehicle[row]
    begin, end = (int(edge) for edge in view.shift_s[row])
    if not begin <= second <= end:
        words = _tr("{0} works from {1} to {2}")
        return words.format(vehicle, clock.label(begin), clock.label(end))
    if second < view.leave_s[row]:
        leaves = clock.label(int(view.leave_s[row]))
        return _tr("{0} leaves the depot at {1}").format(vehicle, leaves)
    if second > view.finish_s[row]:
        back = clock.label(int(view.finish_s[row]))
        return _tr("{0} is back at the depot at {1}").format(vehicle, back)
    for bar in range(int(view.first[row]), int(view.first[row + 1])):
        arrival, start = int(view.arrival_s[bar]), int(view.begin_s[bar])
        if second < arrival:
            before = bar - 1 if bar > view.first[row] else None
            left = view.departure_s[before] if before is not None else view.leave_s[row]
            drive = duration(arrival - int(left))
            words = _tr("on the way to stop {0}, {1}")
            tip = words.format(index_of(view, bar) + 1, drive)
            if start - arrival >= WAIT_FROM_S:
                tip += DOT + _tr("then waits {0}").format(duration(start - arrival))
            return tip
        if second < start:
            words = _tr("waits {0} for stop {1}, which opens at {2}")
            wait = duration(start - arrival)
            return words.format(wait, index_of(view, bar) + 1, clock.label(start))
    last = int(view.first[row + 1]) - 1
    left = view.departure_s[last] if last >= view.first[row] else view.leave_s[row]
    home = duration(int(view.finish_s[row]) - int(left))
    return _tr("on the way back to the depot, {0}").format(home)


def row_tip(view: BoardView, row: int) -> str:
    """How a vehicle stands."""
    lines = [DOT.join(x for x in (view.vehicle[row], view.courier[row]) if x)]
    share = round(100 * float(view.load[row]))
    lines.append(_tr("loaded to {0} %").format(share))
    if share > 100:
        lines[-1] += DOT + _tr("more than it can carry")
    if view.over_s[row] > 0:
        over = duration(int(view.over_s[row]))
        lines.append(_tr("{0} past the end of the shift").format(over))
    if view.locked[row]:
        lines.append(_tr("locked: stops cannot be moved"))
    return "\n".join(lines)


def _tr(text: str, count: int = -1) -> str:
    said = QCoreApplication.translate("board", text, "", count)
    # without a translation Qt leaves the plural's own sign in
    return said.replace("(s)", "" if count == 1 else "s") if count >= 0 else said

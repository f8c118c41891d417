"""The span of time in which VROOM looks for the starts of a given route.

It begins where the first window opens, or before that by as long as leading up to it
may pay, and ends likewise behind the last one; how far it is worth to go is told by
what a route breaks that begins at once and never waits. Near zero the span is not drawn
out at all, so a route may be told to be later than it need be: what VROOM says of a
file is to be said here too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

type Ends = tuple[int | None, int | None]
"""From, to; None where there is no end."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One start of a route, in hundredths of seconds; the last is its finish.

    `late` is how far it is behind the departure at the least. For a break that is
    without the way it lies on, which is `way`. Without windows it is at any time.
    """

    late: int
    windows: tuple[Ends, ...]
    forced: Ends = (None, None)
    way: int = 0
    is_break: bool = False

    def missed(self, start: int) -> int:
        """How far a start is from the nearest window."""
        return min((_off(window, start) for window in self.windows), default=0)


@dataclass(frozen=True, slots=True)
class Horizon:
    """No route leaves before `low`; start number k is not after `highs[k]`, if any.

    `heavy` is what a hundredth of a second outside windows counts against one of the
    whole route's length.
    """

    low: int
    highs: tuple[int, ...]
    heavy: int


def horizon(moments: Sequence[Moment]) -> Horizon:
    """The span for a route."""
    whole = moments[-1].late
    lows = [m.windows[0][0] for m in moments if m.windows]
    highs = [m.windows[-1][1] for m in moments if m.windows]
    opens = min((low for low in lows if low is not None), default=0)
    closes = max((high for high in highs if high is not None), default=0)
    pressed = [m.forced[1] - m.late for m in moments if m.forced[1] is not None]
    if not lows:
        return Horizon(0, (), whole or 1)
    sooner = min([opens, *pressed])
    broken = _broken(moments, sooner)
    low = opens - _before(moments, opens, broken)
    high = closes + _behind(moments, closes, broken)
    forced = [max(m.forced[0] or 0, m.forced[1] or 0) for m in moments]
    return Horizon(
        max(0, min([low, *pressed])),
        tuple(accumulate([max(high, forced[0]), *forced[1:]], max)),
        whole or high - low or 1,
    )


def _off(window: Ends, start: int) -> int:
    low, high = window
    early = 0 if low is None else low - start
    return max(0, early, 0 if high is None else start - high)


def _broken(moments: Sequence[Moment], departure: int) -> int:
    """What a route breaks that leaves then and never waits but where it is forced."""
    now, before, sum_ = departure, 0, 0
    for moment in moments:
        now = max(now + moment.late - before, moment.forced[0] or 0)
        before = moment.late
        sum_ += moment.missed(now)
    return sum_


def _before(moments: Sequence[Moment], opens: int, broken: int) -> int:
    """How much sooner than `opens` a route may leave that is better than `broken`."""
    early, count, lates = 0, 0, 0
    margin = 0
    for moment in moments:
        if moment.late > opens:
            return 0
        margin = moment.late
        if moment.windows:
            low = moment.windows[0][0]
            early += 0 if low is None else low - opens
            count += 1
            lates += moment.late
        if early + count * moment.late - lates > broken:
            break
    return margin


def _behind(moments: Sequence[Moment], closes: int, broken: int) -> int:
    """How much later than `closes` a route may end that is better than `broken`."""
    late, count, lates = 0, 0, 0
    margin = 0
    for moment in reversed(moments):
        margin = moments[-1].late - moment.late
        if moment.windows:
            high = moment.windows[-1][1]
            late += 0 if high is None else closes - high
            count += 1
            lates += moment.late
        if late + lates - count * moment.late > broken:
            break
    return margin

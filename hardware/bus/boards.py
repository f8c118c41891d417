"""What is known of each board on a line: whether it answers, how fast, how well.

A dead board must not slow the living: three misses take it offline, then it is asked
after 1, 2, 5, 10 and every 30 seconds. Two answers in a row bring it back.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from hardware.cabinet import BoardCounters

MISSES_TO_GO_OFFLINE = 3
ANSWERS_TO_COME_BACK = 2
BACKOFF_S = (1.0, 2.0, 5.0, 10.0, 30.0)


@dataclass(slots=True)
class BoardRecord:
    """One board. `answering` is None until it is decided either way."""

    board: int
    answering: bool | None = None
    misses: int = 0
    answers_in_a_row: int = 0
    probes: int = 0
    sent: int = 0
    answered: int = 0
    timeouts: int = 0
    bad_checks: int = 0
    strays: int = 0
    late: int = 0
    last_seen: datetime | None = None
    last_seen_s: float | None = None
    replies_ms: deque[float] = field(default_factory=lambda: deque(maxlen=200))

    def saw_answer(self, at: datetime, at_s: float, reply_ms: float) -> None:
        """Count an answer."""
        self.answered += 1
        self.last_seen, self.last_seen_s = at, at_s
        self.replies_ms.append(reply_ms)
        self.misses = 0
        self.answers_in_a_row += 1
        if self.answers_in_a_row >= ANSWERS_TO_COME_BACK:
            self.answering = True
            self.probes = 0

    def saw_miss(self, *, excused: bool) -> None:
        """Count a missing answer; an excused one (the board is pulsing) is no sign."""
        self.timeouts += 1
        self.answers_in_a_row = 0
        if excused:
            return
        self.misses += 1
        if self.answering is False:
            self.probes += 1
        elif self.misses >= MISSES_TO_GO_OFFLINE:
            self.answering = False
            self.probes = 0

    def undecided(self) -> None:
        """Know nothing again, as after a reconnect; the figures stay."""
        self.answering = None
        self.misses = self.answers_in_a_row = self.probes = 0

    def backoff_s(self) -> float:
        """How long an offline board is left alone."""
        return BACKOFF_S[min(self.probes, len(BACKOFF_S) - 1)]

    def counters(self) -> BoardCounters:
        """Give the figures as a value."""
        replies = list(self.replies_ms)
        return BoardCounters(
            board=self.board,
            answering=self.answering is True,
            sent=self.sent,
            answered=self.answered,
            timeouts=self.timeouts,
            bad_checks=self.bad_checks,
            strays=self.strays,
            late=self.late,
            fastest_ms=min(replies, default=None),
            median_ms=median(replies) if replies else None,
            slowest_ms=max(replies, default=None),
            last_seen=self.last_seen,
        )

"""The bus monitor: what went over one line, each frame once.

The words are those of hardware.cabinet, said again so that screens need no hardware.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from console.viewmodels.lockers import LinkView


class Way(StrEnum):
    """Seen from the desk: tx leaves, rx arrives."""

    TX = "tx"
    RX = "rx"


class FrameFate(StrEnum):
    """What the bus made of a frame; the words of hardware.cabinet.FrameResult."""

    SENT = "sent"
    OK = "ok"
    TIMEOUT = "timeout"
    LATE = "late"
    STRAY = "stray"
    EVENT = "event"
    BAD_CHECK = "bad-check"
    NOISE = "noise"
    ECHO = "echo"
    ECHO_LOST = "echo-lost"

    @property
    def trouble(self) -> bool:
        """Whether a technician would look at it."""
        return self not in {
            FrameFate.SENT,
            FrameFate.OK,
            FrameFate.EVENT,
            FrameFate.ECHO,
        }


@dataclass(frozen=True, slots=True)
class BusLine:
    """One frame. `number` counts up for ever; `at` is local; `gap_ms` since the last.

    `decoded` is what the codec made of it: the protocol's own words, not translated.
    """

    number: int
    at: datetime
    way: Way
    data: bytes
    decoded: str
    gap_ms: float
    fate: FrameFate


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """The counters of one board since the bus was started."""

    board: int
    answering: bool
    sent: int
    answered: int
    timeouts: int
    bad_checks: int
    median_ms: float | None


@dataclass(frozen=True, slots=True)
class BusView:
    """The last lines of one bus, oldest first, and its counters."""

    name: str = ""
    link: LinkView = field(default_factory=LinkView)
    lines: tuple[BusLine, ...] = ()
    boards: tuple[BoardFigures, ...] = ()

    @property
    def lost_percent(self) -> float:
        """Questions without a valid answer, in percent of those sent."""
        sent = sum(b.sent for b in self.boards)
        lost = sum(b.timeouts + b.bad_checks for b in self.boards)
        return 100.0 * lost / sent if sent else 0.0

"""What can be asked of a line, how urgently, and in which order it goes out."""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count

from hardware.cabinet import DoorAddress
from hardware.frames.stream import Decoder


class Priority(IntEnum):
    """Who goes first. A question waits for the one in flight and for those above it."""

    EMERGENCY = 0
    HUMAN_OPEN = 1
    CONFIRM = 2
    TECHNICIAN = 3
    POLL = 4
    PROBE = 5


@dataclass(frozen=True, slots=True)
class Codec[F]:
    """What a bus needs to know of a protocol; `reply_bytes` is its longest answer.

    `event` names the door that a frame tells of without having been asked; None where
    boards only answer.
    """

    name: str
    decoder: Callable[[], Decoder[F]]
    reply_bytes: int
    board_of: Callable[[F], int]
    describe: Callable[[F], str]
    event: Callable[[F], DoorAddress | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Question[F]:
    """One frame to send and how to know its answer.

    A question that `moves` something is written once, on the connection it was asked
    on or not at all. Its answer is welcome, not needed. Any other may be repeated.
    """

    data: bytes
    board: int
    text: str
    answered_by: Callable[[F], bool]
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take on a line.

    `board_s` is the longest a board thinks before it answers, `gap_s` the silence kept
    before every question, `retries` how often a read is asked again.
    """

    baud: int = 19_200
    board_s: float = 0.1
    gap_s: float = 0.025
    retries: int = 1

    def air_s(self, length: int) -> float:
        """How long this many bytes take on the wire: ten bits each."""
        return length * 10 / self.baud


@dataclass(slots=True)
class Waiting[F]:
    """A question in the queue. `epoch` is the connection it was asked on."""

    question: Question[F]
    priority: Priority
    epoch: int
    tries_left: int
    answer: asyncio.Future[F | None]


@dataclass(slots=True)
class QuestionQueue[F]:
    """First by priority, then by age; what nobody waits for any more is skipped."""

    _heap: list[tuple[Priority, int, Waiting[F]]] = field(default_factory=list)
    _number: "count[int]" = field(default_factory=count)

    def put(self, waiting: Waiting[F]) -> None:
        """Add a question."""
        heapq.heappush(self._heap, (waiting.priority, next(self._number), waiting))

    def take(self) -> Waiting[F] | None:
        """Take the next question, or None."""
        while self._heap:
            waiting = heapq.heappop(self._heap)[2]
            if not waiting.answer.done():
                return waiting
        return None

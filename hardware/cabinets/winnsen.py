"""Winnsen boards as a cabinet.

Their frames carry no check, so an answer counts only for the very station and lock that
were asked for, and a door only when it was read twice. Whether an unlock was "done" is
not believed.

    [dialect]
    answers   "85": boards answer 85 and 82; "A5": they answer A5 and A2; "any": either,
              which lets one more flipped bit pass
    status    "poll": a board tells of all its doors at once; "lock": other firmware,
              which tells of one
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress, DoorState
from hardware.cabinets.dialect import one_by_one, whole
from hardware.cabinets.doors import Look
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import Board, FamilySettings
from hardware.frames import winnsen as frames
from hardware.frames.stream import Tap


class Answers(StrEnum):
    """Which heads answers come under."""

    USUAL = "85"
    ELSEWHERE = "A5"
    ANY = "any"


class Status(StrEnum):
    """How doors are asked for."""

    POLL = "poll"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Own:
    """Section [dialect]."""

    answers: Answers
    status: Status

    @property
    def elsewhere(self) -> tuple[bool, ...]:
        """Which heads to read."""
        known = {Answers.USUAL: (False,), Answers.ELSEWHERE: (True,)}
        return known.get(self.answers, (False, True))


class WinnsenDialect:
    """The two questions, and which bit means what."""

    def __init__(self, settings: FamilySettings) -> None:
        self._board = settings.board
        self._polled = settings.own(Own).status is Status.POLL

    def spans(self, board: Board) -> Sequence[tuple[int, ...]]:
        """See `Dialect.spans`."""
        return whole(board) if self._polled else one_by_one(board)

    def status(self, board: int, locks: tuple[int, ...]) -> Question[frames.Reply]:
        """See `Dialect.status`."""
        if not self._polled:
            return _about(frames.Function.STATUS, DoorAddress(board, locks[0]))
        # A door that was not asked for reads as a closed one.
        request = frames.Poll(board, sum(1 << lock - 1 for lock in locks))
        return Question(
            request.encode(),
            board,
            frames.describe(request),
            lambda reply: isinstance(reply, frames.Doors) and reply.board == board,
        )

    def unlock(self, address: DoorAddress) -> Question[frames.Reply]:
        """See `Dialect.unlock`."""
        return _about(frames.Function.OPEN, address)

    def looks(self, frame: frames.Reply) -> Mapping[int, Look]:
        """See `Dialect.looks`."""
        if isinstance(frame, frames.Doors):
            return {
                lock: self._board.look(bool(frame.bits >> lock - 1 & 1))
                for lock in frames.LOCKS
            }
        if frame.state is frames.State.COOLING:
            return {frame.lock: Look(DoorState.UNKNOWN, None)}
        return {frame.lock: self._board.look(frame.state is frames.State.OPEN)}


def _about(function: frames.Function, address: DoorAddress) -> Question[frames.Reply]:
    request = frames.Request(function, address.board, address.lock)
    return Question(
        request.encode(),
        address.board,
        frames.describe(request),
        lambda reply: (
            isinstance(reply, frames.Door)
            and (reply.function, reply.board, reply.lock)
            == (function, address.board, address.lock)
        ),
        moves=function is frames.Function.OPEN,
    )


def _codec(settings: FamilySettings) -> Codec[frames.Reply]:
    elsewhere = settings.own(Own).elsewhere
    return Codec(
        frames.NAME,
        lambda: frames.reply_decoder(elsewhere),
        frames.REPLY_BYTES,
        lambda reply: reply.board,
        frames.describe,
    )


PROTOCOL = BoardProtocol(
    frames.NAME,
    _codec,
    WinnsenDialect,
    Tap(frames.both_decoder, frames.describe).explain,
)

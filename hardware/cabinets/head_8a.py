"""Lock boards "8A/80" as a cabinet.

What an unlock answers is not believed: its refusal is the question itself, so an
adapter's echo looks like it, and a lock whose switch is of the other kind says the
opposite. Some boards tell of a door by themselves; that is where to look next.

    [dialect]
    status   "each": every lock is asked for by itself, which all these boards know.
             "all": a board tells of all its locks at once; boards of nine and more, for
             a smaller one's answer could be the question
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress
from hardware.cabinets.dialect import one_by_one, whole
from hardware.cabinets.doors import Look
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import Board, FamilySettings
from hardware.errors import SettingsInvalid
from hardware.frames import head_8a as frames
from hardware.frames.stream import Tap


class Status(StrEnum):
    """How doors are asked for."""

    EACH = "each"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Own:
    """Section [dialect]."""

    status: Status


class Head8ADialect:
    """The two questions, and which switch means what."""

    def __init__(self, settings: FamilySettings) -> None:
        self._board = settings.board
        self._size = _size(settings)

    def spans(self, board: Board) -> Sequence[tuple[int, ...]]:
        """See `Dialect.spans`."""
        return whole(board) if self._size else one_by_one(board)

    def status(self, board: int, locks: tuple[int, ...]) -> Question[frames.Reply]:
        """See `Dialect.status`."""
        lock = frames.EVERY_LOCK if self._size else locks[0]
        request = frames.status(board, lock)

        def answers(reply: frames.Reply) -> bool:
            if isinstance(reply, frames.Doors):
                return self._size > 0 and reply.board == board
            return (reply.head, reply.board, reply.lock) == (
                frames.Head.STATUS,
                board,
                lock,
            )

        return Question(request.encode(), board, frames.describe(request), answers)

    def unlock(self, address: DoorAddress) -> Question[frames.Reply]:
        """See `Dialect.unlock`."""
        request = frames.unlock(address.board, address.lock)
        return Question(
            request.encode(),
            address.board,
            frames.describe(request),
            lambda reply: (
                isinstance(reply, frames.Door)
                and (reply.head, reply.board, reply.lock)
                == (frames.Head.UNLOCK, address.board, address.lock)
            ),
            moves=True,
        )

    def looks(self, frame: frames.Reply) -> Mapping[int, Look]:
        """See `Dialect.looks`."""
        if isinstance(frame, frames.Door):
            return {frame.lock: self._board.look(frame.high)}
        return {
            lock: self._board.look(bool(frame.bits >> lock - 1 & 1))
            for lock in range(1, frame.size * 8 + 1)
        }


def _size(settings: FamilySettings) -> int:
    """Bytes in which a board tells of all locks; 0 where each is asked for."""
    own, locks = settings.own(Own), settings.board.locks
    if own.status is Status.EACH:
        return 0
    if locks <= 8:
        raise SettingsInvalid(f'{settings.family}: "all" needs more than 8 locks')
    return frames.size_for(locks)


def _codec(settings: FamilySettings) -> Codec[frames.Reply]:
    size = _size(settings)
    return Codec(
        frames.NAME,
        lambda: frames.reply_decoder(size),
        max(frames.FRAME_BYTES, size + 4),
        lambda reply: reply.board,
        frames.describe,
        _event,
    )


def _event(reply: frames.Reply) -> DoorAddress | None:
    if isinstance(reply, frames.Door) and reply.head in frames.EVENTS:
        return DoorAddress(reply.board, reply.lock)
    return None


PROTOCOL = BoardProtocol(
    frames.NAME,
    _codec,
    Head8ADialect,
    Tap(frames.both_decoder, frames.describe).explain,
)

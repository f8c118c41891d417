"""KERONG CU16 boards as a cabinet.

The board takes no notice of what it did: there is no opening counter and, in most
programs seen, no answer to an unlock, so only the hook's own switch can tell. Some
boards are busy while they drive a lock; the watching bears with that.
Of the family's frames this driver sends two, status of one board and unlock of one
lock; those that reach several at once are never sent.
"""

from collections.abc import Mapping

from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress
from hardware.cabinets.dialect import whole
from hardware.cabinets.doors import Look
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import BoardSettings, FamilySettings, NothingOwn
from hardware.frames import kerong_cu16 as frames
from hardware.frames.stream import Tap


class Cu16Dialect:
    """The two questions, and which bit means what."""

    spans = staticmethod(whole)

    def __init__(self, board: BoardSettings) -> None:
        self._board = board

    def status(self, board: int, locks: tuple[int, ...] = ()) -> Question[frames.Reply]:
        """See `Dialect.status`."""
        del locks
        request = frames.Request(frames.Command.STATUS, board)
        return Question(
            request.encode(),
            board,
            frames.describe(request),
            lambda reply: (
                isinstance(reply, frames.Status)
                and reply.board == board
                and not reply.every_board
            ),
        )

    def unlock(self, address: DoorAddress) -> Question[frames.Reply]:
        """See `Dialect.unlock`."""
        request = frames.Request(frames.Command.UNLOCK, address.board, address.lock)
        return Question(
            request.encode(),
            address.board,
            frames.describe(request),
            lambda reply: reply.board == address.board,
            moves=True,
        )

    def looks(self, frame: frames.Reply) -> Mapping[int, Look]:
        """See `Dialect.looks`."""
        if not isinstance(frame, frames.Status):
            return {}
        return {
            lock: self._board.look(
                bool(frame.locks >> lock - 1 & 1),
                item=bool(frame.items >> lock - 1 & 1),
            )
            for lock in frames.LOCKS
        }


def _codec(settings: FamilySettings) -> Codec[frames.Reply]:
    settings.own(NothingOwn)
    return Codec(
        frames.NAME,
        frames.reply_decoder,
        frames.REPLY_BYTES,
        lambda reply: reply.board,
        frames.describe,
    )


PROTOCOL = BoardProtocol(
    frames.NAME,
    _codec,
    lambda settings: Cu16Dialect(settings.board),
    Tap(frames.both_decoder, frames.describe).explain,
)

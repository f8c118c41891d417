"""KERONG CU12 and CU24 boards as a cabinet.

Boards say whether they carried an unlock out. That is not believed either: "done" means
that current flowed, and only the hook's switch tells whether a door is open. A refused
status is an answer that tells of no door. Of the commands this driver sends two, for
one board and one lock.
"""

from collections.abc import Mapping

from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress
from hardware.cabinets.dialect import whole
from hardware.cabinets.doors import Look
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import FamilySettings, NothingOwn
from hardware.frames import kerong_cu24 as frames
from hardware.frames.kerong_cu24 import Answer, Command, Request, Said
from hardware.frames.stream import Tap


class Cu24Dialect:
    """The two questions, and which bit means what."""

    spans = staticmethod(whole)

    def __init__(self, settings: FamilySettings) -> None:
        self._board = settings.board
        self._data_bytes = _data_bytes(settings)

    def status(self, board: int, locks: tuple[int, ...]) -> Question[Answer]:
        """See `Dialect.status`."""
        del locks
        return self._asking(Request(Command.STATUS, board), self._data_bytes)

    def unlock(self, address: DoorAddress) -> Question[Answer]:
        """See `Dialect.unlock`."""
        request = Request(Command.UNLOCK, address.board, address.lock)
        return self._asking(request, 0, moves=True)

    def looks(self, frame: Answer) -> Mapping[int, Look]:
        """See `Dialect.looks`."""
        if frame.said is not Said.DONE:
            return {}
        return {
            lock: self._board.look(bool(frame.locks >> lock - 1 & 1))
            for lock in range(1, self._board.locks + 1)
        }

    @staticmethod
    def _asking(
        request: Request, size: int, *, moves: bool = False
    ) -> Question[Answer]:
        asked = request.command, request.board, request.lock

        def answers(reply: Answer) -> bool:
            fits = reply.said is not Said.DONE or len(reply.data) == size
            return fits and (reply.command, reply.board, reply.lock) == asked

        return Question(
            request.encode(),
            request.board,
            frames.describe(request),
            answers,
            moves=moves,
        )


def _data_bytes(settings: FamilySettings) -> int:
    return (settings.board.locks + 7) // 8


def _codec(settings: FamilySettings) -> Codec[Answer]:
    settings.own(NothingOwn)
    return Codec(
        frames.NAME,
        frames.reply_decoder,
        frames.HEAD_BYTES + _data_bytes(settings),
        lambda reply: reply.board,
        frames.describe,
    )


PROTOCOL = BoardProtocol(
    frames.NAME,
    _codec,
    Cu24Dialect,
    Tap(frames.both_decoder, frames.describe).explain,
)

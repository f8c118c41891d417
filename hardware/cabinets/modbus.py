"""What drivers of Modbus boards share: one read, one write, and how to tell an answer.

An answer says neither which address it is of nor how many were asked for, so an answer
to a read counts only with the board, the function and the very number of bytes that
were asked for; to a write only with all of its bytes. A board's refusal is an answer
that tells of no door.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress
from hardware.cabinets.dialect import Dialect, whole
from hardware.cabinets.doors import Look
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import BoardSettings, FamilySettings
from hardware.frames import modbus as frames
from hardware.frames.modbus import Function, Read, Refused, Reply, Values, Write
from hardware.frames.stream import Tap


@dataclass(frozen=True, slots=True)
class ModbusDialect:
    """Doors are read by `read`, given board and number of locks; `write` opens one."""

    board: BoardSettings
    read: Callable[[int, int], Read]
    write: Callable[[DoorAddress], Write]

    spans = staticmethod(whole)

    def status(self, board: int, locks: tuple[int, ...]) -> Question[Reply]:
        """See `Dialect.status`."""
        request = self.read(board, len(locks))
        size = _size(request)

        def answers(reply: Reply) -> bool:
            if (reply.board, reply.function) != (board, request.function):
                return False
            told = isinstance(reply, Values) and len(reply.data) == size
            return told or isinstance(reply, Refused)

        return Question(request.encode(), board, frames.describe(request), answers)

    def unlock(self, address: DoorAddress) -> Question[Reply]:
        """See `Dialect.unlock`."""
        request = self.write(address)
        no = request.board, request.function
        return Question(
            request.encode(),
            address.board,
            f"unlock lock {address.lock}, {frames.describe(request)}",
            lambda reply: (
                reply == request
                or (isinstance(reply, Refused) and (reply.board, reply.function) == no)
            ),
            moves=True,
        )

    def looks(self, frame: Reply) -> Mapping[int, Look]:
        """See `Dialect.looks`."""
        if not isinstance(frame, Values):
            return {}
        return {
            lock: self.board.look(bool(frame.bits >> lock - 1 & 1))
            for lock in range(1, self.board.locks + 1)
        }


def protocol(
    name: str, dialect: Callable[[FamilySettings], Dialect[Reply]]
) -> BoardProtocol[Reply]:
    """Make the protocol of such boards."""

    def codec(settings: FamilySettings) -> Codec[Reply]:
        dialect(settings)
        # A register takes two bytes, as many bits as sixteen locks.
        longest = max(2, (settings.board.locks + 7) // 8)
        return Codec(
            name,
            lambda: frames.reply_decoder(range(1, longest + 1)),
            frames.reply_bytes(longest),
            lambda reply: reply.board,
            frames.describe,
        )

    return BoardProtocol(
        name, codec, dialect, Tap(frames.both_decoder, frames.describe).explain
    )


def _size(request: Read) -> int:
    if request.function in {Function.READ_COILS, Function.READ_INPUTS}:
        return (request.count + 7) // 8
    return request.count * 2

"""WKLY boards as a cabinet.

A board tells by itself when a door's switch changed; that is where to look next. A door
whose switch it cannot read is unknown, which is not closed.
"""

from collections.abc import Mapping

from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress, DoorState
from hardware.cabinets.dialect import whole
from hardware.cabinets.doors import Look
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import FamilySettings, NothingOwn
from hardware.frames import wkly as frames
from hardware.frames.stream import Tap
from hardware.frames.wkly import Command, Door, Doors, Event, Reply, Request, State


class WklyDialect:
    """The two questions, and what the states mean."""

    spans = staticmethod(whole)

    def __init__(self, settings: FamilySettings) -> None:
        self._board = settings.board

    def status(self, board: int, locks: tuple[int, ...]) -> Question[Reply]:
        """See `Dialect.status`."""
        del locks
        request = Request(Command.STATUS_OF_ALL, board)
        return Question(
            request.encode(),
            board,
            frames.describe(request),
            lambda reply: isinstance(reply, Doors) and reply.board == board,
        )

    def unlock(self, address: DoorAddress) -> Question[Reply]:
        """See `Dialect.unlock`."""
        asked = Command.OPEN, address.board, address.lock
        request = Request(Command.OPEN, address.board, (address.lock,))
        return Question(
            request.encode(),
            address.board,
            frames.describe(request),
            lambda reply: (
                isinstance(reply, Door)
                and (reply.command, reply.board, reply.lock) == asked
            ),
            moves=True,
        )

    def looks(self, frame: Reply) -> Mapping[int, Look]:
        """See `Dialect.looks`."""
        if not isinstance(frame, Doors) or frame.result:
            return {}
        return {lock: self._look(state) for lock, state in enumerate(frame.states, 1)}

    def _look(self, state: State) -> Look:
        if state is State.UNKNOWN:
            return Look(DoorState.UNKNOWN, None)
        return self._board.look(state is State.CLOSED)


def _codec(settings: FamilySettings) -> Codec[Reply]:
    settings.own(NothingOwn)
    return Codec(
        frames.NAME,
        frames.reply_decoder,
        frames.reply_bytes(settings.board.locks),
        lambda reply: reply.board,
        frames.describe,
        _event,
    )


def _event(reply: Reply) -> DoorAddress | None:
    if isinstance(reply, Event):
        return DoorAddress(reply.board, reply.lock)
    return None


PROTOCOL = BoardProtocol(
    frames.NAME,
    _codec,
    WklyDialect,
    Tap(frames.both_decoder, frames.describe).explain,
)

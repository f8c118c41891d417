"""KERONG CU48 and CU48B boards as a cabinet.

An unlock is never answered. Which bit means "locked" is the wiring's choice, so it is a
setting to be tried with one door before a cabinet goes into service. Frames that reach
every lock or every board are never sent.
"""

from collections.abc import Mapping
from functools import partial

from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress
from hardware.cabinets.dialect import whole
from hardware.cabinets.doors import Look
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import FamilySettings, NothingOwn
from hardware.frames import kerong_cu48 as frames
from hardware.frames.kerong_cu48 import Model
from hardware.frames.stream import Tap


class Cu48Dialect:
    """The two questions, and which bit means what."""

    spans = staticmethod(whole)

    def __init__(self, model: Model, settings: FamilySettings) -> None:
        self._model = model
        self._board = settings.board

    def status(self, board: int, locks: tuple[int, ...]) -> Question[frames.Status]:
        """See `Dialect.status`."""
        del locks
        request = frames.Request(self._model, board)
        return Question(
            request.encode(),
            board,
            frames.describe(request),
            lambda reply: (reply.board, reply.lock) == (board, request.lock),
        )

    def unlock(self, address: DoorAddress) -> Question[frames.Status]:
        """See `Dialect.unlock`."""
        request = frames.Request(self._model, address.board, address.lock, unlock=True)
        return Question(
            request.encode(),
            address.board,
            frames.describe(request),
            lambda reply: reply.board == address.board,
            moves=True,
        )

    def looks(self, frame: frames.Status) -> Mapping[int, Look]:
        """See `Dialect.looks`."""
        return {
            lock: self._board.look(
                bool(frame.locks >> lock - 1 & 1),
                item=bool(frame.items >> lock - 1 & 1) if self._model.items else None,
            )
            for lock in frames.LOCKS
        }


def _protocol(model: Model) -> BoardProtocol[frames.Status]:
    def codec(settings: FamilySettings) -> Codec[frames.Status]:
        settings.own(NothingOwn)
        return Codec(
            model.title,
            partial(frames.reply_decoder, model),
            model.reply_bytes,
            lambda reply: reply.board,
            frames.describe,
        )

    return BoardProtocol(
        model.title,
        codec,
        partial(Cu48Dialect, model),
        Tap(partial(frames.both_decoder, model), frames.describe).explain,
    )


CU48 = _protocol(Model.CU48)
CU48B = _protocol(Model.CU48B)

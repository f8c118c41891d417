"""Winnsen boards from their own side of the wire; both ways to ask are understood."""

from dataclasses import replace
from functools import partial

from hardware.cabinets.settings import FamilySettings
from hardware.cabinets.winnsen import Answers, Own
from hardware.frames.winnsen import (
    Asked,
    Door,
    Doors,
    Function,
    Poll,
    Reply,
    State,
    request_decoder,
)
from hardware.simulator import boards as simulated
from hardware.simulator.boards import Board, Firmware, SimulatedBoards


def firmware(settings: FamilySettings) -> Firmware[Asked]:
    """Give what such boards do; those that may answer either way answer 85 and 82."""
    elsewhere = settings.own(Own).answers is Answers.ELSEWHERE
    return Firmware(
        settings,
        request_decoder,
        lambda request, address: request.board == address,
        partial(_serve, elsewhere),
        refusal=_refusal,
    )


def _serve(
    elsewhere: bool,  # noqa: FBT001 - bound once, above
    boards: SimulatedBoards,
    board: Board,
    request: Asked,
) -> Reply | None:
    if isinstance(request, Poll):
        return Doors(board.address, board.bits() & request.mask, elsewhere)
    if request.function is Function.STATUS:
        state = State(board.bit(request.lock))
        return Door(Function.STATUS, board.address, request.lock, state)
    boards.drive(board, request.lock)
    return Door(Function.OPEN, board.address, request.lock, State.OPEN, elsewhere)


def _refusal(reply: simulated.Reply) -> simulated.Reply | None:
    if not isinstance(reply, Door):
        return None
    asked = reply.function is Function.STATUS
    return replace(reply, state=State.COOLING if asked else State.CLOSED)

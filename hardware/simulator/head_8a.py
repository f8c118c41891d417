"""Boards "8A/80" from their own side of the wire.

An unlock is answered at once with what the switch reads while the coil is driven, so a
jammed hook answers with the question itself. A board told to open every lock does so
one after the other, deaf meanwhile, and answers when it is done. News of a door comes
under head 82.
"""

from hardware.cabinets.settings import FamilySettings
from hardware.frames.head_8a import (
    EVERY_LOCK,
    Door,
    Doors,
    Head,
    Reply,
    Request,
    request_decoder,
    size_for,
)
from hardware.simulator.boards import Board, Firmware, SimulatedBoards


def firmware(settings: FamilySettings) -> Firmware[Request]:
    """Give what such boards do."""
    return Firmware(
        settings,
        request_decoder,
        lambda request, address: request.board == address,
        _serve,
        _event,
    )


def _serve(boards: SimulatedBoards, board: Board, request: Request) -> Reply | None:
    lock = request.lock
    if request.head is Head.OPEN_ALL or (request.head is Head.UNLOCK and not lock):
        took_ms = boards.drive_in_turn(board, tuple(board.doors))
        done = Door(Head.UNLOCK, board.address, EVERY_LOCK, high=False)
        boards.line.send(done.encode(), took_ms / 1000)
    elif request.head is Head.STATUS and not lock:
        return Doors(board.address, board.bits(), size_for(len(board.doors)))
    elif request.head in {Head.UNLOCK, Head.STATUS} and lock in board.doors:
        if request.head is Head.UNLOCK:
            boards.drive(board, lock)
        return Door(request.head, board.address, lock, board.bit(lock))
    return None


def _event(board: Board, lock: int) -> Reply:
    return Door(Head.EVENT, board.address, lock, board.bit(lock))

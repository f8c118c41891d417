"""WKLY boards from their own side of the wire.

Locks opened "at once" are driven at once, which no supply likes; those of a list or of
the whole board one after the other, the board deaf meanwhile. An output held on is
driven for twice what a coil bears, so that the oracle sees it.
"""

from dataclasses import replace

from hardware.cabinets.settings import FamilySettings
from hardware.frames.wkly import (
    ABOUT_ONE,
    Command,
    Door,
    Doors,
    Event,
    Request,
    State,
    request_decoder,
)
from hardware.simulator.boards import Board, Firmware, Reply, SimulatedBoards
from hardware.simulator.oracle import LONGEST_PULSE_MS

_FAILED = 0xFF


def firmware(settings: FamilySettings) -> Firmware[Request]:
    """Give what such boards do."""
    return Firmware(
        settings,
        request_decoder,
        lambda request, address: request.board == address,
        _serve,
        lambda board, lock: Event(board.address, lock, _state(board, lock)),
        _refusal,
    )


def _serve(boards: SimulatedBoards, board: Board, request: Request) -> Reply | None:
    locks = tuple(lock for lock in request.locks if lock in board.doors)
    match request.command:
        case Command.STATUS_OF_ALL:
            return Doors(board.address, tuple(_state(board, n) for n in board.doors))
        case Command.OPEN:
            for lock in locks:
                boards.drive(board, lock)
        case Command.HOLD:
            for lock in locks:
                boards.drive(board, lock, 2 * LONGEST_PULSE_MS)
        case Command.OPEN_SEVERAL:
            for lock in locks:
                boards.drive(board, lock)
        case Command.OPEN_LIST:
            boards.drive_in_turn(board, locks)
        case Command.OPEN_EVERY:
            boards.drive_in_turn(board, tuple(board.doors))
        case _:
            pass
    if request.command not in ABOUT_ONE or not locks:
        return None
    return Door(request.command, board.address, locks[0], _state(board, locks[0]))


def _state(board: Board, lock: int) -> State:
    return State.CLOSED if board.bit(lock) else State.OPEN


def _refusal(reply: Reply) -> Reply | None:
    if isinstance(reply, Door | Doors):
        return replace(reply, result=_FAILED)
    return None

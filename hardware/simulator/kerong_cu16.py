"""CU16 boards from their own side of the wire.

By default an unlock is not answered, as most programs for these boards expect.
"""

from hardware.cabinets.settings import FamilySettings
from hardware.frames.kerong_cu16 import (
    EVERY_BOARD,
    Command,
    Reply,
    Request,
    Status,
    UnlockTime,
    request_decoder,
)
from hardware.simulator.boards import Board, Firmware, SimulatedBoards


def firmware(settings: FamilySettings) -> Firmware[Request]:
    """Give what such boards do."""
    return Firmware(settings, request_decoder, _meant, _serve)


def _meant(request: Request, address: int) -> bool:
    every = request.command is Command.STATUS_EVERY_BOARD
    return every or request.board in {address, EVERY_BOARD}


def _serve(boards: SimulatedBoards, board: Board, request: Request) -> Reply | None:
    match request.command:
        case Command.STATUS:
            return _status(board)
        case Command.STATUS_EVERY_BOARD:
            return _status(board, every_board=True)
        case Command.UNLOCK:
            boards.drive(board, request.lock)
            return _status(board) if board.answers_unlock else None
        case Command.UNLOCK_EVERY_LOCK:
            for lock in board.doors:
                boards.drive(board, lock)
            return None
        case Command.UNLOCK_TIME:
            if request.time_ms is not None:
                board.unlock_time_ms = request.time_ms
            return UnlockTime(board.address, board.unlock_time_ms)


def _status(board: Board, *, every_board: bool = False) -> Status:
    return Status(board.address, board.bits(), board.items(), every_board)

"""CU12 and CU24 boards from their own side of the wire."""

from dataclasses import replace

from hardware.cabinets.settings import FamilySettings
from hardware.frames.kerong_cu24 import (
    EVERY_BOARD,
    EVERY_LOCK_OF_TWELVE,
    Answer,
    Command,
    Request,
    Said,
    request_decoder,
)
from hardware.simulator.boards import Board, Firmware, Reply, SimulatedBoards

_VERSION = b"simulated"


def firmware(settings: FamilySettings) -> Firmware[Request]:
    """Give what such boards do."""
    return Firmware(
        settings,
        request_decoder,
        lambda request, address: request.board in {address, EVERY_BOARD},
        _serve,
        refusal=_refusal,
    )


def _serve(boards: SimulatedBoards, board: Board, request: Request) -> Answer | None:
    said, data = Said.DONE, b""
    match request.command:
        case Command.STATUS:
            data = board.bits().to_bytes((len(board.doors) + 7) // 8, "little")
        case Command.UNLOCK:
            said = _unlock(boards, board, request.lock)
        case Command.VERSION:
            data = _VERSION
        case _:
            said = Said.UNKNOWN
    return Answer(request.command, board.address, request.lock, said, data)


def _unlock(boards: SimulatedBoards, board: Board, lock: int) -> Said:
    if lock == EVERY_LOCK_OF_TWELVE and lock not in board.doors:
        boards.drive_in_turn(board, tuple(board.doors))
        return Said.DONE
    boards.drive(board, lock)
    return Said.DONE if lock in board.doors else Said.FAILED


def _refusal(reply: Reply) -> Reply | None:
    if not isinstance(reply, Answer):
        return None
    return replace(reply, said=Said.FAILED, data=b"")

"""CU48 and CU48B boards from their own side of the wire: they answer status alone."""

from functools import partial

from hardware.cabinets.settings import FamilySettings
from hardware.frames.kerong_cu48 import (
    EVERY_BOARD,
    EVERY_LOCK,
    Model,
    Request,
    Status,
    request_decoder,
)
from hardware.simulator.boards import Board, Firmware, SimulatedBoards


def firmware(model: Model, settings: FamilySettings) -> Firmware[Request]:
    """Give what such boards do."""
    return Firmware(
        settings,
        partial(request_decoder, model),
        lambda request, address: request.board in {address, EVERY_BOARD},
        _serve,
    )


def _serve(boards: SimulatedBoards, board: Board, request: Request) -> Status | None:
    if not request.unlock:
        return Status(
            request.model, board.address, board.bits(), board.items(), request.lock
        )
    every = request.lock == EVERY_LOCK
    for lock in tuple(board.doors) if every else (request.lock,):
        boards.drive(board, lock)
    return None

"""Modbus boards from their own side of the wire: lock boards and relay boards.

A lock board drives a lock for its own time when its coil is written with what opens it.
A relay board does what it is told: flashes, is on for a moment, or stays on, which is
shown to the oracle as twice what a coil bears. A board refuses addresses it has not.
What is meant for every board is done by all and answered by none.
"""

from collections.abc import Callable
from functools import partial

from hardware.cabinets.modbus_coils import Doors, Own
from hardware.cabinets.r421a08 import MOMENT_MS
from hardware.cabinets.settings import FamilySettings
from hardware.cabinets.waveshare_relay import FLASH_ON, UNIT_MS
from hardware.frames.modbus import (
    EVERY_BOARD,
    OFF,
    ON,
    Function,
    Read,
    Refused,
    Reply,
    Request,
    Values,
    Write,
    WriteSeveral,
    Written,
    request_decoder,
)
from hardware.simulator import boards as simulated
from hardware.simulator.boards import Board, Firmware, SimulatedBoards
from hardware.simulator.oracle import LONGEST_PULSE_MS

_NO_FUNCTION, _NO_ADDRESS, _FAILED = 1, 2, 4
_HELD_MS = 2 * LONGEST_PULSE_MS

# Acts on a write of a value to an address; False when the board has no such address.
type Act = Callable[[SimulatedBoards, Board, Write], bool]
# Reads a lock's bit; None when nothing of the kind can be read.
type Bit = Callable[[Board, Function, int], bool | None]


def coils(settings: FamilySettings) -> Firmware[Request]:
    """Give what lock boards do."""
    own = settings.own(Own)

    def act(boards: SimulatedBoards, board: Board, write: Write) -> bool:
        lock = write.address - own.first_coil + 1
        if write.function is not Function.WRITE_COIL or lock not in board.doors:
            return False
        if write.value == own.open_value.number:
            boards.drive(board, lock)
        return True

    def bit(board: Board, function: Function, address: int) -> bool | None:
        lock = address - own.first_door + 1
        inputs = own.doors is Doors.INPUTS
        told = Function.READ_INPUTS if inputs else Function.READ_COILS
        if lock not in board.doors or function not in {told, Function.READ_COILS}:
            return None
        return board.bit(lock)

    return _firmware(settings, act, bit)


def waveshare(settings: FamilySettings) -> Firmware[Request]:
    """Give what Waveshare's relay boards do."""

    def act(boards: SimulatedBoards, board: Board, write: Write) -> bool:
        if write.function is not Function.WRITE_COIL:
            return False
        if (lock := write.address - FLASH_ON + 1) in board.doors:
            boards.drive(board, lock, write.value * UNIT_MS)
            return True
        lock = write.address + 1
        if lock in board.doors and write.value == ON:
            boards.drive(board, lock, _HELD_MS)
        return lock in board.doors

    def bit(board: Board, function: Function, address: int) -> bool | None:
        if address + 1 not in board.doors:
            return None
        if function is Function.READ_INPUTS and settings.board.sensors:
            return board.bit(address + 1)
        return False if function is Function.READ_COILS else None

    return _firmware(settings, act, bit)


def r421a08(settings: FamilySettings) -> Firmware[Request]:
    """Give what R421A08 boards do."""
    on, latch, moment, delay = 0x01, 0x04, 0x05, 0x06

    def act(boards: SimulatedBoards, board: Board, write: Write) -> bool:
        lock = write.address
        if write.function is not Function.WRITE_REGISTER or lock not in board.doors:
            return False
        command, seconds = divmod(write.value, 0x100)
        lengths_ms = {
            on: _HELD_MS,
            latch: _HELD_MS,
            moment: MOMENT_MS,
            delay: seconds * 1000,
        }
        if command in lengths_ms:
            boards.drive(board, lock, lengths_ms[command])
        return True

    def bit(board: Board, function: Function, address: int) -> bool | None:
        there = address in board.doors and function is Function.READ_REGISTERS
        return False if there else None

    return _firmware(settings, act, bit)


def _firmware(settings: FamilySettings, act: Act, bit: Bit) -> Firmware[Request]:
    return Firmware(
        settings,
        request_decoder,
        lambda request, address: request.board in {address, EVERY_BOARD},
        partial(_serve, act, bit),
        refusal=_refusal,
    )


def _serve(
    act: Act, bit: Bit, boards: SimulatedBoards, board: Board, request: Request
) -> Reply | None:
    reply: Reply
    if isinstance(request, Read):
        reply = _read(bit, board, request)
    elif isinstance(request, WriteSeveral):
        reply = _write_several(act, boards, board, request)
    elif act(boards, board, request):
        reply = request
    else:
        reply = Refused(request.function, board.address, _NO_ADDRESS)
    return None if request.board == EVERY_BOARD else reply


def _read(bit: Bit, board: Board, request: Read) -> Values | Refused:
    addresses = range(request.first, request.first + request.count)
    read = [bit(board, request.function, address) for address in addresses]
    if None in read:
        return Refused(request.function, board.address, _NO_ADDRESS)
    if request.function in {Function.READ_COILS, Function.READ_INPUTS}:
        number = sum(1 << place for place, value in enumerate(read) if value)
        data = number.to_bytes((len(read) + 7) // 8, "little")
    else:
        data = b"".join(bytes((0, bool(value))) for value in read)
    return Values(request.function, board.address, data)


def _write_several(
    act: Act, boards: SimulatedBoards, board: Board, request: WriteSeveral
) -> Written | Refused:
    if request.function is not Function.WRITE_COILS:
        return Refused(request.function, board.address, _NO_FUNCTION)
    bits = int.from_bytes(request.data, "little")
    for place in range(request.count):
        value = ON if bits >> place & 1 else OFF
        address = request.first + place
        act(boards, board, Write(Function.WRITE_COIL, board.address, address, value))
    return Written(request.function, board.address, request.first, request.count)


def _refusal(reply: simulated.Reply) -> simulated.Reply | None:
    if isinstance(reply, Values | Write | Written):
        return Refused(reply.function, reply.board, _FAILED)
    return None

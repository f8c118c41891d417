"""CU16 boards from their own side of the wire.

They answer what the codec can read, act on unlocks at once, drive a lock for as long as
they are set to, and remember nothing. By default an unlock is not answered, as most
programs for these boards expect.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hardware.cabinet import DoorAddress
from hardware.frames.kerong_cu16 import (
    EVERY_BOARD,
    LOCKS,
    Command,
    Reply,
    Request,
    Status,
    UnlockTime,
    request_decoder,
)
from hardware.frames.stream import Noise
from hardware.simulator.doors import SimulatedDoor
from hardware.simulator.line import PacedLine
from hardware.simulator.oracle import Oracle, Pulse

BAUD = 19_200
_TURNAROUND_MS = 8


class ReplyFault(StrEnum):
    """What becomes of a board's next answer."""

    LOST = "lost"
    BAD_SUM = "bad-sum"
    HALF = "half"
    TWICE = "twice"
    OTHER_BOARD = "other-board"


@dataclass(slots=True)
class Board:
    """One board: its doors, its settings and what is wrong with it.

    `deaf` neither hears nor acts. `turnaround_ms` is its thinking time; raise it for a
    slow reply. `faults` are used up by its next answers, one each.
    `busy_while_pulsing` keeps it from answering while it drives a lock.
    """

    address: int
    doors: dict[int, SimulatedDoor] = field(
        default_factory=lambda: {lock: SimulatedDoor() for lock in LOCKS}
    )
    unlock_time_ms: int = 500
    turnaround_ms: int = _TURNAROUND_MS
    deaf: bool = False
    closed_bit: int = 1
    answers_unlock: bool = False
    busy_while_pulsing: bool = False
    busy_until_s: float = float("-inf")
    faults: deque[ReplyFault] = field(default_factory=deque)

    def status(self, *, every_board: bool) -> Status:
        """Read all sensors."""
        locks = items = 0
        for lock, door in self.doors.items():
            if door.reads_closed == (self.closed_bit == 1):
                locks |= 1 << lock - 1
            if door.item:
                items |= 1 << lock - 1
        return Status(self.address, locks, items, every_board)


class Cu16Boards:
    """The boards of one line, and the oracle over their locks."""

    def __init__(self, boards: Sequence[Board] = (), *, baud: int = BAUD) -> None:
        self.boards = {board.address: board for board in boards or (Board(0),)}
        self.oracle = Oracle()
        self.line = PacedLine(baud)
        self.line.join(self)
        self._decoder = request_decoder()

    def door(self, address: DoorAddress) -> SimulatedDoor:
        """Give a door to put hands on."""
        return self.boards[address.board].doors[address.lock]

    def asked(self, data: bytes) -> None:
        """See `Boards.asked`."""
        for piece in self._decoder.feed(data):
            if not isinstance(piece, Noise):
                self._serve(piece.frame)

    def silence(self) -> None:
        """See `Boards.silence`."""
        self._decoder.clear()

    def _serve(self, request: Request) -> None:
        now_s = asyncio.get_running_loop().time()
        every = (
            request.board == EVERY_BOARD
            or request.command is Command.STATUS_EVERY_BOARD
        )
        for board in sorted(self.boards.values(), key=lambda b: b.address):
            meant = every or board.address == request.board
            if meant and not board.deaf and now_s >= board.busy_until_s:
                self._serve_one(board, request)

    def _serve_one(self, board: Board, request: Request) -> None:
        match request.command:
            case Command.STATUS:
                self._answer(board, board.status(every_board=False))
            case Command.STATUS_EVERY_BOARD:
                self._answer(board, board.status(every_board=True))
            case Command.UNLOCK:
                self._drive(board, request.lock)
            case Command.UNLOCK_EVERY_LOCK:
                for lock in board.doors:
                    self._drive(board, lock)
            case Command.UNLOCK_TIME:
                if request.time_ms is not None:
                    board.unlock_time_ms = request.time_ms
                self._answer(board, UnlockTime(board.address, board.unlock_time_ms))

    def _drive(self, board: Board, lock: int) -> None:
        now_s = asyncio.get_running_loop().time()
        address = DoorAddress(board.address, lock)
        self.oracle.pulse(Pulse(address, now_s, board.unlock_time_ms))
        board.doors[lock].drive(board.unlock_time_ms)
        if board.busy_while_pulsing:
            board.busy_until_s = now_s + board.unlock_time_ms / 1000
        if board.answers_unlock:
            self._answer(board, board.status(every_board=False))

    def _answer(self, board: Board, reply: Reply) -> None:
        data = reply.encode()
        match board.faults.popleft() if board.faults else None:
            case ReplyFault.LOST:
                data = b""
            case ReplyFault.BAD_SUM:
                data = data[:-1] + bytes((data[-1] ^ 0xFF,))
            case ReplyFault.HALF:
                data = data[: len(data) // 2]
            case ReplyFault.TWICE:
                data += data
            case ReplyFault.OTHER_BOARD:
                other = Status((board.address + 1) % 10, 0, 0)
                data = other.encode()
            case None:
                pass
        if data:
            self.line.send(data, board.turnaround_ms / 1000)

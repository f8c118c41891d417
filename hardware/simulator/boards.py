"""Boards of any family from their own side of the wire.

They answer what their firmware can read, act on unlocks at once, drive a lock for as
long as they are set to, and remember nothing. A family brings its `Firmware`; doors,
supply, pace and faults are the same for all.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

from hardware.cabinet import DoorAddress
from hardware.cabinets.settings import FamilySettings
from hardware.frames.stream import Decoder, Noise
from hardware.simulator.doors import SimulatedDoor
from hardware.simulator.line import PacedLine
from hardware.simulator.oracle import Oracle, Pulse

_TURNAROUND_MS = 8
_LATE_S = 1.0


class ReplyFault(StrEnum):
    """What becomes of a board's next answer.

    LATE comes when nobody waits for it any more, STALE is the answer before it again,
    REFUSED the family's way of saying no.
    """

    LOST = "lost"
    BAD_SUM = "bad-sum"
    HALF = "half"
    TWICE = "twice"
    OTHER_BOARD = "other-board"
    REFUSED = "refused"
    LATE = "late"
    STALE = "stale"


class Reply(Protocol):
    """What every codec's answers have in common; each is a frozen dataclass."""

    @property
    def board(self) -> int:
        """Who answers."""
        ...

    def encode(self) -> bytes:
        """Give the bytes."""
        ...


@dataclass(slots=True)
class Board:
    """One board: its doors, its settings and what is wrong with it.

    `deaf` neither hears nor acts. `turnaround_ms` is its thinking time; raise it for a
    slow reply. `faults` are used up by its next answers, one each.
    `busy_while_pulsing` keeps it from answering while it drives a lock; `tells` lets it
    speak of a door by itself, where its family can. Once on a line, what was left None
    or 0 is as delivered.
    """

    address: int
    doors: dict[int, SimulatedDoor] = field(default_factory=dict)
    unlock_time_ms: int = 0
    turnaround_ms: int = _TURNAROUND_MS
    deaf: bool = False
    closed_bit: int | None = None
    answers_unlock: bool = False
    busy_while_pulsing: bool = False
    tells: bool = True
    busy_until_s: float = float("-inf")
    faults: deque[ReplyFault] = field(default_factory=deque)
    said_last: bytes = b""

    def bit(self, lock: int) -> bool:
        """What this lock's switch puts on the wire."""
        return self.doors[lock].reads_closed == (self.closed_bit == 1)

    def bits(self) -> int:
        """Every switch, bit n - 1 for lock n."""
        return sum(1 << lock - 1 for lock in self.doors if self.bit(lock))

    def items(self) -> int:
        """Every item sensor, bit n - 1 for lock n."""
        return sum(1 << lock - 1 for lock, door in self.doors.items() if door.item)


@dataclass(frozen=True, slots=True)
class Firmware[Q]:
    """What boards of a family do with the requests Q they hear.

    The settings are those of boards as delivered, or as a depot set them. `meant` says
    whether a request is for the board of an address, `serve` acts on it and gives the
    answer, None for silence. `event` is what a board says by itself when a switch
    changes. `refusal` is a board's way of saying no, where there is one.
    """

    settings: FamilySettings
    decoder: Callable[[], Decoder[Q]]
    meant: Callable[[Q, int], bool]
    serve: "Callable[[SimulatedBoards, Board, Q], Reply | None]"
    event: Callable[[Board, int], Reply | None] = lambda _board, _lock: None
    refusal: Callable[[Reply], Reply | None] = lambda _reply: None

    def boards(self, count: int) -> list[Board]:
        """Make boards at the first addresses."""
        return [Board(self.settings.board.addresses[0] + n) for n in range(count)]


# Whoever picks a family by name cannot know what its requests are decoded to.
type AnyFirmware = Firmware[Any]


class SimulatedBoards:
    """The boards of one line, and the oracle over their locks."""

    def __init__(
        self,
        firmware: AnyFirmware,
        boards: Iterable[Board] = (),
        *,
        baud: int | None = None,
    ) -> None:
        self.firmware = firmware
        boards = tuple(boards) or firmware.boards(1)
        self.boards = {board.address: board for board in boards}
        self.oracle = Oracle()
        self.line = PacedLine(baud or firmware.settings.line.baud)
        self.line.join(self)
        self._decoder = firmware.decoder()
        for board in boards:
            self._connect(board, firmware.settings)

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

    def drive(self, board: Board, lock: int, length_ms: int | None = None) -> None:
        """Let a board drive a lock, for its own time or another; no lock, no pulse."""
        if lock not in board.doors:
            return
        length_ms = board.unlock_time_ms if length_ms is None else length_ms
        now_s = asyncio.get_running_loop().time()
        self.oracle.pulse(Pulse(DoorAddress(board.address, lock), now_s, length_ms))
        board.doors[lock].drive(length_ms)
        if board.busy_while_pulsing:
            board.busy_until_s = now_s + length_ms / 1000

    def drive_in_turn(self, board: Board, locks: Sequence[int]) -> int:
        """Let a board drive locks one after the other, deaf meanwhile; give how long.

        That is what "open all" does, and why nobody sends it.
        """
        loop = asyncio.get_running_loop()
        locks = [lock for lock in locks if lock in board.doors]
        for turn, lock in enumerate(locks):
            after_s = turn * board.unlock_time_ms / 1000
            loop.call_later(after_s, self.drive, board, lock)
        took_ms = len(locks) * board.unlock_time_ms
        board.busy_until_s = loop.time() + took_ms / 1000
        return took_ms

    def _connect(self, board: Board, settings: FamilySettings) -> None:
        if not board.doors:
            locks = range(1, settings.board.locks + 1)
            board.doors = {lock: SimulatedDoor() for lock in locks}
        if board.closed_bit is None:
            board.closed_bit = settings.board.closed_bit
        board.unlock_time_ms = board.unlock_time_ms or settings.lock.pulse_ms
        for lock, door in board.doors.items():
            door.on_switch = partial(self._switched, board, lock)

    def _serve(self, request: object) -> None:
        now_s = asyncio.get_running_loop().time()
        for board in sorted(self.boards.values(), key=lambda b: b.address):
            meant = self.firmware.meant(request, board.address)
            if meant and not board.deaf and now_s >= board.busy_until_s:
                reply = self.firmware.serve(self, board, request)
                if reply is not None:
                    self._answer(board, reply)

    def _switched(self, board: Board, lock: int) -> None:
        event = self.firmware.event(board, lock)
        if event is not None and board.tells and not board.deaf:
            self.line.send(event.encode(), board.turnaround_ms / 1000)

    def _answer(self, board: Board, reply: Reply) -> None:
        data, after_s = reply.encode(), board.turnaround_ms / 1000
        last, board.said_last = board.said_last, data
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
                data = self._from_elsewhere(reply).encode()
            case ReplyFault.REFUSED:
                refusal = self.firmware.refusal(reply)
                data = b"" if refusal is None else refusal.encode()
            case ReplyFault.LATE:
                # Not queued: what others say meanwhile does not wait for it.
                loop = asyncio.get_running_loop()
                loop.call_later(_LATE_S, self.line.send, data, after_s)
                data = b""
            case ReplyFault.STALE:
                data = last
            case None:
                pass
        if data:
            self.line.send(data, after_s)

    def _from_elsewhere(self, reply: Any) -> Reply:  # noqa: ANN401 - any codec's
        first, last = self.firmware.settings.board.addresses
        address = first if reply.board == last else reply.board + 1
        elsewhere: Reply = replace(reply, board=address)
        return elsewhere

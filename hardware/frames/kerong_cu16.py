"""KERONG CU16 (also sold as KU16): sixteen locks and sixteen item sensors a board.

8N1, 19200 baud as delivered. The desk asks, boards only answer.

    asked     02 ADDR CMD [DATA] 03 SUM
    answered  02 ADDR RSP  L1-8 L9-16 IR1-8 IR9-16  03 SUM      9 bytes, to 30 and 32
              02 ADDR RSP  TIME-HI TIME-LO          03 SUM      7 bytes, to 37

    ADDR  asked: board in the high four bits (0-9), lock - 1 in the low four.
          F0 is every board on the bus. Answered: the board, low four bits 0.
    L     one bit a lock, bit 0 of the first byte is lock 1; 1 as delivered = hook shut
    IR    one bit a compartment; 1 = something lies in it
    TIME  how long a lock is driven, in units of 10 ms, high byte first
    SUM   low byte of the sum of all other bytes

    30 status of a board -> 35          31 unlock one lock, usually unanswered
    32 status of every board -> 36      33 unlock every lock of a board, or of all
    37 unlock time, asked or set -> 38

    02 00 30 03 35                 board 0, how are your doors?
    02 00 35 FE FF 03 00 03 3A     lock 1 open, the others shut, items in 1 and 2
    02 10 31 03 46                 board 1, unlock lock 1

The sum is weak: one flipped bit is always seen, two pass in 2.9 % of status frames and
swapped bytes always. Nothing may be concluded from one answer.
The layout is quoted by several independent programs; the vendor's paper was not seen,
and the unlock time's answer is an inference from its question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from hardware.errors import FrameInvalid
from hardware.frames.stream import Decoder, Flaw, More, begins, either

NAME = "kerong-cu16"
BOARDS = range(10)
LOCKS = range(1, 17)
EVERY_BOARD = 15
UNLOCK_TIMES_MS = range(0, 24_001, 10)

_START, _END = 0x02, 0x03


class Command(IntEnum):
    """What a desk can ask."""

    STATUS = 0x30
    UNLOCK = 0x31
    STATUS_EVERY_BOARD = 0x32
    UNLOCK_EVERY_LOCK = 0x33
    UNLOCK_TIME = 0x37


class Answer(IntEnum):
    """What a board can answer."""

    STATUS = 0x35
    STATUS_EVERY_BOARD = 0x36
    UNLOCK_TIME = 0x38


@dataclass(frozen=True, slots=True)
class Request:
    """A frame from the desk. `lock` is 1 where the command has no lock.

    `time_ms` is set in the one request that carries it: set the unlock time.
    """

    command: Command
    board: int
    lock: int = 1
    time_ms: int | None = None

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if self.board not in BOARDS and self.board != EVERY_BOARD:
            raise FrameInvalid(f"a CU16 has no board {self.board}")
        if self.lock not in LOCKS:
            raise FrameInvalid(f"a CU16 has no lock {self.lock}")
        address = self.board << 4 | self.lock - 1
        return _sealed(bytes((address, self.command)) + _time_data(self.time_ms))


@dataclass(frozen=True, slots=True)
class Status:
    """A board's answer about its doors: the raw bits, bit n - 1 for lock n."""

    board: int
    locks: int
    items: int
    every_board: bool = False

    def encode(self) -> bytes:
        """Give the bytes."""
        answer = Answer.STATUS_EVERY_BOARD if self.every_board else Answer.STATUS
        return _sealed(
            bytes((self.board << 4, answer))
            + self.locks.to_bytes(2, "little")
            + self.items.to_bytes(2, "little")
        )


@dataclass(frozen=True, slots=True)
class UnlockTime:
    """A board's answer about how long it drives a lock."""

    board: int
    time_ms: int

    def encode(self) -> bytes:
        """Give the bytes."""
        head = bytes((self.board << 4, Answer.UNLOCK_TIME))
        return _sealed(head + _time_data(self.time_ms))


type Reply = Status | UnlockTime

REPLY_BYTES = 9

_ASKED_BOARDS = bytes(range(0xA0)) + bytes(range(0xF0, 0x100))
_ASKED_LENGTHS: Mapping[int, tuple[int, ...]] = {
    Command.STATUS: (5,),
    Command.UNLOCK: (5,),
    Command.STATUS_EVERY_BOARD: (5,),
    Command.UNLOCK_EVERY_LOCK: (5,),
    Command.UNLOCK_TIME: (5, 7),
}
_ANSWERED_BOARDS = bytes(board << 4 for board in BOARDS)
_ANSWERED_LENGTHS: Mapping[int, tuple[int, ...]] = {
    Answer.STATUS: (9,),
    Answer.STATUS_EVERY_BOARD: (9,),
    Answer.UNLOCK_TIME: (7,),
}


def request_decoder() -> Decoder[Request]:
    """Read a desk's side of the line."""
    return Decoder(_match_request)


def reply_decoder() -> Decoder[Reply]:
    """Read the boards' side of the line."""
    return Decoder(_match_reply)


def both_decoder() -> Decoder[Request | Reply]:
    """Read a tap on the line, where both sides are heard."""
    return Decoder(either(_match_reply, _match_request))


def describe(frame: Request | Reply) -> str:
    """Say in a few plain words what a frame is, for the bus monitor."""
    if isinstance(frame, Status):
        shut = " ".join(str(n) for n in LOCKS if frame.locks >> n - 1 & 1)
        held = " ".join(str(n) for n in LOCKS if frame.items >> n - 1 & 1)
        return f"board {frame.board} bits set: {shut or '-'} items: {held or '-'}"
    if isinstance(frame, UnlockTime):
        return f"board {frame.board} unlock time {frame.time_ms} ms"
    return _describe_request(frame)


def _describe_request(frame: Request) -> str:
    if frame.command is Command.UNLOCK:
        return f"unlock board {frame.board} lock {frame.lock}"
    board = "every board" if frame.board == EVERY_BOARD else f"board {frame.board}"
    words = frame.command.name.lower().replace("_", " ")
    value = "" if frame.time_ms is None else f" = {frame.time_ms} ms"
    return f"{words}, {board}{value}"


def _sealed(middle: bytes) -> bytes:
    frame = bytes((_START,)) + middle + bytes((_END,))
    return frame + bytes((sum(frame) & 0xFF,))


def _time_data(time_ms: int | None) -> bytes:
    if time_ms is None:
        return b""
    if time_ms not in UNLOCK_TIMES_MS:
        raise FrameInvalid(f"a CU16 has no unlock time of {time_ms} ms")
    return (time_ms // 10).to_bytes(2, "big")


def _match_request(buffer: bytes) -> tuple[Request, int] | Flaw | More:
    length = _whole(buffer, _ASKED_BOARDS, _ASKED_LENGTHS)
    if not isinstance(length, int):
        return length
    command, board, lock = Command(buffer[2]), buffer[1] >> 4, (buffer[1] & 0x0F) + 1
    time_ms = int.from_bytes(buffer[3:5], "big") * 10 if length == 7 else None
    if time_ms is not None and time_ms not in UNLOCK_TIMES_MS:
        return Flaw.SHAPE
    return Request(command, board, lock, time_ms), length


def _match_reply(buffer: bytes) -> tuple[Reply, int] | Flaw | More:
    length = _whole(buffer, _ANSWERED_BOARDS, _ANSWERED_LENGTHS)
    if not isinstance(length, int):
        return length
    answer, board = Answer(buffer[2]), buffer[1] >> 4
    if answer is Answer.UNLOCK_TIME:
        time_ms = int.from_bytes(buffer[3:5], "big") * 10
        known = time_ms in UNLOCK_TIMES_MS
        return (UnlockTime(board, time_ms), length) if known else Flaw.SHAPE
    locks = int.from_bytes(buffer[3:5], "little")
    items = int.from_bytes(buffer[5:7], "little")
    return Status(board, locks, items, answer is Answer.STATUS_EVERY_BOARD), length


def _whole(
    buffer: bytes, addresses: bytes, lengths: Mapping[int, tuple[int, ...]]
) -> int | Flaw | More:
    """Give the length of the whole, checked frame at the start of the buffer.

    Where two lengths are possible the check decides, and the shorter wins a draw.
    """
    if not begins(buffer, (_START,), addresses, lengths):
        return Flaw.SHAPE
    if len(buffer) < 3:
        return More()
    ends = {length: _ends(buffer, length) for length in lengths[buffer[2]]}
    for length, end in ends.items():
        if end is True:
            return length
    if None in ends.values():
        return More()
    return Flaw.CHECK if Flaw.CHECK in ends.values() else Flaw.SHAPE


def _ends(buffer: bytes, length: int) -> bool | Flaw | None:
    """Whether a frame of this length ends as it must; None before it can be told."""
    if len(buffer) >= length - 1 and buffer[length - 2] != _END:
        return Flaw.SHAPE
    if len(buffer) < length:
        return None
    return sum(buffer[: length - 1]) & 0xFF == buffer[length - 1] or Flaw.CHECK

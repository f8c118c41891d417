"""KERONG CU48 and CU48B: forty-eight locks a board, the B with item sensors.

8N1, 19200 baud as delivered. The desk asks, boards only answer, to status alone.

    asked            02 ADDR LOCK CMD 03 SUM                           6 bytes
    CU48 answers     02 ADDR 00   65  D1..D6 03 SUM                   12 bytes
    CU48B answers    02 ADDR LOCK 75  L1..L6 S1..S6 03 SUM            18 bytes

    ADDR  00-09; 0A is every board on the bus
    LOCK  lock - 1, 00-2F; 30 is every lock of the board. Of no meaning in a status, and
          00 there
    CMD   50 status, 51 unlock of a CU48; 60 and 61 of a CU48B
    D L   one bit a lock, bit 0 of the first byte is lock 1; 1 = locked or the opposite,
          as the switch was wired
    S     one bit a compartment; 1 = something lies in it
    SUM   low byte of the sum of all other bytes

    02 00 00 50 03 55                          board 0, how are your doors?
    02 00 00 65 07 00 00 00 00 C0 03 31        1, 2, 3, 47 and 48 locked
    02 00 00 51 03 56                          board 0, unlock lock 1; no answer

CU48 after the vendor's "CU48 Protocol And Introduction" V2.1, which calls an answer 32
bytes long and shows twelve. CU48B after one program; another reads its fourth byte as a
length.
"""

from dataclasses import dataclass
from enum import Enum

from hardware.errors import FrameInvalid
from hardware.frames.stream import Decoder, Flaw, Match, More, begins, either

BOARDS = range(10)
EVERY_BOARD = 10
LOCKS = range(1, 49)
EVERY_LOCK = 49
REQUEST_BYTES = 6

_START, _END = 0x02, 0x03


class Model(Enum):
    """The two kinds of board: name, status, unlock and answer bytes, item sensors."""

    CU48 = ("kerong-cu48", 0x50, 0x51, 0x65, False)
    CU48B = ("kerong-cu48b", 0x60, 0x61, 0x75, True)

    def __init__(
        self,
        title: str,
        status: int,
        unlock: int,
        answer: int,
        items: bool,  # noqa: FBT001 - a row of the table above
    ) -> None:
        self.title = title
        self.status = status
        self.unlock = unlock
        self.answer = answer
        self.items = items

    @property
    def reply_bytes(self) -> int:
        """How long its answer is."""
        return 18 if self.items else 12


@dataclass(frozen=True, slots=True)
class Request:
    """A frame from the desk: a status, or with `unlock` a lock to drive."""

    model: Model
    board: int
    lock: int = 1
    unlock: bool = False

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if self.board not in BOARDS and self.board != EVERY_BOARD:
            raise FrameInvalid(f"a CU48 has no board {self.board}")
        if self.lock not in LOCKS and self.lock != EVERY_LOCK:
            raise FrameInvalid(f"a CU48 has no lock {self.lock}")
        command = self.model.unlock if self.unlock else self.model.status
        return _sealed(bytes((self.board, self.lock - 1, command)))


@dataclass(frozen=True, slots=True)
class Status:
    """A board's answer: the raw bits, bit n - 1 for lock n; `items` only of a CU48B."""

    model: Model
    board: int
    locks: int
    items: int = 0
    lock: int = 1

    def encode(self) -> bytes:
        """Give the bytes."""
        data = self.locks.to_bytes(6, "little")
        if self.model.items:
            data += self.items.to_bytes(6, "little")
        return _sealed(bytes((self.board, self.lock - 1, self.model.answer)) + data)


def request_decoder(model: Model) -> Decoder[Request]:
    """Read a desk's side of the line."""
    return Decoder(_match_request(model))


def reply_decoder(model: Model) -> Decoder[Status]:
    """Read the boards' side of the line."""
    return Decoder(_match_reply(model))


def both_decoder(model: Model) -> Decoder[Request | Status]:
    """Read a tap on the line, where both sides are heard."""
    return Decoder(either(_match_request(model), _match_reply(model)))


def describe(frame: Request | Status) -> str:
    """Say in a few plain words what a frame is, for the bus monitor."""
    if isinstance(frame, Status):
        told = f"board {frame.board} bits set: {_numbers(frame.locks)}"
        items = f" items: {_numbers(frame.items)}" if frame.model.items else ""
        return told + items
    every_board = frame.board == EVERY_BOARD
    board = "every board" if every_board else f"board {frame.board}"
    if not frame.unlock:
        return f"status, {board}"
    lock = "every lock" if frame.lock == EVERY_LOCK else f"lock {frame.lock}"
    return f"unlock {board} {lock}"


def _numbers(bits: int) -> str:
    return " ".join(str(lock) for lock in LOCKS if bits >> lock - 1 & 1) or "-"


def _sealed(middle: bytes) -> bytes:
    frame = bytes((_START,)) + middle + bytes((_END,))
    return frame + bytes((sum(frame) & 0xFF,))


def _match_request(model: Model) -> Match[Request]:
    boards, locks = (*BOARDS, EVERY_BOARD), range(EVERY_LOCK)
    commands = (model.status, model.unlock)

    def match(buffer: bytes) -> tuple[Request, int] | Flaw | More:
        if not begins(buffer, (_START,), boards, locks, commands, (_END,)):
            return Flaw.SHAPE
        if (found := _ended(buffer, REQUEST_BYTES)) is not None:
            return found
        unlock = buffer[3] == model.unlock
        return Request(model, buffer[1], buffer[2] + 1, unlock), REQUEST_BYTES

    return match


def _match_reply(model: Model) -> Match[Status]:
    locks = range(EVERY_LOCK) if model.items else (0,)
    length = model.reply_bytes

    def match(buffer: bytes) -> tuple[Status, int] | Flaw | More:
        if not begins(buffer, (_START,), BOARDS, locks, (model.answer,)):
            return Flaw.SHAPE
        if len(buffer) > length - 2 and buffer[length - 2] != _END:
            return Flaw.SHAPE
        if (found := _ended(buffer, length)) is not None:
            return found
        bits = int.from_bytes(buffer[4:10], "little")
        items = int.from_bytes(buffer[10:16], "little") if model.items else 0
        return Status(model, buffer[1], bits, items, buffer[2] + 1), length

    return match


def _ended(buffer: bytes, length: int) -> Flaw | More | None:
    """Check the sum; None when the frame is whole and right."""
    if len(buffer) < length:
        return More()
    good = sum(buffer[: length - 1]) & 0xFF == buffer[length - 1]
    return None if good else Flaw.CHECK

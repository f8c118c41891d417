"""KERONG CU12 and CU24: twelve or twenty-four locks a board, answers with a verdict.

8N1, 19200 baud as delivered. The desk asks, boards only answer.

    02 ADDR LOCK CMD ASK LEN 03 SUM [DATA]          8 bytes and LEN more, either way

    ADDR  00-0F; 10 is every board on the bus
    LOCK  lock - 1, 00-17; 0C is every lock of a CU12. Of no meaning in a status, and
          00 there
    CMD   80 status, 81 unlock, 82 unlock time, 83 baud, 84 delay, 85 wait for the door
          to be pushed, 8E as delivered, 8F version
    ASK   asked: 00. Answered: 10 done, 11 failed, 12 too late, 13 unknown command,
          14 wrong check
    LEN   how many bytes of DATA
    SUM   low byte of the sum of all other bytes, DATA too, though it stands before it
    DATA  of a status: one bit a lock, bit 0 of the first byte is lock 1; two bytes from
          a CU12, three from a CU24

    02 00 00 80 00 00 03 85              board 0, how are your doors?
    02 00 00 80 10 02 03 99 02 00        2 has its bit set, no other of twelve
    02 00 02 81 00 00 03 88              board 0, unlock lock 3
    02 00 02 81 10 00 03 98              done;  02 00 02 81 11 00 03 99  failed

After two programs that do not know each other, and disagree on whether a bit that is
set means locked. No answer's DATA is longer here than its command can need, so that a
half frame never holds up the line for long: 3 bytes, 40 of a version.
"""

from dataclasses import dataclass
from enum import IntEnum

from hardware.errors import FrameInvalid
from hardware.frames.stream import Decoder, Flaw, More, begins, either

NAME = "kerong-cu24"
BOARDS = range(16)
EVERY_BOARD = 16
LOCKS = range(1, 25)
EVERY_LOCK_OF_TWELVE = 13
HEAD_BYTES = 8
LONGEST_DATA = 40

_START, _END = 0x02, 0x03
_ASKED = 0


class Command(IntEnum):
    """What a desk can ask."""

    STATUS = 0x80
    UNLOCK = 0x81
    UNLOCK_TIME = 0x82
    BAUD = 0x83
    DELAY = 0x84
    PUSH_WAIT = 0x85
    AS_DELIVERED = 0x8E
    VERSION = 0x8F


class Said(IntEnum):
    """What a board says of a command."""

    DONE = 0x10
    FAILED = 0x11
    TOO_LATE = 0x12
    UNKNOWN = 0x13
    WRONG_CHECK = 0x14


_SHORT = range(4)
_LENGTHS = {
    Command.STATUS: (0, 2, 3),
    Command.UNLOCK: (0,),
    Command.VERSION: range(LONGEST_DATA + 1),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A frame from the desk."""

    command: Command
    board: int
    lock: int = 1
    data: bytes = b""

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if self.board not in BOARDS and self.board != EVERY_BOARD:
            raise FrameInvalid(f"a CU24 has no board {self.board}")
        if self.lock not in LOCKS:
            raise FrameInvalid(f"a CU24 has no lock {self.lock}")
        return _framed(self.board, self.lock, self.command, _ASKED, self.data)


@dataclass(frozen=True, slots=True)
class Answer:
    """A board's answer; `data` of a done status holds the locks' bits."""

    command: Command
    board: int
    lock: int
    said: Said
    data: bytes = b""

    @property
    def locks(self) -> int:
        """The raw bits, bit n - 1 for lock n."""
        return int.from_bytes(self.data, "little")

    def encode(self) -> bytes:
        """Give the bytes."""
        return _framed(self.board, self.lock, self.command, self.said, self.data)


def request_decoder() -> Decoder[Request]:
    """Read a desk's side of the line."""
    return Decoder(_match_request)


def reply_decoder() -> Decoder[Answer]:
    """Read the boards' side of the line."""
    return Decoder(_match_answer)


def both_decoder() -> Decoder[Request | Answer]:
    """Read a tap on the line, where both sides are heard."""
    return Decoder(either(_match_request, _match_answer))


def describe(frame: Request | Answer) -> str:
    """Say in a few plain words what a frame is, for the bus monitor."""
    words = frame.command.name.lower().replace("_", " ")
    every = frame.board == EVERY_BOARD
    board = "every board" if every else f"board {frame.board}"
    lock = f" lock {frame.lock}" if frame.command is Command.UNLOCK else ""
    where = f"{words}, {board}{lock}"
    data = f" = {frame.data.hex(' ').upper()}" if frame.data else ""
    if isinstance(frame, Request):
        return f"{where}{data}"
    told = f"{where}: {frame.said.name.lower().replace('_', ' ')}"
    if frame.command is not Command.STATUS or not frame.data:
        return f"{told}{data}"
    high = " ".join(str(n) for n in LOCKS if frame.locks >> n - 1 & 1)
    return f"{told}, bits set: {high or '-'}"


def _framed(board: int, lock: int, command: int, ask: int, data: bytes) -> bytes:
    head = bytes((_START, board, lock - 1, command, ask, len(data), _END))
    return head + bytes((sum(head + data) & 0xFF,)) + data


def _match_request(buffer: bytes) -> tuple[Request, int] | Flaw | More:
    boards = (*BOARDS, EVERY_BOARD)
    locks = range(LOCKS[-1])
    length = _whole(buffer, boards, locks, (_ASKED,))
    if not isinstance(length, int):
        return length
    data = buffer[HEAD_BYTES:length]
    return Request(Command(buffer[3]), buffer[1], buffer[2] + 1, data), length


def _match_answer(buffer: bytes) -> tuple[Answer, int] | Flaw | More:
    length = _whole(buffer, BOARDS, range(LOCKS[-1]), tuple(Said))
    if not isinstance(length, int):
        return length
    command, said, data = Command(buffer[3]), Said(buffer[4]), buffer[HEAD_BYTES:length]
    return Answer(command, buffer[1], buffer[2] + 1, said, data), length


def _whole(
    buffer: bytes,
    boards: "tuple[int, ...] | range",
    locks: range,
    asks: tuple[int, ...],
) -> int | Flaw | More:
    """Give the length of the whole, checked frame at the start of the buffer."""
    commands = tuple(Command)
    if not begins(buffer, (_START,), boards, locks, commands, asks):
        return Flaw.SHAPE
    if len(buffer) < HEAD_BYTES - 2:
        return More()
    if buffer[5] not in _LENGTHS.get(Command(buffer[3]), _SHORT):
        return Flaw.SHAPE
    if not begins(buffer[6:], (_END,)):
        return Flaw.SHAPE
    length = HEAD_BYTES + buffer[5]
    if len(buffer) < length:
        return More()
    summed = buffer[: HEAD_BYTES - 1] + buffer[HEAD_BYTES:length]
    return length if sum(summed) & 0xFF == buffer[7] else Flaw.CHECK

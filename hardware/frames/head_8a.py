"""Lock boards "8A/80": 12, 18, 24 or 48 locks, several sellers, one frame.

8N1, 9600 baud. Boards answer, and some speak of a door by themselves.

    asked      HEAD BOARD LOCK FUNC  BCC      5 bytes, to every question
    answered   HEAD BOARD LOCK STATE BCC      5 bytes, of one lock
               80   BOARD S..S    33 BCC      all locks: a bit each, highest first;
                                              7 bytes from a board of 24
    by itself  82|81 BOARD LOCK STATE BCC     a door's switch changed

    BOARD  1-99, set by switches
    LOCK   1-48; 00 is every lock of the board
    STATE  00 or 11. Of a switch that is closed while the lock holds, 11 = locked; the
           other kind of switch says the opposite. After an unlock: was it in vain?
    BCC    every byte before it, xored

    8A 11 unlock -> 8A               9A hold on, 9B let go, 9D open all
    80 33 status of one, or of all   DD chip id, DE version, DF E1 polarity
    80 99 status of all, elsewhere

    8A 01 01 11 9B                 board 1, unlock lock 1
    8A 01 01 00 8A                 it is open
    8A 01 01 11 9B                 it is not: the question itself, byte for byte
    80 01 00 33 B2                 board 1, how are all your doors?
    80 01 01 01 01 33 B3           1, 9 and 17 are locked

So a refusal cannot be told from an adapter's echo, nor on a tap from the question; only
the door's own switch decides. The answer of all locks can begin with a whole answer of
one: which is meant nobody knows but who asked, so a reader of answers is told. The
layout of one lock is common to many programs, that of all and the commands from 9A on
come from one each.
"""

from dataclasses import dataclass
from enum import IntEnum

from hardware.errors import FrameInvalid
from hardware.frames.stream import Decoder, Flaw, Match, More, begins, either, xor

NAME = "8a-80"
BOARDS = range(1, 100)
LOCKS = range(1, 49)
EVERY_LOCK = 0
FRAME_BYTES = 5

_UNLOCK, _STATUS, _STATUS_ELSEWHERE = 0x11, 0x33, 0x99
_LOW, _HIGH = 0x00, 0x11


class Head(IntEnum):
    """What a frame begins with."""

    STATUS = 0x80
    EVENT = 0x82
    EVENT_ELSEWHERE = 0x81
    UNLOCK = 0x8A
    HOLD = 0x9A
    LET_GO = 0x9B
    OPEN_ALL = 0x9D
    CHIP = 0xDD
    VERSION = 0xDE
    SET_POLARITY = 0xDF
    POLARITY = 0xE1


EVENTS = frozenset({Head.EVENT, Head.EVENT_ELSEWHERE})
_FUNCTIONS = {
    Head.STATUS: frozenset({_STATUS, _STATUS_ELSEWHERE}),
    Head.UNLOCK: frozenset({_UNLOCK}),
}
_ANY = range(256)
_ASKED = frozenset(Head) - EVENTS


@dataclass(frozen=True, slots=True)
class Request:
    """A frame from the desk. `lock` 0 is every lock; `function` as the head needs."""

    head: Head
    board: int
    lock: int
    function: int

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if self.board not in BOARDS:
            raise FrameInvalid(f"no board has the number {self.board}")
        if self.lock != EVERY_LOCK and self.lock not in LOCKS:
            raise FrameInvalid(f"no board has a lock {self.lock}")
        return _sealed(bytes((self.head, self.board, self.lock, self.function)))


def unlock(board: int, lock: int) -> Request:
    """Ask for one lock, or with lock 0 for every lock, to be driven."""
    return Request(Head.UNLOCK, board, lock, _UNLOCK)


def status(board: int, lock: int = EVERY_LOCK) -> Request:
    """Ask how one lock is, or all are."""
    return Request(Head.STATUS, board, lock, _STATUS)


@dataclass(frozen=True, slots=True)
class Door:
    """One lock's switch: the answer to its status or unlock, or news of it."""

    head: Head
    board: int
    lock: int
    high: bool

    def encode(self) -> bytes:
        """Give the bytes."""
        state = _HIGH if self.high else _LOW
        return _sealed(bytes((self.head, self.board, self.lock, state)))


@dataclass(frozen=True, slots=True)
class Doors:
    """All of a board's switches: raw bits, bit n - 1 for lock n, in `size` bytes."""

    board: int
    bits: int
    size: int

    def encode(self) -> bytes:
        """Give the bytes."""
        states = self.bits.to_bytes(self.size, "big")
        return _sealed(bytes((Head.STATUS, self.board)) + states + bytes((_STATUS,)))


type Reply = Door | Doors


def size_for(locks: int) -> int:
    """How many bytes tell of so many locks."""
    return (locks + 7) // 8


def request_decoder() -> Decoder[Request]:
    """Read a desk's side of the line."""
    return Decoder(_match_request)


def reply_decoder(size: int = 0) -> Decoder[Reply]:
    """Read the boards' side, where one lock was asked for, or all in `size` bytes."""
    return Decoder(either(_match_door, _match_doors(size)) if size else _match_reply)


def both_decoder() -> Decoder[Request | Reply]:
    """Read a tap on the line, where both sides are heard.

    What both may have sent is read as a request, what is one lock's whole answer as
    that.
    """
    sizes = (_match_doors(size) for size in range(2, size_for(LOCKS[-1]) + 1))
    return Decoder(either(_match_request, _match_reply, *sizes))


def describe(frame: Request | Reply) -> str:
    """Say in a few plain words what a frame is, for the bus monitor."""
    if isinstance(frame, Doors):
        locks = range(1, frame.size * 8 + 1)
        high = " ".join(str(lock) for lock in locks if frame.bits >> lock - 1 & 1)
        return f"board {frame.board} bits set: {high or '-'}"
    lock = f"lock {frame.lock}" if frame.lock else "every lock"
    where = f"board {frame.board} {lock}"
    words = frame.head.name.lower().replace("_", " ")
    if isinstance(frame, Request):
        return f"{words}, {where}"
    what = "event" if frame.head in EVENTS else f"after {words}"
    return f"{where}: {'11' if frame.high else '00'} ({what})"


def _sealed(frame: bytes) -> bytes:
    return frame + bytes((xor(frame),))


def _match_request(buffer: bytes) -> tuple[Request, int] | Flaw | More:
    if not begins(buffer, _ASKED, BOARDS, (EVERY_LOCK, *LOCKS)):
        return Flaw.SHAPE
    head = Head(buffer[0])
    found = _five(buffer, tuple(_FUNCTIONS.get(head, _ANY)))
    if found is not None:
        return found
    return Request(head, buffer[1], buffer[2], buffer[3]), FRAME_BYTES


def _match_door(buffer: bytes) -> tuple[Door, int] | Flaw | More:
    """An answer to an unlock, or an event; never one to a status."""
    heads = EVENTS | {Head.UNLOCK}
    if not begins(buffer, heads, BOARDS, (EVERY_LOCK, *LOCKS)):
        return Flaw.SHAPE
    return _door(buffer)


def _match_reply(buffer: bytes) -> tuple[Door, int] | Flaw | More:
    if buffer[0] != Head.STATUS:
        return _match_door(buffer)
    if not begins(buffer, (Head.STATUS,), BOARDS, LOCKS):
        return Flaw.SHAPE
    return _door(buffer)


def _door(buffer: bytes) -> tuple[Door, int] | Flaw | More:
    found = _five(buffer, (_LOW, _HIGH))
    if found is not None:
        return found
    door = Door(Head(buffer[0]), buffer[1], buffer[2], buffer[3] == _HIGH)
    return door, FRAME_BYTES


def _five(buffer: bytes, fourth: tuple[int, ...]) -> Flaw | More | None:
    """Check the end of a frame of five bytes; None when it is whole and right."""
    if not begins(buffer[3:], fourth):
        return Flaw.SHAPE
    if len(buffer) < FRAME_BYTES:
        return More()
    return None if xor(buffer[:4]) == buffer[4] else Flaw.CHECK


def _match_doors(size: int) -> Match[Doors]:
    length = size + 4

    def match(buffer: bytes) -> tuple[Doors, int] | Flaw | More:
        if not begins(buffer, (Head.STATUS,), BOARDS):
            return Flaw.SHAPE
        if len(buffer) > length - 2 and buffer[length - 2] != _STATUS:
            return Flaw.SHAPE
        if len(buffer) < length:
            return More()
        if xor(buffer[: length - 1]) != buffer[length - 1]:
            return Flaw.CHECK
        bits = int.from_bytes(buffer[2 : length - 2], "big")
        return Doors(buffer[1], bits, size), length

    return match

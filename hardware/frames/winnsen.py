"""Winnsen boards: sixteen locks, and no check of any kind in a frame.

8N1, 9600 baud. The desk asks, boards only answer.

    asked     90 LEN 05 STATION LOCK        03       open one lock
              90 LEN 02 STATION LOW HIGH    03       how are the doors of this mask?
              90 LEN 12 STATION LOCK        03       how is this door? (other firmware)
    answered  90 LEN 85 STATION LOCK STATUS 03       01 opened, 00 failed
              90 LEN 82 STATION LOW HIGH    03       one bit a door, 1 = open
              90 LEN 92 STATION STATUS LOCK 03       01 open, 00 closed, 02 cooling;
                                                     the two fields the other way round
    LEN       bytes of the whole frame
    STATION   as set on the board, from 1; from 0 on older ones
    LOCK      1-16. LOW is locks 1-8, bit 0 is lock 1; HIGH is 9-16

Some boards answer A5 and A2 in place of 85 and 82; the rest is the same.

    90 06 05 01 05 03          station 1, open lock 5
    90 07 85 01 05 01 03       opened
    90 07 02 02 FF 0F 03       station 2, how are doors 1 to 12?
    90 07 82 01 01 01 03       1 and 9 are open

One flipped bit in three is believed and one pair in six. So whoever asked accepts only
the very station and lock, and concludes nothing from one answer. 82 and 85 after the
maker's document V202104 as quoted by one program, 92 after another's; what 01 and 00
mean in 92 is inferred from 82. A lock to open is numbered, never masked: no frame opens
two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from hardware.errors import FrameInvalid
from hardware.frames.stream import Decoder, Flaw, Match, More, begins, either

NAME = "winnsen"
BOARDS = range(64)
LOCKS = range(1, 17)
REPLY_BYTES = 7
ELSEWHERE = 0x20

_START, _END = 0x90, 0x03
_BYTE = range(256)


class Function(IntEnum):
    """What is asked; its answer has the highest bit set too."""

    POLL = 0x02
    OPEN = 0x05
    STATUS = 0x12


class State(IntEnum):
    """What one door's answer says; of an opening, OPEN is done and CLOSED failed."""

    CLOSED = 0
    OPEN = 1
    COOLING = 2


@dataclass(frozen=True, slots=True)
class Request:
    """Open one lock, or how is its door?"""

    function: Function
    board: int
    lock: int

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if self.function is Function.POLL or self.lock not in LOCKS:
            raise FrameInvalid(f"{self.function.name} takes no lock {self.lock}")
        return _framed(self.function, self.board, (self.lock,))


@dataclass(frozen=True, slots=True)
class Poll:
    """How are the doors of this mask, bit n - 1 for lock n?"""

    board: int
    mask: int

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if not 0 <= self.mask <= 0xFFFF:
            raise FrameInvalid(f"no mask of sixteen doors is {self.mask}")
        return _framed(Function.POLL, self.board, self.mask.to_bytes(2, "little"))


@dataclass(frozen=True, slots=True)
class Door:
    """One door's answer, to OPEN or STATUS; `elsewhere` under A5."""

    function: Function
    board: int
    lock: int
    state: State
    elsewhere: bool = False

    def encode(self) -> bytes:
        """Give the bytes."""
        swapped = self.function is Function.STATUS
        fields = (self.lock, int(self.state))[:: -1 if swapped else 1]
        return _framed(_answer(self.function, self.elsewhere), self.board, fields)


@dataclass(frozen=True, slots=True)
class Doors:
    """The answer to a poll, bit n - 1 for lock n; `elsewhere` under A2."""

    board: int
    bits: int
    elsewhere: bool = False

    def encode(self) -> bytes:
        """Give the bytes."""
        function = _answer(Function.POLL, self.elsewhere)
        return _framed(function, self.board, self.bits.to_bytes(2, "little"))


type Asked = Request | Poll
type Reply = Door | Doors


def request_decoder() -> Decoder[Asked]:
    """Read a desk's side of the line."""
    return Decoder(either(_match_request, _match_poll))


def reply_decoder(
    elsewhere: Sequence[bool] = (False, True),
) -> Decoder[Reply]:
    """Read the boards' side, as 85 and 82 (False), as A5 and A2 (True), or as both."""
    matches: list[Match[Reply]] = [_match_door(Function.STATUS, other=False)]
    for other in elsewhere:
        matches += [_match_door(Function.OPEN, other=other), _match_doors(other=other)]
    return Decoder(either(*matches))


def both_decoder() -> Decoder[Asked | Reply]:
    """Read a tap on the line, where both sides are heard."""
    answers: list[Match[Reply]] = [_match_door(Function.STATUS, other=False)]
    for other in (False, True):
        answers += [_match_door(Function.OPEN, other=other), _match_doors(other=other)]
    return Decoder(either(_match_request, _match_poll, *answers))


def describe(frame: Asked | Reply) -> str:
    """Say in a few plain words what a frame is, for the bus monitor."""
    if isinstance(frame, Poll):
        return f"status, station {frame.board} locks {_numbers(frame.mask)}"
    if isinstance(frame, Doors):
        return f"station {frame.board} bits set: {_numbers(frame.bits)}"
    where = f"station {frame.board} lock {frame.lock}"
    asks = frame.function is Function.STATUS
    if isinstance(frame, Request):
        return f"{'status' if asks else 'unlock'}, {where}"
    if asks:
        return f"{where}: {frame.state.name.lower()}"
    return f"{where}: unlock {'done' if frame.state is State.OPEN else 'failed'}"


def _numbers(bits: int) -> str:
    return " ".join(str(lock) for lock in LOCKS if bits >> lock - 1 & 1) or "-"


def _answer(function: Function, other: bool) -> int:  # noqa: FBT001 - a table's row
    return function | 0x80 | (ELSEWHERE if other else 0)


def _framed(function: int, board: int, fields: Sequence[int]) -> bytes:
    if board not in BOARDS:
        raise FrameInvalid(f"no station has the number {board}")
    length = len(fields) + 5
    return bytes((_START, length, function, board, *fields, _END))


def _match_request(buffer: bytes) -> tuple[Request, int] | Flaw | More:
    functions = (Function.OPEN, Function.STATUS)
    if not begins(buffer, (_START,), (6,), functions, BOARDS, LOCKS, (_END,)):
        return Flaw.SHAPE
    if len(buffer) < 6:
        return More()
    return Request(Function(buffer[2]), buffer[3], buffer[4]), 6


def _match_poll(buffer: bytes) -> tuple[Poll, int] | Flaw | More:
    poll = (Function.POLL,)
    if not begins(buffer, (_START,), (7,), poll, BOARDS, _BYTE, _BYTE, (_END,)):
        return Flaw.SHAPE
    if len(buffer) < 7:
        return More()
    return Poll(buffer[3], int.from_bytes(buffer[4:6], "little")), 7


def _match_doors(*, other: bool) -> Match[Doors]:
    function = (_answer(Function.POLL, other),)

    def match(buffer: bytes) -> tuple[Doors, int] | Flaw | More:
        if not begins(buffer, (_START,), (7,), function, BOARDS, _BYTE, _BYTE, (_END,)):
            return Flaw.SHAPE
        if len(buffer) < REPLY_BYTES:
            return More()
        bits = int.from_bytes(buffer[4:6], "little")
        return Doors(buffer[3], bits, other), REPLY_BYTES

    return match


def _match_door(asked: Function, *, other: bool) -> Match[Door]:
    function = (_answer(asked, other),)
    swapped = asked is Function.STATUS
    states = tuple(State) if swapped else (State.CLOSED, State.OPEN)
    fields = (states, LOCKS) if swapped else (LOCKS, states)

    def match(buffer: bytes) -> tuple[Door, int] | Flaw | More:
        if not begins(buffer, (_START,), (7,), function, BOARDS, *fields, (_END,)):
            return Flaw.SHAPE
        if len(buffer) < REPLY_BYTES:
            return More()
        lock, state = buffer[4:6][:: -1 if swapped else 1]
        return Door(asked, buffer[3], lock, State(state), other), REPLY_BYTES

    return match

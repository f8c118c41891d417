"""Modbus RTU, as far as boards with coils, inputs and relays need it.

8N1 here. The desk asks, boards only answer.

    ADDR FUNCTION .. CRC-LOW CRC-HIGH

    ADDR      1-247; 0 is every board on the bus
    CRC       CRC-16, polynomial A001, begun with FFFF, over every byte before it
              asked with                     answered with
    01 02     FIRST:2 COUNT:2                BYTES BITS..      coils; inputs
    03 04     FIRST:2 COUNT:2                BYTES VALUES..    registers
    05        COIL:2 VALUE:2                 the same bytes    one coil
    06        REGISTER:2 VALUE:2             the same bytes    one register
    0F 10     FIRST:2 COUNT:2 BYTES DATA..   FIRST:2 COUNT:2   several
    8x                                       CODE              function x refused
    Numbers have their high byte first; bit 0 of the first byte is the first coil.

    01 05 00 00 FF 00 8C 3A                  board 1, coil 0 to FF00; answered the same
    01 02 00 00 00 30 78 1E                  board 1, how are inputs 0 to 47?
    01 02 06 FF FF FF FF FF FF E1 36         all set
    01 85 02 C3 51                           no such coil
    01 05 02 00 00 07 8D B0                  Waveshare: relay 0 on for 7 x 100 ms
    01 06 00 01 05 00 DB 5A                  R421A08: relay 1 on for a moment

The standard ends a frame by silence. Adapters and gateways do not keep silences, so its
length is read from its own bytes. No answer says what it answers: neither the address
nor the number of what was asked stands in it. Who asks must therefore bear in mind what
was asked, and be quiet for long after an answer was missed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from hardware.errors import FrameInvalid
from hardware.frames.stream import Decoder, Flaw, Match, More, begins, either

BOARDS = range(1, 248)
EVERY_BOARD = 0
ON, OFF = 0xFF00, 0x0000
WRITTEN_BYTES = 8
_ADDRESSES = range(BOARDS[-1] + 1)
_BYTE = range(256)
_MOST_BYTES = 250


class Function(IntEnum):
    """What is asked."""

    READ_COILS = 0x01
    READ_INPUTS = 0x02
    READ_REGISTERS = 0x03
    READ_INPUT_REGISTERS = 0x04
    WRITE_COIL = 0x05
    WRITE_REGISTER = 0x06
    WRITE_COILS = 0x0F
    WRITE_REGISTERS = 0x10


READS = frozenset(
    {
        Function.READ_COILS,
        Function.READ_INPUTS,
        Function.READ_REGISTERS,
        Function.READ_INPUT_REGISTERS,
    }
)
WRITES = frozenset({Function.WRITE_COIL, Function.WRITE_REGISTER})
WRITES_SEVERAL = frozenset({Function.WRITE_COILS, Function.WRITE_REGISTERS})
_FUNCTIONS = frozenset(Function)
_REFUSALS = frozenset(function | 0x80 for function in Function)


@dataclass(frozen=True, slots=True)
class Read:
    """Read `count` coils, inputs or registers from `first` on."""

    function: Function
    board: int
    first: int
    count: int

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if self.function not in READS or not 0 < self.count <= _most(self.function):
            raise FrameInvalid(f"{self.function.name} of {self.count} is no question")
        return _sealed(self.board, self.function, _two(self.first) + _two(self.count))


@dataclass(frozen=True, slots=True)
class Write:
    """Write one coil or register; a board that did answers with the same bytes."""

    function: Function
    board: int
    address: int
    value: int

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if self.function not in WRITES:
            raise FrameInvalid(f"{self.function.name} writes no single value")
        data = _two(self.address) + _two(self.value)
        return _sealed(self.board, self.function, data)


@dataclass(frozen=True, slots=True)
class WriteSeveral:
    """Write several coils or registers."""

    function: Function
    board: int
    first: int
    count: int
    data: bytes

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        if len(self.data) != _bytes_for(self.function, self.count):
            raise FrameInvalid(f"{len(self.data)} bytes do not hold {self.count}")
        told = _two(self.first) + _two(self.count) + bytes((len(self.data),))
        return _sealed(self.board, self.function, told + self.data)


@dataclass(frozen=True, slots=True)
class Values:
    """The answer to a read."""

    function: Function
    board: int
    data: bytes

    @property
    def bits(self) -> int:
        """Coils or inputs, bit 0 the first that was asked for."""
        return int.from_bytes(self.data, "little")

    def encode(self) -> bytes:
        """Give the bytes."""
        data = bytes((len(self.data),)) + self.data
        return _sealed(self.board, self.function, data)


@dataclass(frozen=True, slots=True)
class Written:
    """The answer to writing several."""

    function: Function
    board: int
    first: int
    count: int

    def encode(self) -> bytes:
        """Give the bytes."""
        return _sealed(self.board, self.function, _two(self.first) + _two(self.count))


@dataclass(frozen=True, slots=True)
class Refused:
    """A board's no: 1 no such function, 2 no such address, 3 bad value, 4 failed."""

    function: Function
    board: int
    code: int

    def encode(self) -> bytes:
        """Give the bytes."""
        return _sealed(self.board, self.function | 0x80, bytes((self.code,)))


type Request = Read | Write | WriteSeveral
type Reply = Values | Write | Written | Refused


def crc16(data: bytes) -> int:
    """Give the check of a frame's bytes; it is sent low byte first."""
    check = 0xFFFF
    for byte in data:
        check ^= byte
        for _ in range(8):
            check = check >> 1 ^ 0xA001 if check & 1 else check >> 1
    return check


def request_decoder() -> Decoder[Request]:
    """Read a desk's side of the line."""
    return Decoder(_match_request)


def reply_decoder(sizes: Collection[int] = _BYTE) -> Decoder[Reply]:
    """Read the boards' side of the line; `sizes` are the bytes a read may answer with.

    The fewer there are, the sooner a half answer is given up.
    """
    return Decoder(_match_replies(sizes))


def both_decoder() -> Decoder[Request | Reply]:
    """Read a tap on the line; what both may have sent is read as a request."""
    return Decoder(either(_match_request, _match_replies(_BYTE)))


def reply_bytes(size: int) -> int:
    """How long the longest answer is where a read answers with `size` bytes."""
    return max(WRITTEN_BYTES, size + 5)


def describe(frame: Request | Reply) -> str:
    """Say in a few plain words what a frame is, for the bus monitor."""
    words = frame.function.name.lower().replace("_", " ")
    board = "every board" if frame.board == EVERY_BOARD else f"board {frame.board}"
    if isinstance(frame, Values):
        return f"{board}: {words} gave {frame.data.hex(' ').upper()}"
    if isinstance(frame, Write):
        return f"{board}: {words} {frame.address} = {frame.value:04X}"
    if isinstance(frame, Refused):
        return f"{board}: {words} refused, code {frame.code}"
    places = f"{words} {frame.first} to {frame.first + frame.count - 1}"
    if isinstance(frame, Read):
        return f"status, {board}: {places}"
    data = (
        f" = {frame.data.hex(' ').upper()}" if isinstance(frame, WriteSeveral) else ""
    )
    return f"{board}: {places}{data or ' done'}"


def _most(function: Function) -> int:
    registers = {Function.READ_REGISTERS, Function.READ_INPUT_REGISTERS}
    return _MOST_BYTES // 2 if function in registers else _MOST_BYTES * 8


def _bytes_for(function: Function, count: int) -> int:
    return count * 2 if function is Function.WRITE_REGISTERS else (count + 7) // 8


def _two(number: int) -> bytes:
    if not 0 <= number <= 0xFFFF:
        raise FrameInvalid(f"{number} does not fit into two bytes")
    return number.to_bytes(2, "big")


def _sealed(board: int, function: int, data: bytes) -> bytes:
    if board not in _ADDRESSES:
        raise FrameInvalid(f"no board has the address {board}")
    frame = bytes((board, function)) + data
    return frame + crc16(frame).to_bytes(2, "little")


def _match_request(buffer: bytes) -> tuple[Request, int] | Flaw | More:
    if not begins(buffer, _ADDRESSES, _FUNCTIONS):
        return Flaw.SHAPE
    if len(buffer) < WRITTEN_BYTES:
        return More()
    board, function = buffer[0], Function(buffer[1])
    first, second = (int.from_bytes(buffer[at : at + 2], "big") for at in (2, 4))
    length, request = WRITTEN_BYTES, None
    if function in WRITES_SEVERAL:
        size = buffer[6]
        if not second or size != _bytes_for(function, second):
            return Flaw.SHAPE
        length = size + 9
        request = WriteSeveral(function, board, first, second, buffer[7 : 7 + size])
    elif function in READS and not 0 < second <= _most(function):
        return Flaw.SHAPE
    if (found := _ended(buffer, length)) is not None:
        return found
    kind = Read if function in READS else Write
    return request or kind(function, board, first, second), length


def _match_replies(sizes: Collection[int]) -> Match[Reply]:
    wanted = tuple(size for size in sizes if 0 < size <= _MOST_BYTES)

    def match_values(buffer: bytes) -> tuple[Values, int] | Flaw | More:
        if not begins(buffer, BOARDS, READS, wanted):
            return Flaw.SHAPE
        if len(buffer) < 3:
            return More()
        length = buffer[2] + 5
        if (found := _ended(buffer, length)) is not None:
            return found
        data = buffer[3 : length - 2]
        return Values(Function(buffer[1]), buffer[0], data), length

    return either(match_values, _match_written, _match_refused)


def _match_written(buffer: bytes) -> tuple[Write | Written, int] | Flaw | More:
    if not begins(buffer, BOARDS, WRITES | WRITES_SEVERAL):
        return Flaw.SHAPE
    if (found := _ended(buffer, WRITTEN_BYTES)) is not None:
        return found
    function = Function(buffer[1])
    kind = Write if function in WRITES else Written
    first, second = (int.from_bytes(buffer[at : at + 2], "big") for at in (2, 4))
    return kind(function, buffer[0], first, second), WRITTEN_BYTES


def _match_refused(buffer: bytes) -> tuple[Refused, int] | Flaw | More:
    if not begins(buffer, BOARDS, _REFUSALS, range(1, 12)):
        return Flaw.SHAPE
    if (found := _ended(buffer, 5)) is not None:
        return found
    return Refused(Function(buffer[1] & 0x7F), buffer[0], buffer[2]), 5


def _ended(buffer: bytes, length: int) -> Flaw | More | None:
    """Check a frame's end; None when it is whole and right."""
    if len(buffer) < length:
        return More()
    check = int.from_bytes(buffer[length - 2 : length], "little")
    return None if crc16(buffer[: length - 2]) == check else Flaw.CHECK

"""WKLY boards: twelve or twenty-four locks, and a word that begins every frame.

8N1, 9600 baud. Boards answer, and tell of a door by themselves.

    57 4B 4C 59 LEN ADDR CMD DATA.. XOR

    LEN   bytes of the whole frame
    ADDR  00-1F
    XOR   every byte before it, xored

          asked with          answered with
    80    COUNT LOCK..                           open several at once
    81    LOCK                RESULT LOCK STATE  flash its light
    82    LOCK                RESULT LOCK STATE  open one
    83    LOCK                RESULT LOCK STATE  how is one?
    84                        RESULT COUNT STATE..   how are all?
    85    by itself:          LOCK STATE         a door's switch changed
    86                                           open every lock, one after the other
    87    COUNT LOCK..                           open these, one after the other
    88    LOCK                RESULT LOCK STATE  hold one on
    89    LOCK                RESULT LOCK STATE  let it go

    LOCK    1-48
    RESULT  00 done
    STATE   00 open, 01 closed, FF cannot tell

    57 4B 4C 59 09 00 82 01 83               board 0, open lock 1
    57 4B 4C 59 0B 00 82 00 01 00 81         done, and it reads open
    57 4B 4C 59 0E 00 84 00 04 00 01 01 00 87    of four, 2 and 3 are closed
    57 4B 4C 59 0A 00 85 01 01 86            lock 1 was closed

After one program with its test frames and two others; the maker's paper was not seen.
What 81, 83, 88 and 89 answer is inferred from 82, and 80, 86 and 87 have no answer
here.
"""

from dataclasses import dataclass
from enum import IntEnum

from hardware.errors import FrameInvalid
from hardware.frames.stream import Decoder, Flaw, More, begins, either, xor

NAME = "wkly"
BOARDS = range(32)
LOCKS = range(1, 49)
SHELL_BYTES = 8

_HEAD = b"\x57\x4b\x4c\x59"
_HEADS = tuple((byte,) for byte in _HEAD)
_BYTE = range(256)


class Command(IntEnum):
    """What a frame is about."""

    OPEN_SEVERAL = 0x80
    FLASH = 0x81
    OPEN = 0x82
    STATUS = 0x83
    STATUS_OF_ALL = 0x84
    EVENT = 0x85
    OPEN_EVERY = 0x86
    OPEN_LIST = 0x87
    HOLD = 0x88
    LET_GO = 0x89


class State(IntEnum):
    """How a door is."""

    OPEN = 0x00
    CLOSED = 0x01
    UNKNOWN = 0xFF


ABOUT_ONE = frozenset(
    {Command.FLASH, Command.OPEN, Command.STATUS, Command.HOLD, Command.LET_GO}
)
ABOUT_SEVERAL = frozenset({Command.OPEN_SEVERAL, Command.OPEN_LIST})
ABOUT_ALL = frozenset({Command.STATUS_OF_ALL, Command.OPEN_EVERY})


@dataclass(frozen=True, slots=True)
class Request:
    """A frame from the desk, about as many locks as its command takes."""

    command: Command
    board: int
    locks: tuple[int, ...] = ()

    def encode(self) -> bytes:
        """Give the bytes, or raise FrameInvalid."""
        count = len(self.locks)
        several = self.command in ABOUT_SEVERAL and 0 < count <= len(LOCKS)
        alone = count == 1 and self.command in ABOUT_ONE
        if not (several or alone or (count == 0 and self.command in ABOUT_ALL)):
            raise FrameInvalid(f"{self.command.name} takes no locks {self.locks}")
        if not set(self.locks) <= set(LOCKS):
            raise FrameInvalid(f"no board has locks {self.locks}")
        data = bytes((count, *self.locks)) if several else bytes(self.locks)
        return _framed(self.board, self.command, data)


@dataclass(frozen=True, slots=True)
class Door:
    """One door's answer."""

    command: Command
    board: int
    lock: int
    state: State
    result: int = 0

    def encode(self) -> bytes:
        """Give the bytes."""
        data = bytes((self.result, self.lock, self.state))
        return _framed(self.board, self.command, data)


@dataclass(frozen=True, slots=True)
class Doors:
    """Every door's answer, the first one's first."""

    board: int
    states: tuple[State, ...]
    result: int = 0

    def encode(self) -> bytes:
        """Give the bytes."""
        data = bytes((self.result, len(self.states), *self.states))
        return _framed(self.board, Command.STATUS_OF_ALL, data)


@dataclass(frozen=True, slots=True)
class Event:
    """What a board says by itself."""

    board: int
    lock: int
    state: State

    def encode(self) -> bytes:
        """Give the bytes."""
        return _framed(self.board, Command.EVENT, bytes((self.lock, self.state)))


type Reply = Door | Doors | Event


def reply_bytes(locks: int) -> int:
    """How long the longest answer of a board of so many locks is."""
    return SHELL_BYTES + 2 + max(locks, 1)


def request_decoder() -> Decoder[Request]:
    """Read a desk's side of the line."""
    return Decoder(_match_request)


def reply_decoder() -> Decoder[Reply]:
    """Read the boards' side of the line."""
    return Decoder(either(_match_door, _match_doors, _match_event))


def both_decoder() -> Decoder[Request | Reply]:
    """Read a tap on the line, where both sides are heard."""
    return Decoder(either(_match_request, _match_door, _match_doors, _match_event))


def describe(frame: Request | Reply) -> str:
    """Say in a few plain words what a frame is, for the bus monitor."""
    where = f"board {frame.board}"
    if isinstance(frame, Request):
        numbers = "".join(f" {lock}" for lock in frame.locks)
        return f"{_words(frame.command)}, {where}{' lock' if numbers else ''}{numbers}"
    if isinstance(frame, Event):
        return f"{where} lock {frame.lock}: {_state(frame.state)} (event)"
    wrong = f" (result {frame.result:02X})" if frame.result else ""
    if isinstance(frame, Door):
        told = f"{_state(frame.state)}{wrong}, {_words(frame.command)}"
        return f"{where} lock {frame.lock}: {told}"
    shut, silent = (
        " ".join(str(n) for n, one in enumerate(frame.states, 1) if one is state)
        for state in (State.CLOSED, State.UNKNOWN)
    )
    untold = f", cannot tell: {silent}" if silent else ""
    return f"{where} closed: {shut or '-'}{untold}{wrong}"


def _words(command: Command) -> str:
    words = command.name.lower().replace("_", " ")
    return words.replace("open", "unlock")


def _state(state: State) -> str:
    return "cannot tell" if state is State.UNKNOWN else state.name.lower()


def _framed(board: int, command: int, data: bytes) -> bytes:
    if board not in BOARDS:
        raise FrameInvalid(f"no board has the number {board}")
    frame = _HEAD + bytes((SHELL_BYTES + len(data), board, command)) + data
    return frame + bytes((xor(frame),))


def _match_request(buffer: bytes) -> tuple[Request, int] | Flaw | More:
    lengths = range(SHELL_BYTES, SHELL_BYTES + len(LOCKS) + 2)
    commands = ABOUT_ONE | ABOUT_SEVERAL | ABOUT_ALL
    if not begins(buffer, *_HEADS, lengths, BOARDS, commands):
        return Flaw.SHAPE
    if len(buffer) < SHELL_BYTES:
        return More()
    command, length = Command(buffer[6]), buffer[4]
    data = buffer[7 : length - 1]
    if command in ABOUT_SEVERAL:
        fits = length > SHELL_BYTES + 1 and data[0] == length - SHELL_BYTES - 1
        data = data[1:]
    else:
        fits = length == SHELL_BYTES + (command in ABOUT_ONE)
    if not fits or not set(data) <= set(LOCKS):
        return Flaw.SHAPE
    end = _end(buffer, length)
    if end is not None:
        return end
    return Request(command, buffer[5], tuple(data)), length


def _match_door(buffer: bytes) -> tuple[Door, int] | Flaw | More:
    length = SHELL_BYTES + 3
    shape = (*_HEADS, (length,), BOARDS, ABOUT_ONE, _BYTE, LOCKS, tuple(State))
    if not begins(buffer, *shape):
        return Flaw.SHAPE
    end = _end(buffer, length)
    if end is not None:
        return end
    _, command, result, lock, state = buffer[5:10]
    return Door(Command(command), buffer[5], lock, State(state), result), length


def _match_doors(buffer: bytes) -> tuple[Doors, int] | Flaw | More:
    lengths = range(SHELL_BYTES + 3, SHELL_BYTES + 3 + len(LOCKS))
    command = (Command.STATUS_OF_ALL,)
    length = buffer[4] if len(buffer) > 4 else lengths[-1]
    count = (length - SHELL_BYTES - 2,)
    if not begins(buffer, *_HEADS, lengths, BOARDS, command, _BYTE, count):
        return Flaw.SHAPE
    states = buffer[9 : length - 1]
    if not set(states) <= set(State):
        return Flaw.SHAPE
    end = _end(buffer, length)
    if end is not None:
        return end
    return Doors(buffer[5], tuple(map(State, states)), buffer[7]), length


def _match_event(buffer: bytes) -> tuple[Event, int] | Flaw | More:
    length, command = SHELL_BYTES + 2, (Command.EVENT,)
    shape = (*_HEADS, (length,), BOARDS, command, LOCKS, tuple(State))
    if not begins(buffer, *shape):
        return Flaw.SHAPE
    end = _end(buffer, length)
    if end is not None:
        return end
    return Event(buffer[5], buffer[7], State(buffer[8])), length


def _end(buffer: bytes, length: int) -> Flaw | More | None:
    """Check the end of a frame; None when it is whole and right."""
    if len(buffer) < length:
        return More()
    good = xor(buffer[: length - 1]) == buffer[length - 1]
    return None if good else Flaw.CHECK

"""From a stream of bytes to frames, whatever the line did to it.

A byte stream on a shared pair of wires has no message borders: frames arrive in pieces,
glued together, behind noise or cut off. `Decoder` slides a window over it. A family's
codec supplies the one question that differs, a `Match`: does a frame begin here?

    buffer  | 00 02 00 35 FE | 02 00 35 FE FF 03 00 03 3A | 02 10 ...
            | noise, half    | a frame                    | wait for more

- A frame is taken whole; the window goes on behind it.
- What cannot begin a frame costs one byte, so a half frame never swallows the whole one
  after it: the window is right again within one frame.
- What could still become a frame waits. A codec's frames have a greatest length, so
  no more than that is ever held, however long the line babbles.

No clock here: who knows the time calls `clear` when the line was quiet for too long.
"""

import operator
from collections.abc import Callable, Container
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce


class Flaw(StrEnum):
    """Why bytes were thrown away: no frame's shape, or its shape with a wrong check."""

    SHAPE = "shape"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Decoded[F]:
    """A whole, checked frame and the bytes it came as."""

    frame: F
    data: bytes


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes between frames. CHECK when among them stood a frame with a bad check."""

    data: bytes
    flaw: Flaw


class More:
    """A match that needs more bytes to tell."""


# A match looks at the start of the buffer (never empty) and answers with a frame and
# its length, a flaw, or More.
type Match[F] = Callable[[bytes], tuple[F, int] | Flaw | More]


def begins(buffer: bytes, *allowed: Container[int]) -> bool:
    """Whether the bytes there are, as far as they go, may each stand where they do."""
    return all(byte in places for byte, places in zip(buffer, allowed, strict=False))


def xor(data: bytes) -> int:
    """Every byte folded into one: the check of several families."""
    return reduce(operator.xor, data, 0)


def either[F](*matches: Match[F]) -> Match[F]:
    """Read several kinds of frame from one stream; the first named wins a draw.

    Whoever has a whole frame is believed before whoever still waits for bytes.
    """

    def match(buffer: bytes) -> tuple[F, int] | Flaw | More:
        found = [one(buffer) for one in matches]
        whole = [one for one in found if isinstance(one, tuple)]
        waiting = [one for one in found if isinstance(one, More)]
        if whole or waiting:
            return (whole or waiting)[0]
        return Flaw.CHECK if Flaw.CHECK in found else Flaw.SHAPE

    return match


class Decoder[F]:
    """Feed it chunks of any size; it gives frames and noise in the order they came."""

    def __init__(self, match: Match[F]) -> None:
        self._match = match
        self._held = b""

    @property
    def held(self) -> int:
        """Bytes waiting for the rest of a frame."""
        return len(self._held)

    def feed(self, data: bytes) -> list[Decoded[F] | Noise]:
        """Take the next bytes; give what they completed."""
        buffer = self._held + data
        pieces: list[Decoded[F] | Noise] = []
        at = noise_from = 0
        flaw = Flaw.SHAPE
        while at < len(buffer):
            found = self._match(buffer[at:])
            if isinstance(found, More):
                break
            if isinstance(found, Flaw):
                flaw = found if found is Flaw.CHECK else flaw
                at += 1
                continue
            frame, length = found
            if noise_from < at:
                pieces.append(Noise(buffer[noise_from:at], flaw))
            pieces.append(Decoded(frame, buffer[at : at + length]))
            at += length
            noise_from, flaw = at, Flaw.SHAPE
        if noise_from < at:
            pieces.append(Noise(buffer[noise_from:at], flaw))
        self._held = buffer[at:]
        return pieces

    def clear(self) -> bytes:
        """Give up waiting for the rest; return what was held."""
        held, self._held = self._held, b""
        return held


@dataclass(frozen=True, slots=True)
class Explained:
    """Some bytes of a line in plain words; `read` is False for what is no frame."""

    data: bytes
    text: str
    read: bool


@dataclass(frozen=True, slots=True)
class Tap[F]:
    """How to understand a line on which both sides are heard."""

    decoder: Callable[[], Decoder[F]]
    describe: Callable[[F], str]

    def explain(self, data: bytes) -> list[Explained]:
        """Say what bytes mean, to the last one."""
        decoder, told = self.decoder(), []
        for piece in decoder.feed(data):
            if isinstance(piece, Noise):
                bad = piece.flaw is Flaw.CHECK
                text = "wrong check" if bad else "no frame"
                told.append(Explained(piece.data, text, read=False))
            else:
                told.append(
                    Explained(piece.data, self.describe(piece.frame), read=True)
                )
        if rest := decoder.clear():
            told.append(Explained(rest, "unfinished", read=False))
        return told

"""One side of one protocol, as the tests that every codec has to pass see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis.strategies import SearchStrategy

from hardware.frames.stream import Decoded, Decoder


@dataclass(frozen=True)
class Side:
    """How it is read, frames of it as they are published, and any other frames.

    `longest` bounds what a decoder may hold back. `checked` is False where no sum
    stands in a frame, so that a flipped bit may pass.
    """

    decoder: Callable[[], Decoder]
    vectors: dict[str, Any]
    frames: SearchStrategy
    longest: int
    checked: bool = True


@dataclass(frozen=True)
class Codec:
    """A protocol's sides, and what reads and tells of all of them."""

    sides: dict[str, Side]
    both: Callable[[], Decoder]
    describe: Callable[[Any], str]


def frames_of(pieces: list) -> list:
    """The frames among what a decoder gave."""
    return [piece.frame for piece in pieces if isinstance(piece, Decoded)]

"""A recording of a line: every byte that went by, with its time, as lines of JSON.

    {"recording": 1, "protocol": "kerong-cu16", "baud": 19200}
    {"t_ms": 0.0, "dir": "tx", "hex": "0200300335"}
    {"t_ms": 14.2, "dir": "rx", "hex": "020035feff0300033a"}

Times count from the opening of the link. A recording holds board addresses and door
states, and no person's data.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hardware.cabinet import Direction
from hardware.errors import RecordingInvalid

VERSION = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """What a recording is of."""

    protocol: str
    baud: int

    def to_line(self) -> str:
        """Give the first line of a recording."""
        return json.dumps(
            {"recording": VERSION, "protocol": self.protocol, "baud": self.baud}
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that went by together."""

    t_ms: float
    direction: Direction
    data: bytes

    def to_line(self) -> str:
        """Give a line of a recording."""
        return json.dumps(
            {
                "t_ms": round(self.t_ms, 1),
                "dir": self.direction,
                "hex": self.data.hex(),
            }
        )


def read(lines: Iterable[str]) -> tuple[Heading, list[Chunk]]:
    """Read a recording, or raise RecordingInvalid naming the line."""
    heading: Heading | None = None
    chunks: list[Chunk] = []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if heading is None:
                heading = _heading(entry)
            else:
                chunks.append(_chunk(entry))
        except (ValueError, KeyError, TypeError) as error:
            raise RecordingInvalid(f"line {number}: {error!r}") from error
    if heading is None:
        raise RecordingInvalid("an empty file is no recording")
    return heading, chunks


def _heading(entry: dict[str, Any]) -> Heading:
    if entry["recording"] != VERSION:
        raise RecordingInvalid(f"version {entry['recording']} is not known")
    return Heading(str(entry["protocol"]), int(entry["baud"]))


def _chunk(entry: dict[str, Any]) -> Chunk:
    data = bytes.fromhex(entry["hex"])
    return Chunk(float(entry["t_ms"]), Direction(entry["dir"]), data)

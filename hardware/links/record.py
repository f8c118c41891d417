"""A link that writes down every byte that passes through it."""

import asyncio
from typing import TextIO

from hardware.cabinet import Direction
from hardware.links.link import Link, OnBytes, OnLost
from hardware.links.recording import Chunk, Heading


class RecordLink:
    """Another link, recorded into an open text file.

    Lines are buffered by the file and flushed when the link is closed.
    """

    def __init__(self, inner: Link, file: TextIO, protocol: str) -> None:
        self._inner = inner
        self._file = file
        self._protocol = protocol
        self._opened_s: float | None = None

    @property
    def name(self) -> str:
        """The inner link's name."""
        return self._inner.name

    @property
    def latency_s(self) -> float:
        """The inner link's latency."""
        return self._inner.latency_s

    async def open(self, baud: int, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Open the inner link; the first opening begins the recording."""

        def arrived(data: bytes) -> None:
            self._note(Direction.RX, data)
            on_bytes(data)

        if self._opened_s is None:
            self._opened_s = asyncio.get_running_loop().time()
            self._file.write(Heading(self._protocol, baud).to_line() + "\n")
        await self._inner.open(baud, arrived, on_lost)

    def write(self, data: bytes) -> None:
        """Note it and send it."""
        self._note(Direction.TX, data)
        self._inner.write(data)

    async def close(self) -> None:
        """Close the inner link and flush the file."""
        await self._inner.close()
        self._file.flush()

    def _note(self, direction: Direction, data: bytes) -> None:
        since_s = asyncio.get_running_loop().time() - (self._opened_s or 0.0)
        self._file.write(Chunk(since_s * 1000, direction, data).to_line() + "\n")

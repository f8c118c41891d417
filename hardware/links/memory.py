"""Two ends joined in memory: what one writes, the other receives.

For simulators that live in the same process, on the same loop or on another one.
"""

import asyncio

from hardware.errors import LinkLost
from hardware.links.link import OnBytes, OnLost


class MemoryLink:
    """One end of a pair. Bytes written while the other end is closed are lost."""

    latency_s = 0.02

    def __init__(self, name: str) -> None:
        self.name = name
        self._peer: MemoryLink | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_bytes: OnBytes | None = None
        self._on_lost: OnLost | None = None

    def join(self, peer: "MemoryLink") -> None:
        """Name the end that receives what is written here."""
        self._peer = peer

    async def open(self, baud: int, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Begin to receive."""
        del baud
        self._on_bytes, self._on_lost = on_bytes, on_lost
        self._loop = asyncio.get_running_loop()

    def write(self, data: bytes) -> None:
        """Hand the bytes to the other end, in order."""
        if self._loop is not None and self._peer is not None:
            self._peer.receive(data)

    def receive(self, data: bytes) -> None:
        """Bring bytes to this end, from any thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._arrived, data)

    async def close(self) -> None:
        """Receive no more."""
        self._loop = self._on_bytes = self._on_lost = None

    def unplug(self) -> None:
        """Lose this end, as a cable would; call it on this end's loop."""
        on_lost = self._on_lost
        self._loop = self._on_bytes = self._on_lost = None
        if on_lost is not None:
            on_lost(LinkLost(f"{self.name} is gone: unplugged"))

    def _arrived(self, data: bytes) -> None:
        if self._on_bytes is not None:
            self._on_bytes(data)


def pair(name: str = "memory") -> tuple[MemoryLink, MemoryLink]:
    """Make two joined ends: the desk's, and the boards'."""
    desk, boards = MemoryLink(name), MemoryLink(f"{name} (boards)")
    desk.join(boards)
    boards.join(desk)
    return desk, boards

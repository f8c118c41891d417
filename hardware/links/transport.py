"""What serial ports and sockets share: an asyncio transport seen as a link's bytes."""

import asyncio

from hardware.errors import LinkLost
from hardware.links.link import OnBytes, OnLost


class Bytes(asyncio.Protocol):
    """Hands over what a transport brings until `silence` is called."""

    def __init__(self, name: str, on_bytes: OnBytes, on_lost: OnLost) -> None:
        self._name = name
        self._on_bytes = on_bytes
        self._on_lost = on_lost
        self._told = False
        self.closed = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        """Take bytes from the transport."""
        if not self._told:
            self._on_bytes(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Take the transport's end, wished for or not."""
        self.closed.set_result(None)
        if not self._told:
            self._told = True
            self._on_lost(LinkLost(f"{self._name} is gone: {exc or 'closed'}"))

    def silence(self) -> None:
        """Call back no more."""
        self._told = True

"""Bytes over TCP: a gateway in server mode, a KERONG BU board, or a simulator."""

import asyncio
import socket

from hardware.errors import LinkFailed
from hardware.links.link import OnBytes, OnLost
from hardware.links.transport import Bytes

CONNECT_TIMEOUT_S = 5.0
NETWORK_LATENCY_S = 0.2


class TcpLink:
    """A raw TCP connection to a gateway that passes bytes on unchanged.

    The gateway owns the baud rate. A gateway that vanishes without a word is noticed by
    the boards' silence, and by TCP keep-alive.
    """

    latency_s = NETWORK_LATENCY_S

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.name = f"socket://{host}:{port}"
        self._transport: asyncio.Transport | None = None
        self._bytes: Bytes | None = None

    async def open(self, baud: int, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Connect within five seconds, or raise LinkFailed."""
        del baud
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                self._transport, self._bytes = await loop.create_connection(
                    lambda: Bytes(self.name, on_bytes, on_lost), self._host, self._port
                )
        except OSError as error:  # a timeout is one too
            raise LinkFailed(f"cannot connect to {self.name}: {error!r}") from error
        peer = self._transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def write(self, data: bytes) -> None:
        """Send at once; a frame is never held back to fill a packet."""
        if self._transport is not None:
            self._transport.write(data)

    async def close(self) -> None:
        """Drop the connection."""
        if self._transport is not None and self._bytes is not None:
            self._bytes.silence()
            self._transport.abort()
            await self._bytes.closed
        self._transport = self._bytes = None

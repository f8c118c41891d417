"""Bytes over a serial port, exclusively ours, on real adapters and on ptys alike.

Traps this module knows: a second program may open the same port unless both ask for it
exclusively; a pty accepts any baud rate but refuses parity; an unplugged adapter shows
as a read error. Windows polls the port (pyserial-asyncio-fast), which is fine at 19200.
"""

import asyncio
from functools import partial

import serial
import serial_asyncio_fast

from hardware.errors import LinkFailed
from hardware.links.link import OnBytes, OnLost
from hardware.links.transport import Bytes

ADAPTER_LATENCY_S = 0.05


class SerialLink:
    """A port by its path or name, 8N1."""

    latency_s = ADAPTER_LATENCY_S

    def __init__(self, port: str) -> None:
        self.name = port
        self._transport: serial_asyncio_fast.SerialTransport | None = None
        self._bytes: Bytes | None = None

    async def open(self, baud: int, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Open the port, or raise LinkFailed saying why: missing, in use, not ours."""
        loop = asyncio.get_running_loop()
        opening = loop.run_in_executor(
            None, partial(serial.Serial, self.name, baud, exclusive=True)
        )
        try:
            port = await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_late)
            raise
        except (serial.SerialException, ValueError, OSError) as error:
            raise LinkFailed(f"cannot open {self.name}: {error}") from error
        protocol = Bytes(self.name, on_bytes, on_lost)
        self._transport = serial_asyncio_fast.SerialTransport(loop, protocol, port)
        self._bytes = protocol

    def write(self, data: bytes) -> None:
        """Send."""
        if self._transport is not None:
            self._transport.write(data)

    async def close(self) -> None:
        """Give the port back; what was not yet sent is dropped."""
        if self._transport is not None and self._bytes is not None:
            self._bytes.silence()
            if not self._transport.is_closing():
                self._transport.abort()
            await self._bytes.closed
        self._transport = self._bytes = None


def _close_late(opening: asyncio.Future[serial.Serial]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()

"""The far end of a line: bytes in, and bytes out at the pace of the wire.

A pty or a socket has no baud rate, so the line keeps one itself: what arrives is acted
on when its last bit would have come, and every byte sent has its own deadline, counted
from the first and not from the one before, so that sleeping late adds up to nothing.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol


class Boards(Protocol):
    """What a family's simulator brings."""

    def asked(self, data: bytes) -> None:
        """Take bytes from the desk, when they have fully arrived."""
        ...

    def silence(self) -> None:
        """Forget a half request: the line was quiet."""
        ...


class PacedLine:
    """Joins boards to any way of carrying bytes. Lives on one loop."""

    def __init__(self, baud: int) -> None:
        self.baud = baud
        self._boards: Boards | None = None
        self._write: Callable[[bytes], None] | None = None
        self._sending: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None
        self._heard_until_s = 0.0

    def join(self, boards: Boards) -> None:
        """Name the boards on this line."""
        self._boards = boards

    def connect(self, write: Callable[[bytes], None]) -> None:
        """Name the way out to the desk, and begin to send."""
        self._write = write
        if self._sender is None:
            self._sender = asyncio.get_running_loop().create_task(self._send_forever())

    async def close(self) -> None:
        """Send no more."""
        sender, self._sender, self._write = self._sender, None, None
        if sender is not None:
            sender.cancel()
            await asyncio.wait([sender])

    def arrived(self, data: bytes) -> None:
        """Take bytes from the desk; the boards get them once they are off the wire."""
        loop = asyncio.get_running_loop()
        start_s = max(loop.time(), self._heard_until_s)
        if loop.time() - self._heard_until_s > self._air_s(20) and self._boards:
            self._boards.silence()
        self._heard_until_s = start_s + self._air_s(len(data))
        loop.call_at(self._heard_until_s, self._pass_on, data)

    def send(self, data: bytes, after_s: float) -> None:
        """Send bytes, beginning `after_s` from now or behind what is being sent."""
        due_s = asyncio.get_running_loop().time() + after_s
        self._sending.put_nowait((due_s, data))

    def _pass_on(self, data: bytes) -> None:
        if self._boards is not None:
            self._boards.asked(data)

    def _air_s(self, length: int) -> float:
        return length * 10 / self.baud

    async def _send_forever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due_s, data = await self._sending.get()
            start_s = max(due_s, loop.time())
            for number in range(len(data)):
                gone_s = start_s + self._air_s(number + 1)
                await asyncio.sleep(gone_s - loop.time())
                if self._write is not None:
                    self._write(data[number : number + 1])

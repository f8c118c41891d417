"""Ways to reach a simulated line: in memory, over TCP, through a pseudo terminal.

Each is an async context manager on the simulator's loop, and gives what the desk has to
open: a `MemoryLink`, or a port's name as `link_to` reads it.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hardware.errors import LinkFailed
from hardware.links.memory import MemoryLink, pair
from hardware.simulator.line import PacedLine

PTYS = hasattr(os, "openpty")


@asynccontextmanager
async def in_memory(line: PacedLine, name: str = "memory") -> AsyncIterator[MemoryLink]:
    """Join the line to a link in this process."""
    desk, boards = pair(name)
    await boards.open(line.baud, line.arrived, lambda _error: None)
    line.connect(boards.write)
    try:
        yield desk
    finally:
        await line.close()
        await boards.close()


@asynccontextmanager
async def on_tcp(
    line: PacedLine, port: int = 0, host: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Listen as a gateway does; one desk at a time is listened to, the latest."""
    desks: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        desks.add(writer)
        line.connect(writer.write)
        try:
            while data := await reader.read(1024):
                line.arrived(data)
        except ConnectionError:
            pass
        finally:
            desks.discard(writer)
            writer.close()

    server = await asyncio.start_server(serve, host, port)
    try:
        number = server.sockets[0].getsockname()[1]
        yield f"socket://{host}:{number}"
    finally:
        server.close()
        for writer in tuple(desks):
            writer.close()
        await server.wait_closed()
        await line.close()


@asynccontextmanager
async def on_pty(line: PacedLine) -> AsyncIterator[str]:
    """Offer a serial port that any program can open; POSIX only."""
    if not PTYS:
        raise LinkFailed("this system has no pseudo terminals; use TCP")
    # Not at the top: Windows has neither.
    import termios  # noqa: PLC0415
    import tty  # noqa: PLC0415

    ours, theirs = os.openpty()
    loop = asyncio.get_running_loop()
    try:
        # Raw from the start, or the terminal would echo before anybody opens it. The
        # far side stays open here: a port with nobody on it reads as an error.
        tty.setraw(theirs, termios.TCSANOW)
        os.set_blocking(ours, False)
        loop.add_reader(ours, lambda: line.arrived(os.read(ours, 1024)))
        line.connect(lambda data: _write(ours, data))
        yield os.ttyname(theirs)
    finally:
        loop.remove_reader(ours)
        await line.close()
        os.close(ours)
        os.close(theirs)


def _write(descriptor: int, data: bytes) -> None:
    try:
        os.write(descriptor, data)
    except BlockingIOError:
        # Nobody reads; a wire would not wait either.
        return

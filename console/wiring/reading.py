"""Files from outside are read in a process that is thrown away.

It has a memory limit where the system knows one, so that a hostile file ends the reader
and not the desk. What comes back are frozen values, or the reader's own error.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MEMORY_LIMIT = 2 << 30
TIME_LIMIT_S = 60.0


class ReadingFailed(Exception):
    """The reader ended without a result: too large, too slow or broken."""


async def read_apart[T](
    read: Callable[..., T], *arguments: object, **named: object
) -> T:
    """`read(*arguments, **named)` in a process of its own.

    Raises what it raises, and ReadingFailed where it came to no end.
    """
    return await asyncio.to_thread(_run, read, arguments, named)


async def read_file_apart[T](read: Callable[..., T], path: Path, **named: object) -> T:
    """`read(bytes, file=name, **named)` of a file, in a process of its own."""
    return await read_apart(_of_file, read, path, **named)


def _of_file[T](read: Callable[..., T], path: Path, **named: object) -> T:
    return read(path.read_bytes(), file=path.name, **named)


def _run[T](
    read: Callable[..., T], arguments: tuple[object, ...], named: dict[str, object]
) -> T:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(
        target=_read, args=(there, read, arguments, named), daemon=True
    )
    process.start()
    there.close()
    try:
        if not here.poll(TIME_LIMIT_S):
            raise ReadingFailed(f"no end within {TIME_LIMIT_S:.0f} s")
        good, value = here.recv()
    except EOFError:
        raise ReadingFailed("the file needs more memory than it may have") from None
    finally:
        here.close()
        process.kill()
        process.join()
        process.close()
    if not good:
        raise value
    result: T = value
    return result


def _read(
    connection: Connection,
    read: Callable[..., Any],
    arguments: tuple[object, ...],
    named: dict[str, object],
) -> None:
    _limit_memory()
    try:
        result = (True, read(*arguments, **named))
    except MemoryError:
        return  # As if it had been ended: the desk is not out of memory.
    except Exception as error:  # noqa: BLE001 - handed over whole to whoever asked
        result = (False, error)
    connection.send(result)
    connection.close()


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - exists on POSIX only
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))

"""Files from outside are read in a process that is thrown away.

What it may have is limited, so that a hostile file ends the reader and not the desk:

- memory: on Linux by the system (RLIMIT_AS), and everywhere by this side, which looks
  at the reader's resident memory four times a second and ends it;
- time: it is ended after TIME_LIMIT_S of work, or PATIENCE times that on a clock, for a
  busy machine is no fault of the file; where the system knows it, it limits the work
  too, for a reader whose desk has gone;
- the answer: more than ANSWER_LIMIT bytes are not taken in.

What comes back are frozen values, or the reader's own error; never a part of either.
"""

import asyncio
import gc
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

import psutil

MEMORY_LIMIT = 1 << 30
TIME_LIMIT_S = 60.0
PATIENCE = 3
ANSWER_LIMIT = 200_000_000

_LOOK_S = 0.25
_NO_MEMORY = "the file needs more memory than it may have"


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
        _wait(here, process)
        good, value = ForkingPickler.loads(here.recv_bytes(ANSWER_LIMIT))
    except EOFError:
        raise ReadingFailed(_NO_MEMORY) from None
    except OSError as error:
        raise ReadingFailed(f"the file says more than is taken in ({error})") from error
    finally:
        here.close()
        process.kill()
        process.join()
        process.close()
    if not good:
        raise value
    result: T = value
    return result


def _wait(here: Connection, process: BaseProcess) -> None:
    """Returns when there is an answer or an end; raises ReadingFailed at a limit."""
    until = time.monotonic() + PATIENCE * TIME_LIMIT_S
    while not here.poll(_LOOK_S):
        try:
            reader = psutil.Process(process.pid)
            used = reader.memory_info().rss
            work = reader.cpu_times()
        except psutil.Error:
            continue  # It has just ended: the pipe says so.
        if work.user + work.system > TIME_LIMIT_S or time.monotonic() > until:
            raise ReadingFailed(f"no end within {TIME_LIMIT_S:.0f} s")
        if used > MEMORY_LIMIT:
            raise ReadingFailed(_NO_MEMORY)


def _read(
    connection: Connection,
    read: Callable[..., Any],
    arguments: tuple[object, ...],
    named: dict[str, object],
) -> None:
    _limit()
    gc.disable()  # It ends before there is anything worth collecting.
    try:
        result = (True, read(*arguments, **named))
    except MemoryError:
        return  # As if it had been ended: the desk is not out of memory.
    except Exception as error:  # noqa: BLE001 - handed over whole to whoever asked
        result = (False, error)
    try:
        answer = ForkingPickler.dumps(result)
    except MemoryError:
        return
    connection.send_bytes(answer)
    connection.close()


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - exists on POSIX only
    except ImportError:
        return
    seconds = int(TIME_LIMIT_S) + 5
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            _, hard = resource.getrlimit(limit)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(limit, (allowed, hard))
        except (ValueError, OSError):
            continue  # macOS knows the limit and refuses it: this side looks.

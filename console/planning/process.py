"""The planner process: holds one problem and answers about it.

One thread, no asyncio. While a search runs, the connection is looked at between steps
of about ten milliseconds, so a stop, a price or a dragged stop is answered in between.
A request that fails is answered as failed, and the process lives on. `serve` is the
target of a spawned process; this module imports nothing with kernels, because the
cache must be named before numba is imported:

    context.Process(target=serve, args=(connection, str(cache_root)))
"""

from multiprocessing.connection import Connection
from pathlib import Path

from console.planning.cache import use_cache


def serve(connection: Connection, cache_root: str) -> None:
    """Answer requests until Close or until the other end is gone."""
    use_cache(Path(cache_root))
    from console.planning.planner import Planner  # noqa: PLC0415

    Planner(connection).run()
    connection.close()

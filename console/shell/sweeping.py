"""Garbage of the desk's process, swept when nobody waits.

A full collection walks over everything alive while every thread stands still: 140 ms
of a day with 600 parcels, most of it modules that never go. Python begins one whenever
enough was made since the last, so just when a plan arrives. Therefore what is there is
set aside (`gc.freeze`) once the desk is open and after every sweep, and a sweep, a full
collection of what came since, waits until nothing has been under way for a while. A
ring that was set aside and dropped later waits until the desk has been left alone for
long: then everything is looked through. Young garbage is collected as ever, and a desk
that never comes to rest has a full collection after RARELY middle ones all the same.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

LOOK_S = 5.0
QUIET = 4
"""Looks in a row at which nothing was under way before a sweep."""
ALONE = 120
"""As many before what was set aside is looked through too."""
RARELY = 2_000
"""Middle collections before Python makes a full one by itself."""
WORTH = 10
"""Middle collections that make a sweep worth while; Python's own measure."""


@asynccontextmanager
async def swept(quiet: Callable[[], bool]) -> AsyncIterator[None]:
    """Full collections wait until it is `quiet`; at the end all is as it was before."""
    thresholds = gc.get_threshold()
    _sweep()
    gc.set_threshold(*thresholds[:2], RARELY)
    task = asyncio.get_running_loop().create_task(_forever(quiet), name="sweep")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        gc.set_threshold(*thresholds)
        gc.unfreeze()


async def _forever(quiet: Callable[[], bool]) -> None:
    looks = 0
    while True:
        await asyncio.sleep(LOOK_S)
        looks = looks + 1 if quiet() else 0
        if looks == ALONE:
            gc.unfreeze()
            _sweep()
        elif looks >= QUIET and gc.get_count()[2] >= WORTH:
            _sweep()


def _sweep() -> None:
    gc.collect()
    gc.freeze()

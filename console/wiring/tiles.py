"""Tile processes: each has the region's base map open and paints what it is asked for.

A process is spawned, needs no application and leaves nothing behind: pixels come back
through its pipe (widgets.map.tile_process). `source` belongs to the GUI thread.
"""

import asyncio
import logging
import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from console.geo.basemap.map import BaseMap
from console.viewmodels.map_camera import Box
from console.viewmodels.map_features import MapFeatures, map_features
from widgets.map.tile_process import PipedTiles, serve

log = logging.getLogger(__name__)


def paint_region(connection: Connection, folder: str) -> None:
    """The whole life of a tile process: opens the base map, paints, ends."""
    base = BaseMap.open(Path(folder))

    def features_of(box: Box, zoom: float) -> MapFeatures:
        return map_features(base.query(box, zoom))

    try:
        serve(connection, features_of)
    finally:
        base.close()


class TileProcesses:
    """One or two processes and the tile source that asks them.

    Make it in the GUI thread while an application exists.
    """

    def __init__(self, folder: Path, count: int = 2) -> None:
        """Starts them; the pack in `folder` has to be whole."""
        context = multiprocessing.get_context("spawn")
        self._processes: list[SpawnProcess] = []
        ends: list[Connection] = []
        for number in range(1, count + 1):
            here, there = context.Pipe()
            process = context.Process(
                target=paint_region,
                args=(there, str(folder)),
                name=f"lockyard-tiles-{number}",
                daemon=True,
            )
            process.start()
            there.close()
            self._processes.append(process)
            ends.append(here)
        self.source = PipedTiles(ends)

    async def stop(self, deadline_s: float = 3.0) -> bool:
        """Ends the processes; False if one had to be killed. Twice is once."""
        processes, self._processes = self._processes, []
        if not processes:
            return True
        await asyncio.to_thread(self.source.close)
        well = True
        for process in processes:
            await asyncio.to_thread(process.join, deadline_s)
            if process.exitcode is None:
                log.warning("%s did not end by itself", process.name)
                process.kill()
                await asyncio.to_thread(process.join)
                well = False
            process.close()
        self.source.deleteLater()
        return well

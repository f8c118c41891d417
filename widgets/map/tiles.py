"""Tiles: squares of the base map, painted elsewhere and kept for a while.

A tile is TILE_PX logical pixels wide at its zoom, a multiple of a quarter, so that at
rest every tile is drawn pixel for pixel. Where a tile is still missing, the view shows
what it has of another zoom, scaled without smoothing.
"""

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from PySide6.QtGui import QImage

from console.viewmodels.map_camera import Box, Camera
from console.viewmodels.map_labels import Candidate

TILE_PX = 512
ZOOM_STEP = 0.25
_HALF_WORLD_M = math.pi * 6_378_137.0


class TileKey(NamedTuple):
    """One tile: column `x` from the west and row `y` from the north at `zoom`."""

    zoom: float
    x: int
    y: int
    theme: str
    scale: float

    @property
    def metres(self) -> float:
        """Mercator metres of a logical pixel."""
        return float(2 * _HALF_WORLD_M / 256 / 2.0**self.zoom)

    @property
    def box(self) -> Box:
        """The ground of the tile in Mercator metres."""
        side = TILE_PX * self.metres
        west = self.x * side - _HALF_WORLD_M
        north = _HALF_WORLD_M - self.y * side
        return (west, north - side, west + side, north)


@dataclass(frozen=True, slots=True)
class Tile:
    """A painted tile, the names it offers and the extent of the region it is of."""

    key: TileKey
    image: QImage
    names: tuple[Candidate, ...] = ()
    extent: Box | None = None


Done = Callable[[Tile], None]


class TileSource(Protocol):
    """Paints tiles when it can. `done` is called in the GUI thread, once or never."""

    def request(self, key: TileKey, done: Done) -> None:
        """Asks for a tile; the newest wish is painted first."""

    def cancel(self, key: TileKey) -> None:
        """The tile is no longer wanted; `done` will not be called for it."""


class TileCache[Kept]:
    """The most recently used things by tile, at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        self._kept: OrderedDict[TileKey, Kept] = OrderedDict()
        self._limit = limit

    def get(self, key: TileKey) -> Kept | None:
        """What is kept for a tile, now the most recently used."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: TileKey, kept: Kept) -> None:
        """Keeps it and lets go of the least recently used."""
        self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def drop(self, key: TileKey) -> None:
        """Forgets one."""
        self._kept.pop(key, None)

    def clear(self) -> None:
        """Forgets all."""
        self._kept.clear()

    def __iter__(self) -> Iterator[TileKey]:
        """The tiles kept, the least recently used first."""
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)


def tile_zoom(zoom: float) -> float:
    """The zoom of the tiles that are shown at a camera's zoom."""
    return round(zoom / ZOOM_STEP) * ZOOM_STEP


def tiles_of(
    camera: Camera, zoom: float, theme: str, scale: float, ring: int = 0
) -> list[TileKey]:
    """The tiles at `zoom` that a camera sees, the nearest to its middle first.

    `ring` adds so many tiles around.
    """
    west, south, east, north = camera.box
    side = TILE_PX * TileKey(zoom, 0, 0, theme, scale).metres
    left = math.floor((west + _HALF_WORLD_M) / side) - ring
    right = math.floor((east + _HALF_WORLD_M) / side) + ring
    top = math.floor((_HALF_WORLD_M - north) / side) - ring
    bottom = math.floor((_HALF_WORLD_M - south) / side) + ring
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    keys = [
        TileKey(zoom, x, y, theme, scale)
        for x in range(left, right + 1)
        for y in range(top, bottom + 1)
    ]
    return sorted(keys, key=lambda k: (k.x - middle_x) ** 2 + (k.y - middle_y) ** 2)

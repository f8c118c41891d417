"""The ground: base map and routes composed into opaque tiles, drawn by copying.

Three keeps of tiles: what the source painted (`_base`), that with all quiet routes and
stops (`_quiet`), and, only where it runs, with the chosen route (`_lit`). A frame only
copies what is there. What is missing or out of date is composed afterwards, the nearest
to the middle first, for a few milliseconds a turn of the loop (`compose`), so that a
gesture never waits: a tile with many routes takes several turns. Where tiles of the
zoom are still missing, the last whole zoom shows through, scaled without smoothing.
"""

from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from console.viewmodels.map import MapRoutes, no_routes
from console.viewmodels.map_camera import Box, Camera
from console.viewmodels.map_labels import Candidate
from widgets.common.theme import Theme
from widgets.map.routes_layer import RoutesLayer, grown, meets, tile_painter
from widgets.map.sprites import Sprites
from widgets.map.tiles import (
    TILE_PX,
    Tile,
    TileCache,
    TileKey,
    TileSource,
    tile_zoom,
    tiles_of,
)

_BASE_KEPT: Final = 140
_QUIET_KEPT: Final = 100
_LIT_KEPT: Final = 60
BUDGET_S: Final = 0.006
HURRIED_S: Final = 0.004
"""While the map is moved there is less time beside its frames."""


class _Painting:
    """A tile under way. Its painter is open during a step only.

    An open painter that outlived its pixmap, in a view closed amid a tile, would take
    the process with it.
    """

    def __init__(
        self,
        key: TileKey,
        pixmap: QPixmap,
        strokes: Callable[[QPainter], Iterator[None]],
        *,
        lit: bool,
    ) -> None:
        self.key = key
        self.pixmap = pixmap
        self.lit = lit
        self._painter = QPainter()
        self._strokes = strokes(self._painter)

    def step(self, end_s: float) -> bool:
        """Paints until a moment of `perf_counter`; says whether all is done."""
        self._painter.begin(self.pixmap)
        tile_painter(self._painter, self.key, TILE_PX)
        try:
            return all(perf_counter() < end_s for _ in self._strokes)
        finally:
            self._painter.end()


class Ground:
    """Tiles of one view. `changed` is called whenever a repaint would show more."""

    def __init__(
        self, theme: Theme, sprites: Sprites, changed: Callable[[], None]
    ) -> None:
        self._theme = theme
        self._sprites = sprites
        self._changed = changed
        self._source: TileSource | None = None
        self._layer = RoutesLayer(no_routes())
        self._chosen = ""
        self._base: TileCache[Tile] = TileCache(_BASE_KEPT)
        self._quiet: TileCache[QPixmap] = TileCache(_QUIET_KEPT)
        self._lit: TileCache[QPixmap] = TileCache(_LIT_KEPT)
        self._stale: set[TileKey] = set()
        self._asked: set[TileKey] = set()
        self._seen: list[TileKey] = []
        self._whole_zoom: float | None = None
        self._painting: _Painting | None = None
        self.extent: Box | None = None
        """What the region covers, as far as its tiles have told."""

    def set_source(self, source: TileSource | None) -> None:
        """Tiles come from somewhere else from now on; None: there is no base map."""
        self._forget()
        self._source, self.extent = source, None

    def set_theme(self, theme: Theme, sprites: Sprites) -> None:
        """Other colours, or another device pixel ratio."""
        self._theme, self._sprites = theme, sprites
        self._forget()

    def set_routes(self, routes: MapRoutes, dirty: frozenset[str] | None) -> None:
        """Other routes; only the tiles that the `dirty` vehicles touch are redrawn."""
        old, self._layer = self._layer, RoutesLayer(routes)
        self._drop()
        if dirty is None:
            self._stale.update(self._quiet)
            self._lit.clear()
        else:
            boxes = [*old.boxes(dirty), *self._layer.boxes(dirty)]
            for key in self._quiet:
                reach = grown(key.box, 16 * key.metres)
                if any(meets(reach, box) for box in boxes):
                    self._stale.add(key)
                    self._lit.drop(key)
        self._changed()

    def choose(self, vehicle: str) -> None:
        """Lights one vehicle's route, "" for none."""
        if vehicle != self._chosen:
            self._chosen = vehicle
            self._drop(lit=True)
            self._lit.clear()
            self._changed()

    def names(self) -> list[Candidate]:
        """What the tiles in sight offer as names."""
        tiles = [tile for key in self._seen if (tile := self._base.get(key))]
        return [name for tile in tiles for name in tile.names]

    @property
    def whole(self) -> bool:
        """Whether nothing in sight is missing or out of date."""
        return not self._asked_in_sight() and not self.to_do

    def look(self, camera: Camera) -> None:
        """Asks for the tiles a camera sees, and lets go of wishes out of sight."""
        ratio = self._sprites.ratio
        zoom = tile_zoom(camera.zoom)
        self._seen = tiles_of(camera, zoom, self._theme.name, ratio)
        near = set(tiles_of(camera, zoom, self._theme.name, ratio, ring=1))
        if self._source is None:
            return
        for key in self._asked - near:
            self._source.cancel(key)
        self._asked &= near
        for key in self._seen:
            if key not in self._asked and self._base.get(key) is None:
                self._asked.add(key)
                self._source.request(key, self._arrived)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Copies what there is; nothing is composed here."""
        seen = [(key, self._best(key)) for key in self._seen]
        missing = [_target(camera, key) for key, best in seen if best is None]
        if missing:
            self._show_through(painter, camera, missing)
        elif seen:
            self._whole_zoom = seen[0][0].zoom
        for key, best in seen:
            if best is not None:
                self._copy(painter, camera, key, best)

    def _show_through(
        self, painter: QPainter, camera: Camera, missing: list[QRectF]
    ) -> None:
        """The last whole zoom, or bare ground, where tiles are missing."""
        bare = self._theme.color("map", "bg")
        region = QRegion()
        for target in missing:
            painter.fillRect(target, bare)
            region += target.toAlignedRect()
        if self._whole_zoom is None:
            return
        painter.save()
        painter.setClipRegion(region, Qt.ClipOperation.IntersectClip)
        # of what is kept: all tiles of a closer zoom could be millions
        kept = [key for key in self._quiet if key.zoom == self._whole_zoom]
        for key in kept:
            best = self._best(key)
            if best is not None and region.intersects(self.target(camera, key)):
                self._copy(painter, camera, key, best)
        painter.restore()

    @property
    def to_do(self) -> bool:
        """Whether `compose` has anything to do."""
        return self._painting is not None or bool(self._to_do())

    def compose(self, budget_s: float = BUDGET_S) -> list[TileKey]:
        """Composes for about `budget_s`, a part of a tile at least; gives the done."""
        end = perf_counter() + budget_s
        ready: list[TileKey] = []
        while not ready or perf_counter() < end:
            if self._painting is None:
                waiting = self._to_do()
                if not waiting:
                    break
                self._painting = self._begin(waiting[0])
            if not self._painting.step(end):
                break
            done, self._painting = self._painting, None
            if done.lit:
                self._lit.put(done.key, done.pixmap)
            else:
                self._lit.drop(done.key)
                self._quiet.put(done.key, done.pixmap)
            ready.append(done.key)
        return ready

    def target(self, camera: Camera, key: TileKey) -> QRect:
        """The pixels that a tile covers."""
        return _target(camera, key).toAlignedRect()

    def _drop(self, *, lit: bool | None = None, key: TileKey | None = None) -> None:
        """Lets go of a half-painted tile that is out of date."""
        now = self._painting
        if now is None or key not in (None, now.key) or lit not in (None, now.lit):
            return
        self._painting = None
        if not now.lit:
            self._stale.add(now.key)

    def _forget(self) -> None:
        self._drop()
        for keep in (self._base, self._quiet, self._lit):
            keep.clear()
        self._stale.clear()
        if self._source is not None:
            for key in self._asked:
                self._source.cancel(key)
        self._asked.clear()
        self._seen = []
        self._whole_zoom = None
        self._changed()

    def _arrived(self, tile: Tile) -> None:
        self._asked.discard(tile.key)
        if tile.key.theme != self._theme.name:
            return
        self._drop(key=tile.key)
        self.extent = tile.extent
        self._base.put(tile.key, tile)
        # what was drawn without it is shown until it is drawn with it
        if self._quiet.get(tile.key) is not None:
            self._stale.add(tile.key)
        self._changed()

    def _asked_in_sight(self) -> bool:
        return any(key in self._asked for key in self._seen)

    def _to_do(self) -> list[TileKey]:
        """The tiles in sight that could be drawn better than they are."""
        return [key for key in self._seen if self._wants_quiet(key)] + [
            key
            for key in self._seen
            if self._chosen
            and not self._wants_quiet(key)
            and self._quiet.get(key) is not None
            and self._lit.get(key) is None
            and self._is_lit(key)
        ]

    def _wants_quiet(self, key: TileKey) -> bool:
        if key in self._stale:
            return True
        return self._quiet.get(key) is None and (
            self._base.get(key) is not None or key not in self._asked
        )

    def _is_lit(self, key: TileKey) -> bool:
        box = self._layer.box(self._chosen)
        return box is not None and meets(grown(key.box, 16 * key.metres), box)

    def _best(self, key: TileKey) -> QPixmap | None:
        return self._lit.get(key) or self._quiet.get(key)

    def _begin(self, key: TileKey) -> "_Painting":
        """Sets about a tile: the quiet one first, then the lit one above it."""
        theme, sprites = self._theme, self._sprites
        quiet = None if self._wants_quiet(key) else self._quiet.get(key)
        if quiet is not None:
            strokes = partial(
                self._layer.paint_chosen, key=key, theme=theme, vehicle=self._chosen
            )
            return _Painting(key, quiet.copy(), strokes, lit=True)
        self._stale.discard(key)
        strokes = partial(
            self._layer.paint_quiet, key=key, theme=theme, sprites=sprites
        )
        return _Painting(key, self._plain(key), strokes, lit=False)

    def _plain(self, key: TileKey) -> QPixmap:
        """A pixmap of its own with the base map, or the bare ground."""
        tile = self._base.get(key)
        if tile is not None:
            pixmap = QPixmap.fromImage(tile.image.copy())
        else:
            side = round(TILE_PX * key.scale)
            pixmap = QPixmap(side, side)
            pixmap.fill(self._theme.color("map", "bg"))
        pixmap.setDevicePixelRatio(pixmap.width() / TILE_PX)
        return pixmap

    def _copy(
        self, painter: QPainter, camera: Camera, key: TileKey, pixmap: QPixmap
    ) -> None:
        if key.zoom != camera.zoom:
            painter.drawPixmap(_target(camera, key), pixmap, QRectF(pixmap.rect()))
            return
        # whole pixels: copied, not resampled
        west, _, _, north = key.box
        left, top = camera.to_screen(np.array([(west, north)]))[0].tolist()
        ratio = self._sprites.ratio
        at = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
        painter.drawPixmap(at, pixmap)


def _target(camera: Camera, key: TileKey) -> QRectF:
    """Where a tile lies on the screen, its edges on whole pixels."""
    west, _, _, north = key.box
    left, top = camera.to_screen(np.array([(west, north)]))[0].tolist()
    side = TILE_PX * 2.0 ** (camera.zoom - key.zoom)
    right, bottom = round(left + side), round(top + side)
    return QRectF(round(left), round(top), right - round(left), bottom - round(top))

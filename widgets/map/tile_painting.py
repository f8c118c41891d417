"""One tile of the base map, painted from columns: shapes only, no text.

Runs in a process without an application: QImage and QPainter need none as long as no
font is asked for. From below: built-up ground, greens, woods, water, paved areas,
tunnels, buildings; then by layer, so that bridges cross over, first the casings of all
roads, then their surfaces from the smallest to the widest, then rails; the entrances
of houses. What lies beyond the region's extent is veiled last, so that nobody takes it
for land without streets.
"""

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen

from console.viewmodels.map_camera import Box
from console.viewmodels.map_features import BRIDGE, CODE, TUNNEL, MapFeatures
from console.viewmodels.map_labels import candidates
from widgets.common.theme import Theme
from widgets.map.paths import ELEMENT, elements, path_of
from widgets.map.tiles import TILE_PX, Tile, TileKey

FeaturesOf = Callable[[Box, float], MapFeatures]
"""The features that meet a box of Mercator metres at a zoom."""

REACH_PX: Final = 24
"""Lines this far outside a tile may still reach in with their width."""

_GROUNDS: Final = ("comm", "green", "wood", "water", "ped", "parking")
_ROADS: Final = ("r8", "r7", "r6", "r5", "r4", "r3", "r2", "r1", "r0")
_CASED: Final = frozenset(("r0", "r1", "r2", "r3", "r4", "r5", "r6"))
_CASING_PX: Final = 1.1
_CASED_FROM_PX: Final = 2.4
_SLIGHT: Final = 0.62
_THIN: Final = frozenset(("r2", "r3", "r4", "r5", "r6"))
"""Roads too pale to be seen without a casing: one line of another colour instead."""
_SIDINGS_FROM: Final = 13.5
_TOGETHER: Final = 6
"""So many lines are stroked as one path: the fewer cross, the less is to sort."""
_VEIL_ALPHA: Final = 190
_HATCH_ALPHA: Final = 40
_EDGE_PX: Final = 1.6
_OUTLINED_FROM: Final = 15.5

Chosen = NDArray[np.bool_]


def tile_of(key: TileKey, features_of: FeaturesOf, theme: Theme) -> Tile:
    """Reads, paints and finds the names of one tile."""
    west, south, east, north = key.box
    reach = REACH_PX * key.metres
    around = (west - reach, south - reach, east + reach, north + reach)
    features = features_of(around, key.zoom)
    names = candidates(features, key.box, key.metres)
    image = paint_tile(key, features, theme)
    return Tile(key, image, tuple(names), features.extent)


def paint_tile(key: TileKey, features: MapFeatures, theme: Theme) -> QImage:
    """The tile as an opaque image of TILE_PX * scale pixels a side."""
    side = round(TILE_PX * key.scale)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(theme.color("map", "bg"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / TILE_PX, side / TILE_PX)
    if len(features):
        _TilePainter(painter, key, features, theme).paint()
    if features.extent is not None:
        _veil(painter, key, features.extent, theme)
    painter.end()
    return image


def _veil(painter: QPainter, key: TileKey, extent: Box, theme: Theme) -> None:
    """Greys out what the region does not cover, with a line around what it does."""
    west, _, _, north = key.box
    left, right = ((x - west) / key.metres for x in (extent[0], extent[2]))
    top, bottom = ((north - y) / key.metres for y in (extent[3], extent[1]))
    tile = QRectF(0, 0, TILE_PX, TILE_PX)
    # far corners are brought near: the rasteriser counts in small numbers
    low, high = -4.0 * TILE_PX, 5.0 * TILE_PX
    inside = QRectF(
        QPointF(max(low, left), max(low, top)),
        QPointF(min(high, right), min(high, bottom)),
    )
    covered = right > 0 and left < TILE_PX and bottom > 0 and top < TILE_PX
    if covered and inside.contains(tile.adjusted(-4, -4, 4, 4)):
        return
    beyond = QPainterPath()
    beyond.addRect(tile)
    if covered:
        beyond.addRect(inside)
    veil, hatch = (theme.color("map", key) for key in ("beyond", "beyond_line"))
    veil.setAlpha(_VEIL_ALPHA)
    hatch.setAlpha(_HATCH_ALPHA)
    painter.setClipRect(tile)
    painter.fillPath(beyond, veil)
    painter.fillPath(beyond, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
    if covered:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("map", "beyond_line"), _EDGE_PX))
        painter.drawRect(inside)


class _TilePainter:
    """What the passes over one tile's features share."""

    def __init__(
        self, painter: QPainter, key: TileKey, features: MapFeatures, theme: Theme
    ) -> None:
        self._painter = painter
        self._zoom = key.zoom
        self._features = features
        self._theme = theme
        west, _, _, north = key.box
        xy = np.empty_like(features.xy)
        xy[:, 0] = (features.xy[:, 0] - west) / key.metres
        xy[:, 1] = (north - features.xy[:, 1]) / key.metres
        self._xy = xy
        self._elements = elements(xy, features.part)
        self._begin = features.part[features.part_start]

    def paint(self) -> None:
        """All passes, from below."""
        kind, layer = self._features.kind, self._features.layer
        tunnel = (self._features.flags & TUNNEL) > 0
        for name in _GROUNDS:
            self._fill((kind == CODE[name]), self._color(name))
        self._shores(kind)
        self._roads(tunnel & (layer < 0), faint=True)
        outline = self._color("bldo") if self._zoom >= _OUTLINED_FROM else None
        self._fill(kind == CODE["bld"], self._color("bld"), outline)
        roads = (kind >= CODE["r0"]) & (kind <= CODE["rail"])
        open_air = roads & ~(tunnel & (layer < 0))
        for height in np.unique(layer[open_air]):
            self._roads(open_air & (layer == height), faint=False)
        self._gates(kind)

    def _shores(self, kind: NDArray[np.uint8]) -> None:
        streams = kind == CODE["waterway"]
        width = max(0.8, 1.2 * 2 ** ((self._zoom - 14) / 2))
        self._stroke(streams, self._color("water"), width)
        ferries = kind == CODE["ferry"]
        self._stroke(ferries, self._color("ferry"), 1.2, dashes=(6, 5))
        piers = max(1.0, 1.5 * 2 ** (self._zoom - 16))
        self._stroke(kind == CODE["pier"], self._color("ped"), piers)

    def _gates(self, kind: NDArray[np.uint8]) -> None:
        """A dot on every entrance, a larger one on the main ones."""
        painter = self._painter
        painter.setPen(QPen(self._color("bg"), 1.0))
        painter.setBrush(self._color("gate"))
        grown = max(0.0, self._zoom - 18)
        for i in np.flatnonzero(kind == CODE["gate"]).tolist():
            x, y = self._xy[self._begin[i]].tolist()
            radius = (2.0 if self._features.rank[i] else 2.8) + grown
            painter.drawEllipse(QPointF(x, y), radius, radius)

    def _roads(self, among: Chosen, *, faint: bool) -> None:
        kind, rank = self._features.kind, self._features.rank
        passes = [
            (name, slight, self._width(name, slight=slight))
            for name in _ROADS
            for slight in (True, False)
        ]
        painter = self._painter
        if faint:
            painter.setOpacity(0.45)
        bridge = (self._features.flags & BRIDGE) > 0
        for name, slight, width in passes:
            if name in _CASED and width >= _CASED_FROM_PX:
                chosen = among & (kind == CODE[name]) & ((rank > 0) == slight)
                cased = width + 2 * _CASING_PX
                self._stroke(chosen & ~bridge, self._color("case"), cased)
                over = chosen & bridge
                self._stroke(over, self._color("bridge"), cased + 0.8, flat=True)
        for name, slight, width in passes:
            if width > 0:
                chosen = among & (kind == CODE[name]) & ((rank > 0) == slight)
                thin = name in _THIN and width < _CASED_FROM_PX
                self._stroke(chosen, self._color("thin" if thin else name), width)
        rails = self._width("rail", slight=False)
        if rails > 0 and not faint:
            main = kind == CODE["rail"]
            self._stroke(among & main & (rank == 0), self._color("rail"), rails)
            if self._zoom >= _SIDINGS_FROM:
                sidings = among & main & (rank > 0)
                self._stroke(sidings, self._color("rail"), rails * 0.7)
        painter.setOpacity(1.0)

    def _width(self, name: str, *, slight: bool) -> float:
        width = self._theme.map_width(name, self._zoom)
        return width * _SLIGHT if slight else width

    def _color(self, key: str) -> QColor:
        return self._theme.color("map", key)

    def _drawn(self, chosen: Chosen) -> Iterable[bytes]:
        size = ELEMENT.itemsize
        for i in np.flatnonzero(chosen):
            yield self._elements[self._begin[i] * size : self._begin[i + 1] * size]

    def _fill(
        self, chosen: Chosen, color: QColor, outline: QColor | None = None
    ) -> None:
        # one path each: areas that overlap would cut holes into one another
        painter = self._painter
        painter.setBrush(color)
        painter.setPen(QPen(outline, 0.8) if outline else QPen(Qt.PenStyle.NoPen))
        for drawn in self._drawn(chosen):
            painter.drawPath(path_of(drawn))

    def _stroke(
        self,
        chosen: Chosen,
        color: QColor,
        width: float,
        *,
        flat: bool = False,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        drawn = list(self._drawn(chosen))
        if not drawn:
            return
        pen = QPen(color, width)
        flat = flat or dashes is not None
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if flat else Qt.PenCapStyle.RoundCap)
        if dashes is not None:
            pen.setDashPattern([length / width for length in dashes])
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(pen)
        # what crosses is of one colour; one path of all takes four times as long
        for i in range(0, len(drawn), _TOGETHER):
            self._painter.drawPath(path_of(b"".join(drawn[i : i + _TOGETHER])))


class PaintedHere:
    """Tiles painted on the spot, in the caller's own thread: for tests and samples."""

    def __init__(self, features_of: FeaturesOf, themes: dict[str, Theme]) -> None:
        self._features_of = features_of
        self._themes = themes

    def request(self, key: TileKey, done: Callable[[Tile], None]) -> None:
        """Paints and hands over before it returns."""
        done(tile_of(key, self._features_of, self._themes[key.theme]))

    def cancel(self, key: TileKey) -> None:
        """Nothing is ever waiting."""

"""Routes and stop dots, drawn onto one tile at a time.

All quiet routes are one path of one grey; the chosen one is cased in the accent colour,
hollow where it has been driven. Dots are copies of small marks. Ground coordinates are
Mercator metres; a tile's pixels are logical ones.

Painting goes in slices of a millisecond or two: both painters are generators, and who
runs them may stop between two slices. So the quiet grey is opaque, for where two slices
of it meet or cross nothing may show.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from console.viewmodels.board_stops import StopStatus
from console.viewmodels.map import MapRoutes
from console.viewmodels.map_camera import Box
from widgets.common.theme import Theme
from widgets.map.paths import elements, path_of
from widgets.map.sprites import Sprites
from widgets.map.tiles import TILE_PX, TileKey

_REACH_PX: Final = 10
_DOT_ZOOMS: Final = ((14.5, 9), (13.0, 7), (11.5, 5), (0.0, 4))
_RISK_PX: Final = 12
_LINE_ZOOMS: Final = ((15.0, 2.2), (13.0, 1.6), (0.0, 1.0))
_SLICE: Final = 160
"""Pieces of path, or dots, that are painted at once."""
_LONG_PX: Final = 1000.0
"""No more of a path at once: where long pieces cross, 160 of them take 120 ms."""
_QUIET_SHARE: Final = 0.75
_URGENT: Final = (StopStatus.RETURN, StopStatus.AT_RISK, StopStatus.LATE)


class RoutesLayer:
    """The routes of one scene with what is needed to find those of a tile."""

    def __init__(self, routes: MapRoutes) -> None:
        self.routes = routes
        path = routes.path
        self._low = np.minimum(path[:-1], path[1:])
        self._high = np.maximum(path[:-1], path[1:])
        self._joined = np.ones(max(0, len(path) - 1), dtype=np.bool_)
        ends = routes.path_start[1:-1] - 1
        self._joined[ends[(ends >= 0) & (ends < len(self._joined))]] = False
        self._index = {vehicle: i for i, vehicle in enumerate(routes.vehicle)}
        self._boxes: dict[str, Box | None] = {}

    def boxes(self, vehicles: frozenset[str]) -> list[Box]:
        """The boxes of some vehicles' paths and stops."""
        return [box for v in vehicles if (box := self.box(v)) is not None]

    def box(self, vehicle: str) -> Box | None:
        """The box of a vehicle's path and stops, None without any."""
        if vehicle not in self._boxes:
            self._boxes[vehicle] = self._box(vehicle)
        return self._boxes[vehicle]

    def _box(self, vehicle: str) -> Box | None:
        i = self._index.get(vehicle)
        if i is None:
            return None
        routes = self.routes
        points = np.vstack(
            (
                routes.path[routes.path_start[i] : routes.path_start[i + 1]],
                routes.stop_xy[routes.stop_route == i],
            )
        )
        if not len(points):
            return None
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return (float(west), float(south), float(east), float(north))

    def paint_quiet(
        self, painter: QPainter, key: TileKey, theme: Theme, sprites: Sprites
    ) -> Iterator[None]:
        """All routes in grey and all stops onto a tile's painter."""
        box = grown(key.box, _REACH_PX * key.metres)
        met = self._met(box, slice(0, len(self._joined)))
        yield
        color = _blend(theme.color("status", "off"), theme.color("map", "bg"))
        pen = _pen(color, _of_zoom(_LINE_ZOOMS, key.zoom))
        for path in self._segments(met, key):
            painter.strokePath(path, pen)
            yield
        yield from self._paint_dots(painter, key, box, sprites)

    def paint_chosen(
        self, painter: QPainter, key: TileKey, theme: Theme, vehicle: str
    ) -> Iterator[None]:
        """One route, cased, onto a tile's painter."""
        i = self._index.get(vehicle)
        if i is None:
            return
        routes = self.routes
        begin, end = int(routes.path_start[i]), int(routes.path_start[i + 1])
        box = grown(key.box, _REACH_PX * key.metres)
        met = self._met(box, slice(begin, max(begin, end - 1)))
        if not met.any():
            return
        driven = met.copy()
        driven[max(0, int(routes.driven[i]) - 1) :] = False
        ahead = met & ~driven
        ground = theme.color("surface", "panel")
        accent = theme.color("surface", "accent")
        pale = theme.color("surface", "accent_ground")
        for among, color, width in (
            (driven, ground, 6.5),
            (driven, accent, 4.0),
            (driven, pale, 2.0),
            (ahead, ground, 7.0),
            (ahead, accent, 4.0),
        ):
            pen = _pen(color, width)
            for path in self._segments(among, key):
                painter.strokePath(path, pen)
                yield

    def _met(self, box: Box, among: slice) -> NDArray[np.bool_]:
        """Which pieces of path, bool (m - 1,), may meet a box."""
        low, high = self._low[among], self._high[among]
        met = np.zeros(len(self._joined), dtype=np.bool_)
        met[among] = (
            self._joined[among]
            & (low[:, 0] <= box[2])
            & (high[:, 0] >= box[0])
            & (low[:, 1] <= box[3])
            & (high[:, 1] >= box[1])
        )
        return met

    def _segments(self, met: NDArray[np.bool_], key: TileKey) -> Iterator[QPainterPath]:
        """The chosen pieces as paths in the tile's pixels, a slice of them each."""
        points, opens = self._points(np.flatnonzero(met), key)
        starts = np.flatnonzero(opens)
        if len(points) < 2:
            return
        way = np.hypot(*np.diff(points, axis=0).T)
        way[opens[1:]] = 0.0  # from run to run nothing is drawn
        gone = np.concatenate(([0.0], np.cumsum(way)))
        begin, last = 0, len(points) - 1
        while begin < last:
            # a slice begins with the point that the last one ended with
            far = int(np.searchsorted(gone, gone[begin] + _LONG_PX, side="right"))
            end = min(max(far, begin + 2), begin + _SLICE + 1, len(points))
            inside = starts[(starts > begin) & (starts < end)]
            part = np.concatenate(([begin], inside, [end])) - begin
            yield path_of(elements(points[begin:end], part.astype(np.int64)))
            begin = end - 1

    def _points(
        self, chosen: NDArray[np.int64], key: TileKey
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The points of runs of pieces, and where a run begins."""
        if not len(chosen):
            return np.zeros((0, 2)), np.zeros(0, dtype=np.bool_)
        fresh = np.ones(len(chosen), dtype=np.bool_)
        fresh[1:] = np.diff(chosen) > 1
        # every run begins with a point of its own, then each piece adds its end
        slots = np.arange(len(chosen)) + np.cumsum(fresh)
        points = np.empty(len(chosen) + int(fresh.sum()), dtype=np.int64)
        points[slots] = chosen + 1
        begins = slots[fresh] - 1
        points[begins] = chosen[fresh]
        xy = to_tile(self.routes.path[points], key)
        opens = np.zeros(len(points), dtype=np.bool_)
        opens[begins] = True
        closes = np.zeros(len(points), dtype=np.bool_)
        closes[begins[1:] - 1] = True
        closes[-1] = True
        # nothing below half a pixel is seen
        rounded = np.round(xy * 2)
        moved = np.ones(len(points), dtype=np.bool_)
        moved[1:] = (np.diff(rounded, axis=0) != 0).any(axis=1)
        kept = moved | opens | closes
        return xy[kept], opens[kept]

    def _paint_dots(
        self, painter: QPainter, key: TileKey, box: Box, sprites: Sprites
    ) -> Iterator[None]:
        routes = self.routes
        x, y = routes.stop_xy[:, 0], routes.stop_xy[:, 1]
        inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
        side = _of_zoom(_DOT_ZOOMS, key.zoom)
        chosen = np.flatnonzero(inside)
        if not len(chosen):
            return
        # what is urgent lies on top
        chosen = chosen[np.argsort(routes.status[chosen], kind="stable")]
        xy = to_tile(routes.stop_xy[chosen], key)
        for status in np.unique(routes.status[chosen]):
            code = int(status)
            px = max(int(side), _RISK_PX) if code in _URGENT else int(side)
            pixmap = sprites.stop(code, px)
            here = xy[routes.status[chosen] == status] - px / 2
            # nearer than a pixel and a half is one dot
            _, first = np.unique(np.round(here / 1.5), axis=0, return_index=True)
            for k, (left, top) in enumerate(here[first].tolist(), start=1):
                painter.drawPixmap(QPointF(left, top), pixmap)
                if not k % _SLICE:
                    yield
            yield


def to_tile(xy: NDArray[np.float64], key: TileKey) -> NDArray[np.float64]:
    """A tile's logical pixels (n, 2) of Mercator metres (n, 2)."""
    west, _, _, north = key.box
    return np.column_stack(
        ((xy[:, 0] - west) / key.metres, (north - xy[:, 1]) / key.metres)
    )


def grown(box: Box, by: float) -> Box:
    """A box with a margin all around."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes share a point."""
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


def tile_painter(painter: QPainter, key: TileKey, pixels: int) -> QPainter:
    """Prepares a painter of a tile of so many real pixels for logical ones."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixels / TILE_PX, pixels / TILE_PX)
    return painter


def _of_zoom(steps: tuple[tuple[float, float], ...], zoom: float) -> float:
    return next(value for first, value in steps if zoom >= first)


def _pen(color: QColor, width: float) -> QPen:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(color, width, Qt.PenStyle.SolidLine, cap, join)


def _blend(color: QColor, ground: QColor) -> QColor:
    """A colour made quieter by some of the ground, opaque."""
    share = _QUIET_SHARE
    mixed = (
        round(a * share + b * (1 - share))
        for a, b in (
            (color.red(), ground.red()),
            (color.green(), ground.green()),
            (color.blue(), ground.blue()),
        )
    )
    return QColor(*mixed)

"""Small pictures that stand on the map: names, stops, sites, vehicles, the depot.

Each is drawn once for a theme and a device pixel ratio and kept; a frame only copies
it to where it belongs. A sprite's middle is its place on the ground unless said
otherwise.
"""

import math
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from console.viewmodels.board_stops import StopStatus
from console.viewmodels.map import SiteState
from console.viewmodels.map_features import KINDS
from widgets.common.shapes import mark_pixmap
from widgets.common.theme import Theme
from widgets.map.marks import SITE_COLORS, STOP_MARKS

SITE_PX: Final = 22
SMALL_SITE_PX: Final = 10
NUMBER_PX: Final = 20
TAG_HEIGHT_PX: Final = 18
_HALO_PX: Final = 3.4
_PLACE_PX: Final = (16, 14, 13, 12, 11)
_AREA_INK: Final = MappingProxyType(
    {"water": "water_text", "green": "green_text", "wood": "green_text"}
)
_KEPT: Final = 4000


class Sprites:
    """Draws sprites on demand for one theme and one device pixel ratio."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme = theme
        self.ratio = ratio
        self._sizes: dict[tuple[str, int, int, bool], tuple[float, float]] = {}
        self._kept: dict[tuple[object, ...], QPixmap] = {}
        self._street_fonts = tuple(
            theme.font(px, QFont.Weight.Medium) for px in (11, 13)
        )
        self._area_fonts = tuple(theme.font(px, QFont.Weight.Normal) for px in (11, 13))
        self._house_fonts = tuple(
            theme.font(px, QFont.Weight.Medium) for px in (10, 12)
        )
        self._place_fonts = tuple(
            theme.font(px, QFont.Weight.DemiBold) for px in _PLACE_PX
        )
        self._label_font = theme.font(12, QFont.Weight.DemiBold)
        self._number_font = theme.font(11, QFont.Weight.Bold)

    def name_font(self, kind: int, rank: int = 0, *, close: bool = False) -> QFont:
        """The font of a name on the base map; a larger one where it is looked at."""
        name = KINDS[kind]
        if name == "place":
            return self._place_fonts[min(rank, len(self._place_fonts) - 1)]
        if name == "house":
            return self._house_fonts[close]
        return (self._area_fonts if name in _AREA_INK else self._street_fonts)[close]

    def name_size(
        self, text: str, kind: int, rank: int = 0, *, close: bool = False
    ) -> tuple[float, float]:
        """Width and height in pixels of a name on the base map."""
        key = (text, kind, rank, close)
        found = self._sizes.get(key)
        if found is None:
            metrics = QFontMetricsF(self.name_font(kind, rank, close=close))
            found = metrics.horizontalAdvance(text), metrics.height()
            self._sizes[key] = found
        return found

    def name(
        self, text: str, kind: int, angle: float, rank: int = 0, *, close: bool = False
    ) -> QPixmap:
        """A name of the base map turned by `angle` radians, with a halo."""
        degrees = round(math.degrees(angle))
        return self._get(
            ("name", text, kind, rank, close, degrees),
            lambda: self._text(
                text,
                self.name_font(kind, rank, close=close),
                self.theme.color("map", _AREA_INK.get(KINDS[kind], "text")),
                self.theme.color("map", "halo"),
                degrees,
            ),
        )

    def site(self, state: int, filled: float, *, chosen: bool) -> QPixmap:
        """A locker square, filled from below by the share of doors in use."""
        level = (
            0 if state == SiteState.ROOM and filled <= 0 else max(1, round(filled * 5))
        )
        return self._get(
            ("site", state, level, chosen), lambda: self._site(state, level, chosen)
        )

    def small_site(self, state: int) -> QPixmap:
        """A locker square for an overview."""
        return self._get(("small", state), lambda: self._small_site(state))

    def site_label(self, text: str, state: int) -> QPixmap:
        """The words under a locker, coloured as its state."""
        return self._get(("label", text, state), lambda: self._site_label(text, state))

    def stop(self, status: int, side: int) -> QPixmap:
        """A stop's mark, `side` pixels wide."""
        return self._get(
            ("stop", status, side),
            lambda: mark_pixmap(STOP_MARKS[status], self.theme, side, self.ratio),
        )

    def number(self, number: int, status: int, *, chosen: bool) -> QPixmap:
        """A numbered stop of the chosen route, in the shape of its status."""
        return self._get(
            ("number", number, status, chosen),
            lambda: self._number(number, status, chosen),
        )

    def tag(self, text: str, *, chosen: bool, stale: bool) -> QPixmap:
        """A vehicle's name on a pill."""
        return self._get(
            ("tag", text, chosen, stale), lambda: self._tag(text, chosen, stale)
        )

    def has_tag(self, text: str, *, chosen: bool, stale: bool) -> bool:
        """Whether a vehicle's tag is drawn already."""
        return ("tag", text, chosen, stale) in self._kept

    def depot(self) -> QPixmap:
        """The depot: a house on a round ground."""
        return self._get(("depot",), self._depot)

    def _get(self, key: tuple[object, ...], draw: Callable[[], QPixmap]) -> QPixmap:
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[key] = draw()
        return found

    def _blank(self, width: float, height: float) -> QPixmap:
        size = QSizeF(width, height) * self.ratio
        pixmap = QPixmap(math.ceil(size.width()), math.ceil(size.height()))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _color(self, key: str) -> QColor:
        return self.theme.color("surface", key)

    def _text(
        self, text: str, font: QFont, color: QColor, halo: QColor, degrees: int = 0
    ) -> QPixmap:
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text) + 2 * _HALO_PX
        height = metrics.height() + 2 * _HALO_PX
        turn = math.radians(degrees)
        cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
        wide, high = width * cos + height * sin, width * sin + height * cos
        pixmap = self._blank(wide + 2, high + 2)
        path = QPainterPath()
        baseline = (metrics.ascent() - metrics.descent()) / 2
        path.addText(QPointF(_HALO_PX - width / 2, baseline), font, text)
        painter = _painter(pixmap)
        painter.translate(wide / 2 + 1, high / 2 + 1)
        painter.rotate(degrees)
        painter.strokePath(path, _round(halo, _HALO_PX))
        painter.fillPath(path, color)
        painter.end()
        return pixmap

    def _site(self, state: int, level: int, chosen: bool) -> QPixmap:
        edge = 6.0
        side = SITE_PX + 2 * edge
        color = self.theme.color("status", SITE_COLORS[state])
        pixmap = self._blank(side, side)
        painter = _painter(pixmap)
        box = QRectF(edge + 2, edge + 2, SITE_PX - 4, SITE_PX - 4)
        if chosen:
            painter.setBrush(self._color("accent_ground"))
            painter.setPen(QPen(self._color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(-5, -5, 5, 5), 6, 6)
        painter.setPen(QPen(self._color("panel"), 5))
        painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(self._color("panel"))
        painter.setPen(QPen(color, 2))
        painter.drawRoundedRect(box, 4, 4)
        inner = box.adjusted(2.5, 2.5, -2.5, -2.5)
        full = level / 5 if state == SiteState.ROOM else 1.0
        inner.setTop(inner.bottom() - max(2.0, inner.height() * full))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(inner, 1.5, 1.5)
        painter.end()
        return pixmap

    def _small_site(self, state: int) -> QPixmap:
        pixmap = self._blank(SMALL_SITE_PX, SMALL_SITE_PX)
        painter = _painter(pixmap)
        painter.setPen(QPen(self._color("panel"), 1.4))
        painter.setBrush(self.theme.color("status", SITE_COLORS[state]))
        side = SMALL_SITE_PX - 2
        painter.drawRoundedRect(QRectF(1, 1, side, side), 2, 2)
        painter.end()
        return pixmap

    def _site_label(self, text: str, state: int) -> QPixmap:
        color = self._color("text")
        if state == SiteState.LOW:
            color = self.theme.color("status", "at_risk_text")
        elif state == SiteState.FULL:
            color = self.theme.color("status", "late_text")
        elif state == SiteState.OFF:
            color = self._color("muted")
        return self._text(text, self._label_font, color, self._color("panel"))

    def _number(self, number: int, status: int, chosen: bool) -> QPixmap:
        risky = status in (StopStatus.AT_RISK, StopStatus.LATE, StopStatus.RETURN)
        key = STOP_MARKS[status].color
        color = self.theme.color("status", key) if risky else self._color("accent")
        side = NUMBER_PX + 8.0
        pixmap = self._blank(side, side)
        painter = _painter(pixmap)
        painter.translate(side / 2, side / 2)
        painter.setBrush(color if chosen else self._color("panel"))
        painter.setPen(QPen(color, 2, j=Qt.PenJoinStyle.RoundJoin))
        middle = 0.0
        if status == StopStatus.LATE:
            painter.drawPolygon(_points((0, -11), (12, 9), (-12, 9)))
            middle = 2.5
        elif status == StopStatus.AT_RISK:
            painter.drawPolygon(_points((0, -12), (12, 0), (0, 12), (-12, 0)))
        elif status == StopStatus.LOCKER:
            painter.drawRoundedRect(QRectF(-9, -9, 18, 18), 4, 4)
        else:
            painter.drawEllipse(QPointF(0, 0), 9, 9)
        font = QFont(self._number_font)
        if number > 99 or (number > 9 and status == StopStatus.LATE):
            font.setPixelSize(9)
        painter.setFont(font)
        on = self.theme.color("status", "on_shape")
        painter.setPen(on if chosen else self._color("text"))
        painter.drawText(
            QRectF(-12, middle - 9, 24, 18), Qt.AlignmentFlag.AlignCenter, str(number)
        )
        painter.end()
        return pixmap

    def _tag(self, text: str, chosen: bool, stale: bool) -> QPixmap:
        metrics = QFontMetricsF(self._label_font)
        width = metrics.horizontalAdvance(text) + 16
        pixmap = self._blank(width + 4, TAG_HEIGHT_PX + 4)
        painter = _painter(pixmap)
        ground, ink = self._color("text"), self._color("panel")
        if chosen:
            ground, ink = self._color("accent_fill"), self._color("on_accent")
        if stale:
            ground, ink = self._color("panel"), self._color("muted")
        pen = QPen(self._color("muted" if stale else "panel"), 1.4)
        if stale:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(ground)
        box = QRectF(2, 2, width, TAG_HEIGHT_PX)
        painter.drawRoundedRect(box, TAG_HEIGHT_PX / 2, TAG_HEIGHT_PX / 2)
        painter.setFont(self._label_font)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return pixmap

    def _depot(self) -> QPixmap:
        pixmap = self._blank(30, 30)
        painter = _painter(pixmap)
        painter.setPen(QPen(self._color("panel"), 2))
        painter.setBrush(self._color("text"))
        painter.drawEllipse(QPointF(15, 15), 13, 13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color("panel"))
        painter.drawPolygon(
            _points((15, 7), (22.5, 13), (22.5, 21.5), (7.5, 21.5), (7.5, 13))
        )
        painter.setBrush(self._color("text"))
        painter.drawRect(QRectF(11.5, 15, 7, 6.5))
        painter.end()
        return pixmap


def _painter(pixmap: QPixmap) -> QPainter:
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    return painter


def _round(color: QColor, width: float) -> QPen:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(color, width, Qt.PenStyle.SolidLine, cap, join)


def _points(*pairs: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in pairs])

"""A map to set a place on: candidates with digits, and a pin to put where it belongs.

How to embed it, beside a list of addresses to review:

    place_map = PlaceMap(theme, parent, bounds=(west, south, east, north))
    place_map.set_tiles(source)          # the desk's tile source, None without a map
    place_map.show_candidates((Candidate("Mill Lane 5", lon, lat), ...), chosen=0)
    place_map.candidate_wanted.connect(...)      # index: a click, or a key 1 to 9
    place_map.begin_placing("Mill Lane 5 b")     # a cross-hair and a pin
    place_map.pin_dropped.connect(...)           # WGS84 degrees, as often as it is put
    place_map.placing_ended.connect(...)         # Esc, or end_placing()

`bounds` are the degrees that the region covers: that much is shown at first, and a pin
is never dropped outside of it, where nothing is known of streets. It is a MapView, so
a day can be shown on it too (`show_view`), and a desk's own map can be one.

In the mode of placing a click on the ground puts the pin there and drops it; the pin
itself can be dragged, the ground still pans. Arrows move the pin by ten pixels, with
Shift by one; Enter drops it; Esc takes a drag back, or else ends the mode. The mode
lasts until it is ended, so that a pin can be put right.
"""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from console.viewmodels.map import MapScene
from console.viewmodels.map_camera import Box, lonlat_of, mercator_of
from console.viewmodels.map_labels import Collisions
from console.viewmodels.map_places import MOST, Candidate, around, mercator_box
from widgets.common.theme import Theme
from widgets.map import wording
from widgets.map.furniture import EDGE_PX, banner_pixmap
from widgets.map.hits import Hit
from widgets.map.view import MapView

_STEP_PX: Final = 10.0
_KEEP_PX: Final = 56.0
"""The pin stays this far within the view when keys move it."""
_BADGE_PX: Final = 22.0
_HEAD_PX: Final = 11.0
_STEM_PX: Final = 26.0
_CLOSEST: Final = 17.0
_CROSS_PX: Final = 26.0


class PlaceMap(MapView):
    """Candidates and a pin above a map. See the module for how to embed it."""

    pin_dropped = Signal(float, float)
    """The pin was put here: longitude, latitude."""
    candidate_wanted = Signal(int)
    """This candidate was clicked, or its digit pressed."""
    placing_ended = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, bounds: Box | None = None
    ) -> None:
        self._candidates: tuple[Candidate, ...] = ()
        self._picked: int | None = None
        self._placing = False
        self._what = ""
        self._pin = (0.0, 0.0)
        self._held: QPointF | None = None
        self._from = (0.0, 0.0)
        self._extent: Box | None = None
        super().__init__(theme, parent)
        self.setAccessibleName(self.tr("Map to set a place on"))
        if bounds is not None:
            self.set_bounds(bounds)

    def set_bounds(self, bounds: Box | None) -> None:
        """What the region covers, in degrees: west, south, east, north."""
        self._extent = None if bounds is None else mercator_box(bounds)
        if self._extent is not None and self._scene.bounds is None:
            self.show_view(MapScene(bounds=self._extent))
            self.fit()

    def show_candidates(
        self, candidates: tuple[Candidate, ...], chosen: int | None = None
    ) -> None:
        """Marks the first nine of some places, and looks at them all."""
        self._candidates = tuple(candidates[:MOST])
        self._picked = None
        box = around(self._candidates)
        if box is not None:
            self.frame(box, closest=_CLOSEST, margin=90.0)
        self.choose_candidate(chosen)

    def choose_candidate(self, index: int | None) -> None:
        """Highlights one; the pin, while placing, goes to it."""
        inside = index is not None and 0 <= index < len(self._candidates)
        self._picked = index if inside else None
        if self._placing and self._picked is not None:
            self._pin = self._candidate_xy()[self._picked]
        if self._picked is not None:
            self.bring_into_view(*self._candidate_xy()[self._picked])
        self.setAccessibleDescription(self._told())
        self.update()

    def begin_placing(
        self, what: str = "", at: tuple[float, float] | None = None
    ) -> None:
        """Shows the pin at a place in degrees, at the chosen candidate, or amid."""
        self._placing, self._what, self._held = True, what, None
        if at is not None:
            x, y = mercator_of(np.array([at]))[0].tolist()
            self._pin = (x, y)
            self.bring_into_view(x, y)
        elif self._picked is not None:
            self._pin = self._candidate_xy()[self._picked]
        else:
            self._pin = (self.camera.x, self.camera.y)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setAccessibleDescription(self._told())
        self.update()

    def end_placing(self) -> None:
        """Takes the pin away."""
        if self._placing:
            self._placing, self._held = False, None
            self.unsetCursor()
            self.setAccessibleDescription(self._told())
            self.update()
            self.placing_ended.emit()

    @property
    def placing(self) -> bool:
        """Whether a pin is being placed."""
        return self._placing

    @property
    def pin(self) -> tuple[float, float]:
        """Where the pin stands, in degrees."""
        return lonlat_of(*self._pin)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map, the candidates above it, and the pin above all."""
        super().paintEvent(event)
        if not self._candidates and not self._placing:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_candidates(painter)
        if self._placing:
            self._paint_pin(painter)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        if self._placing:
            room = self.width() - 3 * EDGE_PX - 28
            words = wording.placing(self._what, outside=not self._covered(*self._pin))
            banner = banner_pixmap(self._theme, words, room, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(EDGE_PX, EDGE_PX), banner)
        elif self._scene.routes.vehicle:
            super()._paint_legend(painter)

    def _paint_candidates(self, painter: QPainter) -> None:
        taken = Collisions()
        spots = [self._spot(*xy) for xy in self._candidate_xy()]
        half = _BADGE_PX / 2
        taken.take(
            [(p.x() - half, p.y() - half, p.x() + half, p.y() + half) for p in spots]
        )
        order = sorted(range(len(spots)), key=lambda i: (i != self._picked, i))
        for i in order:
            self._paint_label(painter, spots[i], i, taken)
        for i in reversed(order):
            self._paint_badge(painter, spots[i], i)

    def _paint_badge(self, painter: QPainter, spot: QPointF, index: int) -> None:
        theme = self._theme
        chosen = index == self._picked
        ground = theme.color("surface", "accent_fill" if chosen else "panel")
        ink = theme.color("surface", "on_accent" if chosen else "text")
        radius = _BADGE_PX / 2 + (2 if chosen else 0)
        painter.setPen(QPen(theme.color("surface", "panel"), 5))
        painter.drawEllipse(spot, radius, radius)
        painter.setPen(QPen(theme.color("surface", "accent"), 2))
        painter.setBrush(ground)
        painter.drawEllipse(spot, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(theme.font(12, QFont.Weight.Bold))
        painter.setPen(ink)
        box = QRectF(spot.x() - 12, spot.y() - 12, 24, 24)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index + 1))

    def _paint_label(
        self, painter: QPainter, spot: QPointF, index: int, taken: Collisions
    ) -> None:
        """Beside its badge where there is room; the chosen one always."""
        theme = self._theme
        label = self._candidates[index].label
        font = theme.font(12, QFont.Weight.DemiBold)
        wide, high = QFontMetricsF(font).horizontalAdvance(label) + 12, 20.0
        away = _BADGE_PX / 2 + 4
        sides = (
            QRectF(spot.x() + away, spot.y() - high / 2, wide, high),
            QRectF(spot.x() - away - wide, spot.y() - high / 2, wide, high),
            QRectF(spot.x() - wide / 2, spot.y() + away, wide, high),
            QRectF(spot.x() - wide / 2, spot.y() - away - high, wide, high),
        )
        # buttons, banner and attribution stand in the corners
        room = QRectF(self.rect()).adjusted(4, 44, -52, -28)
        for box in sides:
            inside = room.contains(box)
            if inside and taken.add(
                [(box.left(), box.top(), box.right(), box.bottom())]
            ):
                break
        else:
            if index != self._picked:
                return
            box = sides[0]
        painter.setPen(QPen(theme.color("surface", "edge"), 1))
        ground = theme.color("surface", "panel")
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(font)
        painter.setPen(theme.color("surface", "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)

    def _paint_pin(self, painter: QPainter) -> None:
        theme = self._theme
        tip = self._spot(*self._pin)
        inside = self._covered(*self._pin)
        color = (
            theme.color("surface", "accent_fill")
            if inside
            else theme.color("status", "late")
        )
        for ink, width in ((theme.color("surface", "panel"), 3.0), (color, 1.2)):
            painter.setPen(QPen(ink, width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1)):
                step = QPointF(dx, dy)
                painter.drawLine(tip + step * 5, tip + step * _CROSS_PX)
        _paint_drop(painter, tip, color, theme.color("surface", "panel"))

    # what happens

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the pin up, or begins what the map begins."""
        left = event.button() == Qt.MouseButton.LeftButton
        if self._placing and left and self._on_pin(event.position()):
            self._held = self._spot(*self._pin) - event.position()
            self._from = self._pin
            self.setCursor(Qt.CursorShape.BlankCursor)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carries the pin along."""
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        self._put(event.position() + self._held)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drops the pin where it was carried."""
        if self._held is None:
            super().mouseReleaseEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._held = None
            if self._pin != self._from:
                self._drop()
        if self._placing and self._held is None:
            self.setCursor(Qt.CursorShape.CrossCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zooms, but not while a pin is placed: its two clicks are two tries."""
        if self._placing:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose; while placing, arrows move the pin and Enter drops it."""
        key = Qt.Key(event.key())
        digit = int(key) - int(Qt.Key.Key_1)
        if 0 <= digit < len(self._candidates):
            self.candidate_wanted.emit(digit)
        elif not self._placing or not self._placed_by(key, event):
            super().keyPressEvent(event)

    def _placed_by(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """Whether a key belonged to the pin."""
        step = (
            1.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_PX
        )
        steps = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step),
            Qt.Key.Key_Down: (0.0, step),
        }
        if key in steps:
            self._put(self._spot(*self._pin) + QPointF(*steps[key]))
            self.bring_into_view(*self._pin, margin=_KEEP_PX, fly=False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._drop()
        elif key == Qt.Key.Key_Escape and self._held is not None:
            self._held, self._pin = None, self._from
            self.setCursor(Qt.CursorShape.CrossCursor)
            self.update()
        elif key == Qt.Key.Key_Escape:
            self.end_placing()
        else:
            return False
        return True

    def _want(self, at: QPointF) -> None:
        found = self._candidate_at(at)
        if found is not None:
            self.candidate_wanted.emit(found)
        elif self._placing:
            self._put(at)
            self._drop()
        else:
            super()._want(at)

    def _hover(self, found: Hit | None) -> None:
        if not self._placing:
            super()._hover(found)

    def _put(self, at: QPointF) -> None:
        self._pin = self.camera.to_ground(at.x(), at.y())
        self.update()

    def _drop(self) -> None:
        if self._covered(*self._pin):
            self.pin_dropped.emit(*lonlat_of(*self._pin))

    # where things are

    def _covered(self, x: float, y: float) -> bool:
        """Whether the region knows anything of a place."""
        box = self._extent
        return box is None or (box[0] <= x <= box[2] and box[1] <= y <= box[3])

    def _spot(self, x: float, y: float) -> QPointF:
        left, top = self.camera.to_screen(np.array([(x, y)]))[0].tolist()
        return QPointF(left, top)

    def _candidate_xy(self) -> list[tuple[float, float]]:
        places = np.array([(c.lon, c.lat) for c in self._candidates]).reshape(-1, 2)
        return [(x, y) for x, y in mercator_of(places).tolist()]

    def _candidate_at(self, at: QPointF) -> int | None:
        for i, xy in enumerate(self._candidate_xy()):
            away = self._spot(*xy) - at
            if math.hypot(away.x(), away.y()) <= _BADGE_PX / 2 + 3:
                return i
        return None

    def _on_pin(self, at: QPointF) -> bool:
        away = at - self._spot(*self._pin)
        within = abs(away.x()) <= _HEAD_PX + 3
        return within and -_STEM_PX - _HEAD_PX - 3 <= away.y() <= 4

    def _told(self) -> str:
        """What a screen reader says of the state."""
        if self._placing:
            return wording.placing(self._what, outside=False)
        if self._picked is not None:
            return f"{self._picked + 1}: {self._candidates[self._picked].label}"
        return ""


def _paint_drop(painter: QPainter, tip: QPointF, color: QColor, edge: QColor) -> None:
    """A drop with its point at `tip`, its head above."""
    middle = tip - QPointF(0, _STEM_PX)
    head = QRectF(
        middle.x() - _HEAD_PX, middle.y() - _HEAD_PX, 2 * _HEAD_PX, 2 * _HEAD_PX
    )
    shape = QPainterPath(tip)
    shape.arcTo(head, 215, -250)
    shape.closeSubpath()
    painter.setPen(QPen(edge, 2))
    painter.setBrush(color)
    painter.drawPath(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(edge)
    painter.drawEllipse(middle, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)

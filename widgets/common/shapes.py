"""The shapes of statuses: every state is one shape and one colour, always together.

A mark is drawn into a square of any size, with an edge of the ground around it, so that
it reads on a map or a selected row as on a panel.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from console.viewmodels.activity import Severity
from console.viewmodels.lockers import DoorState, LinkKind
from console.viewmodels.parcels import ParcelStatus
from console.viewmodels.status import Level
from widgets.common.theme import Theme


class Shape(StrEnum):
    """What a mark looks like without its colour."""

    CIRCLE = "circle"
    SQUARE = "square"
    TICK = "tick"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    RING = "ring"
    DOT = "dot"
    CROSS = "cross"
    PAUSE = "pause"
    HOURGLASS = "hourglass"
    QUESTION = "question"
    BARRED = "barred"
    AJAR = "ajar"
    OUTLINE = "outline"
    """An empty square: a free door."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape and the key of its colour in the group `status`."""

    shape: Shape
    color: str


PARCEL_MARKS: Mapping[ParcelStatus, Mark] = MappingProxyType(
    {
        ParcelStatus.LATE: Mark(Shape.TRIANGLE, "late"),
        ParcelStatus.UNASSIGNED: Mark(Shape.CROSS, "late"),
        ParcelStatus.HELD: Mark(Shape.PAUSE, "suspect"),
        ParcelStatus.AT_RISK: Mark(Shape.DIAMOND, "at_risk"),
        ParcelStatus.WAITING: Mark(Shape.DOT, "off"),
        ParcelStatus.DOOR: Mark(Shape.CIRCLE, "door"),
        ParcelStatus.LOCKER: Mark(Shape.SQUARE, "locker"),
        ParcelStatus.RETURNED: Mark(Shape.RING, "return"),
        ParcelStatus.DONE: Mark(Shape.TICK, "done"),
    }
)

DOOR_MARKS: Mapping[DoorState, Mark] = MappingProxyType(
    {
        DoorState.FREE: Mark(Shape.OUTLINE, "free_edge"),
        DoorState.OCCUPIED: Mark(Shape.SQUARE, "occupied_edge"),
        DoorState.ARRIVING: Mark(Shape.SQUARE, "locker"),
        DoorState.OVERDUE: Mark(Shape.HOURGLASS, "overdue"),
        DoorState.OPEN: Mark(Shape.AJAR, "open"),
        DoorState.SUSPECT: Mark(Shape.QUESTION, "suspect"),
        DoorState.BLOCKED: Mark(Shape.BARRED, "blocked"),
    }
)

LEVEL_MARKS: Mapping[Level, Mark] = MappingProxyType(
    {
        Level.GOOD: Mark(Shape.TICK, "done"),
        Level.ATTENTION: Mark(Shape.DIAMOND, "at_risk"),
        Level.BAD: Mark(Shape.TRIANGLE, "late"),
        Level.OFF: Mark(Shape.DOT, "off"),
    }
)

SEVERITY_MARKS: Mapping[Severity, Mark] = MappingProxyType(
    {
        Severity.LATE: Mark(Shape.TRIANGLE, "late"),
        Severity.AT_RISK: Mark(Shape.DIAMOND, "at_risk"),
        Severity.NOTICE: Mark(Shape.DOT, "off"),
        Severity.DONE: Mark(Shape.TICK, "done"),
    }
)

LINK_MARKS: Mapping[LinkKind, Mark] = MappingProxyType(
    {
        LinkKind.ANSWERING: Mark(Shape.TICK, "done"),
        LinkKind.DEGRADED: Mark(Shape.DIAMOND, "at_risk"),
        LinkKind.SILENT: Mark(Shape.TRIANGLE, "late"),
        LinkKind.LOST: Mark(Shape.CROSS, "late"),
        LinkKind.CONNECTING: Mark(Shape.RING, "off"),
        LinkKind.NOT_CONNECTED: Mark(Shape.DOT, "off"),
        LinkKind.REPORTED: Mark(Shape.DOT, "off"),
    }
)


def paint_mark(painter: QPainter, box: QRectF, mark: Mark, theme: Theme) -> None:
    """Draws a mark into the square in the middle of `box`."""
    paint_shape(
        painter,
        box,
        mark.shape,
        theme.color("status", mark.color),
        theme.color("status", "on_shape"),
    )


def paint_shape(
    painter: QPainter, box: QRectF, shape: Shape, color: QColor, inner: QColor
) -> None:
    """Draws a shape in `color`; what is cut out of it shows `inner`."""
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(side / 16, side / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    _DRAWN[shape](painter, color, inner)
    painter.restore()


def mark_pixmap(mark: Mark, theme: Theme, side: int, ratio: float = 1.0) -> QPixmap:
    """A mark on nothing, `side` px square at a device pixel ratio."""
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, side, side), mark, theme)
    painter.end()
    return pixmap


def mark_icon(mark: Mark, theme: Theme) -> QIcon:
    """A mark as an icon, in two sizes."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        icon.addPixmap(mark_pixmap(mark, theme, 14, ratio))
    return icon


# Every shape below is drawn in a square of 16 by 16.


def _circle(painter: QPainter, _color: QColor, _inner: QColor) -> None:
    painter.drawEllipse(QPointF(8, 8), 5.5, 5.5)


def _square(painter: QPainter, _color: QColor, _inner: QColor) -> None:
    painter.drawRoundedRect(QRectF(3, 3, 10, 10), 1.2, 1.2)


def _tick(painter: QPainter, color: QColor, inner: QColor) -> None:
    painter.drawEllipse(QPointF(8, 8), 6.5, 6.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(inner, 2))
    painter.drawPolyline([QPointF(5, 8.3), QPointF(7.2, 10.4), QPointF(11, 5.9)])


def _diamond(painter: QPainter, _color: QColor, _inner: QColor) -> None:
    painter.drawPolygon(_points((8, 1), (15, 8), (8, 15), (1, 8)))


def _triangle(painter: QPainter, _color: QColor, _inner: QColor) -> None:
    painter.drawPolygon(_points((8, 1.5), (15.2, 14.2), (0.8, 14.2)))


def _ring(painter: QPainter, color: QColor, _inner: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color, 2.6))
    painter.drawEllipse(QPointF(8, 8), 4.7, 4.7)


def _dot(painter: QPainter, _color: QColor, _inner: QColor) -> None:
    painter.drawEllipse(QPointF(8, 8), 3.4, 3.4)


def _cross(painter: QPainter, color: QColor, _inner: QColor) -> None:
    painter.setPen(_pen(color, 3))
    painter.drawLine(QPointF(3.5, 3.5), QPointF(12.5, 12.5))
    painter.drawLine(QPointF(12.5, 3.5), QPointF(3.5, 12.5))


def _pause(painter: QPainter, _color: QColor, _inner: QColor) -> None:
    painter.drawRoundedRect(QRectF(3, 2.5, 3.8, 11), 1, 1)
    painter.drawRoundedRect(QRectF(9.2, 2.5, 3.8, 11), 1, 1)


def _hourglass(painter: QPainter, _color: QColor, _inner: QColor) -> None:
    painter.drawPolygon(_points((2.5, 1.5), (13.5, 1.5), (8, 8.6)))
    painter.drawPolygon(_points((2.5, 14.5), (13.5, 14.5), (8, 7.4)))


def _question(painter: QPainter, color: QColor, inner: QColor) -> None:
    painter.drawEllipse(QPointF(8, 8), 7, 7)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(inner, 1.9))
    bow = QPainterPath(QPointF(5.6, 6.3))
    bow.cubicTo(5.8, 2.8, 10.6, 3, 10.3, 6.2)
    bow.cubicTo(10.1, 7.9, 8, 7.7, 8, 9.6)
    painter.drawPath(bow)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inner)
    painter.drawEllipse(QPointF(8, 12), 1.15, 1.15)


def _barred(painter: QPainter, color: QColor, _inner: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color, 2))
    painter.drawEllipse(QPointF(8, 8), 5.8, 5.8)
    painter.drawLine(QPointF(4.2, 11.8), QPointF(11.8, 4.2))


def _ajar(painter: QPainter, color: QColor, _inner: QColor) -> None:
    painter.drawPolygon(_points((8.5, 0.8), (14.5, 3), (14.5, 15.2), (8.5, 13)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color, 1.8))
    painter.drawPolyline([QPointF(8, 2), QPointF(2, 2), QPointF(2, 13), QPointF(8, 13)])


def _outline(painter: QPainter, color: QColor, _inner: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color, 1.6))
    painter.drawRoundedRect(QRectF(2.8, 2.8, 10.4, 10.4), 1.6, 1.6)


def _pen(color: QColor, width: float) -> QPen:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(color, width, Qt.PenStyle.SolidLine, cap, join)


def _points(*pairs: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in pairs])


_DRAWN: Mapping[Shape, Callable[[QPainter, QColor, QColor], None]] = MappingProxyType(
    {
        Shape.CIRCLE: _circle,
        Shape.SQUARE: _square,
        Shape.TICK: _tick,
        Shape.DIAMOND: _diamond,
        Shape.TRIANGLE: _triangle,
        Shape.RING: _ring,
        Shape.DOT: _dot,
        Shape.CROSS: _cross,
        Shape.PAUSE: _pause,
        Shape.HOURGLASS: _hourglass,
        Shape.QUESTION: _question,
        Shape.BARRED: _barred,
        Shape.AJAR: _ajar,
        Shape.OUTLINE: _outline,
    }
)

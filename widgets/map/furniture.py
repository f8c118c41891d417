"""What stays in the corners of the map: legend, scale, attribution, buttons."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from console.viewmodels.map_camera import Camera, scale_bar
from widgets.common.shapes import Mark, paint_mark
from widgets.common.theme import GRID_PX, Theme

EDGE_PX: Final = 3 * GRID_PX
BUTTON_PX: Final = 28
_LEGEND_PX: Final = 26
_MARK_PX: Final = 13


class MapButton(QAbstractButton):
    """A small square button with a drawn sign: plus, minus or a cross-hair."""

    def __init__(self, sign: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self._theme = theme
        self.setFixedSize(BUTTON_PX, BUTTON_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(BUTTON_PX, BUTTON_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws ground, sign and focus ring."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pressed = self.isDown() or self.underMouse()
        painter.setBrush(theme.color("surface", "card" if pressed else "panel"))
        painter.setPen(QPen(theme.color("surface", "edge"), 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("surface", "focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(QPen(theme.color("surface", "text"), 1.8))
        middle = box.center()
        if self._sign == "fit":
            painter.drawEllipse(middle, 5, 5)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                inner, outer = QPointF(dx, dy) * 3, QPointF(dx, dy) * 8
                painter.drawLine(middle + inner, middle + outer)
        else:
            painter.drawLine(middle - QPointF(4.5, 0), middle + QPointF(4.5, 0))
            if self._sign == "+":
                painter.drawLine(middle - QPointF(0, 4.5), middle + QPointF(0, 4.5))
        painter.end()


def legend_pixmap(
    theme: Theme, entries: Sequence[tuple[Mark, str]], room: float, ratio: float
) -> QPixmap:
    """Marks and words on one line; the words give way when there is no room."""
    font = theme.font(12, QFont.Weight.Medium)
    metrics = QFontMetricsF(font)
    widths = [metrics.horizontalAdvance(text) for _, text in entries]
    wide = sum(widths) + len(entries) * (_MARK_PX + 20) + 8
    worded = wide <= room
    if not worded:
        wide = len(entries) * (_MARK_PX + 12) + 8
    pixmap = QPixmap(round(wide * ratio), round(_LEGEND_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(0, 0, wide, _LEGEND_PX)
    _plate(painter, theme, box)
    painter.setFont(font)
    x = box.left() + 10
    for (mark, text), width in zip(entries, widths, strict=True):
        square = QRectF(x, box.center().y() - _MARK_PX / 2, _MARK_PX, _MARK_PX)
        paint_mark(painter, square, mark, theme)
        x += _MARK_PX + 6
        if worded:
            painter.setPen(theme.color("surface", "text"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(x, box.top(), width + 4, box.height()), flags, text)
            x += width + 8
        x += 6
    painter.end()
    return pixmap


def banner_pixmap(theme: Theme, words: str, room: float, ratio: float) -> QPixmap:
    """A line of words on a plate of the accent, cut short where there is no room."""
    font = theme.font(12, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    wide = min(metrics.horizontalAdvance(words) + 24, max(room, 80.0))
    words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, wide - 20)
    pixmap = QPixmap(round(wide * ratio), round(_LEGEND_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(0, 0, wide, _LEGEND_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("surface", "accent_fill"))
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font)
    painter.setPen(theme.color("surface", "on_accent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return pixmap


def paint_scale(painter: QPainter, theme: Theme, camera: Camera, words: str) -> None:
    """A bar of a round length at the bottom left with `words` above it."""
    _, width = scale_bar(camera.ground_m)
    font = theme.font(11, QFont.Weight.DemiBold)
    bottom = camera.height - EDGE_PX
    left = float(EDGE_PX)
    painter.save()
    painter.setFont(font)
    text = QRectF(left, bottom - 22, width, 16)
    plate = QRectF(left - 6, bottom - 24, width + 12, 30)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = theme.color("surface", "panel")
    ground.setAlpha(205)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(plate, 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(theme.color("surface", "text"))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(text.adjusted(2, 0, 20, 0), flags, words)
    painter.setPen(QPen(theme.color("surface", "text"), 2))
    painter.drawPolyline(
        [
            QPointF(left, bottom - 6),
            QPointF(left, bottom),
            QPointF(left + width, bottom),
            QPointF(left + width, bottom - 6),
        ]
    )
    painter.restore()


def paint_attribution(
    painter: QPainter, theme: Theme, camera: Camera, words: str
) -> None:
    """Whose data it is, always in sight, at the bottom right."""
    font = theme.font(11, QFont.Weight.Medium)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(words) + 16
    box = QRectF(camera.width - width, camera.height - 20, width, 20)
    painter.save()
    ground = theme.color("surface", "panel")
    ground.setAlpha(225)
    painter.fillRect(box, ground)
    painter.setFont(font)
    painter.setPen(theme.color("surface", "muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _plate(painter: QPainter, theme: Theme, box: QRectF) -> None:
    ground = theme.color("surface", "panel")
    ground.setAlpha(240)
    painter.setPen(QPen(theme.color("surface", "line"), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

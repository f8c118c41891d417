"""The cost of a running search as a small falling line."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.common.theme import Theme


class CostLine(QWidget):
    """Seconds to the right, cost upwards; the last point is marked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._curve: tuple[tuple[float, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Cost of the plan while it is being built"))

    def show_curve(self, curve: tuple[tuple[float, float], ...]) -> None:
        """Pairs of seconds and euros."""
        self._curve = curve
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(84, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line."""
        if len(self._curve) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(3, 4, -5, -4)
        costs = [cost for _, cost in self._curve]
        low, high = min(costs), max(costs)
        begin, end = self._curve[0][0], self._curve[-1][0]
        span_s, span = (end - begin) or 1.0, (high - low) or 1.0
        points = [
            QPointF(
                box.left() + (at - begin) / span_s * box.width(),
                box.bottom() - (cost - low) / span * box.height(),
            )
            for at, cost in self._curve
        ]
        accent = self._theme.color("surface", "accent")
        painter.setPen(QPen(accent, 1.6))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(accent)
        painter.drawEllipse(points[-1], 2.4, 2.4)
        painter.end()

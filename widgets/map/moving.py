"""A view of the ground that is moved by mouse, wheel, fingers, keys, or by itself.

It knows where it looks and how that changes, not what is drawn: who draws takes over
`_look`, and hears of a click by `_want` and of a pointer at rest by `_point`.
"""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QEasingCurve, QEvent, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from console.viewmodels.map_camera import Camera, mercator_of

FLIGHT_MS: Final = 260
KEPT_PX: Final = 72.0
"""What is brought into view comes this far inside."""
_PAN_PX: Final = 90
_CLICK_PX: Final = 4
_START: Final = Camera(0.0, 0.0, 12.0, 640, 480)


class MovedView(QWidget):
    """The camera of a map. `_follows` until a person moves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._camera = _START
        self._follows = True
        self._press: QPointF | None = None
        self._dragging = False
        self._flight = QVariantAnimation(self)
        self._flight.setDuration(FLIGHT_MS)
        self._flight.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._flight.valueChanged.connect(self._fly)
        self._from_to = (_START, _START)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)

    @property
    def camera(self) -> Camera:
        """Where it looks."""
        return self._camera

    @property
    def moving(self) -> bool:
        """Whether a person holds the ground, or it is on its way."""
        flying = self._flight.state() == QVariantAnimation.State.Running
        return flying or self._press is not None

    def fly_to(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Moves to a place; far away it jumps."""
        x, y = mercator_of(np.array([(lon, lat)]))[0].tolist()
        closer = max(self._camera.zoom, 15.0) if zoom is None else zoom
        self._travel(Camera(x, y, closer, self._camera.width, self._camera.height))

    def bring_into_view(
        self, x: float, y: float, *, margin: float = KEPT_PX, fly: bool = True
    ) -> None:
        """Moves just so far that a place, in Mercator metres, is well in sight."""
        then = self._camera.bringing(x, y, margin)
        if then == self._camera:
            return
        if fly:
            self._travel(then)
        else:
            self._flight.stop()
            self._go(then)

    def _travel(self, then: Camera) -> None:
        now = self._camera
        away = max(abs(then.x - now.x), abs(then.y - now.y))
        far = away / now.metres > 2 * now.width
        self._flight.stop()
        self._follows = False
        if far or not self.isVisible():
            self._look(then)
            return
        self._from_to = (now, then)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.start()

    def zoom_in(self) -> None:
        """Half a step closer, around the middle."""
        self._go(self._camera.zoomed(0.5, self.width() / 2, self.height() / 2))

    def zoom_out(self) -> None:
        """Half a step away."""
        self._go(self._camera.zoomed(-0.5, self.width() / 2, self.height() / 2))

    # for who draws

    def _look(self, camera: Camera) -> None:
        """Looks elsewhere."""
        self._camera = camera
        self.update()

    def _want(self, at: QPointF) -> None:
        """Something was clicked."""

    def _point(self, at: QPointF) -> None:
        """The pointer is here."""

    # moving

    def _go(self, camera: Camera) -> None:
        """Looks where a person wishes to, from now on whatever the day shows."""
        self._follows = False
        self._look(camera)

    def _fly(self, share: float) -> None:
        a, b = self._from_to
        self._look(
            Camera(
                a.x + (b.x - a.x) * share,
                a.y + (b.y - a.y) * share,
                a.zoom + (b.zoom - a.zoom) * share,
                self._camera.width,
                self._camera.height,
            )
        )

    # events

    def event(self, event: QEvent) -> bool:
        """Takes two fingers on a pad or a screen; the rest goes its usual way."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._flight.stop()
            at, steps = event.position(), math.log2(max(0.1, 1 + event.value()))
            self._go(self._camera.zoomed(steps, at.x(), at.y()))
            return True
        if isinstance(event, QGestureEvent):
            self._pinch(event)
            return True
        return super().event(event)

    def _pinch(self, event: QGestureEvent) -> None:
        """Two fingers on a touch screen: the ground between them stays there."""
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(pinch, QPinchGesture):
            self._flight.stop()
            at = self.mapFromGlobal(pinch.centerPoint())
            steps = math.log2(max(0.1, pinch.scaleFactor()))
            self._go(self._camera.zoomed(steps, at.x(), at.y()))
            event.accept(pinch)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms around the cursor, half a step a notch."""
        self._flight.stop()
        steps = event.angleDelta().y() / 240
        at = event.position()
        self._go(self._camera.zoomed(steps, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._flight.stop()
            self._press = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the ground along, or tells what is under the cursor."""
        at = event.position()
        if self._press is None:
            self._point(at)
            return
        step = at - self._press
        if self._dragging or step.manhattanLength() > _CLICK_PX:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._press = at
            self._go(self._camera.panned(step.x(), step.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a drag, or wishes for what was clicked."""
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        self._press = None
        self.unsetCursor()
        if not self._dragging:
            self._want(event.position())
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zooms in one step where it was clicked."""
        at = event.position()
        self._go(self._camera.zoomed(1.0, at.x(), at.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan, plus and minus zoom."""
        key = Qt.Key(event.key())
        pans = {
            Qt.Key.Key_Left: (_PAN_PX, 0),
            Qt.Key.Key_Right: (-_PAN_PX, 0),
            Qt.Key.Key_Up: (0, _PAN_PX),
            Qt.Key.Key_Down: (0, -_PAN_PX),
        }
        if key in pans:
            self._go(self._camera.panned(*pans[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        else:
            super().keyPressEvent(event)

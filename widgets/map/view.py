"""The map: a plain widget that copies composed tiles and small sprites every frame.

    ground     widgets.map.ground    base map, routes, stops: opaque tiles
    names      widgets.map.layout    laid out when the view has come to rest
    sites, numbers, depot            the same
    vehicles                         every frame: they move
    corners    widgets.map.furniture

Selection comes from outside (`select`) and is wished for by signals; the widget selects
nothing by itself.
"""

from collections.abc import Iterator
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QPointF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QSizePolicy,
    QToolTip,
    QWidget,
)

from console.viewmodels.map import MapScene
from console.viewmodels.map_camera import Box, Camera, lonlat_of
from widgets.common.focus import BY_KEYBOARD
from widgets.common.theme import Theme
from widgets.map import wording
from widgets.map.furniture import (
    BUTTON_PX,
    EDGE_PX,
    MapButton,
    legend_pixmap,
    paint_attribution,
    paint_scale,
)
from widgets.map.ground import BUDGET_S, HURRIED_S, Ground
from widgets.map.hits import Hit, Thing, hit
from widgets.map.layout import Chosen, Laid, lay_out, paint_fleet
from widgets.map.moving import MovedView
from widgets.map.sprites import Sprites
from widgets.map.tiles import TileSource, tile_zoom

REST_MS: Final = 70
SEEN_PX: Final = 12.0


class MapView(MovedView):
    """Signals carry ids as strings, and WGS84 degrees for a bare place."""

    stop_wanted = Signal(str)
    site_wanted = Signal(str)
    vehicle_wanted = Signal(str)
    place_wanted = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sprites = Sprites(theme, self.devicePixelRatioF())
        self._scene = MapScene()
        self._chosen = Chosen()
        self._covers = True
        self._framed: tuple[Box, float, float] | None = None
        self._hovered: Hit | None = None
        self._laid = Laid()
        self._laying: Iterator[Laid | None] | None = None
        self._names_due = self._tags_due = False
        self._ringed = False
        self._ground = Ground(theme, self._sprites, self._ground_changed)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._come_to_rest)
        self._work = QTimer(self, singleShot=True, interval=0)
        self._work.timeout.connect(self._compose)
        self.setAccessibleName(self.tr("Map of routes, stops and lockers"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._buttons = self._make_buttons()
        self._legend = self._make_legend()

    def set_theme(self, theme: Theme) -> None:
        """Colours of everything; tiles are asked for anew."""
        self._theme = theme
        self._renew_sprites()
        for button in self._buttons:
            button.set_theme(theme)

    def set_tiles(self, source: TileSource | None) -> None:
        """Where the base map comes from; None where there is none."""
        self._ground.set_source(source)
        self._look(self._camera)

    def show_view(self, scene: MapScene) -> None:
        """Shows another state of the day; only what changed is drawn anew."""
        old, self._scene = self._scene, scene
        if scene.routes is not old.routes:
            self._ground.set_routes(scene.routes, scene.dirty)
        if self._follows and old.bounds is None:
            self._cover()
        moved = scene.routes is not old.routes or scene.sites is not old.sites
        if moved or scene.depot_xy != old.depot_xy:
            self._rest.start()
        self.update()

    def select(self, *, vehicle: str = "", stop: str = "", site: str = "") -> None:
        """Shows what is selected elsewhere; a stop lights its vehicle's route too."""
        if stop and not vehicle and stop in self._scene.routes.stop:
            at = self._scene.routes.stop.index(stop)
            vehicle = self._scene.routes.vehicle[self._scene.routes.stop_route[at]]
        chosen = Chosen(vehicle, stop, site)
        if chosen != self._chosen:
            self._chosen = chosen
            self._ground.choose(vehicle)
            self._come_to_rest()
            self._reveal(stop, site)
            self.update()

    def _reveal(self, stop: str, site: str) -> None:
        """Moves to what was chosen elsewhere, where it is out of sight."""
        routes, sites = self._scene.routes, self._scene.sites
        if stop in routes.stop:
            x, y = routes.stop_xy[routes.stop.index(stop)].tolist()
        elif site in sites.site:
            x, y = sites.xy[sites.site.index(site)].tolist()
        else:
            return
        unseen = self._camera.bringing(x, y, SEEN_PX) != self._camera
        if unseen and self.isVisible():
            self.bring_into_view(x, y)

    def fit(self) -> None:
        """Shows all of the day, and goes on doing so when the size changes."""
        self._framed = None
        self._fit()

    def fit_region(self) -> None:
        """Shows all that the map covers, where that is known."""
        if self._ground.extent is not None:
            self.frame(self._ground.extent, closest=17.0, margin=24.0)

    def frame(self, box: Box, closest: float, margin: float) -> None:
        """Shows a box in Mercator metres, until a person moves the map.

        Not closer than the zoom `closest`, with `margin` pixels around.
        """
        self._framed = (box, closest, margin)
        self._fit()

    def _fit(self) -> None:
        self._follows, self._covers = True, False
        if self._framed is not None:
            box, closest, margin = self._framed
            self._look(self._camera.fitted(box, margin, closest))
        elif self._scene.bounds is not None:
            self._look(self._camera.fitted(self._scene.bounds))

    def settled(self) -> bool:
        """Whether everything in sight is drawn as well as it can be."""
        waiting = self._names_due or self._tags_due or self._laying is not None
        return self._ground.whole and not waiting and not self._rest.isActive()

    # drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copies tiles and sprites."""
        painter = QPainter(self)
        self._ground.paint(painter, self._camera)
        for standing in self._laid.standing:
            standing.paint(painter, self._camera)
        fleet = self._scene.fleet
        if paint_fleet(painter, fleet, self._chosen, self._camera, self._sprites):
            self._tags_due = True
            self._work.start()
        paint_scale(painter, self._theme, self._camera, wording.scale(self._camera))
        words = wording.attribution(self._scene.map_date)
        paint_attribution(painter, self._theme, self._camera, words)
        self._paint_legend(painter)
        if self._ringed:
            painter.setPen(QPen(self._theme.color("surface", "focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        painter.drawPixmap(QPointF(EDGE_PX, EDGE_PX), self._legend)

    # camera

    def _cover(self) -> None:
        """The first look at a day: the pane well filled, not all in sight."""
        scene = self._scene
        if scene.bounds is not None:
            things = np.concatenate((scene.routes.stop_xy, scene.sites.xy))
            west, south, east, north = scene.bounds
            about = ((west + east) / 2, (south + north) / 2)
            if len(things):
                about = (float(np.median(things[:, 0])), float(np.median(things[:, 1])))
            self._look(self._camera.covering(scene.bounds, about))

    def _look(self, camera: Camera) -> None:
        self._camera = camera
        self._ground.look(camera)
        self._rest.start()
        self._work.start()
        self.update()

    def _ground_changed(self) -> None:
        self._names_due = True
        self._work.start()

    def _compose(self) -> None:
        """A slice of what is to do: tiles first, then what stands on them."""
        resting = not self._rest.isActive()
        if self._tags_due:
            self._tags_due = False
            self.update()
        if self._ground.to_do:
            budget = BUDGET_S if resting else HURRIED_S
            for key in self._ground.compose(budget):
                self.update(self._ground.target(self._camera, key))
        elif self._laying is not None:
            self._lay_a_slice(self._laying)
        elif self._names_due and resting and self._ground.whole:
            self._lay_out()
        names = self._names_due and resting and self._ground.whole
        if names or self._ground.to_do or self._laying is not None:
            self._work.start()

    def _lay_a_slice(self, laying: Iterator[Laid | None]) -> None:
        end = perf_counter() + BUDGET_S
        for laid in laying:
            if laid is not None:
                self._laid, self._laying = laid, None
                self.update()
                return
            if perf_counter() >= end:
                return

    def _come_to_rest(self) -> None:
        zoom = tile_zoom(self._camera.zoom)
        if zoom != self._camera.zoom and not self.moving:
            middle = (self.width() / 2, self.height() / 2)
            self._camera = self._camera.zoomed(zoom - self._camera.zoom, *middle)
        self._ground.look(self._camera)
        self._lay_out()
        self._work.start()

    def _lay_out(self) -> None:
        self._names_due = False
        self._laying = lay_out(
            self._scene,
            self._chosen,
            self._ground.names(),
            self._camera,
            self._sprites,
            wording.site,
            self._laid.spots,
        )
        self._work.start()

    def _renew_sprites(self) -> None:
        self._sprites = Sprites(self._theme, self.devicePixelRatioF())
        self._laid, self._laying = Laid(), None
        self._legend = self._make_legend()
        self._ground.set_theme(self._theme, self._sprites)
        self._look(self._camera)

    # events

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for whoever came here with the keyboard."""
        self._ringed = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring where the keyboard is not."""
        self._ringed = False
        super().focusOutEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keeps the middle in the middle, and the buttons in their corner."""
        for i, button in enumerate(self._buttons):
            top = EDGE_PX + i * (BUTTON_PX + 2) + (4 if i == 2 else 0)
            button.move(self.width() - EDGE_PX - BUTTON_PX, top)
        self._legend = self._make_legend()
        self._look(self._camera.resized(self.width(), self.height()))
        if self._follows and self._covers:
            self._cover()
        elif self._follows:
            self._fit()

    def event(self, event: QEvent) -> bool:
        """Follows the screen's pixel ratio, and answers for tool tips."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._renew_sprites()
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._hit(QPointF(event.pos()))
            if found is not None:
                QToolTip.showText(
                    event.globalPos(), wording.tip(self._scene, found), self
                )
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages walk the stops; arrows, plus and minus move the map.

        Home shows all of the day, with Shift all that the region covers.
        """
        key = Qt.Key(event.key())
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Home and shifted:
            self.fit_region()
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._walk(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    # wishes

    def _hit(self, at: QPointF) -> Hit | None:
        return hit(self._scene, self._camera, at.x(), at.y(), self._chosen.vehicle)

    def _point(self, at: QPointF) -> None:
        self._hover(self._hit(at))

    def _hover(self, found: Hit | None) -> None:
        if found != self._hovered:
            self._hovered = found
            hand = Qt.CursorShape.PointingHandCursor
            self.setCursor(hand if found else Qt.CursorShape.ArrowCursor)

    def _want(self, at: QPointF) -> None:
        found = self._hit(at)
        if found is None:
            x, y = self._camera.to_ground(at.x(), at.y())
            self.place_wanted.emit(*lonlat_of(x, y))
        elif found.thing is Thing.STOP:
            self.stop_wanted.emit(found.id)
        elif found.thing is Thing.SITE:
            self.site_wanted.emit(found.id)
        else:
            self.vehicle_wanted.emit(found.id)

    def _walk(self, step: int) -> None:
        """Wishes for the next or last stop of the chosen route."""
        routes, chosen = self._scene.routes, self._chosen
        if chosen.vehicle not in routes.vehicle:
            return
        route = routes.vehicle.index(chosen.vehicle)
        own = np.flatnonzero(routes.stop_route == route).tolist()
        if not own:
            return
        ids = [routes.stop[i] for i in own]
        at = ids.index(chosen.stop) + step if chosen.stop in ids else 0
        if 0 <= at < len(ids):
            self.stop_wanted.emit(ids[at])

    # words

    def _make_buttons(self) -> tuple[MapButton, ...]:
        plus = MapButton("+", self._theme, self)
        minus = MapButton("-", self._theme, self)
        fit = MapButton("fit", self._theme, self)
        for button, name, slot in (
            (plus, self.tr("Zoom in"), self.zoom_in),
            (minus, self.tr("Zoom out"), self.zoom_out),
            (fit, self.tr("Show the whole day"), self.fit),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(slot)
        return plus, minus, fit

    def _make_legend(self) -> QPixmap:
        room = self.width() - 2 * EDGE_PX - BUTTON_PX - 20
        ratio = self.devicePixelRatioF()
        return legend_pixmap(self._theme, wording.legend(), room, ratio)

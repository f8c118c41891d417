"""What stands where above the ground: sites, numbered stops, names, the depot.

`lay_out` runs when the view has come to rest: important things take their room first,
names fill what is left. It goes in slices, a name at a time, for some hundred names
and numbers take longer than a frame may. A frame then only copies the sprites to the
places that their ground has on the screen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from console.viewmodels.board_stops import StopStatus
from console.viewmodels.map import MapFleet, MapScene, SiteState
from console.viewmodels.map_camera import Camera
from console.viewmodels.map_labels import (
    Candidate,
    Collisions,
    Extent,
    Placed,
    placed,
)
from widgets.map.sprites import NUMBER_PX, SITE_PX, SMALL_SITE_PX, Sprites

SITES_FROM: Final = 12.25
SITE_LABELS_FROM: Final = 13.0
NUMBERS_FROM: Final = 12.5
STOPS_FROM: Final = 15.75
CLOSE_FROM: Final = 18.25
_MANY_STOPS: Final = 160
_FRESH_TAGS: Final = 12
MARGIN_PX: Final = 160
_LABEL_DOWN_PX: Final = 19


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is selected, "" for nothing."""

    vehicle: str = ""
    stop: str = ""
    site: str = ""


class Standing:
    """Sprites at places on the ground, shifted by whole pixels on the screen."""

    def __init__(self) -> None:
        self._pixmaps: list[QPixmap] = []
        self._places: list[tuple[float, float]] = []
        self._shifts: list[tuple[float, float]] = []
        self._xy: NDArray[np.float64] | None = None

    def put(
        self, pixmap: QPixmap, x: float, y: float, dx: float = 0.0, dy: float = 0.0
    ) -> None:
        """Stands a sprite's middle at Mercator metres, shifted by pixels."""
        size = pixmap.deviceIndependentSize()
        self._pixmaps.append(pixmap)
        self._places.append((x, y))
        self._shifts.append((dx - size.width() / 2, dy - size.height() / 2))
        self._xy = None

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Copies what the camera sees."""
        if not self._pixmaps:
            return
        if self._xy is None:
            self._xy = np.array(self._places)
        corner = camera.to_screen(self._xy) + np.array(self._shifts)
        inside = (corner > -MARGIN_PX).all(axis=1)
        inside &= (corner[:, 0] < camera.width) & (corner[:, 1] < camera.height)
        for i in np.flatnonzero(inside).tolist():
            x, y = corner[i].tolist()
            painter.drawPixmap(QPointF(round(x), round(y)), self._pixmaps[i])

    def __len__(self) -> int:
        """How many stand."""
        return len(self._pixmaps)


Text = Callable[[int, int], str]
"""The words under a site of so many free compartments and a state."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What stands, from below; `spots` are those of the names, see `placed`."""

    standing: tuple[Standing, ...] = ()
    spots: frozenset[tuple[str, int, int]] = frozenset()


def lay_out(
    scene: MapScene,
    chosen: Chosen,
    names: Sequence[Candidate],
    camera: Camera,
    sprites: Sprites,
    words: Text,
    stood: frozenset[tuple[str, int, int]] = frozenset(),
) -> Iterator[Laid | None]:
    """Names, and what stands above them, for a view and a margin around it.

    Gives None after each slice and the whole at last. `stood` are the spots of the
    names that stood before.
    """
    below, above = Standing(), Standing()
    taken = Collisions()
    if scene.depot_xy is not None:
        x, y = scene.depot_xy
        above.put(sprites.depot(), x, y)
        taken.take([_around(camera, x, y, 28)])
    yield from _put_sites(above, taken, scene, chosen, camera, sprites, words)
    yield from _put_numbers(above, taken, scene, chosen, camera, sprites)
    _take_stops(taken, scene, camera)
    yield None
    spots: set[tuple[str, int, int]] = set()
    close = camera.zoom >= CLOSE_FROM
    for stands in _names(names, camera, sprites, taken, stood):
        if stands is not None:
            c = stands.candidate
            name = sprites.name(c.name, c.kind, c.angle, c.rank, close=close)
            below.put(name, c.x, c.y)
            spots.add(c.spot)
        yield None
    yield Laid((below, above), frozenset(spots))


def paint_fleet(
    painter: QPainter,
    fleet: MapFleet,
    chosen: Chosen,
    camera: Camera,
    sprites: Sprites,
) -> bool:
    """Copies the vehicles' tags, the chosen one on top: every frame, they move.

    A frame draws only some tags that were never seen before; says whether others wait.
    """
    if not len(fleet.vehicle):
        return False
    screen = camera.to_screen(fleet.xy)
    order = np.flatnonzero(_in_view(screen, camera)).tolist()
    order.sort(key=lambda i: fleet.vehicle[i] == chosen.vehicle)
    fresh = waiting = 0
    for i in order:
        vehicle, stale = fleet.vehicle[i], bool(fleet.stale[i])
        picked = vehicle == chosen.vehicle
        if not sprites.has_tag(vehicle, chosen=picked, stale=stale):
            if fresh >= _FRESH_TAGS:
                waiting += 1
                continue
            fresh += 1
        tag = sprites.tag(vehicle, chosen=picked, stale=stale)
        size = tag.deviceIndependentSize()
        x, y = screen[i].tolist()
        left, top = round(x - size.width() / 2), round(y - size.height() / 2)
        painter.drawPixmap(QPointF(left, top), tag)
    return waiting > 0


def site_size(zoom: float) -> int:
    """How wide a locker square is drawn at a zoom."""
    return SITE_PX if zoom >= SITES_FROM else SMALL_SITE_PX


def _names(
    names: Sequence[Candidate],
    camera: Camera,
    sprites: Sprites,
    taken: Collisions,
    stood: frozenset[tuple[str, int, int]],
) -> Iterator[Placed | None]:
    scale = 1 / camera.metres
    close = camera.zoom >= CLOSE_FROM

    def to_screen(x: float, y: float) -> tuple[float, float]:
        px = (x - camera.x) * scale + camera.width / 2
        return px, (camera.y - y) * scale + camera.height / 2

    def size_of(candidate: Candidate) -> tuple[float, float]:
        return sprites.name_size(
            candidate.name, candidate.kind, candidate.rank, close=close
        )

    return placed(names, to_screen, size_of, taken, stood)


def _put_sites(
    above: Standing,
    taken: Collisions,
    scene: MapScene,
    chosen: Chosen,
    camera: Camera,
    sprites: Sprites,
    words: Text,
) -> Iterator[None]:
    sites = scene.sites
    if not len(sites.site):
        return
    side = site_size(camera.zoom)
    screen = camera.to_screen(sites.xy)
    # what matters most takes its room first and is drawn last
    urgency = sites.state.astype(np.int64) % SiteState.OFF
    urgency[[site == chosen.site for site in sites.site]] = 9
    order = np.argsort(-urgency, kind="stable")
    seen = _in_view(screen, camera)
    order = order[seen[order]]
    taken.take([_box(screen[i], side, side) for i in order])
    for i in order[::-1].tolist():
        state, total = int(sites.state[i]), max(1, int(sites.total[i]))
        x, y = sites.xy[i].tolist()
        picked = sites.site[i] == chosen.site
        if side == SMALL_SITE_PX and not picked:
            above.put(sprites.small_site(state), x, y)
            yield
            continue
        filled = 1 - int(sites.free[i]) / total
        above.put(sprites.site(state, filled, chosen=picked), x, y)
        yield
    if camera.zoom < SITE_LABELS_FROM:
        order = order[:1] if chosen.site else order[:0]
    for i in order.tolist():
        state = int(sites.state[i])
        label = sprites.site_label(words(int(sites.free[i]), state), state)
        size = label.deviceIndependentSize()
        spot = screen[i] + (0.0, _LABEL_DOWN_PX)
        box = _box(spot, size.width() - 6, size.height() - 8)
        if taken.add([box]) or sites.site[i] == chosen.site:
            x, y = sites.xy[i].tolist()
            above.put(label, x, y, 0.0, _LABEL_DOWN_PX)
        yield


def _put_numbers(
    above: Standing,
    taken: Collisions,
    scene: MapScene,
    chosen: Chosen,
    camera: Camera,
    sprites: Sprites,
) -> Iterator[None]:
    """The chosen route's stops that are ahead, as many numbers as have room."""
    routes = scene.routes
    if not chosen.vehicle or chosen.vehicle not in routes.vehicle:
        return
    route = routes.vehicle.index(chosen.vehicle)
    own = np.flatnonzero(routes.stop_route == route)
    if not len(own):
        return
    screen = camera.to_screen(routes.stop_xy[own])
    seen = _in_view(screen, camera)
    rank = [
        (
            routes.stop[i] != chosen.stop,
            routes.status[i] not in (StopStatus.AT_RISK, StopStatus.LATE),
            int(routes.number[i]),
        )
        for i in own
    ]
    stands: list[int] = []
    for j in sorted(np.flatnonzero(seen).tolist(), key=lambda k: rank[k]):
        i = int(own[j])
        picked = routes.stop[i] == chosen.stop
        done = routes.status[i] == StopStatus.DONE
        if not picked and (done or camera.zoom < NUMBERS_FROM):
            continue
        box = _box(screen[j], NUMBER_PX, NUMBER_PX)
        if taken.add([box]) or picked:
            stands.append(i)
    for i in reversed(stands):
        x, y = routes.stop_xy[i].tolist()
        picked = routes.stop[i] == chosen.stop
        number, status = int(routes.number[i]), int(routes.status[i])
        above.put(sprites.number(number, status, chosen=picked), x, y)
        yield


def _take_stops(taken: Collisions, scene: MapScene, camera: Camera) -> None:
    """No name may hide a stop: of the late ones never, of all where they are few."""
    routes = scene.routes
    urgent = np.isin(routes.status, (StopStatus.AT_RISK, StopStatus.LATE))
    screen = camera.to_screen(routes.stop_xy)
    seen = _in_view(screen, camera)
    taken.take([_box(spot, 14, 14) for spot in screen[urgent & seen]])
    calm = seen & ~urgent
    if camera.zoom >= STOPS_FROM and np.count_nonzero(calm) <= _MANY_STOPS:
        taken.take([_box(spot, 9, 9) for spot in screen[calm]])


def _in_view(screen: NDArray[np.float64], camera: Camera) -> NDArray[np.bool_]:
    x, y = screen[:, 0], screen[:, 1]
    inside = (x > -MARGIN_PX) & (x < camera.width + MARGIN_PX)
    return inside & (y > -MARGIN_PX) & (y < camera.height + MARGIN_PX)


def _around(camera: Camera, x: float, y: float, side: float) -> Extent:
    return _box(camera.to_screen(np.array([(x, y)]))[0], side, side)


def _box(middle: NDArray[np.float64], width: float, height: float) -> Extent:
    x, y = middle.tolist()
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)

"""What lies under a pixel: vehicles above sites above stops."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.viewmodels.map import MapScene
from console.viewmodels.map_camera import Camera

STOP_REACH_PX: Final = 10.0
SITE_REACH_PX: Final = 14.0
TAG_REACH_PX: Final = (24.0, 11.0)


class Thing(StrEnum):
    """What can be pointed at."""

    STOP = "stop"
    SITE = "site"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing and its index in the scene's columns."""

    thing: Thing
    id: str
    index: int


def hit(
    scene: MapScene, camera: Camera, px: float, py: float, vehicle: str = ""
) -> Hit | None:
    """The thing nearest to a pixel; stops of `vehicle` go before other stops."""
    fleet, sites, routes = scene.fleet, scene.sites, scene.routes
    i = _nearest(camera, fleet.xy, px, py, TAG_REACH_PX)
    if i is not None:
        return Hit(Thing.VEHICLE, fleet.vehicle[i], i)
    i = _nearest(camera, sites.xy, px, py, (SITE_REACH_PX, SITE_REACH_PX))
    if i is not None:
        return Hit(Thing.SITE, sites.site[i], i)
    reach = (STOP_REACH_PX, STOP_REACH_PX)
    if vehicle in routes.vehicle:
        own = np.flatnonzero(routes.stop_route == routes.vehicle.index(vehicle))
        i = _nearest(camera, routes.stop_xy[own], px, py, reach)
        if i is not None:
            return Hit(Thing.STOP, routes.stop[int(own[i])], int(own[i]))
    i = _nearest(camera, routes.stop_xy, px, py, reach)
    return Hit(Thing.STOP, routes.stop[i], i) if i is not None else None


def _nearest(
    camera: Camera,
    xy: NDArray[np.float64],
    px: float,
    py: float,
    reach: tuple[float, float],
) -> int | None:
    """The index of the nearest point within an ellipse of pixels, or None."""
    if not len(xy):
        return None
    x, y = camera.to_ground(px, py)
    away = (xy - (x, y)) / (np.array(reach) * camera.metres)
    square = (away**2).sum(axis=1)
    i = int(np.argmin(square))
    return i if square[i] <= 1.0 else None

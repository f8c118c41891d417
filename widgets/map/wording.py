"""What the map says, in the user's language."""

from PySide6.QtCore import QCoreApplication

from console.viewmodels.board_stops import StopStatus
from console.viewmodels.map import MapScene, SiteState
from console.viewmodels.map_camera import Camera, scale_bar
from widgets.common.marked import DOT
from widgets.common.shapes import Mark
from widgets.map.hits import Hit, Thing
from widgets.map.marks import STOP_MARKS


def legend() -> list[tuple[Mark, str]]:
    """The marks that need a word, in the order of a stop's life."""
    return [
        (STOP_MARKS[StopStatus.DOOR], _tr("Door")),
        (STOP_MARKS[StopStatus.LOCKER], _tr("Locker")),
        (STOP_MARKS[StopStatus.DONE], _tr("Done")),
        (STOP_MARKS[StopStatus.AT_RISK], _tr("At risk")),
        (STOP_MARKS[StopStatus.LATE], _tr("Late")),
    ]


def attribution(map_date: str) -> str:
    """Whose map it is, and of what day."""
    words = "\N{COPYRIGHT SIGN} OpenStreetMap contributors"
    if map_date:
        words += DOT + _tr("offline map, {0}").format(map_date)
    return words


def scale(camera: Camera) -> str:
    """The length of the scale bar."""
    metres, _ = scale_bar(camera.ground_m)
    if metres >= 1000:
        return _tr("{0} km").format(metres // 1000)
    return _tr("{0} m").format(metres)


def site(free: int, state: int) -> str:
    """How much room a site has."""
    if state == SiteState.FULL:
        return _tr("full")
    if state == SiteState.OFF:
        return _tr("out of service")
    return _tr("{0} free").format(free)


def placing(what: str, *, outside: bool) -> str:
    """What to do with the pin."""
    if outside:
        return _tr("Outside of this map: no street is known there")
    words = _tr("Click or drag the pin; Enter sets it, Esc ends")
    return what + DOT + words if what else words


def tip(scene: MapScene, found: Hit) -> str:
    """What is under the cursor."""
    routes, sites = scene.routes, scene.sites
    if found.thing is Thing.VEHICLE:
        return found.id
    if found.thing is Thing.SITE:
        room = site(int(sites.free[found.index]), int(sites.state[found.index]))
        return sites.name[found.index] + DOT + room
    vehicle = routes.vehicle[int(routes.stop_route[found.index])]
    number = int(routes.number[found.index])
    words = _tr("{0}, stop {1}").format(vehicle, number)
    return words + DOT + status(int(routes.status[found.index]))


def status(code: int) -> str:
    """How a stop stands."""
    return {
        int(StopStatus.DONE): _tr("done"),
        int(StopStatus.PLANNED): _tr("planned"),
        int(StopStatus.DOOR): _tr("to the door"),
        int(StopStatus.LOCKER): _tr("to a locker"),
        int(StopStatus.RETURN): _tr("came back"),
        int(StopStatus.AT_RISK): _tr("at risk"),
        int(StopStatus.LATE): _tr("late"),
    }.get(code, _tr("off"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("map", text)

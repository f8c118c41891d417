"""The map as a person uses it: looking, pointing, choosing, the keyboard."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from console.viewmodels.board_stops import StopStatus
from console.viewmodels.map import MapScene
from console.viewmodels.map_camera import lonlat_of
from widgets.common.theme import Theme
from widgets.map import wording
from widgets.map.sample import fake_scene, fake_town, moved_fleet, town_box
from widgets.map.tile_painting import PaintedHere
from widgets.map.tiles import TileKey
from widgets.map.view import MapView

pytestmark = pytest.mark.gui


@pytest.fixture
def scene():
    return fake_scene()


@pytest.fixture
def view(qtbot, scene):
    theme = Theme.load("light")
    widget = MapView(theme)
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    town = fake_town()
    themes = {name: Theme.load(name) for name in ("light", "dark")}
    widget.set_tiles(PaintedHere(lambda _box, _zoom: town, themes))
    widget.show_view(scene)
    widget.show()
    qtbot.waitUntil(widget.settled, timeout=10_000)
    return widget


def pixel_of(view, xy):
    x, y = view.camera.to_screen(np.array([xy]))[0].tolist()
    return QPoint(round(x), round(y))


def click(qtbot, view, at):
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)


def wheel(view, at, notches):
    event = QWheelEvent(
        QPointF(at),
        QPointF(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def alone(scene, index):
    """A scene with one stop only, nothing else in the way."""
    routes = scene.routes
    one = replace(
        routes,
        stop=(routes.stop[index],),
        stop_xy=routes.stop_xy[[index]],
        stop_route=routes.stop_route[[index]],
        number=routes.number[[index]],
        status=routes.status[[index]],
    )
    return MapScene(routes=one, bounds=scene.bounds)


def test_the_first_scene_is_fitted(view, scene):
    west, south, east, north = scene.bounds
    left, bottom, right, top = view.camera.box
    assert left < west
    assert right > east
    assert bottom < south
    assert top > north


def test_a_click_on_a_stop_wishes_for_it(qtbot, view, scene):
    view.show_view(alone(scene, 30))
    with qtbot.waitSignal(view.stop_wanted) as blocker:
        click(qtbot, view, pixel_of(view, scene.routes.stop_xy[30]))
    assert blocker.args == [scene.routes.stop[30]]


def test_a_click_on_a_locker_wishes_for_it(qtbot, view, scene):
    view.show_view(MapScene(sites=scene.sites, bounds=scene.bounds))
    with qtbot.waitSignal(view.site_wanted) as blocker:
        click(qtbot, view, pixel_of(view, scene.sites.xy[5]))
    assert blocker.args == [scene.sites.site[5]]


def test_a_click_on_a_vehicle_goes_before_what_lies_under_it(qtbot, view, scene):
    with qtbot.waitSignal(view.vehicle_wanted) as blocker:
        click(qtbot, view, pixel_of(view, scene.fleet.xy[0]) + QPoint(0, 1))
    near = np.abs(scene.fleet.xy - scene.fleet.xy[0]).sum(axis=1) < 1
    assert blocker.args[0] in {scene.fleet.vehicle[i] for i in np.flatnonzero(near)}


def test_a_click_on_bare_ground_wishes_for_the_place(qtbot, view):
    with qtbot.waitSignal(view.place_wanted) as blocker:
        click(qtbot, view, QPoint(200, 450))
    there = lonlat_of(*view.camera.to_ground(200, 450))
    assert blocker.args == pytest.approx(list(there), abs=1e-5)


def test_dragging_pans_and_wishes_for_nothing(qtbot, view):
    before = view.camera
    with qtbot.assertNotEmitted(view.place_wanted):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
        qtbot.mouseMove(view, QPoint(340, 330))
        qtbot.mouseMove(view, QPoint(400, 360))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 360))
    assert view.camera.x == pytest.approx(before.x - 100 * before.metres)
    assert view.camera.y == pytest.approx(before.y + 60 * before.metres)


def test_the_wheel_zooms_around_the_cursor(qtbot, view):
    at = QPoint(700, 100)
    ground = view.camera.to_ground(700, 100)
    zoom = view.camera.zoom
    wheel(view, at, 2)
    assert view.camera.zoom == zoom + 1
    assert view.camera.to_ground(700, 100) == pytest.approx(ground)


def test_between_two_zooms_it_comes_to_rest_on_a_quarter(qtbot, view):
    view._look(view.camera.zoomed(0.1, 10, 10))
    qtbot.waitUntil(view.settled, timeout=10_000)
    assert view.camera.zoom % 0.25 == 0


@pytest.mark.parametrize(
    ("key", "dx", "dy"),
    [
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Up, 0, 1),
        (Qt.Key.Key_Down, 0, -1),
    ],
)
def test_arrows_pan(qtbot, view, key, dx, dy):
    before = view.camera
    qtbot.keyClick(view, key)
    assert np.sign(view.camera.x - before.x) == dx
    assert np.sign(view.camera.y - before.y) == dy


def test_plus_minus_and_home(qtbot, view):
    fitted = view.camera
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.zoom > fitted.zoom
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.camera == fitted


def test_pages_walk_the_chosen_route(qtbot, view, scene):
    own = np.flatnonzero(scene.routes.stop_route == 2)
    view.select(stop=scene.routes.stop[own[3]])
    with qtbot.waitSignal(view.stop_wanted) as blocker:
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert blocker.args == [scene.routes.stop[own[4]]]
    view.select(stop=scene.routes.stop[own[0]])
    with qtbot.assertNotEmitted(view.stop_wanted):
        qtbot.keyClick(view, Qt.Key.Key_PageUp)


def test_a_chosen_route_changes_the_picture_and_goes_again(qtbot, view):
    plain = view.grab().toImage()
    view.select(vehicle="V03")
    qtbot.waitUntil(view.settled, timeout=10_000)
    assert view.grab().toImage() != plain
    view.select()
    qtbot.waitUntil(view.settled, timeout=10_000)
    assert view.grab().toImage() == plain


def test_only_tiles_under_a_dirty_route_are_drawn_again(qtbot, view, scene):
    view._look(view.camera.zoomed(2.0, 450, 300))
    qtbot.waitUntil(view.settled, timeout=10_000)
    routes = scene.routes
    far = routes.stop_xy.copy()
    own = routes.stop_route == 4
    changed = replace(routes, stop_xy=far, status=routes.status.copy())
    changed.status[own] = StopStatus.LATE
    box = view._ground._layer.box("V05")
    view.show_view(replace(scene, routes=changed, dirty=frozenset({"V05"})))
    stale = set(view._ground._stale)
    assert stale
    for key in view._ground._quiet:
        west, south, east, north = key.box
        clear = west > box[2] + 90 or east < box[0] - 90
        clear = clear or south > box[3] + 90 or north < box[1] - 90
        assert not (clear and key in stale)
    qtbot.waitUntil(view.settled, timeout=10_000)


def test_moving_vehicles_redraw_no_tile(qtbot, view, scene):
    view.show_view(moved_fleet(scene, 50.0))
    assert not view._ground._stale
    assert not view._rest.isActive()


def test_without_a_base_map_routes_are_shown_all_the_same(qtbot, view):
    view.set_tiles(None)
    qtbot.waitUntil(view.settled, timeout=10_000)
    image = view.grab().toImage()
    seen = {image.pixel(x, y) for x in range(200, 700, 3) for y in range(100, 500, 3)}
    assert len(seen) > 3


class Slow:
    """A source that keeps its wishes."""

    def __init__(self) -> None:
        self.wishes: dict[TileKey, object] = {}
        self.cancelled: list[TileKey] = []

    def request(self, key, done):
        self.wishes[key] = done

    def cancel(self, key):
        self.cancelled.append(key)


def test_tiles_out_of_sight_are_cancelled(view):
    source = Slow()
    view.set_tiles(source)
    first = set(source.wishes)
    view._look(view.camera.panned(20_000, 0))
    assert set(source.cancelled) == first
    assert not view.settled()


def test_flying_ends_where_it_was_sent(qtbot, view, scene):
    x, y = scene.sites.xy[3]
    view.fly_to(*lonlat_of(x, y), zoom=16.0)
    qtbot.waitUntil(lambda: view.camera.zoom == 16.0, timeout=5000)
    assert (view.camera.x, view.camera.y) == pytest.approx((x, y), abs=0.01)


def test_themes_differ_and_the_attribution_stays(qtbot, view):
    light = view.grab().toImage()
    view.set_theme(Theme.load("dark"))
    qtbot.waitUntil(view.settled, timeout=10_000)
    dark = view.grab().toImage()
    assert dark.pixelColor(450, 20).lightness() < 80
    assert light.pixelColor(450, 20).lightness() > 180
    assert "OpenStreetMap contributors" in wording.attribution("")


def test_tool_tips_say_what_is_there(view, scene):
    only = alone(scene, 30)
    view.show_view(only)
    tip = wording.tip(
        view._scene, view._hit(QPointF(pixel_of(view, only.routes.stop_xy[0])))
    )
    assert f"stop {only.routes.number[0]}" in tip
    view.show_view(MapScene(sites=scene.sites, bounds=scene.bounds))
    tip = wording.tip(
        view._scene, view._hit(QPointF(pixel_of(view, scene.sites.xy[0])))
    )
    assert tip.endswith("full")


def test_everything_has_a_name_for_those_who_listen(view):
    assert view.accessibleName()
    assert all(button.accessibleName() for button in view._buttons)


def test_until_someone_moves_it_the_map_fits_whatever_its_size(qtbot, view):
    view.resize(500, 400)
    assert view.camera == view.camera.fitted(view._scene.bounds)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    moved = view.camera
    view.resize(700, 400)
    assert (view.camera.x, view.camera.zoom) == (moved.x, moved.zoom)


def test_the_first_look_fills_half_of_each_side_and_home_shows_all(qtbot, scene):
    west, south, east, north = scene.bounds
    narrow = (west, south, west + (east - west) / 8, north)
    widget = MapView(Theme.load("light"))
    qtbot.addWidget(widget)
    widget.resize(900, 400)
    widget.show_view(replace(scene, bounds=narrow))
    seen = widget.camera.box
    whole = widget.camera.fitted(narrow)
    assert widget.camera.zoom > whole.zoom
    assert seen[1] >= south
    assert seen[3] <= north
    widget.resize(900, 500)
    assert widget.camera.zoom > whole.zoom
    qtbot.keyClick(widget, Qt.Key.Key_Home)
    assert widget.camera == widget.camera.fitted(narrow)


def test_the_ring_is_for_the_keyboard(qtbot, view):
    corner = QPoint(1, 300)
    ring = Theme.load("light").color("surface", "focus").rgb()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.grab().toImage().pixel(corner) == ring
    view.clearFocus()
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    assert view.hasFocus()
    assert view.grab().toImage().pixel(corner) != ring


def out_of_sight(view, scene):
    """A stop that the camera does not see."""
    view._look(view.camera.zoomed(3.0, 450, 300))
    screen = view.camera.to_screen(scene.routes.stop_xy)
    away = (screen < 0).any(axis=1) | (screen > (900, 600)).any(axis=1)
    return int(np.flatnonzero(away)[0])


def test_what_is_chosen_elsewhere_is_brought_into_sight(qtbot, view, scene):
    stop = out_of_sight(view, scene)
    before = view.camera.zoom
    view.select(stop=scene.routes.stop[stop])
    at = scene.routes.stop_xy[stop]
    qtbot.waitUntil(lambda: view.rect().contains(pixel_of(view, at)), timeout=5000)
    qtbot.waitUntil(view.settled, timeout=10_000)
    assert view.camera.zoom == before
    site = scene.sites.xy[3]
    view.select(site=scene.sites.site[3])
    qtbot.waitUntil(lambda: view.rect().contains(pixel_of(view, site)), timeout=5000)


def test_what_is_in_sight_already_moves_nothing(qtbot, view, scene):
    view._look(view.camera.looking_at(*scene.routes.stop_xy[40]))
    qtbot.waitUntil(view.settled, timeout=10_000)
    before = view.camera
    view.select(stop=scene.routes.stop[40])
    qtbot.waitUntil(view.settled, timeout=10_000)
    assert view.camera == before


def test_all_that_the_region_covers_is_one_key_away(qtbot, view):
    theme = Theme.load("light")
    town = replace(fake_town(), extent=town_box())
    view.set_tiles(PaintedHere(lambda _box, _zoom: town, {"light": theme}))
    qtbot.waitUntil(view.settled, timeout=10_000)
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    west, south, east, north = view.camera.box
    box = town_box()
    assert west <= box[0]
    assert south <= box[1]
    assert east >= box[2]
    assert north >= box[3]


def test_a_pinch_zooms_around_the_fingers(view):
    ground, zoom = view.camera.to_ground(700, 100), view.camera.zoom
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(700, 100),
        QPointF(700, 100),
        QPointF(700, 100),
        1.0,
        QPointF(),
    )
    QApplication.sendEvent(view, event)
    assert view.camera.zoom == zoom + 1
    assert view.camera.to_ground(700, 100) == pytest.approx(ground)


def test_one_zoom_goes_from_the_yard_to_the_whole_country(qtbot, view):
    view.set_tiles(None)
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.zoom == 20
    qtbot.waitUntil(view.settled, timeout=10_000)
    for _ in range(30):
        qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera.zoom <= 7


def spots_on_screen(view):
    """Each name that stands and where its ground is."""
    return set(view._laid.spots)


def test_names_stay_where_they_are_while_the_map_is_panned(qtbot, view):
    view.show_view(MapScene(bounds=view._scene.bounds))
    view._look(view.camera.zoomed(1.0, 450, 300))
    qtbot.waitUntil(view.settled, timeout=10_000)
    first = spots_on_screen(view)
    assert len(first) > 5
    for dx, dy in ((30, 10), (-55, 20), (40, -60)):
        view._look(view.camera.panned(dx, dy))
        # what stood goes on standing until others are laid out
        assert spots_on_screen(view) == first
        qtbot.waitUntil(view.settled, timeout=10_000)
        west, south, east, north = view.camera.box
        inside = {
            (name, x, y)
            for name, x, y in first
            if west < x < east and south < y < north
        }
        assert inside <= spots_on_screen(view)
        first = spots_on_screen(view)


def test_a_plan_of_many_routes_is_drawn_in_slices(qtbot, view):
    big = fake_scene(stops=4000, routes=40, sites=20, vehicles=10)
    view.show_view(big)
    slices = 0
    while view._ground.to_do:
        view._ground.compose(0.0005)
        slices += 1
    tiles = len(view._ground._seen)
    assert slices > 2 * tiles
    whole = {key: view._ground._quiet.get(key).toImage() for key in view._ground._seen}
    view.set_theme(Theme.load("light"))
    qtbot.waitUntil(view.settled, timeout=10_000)
    # how it was sliced is not to be seen
    for key, image in whole.items():
        assert view._ground._quiet.get(key).toImage() == image


def test_a_tile_half_painted_is_begun_anew_when_its_routes_change(qtbot, view, scene):
    view.show_view(fake_scene(stops=4000, routes=40))
    view._ground.compose(0.0)
    assert view._ground._painting is not None
    view.show_view(scene)
    qtbot.waitUntil(view.settled, timeout=10_000)
    after = view.grab().toImage()
    view.set_theme(Theme.load("light"))
    qtbot.waitUntil(view.settled, timeout=10_000)
    assert view.grab().toImage() == after

"""Setting a place with a pin, among candidates, by mouse and by keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from console.viewmodels.map_camera import lonlat_of, mercator_of
from console.viewmodels.map_places import Candidate
from widgets.common.theme import Theme
from widgets.map.place_map import PlaceMap
from widgets.map.sample import MIDDLE, fake_town
from widgets.map.tile_painting import PaintedHere

pytestmark = pytest.mark.gui

BOUNDS = (24.92, 60.16, 24.96, 60.18)
PLACES = (
    Candidate("Mill Lane 5", 24.938, 60.169),
    Candidate("Mill Lane 5 b", 24.941, 60.1695),
    Candidate("Mill Alley 5", 24.944, 60.172),
)


@pytest.fixture
def place_map(qtbot):
    theme = Theme.load("light")
    widget = PlaceMap(theme, bounds=BOUNDS)
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    town = fake_town()
    widget.set_tiles(PaintedHere(lambda _box, _zoom: town, {"light": theme}))
    widget.show()
    qtbot.waitUntil(widget.settled, timeout=10_000)
    return widget


def spot(view, lon, lat):
    xy = mercator_of(np.array([(lon, lat)]))
    x, y = view.camera.to_screen(xy)[0].tolist()
    return QPoint(round(x), round(y))


def degrees(view, at):
    return lonlat_of(*view.camera.to_ground(at.x(), at.y()))


def test_it_shows_what_the_region_covers(place_map):
    west, south, east, north = place_map.camera.box
    low = mercator_of(np.array([BOUNDS[:2]]))[0]
    high = mercator_of(np.array([BOUNDS[2:]]))[0]
    assert west < low[0]
    assert south < low[1]
    assert east > high[0]
    assert north > high[1]


@pytest.mark.parametrize("size", [(700, 500), (300, 240)])
def test_candidates_are_all_in_sight_whatever_the_size(qtbot, place_map, size):
    place_map.show_candidates(PLACES)
    place_map.resize(*size)
    for place in PLACES:
        assert place_map.rect().contains(spot(place_map, place.lon, place.lat))


def test_one_candidate_is_not_looked_at_too_closely(place_map):
    place_map.show_candidates(PLACES[:1])
    assert place_map.camera.zoom <= 17


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_click_and_a_digit_wish_for_a_candidate(qtbot, place_map, index):
    place_map.show_candidates(PLACES, chosen=0)
    at = spot(place_map, PLACES[index].lon, PLACES[index].lat)
    with qtbot.waitSignal(place_map.candidate_wanted) as clicked:
        qtbot.mouseClick(place_map, Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(place_map.candidate_wanted) as pressed:
        qtbot.keyClick(place_map, Qt.Key(int(Qt.Key.Key_1) + index))
    assert clicked.args == pressed.args == [index]


def test_a_digit_without_a_candidate_says_nothing(qtbot, place_map):
    place_map.show_candidates(PLACES)
    with qtbot.assertNotEmitted(place_map.candidate_wanted):
        qtbot.keyClick(place_map, Qt.Key.Key_4)


def test_the_chosen_candidate_looks_otherwise(place_map):
    place_map.show_candidates(PLACES, chosen=0)
    first = place_map.grab().toImage()
    place_map.choose_candidate(1)
    assert place_map.grab().toImage() != first
    place_map.choose_candidate(0)
    assert place_map.grab().toImage() == first


def test_a_click_drops_the_pin_there(qtbot, place_map):
    place_map.begin_placing("Mill Lane 5 b")
    at = QPoint(200, 300)
    with qtbot.waitSignal(place_map.pin_dropped) as dropped:
        qtbot.mouseClick(place_map, Qt.MouseButton.LeftButton, pos=at)
    assert dropped.args == pytest.approx(degrees(place_map, at), abs=1e-9)
    assert place_map.placing


def test_without_the_mode_a_click_drops_nothing(qtbot, place_map):
    with (
        qtbot.assertNotEmitted(place_map.pin_dropped),
        qtbot.waitSignal(place_map.place_wanted),
    ):
        qtbot.mouseClick(place_map, Qt.MouseButton.LeftButton, pos=QPoint(200, 300))


def test_the_pin_is_dragged_by_its_head(qtbot, place_map):
    place_map.begin_placing(at=MIDDLE)
    tip = spot(place_map, *MIDDLE)
    grip = tip - QPoint(0, 24)
    before = place_map.camera
    with qtbot.waitSignal(place_map.pin_dropped) as dropped:
        qtbot.mousePress(place_map, Qt.MouseButton.LeftButton, pos=grip)
        qtbot.mouseMove(place_map, grip + QPoint(40, 10))
        qtbot.mouseMove(place_map, grip + QPoint(60, -30))
        qtbot.mouseRelease(
            place_map, Qt.MouseButton.LeftButton, pos=grip + QPoint(60, -30)
        )
    there = degrees(place_map, tip + QPoint(60, -30))
    assert dropped.args == pytest.approx(there, abs=2e-5)
    assert place_map.camera == before


def test_dragging_the_ground_pans_and_drops_nothing(qtbot, place_map):
    place_map.begin_placing(at=MIDDLE)
    before = place_map.camera
    with qtbot.assertNotEmitted(place_map.pin_dropped):
        qtbot.mousePress(place_map, Qt.MouseButton.LeftButton, pos=QPoint(100, 400))
        qtbot.mouseMove(place_map, QPoint(150, 400))
        qtbot.mouseMove(place_map, QPoint(180, 400))
        qtbot.mouseRelease(place_map, Qt.MouseButton.LeftButton, pos=QPoint(180, 400))
    assert place_map.camera.x != before.x
    assert place_map.pin == pytest.approx(MIDDLE)


@pytest.mark.parametrize(
    ("key", "dx", "dy"),
    [
        (Qt.Key.Key_Left, -10, 0),
        (Qt.Key.Key_Right, 10, 0),
        (Qt.Key.Key_Up, 0, -10),
        (Qt.Key.Key_Down, 0, 10),
    ],
)
def test_arrows_move_the_pin_and_enter_drops_it(qtbot, place_map, key, dx, dy):
    place_map.begin_placing(at=MIDDLE)
    tip = spot(place_map, *MIDDLE)
    qtbot.keyClick(place_map, key)
    moved = spot(place_map, *place_map.pin)
    assert (moved.x() - tip.x(), moved.y() - tip.y()) == (dx, dy)
    qtbot.keyClick(place_map, key, Qt.KeyboardModifier.ShiftModifier)
    finer = spot(place_map, *place_map.pin)
    assert abs(finer.x() - moved.x()) + abs(finer.y() - moved.y()) == 1
    with qtbot.waitSignal(place_map.pin_dropped) as dropped:
        qtbot.keyClick(place_map, Qt.Key.Key_Return)
    assert dropped.args == pytest.approx(place_map.pin)


def test_the_map_follows_a_pin_that_walks_away(qtbot, place_map):
    place_map.begin_placing(at=MIDDLE)
    for _ in range(60):
        qtbot.keyClick(place_map, Qt.Key.Key_Right)
    assert place_map.rect().contains(spot(place_map, *place_map.pin))


def test_escape_takes_a_drag_back_and_then_ends(qtbot, place_map):
    place_map.begin_placing(at=MIDDLE)
    grip = spot(place_map, *MIDDLE) - QPoint(0, 24)
    qtbot.mousePress(place_map, Qt.MouseButton.LeftButton, pos=grip)
    qtbot.mouseMove(place_map, grip + QPoint(50, 0))
    with qtbot.assertNotEmitted(place_map.pin_dropped):
        qtbot.keyClick(place_map, Qt.Key.Key_Escape)
        qtbot.mouseRelease(place_map, Qt.MouseButton.LeftButton, pos=grip)
    assert place_map.pin == pytest.approx(MIDDLE)
    assert place_map.placing
    with qtbot.waitSignal(place_map.placing_ended):
        qtbot.keyClick(place_map, Qt.Key.Key_Escape)
    assert not place_map.placing


def test_no_pin_is_dropped_where_no_street_is_known(qtbot, place_map):
    place_map.begin_placing("Mill Lane 5", at=(24.99, 60.17))
    told = place_map.grab().toImage()
    with qtbot.assertNotEmitted(place_map.pin_dropped):
        qtbot.keyClick(place_map, Qt.Key.Key_Return)
    place_map.begin_placing("Mill Lane 5", at=(24.958, 60.17))
    assert place_map.grab().toImage() != told


def test_choosing_a_candidate_while_placing_moves_the_pin(place_map):
    place_map.show_candidates(PLACES)
    place_map.begin_placing()
    place_map.choose_candidate(2)
    assert place_map.pin == pytest.approx((PLACES[2].lon, PLACES[2].lat))

"""Plans, sites and cameras into what the map draws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.depot_model import DepotModel
from console.domain.ids import (
    CabinetId,
    CompartmentId,
    DepotId,
    SiteId,
    SizeClassId,
    VehicleId,
)
from console.domain.place import Place
from console.domain.progress import Progress
from console.domain.site import Cabinet, Compartment, Connection, Custody, Service, Site
from console.domain.vehicle import Depot
from console.geo.basemap.kinds import BRIDGE as GEO_BRIDGE
from console.geo.basemap.kinds import KINDS as GEO_KINDS
from console.geo.basemap.kinds import TUNNEL as GEO_TUNNEL
from console.viewmodels.board_stops import StopStatus, follow, plan_columns
from console.viewmodels.map import (
    SiteState,
    map_fleet,
    map_routes,
    map_scene,
    map_sites,
    no_fleet,
    no_sites,
    site_states,
)
from console.viewmodels.map_camera import (
    MAX_ZOOM,
    MIN_ZOOM,
    Camera,
    lonlat_of,
    mercator_of,
    scale_bar,
)
from console.viewmodels.map_features import BRIDGE, KINDS, TUNNEL
from tests.viewmodels.days import DATE, PLACES, at, day, straight

CAMERA = Camera(2_776_000.0, 8_438_000.0, 14.5, 1200, 700)
pixels = st.floats(-2000, 2000)


def test_kinds_are_those_of_the_region_pack():
    assert KINDS == GEO_KINDS
    assert (BRIDGE, TUNNEL) == (GEO_BRIDGE, GEO_TUNNEL)


@given(pixels, pixels)
def test_screen_and_ground_are_inverse(px, py):
    x, y = CAMERA.to_ground(px, py)
    back = CAMERA.to_screen(np.array([(x, y)]))[0]
    assert back == pytest.approx((px, py), abs=1e-4)


@given(pixels, pixels, st.floats(-3, 3))
def test_zooming_keeps_the_ground_under_the_cursor(px, py, steps):
    before = CAMERA.to_ground(px, py)
    closer = CAMERA.zoomed(steps, px, py)
    assert closer.to_ground(px, py) == pytest.approx(before, abs=1e-3)


def test_zoom_has_limits():
    assert CAMERA.zoomed(50, 0, 0).zoom == MAX_ZOOM
    assert CAMERA.zoomed(-50, 0, 0).zoom == MIN_ZOOM


def test_panning_moves_the_ground_along():
    x, y = CAMERA.to_ground(300, 300)
    moved = CAMERA.panned(25, -40).to_screen(np.array([(x, y)]))[0]
    assert moved == pytest.approx((325, 260), abs=1e-6)


def test_fitting_shows_the_whole_box_with_its_margin():
    box = (2_775_000.0, 8_437_000.0, 2_778_000.0, 8_438_500.0)
    fitted = CAMERA.fitted(box)
    corners = fitted.to_screen(np.array([box[:2], box[2:]]))
    assert (corners >= 39).all()
    assert (corners[:, 0] <= 1161).all()
    assert (corners[:, 1] <= 661).all()
    assert fitted.zoom % 0.25 == 0


def test_a_single_point_does_not_fit_infinitely_close():
    assert CAMERA.fitted((5.0, 5.0, 5.0, 5.0)).zoom <= MAX_ZOOM


@given(st.floats(0.05, 400))
def test_scale_bars_are_round_and_fit(ground_m):
    metres, width = scale_bar(ground_m)
    assert str(metres).rstrip("0") in {"1", "2", "5"}
    assert width <= 120.001


def test_degrees_come_back():
    xy = mercator_of(np.array([(24.94, 60.17)]))[0]
    assert lonlat_of(*xy) == pytest.approx((24.94, 60.17))


def routes_of(progress=None, paths=None, depot=PLACES[0]):
    plan, problem = day()
    columns = plan_columns(plan, problem)
    state = follow(columns, progress, DATE)
    return map_routes(columns, state, problem.places, paths, depot)


def test_routes_without_a_path_run_straight_from_and_to_the_depot():
    routes = routes_of()
    assert routes.path_start.tolist() == [0, 5, 8]
    assert routes.path[0].tolist() == routes.path[4].tolist()
    assert routes.number.tolist() == [1, 2, 3, 1]
    assert routes.driven.tolist() == [0, 5]


def test_what_is_driven_ends_at_the_last_stop_behind():
    progress = Progress(at(9400), served={VehicleId("V1"): 2})
    routes = routes_of(progress)
    # depot, stop 1, stop 2: three points
    assert routes.driven[0] == 3
    assert routes.status.tolist()[:2] == [StopStatus.DONE] * 2


def test_given_paths_are_followed():
    routes = routes_of(paths={VehicleId("V1"): straight(50)})
    assert routes.path_start.tolist() == [0, 50, 53]


def test_the_driven_part_of_a_given_path_ends_nearest_to_the_stop():
    progress = Progress(at(9400), served={VehicleId("V1"): 2})
    routes = routes_of(progress, paths={VehicleId("V1"): straight(401)})
    x, y = routes.path[routes.driven[0] - 1]
    away = np.hypot(*(routes.path[:401] - routes.stop_xy[1]).T)
    assert np.hypot(x - routes.stop_xy[1, 0], y - routes.stop_xy[1, 1]) <= (
        away.min() + 1
    )


def model(*doors):
    site = Site(SiteId("hub"), "Hub A4", PLACES[4])
    cabinet = Cabinet(CabinetId("c"), site.id, "C", Connection.BUS, "cu16")
    boxes = tuple(
        Compartment(CompartmentId(f"c{i}"), cabinet.id, i, SizeClassId("S"), 0, i, 0, i)
        for i in range(len(doors))
    )
    boxes = tuple(replace(b, **d) for b, d in zip(boxes, doors, strict=True))
    depot = Depot(DepotId("d"), "Kamppi", "Europe/Helsinki", PLACES[0])
    return DepotModel(depot, sites=(site,), cabinets=(cabinet,), compartments=boxes)


def test_sites_count_what_may_still_be_promised():
    sites = map_sites(
        model({}, {"custody": Custody.OCCUPIED}, {"service": Service.OUT}, {})
    )
    assert (sites.free.tolist(), sites.total.tolist()) == ([2], [3])
    assert sites.state.tolist() == [SiteState.LOW]


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [
        (30, 60, SiteState.ROOM),
        (5, 60, SiteState.LOW),
        (2, 10, SiteState.LOW),
        (0, 60, SiteState.FULL),
        (0, 0, SiteState.OFF),
    ],
)
def test_site_states(free, total, state):
    found = site_states(np.array([free], np.int32), np.array([total], np.int32))
    assert found.tolist() == [state]


def test_a_scene_is_bounded_by_all_that_it_shows():
    far = Place(24.99, 60.20)
    scene = map_scene(routes_of(), no_sites(), no_fleet(), far)
    west, south, east, north = scene.bounds
    x, y = scene.depot_xy
    assert (x, y) == (east, north)
    assert west < east
    assert south < north


def test_an_empty_scene_has_no_bounds():
    assert map_scene(None, no_sites(), no_fleet(), None).bounds is None


def test_vehicles_unseen_for_long_are_stale():
    seen = {VehicleId("V1"): PLACES[1], VehicleId("V2"): PLACES[2]}
    fleet = map_fleet(seen, frozenset({VehicleId("V2")}))
    assert fleet.stale.tolist() == [False, True]

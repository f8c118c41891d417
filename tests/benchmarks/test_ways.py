"""Reaches beside scipy's Dijkstra from one point, directions beside bare paths."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from console.geo.streets.build import build_streets
from console.geo.streets.columns import ModeColumns
from console.geo.streets.directions.guide import guide
from console.geo.streets.graph import Streets
from console.geo.streets.isochrones import reach
from console.geo.streets.modes import Mode
from console.geo.streets.weights import UNREACHED, time_ms

pytestmark = pytest.mark.benchmark

CITIES = ["copenhagen", pytest.param("milan", marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def city(
    request: pytest.FixtureRequest,
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Streets:
    folder = tmp_path_factory.mktemp(request.param)
    build_streets(
        shared_data / "osm" / f"{request.param}.osm.pbf",
        folder,
        progress=lambda step, share: None,
        cancelled=lambda: False,
    )
    return Streets.open(folder)


def middle(columns: ModeColumns) -> tuple[float, float]:
    lonlat = columns.lines.point_lonlat
    off = np.abs(lonlat - np.median(lonlat, axis=0)).sum(axis=1)
    return tuple(lonlat[off.argmin()].tolist())


def took(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


@pytest.mark.parametrize("city", CITIES, indirect=True)
@pytest.mark.parametrize("mode", [Mode.WALK, Mode.VAN])
def test_reach(city: Streets, mode: Mode, benchmark: Callable[..., object]) -> None:
    columns = city.columns(mode)
    point = middle(columns)
    graph, size = columns.graph, columns.shape.parent.size
    used = graph.weight < UNREACHED
    matrix = coo_array(
        (
            np.maximum(time_ms(graph.weight[used]), 1).astype(float),
            (graph.tail[used], graph.head[used]),
        ),
        (size, size),
    ).tocsr()
    reach(city, mode, point, [300, 600, 900])
    peer_s = took(lambda: dijkstra(matrix, indices=[size // 2]))
    benchmark(reach, city, mode, point, [300, 600, 900])
    own_s = min(took(lambda: reach(city, mode, point, [300, 600, 900])) for _ in "123")
    sys.stdout.write(
        f"\n{mode}: three areas {own_s * 1e3:.0f} ms, scipy's labels alone"
        f" {peer_s * 1e3:.0f} ms, ratio {own_s / peer_s:.1f}\n"
    )


@pytest.mark.parametrize("city", CITIES, indirect=True)
def test_directions(city: Streets, benchmark: Callable[..., object]) -> None:
    rng = np.random.default_rng(3)
    lonlat = city.columns(Mode.VAN).lines.point_lonlat
    stops = lonlat[rng.choice(len(lonlat), 100)]
    city.journey(Mode.VAN, stops)
    bare_s = took(lambda: city.journey(Mode.VAN, stops))
    benchmark(guide, city, Mode.VAN, stops)
    own_s = min(took(lambda: guide(city, Mode.VAN, stops)) for _ in "123")
    sys.stdout.write(
        f"\n99 legs with directions {own_s * 1e3:.0f} ms, lines alone"
        f" {bare_s * 1e3:.0f} ms, ratio {own_s / bare_s:.1f}\n"
    )

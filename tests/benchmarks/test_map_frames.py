"""The map at work with 10,000 stops: frames, a new plan, what a tile costs.

pytest tests/benchmarks/test_map_frames.py --benchmark-only -s

Times are of the GUI's own thread (`thread_time`), so that other work on the machine
does not count; beside them the wall clock. A frame is what one move of the camera
costs: asking for tiles, painting the whole widget, and a slice of what is to compose.
"""

import math
import multiprocessing
import os
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep, thread_time

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from console.geo.basemap.build import build_basemap
from console.geo.basemap.map import BaseMap
from console.geo.extract import read_extract
from console.viewmodels.map_camera import Camera, mercator_of
from console.viewmodels.map_features import map_features
from console.viewmodels.map_labels import candidates
from console.wiring.tiles import paint_region
from tests.benchmarks.test_pan import OneTile
from widgets.common.theme import Theme
from widgets.map.sample import fake_scene, moved_fleet
from widgets.map.tile_painting import REACH_PX, paint_tile
from widgets.map.tile_process import PipedTiles
from widgets.map.tiles import tiles_of
from widgets.map.view import MapView

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]
SIZES = [(1920, 1080), (3840, 2160)]


def quantiles(times_s):
    ms = 1000 * np.array(times_s)
    median, most, nearly_all = np.percentile(ms, [50, 90, 99])
    return (
        f"median {median:.1f}, p90 {most:.1f}, p99 {nearly_all:.1f}, "
        f"max {ms.max():.1f} ms"
    )


def say(*words):
    sys.stdout.write("\n" + " ".join(str(w) for w in words))


def turns_until_settled(view):
    """GUI thread seconds of each turn of the loop until all is drawn."""
    turns = []
    while not view.settled():
        begin = thread_time()
        QApplication.processEvents()
        turns.append(thread_time() - begin)
        sleep(0.0005)
    return turns


@pytest.fixture
def view(qtbot, request):
    widget = MapView(Theme.load("light"))
    qtbot.addWidget(widget)
    widget.resize(*request.param)
    widget.set_tiles(OneTile(Theme.load("light")))
    widget.show()
    turns_until_settled(widget)
    return widget


def big_day():
    return fake_scene(stops=10_000, routes=100, sites=300, vehicles=100, blocks=40)


def moved(view, camera, scene, turn):
    wall, own = perf_counter(), thread_time()
    view._look(camera)
    view.show_view(moved_fleet(scene, turn * 0.5))
    QApplication.processEvents()
    return thread_time() - own, perf_counter() - wall


@pytest.mark.parametrize("view", SIZES, indirect=True)
@pytest.mark.parametrize("zoom", [12.0, 13.0, 15.0])
def test_pan(benchmark, view, zoom):
    scene = big_day()
    view.show_view(scene)
    view.select(vehicle="V03")
    middle = view.width() / 2, view.height() / 2
    view._look(view.camera.zoomed(zoom - view.camera.zoom, *middle))
    turns_until_settled(view)
    own, wall = [], []

    def frame():
        turn = len(own)
        step = 14 * math.cos(turn / 40), 9 * math.sin(turn / 55)
        a, b = moved(view, view.camera.panned(*step), scene, turn)
        own.append(a)
        wall.append(b)

    benchmark.pedantic(frame, rounds=300, iterations=1)
    say(
        f"pan {view.width()} at zoom {zoom}:", quantiles(own), "| wall", quantiles(wall)
    )


@pytest.mark.parametrize("view", SIZES, indirect=True)
def test_zoom(benchmark, view):
    scene = big_day()
    view.show_view(scene)
    view.select(vehicle="V03")
    turns_until_settled(view)
    own, wall = [], []

    def frame():
        turn = len(own)
        step = 0.02 * math.copysign(1, math.sin(turn / 30))
        at = view.width() / 2 + 200, view.height() / 2
        a, b = moved(view, view.camera.zoomed(step, *at), scene, turn)
        own.append(a)
        wall.append(b)

    benchmark.pedantic(frame, rounds=300, iterations=1)
    say(f"zoom {view.width()}:", quantiles(own), "| wall", quantiles(wall))


@pytest.mark.parametrize("view", SIZES, indirect=True)
def test_turns_after_a_new_plan(benchmark, view):
    scene, turns = big_day(), []

    def new_plan():
        begin = thread_time()
        view.show_view(replace(scene, routes=replace(scene.routes)))
        turns.append(thread_time() - begin)
        turns.extend(turns_until_settled(view))

    benchmark.pedantic(new_plan, rounds=5, iterations=1)
    say(f"new plan {view.width()}: turns of the loop", quantiles(turns))
    chosen = []
    for vehicle in ("V03", "V04", ""):
        view.select(vehicle=vehicle)
        chosen += turns_until_settled(view)
    say(f"choose {view.width()}: turns of the loop", quantiles(chosen))


@pytest.fixture(scope="module")
def copenhagen(tmp_path_factory, shared_data):
    folder = tmp_path_factory.mktemp("copenhagen")
    extract = read_extract(shared_data / "osm" / "copenhagen.osm.pbf")
    begin = perf_counter()
    build_basemap(extract, folder)
    say(f"base map of Copenhagen built in {perf_counter() - begin:.1f} s")
    return folder


MIDDLE = (12.575, 55.68)


def test_tiles_by_zoom(benchmark, copenhagen: Path):
    base, theme = BaseMap.open(copenhagen), Theme.load("light")
    x, y = mercator_of(np.array([MIDDLE]))[0].tolist()

    def parts(zoom):
        read = named = painted = 0.0
        keys = tiles_of(Camera(x, y, zoom, 1200, 700), zoom, "light", 1.0)[:4]
        for key in keys:
            west, south, east, north = key.box
            reach = REACH_PX * key.metres
            box = (west - reach, south - reach, east + reach, north + reach)
            begin = thread_time()
            features = map_features(base.query(box, zoom))
            queried = thread_time()
            candidates(features, key.box, key.metres)
            labelled = thread_time()
            paint_tile(key, features, theme)
            read += queried - begin
            named += labelled - queried
            painted += thread_time() - labelled
        count = len(keys)
        return [1000 * part / count for part in (read, named, painted)]

    for zoom in (10.0, 12.0, 13.0, 14.0, 15.0, 16.0, 18.0, 20.0):
        read, named, painted = parts(zoom)
        say(
            f"a tile at zoom {zoom}: read {read:.0f}, names {named:.0f}, "
            f"paint {painted:.0f} ms"
        )
    benchmark.pedantic(parts, args=(15.0,), rounds=3, iterations=1)
    base.close()


@pytest.mark.parametrize("size", SIZES)
def test_first_drawn_from_a_warm_pack(benchmark, qtbot, copenhagen: Path, size):
    """From the start of the tile processes, their imports included."""
    first, whole = [], []
    x, y = mercator_of(np.array([MIDDLE]))[0].tolist()

    def start():
        context = multiprocessing.get_context("spawn")
        begin, ends, processes = perf_counter(), [], []
        for _ in range(2):
            here, there = context.Pipe()
            process = context.Process(
                target=paint_region, args=(there, str(copenhagen))
            )
            process.start()
            there.close()
            ends.append(here)
            processes.append(process)
        source = PipedTiles(ends)
        view = MapView(Theme.load("light"))
        qtbot.addWidget(view)
        view.resize(*size)
        view._look(Camera(x, y, 13.5, *size))
        view.set_tiles(source)
        view.show()
        while not view._ground.whole:
            QApplication.processEvents()
            sleep(0.001)
            if len(first) == len(whole) and len(view._ground._base):
                first.append(perf_counter() - begin)
        whole.append(perf_counter() - begin)
        source.close()
        for process in processes:
            process.join(10)

    benchmark.pedantic(start, rounds=3, iterations=1)
    say(
        f"{size[0]} x {size[1]}: first tile after {min(first):.2f} s, "
        f"whole after {min(whole):.2f} s"
    )

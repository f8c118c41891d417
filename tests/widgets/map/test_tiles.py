"""Tiles: where they lie, what is kept, how they are painted, in a process too."""

import multiprocessing
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from console.viewmodels.map_camera import Camera
from console.viewmodels.map_features import CODE, TUNNEL, MapFeatures
from widgets.common.theme import Theme
from widgets.map.paths import elements, path_of, polyline
from widgets.map.sample import fake_town, town_box
from widgets.map.tile_painting import REACH_PX, paint_tile, tile_of
from widgets.map.tile_process import PipedTiles, serve
from widgets.map.tiles import TILE_PX, TileCache, TileKey, tile_zoom, tiles_of

pytestmark = pytest.mark.gui
X, Y = 2_776_307.0, 8_437_874.0
CAMERA = Camera(X, Y, 15.0, 1000, 700)


def key_at(x, y, zoom=15.0, theme="light", scale=1.0):
    camera = Camera(x, y, zoom, 2, 2)
    return tiles_of(camera, zoom, theme, scale)[0]


def area(kind, side_px, key, middle=(0.5, 0.5), **columns):
    """One square of a kind in a tile."""
    west, south, east, north = key.box
    x = west + (east - west) * middle[0]
    y = south + (north - south) * middle[1]
    half = side_px * key.metres / 2
    ring = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    return one(kind, [(x + a * half, y + b * half) for a, b in ring], **columns)


def one(kind, points, **columns):
    features = MapFeatures(
        np.array([CODE[kind]], np.uint8),
        np.zeros(1, np.int8),
        np.zeros(1, np.uint8),
        np.zeros(1, np.uint8),
        np.array([0, len(points)]),
        np.array([0, 1]),
        np.array(points, float),
        ("",),
    )
    return replace(features, **columns)


def together(*parts):
    offsets = np.cumsum([0, *(len(p.xy) for p in parts)])
    return MapFeatures(
        np.concatenate([p.kind for p in parts]),
        np.concatenate([p.layer for p in parts]),
        np.concatenate([p.rank for p in parts]),
        np.concatenate([p.flags for p in parts]),
        offsets,
        np.arange(len(parts) + 1),
        np.vstack([p.xy for p in parts]),
        ("",) * len(parts),
    )


def test_tiles_cover_the_screen_without_gaps():
    keys = tiles_of(CAMERA, 15.0, "light", 1.0)
    west, south, east, north = CAMERA.box
    boxes = [key.box for key in keys]
    assert min(b[0] for b in boxes) <= west
    assert max(b[2] for b in boxes) >= east
    assert min(b[1] for b in boxes) <= south
    assert max(b[3] for b in boxes) >= north
    right = {(key.x, key.y): key.box for key in keys}
    for (x, y), box in right.items():
        if (x + 1, y) in right:
            assert right[x + 1, y][0] == pytest.approx(box[2])


def test_the_middle_comes_first():
    first = tiles_of(CAMERA, 15.0, "light", 1.0)[0].box
    assert first[0] - 900 <= X <= first[2] + 900


def test_tiles_have_quarter_zooms():
    assert tile_zoom(15.1) == 15.0
    assert tile_zoom(15.13) == 15.25


def test_the_cache_forgets_the_least_recently_used():
    cache: TileCache[int] = TileCache(2)
    a, b, c = (TileKey(1.0, i, 0, "light", 1.0) for i in range(3))
    cache.put(a, 1)
    cache.put(b, 2)
    assert cache.get(a) == 1
    cache.put(c, 3)
    assert cache.get(b) is None
    assert list(cache) == [a, c]


def test_paths_come_through_the_stream_whole():
    xy = np.array([(0, 0), (1, 2), (3, 4), (5, 5), (6, 7)], float)
    path = path_of(elements(xy, np.array([0, 3, 5])))
    assert path.elementCount() == 5
    assert [path.elementAt(i).isMoveTo() for i in range(5)] == [
        *(True, False, False),
        *(True, False),
    ]
    assert (path.elementAt(4).x, path.elementAt(4).y) == (6, 7)
    assert path_of(b"").isEmpty()
    assert polyline(xy).elementCount() == 5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_empty_tile_is_bare_ground(theme, scale):
    colors = Theme.load(theme)
    key = key_at(X, Y, theme=theme, scale=scale)
    none = replace(
        fake_town(),
        kind=np.zeros(0, np.uint8),
        part=np.zeros(1, np.int64),
        part_start=np.zeros(1, np.int64),
        xy=np.zeros((0, 2)),
        name=(),
    )
    image = paint_tile(key, none, colors)
    assert image.width() == TILE_PX * scale
    assert image.pixelColor(100, 100) == colors.color("map", "bg")


def color_at(image, x=TILE_PX // 2, y=TILE_PX // 2):
    return QColor(image.pixel(x, y))


def test_areas_that_overlap_cut_no_holes():
    colors, key = Theme.load("light"), key_at(X, Y)
    two = together(area("green", 300, key), area("green", 100, key))
    assert color_at(paint_tile(key, two, colors)) == colors.color("map", "green")


def test_water_lies_on_the_green_and_both_on_the_town():
    colors, key = Theme.load("light"), key_at(X, Y)
    parts = together(
        area("water", 50, key), area("green", 200, key), area("comm", 400, key)
    )
    image = paint_tile(key, parts, colors)
    assert color_at(image) == colors.color("map", "water")
    assert color_at(image, 256 + 60) == colors.color("map", "green")
    assert color_at(image, 256 + 150) == colors.color("map", "comm")


def road(kind, key, *, along, **columns):
    west, south, east, north = key.box
    x, y = (west + east) / 2, (south + north) / 2
    points = [(west, y), (east, y)] if along else [(x, south), (x, north)]
    return one(kind, points, **columns)


def test_a_bridge_crosses_over_a_wider_road():
    colors, key = Theme.load("light"), key_at(X, Y, zoom=16.0)
    wide = road("r0", key, along=True)
    bridge = road("r5", key, along=False, layer=np.ones(1, np.int8))
    image = paint_tile(key, together(wide, bridge), colors)
    assert color_at(image) == colors.color("map", "r5")
    level = road("r5", key, along=False)
    image = paint_tile(key, together(wide, level), colors)
    assert color_at(image) == colors.color("map", "r0")


def test_a_tunnel_lies_under_the_houses():
    colors, key = Theme.load("light"), key_at(X, Y, zoom=16.0)
    tunnel = road(
        "r1",
        key,
        along=True,
        layer=np.full(1, -1, np.int8),
        flags=np.full(1, TUNNEL, np.uint8),
    )
    house = area("bld", 60, key)
    image = paint_tile(key, together(tunnel, house), colors)
    assert color_at(image) == colors.color("map", "bld")
    assert color_at(image, 40) != colors.color("map", "r1")


def test_a_tile_reads_a_little_beyond_its_edge():
    asked = []

    def features_of(box, zoom):
        asked.append((box, zoom))
        return fake_town()

    key = key_at(X, Y)
    tile = tile_of(key, features_of, Theme.load("light"))
    (box, zoom) = asked[0]
    assert zoom == key.zoom
    assert box[0] == pytest.approx(key.box[0] - REACH_PX * key.metres)
    assert "Harbour Street 13" in {name.name for name in tile.names}


def test_streets_meet_across_a_tile_edge():
    town = fake_town()
    west, south, east, _ = town_box()
    camera = Camera((west + east) / 2, south + 1400, 15.0, 900, 10)
    colors = Theme.load("light")
    keys = sorted(tiles_of(camera, 15.0, "light", 1.0), key=lambda k: k.x)[:2]
    a, b = (paint_tile(key, town, colors) for key in keys)
    edges = [
        (QColor(a.pixel(TILE_PX - 1, y)), QColor(b.pixel(0, y)))
        for y in range(0, TILE_PX, 7)
    ]
    far = [p for p in edges if abs(p[0].lightness() - p[1].lightness()) > 12]
    assert len(far) < len(edges) / 10


def work(connection):
    """Runs in a process of its own, as the composition root would start it."""
    serve(connection, _features_or_trouble)


def _features_or_trouble(box, _zoom):
    if box[0] < 0:
        raise ValueError("nothing there")
    return replace(fake_town(), extent=town_box())


@pytest.fixture
def tiles(qtbot):
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,))
    process.start()
    theirs.close()
    source = PipedTiles([mine])
    yield source, process
    source.close()
    process.join(10)
    assert process.exitcode == 0


def test_a_worker_paints_what_is_painted_here(qtbot, tiles):
    source, _ = tiles
    key = key_at(X, Y)
    came = []
    source.request(key, came.append)
    qtbot.waitUntil(lambda: bool(came), timeout=15_000)
    here = tile_of(key, _features_or_trouble, Theme.load("light"))
    assert came[0].key == key
    assert came[0].extent == town_box()
    assert came[0].image == here.image
    assert came[0].names == here.names


def test_what_is_cancelled_never_comes(qtbot, tiles):
    source, _ = tiles
    keys = [TileKey(15.0, 18650 + i, 9480, "light", 1.0) for i in range(6)]
    came = []
    for key in keys:
        source.request(key, came.append)
    for key in keys[:-1]:
        source.cancel(key)
    qtbot.waitUntil(lambda: bool(came), timeout=15_000)
    qtbot.wait(100)
    assert [tile.key for tile in came] == [keys[-1]]


def test_a_tile_that_fails_is_told_and_the_next_one_comes(qtbot, tiles):
    source, _ = tiles
    bad = TileKey(15.0, 0, 0, "light", 1.0)
    with qtbot.waitSignal(source.failed, timeout=15_000) as blocker:
        source.request(bad, pytest.fail)
    assert blocker.args == ["nothing there"]
    came = []
    source.request(key_at(X, Y), came.append)
    qtbot.waitUntil(lambda: bool(came), timeout=15_000)


def test_a_worker_that_dies_is_told(qtbot):
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    source = PipedTiles([mine])
    with qtbot.waitSignal(source.failed, timeout=5000):
        theirs.close()
    source.close()


def covered(key, west, south, east, north):
    """A tile's middle column of ground is covered: shares of its side."""
    left, bottom, _, _ = key.box
    side = TILE_PX * key.metres
    return (
        left + west * side,
        bottom + south * side,
        left + east * side,
        bottom + north * side,
    )


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_what_no_map_covers_is_veiled_with_an_edge(theme):
    colors, key = Theme.load(theme), key_at(X, Y, theme=theme)
    extent = covered(key, -9, -9, 0.5, 9)
    image = paint_tile(key, replace(area("comm", 900, key), extent=extent), colors)
    inside, beyond = color_at(image, 100), color_at(image, 400)
    assert inside == colors.color("map", "comm")
    assert beyond != inside
    edge = [color_at(image, x) for x in range(250, 262)]
    line = colors.color("map", "beyond_line")
    near = min(abs(c.lightness() - line.lightness()) for c in edge)
    assert near < abs(inside.lightness() - line.lightness()) / 2
    apart = abs(inside.lightness() - line.lightness())
    assert apart > 60


def test_a_tile_wholly_beyond_is_veiled_even_without_features():
    colors, key = Theme.load("light"), key_at(X, Y)
    none = replace(
        fake_town(),
        kind=np.zeros(0, np.uint8),
        part=np.zeros(1, np.int64),
        part_start=np.zeros(1, np.int64),
        xy=np.zeros((0, 2)),
        name=(),
        extent=covered(key, 2, 2, 3, 3),
    )
    image = paint_tile(key, none, colors)
    seen = {image.pixel(x, y) for x in range(0, 512, 7) for y in range(0, 512, 7)}
    assert colors.color("map", "bg").rgb() not in seen


def test_a_tile_wholly_inside_is_not_touched_however_close():
    colors = Theme.load("light")
    for zoom in (10.0, 15.0, 20.0):
        key = key_at(X, Y, zoom=zoom)
        plain = area("comm", 900, key)
        inside = replace(plain, extent=covered(key, -50, -50, 60, 60))
        assert paint_tile(key, inside, colors) == paint_tile(key, plain, colors)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_names_are_legible_on_every_ground(theme):
    colors = Theme.load(theme)
    grounds = (
        "bg",
        "comm",
        "ped",
        "parking",
        "bld",
        "r0",
        "r1",
        "r2",
        "r3",
        "r4",
        "r5",
    )
    pairs = [("text", ground) for ground in (*grounds, "halo", "green", "wood")]
    pairs += [("water_text", "water"), ("water_text", "halo")]
    pairs += [("green_text", ground) for ground in ("green", "wood", "halo")]
    faint = {
        pair: round(contrast(*(colors.color("map", key) for key in pair)), 2)
        for pair in pairs
    }
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


def contrast(ink, ground):
    """WCAG 2.1, relative luminance."""

    def luminance(color):
        channels = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (color.redF(), color.greenF(), color.blueF())
        ]
        return sum(
            share * c
            for share, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True)
        )

    dark, light = sorted((luminance(ink), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def test_small_roads_are_seen_from_afar():
    colors, key = Theme.load("light"), key_at(X, Y, zoom=13.0)
    image = paint_tile(key, road("r4", key, along=True), colors)
    ground = colors.color("map", "bg").lightness()
    darkest = min(color_at(image, 256, y).lightness() for y in range(250, 262))
    assert ground - darkest > 12


def test_entrances_are_dots():
    colors, key = Theme.load("light"), key_at(X, Y, zoom=19.0)
    west, south, east, north = key.box
    gate = one("gate", [((west + east) / 2, (south + north) / 2)])
    image = paint_tile(key, gate, colors)
    assert color_at(image) == colors.color("map", "gate")

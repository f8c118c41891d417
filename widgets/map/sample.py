"""A town that does not exist and a day in it, for the gallery and for tests."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from console.viewmodels.board_stops import StopStatus
from console.viewmodels.map import (
    MapFleet,
    MapRoutes,
    MapScene,
    MapSites,
    site_states,
)
from console.viewmodels.map_camera import Box, mercator_of
from console.viewmodels.map_features import CODE, MapFeatures
from widgets.common.theme import Theme
from widgets.map.tile_painting import PaintedHere
from widgets.map.view import MapView

BLOCK_M: Final = 190.0
MIDDLE: Final = (24.94, 60.17)
_STREETS: Final = ("Harbour Street", "Mill Lane", "Station Road", "Orchard Row")


def sample(theme: Theme) -> QWidget:
    """The map of a fake day, one route chosen."""
    view = MapView(theme)
    view.setWindowTitle("map")
    view.resize(1130, 550)
    town = fake_town()
    view.set_tiles(PaintedHere(lambda _box, _zoom: town, {theme.name: theme}))
    scene = fake_scene()
    view.show_view(scene)
    view.select(vehicle="V03", site=scene.sites.site[4])
    return view


def fake_town(blocks: int = 14) -> MapFeatures:
    """A grid of streets with blocks, a park, a river and a railway."""
    x0, y0 = _origin(blocks)
    side = blocks * BLOCK_M
    rows: list[tuple[str, int, str, list[tuple[float, float]]]] = []
    rows.append(("comm", 0, "", _rectangle(x0, y0, side, side)))
    park = (x0 + 4 * BLOCK_M, y0 + 8 * BLOCK_M)
    rows.append(("green", 0, "Old Park", _rectangle(*park, 3 * BLOCK_M, 2 * BLOCK_M)))
    river = [(x0 + side * t, y0 + side * (0.18 + 0.05 * np.sin(6 * t))) for t in _ts()]
    bank = [(x, y - 0.6 * BLOCK_M) for x, y in reversed(river)]
    rows.append(("water", 0, "River", [*river, *bank, river[0]]))
    for column in range(blocks):
        for row in range(blocks):
            at = (x0 + column * BLOCK_M + 26, y0 + row * BLOCK_M + 26)
            in_park = 4 <= column < 7 and 8 <= row < 10
            if (column * 7 + row * 3) % 5 and not in_park and row not in (1, 2, 3):
                rows.append(("bld", 0, "", _rectangle(*at, 138, 138)))
    for line in range(blocks + 1):
        at_m = line * BLOCK_M
        kind = "r1" if line % 7 == 3 else "r3" if line % 3 == 0 else "r4"
        name = f"{_STREETS[line % 4]} {line + 1}"
        across = [(x0, y0 + at_m), (x0 + side, y0 + at_m)]
        rows.append((kind, 0, name, across))
        along = [(x0 + at_m, y0), (x0 + at_m, y0 + side)]
        rows.append((kind, 0, name.replace("Street", "Avenue"), along))
    rail = [(x0, y0 + side * 0.95), (x0 + side, y0 + side * 0.62)]
    rows.append(("rail", 0, "", rail))
    rows.sort(key=lambda row: CODE[row[0]])
    count = [len(points) for *_, points in rows]
    offsets = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    return MapFeatures(
        kind=np.array([CODE[kind] for kind, *_ in rows], dtype=np.uint8),
        layer=np.zeros(len(rows), dtype=np.int8),
        rank=np.array([rank for _, rank, *_ in rows], dtype=np.uint8),
        flags=np.zeros(len(rows), dtype=np.uint8),
        part=offsets,
        part_start=np.arange(len(rows) + 1, dtype=np.int64),
        xy=np.array([point for *_, points in rows for point in points]),
        name=tuple(name for _, _, name, _ in rows),
    )


def fake_scene(
    stops: int = 384,
    routes: int = 12,
    sites: int = 14,
    vehicles: int = 12,
    blocks: int = 14,
    seed: int = 7,
) -> MapScene:
    """A day on the fake town's streets; the same for the same seed."""
    random = np.random.default_rng(seed)
    x0, y0 = _origin(blocks)
    home = np.array([x0 + 7 * BLOCK_M, y0 + 6 * BLOCK_M])
    lines: list[NDArray[np.float64]] = []
    stop_xy: list[NDArray[np.float64]] = []
    driven: list[int] = []
    begin = 0
    each = stops // routes
    for route in range(routes):
        corner = random.integers(0, blocks - 3, 2)
        at = (
            corner
            + random.integers(0, 4, (each, 2))
            + random.random((each, 1))
            * (random.random((each, 1)) < 0.5)
            * np.array([1, 0])
        )
        at[:, 1] = np.floor(at[:, 1])
        at = at[np.lexsort((at[:, 0] * (-1) ** at[:, 1], at[:, 1]))]
        own = at * BLOCK_M + (x0, y0)
        line = _manhattan(np.vstack((home, own, home)))
        lines.append(line)
        stop_xy.append(own)
        driven.append(begin + int(len(line) * (0.2 + 0.03 * (route % 9))))
        begin += len(line)
    path_start = np.cumsum([0, *(len(line) for line in lines)]).astype(np.int64)
    number = np.tile(np.arange(1, each + 1, dtype=np.int32), routes)
    status = random.choice(
        np.array([StopStatus.DOOR, StopStatus.LOCKER], dtype=np.uint8),
        each * routes,
        p=[0.8, 0.2],
    )
    status[number < each * 0.3] = StopStatus.DONE
    risk = random.random(len(status))
    status[(risk < 0.02) & (number > each * 0.3)] = StopStatus.AT_RISK
    status[(risk > 0.988) & (number > each * 0.3)] = StopStatus.LATE
    total = np.full(sites, 60, dtype=np.int32)
    free = random.integers(0, 40, sites).astype(np.int32)
    free[: min(2, sites)] = (0, 2)[: min(2, sites)]
    names = tuple(f"V{i + 1:02d}" for i in range(routes))
    site_xy = random.random((sites, 2)) * blocks * BLOCK_M * 0.8 + (
        x0 + BLOCK_M,
        y0 + 2 * BLOCK_M,
    )
    paths = np.vstack(lines)
    seen = paths[np.minimum(driven, len(paths) - 1)]
    moving = np.resize(seen, (vehicles, 2))
    (west, south), (east, north) = paths.min(axis=0), paths.max(axis=0)
    fleet_names = tuple(names[i % routes] for i in range(vehicles))
    return MapScene(
        routes=MapRoutes(
            vehicle=names,
            path=paths,
            path_start=path_start,
            driven=np.array(driven, dtype=np.int64),
            row_status=np.full(routes, StopStatus.DOOR, dtype=np.uint8),
            stop=tuple(f"p{i}" for i in range(each * routes)),
            stop_xy=np.vstack(stop_xy),
            stop_route=np.repeat(np.arange(routes, dtype=np.int32), each),
            number=number,
            status=status,
        ),
        sites=MapSites(
            site=tuple(f"site-{i}" for i in range(sites)),
            name=tuple(f"Hub {chr(65 + i % 26)}{i}" for i in range(sites)),
            xy=site_xy,
            free=free,
            total=total,
            state=site_states(free, total),
        ),
        fleet=MapFleet(fleet_names, moving, np.arange(vehicles) % 11 == 10),
        depot_xy=(float(home[0]), float(home[1])),
        bounds=(float(west), float(south), float(east), float(north)),
        map_date="14 Nov 2026",
    )


def moved_fleet(scene: MapScene, metres: float) -> MapScene:
    """The same scene a moment later: only the vehicles have moved."""
    fleet = scene.fleet
    return replace(scene, fleet=MapFleet(fleet.vehicle, fleet.xy + metres, fleet.stale))


def town_box(blocks: int = 14) -> Box:
    """The ground that the fake town covers."""
    x0, y0 = _origin(blocks)
    return (x0, y0, x0 + blocks * BLOCK_M, y0 + blocks * BLOCK_M)


def _origin(blocks: int) -> tuple[float, float]:
    x, y = mercator_of(np.array([MIDDLE]))[0].tolist()
    return x - blocks * BLOCK_M / 2, y - blocks * BLOCK_M / 2


def _ts() -> list[float]:
    return [i / 24 for i in range(25)]


def _rectangle(
    x: float, y: float, width: float, height: float
) -> list[tuple[float, float]]:
    return [
        (x, y),
        (x + width, y),
        (x + width, y + height),
        (x, y + height),
        (x, y),
    ]


def _manhattan(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A way along the grid: first to the row, then along it."""
    bends = np.column_stack((points[:-1, 0], points[1:, 1]))
    line = np.empty((2 * len(points) - 1, 2))
    line[0::2], line[1::2] = points, bends
    return line

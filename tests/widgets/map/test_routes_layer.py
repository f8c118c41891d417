"""Routes are stroked in slices that are short in time, and nothing of them is lost."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QPainterPath

from console.viewmodels.map import no_routes
from widgets.map.routes_layer import _LONG_PX, _SLICE, RoutesLayer
from widgets.map.tiles import TILE_PX, TileKey

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]
KEY = TileKey(15.0, 18656, 9482, "light", 1.0)


def slices(xy: np.ndarray) -> list[QPainterPath]:
    """A route through points (m, 2) of the tile's pixels, as it is stroked."""
    west, _, _, north = KEY.box
    path = np.column_stack(
        (west + xy[:, 0] * KEY.metres, north - xy[:, 1] * KEY.metres)
    )
    starts = np.array([0, len(path)], dtype=np.int64)
    layer = RoutesLayer(
        replace(no_routes(), vehicle=("V1",), path=path, path_start=starts)
    )
    met = np.ones(len(path) - 1, dtype=np.bool_)
    return list(layer._segments(met, KEY))


def drawn(paths: list[QPainterPath]) -> tuple[int, float]:
    """How many pieces are drawn, and how long they are together."""
    return sum(p.elementCount() - 1 for p in paths), sum(p.length() for p in paths)


@pytest.mark.parametrize("step_px", [2.0, 90.0, 5000.0])
def test_a_slice_is_short_whatever_its_pieces(step_px: float) -> None:
    turns = np.cumsum(np.random.default_rng(1).uniform(0, 2 * np.pi, 1000))
    moves = step_px * np.column_stack((np.cos(turns), np.sin(turns)))
    xy = np.vstack(([TILE_PX / 2, TILE_PX / 2], TILE_PX / 2 + np.cumsum(moves, axis=0)))
    paths = slices(xy)
    pieces, length = drawn(paths)
    assert pieces == 1000
    assert length == pytest.approx(1000 * step_px, rel=1e-3)
    for path in paths:
        count = path.elementCount() - 1
        assert count <= _SLICE
        assert count == 1 or path.length() <= _LONG_PX + 1


def test_no_way_is_no_slice() -> None:
    assert drawn(slices(np.array([[1.0, 1.0]]))) == (0, 0.0)

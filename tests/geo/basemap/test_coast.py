"""The sea from coastlines drawn by hand: land lies on the left of each.

The extract is a box of 10 by 8 kilometres with its south-west corner at 0, 0.
"""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from console.geo.basemap.areas import Ground
from console.geo.basemap.coast import Sea, joined, sea

WIDE, HIGH = 10_000.0, 8_000.0
NOTHING = shapely.STRtree([])
BOX = Ground(shapely.box(0, 0, WIDE, HIGH), NOTHING, NOTHING)

Points = list[tuple[float, float]]


def line(*points: tuple[float, float]) -> np.ndarray:
    """A coastline along points in kilometres."""
    return np.array(points, dtype=np.float64) * 1000


def is_sea(found: Sea, x: float, y: float) -> bool:
    spot = shapely.Point(x * 1000, y * 1000)
    return any(face.contains(spot) for face in found.faces)


def share(found: Sea) -> float:
    return sum(face.area for face in found.faces) / (WIDE * HIGH)


def ring(x: float, y: float, radius: float, *, island: bool = True) -> np.ndarray:
    """A round shore: an island runs against the clock, a bay of sea with it."""
    turns = np.linspace(0, 2 * math.pi, 25)
    turns = turns if island else turns[::-1]
    points = np.column_stack((x + radius * np.cos(turns), y + radius * np.sin(turns)))
    points[-1] = points[0]
    return points * 1000


CASES: dict[str, tuple[list[np.ndarray], Points, Points]] = {
    # name: coastlines, points at sea, points on land
    "a shore from edge to edge": (
        [line((10, 4), (0, 4))],
        [(5, 6), (0.1, 7.9)],
        [(5, 2), (9.9, 0.1)],
    ),
    "the same shore with the sea in the south": (
        [line((0, 4), (10, 4))],
        [(5, 2)],
        [(5, 6)],
    ),
    "a shore that reaches far beyond the extract": (
        [line((14, 4), (5, 5), (-7, 4))],
        [(5, 6)],
        [(5, 2)],
    ),
    "two shores of a strait": (
        [line((10, 2), (0, 2)), line((0, 6), (10, 6))],
        [(5, 4), (0.1, 3)],
        [(5, 1), (5, 7)],
    ),
    "a headland between two seas": (
        [line((0, 6), (10, 6)), line((10, 7), (0, 7))],
        [(5, 3), (5, 7.5)],
        [(5, 6.5)],
    ),
    "an island alone": ([ring(5, 4, 1)], [(1, 1), (9, 7)], [(5, 4)]),
    "a bay alone": ([ring(5, 4, 1, island=False)], [(5, 4)], [(1, 1), (9, 7)]),
    "three islands off a shore": (
        [line((10, 2), (0, 2)), ring(2, 5, 0.5), ring(5, 5, 0.5), ring(8, 5, 0.5)],
        [(3.5, 5), (5, 7)],
        [(2, 5), (5, 5), (8, 5), (5, 1)],
    ),
    "an island that the edge cuts": (
        [ring(0, 4, 1)],
        [(5, 4), (0.2, 7)],
        [(0.3, 4)],
    ),
    "an island that touches the edge": (
        [line((0, 4), (1, 3), (2, 4), (1, 5), (0, 4))],
        [(5, 4), (0.1, 1), (0.1, 7)],
        [(1, 4)],
    ),
    "a peninsula": (
        [line((6, 0), (6, 5), (4, 5), (4, 0))],
        [(2, 4), (8, 4), (5, 7)],
        [(5, 2)],
    ),
    "a bay between two capes": (
        [line((4, 0), (4, 5), (6, 5), (6, 0))],
        [(5, 2)],
        [(2, 4), (8, 4), (5, 7)],
    ),
    "a shore that ends exactly in two corners": (
        [line((10, 8), (0, 0))],
        [(2, 6)],
        [(8, 2)],
    ),
    "a shore from a corner to an edge": (
        [line((10, 8), (4, 3), (0, 4))],
        [(2, 6)],
        [(8, 2)],
    ),
    "a shore along the edge itself": (
        [line((10, 0), (10, 8)), line((10, 4), (0, 4))],
        [(5, 6)],
        [(5, 2)],
    ),
    "one shore in many pieces, out of order": (
        [
            line((4, 4), (2, 5)),
            line((10, 4), (7, 3)),
            line((2, 5), (0, 4)),
            line((7, 3), (4, 4)),
        ],
        [(5, 6)],
        [(5, 2)],
    ),
    "a shore that lost its last nodes before the edge": (
        [line((9.8, 4), (0.3, 4))],
        [(5, 6), (0.1, 6)],
        [(5, 2), (9.9, 2)],
    ),
    "a shore with a gap of a few metres": (
        [line((10, 4), (5.02, 4)), line((4.98, 4), (0, 4))],
        [(5, 6)],
        [(5, 2)],
    ),
    "a spit with both of its shores": (
        [line((10, 2), (5, 2), (5, 6), (4.9, 6), (4.9, 2), (0, 2))],
        [(2, 5), (8, 5)],
        [(5, 1), (4.95, 5)],
    ),
    "a lake shore drawn as coast on an island": (
        [ring(5, 4, 3), ring(5, 4, 1, island=False)],
        [(5, 4), (0.5, 0.5)],
        [(3, 4)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_land_is_left_and_sea_is_right(name: str) -> None:
    coasts, wet, dry = CASES[name]
    found = sea(coasts, BOX)
    assert [(x, y, is_sea(found, x, y)) for x, y in wet] == [(*p, True) for p in wet]
    assert [(x, y, is_sea(found, x, y)) for x, y in dry] == [(*p, False) for p in dry]
    assert found.broken == ()


@pytest.mark.parametrize("name", CASES)
def test_a_shore_turned_round_swaps_land_and_sea(name: str) -> None:
    if "edge itself" in name:
        pytest.skip("a shore on the edge has one side only")
    coasts, wet, dry = CASES[name]
    found = sea([coast[::-1] for coast in coasts], BOX)
    assert not any(is_sea(found, x, y) for x, y in wet)
    assert all(is_sea(found, x, y) for x, y in dry)


@pytest.mark.parametrize(
    "coasts",
    [
        [line((10, 4), (6, 4)), line((3, 4), (0, 4))],
        [line((10, 4), (4, 4))],
        [line((7, 4), (3, 4))],
    ],
)
def test_a_shore_that_breaks_off_inland_floods_nothing(coasts: list) -> None:
    found = sea(coasts, BOX)
    assert found.faces == ()
    assert len(found.broken) == 1


def test_a_broken_shore_leaves_the_whole_ones_alone() -> None:
    broken = line((10, 6), (6, 6))
    found = sea([broken, line((0, 3), (10, 3))], BOX)
    assert is_sea(found, 5, 1)
    assert not is_sea(found, 2, 5)
    ((lon, lat),) = found.broken
    assert lon == pytest.approx(math.degrees(6000 / 6_378_137), abs=1e-6)
    assert lat > 0


def test_without_a_shore_there_is_no_sea() -> None:
    assert sea([], BOX) == Sea()
    assert sea([np.array([(1.0, 1.0), (1.0, 1.0)])], BOX) == Sea()


def test_a_ring_that_lost_one_node_is_closed() -> None:
    (shore,) = joined([ring(5, 4, 0.1)[:-1]])
    assert (shore[0] == shore[-1]).all()


shores = st.lists(
    st.floats(1.0, 7.0, allow_subnormal=False), min_size=2, max_size=12
).map(lambda ys: line(*zip(np.linspace(10, 0, len(ys)).tolist(), ys, strict=True)))


@given(shores, st.floats(0.01, 9.99), st.floats(0.05, 7.95))
def test_whatever_the_shore_above_it_is_sea(
    shore: np.ndarray, x: float, y: float
) -> None:
    height = float(np.interp(x * 1000, shore[::-1, 0], shore[::-1, 1]))
    if abs(height - y * 1000) < 1:
        return
    assert is_sea(sea([shore], BOX), x, y) == (y * 1000 > height)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 3), st.floats(0.2, 0.9)),
        unique_by=lambda island: island[:2],
        min_size=1,
        max_size=12,
    )
)
def test_islands_are_land_and_all_else_is_sea(
    islands: list[tuple[int, int, float]],
) -> None:
    shores = [ring(2 * x + 1, 2 * y + 1, radius) for x, y, radius in islands]
    found = sea(shores, BOX)
    land = sum(shapely.Polygon(shore).area for shore in shores)
    assert share(found) == pytest.approx(1 - land / (WIDE * HIGH))
    assert not any(is_sea(found, 2 * x + 1, 2 * y + 1) for x, y, _ in islands)

"""Cities to deliver in: where things lie, and the ways between them for each mode.

Four made-up shapes whose ways are whole numbers worked out without any libm, so that a
city is the same on every machine, and cities made of matrices somebody measured. A
way takes the shape's own geometry, then what a mode adds to it: one-way streets for
vans, motorways where there are some, paths and footbridges for bikes and feet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

from console.domain.place import Place
from console.domain.problem import Travel

type Ints = NDArray[np.int64]

MODES = ("van", "bike", "walk")
_ROWS = 256
"""Rows of a matrix worked out at a time: memory stays near the result's own."""
_EAST, _NORTH = 12.5, 55.7


class Shape(StrEnum):
    """The made-up cities."""

    GRID = "grid"
    """Blocks all over, main streets every kilometre; the depot at the edge."""
    RING = "ring"
    """Radial streets and ring roads; the depot outside the last ring."""
    RIVER = "river"
    """Two banks, three bridges, two more that carry no vans; the depot on one bank."""
    TWO_CENTRES = "two_centres"
    """Two dense centres nine kilometres apart, a motorway between; depot half way."""


@dataclass(frozen=True, slots=True)
class City:
    """Row 0 is the depot, then `sites` rows of lockers, then addresses.

    `walk` are metres on foot from every address (row) to every site (column).
    """

    places: tuple[Place, ...]
    sites: int
    travel: Mapping[str, Travel]
    walk: Ints


type _Way = Callable[[Ints, Ints], Ints]
"""Metres from points (a, 1, 2) to points (1, b, 2): (a, b)."""


def made_up(shape: Shape, sites: int, addresses: int, rng: np.random.Generator) -> City:
    """A city of a shape with its depot, locker sites and addresses."""
    count = 1 + sites + addresses
    if shape is Shape.RING:
        points = _polar(count, rng)
        ways: dict[str, _Way] = dict.fromkeys(MODES, _round_the_rings)
    else:
        points = _PLACED[shape](count, rng)
        ways = _WAYS[shape]
    points[0] = _DEPOT[shape]
    out, into = rng.integers(0, 160, (2, count))
    travel = {
        mode: _travelled(points, ways[mode], mode, shape, out, into) for mode in MODES
    }
    walk = ways["walk"](points[1 + sites :, None], points[None, 1 : 1 + sites])
    return City(_on_earth(shape, points), sites, travel, walk)


def measured(
    places: tuple[Place, ...], sites: int, travel: Mapping[str, Travel]
) -> City:
    """A city of measured matrices; `travel` must know how to walk."""
    walk = travel["walk"].metres[1 + sites :, 1 : 1 + sites].astype(np.int64)
    return City(places, sites, travel, walk)


_DEPOT = {
    Shape.GRID: (0, 4000),
    Shape.RING: (7500, 800),
    Shape.RIVER: (4500, 5200),
    Shape.TWO_CENTRES: (4500, 2500),
}


def _everywhere(count: int, rng: np.random.Generator) -> Ints:
    return rng.integers(0, 8001, (count, 2))


def _both_banks(count: int, rng: np.random.Generator) -> Ints:
    """The river flows along y = 0, a hundred metres to either side are quays."""
    points = rng.integers(100, 4001, (count, 2))
    points[:, 0] = rng.integers(0, 9001, count)
    points[:, 1] *= 2 * rng.integers(0, 2, count) - 1
    return points


def _in_centres(count: int, rng: np.random.Generator) -> Ints:
    """Four draws summed up crowd round the middle of a centre."""
    points = rng.integers(-1000, 1001, (4, count, 2)).sum(0)
    points[:, 0] += 9000 * rng.integers(0, 2, count)
    return points


def _polar(count: int, rng: np.random.Generator) -> Ints:
    """Radius in metres and bearing in thousandths of a radian, denser inside."""
    radius = np.minimum(*rng.integers(150, 7001, (2, count)))
    return np.stack([radius, rng.integers(0, 6283, count)], axis=1)


_PLACED: dict[Shape, Callable[[int, np.random.Generator], Ints]] = {
    Shape.GRID: _everywhere,
    Shape.RIVER: _both_banks,
    Shape.TWO_CENTRES: _in_centres,
}


def _blocks(a: Ints, b: Ints) -> Ints:
    away: Ints = np.abs(a - b)
    return np.asarray(away[..., 0] + away[..., 1])


def _round_the_rings(a: Ints, b: Ints) -> Ints:
    """Through the middle, or along the ring of the nearer one and out again."""
    near = np.minimum(a[..., 0], b[..., 0])
    far = np.maximum(a[..., 0], b[..., 0])
    turn = np.abs(a[..., 1] - b[..., 1])
    turn = np.minimum(turn, 6283 - turn)
    return np.asarray(far - near + np.minimum(near * turn // 1000, 2 * near))


def _over(bridges: tuple[int, ...]) -> _Way:
    def way(a: Ints, b: Ints) -> Ints:
        across = np.min(
            [np.abs(a[..., 0] - x) + np.abs(b[..., 0] - x) for x in bridges], axis=0
        )
        along = np.abs(a[..., 0] - b[..., 0])
        same = (a[..., 1] > 0) == (b[..., 1] > 0)
        beside = np.abs(a[..., 1] - b[..., 1])
        return np.asarray(np.where(same, along, across) + beside)

    return way


_CARRIES_VANS, _CARRIES_FEET = (1200, 4500, 8200), (1200, 2800, 4500, 6300, 8200)
_WAYS: dict[Shape, dict[str, _Way]] = {
    Shape.GRID: dict.fromkeys(MODES, _blocks),
    Shape.RIVER: {
        "van": _over(_CARRIES_VANS),
        "bike": _over(_CARRIES_FEET),
        "walk": _over(_CARRIES_FEET),
    },
    Shape.TWO_CENTRES: dict.fromkeys(MODES, _blocks),
}


def _travelled(
    points: Ints, way: _Way, mode: str, shape: Shape, out: Ints, into: Ints
) -> Travel:
    """Both matrices of a mode, some rows at a time."""
    count = len(points)
    seconds = np.empty((count, count), np.int32)
    metres = np.empty((count, count), np.int32)
    for first in range(0, count, _ROWS):
        rows = slice(first, min(count, first + _ROWS))
        length = way(points[rows, None], points[None])
        if mode == "van":
            # Getting out of one street and into another, one-way as they are.
            length = length + out[rows, None] + into[None]
            takes = 15 + length * 1000 // 6500
            # Long ways follow main streets, and the motorway where there is one.
            quick = 150 if shape is not Shape.TWO_CENTRES else 120
            pace = 11_000 if shape is not Shape.TWO_CENTRES else 18_000
            takes = np.minimum(takes, quick + length * 1000 // pace)
        elif mode == "bike":
            length = length * 95 // 100
            takes = 5 + length * 1000 // 4600
        else:
            takes = length * 1000 // 1350
        seconds[rows], metres[rows] = takes, length
    np.fill_diagonal(seconds, 0)
    np.fill_diagonal(metres, 0)
    return Travel(seconds, metres)


def _on_earth(shape: Shape, points: Ints) -> tuple[Place, ...]:
    """Degrees to a tenth of a metre; only for maps, nothing is worked out from them."""
    metres = [(float(x), float(y)) for x, y in points]
    if shape is Shape.RING:
        metres = [(r * sin(a / 1000), r * cos(a / 1000)) for r, a in metres]
    return tuple(
        Place(round(_EAST + x / 62_700, 6), round(_NORTH + y / 111_200, 6))
        for x, y in metres
    )

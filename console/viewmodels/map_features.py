"""The base map as a tile is painted from it: columns of features in drawing order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # reading packs is not needed to paint what was read
    from console.geo.basemap.map import Features

KINDS: Final = (
    *("water", "green", "wood", "comm", "ped", "parking", "bld"),
    *("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"),
    *("rail", "coast", "waterway", "ferry", "pier"),
    *("place", "house", "gate"),
)
"""Feature classes; a feature's `kind` is an index into this tuple."""

CODE: Final = {kind: code for code, kind in enumerate(KINDS)}
BRIDGE: Final = 1
TUNNEL: Final = 2


@dataclass(frozen=True, slots=True)
class MapFeatures:
    """n features with p parts and m points, sorted by layer, kind, rank downwards.

    `kind` uint8, `layer` int8, `rank` uint8 (0 is the widest), `flags` uint8 (BRIDGE,
    TUNNEL), all (n,). Part j has the points xy[part[j]:part[j + 1]]; feature i the
    parts part_start[i]:part_start[i + 1]. `xy` are Mercator metres (m, 2), y to the
    north. An area has closed rings, filled odd-even; a line any number of parts; a
    point one. `name` is "" where there is none. `extent` is what the region covers:
    west, south, east, north in Mercator metres, None where that is not known.
    """

    kind: NDArray[np.uint8]
    layer: NDArray[np.int8]
    rank: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    part: NDArray[np.int64]
    part_start: NDArray[np.int64]
    xy: NDArray[np.float64]
    name: tuple[str, ...]
    extent: tuple[float, float, float, float] | None = None

    def __len__(self) -> int:
        """How many features."""
        return len(self.kind)


def map_features(features: "Features") -> MapFeatures:
    """The drawing record of what a region pack gives out; the columns are shared."""
    return MapFeatures(
        features.kind,
        features.layer,
        features.rank,
        features.flags,
        features.part,
        features.part_start,
        features.xy,
        features.name,
        features.extent,
    )

"""The base map as a view asks for it: all features of a box, in columns.

The file holds packets: some hundred features that lie near each other, as columns in
one blob, found through an R-tree. A view costs a few dozen reads and one gather.

    packet   id, band, west, south, east, north (R-tree), blob
    name     id, name
    extent   west, south, east, north in Mercator metres: one row
    blob     header  int32 x 4: features f, parts p, points m, 0
             float64 x 2: origin in Mercator metres
             kind u8 f | layer i8 f | rank u8 f | flags u8 f | (to a multiple of 8)
             name i32 f | parts of a feature i32 f | points of a part i32 p | (to 8)
             box f32 f x 4 | xy f32 m x 2, both relative to the origin

There is one set of packets for each band of zooms (7, 10, 12, 14, 16), simplified to
about half a pixel of the band's largest zoom.
"""

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.geo.basemap.kinds import DRAWN, FIRST_ZOOM, KINDS

FILE: Final = "basemap.sqlite"
VERSION: Final = 2
BANDS: Final = (7, 10, 12, 14, 16)

Box = tuple[float, float, float, float]
"""West, south, east, north in Web-Mercator metres (EPSG:3857)."""


@dataclass(frozen=True, slots=True)
class Features:
    """n features with p parts (rings or lines) and m points, in drawing order.

    kind   uint8 (n,)     index into KINDS
    layer  int8 (n,)      -5 to 5, 0 for all areas; features come sorted by layer,
                          then as in kinds.DRAWN, then the wider after the slighter:
                          painting them in their order is right
    rank   uint8 (n,)     see kinds.Look: 0 is the widest or the most important
    flags  uint8 (n,)     BRIDGE | TUNNEL of kinds
    start  int64 (n+1,)   feature i has the points xy[start[i]:start[i+1]]
    part   int64 (p+1,)   part j has the points xy[part[j]:part[j+1]]
    part_start int64 (n+1,) feature i has the parts part_start[i]:part_start[i+1]
    xy     float64 (m, 2) Web-Mercator metres (EPSG:3857), y to the north
    name   n strings, "" where there is none
    extent what the region covers, whatever was asked for

    An area (kinds 0 to 6) has one closed ring a part, first point repeated last;
    outer rings and holes alike: fill odd-even. A line has one part or more. A point
    (place, house, gate) has one part of one point.
    """

    kind: NDArray[np.uint8]
    layer: NDArray[np.int8]
    rank: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    start: NDArray[np.int64]
    part: NDArray[np.int64]
    part_start: NDArray[np.int64]
    xy: NDArray[np.float64]
    name: tuple[str, ...]
    extent: Box | None = None

    def __len__(self) -> int:
        """Count the features."""
        return len(self.kind)


@dataclass(frozen=True, slots=True)
class Packet:
    """Features as a packet holds them; columns as in the module's drawing."""

    origin: NDArray[np.float64]
    kind: NDArray[np.uint8]
    layer: NDArray[np.int8]
    rank: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    name: NDArray[np.int32]
    parts: NDArray[np.int32]
    points: NDArray[np.int32]
    box: NDArray[np.float32]
    xy: NDArray[np.float32]

    def to_bytes(self) -> bytes:
        """The packet's blob."""
        head = np.array([len(self.kind), len(self.points), len(self.xy), 0], "<i4")
        first = b"".join(
            (
                self.kind.tobytes(),
                self.layer.tobytes(),
                self.rank.tobytes(),
                self.flags.tobytes(),
            )
        )
        second = b"".join(
            column.astype("<i4").tobytes()
            for column in (self.name, self.parts, self.points)
        )
        return b"".join(
            (
                head.tobytes(),
                self.origin.astype("<f8").tobytes(),
                _padded(first),
                _padded(second),
                self.box.astype("<f4").tobytes(),
                self.xy.astype("<f4").tobytes(),
            )
        )

    @classmethod
    def from_bytes(cls, blob: bytes) -> "Packet":
        """Read a blob without copying it."""
        f, p, m, _ = np.frombuffer(blob, "<i4", 4)
        f, p, m = int(f), int(p), int(m)
        at = 32
        first = np.frombuffer(blob, np.uint8, 4 * f, at)
        at += -(-4 * f // 8) * 8
        second = np.frombuffer(blob, "<i4", 2 * f + p, at)
        at += -(-4 * (2 * f + p) // 8) * 8
        box = np.frombuffer(blob, "<f4", 4 * f, at).reshape(f, 4)
        xy = np.frombuffer(blob, "<f4", 2 * m, at + 16 * f).reshape(m, 2)
        return cls(
            np.frombuffer(blob, "<f8", 2, 16),
            first[:f],
            first[f : 2 * f].view(np.int8),
            first[2 * f : 3 * f],
            first[3 * f :],
            second[:f],
            second[f : 2 * f],
            second[2 * f :],
            box,
            xy,
        )


class BaseMap:
    """The base map of one region, read only.

    It may move between threads, but not be used by two at once; processes and
    threads open their own.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._names: dict[int, str] = dict(db.execute("SELECT id, name FROM name"))
        self.extent: Box = db.execute("SELECT * FROM extent").fetchone()
        self._first_zoom = np.array([FIRST_ZOOM[kind] for kind in KINDS])
        self._drawn = np.array([DRAWN.index(kind) for kind in KINDS])

    @classmethod
    def open(cls, folder: Path) -> "BaseMap":
        """Open the base map of the pack in `folder`."""
        path = (folder / FILE).resolve()
        db = sqlite3.connect(
            f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        return cls(db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def query(self, bounds: Box, zoom: float) -> Features:
        """All features whose boxes meet `bounds` and whose class shows at `zoom`.

        Give bounds a little larger than the tile, so that thick lines outside reach
        in. Geometry is not clipped.
        """
        band = max((b for b in BANDS if b <= zoom), default=BANDS[0])
        west, south, east, north = bounds
        packets = [
            Packet.from_bytes(blob)
            for (blob,) in self._db.execute(
                "SELECT blob FROM packet JOIN reach USING (id) WHERE band = ? "
                "AND east >= ? AND west <= ? AND north >= ? AND south <= ?",
                (band, west, east, south, north),
            )
        ]
        taken = [self._taken(packet, bounds, zoom) for packet in packets]
        return self._gathered(packets, taken)

    def _taken(self, packet: Packet, bounds: Box, zoom: float) -> NDArray[np.bool_]:
        x, y = packet.origin
        # float32 boxes are rounded; half a metre more loses nothing
        west, south = bounds[0] - x - 0.5, bounds[1] - y - 0.5
        east, north = bounds[2] - x + 0.5, bounds[3] - y + 0.5
        box = packet.box
        meets = (box[:, 2] >= west) & (box[:, 0] <= east)
        meets &= (box[:, 3] >= south) & (box[:, 1] <= north)
        meets &= self._first_zoom[packet.kind] <= zoom
        return np.asarray(meets, dtype=np.bool_)

    def _gathered(
        self, packets: list[Packet], taken: list[NDArray[np.bool_]]
    ) -> Features:
        """The taken features of all packets, in drawing order."""
        if not any(mask.any() for mask in taken):
            return replace(_EMPTY, extent=self.extent)
        kind = np.concatenate([p.kind for p in packets])
        layer = np.concatenate([p.layer for p in packets])
        rank = np.concatenate([p.rank for p in packets])
        flags = np.concatenate([p.flags for p in packets])
        name = np.concatenate([p.name for p in packets])
        parts = np.concatenate([p.parts for p in packets]).astype(np.int64)
        points = np.concatenate([p.points for p in packets]).astype(np.int64)
        mask = np.concatenate(taken)
        xy = np.concatenate([p.xy + p.origin for p in packets])
        order = np.flatnonzero(mask)
        order = order[
            np.lexsort(
                (-rank[order].astype(np.int16), self._drawn[kind[order]], layer[order])
            )
        ]
        part_from = _offsets(parts)
        parts_taken = _ranges(part_from[order], parts[order])
        point_from = _offsets(points)
        xy = xy[_ranges(point_from[parts_taken], points[parts_taken])]
        part_start = _offsets(parts[order])
        part = _offsets(points[parts_taken])
        names = self._names
        return Features(
            kind[order],
            layer[order],
            rank[order],
            flags[order],
            part[part_start],
            part,
            part_start,
            xy,
            tuple(names.get(i, "") for i in name[order].tolist()),
            self.extent,
        )


def _offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    result = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=result[1:])
    return result


def _ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The indices start, start + 1, ... of each range, one after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts - ends + counts, counts)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)


_NO_OFFSETS = np.zeros(1, dtype=np.int64)
_EMPTY: Final = Features(
    np.zeros(0, np.uint8),
    np.zeros(0, np.int8),
    np.zeros(0, np.uint8),
    np.zeros(0, np.uint8),
    _NO_OFFSETS,
    _NO_OFFSETS,
    _NO_OFFSETS,
    np.zeros((0, 2)),
    (),
)

"""An OpenStreetMap extract, read once, whole, in any order.

Extracts come sorted or not, whole or cut: a way may name nodes that are not in the
file. So everything is read in one pass into memory (a city: some hundred thousand
nodes) and joined afterwards; a node that is missing splits a line, it never fails it.

Coordinates are WGS84 degrees. All content is (c) OpenStreetMap contributors, ODbL.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from console.geo.errors import (
    BuildCancelled,
    ExtractMissing,
    ExtractTooPoor,
    ExtractUnreadable,
)
from console.geo.pbf_strings import holds_nul

ATTRIBUTION = "© OpenStreetMap contributors"
LICENCE = "Open Database License 1.0 (ODbL), https://opendatacommons.org/licenses/odbl/"

Tags = Mapping[str, str]
Progress = Callable[[str, float], None]
"""Called with the name of a step and how much of it is done, 0 to 1."""
Cancelled = Callable[[], bool]

_LOOK_EVERY = 20_000


def silent(_step: str, _done: float) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """Say that nobody cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in WGS84 degrees."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the point lies in the box, its edge included."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@dataclass(frozen=True, slots=True)
class Node:
    """A node with tags."""

    id: int
    lon: float
    lat: float
    tags: Tags


@dataclass(frozen=True, slots=True)
class Way:
    """A way and the ids of its nodes, some of which may not be in the extract."""

    id: int
    tags: Tags
    refs: Sequence[int]

    @property
    def closed(self) -> bool:
        """Whether the way ends where it began."""
        return len(self.refs) > 3 and self.refs[0] == self.refs[-1]


@dataclass(frozen=True, slots=True)
class Member:
    """What a relation says of one member; `kind` is n, w or r."""

    kind: str
    ref: int
    role: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation; members may not be in the extract."""

    id: int
    tags: Tags
    members: Sequence[Member]


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything in an extract: `nodes` are those with tags, `position` has all."""

    path: Path
    bounds: Bounds
    data_date: str
    """Day of the newest object (ISO), or empty when the file carries no times."""
    position: Mapping[int, tuple[float, float]]
    nodes: Sequence[Node]
    ways: Mapping[int, Way]
    relations: Sequence[Relation]

    def runs(self, refs: Sequence[int]) -> Iterator[NDArray[np.float64]]:
        """Lon/lat (n, 2), n >= 2, of each unbroken run of nodes that are here."""
        run: list[tuple[float, float]] = []
        for ref in refs:
            at = self.position.get(ref)
            if at is not None:
                run.append(at)
                continue
            if len(run) > 1:
                yield np.array(run)
            run = []
        if len(run) > 1:
            yield np.array(run)

    def points(self, refs: Sequence[int]) -> NDArray[np.float64]:
        """Lon/lat (n, 2) of the nodes that are here, gaps closed; n may be 0."""
        found = [at for ref in refs if (at := self.position.get(ref)) is not None]
        return np.array(found, dtype=np.float64).reshape(-1, 2)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_extract(
    path: Path, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Extract:
    """Read a whole extract (.osm.pbf, or any format pyosmium knows by its suffix).

    Raises ExtractMissing, ExtractUnreadable or ExtractTooPoor (no nodes, no ways),
    and BuildCancelled.
    """
    if not path.is_file():
        raise ExtractMissing(path)
    _check_first(path)
    position: dict[int, tuple[float, float]] = {}
    nodes: list[Node] = []
    ways: dict[int, Way] = {}
    relations: list[Relation] = []
    newest = datetime.fromtimestamp(0, UTC)
    try:
        box = _header_box(path)
        for count, item in enumerate(osmium.FileProcessor(str(path))):
            if count % _LOOK_EVERY == 0:
                progress("read", 1 - 1 / (1 + count / 200_000))
                if cancelled():
                    raise BuildCancelled
            if isinstance(item, osmium.osm.Node):
                at = item.location
                if not at.valid():
                    continue
                position[item.id] = (at.lon, at.lat)
                if item.tags:
                    nodes.append(Node(item.id, at.lon, at.lat, dict(item.tags)))
            elif isinstance(item, osmium.osm.Way):
                refs = [node.ref for node in item.nodes]
                ways[item.id] = Way(item.id, dict(item.tags), refs)
                newest = max(newest, item.timestamp)
            elif isinstance(item, osmium.osm.Relation):
                members = [Member(m.type, m.ref, m.role) for m in item.members]
                relations.append(Relation(item.id, dict(item.tags), members))
    except (RuntimeError, UnicodeDecodeError) as error:
        raise ExtractUnreadable(
            path, f"not a whole OpenStreetMap extract ({error})"
        ) from error
    if not position or not ways:
        raise ExtractTooPoor(path, "the extract holds no streets")
    progress("read", 1.0)
    date = newest.date().isoformat() if newest.year > 1990 else ""
    bounds = box or _around(position)
    return Extract(path, bounds, date, position, nodes, ways, relations)


def _check_first(path: Path) -> None:
    """Refuses what the reader would not survive, or say nothing about."""
    if path.stat().st_size == 0:
        raise ExtractUnreadable(path, "the file is empty")
    if holds_nul(path):
        raise ExtractUnreadable(path, "a text in it holds a NUL byte")


def _header_box(path: Path) -> Bounds | None:
    with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
        box = reader.header().box()
    if not box.valid() or box.size() <= 0:
        return None
    low, high = box.bottom_left, box.top_right
    return Bounds(low.lon, low.lat, high.lon, high.lat)


def _around(position: Mapping[int, tuple[float, float]]) -> Bounds:
    at = np.array(list(position.values()))
    (west, south), (east, north) = at.min(axis=0), at.max(axis=0)
    return Bounds(float(west), float(south), float(east), float(north))

"""What a person sees of the streets: kinds, numbers, roundabouts, and where they meet.

Nothing here weighs anything. Directions are told from these columns, and isochrones
need where edges hang on vertices; matrices and paths never read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.network import Network
from console.geo.streets.osm import Extract, Tags

type Ints32 = NDArray[np.int32]
type Flags = NDArray[np.bool_]


class WayKind(IntEnum):
    """What a street looks like to those on it; a lower number is a greater road."""

    MOTORWAY = 0
    TRUNK = 1
    PRIMARY = 2
    SECONDARY = 3
    TERTIARY = 4
    STREET = 5
    SERVICE = 6
    DRIVEWAY = 7
    TRACK = 8
    PEDESTRIAN = 9
    CYCLEWAY = 10
    FOOTWAY = 11
    PATH = 12
    STEPS = 13
    LIFT = 14
    FERRY = 15


@dataclass(frozen=True, slots=True)
class Signs:
    """Streets (s) and vertices (v) of one mode.

    street_kind: WayKind, street_slope: 1 where steps lead up along the geometry, -1
    down, 0 unknown; street_ref into the texts of road numbers, "" for none.
    street_vertices: (s, 2) at the start and the end of the geometry. The ends that
    meet at vertex v are vertex_end[vertex_first[v]:vertex_first[v + 1]]: twice the
    street, and one more for its end.
    """

    street_kind: NDArray[np.uint8]
    street_link: Flags
    street_round: Flags
    street_slope: NDArray[np.int8]
    street_ref: Ints32
    ref_first: Ints32
    ref_text: NDArray[np.uint8]
    street_vertices: Ints32
    vertex_first: Ints32
    vertex_end: Ints32

    def ref(self, street: int) -> str:
        """The number of a street ("E 6"), or nothing."""
        row = self.street_ref[street]
        text = self.ref_text[self.ref_first[row] : self.ref_first[row + 1]]
        return text.tobytes().decode()


_KINDS: Final[Mapping[str, WayKind]] = {
    "motorway": WayKind.MOTORWAY,
    "trunk": WayKind.TRUNK,
    "primary": WayKind.PRIMARY,
    "secondary": WayKind.SECONDARY,
    "tertiary": WayKind.TERTIARY,
    "service": WayKind.SERVICE,
    "services": WayKind.SERVICE,
    "rest_area": WayKind.SERVICE,
    "track": WayKind.TRACK,
    "pedestrian": WayKind.PEDESTRIAN,
    "cycleway": WayKind.CYCLEWAY,
    "footway": WayKind.FOOTWAY,
    "corridor": WayKind.FOOTWAY,
    "platform": WayKind.FOOTWAY,
    "path": WayKind.PATH,
    "bridleway": WayKind.PATH,
    "trail": WayKind.PATH,
    "steps": WayKind.STEPS,
    "elevator": WayKind.LIFT,
}
_YARD: Final = frozenset({"driveway", "parking_aisle", "drive-through"})
_ROUND: Final = frozenset({"roundabout", "circular"})


def build_signs(network: Network, extract: Extract) -> Signs:
    """The signs of one mode's streets, from the tags of their ways."""
    tags = [extract.way_tags[way] for way in network.street_way]
    refs = [_reference(t) for t in tags]
    table = sorted({"", *refs})
    number = {ref: i for i, ref in enumerate(table)}
    texts = [ref.encode() for ref in table]
    ends = network.street_vertices.ravel()
    count = np.bincount(ends, minlength=len(network.vertex_node))
    return Signs(
        street_kind=np.array([_kind(t) for t in tags], np.uint8),
        street_link=np.array([t.get("highway", "").endswith("_link") for t in tags]),
        street_round=np.array([t.get("junction") in _ROUND for t in tags]),
        street_slope=np.array([_slope(t) for t in tags], np.int8),
        street_ref=np.array([number[ref] for ref in refs], np.int32),
        ref_first=np.cumsum([0, *map(len, texts)], dtype=np.int32),
        ref_text=np.frombuffer(b"".join(texts), np.uint8),
        street_vertices=network.street_vertices.astype(np.int32),
        vertex_first=np.append(0, np.cumsum(count)).astype(np.int32),
        vertex_end=np.argsort(ends, kind="stable").astype(np.int32),
    )


def _kind(tags: Tags) -> WayKind:
    highway = tags.get("highway", "")
    if not highway and tags.get("route") == "ferry":
        return WayKind.FERRY
    if highway == "service" and tags.get("service") in _YARD:
        return WayKind.DRIVEWAY
    return _KINDS.get(highway.removesuffix("_link"), WayKind.STREET)


def _slope(tags: Tags) -> int:
    incline = tags.get("incline", "").strip()
    if incline in {"", "yes", "no", "0", "0%"}:
        return 0
    return -1 if incline == "down" or incline.startswith("-") else 1


def _reference(tags: Tags) -> str:
    # Several numbers on one road: the first is the one that leads.
    return tags.get("ref", "").partition(";")[0].strip()

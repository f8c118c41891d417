"""The addresses of an extract, read plainly from its nodes, to measure the book by."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians
from pathlib import Path

import osmium

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Written:
    """One address as its node says it."""

    street: str
    number: str
    postcode: str
    city: str


@cache
def spots(path: Path) -> Mapping[Written, Sequence[Spot]]:
    """Every address that stands on a node, and all places where it stands."""
    found: dict[Written, list[Spot]] = defaultdict(list)
    keys = ("addr:street", "addr:housenumber", "addr:postcode", "addr:city")
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        if all(key in node.tags for key in keys):
            found[Written(*(node.tags[key] for key in keys))].append(
                (node.location.lon, node.location.lat)
            )
    return dict(found)


def metres(a: Spot, b: Spot) -> float:
    """Metres between two near points."""
    east = (a[0] - b[0]) * cos(radians(a[1]))
    return hypot(east, a[1] - b[1]) * 111_195


def nearest_m(spot: Spot, places: Sequence[Spot]) -> float:
    """Metres to the nearest of the places."""
    return min(metres(spot, place) for place in places)

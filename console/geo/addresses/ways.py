"""Named streets of an extract: their names, their lines and the corners they make."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.geo.extract import Extract, Way

OTHER_NAMES = re.compile(
    r"^(alt_name|old_name|official_name|short_name|loc_name|name)(:\w+)?$"
)
"""Tags of one thing's other names; the value may be a list with ; between."""

_NO_STREET = {"proposed", "construction", "platform", "bus_stop", "razed", "abandoned"}


@dataclass(frozen=True, slots=True)
class NamedStreet:
    """A street that carries a name, with a point on it and its other names."""

    name: str
    lon: float
    lat: float
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corner:
    """Where two named streets share a point of the map."""

    one: str
    other: str
    lon: float
    lat: float


def named_streets(extract: Extract) -> list[NamedStreet]:
    """Every street name of the extract with a point in the middle of its ways."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    others: dict[str, set[str]] = defaultdict(set)
    for way in _streets(extract):
        at = extract.points(way.refs)
        name = way.tags["name"]
        if len(at):
            lon, lat = at[len(at) // 2]
            points[name].append((float(lon), float(lat)))
            others[name].update(_others(way))
    result = []
    for name, at_all in sorted(points.items()):
        array = np.array(at_all)
        lon, lat = array[np.argmin(((array - array.mean(axis=0)) ** 2).sum(axis=1))]
        result.append(
            NamedStreet(name, float(lon), float(lat), frozenset(others[name]))
        )
    return result


def street_lines(
    extract: Extract,
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Every unbroken line (n, 2) of lon and lat of every named street."""
    for way in _streets(extract):
        for run in extract.runs(way.refs):
            yield way.tags["name"], run


def corners(extract: Extract) -> list[Corner]:
    """Every point that two or more named streets share, once a pair."""
    names: dict[tuple[float, float], set[str]] = defaultdict(set)
    for way in _streets(extract):
        for ref in way.refs:
            if (at := extract.position.get(ref)) is not None:
                names[at].add(way.tags["name"])
    result = []
    for at, here in names.items():
        if len(here) < 2:
            continue
        ordered: Sequence[str] = sorted(here)
        for i, one in enumerate(ordered):
            result += [Corner(one, other, *at) for other in ordered[i + 1 :]]
    return sorted(result, key=lambda c: (c.one, c.other, c.lon, c.lat))


def _streets(extract: Extract) -> Iterator[Way]:
    for way in extract.ways.values():
        kind = way.tags.get("highway")
        if kind and kind not in _NO_STREET and way.tags.get("name"):
            yield way


def _others(way: Way) -> Iterator[str]:
    name = way.tags["name"]
    for key, value in way.tags.items():
        if OTHER_NAMES.match(key):
            yield from (
                part.strip() for part in value.split(";") if part.strip() != name
            )

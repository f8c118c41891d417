"""Reads what a street graph needs out of an OSM extract.

Two passes, each in any order, so sorted and unsorted files read alike: ways and turn
restrictions first, then only the nodes those ways name. A node that an extract's edge
cut away stays missing (`-1`) and later cuts the way in two; it is never guessed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.osm.types import OSMEntity

from console.geo.streets.errors import BuildCancelled, ExtractError, NoStreetsError

type Tags = dict[str, str]

_ASK_EVERY = 4096
_NODE_KEYS = ("barrier", "highway", "kerb")


@dataclass(frozen=True, slots=True)
class Restriction:
    """One turn restriction; ways and nodes by their OSM ids, as the members stand."""

    tags: Tags
    from_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """Ways (w), their node references one after another (r), and nodes (n).

    way_ref_first: int64 (w+1,), ref_node: int64 (r,) into the node columns or -1,
    node_id: int64 (n,) ascending, node_lonlat: float64 (n, 2) in degrees,
    node_tags: tags of the few nodes that carry a barrier, a highway or a kerb tag.
    """

    way_id: NDArray[np.int64]
    way_tags: list[Tags]
    way_ref_first: NDArray[np.int64]
    ref_node: NDArray[np.int64]
    node_id: NDArray[np.int64]
    node_lonlat: NDArray[np.float64]
    node_tags: dict[int, Tags]
    restrictions: list[Restriction]


def read_extract(path: Path, *, cancelled: Callable[[], bool]) -> Extract:
    """Read the ways, restrictions and nodes of `path` (any file osmium reads).

    Raises ExtractError (unreadable), NoStreetsError, BuildCancelled.
    """
    if not path.is_file():
        raise ExtractError(f"no such file: {path}")
    try:
        return _read(path, cancelled)
    except (RuntimeError, OSError, ValueError) as error:
        raise ExtractError(
            f"{path.name} is not a readable OSM file: {error}"
        ) from error


def _read(path: Path, cancelled: Callable[[], bool]) -> Extract:
    ways: dict[int, tuple[Tags, list[int]]] = {}
    restrictions: dict[int, Restriction] = {}
    for entity in _entities(path, osmium.osm.WAY | osmium.osm.RELATION, cancelled):
        if isinstance(entity, osmium.osm.Way):
            if "highway" in entity.tags or entity.tags.get("route") == "ferry":
                ways[entity.id] = (
                    dict(entity.tags),
                    [node.ref for node in entity.nodes],
                )
        elif isinstance(entity, osmium.osm.Relation) and (
            entity.tags.get("type") or ""
        ).startswith("restriction"):
            restrictions[entity.id] = _restriction(entity)
    if not ways:
        raise NoStreetsError(f"{path.name} holds no street")
    # By id, so that the same data in another order makes the same graph.
    way_ids = sorted(ways)
    refs = np.array([r for i in way_ids for r in ways[i][1]], dtype=np.int64)
    counts = np.array([len(ways[i][1]) for i in way_ids], dtype=np.int64)
    node_id, lonlat, node_tags = _nodes(path, np.unique(refs), cancelled)
    if not node_id.size:
        raise NoStreetsError(f"{path.name} holds ways but none of their nodes")
    place = np.searchsorted(node_id, refs)
    place[place == node_id.size] = 0
    return Extract(
        way_id=np.array(way_ids, dtype=np.int64),
        way_tags=[ways[i][0] for i in way_ids],
        way_ref_first=np.concatenate(([0], np.cumsum(counts))),
        ref_node=np.where(node_id[place] == refs, place, -1),
        node_id=node_id,
        node_lonlat=lonlat,
        node_tags=node_tags,
        restrictions=[restrictions[i] for i in sorted(restrictions)],
    )


def _nodes(
    path: Path, wanted: NDArray[np.int64], cancelled: Callable[[], bool]
) -> tuple[NDArray[np.int64], NDArray[np.float64], dict[int, Tags]]:
    lonlat = np.full((wanted.size, 2), np.nan)
    tags: dict[int, Tags] = {}
    row = {int(ref): i for i, ref in enumerate(wanted)}
    for node in _entities(path, osmium.osm.NODE, cancelled, wanted):
        if isinstance(node, osmium.osm.Node) and node.location.valid():
            lonlat[row[node.id]] = node.location.lon, node.location.lat
            if any(key in node.tags for key in _NODE_KEYS):
                tags[node.id] = dict(node.tags)
    known = ~np.isnan(lonlat[:, 0])
    place = {int(ref): i for i, ref in enumerate(wanted[known])}
    by_place = {place[ref]: tags[ref] for ref in sorted(tags)}
    return wanted[known], lonlat[known], by_place


def _entities(
    path: Path,
    kinds: osmium.osm.osm_entity_bits,
    cancelled: Callable[[], bool],
    ids: NDArray[np.int64] | None = None,
) -> Iterator[OSMEntity]:
    source = osmium.FileProcessor(path, kinds)
    if ids is None:
        source.with_filter(osmium.filter.KeyFilter("highway", "route", "type"))
    else:
        source.with_filter(osmium.filter.IdFilter(ids.tolist()))
    for count, entity in enumerate(source):
        if count % _ASK_EVERY == 0 and cancelled():
            raise BuildCancelled
        yield entity


def _restriction(relation: osmium.osm.Relation) -> Restriction:
    members = [(m.role, m.type, m.ref) for m in relation.members]

    def of(role: str, kind: str) -> tuple[int, ...]:
        return tuple(ref for r, k, ref in members if (r, k) == (role, kind))

    tags = dict(relation.tags)
    old_style = tags["type"]  # type=restriction:hgv, restriction=no_left_turn
    if old_style != "restriction" and "restriction" in tags:
        tags[old_style] = tags.pop("restriction")
    return Restriction(
        tags=tags,
        from_ways=of("from", "w"),
        via_nodes=of("via", "n"),
        via_ways=of("via", "w"),
        to_ways=of("to", "w"),
    )

"""One mode's streets: ways cut at junctions, with their directed edges.

A **street** is an undirected run of road between two vertices; it owns the geometry.
An **edge** is a street in one direction the mode may go; it owns time and length.
A **vertex** is a junction, an end, a signal or a gate. Where a barrier stops the mode
every street end gets a vertex of its own, so nothing leads across.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.osm import Extract, Tags
from console.geo.streets.profiles import (
    FERRY_WAIT_S,
    Access,
    Profile,
    WayUse,
    ferry_seconds,
    node_use,
    way_use,
)
from console.geo.streets.spans import spans

type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Floats = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Network:
    """Columns of streets (s), points (p), edges (e) and vertices (v).

    lonlat columns are (x, 2) degrees. `street_edge` is (s, 2): the edge along and the
    edge against the geometry, -1 where the mode may not go.
    """

    street_way: Ints
    street_point_first: Ints
    street_vertices: Ints
    street_edge: Ints
    street_destination: Flags
    street_stops_here: Flags
    street_name: Ints
    names: list[str]
    point_lonlat: Floats
    point_along_m: Floats
    edge_street: Ints
    edge_forward: Flags
    edge_tail: Ints
    edge_head: Ints
    edge_ms: Ints
    edge_dm: Ints
    vertex_lonlat: Floats
    vertex_node: Ints
    vertex_wait_ms: Ints
    vertex_gate: Flags
    vertex_turning: Flags

    @property
    def edge_twin(self) -> Ints:
        """The edge the other way along the same street, or -1."""
        return self.street_edge[self.edge_street, self.edge_forward.astype(np.int64)]

    @property
    def edge_destination(self) -> Flags:
        """Whether each edge is on ground for those with business there."""
        return self.street_destination[self.edge_street]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Streets as spans `[start, stop]` of a column of node rows."""

    node: Ints
    way: Ints
    start: Ints
    stop: Ints


@dataclass(frozen=True, slots=True)
class _Nodes:
    """What the special nodes mean to the mode, one flag a node of the extract."""

    blocked: Flags
    gate: Flags
    turning: Flags
    wait_ms: Ints

    @property
    def special(self) -> Flags:
        return self.blocked | self.gate | self.turning | (self.wait_ms > 0)


def build_network(extract: Extract, profile: Profile) -> Network | None:
    """The streets `profile` may use, or None when there is none."""
    uses = [way_use(profile, tags) for tags in extract.way_tags]
    nodes = _special_nodes(extract, profile)
    cut = _cut(extract, np.array([use is not None for use in uses]), nodes)
    if not cut.start.size:
        return None
    point_first, point_node = _points(cut)
    lonlat = extract.node_lonlat[point_node]
    along, street_m = _along(lonlat, point_first)
    way = cut.way[cut.start]
    vertices, vertex_node = _vertices(cut, nodes)
    kmh = _speeds(extract, uses, way, street_m)
    allowed = kmh > 0
    street_edge = np.where(allowed, np.cumsum(allowed).reshape(-1, 2) - 1, -1)
    edge_street, backward = np.nonzero(allowed)
    edge_kmh = kmh[allowed]
    name_id, names = _names([extract.way_tags[w] for w in way])
    ends = np.where(
        backward[:, None] == 1, vertices[edge_street, ::-1], vertices[edge_street]
    )
    return Network(
        street_way=way,
        street_point_first=point_first,
        street_vertices=vertices,
        street_edge=street_edge,
        street_destination=_flag(uses, way, "destination_only"),
        street_stops_here=_flag(uses, way, "stops_here"),
        street_name=name_id,
        names=names,
        point_lonlat=lonlat,
        point_along_m=along,
        edge_street=edge_street,
        edge_forward=backward == 0,
        edge_tail=ends[:, 0],
        edge_head=ends[:, 1],
        edge_ms=_whole(street_m[edge_street] / edge_kmh * 3600),
        edge_dm=_whole(street_m[edge_street] * 10),
        vertex_lonlat=extract.node_lonlat[vertex_node],
        vertex_node=vertex_node,
        vertex_wait_ms=nodes.wait_ms[vertex_node],
        vertex_gate=nodes.gate[vertex_node],
        vertex_turning=nodes.turning[vertex_node],
    )


def distances_m(a: Floats, b: Floats) -> Floats:
    """Great-circle metres between rows of lon, lat degrees (haversine)."""
    lon_a, lat_a, lon_b, lat_b = np.radians(
        np.stack((a[:, 0], a[:, 1], b[:, 0], b[:, 1]))
    )
    half = (
        np.sin((lat_b - lat_a) / 2) ** 2
        + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half)))


def _special_nodes(extract: Extract, profile: Profile) -> _Nodes:
    size = extract.node_id.size
    blocked, gate, turning = (np.zeros(size, np.bool_) for _ in range(3))
    wait_ms = np.zeros(size, np.int64)
    for place, tags in extract.node_tags.items():
        use = node_use(profile, tags)
        blocked[place] = use.access is Access.NO
        gate[place] = use.access is Access.DESTINATION
        turning[place] = use.turning_place
        wait_ms[place] = use.wait_ms
    return _Nodes(blocked, gate, turning, wait_ms)


def _cut(extract: Extract, kept: Flags, nodes: _Nodes) -> _Cut:
    count = np.diff(extract.way_ref_first) * kept
    at = spans(extract.way_ref_first[:-1], count)
    node, way = extract.ref_node[at], np.repeat(np.arange(kept.size), count)
    same_way = way[1:] == way[:-1]
    fresh = np.ones(node.size, np.bool_)
    fresh[1:] = ~(same_way & (node[1:] == node[:-1]))
    node, way = node[fresh], way[fresh]
    joined = (way[1:] == way[:-1]) & (node[1:] >= 0) & (node[:-1] >= 0)
    after, before = np.append(joined, False), np.insert(joined, 0, False)
    known = node >= 0
    visits = np.bincount(node[known], minlength=extract.node_id.size)
    shared = np.zeros(node.size, np.bool_)
    shared[known] = (visits >= 2)[node[known]] | nodes.special[node[known]]
    ends = np.flatnonzero(known & (shared | ~after | ~before))
    starts = np.flatnonzero(after[ends])
    return _Cut(node, way, ends[starts], ends[np.minimum(starts + 1, ends.size - 1)])


def _points(cut: _Cut) -> tuple[Ints, Ints]:
    count = cut.stop - cut.start + 1
    return np.append(0, np.cumsum(count)), cut.node[spans(cut.start, count)]


def _along(lonlat: Floats, first: Ints) -> tuple[Floats, Floats]:
    """Metres from the start of its street for each point, and of each street."""
    step = np.zeros(len(lonlat))
    step[1:] = distances_m(lonlat[:-1], lonlat[1:])
    step[first[:-1]] = 0.0
    total = np.cumsum(step)
    along = total - np.repeat(total[first[:-1]], np.diff(first))
    return along, along[first[1:] - 1]


def _vertices(cut: _Cut, nodes: _Nodes) -> tuple[Ints, Ints]:
    """Vertex numbers (s, 2) and the node row each vertex stands on."""
    node = np.stack((cut.node[cut.start], cut.node[cut.stop]), axis=1).ravel()
    key = node.copy()
    blocked = nodes.blocked[node]
    key[blocked] = nodes.blocked.size + np.arange(int(blocked.sum()))
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return number.reshape(-1, 2), node[first]


def _speeds(
    extract: Extract, uses: list[WayUse | None], way: Ints, street_m: Floats
) -> Floats:
    """km/h (s, 2) along and against; a ferry's from its timetable and a wait."""
    table = np.zeros((len(uses), 2))
    way_m = np.bincount(way, weights=street_m, minlength=len(uses))
    for row, use in enumerate(uses):
        if use is None:
            continue
        table[row] = use.forward_kmh, use.backward_kmh
        if use.ferry:
            crossing_s = ferry_seconds(extract.way_tags[row])
            top = max(use.forward_kmh, use.backward_kmh)
            if crossing_s is None:
                crossing_s = round(way_m[row] / top * 3.6)
            table[row] *= max(way_m[row], 1.0) * 3.6 / (crossing_s + FERRY_WAIT_S) / top
    return table[way]


def _names(tags: list[Tags]) -> tuple[Ints, list[str]]:
    words = [t.get("name") or t.get("ref") or "" for t in tags]
    table = sorted(set(words))
    number = {word: i for i, word in enumerate(table)}
    return np.array([number[word] for word in words], dtype=np.int64), table


def _flag(uses: list[WayUse | None], way: Ints, field: str) -> Flags:
    table = np.array([use is not None and bool(getattr(use, field)) for use in uses])
    return table[way]


def _whole(values: Floats) -> Ints:
    return np.maximum(np.rint(values), 1).astype(np.int64)

"""The streets of one net: ways cut at junctions, with their directed edges.

A **street** is an undirected run of road between two vertices; it owns the geometry.
An **edge** is a street in one direction some mode of the net may go. A **vertex** is a
junction, an end, a signal or a barrier. Whatever is true of one mode only stands in its
own **table**: how long an edge takes it (0: closed to it), which ground is for those
with business there, which vertices stop it or open for business.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.access import (
    FERRY_WAIT_S,
    WayUse,
    ferry_seconds,
    node_use,
    way_use,
)
from console.geo.streets.modes import Mode
from console.geo.streets.osm import Extract, Tags
from console.geo.streets.posted import NOTHING_POSTED, Posted, posted
from console.geo.streets.profiles import Access, Profile
from console.geo.streets.spans import spans

type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Floats = NDArray[np.float64]
type Uses = list[WayUse | None]

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Table:
    """What the streets (s), edges (e) and vertices (v) of a net are to one mode."""

    profile: Profile
    edge_ms: Ints
    edge_paced: Flags
    """Whether the time follows the speed of who walks or rides."""
    street_destination: Flags
    street_stops_here: Flags
    street_toll: Flags
    vertex_gate: Flags
    vertex_blocked: Flags

    @property
    def mode(self) -> Mode:
        """Whose table it is."""
        return self.profile.mode

    @property
    def edge_open(self) -> Flags:
        """Whether the mode may use each edge."""
        return self.edge_ms > 0


@dataclass(frozen=True, slots=True)
class Network:
    """Columns of streets (s), points (p), edges (e) and vertices (v).

    lonlat columns are (x, 2) degrees. `street_way` is a row of the extract and
    `street_osm` the way's id there. `street_edge` is (s, 2): the edge along and the
    edge against the geometry, -1 where no mode may go. `street_limit` and
    `vertex_limit` are rows of `limits`, the first of which posts nothing.
    """

    street_way: Ints
    street_osm: Ints
    street_point_first: Ints
    street_vertices: Ints
    street_edge: Ints
    street_name: Ints
    street_limit: Ints
    names: list[str]
    limits: list[Posted]
    point_lonlat: Floats
    point_along_m: Floats
    edge_street: Ints
    edge_forward: Flags
    edge_tail: Ints
    edge_head: Ints
    edge_dm: Ints
    vertex_lonlat: Floats
    vertex_node: Ints
    vertex_signal: Flags
    vertex_turning: Flags
    vertex_limit: Ints
    tables: tuple[Table, ...]

    @property
    def edge_twin(self) -> Ints:
        """The edge the other way along the same street, or -1."""
        return self.street_edge[self.edge_street, self.edge_forward.astype(np.int64)]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Streets as spans `[start, stop]` of a column of node rows."""

    node: Ints
    way: Ints
    start: Ints
    stop: Ints


@dataclass(frozen=True, slots=True)
class _Nodes:
    """What the special nodes mean, one flag a node of the extract and mode (k, n)."""

    blocked: Flags
    gate: Flags
    signal: Flags
    turning: Flags
    limit: Ints

    @property
    def special(self) -> Flags:
        return (
            self.blocked.any(axis=0)
            | self.gate.any(axis=0)
            | self.signal
            | self.turning
            | (self.limit > 0)
        )


def build_network(extract: Extract, profiles: Sequence[Profile]) -> Network | None:
    """The streets any of `profiles` may use, or None when there is none."""
    uses = [[way_use(p, tags) for tags in extract.way_tags] for p in profiles]
    limits: dict[Posted, int] = {NOTHING_POSTED: 0}
    nodes = _special_nodes(extract, profiles, limits)
    used = np.array([[use is not None for use in of] for of in uses])
    cut = _cut(extract, used.any(axis=0), nodes)
    if not cut.start.size:
        return None
    point_first, point_node = _points(cut)
    lonlat = extract.node_lonlat[point_node]
    along, street_m = _along(lonlat, point_first)
    way = cut.way[cut.start]
    vertices, vertex_node = _vertices(cut)
    kmh = np.array([_speeds(extract, of, way, street_m) for of in uses])
    allowed = (kmh > 0).any(axis=0)
    street_edge = np.where(allowed, np.cumsum(allowed).reshape(-1, 2) - 1, -1)
    edge_street, backward = np.nonzero(allowed)
    name_id, names = _names([extract.way_tags[w] for w in way])
    ends = np.where(
        backward[:, None] == 1, vertices[edge_street, ::-1], vertices[edge_street]
    )
    way_limit = [limits.setdefault(posted(t), len(limits)) for t in extract.way_tags]
    return Network(
        street_way=way,
        street_osm=extract.way_id[way],
        street_point_first=point_first,
        street_vertices=vertices,
        street_edge=street_edge,
        street_name=name_id,
        street_limit=np.array(way_limit, np.int64)[way],
        names=names,
        limits=list(limits),
        point_lonlat=lonlat,
        point_along_m=along,
        edge_street=edge_street,
        edge_forward=backward == 0,
        edge_tail=ends[:, 0],
        edge_head=ends[:, 1],
        edge_dm=_whole(street_m[edge_street] * 10),
        vertex_lonlat=extract.node_lonlat[vertex_node],
        vertex_node=vertex_node,
        vertex_signal=nodes.signal[vertex_node],
        vertex_turning=nodes.turning[vertex_node],
        vertex_limit=nodes.limit[vertex_node],
        tables=tuple(
            Table(
                profile=profile,
                edge_ms=_edge_ms(kmh[k][allowed], street_m[edge_street]),
                edge_paced=_paced(profile, uses[k], way, kmh[k])[allowed],
                street_destination=_flag(uses[k], way, "destination_only"),
                street_stops_here=_flag(uses[k], way, "stops_here"),
                street_toll=_flag(uses[k], way, "toll"),
                vertex_gate=nodes.gate[k][vertex_node],
                vertex_blocked=nodes.blocked[k][vertex_node],
            )
            for k, profile in enumerate(profiles)
        ),
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


def _special_nodes(
    extract: Extract, profiles: Sequence[Profile], limits: dict[Posted, int]
) -> _Nodes:
    size = extract.node_id.size
    blocked, gate = (np.zeros((len(profiles), size), np.bool_) for _ in range(2))
    signal, turning = (np.zeros(size, np.bool_) for _ in range(2))
    limit = np.zeros(size, np.int64)
    for place, tags in extract.node_tags.items():
        for k, profile in enumerate(profiles):
            use = node_use(profile, tags)
            blocked[k, place] = use.access is Access.NO
            gate[k, place] = use.access is Access.DESTINATION
            signal[place] |= use.signal
            turning[place] |= use.turning_place
        if "barrier" in tags:
            limit[place] = limits.setdefault(posted(tags), len(limits))
    return _Nodes(blocked, gate, signal, turning, limit)


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


def _vertices(cut: _Cut) -> tuple[Ints, Ints]:
    """Vertex numbers (s, 2) and the node row each vertex stands on."""
    node = np.stack((cut.node[cut.start], cut.node[cut.stop]), axis=1).ravel()
    _, first, number = np.unique(node, return_index=True, return_inverse=True)
    return number.reshape(-1, 2), node[first]


def _speeds(extract: Extract, uses: Uses, way: Ints, street_m: Floats) -> Floats:
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


def _edge_ms(kmh: Floats, edge_m: Floats) -> Ints:
    """Milliseconds, at least one where the edge is open, 0 where it is not."""
    open_edge = kmh > 0
    ms = _whole(edge_m / np.where(open_edge, kmh, 1.0) * 3600)
    return np.where(open_edge, ms, 0)


def _paced(profile: Profile, uses: Uses, way: Ints, kmh: Floats) -> Flags:
    """Where a faster walker or rider is quicker: not on ferries, not while pushing."""
    if not profile.flat_kmh:
        return np.zeros_like(kmh, np.bool_)
    own: Flags = ~_flag(uses, way, "ferry")[:, None]
    return np.asarray(own & (kmh != profile.push_kmh))


def _names(tags: list[Tags]) -> tuple[Ints, list[str]]:
    words = [t.get("name") or t.get("ref") or "" for t in tags]
    table = sorted(set(words))
    number = {word: i for i, word in enumerate(table)}
    return np.array([number[word] for word in words], dtype=np.int64), table


def _flag(uses: Uses, way: Ints, field: str) -> Flags:
    table = [use is not None and bool(getattr(use, field)) for use in uses]
    return np.array(table, np.bool_)[way]


def _whole(values: Floats) -> Ints:
    return np.maximum(np.rint(values), 1).astype(np.int64)

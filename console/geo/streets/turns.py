"""Which edge may follow which, at what cost: the edge-based graph of a road mode.

A graph node is a **state**: an edge, and for a restriction over a via way also what of
it lies behind. States 0..e-1 are the edges with nothing behind; further ones are
copies of an edge, reached only through the first ways of a restriction, lacking (or
having only) the turn it speaks of. An arc goes from the start of one edge to the start
of the next and weighs the first edge, the turn and the junction's wait.

Restrictions that name hours hold always: a delivery day is mostly within them. One
whose members an extract cut off, or that leaves open which side of a through road it
means, is skipped.

Turning round is for dead ends, turning places and closed gates. A turn costs nothing
on a bend, up to `turn_ms` sharply at a junction, alike to both sides.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.network import Flags, Floats, Ints, Network
from console.geo.streets.osm import Extract, Restriction
from console.geo.streets.profiles import Profile
from console.geo.streets.spans import spans

_STRAIGHT_DEG = 25.0
_SHARP_DEG = 140.0
_ROAD_KEYS = ("restriction", "restriction:motor_vehicle", "restriction:motorcar")
_EXCEPTED = frozenset({"goods", "motor_vehicle", "motorcar", "vehicle"})
_LONGEST_VIA = 12


@dataclass(frozen=True, slots=True)
class Turns:
    """Arcs between states (columns), and the edge each state stands for."""

    state_edge: Ints
    tail: Ints
    head: Ints
    cost_ms: Ints
    entries: Ints
    restrictions_used: int


@dataclass(frozen=True, slots=True)
class _Rule:
    """Edges driven one after another; the last is forbidden, or the only one."""

    path: tuple[int, ...]
    only: bool


type _Behind = frozenset[tuple[int, int]]


def build_turns(network: Network, extract: Extract, profile: Profile) -> Turns:
    """Every allowed turn of `network`, restrictions of `extract` applied."""
    tail, head = _meetings(network)
    keep = _allowed_u_turns(network, tail, head)
    tail, head = tail[keep], head[keep]
    rules = _rules(network, extract)
    state_edge, tail, head = _apply(
        rules, tail, head, np.arange(network.edge_tail.size)
    )
    from_edge, to_edge = state_edge[tail], state_edge[head]
    vertex = network.edge_head[from_edge]
    around = to_edge == network.edge_twin[from_edge]
    closed = network.edge_destination
    return Turns(
        state_edge=state_edge,
        tail=tail,
        head=head,
        cost_ms=network.vertex_wait_ms[vertex] * ~around
        + _turn_ms(network, profile, from_edge, to_edge, around),
        entries=(closed[to_edge] & ~closed[from_edge]).astype(np.int64)
        + (network.vertex_gate[vertex] & ~around),
        restrictions_used=len(rules),
    )


def _meetings(network: Network) -> tuple[Ints, Ints]:
    """All pairs of edges where the second starts where the first ends."""
    by_tail = np.argsort(network.edge_tail, kind="stable")
    size = len(network.vertex_node)
    out = np.bincount(network.edge_tail, minlength=size)
    first = np.cumsum(out) - out
    count = out[network.edge_head]
    tail = np.repeat(np.arange(count.size), count)
    return tail, by_tail[spans(first[network.edge_head], count)]


def _allowed_u_turns(network: Network, tail: Ints, head: Ints) -> Flags:
    around: Flags = head == network.edge_twin[tail]
    onward = np.bincount(tail[~around], minlength=network.edge_tail.size)
    may_turn: Flags = (onward == 0) | network.vertex_turning[network.edge_head]
    return ~around | may_turn[tail]


def _turn_ms(
    network: Network, profile: Profile, from_edge: Ints, to_edge: Ints, around: Flags
) -> Ints:
    ends = np.bincount(
        network.street_vertices.ravel(), minlength=len(network.vertex_node)
    )
    crossing = ends[network.edge_head[from_edge]] > 2
    arriving, leaving = _bearings(network)
    angle = np.abs((leaving[to_edge] - arriving[from_edge] + 180) % 360 - 180)
    share = np.clip((angle - _STRAIGHT_DEG) / (_SHARP_DEG - _STRAIGHT_DEG), 0, 1)
    cost = np.rint(share * profile.turn_ms).astype(np.int64) * crossing
    return np.where(around, profile.u_turn_ms, cost)


def _bearings(network: Network) -> tuple[Floats, Floats]:
    """Degrees from north at the end and at the start of each edge."""
    first = network.street_point_first
    lonlat = network.point_lonlat
    out = _bearing(lonlat[first[:-1]], lonlat[first[:-1] + 1])
    into = _bearing(lonlat[first[1:] - 2], lonlat[first[1:] - 1])
    street, forward = network.edge_street, network.edge_forward
    arriving = np.where(forward, into[street], out[street] + 180)
    return arriving, np.where(forward, out[street], into[street] + 180)


def _bearing(a: Floats, b: Floats) -> Floats:
    east = (b[:, 0] - a[:, 0]) * np.cos(np.radians(a[:, 1]))
    return np.degrees(np.arctan2(east, b[:, 1] - a[:, 1]))


def _rules(network: Network, extract: Extract) -> list[_Rule]:
    by_way: dict[int, list[int]] = defaultdict(list)
    way_id = extract.way_id[network.street_way[network.edge_street]]
    named = {
        way
        for r in extract.restrictions
        for way in (*r.from_ways, *r.via_ways, *r.to_ways)
    }
    for edge in np.flatnonzero(np.isin(way_id, sorted(named))).tolist():
        by_way[int(way_id[edge])].append(edge)
    node_id = extract.node_id[network.vertex_node]
    rules: dict[_Rule, None] = {}
    for restriction in extract.restrictions:
        for rule in _paths(network, restriction, by_way, node_id):
            rules.setdefault(rule)
    return list(rules)


def _paths(
    network: Network, r: Restriction, by_way: dict[int, list[int]], node_id: Ints
) -> Iterator[_Rule]:
    kind = next((r.tags[key] for key in _ROAD_KEYS if key in r.tags), "")
    excepted = {word.strip() for word in r.tags.get("except", "").split(";")}
    if not kind.startswith(("no_", "only_")) or excepted & _EXCEPTED:
        return
    only = kind.startswith("only_")
    into = [e for way in r.from_ways for e in by_way.get(way, ())]
    onto = [e for way in r.to_ways for e in by_way.get(way, ())]
    if r.via_nodes and not r.via_ways:
        into = [e for e in into if node_id[network.edge_head[e]] in r.via_nodes]
        onto = [e for e in onto if node_id[network.edge_tail[e]] in r.via_nodes]
        found = [(a, b) for a in into for b in onto if _meet(network, a, b)]
        if kind == "no_u_turn" and set(r.from_ways) == set(r.to_ways):
            found = [(a, b) for a, b in found if network.edge_twin[a] == b]
        elif len(r.from_ways) == 1 and len(into) > 1:
            return  # the way runs through the junction: which side is meant is unsaid
        yield from (_Rule(pair, only) for pair in found)
    elif r.via_ways:
        via = [e for way in r.via_ways for e in by_way.get(way, ())]
        for start in into:
            for path in _through(network, (start,), set(via), set(onto)):
                yield _Rule(path, only)


def _through(
    network: Network, path: tuple[int, ...], via: set[int], onto: set[int]
) -> Iterator[tuple[int, ...]]:
    """Paths from `path` over at least one of the edges `via` to one of `onto`."""
    last = path[-1]
    if len(path) > 1:
        yield from ((*path, e) for e in sorted(onto) if _meet(network, last, e))
    if len(path) < _LONGEST_VIA:
        twin = int(network.edge_twin[last])
        for edge in sorted(via.difference(path)):
            if edge != twin and _meet(network, last, edge):
                yield from _through(network, (*path, edge), via, onto)


def _meet(network: Network, a: int, b: int) -> bool:
    return bool(network.edge_head[a] == network.edge_tail[b])


def _apply(
    rules: list[_Rule], tail: Ints, head: Ints, state_edge: Ints
) -> tuple[Ints, Ints, Ints]:
    """Drop and redirect turns by the rules; returns states and arcs."""
    if not rules:
        return state_edge, tail, head
    begins: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for number, rule in enumerate(rules):
        begins[rule.path[0]].add((number, 0))
    turns = _successors(rules, tail, head)
    edges: list[int] = []
    states: dict[tuple[int, _Behind], int] = {}
    arcs: list[tuple[int, int]] = []
    todo = [(edge, edge, frozenset[tuple[int, int]]()) for edge in sorted(begins)]
    while todo:
        state, edge, behind = todo.pop()
        active = behind | begins.get(edge, set())
        for onward in turns.get(edge, ()):
            if not _permitted(rules, active, onward):
                continue
            carried = frozenset(
                (number, at + 1)
                for number, at in active
                if at + 2 < len(rules[number].path)
                and rules[number].path[at + 1] == onward
            )
            target = onward
            if carried:
                key = (onward, carried)
                if key not in states:
                    states[key] = state_edge.size + len(edges)
                    edges.append(onward)
                    todo.append((states[key], onward, carried))
                target = states[key]
            arcs.append((state, target))
    plain = ~np.isin(tail, np.array(sorted(begins)))
    pairs = np.array(sorted(arcs), dtype=np.int64).reshape(-1, 2)
    return (
        np.concatenate((state_edge, np.array(edges, dtype=np.int64))),
        np.concatenate((tail[plain], pairs[:, 0])),
        np.concatenate((head[plain], pairs[:, 1])),
    )


def _successors(rules: list[_Rule], tail: Ints, head: Ints) -> dict[int, list[int]]:
    """The turns out of every edge a rule stands on."""
    named = np.array(sorted({edge for rule in rules for edge in rule.path}))
    rows: NDArray[np.int64] = np.flatnonzero(np.isin(tail, named))
    turns: dict[int, list[int]] = defaultdict(list)
    for edge, onward in zip(tail[rows].tolist(), head[rows].tolist(), strict=True):
        turns[edge].append(onward)
    return turns


def _permitted(
    rules: list[_Rule], active: set[tuple[int, int]] | _Behind, onward: int
) -> bool:
    due = [rules[n] for n, at in active if at + 2 == len(rules[n].path)]
    onlys = {rule.path[-1] for rule in due if rule.only}
    if onlys and onward not in onlys:
        return False
    return not any(rule.path[-1] == onward for rule in due if not rule.only)

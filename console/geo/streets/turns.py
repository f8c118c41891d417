"""Which edge may follow which, at what cost: the edge-based graph of a road mode.

A graph node is a **state**: an edge, and for a restriction over a via way also what of
it lies behind. States 0..e-1 are the edges with nothing behind; further ones are
copies of an edge, reached only through the first ways of a restriction, lacking (or
having only) the turn it speaks of. An arc goes from the start of one edge to the start
of the next and weighs the first edge, the turn and the junction's wait.

Restrictions that name hours hold always: a delivery day is mostly within them. One
whose members an extract cut off, or that leaves open which side of a through road it
means, is skipped.

Turning round is for dead ends, turning places and barriers. A turn costs nothing
on a bend, up to the mode's `turn_ms` sharply at a junction, alike to both sides.

The modes of a net share states and arcs; which of them may take an arc is a bit each,
so a restriction that excepts one mode, or speaks of one only, costs no second graph.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.network import Flags, Floats, Ints, Network
from console.geo.streets.osm import Extract, Restriction
from console.geo.streets.spans import spans

_STRAIGHT_DEG = 25.0
_SHARP_DEG = 140.0
_LONGEST_VIA = 12


@dataclass(frozen=True, slots=True)
class Turns:
    """Arcs between states (columns), and the edge each state stands for.

    allowed: bool (modes, arcs), share: of the mode's turn_ms, `around`: turning round.
    """

    state_edge: Ints
    tail: Ints
    head: Ints
    allowed: Flags
    share: Floats
    around: Flags
    restrictions_used: tuple[int, ...]
    """How many bind each mode."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Edges driven one after another; the last is forbidden, or the only one."""

    path: tuple[int, ...]
    only: bool


type _Behind = frozenset[tuple[int, int]]
type _Rules = list[tuple[_Rule, int]]
"""Each rule with the bits of the modes it binds: bit k is the network's table k."""


def build_turns(network: Network, extract: Extract) -> Turns:
    """Every turn of `network` some mode may take, restrictions of `extract` applied."""
    tail, head = _meetings(network)
    masks = _masks(network, tail, head)
    keep = masks > 0
    tail, head, masks = tail[keep], head[keep], masks[keep]
    rules = _rules(network, extract, (tail, head, masks))
    edges = np.arange(network.edge_tail.size)
    state_edge, tail, head, masks = _apply(rules, tail, head, masks, edges)
    from_edge, to_edge = state_edge[tail], state_edge[head]
    around = to_edge == network.edge_twin[from_edge]
    modes = range(len(network.tables))
    return Turns(
        state_edge=state_edge,
        tail=tail,
        head=head,
        allowed=np.array([masks >> k & 1 for k in modes], np.bool_),
        share=_share(network, from_edge, to_edge),
        around=around,
        restrictions_used=tuple(sum(bits >> k & 1 for _, bits in rules) for k in modes),
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


def _masks(network: Network, tail: Ints, head: Ints) -> Ints:
    """The bits of the modes that may follow edge `tail` by edge `head`."""
    vertex = network.edge_head[tail]
    around = head == network.edge_twin[tail]
    masks = np.zeros(tail.size, np.int64)
    for k, table in enumerate(network.tables):
        is_open = table.edge_open[tail] & table.edge_open[head]
        onward = is_open & ~around & ~table.vertex_blocked[vertex]
        left = np.bincount(tail[onward], minlength=network.edge_tail.size)
        # A posted barrier may be too small for a vehicle that has come so far.
        here = network.vertex_turning | (network.vertex_limit > 0)
        here |= table.vertex_gate | table.vertex_blocked
        may_turn = (left[tail] == 0) | here[vertex]
        masks |= (onward | (is_open & around & may_turn)).astype(np.int64) << k
    return masks


def _share(network: Network, from_edge: Ints, to_edge: Ints) -> Floats:
    ends = np.bincount(
        network.street_vertices.ravel(), minlength=len(network.vertex_node)
    )
    crossing = ends[network.edge_head[from_edge]] > 2
    arriving, leaving = _bearings(network)
    angle = np.abs((leaving[to_edge] - arriving[from_edge] + 180) % 360 - 180)
    share = np.clip((angle - _STRAIGHT_DEG) / (_SHARP_DEG - _STRAIGHT_DEG), 0, 1)
    return np.asarray(share * crossing)


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


def _rules(
    network: Network, extract: Extract, turns: tuple[Ints, Ints, Ints]
) -> _Rules:
    """The rules of `extract`; each binds those modes that could drive its whole path.

    So where only a scooter may go straight on, an order to go straight on is for it.
    """
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
    rules: dict[_Rule, int] = defaultdict(int)
    for restriction in extract.restrictions:
        for kind, bits in _kinds(network, restriction).items():
            for rule in _paths(network, restriction, kind, by_way, node_id):
                rules[rule] |= bits
    possible = _successors(list(rules.items()), *turns)
    bound = []
    for rule, meant in rules.items():
        bits = meant
        for edge, onward in pairwise(rule.path):
            bits &= dict(possible[edge]).get(onward, 0)
        if bits:
            bound.append((rule, bits))
    return bound


def _kinds(network: Network, r: Restriction) -> dict[str, int]:
    """What the restriction says to which modes: bits by kind."""
    excepted = {word.strip() for word in r.tags.get("except", "").split(";")}
    kinds: dict[str, int] = defaultdict(int)
    for k, table in enumerate(network.tables):
        profile = table.profile
        kind = next((r.tags[key] for key in profile.turn_keys if key in r.tags), "")
        if kind.startswith(("no_", "only_")) and not excepted & profile.turn_excepted:
            kinds[kind] |= 1 << k
    return kinds


def _paths(
    network: Network,
    r: Restriction,
    kind: str,
    by_way: dict[int, list[int]],
    node_id: Ints,
) -> Iterator[_Rule]:
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
    rules: _Rules, tail: Ints, head: Ints, masks: Ints, state_edge: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """Drop and redirect turns by the rules; returns states, arcs and their masks."""
    if not rules:
        return state_edge, tail, head, masks
    begins: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for number, (rule, _) in enumerate(rules):
        begins[rule.path[0]].add((number, 0))
    turns = _successors(rules, tail, head, masks)
    edges: list[int] = []
    states: dict[tuple[int, _Behind], int] = {}
    arcs: list[tuple[int, int, int]] = []
    todo = [(edge, edge, frozenset[tuple[int, int]]()) for edge in sorted(begins)]
    while todo:
        state, edge, behind = todo.pop()
        active = behind | begins.get(edge, set())
        for onward, mask in turns.get(edge, ()):
            allowed = mask & ~_forbidden(rules, active, onward)
            if not allowed:
                continue
            carried = frozenset(
                (number, at + 1)
                for number, at in active
                if at + 2 < len(rules[number][0].path)
                and rules[number][0].path[at + 1] == onward
            )
            target = onward
            if carried:
                key = (onward, carried)
                if key not in states:
                    states[key] = state_edge.size + len(edges)
                    edges.append(onward)
                    todo.append((states[key], onward, carried))
                target = states[key]
            arcs.append((state, target, allowed))
    plain = ~np.isin(tail, np.array(sorted(begins)))
    found = np.array(sorted(arcs), dtype=np.int64).reshape(-1, 3)
    return (
        np.concatenate((state_edge, np.array(edges, dtype=np.int64))),
        np.concatenate((tail[plain], found[:, 0])),
        np.concatenate((head[plain], found[:, 1])),
        np.concatenate((masks[plain], found[:, 2])),
    )


def _successors(
    rules: _Rules, tail: Ints, head: Ints, masks: Ints
) -> dict[int, list[tuple[int, int]]]:
    """The turns out of every edge a rule stands on, with their masks."""
    named = np.array(sorted({edge for rule, _ in rules for edge in rule.path}))
    rows: NDArray[np.int64] = np.flatnonzero(np.isin(tail, named))
    turns: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge, onward, mask in zip(
        tail[rows].tolist(), head[rows].tolist(), masks[rows].tolist(), strict=True
    ):
        turns[edge].append((onward, mask))
    return turns


def _forbidden(
    rules: _Rules, active: set[tuple[int, int]] | _Behind, onward: int
) -> int:
    """The bits of the modes that may not go `onward` with this behind them."""
    due = [rules[n] for n, at in active if at + 2 == len(rules[n][0].path)]
    ordered = bidden = forbidden = 0
    for rule, bits in due:
        meant = rule.path[-1] == onward
        if rule.only:
            ordered |= bits
            bidden |= bits * meant
        else:
            forbidden |= bits * meant
    return forbidden | (ordered & ~bidden)

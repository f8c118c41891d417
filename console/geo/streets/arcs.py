"""The graph a hierarchy is built on: edge-based for roads, node-based otherwise.

Both kinds answer the same two questions for an edge a stop lies on. A **departure** is
a node one may go to from the edge's end and the weight of getting onto it; an
**arrival** is a node at the edge's start. So everything after this module knows
nothing of the two kinds:

                     node            arc u -> v             departures, arrivals
    edge-based       state of edge   along u's edge, turn   its turns, its states
    node-based       vertex          along an edge          its head, its tail

In the node-based graph an edge on closed ground that starts at a vertex of open ground
is an entry; in the edge-based one the turn onto it is.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from console.geo.streets.columns import Fringe
from console.geo.streets.network import Flags, Floats, Ints, Network
from console.geo.streets.turns import Turns
from console.geo.streets.weights import Weights, packed

# A component shorter than this, and than a tenth of the longest, is a scrap: a stop
# snaps to it only where nothing better is near. A settlement has more than 10 km.
_SCRAP_DM = 100_000


@dataclass(frozen=True, slots=True)
class ArcGraph:
    """Nodes with coordinates, arcs in columns, and how edges hang on it."""

    node_lonlat: Floats
    tail: Ints
    head: Ints
    weight: Weights
    edge: Ints
    """The edge an arc runs along."""
    departures: Fringe
    arrivals: Fringe
    edge_weight: Weights
    edge_solid: Flags
    """Whether the edge is in a component that is more than a scrap."""


def edge_based(network: Network, turns: Turns) -> ArcGraph:
    """Nodes are states of edges, arcs are turns."""
    edges = network.edge_ms.size
    edge_weight = _edge_weight(network)
    nothing = np.zeros_like(turns.tail)
    turn = packed(turns.cost_ms, nothing, turns.entries)
    from_edge = turns.state_edge[turns.tail]
    onto = np.flatnonzero(turns.tail < edges)
    states = np.arange(turns.state_edge.size)
    middle = _edge_middles(network)
    departures = _fringe(edges, turns.tail[onto], turns.head[onto], turn[onto])
    into = turns.state_edge[turns.head]
    return ArcGraph(
        node_lonlat=middle[turns.state_edge],
        tail=turns.tail,
        head=turns.head,
        weight=edge_weight[from_edge] + turn,
        edge=from_edge,
        departures=departures,
        arrivals=_fringe(edges, turns.state_edge, states, np.zeros_like(states)),
        edge_weight=edge_weight,
        edge_solid=_solid(
            _whole_components(
                turns.tail, turns.head, network.edge_dm[turns.state_edge]
            ),
            (turns.tail[onto], turns.head[onto]),
            (into, turns.tail),
            edges,
        ),
    )


def node_based(network: Network) -> ArcGraph:
    """Nodes are vertices, arcs are edges; of parallel ones the lightest."""
    edge_weight = _edge_weight(network)
    tail, head = network.edge_tail, network.edge_head
    nothing = np.zeros_like(tail)
    vertices = len(network.vertex_node)
    closed = network.edge_destination
    open_ground = np.zeros(vertices, np.bool_)
    open_ground[network.street_vertices[~network.street_destination].ravel()] = True
    entry = packed(nothing, nothing, (closed & open_ground[tail]).astype(np.int64))
    passing = packed(
        network.vertex_wait_ms[head],
        nothing,
        network.vertex_gate[head].astype(np.int64),
    )
    weight = edge_weight + entry + passing
    edges = np.arange(tail.size)
    order = np.lexsort((edges, weight, head, tail))
    pair = tail[order] * vertices + head[order]
    kept = order[np.append(True, pair[1:] != pair[:-1])]
    around_dm = np.bincount(tail, weights=network.edge_dm, minlength=vertices)
    return ArcGraph(
        node_lonlat=network.vertex_lonlat,
        tail=tail[kept],
        head=head[kept],
        weight=weight[kept],
        edge=kept,
        departures=_fringe(edges.size, edges, head, passing),
        arrivals=_fringe(edges.size, edges, tail, entry),
        edge_weight=edge_weight,
        edge_solid=_solid(
            _whole_components(tail, head, around_dm.astype(np.int64)),
            (edges, head),
            (edges, tail),
            edges.size,
        ),
    )


def _edge_weight(network: Network) -> Weights:
    return packed(network.edge_ms, network.edge_dm, np.zeros_like(network.edge_ms))


def _edge_middles(network: Network) -> Floats:
    first = network.street_point_first
    middle: Floats = network.point_lonlat[(first[:-1] + first[1:]) // 2]
    return middle[network.edge_street]


def _fringe(edges: int, edge: Ints, node: Ints, weight: Weights) -> Fringe:
    order = np.lexsort((node, edge))
    first = np.append(0, np.cumsum(np.bincount(edge, minlength=edges)))
    return Fringe(first.astype(np.int32), node[order].astype(np.int32), weight[order])


def _whole_components(tail: Ints, head: Ints, node_dm: Ints) -> Ints:
    """The strong component of each node, -1 where it is a scrap."""
    ones = np.ones(tail.size, np.int8)
    shape = (node_dm.size, node_dm.size)
    matrix = coo_array((ones, (tail, head)), shape=shape).tocsr()
    _, label = connected_components(matrix, connection="strong")
    length = np.bincount(label, weights=node_dm)
    whole = length >= min(_SCRAP_DM, length.max() / 10)
    return np.where(whole[label], label, -1)


def _solid(
    component: Ints, leaving: tuple[Ints, Ints], reaching: tuple[Ints, Ints], edges: int
) -> Flags:
    """Edges one may leave into and reach from one and the same whole component.

    `leaving` and `reaching` are rows of an edge and a node next to it.
    """

    def keys(edge: Ints, node: Ints) -> Ints:
        whole = component[node] >= 0
        return edge[whole] * component.size + component[node[whole]]

    both = np.intersect1d(keys(*leaving), keys(*reaching))
    solid = np.zeros(edges, np.bool_)
    solid[both // component.size] = True
    return solid

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
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from console.geo.streets.columns import Fringe
from console.geo.streets.network import Flags, Floats, Ints, Network
from console.geo.streets.turns import Turns
from console.geo.streets.weights import Weights, length_dm, packed

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
    component = _components(states.size, turns.tail, turns.head)
    return ArcGraph(
        node_lonlat=middle[turns.state_edge],
        tail=turns.tail,
        head=turns.head,
        weight=edge_weight[from_edge] + turn,
        edge=from_edge,
        departures=_fringe(edges, turns.tail[onto], turns.head[onto], turn[onto]),
        arrivals=_fringe(edges, turns.state_edge, states, np.zeros_like(states)),
        edge_weight=edge_weight,
        edge_solid=_solid(component[:edges], component[:edges], edge_weight),
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
    component = _components(vertices, tail, head)
    return ArcGraph(
        node_lonlat=network.vertex_lonlat,
        tail=tail[kept],
        head=head[kept],
        weight=weight[kept],
        edge=kept,
        departures=_fringe(edges.size, edges, head, passing),
        arrivals=_fringe(edges.size, edges, tail, entry),
        edge_weight=edge_weight,
        edge_solid=_solid(component[tail], component[head], edge_weight),
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


def _components(nodes: int, tail: Ints, head: Ints) -> NDArray[np.int32]:
    ones = np.ones(tail.size, np.int8)
    matrix = coo_array((ones, (tail, head)), shape=(nodes, nodes)).tocsr()
    _, component = connected_components(matrix, connection="strong")
    return component


def _solid(
    tail: NDArray[np.int32], head: NDArray[np.int32], edge_weight: Weights
) -> Flags:
    inside: Flags = tail == head
    length = np.bincount(
        tail[inside],
        weights=length_dm(edge_weight[inside]),
        minlength=int(max(tail.max(), head.max())) + 1,
    )
    return inside & (length[tail] >= min(_SCRAP_DM, length.max() / 10))

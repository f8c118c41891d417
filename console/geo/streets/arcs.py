"""The graph a hierarchy is built on: edge-based for roads, node-based for paths.

Both kinds answer the same two questions for an edge a stop lies on. A **departure** is
a node one may go to from the edge's end; an **arrival** is a node at the edge's start.
What these and the arcs weigh for a mode under its conditions `weighing` works out:

                     node            arc u -> v             departures, arrivals
    edge-based       state of edge   along u's edge, turn   its turns, its states
    node-based       vertex          along an edge          its head, its tail

All modes of a net share the graph; an arc closed to a mode is never reached by it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from console.geo.streets.network import Flags, Floats, Ints, Network, Table
from console.geo.streets.turns import Turns

# A component shorter than this, and than a tenth of the longest, is a scrap: a stop
# snaps to it only where nothing better is near. A settlement has more than 10 km.
_SCRAP_DM = 100_000


@dataclass(frozen=True, slots=True)
class Hang:
    """How edges hang on the graph: rows of an edge, a node, and the arc between them.

    The arc of a row is -1 where none leads from the edge to the node.
    """

    edge: Ints
    node: Ints
    arc: Ints


@dataclass(frozen=True, slots=True)
class ArcGraph:
    """Nodes with coordinates, arcs in columns, and how edges hang on it.

    `edge` is the one an arc runs along, `onto` the one it turns onto (or itself);
    allowed: bool (modes, arcs); `solid`: bool (modes, edges), whether an edge is in a
    component that is more than a scrap.
    """

    node_lonlat: Floats
    tail: Ints
    head: Ints
    edge: Ints
    onto: Ints
    allowed: Flags
    share: Floats
    around: Flags
    departures: Hang
    arrivals: Hang
    solid: Flags


def edge_based(network: Network, turns: Turns) -> ArcGraph:
    """Nodes are states of edges, arcs are turns."""
    edges = network.edge_dm.size
    from_edge, onto = turns.state_edge[turns.tail], turns.state_edge[turns.head]
    plain = np.flatnonzero(turns.tail < edges)
    states = np.arange(turns.state_edge.size)
    node_dm = network.edge_dm[turns.state_edge]
    solid = [
        _solid(
            _whole_components(turns.tail[ok], turns.head[ok], node_dm),
            (turns.tail[plain][ok[plain]], turns.head[plain][ok[plain]]),
            (onto[ok], turns.tail[ok]),
            edges,
        )
        for ok in turns.allowed
    ]
    return ArcGraph(
        node_lonlat=_edge_middles(network)[turns.state_edge],
        tail=turns.tail,
        head=turns.head,
        edge=from_edge,
        onto=onto,
        allowed=turns.allowed,
        share=turns.share,
        around=turns.around,
        departures=Hang(turns.tail[plain], turns.head[plain], plain),
        arrivals=Hang(turns.state_edge, states, np.full(states.size, -1)),
        solid=np.array(solid),
    )


def node_based(network: Network) -> ArcGraph:
    """Nodes are vertices, arcs are edges."""
    tail, head = network.edge_tail, network.edge_head
    edges = np.arange(tail.size)
    allowed = np.array(
        [t.edge_open & ~t.vertex_blocked[head] for t in network.tables], np.bool_
    )
    return ArcGraph(
        node_lonlat=network.vertex_lonlat,
        tail=tail,
        head=head,
        edge=edges,
        onto=edges,
        allowed=allowed,
        share=np.zeros(0),
        around=np.zeros(0, np.bool_),
        departures=Hang(edges, head, edges),
        arrivals=Hang(edges, tail, edges),
        solid=np.array([_solid_paths(network, table) for table in network.tables]),
    )


def _solid_paths(network: Network, table: Table) -> Flags:
    """Solid edges where a vertex that stops the mode ends every street there."""
    street, against = network.edge_street, ~network.edge_forward
    vertices = len(network.vertex_node)

    def own(vertex: Ints, end: Flags) -> Ints:
        blocked = table.vertex_blocked[vertex]
        return np.where(blocked, vertices + 2 * street + end, vertex)

    size = vertices + 2 * len(network.street_way)
    ok = np.flatnonzero(table.edge_open)
    tail = own(network.edge_tail, against)[ok]
    head = own(network.edge_head, ~against)[ok]
    around_dm = np.bincount(tail, weights=network.edge_dm[ok], minlength=size)
    component = _whole_components(tail, head, around_dm.astype(np.int64))
    return _solid(component, (ok, head), (ok, tail), street.size)


def _edge_middles(network: Network) -> Floats:
    first = network.street_point_first
    middle: Floats = network.point_lonlat[(first[:-1] + first[1:]) // 2]
    return middle[network.edge_street]


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

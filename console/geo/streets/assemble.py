"""Puts a net's arrays together: graph in rank order, hierarchy, tables, grid."""

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.arcs import ArcGraph, Hang
from console.geo.streets.columns import (
    Ground,
    Hung,
    ModeTable,
    NetColumns,
    Pace,
    Topology,
)
from console.geo.streets.hierarchy import build_shape
from console.geo.streets.network import Flags, Ints, Network
from console.geo.streets.signs import Signs
from console.geo.streets.snapping import Grid, build_grid


def make_columns(
    network: Network, arcs: ArcGraph, signs: Signs, order: NDArray[np.int64]
) -> NetColumns:
    """Renumber the graph's nodes by rank and complete it."""
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    tail, head = rank[arcs.tail], rank[arcs.head]
    by_rank = np.lexsort((arcs.edge, head, tail))
    place = np.full(by_rank.size + 1, -1, np.int64)  # the last one: of no arc
    place[by_rank] = np.arange(by_rank.size)
    tail, head = tail[by_rank], head[by_rank]
    weighs = network.tables[0].profile.edge_based
    grid, segment_street = _grid(network)
    profiles = {table.mode: table.profile for table in network.tables}
    return NetColumns(
        ground=_ground(network),
        graph=Topology(
            tail=_int32(tail),
            head=_int32(head),
            edge=_int32(arcs.edge[by_rank]),
            onto=_int32(arcs.onto[by_rank]),
            share=(arcs.share[by_rank] if weighs else arcs.share).astype(np.float32),
            around=arcs.around[by_rank] if weighs else arcs.around,
        ),
        shape=build_shape(order.size, tail, head),
        departures=_hung(arcs.departures, network.edge_dm.size, rank, place),
        arrivals=_hung(arcs.arrivals, network.edge_dm.size, rank, place),
        grid=grid,
        signs=signs,
        tables={
            table.mode: ModeTable(
                edge_ms=_int32(table.edge_ms),
                edge_paced=table.edge_paced,
                edge_solid=solid,
                street_destination=table.street_destination,
                street_toll=table.street_toll,
                vertex_gate=table.vertex_gate,
                arc_allowed=allowed[by_rank],
                segment_use=_use(
                    network, segment_street, table.street_stops_here, solid
                ),
            )
            for table, solid, allowed in zip(
                network.tables, arcs.solid, arcs.allowed, strict=True
            )
        },
        paces={
            mode: Pace(p.signal_ms, p.turn_ms, p.u_turn_ms, p.flat_kmh)
            for mode, p in profiles.items()
        },
        turns_weigh=weighs,
    )


def _ground(network: Network) -> Ground:
    texts = [name.encode() for name in network.names]
    counts = np.diff(network.street_point_first)
    limits = [(p.height_mm, p.width_mm, p.length_mm, p.mass_kg) for p in network.limits]
    return Ground(
        point_first=_int32(network.street_point_first),
        point_lonlat=network.point_lonlat,
        point_along_m=network.point_along_m,
        point_street=_int32(np.repeat(np.arange(counts.size), counts)),
        street_edge=_int32(network.street_edge),
        street_name=_int32(network.street_name),
        street_way=network.street_osm,
        street_limit=_int32(network.street_limit),
        name_first=np.cumsum([0, *map(len, texts)], dtype=np.int32),
        name_text=np.frombuffer(b"".join(texts), np.uint8),
        limits=np.array(limits, np.int32),
        edge_street=_int32(network.edge_street),
        edge_forward=network.edge_forward,
        edge_head=_int32(network.edge_head),
        edge_dm=_int32(network.edge_dm),
        vertex_signal=network.vertex_signal,
        vertex_limit=_int32(network.vertex_limit),
    )


def _grid(network: Network) -> tuple[Grid, Ints]:
    """Segments where some mode may stop, by cells, and the street of each."""
    counts = np.diff(network.street_point_first)
    starts = np.ones(len(network.point_lonlat), np.bool_)
    starts[network.street_point_first[1:] - 1] = False
    stops = np.any([table.street_stops_here for table in network.tables], axis=0)
    street = np.repeat(np.arange(counts.size), counts)
    point = np.flatnonzero(starts & stops[street])
    return build_grid(network.point_lonlat, point), street[point]


def _use(
    network: Network, segment_street: Ints, stops_here: Flags, solid: Flags
) -> NDArray[np.uint8]:
    on_network = np.zeros(stops_here.size, np.bool_)
    on_network[network.edge_street[solid]] = True
    use = np.where(stops_here, 1 + on_network, 0).astype(np.uint8)
    return use[segment_street]


def _hung(hang: Hang, edges: int, rank: Ints, place: Ints) -> Hung:
    order = np.lexsort((hang.node, hang.edge))
    first = np.append(0, np.cumsum(np.bincount(hang.edge, minlength=edges)))
    return Hung(
        first=_int32(first),
        node=_int32(rank[hang.node[order]]),
        arc=_int32(place[hang.arc[order]]),
    )


def _int32(values: NDArray[np.int64]) -> NDArray[np.int32]:
    return values.astype(np.int32)

"""Puts one mode's arrays together: graph in rank order, hierarchy, weights, grid."""

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.arcs import ArcGraph
from console.geo.streets.columns import Fringe, Graph, Lines, ModeColumns
from console.geo.streets.hierarchy import build_fans, build_metric, build_shape
from console.geo.streets.network import Network
from console.geo.streets.signs import Signs
from console.geo.streets.snapping import Grid, build_grid


def make_columns(
    network: Network, arcs: ArcGraph, signs: Signs, order: NDArray[np.int64]
) -> ModeColumns:
    """Renumber the graph's nodes by rank, complete it and customise it."""
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    tail, head = rank[arcs.tail], rank[arcs.head]
    by_rank = np.lexsort((head, tail))
    tail, head = tail[by_rank], head[by_rank]
    shape = build_shape(order.size, tail, head)
    weight = arcs.weight[by_rank]
    metric = build_metric(shape, weight)
    up, down = build_fans(shape, metric)
    return ModeColumns(
        lines=_lines(network, arcs),
        graph=Graph(_int32(tail), _int32(head), weight, _int32(arcs.edge[by_rank])),
        shape=shape,
        metric=metric,
        up=up,
        down=down,
        departures=_ranked(arcs.departures, rank),
        arrivals=_ranked(arcs.arrivals, rank),
        grid=_grid(network, arcs),
        signs=signs,
    )


def _lines(network: Network, arcs: ArcGraph) -> Lines:
    texts = [name.encode() for name in network.names]
    counts = np.diff(network.street_point_first)
    return Lines(
        point_first=_int32(network.street_point_first),
        point_lonlat=network.point_lonlat,
        point_along_m=network.point_along_m,
        point_street=_int32(np.repeat(np.arange(counts.size), counts)),
        street_edge=_int32(network.street_edge),
        street_name=_int32(network.street_name),
        street_destination=network.street_destination,
        name_first=np.cumsum([0, *map(len, texts)], dtype=np.int32),
        name_text=np.frombuffer(b"".join(texts), np.uint8),
        edge_street=_int32(network.edge_street),
        edge_forward=network.edge_forward,
        edge_weight=arcs.edge_weight,
        edge_solid=arcs.edge_solid,
    )


def _grid(network: Network, arcs: ArcGraph) -> Grid:
    counts = np.diff(network.street_point_first)
    starts = np.ones(len(network.point_lonlat), np.bool_)
    starts[network.street_point_first[1:] - 1] = False
    starts &= np.repeat(network.street_stops_here, counts)
    solid = np.zeros(counts.size, np.bool_)
    solid[network.edge_street[arcs.edge_solid]] = True
    point = np.flatnonzero(starts)
    return build_grid(network.point_lonlat, point, np.repeat(solid, counts)[point])


def _ranked(fringe: Fringe, rank: NDArray[np.int64]) -> Fringe:
    return Fringe(fringe.first, _int32(rank[fringe.node]), fringe.weight)


def _int32(values: NDArray[np.int64]) -> NDArray[np.int32]:
    return values.astype(np.int32)

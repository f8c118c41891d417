"""One mode's arrays: made at the build, written to the pack, seen again when opened.

Two frozen records hold them, and their field names are the names in the pack:
`Lines` is what a person sees (streets, geometry, names), `Kernel` what sweeps read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.arcs import ArcGraph, Fringe
from console.geo.streets.errors import PackError
from console.geo.streets.hierarchy import (
    Fan,
    Metric,
    Shape,
    build_fans,
    build_metric,
    build_shape,
)
from console.geo.streets.network import Network
from console.geo.streets.snapping import Grid, build_grid
from console.geo.streets.weights import Weights

type Ints32 = NDArray[np.int32]
type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Lines:
    """Streets (s) with their points (p) and edges (e); names as one UTF-8 text."""

    point_first: Ints32
    point_lonlat: Floats
    point_along_m: Floats
    point_street: Ints32
    street_edge: Ints32
    street_name: Ints32
    street_destination: Flags
    name_first: Ints32
    name_text: NDArray[np.uint8]
    edge_street: Ints32
    edge_forward: Flags
    edge_weight: Weights
    edge_solid: Flags

    def name(self, edge: int) -> str:
        """The street name of an edge, or its reference, or nothing."""
        row = self.street_name[self.edge_street[edge]]
        text = self.name_text[self.name_first[row] : self.name_first[row + 1]]
        return text.tobytes().decode()


@dataclass(frozen=True, slots=True)
class Graph:
    """Arcs between ranks with their own weights, kept to customise anew."""

    tail: Ints32
    head: Ints32
    weight: Weights
    edge: Ints32


@dataclass(frozen=True, slots=True)
class ModeColumns:
    """All arrays of one mode."""

    lines: Lines
    graph: Graph
    shape: Shape
    metric: Metric
    up: Fan
    down: Fan
    departures: Fringe
    arrivals: Fringe
    grid: Grid


_PARTS = {
    "lines": Lines,
    "graph": Graph,
    "shape": Shape,
    "metric": Metric,
    "up": Fan,
    "down": Fan,
    "departures": Fringe,
    "arrivals": Fringe,
    "grid": Grid,
}


def make_columns(
    network: Network, arcs: ArcGraph, order: NDArray[np.int64]
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
    )


def to_pack(prefix: str, columns: ModeColumns) -> dict[str, NDArray[Any]]:
    """The arrays by their names in the pack."""
    return {
        f"{prefix}/{part}/{field.name}": getattr(getattr(columns, part), field.name)
        for part, kind in _PARTS.items()
        for field in fields(kind)
    }


def from_pack(prefix: str, columns: Columns) -> ModeColumns:
    """The records over a pack's arrays; raises PackError when one is missing."""
    try:
        return ModeColumns(
            **{
                part: kind(
                    **{
                        field.name: columns[f"{prefix}/{part}/{field.name}"]
                        for field in fields(kind)
                    }
                )
                for part, kind in _PARTS.items()
            }
        )
    except KeyError as error:
        raise PackError(f"the streets file lacks {error}") from error


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


def _int32(values: NDArray[np.int64]) -> Ints32:
    return values.astype(np.int32)

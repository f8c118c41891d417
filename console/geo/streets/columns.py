"""One mode's arrays: made at the build, written to the pack, seen again when opened.

Frozen records hold them; the names of part and field are the names in the pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.errors import PackError
from console.geo.streets.hierarchy import Fan, Metric, Shape
from console.geo.streets.signs import Signs
from console.geo.streets.snapping import Grid
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
class Fringe:
    """Departures or arrivals of edges: rows first[e]:first[e+1] of node and weight."""

    first: NDArray[np.int32]
    node: NDArray[np.int32]
    weight: Weights


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
    signs: Signs


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
    "signs": Signs,
}


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

"""A net's arrays: made at the build, written to the pack, seen again when opened.

Frozen records hold them; the names of part and field are the names in the pack:
`roads/...` for what the modes of a net share, `roads/van/...` for one mode's table.
`ModeColumns` is what a sweep reads: a net seen by one mode under its conditions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.errors import PackError
from console.geo.streets.hierarchy import Fans, Metric, Shape
from console.geo.streets.modes import Mode
from console.geo.streets.signs import Signs
from console.geo.streets.snapping import Grid
from console.geo.streets.weights import Weights

type Ints32 = NDArray[np.int32]
type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Streets (s) with their points (p), edges (e) and vertices (v); names as UTF-8.

    limits: int32 (l, 4) of mm, mm, mm, kg as `posted` has them, the first row nothing.
    """

    point_first: Ints32
    point_lonlat: Floats
    point_along_m: Floats
    point_street: Ints32
    street_edge: Ints32
    street_name: Ints32
    street_way: NDArray[np.int64]
    street_limit: Ints32
    name_first: Ints32
    name_text: NDArray[np.uint8]
    limits: Ints32
    edge_street: Ints32
    edge_forward: Flags
    edge_head: Ints32
    edge_dm: Ints32
    vertex_signal: Flags
    vertex_limit: Ints32


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs (a) between ranks: the edge each runs along, and the one it turns onto.

    share and around are of a turn, empty where turns cost nothing.
    """

    tail: Ints32
    head: Ints32
    edge: Ints32
    onto: Ints32
    share: NDArray[np.float32]
    around: Flags


@dataclass(frozen=True, slots=True)
class Hung:
    """Rows first[e]:first[e+1] of edge e: a node, and the arc there or -1."""

    first: Ints32
    node: Ints32
    arc: Ints32


@dataclass(frozen=True, slots=True)
class ModeTable:
    """What a net is to one mode; edge_ms is 0 where an edge is closed to it.

    segment_use: 0 no stop may be there, 1 on a scrap, 2 on the network.
    """

    edge_ms: Ints32
    edge_paced: Flags
    edge_solid: Flags
    street_destination: Flags
    street_toll: Flags
    vertex_gate: Flags
    arc_allowed: Flags
    segment_use: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pace:
    """What turning and waiting costs a mode, and its speed on the flat if it is own."""

    signal_ms: int
    turn_ms: int
    u_turn_ms: int
    flat_kmh: float


@dataclass(frozen=True, slots=True)
class NetColumns:
    """All arrays the modes of one net share, and the table of each mode."""

    ground: Ground
    graph: Topology
    shape: Shape
    departures: Hung
    arrivals: Hung
    grid: Grid
    signs: Signs
    tables: Mapping[Mode, ModeTable]
    paces: Mapping[Mode, Pace]
    turns_weigh: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """Streets (s) with their points (p) and edges (e) as one mode sees them.

    An edge closed to it is -1 in `street_edge` and weighs UNREACHED. `street_limited`:
    the street is posted for less than the vehicle.
    """

    point_first: Ints32
    point_lonlat: Floats
    point_along_m: Floats
    point_street: Ints32
    street_edge: Ints32
    street_name: Ints32
    street_way: NDArray[np.int64]
    street_destination: Flags
    street_limited: Flags
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
    """Arcs between ranks with their weights."""

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
    """A net as one mode sees it under its conditions: all a search reads."""

    lines: Lines
    graph: Graph
    shape: Shape
    metric: Metric
    fans: Fans
    departures: Fringe
    arrivals: Fringe
    grid: Grid
    segment_use: NDArray[np.uint8]
    signs: Signs


_PARTS: dict[str, type[Any]] = {
    "ground": Ground,
    "graph": Topology,
    "shape": Shape,
    "departures": Hung,
    "arrivals": Hung,
    "grid": Grid,
    "signs": Signs,
}


def to_pack(net: str, columns: NetColumns) -> dict[str, NDArray[Any]]:
    """The arrays by their names in the pack."""
    arrays = {
        f"{net}/{part}/{field.name}": getattr(getattr(columns, part), field.name)
        for part, kind in _PARTS.items()
        for field in fields(kind)
    }
    for mode, table in columns.tables.items():
        arrays |= {
            f"{net}/{mode}/{field.name}": getattr(table, field.name)
            for field in fields(ModeTable)
        }
    return arrays


def facts_of(columns: NetColumns) -> dict[str, Any]:
    """What of a net is no array, as plain JSON."""
    return {
        "turns_weigh": columns.turns_weigh,
        "paces": {
            mode.value: {f.name: getattr(pace, f.name) for f in fields(Pace)}
            for mode, pace in columns.paces.items()
        },
    }


def from_pack(net: str, facts: Mapping[str, Any], columns: Columns) -> NetColumns:
    """The records over a pack's arrays; raises PackError when one is missing."""

    def read(kind: type[Any], prefix: str) -> Any:  # noqa: ANN401 - any of the parts
        names = [field.name for field in fields(kind)]
        return kind(**{name: columns[f"{prefix}/{name}"] for name in names})

    try:
        paces = {Mode(mode): Pace(**pace) for mode, pace in facts["paces"].items()}
        parts = {part: read(kind, f"{net}/{part}") for part, kind in _PARTS.items()}
        return NetColumns(
            **parts,
            tables={mode: read(ModeTable, f"{net}/{mode}") for mode in paces},
            paces=paces,
            turns_weigh=bool(facts["turns_weigh"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(f"the streets file lacks {error}") from error

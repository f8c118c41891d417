"""Builds the streets of a region out of an OSM extract, for every mode.

read -> a net of streets for roads and one for paths -> turns and arcs
     -> contraction order (child process) -> chordal completion -> one file

The modes of a net share everything but a table of their own, so a further mode costs
little. Weights are customised when a mode is first asked for, not here. The same
extract makes the same bytes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.arcs import ArcGraph, edge_based, node_based
from console.geo.streets.assemble import make_columns
from console.geo.streets.columns import NetColumns, facts_of, to_pack
from console.geo.streets.errors import BuildCancelled, NoStreetsError
from console.geo.streets.modes import Mode, Net
from console.geo.streets.network import Network, build_network
from console.geo.streets.order import Question, contraction_orders
from console.geo.streets.osm import Extract, read_extract
from console.geo.streets.pack import write_pack
from console.geo.streets.profiles import PROFILES, Profile
from console.geo.streets.signs import build_signs
from console.geo.streets.turns import build_turns


@dataclass(frozen=True, slots=True)
class ModeSummary:
    """What a mode may use of its net; nodes and hierarchy arcs are the net's."""

    mode: Mode
    streets: int
    nodes: int
    arcs: int
    hierarchy_arcs: int
    restrictions: int
    length_km: float


@dataclass(frozen=True, slots=True)
class StreetsSummary:
    """What a build made, and how long it took."""

    modes: tuple[ModeSummary, ...]
    extent: tuple[float, float, float, float]
    """West, south, east, north of all streets, degrees."""
    missing_nodes: int
    """References the extract's edge cut off."""
    file_bytes: int
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class _Drawn:
    net: Net
    network: Network
    arcs: ArcGraph
    restrictions: tuple[int, ...]


def build_streets(
    extract: Path,
    out: Path,
    *,
    progress: Callable[[str, float], None],
    cancelled: Callable[[], bool],
    modes: Sequence[Mode] = tuple(Mode),
) -> StreetsSummary:
    """Read `extract` (.osm.pbf, sorted or not) and write `out`/streets.bin.

    `progress` hears a step (read, draw, order, weigh, write) and the share of the whole
    done. Starts one child process and waits for it. Raises ExtractError,
    NoStreetsError, OrderError, BuildCancelled; nothing is written then.
    """
    started = time.monotonic()

    def told(step: str, share: float) -> None:
        if cancelled():
            raise BuildCancelled
        progress(step, share)

    told("read", 0.0)
    source = read_extract(extract, cancelled=cancelled)
    drawn = []
    for number, net in enumerate(Net):
        told("draw", 0.2 + 0.2 * number / len(Net))
        profiles = [PROFILES[mode] for mode in Mode if mode in modes]
        drawn += _draw(source, net, [p for p in profiles if p.net is net])
    if not drawn:
        raise NoStreetsError(f"{extract.name} holds no street a mode may use")
    told("order", 0.4)
    orders = contraction_orders(
        [Question(d.arcs.tail, d.arcs.head, d.arcs.node_lonlat) for d in drawn],
        progress=lambda share: progress("order", 0.4 + 0.3 * share),
        cancelled=cancelled,
    )
    arrays: dict[str, NDArray[Any]] = {}
    nets: dict[str, Any] = {}
    summaries: list[ModeSummary] = []
    for number, (d, order) in enumerate(zip(drawn, orders, strict=True)):
        told("weigh", 0.7 + 0.25 * number / len(drawn))
        columns = make_columns(d.network, d.arcs, build_signs(d.network, source), order)
        arrays |= to_pack(d.net, columns)
        nets[d.net] = facts_of(columns)
        summaries += _summed(d, columns)
    told("write", 0.95)
    extent = _extent([d.network for d in drawn])
    facts = {"nets": nets, "extent": extent}
    file = write_pack(out, facts, arrays)
    progress("write", 1.0)
    return StreetsSummary(
        modes=tuple(summaries),
        extent=extent,
        missing_nodes=int((source.ref_node < 0).sum()),
        file_bytes=file.stat().st_size,
        elapsed_s=time.monotonic() - started,
    )


def _draw(source: Extract, net: Net, profiles: Sequence[Profile]) -> list[_Drawn]:
    """The net with those profiles that find a street in it, if any does."""
    drawn = build_network(source, profiles) if profiles else None
    if drawn is None:
        return []
    lost = {table.mode for table in drawn.tables if not table.edge_open.any()}
    if lost:
        return _draw(source, net, [p for p in profiles if p.mode not in lost])
    if net is Net.PATHS:
        return [_Drawn(net, drawn, node_based(drawn), (0,) * len(profiles))]
    turns = build_turns(drawn, source)
    return [_Drawn(net, drawn, edge_based(drawn, turns), turns.restrictions_used)]


def _summed(d: _Drawn, columns: NetColumns) -> Iterator[ModeSummary]:
    for k, table in enumerate(d.network.tables):
        is_open = table.edge_open
        yield ModeSummary(
            mode=table.mode,
            streets=np.unique(d.network.edge_street[is_open]).size,
            nodes=len(d.arcs.node_lonlat),
            arcs=int(d.arcs.allowed[k].sum()),
            hierarchy_arcs=columns.shape.head.size,
            restrictions=d.restrictions[k],
            length_km=round(float(d.network.edge_dm[is_open].sum()) / 10_000, 3),
        )


def _extent(networks: list[Network]) -> tuple[float, float, float, float]:
    points = [n.point_lonlat for n in networks]
    west, south = np.min([p.min(axis=0) for p in points], axis=0).tolist()
    east, north = np.max([p.max(axis=0) for p in points], axis=0).tolist()
    return west, south, east, north

"""Builds the streets of a region out of an OSM extract, for every mode.

read -> cut into streets -> turns and arcs -> contraction order (child process)
     -> chordal completion -> customised weights -> one file

The weights stand customised in the pack, so opening it runs no kernel. The same
extract makes the same bytes.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.arcs import ArcGraph, edge_based, node_based
from console.geo.streets.assemble import make_columns
from console.geo.streets.columns import to_pack
from console.geo.streets.errors import BuildCancelled, NoStreetsError
from console.geo.streets.modes import Mode
from console.geo.streets.network import Network, build_network
from console.geo.streets.order import Question, contraction_orders
from console.geo.streets.osm import Extract, read_extract
from console.geo.streets.pack import write_pack
from console.geo.streets.profiles import PROFILES
from console.geo.streets.signs import build_signs
from console.geo.streets.turns import build_turns


@dataclass(frozen=True, slots=True)
class ModeSummary:
    """The size of one mode's graph."""

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
    mode: Mode
    network: Network
    arcs: ArcGraph
    restrictions: int


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
    for number, mode in enumerate(modes):
        told("draw", 0.2 + 0.2 * number / len(modes))
        drawn += _draw(source, mode)
    if not drawn:
        raise NoStreetsError(f"{extract.name} holds no street a mode may use")
    told("order", 0.4)
    orders = contraction_orders(
        [Question(d.arcs.tail, d.arcs.head, d.arcs.node_lonlat) for d in drawn],
        progress=lambda share: progress("order", 0.4 + 0.3 * share),
        cancelled=cancelled,
    )
    arrays: dict[str, NDArray[Any]] = {}
    summaries = []
    for number, (d, order) in enumerate(zip(drawn, orders, strict=True)):
        told("weigh", 0.7 + 0.25 * number / len(drawn))
        columns = make_columns(d.network, d.arcs, build_signs(d.network, source), order)
        arrays |= to_pack(d.mode, columns)
        summaries.append(
            ModeSummary(
                mode=d.mode,
                streets=d.network.street_way.size,
                nodes=order.size,
                arcs=d.arcs.tail.size,
                hierarchy_arcs=columns.shape.head.size,
                restrictions=d.restrictions,
                length_km=round(float(d.network.edge_dm.sum()) / 10_000, 3),
            )
        )
    told("write", 0.95)
    extent = _extent([d.network for d in drawn])
    facts = {"modes": [d.mode.value for d in drawn], "extent": extent}
    file = write_pack(out, facts, arrays)
    progress("write", 1.0)
    return StreetsSummary(
        modes=tuple(summaries),
        extent=extent,
        missing_nodes=int((source.ref_node < 0).sum()),
        file_bytes=file.stat().st_size,
        elapsed_s=time.monotonic() - started,
    )


def _draw(source: Extract, mode: Mode) -> list[_Drawn]:
    profile = PROFILES[mode]
    network = build_network(source, profile)
    if network is None:
        return []
    if not profile.edge_based:
        return [_Drawn(mode, network, node_based(network), 0)]
    turns = build_turns(network, source, profile)
    used = turns.restrictions_used
    return [_Drawn(mode, network, edge_based(network, turns), used)]


def _extent(networks: list[Network]) -> tuple[float, float, float, float]:
    points = [n.point_lonlat for n in networks]
    west, south = np.min([p.min(axis=0) for p in points], axis=0).tolist()
    east, north = np.max([p.max(axis=0) for p in points], axis=0).tolist()
    return west, south, east, north

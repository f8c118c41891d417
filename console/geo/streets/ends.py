"""How snapped points hang on a mode's graph: ways onto it and off it.

A point on a street lies on the edges of both directions, so that either kerb will do,
unless one of them leads only into a scrap of the network.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.columns import Fringe, Lines, ModeColumns
from console.geo.streets.snapping import Snaps
from console.geo.streets.spans import spans
from console.geo.streets.weights import UNREACHED, Weights, length_dm, packed, time_ms

type Floats = NDArray[np.float64]
type Ints32 = NDArray[np.int32]
type Ints64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hangs:
    """Rows first[i]:first[i+1] of point i: a node, the weight to or from it, and the
    edge that leads there."""

    first: Ints32
    node: Ints32
    weight: Weights
    edge: Ints32


@dataclass(frozen=True, slots=True)
class Ends:
    """n points as a sweep wants them.

    `along` and `against` weigh the way to the point from the start of the edge with
    and against the street's geometry, -1 where there is none.
    """

    departures: Hangs
    arrivals: Hangs
    street: Ints32
    along: Weights
    against: Weights
    limited: NDArray[np.int8]
    """1 for a point on a street posted for less than the vehicle."""


def ends_of(columns: ModeColumns, snaps: Snaps) -> Ends:
    """Hang the snapped points on the graph; unsnapped ones hang on nothing."""
    lines = columns.lines
    snapped = snaps.street >= 0
    edge = np.where(snapped[:, None], lines.street_edge[snaps.street], -1)
    solid = (edge >= 0) & lines.edge_solid[edge]
    edge = np.where(solid | ~solid.any(axis=1, keepdims=True), edge, -1)
    used = edge >= 0
    share = np.stack((snaps.share, 1 - snaps.share), axis=1)
    whole = lines.edge_weight[edge]
    to_point = np.full(edge.shape, -1, np.int64)
    to_point[used] = _part(whole[used], share[used])
    return Ends(
        departures=_hangs(columns.departures, edge, whole - to_point),
        arrivals=_hangs(columns.arrivals, edge, to_point),
        # Unsnapped points must not seem to share a street with each other.
        street=np.where(snapped, snaps.street, -1).astype(np.int32),
        along=to_point[:, 0].copy(),
        against=to_point[:, 1].copy(),
        limited=(snapped & lines.street_limited[snaps.street]).astype(np.int8),
    )


def snaps_of(
    lines: Lines,
    point: Ints32,
    share: Floats,
    distance_m: Floats,
    side: NDArray[np.int8],
) -> Snaps:
    """Snaps from the first point of each nearest segment (-1: none) and the share."""
    found = point >= 0
    a = np.where(found, point, 0)
    street = np.where(found, lines.point_street[a], -1).astype(np.int32)
    start, step = lines.point_along_m[a], lines.point_along_m[a + 1]
    length_m = lines.point_along_m[lines.point_first[street + 1] - 1]
    along = start + share * (step - start)
    where = lines.point_lonlat[a]
    lonlat = where + share[:, None] * (lines.point_lonlat[a + 1] - where)
    part = np.where(length_m > 0, along / np.maximum(length_m, 1e-9), 0.0)
    return Snaps(
        street=street,
        share=np.where(found, part, np.nan),
        lonlat=np.where(found[:, None], lonlat, np.nan),
        distance_m=distance_m,
        side=side,
    )


def _part(weight: Weights, share: Floats) -> Weights:
    """The weight of the first `share` of edges; the rest is the difference."""
    time = np.rint(time_ms(weight) * share).astype(np.int64)
    length = np.rint(length_dm(weight) * share).astype(np.int64)
    return packed(time, length, np.zeros_like(time))


def _hangs(fringe: Fringe, edge: Ints64, extra: Weights) -> Hangs:
    point, way = np.nonzero(edge >= 0)
    used = edge[point, way]
    count = (fringe.first[used + 1] - fringe.first[used]).astype(np.int64)
    row = spans(fringe.first[used].astype(np.int64), count)
    rows_of_point = np.bincount(point, weights=count, minlength=len(edge))
    return Hangs(
        first=np.append(0, np.cumsum(rows_of_point)).astype(np.int32),
        node=fringe.node[row],
        weight=np.minimum(
            fringe.weight[row] + np.repeat(extra[point, way], count), UNREACHED
        ),
        edge=np.repeat(used, count).astype(np.int32),
    )

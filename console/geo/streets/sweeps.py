"""Many-to-many over a hierarchy: eight sources in one pass over the targets' arcs.

For each eight sources labels rise along up-arcs over the ancestors of their nodes,
then fall along down-arcs over the nodes that can lead to a target (chosen once for
all sources), highest first, so each arc is read once for eight sources. A label is a
row of eight int64. Rows are written straight as seconds and metres.
"""

from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from console.geo.streets.hierarchy import Ints32, ancestors_of
from console.geo.streets.weights import (
    LENGTH_MASK,
    LIMITED_SHIFT,
    TIME_MASK,
    TIME_SHIFT,
    UNREACHED,
    Weights,
)

type Seconds = NDArray[np.int32]
type Metres = NDArray[np.int32]
type Flags8 = NDArray[np.int8]

# What a matrix holds where there is no way; no sum of two of them fits an int32.
UNREACHABLE: Final = 2**31 - 1

_LANES = 8
_UNREACHED = UNREACHED
_UNREACHABLE = UNREACHABLE
_TIME_SHIFT = TIME_SHIFT
_LIMITED_SHIFT = LIMITED_SHIFT
_TIME_MASK = TIME_MASK
_LENGTH_MASK = LENGTH_MASK


@numba.njit(nogil=True, cache=True)
def many_to_many(
    parent: Ints32,
    up_first: Ints32,
    up_head: Ints32,
    up_weight: Weights,
    down_first: Ints32,
    down_head: Ints32,
    down_weight: Weights,
    departure_first: Ints32,
    departure_node: Ints32,
    departure_weight: Weights,
    arrival_first: Ints32,
    arrival_node: Ints32,
    arrival_weight: Weights,
    source_street: Ints32,
    source_along: Weights,
    source_against: Weights,
    target_street: Ints32,
    target_along: Weights,
    target_against: Weights,
    target_limited: Flags8,
    seconds: Seconds,
    metres: Metres,
) -> None:
    """Fill `seconds` and `metres` (sources x targets).

    Departures and arrivals are rows per point: a node and the weight to or from it.
    `along` and `against` are the weights from a street's start to the point in either
    direction, -1 where the mode may not go: two points on one street, the second
    ahead of the first, need no node between them. `target_limited` is 1 for targets
    on ground posted for less than the vehicle, which only ways to them may enter.
    """
    n = parent.size
    sources, targets = departure_first.size - 1, arrival_first.size - 1
    space, row = _target_space(down_first, down_head, arrival_node, n)
    fan_first, fan_row, fan_weight = _gather(
        down_first, down_head, down_weight, space, row
    )
    labels = np.full((n, _LANES), _UNREACHED, np.int64)
    fallen = np.empty((space.size, _LANES), np.int64)
    best = np.empty(_LANES, np.int64)
    seen = np.zeros(n, np.bool_)
    climbed = np.empty(n, np.int32)
    for base in range(0, sources, _LANES):
        lanes = min(_LANES, sources - base)
        for lane in range(lanes):
            point = base + lane
            for i in range(departure_first[point], departure_first[point + 1]):
                node, weight = departure_node[i], departure_weight[i]
                labels[node, lane] = min(labels[node, lane], weight)
        starts = departure_node[departure_first[base] : departure_first[base + lanes]]
        ancestors = ancestors_of(parent, starts, seen, climbed)
        _rise(up_first, up_head, up_weight, ancestors, labels)
        for i in range(space.size):
            for lane in range(_LANES):
                fallen[i, lane] = labels[space[i], lane]
        _fall(fan_first, fan_row, fan_weight, fallen)
        for node in ancestors:
            seen[node] = False
            for lane in range(_LANES):
                labels[node, lane] = _UNREACHED
        for target in range(targets):
            best[:] = _UNREACHED
            for i in range(arrival_first[target], arrival_first[target + 1]):
                at, rest = row[arrival_node[i]], arrival_weight[i]
                for lane in range(_LANES):
                    best[lane] = min(best[lane], fallen[at, lane] + rest)
            for lane in range(lanes):
                point = base + lane
                if source_street[point] == target_street[target]:
                    best[lane] = min(
                        best[lane],
                        _ahead(source_along[point], target_along[target]),
                        _ahead(source_against[point], target_against[target]),
                    )
                limited = target_limited[target]
                _write(best[lane], limited, seconds, metres, point, target)


@numba.njit(nogil=True, cache=True)
def _write(
    weight: int,
    limited: int,
    seconds: Seconds,
    metres: Metres,
    source: int,
    target: int,
) -> None:
    if weight >= _UNREACHED or weight >> _LIMITED_SHIFT > limited:
        seconds[source, target] = _UNREACHABLE
        metres[source, target] = _UNREACHABLE
    else:
        time_ms = (weight >> _TIME_SHIFT) & _TIME_MASK
        seconds[source, target] = (time_ms + 500) // 1000
        metres[source, target] = ((weight & _LENGTH_MASK) + 5) // 10


@numba.njit(nogil=True, cache=True)
def _ahead(source: int, target: int) -> int:
    """The weight from one point to another further on along the same edge."""
    if source < 0 or target < source:
        return _UNREACHED
    return target - source


@numba.njit(nogil=True, cache=True)
def _target_space(
    down_first: Ints32, down_head: Ints32, arrival_node: Ints32, n: int
) -> tuple[Ints32, Ints32]:
    """Nodes from which down-arcs lead to an arrival, highest first, and their rows."""
    row = np.full(n, -1, np.int32)
    for i in range(arrival_node.size):
        row[arrival_node[i]] = 0
    count = 0
    for v in range(n):
        if row[v] == 0:
            count += 1
            for i in range(down_first[v], down_first[v + 1]):
                row[down_head[i]] = 0
    space = np.empty(count, np.int32)
    at = 0
    for v in range(n - 1, -1, -1):
        if row[v] == 0:
            space[at] = v
            row[v] = at
            at += 1
    return space, row


@numba.njit(nogil=True, cache=True)
def _gather(
    down_first: Ints32,
    down_head: Ints32,
    down_weight: Weights,
    space: Ints32,
    row: Ints32,
) -> tuple[Ints32, Ints32, Weights]:
    """The down-arcs of the target space, one after another, ends as its rows."""
    first = np.zeros(space.size + 1, np.int32)
    for i in range(space.size):
        v = space[i]
        first[i + 1] = first[i] + down_first[v + 1] - down_first[v]
    ends = np.empty(first[-1], np.int32)
    weight = np.empty(first[-1], np.int64)
    at = 0
    for i in range(space.size):
        v = space[i]
        for j in range(down_first[v], down_first[v + 1]):
            ends[at] = row[down_head[j]]
            weight[at] = down_weight[j]
            at += 1
    return first, ends, weight


@numba.njit(nogil=True, cache=True)
def _rise(
    first: Ints32, head: Ints32, weight: Weights, nodes: Ints32, labels: Weights
) -> None:
    for v in nodes:
        for i in range(first[v], first[v + 1]):
            x, w = head[i], weight[i]
            for lane in range(_LANES):
                labels[x, lane] = min(labels[x, lane], labels[v, lane] + w)


@numba.njit(nogil=True, cache=True)
def _fall(first: Ints32, row: Ints32, weight: Weights, labels: Weights) -> None:
    for v in range(first.size - 1):
        for i in range(first[v], first[v + 1]):
            x, w = row[i], weight[i]
            for lane in range(_LANES):
                labels[v, lane] = min(labels[v, lane], labels[x, lane] + w)

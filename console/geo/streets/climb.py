"""One way through a hierarchy, arc by arc: the kernels behind a drawn path.

Labels rise from the departures and, against the arcs, from the arrivals; where their
sum is least the two halves meet. Up-arcs are then unpacked through their middle nodes
down to the graph's own arcs. The weight found equals the matrix's, being the same
least sum.
"""

import numba
import numpy as np

from console.geo.streets.hierarchy import Ints32, ancestors_of, find_arc, grown
from console.geo.streets.weights import UNREACHED, Weights

_UNREACHED = UNREACHED


@numba.njit(nogil=True, cache=True)
def rise_one(
    parent: Ints32,
    first: Ints32,
    head: Ints32,
    weight: Weights,
    nodes: Ints32,
    starts: Weights,
) -> tuple[Ints32, Weights, Ints32]:
    """Labels from `nodes` upwards: ancestors, lower first, their weight and origin.

    The origin is the row of the node the label came from, or -1 - i for starts[i].
    """
    n = parent.size
    row = np.empty(n, np.int32)
    seen = np.zeros(n, np.bool_)
    ancestors = ancestors_of(parent, nodes, seen, np.empty(n, np.int32))
    for i in range(ancestors.size):
        row[ancestors[i]] = i
    label = np.full(ancestors.size, _UNREACHED, np.int64)
    origin = np.full(ancestors.size, -1, np.int32)
    for i in range(nodes.size):
        at = row[nodes[i]]
        if starts[i] < label[at]:
            label[at] = starts[i]
            origin[at] = -1 - i
    for at in range(ancestors.size):
        v = ancestors[at]
        if label[at] < _UNREACHED:
            for i in range(first[v], first[v + 1]):
                up = row[head[i]]
                if label[at] + weight[i] < label[up]:
                    label[up] = label[at] + weight[i]
                    origin[up] = at
    return ancestors, label, origin


@numba.njit(nogil=True, cache=True)
def meeting(
    n: int, ahead: Ints32, ahead_label: Weights, back: Ints32, back_label: Weights
) -> tuple[int, int, int]:
    """The least sum over nodes in both climbs: weight, row ahead, row back."""
    row = np.full(n, -1, np.int32)
    for i in range(ahead.size):
        row[ahead[i]] = i
    best, best_i, best_j = _UNREACHED, -1, -1
    for j in range(back.size):
        i = row[back[j]]
        if i >= 0 and ahead_label[i] + back_label[j] < best:
            best, best_i, best_j = ahead_label[i] + back_label[j], i, j
    return best, best_i, best_j


@numba.njit(nogil=True, cache=True)
def unpack(
    first: Ints32, head: Ints32, up_via: Ints32, down_via: Ints32, nodes: Ints32
) -> Ints32:
    """The graph's nodes along a way given by hierarchy nodes, ends included."""
    size = 1
    out = np.empty(64, np.int32)
    out[0] = nodes[0]
    stack = np.empty((first.size + 64, 2), np.int32)
    for leg in range(nodes.size - 1):
        stack[0, 0], stack[0, 1] = nodes[leg], nodes[leg + 1]
        depth = 1
        while depth:
            depth -= 1
            tail, tip = stack[depth, 0], stack[depth, 1]
            if tail < tip:
                via = up_via[find_arc(first, head, tail, tip)]
            else:
                via = down_via[find_arc(first, head, tip, tail)]
            if via >= 0:
                # The first half is unpacked first, so it goes on top.
                stack[depth, 0], stack[depth, 1] = via, tip
                stack[depth + 1, 0], stack[depth + 1, 1] = tail, via
                depth += 2
            else:
                if size == out.size:
                    out = grown(out, size, 2 * size)
                out[size] = tip
                size += 1
    return out[:size].copy()


@numba.njit(nogil=True, cache=True)
def arc_rows(tail: Ints32, head: Ints32, weight: Weights, nodes: Ints32) -> Ints32:
    """The row of the lightest arc between each node and the next.

    Arcs stand by tail, then head; of two that weigh alike the first one counts.
    """
    rows = np.empty(nodes.size - 1, np.int32)
    for i in range(nodes.size - 1):
        left, right = 0, tail.size
        while left < right:
            middle = (left + right) // 2
            if tail[middle] < nodes[i] or (
                tail[middle] == nodes[i] and head[middle] < nodes[i + 1]
            ):
                left = middle + 1
            else:
                right = middle
        rows[i] = row = left
        while row < tail.size and tail[row] == nodes[i] and head[row] == nodes[i + 1]:
            if weight[row] < weight[rows[i]]:
                rows[i] = row
            row += 1
    return rows

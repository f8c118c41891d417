"""From one point to everywhere, or from everywhere to it: one sweep each way.

Labels rise over the ancestors of the point's nodes, then fall over every node of the
hierarchy, highest first. A label equals the matrix's weight, being the same least sum.
"""

import numba
import numpy as np
from numpy.typing import NDArray

from console.geo.streets.hierarchy import Ints32, ancestors_of
from console.geo.streets.weights import UNREACHED, Weights

type Floats = NDArray[np.float64]

_UNREACHED = UNREACHED
_DEGREE_M = 111_195.08


@numba.njit(nogil=True, cache=True)
def flood(
    parent: Ints32,
    up_first: Ints32,
    up_head: Ints32,
    up_weight: Weights,
    down_first: Ints32,
    down_head: Ints32,
    down_weight: Weights,
    nodes: Ints32,
    starts: Weights,
) -> Weights:
    """The least weight from `nodes` (each begun at its start) to every node.

    With up and down exchanged: from every node to `nodes`.
    """
    n = parent.size
    label = np.full(n, _UNREACHED, np.int64)
    for i in range(nodes.size):
        label[nodes[i]] = min(label[nodes[i]], starts[i])
    seen = np.zeros(n, np.bool_)
    for v in ancestors_of(parent, nodes, seen, np.empty(n, np.int32)):
        if label[v] < _UNREACHED:
            for i in range(up_first[v], up_first[v + 1]):
                x = up_head[i]
                label[x] = min(label[x], label[v] + up_weight[i])
    for v in range(n - 1, -1, -1):
        for i in range(down_first[v], down_first[v + 1]):
            label[v] = min(label[v], label[down_head[i]] + down_weight[i])
    return label


@numba.njit(nogil=True, cache=True)
def hung(first: Ints32, node: Ints32, weight: Weights, label: Weights) -> Weights:
    """For each edge the least label of the nodes it hangs on, with the way there."""
    least = np.full(first.size - 1, _UNREACHED, np.int64)
    for edge in range(least.size):
        for i in range(first[edge], first[edge + 1]):
            at = label[node[i]]
            if at < _UNREACHED:
                least[edge] = min(least[edge], at + weight[i])
    return least


@numba.njit(nogil=True, cache=True)
def spread(
    lonlat: Floats,
    ahead_s: Floats,
    back_s: Floats,
    frame: Floats,
    margin_m: float,
    far_m: Floats,
    time_s: Floats,
) -> None:
    """Give each node of a grid the time of the nearest place on a street.

    Segments (g): lonlat (g, 2, 2), and the seconds at their two ends (g, 2) of those
    who go along them and of those who go against. Node (y, x) of the grid stands at
    west + x * wide, south + y * tall; `frame` holds west, south, wide, tall. `far_m` is
    the distance to the nearest street so far: a node farther off than `margin_m` from
    any keeps its time.
    """
    rows, columns = far_m.shape
    west, south, wide, tall = frame[0], frame[1], frame[2], frame[3]
    east_m = _DEGREE_M * np.cos(np.radians(south + tall * rows / 2))
    reach_x, reach_y = margin_m / east_m, margin_m / _DEGREE_M
    for s in range(len(lonlat)):
        ax, ay = lonlat[s, 0, 0], lonlat[s, 0, 1]
        bx, by = lonlat[s, 1, 0], lonlat[s, 1, 1]
        low_x = max(0, int(np.ceil((min(ax, bx) - reach_x - west) / wide)))
        high_x = min(columns - 1, int(np.floor((max(ax, bx) + reach_x - west) / wide)))
        low_y = max(0, int(np.ceil((min(ay, by) - reach_y - south) / tall)))
        high_y = min(rows - 1, int(np.floor((max(ay, by) + reach_y - south) / tall)))
        dx, dy = (bx - ax) * east_m, (by - ay) * _DEGREE_M
        square = dx * dx + dy * dy
        for y in range(low_y, high_y + 1):
            py = (south + y * tall - ay) * _DEGREE_M
            for x in range(low_x, high_x + 1):
                px = (west + x * wide - ax) * east_m
                share = 0.0
                if square > 0.0:
                    share = min(1.0, max(0.0, (px * dx + py * dy) / square))
                ox, oy = px - share * dx, py - share * dy
                off = np.sqrt(ox * ox + oy * oy)
                if off < far_m[y, x]:
                    far_m[y, x] = off
                    time_s[y, x] = min(
                        ahead_s[s, 0] + share * (ahead_s[s, 1] - ahead_s[s, 0]),
                        back_s[s, 0] + share * (back_s[s, 1] - back_s[s, 0]),
                    )

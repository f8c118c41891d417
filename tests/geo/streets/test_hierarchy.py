"""Hierarchies of random graphs beside Dijkstra's algorithm and routingkit-cch."""

from itertools import pairwise

import numpy as np
import routingkit_cch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from console.geo.streets.climb import meeting, rise_one, unpack
from console.geo.streets.hierarchy import (
    Fan,
    Metric,
    Shape,
    build_fans,
    build_metric,
    build_shape,
    sort_first,
)
from console.geo.streets.sweeps import UNREACHABLE, many_to_many
from console.geo.streets.weights import (
    AVOIDED_SHIFT,
    ENTRY_SHIFT,
    LIMITED_SHIFT,
    TIME_SHIFT,
    UNREACHED,
    length_dm,
    packed,
    time_ms,
    whole_metres,
    whole_seconds,
    within_limits,
)


def graphs(most: int = 14) -> st.SearchStrategy[tuple[int, list[tuple[int, int, int]]]]:
    node = st.integers(0, most - 1)
    arc = st.tuples(node, node, st.integers(1, 99))
    return st.tuples(st.just(most), st.lists(arc, max_size=3 * most))


class Built:
    """A hierarchy over nodes that are their own ranks; weights are whole seconds."""

    def __init__(self, n: int, arcs: list[tuple[int, int, int]]) -> None:
        self.n = n
        columns = np.array(arcs, np.int64).reshape(-1, 3)
        self.tail, self.head = columns[:, 0], columns[:, 1]
        none = np.zeros(len(arcs), np.int64)
        self.weight = packed(columns[:, 2] * 1000, columns[:, 2] * 10, none)
        self.shape: Shape = build_shape(n, self.tail, self.head)
        self.metric: Metric = build_metric(self.shape, self.weight)
        self.fans: tuple[Fan, Fan] = build_fans(self.shape, self.metric)

    def table(self, fans: tuple[Fan, Fan]) -> np.ndarray:
        """Seconds between all nodes, by the kernel."""
        up, down = fans
        every = np.arange(self.n, dtype=np.int32)
        first = np.arange(self.n + 1, dtype=np.int32)
        zero, none = np.zeros(self.n, np.int64), np.full(self.n, -1, np.int64)
        seconds = np.empty((self.n, self.n), np.int32)
        metres = np.empty_like(seconds)
        many_to_many(
            self.shape.parent,
            up.first,
            up.head,
            up.weight,
            down.first,
            down.head,
            down.weight,
            first,
            every,
            zero,
            first,
            every,
            zero,
            every,
            none,
            none,
            every,
            none,
            none,
            np.zeros(self.n, np.int8),
            seconds,
            metres,
        )
        assert (seconds == metres).all(), "a metre a second in this test"
        return seconds

    def all_arcs(self) -> tuple[Fan, Fan]:
        """Fans with every arc of the supergraph: what pruning must not change."""
        return (
            Fan(self.shape.first, self.shape.head, self.metric.up),
            Fan(self.shape.first, self.shape.head, self.metric.down),
        )

    def oracle(self) -> np.ndarray:
        """Seconds between all nodes, by Dijkstra's algorithm."""
        least: dict[tuple[int, int], int] = {}
        for tail, head, weight in zip(
            self.tail.tolist(),
            self.head.tolist(),
            time_ms(self.weight).tolist(),
            strict=True,
        ):
            key = (tail, head)
            least[key] = min(least.get(key, weight), weight)
        keys = np.array(list(least), np.int64).reshape(-1, 2)
        values = np.array(list(least.values()), np.float64)
        matrix = coo_array((values, (keys[:, 0], keys[:, 1])), (self.n, self.n))
        found = dijkstra(matrix.tocsr()) / 1000
        return np.where(np.isinf(found), UNREACHABLE, found).astype(np.int64)


@settings(max_examples=120, deadline=None)
@given(graph=graphs())
def test_tables_equal_dijkstra_with_and_without_pruning(
    graph: tuple[int, list[tuple[int, int, int]]],
) -> None:
    built = Built(*graph)
    oracle = built.oracle()
    assert (built.table(built.fans) == oracle).all()
    assert (built.table(built.all_arcs()) == oracle).all()
    kept = built.fans[0].head.size + built.fans[1].head.size
    assert kept <= 2 * built.shape.head.size


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_ways_unpack_to_arcs_of_the_graph(
    graph: tuple[int, list[tuple[int, int, int]]],
) -> None:
    built = Built(*graph)
    oracle = built.oracle()
    (up, down), shape = built.fans, built.shape
    least: dict[tuple[int, int], int] = {}
    for tail, head, weight in graph[1]:
        least[tail, head] = min(least.get((tail, head), weight), weight)
    start = np.zeros(1, np.int64)
    for a, b in np.argwhere(oracle < UNREACHABLE).tolist():
        ends = np.array([a, b], np.int32)
        ahead = rise_one(shape.parent, up.first, up.head, up.weight, ends[:1], start)
        back = rise_one(
            shape.parent, down.first, down.head, down.weight, ends[1:], start
        )
        weight, i, j = meeting(built.n, ahead[0], ahead[1], back[0], back[1])
        assert whole_seconds(weight) == oracle[a, b]
        top = [int(ahead[0][i])]
        while ahead[2][i] >= 0:
            i = ahead[2][i]
            top.insert(0, int(ahead[0][i]))
        while back[2][j] >= 0:
            j = back[2][j]
            top.append(int(back[0][j]))
        nodes = unpack(
            shape.first,
            shape.head,
            built.metric.up_via,
            built.metric.down_via,
            np.array(top, np.int32),
        ).tolist()
        steps = pairwise(nodes)
        assert (nodes[0], nodes[-1]) == (a, b)
        assert sum(least[step] for step in steps) == oracle[a, b]


@settings(max_examples=40, deadline=None)
@given(graph=graphs(), weights=st.lists(st.integers(1, 99), min_size=60, max_size=60))
def test_new_weights_on_the_same_shape(
    graph: tuple[int, list[tuple[int, int, int]]], weights: list[int]
) -> None:
    n, arcs = graph
    built = Built(n, arcs)
    fresh = Built(n, [(a, b, weights[i]) for i, (a, b, _) in enumerate(arcs)])
    metric = build_metric(built.shape, fresh.weight)
    assert (built.table(build_fans(built.shape, metric)) == fresh.oracle()).all()


def test_a_grid_beside_routingkit() -> None:
    rng = np.random.default_rng(7)
    side = 12
    number = np.arange(side * side).reshape(side, side)
    right = np.stack((number[:, :-1].ravel(), number[:, 1:].ravel()))
    above = np.stack((number[:-1].ravel(), number[1:].ravel()))
    pairs = np.concatenate((right, above, right[::-1], above[::-1]), axis=1)
    keep = rng.random(pairs.shape[1]) < 0.8
    tail, head = pairs[:, keep]
    place = rng.random((side * side, 2)).tolist()
    order = routingkit_cch.compute_order_inertial(
        side * side, tail.tolist(), head.tolist(), *map(list, zip(*place, strict=True))
    )
    seconds = rng.integers(1, 500, tail.size)
    cch = routingkit_cch.CCH(order, tail.tolist(), head.tolist(), False)
    metric = routingkit_cch.CCHMetric(cch, seconds.tolist())
    rank = np.argsort(order)
    arcs = np.stack((rank[tail], rank[head], seconds), axis=1).tolist()
    ours = Built(side * side, [tuple(arc) for arc in arcs])
    table = ours.table(ours.fans)
    many = routingkit_cch.CCHOneToMany(metric, list(range(side * side)))
    for source in range(side * side):
        theirs = many.distances_from(source)
        expected = [UNREACHABLE if d is None else d for d in theirs]
        assert table[rank[source], rank].tolist() == expected


@given(values=st.lists(st.integers(0, 50), max_size=60), extra=st.integers(0, 5))
def test_sorting(values: list[int], extra: int) -> None:
    column = np.array(values + [7] * extra, np.int32)
    sort_first(column, len(values))
    assert column.tolist() == sorted(values) + [7] * extra


def test_weights_hold_and_order_what_they_carry() -> None:
    ms = np.array([0, 1, 2**27 - 1, 90_000_000])
    dm = np.array([0, 2**24 - 1, 3, 12_345])
    weights = packed(ms, dm, np.array([0, 1, 2, 0]))
    assert time_ms(weights).tolist() == ms.tolist()
    assert length_dm(weights).tolist() == dm.tolist()
    assert weights[2] > weights[1] > weights[3], "entries weigh more than any time"
    assert (weights < UNREACHED).all()
    avoided, limited = 1 << AVOIDED_SHIFT, 1 << LIMITED_SHIFT
    assert weights[1] > 31 * avoided > weights[3], "avoided weighs less than an entry"
    assert limited > 31 << ENTRY_SHIFT
    assert within_limits(limited, 1)
    assert not within_limits(limited, 0)
    assert not within_limits(2 * limited, 1), "entered twice"
    assert UNREACHED + UNREACHED < 2**63
    assert whole_seconds(1499 << TIME_SHIFT) == 1
    assert whole_seconds(1500 << TIME_SHIFT) == 2
    assert whole_metres(14) == 1
    assert whole_metres(15) == 2

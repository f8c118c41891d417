"""Real extracts: helsinki-centre, copenhagen, lauf (both cut with dangling ends)."""

from collections.abc import Callable

import numpy as np
import pytest
import routingkit_cch
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from console.domain.travel import Conditions, Congestion, RoadClass, Travel
from console.geo.streets.build import StreetsSummary
from console.geo.streets.columns import ModeColumns
from console.geo.streets.ends import ends_of
from console.geo.streets.graph import Matrix, Streets
from console.geo.streets.modes import Mode
from console.geo.streets.network import distances_m
from console.geo.streets.sweeps import UNREACHABLE
from console.geo.streets.weights import UNREACHED, time_ms

type Real = Callable[[str], tuple[Streets, StreetsSummary]]

NAMES = ["helsinki-centre", "copenhagen", "lauf"]
MODES = list(Mode)
POINTS = 60


def some_points(streets: Streets, mode: Mode, count: int, seed: int) -> np.ndarray:
    """Points beside streets, here and there."""
    rng = np.random.default_rng(seed)
    lonlat = streets.columns(mode).lines.point_lonlat
    chosen = lonlat[rng.choice(len(lonlat), count, replace=False)]
    return chosen + rng.normal(0, 0.0003, (count, 2))


def by_dijkstra(columns: ModeColumns, streets: Streets, travel, points: np.ndarray):
    """Seconds between points over the graph's own arcs, by scipy; no hierarchy.

    Sources and targets are nodes of their own. An avoided stretch counts as a billion
    milliseconds, an entry into closed ground as 10^11, one into ground posted for less
    as 10^13, which a double still holds exactly.
    """
    graph, ends = columns.graph, ends_of(columns, streets.snap(travel, points))
    n, k = columns.shape.parent.size, len(points)

    def rows(first: np.ndarray) -> np.ndarray:
        return np.repeat(np.arange(k), np.diff(first))

    leave, reach = ends.departures, ends.arrivals
    tail = np.concatenate((graph.tail, n + rows(leave.first), reach.node))
    head = np.concatenate((graph.head, leave.node, n + k + rows(reach.first)))
    weight = np.concatenate((graph.weight, leave.weight, reach.weight))
    kept = weight < UNREACHED
    tail, head, weight = tail[kept], head[kept], weight[kept]
    cost = (weight >> 61) * 1e13 + (weight >> 56 & 31) * 1e11
    cost += (weight >> 51 & 31) * 1e9 + time_ms(weight)
    order = np.lexsort((cost, head, tail))
    tail, head, cost = tail[order], head[order], cost[order]
    fresh = np.append(True, (np.diff(tail) != 0) | (np.diff(head) != 0))
    # A weight of nothing would be no arc; a tenth of a millisecond is lost in rounding.
    size = n + 2 * k
    matrix = coo_array(
        (np.maximum(cost[fresh], 0.1), (tail[fresh], head[fresh])), (size, size)
    ).tocsr()
    found = dijkstra(matrix, indices=np.arange(n, n + k))[:, n + k :]
    direct = np.full((k, k), np.inf)
    for weights in (ends.along, ends.against):
        ahead = (ends.street[:, None] == ends.street) & (weights[:, None] >= 0)
        ahead &= weights >= weights[:, None]
        step = time_ms(np.maximum(weights - weights[:, None], 0))
        direct = np.where(ahead, np.minimum(direct, step), direct)
    best = np.minimum(found, direct)
    return np.where(best >= (ends.limited + 1) * 1e13, np.inf, best)


def agrees(streets: Streets, travel: Travel | Mode, points: np.ndarray) -> np.ndarray:
    """Hold a matrix against the oracle; returns it."""
    matrix = streets.matrix(travel, points)
    assert matrix.unsnapped.size == 0
    expected = by_dijkstra(streets.columns(travel), streets, travel, points)
    assert (np.isinf(expected) == ~matrix.reachable).all()
    known = matrix.reachable
    off = matrix.seconds[known] - (expected[known] % 1e9) / 1000
    assert np.abs(off).max() <= 0.51
    assert same_when_pruned(streets, travel, points, matrix)
    return matrix.seconds


def same_when_pruned(
    streets: Streets, travel: Travel | Mode, points: np.ndarray, matrix: Matrix
) -> bool:
    """Whether sweeps over the arcs that are left find what those over all found."""
    up, down = streets.columns(travel).fans.pruned
    every = streets.columns(travel).fans.every
    assert up.head.size + down.head.size < every[0].head.size + every[1].head.size
    again = streets.matrix(travel, points)
    return bool(
        (again.seconds == matrix.seconds).all()
        and (again.metres == matrix.metres).all()
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_matrices_equal_dijkstra(real: Real, name: str, mode: Mode) -> None:
    streets, _ = real(name)
    agrees(streets, mode, some_points(streets, mode, POINTS, seed=1))


RUSH = tuple(Congestion(road, 7, 9, 150 + 10 * i) for i, road in enumerate(RoadClass))
TRAVELS = [
    Travel("van", Conditions(avoid_tolls=True, avoid_motorways=True)),
    Travel("car", Conditions(congestion=RUSH), hour=8),
    Travel("truck", Conditions(height_mm=3800, gross_mass_kg=12_000, length_mm=9000)),
    Travel("truck", Conditions(avoid_motorways=True, gross_mass_kg=40_000)),
    Travel("cargo_bike", Conditions(speed_kmh=22, width_mm=1000)),
    Travel("walk_step_free", Conditions(speed_kmh=3, avoid_ferries=True)),
]


@pytest.mark.parametrize("travel", TRAVELS, ids=lambda travel: travel.key)
@pytest.mark.parametrize("name", NAMES)
def test_matrices_under_conditions_equal_dijkstra(
    real: Real, name: str, travel: Travel
) -> None:
    streets, _ = real(name)
    points = some_points(streets, Mode(travel.mode), POINTS, seed=1)
    under = agrees(streets, travel, points)
    plain = streets.matrix(Mode(travel.mode), points).seconds
    if travel.hour is not None:
        known = (plain != UNREACHABLE) & (plain > 60)
        ratio = under[known] / plain[known]
        assert 1.2 < np.median(ratio) < 2, "waits and turns are as ever"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_paths_equal_the_matrix_and_their_own_lines(
    real: Real, name: str, mode: Mode
) -> None:
    streets, _ = real(name)
    points = some_points(streets, mode, POINTS, seed=2)
    matrix = streets.matrix(mode, points)
    snaps = streets.snap(mode, points)
    rng = np.random.default_rng(3)
    for a, b in rng.integers(0, POINTS, (60, 2)).tolist():
        if not matrix.reachable[a, b]:
            continue
        path = streets.path(mode, tuple(points[a]), tuple(points[b]))
        assert (path.seconds, path.metres) == (
            matrix.seconds[a, b],
            matrix.metres[a, b],
        )
        assert path.seconds == sum(leg.seconds for leg in path.legs)
        assert path.metres == sum(leg.metres for leg in path.legs)
        assert path.points[0] == pytest.approx(snaps.lonlat[a])
        assert path.points[-1] == pytest.approx(snaps.lonlat[b])
        assert path.legs[0].first == 0
        assert path.legs[-1].last == len(path.points) - 1
        for leg in path.legs:
            line = path.points[leg.first : leg.last + 1]
            drawn = distances_m(line[:-1], line[1:]).sum()
            # Every street's length is rounded to a decimetre.
            assert abs(drawn - leg.metres) <= 1 + 0.06 * len(line)


@pytest.mark.parametrize("name", NAMES)
def test_walking_is_the_same_both_ways_but_for_signals(real: Real, name: str) -> None:
    streets, _ = real(name)
    points = some_points(streets, Mode.WALK, POINTS, seed=4)
    metres = streets.matrix(Mode.WALK, points).metres
    both = (metres != UNREACHABLE) & (metres.T != UNREACHABLE)
    assert both.mean() > 0.8
    assert np.median(np.abs(metres - metres.T)[both]) <= 1


def test_what_the_builds_found(real: Real) -> None:
    helsinki, copenhagen, lauf = (real(name)[1] for name in NAMES)
    assert lauf.missing_nodes
    assert copenhagen.missing_nodes
    for summary in (helsinki, copenhagen, lauf):
        assert [m.mode for m in summary.modes] == MODES
        by_mode = {m.mode: m for m in summary.modes}
        van, walk = by_mode[Mode.VAN], by_mode[Mode.WALK]
        assert van.restrictions
        assert walk.length_km > van.length_km / 2
    assert 11_000 < copenhagen.modes[0].nodes < 13_000


def test_a_motorway_is_driven_one_way_and_nobody_stops_on_it(real: Real) -> None:
    streets, _ = real("lauf")
    lines = streets.columns(Mode.VAN).lines
    one_way = (lines.street_edge < 0).any(axis=1)
    assert one_way.mean() > 0.05
    walkers = streets.columns(Mode.WALK).lines
    assert ((walkers.street_edge >= 0).all(axis=1)).mean() > 0.99
    assert (
        (walkers.street_edge < 0).any(axis=1) == (walkers.street_edge < 0).all(1)
    ).all()


@pytest.mark.parametrize(
    "travel",
    [Travel("van"), *TRAVELS[1:3], Travel("scooter")],
    ids=lambda travel: travel.key,
)
def test_copenhagen_beside_routingkit(real: Real, travel: Travel) -> None:
    """Times of a road graph where no entry is counted, node to node."""
    streets, _ = real("copenhagen")
    columns = streets.columns(travel)
    graph, n = columns.graph, columns.shape.parent.size
    open_arcs = (graph.weight >> 56) == 0
    tail, head = graph.tail[open_arcs], graph.head[open_arcs]
    ms = time_ms(graph.weight[open_arcs])
    cch = routingkit_cch.CCH(list(range(n)), tail.tolist(), head.tolist(), False)
    metric = routingkit_cch.CCHMetric(cch, ms.tolist())
    points = some_points(streets, Mode.VAN, 40, seed=5)
    ends = ends_of(columns, streets.snap(travel, points))
    leave, reach = ends.departures, ends.arrivals
    many = routingkit_cch.CCHOneToMany(metric, reach.node.tolist())
    matrix = streets.matrix(travel, points)
    compared = 0
    for i in range(len(points)):
        rows = range(leave.first[i], leave.first[i + 1])
        found = [
            [
                np.inf
                if d is None
                else d + int(time_ms(leave.weight[row : row + 1])[0])
                for d in many.distances_from(int(leave.node[row]))
            ]
            for row in rows
            if leave.weight[row] >> 56 == 0
        ]
        if not found:
            continue
        best = np.min(found, axis=0) + time_ms(reach.weight)
        for j in range(len(points)):
            to_j = best[reach.first[j] : reach.first[j + 1]]
            if ends.street[i] == ends.street[j] or np.isinf(to_j).all():
                continue
            assert abs(matrix.seconds[i, j] - to_j.min() / 1000) <= 0.51
            compared += 1
    assert compared > 1000

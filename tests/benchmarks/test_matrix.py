"""Street matrices beside scipy's Dijkstra and routingkit-cch: ratios in one run.

Ours answers seconds and metres; the peers answer seconds only. A peer too slow for all
sources runs a share of them and is scaled, which the printed line says.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import routingkit_cch
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from console.domain.travel import Conditions
from console.geo.streets.build import build_streets
from console.geo.streets.columns import ModeColumns
from console.geo.streets.ends import ends_of
from console.geo.streets.graph import Streets
from console.geo.streets.hierarchy import build_fans, build_metric
from console.geo.streets.modes import Mode
from console.geo.streets.weighing import weigh
from console.geo.streets.weights import time_ms

pytestmark = pytest.mark.benchmark

CITIES = ["copenhagen", pytest.param("milan", marks=pytest.mark.slow)]
STOPS = 1_000
PEER_SOURCES = 100


@pytest.fixture(scope="module")
def city(
    request: pytest.FixtureRequest,
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Streets]:
    folder = tmp_path_factory.mktemp(request.param)
    summary = build_streets(
        shared_data / "osm" / f"{request.param}.osm.pbf",
        folder,
        progress=lambda step, share: None,
        cancelled=lambda: False,
    )
    size = f"{summary.file_bytes / 1e6:.1f} MB"
    said = [f"\n{request.param}: built in {summary.elapsed_s:.1f} s, {size}"]
    said += [
        f"  {m.mode}: {m.streets} streets, {m.nodes} nodes, {m.arcs} arcs,"
        f" {m.hierarchy_arcs} hierarchy arcs"
        for m in summary.modes
    ]
    sys.stdout.write("\n".join(said) + "\n")
    streets = Streets.open(folder)
    streets.warm()
    return request.param, streets


def stops_in(streets: Streets, mode: Mode, count: int) -> np.ndarray:
    rng = np.random.default_rng(11)
    lonlat = streets.columns(mode).lines.point_lonlat
    chosen = lonlat[rng.choice(len(lonlat), count, replace=False)]
    return chosen + rng.normal(0, 0.0002, (count, 2))


def cpu_s(work: Callable[[], object], rounds: int = 1) -> float:
    """The least CPU seconds of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def say(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """Print past pytest's capture."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


def scipy_s(columns: ModeColumns, sources: np.ndarray) -> float:
    graph, n = columns.graph, columns.shape.parent.size
    matrix = coo_array(
        (time_ms(graph.weight).astype(float), (graph.tail, graph.head)), (n, n)
    ).tocsr()
    return cpu_s(lambda: dijkstra(matrix, indices=sources))


def routingkit_s(
    columns: ModeColumns, sources: np.ndarray, targets: np.ndarray
) -> float:
    graph, n = columns.graph, columns.shape.parent.size
    cch = routingkit_cch.CCH(
        list(range(n)), graph.tail.tolist(), graph.head.tolist(), True
    )
    metric = routingkit_cch.CCHMetric(cch, time_ms(graph.weight).tolist())

    def table() -> None:
        many = routingkit_cch.CCHOneToMany(metric, targets.tolist())
        for source in sources.tolist():
            many.distances_from(source)

    return cpu_s(table)


@pytest.mark.parametrize("city", CITIES, indirect=True)
@pytest.mark.parametrize("mode", list(Mode))
def test_matrix_beside_peers(
    benchmark, city: tuple[str, Streets], mode: Mode, capsys: pytest.CaptureFixture[str]
) -> None:
    name, streets = city
    points = stops_in(streets, mode, STOPS)
    matrix = benchmark.pedantic(
        streets.matrix, args=(mode, points), rounds=3, warmup_rounds=1
    )
    assert matrix.seconds.shape == (STOPS, STOPS)
    columns = streets.columns(mode)
    ends = ends_of(columns, streets.snap(mode, points))
    some = ends.departures.node[:PEER_SOURCES].astype(np.int64)
    ours = cpu_s(lambda: streets.matrix(mode, points), rounds=3)
    # One search a source and one column a target: the least the peers must do.
    columns_wanted = ends.arrivals.node[:STOPS]
    scale = STOPS / PEER_SOURCES
    theirs = {
        "scipy dijkstra": scipy_s(columns, some) * scale,
        "routingkit-cch": routingkit_s(columns, some, columns_wanted) * scale,
    }
    beside = "; ".join(
        f"{peer} {seconds:.2f} s ({seconds / ours:.1f} x)"
        for peer, seconds in theirs.items()
    )
    say(
        capsys,
        f"{name} {mode} {STOPS} x {STOPS}: ours {ours:.3f} s CPU; {beside}"
        f" [peers: {PEER_SOURCES} sources, scaled]",
    )


@pytest.mark.parametrize("city", CITIES, indirect=True)
def test_growth(
    benchmark, city: tuple[str, Streets], capsys: pytest.CaptureFixture[str]
) -> None:
    name, streets = city
    points = stops_in(streets, Mode.VAN, 2 * STOPS)
    benchmark.pedantic(streets.matrix, args=(Mode.VAN, points), rounds=1)
    half = cpu_s(lambda: streets.matrix(Mode.VAN, points[:STOPS]), rounds=3)
    whole = cpu_s(lambda: streets.matrix(Mode.VAN, points), rounds=3)
    say(capsys, f"{name} van: twice the stops cost {whole / half:.2f} x")


@pytest.mark.parametrize("city", CITIES, indirect=True)
@pytest.mark.parametrize("mode", list(Mode))
def test_new_conditions(
    benchmark, city: tuple[str, Streets], mode: Mode, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything a change of conditions costs; the peer only takes new times."""
    name, streets = city
    columns, net = streets.columns(mode), streets._views._nets[mode]
    shape, weight = columns.shape, columns.graph.weight
    conditions = Conditions(avoid_tolls=True, avoid_motorways=True, height_mm=3_000)

    def anew() -> None:
        weigh(net, mode, conditions)

    benchmark.pedantic(anew, rounds=3, warmup_rounds=1)
    whole = cpu_s(anew, rounds=3)
    customise = cpu_s(lambda: build_metric(shape, weight), rounds=3)
    prune = cpu_s(lambda: build_fans(shape, columns.metric), rounds=3)
    graph, n = columns.graph, shape.parent.size
    tail, head = graph.tail.tolist(), graph.head.tolist()
    cch = routingkit_cch.CCH(list(range(n)), tail, head, True)
    times = time_ms(weight).tolist()
    metric = routingkit_cch.CCHMetric(cch, times)
    peer = cpu_s(lambda: metric.reset(times), rounds=3)
    say(
        capsys,
        f"{name} {mode}: new conditions {whole * 1000:.0f} ms (customise"
        f" {customise * 1000:.0f}), pruned at its first large matrix in"
        f" {prune * 1000:.0f}; routingkit-cch customises {peer * 1000:.0f} ms,"
        " seconds only",
    )


@pytest.mark.parametrize("city", CITIES, indirect=True)
def test_path(benchmark, city: tuple[str, Streets]) -> None:
    _, streets = city
    a, b = stops_in(streets, Mode.VAN, 2)
    path = benchmark(streets.path, Mode.VAN, tuple(a), tuple(b))
    assert len(path.points) > 1

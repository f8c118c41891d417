"""Random towns against a search that knows nothing of hierarchies, states or packing.

The oracle keeps the last three edges driven as its state and looks at the restrictions
as they were drawn, so a restriction over a way needs no trick. Every way of a random
town is one straight street between two nodes, so both sides round alike; turns cost
nothing but turning round, waits and entries, so angles need no second formula.
"""

import heapq
import tempfile
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from console.geo.streets.ends import ends_of
from console.geo.streets.graph import Streets
from console.geo.streets.network import distances_m
from console.geo.streets.profiles import (
    CAR,
    CARGO_BIKE,
    SCOOTER,
    TRUCK,
    VAN,
    WALK,
    WALK_STEP_FREE,
    Profile,
)
from console.geo.streets.sweeps import UNREACHABLE
from console.geo.streets.weights import length_dm, time_ms
from tests.geo.streets.drawing import METRES_PER_DEGREE, SOUTH, WEST, Town, places

ROADS = st.sampled_from([replace(p, turn_ms=0) for p in (VAN, TRUCK, CAR, SCOOTER)])
WALKS = st.sampled_from([WALK, WALK_STEP_FREE])
SIDE = 3
ROAD = {"": {}, "yes": {"oneway": "yes"}, "-1": {"oneway": "-1"}}
NODE_TAGS = (
    [{}] * 8
    + [{"highway": "traffic_signals"}] * 2
    + [{"barrier": "bollard"}, {"barrier": "gate"}, {"highway": "turning_circle"}]
)

type Cost = tuple[int, int, int]  # entries, milliseconds, decimetres


@dataclass(frozen=True)
class Edge:
    way: int
    tail: int
    head: int
    ms: int
    dm: int
    private: bool


@st.composite
def towns(draw: st.DrawFn) -> Town:
    town = Town()
    for ref in range(SIDE * SIDE):
        jog = draw(st.integers(-30, 30))
        town.node(
            ref,
            100 * (ref % SIDE) + jog,
            100 * (ref // SIDE) + jog / 3,
            **draw(st.sampled_from(NODE_TAGS)),
        )
    near = [
        (a, b)
        for a in range(SIDE * SIDE)
        for b in range(a + 1, SIDE * SIDE)
        if max(abs(a % SIDE - b % SIDE), abs(a // SIDE - b // SIDE)) == 1
    ]
    for a, b in draw(st.lists(st.sampled_from(near), min_size=3, max_size=18)):
        tags = dict(draw(st.sampled_from(list(ROAD.values()))))
        if draw(st.integers(0, 4)) == 0:
            tags["access"] = "private"
        town.way(
            a, b, highway=draw(st.sampled_from(["residential", "primary"])), **tags
        )
    for _ in range(draw(st.integers(0, 5))):
        _restrict(draw, town)
    return town


@st.composite
def ruled_towns(draw: st.DrawFn) -> Town:
    """All blocks of the grid, all two-way, and many restrictions."""
    town = Town()
    for ref in range(SIDE * SIDE):
        town.node(ref, 100 * (ref % SIDE), 100 * (ref // SIDE))
    for a in range(SIDE * SIDE):
        if a % SIDE < SIDE - 1:
            town.way(a, a + 1)
        if a + SIDE < SIDE * SIDE:
            town.way(a, a + SIDE)
    for _ in range(draw(st.integers(4, 16))):
        _restrict(draw, town)
    return town


def _restrict(draw: st.DrawFn, town: Town) -> None:
    """A restriction over a node or a way that really meet, if there is one."""
    start = draw(st.sampled_from(sorted(town.ways)))
    via = draw(st.sampled_from(list(town.ways[start].refs)))
    kind = draw(st.sampled_from(["no_left_turn", "no_u_turn", "only_straight_on"]))
    onward = [n for n, way in town.ways.items() if via in way.refs and n != start]
    if kind == "no_u_turn" and draw(st.booleans()):
        town.rule(kind, start, f"n{via}", start)
    elif onward:
        middle = draw(st.sampled_from(onward))
        if draw(st.booleans()):
            town.rule(kind, start, f"n{via}", middle)
            return
        a, b = town.ways[middle].refs
        far = b if via == a else a
        last = [
            n
            for n, way in town.ways.items()
            if far in way.refs and n not in {start, middle}
        ]
        if last:
            town.rule(kind, start, f"w{middle}", draw(st.sampled_from(last)))


def edges_of(town: Town, profile: Profile) -> list[Edge]:
    speed = profile.class_kmh
    found = []
    for number, way in town.ways.items():
        a, b = way.refs
        ends = places(town.nodes[a], town.nodes[b])
        metres = float(distances_m(ends[:1], ends[1:])[0])
        oneway = way.tags.get("oneway") if profile.oneway_keys else None
        private = way.tags.get("access") == "private"
        # A rider pushes against a one-way, where it is nobody's private ground.
        push = profile.push_kmh if not private else 0.0
        kmh = speed[way.tags["highway"]]
        for tail, head, against in ((a, b, "-1"), (b, a, "yes")):
            pace = push if oneway == against else kmh
            if pace:
                ms, dm = round(metres / pace * 3600), round(metres * 10)
                found.append(Edge(number, tail, head, ms, dm, private))
    return found


class Oracle:
    """Dijkstra over the last three edges driven (roads), or over nodes."""

    def __init__(self, town: Town, profile: Profile) -> None:
        self.town, self.profile = town, profile
        self.edges = edges_of(town, profile)
        self.out: dict[int, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            self.out[edge.tail].append(edge)
        self.open_ground = {
            n for e in self.edges if not e.private for n in (e.tail, e.head)
        }

    def tag(self, node: int, key: str) -> str:
        return self.town.node_tags.get(node, {}).get(key, "")

    def blocked(self, node: int) -> bool:
        return self.tag(node, "barrier") == "bollard" and self.profile.edge_based

    def gate(self, node: int) -> bool:
        return self.tag(node, "barrier") == "gate" and "walk" not in self.profile.mode

    def wait_ms(self, node: int) -> int:
        signal = self.tag(node, "highway") == "traffic_signals"
        return self.profile.signal_ms if signal else 0

    def turns(self, behind: tuple[Edge, ...]) -> list[tuple[Edge, Cost]]:
        """Edges that may follow the last of `behind`, and what the turn costs."""
        last = behind[-1]
        node = last.head
        backward = [e for e in self.out[node] if e.way == last.way]
        onward = [e for e in self.out[node] if e.way != last.way]
        if self.blocked(node):
            onward = []
        may_turn = (
            not onward
            or self.gate(node)
            or self.tag(node, "highway") == "turning_circle"
        )
        found = []
        for edge in onward:
            entry = (edge.private and not last.private) + self.gate(node)
            found.append((edge, (entry, self.wait_ms(node), 0)))
        if may_turn:
            found += [(edge, (0, self.profile.u_turn_ms, 0)) for edge in backward]
        return [turn for turn in found if self.permitted(behind, turn[0])]

    def permitted(self, behind: tuple[Edge, ...], onward: Edge) -> bool:
        only: list[bool] = []
        for tags, members in self.town.rules:
            start, *via, stop = members
            ways = [start[2], *(ref for kind, _, ref in via if kind == "w")]
            if [e.way for e in behind[-len(ways) :]] != ways:
                continue
            if via[0][0] == "n" and behind[-1].head != via[0][2]:
                continue
            meant = stop[2]
            possible = [e for e in self.out[behind[-1].head] if e.way == meant]
            if self.blocked(behind[-1].head) and meant != behind[-1].way:
                possible = []
            if not possible:
                continue
            if tags["restriction"].startswith("only"):
                only.append(onward.way == meant)
            elif onward.way == meant:
                return False
        return not only or any(only)

    def roads(self, start: Edge, rest: Cost) -> dict[Edge, Cost]:
        """The least cost from a place on `start` to the start of every edge."""
        best: dict[Edge, Cost] = {}
        seen = set()
        heap = [(rest, 0, (start,))]
        count = 0
        while heap:
            cost, _, behind = heapq.heappop(heap)
            if behind in seen:
                continue
            seen.add(behind)
            for edge, turn in self.turns(behind):
                there = added(cost, turn)
                best[edge] = min(best.get(edge, there), there)
                count += 1
                onto = added(there, (0, edge.ms, edge.dm))
                heapq.heappush(heap, (onto, count, (*behind, edge)[-3:]))
        return best

    def paths(self, start: Edge, rest: Cost) -> dict[Edge, Cost]:
        """The same over nodes: an entry is an edge onto closed ground."""
        nodes: dict[int, Cost] = {}
        heap = [(added(rest, self.pass_cost(start.head)), start.head)]
        while heap:
            cost, node = heapq.heappop(heap)
            if node in nodes:
                continue
            nodes[node] = cost
            for edge in self.out[node]:
                step = added((self.entry(edge), edge.ms, edge.dm), cost)
                heapq.heappush(
                    heap, (added(step, self.pass_cost(edge.head)), edge.head)
                )
        return {
            edge: added(cost, (self.entry(edge), 0, 0))
            for node, cost in nodes.items()
            for edge in self.out[node]
        }

    def pass_cost(self, node: int) -> Cost:
        return int(self.gate(node)), self.wait_ms(node), 0

    def entry(self, edge: Edge) -> int:
        return int(edge.private and edge.tail in self.open_ground)


def added(a: Cost, b: Cost) -> Cost:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def expected(
    oracle: Oracle, streets: Streets, points: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds and metres between the points, where the product put them."""
    mode = oracle.profile.mode
    columns = streets.columns(mode)
    snaps = streets.snap(mode, points)
    ends = ends_of(columns, snaps)
    by_way: dict[tuple[int, bool], Edge] = {}
    for edge in oracle.edges:
        by_way[edge.way, edge.tail == oracle.town.ways[edge.way].refs[0]] = edge
    # Streets come in the order of the ways, and each way with an edge is one street.
    ways = [
        way
        for way in sorted(oracle.town.ways)
        if any(e.way == way for e in oracle.edges)
    ]

    def hung(point: int) -> dict[Edge, Cost]:
        """The edges a point lies on and the cost to it from their start."""
        found = {}
        for weight, forward in ((ends.along, True), (ends.against, False)):
            if snaps.street[point] >= 0 and weight[point] >= 0:
                edge = by_way[ways[snaps.street[point]], forward]
                part = weight[point : point + 1]
                found[edge] = (0, int(time_ms(part)[0]), int(length_dm(part)[0]))
        return found

    stops = [hung(point) for point in range(len(points))]
    seconds = np.full((len(points), len(points)), UNREACHABLE)
    metres = seconds.copy()
    search = oracle.roads if oracle.profile.edge_based else oracle.paths
    for i, from_stop in enumerate(stops):
        starts = [
            (edge, to, search(edge, (0, edge.ms - to[1], edge.dm - to[2])))
            for edge, to in from_stop.items()
        ]
        for j, to_stop in enumerate(stops):
            costs = [
                added(reached[edge], to)
                for _, _, reached in starts
                for edge, to in to_stop.items()
                if edge in reached
            ]
            costs += [
                (0, to_stop[edge][1] - at[1], to_stop[edge][2] - at[2])
                for edge, at, _ in starts
                if edge in to_stop and to_stop[edge] >= at
            ]
            if costs:
                _, ms, dm = min(costs)
                seconds[i, j], metres[i, j] = (ms + 500) // 1000, (dm + 5) // 10
    return seconds, metres


SPOTS = st.lists(
    st.tuples(st.integers(-30, 230), st.integers(-30, 230)), min_size=2, max_size=6
)
ORDERS = st.permutations(range(24)).map(np.array)


def check(
    town: Town, profile: Profile, spots: list[tuple[int, int]], order: np.ndarray
) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        streets = town.quick(profile, Path(folder), order)
        if streets is None:
            assert not edges_of(town, profile)
            return
        points = places(*spots)
        matrix = streets.matrix(profile.mode, points)
        seconds, metres = expected(Oracle(town, profile), streets, points)
        assert matrix.seconds.tolist() == seconds.tolist()
        assert matrix.metres.tolist() == metres.tolist()
        # Once pruned, every later sweep follows fewer arcs to the same answers.
        assert streets.columns(profile.mode).fans.pruned
        again = streets.matrix(profile.mode, points)
        assert again.seconds.tolist() == seconds.tolist()
        assert again.metres.tolist() == metres.tolist()
        snapped = streets.snap(profile.mode, points).street >= 0
        for i, j in np.argwhere(matrix.reachable & snapped[:, None]).tolist():
            path = streets.path(profile.mode, tuple(points[i]), tuple(points[j]))
            assert path.seconds == sum(leg.seconds for leg in path.legs)
            assert path.metres == sum(leg.metres for leg in path.legs)
            assert (path.seconds, path.metres) == (seconds[i, j], metres[i, j])
            drawn = distances_m(path.points[:-1], path.points[1:]).sum()
            assert abs(drawn - path.metres) <= 0.5 + 0.06 * len(path.points)


@settings(max_examples=100, deadline=None)
@given(town=towns(), profile=ROADS, spots=SPOTS, order=ORDERS)
def test_motors_in_random_towns(
    town: Town, profile: Profile, spots: list[tuple[int, int]], order: np.ndarray
) -> None:
    check(town, profile, spots, order)


@settings(max_examples=80, deadline=None)
@given(town=ruled_towns(), profile=ROADS, spots=SPOTS, order=ORDERS)
def test_motors_in_towns_full_of_restrictions(
    town: Town, profile: Profile, spots: list[tuple[int, int]], order: np.ndarray
) -> None:
    check(town, profile, spots, order)


@settings(max_examples=60, deadline=None)
@given(town=towns(), profile=WALKS, spots=SPOTS, order=ORDERS)
def test_walkers_in_random_towns(
    town: Town, profile: Profile, spots: list[tuple[int, int]], order: np.ndarray
) -> None:
    check(town, profile, spots, order)


@settings(max_examples=60, deadline=None)
@given(town=towns(), spots=SPOTS, order=ORDERS)
def test_cargo_bikes_in_random_towns(
    town: Town, spots: list[tuple[int, int]], order: np.ndarray
) -> None:
    check(town, CARGO_BIKE, spots, order)


def test_the_drawing_board_is_where_it_says() -> None:
    metres = distances_m(np.array([[WEST, SOUTH]]), places((0, 1000)))
    assert abs(metres[0] - 1000) < 0.01
    assert abs(METRES_PER_DEGREE * 360 - 40_030_000) < 1000

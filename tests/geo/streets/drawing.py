"""Small towns drawn by hand: nodes in metres, ways, restrictions; as file or in memory.

A drawing is written as a real .osm.pbf where the whole build is meant, or handed to the
pieces of the build directly where hundreds of towns are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.osm import mutable

from console.geo.streets.arcs import edge_based, node_based
from console.geo.streets.assemble import make_columns
from console.geo.streets.build import build_streets
from console.geo.streets.columns import facts_of, to_pack
from console.geo.streets.graph import Streets
from console.geo.streets.network import build_network
from console.geo.streets.osm import Extract, Restriction
from console.geo.streets.pack import write_pack
from console.geo.streets.profiles import Profile
from console.geo.streets.signs import build_signs
from console.geo.streets.turns import build_turns

WEST, SOUTH = 10.0, 50.0
METRES_PER_DEGREE = 111_195.08


def place(x_m: float, y_m: float) -> tuple[float, float]:
    """Longitude and latitude so many metres east and north of the town's corner."""
    east = METRES_PER_DEGREE * np.cos(np.radians(SOUTH))
    return float(WEST + x_m / east), float(SOUTH + y_m / METRES_PER_DEGREE)


def places(*points: tuple[float, float]) -> NDArray[np.float64]:
    return np.array([place(*point) for point in points]).reshape(-1, 2)


@dataclass(frozen=True)
class Way:
    refs: Sequence[int]
    tags: dict[str, str]


@dataclass
class Town:
    """Ways and restrictions get ids in the order they are drawn: 1, 2, ..."""

    nodes: dict[int, tuple[float, float]] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: dict[int, Way] = field(default_factory=dict)
    rules: list[tuple[dict[str, str], list[tuple[str, str, int]]]] = field(
        default_factory=list
    )
    missing: set[int] = field(default_factory=set)

    def node(self, ref: int, x_m: float, y_m: float, **tags: str) -> None:
        self.nodes[ref] = (x_m, y_m)
        if tags:
            self.node_tags[ref] = tags

    def way(self, *refs: int, highway: str = "residential", **tags: str) -> int:
        number = len(self.ways) + 1
        plain = {key.replace("__", ":"): value for key, value in tags.items()}
        self.ways[number] = Way(refs, {"highway": highway} | plain)
        return number

    def rule(
        self, kind: str, start: int, via: str, stop: int, **tags: str
    ) -> dict[str, str]:
        """`via` is n5 for a node or w7 for a way, several joined by a space."""
        key = tags.pop("key", "restriction")
        members = [
            ("w", "from", start),
            *((word[0], "via", int(word[1:])) for word in via.split()),
            ("w", "to", stop),
        ]
        whole = {"type": "restriction", key: kind} | tags
        self.rules.append((whole, [(k, r, ref) for k, r, ref in members]))
        return whole

    def write(self, path: Path, *, backwards: bool = False) -> Path:
        """As .osm.pbf; `backwards` writes relations first and everything reversed."""
        steps = [
            *(("node", ref) for ref in sorted(self.nodes) if ref not in self.missing),
            *(("way", number) for number in sorted(self.ways)),
            *(("relation", number) for number in range(len(self.rules))),
        ]
        with osmium.SimpleWriter(str(path)) as writer:
            for kind, ref in reversed(steps) if backwards else steps:
                if kind == "node":
                    writer.add_node(
                        mutable.Node(
                            id=ref,
                            location=place(*self.nodes[ref]),
                            tags=self.node_tags.get(ref, {}),
                        )
                    )
                elif kind == "way":
                    way = self.ways[ref]
                    writer.add_way(
                        mutable.Way(id=ref, nodes=list(way.refs), tags=way.tags)
                    )
                else:
                    tags, members = self.rules[ref]
                    writer.add_relation(
                        mutable.Relation(
                            id=ref + 1,
                            tags=tags,
                            members=[(k, n, role) for k, role, n in members],
                        )
                    )
        return path

    def build(self, folder: Path, **options: object) -> Streets:
        """Through a file and the whole build."""
        folder.mkdir(parents=True, exist_ok=True)
        build_streets(
            self.write(folder / "town.osm.pbf"),
            folder,
            progress=lambda step, share: None,
            cancelled=lambda: False,
            **options,
        )
        return Streets.open(folder)

    def extract(self) -> Extract:
        """What reading the file would give."""
        ids = sorted(set(self.nodes) - self.missing)
        row = {ref: i for i, ref in enumerate(ids)}
        ways = sorted(self.ways)
        refs = [row.get(ref, -1) for way in ways for ref in self.ways[way].refs]
        counts = [len(self.ways[way].refs) for way in ways]
        return Extract(
            way_id=np.array(ways, np.int64),
            way_tags=[self.ways[way].tags for way in ways],
            way_ref_first=np.append(0, np.cumsum(counts)),
            ref_node=np.array(refs, np.int64),
            node_id=np.array(ids, np.int64),
            node_lonlat=np.array([place(*self.nodes[ref]) for ref in ids]),
            node_tags={row[ref]: tags for ref, tags in self.node_tags.items()},
            restrictions=[_restriction(*rule) for rule in self.rules],
        )

    def quick(
        self, profile: Profile, folder: Path, order: NDArray[np.int64] | None = None
    ) -> Streets | None:
        """One mode through the pieces of the build, contracted in any order."""
        extract = self.extract()
        network = build_network(extract, [profile])
        if network is None:
            return None
        if profile.edge_based:
            arcs = edge_based(network, build_turns(network, extract))
        else:
            arcs = node_based(network)
        if order is None:
            order = np.arange(len(arcs.node_lonlat))
        order = np.argsort(order[np.arange(len(arcs.node_lonlat)) % order.size])
        signs = build_signs(network, extract)
        columns = make_columns(network, arcs, signs, order)
        facts = {"nets": {profile.net: facts_of(columns)}, "extent": [0, 0, 0, 0]}
        write_pack(folder, facts, to_pack(profile.net, columns))
        return Streets.open(folder)


def _restriction(
    tags: dict[str, str], members: list[tuple[str, str, int]]
) -> Restriction:
    def of(kind: str, role: str) -> tuple[int, ...]:
        return tuple(n for k, r, n in members if (k, r) == (kind, role))

    return Restriction(
        tags=tags,
        from_ways=of("w", "from"),
        via_nodes=of("n", "via"),
        via_ways=of("w", "via"),
        to_ways=of("w", "to"),
    )

"""A small town written as a real .osm.pbf, in any order and cut as wished.

y
4  +--------------------------+      sea to the north of the coastline (y = 3.5),
   |  ~ ~ ~ ~ sea ~ ~ ~ ~ ~   |      drawn from east to west: land on its left
3  |--------------------------|
   |  Nygade, 1000 By: 1-19   |      odd numbers on one side, even on the other
2  |  ....................... |
   |  Havnegade, 2000 Havn    |
1  +--------------------------+
    x = 0 ... 10, one unit is 0.001 degrees (62 m by 111 m)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

LON, LAT = 12.5, 55.6
STEP = 0.001


def at(x: float, y: float) -> tuple[float, float]:
    """Lon and lat of a point of the drawing."""
    return LON + x * STEP, LAT + y * STEP


@dataclass
class Town:
    """Collects objects and writes them."""

    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def node(self, x: float, y: float, **tags: str) -> int:
        """Add a node; gives its id. Tag keys are written with _ for :."""
        number = len(self.nodes) + 1
        self.nodes.append(Node(id=number, location=at(x, y), tags=_tags(tags)))
        return number

    def way(self, points: Iterable[tuple[float, float] | int], **tags: str) -> int:
        """Add a way along points or ids of nodes; gives its id."""
        refs = [p if isinstance(p, int) else self.node(*p) for p in points]
        return self.way_of(refs, **tags)

    def way_of(self, refs: Sequence[int], **tags: str) -> int:
        """Add a way over node ids, which need not exist; gives its id."""
        number = len(self.ways) + 1
        self.ways.append(Way(id=number, nodes=list(refs), tags=_tags(tags)))
        return number

    def ring(self, points: Sequence[tuple[float, float]], **tags: str) -> int:
        """Add a closed way; gives its id."""
        refs = [self.node(*p) for p in points]
        return self.way_of([*refs, refs[0]], **tags)

    def relation(self, members: Iterable[tuple[str, int, str]], **tags: str) -> None:
        """Add a relation of (kind, id, role)."""
        number = len(self.relations) + 1
        self.relations.append(
            Relation(id=number, members=list(members), tags=_tags(tags))
        )

    def write(
        self, path: Path, *, backwards: bool = False, lost: Iterable[int] = ()
    ) -> Path:
        """Write the town; `backwards` puts relations first, `lost` leaves nodes out."""
        gone = set(lost)
        header = osmium.io.Header()
        west_south, east_north = at(0, 0), at(10, 4)
        header.add_box(
            osmium.osm.Box(
                osmium.osm.Location(*west_south), osmium.osm.Location(*east_north)
            )
        )
        nodes = [n for n in self.nodes if n.id not in gone]
        with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
            groups = [
                (writer.add_node, nodes),
                (writer.add_way, self.ways),
                (writer.add_relation, self.relations),
            ]
            for add, items in reversed(groups) if backwards else groups:
                for item in reversed(items) if backwards else items:
                    add(item)
        return path


def _tags(tags: Mapping[str, str]) -> dict[str, str]:
    return {key.replace("_", ":", 1): value for key, value in tags.items()}


def small_town() -> Town:
    """The town of the drawing."""
    town = Town()
    town.way([(10, 3.5), (5, 3.5), (0, 3.5)], natural="coastline")
    town.way([(x, 2.5) for x in range(11)], highway="residential", name="Nygade")
    town.way([(x, 1.5) for x in range(11)], highway="residential", name="Havnegade")
    town.way([(5, 1.5), (5, 2.5)], highway="residential", name="Store Torvegade")
    for i in range(10):
        if 2 * i + 1 != 9:  # there is no Nygade 9
            _house(town, "Nygade", f"{2 * i + 1}", "1000", "By", 0.5 + i, 2.7)
        _house(town, "Nygade", f"{2 * i + 2}", "1000", "By", 0.5 + i, 2.3)
        _house(town, "Havnegade", f"{2 * i + 1}", "2000", "Havn", 0.5 + i, 1.7)
    _house(town, "Havnegade", "2A", "2000", "Havn", 0.5, 1.3)
    _house(town, "Havnegade", "2B", "2000", "Havn", 0.6, 1.3)
    _house(town, "Havnegade", "12-16", "2000", "Havn", 5.5, 1.3)
    _house(town, "Store Torvegade", "4", "2000", "Havn", 5.1, 2.0)
    door = town.node(8.05, 1.3, entrance="main")
    stair = town.node(8.15, 1.3, entrance="staircase", ref="B")
    corners = [town.node(x, y) for x, y in ((8, 1.1), (8.2, 1.1), (8.2, 1.3))]
    town.way_of(
        [*corners, stair, door, corners[0]],
        building="yes",
        addr_street="Havnegade",
        addr_housenumber="22",
        addr_postcode="2000",
        addr_city="Havn",
    )
    town.node(3, 1.0, amenity="parcel_locker", operator="Post", name="Locker 1")
    town.node(4, 1.0, amenity="vending_machine", vending="parcel_pickup;parcel_mail_in")
    town.node(4, 1.1, amenity="vending_machine", vending="cigarettes")
    town.node(6, 1.0, shop="supermarket", name="Brugsen")
    town.node(5, 2.4, place="town", name="By", name_en="Bytown")
    return town


def _house(
    town: Town, street: str, number: str, postcode: str, city: str, x: float, y: float
) -> None:
    town.node(
        x,
        y,
        addr_street=street,
        addr_housenumber=number,
        addr_postcode=postcode,
        addr_city=city,
    )

"""Finds the addresses and the named places of an extract.

An address may stand on a node (an entrance, a shop, a plain point), on a building or
on a relation. Where it stands on a building, its entrance is looked for among the
building's nodes: a courier stops at a door, not at a centroid. When one address is
given several times the best kind wins: entrance, point, building, shop, and last a
place counted out between two ends (interpolation).

Missing postcodes and cities are taken from the nearest address that has them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from console.geo.addresses.candidates import METRES_A_DEGREE, apart_m
from console.geo.addresses.folding import street_key
from console.geo.addresses.found import Found, Kind
from console.geo.addresses.interpolation import between
from console.geo.addresses.numbers import HouseNumber, house_numbers
from console.geo.addresses.ways import OTHER_NAMES
from console.geo.extract import Extract, Node, Relation, Tags


@dataclass(frozen=True, slots=True)
class Locality:
    """One name of a place: `main` is what it calls itself; `town` or a part of one."""

    name: str
    main: str
    town: bool


_NUMBER_KEYS = ("addr:housenumber", "addr:streetnumber", "addr:conscriptionnumber")
_NOT_DOORS = {"no", "service", "emergency", "exit", "garage", "fire_exit"}
_DOOR_RANK = {"main": 0, "yes": 1, "home": 1, "staircase": 2, "residence": 2}
_BUSINESS = ("shop", "amenity", "office", "craft", "tourism", "leisure", "healthcare")
_TOWNS = ("city", "town", "village", "municipality")
_PARTS = ("suburb", "quarter", "neighbourhood", "hamlet", "borough", "city_block")


def addresses(extract: Extract) -> list[Found]:
    """Every address once, sorted by street, number and unit."""
    streets = _streets_by_relation(extract.relations)
    doors = {n.id: n for n in extract.nodes if "entrance" in n.tags}
    found: list[Found] = []
    for node in extract.nodes:
        found += _of_node(node, streets.get(("n", node.id), ""))
    for way in extract.ways.values():
        street = streets.get(("w", way.id), "")
        if _has_address(way.tags, street):
            points = extract.points(way.refs)
            if len(points):
                found += _of_building(
                    way.tags, street, _middle(points), way.refs, doors
                )
    for relation in extract.relations:
        street = streets.get(("r", relation.id), "")
        if _has_address(relation.tags, street):
            refs = [
                ref
                for member in relation.members
                if member.kind == "w"
                and member.role in ("outer", "outline", "")
                and member.ref in extract.ways
                for ref in extract.ways[member.ref].refs
            ]
            points = extract.points(refs)
            if len(points):
                found += _of_building(
                    relation.tags, street, _middle(points), refs, doors
                )
    found += between(extract, found)
    return _once(_with_localities(found))


def localities(extract: Extract, found: Iterable[Found]) -> list[Locality]:
    """What a city may be called, in every language the extract knows."""
    names: dict[tuple[str, str], bool] = {
        (address.city, address.city): True for address in found if address.city
    }
    tagged: Iterator[Tags] = (
        item.tags
        for group in (extract.nodes, extract.ways.values(), extract.relations)
        for item in group
        if "name" in item.tags
        and ("place" in item.tags or item.tags.get("boundary") == "administrative")
    )
    for tags in tagged:
        town = tags.get("place", "") in _TOWNS or tags.get("admin_level") in ("7", "8")
        if not town and tags.get("place", "") not in _PARTS:
            continue
        for key, name in tags.items():
            if key == "name" or OTHER_NAMES.match(key):
                pair = (name, tags["name"])
                names[pair] = names.get(pair, False) or town
    return [
        Locality(name, main, town)
        for (name, main), town in sorted(names.items())
        if street_key(name)
    ]


def _streets_by_relation(relations: Sequence[Relation]) -> dict[tuple[str, int], str]:
    """Street names that associatedStreet and street relations give to houses."""
    names: dict[tuple[str, int], str] = {}
    for relation in relations:
        if relation.tags.get("type") in ("associatedStreet", "street"):
            name = relation.tags.get("addr:street") or relation.tags.get("name", "")
            for member in relation.members:
                if name and member.role in ("house", "address", "addr:houselink"):
                    names[member.kind, member.ref] = name
    return names


def _has_address(tags: Tags, street: str) -> bool:
    return any(key in tags for key in _NUMBER_KEYS) and bool(
        street or "addr:street" in tags or "addr:place" in tags
    )


def _of_node(node: Node, street: str) -> Iterator[Found]:
    if not _has_address(node.tags, street):
        return
    if "entrance" in node.tags:
        kind, entrance = Kind.ENTRANCE, node.id
    elif any(key in node.tags for key in _BUSINESS):
        kind, entrance = Kind.SHOP, 0
    else:
        kind, entrance = Kind.POINT, node.id
    yield from _numbers(node.tags, street, (node.lon, node.lat), entrance, kind)


def _of_building(
    tags: Tags,
    street: str,
    middle: tuple[float, float],
    refs: Sequence[int],
    doors: Mapping[int, Node],
) -> Iterator[Found]:
    entrances = [
        doors[ref]
        for ref in dict.fromkeys(refs)
        if ref in doors and doors[ref].tags["entrance"] not in _NOT_DOORS
    ]
    # a door with its own number belongs to that number, not to the whole house
    free = [door for door in entrances if "addr:housenumber" not in door.tags]
    if not free:
        yield from _numbers(tags, street, middle, 0, Kind.BUILDING)
        return
    main = min(free, key=lambda door: _DOOR_RANK.get(door.tags["entrance"], 3))
    yield from _numbers(tags, street, (main.lon, main.lat), main.id, Kind.ENTRANCE)
    for door in free:
        stair = door.tags.get("ref") or door.tags.get("addr:unit", "")
        if stair:
            at = (door.lon, door.lat)
            yield from _numbers(tags, street, at, door.id, Kind.ENTRANCE, stair)


def _numbers(
    tags: Tags,
    street: str,
    at: tuple[float, float],
    entrance: int,
    kind: Kind,
    unit: str = "",
) -> Iterator[Found]:
    street = tags.get("addr:street") or street or tags["addr:place"]
    for house in _houses(tags):
        yield Found(
            street.strip(),
            house.number,
            house.first,
            house.suffix,
            house.last,
            (unit or tags.get("addr:unit", "")).strip(),
            tags.get("addr:postcode", "").replace(" ", "").upper(),
            tags.get("addr:city", "").strip(),
            at[0],
            at[1],
            entrance,
            kind,
        )


def _houses(tags: Tags) -> Iterator[HouseNumber]:
    """Every number a house goes by: in its street, in its town, and in a list."""
    seen: set[str] = set()
    for key in _NUMBER_KEYS:
        for house in house_numbers(tags.get(key, "")):
            if house.number not in seen:
                seen.add(house.number)
                yield house


def _middle(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> tuple[float, float]:
    low, high = points.min(axis=0), points.max(axis=0)
    lon, lat = (low + high) / 2
    return float(lon), float(lat)


def _with_localities(found: list[Found]) -> list[Found]:
    """Missing postcodes and cities filled in from the nearest address within 300 m."""
    known = [f for f in found if f.postcode and f.city]
    lacking = [i for i, f in enumerate(found) if not (f.postcode and f.city)]
    if not known or not lacking:
        return found
    squeeze = float(np.cos(np.radians(found[0].lat)))
    tree = shapely.STRtree(shapely.points([(f.lon * squeeze, f.lat) for f in known]))
    wanting = shapely.points([(found[i].lon * squeeze, found[i].lat) for i in lacking])
    reach = 300 / METRES_A_DEGREE
    pairs = tree.query_nearest(wanting, max_distance=reach, all_matches=False)
    for which, nearest in pairs.T:
        i, near = lacking[int(which)], known[int(nearest)]
        found[i] = replace(
            found[i],
            postcode=found[i].postcode or near.postcode,
            city=found[i].city or near.city,
        )
    return found


def _once(found: list[Found]) -> list[Found]:
    """Each street, number, unit and postcode once: the best kind, then the first."""
    doors: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    best: dict[tuple[str, str, str, str], Found] = {}
    for item in found:
        house = (street_key(item.street), item.number, item.postcode)
        if not house[0]:
            continue
        if item.kind < Kind.SHOP:
            doors[house].append(item)
        key = (*house, item.unit.lower())
        if key not in best or item.kind < best[key].kind:
            best[key] = item
    result = [
        replace(item, spread_m=_spread_m(item, doors[street, number, postcode]))
        for (street, number, postcode, _), item in best.items()
    ]
    return sorted(result, key=lambda f: (f.street, f.first, f.suffix, f.number, f.unit))


def _spread_m(item: Found, others: Sequence[Found]) -> int:
    if len(others) < 2:
        return 0
    return round(max(apart_m(item.lon, item.lat, o.lon, o.lat) for o in others))

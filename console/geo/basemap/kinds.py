"""What is drawn: the classes of the base map, from OpenStreetMap's tags.

Areas:  water, green, wood, comm (built-up), ped (paved), parking, bld (building)
Lines:  r0 motorway and trunk, r1 primary, r2 secondary, r3 tertiary, r4 residential,
        r5 service, r6 pedestrian, r7 footway and path, r8 cycleway,
        rail, coast (the shore as a line), waterway (streams too narrow for an area),
        ferry, pier
Points: place (the name of a town or a part of one), house (a number), gate (an
        entrance; rank 0 the main one)
"""

from dataclasses import dataclass
from typing import Final

from console.geo.extract import Tags

KINDS: Final = (
    *("water", "green", "wood", "comm", "ped", "parking", "bld"),
    *("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"),
    *("rail", "coast", "waterway", "ferry", "pier"),
    *("place", "house", "gate"),
)
"""Feature classes; a feature's `kind` is an index into this tuple."""

CODE: Final = {kind: code for code, kind in enumerate(KINDS)}
DRAWN: Final = (
    *("comm", "green", "wood", "water", "ped", "parking", "bld", "coast"),
    *("waterway", "ferry", "pier"),
    *("r7", "r8", "r6", "r5", "rail", "r4", "r3", "r2", "r1", "r0"),
    *("place", "gate", "house"),
)
"""The same classes in the order in which they lie above each other in one layer."""
AREAS: Final = frozenset(KINDS[:7])

FIRST_ZOOM: Final = {
    "water": 0.0,
    "green": 0.0,
    "wood": 0.0,
    "comm": 0.0,
    "ped": 14.0,
    "parking": 15.0,
    "bld": 14.5,
    "r0": 0.0,
    "r1": 8.0,
    "r2": 9.5,
    "r3": 11.0,
    "r4": 12.0,
    "r5": 14.0,
    "r6": 14.0,
    "r7": 15.0,
    "r8": 14.5,
    "rail": 11.0,
    "coast": 0.0,
    "waterway": 12.0,
    "ferry": 10.0,
    "pier": 13.0,
    "place": 0.0,
    "house": 17.0,
    "gate": 17.5,
}
"""The zoom from which a class is given out."""

BRIDGE: Final = 1
TUNNEL: Final = 2


@dataclass(frozen=True, slots=True)
class Look:
    """How one object is drawn.

    `rank` of a line: 0 the full width of its class, 1 a slighter one (links, alleys,
    driveways, sidings, trams); of a place: 0 city, 1 town, 2 village or suburb,
    3 quarter or neighbourhood, 4 hamlet or islet; of a gate: 0 the main one.
    """

    kind: str
    rank: int = 0
    layer: int = 0
    flags: int = 0
    name: str = ""


_ROADS: Final = {
    "motorway": "r0",
    "trunk": "r0",
    "primary": "r1",
    "secondary": "r2",
    "tertiary": "r3",
    "unclassified": "r4",
    "residential": "r4",
    "living_street": "r4",
    "road": "r4",
    "service": "r5",
    "busway": "r5",
    "track": "r5",
    "pedestrian": "r6",
    "footway": "r7",
    "path": "r7",
    "steps": "r7",
    "bridleway": "r7",
    "cycleway": "r8",
}
_RAILS: Final = {
    "rail": 0,
    "light_rail": 0,
    "narrow_gauge": 0,
    "monorail": 1,
    "subway": 1,
    "tram": 1,
    "funicular": 1,
}
_WATERWAYS: Final = {"river": 0, "canal": 0, "stream": 1, "ditch": 1, "drain": 1}
_AREAS: Final = {
    "natural": {
        "water": "water",
        "bay": "",
        "wood": "wood",
        "scrub": "green",
        "heath": "green",
        "grassland": "green",
        "tundra": "green",
        "fell": "green",
        "shingle": "ped",
        "wetland": "green",
        "forest": "wood",
        "beach": "ped",
        "sand": "ped",
    },
    "waterway": {"riverbank": "water", "dock": "water", "boatyard": ""},
    "water": {"river": "water", "lake": "water", "pond": "water", "canal": "water"},
    "landuse": {
        "basin": "water",
        "reservoir": "water",
        "forest": "wood",
        "grass": "green",
        "meadow": "green",
        "village_green": "green",
        "recreation_ground": "green",
        "cemetery": "green",
        "allotments": "green",
        "orchard": "green",
        "vineyard": "green",
        "greenfield": "green",
        "flowerbed": "green",
        "residential": "comm",
        "commercial": "comm",
        "retail": "comm",
        "industrial": "comm",
        "construction": "comm",
        "brownfield": "comm",
        "railway": "comm",
        "civil": "comm",
    },
    "leisure": {
        "park": "green",
        "garden": "green",
        "pitch": "green",
        "playground": "green",
        "golf_course": "green",
        "nature_reserve": "green",
        "common": "green",
        "recreation_ground": "green",
        "dog_park": "green",
        "swimming_pool": "water",
    },
    "amenity": {
        "grave_yard": "green",
        "parking": "parking",
        "fountain": "water",
    },
    "man_made": {
        "pier": "ped",
        "breakwater": "ped",
        "groyne": "ped",
        "quay": "ped",
        "bridge": "ped",
    },
    "railway": {"platform": "ped"},
    "public_transport": {"platform": "ped"},
    "place": {"square": "ped"},
}
_PLACES: Final = {
    "city": 0,
    "town": 1,
    "village": 2,
    "suburb": 2,
    "borough": 2,
    "quarter": 3,
    "neighbourhood": 3,
    "hamlet": 4,
    "island": 3,
    "islet": 4,
}


def line_look(tags: Tags) -> Look | None:
    """How a way is drawn as a line, or None."""
    name = tags.get("name", "")
    highway = tags.get("highway", "")
    road = _ROADS.get(highway.removesuffix("_link"))
    if road is not None and not is_area(tags):
        slight = (
            highway.endswith("_link")
            or highway in ("living_street", "track", "steps")
            or tags.get("service") in ("driveway", "alley", "parking_aisle")
        )
        kind = road
        if road == "r7" and tags.get("bicycle") == "designated":
            kind = "r8"
        return Look(kind, int(slight), layer_of(tags), _flags(tags), name)
    rail = _RAILS.get(tags.get("railway", ""))
    if rail is not None:
        slight = bool(rail) or "service" in tags
        return Look("rail", int(slight), layer_of(tags), _flags(tags), name)
    water = _WATERWAYS.get(tags.get("waterway", ""))
    if water is not None and not is_area(tags):
        return Look("waterway", water, layer_of(tags), _flags(tags), name)
    if tags.get("route") == "ferry":
        return Look("ferry", 0, 0, 0, name)
    if tags.get("man_made") in ("pier", "breakwater", "groyne"):
        return Look("pier", 0, layer_of(tags), 0, name)
    return None


def area_look(tags: Tags) -> Look | None:
    """How a closed way or a multipolygon is drawn as an area, or None."""
    name = tags.get("name", "")
    if tags.get("building", "no") != "no":
        return Look("bld", 0, 0, 0, name)
    if "highway" in tags:
        if tags["highway"] in ("pedestrian", "footway", "service") and is_area(tags):
            return Look("ped", 0, 0, 0, name)
        return None
    for key, kinds in _AREAS.items():
        kind = kinds.get(tags.get(key, ""))
        if kind and tags.get("tunnel", "no") == "no":
            return Look(kind, 0, 0, 0, name)
    return None


def place_look(tags: Tags) -> Look | None:
    """How a node is drawn as the name of a place, or None."""
    rank = _PLACES.get(tags.get("place", ""))
    if rank is None or "name" not in tags:
        return None
    return Look("place", rank, 0, 0, tags["name"])


def house_look(tags: Tags) -> Look | None:
    """How an address is drawn as a number, or None."""
    number = tags.get("addr:housenumber", "")
    return Look("house", name=number) if number else None


def gate_look(tags: Tags) -> Look | None:
    """How a node is drawn as an entrance, or None."""
    entrance = tags.get("entrance", "no")
    if entrance == "no" and tags.get("building") != "entrance":
        return None
    return Look("gate", int(entrance != "main"))


def is_area(tags: Tags) -> bool:
    """Whether a way says that it is an area though its class is a line."""
    return tags.get("area") == "yes" or tags.get("type") == "multipolygon"


def layer_of(tags: Tags) -> int:
    """The layer, -5 to 5; bridges above and tunnels below if nothing is said."""
    try:
        layer = int(tags.get("layer", ""))
    except ValueError:
        flags = _flags(tags)
        layer = 1 if flags & BRIDGE else -1 if flags & TUNNEL else 0
    return max(-5, min(5, layer))


def _flags(tags: Tags) -> int:
    bridge = BRIDGE if tags.get("bridge", "no") != "no" else 0
    tunnel = (
        TUNNEL if tags.get("tunnel", "no") not in ("no", "avalanche_protector") else 0
    )
    return bridge | tunnel

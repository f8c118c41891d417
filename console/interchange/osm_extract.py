"""The parcel lockers of a map extract, as objects with tags and a point.

Only what is tagged amenity=* is built, in one pass with node locations, so a city takes
seconds. An area, be it a way or a multipolygon relation, counts at a point that lies on
it for sure. Map data is (c) OpenStreetMap contributors, ODbL.
"""

from pathlib import Path

import osmium
from shapely.errors import ShapelyError
from shapely.geometry import Polygon
from shapely.ops import unary_union

from console.geo.errors import ExtractMissing, ExtractUnreadable
from console.interchange.osm_sites import MapObject, is_locker


def lockers_of(path: Path) -> list[MapObject]:
    """All lockers of an extract (.osm.pbf, .osm), by reference.

    Raises ExtractMissing and ExtractUnreadable.
    """
    if not path.is_file():
        raise ExtractMissing(path)
    found: dict[str, MapObject] = {}
    try:
        source = osmium.FileProcessor(str(path)).with_areas(
            osmium.filter.KeyFilter("amenity")
        )
        for item in source.with_filter(osmium.filter.KeyFilter("amenity")):
            one = _object(item)
            if one is not None:
                found[one.ref] = one
    except RuntimeError as error:
        raise ExtractUnreadable(path, str(error)) from error
    return sorted(found.values(), key=lambda one: one.ref)


def _object(item: object) -> MapObject | None:
    """A locker, if the object is one and has a place."""
    if isinstance(item, osmium.osm.Node):
        tags = dict(item.tags)
        if not is_locker(tags) or not item.location.valid():
            return None
        return MapObject(f"node/{item.id}", item.lon, item.lat, tags)
    if not isinstance(item, osmium.osm.Area):
        return None
    tags = dict(item.tags)
    if not is_locker(tags):
        return None
    rings = [
        Polygon([(node.lon, node.lat) for node in ring]) for ring in item.outer_rings()
    ]
    try:
        point = unary_union(rings).representative_point()
    except (ShapelyError, ValueError):
        return None
    kind = "way" if item.from_way() else "relation"
    return MapObject(f"{kind}/{item.orig_id()}", point.x, point.y, tags)

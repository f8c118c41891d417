"""Named places worth knowing to a parcel network: shops, stations, parcel lockers.

They are where lockers stand or could stand. Both taggings of parcel lockers are read:
amenity=parcel_locker and the older amenity=vending_machine + vending=parcel_pickup.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from console.geo.extract import Extract, Tags


class PlaceKind(StrEnum):
    """What stands there."""

    SUPERMARKET = "supermarket"
    CONVENIENCE = "convenience"
    KIOSK = "kiosk"
    SHOP = "shop"
    STATION = "station"
    TRAM_STOP = "tram_stop"
    FUEL = "fuel"
    POST_OFFICE = "post_office"
    PARCEL_LOCKER = "parcel_locker"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place in WGS84 degrees. `name` falls back to brand or operator, then ""."""

    lon: float
    lat: float
    name: str
    kind: PlaceKind
    operator: str
    ref: str


_SHOPS = {
    "supermarket": PlaceKind.SUPERMARKET,
    "convenience": PlaceKind.CONVENIENCE,
    "kiosk": PlaceKind.KIOSK,
    "newsagent": PlaceKind.KIOSK,
    "department_store": PlaceKind.SHOP,
    "mall": PlaceKind.SHOP,
    "bakery": PlaceKind.SHOP,
    "chemist": PlaceKind.SHOP,
    "doityourself": PlaceKind.SHOP,
}
_AMENITIES = {
    "fuel": PlaceKind.FUEL,
    "post_office": PlaceKind.POST_OFFICE,
    "parcel_locker": PlaceKind.PARCEL_LOCKER,
}


def kind_of(tags: Tags) -> PlaceKind | None:
    """What these tags make of an object, if it is one of ours."""
    amenity = tags.get("amenity", "")
    if amenity == "vending_machine":
        sold = tags.get("vending", "").split(";")
        return PlaceKind.PARCEL_LOCKER if "parcel_pickup" in sold else None
    if amenity in _AMENITIES:
        return _AMENITIES[amenity]
    railway = tags.get("railway", "")
    if railway in ("station", "halt") or tags.get("public_transport") == "station":
        return PlaceKind.STATION
    if railway == "tram_stop":
        return PlaceKind.TRAM_STOP
    return _SHOPS.get(tags.get("shop", ""))


def named_places(extract: Extract) -> Iterator[NamedPlace]:
    """The places of an extract: nodes where they are, ways at their middle."""
    for node in extract.nodes:
        if kind := kind_of(node.tags):
            yield _named(node.lon, node.lat, node.tags, kind)
    for way in extract.ways.values():
        if kind := kind_of(way.tags):
            points = extract.points(way.refs)
            if len(points):
                lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2
                yield _named(float(lon), float(lat), way.tags, kind)


def _named(lon: float, lat: float, tags: Tags, kind: PlaceKind) -> NamedPlace:
    operator = tags.get("operator", "")
    name = tags.get("name") or tags.get("brand") or operator
    return NamedPlace(lon, lat, name, kind, operator, tags.get("ref", ""))

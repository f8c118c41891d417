"""Sites as GeoJSON (RFC 7946), in and out.

Out: a FeatureCollection of Points with a site's own fields as properties, hours as
text. In: Points as they are, MultiPoints of one point, lines and areas at a point on
them. Coordinates are longitude first, WGS84, always; a file that has them the other way
round is told so and read as nothing, because a guess would put lockers into the sea.

Properties are ours, or OpenStreetMap's tags (console.interchange.osm_sites): what a
feature means is the same. A feature without a name or a place becomes a problem.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from console.domain.depot_model import DepotModel
from console.domain.ids import SiteId
from console.domain.opening_text import write_opening
from console.domain.parcel import Climate
from console.domain.place import Place
from console.domain.reasons import ReasonCode, RowProblem
from console.domain.site import Cabinet, Compartment, Contact, Site, SizeClass
from console.domain.site_kinds import RULES, SiteKind, Wheelchair
from console.interchange.osm_sites import MapObject, is_locker, osm_sites
from console.interchange.site_file import (
    MOST_DOORS,
    USUAL_DOORS,
    ReadSites,
    apart_m,
    frame,
    hours_of,
    note,
    slug,
    unused,
)
from console.interchange.table import MAX_BYTES

MOST_FEATURES = 20_000
FAR_M = 200_000.0
"""No depot has a locker further away."""
_LONGEST = 200


def write_sites(model: DepotModel) -> bytes:
    """The depot's sites as GeoJSON, UTF-8, the same bytes for the same model."""
    doors: dict[str, int] = {}
    sites = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    for box in model.compartments:
        doors[sites[box.cabinet]] = doors.get(sites[box.cabinet], 0) + 1
    features = [_feature(site, doors.get(site.id, 0)) for site in model.sites]
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def read_sites(
    data: bytes, classes: Sequence[SizeClass], *, file: str, near: Place | None = None
) -> ReadSites:
    """The sites of a GeoJSON file. Nothing is raised.

    `near`, the depot's place, tells coordinates that stand the wrong way round where
    both orders are degrees: a point further than `FAR_M` from it, whose mirror image
    is nearer than that.
    """
    if len(data) > MAX_BYTES:
        return _nothing(file, ReasonCode.TOO_LARGE, MAX_BYTES)
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return _nothing(file, ReasonCode.UNREADABLE, str(error)[:_LONGEST])
    features = _features(content)
    if features is None:
        return _nothing(file, ReasonCode.WRONG_FORMAT, "GeoJSON")
    if len(features) > MOST_FEATURES:
        return _nothing(file, ReasonCode.TOO_LARGE, MOST_FEATURES)
    reader = _Reader(classes, near)
    for number, feature in enumerate(features, 1):
        reader.read(number, feature)
    return reader.done(file)


def _feature(site: Site, doors: int) -> dict[str, Any]:
    own: dict[str, Any] = {
        "id": site.id,
        "name": site.name,
        "kind": site.kind.value,
        "opening_hours": write_opening(site.hours),
        "service_hours": "" if site.service is None else write_opening(site.service),
        "step_free": site.step_free,
        "wheelchair": site.wheelchair.value,
        "indoor": site.indoor,
        "climates": list(site.climates),
        "capacity": doors,
        "address": site.address,
        "brand": site.brand,
        "operator": site.operator,
        "ref": site.ref,
        "phone": site.contact.phone,
        "email": site.contact.email,
        "access_note": site.access_note,
    }
    return {
        "type": "Feature",
        "id": site.id,
        "geometry": {"type": "Point", "coordinates": [site.place.lon, site.place.lat]},
        "properties": {key: value for key, value in own.items() if value != ""},
    }


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _nothing(file: str, code: ReasonCode, *args: str | int) -> ReadSites:
    word = note("", 1, code, *args)
    problem = RowProblem(file, 1, "", "", word.reason)
    return ReadSites((), problems=(problem,))


def _features(content: object) -> list[object] | None:
    """The features of a collection, a lone feature as one; None for anything else."""
    if not isinstance(content, dict):
        return None
    if content.get("type") == "FeatureCollection":
        found = content.get("features")
        return found if isinstance(found, list) else None
    return [content] if content.get("type") == "Feature" else None


@dataclass(slots=True)
class _Point:
    lon: float = math.nan
    lat: float = math.nan
    fault: ReasonCode | None = None
    arg: str = ""


class _Reader:
    """Collects sites feature by feature."""

    def __init__(self, classes: Sequence[SizeClass], near: Place | None) -> None:
        self._classes = classes
        self._near = near
        self._sites: list[Site] = []
        self._cabinets: list[Cabinet] = []
        self._boxes: list[Compartment] = []
        self._problems: list[RowProblem] = []
        self._notes: list[RowProblem] = []
        self._lines: list[int] = []
        self._taken: set[str] = set()

    def read(self, number: int, feature: object) -> None:
        """One feature."""
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            self._problems.append(note("", number, ReasonCode.WRONG_FORMAT, "Feature"))
            return
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            properties = {}
        point = _point(feature.get("geometry"), self._near)
        if point.fault is not None:
            args = (point.arg,) if point.arg else ()
            self._problems.append(
                note(_label(feature, properties), number, point.fault, *args)
            )
            return
        if is_locker({k: v for k, v in properties.items() if isinstance(v, str)}):
            self._from_tags(number, feature, properties, point)
        else:
            self._from_ours(number, properties, point)

    def done(self, file: str) -> ReadSites:
        """What was read."""
        return ReadSites(
            tuple(self._sites),
            tuple(self._cabinets),
            tuple(self._boxes),
            tuple(_in_file(file, self._problems)),
            tuple(_in_file(file, self._notes)),
            tuple(self._lines),
        )

    def _from_tags(
        self, number: int, feature: dict[str, Any], tags: dict[str, Any], at: _Point
    ) -> None:
        ref = str(feature.get("id") or tags.get("@id") or number)[:_LONGEST]
        said = {key: str(value)[:_LONGEST] for key, value in tags.items()}
        found = osm_sites(
            [MapObject(ref, at.lon, at.lat, said)], self._classes, file=""
        )
        for site, cabinet in zip(found.sites, found.cabinets, strict=True):
            boxes = [box for box in found.compartments if box.cabinet == cabinet.id]
            self._add(number, site, len(boxes))
        self._problems += [_at_line(word, number) for word in found.problems]
        self._notes += [_at_line(word, number) for word in found.notes]

    def _from_ours(self, number: int, own: dict[str, Any], at: _Point) -> None:
        row = _Properties(number, own, self._problems)
        name = row.text("name") or row.text("id")
        if not name:
            row.wrong("name", ReasonCode.MISSING_VALUE)
            return
        kind = SiteKind(row.word("kind", SiteKind) or SiteKind.RETAIL)
        hours, service = row.text("opening_hours"), row.text("service_hours")
        climates = own.get("climates")
        words = climates if isinstance(climates, list) else []
        site = Site(
            SiteId(row.text("id") or slug(name)),
            name,
            Place(at.lon, at.lat),
            hours_of(hours, number, self._notes),
            step_free=own.get("step_free") is not False,
            kind=kind,
            rules=RULES[kind],
            service=hours_of(service, number, self._notes) if service else None,
            wheelchair=Wheelchair(
                row.word("wheelchair", Wheelchair) or Wheelchair.UNKNOWN
            ),
            indoor=own.get("indoor") is True,
            climates=tuple(climate for climate in Climate if climate.value in words),
            contact=Contact(phone=row.text("phone"), email=row.text("email")),
            access_note=row.text("access_note"),
            address=row.text("address"),
            brand=row.text("brand"),
            operator=row.text("operator"),
            ref=row.text("ref"),
        )
        doors = own.get("capacity")
        if (
            isinstance(doors, int)
            and not isinstance(doors, bool)
            and 0 <= doors <= MOST_DOORS
        ):
            self._add(number, site, doors)
            return
        if doors is not None:
            row.wrong("capacity", ReasonCode.OUT_OF_RANGE, 0, MOST_DOORS)
        code = ReasonCode.DOORS_ASSUMED
        self._notes.append(note(site.name, number, code, USUAL_DOORS))
        self._add(number, site, USUAL_DOORS)

    def _add(self, number: int, site: Site, doors: int) -> None:
        named = unused(site.id, self._taken)
        self._taken.add(named)
        site = replace(site, id=named)
        cabinet, boxes = frame(site, self._classes, doors)
        self._sites.append(site)
        self._lines.append(number)
        if boxes:
            self._cabinets.append(cabinet)
            self._boxes.extend(boxes)


class _Properties:
    """The properties of one feature, with what is wrong in them."""

    def __init__(
        self, number: int, own: Mapping[str, Any], problems: list[RowProblem]
    ) -> None:
        self._number = number
        self._own = own
        self._problems = problems

    def wrong(self, key: str, code: ReasonCode, *args: str | int) -> None:
        """Notes a problem of one property."""
        value = str(self._own.get(key, ""))
        self._problems.append(note(value, self._number, code, *args, column=key))

    def text(self, key: str) -> str:
        """A text, empty where there is none."""
        value = self._own.get(key)
        if value is None or isinstance(value, bool | list | dict):
            return ""
        return " ".join(str(value).split())[:_LONGEST]

    def word(self, key: str, words: Iterable[str]) -> str:
        """One of some words; empty, and a problem where something else stands."""
        said, allowed = self.text(key), [str(word) for word in words]
        if said and said not in allowed:
            self.wrong(key, ReasonCode.UNKNOWN_WORD, " ".join(allowed))
            return ""
        return said


def _point(geometry: object, near: Place | None) -> _Point:
    """A point on a geometry: itself, or one that lies on it for sure."""
    drawn: dict[str, Any] = geometry if isinstance(geometry, dict) else {}
    kind = str(drawn.get("type", "null"))[:40]
    nowhere = _Point(fault=ReasonCode.NO_POINT, arg=kind)
    try:
        built = shape(drawn)
        if built.is_empty:
            return nowhere
        on = built.representative_point()
        lon, lat = float(on.x), float(on.y)
        west, south, east, north = map(float, built.bounds)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return nowhere
    if not all(map(math.isfinite, (lon, lat, west, south, east, north))):
        return nowhere
    turned = max(-west, east) <= 90 and max(-south, north) <= 180
    if max(-west, east) <= 180 and max(-south, north) <= 90:
        turned = near is not None and _mirrored(lon, lat, near)
        if not turned:
            return _Point(lon, lat)
    return _Point(fault=ReasonCode.COORDINATES_SWAPPED) if turned else nowhere


def _mirrored(lon: float, lat: float, near: Place) -> bool:
    """Whether a point is far away and would be near with its degrees exchanged."""
    far = apart_m(Place(lon, lat), near) > FAR_M
    return far and abs(lon) <= 90 and apart_m(Place(lat, lon), near) < FAR_M


def _label(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    return str(properties.get("name") or feature.get("id") or "")


def _at_line(word: RowProblem, number: int) -> RowProblem:
    return RowProblem("", number, word.column, word.value, word.reason)


def _in_file(file: str, words: Iterable[RowProblem]) -> Iterable[RowProblem]:
    return (RowProblem(file, w.line, w.column, w.value, w.reason) for w in words)

"""Parcel lockers of OpenStreetMap -> sites.

Tags as wiki.openstreetmap.org/wiki/Tag:amenity=parcel_locker has them: brand, operator,
ref, name, opening_hours, wheelchair, refrigerated, capacity, indoor, phone or
contact:phone, parcel_pickup and parcel_mail_in (both yes unless no), access. Nodes,
areas and relations count alike, the latter two at a point on them. A locker where
nothing can be fetched is left out; so is one not for the public whose kind is unknown
(access=private with a residential building is RESIDENTIAL, else WORKPLACE).

What the map does not say is assumed and noted: the number of doors, the frame.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.domain.ids import SiteId
from console.domain.opening import ALWAYS
from console.domain.parcel import Climate
from console.domain.place import Place
from console.domain.reasons import ReasonCode, RowProblem
from console.domain.site import Cabinet, Compartment, Contact, Site, SizeClass
from console.domain.site_kinds import RULES, SiteKind, Wheelchair
from console.interchange.site_file import (
    MOST_DOORS,
    USUAL_DOORS,
    ReadSites,
    frame,
    hours_of,
    note,
    slug,
    unused,
)

_PRIVATE = frozenset({"private", "no", "residents", "permit"})
_YES = frozenset({"yes", "only", "designated"})


@dataclass(frozen=True, slots=True)
class MapObject:
    """A tagged object: "node/12", its tags, and a point in WGS84 degrees."""

    ref: str
    lon: float
    lat: float
    tags: Mapping[str, str]


def is_locker(tags: Mapping[str, str]) -> bool:
    """Whether tags name a parcel locker, in the present or the older tagging."""
    if tags.get("amenity") == "parcel_locker":
        return True
    vending = tags.get("vending", "").split(";")
    return tags.get("amenity") == "vending_machine" and "parcel_pickup" in vending


def osm_sites(
    objects: Iterable[MapObject], classes: Sequence[SizeClass], *, file: str
) -> ReadSites:
    """The lockers among some objects as sites with an assumed frame each.

    `classes` are the depot's; without any there are frames without doors. Nothing is
    raised: what cannot be used is a problem with the object's reference.
    """
    sites: list[Site] = []
    cabinets: list[Cabinet] = []
    boxes: list[Compartment] = []
    problems: list[RowProblem] = []
    notes: list[RowProblem] = []
    taken: set[str] = set()
    lines: list[int] = []
    for number, item in enumerate(objects, 1):
        if not is_locker(item.tags):
            continue
        if item.tags.get("parcel_pickup", "yes") == "no":
            problems.append(note(item.ref, number, ReasonCode.SITE_CLOSED, item.ref))
            continue
        site = _site(item, number, taken, notes)
        taken.add(site.id)
        sites.append(site)
        lines.append(number)
        doors = _doors(item, number, notes, problems)
        cabinet, frame_boxes = frame(site, classes, doors)
        cabinets.append(cabinet)
        boxes.extend(frame_boxes)
    return ReadSites(
        tuple(sites),
        tuple(cabinets),
        tuple(boxes),
        tuple(_named(file, problems)),
        tuple(_named(file, notes)),
        tuple(lines),
    )


def _site(
    item: MapObject, number: int, taken: set[str], notes: list[RowProblem]
) -> Site:
    tags = item.tags
    brand, operator = tags.get("brand", ""), tags.get("operator", "")
    name = tags.get("name") or " ".join(
        filter(None, (brand or operator or "Parcel locker", tags.get("ref", "")))
    )
    kind = _kind(tags)
    hours = tags.get("opening_hours", "")
    wheelchair = tags.get("wheelchair", "")
    street = f"{tags.get('addr:street', '')} {tags.get('addr:housenumber', '')}".strip()
    return Site(
        SiteId(unused(slug(name), taken)),
        name,
        Place(item.lon, item.lat),
        hours_of(hours, number, notes) if hours else ALWAYS,
        step_free=wheelchair != "no",
        kind=kind,
        rules=RULES[kind],
        wheelchair=Wheelchair(wheelchair)
        if wheelchair in set(Wheelchair)
        else Wheelchair.UNKNOWN,
        indoor=tags.get("indoor") == "yes" or tags.get("location") == "indoor",
        climates=(Climate.AMBIENT, Climate.CHILLED)
        if tags.get("refrigerated") in _YES
        else (),
        contact=Contact(
            phone=tags.get("contact:phone") or tags.get("phone", ""),
            email=tags.get("contact:email") or tags.get("email", ""),
        ),
        address=street,
        brand=brand,
        operator=operator,
        ref=f"osm:{item.ref}",
    )


def _kind(tags: Mapping[str, str]) -> SiteKind:
    if tags.get("access", "yes") not in _PRIVATE:
        return SiteKind.RETAIL
    if tags.get("building") in {"apartments", "residential", "dormitory"}:
        return SiteKind.RESIDENTIAL
    if tags.get("access") == "residents":
        return SiteKind.RESIDENTIAL
    return SiteKind.WORKPLACE


def _doors(
    item: MapObject, number: int, notes: list[RowProblem], problems: list[RowProblem]
) -> int:
    said = item.tags.get("capacity", "")
    if said.isdecimal() and 0 < int(said) <= MOST_DOORS:
        return int(said)
    if said:
        code = ReasonCode.OUT_OF_RANGE
        problems.append(note(said, number, code, 1, MOST_DOORS, column="capacity"))
    notes.append(note(item.ref, number, ReasonCode.DOORS_ASSUMED, USUAL_DOORS))
    return USUAL_DOORS


def _named(file: str, words: Iterable[RowProblem]) -> Iterable[RowProblem]:
    return (
        RowProblem(file, word.line, word.column, word.value, word.reason)
        for word in words
    )

"""The depot of a generated day: sites, frames of doors, fleet (see `generated`)."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from console.domain.ids import CabinetId, CompartmentId, SiteId, SizeClassId, VehicleId
from console.domain.opening import ALWAYS, daily
from console.domain.parcel import Size
from console.domain.place import Place, TimeWindow
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Custody,
    Service,
    Site,
    SizeClass,
)
from console.domain.vehicle import Vehicle, VehicleType
from console.interchange.columns import fold
from console.interchange.fleet_file import presets, vehicle_preset


class NamedPlace(Protocol):
    """One real shop, station or parcel locker of a region."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


CLASSES = (
    SizeClass(SizeClassId("S"), Size(640, 380, 80)),
    SizeClass(SizeClassId("M"), Size(640, 380, 190)),
    SizeClass(SizeClassId("L"), Size(640, 380, 410)),
    SizeClass(SizeClassId("XL"), Size(800, 500, 500)),
)
COLUMNS = ("S S S M M L M S S S", "M M M L M M M", "S S M L L M S S", "S L S XL S L")
"""Columns of one height, 1.76 m: a divider of 30 mm under every door."""
SCREEN = "M M M L"
"""The column that holds the screen, 0.66 m of it, between its second and third door."""

LOCKERS = "parcel_locker"
FAMILY = "kerong-cu16"
LOCKS = 16
"""Locks on a board of that family, whose boards count from 0."""
FEWEST, MOST = 24, 72
"""Doors of a cabinet."""
ALWAYS_OPEN = frozenset({LOCKERS, "station", "tram_stop", "fuel"})
LAST_RESORT = frozenset({"tram_stop"})
APART_M = 20.0
"""Two sites are never nearer than this."""

_DIVIDER_MM = 30
_SCREEN_MM = 660
_TOP_MM = 1960
_REACH_MM = (380, 1220)
_OCCUPIED = 0.70
_OUT = 0.01


def site_count(parcels: int) -> int:
    """How many sites suit a day of so many parcels."""
    return max(2, round(24 * math.sqrt(parcels / 600)))


def spread(places: Sequence[NamedPlace], count: int) -> list[NamedPlace]:
    """Up to `count` places, each as far as can be from those before (Gonzalez 1985).

    Real lockers come first, tram stops only when all else is used up.
    """
    named = [place for place in places if place.name or place.kind == LOCKERS]
    named.sort(key=lambda p: (p.kind, p.name, p.lon, p.lat))
    if not named:
        return []
    at = _metres(named)
    near = np.full(len(named), np.inf)
    chosen: list[int] = []
    tiers = [
        [i for i, p in enumerate(named) if p.kind == LOCKERS],
        [i for i, p in enumerate(named) if p.kind not in LAST_RESORT | {LOCKERS}],
        [i for i, p in enumerate(named) if p.kind in LAST_RESORT],
    ]
    for tier in tiers:
        while tier and len(chosen) < count:
            if chosen:
                best = max(tier, key=lambda i: near[i])
                if near[best] < APART_M:
                    break
            else:
                middle = at.mean(axis=0)
                best = min(tier, key=lambda i: float(np.hypot(*(at[i] - middle))))
            chosen.append(best)
            near = np.minimum(near, np.hypot(*(at - at[best]).T))
    return [named[i] for i in chosen]


def _metres(
    places: Sequence[NamedPlace],
) -> NDArray[np.float64]:
    """Flat coordinates in metres, good enough to compare distances in one town."""
    degrees = np.array([(place.lon, place.lat) for place in places])
    squeeze = math.cos(math.radians(float(degrees[:, 1].mean())))
    metres: NDArray[np.float64] = degrees * (111_195.0 * squeeze, 111_195.0)
    return metres


def slug(text: str) -> str:
    """A name as an id: lower case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "site"


def sites_at(chosen: Sequence[NamedPlace]) -> list[Site]:
    """A site at each place, under its own name, numbered where names repeat."""
    sites: list[Site] = []
    taken: set[str] = set()
    for place in chosen:
        plain = place.name or "Parcel locker"
        name = plain
        number = 1
        while slug(name) in taken:
            number += 1
            name = f"{plain} {number}"
        taken.add(slug(name))
        always = place.kind in ALWAYS_OPEN
        hours = ALWAYS if always else daily((7 * 3600, 22 * 3600))
        where = Place(place.lon, place.lat)
        sites.append(Site(SiteId(slug(name)), name, where, hours))
    return sites


def cabinet_of(
    site: Site, connection: Connection, draw: np.random.Generator
) -> tuple[Cabinet, list[Compartment]]:
    """A site's one cabinet, its screen in the middle, with what lies in it."""
    least = int(draw.integers(FEWEST, MOST - 8))
    columns = [SCREEN]
    while sum(len(words.split()) for words in columns) < least:
        columns.append(COLUMNS[int(draw.integers(len(COLUMNS)))])
    columns.remove(SCREEN)
    screen = len(columns) // 2
    columns.insert(screen, SCREEN)
    cabinet = Cabinet(
        CabinetId(site.id),
        site.id,
        f"{site.name} lockers",
        connection,
        FAMILY,
        screen_column=screen,
    )
    heights = {entry.id: entry.box.height_mm + _DIVIDER_MM for entry in CLASSES}
    doors: list[Compartment] = []
    for column, words in enumerate(columns):
        top = _TOP_MM
        for row, word in enumerate(words.split()):
            if column == screen and row == 2:
                top -= _SCREEN_MM
            size = SizeClassId(word)
            middle = top - heights[size] // 2
            top -= heights[size]
            door = len(doors) + 1
            occupied = draw.random() < _OCCUPIED
            out = draw.random() < _OUT
            doors.append(
                Compartment(
                    CompartmentId(f"{cabinet.id}/{door}"),
                    cabinet.id,
                    door,
                    size,
                    column,
                    row,
                    (door - 1) // LOCKS,
                    (door - 1) % LOCKS + 1,
                    low=_REACH_MM[0] <= middle <= _REACH_MM[1],
                    custody=Custody.OCCUPIED if occupied else Custody.FREE,
                    service=Service.OUT if out else Service.IN,
                )
            )
    return cabinet, doors


SHIFTS = {"walker": (9, 16), "cargo-bike": (8, 16), "cargo-bike-trailer": (8, 16)}
"""Hours of those who move themselves; engines are out from 8 to 16:30."""
_WORKDAY = (8, 16.5)


def usual_fleet(parcels: int, modes: Collection[str]) -> dict[str, int]:
    """How many of which preset suit so many parcels, of the modes there are."""
    vans = max(1, round(parcels / 100))
    bikes = max(1, round(parcels / 150))
    walkers = max(1, round(parcels / 300))
    if "cargo_bike" not in modes:
        bikes, walkers = 0, walkers + bikes
    return {"van": vans, "cargo-bike": bikes, "walker": walkers}


def fleet(
    numbers: Mapping[str, int], modes: Collection[str]
) -> tuple[tuple[VehicleType, ...], tuple[Vehicle, ...]]:
    """Vehicle types and vehicles, so many of each preset.

    Raises ValueError for a preset that is not there, or a mode without streets.
    """
    types: list[VehicleType] = []
    vehicles: list[Vehicle] = []
    letters: set[str] = set()
    for name, number in numbers.items():
        if not number:
            continue
        if name not in presets():
            raise ValueError(f"no vehicle {name!r}; there are {_listed(presets())}")
        kind = vehicle_preset(name)
        if kind.mode not in modes:
            raise ValueError(f"{name}: the region has no streets for {kind.mode}")
        types.append(kind)
        hours = SHIFTS.get(name, _WORKDAY)
        shift = TimeWindow(int(hours[0] * 3600), int(hours[1] * 3600))
        letter = _letter(name, letters)
        letters.add(letter)
        for n in range(1, number + 1):
            courier = f"Courier {len(vehicles) + 1}"
            called = VehicleId(f"{letter}{n:02}")
            vehicles.append(Vehicle(called, kind.id, courier, shift))
    return tuple(types), tuple(vehicles)


def _letter(name: str, taken: Collection[str]) -> str:
    """What a preset's vehicles are called by: V for vans, B for cargo bikes ..."""
    short = {"cargo-bike": "B"}.get(name, name[0].upper())
    if short in taken:
        short = "".join(word[0].upper() for word in name.split("-"))
    return short if short not in taken else name.upper()


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))

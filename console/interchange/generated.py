"""A plausible depot day on a region's real addresses, shops and stations.

Everything follows from the region, the number of parcels and the seed: the same three
give the same bytes. Nobody in it is real: names are put together from trees and birds,
mail goes to example.org (RFC 2606), telephone numbers begin with the unassigned 999.

What is drawn, and from where ("assumed" = ours, without a source; replace it by your
own depot's figures before drawing conclusions):

- size classes: the A, B, C and D compartments of InPost (8, 19 and 41 x 38 x 64 cm,
  50 x 50 x 80 cm, up to 25 kg), as its own size guide gives them.
- parcel sizes: 45 % fit class S, 33 % M, 16 % L, 4 % XL, 2 % none. Assumed; small and
  medium being the ones most wanted agrees with Kahr 2022 (locker layout, Austria).
- masses: two thirds up to 2 kg, nearly all under 10 kg, never over 24. Assumed.
- preferences: 30 % door only, 15 % locker only, 55 % either. Assumed. Who wants a
  locker only has named one, as at a check-out: the nearest; so have 10 % of the others.
- windows: none for 70 %, a morning or an afternoon for the rest. Assumed.
- compartments: 70 % occupied, 1 % out of service at the start of the day. Assumed; of
  600 parcels about 300 then find a door.
- low compartments: middle of the door 380 to 1,220 mm above the ground, the reach range
  of the ADA Standards for Accessible Design, section 308.
- cabinets: lock boards of 16, the first cabinet on the desk's own bus (its port is left
  for the desk to say), the others known from couriers' pages only.
- sites: 24 for 600 parcels, growing with the square root, real lockers first, then
  shops and stations, each as far as can be from those chosen before.
- fleet: a van for every 100 parcels, a cargo bike for every 150 and a foot courier for
  every 300, from the presets of resources/vehicles.
"""

import csv
import io
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from console.domain.depot_model import DepotModel
from console.domain.ids import (
    DepotId,
)
from console.domain.parcel import Preference, Size
from console.domain.place import Place
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Site,
)
from console.domain.vehicle import Depot
from console.interchange.depot_writer import write_depot
from console.interchange.generated_depot import (
    CLASSES,
    NamedPlace,
    cabinet_of,
    fleet,
    site_count,
    sites_at,
    slug,
    spread,
    usual_fleet,
)


class Address(Protocol):
    """One real address of a region."""

    @property
    def street(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """What a region offers. `addresses` are drawn from with repetition.

    `modes` are the ways of moving it has street graphs for; `depot` is the address the
    depot stands at, which a courier must be able to reach by all of them.
    """

    name: str
    zone: str
    addresses: Sequence[Address]
    places: Sequence[NamedPlace]
    modes: Collection[str]
    depot: Address


@dataclass(frozen=True, slots=True)
class Generated:
    """A depot day: its model, and the two files to import it from."""

    depot: DepotModel
    depot_toml: bytes
    manifest_csv: bytes


HEADINGS = (
    "id",
    "barcode",
    "name",
    "street",
    "postcode",
    "city",
    "unit",
    "phone",
    "email",
    "length_cm",
    "width_cm",
    "height_cm",
    "mass_kg",
    "climate",
    "preference",
    "preferred_site",
    "window_start",
    "window_end",
    "priority",
    "id_check",
    "low_compartment",
)

_TREES = (
    "Alder Ash Aspen Beech Birch Cedar Elm Fir Hazel Holly Juniper Larch Linden "
    "Maple Oak Pine Poplar Rowan Spruce Willow Yew"
)
_BIRDS = (
    "Bunting Crane Curlew Dipper Dunlin Eider Falcon Finch Godwit Grebe Heron "
    "Jay Kestrel Lark Linnet Martin Merlin Nightjar Osprey Ouzel Pipit Plover "
    "Robin Siskin Snipe Starling Swift Tern Thrush Wagtail Warbler Wren"
)
_FIT = (0.45, 0.78, 0.94, 0.98)


def generate(
    ground: Ground,
    *,
    parcels: int,
    seed: int,
    sites: int | None = None,
    vehicles: Mapping[str, int] | None = None,
) -> Generated:
    """A depot day, with so many sites and vehicles of each preset where they are given.

    Raises ValueError where the region has no address or no site, or not the streets
    that the vehicles need.
    """
    if not ground.addresses:
        raise ValueError("the region has no addresses to deliver to")
    draw = np.random.default_rng(seed)
    chosen = spread(ground.places, sites or site_count(parcels))
    if not chosen:
        raise ValueError("the region has no named shops or stations to put lockers at")
    placed = tuple(sites_at(chosen))
    cabinets: list[Cabinet] = []
    compartments: list[Compartment] = []
    for site in placed:
        connection = Connection.REPORTED if cabinets else Connection.BUS
        cabinet, doors = cabinet_of(site, connection, draw)
        cabinets.append(cabinet)
        compartments.extend(doors)
    numbers = vehicles or usual_fleet(parcels, ground.modes)
    types, given = fleet(numbers, ground.modes)
    model = DepotModel(
        depot=Depot(
            DepotId(slug(ground.name)),
            f"{ground.name} depot, {ground.depot.street} {ground.depot.number}",
            ground.zone,
            Place(ground.depot.lon, ground.depot.lat),
        ),
        size_classes=CLASSES,
        sites=placed,
        cabinets=tuple(cabinets),
        compartments=tuple(compartments),
        vehicle_types=types,
        vehicles=given,
    )
    manifest = _manifest(ground, placed, parcels, draw)
    return Generated(model, write_depot(model), manifest)


def _manifest(
    ground: Ground, sites: Sequence[Site], parcels: int, draw: np.random.Generator
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for number in range(1, parcels + 1):
        writer.writerow(_row(number, ground, sites, draw))
    return out.getvalue().encode()


def _row(
    number: int, ground: Ground, sites: Sequence[Site], draw: np.random.Generator
) -> list[str]:
    # One draw for every decision whatever it says, so that rows stay comparable.
    u = draw.random(16)
    address = ground.addresses[_pick(u[0], len(ground.addresses))]
    size = _size(u[1], u[2:5])
    fits = any(size.fits(entry.box) for entry in CLASSES)
    preference = Preference.EITHER
    if u[5] < 0.30 or not fits:
        preference = Preference.DOOR
    elif u[5] < 0.45:
        preference = Preference.LOCKER
    preferred = ""
    chosen = preference is Preference.LOCKER
    if chosen or (preference is Preference.EITHER and u[6] < 0.10):
        preferred = _nearest(address, sites).id
    windows = (("", ""), ("08:30", "12:00"), ("12:00", "16:00"))
    window = windows[int(u[7] > 0.70) + int(u[7] > 0.85)]
    trees, birds = _TREES.split(), _BIRDS.split()
    person = f"{trees[_pick(u[8], len(trees))]} {birds[_pick(u[9], len(birds))]}"
    grams = _mass_g(u[10], size)
    return [
        f"P{number:05}",
        f"LY{100_000 + number * 7919 % 900_000}",
        person,
        f"{address.street} {address.number}",
        address.postcode,
        address.city,
        "",
        f"00999 {number:07}",
        f"recipient{number}@example.org",
        f"{size.length_mm / 10:g}",
        f"{size.width_mm / 10:g}",
        f"{size.height_mm / 10:g}",
        f"{grams / 1000:g}",
        "ambient",
        preference.value,
        preferred,
        *window,
        "3" if u[11] < 0.05 else "1",
        "yes" if u[12] < 0.03 else "no",
        "yes" if u[13] < 0.04 else "no",
    ]


def _pick(u: float, count: int) -> int:
    return min(int(u * count), count - 1)


def _size(u: float, sides: NDArray[np.float64]) -> Size:
    """A box that fits the drawn class and, by its height, not the one before."""
    rank = sum(u >= share for share in _FIT)
    if rank == len(CLASSES):
        length, width, height = (int(900 + 300 * sides[0]), 550, 520)
        return Size(length, width, height)
    box = CLASSES[rank].box
    least = CLASSES[rank - 1].box.height_mm + 5 if rank else 15
    height = round(least + (box.height_mm - least) * sides[2])
    across = max(height, round(box.width_mm * (0.35 + 0.65 * sides[1])))
    along = max(across, round(box.length_mm * (0.35 + 0.65 * sides[0])))
    return Size(along, min(across, box.width_mm), height)


def _mass_g(u: float, size: Size) -> int:
    """Denser when small; two thirds under 2 kg, nearly all under 10."""
    litres = size.volume_ml / 1000
    grams = 100 + 1000 * min(24.0, (0.4 + litres**0.6 / 8) * (0.2 + 3 * u**3))
    return int(min(grams, 24_000.0) // 10 * 10)


def _nearest(address: Address, sites: Sequence[Site]) -> Site:
    wide = math.cos(math.radians(address.lat))
    return min(
        sites,
        key=lambda site: (
            ((site.place.lon - address.lon) * wide) ** 2
            + (site.place.lat - address.lat) ** 2
        ),
    )

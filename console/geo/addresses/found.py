"""One address as an extract gives it, before it is written into the book."""

from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What an address was found on; the smaller wins."""

    ENTRANCE = 0
    POINT = 1
    BUILDING = 2
    SHOP = 3
    BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Found:
    """One house number of one street, as it goes into the book.

    `spread_m` is how far apart the extract itself puts this address, if it gives it
    more than once (shops not counted).

    `first`, `suffix`, `last` split the number ("12a", "12-14"); `entrance` is the
    OSM node of the door, or 0 where the place is a building's middle.
    """

    street: str
    number: str
    first: int
    suffix: str
    last: int
    unit: str
    postcode: str
    city: str
    lon: float
    lat: float
    entrance: int
    kind: Kind
    spread_m: int = 0

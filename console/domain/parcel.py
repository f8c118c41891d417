"""A parcel: our id, their barcodes, what it is, whom it is for, how it may go.

The person stands in a value of its own, because a person can be erased while the
parcel's history stays.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from console.domain.ids import ParcelId, SiteId
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.reasons import Reason


class Climate(StrEnum):
    """What the inside of a vehicle or compartment must be."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"


class Preference(StrEnum):
    """What the customer allows."""

    EITHER = "either"
    LOCKER = "locker"
    DOOR = "door"


class ParcelState(StrEnum):
    """Where a parcel is in its day. `HELD` needs a person, with a reason."""

    READY = "ready"
    HELD = "held"
    PLANNED = "planned"
    LOADED = "loaded"
    DELIVERED = "delivered"
    DEPOSITED = "deposited"
    COLLECTED = "collected"
    RETURNED = "returned"
    RETURNING = "returning"
    """Cancelled while on board: it comes back with its vehicle."""
    CANCELLED = "cancelled"
    MISSING = "missing"
    """Nobody knows where it is: a search case."""

    @property
    def finished(self) -> bool:
        """Whether the depot has nothing more to do with it today."""
        return self in {
            ParcelState.DELIVERED,
            ParcelState.DEPOSITED,
            ParcelState.COLLECTED,
            ParcelState.RETURNED,
            ParcelState.CANCELLED,
        }

    @property
    def plannable(self) -> bool:
        """Whether a plan may carry it: all but held, cancelled, missing parcels."""
        return self not in {
            ParcelState.HELD,
            ParcelState.RETURNING,
            ParcelState.CANCELLED,
            ParcelState.MISSING,
        }


@dataclass(frozen=True, slots=True)
class Size:
    """Outer dimensions in millimetres, any way up."""

    length_mm: int
    width_mm: int
    height_mm: int

    @property
    def volume_ml(self) -> int:
        """Millilitres, rounded up."""
        return -(-self.length_mm * self.width_mm * self.height_mm // 1000)

    def fits(self, box: "Size") -> bool:
        """Whether it goes into an inner box, turned squarely any way up."""
        mine = sorted((self.length_mm, self.width_mm, self.height_mm))
        room = sorted((box.length_mm, box.width_mm, box.height_mm))
        return all(a <= b for a, b in zip(mine, room, strict=True))


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a parcel is for; kept apart and erased on its own."""

    name: str
    street: str
    postcode: str = ""
    city: str = ""
    unit: str = ""
    phone: str = ""
    email: str = ""

    @property
    def address(self) -> str:
        """One line as a label shows it."""
        town = f"{self.postcode} {self.city}".strip()
        first = f"{self.street} {self.unit}".strip()
        return f"{first}, {town}" if town else first

    def same_as(self, other: "Person") -> bool:
        """Whether all is the same, wherever in the address the unit was written."""
        bare, others = (replace(one, street="", unit="") for one in (self, other))
        return bare == others and _line_words(self) == _line_words(other)


def _line_words(person: Person) -> list[str]:
    return sorted(f"{person.street} {person.unit}".replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to hand over. `place` is None until its address is found."""

    id: ParcelId
    size: Size
    mass_g: int
    person: Person
    barcodes: tuple[str, ...] = ()
    climate: Climate = Climate.AMBIENT
    preference: Preference = Preference.EITHER
    preferred_site: SiteId | None = None
    low_compartment: bool = False
    id_check: bool = False
    priority: int = 1
    window: TimeWindow = WHOLE_DAY
    place: Place | None = None
    state: ParcelState = ParcelState.READY
    reason: Reason | None = None
    attempt: int = 1
    """How many days it has been tried on, this one included."""
    needs: tuple[str, ...] = ()
    """Skills that whoever brings it must have all of, as their vehicles name them."""
    late_from_s: int | None = None
    """At the door, from this planner second on, it is late though still in its window;
    None where all of the window is as good."""

"""Sites, cabinets and compartments, and the three truths of a compartment.

site (a place with hours and access) 1:N cabinet (one frame of doors, one connection)
1:N compartment (a box behind door number d). *Custody* is what the records promise,
*service* is whether it may be used, *observed* is what a sensor last said and when.
What was commanded never writes into what was observed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from console.domain.ids import CabinetId, CompartmentId, SiteId, SizeClassId
from console.domain.opening import ALWAYS, Opening
from console.domain.parcel import Climate, Size
from console.domain.place import Place
from console.domain.reasons import Reason
from console.domain.site_kinds import SiteKind, SiteRules, Wheelchair


class Connection(StrEnum):
    """How a cabinet is reached."""

    BUS = "bus"
    """Serial, on this desk."""
    GATEWAY = "gateway"
    """The same bytes over TCP or RFC 2217."""
    AUTONOMOUS = "autonomous"
    """Its own controller; code tags are pushed to it."""
    REPORTED = "reported"
    """Only the courier's page tells what happened."""


class Custody(StrEnum):
    """What the records promise about the inside of a compartment."""

    FREE = "free"
    RESERVED = "reserved"
    OCCUPIED = "occupied"
    SUSPECT = "suspect"
    """Nobody can be sure: a person decides."""


class Service(StrEnum):
    """Whether a compartment may be used."""

    IN = "in"
    OUT = "out"


class Observed(StrEnum):
    """What a door sensor last said."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SizeClass:
    """An inner box. S <= M <= L <= XL is the usual chain, not an assumption."""

    id: SizeClassId
    box: Size
    mass_limit_g: int = 25_000
    climate: Climate = Climate.AMBIENT


@dataclass(frozen=True, slots=True)
class Compartment:
    """A box behind door number `door`, drawn at (`column`, `row`) of its frame."""

    id: CompartmentId
    cabinet: CabinetId
    door: int
    size_class: SizeClassId
    column: int
    row: int
    board: int
    lock: int
    low: bool = False
    custody: Custody = Custody.FREE
    service: Service = Service.IN
    service_reason: Reason | None = None
    observed: Observed = Observed.UNKNOWN
    observed_at: datetime | None = None
    version: int = 0

    @property
    def usable(self) -> bool:
        """Whether a plan may promise it."""
        return self.custody is Custody.FREE and self.service is Service.IN


@dataclass(frozen=True, slots=True)
class Cabinet:
    """One frame of doors with one connection.

    `family` names a file of `resources/cabinets`. `port` is where the line of a BUS or
    GATEWAY cabinet is: a serial path ("/dev/ttyUSB0", "COM3"), or socket://host:port or
    rfc2217://host:port; empty until somebody says. `baud` and `framing` ("8N1") are
    for lines that differ from the family's own, 0 and "" otherwise. `controller` is
    where an AUTONOMOUS cabinet listens, host:port or an https:// address. REPORTED has
    none of them.
    """

    id: CabinetId
    site: SiteId
    name: str
    connection: Connection
    family: str
    port: str = ""
    screen_column: int | None = None
    """The column of the frame that holds the screen, if any."""
    baud: int = 0
    framing: str = ""
    controller: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring about a site."""

    name: str = ""
    phone: str = ""
    email: str = ""


_FOR_ALL = SiteRules()
_NOBODY = Contact()


@dataclass(frozen=True, slots=True)
class Site:
    """A place with cabinets.

    `hours` are when customers may fetch, `service` when couriers may put in (None: the
    same hours). `climates` are what the place itself can hold, where that is less or
    more than its doors say; empty: as its doors. It takes parcels from `opens` to
    `closes`, both included, where they are given.
    """

    id: SiteId
    name: str
    place: Place
    hours: Opening = ALWAYS
    step_free: bool = True
    setup_s: int = 120
    """Once for every visit, whatever is handed over."""
    handling_s: int = 8
    """For every parcel put in."""
    kind: SiteKind = SiteKind.RETAIL
    rules: SiteRules = _FOR_ALL
    service: Opening | None = None
    wheelchair: Wheelchair = Wheelchair.UNKNOWN
    indoor: bool = False
    climates: tuple[Climate, ...] = ()
    contact: Contact = _NOBODY
    access_note: str = ""
    """What a courier has to know to get in."""
    address: str = ""
    brand: str = ""
    operator: str = ""
    ref: str = ""
    """What the operator or the map calls it ("node/123")."""
    opens: date | None = None
    closes: date | None = None

    @property
    def service_hours(self) -> Opening:
        """When couriers may put in."""
        return self.hours if self.service is None else self.service


def low_share(boxes: Iterable[Compartment]) -> float:
    """Of some doors the share that is low enough for everybody, 0 to 1."""
    low = [box.low for box in boxes]
    return sum(low) / len(low) if low else 0.0

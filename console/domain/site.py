"""Sites, cabinets and compartments, and the three truths of a compartment.

site (a place with hours and access) 1:N cabinet (one frame of doors, one connection)
1:N compartment (a box behind door number d). *Custody* is what the records promise,
*service* is whether it may be used, *observed* is what a sensor last said and when.
What was commanded never writes into what was observed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.ids import CabinetId, CompartmentId, SiteId, SizeClassId
from console.domain.parcel import Climate, Size
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.reasons import Reason


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

    `family` names a file of `resources/cabinets`; `port` is a serial path or a
    socket:// address, empty where there is none.
    """

    id: CabinetId
    site: SiteId
    name: str
    connection: Connection
    family: str
    port: str = ""
    screen_column: int | None = None
    """The column of the frame that holds the screen, if any."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place with cabinets."""

    id: SiteId
    name: str
    place: Place
    hours: tuple[TimeWindow, ...] = (WHOLE_DAY,)
    step_free: bool = True
    setup_s: int = 120
    """Once for every visit, whatever is handed over."""
    handling_s: int = 8
    """For every parcel put in."""

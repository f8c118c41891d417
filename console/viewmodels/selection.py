"""What is selected, said without words: codes with arguments, facts, options, actions.

One record serves every kind of thing, so that the pane is one pane. How the record is
made of domain values stands in console.viewmodels.selected.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from console.domain.reasons import Reason
from console.domain.why import Binding
from console.viewmodels.lockers import DoorState
from console.viewmodels.parcels import ParcelStatus


class Thing(StrEnum):
    """What can be selected."""

    NOTHING = "nothing"
    PARCEL = "parcel"
    STOP = "stop"
    SITE = "site"
    DOOR = "door"
    VEHICLE = "vehicle"


class FactKey(StrEnum):
    """What a fact is about. Arguments in brackets; minutes are local, of the day."""

    PARCEL = "parcel"  # [label, mass in g, size "30 x 20 x 10" in cm]
    RECIPIENT = "recipient"  # [name]
    ADDRESS = "address"  # [text]
    STATE = "state"  # [ParcelState]
    ATTEMPT = "attempt"  # [number from 1]
    ROUTE = "route"  # [vehicle, stop, stops]
    PROMISE = "promise"  # [Channel or "", from minute, to minute] or [channel]
    LATE_FROM = "late_from"  # [minute]
    HANDED = "handed"  # [Channel, site name or ""]
    NEEDS = "needs"  # [code, ...]: chilled, frozen, low, id, or a skill's name
    PARCELS = "parcels"  # [count]
    ARRIVAL = "arrival"  # [minute, minute of leaving]
    VEHICLE = "vehicle"  # [type name, courier]
    SHIFT = "shift"  # [from minute, to minute, seconds over]
    TOUR = "tour"  # [metres, minutes]
    LOAD = "load"  # [percent]
    BREAKS = "breaks"  # [from minute, to minute, ...]
    RELOADS = "reloads"  # [from minute, to minute, ...] at the depot
    CO2 = "co2"  # [grams]
    COST = "cost"  # [euros]
    PROGRESS = "progress"  # [stops done, stops]
    LOCK = "lock"  # [LockLevel]
    ABSENCE = "absence"  # ["asked" or "absent"]
    DOORS = "doors"  # [doors, free]
    ARRIVING = "arriving"  # [parcels]
    HOURS = "hours"  # [from minute, to minute, ...], none where it is closed
    SIZE = "size"  # [size class, box in cm]
    CUSTODY = "custody"  # [Custody]
    SERVICE = "service"  # [Service]
    OBSERVED = "observed"  # [Observed, age in seconds or -1]
    COMMANDED = "commanded"  # [code, age in seconds]
    CONTENT = "content"  # [labels]
    DEADLINE = "deadline"  # [ISO local date and time, minutes left]
    LINK = "link"  # [LinkKind, age in seconds or -1]


class OptionKind(StrEnum):
    """What an option would do. Arguments in brackets."""

    MOVE_BEFORE = "move_before"  # [stop]
    MOVE_TO_VEHICLE = "move_to_vehicle"  # [vehicle]
    TO_LOCKER = "to_locker"  # [site name, walk in metres]
    TO_DOOR = "to_door"  # []
    LATER = "later"  # []


class ActionKey(StrEnum):
    """What can be done with what is selected, in the order of the row."""

    OPEN_DOOR = "open_door"
    DEPOSIT = "deposit"
    PICKUP = "pickup"
    NEW_CODE = "new_code"
    CLEAR = "clear"
    OUT_OF_SERVICE = "out_of_service"
    IN_SERVICE = "in_service"
    HOLD = "hold"
    RELEASE = "release"
    UNASSIGN = "unassign"
    CORRECT_ADDRESS = "correct_address"
    LOCK = "lock"
    UNLOCK = "unlock"
    ABSENT = "absent"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about and its values in the order of the key's comment."""

    key: FactKey
    args: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One way out, priced. Deltas are against the plan as it is; minutes of driving.

    `at_min` is when it would be handed over, local minutes, None where unchanged.
    """

    key: str
    kind: OptionKind
    args: tuple[str | int, ...]
    minutes: float
    metres: int
    on_time: bool
    at_min: int | None = None
    best: bool = False


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What one route lacks to take a parcel, as it would need least.

    `full` names a site without a compartment, `crowded` one that is visited too often.
    `excess` is by dimension, `lacks` skills. `cost` is in euros, against leaving the
    parcel; None where no amount of anything helps.
    """

    vehicle: str
    binding: Binding
    late_s: int = 0
    over_s: int = 0
    long_s: int = 0
    unrested_s: int = 0
    beyond_m: int = 0
    excess: tuple[tuple[str, int], ...] = ()
    lacks: tuple[str, ...] = ()
    full: str = ""
    crowded: str = ""
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class PricedWay:
    """One way of handing a parcel over and what it comes to, in euros.

    `channel` is a Channel, `site` a name or "". `lines` are codes (CostLine, or an
    OptionPart in the place of the options' line) with their amounts, the largest first.
    """

    channel: str
    site: str
    vehicle: str
    cost: float
    lines: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """The status line. For a parcel or stop: planned minute, end of the window and
    minutes late (NONE -1 each where there is none); for a door only its state."""

    status: ParcelStatus | DoorState | None = None
    arrive_min: int = -1
    window_end_min: int = -1
    late_min: int = 0


@dataclass(frozen=True, slots=True)
class SelectionView:
    """What is selected. `ids` are all of them where several are; `title` is a label."""

    thing: Thing = Thing.NOTHING
    ids: tuple[str, ...] = ()
    title: str = ""
    headline: Headline = field(default_factory=Headline)
    facts: tuple[Fact, ...] = ()
    reason: Reason | None = None
    options: tuple[Option, ...] = ()
    actions: tuple[ActionKey, ...] = ()
    in_the_way: tuple[InTheWay, ...] = ()
    """What routes lack for a parcel that none takes or that comes late, least first."""
    price: PricedWay | None = None
    """What the way it goes comes to."""
    runner_up: PricedWay | None = None
    """The best way by another channel or site."""


NOTHING = SelectionView()

"""What the referee says: costs by line, and everything broken by name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from console.domain.ids import ParcelId


class Broken(StrEnum):
    """What may be wrong with a solution; arguments of the violation in brackets."""

    OVERBOOKED = "overbooked"  # [site, parcels without a compartment]
    WINDOW = "window"  # [vehicle, stop, seconds late]
    SHIFT = "shift"  # [vehicle, seconds outside]
    DURATION = "duration"  # [vehicle, seconds too long]
    BREAK = "break"  # [vehicle, when it begins, or seconds owed]
    CAPACITY = "capacity"  # [vehicle, dimension, too much]
    TRIPS = "trips"  # [vehicle, loads too many]
    RANGE = "range"  # [vehicle, metres too far]
    SKILL = "skill"  # [vehicle, parcel]
    DEPOT = "depot"  # [vehicle, parcel that lies elsewhere]
    HELD = "held"  # [vehicle, parcel that another one has, or that is not on board]
    SITE_PARCELS = "site_parcels"  # [site, too many]
    SITE_VISITS = "site_visits"  # [site, too many]
    UNREACHABLE = "unreachable"  # [vehicle, from place, to place]
    TIMES = "times"  # [vehicle, stop, seconds too early]
    TWICE = "twice"  # [parcel]
    NO_SUCH_PARCEL = "no_such_parcel"  # [parcel]
    NO_SUCH_OPTION = "no_such_option"  # [parcel]
    NO_SUCH_CLASS = "no_such_class"  # [parcel, class]
    NO_SUCH_VEHICLE = "no_such_vehicle"  # [vehicle]
    VEHICLE_TWICE = "vehicle_twice"  # [vehicle]


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong."""

    what: Broken
    args: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Cost in hundredths of a cent, by line and in sum, and what is broken.

    The cost of a broken solution is that of its tours as they are driven.
    """

    cost: int
    violations: tuple[Violation, ...]
    lines: Mapping[str, int]
    left: tuple[ParcelId, ...]
    """Parcels in no tour."""

    @property
    def feasible(self) -> bool:
        """Whether nothing is broken; leaving parcels is dear, not forbidden."""
        return not self.violations


class NotJudged(ValueError):
    """The day asks something this referee knows nothing about: the field's name."""


@dataclass(slots=True)
class Sheet:
    """What a check has found so far."""

    violations: list[Violation] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)

    def blame(self, what: Broken, *args: str | int) -> None:
        """Note a violation."""
        self.violations.append(Violation(what, args))

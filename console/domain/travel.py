"""How a vehicle travels: a street graph, and what changes the weights of its arcs.

A mode names a graph of the region pack. Everything in `Conditions` is a weight on that
graph's arcs: a change customises the graph anew, it never builds another one. Two
vehicle types with the same `Travel` share their matrices.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256


class RoadClass(StrEnum):
    """Classes of road that fill up differently through the day."""

    MOTORWAY = "motorway"
    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Congestion:
    """From local hour `first` to `last`, both included, a class takes `percent` time.

    100 is the profile's own time, 150 half as long again.
    """

    road_class: RoadClass
    first: int
    last: int
    percent: int


@dataclass(frozen=True, slots=True)
class Conditions:
    """What weighs beside the profile of a mode. Zero is "no matter" throughout.

    The sizes are the vehicle's own as it travels: roads posted for less are closed to
    it, except where a stop stands on one and no other way leads there.
    """

    avoid_tolls: bool = False
    avoid_motorways: bool = False
    avoid_ferries: bool = False
    height_mm: int = 0
    width_mm: int = 0
    length_mm: int = 0
    gross_mass_kg: int = 0
    speed_kmh: float = 0.0
    """On the flat, of those who walk or cycle; others go by the road."""
    congestion: tuple[Congestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Travel:
    """A mode under conditions, at the local hour whose congestion counts (or none)."""

    mode: str
    conditions: Conditions = Conditions()
    hour: int | None = None

    @property
    def effective(self) -> "Travel":
        """The same without an hour, or congestion, that changes nothing."""
        there = tuple(
            rule
            for rule in self.conditions.congestion
            if self.hour is not None
            and rule.first <= self.hour <= rule.last
            and rule.percent != 100
        )
        bare = replace(self.conditions, congestion=there)
        return Travel(self.mode, bare, self.hour if there else None)

    @property
    def key(self) -> str:
        """A short name, the same for travel that weighs the same: safe in file names.

        The mode alone where nothing else is asked.
        """
        asked = self.effective
        if asked.conditions == Conditions():
            return self.mode
        said = f"{asked.conditions!r}"
        return f"{self.mode}-{sha256(said.encode()).hexdigest()[:12]}"

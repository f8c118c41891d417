"""A depot as it is set up: its place, sites, cabinets, doors, fleet and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.domain.calendars import Calendar
from console.domain.site import Cabinet, Compartment, Site, SizeClass
from console.domain.vehicle import Depot, Vehicle, VehicleType

Setting = str | int | float | bool
"""One value of the planning settings."""


@dataclass(frozen=True, slots=True)
class SettingBounds:
    """What a planning setting may be: a number from `low` to `high`, whole or not."""

    low: int
    high: int
    whole: bool


@dataclass(frozen=True, slots=True)
class DepotModel:
    """Everything that stays the same from day to day, and what lies in the doors now.

    `settings` holds only what this depot sets otherwise than the planner's own
    defaults, by the planner's names.
    """

    depot: Depot
    size_classes: tuple[SizeClass, ...] = ()
    sites: tuple[Site, ...] = ()
    cabinets: tuple[Cabinet, ...] = ()
    compartments: tuple[Compartment, ...] = ()
    vehicle_types: tuple[VehicleType, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    calendars: tuple[Calendar, ...] = ()

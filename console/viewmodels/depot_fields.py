"""The fields of a depot's model, table by table, as a form shows them.

A field is named by its path in the domain's classes ("rules.dwell_h"), the names that
`console.domain.depot_check` finds problems by. Numbers are shown in units people use
(kilograms, litres, metres, euros) and kept in the domain's.
`console.viewmodels.depot_values` turns values into texts and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from console.domain.depot_check import Table
from console.domain.money import PER_EUR
from console.domain.parcel import Climate
from console.domain.site import Connection
from console.domain.site_kinds import Audience, SiteKind, Wheelchair
from console.domain.vehicle import Energy
from console.geo.streets.modes import Mode
from console.planning.settings import PlanningSettings


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LINES = "lines"
    """A line an entry."""
    NUMBER = "number"
    YES = "yes"
    """"yes" or ""."""
    CHOICE = "choice"
    CHOICES = "choices"
    """Some of the choices, separated by spaces."""
    HOURS = "hours"
    SHIFT = "shift"
    """"08:00-16:30"."""
    DATE = "date"
    FRAME = "frame"
    """The doors of a cabinet, a line a column (console.viewmodels.depot_frame)."""
    BREAKS = "breaks"
    """"11:00-13:30 30", a line each: the window to begin in, minutes."""
    CONGESTION = "congestion"
    """"primary 7-9 150", a line each: class, first and last hour, percent."""


class Group(StrEnum):
    """What fields belong together under one heading."""

    GENERAL = "general"
    PLACE = "place"
    HOURS = "hours"
    ACCESS = "access"
    RULES = "rules"
    SERVICE = "service"
    CONNECTION = "connection"
    DOORS = "doors"
    CAPACITY = "capacity"
    COSTS = "costs"
    CLIMATE = "climate"
    ROAD = "road"
    SHIFTS = "shifts"
    REACH = "reach"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. A NUMBER is kept as the shown one times `scale`, whole or not.

    `optional`: an empty text is None. `choices` are codes; of another table's ids
    where `of` names it.
    """

    path: str
    kind: FieldKind
    group: Group
    unit: str = ""
    scale: int = 1
    whole: bool = True
    choices: tuple[str, ...] = ()
    of: str = ""
    optional: bool = False


def _text(path: str, group: Group) -> FieldSpec:
    return FieldSpec(path, FieldKind.TEXT, group)


def _number(
    path: str, group: Group, unit: str = "", scale: int = 1, *, whole: bool = True
) -> FieldSpec:
    return FieldSpec(path, FieldKind.NUMBER, group, unit, scale, whole)


def _money(path: str) -> FieldSpec:
    return FieldSpec(path, FieldKind.NUMBER, Group.COSTS, "€", PER_EUR)


def _yes(path: str, group: Group) -> FieldSpec:
    return FieldSpec(path, FieldKind.YES, group)


def _choice(path: str, group: Group, kind: type[StrEnum]) -> FieldSpec:
    return FieldSpec(
        path, FieldKind.CHOICE, group, choices=tuple(one.value for one in kind)
    )


def _choices(path: str, group: Group, kind: type[StrEnum]) -> FieldSpec:
    return replace(_choice(path, group, kind), kind=FieldKind.CHOICES)


def _lines(path: str, group: Group) -> FieldSpec:
    return FieldSpec(path, FieldKind.LINES, group)


_DEPOT = (
    _text("name", Group.GENERAL),
    _text("zone", Group.GENERAL),
    _number("place.lat", Group.PLACE, "°", whole=False),
    _number("place.lon", Group.PLACE, "°", whole=False),
)
_SITE = (
    _text("name", Group.GENERAL),
    _choice("kind", Group.GENERAL, SiteKind),
    _text("brand", Group.GENERAL),
    _text("operator", Group.GENERAL),
    _text("ref", Group.GENERAL),
    _text("address", Group.PLACE),
    _number("place.lat", Group.PLACE, "°", whole=False),
    _number("place.lon", Group.PLACE, "°", whole=False),
    FieldSpec("hours", FieldKind.HOURS, Group.HOURS),
    FieldSpec("service", FieldKind.HOURS, Group.HOURS, optional=True),
    FieldSpec("opens", FieldKind.DATE, Group.HOURS, optional=True),
    FieldSpec("closes", FieldKind.DATE, Group.HOURS, optional=True),
    _choice("rules.audience", Group.RULES, Audience),
    _lines("rules.addresses", Group.RULES),
    _lines("rules.companies", Group.RULES),
    _lines("rules.domains", Group.RULES),
    _lines("rules.members", Group.RULES),
    _number("rules.max_mass_g", Group.RULES, "kg", 1000),
    _number("rules.dwell_h", Group.RULES, "h"),
    _yes("rules.id_check", Group.RULES),
    _yes("step_free", Group.ACCESS),
    _choice("wheelchair", Group.ACCESS, Wheelchair),
    _yes("indoor", Group.ACCESS),
    _text("access_note", Group.ACCESS),
    _text("contact.name", Group.ACCESS),
    _text("contact.phone", Group.ACCESS),
    _text("contact.email", Group.ACCESS),
    _choices("climates", Group.CLIMATE, Climate),
    _number("setup_s", Group.SERVICE, "s"),
    _number("handling_s", Group.SERVICE, "s"),
)
_CABINET = (
    _text("name", Group.GENERAL),
    FieldSpec("site", FieldKind.CHOICE, Group.GENERAL, of=Table.SITE),
    _choice("connection", Group.CONNECTION, Connection),
    _text("family", Group.CONNECTION),
    _text("port", Group.CONNECTION),
    _number("baud", Group.CONNECTION, "Bd"),
    _text("framing", Group.CONNECTION),
    _text("controller", Group.CONNECTION),
    FieldSpec("frame", FieldKind.FRAME, Group.DOORS),
    replace(_number("screen_column", Group.DOORS), optional=True),
)
_VEHICLE_TYPE = (
    _text("name", Group.GENERAL),
    _choice("mode", Group.GENERAL, Mode),
    _choice("energy", Group.GENERAL, Energy),
    _number("range_km", Group.GENERAL, "km"),
    _number("parcels", Group.CAPACITY),
    _number("volume_ml", Group.CAPACITY, "l", 1000),
    _number("mass_g", Group.CAPACITY, "kg", 1000),
    _number("load_units", Group.CAPACITY),
    _number("load_unit_ml", Group.CAPACITY, "l", 1000),
    _choices("climates", Group.CAPACITY, Climate),
    _money("fixed"),
    _money("per_hour"),
    _money("per_overtime_hour"),
    _money("per_km"),
    _number("co2_g_per_km", Group.COSTS, "g/km"),
    _text("co2_source", Group.COSTS),
    _number("door_setup_s", Group.SERVICE, "s"),
    _number("door_handling_s", Group.SERVICE, "s"),
    FieldSpec("breaks", FieldKind.BREAKS, Group.SHIFTS),
    _number("longest_tour_s", Group.SHIFTS, "min", 60),
    _number("trips", Group.SHIFTS),
    _number("reload_s", Group.SHIFTS, "min", 60),
    _number("conditions.height_mm", Group.ROAD, "m", 1000),
    _number("conditions.width_mm", Group.ROAD, "m", 1000),
    _number("conditions.length_mm", Group.ROAD, "m", 1000),
    _number("conditions.gross_mass_kg", Group.ROAD, "kg"),
    _number("conditions.speed_kmh", Group.ROAD, "km/h", whole=False),
    _yes("conditions.avoid_tolls", Group.ROAD),
    _yes("conditions.avoid_motorways", Group.ROAD),
    _yes("conditions.avoid_ferries", Group.ROAD),
    FieldSpec("conditions.congestion", FieldKind.CONGESTION, Group.ROAD),
)
_VEHICLE = (
    FieldSpec("type", FieldKind.CHOICE, Group.GENERAL, of=Table.VEHICLE_TYPE),
    _text("courier", Group.GENERAL),
    _text("licence", Group.GENERAL),
    _lines("skills", Group.GENERAL),
    FieldSpec("shift", FieldKind.SHIFT, Group.SHIFTS),
    FieldSpec("shifts", FieldKind.HOURS, Group.SHIFTS, optional=True),
    _number("overtime_s", Group.SHIFTS, "min", 60),
)
_SIZE_CLASS = (
    _number("box.length_mm", Group.GENERAL, "mm"),
    _number("box.width_mm", Group.GENERAL, "mm"),
    _number("box.height_mm", Group.GENERAL, "mm"),
    _number("mass_limit_g", Group.GENERAL, "kg", 1000),
    _choice("climate", Group.GENERAL, Climate),
)
_UNITS = {
    "reach_m": "m",
    "failure_usd": "USD",
    "walk_eur_per_km": "€/km",
    "other_site_eur": "€",
    "unassigned_eur": "€",
    "co2_eur_per_kg": "€/kg",
    "moved_stop_eur": "€",
    "spread_eur_per_h": "€/h",
    "longest_tour_s": "s",
    "level_0_percent": "%",
    "level_1_percent": "%",
    "missed_level_eur": "€",
    "zone_eur": "€",
    "late_eur_per_h": "€/h",
    "door_setup_s": "s",
    "door_handling_s": "s",
}
_SETTINGS = tuple(
    replace(
        _number(field.name, Group.GENERAL, _UNITS.get(field.name, "")),
        whole=isinstance(getattr(PlanningSettings(), field.name), int),
    )
    for field in fields(PlanningSettings)
)

SPECS: Final[Mapping[str, tuple[FieldSpec, ...]]] = MappingProxyType(
    {
        Table.DEPOT: _DEPOT,
        Table.SITE: _SITE,
        Table.CABINET: _CABINET,
        Table.SIZE_CLASS: _SIZE_CLASS,
        Table.VEHICLE_TYPE: _VEHICLE_TYPE,
        Table.VEHICLE: _VEHICLE,
        Table.CALENDAR: (_text("name", Group.GENERAL),),
        Table.SETTINGS: _SETTINGS,
    }
)
"""The tables of a depot with their fields, in the order they are shown."""


def spec(table: str, path: str) -> FieldSpec:
    """The field of a table. Raises KeyError for one that is not there."""
    for one in SPECS[table]:
        if one.path == path:
            return one
    raise KeyError(path)

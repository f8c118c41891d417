"""A depot's model -> the TOML file that `depot_file` reads back as the same model."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from console.domain.calendars import Calendar
from console.domain.depot_model import DepotModel, Setting
from console.domain.money import eur
from console.domain.opening_text import write_opening
from console.domain.place import TimeWindow
from console.domain.site import Cabinet, Compartment, Custody, Service, Site
from console.domain.site_kinds import RULES, SiteKind, SiteRules, Wheelchair
from console.domain.vehicle import Vehicle, VehicleType
from console.interchange.depot_file import FIRST_BOARD, FORMAT, LOCKS_PER_BOARD
from console.interchange.fleet_file import ENERGIES
from console.interchange.toml_table import clock

Value = Setting | date | Sequence[int] | Sequence[str] | Sequence[Sequence[str]]


def write_depot(model: DepotModel) -> bytes:
    """UTF-8 TOML, the same bytes for the same model.

    Raises ValueError for a cabinet whose doors are not 1 to n, or whose columns have
    gaps: such a frame cannot be drawn, nor written.
    """
    depot = model.depot
    out = [f"format = {FORMAT}", ""]
    out += _table(
        "[depot]",
        id=depot.id,
        name=depot.name,
        zone=depot.zone,
        lon=depot.place.lon,
        lat=depot.place.lat,
    )
    if model.settings:
        out += _table("[settings]", **model.settings)
    for size in model.size_classes:
        out += _table(
            "[[size_class]]",
            id=size.id,
            length_mm=size.box.length_mm,
            width_mm=size.box.width_mm,
            height_mm=size.box.height_mm,
            mass_limit_g=size.mass_limit_g,
            climate=size.climate.value,
        )
    for kind in model.vehicle_types:
        out += _vehicle_type(kind)
    for vehicle in model.vehicles:
        out += _vehicle(vehicle)
    for site in model.sites:
        out += _site(site)
        for cabinet in model.cabinets:
            if cabinet.site == site.id:
                doors = [c for c in model.compartments if c.cabinet == cabinet.id]
                out += _cabinet(cabinet, doors)
    for calendar in model.calendars:
        out += _calendar(calendar)
    return "\n".join(out).encode()


def _vehicle_type(kind: VehicleType) -> list[str]:
    with_ = kind.conditions
    more: dict[str, tuple[Value, Value]] = {
        "per_overtime_hour_eur": (eur(kind.per_overtime_hour), 0.0),
        "load_units": (kind.load_units, 0),
        "load_unit_ml": (kind.load_unit_ml, 0),
        "climates": (list(kind.climates), ["ambient"]),
        "energy": (kind.energy.value, ENERGIES.get(kind.mode, "diesel")),
        "range_km": (kind.range_km, 0),
        "co2_source": (kind.co2_source, ""),
        "longest_tour_s": (kind.longest_tour_s, 0),
        "trips": (kind.trips, 1),
        "reload_s": (kind.reload_s, 0),
        "height_mm": (with_.height_mm, 0),
        "width_mm": (with_.width_mm, 0),
        "length_mm": (with_.length_mm, 0),
        "gross_mass_kg": (with_.gross_mass_kg, 0),
        "speed_kmh": (with_.speed_kmh, 0.0),
        "avoid_tolls": (with_.avoid_tolls, False),
        "avoid_motorways": (with_.avoid_motorways, False),
        "avoid_ferries": (with_.avoid_ferries, False),
    }
    out = _table(
        "[[vehicle_type]]",
        id=kind.id,
        name=kind.name,
        mode=kind.mode,
        parcels=kind.parcels,
        volume_ml=kind.volume_ml,
        mass_g=kind.mass_g,
        fixed_eur=eur(kind.fixed),
        per_hour_eur=eur(kind.per_hour),
        per_km_eur=eur(kind.per_km),
        co2_g_per_km=kind.co2_g_per_km,
        door_setup_s=kind.door_setup_s,
        door_handling_s=kind.door_handling_s,
        **_unusual(more),
    )
    for jam in with_.congestion:
        out += _table(
            "[[vehicle_type.congestion]]",
            road_class=jam.road_class.value,
            first=jam.first,
            last=jam.last,
            percent=jam.percent,
        )
    for rest in kind.breaks:
        out += _table(
            "[[vehicle_type.break]]",
            window=_window(rest.window),
            duration_s=rest.duration_s,
        )
    return out


def _vehicle(vehicle: Vehicle) -> list[str]:
    shifts = "" if vehicle.shifts is None else write_opening(vehicle.shifts)
    more: dict[str, tuple[Value, Value]] = {
        "shifts": (shifts, ""),
        "skills": (list(vehicle.skills), []),
        "licence": (vehicle.licence, ""),
        "overtime_s": (vehicle.overtime_s, 0),
    }
    return _table(
        "[[vehicle]]",
        id=vehicle.id,
        type=vehicle.type,
        courier=vehicle.courier,
        shift=_window(vehicle.shift),
        **_unusual(more),
    )


def _site(site: Site) -> list[str]:
    service = "" if site.service is None else write_opening(site.service)
    more: dict[str, tuple[Value, Value]] = {
        "kind": (site.kind.value, SiteKind.RETAIL.value),
        "service": (service, ""),
        "wheelchair": (site.wheelchair.value, Wheelchair.UNKNOWN.value),
        "indoor": (site.indoor, False),
        "climates": (list(site.climates), []),
        "address": (site.address, ""),
        "brand": (site.brand, ""),
        "operator": (site.operator, ""),
        "ref": (site.ref, ""),
        "access_note": (site.access_note, ""),
        "contact_name": (site.contact.name, ""),
        "contact_phone": (site.contact.phone, ""),
        "contact_email": (site.contact.email, ""),
        "opens": (site.opens or "", ""),
        "closes": (site.closes or "", ""),
    }
    return _table(
        "[[site]]",
        id=site.id,
        name=site.name,
        lon=site.place.lon,
        lat=site.place.lat,
        hours=write_opening(site.hours),
        step_free=site.step_free,
        setup_s=site.setup_s,
        handling_s=site.handling_s,
        **_unusual(more),
        **_rules(site.rules, RULES[site.kind]),
    )


def _rules(rules: SiteRules, usual: SiteRules) -> dict[str, Value]:
    return _unusual(
        {
            "audience": (rules.audience.value, usual.audience.value),
            "addresses": (list(rules.addresses), []),
            "companies": (list(rules.companies), []),
            "domains": (list(rules.domains), []),
            "members": (list(rules.members), []),
            "max_mass_g": (rules.max_mass_g, usual.max_mass_g),
            "id_check": (rules.id_check, usual.id_check),
            "dwell_h": (rules.dwell_h, usual.dwell_h),
        }
    )


def _calendar(calendar: Calendar) -> list[str]:
    out = _table(
        "[[calendar]]",
        id=calendar.id,
        name=calendar.name,
        first=calendar.first,
        last=calendar.last,
    )
    for entry in calendar.entries:
        out += _table(
            "[[calendar.entry]]",
            kind=entry.kind.value,
            start=entry.start,
            end=entry.end,
            **_unusual(
                {
                    "about": (entry.about, ""),
                    "summary": (entry.summary, ""),
                    "uid": (entry.uid, ""),
                }
            ),
        )
    return out


def _unusual(keys: Mapping[str, tuple[Value, Value]]) -> dict[str, Value]:
    """Of pairs of a value and its default the values that differ."""
    return {key: value for key, (value, usual) in keys.items() if value != usual}


def _cabinet(cabinet: Cabinet, doors: list[Compartment]) -> list[str]:
    drawn = sorted(doors, key=lambda door: (door.column, door.row))
    width = max((door.column for door in doors), default=-1) + 1
    columns: list[list[str]] = [[] for _ in range(width)]
    for door in drawn:
        if door.row != len(columns[door.column]):
            raise ValueError(f"{cabinet.id}: column {door.column} has a gap")
        columns[door.column].append(door.size_class + ("*" if door.low else ""))
    numbers = [door.door for door in drawn]
    if sorted(numbers) != list(range(1, len(doors) + 1)):
        raise ValueError(f"{cabinet.id}: doors are not numbered 1 to {len(doors)}")
    keys: dict[str, Value] = {
        "id": cabinet.id,
        "name": cabinet.name,
        "connection": cabinet.connection.value,
        "family": cabinet.family,
        "port": cabinet.port,
    }
    keys |= _unusual(
        {
            "baud": (cabinet.baud, 0),
            "framing": (cabinet.framing, ""),
            "controller": (cabinet.controller, ""),
        }
    )
    if cabinet.screen_column is not None:
        keys["screen_column"] = cabinet.screen_column
    keys["columns"] = [" ".join(column) for column in columns]
    if numbers != sorted(numbers):
        keys["doors"] = numbers
    keys |= _wiring(sorted(doors, key=lambda door: door.door))
    for state in (Custody.OCCUPIED, Custody.RESERVED, Custody.SUSPECT):
        _put(keys, state.value, (d.door for d in doors if d.custody is state))
    _put(keys, "out_of_service", (d.door for d in doors if d.service is Service.OUT))
    return _table("[[site.cabinet]]", **keys)


def _wiring(doors: list[Compartment]) -> dict[str, Value]:
    """How many locks a board has and which board is first, or else every wire."""
    wires = [(door.board, door.lock) for door in doors]
    if not wires:
        return {}
    first = wires[0][0]
    for size in (LOCKS_PER_BOARD, max(lock for _, lock in wires)):
        if wires == [(first + n // size, n % size + 1) for n in range(len(wires))]:
            keys: dict[str, Value] = {}
            if first != FIRST_BOARD:
                keys["first_board"] = first
            if size != LOCKS_PER_BOARD:
                keys["locks_per_board"] = size
            return keys
    return {"wiring": [f"{board}:{lock}" for board, lock in wires]}


def _put(keys: dict[str, Value], key: str, doors: Iterable[int]) -> None:
    numbers = sorted(doors)
    if numbers:
        keys[key] = numbers


def _window(window: TimeWindow) -> list[str]:
    return [clock(window.start_s), clock(window.end_s)]


def _table(heading: str, **keys: Value) -> list[str]:
    return [heading, *(f"{_key(k)} = {_value(v)}" for k, v in keys.items()), ""]


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "a").replace("-", "a").isalnum()
    return key if plain else _value(key)


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON escapes are TOML's, but for DEL, which TOML wants escaped too.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return f"[{', '.join(_value(item) for item in value)}]"

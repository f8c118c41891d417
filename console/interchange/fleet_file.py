"""Vehicle types, presets and vehicles of a depot file (see `depot_file`)."""

import tomllib
from importlib.resources import files

from console.domain.depot_check import LONGEST_S, MOST_TRIPS
from console.domain.ids import VehicleId, VehicleTypeId
from console.domain.money import Money, from_eur
from console.domain.parcel import Climate
from console.domain.place import WHOLE_DAY, TimeWindow
from console.domain.travel import Conditions, Congestion, RoadClass
from console.domain.vehicle import Break, Energy, Vehicle, VehicleType
from console.interchange.toml_table import TomlTable, unknown

ENERGIES = {
    "walk": Energy.MUSCLE,
    "walk_step_free": Energy.MUSCLE,
    "cargo_bike": Energy.ELECTRIC,
}
"""What moves a vehicle of a mode where the file does not say; else diesel."""

_MOST = 10**9


def preset(name: str) -> dict[str, object]:
    """The keys a vehicle preset gives. Raises KeyError where there is none."""
    for entry in files("resources").joinpath("vehicles").iterdir():
        if entry.name == f"{name}.toml":
            return tomllib.loads(entry.read_text(encoding="utf-8"))
    raise KeyError(name)


def presets() -> frozenset[str]:
    """The names of all vehicle presets."""
    folder = files("resources").joinpath("vehicles")
    names = (entry.name for entry in folder.iterdir())
    return frozenset(name[:-5] for name in names if name.endswith(".toml"))


def vehicle_preset(name: str) -> VehicleType:
    """A preset as a type of the same id. Raises DepotFileError where there is none."""
    content = {"id": name, "preset": name}
    return read_vehicle_type(TomlTable(f"{name}.toml", "vehicle_type", content))


def read_vehicle_type(own: TomlTable) -> VehicleType:
    """A [[vehicle_type]] table. Raises DepotFileError."""
    table = own
    if "preset" in own:
        name = own.text("preset")
        try:
            table = TomlTable(own.file, own.name, preset(name) | own.content)
        except KeyError:
            own.wrong("preset", unknown(name, presets()))
        table.text("preset")
    ident, name, mode = (table.text(key) for key in ("id", "name", "mode"))
    found = VehicleType(
        VehicleTypeId(ident),
        name,
        mode,
        table.whole("parcels", 1, _MOST),
        table.whole("volume_ml", 1, _MOST),
        table.whole("mass_g", 1, _MOST),
        _money(table, "fixed_eur"),
        _money(table, "per_hour_eur"),
        _money(table, "per_km_eur"),
        table.whole("co2_g_per_km", 0, _MOST),
        table.whole("door_setup_s", 0, 7200, 120),
        table.whole("door_handling_s", 0, 7200, 30),
        _conditions(table),
        _money(table, "per_overtime_hour_eur", 0.0),
        table.whole("load_units", 0, 10_000, 0),
        table.whole("load_unit_ml", 0, _MOST, 0),
        table.words("climates", Climate, (Climate.AMBIENT,)),
        table.word("energy", Energy, ENERGIES.get(mode, Energy.DIESEL)),
        table.whole("range_km", 0, 5000, 0),
        table.text("co2_source", ""),
        tuple(_break(rest) for rest in table.tables("break")),
        table.whole("trips", 1, MOST_TRIPS, 1),
        table.whole("reload_s", 0, LONGEST_S, 0),
        table.whole("longest_tour_s", 0, WHOLE_DAY.end_s, 0),
    )
    table.done()
    if table is not own:
        own.accept()
    return found


def _money(table: TomlTable, key: str, default: float | None = None) -> Money:
    return from_eur(table.number(key, 0, 1e6, default))


def _conditions(table: TomlTable) -> Conditions:
    return Conditions(
        table.yes("avoid_tolls", default=False),
        table.yes("avoid_motorways", default=False),
        table.yes("avoid_ferries", default=False),
        table.whole("height_mm", 0, 30_000, 0),
        table.whole("width_mm", 0, 30_000, 0),
        table.whole("length_mm", 0, 30_000, 0),
        table.whole("gross_mass_kg", 0, 100_000, 0),
        table.number("speed_kmh", 0, 60, 0.0),
        tuple(_congestion(jam) for jam in table.tables("congestion")),
    )


def _congestion(table: TomlTable) -> Congestion:
    found = Congestion(
        table.word("road_class", RoadClass),
        table.whole("first", 0, 23),
        table.whole("last", 0, 23),
        table.whole("percent", 10, 1000),
    )
    table.done()
    return found


def _break(table: TomlTable) -> Break:
    found = Break(
        TimeWindow(*table.window("window")), table.whole("duration_s", 60, LONGEST_S)
    )
    table.done()
    return found


def read_vehicle(table: TomlTable, types: set[VehicleTypeId]) -> Vehicle:
    """A [[vehicle]] table of one of some types. Raises DepotFileError."""
    kind = VehicleTypeId(table.text("type"))
    if kind not in types:
        table.wrong("type", unknown(kind, frozenset(types)))
    return Vehicle(
        VehicleId(table.text("id")),
        kind,
        table.text("courier", ""),
        TimeWindow(*table.window("shift")),
        table.opening("shifts"),
        table.texts("skills"),
        table.text("licence", ""),
        table.whole("overtime_s", 0, 12 * 3600, 0),
    )

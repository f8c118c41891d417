"""Rows of a depot's tables, and the changes that a form makes to them.

Every change is a command of `console.domain.depot_edits`; what a text cannot mean is
refused here (`FieldUnread`), what a value must not be by the depot itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from console.domain.depot_check import Table
from console.domain.depot_edits import (
    DepotEdit,
    DropCabinet,
    DropCalendar,
    DropSite,
    DropSizeClass,
    DropVehicle,
    DropVehicleType,
    PutCabinet,
    PutCalendar,
    PutCompartments,
    PutDepot,
    PutSettings,
    PutSite,
    PutSizeClass,
    PutVehicle,
    PutVehicleType,
    Several,
)
from console.domain.depot_model import DepotModel, Setting
from console.domain.ids import (
    CabinetId,
    CalendarId,
    CompartmentId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money
from console.domain.parcel import Size
from console.domain.place import TimeWindow
from console.domain.reasons import ReasonCode
from console.domain.site import Cabinet, Compartment, Connection, Site, SizeClass
from console.domain.vehicle import Vehicle, VehicleType
from console.viewmodels.depot_fields import FieldKind, FieldSpec, spec
from console.viewmodels.depot_frame import EMPTY, read_frame, unknown_classes
from console.viewmodels.depot_values import FieldUnread, changed, read_number

type Key = tuple[str, str, str]
"""A field: table, id of the row, path."""

_EIGHT = TimeWindow(8 * 3600, 16 * 3600 + 1800)


def rows_of(model: DepotModel, table: str) -> Sequence[Any]:
    """The rows of a table; the depot and its settings are a row each."""
    rows: dict[str, Sequence[Any]] = {
        Table.DEPOT: (model.depot,),
        Table.SITE: model.sites,
        Table.CABINET: model.cabinets,
        Table.SIZE_CLASS: model.size_classes,
        Table.VEHICLE_TYPE: model.vehicle_types,
        Table.VEHICLE: model.vehicles,
        Table.CALENDAR: model.calendars,
        Table.SETTINGS: (model.settings,),
    }
    return rows[table]


def edit_of(model: DepotModel, key: Key, text: str) -> DepotEdit:
    """The change that makes a field say `text`. Raises FieldUnread, KeyError."""
    table, name, path = key
    field = spec(table, path)
    if table == Table.SETTINGS:
        return PutSettings(_settings(model, field, text))
    row = next(row for row in rows_of(model, table) if id_of(row) == name)
    if field.kind is FieldKind.FRAME:
        return _frame(model, CabinetId(name), text)
    return _put(table, changed(row, field, text))


def added(model: DepotModel, table: str, name: str, like: str) -> DepotEdit:
    """A new row, as the row `like` where there is one. Raises FieldUnread."""
    if not name.strip():
        raise FieldUnread(ReasonCode.MISSING_VALUE)
    if any(id_of(row) == name for row in rows_of(model, table)):
        raise FieldUnread(ReasonCode.DUPLICATE_ID, 1)
    for row in rows_of(model, table):
        if id_of(row) == like:
            return _copied(model, table, row, name)
    return _put(table, _blank(model, table, name))


def dropped(table: str, name: str) -> DepotEdit:
    """The change that takes a row out. Raises KeyError for tables that keep theirs."""
    match table:
        case Table.SITE:
            return DropSite(SiteId(name))
        case Table.CABINET:
            return DropCabinet(CabinetId(name))
        case Table.SIZE_CLASS:
            return DropSizeClass(SizeClassId(name))
        case Table.VEHICLE_TYPE:
            return DropVehicleType(VehicleTypeId(name))
        case Table.VEHICLE:
            return DropVehicle(VehicleId(name))
        case Table.CALENDAR:
            return DropCalendar(CalendarId(name))
        case _:
            raise KeyError(table)


def next_id(model: DepotModel, table: str, like: str) -> str:
    """An id for a new row: the number at the end of `like` counted on."""
    taken = {id_of(row) for row in rows_of(model, table)}
    stem = like.rstrip("0123456789")
    digits = like[len(stem) :]
    number, width = int(digits or 1), len(digits)
    while True:
        number += 1
        joint = "" if digits else "-"
        name = f"{stem or table}{joint}{number:0{width}d}"
        if name not in taken:
            return name


def id_of(row: Any) -> str:  # noqa: ANN401 - any row of the model
    return str(getattr(row, "id", "settings"))


def _settings(model: DepotModel, field: FieldSpec, text: str) -> dict[str, Setting]:
    kept = {k: v for k, v in model.settings.items() if k != field.path}
    if text.strip():
        kept[field.path] = read_number(field, text.strip())
    return kept


def _frame(model: DepotModel, cabinet: CabinetId, text: str) -> DepotEdit:
    strange = unknown_classes(text, {str(one.id) for one in model.size_classes})
    if strange:
        known = ", ".join(str(one.id) for one in model.size_classes)
        raise FieldUnread(ReasonCode.UNKNOWN_WORD, f"{known}, {EMPTY}")
    before = [box for box in model.compartments if box.cabinet == cabinet]
    return PutCompartments(cabinet, read_frame(text, cabinet, before))


def _put(table: str, row: Any) -> DepotEdit:  # noqa: ANN401 - any row of the model
    edits: dict[str, Any] = {
        Table.DEPOT: PutDepot,
        Table.SITE: PutSite,
        Table.CABINET: PutCabinet,
        Table.SIZE_CLASS: PutSizeClass,
        Table.VEHICLE_TYPE: PutVehicleType,
        Table.VEHICLE: PutVehicle,
        Table.CALENDAR: PutCalendar,
    }
    made: DepotEdit = edits[table](row)
    return made


def _copied(model: DepotModel, table: str, row: Any, name: str) -> DepotEdit:  # noqa: ANN401
    """A row like another; a cabinet with doors of its own and no line."""
    fresh = replace(row, id=name)
    if table != Table.CABINET:
        return _put(table, fresh)
    cabinet = replace(fresh, port="", controller="")
    doors = tuple(
        Compartment(
            CompartmentId(f"{name}/{box.door}"),
            CabinetId(name),
            box.door,
            box.size_class,
            box.column,
            box.row,
            box.board,
            box.lock,
            box.low,
        )
        for box in model.compartments
        if box.cabinet == row.id
    )
    edits = (PutCabinet(cabinet), PutCompartments(CabinetId(name), doors))
    return Several(edits, PutCabinet.name, name)


def _blank(model: DepotModel, table: str, name: str) -> object:
    """A first row of a table, to be filled in."""
    match table:
        case Table.SITE:
            return Site(SiteId(name), name, model.depot.place)
        case Table.CABINET:
            site = model.sites[0].id if model.sites else SiteId("")
            return Cabinet(CabinetId(name), site, name, Connection.REPORTED, "")
        case Table.SIZE_CLASS:
            return SizeClass(SizeClassId(name), Size(640, 380, 190))
        case Table.VEHICLE_TYPE:
            nothing = Money(0)
            return VehicleType(
                VehicleTypeId(name),
                name,
                "van",
                parcels=100,
                volume_ml=5_000_000,
                mass_g=500_000,
                fixed=nothing,
                per_hour=nothing,
                per_km=nothing,
                co2_g_per_km=0,
            )
        case Table.VEHICLE:
            types = model.vehicle_types
            kind = types[0].id if types else VehicleTypeId("")
            return Vehicle(VehicleId(name), kind, "", _EIGHT)
        case _:
            raise KeyError(table)

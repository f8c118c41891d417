"""Changes to a depot's model as commands, each with the command that takes it back.

`apply` is pure: it gives the new model and the inverse, which restores the model
exactly, order included. Edits know nothing of what lies in doors or stands on plans
(console.services.depots refuses those) and check nothing but that what they name is
there: `validated` looks at the model they give.

    PutX       puts a row in the place of the one with its id, or adds it: at position
               `at`, else at the end
    DropX      takes a row out; a site takes its cabinets along, a cabinet its doors
    Several    some after each other, as one
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from console.domain.calendars import Calendar
from console.domain.depot_model import DepotModel, Setting
from console.domain.ids import (
    CabinetId,
    CalendarId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.reasons import ReasonCode
from console.domain.refusal import Refused
from console.domain.site import Cabinet, Compartment, Site, SizeClass
from console.domain.vehicle import Depot, Vehicle, VehicleType


class DepotEditRefused(Refused):
    """A change that cannot be made; `code` is a ReasonCode's value."""


class DepotEdit(Protocol):
    """One change. `name` is what the journal calls it, `about` the row it is about."""

    @property
    def name(self) -> str: ...
    @property
    def about(self) -> str: ...

    def apply(self, model: DepotModel) -> tuple[DepotModel, "DepotEdit"]:
        """The model as it becomes, and what undoes it. Raises DepotEditRefused."""
        ...


@dataclass(frozen=True, slots=True)
class PutDepot:
    """The depot's own name, zone and place; its id stays."""

    depot: Depot
    name: ClassVar[str] = "put_depot"

    @property
    def about(self) -> str:
        """The depot."""
        return self.depot.id

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for another depot's id."""
        if self.depot.id != model.depot.id:
            raise _unknown("depot", self.depot.id)
        return replace(model, depot=self.depot), PutDepot(model.depot)


@dataclass(frozen=True, slots=True)
class PutSettings:
    """All planning settings that this depot sets itself."""

    settings: Mapping[str, Setting]
    name: ClassVar[str] = "put_settings"
    about: ClassVar[str] = ""

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Never refused."""
        return replace(model, settings=dict(self.settings)), PutSettings(model.settings)


@dataclass(frozen=True, slots=True)
class PutSizeClass:
    """A size class."""

    size_class: SizeClass
    at: int | None = None
    name: ClassVar[str] = "put_size_class"

    @property
    def about(self) -> str:
        """The class."""
        return self.size_class.id

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Never refused."""
        rows, old = _put(model.size_classes, self.size_class, self.at)
        undo = PutSizeClass(old) if old else DropSizeClass(self.size_class.id)
        return replace(model, size_classes=rows), undo


@dataclass(frozen=True, slots=True)
class DropSizeClass:
    """Takes a class out; doors that are of it are then wrong."""

    size_class: SizeClassId
    name: ClassVar[str] = "drop_size_class"

    @property
    def about(self) -> str:
        """The class."""
        return self.size_class

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for one that is not there."""
        rows, old, at = _drop(model.size_classes, self.size_class, "size_class")
        return replace(model, size_classes=rows), PutSizeClass(old, at)


@dataclass(frozen=True, slots=True)
class PutSite:
    """A site."""

    site: Site
    at: int | None = None
    name: ClassVar[str] = "put_site"

    @property
    def about(self) -> str:
        """The site."""
        return self.site.id

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Never refused."""
        rows, old = _put(model.sites, self.site, self.at)
        undo = PutSite(old) if old else DropSite(self.site.id)
        return replace(model, sites=rows), undo


@dataclass(frozen=True, slots=True)
class DropSite:
    """Takes a site out, with its cabinets and their doors."""

    site: SiteId
    name: ClassVar[str] = "drop_site"

    @property
    def about(self) -> str:
        """The site."""
        return self.site

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for one that is not there."""
        rows, old, at = _drop(model.sites, self.site, "site")
        back: list[DepotEdit] = []
        for cabinet in [c for c in model.cabinets if c.site == self.site]:
            model, undo = DropCabinet(cabinet.id).apply(model)
            back.append(undo)
        undo_all = Several((PutSite(old, at), *reversed(back)), "put_site", self.site)
        return replace(model, sites=rows), undo_all


@dataclass(frozen=True, slots=True)
class PutCabinet:
    """A cabinet, without its doors."""

    cabinet: Cabinet
    at: int | None = None
    name: ClassVar[str] = "put_cabinet"

    @property
    def about(self) -> str:
        """The cabinet."""
        return self.cabinet.id

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Never refused."""
        rows, old = _put(model.cabinets, self.cabinet, self.at)
        undo = PutCabinet(old) if old else DropCabinet(self.cabinet.id)
        return replace(model, cabinets=rows), undo


@dataclass(frozen=True, slots=True)
class DropCabinet:
    """Takes a cabinet out, with its doors."""

    cabinet: CabinetId
    name: ClassVar[str] = "drop_cabinet"

    @property
    def about(self) -> str:
        """The cabinet."""
        return self.cabinet

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for one that is not there."""
        rows, old, at = _drop(model.cabinets, self.cabinet, "cabinet")
        emptied, doors = PutCompartments(self.cabinet, ()).apply(model)
        undo = Several((PutCabinet(old, at), doors), "put_cabinet", self.cabinet)
        return replace(emptied, cabinets=rows), undo


@dataclass(frozen=True, slots=True)
class PutCompartments:
    """All doors of a cabinet: those it has not any more are taken out.

    They stand together, where the first of the old ones stood, else at `at`, else at
    the end. Custody, service and what sensors saw are the store's: of a door that is
    known there the model's own words about them are not taken over.
    """

    cabinet: CabinetId
    compartments: tuple[Compartment, ...]
    at: int | None = None
    name: ClassVar[str] = "put_compartments"

    @property
    def about(self) -> str:
        """The cabinet."""
        return self.cabinet

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for doors of another cabinet."""
        strange = [c for c in self.compartments if c.cabinet != self.cabinet]
        if strange:
            raise _unknown("cabinet", strange[0].cabinet)
        old = tuple(c for c in model.compartments if c.cabinet == self.cabinet)
        rest = [c for c in model.compartments if c.cabinet != self.cabinet]
        at = len(rest) if self.at is None else self.at
        if old:
            at = model.compartments.index(old[0])
        rows = (*rest[:at], *self.compartments, *rest[at:])
        return replace(model, compartments=rows), PutCompartments(self.cabinet, old, at)


@dataclass(frozen=True, slots=True)
class PutVehicleType:
    """A vehicle type."""

    vehicle_type: VehicleType
    at: int | None = None
    name: ClassVar[str] = "put_vehicle_type"

    @property
    def about(self) -> str:
        """The type."""
        return self.vehicle_type.id

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Never refused."""
        rows, old = _put(model.vehicle_types, self.vehicle_type, self.at)
        undo = PutVehicleType(old) if old else DropVehicleType(self.vehicle_type.id)
        return replace(model, vehicle_types=rows), undo


@dataclass(frozen=True, slots=True)
class DropVehicleType:
    """Takes a type out; vehicles that are of it are then wrong."""

    vehicle_type: VehicleTypeId
    name: ClassVar[str] = "drop_vehicle_type"

    @property
    def about(self) -> str:
        """The type."""
        return self.vehicle_type

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for one that is not there."""
        rows, old, at = _drop(model.vehicle_types, self.vehicle_type, "vehicle_type")
        return replace(model, vehicle_types=rows), PutVehicleType(old, at)


@dataclass(frozen=True, slots=True)
class PutVehicle:
    """A vehicle."""

    vehicle: Vehicle
    at: int | None = None
    name: ClassVar[str] = "put_vehicle"

    @property
    def about(self) -> str:
        """The vehicle."""
        return self.vehicle.id

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Never refused."""
        rows, old = _put(model.vehicles, self.vehicle, self.at)
        undo = PutVehicle(old) if old else DropVehicle(self.vehicle.id)
        return replace(model, vehicles=rows), undo


@dataclass(frozen=True, slots=True)
class DropVehicle:
    """Takes a vehicle out."""

    vehicle: VehicleId
    name: ClassVar[str] = "drop_vehicle"

    @property
    def about(self) -> str:
        """The vehicle."""
        return self.vehicle

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for one that is not there."""
        rows, old, at = _drop(model.vehicles, self.vehicle, "vehicle")
        return replace(model, vehicles=rows), PutVehicle(old, at)


@dataclass(frozen=True, slots=True)
class PutCalendar:
    """A calendar."""

    calendar: Calendar
    at: int | None = None
    name: ClassVar[str] = "put_calendar"

    @property
    def about(self) -> str:
        """The calendar."""
        return self.calendar.id

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Never refused."""
        rows, old = _put(model.calendars, self.calendar, self.at)
        undo = PutCalendar(old) if old else DropCalendar(self.calendar.id)
        return replace(model, calendars=rows), undo


@dataclass(frozen=True, slots=True)
class DropCalendar:
    """Takes a calendar out."""

    calendar: CalendarId
    name: ClassVar[str] = "drop_calendar"

    @property
    def about(self) -> str:
        """The calendar."""
        return self.calendar

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises DepotEditRefused for one that is not there."""
        rows, old, at = _drop(model.calendars, self.calendar, "calendar")
        return replace(model, calendars=rows), PutCalendar(old, at)


@dataclass(frozen=True, slots=True)
class Several:
    """Edits one after the other, done and undone as one."""

    edits: tuple[DepotEdit, ...]
    name: str = "several"
    about: str = ""

    def apply(self, model: DepotModel) -> tuple[DepotModel, DepotEdit]:
        """Raises what the first refused one raises; then nothing is changed."""
        back: list[DepotEdit] = []
        for edit in self.edits:
            model, undo = edit.apply(model)
            back.append(undo)
        return model, Several(tuple(reversed(back)), self.name, self.about)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def _put[T: _Named](
    rows: tuple[T, ...], row: T, at: int | None
) -> tuple[tuple[T, ...], T | None]:
    """The rows with this one, and the one it took the place of."""
    for number, old in enumerate(rows):
        if old.id == row.id:
            return (*rows[:number], row, *rows[number + 1 :]), old
    place = len(rows) if at is None else at
    return (*rows[:place], row, *rows[place:]), None


def _drop[T: _Named](
    rows: tuple[T, ...], name: str, table: str
) -> tuple[tuple[T, ...], T, int]:
    """The rows without this one, the row, and where it stood."""
    for number, old in enumerate(rows):
        if old.id == name:
            return (*rows[:number], *rows[number + 1 :]), old, number
    raise _unknown(table, name)


def _unknown(table: str, name: str) -> DepotEditRefused:
    return DepotEditRefused(ReasonCode.UNKNOWN_ID, table, name)

"""Depots as they are set up: a whole model is saved and loaded at once.

Saving takes out what the model no longer has by retiring it, because history points
at it. The three truths of a compartment are the model's only for a new one: a known
compartment keeps what custody, service and sensors say of it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from console.domain.calendars import Calendar, CalendarEntry
from console.domain.clock import milliseconds
from console.domain.depot_model import DepotModel
from console.domain.events import EventKind
from console.domain.ids import (
    CabinetId,
    CalendarId,
    DepotId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
    WaveId,
)
from console.domain.money import Money
from console.domain.opening_text import read_opening, write_opening
from console.domain.origin import Origin
from console.domain.parcel import Climate, Size
from console.domain.place import Place, TimeWindow
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Contact,
    Site,
    SizeClass,
)
from console.domain.site_kinds import SiteKind, SiteRules, Wheelchair
from console.domain.travel import Conditions
from console.domain.vehicle import Break, Depot, Energy, Vehicle, VehicleType
from console.storage import compartments, journal
from console.storage.documents import document, value_of, values_of
from console.storage.errors import Conflict, Missing
from console.storage.tables import (
    address_correction,
    cabinet,
    calendar,
    compartment,
    day,
    deposit,
    depot,
    door_intent,
    event,
    plan_revision,
    route,
    site,
    size_class,
    vehicle,
    vehicle_type,
    wave,
)
from console.storage.text import dumps, reason_text, settings_of

TRUTHS = frozenset(
    {"custody", "service", "service_reason", "observed", "observed_ms", "version"}
)


def save(session: Session, model: DepotModel, origin: Origin, at: datetime) -> None:
    """Makes the depot be this model, and says so in the journal. Raises as `put`."""
    put(session, model)
    journal.append(
        session,
        journal.fact(
            EventKind.DEPOT_IMPORTED,
            origin,
            at,
            body={"depot": model.depot.id, "compartments": len(model.compartments)},
        ),
        at,
    )


def put(session: Session, model: DepotModel, before: DepotModel | None = None) -> None:
    """Makes the depot be this model. The caller writes the event that says why.

    `before`, as it was loaded in this unit, spares the tables that stay as they are.
    Raises Conflict for a site, cabinet or compartment of another depot, and for taking
    out a compartment that is not free.
    """
    home = model.depot
    row = {
        "id": home.id,
        "name": home.name,
        "zone": home.zone,
        "lon": home.place.lon,
        "lat": home.place.lat,
        "settings": dumps(dict(model.settings)),
    }
    if session.scalar(select(depot.c.id).where(depot.c.id == home.id)) is None:
        session.execute(insert(depot).values(row))
    else:
        session.execute(update(depot).where(depot.c.id == home.id).values(row))
    owner = home.id
    _refuse_occupied(session, model)
    # In the order in which one refers to another.
    for of, row_of, name in (
        (size_class, _class_row, "size_classes"),
        (site, _site_row, "sites"),
        (cabinet, _cabinet_row, "cabinets"),
        (compartment, _box_row, "compartments"),
        (vehicle_type, _type_row, "vehicle_types"),
        (vehicle, _vehicle_row, "vehicles"),
        (calendar, _calendar_row, "calendars"),
    ):
        rows: tuple[Any, ...] = getattr(model, name)
        if before is None or rows != getattr(before, name):
            make: Callable[[Any], dict[str, Any]] = row_of
            _replace(session, owner, of, [make(one) for one in rows])


def known(session: Session, *, archived: bool = False) -> list[Depot]:
    """The depots of this store that are in use, or those that are archived, by id."""
    query = select(depot).where(depot.c.retired == int(archived))
    return [_depot(row) for row in session.execute(query.order_by(depot.c.id))]


def set_archived(session: Session, name: DepotId, *, archived: bool) -> None:
    """Takes a depot out of use, or back. Raises Missing."""
    done = session.execute(
        update(depot)
        .where(depot.c.id == name)
        .values(retired=int(archived))
        .returning(depot.c.id)
    ).all()
    if not done:
        raise Missing("depot", name)


def history(session: Session, name: DepotId) -> int:
    """Days, deposits, openings and events of doors that a depot has had."""
    own = select(compartment.c.id).where(compartment.c.depot_id == name)
    counts = (
        select(func.count()).select_from(day).where(day.c.depot_id == name),
        *(
            select(func.count()).select_from(of).where(of.c.compartment_id.in_(own))
            for of in (deposit, door_intent, event)
        ),
    )
    return sum(session.scalar(query) or 0 for query in counts)


def remove(session: Session, name: DepotId) -> None:
    """Deletes a depot without history. Raises Missing; Conflict where there is any."""
    if session.scalar(select(depot.c.id).where(depot.c.id == name)) is None:
        raise Missing("depot", name)
    if history(session, name):
        raise Conflict("depot", "has history", name)
    for of in (compartment, cabinet, site, size_class, vehicle, vehicle_type, calendar):
        session.execute(delete(of).where(of.c.depot_id == name))
    session.execute(
        delete(address_correction).where(address_correction.c.depot_id == name)
    )
    session.execute(delete(depot).where(depot.c.id == name))


def on_published_plans(
    session: Session, name: DepotId, vehicles: Iterable[VehicleId], since: date
) -> dict[VehicleId, WaveId]:
    """Those of some vehicles that drive on a published plan of a date or later."""
    query = (
        select(route.c.vehicle_id, wave.c.id)
        .join(plan_revision, plan_revision.c.id == route.c.revision_id)
        .join(wave, wave.c.id == plan_revision.c.wave_id)
        .join(day, day.c.id == wave.c.day_id)
        .where(
            day.c.depot_id == name,
            day.c.date >= since.isoformat(),
            plan_revision.c.state == "published",
            route.c.vehicle_id.in_(list(vehicles)),
        )
    )
    return {VehicleId(row[0]): WaveId(row[1]) for row in session.execute(query)}


def load(session: Session, name: DepotId) -> DepotModel:
    """The whole depot with its compartments as they are now. Raises Missing."""
    row = session.execute(select(depot).where(depot.c.id == name)).one_or_none()
    if row is None:
        raise Missing("depot", name)
    return DepotModel(
        _depot(row),
        tuple(_class(r) for r in _rows(session, name, size_class)),
        tuple(_site(r) for r in _rows(session, name, site)),
        tuple(_cabinet(r) for r in _rows(session, name, cabinet)),
        tuple(
            compartments.compartment_of(r) for r in _rows(session, name, compartment)
        ),
        tuple(_type(r) for r in _rows(session, name, vehicle_type)),
        tuple(_vehicle(r) for r in _rows(session, name, vehicle)),
        settings_of(row.settings),
        tuple(_calendar(r) for r in _rows(session, name, calendar)),
    )


def _rows(session: Session, owner: DepotId, of: Table) -> Sequence[Row[Any]]:
    query = select(of).where(of.c.depot_id == owner, of.c.retired == 0)
    return session.execute(query.order_by(of.c.position)).all()


def _replace(
    session: Session, owner: DepotId, of: Table, rows: list[dict[str, Any]]
) -> None:
    """Inserts, updates and retires until the depot has these rows, in this order."""
    alone = len(of.primary_key.columns) == 1
    there: dict[str, str] = {
        row.id: row.depot_id
        for row in session.execute(select(of.c.id, of.c.depot_id))
        if alone or row.depot_id == owner
    }
    full = [
        {**row, "depot_id": owner, "position": n, "retired": 0}
        for n, row in enumerate(rows)
    ]
    if len({row["id"] for row in full}) != len(full):
        raise Conflict(of.name, "two of one id")
    stolen = [row["id"] for row in full if there.get(row["id"], owner) != owner]
    if stolen:
        raise Conflict(of.name, *stolen)
    # All are retired first, so that two may swap what must be unique among the rest.
    session.execute(update(of).where(of.c.depot_id == owner).values(retired=1))
    old = [row for row in full if row["id"] in there]
    new = [row for row in full if row["id"] not in there]
    if old:
        kept = TRUTHS if of is compartment else frozenset[str]()
        names = [n for n in old[0] if n not in {"id", "depot_id"} and n not in kept]
        session.connection().execute(
            update(of)
            .where(of.c.depot_id == owner, of.c.id == bindparam("b_id"))
            .values({name: bindparam(f"v_{name}") for name in names}),
            [{"b_id": r["id"], **{f"v_{n}": r[n] for n in names}} for r in old],
        )
    if new:
        session.execute(insert(of), new)


def _refuse_occupied(session: Session, model: DepotModel) -> None:
    stay = {one.id for one in model.compartments}
    query = select(compartment.c.id).where(
        compartment.c.depot_id == model.depot.id,
        compartment.c.retired == 0,
        compartment.c.custody != "free",
    )
    gone = [row.id for row in session.execute(query) if row.id not in stay]
    if gone:
        raise Conflict("compartment", "not free", *gone)


def _depot(row: Row[Any]) -> Depot:
    return Depot(DepotId(row.id), row.name, row.zone, Place(row.lon, row.lat))


def _class_row(one: SizeClass) -> dict[str, Any]:
    return {
        "id": one.id,
        "length_mm": one.box.length_mm,
        "width_mm": one.box.width_mm,
        "height_mm": one.box.height_mm,
        "mass_limit_g": one.mass_limit_g,
        "climate": str(one.climate),
    }


def _class(row: Row[Any]) -> SizeClass:
    return SizeClass(
        SizeClassId(row.id),
        Size(row.length_mm, row.width_mm, row.height_mm),
        row.mass_limit_g,
        Climate(row.climate),
    )


def _site_row(one: Site) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "lon": one.place.lon,
        "lat": one.place.lat,
        "hours": write_opening(one.hours),
        "step_free": int(one.step_free),
        "setup_s": one.setup_s,
        "handling_s": one.handling_s,
        "kind": str(one.kind),
        "rules": document(one.rules),
        "service": None if one.service is None else write_opening(one.service),
        "wheelchair": str(one.wheelchair),
        "indoor": int(one.indoor),
        "climates": _words(one.climates),
        "contact": document(one.contact),
        "access_note": one.access_note,
        "address": one.address,
        "brand": one.brand,
        "operator": one.operator,
        "ref": one.ref,
        "opens": None if one.opens is None else one.opens.isoformat(),
        "closes": None if one.closes is None else one.closes.isoformat(),
    }


def _site(row: Row[Any]) -> Site:
    return Site(
        SiteId(row.id),
        row.name,
        Place(row.lon, row.lat),
        read_opening(row.hours),
        bool(row.step_free),
        row.setup_s,
        row.handling_s,
        SiteKind(row.kind),
        value_of(SiteRules, row.rules),
        None if row.service is None else read_opening(row.service),
        Wheelchair(row.wheelchair),
        bool(row.indoor),
        _climates(row.climates),
        value_of(Contact, row.contact),
        row.access_note,
        row.address,
        row.brand,
        row.operator,
        row.ref,
        None if row.opens is None else date.fromisoformat(row.opens),
        None if row.closes is None else date.fromisoformat(row.closes),
    )


def _words(climates: Iterable[Climate]) -> str:
    return " ".join(climates)


def _climates(text: str) -> tuple[Climate, ...]:
    return tuple(Climate(word) for word in text.split())


def _cabinet_row(one: Cabinet) -> dict[str, Any]:
    return {
        "id": one.id,
        "site_id": one.site,
        "name": one.name,
        "connection": str(one.connection),
        "family": one.family,
        "port": one.port,
        "screen_column": one.screen_column,
        "baud": one.baud,
        "framing": one.framing,
        "controller": one.controller,
    }


def _cabinet(row: Row[Any]) -> Cabinet:
    return Cabinet(
        CabinetId(row.id),
        SiteId(row.site_id),
        row.name,
        Connection(row.connection),
        row.family,
        row.port,
        row.screen_column,
        row.baud,
        row.framing,
        row.controller,
    )


def _box_row(one: Compartment) -> dict[str, Any]:
    seen = one.observed_at
    return {
        "id": one.id,
        "cabinet_id": one.cabinet,
        "door": one.door,
        "size_class": one.size_class,
        "frame_column": one.column,
        "frame_row": one.row,
        "board": one.board,
        "lock": one.lock,
        "low": int(one.low),
        "custody": str(one.custody),
        "service": str(one.service),
        "service_reason": reason_text(one.service_reason),
        "observed": str(one.observed),
        "observed_ms": None if seen is None else milliseconds(seen),
        "version": one.version,
    }


def _type_row(one: VehicleType) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "mode": one.mode,
        "parcels": one.parcels,
        "volume_ml": one.volume_ml,
        "mass_g": one.mass_g,
        "fixed": one.fixed,
        "per_hour": one.per_hour,
        "per_km": one.per_km,
        "co2_g_per_km": one.co2_g_per_km,
        "door_setup_s": one.door_setup_s,
        "door_handling_s": one.door_handling_s,
        "conditions": document(one.conditions),
        "per_overtime_hour": one.per_overtime_hour,
        "load_units": one.load_units,
        "load_unit_ml": one.load_unit_ml,
        "climates": _words(one.climates),
        "energy": str(one.energy),
        "range_km": one.range_km,
        "co2_source": one.co2_source,
        "breaks": document(one.breaks),
        "trips": one.trips,
        "reload_s": one.reload_s,
        "longest_tour_s": one.longest_tour_s,
    }


def _type(row: Row[Any]) -> VehicleType:
    return VehicleType(
        VehicleTypeId(row.id),
        row.name,
        row.mode,
        row.parcels,
        row.volume_ml,
        row.mass_g,
        Money(row.fixed),
        Money(row.per_hour),
        Money(row.per_km),
        row.co2_g_per_km,
        row.door_setup_s,
        row.door_handling_s,
        value_of(Conditions, row.conditions),
        Money(row.per_overtime_hour),
        row.load_units,
        row.load_unit_ml,
        _climates(row.climates),
        Energy(row.energy),
        row.range_km,
        row.co2_source,
        values_of(Break, row.breaks),
        row.trips,
        row.reload_s,
        row.longest_tour_s,
    )


def _vehicle_row(one: Vehicle) -> dict[str, Any]:
    return {
        "id": one.id,
        "type_id": one.type,
        "courier": one.courier,
        "shift_start_s": one.shift.start_s,
        "shift_end_s": one.shift.end_s,
        "shifts": None if one.shifts is None else write_opening(one.shifts),
        "skills": dumps(list(one.skills)),
        "licence": one.licence,
        "overtime_s": one.overtime_s,
    }


def _vehicle(row: Row[Any]) -> Vehicle:
    return Vehicle(
        VehicleId(row.id),
        VehicleTypeId(row.type_id),
        row.courier,
        TimeWindow(row.shift_start_s, row.shift_end_s),
        None if row.shifts is None else read_opening(row.shifts),
        values_of(str, row.skills),
        row.licence,
        row.overtime_s,
    )


def _calendar_row(one: Calendar) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "entries": document(one.entries),
    }


def _calendar(row: Row[Any]) -> Calendar:
    return Calendar(
        CalendarId(row.id),
        row.name,
        date.fromisoformat(row.first),
        date.fromisoformat(row.last),
        values_of(CalendarEntry, row.entries),
    )

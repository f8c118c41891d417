"""The days of a depot and the waves of a day, made when they are first asked for."""

from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from console.domain.day import Day, Wave, day_id, wave_id
from console.domain.ids import DayId, DepotId, WaveId
from console.storage.tables import day, wave


def open_day(session: Session, depot: DepotId, service_date: date) -> Day:
    """The depot's day, made if need be."""
    name = day_id(depot, service_date)
    if session.scalar(select(day.c.id).where(day.c.id == name)) is None:
        row = {"id": name, "depot_id": depot, "date": service_date.isoformat()}
        session.execute(insert(day).values(row))
    return Day(name, depot, service_date)


def days(session: Session, depot: DepotId) -> list[Day]:
    """All days of a depot, newest first."""
    query = select(day).where(day.c.depot_id == depot).order_by(day.c.date.desc())
    return [
        Day(DayId(row.id), DepotId(row.depot_id), date.fromisoformat(row.date))
        for row in session.execute(query)
    ]


def open_wave(session: Session, of: DayId, number: int = 1) -> Wave:
    """The day's wave of this number, made if need be."""
    name = wave_id(of, number)
    row = session.execute(select(wave).where(wave.c.id == name)).one_or_none()
    if row is not None:
        return wave_of(row)
    session.execute(insert(wave).values(id=name, day_id=of, number=number))
    return Wave(name, of, number)


def waves(session: Session, of: DayId) -> list[Wave]:
    """A day's waves by number."""
    query = select(wave).where(wave.c.day_id == of).order_by(wave.c.number)
    return [wave_of(row) for row in session.execute(query)]


def wave_of(row: Row[Any]) -> Wave:
    """The domain's value of a row of the table."""
    return Wave(
        WaveId(row.id),
        DayId(row.day_id),
        row.number,
        row.name,
        row.departure_s,
        row.turnaround_s,
    )

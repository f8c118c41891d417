"""What people said about addresses: kept with the depot, so that a rebuilt region
loses nothing. A customer of "" means everybody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.domain.events import EventKind
from console.domain.ids import DepotId
from console.domain.origin import Origin
from console.domain.place import Place
from console.storage import journal
from console.storage.tables import address_correction


@dataclass(frozen=True, slots=True)
class Correction:
    """This text (as geo normalises it) means this entrance."""

    text: str
    place: Place
    entrance: str = ""
    customer: str = ""


def learn(
    session: Session, depot: DepotId, one: Correction, origin: Origin, at: datetime
) -> None:
    """Keeps a correction in the place of the one before. The event has no address."""
    values = {
        "lon": one.place.lon,
        "lat": one.place.lat,
        "entrance": one.entrance,
        "actor": origin.actor,
        "at_ms": milliseconds(at),
    }
    same = (
        (address_correction.c.depot_id == depot)
        & (address_correction.c.customer == one.customer)
        & (address_correction.c.text == one.text)
    )
    done = session.execute(
        update(address_correction)
        .where(same)
        .values(values)
        .returning(address_correction.c.depot_id)
    ).all()
    if not done:
        session.execute(
            insert(address_correction).values(
                depot_id=depot, customer=one.customer, text=one.text, **values
            )
        )
    told = journal.fact(EventKind.ADDRESS_CORRECTED, origin, at, body={"depot": depot})
    journal.append(session, told, at)


def all_of(session: Session, depot: DepotId) -> list[Correction]:
    """Everything a depot has learned."""
    query = (
        select(address_correction)
        .where(address_correction.c.depot_id == depot)
        .order_by(address_correction.c.customer, address_correction.c.text)
    )
    return [
        Correction(row.text, Place(row.lon, row.lat), row.entrance, row.customer)
        for row in session.execute(query)
    ]

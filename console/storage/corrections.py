"""What people said about addresses: kept with the depot, so that a rebuilt region
loses nothing. A customer of "" means everybody; any other is a keyed digest that does
not tell who it is (`console.domain.customer`)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from console.domain.clock import milliseconds
from console.domain.events import EventKind
from console.domain.ids import DepotId
from console.domain.origin import Origin
from console.domain.place import Place
from console.geo.addresses.corrections import correction_key
from console.storage import journal
from console.storage.tables import address_correction


@dataclass(frozen=True, slots=True)
class Correction:
    """This text (as geo normalises it) means this entrance.

    `address` is what a person chose instead, to be shown; "" for a pin on the map.
    """

    text: str
    place: Place
    entrance: str = ""
    customer: str = ""
    address: str = ""


def learn(
    session: Session, depot: DepotId, one: Correction, origin: Origin, at: datetime
) -> None:
    """Keeps a correction in the place of the one before. The event has no address."""
    values = {
        "lon": one.place.lon,
        "lat": one.place.lat,
        "entrance": one.entrance,
        "address": one.address,
        "actor": origin.actor,
        "at_ms": milliseconds(at),
    }
    done = session.execute(
        update(address_correction)
        .where(_is(depot, one.text, one.customer))
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


def forget(
    session: Session,
    depot: DepotId,
    text: str,
    customer: str,
    origin: Origin,
    at: datetime,
) -> bool:
    """Takes a correction back; False (and no event) where there is none."""
    gone = session.execute(
        delete(address_correction)
        .where(_is(depot, text, customer))
        .returning(address_correction.c.depot_id)
    ).all()
    if gone:
        body = {"depot": depot}
        told = journal.fact(EventKind.CORRECTION_FORGOTTEN, origin, at, body=body)
        journal.append(session, told, at)
    return bool(gone)


def all_of(session: Session, depot: DepotId) -> list[Correction]:
    """Everything a depot has learned."""
    query = (
        select(address_correction)
        .where(address_correction.c.depot_id == depot)
        .order_by(address_correction.c.customer, address_correction.c.text)
    )
    return [
        Correction(
            row.text, Place(row.lon, row.lat), row.entrance, row.customer, row.address
        )
        for row in session.execute(query)
    ]


def known(session: Session, depot: DepotId) -> dict[str, tuple[float, float]]:
    """The same as the region is asked with it: by `correction_key`, lon and lat."""
    return {
        correction_key(one.text, one.customer): (one.place.lon, one.place.lat)
        for one in all_of(session, depot)
    }


def _is(depot: DepotId, text: str, customer: str) -> ColumnElement[bool]:
    return (
        (address_correction.c.depot_id == depot)
        & (address_correction.c.customer == customer)
        & (address_correction.c.text == text)
    )

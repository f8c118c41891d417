"""Compartments and their three truths, each written by itself.

*Custody* is what the records promise, *service* whether it may be used, *observed* what
a sensor last said. No function writes two of them. The caller writes the event that
says why in the same unit of work; `free` and the like state what they expect to find,
so that a stale wish is refused instead of overwriting a newer truth.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from console.domain.clock import from_milliseconds, milliseconds
from console.domain.ids import CabinetId, CompartmentId, SiteId, SizeClassId
from console.domain.reasons import Reason
from console.domain.site import Compartment, Custody, Observed, Service
from console.storage.errors import Missing
from console.storage.tables import cabinet, compartment
from console.storage.text import reason_of, reason_text


def get(session: Session, name: CompartmentId) -> Compartment:
    """Raises Missing."""
    row = session.execute(
        select(compartment).where(compartment.c.id == name)
    ).one_or_none()
    if row is None:
        raise Missing("compartment", name)
    return compartment_of(row)


def of_cabinet(session: Session, name: CabinetId) -> list[Compartment]:
    """A cabinet's compartments by door."""
    query = select(compartment).where(
        compartment.c.cabinet_id == name, compartment.c.retired == 0
    )
    rows = session.execute(query.order_by(compartment.c.door))
    return [compartment_of(row) for row in rows]


def free(
    session: Session, site: SiteId, classes: Iterable[SizeClassId]
) -> list[Compartment]:
    """What may be promised at a site in these classes: free, in service."""
    query = (
        select(compartment)
        .join(cabinet, cabinet.c.id == compartment.c.cabinet_id)
        .where(
            cabinet.c.site_id == site,
            compartment.c.retired == 0,
            compartment.c.custody == str(Custody.FREE),
            compartment.c.service == str(Service.IN),
            compartment.c.size_class.in_(list(classes)),
        )
        .order_by(cabinet.c.position, compartment.c.door)
    )
    return [compartment_of(row) for row in session.execute(query)]


def set_custody(
    session: Session,
    name: CompartmentId,
    custody: Custody,
    expected: Iterable[Custody] = tuple(Custody),
) -> bool:
    """False, and nothing done, where custody is not one of the expected."""
    return _set(session, name, {"custody": str(custody)}, expected)


def set_service(
    session: Session, name: CompartmentId, service: Service, reason: Reason | None
) -> bool:
    """Takes a compartment in or out of service; False if there is none."""
    values = {"service": str(service), "service_reason": reason_text(reason)}
    return _set(session, name, values)


def set_observed(
    session: Session, name: CompartmentId, observed: Observed, at: datetime
) -> bool:
    """What a sensor said at an instant; False where something newer is known."""
    moment = milliseconds(at)
    done = session.execute(
        update(compartment)
        .where(
            compartment.c.id == name,
            (compartment.c.observed_ms.is_(None))
            | (compartment.c.observed_ms <= moment),
        )
        .values(observed=str(observed), observed_ms=moment)
        .returning(compartment.c.id)
    ).all()
    return bool(done)


def _set(
    session: Session,
    name: CompartmentId,
    values: dict[str, str | None],
    expected: Iterable[Custody] = tuple(Custody),
) -> bool:
    done = session.execute(
        update(compartment)
        .where(
            compartment.c.id == name,
            compartment.c.custody.in_([str(one) for one in expected]),
        )
        .values(version=compartment.c.version + 1, **values)
        .returning(compartment.c.id)
    ).all()
    return bool(done)


def compartment_of(row: Row[Any]) -> Compartment:
    """The domain's value of a row of the table."""
    return Compartment(
        CompartmentId(row.id),
        CabinetId(row.cabinet_id),
        row.door,
        SizeClassId(row.size_class),
        row.frame_column,
        row.frame_row,
        row.board,
        row.lock,
        bool(row.low),
        Custody(row.custody),
        Service(row.service),
        reason_of(row.service_reason),
        Observed(row.observed),
        None if row.observed_ms is None else from_milliseconds(row.observed_ms),
        row.version,
    )

"""Which vehicles of a wave are on the road, and how far each is, from the journal."""

from sqlalchemy.orm import Session

from console.domain.day import OpenDay
from console.domain.events import EventKind
from console.domain.ids import VehicleId
from console.domain.under_way import OnRoad
from console.storage import journal
from console.storage.facts import departed

_MOVES = (EventKind.ROUTE_DEPARTED, EventKind.STOP_SERVED)


def moves(session: Session, open_day: OpenDay) -> dict[VehicleId, OnRoad]:
    """How far every vehicle is of which anything was told for the wave."""
    found: dict[VehicleId, OnRoad] = {}
    told = journal.events(
        session, kinds=_MOVES, since=open_day.date.zero, limit=1_000_000
    )
    for event in told:
        if event.body.get("wave") != open_day.wave.id:
            continue
        vehicle = VehicleId(str(event.body["vehicle"]))
        stop = event.body.get("stop", 0)
        before = found[vehicle].served if vehicle in found else 0
        served = max(before, stop) if isinstance(stop, int) else before
        found[vehicle] = OnRoad(served, event.at)
    return found


def on_road(session: Session, open_day: OpenDay) -> dict[VehicleId, OnRoad]:
    """Every vehicle that left on what is published, and how far it is."""
    told = moves(session, open_day)
    unknown = OnRoad(0, open_day.date.zero)
    gone = departed(session, open_day.wave.id)
    return {vehicle: told.get(vehicle, unknown) for vehicle in gone}

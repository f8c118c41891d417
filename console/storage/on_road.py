"""Which vehicles of a wave are on the road, and how far each is, from the journal.

A stop is told by its number in what was published then. What is published later counts
otherwise, where a stop has dropped out or the rest was planned anew: so older numbers
are read as the parcels of their stops.
"""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from console.domain.day import OpenDay
from console.domain.events import EventKind
from console.domain.ids import ParcelId, RevisionId, VehicleId
from console.domain.under_way import OnRoad
from console.storage import journal, plans, published_rows
from console.storage.facts import departed

_MOVES = (EventKind.ROUTE_DEPARTED, EventKind.STOP_SERVED)

type Stops = dict[VehicleId, list[tuple[int, ParcelId]]]


def moves(session: Session, open_day: OpenDay) -> dict[VehicleId, OnRoad]:
    """How far every vehicle is of which anything was told for the wave.

    Stops are counted as in what is published now.
    """
    left: dict[VehicleId, datetime] = {}
    told: dict[RevisionId, dict[VehicleId, int]] = {}
    events = journal.events(
        session, kinds=_MOVES, since=open_day.date.zero, limit=1_000_000
    )
    published = plans.published(session, open_day.wave.id)
    now = published.revision.id if published else RevisionId("")
    for event in events:
        if event.body.get("wave") != open_day.wave.id:
            continue
        vehicle = VehicleId(str(event.body["vehicle"]))
        left[vehicle] = event.at
        stop = event.body.get("stop", 0)
        if isinstance(stop, int):
            # Before it was written with them, all counted as they do now.
            of = told.setdefault(RevisionId(str(event.body.get("revision", now))), {})
            of[vehicle] = max(of.get(vehicle, 0), stop)
    served = told.pop(now, {})
    after = stops_of(session, now) if told else {}
    for revision, counts in told.items():
        before = stops_of(session, revision)
        for vehicle, count in counts.items():
            past = {name for stop, name in before.get(vehicle, ()) if stop <= count}
            known = _last(after, vehicle, past)
            served[vehicle] = max(served.get(vehicle, 0), known)
    return {vehicle: OnRoad(served.get(vehicle, 0), at) for vehicle, at in left.items()}


def on_road(session: Session, open_day: OpenDay) -> dict[VehicleId, OnRoad]:
    """Every vehicle that left on what is published, and how far it is."""
    gone = departed(session, open_day.wave.id)
    published = plans.published(session, open_day.wave.id)
    if not gone or published is None:
        return {}
    told = moves(session, open_day)
    stops = stops_of(session, published.revision.id)
    unknown = OnRoad(0, open_day.date.zero)
    found = {vehicle: told.get(vehicle, unknown) for vehicle in gone}
    return {
        vehicle: replace(
            one,
            past=frozenset(
                name for stop, name in stops.get(vehicle, ()) if stop <= one.served
            ),
        )
        for vehicle, one in found.items()
    }


def stops_of(session: Session, revision: RevisionId) -> Stops:
    """Of every vehicle of a published revision its parcels, by number of their stop."""
    found: Stops = {}
    for one in published_rows.assignments(session, revision):
        if one.vehicle is not None and one.stop is not None:
            found.setdefault(one.vehicle, []).append((one.stop, one.parcel))
    return {vehicle: sorted(stops) for vehicle, stops in found.items()}


def _last(stops: Stops, vehicle: VehicleId, past: Set[ParcelId]) -> int:
    """The last stop of a vehicle that takes any of these."""
    return max((n for n, name in stops.get(vehicle, ()) if name in past), default=0)

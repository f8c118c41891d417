"""What has to hold before a plan is published, looked at in the publishing unit itself.

Whatever a desk last saw may be old by the time it publishes: a parcel was cancelled, a
vehicle left, another wave took a door. Nothing is published then; the refusal says what
moved. Doors that an earlier revision bound stay bound to the same parcels where class
and site are the same, because totes are labelled by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from console.domain.change import ChangeState
from console.domain.day import LockLevel, OpenDay, Revision
from console.domain.depot_model import DepotModel
from console.domain.events import EventKind
from console.domain.ids import CompartmentId, ParcelId, RevisionId, VehicleId
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.plan import Plan, Route
from console.domain.problem import Problem
from console.domain.refusal import Refused
from console.domain.site import Compartment, Service
from console.domain.standing import Standing
from console.planning.binding import bound_doors
from console.storage import (
    changes,
    closings,
    depots,
    facts,
    journal,
    parcels,
    plans,
    published_rows,
    waves,
)
from console.storage.on_road import on_road, stops_of
from console.storage.plans import StoredPlan
from console.storage.published_rows import Assignment

SHOWN = 3
"""Parcels named in a refusal."""


def publish(
    session: Session,
    standing: Standing,
    plan: Plan,
    body: str,
    origin: Origin,
    now: datetime,
) -> tuple[Revision, int]:
    """The publishing unit: all of it, or nothing."""
    open_day = standing.open_day
    wave = open_day.wave.id
    told = journal.fact(EventKind.PLAN_PUBLISHED, origin, now)
    known = journal.find(session, told.source, told.source_key)
    if known is not None:
        name = RevisionId(str(known.body["revision"]))
        return plans.revision(session, name).revision, plans.version(session, wave)
    closings.refuse_closed(session, open_day.day.id)
    before = plans.published(session, wave)
    carried = changes.of_wave(session, wave, (ChangeState.ACCEPTED,))
    if before is not None and not carried and standing.published:
        if plans.version(session, wave) != standing.version:
            raise Refused("plan_moved_on", wave)
        return before.revision, standing.version
    version = plans.claim(session, wave, standing.version)
    mine = checked(session, open_day, plan)
    bound = doors(session, open_day, plan, standing.problem, mine)
    made = plans.publish(session, wave, plan, body, now, bound, origin.actor)
    keep_departures(session, before, made.id)
    changes.settle(session, wave)
    carries = {entry.drop.parcel for entry in plan.assigned}
    ready = [n for n in carries if mine[n].state is ParcelState.READY]
    left = [
        n
        for n, one in mine.items()
        if one.state is ParcelState.PLANNED and n not in carries
    ]
    parcels.set_states(session, ready, ParcelState.PLANNED)
    parcels.set_states(session, left, ParcelState.READY)
    words: dict[str, str | int] = {
        "wave": wave,
        "revision": made.id,
        "cost": plan.cost,
        "parcels": len(plan.assigned),
        "differences": standing.difference.count,
    }
    journal.append(session, replace(told, body=words), now)
    return made, version


def checked(session: Session, open_day: OpenDay, plan: Plan) -> dict[ParcelId, Parcel]:
    """The wave's parcels, if the plan may carry those it carries.

    Raises Refused: parcels_changed, parcel_on_board, route_departed.
    """
    wave = open_day.wave.id
    mine = {one.id: one for one in parcels.of_wave(session, wave)}
    carried = {
        drop.parcel: route.vehicle
        for route in plan.routes
        for stop in route.stops
        for drop in stop.drops
    }
    strange = [n for n in carried if n not in mine or not mine[n].state.plannable]
    if strange:
        raise Refused("parcels_changed", *sorted(strange)[:SHOWN])
    before = plans.published(session, wave)
    if before is None:
        return mine
    old = {
        one.parcel: one
        for one in published_rows.assignments(session, before.revision.id)
    }
    for name, one in mine.items():
        was = old.get(name)
        on_board = one.state is ParcelState.LOADED or one.state.finished
        if not on_board or was is None or was.vehicle is None:
            continue
        if not one.state.plannable:
            continue
        if carried.get(name) != was.vehicle:
            raise Refused("parcel_on_board", name, was.vehicle)
    _refuse_moved(session, open_day, before, plan, mine)
    return mine


def doors(
    session: Session,
    open_day: OpenDay,
    plan: Plan,
    problem: Problem,
    mine: Mapping[ParcelId, Parcel],
) -> dict[ParcelId, CompartmentId]:
    """The compartment of every locker parcel of a plan.

    Raises Refused (overbooked, with site and class) where one is left without.
    """
    model = depots.load(session, open_day.day.depot)
    sites = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    promised = waves.promises(session, open_day.day.depot, open_day.wave.id)
    boxes = waves.without_promised(model.compartments, sites, promised)
    placed = facts.held_by(session, mine)
    under_way = tuple(
        entry
        for entry in plan.assigned
        if entry.drop.site is not None and not mine[entry.drop.parcel].state.finished
    )
    wanted = replace(plan, assigned=under_way)
    known = plans.in_force(session, open_day.wave.id)
    kept = _kept(wanted, known, boxes)
    left = [box for box in boxes if box.id not in kept.values()]
    rest = tuple(one for one in under_way if one.drop.parcel not in kept)
    bound = kept | _bound(replace(plan, assigned=rest), problem, model, left)
    if len(bound) < len(under_way):
        # What was kept may stand in the way of who needs a low door.
        bound = _bound(wanted, problem, model, boxes)
    for entry in under_way:
        if entry.drop.parcel not in bound:
            raise Refused(
                "overbooked", str(entry.drop.site), str(entry.drop.size_class)
            )
    there = {
        e.drop.parcel: placed[e.drop.parcel]
        for e in plan.assigned
        if e.drop.parcel in placed
    }
    return bound | there


def keep_departures(
    session: Session, before: StoredPlan | None, made: RevisionId
) -> None:
    """What has left on the revision before has left on the new one too."""
    if before is None:
        return
    for vehicle in _gone(session, before):
        published_rows.set_lock(session, made, vehicle, LockLevel.DEPARTED)


def _gone(session: Session, stored: StoredPlan) -> list[VehicleId]:
    levels = published_rows.locks(session, stored.revision.id)
    return [name for name, level in levels.items() if level is LockLevel.DEPARTED]


def _refuse_moved(
    session: Session,
    open_day: OpenDay,
    before: StoredPlan,
    plan: Plan,
    mine: Mapping[ParcelId, Parcel],
) -> None:
    """A route on the road keeps its order, but for parcels that are out of the plan.

    One that was re-planned on the road keeps it for what it has served by now; nothing
    that lay at the depot comes in.
    """
    road = on_road(session, open_day)
    old = stops_of(session, before.revision.id)
    now = {route.vehicle: route for route in plan.routes}
    for vehicle in _gone(session, before):
        route = now.get(vehicle)
        was = [name for _, name in old.get(vehicle, ())]
        stays = [n for n in was if n in mine and mine[n].state.plannable]
        stops = old.get(vehicle, ())
        if _flat(route) == _in_stops(stays, stops):
            continue
        count = road[vehicle].served
        served = _in_stops(stays, [(stop, n) for stop, n in stops if stop <= count])
        known = route is not None and route.lock is LockLevel.DEPARTED
        new = frozenset[ParcelId]().union(*_flat(route)) - {*stays}
        if not known or new or _flat(route)[: len(served)] != served:
            raise Refused("route_departed", vehicle)


def _flat(route: Route | None) -> list[frozenset[ParcelId]]:
    stops = () if route is None else route.stops
    return [frozenset(drop.parcel for drop in stop.drops) for stop in stops]


def _in_stops(
    stays: list[ParcelId], old: Sequence[tuple[int, ParcelId]]
) -> list[frozenset[ParcelId]]:
    by_stop: dict[int, set[ParcelId]] = {}
    for stop, name in sorted(old):
        if name in stays:
            by_stop.setdefault(stop, set()).add(name)
    return [frozenset(names) for _, names in sorted(by_stop.items())]


def _kept(
    plan: Plan, known: list[Assignment], boxes: list[Compartment]
) -> dict[ParcelId, CompartmentId]:
    free = {box.id for box in boxes if box.usable}
    old = {one.parcel: one for one in known if one.compartment in free}
    kept: dict[ParcelId, CompartmentId] = {}
    for entry in plan.assigned:
        was = old.get(entry.drop.parcel)
        if was is None or was.compartment is None:
            continue
        if (was.site, was.size_class) == (entry.drop.site, entry.drop.size_class):
            kept[entry.drop.parcel] = was.compartment
    return kept


def _bound(
    plan: Plan, problem: Problem, model: DepotModel, boxes: list[Compartment]
) -> dict[ParcelId, CompartmentId]:
    usable = tuple(box for box in boxes if box.service is Service.IN)
    return bound_doors(plan, problem, replace(model, compartments=usable))

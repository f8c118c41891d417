"""What accepting a change does to parcels, doors and vehicles, and how it is undone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from console.domain.change import Change, ChangeKind, ChangeState
from console.domain.day import OpenDay, RevisionState
from console.domain.events import Event, EventKind
from console.domain.ids import (
    ChangeId,
    CompartmentId,
    ParcelId,
    RevisionId,
    VehicleId,
)
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.reasons import Reason, ReasonCode
from console.domain.refusal import Refused
from console.domain.site import Compartment, Custody, Service
from console.storage import (
    changes,
    compartments,
    facts,
    journal,
    parcels,
    placing,
    plans,
    service_days,
    waves,
)
from console.storage.arrivals import merged_with


def told(
    kind: EventKind, wanted: Sequence[Change], origin: Origin, at: datetime
) -> list[Event]:
    """One fact for every change a wish decides."""
    return [
        journal.fact(
            kind,
            origin.step(one.id),
            at,
            parcel=one.parcel,
            compartment=one.compartment,
            body={"change": one.id, "kind": str(one.kind), "wave": one.wave},
        )
        for one in wanted
    ]


def as_accepted(one: Change, before: Parcel) -> Parcel:
    """The parcel of a change as it would be. Raises Refused (parcel_done)."""
    match one.kind:
        case ChangeKind.CANCELLED:
            if before.state.finished:
                raise Refused("parcel_done", before.id)
            on_board = before.state is ParcelState.LOADED
            state = ParcelState.RETURNING if on_board else ParcelState.CANCELLED
            return replace(
                before, state=state, reason=Reason(ReasonCode.CANCELLED, (one.actor,))
            )
        case ChangeKind.EDITED | ChangeKind.CORRECTED:
            given = one.given
            if given is None or before.state.finished:
                return before
            return merged_with(before, given)
        case ChangeKind.REVIVED:
            given = one.given or before
            if before.state is ParcelState.RETURNING:
                return replace(before, state=ParcelState.LOADED, reason=None)
            held = given.state is ParcelState.HELD
            return replace(
                given,
                state=given.state if held else ParcelState.READY,
                attempt=before.attempt,
            )
        case _:
            return before


def touched(
    session: Session, open_day: OpenDay, wanted: Sequence[Change]
) -> frozenset[ParcelId]:
    """Parcels of the wave that these changes may push off their place."""
    found: set[ParcelId] = set()
    rows = plans.in_force(session, open_day.wave.id)
    states = {one.id: one.state for one in parcels.of_wave(session, open_day.wave.id)}
    for one in wanted:
        if one.kind in {ChangeKind.EDITED, ChangeKind.CORRECTED} and one.parcel:
            found.add(one.parcel)
        for row in rows:
            by_door = one.compartment is not None and row.compartment == one.compartment
            by_vehicle = one.vehicle is not None and row.vehicle == one.vehicle
            if by_door or by_vehicle:
                found.add(row.parcel)
    return frozenset(
        name
        for name in found
        if name in states
        and not states[name].finished
        and states[name] is not ParcelState.LOADED
    )


def behind_broken_doors(session: Session, open_day: OpenDay) -> frozenset[ParcelId]:
    """Parcels of the wave whose doors, as published, cannot be used now."""
    rows = plans.in_force(session, open_day.wave.id)
    bound = {row.parcel: row.compartment for row in rows if row.compartment}
    broken = {door for door in set(bound.values()) if _out(session, door)}
    return frozenset(name for name, door in bound.items() if door in broken)


def accept(
    session: Session,
    open_day: OpenDay,
    wanted: Sequence[Change],
    draft: RevisionId,
    origin: Origin,
    at: datetime,
) -> None:
    """Decides changes and does what they say. Raises Refused."""
    names = [one.id for one in wanted]
    waiting, accepted = ChangeState.WAITING, ChangeState.ACCEPTED
    changes.decide(session, names, waiting, accepted, origin, at, revision=draft)
    events = told(EventKind.CHANGE_ACCEPTED, wanted, origin, at)
    for one in wanted:
        step = origin.step(one.id)
        if one.kind is ChangeKind.VEHICLE_FAULT and one.vehicle is not None:
            if one.vehicle in facts.departed(session, open_day.wave.id):
                raise Refused("vehicle_left", one.vehicle)
            waves.set_absent(session, one.day, one.vehicle, at)
            body = {"vehicle": one.vehicle, "day": one.day}
            events.append(journal.fact(EventKind.VEHICLE_ABSENT, step, at, body=body))
        if one.parcel is None:
            continue
        before = parcels.get(session, one.parcel)
        changes.set_before(session, one.id, before)
        after = as_accepted(one, before)
        if after != before:
            _write(session, after, at)
        if one.kind in {ChangeKind.LATE, ChangeKind.REVIVED}:
            placing.put_in(session, [one.parcel], one.day, one.wave)
        kind = _kind(one)
        if kind is not None:
            events.append(journal.fact(kind, step, at, parcel=one.parcel))
    journal.append_all(session, events, at)


def take_back(
    session: Session,
    open_day: OpenDay,
    wanted: Sequence[Change],
    origin: Origin,
    at: datetime,
) -> None:
    """Undoes what accepting these changes did; they wait again."""
    for one in reversed(wanted):
        if one.kind is ChangeKind.VEHICLE_FAULT and one.vehicle is not None:
            waves.set_present(session, open_day.day.id, one.vehicle)
        if one.parcel is None:
            continue
        old = changes.before(session, one.id)
        if old is None:
            continue
        now = parcels.get(session, one.parcel)
        _write(session, _restored(one, old, now), at)
        if one.kind is ChangeKind.LATE:
            placing.put_in(session, [one.parcel], one.day, None)
    names = [one.id for one in wanted]
    waiting, accepted = ChangeState.WAITING, ChangeState.ACCEPTED
    changes.decide(session, names, accepted, waiting, origin, at)
    events = told(EventKind.CHANGE_TAKEN_BACK, wanted, origin, at)
    journal.append_all(session, events, at)


def step_back(
    session: Session,
    open_day: OpenDay,
    wanted: Sequence[Change],
    origin: Origin,
    at: datetime,
) -> bool:
    """Takes changes back with the whole draft they made, if nobody touched it since.

    False, and nothing done, where the draft carries more or was edited.
    """
    stored = plans.draft(session, open_day.wave.id)
    drafts = {one.revision for one in wanted}
    if stored is None or drafts != {stored.revision.id} or stored.edits:
        return False
    carried = {one.id for one in changes.accepted_in(session, stored.revision.id)}
    if carried != {one.id for one in wanted}:
        return False
    wave = open_day.wave.id
    plans.claim(session, wave, None)
    plans.drop(session, wave, stored.revision.id)
    basis = stored.revision.based_on
    before = None if basis is None else plans.revision(session, basis).revision
    if before is not None and before.state is RevisionState.DRAFT:
        plans.choose(session, wave, before.id)
    take_back(session, open_day, wanted, origin, at)
    return True


def notice_doors(
    session: Session, open_day: OpenDay, origin: Origin, at: datetime
) -> tuple[ChangeId, ...]:
    """Asks about bound doors that cannot be used; those that can again are done."""
    kind = ChangeKind.DOOR_FAULT
    known = [
        one for one in changes.of_day(session, open_day.day.id) if one.kind is kind
    ]
    asked = {one.compartment for one in known if one.state is not ChangeState.DONE}
    bound = [
        one
        for one in waves.promises(session, open_day.day.depot)
        if one.compartment is not None
    ]
    mine = {wave.id for wave in service_days.waves(session, open_day.day.id)}
    fresh: dict[str, Change] = {}
    for one in bound:
        door = one.compartment
        if door is None or door in asked or one.wave not in mine:
            continue
        if _broken(compartments.get(session, door)):
            name = changes.new_id(origin, kind, door)
            fresh[name] = Change(
                name,
                open_day.day.id,
                one.wave,
                kind,
                ChangeState.WAITING,
                at,
                origin.actor,
                compartment=door,
            )
    changes.add(session, list(fresh.values()))
    events = told(EventKind.CHANGE_ASKED, list(fresh.values()), origin, at)
    journal.append_all(session, events, at)
    mended = [
        one.id
        for one in known
        if one.state is ChangeState.WAITING
        and one.compartment is not None
        and not _broken(compartments.get(session, one.compartment))
    ]
    waiting, done = ChangeState.WAITING, ChangeState.DONE
    changes.decide(session, mended, waiting, done, origin, at)
    return tuple(one.id for one in fresh.values())


def report_vehicle(
    session: Session,
    open_day: OpenDay,
    vehicle: VehicleId,
    origin: Origin,
    at: datetime,
) -> ChangeId | None:
    """Counts at once where nothing is published, else asks. Twice is once."""
    wave = open_day.wave.id
    if not waves.published_among(session, [wave]):
        waves.set_absent(session, open_day.day.id, vehicle, at)
        body = {"vehicle": vehicle, "day": open_day.day.id}
        fact = journal.fact(EventKind.VEHICLE_ABSENT, origin, at, body=body)
        journal.append(session, fact, at)
        return None
    kind = ChangeKind.VEHICLE_FAULT
    for one in changes.of_wave(session, wave):
        if one.kind is kind and one.vehicle == vehicle and one.state.open:
            return one.id
    fresh = Change(
        changes.new_id(origin, kind, vehicle),
        open_day.day.id,
        wave,
        kind,
        ChangeState.WAITING,
        at,
        origin.actor,
        vehicle=vehicle,
    )
    changes.add(session, [fresh])
    journal.append_all(session, told(EventKind.CHANGE_ASKED, [fresh], origin, at), at)
    return fresh.id


def vehicle_back(
    session: Session,
    open_day: OpenDay,
    vehicle: VehicleId,
    origin: Origin,
    at: datetime,
) -> None:
    """A vehicle is there after all: what was asked about it is done.

    Raises Refused (change_accepted) where a draft does without it already.
    """
    about = [
        one
        for one in changes.of_wave(session, open_day.wave.id)
        if one.kind is ChangeKind.VEHICLE_FAULT and one.vehicle == vehicle
    ]
    if any(one.state is ChangeState.ACCEPTED for one in about):
        raise Refused("change_accepted", vehicle)
    waiting, done = ChangeState.WAITING, ChangeState.DONE
    asked = [one.id for one in about if one.state is waiting]
    changes.decide(session, asked, waiting, done, origin, at)
    waves.set_present(session, open_day.day.id, vehicle)
    body = {"vehicle": vehicle, "day": open_day.day.id}
    fact = journal.fact(EventKind.VEHICLE_BACK, origin, at, body=body)
    journal.append(session, fact, at)


def _out(session: Session, door: CompartmentId) -> bool:
    return _broken(compartments.get(session, door))


def _broken(box: Compartment) -> bool:
    return box.service is Service.OUT or box.custody is Custody.SUSPECT


def _restored(one: Change, old: Parcel, now: Parcel) -> Parcel:
    """The parcel before, but for what has happened to it in the meantime."""
    if one.kind is ChangeKind.CANCELLED:
        if now.state is ParcelState.RETURNING:
            return replace(old, state=ParcelState.LOADED)
        if now.state is not ParcelState.CANCELLED or old.state is ParcelState.LOADED:
            raise Refused("parcel_done", one.parcel or "")
        return old
    if one.kind in {ChangeKind.EDITED, ChangeKind.CORRECTED}:
        held = ParcelState.HELD
        return old if now.state is held else replace(old, state=now.state)
    if now.state not in {ParcelState.READY, ParcelState.HELD, ParcelState.LOADED}:
        raise Refused("parcel_done", one.parcel or "")
    return old


def _write(session: Session, after: Parcel, at: datetime) -> None:
    parcels.put(session, [after], at)
    if after.state.finished:
        # Its barcodes may be used again.
        parcels.set_states(session, [after.id], after.state, reason=after.reason)


def _kind(one: Change) -> EventKind | None:
    return {
        ChangeKind.CANCELLED: EventKind.PARCEL_CANCELLED,
        ChangeKind.REVIVED: EventKind.PARCEL_REVIVED,
        ChangeKind.EDITED: EventKind.PARCEL_UPDATED,
        ChangeKind.CORRECTED: EventKind.ADDRESS_CORRECTED,
    }.get(one.kind)

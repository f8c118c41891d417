"""The drafts of a wave with what they stand on: read together, written as one unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from console.domain.day import OpenDay, Revision
from console.domain.events import EventKind
from console.domain.ids import ActorId, ParcelId, RevisionId, VehicleId, WaveId
from console.domain.origin import Origin
from console.domain.parcel import ParcelState
from console.domain.reasons import Reason
from console.domain.refusal import Refused
from console.domain.standing import Standing
from console.storage import closings, journal, parcels, plans
from console.storage.on_road import on_road
from console.storage.plans import StoredPlan


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store has of a wave's plans. `named` is what was asked for by name.

    `served` holds of every vehicle on the road how many stops it has served.
    """

    current: StoredPlan | None
    published: StoredPlan | None
    served: Mapping[VehicleId, int]
    named: StoredPlan | None = None


@dataclass(frozen=True, slots=True)
class Fresh:
    """A draft to be made beside the others; `basis` None: on what is worked on."""

    label: str = ""
    basis: RevisionId | None = None


def kept(session: Session, open_day: OpenDay, name: RevisionId | None = None) -> Kept:
    """What there is of a wave, and one revision of it by name.

    Raises Missing, Refused (not_of_this_wave).
    """
    wave = open_day.wave.id
    named = None if name is None else plans.revision(session, name)
    if named is not None and named.revision.wave != wave:
        raise Refused("not_of_this_wave", named.revision.id)
    return Kept(
        plans.current(session, wave),
        plans.published(session, wave),
        {name: one.served for name, one in on_road(session, open_day).items()},
        named,
    )


def write(
    session: Session,
    standing: Standing,
    body: str,
    actor: ActorId,
    now: datetime,
    fresh: Fresh | None,
) -> tuple[Revision, int]:
    """Writes what stands as the chosen draft, or as a fresh one; the wave's version.

    Raises Refused: day_closed, plan_moved_on.
    """
    wave = standing.open_day.wave.id
    closings.refuse_closed(session, standing.open_day.day.id)
    version = plans.claim(session, wave, standing.version)
    before = plans.current(session, wave)
    stored = plans.draft(session, wave)
    edits = (stored.edits if stored else 0) + 1
    if fresh is None:
        made = plans.save_draft(session, wave, body, now, edits=edits, actor=actor)
        return made, version
    basis = fresh.basis or (before.revision.id if before else None)
    made = plans.add_draft(
        session, wave, body, now, name=fresh.label, actor=actor, basis=basis
    )
    return made, version


def arrange(
    session: Session,
    standing: Standing,
    origin: Origin,
    now: datetime,
    said: Mapping[str, str | int],
    what: Callable[[Session, WaveId], None],
) -> None:
    """Changes which drafts a wave has; the same wish again changes nothing.

    Raises what `what` does, and Refused: day_closed, plan_moved_on.
    """
    wave = standing.open_day.wave.id
    body = {"wave": wave, **said}
    told = journal.fact(EventKind.DRAFT_CHANGED, origin, now, body=body)
    if journal.find(session, told.source, told.source_key) is not None:
        return
    closings.refuse_closed(session, standing.open_day.day.id)
    plans.claim(session, wave, standing.version)
    what(session, wave)
    journal.append(session, told, now)


def hold(
    session: Session, lost: Mapping[ParcelId, Reason], origin: Origin, now: datetime
) -> None:
    """Holds parcels that cannot be planned, each with its reason."""
    told = []
    for name, reason in lost.items():
        parcels.set_states(session, [name], ParcelState.HELD, reason=reason)
        told.append(journal.fact(EventKind.PARCEL_HELD, origin, now, parcel=name))
    journal.append_all(session, told, now)

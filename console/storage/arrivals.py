"""Rows and cancellations that come in: what counts at once and what is asked.

Until a parcel's wave is published its rows count as they come. Afterwards people work
by the published plan, so a new parcel waits in the day's pool, and an edit or a
cancellation waits as a change. What changes no plan (a name, a telephone number) still
counts at once. A parcel that was cancelled and is announced again always asks. The
same row again asks nothing twice, not even where it was rejected.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from console.domain.change import Change, ChangeKind, ChangeState
from console.domain.day import OpenDay
from console.domain.events import Event, EventKind
from console.domain.ids import ChangeId, DayId, ParcelId, WaveId
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.reasons import Reason, ReasonCode
from console.storage import changes, journal, manifests, parcels, placing, waves
from console.storage.manifests import Intake

GONE = {ParcelState.CANCELLED, ParcelState.RETURNING}


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of rows and cancellations.

    `asked` wait to be accepted, `cancelled` are cancelled already. `too_late` were
    handed over before the cancellation came, `unknown` are no parcels of ours.
    """

    taken: Intake
    asked: tuple[ChangeId, ...] = ()
    cancelled: tuple[ParcelId, ...] = ()
    too_late: tuple[ParcelId, ...] = ()
    unknown: tuple[ParcelId, ...] = ()


def take(
    session: Session,
    open_day: OpenDay,
    rows: Sequence[Parcel],
    cancellations: Sequence[ParcelId],
    origin: Origin,
    at: datetime,
) -> Arrived:
    """Sorts rows out, writes those that count, asks about the others.

    A parcel both announced and cancelled in one go is cancelled.
    """
    last = {row.id: row for row in rows}
    sorting = _Sorting(session, open_day, tuple({**last}), origin, at)
    direct, late, asked = sorting.sort(last.values())
    day, wave = open_day.day.id, open_day.wave.id
    came = manifests.upsert(session, day, direct, origin, at, wave=wave)
    pooled = manifests.upsert(session, day, late, origin, at)
    for one in (*pooled.new, *pooled.updated):
        asked.append(sorting.change(ChangeKind.LATE, one, wave))
    written = _ask(session, asked, origin, at)
    same = tuple(n for n in last if n in sorting.unchanged)
    taken = Intake(
        (*came.new, *pooled.new),
        (*came.updated, *pooled.updated),
        (*came.unchanged, *pooled.unchanged, *same),
        (*came.clashes, *pooled.clashes),
    )
    gone = cancel(session, open_day, cancellations, origin, at)
    return replace(gone, taken=taken, asked=(*written, *gone.asked))


def cancel(
    session: Session,
    open_day: OpenDay,
    names: Sequence[ParcelId],
    origin: Origin,
    at: datetime,
) -> Arrived:
    """Cancels what no published plan carries; asks about the rest."""
    known = {one.id: one for one in parcels.many(session, names)}
    places = placing.where_are(session, names)
    published = waves.published_among(session, {w for _, w in places.values() if w})
    open_changes = [one for one in changes.about(session, names) if one.state.open]
    asked_already = {
        one.parcel for one in open_changes if one.kind is ChangeKind.CANCELLED
    }
    asked: list[Change] = []
    direct: list[ParcelId] = []
    too_late: list[ParcelId] = []
    for name in dict.fromkeys(names):
        one = known.get(name)
        if one is None or one.state in GONE or name in asked_already:
            continue
        day, wave = places[name]
        if one.state.finished:
            too_late.append(name)
        elif one.state in {ParcelState.PLANNED, ParcelState.LOADED} or (
            wave in published and one.state is not ParcelState.HELD
        ):
            inside = wave or open_day.wave.id
            asked.append(_change(origin, at, ChangeKind.CANCELLED, name, day, inside))
        else:
            direct.append(name)
    reason = Reason(ReasonCode.CANCELLED, (origin.actor,))
    parcels.set_states(session, direct, ParcelState.CANCELLED, reason=reason)
    told = [
        journal.fact(EventKind.PARCEL_CANCELLED, origin, at, parcel=name)
        for name in direct
    ]
    journal.append_all(session, told, at)
    settled = [
        one.id
        for one in open_changes
        if one.parcel in direct and one.state is ChangeState.WAITING
    ]
    done = ChangeState.DONE
    changes.decide(session, settled, ChangeState.WAITING, done, origin, at)
    return Arrived(
        Intake((), (), ()),
        _ask(session, asked, origin, at),
        tuple(direct),
        tuple(too_late),
        tuple(name for name in dict.fromkeys(names) if name not in known),
    )


def correct(
    session: Session, open_day: OpenDay, corrected: Parcel, origin: Origin, at: datetime
) -> ChangeId | None:
    """Asks about another address of a parcel that a published plan carries.

    None where none does: then the caller puts it right at once.
    """
    wave = placing.where_are(session, [corrected.id])[corrected.id][1]
    under_way = corrected.state in {
        ParcelState.READY,
        ParcelState.PLANNED,
        ParcelState.LOADED,
    }
    if wave is None or not under_way:
        return None
    if not waves.published_among(session, [wave]):
        return None
    kind = ChangeKind.CORRECTED
    day = open_day.day.id
    fresh = _change(origin, at, kind, corrected.id, day, wave, corrected)
    for old in changes.about(session, [corrected.id]):
        if old.kind is kind and old.state is ChangeState.WAITING:
            changes.set_given(session, old.id, corrected, at)
            return old.id
    return _ask(session, [fresh], origin, at)[0]


class _Sorting:
    """Which rows count at once."""

    def __init__(
        self,
        session: Session,
        open_day: OpenDay,
        names: Sequence[ParcelId],
        origin: Origin,
        at: datetime,
    ) -> None:
        self._session = session
        self._open_day = open_day
        self._origin = origin
        self._at = at
        self._before = {one.id: one for one in parcels.many(session, names)}
        self._places = placing.where_are(session, names)
        wanted = {w for _, w in self._places.values() if w} | {open_day.wave.id}
        self._published = waves.published_among(session, wanted)
        self._known: dict[ParcelId, list[Change]] = {}
        for one in changes.about(session, names):
            if one.parcel is not None:
                self._known.setdefault(one.parcel, []).append(one)
        self.unchanged: set[ParcelId] = set()

    def sort(
        self, rows: Iterable[Parcel]
    ) -> tuple[list[Parcel], list[Parcel], list[Change]]:
        """Rows that count, rows for the pool, and changes to ask."""
        direct: list[Parcel] = []
        late: list[Parcel] = []
        asked: list[Change] = []
        for given in rows:
            before = self._before.get(given.id)
            if before is None:
                (late if self._late else direct).append(given)
                continue
            day, wave = self._places[given.id]
            if before.state in GONE:
                self._add(asked, ChangeKind.REVIVED, given, self._open_day.wave.id)
            elif day != self._open_day.day.id and before.state.finished:
                (late if self._late else direct).append(given)
            elif self._counts(before, given, wave):
                direct.append(given)
            else:
                inside = wave or self._open_day.wave.id
                merged = merged_with(before, given)
                self._add(asked, ChangeKind.EDITED, merged, inside, day)
        return direct, late, asked

    def change(self, kind: ChangeKind, name: ParcelId, wave: WaveId) -> Change:
        """A change of today's day."""
        day = self._open_day.day.id
        return _change(self._origin, self._at, kind, name, day, wave)

    @property
    def _late(self) -> bool:
        return self._open_day.wave.id in self._published

    def _counts(self, before: Parcel, given: Parcel, wave: WaveId | None) -> bool:
        if wave not in self._published or before.state.finished:
            return True
        if before.state in {ParcelState.HELD, ParcelState.MISSING}:
            return True
        return replace(merged_with(before, given), person=before.person) == before

    def _add(
        self,
        asked: list[Change],
        kind: ChangeKind,
        given: Parcel,
        wave: WaveId,
        day: DayId | None = None,
    ) -> None:
        """Asks, unless the very same was asked before; a waiting one is renewed."""
        for old in self._known.get(given.id, ()):
            if old.kind is not kind:
                continue
            if old.given == given and old.state is not ChangeState.DONE:
                self.unchanged.add(given.id)
                return
            if old.state is ChangeState.WAITING:
                changes.set_given(self._session, old.id, given, self._at)
                return
        inside = day or self._open_day.day.id
        asked.append(
            _change(self._origin, self._at, kind, given.id, inside, wave, given)
        )


def merged_with(before: Parcel, given: Parcel) -> Parcel:
    """A row as it changes a parcel: state, history and urgency stay the parcel's."""
    held = given.state is ParcelState.HELD
    return replace(
        given,
        state=given.state if held else before.state,
        reason=given.reason if held else before.reason,
        attempt=before.attempt,
        priority=max(before.priority, given.priority)
        if before.attempt > 1
        else given.priority,
    )


def _change(
    origin: Origin,
    at: datetime,
    kind: ChangeKind,
    name: ParcelId,
    day: DayId,
    wave: WaveId,
    given: Parcel | None = None,
) -> Change:
    return Change(
        changes.new_id(origin, kind, name),
        day,
        wave,
        kind,
        ChangeState.WAITING,
        at,
        origin.actor,
        name,
        given=given,
    )


def _ask(
    session: Session, asked: Sequence[Change], origin: Origin, at: datetime
) -> tuple[ChangeId, ...]:
    changes.add(session, asked)
    told: list[Event] = [
        journal.fact(
            EventKind.CHANGE_ASKED,
            origin.step(one.kind),
            at,
            parcel=one.parcel,
            body={"change": one.id, "kind": str(one.kind), "wave": one.wave},
        )
        for one in asked
    ]
    journal.append_all(session, told, at)
    return tuple(one.id for one in asked)

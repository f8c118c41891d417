"""The closing unit: everything that is open gets its outcome, all of it or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.domain.clock import ServiceDate
from console.domain.closing import (
    ALLOWED,
    Attempt,
    DaySummary,
    OpenItem,
    OpenKind,
    Outcome,
)
from console.domain.day import NOBODY, OpenDay
from console.domain.events import Event, EventKind
from console.domain.ids import ActorId, DayId, ParcelId
from console.domain.money import Money
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.plan import Plan
from console.domain.problem import Channel
from console.domain.reasons import Reason, ReasonCode
from console.domain.refusal import Refused
from console.domain.site import Custody
from console.storage import (
    closings,
    deposits,
    depots,
    facts,
    journal,
    parcels,
    placing,
    plans,
    service_days,
)
from console.storage.tables import day as day_table
from console.storage.tables import parcel as parcel_table

WAITING = {ParcelState.READY, ParcelState.PLANNED}
HANDED_OVER = {
    ParcelState.DELIVERED,
    ParcelState.DEPOSITED,
    ParcelState.COLLECTED,
}
ALL_EVENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """What a day's published plans came to, and which parcels went to lockers."""

    plans: Sequence[Plan]

    @property
    def to_lockers(self) -> frozenset[ParcelId]:
        """Parcels that a locker was planned for."""
        return frozenset(
            entry.drop.parcel
            for plan in self.plans
            for entry in plan.assigned
            if entry.drop.channel is Channel.LOCKER
        )


def open_items(session: Session, open_day: OpenDay, now: datetime) -> list[OpenItem]:
    """What is open, parcels in the order they came, then compartments.

    Also what has been looked for since earlier days, and what lies too long in any
    locker of the depot.
    """
    found = [
        item
        for one, planned in _of_day(session, open_day)
        if (item := _item(one, left=planned)) is not None
    ]
    found += [
        OpenItem(OpenKind.MISSING, name) for name in _missing_before(session, open_day)
    ]
    model = depots.load(session, open_day.day.depot)
    boxes = {box.id: box for box in model.compartments}
    for one in deposits.overdue(session, now):
        if one.compartment in boxes:
            kind = OpenKind.OVERDUE
            found.append(OpenItem(kind, None, one.compartment, one.id))
    taken = {item.compartment for item in found}
    found += [
        OpenItem(OpenKind.IN_DOUBT, None, box.id)
        for box in boxes.values()
        if box.custody is Custody.SUSPECT and box.id not in taken
    ]
    return found


def decided(
    items: Sequence[OpenItem], outcomes: Mapping[str, Outcome]
) -> dict[str, Outcome]:
    """The outcome of every open item.

    Raises Refused: still_open for items without one, not_open for outcomes of what is
    not open (any more), outcome_not_allowed.
    """
    keys = {item.key: item for item in items}
    missing = [key for key in keys if key not in outcomes]
    if missing:
        raise Refused("still_open", *missing[:3])
    strange = sorted(set(outcomes) - set(keys))
    if strange:
        raise Refused("not_open", *strange[:3])
    for key, outcome in outcomes.items():
        if outcome not in ALLOWED[keys[key].kind]:
            raise Refused("outcome_not_allowed", key, outcome)
    return dict(outcomes)


def end(
    session: Session,
    open_day: OpenDay,
    outcomes: Mapping[str, Outcome],
    next_day: date,
    figures: Figures,
    origin: Origin,
    now: datetime,
) -> DaySummary:
    """Gives everything its outcome and writes the day's figures. The caller has
    refused what must not be closed, and writes the event of the closing itself."""
    before = parcels.of_day(session, open_day.day.id)
    inside = placing.waves_of_day(session, open_day.day.id)
    items = open_items(session, open_day, now)
    chosen = decided(items, outcomes)
    kinds = {item.key: item.kind for item in items}
    carried = _with(chosen, Outcome.CARRY_OVER)
    back = _with(chosen, Outcome.SEND_BACK)
    lost = [
        name
        for name in _with(chosen, Outcome.SEARCH)
        if kinds[name] not in {OpenKind.OVERDUE, OpenKind.IN_DOUBT}
    ]
    cancelled = [n for n in back if kinds[n] is OpenKind.RETURNING]
    states = {one.id: one.state for one in before}
    states |= dict.fromkeys(back, ParcelState.RETURNED)
    states |= dict.fromkeys(cancelled, ParcelState.CANCELLED)
    states |= dict.fromkeys(lost, ParcelState.MISSING)
    ended = [
        (
            Attempt(
                one.id,
                one.attempt,
                open_day.day.id,
                inside.get(one.id),
                states[one.id],
                chosen.get(one.id),
                now,
                one.reason,
            ),
            one.priority,
        )
        for one in before
    ]
    closings.add_attempts(session, ended)
    told: list[Event] = []

    def tell(
        kind: EventKind, names: Sequence[ParcelId], body: Mapping[str, str]
    ) -> None:
        told.extend(
            journal.fact(kind, origin, now, parcel=name, body=dict(body))
            for name in names
        )

    later = service_days.open_day(session, open_day.day.depot, next_day)
    day = open_day.date.day.isoformat()
    reason = Reason(ReasonCode.CARRIED_OVER, (day,))
    placing.carry_over(session, carried, later.id, reason)
    tell(
        EventKind.PARCEL_CARRIED_OVER,
        carried,
        {"from": open_day.day.id, "to": later.id},
    )
    gone = [name for name in back if name not in cancelled]
    sent = Reason(ReasonCode.SENT_BACK)
    parcels.set_states(session, gone, ParcelState.RETURNED, reason=sent)
    tell(EventKind.PARCEL_RETURNED, gone, {"day": open_day.day.id})
    reasons = Reason(ReasonCode.CANCELLED, (origin.actor,))
    parcels.set_states(session, cancelled, ParcelState.CANCELLED, reason=reasons)
    tell(EventKind.PARCEL_RETURNED, cancelled, {"day": open_day.day.id})
    looked = Reason(ReasonCode.SEARCHED_FOR)
    parcels.set_states(session, lost, ParcelState.MISSING, reason=looked)
    tell(EventKind.PARCEL_MISSING, lost, {"day": open_day.day.id})
    journal.append_all(session, told, now)
    summary = _summary(
        session, open_day, next_day, before, states, chosen, figures, origin.actor, now
    )
    closings.add_summary(session, summary)
    closings.set_closed(session, open_day.day.id, now)
    return summary


def so_far(
    session: Session, open_day: OpenDay, next_day: date, figures: Figures, now: datetime
) -> DaySummary:
    """The day's figures as they are now. Nothing is decided, nothing is written."""
    before = parcels.of_day(session, open_day.day.id)
    states = {one.id: one.state for one in before}
    return _summary(
        session, open_day, next_day, before, states, {}, figures, NOBODY, now
    )


def reopen(session: Session, day: DayId) -> list[ParcelId]:
    """Opens a closed day; what was carried over and not touched since comes back.

    Returns those that came back. What is planned, loaded or done elsewhere stays
    there, as part of that day's history.
    """
    ended = closings.attempts_of_day(session, day)
    carried = {one.parcel: one for one in ended if one.outcome is Outcome.CARRY_OVER}
    spots = {one.parcel: one for one in placing.spots(session, list(carried))}
    urgent = closings.priorities(session, day)
    home = [
        name
        for name, one in spots.items()
        if one.day != day
        and one.wave is None
        and one.state in {ParcelState.READY, ParcelState.HELD}
        and not closings.closed(session, one.day)
    ]
    current = {one.id: one for one in parcels.many(session, home)}
    home = [n for n in home if current[n].attempt == carried[n].number + 1]
    closings.set_closed(session, day, None)
    closings.bring_home(session, [(carried[name], urgent[name]) for name in home])
    stayed = {name for name in carried if name not in home}
    closings.forget_attempts(session, day, keep=stayed)
    return home


def _with(chosen: Mapping[str, Outcome], outcome: Outcome) -> list[ParcelId]:
    """What has an outcome. Compartments have none of those that move parcels."""
    return [ParcelId(key) for key, one in chosen.items() if one is outcome]


def _of_day(session: Session, open_day: OpenDay) -> list[tuple[Parcel, bool]]:
    """The day's parcels, each with whether its vehicle has left."""
    on_road: set[ParcelId] = set()
    for wave in service_days.waves(session, open_day.day.id):
        gone = facts.departed(session, wave.id)
        on_road |= {
            one.parcel
            for one in plans.in_force(session, wave.id)
            if one.vehicle in gone
        }
    return [
        (one, one.id in on_road) for one in parcels.of_day(session, open_day.day.id)
    ]


def _item(one: Parcel, *, left: bool) -> OpenItem | None:
    kinds = {
        ParcelState.HELD: OpenKind.HELD,
        ParcelState.LOADED: OpenKind.UNDELIVERED,
        ParcelState.RETURNING: OpenKind.RETURNING,
        ParcelState.MISSING: OpenKind.MISSING,
    }
    kind = kinds.get(one.state)
    if one.state in WAITING:
        kind = OpenKind.NOT_LOADED if left else OpenKind.UNASSIGNED
    sent = one.reason is not None and one.reason.code is ReasonCode.SENT_BACK
    if one.state is ParcelState.RETURNED and not sent:
        kind = OpenKind.UNDELIVERED
    return None if kind is None else OpenItem(kind, one.id, reason=one.reason)


def _missing_before(session: Session, open_day: OpenDay) -> list[ParcelId]:
    query = (
        select(parcel_table.c.id)
        .join(day_table, day_table.c.id == parcel_table.c.service_day)
        .where(
            day_table.c.depot_id == open_day.day.depot,
            day_table.c.date < open_day.day.date.isoformat(),
            parcel_table.c.state == str(ParcelState.MISSING),
        )
        .order_by(parcel_table.c.id)
    )
    return [ParcelId(row.id) for row in session.execute(query)]


def _summary(
    session: Session,
    open_day: OpenDay,
    next_day: date,
    before: Sequence[Parcel],
    states: Mapping[ParcelId, ParcelState],
    chosen: Mapping[str, Outcome],
    figures: Figures,
    actor: ActorId,
    now: datetime,
) -> DaySummary:
    routes = [r for plan in figures.plans for r in plan.routes if r.stops]
    handed = [one for one in before if states[one.id] in HANDED_OVER]
    return DaySummary(
        open_day.day.id,
        now,
        actor,
        next_day,
        dict(Counter(states[one.id] for one in before)),
        dict(Counter(chosen.values())),
        len(handed),
        _on_time(session, open_day.date, handed, figures.to_lockers),
        len(routes),
        sum(route.metres for route in routes),
        sum(route.finish_s - route.departure_s for route in routes),
        Money(sum(plan.cost for plan in figures.plans)),
        sum(route.co2_g for route in routes),
    )


def _on_time(
    session: Session,
    on: ServiceDate,
    handed: Sequence[Parcel],
    to_lockers: frozenset[ParcelId],
) -> int:
    """A locker keeps no hours of the recipient's: what was put in is on time."""
    kinds = (EventKind.PARCEL_DELIVERED, EventKind.PARCEL_DEPOSITED)
    told = journal.events(session, kinds=kinds, since=on.zero, limit=ALL_EVENTS)
    at = {event.parcel: on.second(event.at) for event in told}
    return sum(
        one.id in to_lockers
        or one.state is not ParcelState.DELIVERED
        or at.get(one.id, 0) <= one.window.end_s
        for one in handed
    )

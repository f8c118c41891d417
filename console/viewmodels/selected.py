"""Domain values to the one record of the selection pane.

Facts keep their order; what a screen cannot know (that a day is local, what a custody
means) is settled here, how it is said is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.clock import ServiceDate
from console.domain.day import LockLevel
from console.domain.deposit import Deposit, DepositState
from console.domain.ids import ParcelId, SiteId
from console.domain.money import eur
from console.domain.parcel import Climate, Parcel, ParcelState, Size
from console.domain.place import WHOLE_DAY, TimeWindow
from console.domain.plan import PauseKind, Plan, PlannedStop, Route
from console.domain.problem import Channel
from console.domain.reasons import Reason
from console.domain.site import Cabinet, Compartment, Custody, Observed, Service, Site
from console.domain.vehicle import Vehicle, VehicleType
from console.viewmodels.lockers import Command, LinkView, door_state, latest
from console.viewmodels.parcels import RISK_S, ParcelStatus
from console.viewmodels.selection import (
    ActionKey,
    Fact,
    FactKey,
    Headline,
    Option,
    SelectionView,
    Thing,
)

_DAY_MINUTES = 24 * 60


def parcel_selection(
    parcel: Parcel,
    state: ParcelState,
    status: ParcelStatus,
    plan: Plan | None,
    sites: Mapping[SiteId, str],
    date: ServiceDate,
    *,
    options: Sequence[Option] = (),
) -> SelectionView:
    """One parcel: where it goes, by whom, why so, and what else could be done."""
    route, ordinal = _carried(plan, parcel.id)
    stop = route.stops[ordinal - 1] if route else None
    drop = (
        next((d for d in stop.drops if d.parcel == parcel.id), None) if stop else None
    )
    label = parcel.barcodes[0] if parcel.barcodes else str(parcel.id)
    facts = [
        Fact(FactKey.PARCEL, (label, parcel.mass_g, centimetres(parcel.size))),
        Fact(FactKey.STATE, (state.value,)),
    ]
    if parcel.attempt > 1:
        facts.append(Fact(FactKey.ATTEMPT, (parcel.attempt,)))
    if parcel.person.name:
        facts.append(Fact(FactKey.RECIPIENT, (parcel.person.name,)))
    if route is not None:
        carried = (str(route.vehicle), ordinal, len(route.stops))
        facts.append(Fact(FactKey.ROUTE, carried))
    if drop is not None:
        site = sites.get(drop.site, str(drop.site)) if drop.site else ""
        facts.append(Fact(FactKey.HANDED, (drop.channel.value, site)))
    # A window is a promise at the door; a locker is there at any hour.
    locker = drop is not None and drop.channel is Channel.LOCKER
    window = WHOLE_DAY if locker else parcel.window
    facts.append(_promise(drop.channel if drop else None, window, date))
    if parcel.late_from_s is not None and not locker:
        facts.append(Fact(FactKey.LATE_FROM, (_minute(date, parcel.late_from_s),)))
    if needs := _needs(parcel):
        facts.append(Fact(FactKey.NEEDS, needs))
    reason = parcel.reason if state is ParcelState.HELD else None
    if reason is None:
        reason = _why(plan, parcel.id)
    if reason is None and parcel.attempt > 1:
        reason = parcel.reason
    actions: list[ActionKey] = []
    if not state.finished:
        held = state is ParcelState.HELD
        actions.append(ActionKey.RELEASE if held else ActionKey.HOLD)
        if route is not None:
            actions.append(ActionKey.UNASSIGN)
        if held or parcel.place is None:
            actions.append(ActionKey.CORRECT_ADDRESS)
    return SelectionView(
        Thing.PARCEL,
        (str(parcel.id),),
        f"{parcel.person.street} {parcel.person.unit}".strip() or label,
        _headline(status, stop, (window,), date),
        tuple(facts),
        reason,
        tuple(options[:3]),
        tuple(actions),
    )


def stop_selection(
    route: Route,
    ordinal: int,
    title: str,
    windows: Mapping[ParcelId, TimeWindow],
    date: ServiceDate,
    *,
    done: bool = False,
    options: Sequence[Option] = (),
) -> SelectionView:
    """The `ordinal`th stop (from 1) of a route; `title` names its place."""
    stop = route.stops[ordinal - 1]
    locker = any(d.channel is Channel.LOCKER for d in stop.drops)
    promised = tuple(
        windows[d.parcel]
        for d in stop.drops
        if d.parcel in windows and d.channel is not Channel.LOCKER
    )
    end = min((w.end_s for w in promised), default=WHOLE_DAY.end_s)
    status = ParcelStatus.LOCKER if locker else ParcelStatus.DOOR
    if done:
        status = ParcelStatus.DONE
    elif stop.start_s > end - RISK_S:
        status = ParcelStatus.AT_RISK
    facts = (
        Fact(FactKey.ROUTE, (str(route.vehicle), ordinal, len(route.stops))),
        Fact(
            FactKey.ARRIVAL,
            (_minute(date, stop.arrival_s), _minute(date, stop.departure_s)),
        ),
        Fact(FactKey.PARCELS, (len(stop.drops),)),
    )
    return SelectionView(
        Thing.STOP,
        tuple(str(d.parcel) for d in stop.drops),
        title,
        _headline(status, stop, promised, date),
        facts,
        None,
        tuple(options[:3]),
        () if done else (ActionKey.UNASSIGN,),
    )


def vehicle_selection(
    vehicle: Vehicle,
    kind: VehicleType,
    route: Route | None,
    date: ServiceDate,
    *,
    served: int = 0,
    absence: str = "",
) -> SelectionView:
    """One vehicle with its courier and its tour.

    `absence` is "absent" where it is not there today, "asked" where that waits to be
    accepted, else "".
    """
    over = route.over_s if route else 0
    shift = (
        _minute(date, vehicle.shift.start_s),
        _minute(date, vehicle.shift.end_s),
        over,
    )
    facts = [
        Fact(FactKey.VEHICLE, (kind.name, vehicle.courier)),
        Fact(FactKey.SHIFT, shift),
    ]
    if absence:
        facts.append(Fact(FactKey.ABSENCE, (absence,)))
    actions: tuple[ActionKey, ...] = ()
    if route is not None:
        minutes = (route.finish_s - route.departure_s) // 60
        facts += [
            Fact(FactKey.PROGRESS, (served, len(route.stops))),
            Fact(FactKey.TOUR, (route.metres, minutes)),
            Fact(FactKey.LOAD, (_load_percent(route, kind),)),
            *_pauses(route, date),
            Fact(FactKey.CO2, (route.co2_g,)),
            Fact(FactKey.COST, (eur(route.cost),)),
            Fact(FactKey.LOCK, (route.lock.value,)),
        ]
        if route.lock is LockLevel.OPEN:
            actions = (ActionKey.LOCK,)
        elif route.lock is not LockLevel.DEPARTED:
            actions = (ActionKey.UNLOCK,)
    if route is None or route.lock is not LockLevel.DEPARTED:
        there = ActionKey.PRESENT if absence else ActionKey.ABSENT
        actions = (*actions, there)
    return SelectionView(
        Thing.VEHICLE,
        (str(vehicle.id),),
        str(vehicle.id),
        Headline(),
        tuple(facts),
        actions=actions,
    )


def _pauses(route: Route, date: ServiceDate) -> list[Fact]:
    """When the courier rests and when the vehicle is loaded again, if at all."""
    facts: list[Fact] = []
    for key, kind in (
        (FactKey.BREAKS, PauseKind.REST),
        (FactKey.RELOADS, PauseKind.LOADING),
    ):
        minutes = [
            _minute(date, second)
            for pause in route.pauses
            if pause.kind is kind
            for second in (pause.start_s, pause.end_s)
        ]
        if minutes:
            facts.append(Fact(key, tuple(minutes)))
    return facts


def site_selection(
    site: Site,
    doors: int,
    free: int,
    arriving: int,
    windows: Sequence[TimeWindow],
    date: ServiceDate,
) -> SelectionView:
    """One site: its doors, and when it may be visited.

    `windows` are those of the date, holidays and closures taken off (DepotDay.service).
    """
    facts = (
        Fact(FactKey.DOORS, (doors, free)),
        Fact(FactKey.ARRIVING, (arriving,)),
        Fact(FactKey.HOURS, _hours(windows, date)),
    )
    return SelectionView(Thing.SITE, (str(site.id),), site.name, Headline(), facts)


def _hours(windows: Sequence[TimeWindow], date: ServiceDate) -> tuple[int, ...]:
    """Minutes of the date itself; planner windows reach into the next one."""
    midnight = date.second(replace(date, day=date.day + timedelta(days=1)).zero)
    minutes: list[int] = []
    for window in windows:
        if window.start_s < midnight:
            ends = window.end_s >= midnight
            end = _DAY_MINUTES if ends else _minute(date, window.end_s)
            minutes += (_minute(date, window.start_s), end)
    return tuple(minutes)


def door_selection(
    compartment: Compartment,
    cabinet: Cabinet,
    site: Site,
    box: str,
    now: datetime,
    zone: ZoneInfo,
    *,
    link: LinkView | None = None,
    deposit: Deposit | None = None,
    content: Sequence[str] = (),
    command: Command | None = None,
    looked: datetime | None = None,
) -> SelectionView:
    """One door, its three truths each with an age; `box` is its inside in cm.

    `looked` is when it was last seen, which may be long after it last changed.
    """
    link = link or LinkView()
    live = deposit if deposit is not None and deposit.state.live else None
    state = door_state(compartment, live.deadline if live else None, now)
    seen = _age(latest(compartment.observed_at, looked), now)
    facts = [
        Fact(FactKey.SIZE, (str(compartment.size_class), box)),
        Fact(FactKey.CUSTODY, (compartment.custody.value,)),
        Fact(FactKey.OBSERVED, (compartment.observed.value, seen)),
    ]
    if command is not None:
        facts.append(Fact(FactKey.COMMANDED, (command.code, _age(command.at, now))))
    if content:
        facts.append(Fact(FactKey.CONTENT, (", ".join(content),)))
    if live is not None:
        local = live.deadline.astimezone(zone)
        left = int((live.deadline - now).total_seconds() // 60)
        facts.append(
            Fact(FactKey.DEADLINE, (local.isoformat(timespec="minutes"), left))
        )
    if compartment.service is Service.OUT:
        facts.append(Fact(FactKey.SERVICE, (compartment.service.value,)))
    age = -1 if link.age_s is None else round(link.age_s)
    facts.append(Fact(FactKey.LINK, (link.kind.value, age)))
    return SelectionView(
        Thing.DOOR,
        (str(compartment.id),),
        f"{site.name} · {cabinet.name} · {compartment.door:02d}",
        Headline(state),
        tuple(facts),
        compartment.service_reason,
        actions=_door_actions(compartment, live),
    )


def _door_actions(door: Compartment, live: Deposit | None) -> tuple[ActionKey, ...]:
    actions = [ActionKey.OPEN_DOOR]
    if door.custody in {Custody.FREE, Custody.RESERVED} and door.service is Service.IN:
        actions.append(ActionKey.DEPOSIT)
    if live is not None and live.state is DepositState.PLACED:
        actions += [ActionKey.PICKUP, ActionKey.NEW_CODE]
    if door.custody is Custody.SUSPECT or door.observed is Observed.UNKNOWN:
        actions.append(ActionKey.CLEAR)
    out = door.service is Service.OUT
    actions.append(ActionKey.IN_SERVICE if out else ActionKey.OUT_OF_SERVICE)
    return tuple(actions)


def _carried(plan: Plan | None, parcel: ParcelId) -> tuple[Route | None, int]:
    for route in plan.routes if plan else ():
        for ordinal, stop in enumerate(route.stops, 1):
            if any(drop.parcel == parcel for drop in stop.drops):
                return route, ordinal
    return None, 0


def _why(plan: Plan | None, parcel: ParcelId) -> Reason | None:
    if plan is None:
        return None
    for left in plan.unassigned:
        if left.parcel == parcel:
            return left.reason
    for entry in plan.assigned:
        if entry.drop.parcel == parcel:
            return entry.reason
    return None


def _headline(
    status: ParcelStatus,
    stop: PlannedStop | None,
    windows: Sequence[TimeWindow],
    date: ServiceDate,
) -> Headline:
    promised = [w.end_s for w in windows if w != WHOLE_DAY]
    end = min(promised, default=None)
    if stop is None:
        return Headline(
            status, window_end_min=-1 if end is None else _minute(date, end)
        )
    late = 0 if end is None else max(0, -((end - stop.start_s) // 60))
    return Headline(
        status,
        _minute(date, stop.start_s),
        -1 if end is None else _minute(date, end),
        late,
    )


def _promise(channel: Channel | None, window: TimeWindow, date: ServiceDate) -> Fact:
    said = channel.value if channel else ""
    if window == WHOLE_DAY:
        return Fact(FactKey.PROMISE, (said,))
    span = (_minute(date, window.start_s), _minute(date, window.end_s))
    return Fact(FactKey.PROMISE, (said, *span))


def _needs(parcel: Parcel) -> tuple[str, ...]:
    needs: list[str] = []
    if parcel.climate is not Climate.AMBIENT:
        needs.append(parcel.climate.value)
    if parcel.low_compartment:
        needs.append("low")
    if parcel.id_check:
        needs.append("id")
    needs += parcel.needs
    return tuple(needs)


def centimetres(size: Size) -> str:
    """Outer or inner edges as people say them, without the unit."""
    edges = (size.length_mm, size.width_mm, size.height_mm)
    return "\N{MULTIPLICATION SIGN}".join(f"{edge / 10:g}" for edge in edges)


def _load_percent(route: Route, kind: VehicleType) -> int:
    room = (kind.parcels, kind.volume_ml, kind.mass_g)
    return round(
        max(
            (100 * a / b for a, b in zip(route.load, room, strict=False) if b),
            default=0.0,
        )
    )


def _minute(date: ServiceDate, second: int) -> int:
    wall = date.local(second)
    return wall.hour * 60 + wall.minute


def _age(at: datetime | None, now: datetime) -> int:
    return -1 if at is None else max(0, int((now - at).total_seconds()))

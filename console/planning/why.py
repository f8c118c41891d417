"""Why each parcel goes the way it goes, and what is in the way of those that do not.

For an unassigned parcel every option is tried in every route that could take it, and
the first constraint that binds is named, with the smallest relaxation that would do:
no option, no compartment, no vehicle large enough, none with room left, then seconds
late or over the shift at best; what is left is a matter of price.
"""

from dataclasses import replace

import numpy as np

from console.domain.plan import Assigned, Plan, Unassigned
from console.domain.problem import Channel, Option
from console.domain.reasons import Reason, ReasonCode
from console.planning.arrays import Tables
from console.planning.evaluate import quick_reason
from console.planning.kernels import layout
from console.planning.kernels.entries import has_room, least_broken, runner_up
from console.planning.kernels.layout import Ints, State
from console.planning.kernels.probing import (
    M_BEYOND,
    M_COLUMNS,
    M_COST,
    M_CROWDED,
    M_FULL,
    M_LACKS,
    M_LATE,
    M_LONG,
    M_OPTION,
    M_OVER,
    M_ROUTE,
    M_UNRESTED,
)
from console.planning.price import last_absent
from console.planning.solution import fill

_LIMITS = (
    (M_LATE, ReasonCode.WINDOW),
    (M_OVER, ReasonCode.SHIFT),
    (M_LONG, ReasonCode.TOO_LONG),
    (M_BEYOND, ReasonCode.RANGE),
    (M_UNRESTED, ReasonCode.REST),
)


def explain(known: Tables, plan: Plan) -> Plan:
    """The plan with every reason worked out; nothing else changes."""
    state = fill(known, plan.draft(), exact=True).state
    return replace(
        plan,
        assigned=tuple(
            Assigned(entry.drop, _chosen(known, state, entry))
            for entry in plan.assigned
        ),
        unassigned=tuple(
            Unassigned(entry.parcel, _missing(known, state, entry))
            for entry in plan.unassigned
        ),
    )


def _chosen(known: Tables, state: State, entry: Assigned) -> Reason:
    quick = quick_reason(known, entry.drop)
    if quick.code is not ReasonCode.CHEAPEST:
        return quick
    parcel = known.parcels[entry.drop.parcel]
    if state.parcel[parcel, layout.S_FIXED]:
        return quick
    levels = {(option.site, option.level) for option in known.demands[parcel].options}
    best = min(level for _, level in levels)
    if [s for s, level in levels if level == best] == [entry.drop.site] and (
        entry.drop.channel is Channel.LOCKER
    ):
        return Reason(ReasonCode.PREFERRED_SITE)
    routes = np.zeros(state.routes_at.shape[1], np.int64)
    option, dearer = runner_up(known.day, state, parcel, 0, routes)
    if option == layout.NONE:
        return quick
    other = known.options[int(option)]
    return Reason(ReasonCode.CHEAPEST, (other.site or other.channel, int(dearer)))


def _missing(known: Tables, state: State, entry: Unassigned) -> Reason:
    parcel = known.parcels.get(entry.parcel)
    if parcel is None:
        return _no_option(known, entry)
    row = known.day.parcels[parcel]
    first, count = int(row[layout.P_OPTION]), int(row[layout.P_OPTIONS])
    if not any(
        has_room(known.day, state, int(known.day.options[option, layout.O_KIND]))
        for option in range(first, first + count)
    ):
        return _no_room(known, known.options[first])
    return _too_full(known, state, parcel) or _least_in_the_way(known, state, parcel)


def _no_room(known: Tables, option: Option) -> Reason:
    """A site without a compartment, or one that takes no more parcels at all."""
    for room in known.problem.rooms:
        if room.site == option.site and room.counter:
            return Reason(ReasonCode.SITE_PARCELS, (room.site, room.most_parcels or 0))
    return Reason(ReasonCode.NO_COMPARTMENT, (str(option.site),))


def _no_option(known: Tables, entry: Unassigned) -> Reason:
    """Why there is no way at all: what kept it from lockers, if that is known."""
    kept = {ReasonCode.NO_LOCKER_IN_REACH, ReasonCode.TOO_BIG_FOR_LOCKERS}
    for demand in known.problem.demands:
        note = demand.note
        if demand.parcel == entry.parcel and note is not None and note.code in kept:
            return note
    return Reason(ReasonCode.NO_OPTION)


def _least_in_the_way(known: Tables, state: State, parcel: int) -> Reason:
    """What the position that breaks least breaks, or what it costs if nothing."""
    last_absent(state, parcel)
    found, best = np.zeros((2, M_COLUMNS), np.int64), np.zeros(M_COLUMNS, np.int64)
    routes = np.zeros(state.routes_at.shape[1], np.int64)
    if not least_broken(known.day, state, parcel, routes, found, best):
        return Reason(ReasonCode.NOT_TRIED)
    return _broken(known, best) or Reason(
        ReasonCode.COST, (int(best[M_COST]) + known.demands[parcel].unassigned,)
    )


def _broken(known: Tables, best: Ints) -> Reason | None:
    """The first limit that a trial breaks, and by how much."""
    vehicle = known.problem.vehicles[int(best[M_ROUTE])].id
    if best[M_LACKS]:
        bits = int(best[M_LACKS])
        lacking = (name for k, name in enumerate(known.skills) if bits >> k & 1)
        return Reason(ReasonCode.SKILL, (vehicle, next(lacking)))
    if best[M_CROWDED]:
        place = known.options[int(best[M_OPTION])].place
        room = next(r for r in known.problem.rooms if r.place == place)
        return Reason(ReasonCode.SITE_VISITS, (room.site, room.most_visits or 0))
    if best[M_FULL]:
        return Reason(ReasonCode.CAPACITY, (vehicle, known.problem.dimensions[0], 1))
    for column, code in _LIMITS:
        if best[column] > 0:
            return Reason(code, (vehicle, int(best[column])))
    return None


def _too_full(known: Tables, state: State, parcel: int) -> Reason | None:
    """Capacity as the reason: of every vehicle at all, or of what is left in them."""
    problem, amount = known.problem, known.day.amounts[parcel]
    capacity = known.day.capacity
    if not len(capacity):
        return Reason(ReasonCode.NO_VEHICLE_FITS, (problem.dimensions[0],))
    never = (amount > capacity).all(axis=0)
    if (amount > capacity).any(axis=1).all():
        worst = int(never.argmax()) if never.any() else int(_worst(amount, capacity))
        worst %= len(problem.dimensions)
        return Reason(ReasonCode.NO_VEHICLE_FITS, (problem.dimensions[worst],))
    is_open = state.route[:, layout.R_CLOSED] == 0
    over = np.maximum(state.route_load + amount - capacity, 0)
    share = (over * 1000 // np.maximum(capacity, 1)).max(axis=1)
    if not is_open.any() or (share[is_open] > 0).all():
        share = np.where(is_open | ~is_open.any(), share, 2**40)
        vehicle = int(share.argmin())
        dimension = int(over[vehicle].argmax())
        return Reason(
            ReasonCode.CAPACITY,
            (
                problem.vehicles[vehicle].id,
                problem.dimensions[dimension % len(problem.dimensions)],
                int(over[vehicle, dimension]),
            ),
        )
    return None


def _worst(amount: Ints, capacity: Ints) -> int:
    """The dimension in which the largest vehicle is short by the greatest share."""
    over = np.maximum(amount - capacity, 0) * 1000 // np.maximum(capacity, 1)
    return int(over.min(axis=0).argmax())

"""What a person decided is told as theirs, though reasons are worked out anew.

The evaluator gives every parcel the reason that the planner would have had. Whoever
edits says which parcels a hand moved; they are told as chosen until they go otherwise.
A search decides everything again, so it carries nothing over.
"""

from collections.abc import Collection
from dataclasses import replace

from console.domain.difference import difference
from console.domain.draft import Drop, Edit, MoveParcels, UnassignParcels
from console.domain.ids import ParcelId, VehicleId
from console.domain.plan import Plan
from console.domain.reasons import Reason, ReasonCode

BY_A_PERSON = Reason(ReasonCode.CHOSEN_BY_PERSON)


def edited(before: Plan, edit: Edit, after: Plan) -> Plan:
    """`after`, with the parcels that `edit` moved by hand told as chosen.

    Putting an old draft back moves nothing by hand: what it changes is the planner's.
    """
    match edit:
        case MoveParcels(drops=drops):
            return carried(before, after, {drop.parcel for drop in drops})
        case UnassignParcels(parcels=parcels):
            return carried(before, after, set(parcels))
        case _:
            found = difference(before.draft(), after.draft())
            other = {one.parcel for one in found.parcels}
            return carried(before, after, forgotten=other)


def carried(
    before: Plan,
    after: Plan,
    chosen: Collection[ParcelId] = (),
    forgotten: Collection[ParcelId] = (),
) -> Plan:
    """`after`, told as chosen where `before` was and goes the same way, and `chosen`.

    `forgotten` are no longer told so.
    """
    old = {
        entry.drop.parcel
        for entry in before.assigned
        if entry.reason.code is ReasonCode.CHOSEN_BY_PERSON
    } | {
        entry.parcel
        for entry in before.unassigned
        if entry.reason.code is ReasonCode.CHOSEN_BY_PERSON
    }
    old.difference_update(forgotten)
    if not old and not chosen:
        return after
    was, now = _ways(before, old), _ways(after, old)
    told = {name for name in old if was.get(name) == now.get(name)} | set(chosen)
    return replace(
        after,
        assigned=tuple(
            replace(entry, reason=BY_A_PERSON) if entry.drop.parcel in told else entry
            for entry in after.assigned
        ),
        unassigned=tuple(
            replace(entry, reason=BY_A_PERSON) if entry.parcel in told else entry
            for entry in after.unassigned
        ),
    )


def _ways(
    plan: Plan, names: Collection[ParcelId]
) -> dict[ParcelId, tuple[VehicleId, Drop]]:
    """Who takes which of these how; nothing for those that no route takes."""
    return {
        drop.parcel: (route.vehicle, drop)
        for route in plan.routes
        for stop in route.stops
        for drop in stop.drops
        if drop.parcel in names
    }

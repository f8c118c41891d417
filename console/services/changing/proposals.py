"""Drafts as they would be with changes, or without them again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy.orm import Session

from console.domain.change import Change, ChangeKind
from console.domain.day import OpenDay, Revision
from console.domain.draft import Edit
from console.domain.ids import ParcelId, RevisionId
from console.domain.origin import Origin
from console.domain.parcel import Parcel
from console.domain.plan import Plan
from console.domain.standing import Facts, Standing
from console.planning.alternative import Alternative
from console.planning.errors import PlanningError
from console.storage import effects

type Ahead = Callable[[Facts], Facts]
"""What the facts would be if something were decided already."""

NEW = {ChangeKind.LATE, ChangeKind.REVIVED}
ROWS = {ChangeKind.EDITED, ChangeKind.CORRECTED}
FAULTS = {ChangeKind.DOOR_FAULT, ChangeKind.VEHICLE_FAULT}


class Drafting(Protocol):
    """Whoever works out and keeps drafts."""

    async def resume(self, open_day: OpenDay, origin: Origin) -> Standing:
        """What the store has of the wave."""
        ...

    async def propose(
        self,
        open_day: OpenDay,
        origin: Origin,
        ahead: Ahead,
        put: Sequence[ParcelId] = (),
        off: frozenset[ParcelId] = frozenset(),
    ) -> Standing:
        """What the draft would come to with other facts."""
        ...

    async def keep(
        self,
        standing: Standing,
        origin: Origin,
        also: Callable[[Session, RevisionId], None],
    ) -> Standing:
        """Keeps a proposal as a new draft, and does more in the same unit."""
        ...

    async def read(self, name: RevisionId) -> tuple[Revision, Plan]:
        """A revision with its plan, as it was kept."""
        ...

    async def price(self, parcel: ParcelId, most: int = 4) -> tuple[Alternative, ...]:
        """What could be done with one parcel of what stands."""
        ...

    async def trial(self, edit: Edit) -> Plan:
        """What an edit of what stands would come to."""
        ...


async def proposed(
    drafting: Drafting,
    open_day: OpenDay,
    origin: Origin,
    ahead: Ahead,
    wanted: Sequence[Change],
    touched: frozenset[ParcelId],
) -> Standing:
    """The draft with the changes: parcels stay where they are if they can."""
    new = [one.parcel for one in wanted if one.kind in NEW and one.parcel]
    moved = [one for one in sorted(touched) if one not in new]
    try:
        return await drafting.propose(open_day, origin, ahead, [*new, *moved])
    except PlanningError:
        put = [*moved, *new]
        off = frozenset(put)
        return await drafting.propose(open_day, origin, ahead, put, off)


def as_accepted(wanted: Sequence[Change], known: Mapping[ParcelId, Parcel]) -> Ahead:
    """The facts as if these changes were accepted."""

    def ahead(told: Facts) -> Facts:
        mine = {one.id: one for one in told.parcels}
        duty = told.duty
        for one in wanted:
            if one.kind is ChangeKind.VEHICLE_FAULT:
                there = (v for v in duty.vehicles if v.id != one.vehicle)
                duty = replace(duty, vehicles=tuple(there))
            elif one.parcel is not None and one.parcel in known:
                after = effects.as_accepted(one, known[one.parcel])
                mine.pop(one.parcel, None)
                if after.state.plannable:
                    mine[one.parcel] = after
        return replace(told, parcels=tuple(mine.values()), duty=duty)

    return ahead


def as_before(wanted: Sequence[Change], before: Mapping[ParcelId, Parcel]) -> Ahead:
    """The facts as if these changes had not been accepted."""

    def ahead(told: Facts) -> Facts:
        mine = {one.id: one for one in told.parcels}
        for one in wanted:
            if one.parcel is None:
                continue
            mine.pop(one.parcel, None)
            old = before.get(one.parcel)
            if old and old.state.plannable and one.kind is not ChangeKind.LATE:
                mine[one.parcel] = old
        return replace(told, parcels=tuple(mine.values()))

    return ahead

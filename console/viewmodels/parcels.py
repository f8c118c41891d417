"""The parcels of a day as columns: what stays all day, and what changes with the plan.

`ParcelRows` is made once an import (texts, search text, sort ranks); `ParcelsView` puts
beside it the arrays that a plan, its progress and the clock decide. All arrays are of
shape (n,), in the order of `ParcelRows.ids`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from console.domain.clock import ServiceDate
from console.domain.ids import ParcelId, SiteId
from console.domain.parcel import Parcel, ParcelState
from console.domain.place import WHOLE_DAY
from console.domain.plan import Plan
from console.domain.problem import Channel
from console.domain.progress import Progress

NONE = -1
"""In an index or minute column: there is none."""
RISK_S = 300
"""A planned arrival this close before the end of its window is at risk."""


class ParcelStatus(IntEnum):
    """What a row says, the most urgent first."""

    LATE = 0
    """Its window is over and it has not been handed over."""
    UNASSIGNED = 1
    HELD = 2
    AT_RISK = 3
    """Planned after its window, or within five minutes of its end."""
    WAITING = 4
    """Not planned yet."""
    DOOR = 5
    LOCKER = 6
    RETURNED = 7
    DONE = 8


class Way(IntEnum):
    """How a parcel is to be handed over."""

    UNDECIDED = 0
    DOOR = 1
    LOCKER = 2


class Chip(StrEnum):
    """The saved filters of the thin day."""

    ALL = "all"
    NEEDS_ACTION = "needs_action"
    AT_RISK = "at_risk"
    UNASSIGNED = "unassigned"
    HELD = "held"
    AGAIN = "again"
    """Tried on a day before."""
    POOL = "pool"
    """In no wave of the day."""
    LOCKERS = "lockers"
    DOORS = "doors"


@dataclass(frozen=True, slots=True)
class ParcelRows:
    """What a parcel's row says whatever is planned.

    `labels` are what stands on the parcel, `short` the same for a narrow table, `to`
    the street. `haystack` is case-folded text to search. `due_min` is the end of the
    window in local minutes of the day, NONE where nothing was promised, and `due_s`
    the same in planner seconds. The ranks sort texts without comparing them again.
    """

    ids: tuple[ParcelId, ...]
    labels: tuple[str, ...]
    short: tuple[str, ...]
    to: tuple[str, ...]
    haystack: tuple[str, ...]
    due_min: NDArray[np.int32]
    due_s: NDArray[np.int32]
    label_rank: NDArray[np.int32]
    to_rank: NDArray[np.int32]
    index: Mapping[ParcelId, int]

    def __len__(self) -> int:
        """How many parcels."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class ParcelsView:
    """Rows and what changes. `route` and `site` index `vehicles` and `sites`.

    `stop` counts from 1 within the route, 0 where there is none. `wave` is the number
    of the parcel's wave, 0 for none; `attempt` counts its days from 1.
    """

    rows: ParcelRows
    status: NDArray[np.uint8]
    way: NDArray[np.uint8]
    route: NDArray[np.int32]
    stop: NDArray[np.int32]
    site: NDArray[np.int32]
    vehicles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    counts: Mapping[Chip, int] = field(default_factory=dict)
    wave: NDArray[np.int16] | None = None
    attempt: NDArray[np.int16] | None = None

    def mask(self, chip: Chip) -> NDArray[np.bool_]:
        """Which rows a saved filter shows, bool of shape (n,)."""
        return chip_mask(chip, self.status, self.way, self.wave, self.attempt)


def chip_mask(
    chip: Chip,
    status: NDArray[np.uint8],
    way: NDArray[np.uint8],
    wave: NDArray[np.int16] | None = None,
    attempt: NDArray[np.int16] | None = None,
) -> NDArray[np.bool_]:
    """Which rows a saved filter shows, bool of shape (n,).

    Where waves or attempts are not known, none is in the pool or tried again.
    """
    shown: NDArray[np.bool_]
    none = np.zeros(len(status), dtype=np.bool_)
    match chip:
        case Chip.ALL:
            shown = np.ones(len(status), dtype=np.bool_)
        case Chip.NEEDS_ACTION:
            shown = status <= ParcelStatus.HELD
        case Chip.AT_RISK:
            shown = status == ParcelStatus.AT_RISK
        case Chip.UNASSIGNED:
            shown = status == ParcelStatus.UNASSIGNED
        case Chip.HELD:
            shown = status == ParcelStatus.HELD
        case Chip.AGAIN:
            shown = none if attempt is None else attempt > 1
        case Chip.POOL:
            open_still = status < ParcelStatus.RETURNED
            shown = none if wave is None else (wave == 0) & open_still
        case Chip.LOCKERS:
            shown = way == Way.LOCKER
        case Chip.DOORS:
            shown = way == Way.DOOR
    return shown


def parcel_rows(parcels: Sequence[Parcel], date: ServiceDate) -> ParcelRows:
    """The lasting part of the table, once for every import."""
    labels = tuple(p.barcodes[0] if p.barcodes else str(p.id) for p in parcels)
    to = tuple(f"{p.person.street} {p.person.unit}".strip() for p in parcels)
    minutes: dict[int, int] = {}
    due_min = np.full(len(parcels), NONE, dtype=np.int32)
    due_s = np.full(len(parcels), NONE, dtype=np.int32)
    for i, parcel in enumerate(parcels):
        if parcel.window == WHOLE_DAY:
            continue
        end = parcel.window.end_s
        if end not in minutes:
            wall = date.local(end)
            minutes[end] = wall.hour * 60 + wall.minute
        due_min[i], due_s[i] = minutes[end], end
    return ParcelRows(
        ids=tuple(p.id for p in parcels),
        labels=labels,
        short=tuple(short_label(label) for label in labels),
        to=to,
        haystack=tuple(_haystack(p) for p in parcels),
        due_min=due_min,
        due_s=due_s,
        label_rank=text_rank(labels),
        to_rank=text_rank(to),
        index={p.id: i for i, p in enumerate(parcels)},
    )


def parcels_view(
    rows: ParcelRows,
    parcels: Sequence[Parcel],
    plan: Plan | None,
    progress: Progress | None,
    sites: Mapping[SiteId, str],
    now_s: int,
    waves: Mapping[ParcelId, int] | None = None,
) -> ParcelsView:
    """The changing part: `parcels` in the order of `rows`, names of sites by id.

    `now_s` is the planner second of the present; without a plan nothing is at risk.
    `waves` are numbers of waves, 0 for the day's pool.
    """
    count = len(rows)
    site_names = tuple(sites.values())
    site_index = {site: i for i, site in enumerate(sites)}
    way = np.zeros(count, dtype=np.uint8)
    route = np.full(count, NONE, dtype=np.int32)
    stop = np.zeros(count, dtype=np.int32)
    site = np.full(count, NONE, dtype=np.int32)
    start = np.full(count, NONE, dtype=np.int32)
    status = np.full(count, ParcelStatus.WAITING, dtype=np.uint8)
    vehicles: tuple[str, ...] = ()
    if plan is not None:
        vehicles = tuple(str(r.vehicle) for r in plan.routes)
        for number, tour in enumerate(plan.routes):
            for ordinal, visit in enumerate(tour.stops, 1):
                for drop in visit.drops:
                    i = rows.index.get(drop.parcel)
                    if i is None:
                        continue
                    locker = drop.channel is Channel.LOCKER
                    route[i], stop[i], start[i] = number, ordinal, visit.start_s
                    way[i] = Way.LOCKER if locker else Way.DOOR
                    status[i] = ParcelStatus.LOCKER if locker else ParcelStatus.DOOR
                    if drop.site is not None:
                        site[i] = site_index.get(drop.site, NONE)
        for left in plan.unassigned:
            if (i := rows.index.get(left.parcel)) is not None:
                status[i] = ParcelStatus.UNASSIGNED
    # A window is a promise at the door; a locker keeps no hours of the recipient's.
    promised = (rows.due_s != NONE) & (way != Way.LOCKER)
    planned = route != NONE
    status[promised & planned & (start > rows.due_s - RISK_S)] = ParcelStatus.AT_RISK
    status[promised & (rows.due_s < now_s)] = ParcelStatus.LATE
    moved = {} if progress is None else progress.parcels
    for i, parcel in enumerate(parcels):
        state = moved.get(parcel.id, parcel.state)
        if state is ParcelState.HELD:
            status[i] = ParcelStatus.HELD
        elif state is ParcelState.RETURNED:
            status[i] = ParcelStatus.RETURNED
        elif state.finished:
            status[i] = ParcelStatus.DONE
    attempt = np.array([one.attempt for one in parcels], dtype=np.int16)
    wave = None if waves is None else _numbers(parcels, waves)
    masks = {chip: chip_mask(chip, status, way, wave, attempt) for chip in Chip}
    return ParcelsView(
        rows,
        status,
        way,
        route,
        stop,
        site,
        vehicles,
        site_names,
        {chip: int(mask.sum()) for chip, mask in masks.items()},
        wave,
        attempt,
    )


def _numbers(
    parcels: Sequence[Parcel], waves: Mapping[ParcelId, int]
) -> NDArray[np.int16]:
    return np.array([waves.get(one.id, 0) for one in parcels], dtype=np.int16)


def empty_parcels() -> ParcelsView:
    """A day before its first import."""
    none = np.zeros(0, dtype=np.int32)
    small = np.zeros(0, dtype=np.uint8)
    rows = ParcelRows((), (), (), (), (), none, none, none, none, {})
    return ParcelsView(
        rows, small, small, none, none, none, counts=dict.fromkeys(Chip, 0)
    )


def text_rank(texts: Sequence[str]) -> NDArray[np.int32]:
    """The place of each text in case-folded order, int32 of shape (n,)."""
    folded = [text.casefold() for text in texts]
    order = sorted(range(len(folded)), key=folded.__getitem__)
    rank = np.empty(len(folded), dtype=np.int32)
    rank[order] = np.arange(len(folded), dtype=np.int32)
    return rank


def short_label(label: str) -> str:
    """The telling end of an identity: its digits, the last seven characters of them."""
    head, _, tail = label.partition(" ")
    if tail and not head.isdigit():
        label = tail
    return label if len(label) <= 8 else label[-7:].strip(" -")


def _haystack(parcel: Parcel) -> str:
    person = parcel.person
    parts = (str(parcel.id), *parcel.barcodes, person.name, person.address)
    return "\n".join(parts).casefold()

"""The doors of one site as columns, laid out as its frames are.

A door shows one state, the most urgent of what custody, service and sensor say, and
keeps all three beside it: a state is drawn, the truths are read out on hover.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from console.domain.clock import milliseconds
from console.domain.deposit import Deposit
from console.domain.ids import CompartmentId, ParcelId, SiteId
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Custody,
    Observed,
    Service,
    Site,
    SizeClass,
)

NEVER = -1
"""In a column of milliseconds: it did not happen."""


class DoorState(IntEnum):
    """What a door is drawn as, in the order of the legend."""

    FREE = 0
    OCCUPIED = 1
    ARRIVING = 2
    """Reserved for a parcel under way."""
    OVERDUE = 3
    """Occupied past its deadline."""
    OPEN = 4
    """Its sensor reads open."""
    SUSPECT = 5
    """Nobody can be sure what lies in it."""
    BLOCKED = 6
    """Out of service."""


class LinkKind(StrEnum):
    """How a cabinet answers; the words of hardware.cabinet.LinkState, and two more."""

    ANSWERING = "answering"
    DEGRADED = "degraded"
    SILENT = "silent"
    LOST = "lost"
    CONNECTING = "connecting"
    NOT_CONNECTED = "not_connected"
    """Nobody has asked this desk to connect it."""
    REPORTED = "reported"
    """It has no connection; the courier's page tells."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """`age_s` is how long ago a board last answered, None for never."""

    kind: LinkKind = LinkKind.NOT_CONNECTED
    age_s: float | None = None


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A line of the site chooser."""

    id: SiteId
    name: str
    doors: int
    free: int


@dataclass(frozen=True, slots=True)
class Command:
    """The last wish spoken to a door; never mixed with what was observed.

    `code` is the verdict's word, or "sent" while none has come.
    """

    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class LockerView:
    """Doors of one site. Every array and tuple has shape (n,).

    `frame` indexes `frames` (the names of the cabinets), `column` and `row` place a
    door in its frame, `height_mm` is its inner height, drawn to scale in its column.
    Times are milliseconds since 1970 UTC, NEVER where there is none.
    """

    site: SiteId | None
    name: str
    connection: Connection | None
    link: LinkView
    frames: tuple[str, ...]
    screen_columns: tuple[int, ...]
    ids: tuple[CompartmentId, ...]
    door: NDArray[np.int32]
    size: tuple[str, ...]
    frame: NDArray[np.int16]
    column: NDArray[np.int16]
    row: NDArray[np.int16]
    height_mm: NDArray[np.int32]
    state: NDArray[np.uint8]
    custody: tuple[Custody, ...]
    service: tuple[Service, ...]
    observed: tuple[Observed, ...]
    observed_ms: NDArray[np.int64]
    command_ms: NDArray[np.int64]
    command_code: tuple[str, ...]
    deadline_ms: NDArray[np.int64]
    content: tuple[str, ...]
    choices: tuple[SiteChoice, ...] = ()
    now_ms: int = 0
    counts: Mapping[DoorState, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many doors."""
        return len(self.ids)

    @property
    def free(self) -> int:
        """How many doors are drawn as free."""
        return self.counts.get(DoorState.FREE, 0)


def latest(changed: datetime | None, looked: datetime | None) -> datetime | None:
    """When a door was last seen; it may have changed long before."""
    return max((at for at in (changed, looked) if at is not None), default=None)


def door_state(
    compartment: Compartment, deadline: datetime | None, now: datetime
) -> DoorState:
    """The most urgent thing to say about a door."""
    overdue = deadline is not None and deadline < now
    if compartment.observed is Observed.OPEN:
        return DoorState.OPEN
    if compartment.custody is Custody.SUSPECT:
        return DoorState.SUSPECT
    if compartment.custody is Custody.OCCUPIED:
        return DoorState.OVERDUE if overdue else DoorState.OCCUPIED
    if compartment.service is Service.OUT:
        return DoorState.BLOCKED
    reserved = compartment.custody is Custody.RESERVED
    return DoorState.ARRIVING if reserved else DoorState.FREE


def locker_view(
    site: Site,
    cabinets: Sequence[Cabinet],
    compartments: Sequence[Compartment],
    classes: Sequence[SizeClass],
    now: datetime,
    *,
    link: LinkView | None = None,
    deposits: Sequence[Deposit] = (),
    expected: Mapping[CompartmentId, Sequence[ParcelId]] | None = None,
    labels: Mapping[ParcelId, str] | None = None,
    commands: Mapping[CompartmentId, Command] | None = None,
    choices: Sequence[SiteChoice] = (),
    looked: Mapping[CompartmentId, datetime] | None = None,
) -> LockerView:
    """What the grid draws for `site`; cabinets and compartments may hold others' too.

    `expected` says which parcels are on their way to a reserved door, `labels` what
    stands on them, `looked` when a door was last seen, changed or not.
    """
    frames = [c for c in cabinets if c.site == site.id]
    index = {c.id: i for i, c in enumerate(frames)}
    doors = sorted(
        (c for c in compartments if c.cabinet in index),
        key=lambda c: (index[c.cabinet], c.column, c.row, c.door),
    )
    heights = {c.id: c.box.height_mm for c in classes}
    held = {d.compartment: d for d in deposits if d.state.live}
    expected, labels = expected or {}, labels or {}
    commands = commands or {}
    states: list[DoorState] = []
    deadlines: list[int] = []
    contents: list[str] = []
    for door in doors:
        deposit = held.get(door.id)
        deadline = deposit.deadline if deposit else None
        states.append(door_state(door, deadline, now))
        deadlines.append(milliseconds(deadline) if deadline else NEVER)
        inside = deposit.parcels if deposit else expected.get(door.id, ())
        contents.append(", ".join(labels.get(p, str(p)) for p in inside))
    state = np.array(states, dtype=np.uint8)
    seen = [latest(d.observed_at, (looked or {}).get(d.id)) for d in doors]
    asked = [commands.get(door.id) for door in doors]
    return LockerView(
        site=site.id,
        name=site.name,
        connection=frames[0].connection if frames else None,
        link=link or LinkView(),
        frames=tuple(c.name for c in frames),
        screen_columns=tuple(
            NEVER if c.screen_column is None else c.screen_column for c in frames
        ),
        ids=tuple(d.id for d in doors),
        door=np.array([d.door for d in doors], dtype=np.int32),
        size=tuple(str(d.size_class) for d in doors),
        frame=np.array([index[d.cabinet] for d in doors], dtype=np.int16),
        column=np.array([d.column for d in doors], dtype=np.int16),
        row=np.array([d.row for d in doors], dtype=np.int16),
        height_mm=np.array([heights.get(d.size_class, 100) for d in doors], np.int32),
        state=state,
        custody=tuple(d.custody for d in doors),
        service=tuple(d.service for d in doors),
        observed=tuple(d.observed for d in doors),
        observed_ms=np.array(
            [milliseconds(at) if at else NEVER for at in seen],
            dtype=np.int64,
        ),
        command_ms=np.array(
            [milliseconds(c.at) if c else NEVER for c in asked], dtype=np.int64
        ),
        command_code=tuple(c.code if c else "" for c in asked),
        deadline_ms=np.array(deadlines, dtype=np.int64),
        content=tuple(contents),
        choices=tuple(choices),
        now_ms=milliseconds(now),
        counts={kind: int((state == kind).sum()) for kind in DoorState},
    )


def no_locker(choices: Sequence[SiteChoice] = ()) -> LockerView:
    """A depot without doors, or none chosen."""
    small, wide = np.zeros(0, dtype=np.int16), np.zeros(0, dtype=np.int64)
    return LockerView(
        site=None,
        name="",
        connection=None,
        link=LinkView(),
        frames=(),
        screen_columns=(),
        ids=(),
        door=np.zeros(0, dtype=np.int32),
        size=(),
        frame=small,
        column=small,
        row=small,
        height_mm=np.zeros(0, dtype=np.int32),
        state=np.zeros(0, dtype=np.uint8),
        custody=(),
        service=(),
        observed=(),
        observed_ms=wide,
        command_ms=wide,
        command_code=(),
        deadline_ms=wide,
        content=(),
        choices=tuple(choices),
        counts=dict.fromkeys(DoorState, 0),
    )


def site_choices(
    sites: Sequence[Site],
    cabinets: Sequence[Cabinet],
    compartments: Sequence[Compartment],
) -> tuple[SiteChoice, ...]:
    """Every site that has doors, in the order given."""
    home = {c.id: c.site for c in cabinets}
    total: dict[SiteId, int] = {}
    free: dict[SiteId, int] = {}
    for door in compartments:
        site = home[door.cabinet]
        total[site] = total.get(site, 0) + 1
        free[site] = free.get(site, 0) + door.usable
    return tuple(
        SiteChoice(s.id, s.name, total[s.id], free[s.id])
        for s in sites
        if s.id in total
    )

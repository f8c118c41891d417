"""One moment of the desk, complete and frozen, from which every pane is filled.

`Gathered` is what the loop collects: the day as the store has it, the plan in hand,
what the lines say, what is selected. `snapshot` works out what several panes share.
It runs in a thread and takes over from the moment before what has not changed, as the
same objects, so that panes see by identity what they need not draw again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.difference import Difference
from console.domain.ids import CabinetId, CompartmentId, ParcelId, VehicleId
from console.domain.parcel import Parcel
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.progress import Progress
from console.domain.site import Compartment, Custody
from console.domain.why import Why
from console.planning.alternative import Alternative
from console.services.overview import Overview
from console.shell.selected import (
    NOTHING_SELECTED,
    Linked,
    Links,
    Selected,
    linked,
)
from console.viewmodels.board_stops import (
    Followed,
    PlanColumns,
    follow,
    plan_columns,
)
from console.viewmodels.lockers import Command, LinkKind, LinkView
from console.viewmodels.parcels import (
    ParcelRows,
    ParcelsView,
    parcel_rows,
    parcels_view,
)
from console.viewmodels.status import RunView, SolverState

SEPARATOR = " \N{MIDDLE DOT} "
STEP_S = 10
"""Ages and delays are told in steps of so many seconds where nothing else changes."""


@dataclass(frozen=True, slots=True)
class Working:
    """The plan in hand with the problem it belongs to. `edits` are not published."""

    plan: Plan | None = None
    problem: Problem | None = None
    edits: int = 0
    published: bool = False
    difference: Difference = field(default_factory=Difference)


@dataclass(frozen=True, slots=True)
class Cabled:
    """What one cabinet's line says: how it stands, how many answers, how quick.

    `looked` is when each door was last seen, changed or not.
    """

    link: LinkView
    median_ms: float | None = None
    looked: Mapping[CompartmentId, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the loop collects for one moment."""

    open_day: OpenDay
    overview: Overview
    now: datetime
    working: Working = Working()
    run: RunView | None = None
    solver: SolverState = SolverState.STARTING
    paths: Mapping[VehicleId, NDArray[np.float64]] = field(default_factory=dict)
    lines: Mapping[CabinetId, Cabled] = field(default_factory=dict)
    commands: Mapping[CompartmentId, Command] = field(default_factory=dict)
    selected: Selected = NOTHING_SELECTED
    site: str = ""
    """The site whose doors are shown where the selection names none."""
    priced: Mapping[ParcelId, tuple[Alternative, ...]] = field(default_factory=dict)
    whys: Mapping[ParcelId, Why] = field(default_factory=dict)
    acknowledged: frozenset[str] = frozenset()
    undo: str = ""
    redo: str = ""
    map_name: str = ""
    map_date: str = ""
    reading: bool = False
    """The stored plan is still being taken up."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment, worked out. `model` shows doors that a parcel is under way to as
    reserved; `expected` says which parcels. `now` goes in steps of STEP_S."""

    gathered: Gathered
    now: datetime
    model: DepotModel
    parcels: tuple[Parcel, ...]
    by_id: Mapping[ParcelId, Parcel]
    rows: ParcelRows
    table: ParcelsView
    progress: Progress
    columns: PlanColumns | None
    followed: Followed | None
    expected: Mapping[CompartmentId, tuple[ParcelId, ...]]
    doors: Mapping[CompartmentId, str]
    site_names: Mapping[CompartmentId, str]
    labels: Mapping[ParcelId, str]
    linked: Linked
    site: str

    @property
    def plan(self) -> Plan | None:
        """The plan in hand."""
        return self.gathered.working.plan

    @property
    def problem(self) -> Problem | None:
        """The problem it belongs to."""
        return self.gathered.working.problem

    @property
    def now_s(self) -> int:
        """The planner second of the present."""
        return self.gathered.open_day.date.second(self.now)

    @property
    def looked(self) -> dict[CompartmentId, datetime]:
        """When each wired door was last seen, changed or not."""
        lines = self.gathered.lines.values()
        return {door: at for line in lines for door, at in line.looked.items()}

    def absence(self, vehicle: str) -> str:
        """Says "absent" of who is not there, "asked" where that waits, else ""."""
        overview = self.gathered.overview
        if vehicle in overview.absent:
            return "absent"
        asked = any(one.vehicle == vehicle for one in overview.changes)
        return "asked" if asked else ""

    def link_of(self, site: str) -> LinkView:
        """How the cabinets of a site answer: the worst of them."""
        frames = [c for c in self.model.cabinets if c.site == site]
        lines = self.gathered.lines
        links = [lines[c.id].link for c in frames if c.id in lines]
        return max(links, key=lambda link: WORST.index(link.kind), default=LinkView())


WORST = (
    LinkKind.REPORTED,
    LinkKind.ANSWERING,
    LinkKind.CONNECTING,
    LinkKind.DEGRADED,
    LinkKind.NOT_CONNECTED,
    LinkKind.SILENT,
    LinkKind.LOST,
)


def snapshot(gathered: Gathered, before: Snapshot | None) -> Snapshot:
    """Works a moment out; `before` is the last one, if any."""
    if before is not None and before.gathered.open_day != gathered.open_day:
        before = None
    now = _stepped(gathered, before)
    day = _day(gathered, before)
    columns = _columns(gathered, before)
    progress = replace(gathered.overview.progress, as_of=now)
    followed = None
    if columns is not None:
        followed = _followed(gathered, before, columns, progress)
    doors_of = dict(gathered.overview.bound)
    for one in gathered.overview.deposits:
        if one.state.live:
            doors_of.update(dict.fromkeys(one.parcels, one.compartment))
    found = linked(gathered.selected, Links(columns, day.model, doors_of))
    return Snapshot(
        gathered=gathered,
        now=now,
        model=day.model,
        parcels=gathered.overview.parcels,
        by_id=day.by_id,
        rows=day.rows,
        table=_table(gathered, before, day, progress, now),
        progress=progress,
        columns=columns,
        followed=followed,
        expected=day.expected,
        doors=day.doors,
        site_names=day.site_names,
        labels=day.labels,
        linked=found,
        site=_site(found, gathered, day.model),
    )


@dataclass(frozen=True, slots=True)
class _Day:
    """What follows from the store's day alone."""

    model: DepotModel
    by_id: Mapping[ParcelId, Parcel]
    rows: ParcelRows
    expected: Mapping[CompartmentId, tuple[ParcelId, ...]]
    doors: Mapping[CompartmentId, str]
    site_names: Mapping[CompartmentId, str]
    labels: Mapping[ParcelId, str]


def _day(gathered: Gathered, before: Snapshot | None) -> _Day:
    overview = gathered.overview
    if before is not None and before.gathered.overview is overview:
        return _Day(
            before.model,
            before.by_id,
            before.rows,
            before.expected,
            before.doors,
            before.site_names,
            before.labels,
        )
    rows = _rows(gathered, before)
    by_id = {one.id: one for one in overview.parcels}
    expected = _expected(overview, by_id)
    boxes = tuple(
        replace(box, custody=Custody.RESERVED) if _waits(box, expected) else box
        for box in overview.model.compartments
    )
    doors, site_names = door_names(overview.model)
    return _Day(
        replace(overview.model, compartments=boxes),
        by_id,
        rows,
        expected,
        doors,
        site_names,
        dict(zip(rows.ids, rows.labels, strict=True)),
    )


def _waits(
    box: Compartment, expected: Mapping[CompartmentId, tuple[ParcelId, ...]]
) -> bool:
    return box.custody is Custody.FREE and box.id in expected


def _expected(
    overview: Overview, by_id: Mapping[ParcelId, Parcel]
) -> dict[CompartmentId, tuple[ParcelId, ...]]:
    """The parcels still under way to each door that the published plan counts on."""
    found: dict[CompartmentId, tuple[ParcelId, ...]] = {}
    for parcel, door in overview.bound.items():
        one = by_id.get(parcel)
        if one is not None and not one.state.finished:
            found[door] = (*found.get(door, ()), parcel)
    return found


def door_names(
    model: DepotModel,
) -> tuple[dict[CompartmentId, str], dict[CompartmentId, str]]:
    """What people call each door, and the site it stands at."""
    names = {site.id: site.name for site in model.sites}
    cabinets = {cabinet.id: cabinet for cabinet in model.cabinets}
    crowded: dict[str, int] = {}
    for cabinet in model.cabinets:
        crowded[cabinet.site] = crowded.get(cabinet.site, 0) + 1
    doors: dict[CompartmentId, str] = {}
    sites: dict[CompartmentId, str] = {}
    for box in model.compartments:
        cabinet = cabinets[box.cabinet]
        site = names.get(cabinet.site, str(cabinet.site))
        parts = [site, f"{box.door:02d}"]
        if crowded[cabinet.site] > 1:
            parts.insert(1, cabinet.name)
        doors[box.id], sites[box.id] = SEPARATOR.join(parts), site
    return doors, sites


def _rows(gathered: Gathered, before: Snapshot | None) -> ParcelRows:
    fresh = gathered.overview.parcels
    if before is not None and len(before.parcels) == len(fresh):
        same = all(
            a.id == b.id
            and a.person == b.person
            and a.window == b.window
            and a.barcodes == b.barcodes
            for a, b in zip(before.parcels, fresh, strict=True)
        )
        if same:
            return before.rows
    return parcel_rows(fresh, gathered.open_day.date)


def _table(
    gathered: Gathered,
    before: Snapshot | None,
    day: _Day,
    progress: Progress,
    now: datetime,
) -> ParcelsView:
    plan = gathered.working.plan
    same = (
        before is not None
        and before.gathered.overview is gathered.overview
        and before.plan is plan
        and before.now == now
    )
    if before is not None and same:
        return before.table
    return parcels_view(
        day.rows,
        gathered.overview.parcels,
        plan,
        progress,
        {site.id: site.name for site in day.model.sites},
        gathered.open_day.date.second(now),
        _wave_numbers(gathered.overview),
    )


def _wave_numbers(overview: Overview) -> dict[ParcelId, int]:
    """The number of each parcel's wave, 0 for the day's pool."""
    numbers = {wave.id: wave.number for wave in overview.waves}
    return {
        parcel: 0 if wave is None else numbers.get(wave, 0)
        for parcel, wave in overview.inside.items()
    }


def _columns(gathered: Gathered, before: Snapshot | None) -> PlanColumns | None:
    plan, problem = gathered.working.plan, gathered.working.problem
    if plan is None or problem is None:
        return None
    if before is not None and before.plan is plan:
        return before.columns
    return plan_columns(plan, problem)


def _followed(
    gathered: Gathered,
    before: Snapshot | None,
    columns: PlanColumns,
    progress: Progress,
) -> Followed:
    """The same object as before where nothing about the stops is told otherwise."""
    fresh = follow(columns, progress, gathered.open_day.date)
    old = before.followed if before is not None else None
    if before is None or old is None or before.columns is not columns:
        return fresh
    same = (
        np.array_equal(old.status, fresh.status)
        and np.array_equal(old.delay_s, fresh.delay_s)
        and np.array_equal(old.arrival_delay_s, fresh.arrival_delay_s)
        and np.array_equal(old.served, fresh.served)
        and np.array_equal(old.done, fresh.done)
    )
    return old if same else fresh


def _stepped(gathered: Gathered, before: Snapshot | None) -> datetime:
    """The present, or the moment before where the day is the same and it is near."""
    if before is None or before.gathered.overview is not gathered.overview:
        return gathered.now
    if before.gathered.commands != gathered.commands:
        return gathered.now
    past_s = (gathered.now - before.now).total_seconds()
    return before.now if 0 <= past_s < STEP_S else gathered.now


def _site(found: Linked, gathered: Gathered, model: DepotModel) -> str:
    """The site to show: the selection's, else the one shown, else the first."""
    with_doors = [str(cabinet.site) for cabinet in model.cabinets]
    for name in (found.site, gathered.site):
        if name in with_doors:
            return name
    ordered = [str(site.id) for site in model.sites if str(site.id) in with_doors]
    return ordered[0] if ordered else ""

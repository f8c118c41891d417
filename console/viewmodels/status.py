"""The figures of the top bar and the health of the status strip."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from console.domain.plan import Plan
from console.viewmodels.days_page import ReadOnly
from console.viewmodels.parcels import ParcelStatus, ParcelsView, Way
from console.viewmodels.pending import PendingView


class Level(StrEnum):
    """How a part of the desk is."""

    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    OFF = "off"


class Part(StrEnum):
    """The parts of the desk that the strip speaks of, in its order."""

    BUS = "bus"
    GPS = "gps"
    SOLVER = "solver"
    MAP = "map"
    SAVED = "saved"


class SolverState(StrEnum):
    """What the planner is doing."""

    STARTING = "starting"
    READY = "ready"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Health:
    """One part. What `args` hold goes by part:

    bus [answering, connected, median ms], gps [heard, couriers], solver [SolverState],
    map [name of the region, ISO date of the data], saved [local time "HH:MM:SS"].
    """

    part: Part
    level: Level
    args: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusView:
    """`undo` and `redo` are the codes of the edits they would take back or repeat."""

    parts: tuple[Health, ...] = ()
    undo: str = ""
    redo: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The five figures of a day; None where there is nothing to divide by."""

    done: int
    total: int
    on_time_percent: float | None
    at_risk: int
    locker_percent: float | None
    co2_g_per_parcel: float | None


@dataclass(frozen=True, slots=True)
class RunView:
    """A search that runs: cost in euros and how it fell, over seconds."""

    seconds: float
    cost_eur: float
    iterations: int
    curve: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class TopView:
    """Everything above the panes.

    `unpublished` counts edits since the last publishing; `can_publish` is False where
    a hard rule is broken or nothing is planned. `waves` counts those of the day.
    """

    depot: str = ""
    day: date | None = None
    wave: int | None = None
    figures: Figures | None = None
    has_parcels: bool = False
    planned: bool = False
    run: RunView | None = None
    unpublished: int = 0
    can_publish: bool = False
    reading: bool = False
    """Whether there is a plan is not known yet: none must be built over it."""
    wave_name: str = ""
    waves: int = 1
    changes: int = 0
    """How many changes after publishing wait to be accepted."""
    pending: PendingView = field(default_factory=PendingView)
    """What publishing would change."""
    read_only: ReadOnly = ReadOnly.NO
    wave_empty: bool = False
    """The day has parcels and this wave none: there is nothing to plan."""
    pool: int = 0
    """Parcels of the day that are in no wave."""


def figures(parcels: ParcelsView, plan: Plan | None) -> Figures:
    """The day in five numbers. On time: planned or done within the window."""
    status = parcels.status
    total = len(status)
    planned = parcels.way != Way.UNDECIDED
    late = np.isin(status, (ParcelStatus.LATE, ParcelStatus.AT_RISK))
    promised = int(planned.sum())
    co2 = sum(route.co2_g for route in plan.routes) if plan else 0
    return Figures(
        done=int((status == ParcelStatus.DONE).sum()),
        total=total,
        on_time_percent=(
            100.0 * int((planned & ~late).sum()) / promised if promised else None
        ),
        at_risk=int((status == ParcelStatus.AT_RISK).sum()),
        locker_percent=(
            100.0 * int((parcels.way == Way.LOCKER).sum()) / promised
            if promised
            else None
        ),
        co2_g_per_parcel=co2 / promised if promised else None,
    )


def saved(at: datetime) -> Health:
    """When the journal last reached the disk; `at` is local."""
    return Health(Part.SAVED, Level.GOOD, (at.strftime("%H:%M:%S"),))


def buses(answering: int, connected: int, median_ms: float | None) -> Health:
    """The cabinets on wires: how many answer of those that should."""
    if connected == 0:
        return Health(Part.BUS, Level.OFF, (0, 0))
    level = Level.GOOD if answering == connected else Level.ATTENTION
    if answering == 0:
        level = Level.BAD
    if median_ms is None:
        return Health(Part.BUS, level, (answering, connected))
    return Health(Part.BUS, level, (answering, connected, round(median_ms)))


def worst(parts: Sequence[Health]) -> Level:
    """The level to show where only one fits."""
    order = (Level.BAD, Level.ATTENTION, Level.GOOD, Level.OFF)
    levels = {part.level for part in parts}
    return next((level for level in order if level in levels), Level.OFF)

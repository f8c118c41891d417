"""Where chosen parcels may go: the waves of their day, its pool, another day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from console.domain.clock import ServiceDate
from console.domain.day import Wave
from console.domain.parcel import Parcel, ParcelState
from console.viewmodels.days_page import departure_text

MOVABLE = frozenset({ParcelState.READY, ParcelState.PLANNED, ParcelState.HELD})


class TargetKind(StrEnum):
    """What parcels are moved to."""

    WAVE = "wave"
    POOL = "pool"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class MoveTarget:
    """One place. `id` is a wave's id or an ISO date, "" for the pool."""

    kind: TargetKind
    id: str = ""
    number: int = 0
    name: str = ""
    departure: str = ""
    parcels: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class MoveView:
    """The question. `stuck` of the chosen parcels are on board or done and stay."""

    parcels: int
    stuck: int
    targets: tuple[MoveTarget, ...]
    first_day: date
    """The earliest date that may be chosen freely."""


def move_view(
    chosen: Iterable[Parcel],
    waves: Iterable[tuple[Wave, int]],
    pool: int,
    on: ServiceDate,
    days: Iterable[date],
    first_day: date,
) -> MoveView:
    """The question about some parcels; `waves` with how many parcels each has."""
    parcels = tuple(chosen)
    free = sum(one.state in MOVABLE for one in parcels)
    targets = [
        MoveTarget(
            TargetKind.WAVE,
            str(wave.id),
            wave.number,
            wave.name,
            departure_text(wave.departure_s, on),
            count,
        )
        for wave, count in waves
    ]
    targets.append(MoveTarget(TargetKind.POOL, parcels=pool))
    targets += [MoveTarget(TargetKind.DAY, d.isoformat(), day=d) for d in days]
    return MoveView(free, len(parcels) - free, tuple(targets), first_day)

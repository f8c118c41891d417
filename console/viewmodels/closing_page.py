"""The page "Close the day": what is open, what the day came to, what hinders."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from console.domain.closing import DaySummary, Outcome
from console.domain.parcel import ParcelState
from console.viewmodels.closing import ClosingView, SummaryView, summary_view


class Hindrance(StrEnum):
    """Why a day cannot be closed now."""

    NONE = ""
    CHANGES = "changes"
    """Changes after publishing wait to be decided."""
    FUTURE = "future"
    """It has not begun."""
    EMPTY = "empty"
    """It never had a parcel."""


@dataclass(frozen=True, slots=True)
class ClosePageView:
    """The page for one day. `so_far` are the figures if it were closed now.

    `states` counts the day's parcels by where they are. `closed` are the frozen
    figures of a day that is closed; then nothing is open any more.
    """

    day: date
    depot: str
    open: ClosingView
    so_far: SummaryView | None = None
    states: tuple[tuple[ParcelState, int], ...] = ()
    closed: SummaryView | None = None
    hindrance: Hindrance = Hindrance.NONE
    busy: bool = False
    """The closing is under way."""

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """How many open things come to each outcome, in the order of outcomes."""
        counts = Counter(row.outcome for row in self.open.rows)
        return {one: counts[one] for one in Outcome if counts[one]}

    @property
    def may_close(self) -> bool:
        """Whether closing is offered."""
        return self.closed is None and not self.hindrance and not self.busy


def close_page(
    day: date,
    depot: str,
    listed: ClosingView,
    so_far: DaySummary,
    *,
    today: date,
    closed: DaySummary | None = None,
) -> ClosePageView:
    """The page; `closed` is the last closing of a day that is closed now."""
    return ClosePageView(
        day,
        depot,
        listed,
        summary_view(so_far),
        _states((closed or so_far).states),
        None if closed is None else summary_view(closed),
        Hindrance.NONE
        if closed is not None
        else _hindrance(day, today, listed.waiting, sum(so_far.states.values())),
    )


def _hindrance(day: date, today: date, waiting: int, parcels: int) -> Hindrance:
    if day > today:
        return Hindrance.FUTURE
    if not parcels:
        return Hindrance.EMPTY
    return Hindrance.CHANGES if waiting else Hindrance.NONE


def _states(counts: Mapping[ParcelState, int]) -> tuple[tuple[ParcelState, int], ...]:
    return tuple((one, counts[one]) for one in ParcelState if counts.get(one))

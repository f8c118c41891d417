"""The end of a day as a list to go through, and the figures of one that is over."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from console.domain.closing import (
    ALLOWED,
    DaySummary,
    OpenItem,
    OpenKind,
    Outcome,
)
from console.domain.ids import CompartmentId, ParcelId
from console.domain.money import eur
from console.domain.parcel import ParcelState
from console.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One open thing. `key` is its name in the outcomes that a closing is given."""

    key: str
    kind: OpenKind
    subject: str
    """A parcel's label or a door's name."""
    reason: Reason | None
    outcome: Outcome
    """What is chosen, or proposed."""
    allowed: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class ClosingView:
    """What has to be gone through; closing is offered where nothing `waiting` is."""

    rows: tuple[OpenRow, ...]
    kinds: Mapping[OpenKind, int]
    next_day: date
    waiting: int

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What to close with."""
        return {row.key: row.outcome for row in self.rows}


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The figures of a closed day. `on_time_share` is of what was handed over."""

    handed_over: int
    on_time_share: float
    cancelled: int
    carried_over: int
    sent_back: int
    searched: int
    routes: int
    kilometres: float
    minutes: float
    cost_eur: float
    eur_per_parcel: float
    kg_co2e: float
    g_co2e_per_parcel: float
    next_day: date
    reopened: str


def closing_view(
    items: Iterable[OpenItem],
    next_day: date,
    waiting: int,
    *,
    chosen: Mapping[str, Outcome] | None = None,
    labels: Mapping[ParcelId, str] | None = None,
    doors: Mapping[CompartmentId, str] | None = None,
) -> ClosingView:
    """The list, with what a person has `chosen` so far."""
    said = chosen or {}
    rows = tuple(
        OpenRow(
            item.key,
            item.kind,
            _subject(item, labels or {}, doors or {}),
            item.reason,
            said.get(item.key, item.proposed),
            ALLOWED[item.kind],
        )
        for item in items
    )
    return ClosingView(rows, dict(Counter(r.kind for r in rows)), next_day, waiting)


def summary_view(one: DaySummary) -> SummaryView:
    """The figures in the units of a page."""
    handed = max(1, one.handed_over)
    return SummaryView(
        one.handed_over,
        one.on_time / one.handed_over if one.handed_over else 0.0,
        one.states.get(ParcelState.CANCELLED, 0),
        one.outcomes.get(Outcome.CARRY_OVER, 0),
        one.outcomes.get(Outcome.SEND_BACK, 0),
        one.outcomes.get(Outcome.SEARCH, 0),
        one.routes,
        one.metres / 1000,
        one.seconds / 60,
        eur(one.cost),
        eur(one.cost) / handed if one.handed_over else 0.0,
        one.co2_g / 1000,
        one.g_co2e_per_parcel,
        one.next_day,
        one.reopened,
    )


def _subject(
    item: OpenItem,
    labels: Mapping[ParcelId, str],
    doors: Mapping[CompartmentId, str],
) -> str:
    if item.parcel is not None:
        return labels.get(item.parcel, str(item.parcel))
    if item.compartment is not None:
        return doors.get(item.compartment, str(item.compartment))
    return item.key

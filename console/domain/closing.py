"""The end of a day: what is open, what becomes of it, what the day came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from console.domain.ids import (
    ActorId,
    CompartmentId,
    DayId,
    DepositId,
    ParcelId,
    WaveId,
)
from console.domain.money import Money
from console.domain.parcel import ParcelState
from console.domain.reasons import Reason


class Outcome(StrEnum):
    """What becomes of something that is open when the day ends."""

    CARRY_OVER = "carry_over"
    """Tried again on the next working day."""
    SEND_BACK = "send_back"
    """Returned to whoever sent it."""
    SEARCH = "search"
    """Nobody knows where it is, or what a door did: somebody looks for it."""
    LEAVE = "leave"
    """Stays where it is, and is asked again when the next day closes."""


class OpenKind(StrEnum):
    """Why something is open."""

    UNDELIVERED = "undelivered"
    """On board when its vehicle came back, or still said to be."""
    NOT_LOADED = "not_loaded"
    """Its vehicle left without it."""
    UNASSIGNED = "unassigned"
    """On no route that left."""
    HELD = "held"
    RETURNING = "returning"
    """Cancelled on board: it has to be in the depot again."""
    MISSING = "missing"
    OVERDUE = "overdue"
    """In a locker past its deadline."""
    IN_DOUBT = "in_doubt"
    """A compartment of which nobody can be sure."""


ALLOWED: Mapping[OpenKind, tuple[Outcome, ...]] = {
    OpenKind.UNDELIVERED: (Outcome.CARRY_OVER, Outcome.SEND_BACK, Outcome.SEARCH),
    OpenKind.NOT_LOADED: (Outcome.CARRY_OVER, Outcome.SEND_BACK, Outcome.SEARCH),
    OpenKind.UNASSIGNED: (Outcome.CARRY_OVER, Outcome.SEND_BACK, Outcome.SEARCH),
    OpenKind.HELD: (Outcome.CARRY_OVER, Outcome.SEND_BACK, Outcome.SEARCH),
    OpenKind.RETURNING: (Outcome.SEND_BACK, Outcome.SEARCH),
    OpenKind.MISSING: (Outcome.SEARCH, Outcome.CARRY_OVER, Outcome.SEND_BACK),
    OpenKind.OVERDUE: (Outcome.LEAVE, Outcome.SEARCH),
    OpenKind.IN_DOUBT: (Outcome.LEAVE, Outcome.SEARCH),
}
"""What may become of each kind; the first is proposed."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open thing: a parcel, or a compartment (with the deposit in it)."""

    kind: OpenKind
    parcel: ParcelId | None = None
    compartment: CompartmentId | None = None
    deposit: DepositId | None = None
    reason: Reason | None = None

    @property
    def key(self) -> str:
        """Its name in a list of outcomes: the parcel's id, else the compartment's."""
        return str(self.parcel or self.compartment or "")

    @property
    def proposed(self) -> Outcome:
        """What becomes of it unless a person says otherwise."""
        return ALLOWED[self.kind][0]


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one day ended for one parcel. `outcome` is None where nothing was open."""

    parcel: ParcelId
    number: int
    day: DayId
    wave: WaveId | None
    state: ParcelState
    outcome: Outcome | None
    at: datetime
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class DaySummary:
    """The figures of a day, frozen when it was closed.

    Ways, times, cost and CO2e are those of the published plans; `handed_over` counts
    parcels at doors and in lockers, `on_time` those of them inside their window.
    `g_co2e_per_parcel` is over what was handed over, 0.0 for none.
    """

    day: DayId
    closed_at: datetime
    actor: ActorId
    next_day: date
    states: Mapping[ParcelState, int]
    outcomes: Mapping[Outcome, int]
    handed_over: int
    on_time: int
    routes: int
    metres: int
    seconds: int
    cost: Money
    co2_g: int
    reopened: str = ""
    """Why the day was opened again after this closing; empty where it was not."""

    @property
    def g_co2e_per_parcel(self) -> float:
        """Grams of CO2e for each parcel handed over."""
        return self.co2_g / self.handed_over if self.handed_over else 0.0

"""A deposit: what lies in one compartment for one recipient."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.ids import CompartmentId, DepositId, ParcelId


class DepositState(StrEnum):
    """`PLACED` once the door is confirmed closed: the locker has custody.
    `COLLECTED` once it is confirmed open for pickup: the recipient has it."""

    OPENING = "opening"
    PLACED = "placed"
    COLLECTED = "collected"
    PULLED = "pulled"
    FAILED = "failed"

    @property
    def live(self) -> bool:
        """Whether it holds its compartment."""
        return self in {DepositState.OPENING, DepositState.PLACED}


@dataclass(frozen=True, slots=True)
class Deposit:
    """One or more parcels, one recipient, one code, one deadline."""

    id: DepositId
    compartment: CompartmentId
    parcels: tuple[ParcelId, ...]
    state: DepositState
    deadline: datetime

"""What a dialog must know before it asks."""

from dataclasses import dataclass
from enum import StrEnum

from console.viewmodels.lockers import LinkView


class OpenReason(StrEnum):
    """Why a person opens a door from the desk; anything else is typed."""

    INSPECTION = "inspection"
    RECIPIENT_HELP = "recipient_help"
    COURIER_HELP = "courier_help"
    WRONG_PARCEL = "wrong_parcel"
    OVERDUE = "overdue"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class DoorQuestion:
    """One door before it is opened. `title` names site, cabinet and door.

    `cabinet` is what must be typed where something lies inside; `content` names it.
    """

    compartment: str
    title: str
    cabinet: str
    occupied: bool
    who: str = ""
    content: str = ""
    link: LinkView | None = None


@dataclass(frozen=True, slots=True)
class ParcelChoice:
    """A parcel that could go into a door; `expected` is what the plan has for it."""

    id: str
    label: str
    to: str
    barcodes: tuple[str, ...] = ()
    expected: bool = False


@dataclass(frozen=True, slots=True)
class DepositQuestion:
    """A door and what could be put into it, the expected parcels first."""

    compartment: str
    title: str
    choices: tuple[ParcelChoice, ...]

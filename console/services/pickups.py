"""A recipient at a cabinet: the code opens the door, the parcel is taken."""

from dataclasses import dataclass

from console.custody.doors import Passage
from console.custody.pickups import Pickups as Custody
from console.custody.pickups import Refused
from console.domain.ids import CabinetId
from console.domain.origin import Origin
from console.storage.intents import DoorIntent, IntentState


@dataclass(frozen=True, slots=True)
class Collected:
    """The door was seen open: the recipient has custody. `passage` follows it shut."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class NotOpened:
    """The code is right and the door did not open, or nobody can say."""

    intent: DoorIntent


class Pickups:
    """Turns what custody saw into what a person at the cabinet is told."""

    def __init__(self, custody: Custody) -> None:
        self._custody = custody

    async def enter(
        self, cabinet: CabinetId, typed: str, origin: Origin
    ) -> Collected | NotOpened | Refused:
        """A code was typed at a cabinet."""
        answer = await self._custody.enter(cabinet, typed, origin)
        if isinstance(answer, Refused):
            return answer
        opened = {IntentState.OPENED, IntentState.CLOSED}
        if answer.intent.state in opened:
            return Collected(answer)
        return NotOpened(answer.intent)

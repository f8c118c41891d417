"""What one door reads, believed only when it was read twice.

A status frame of a weak protocol passes its check with two flipped bits, and a door's
switch chatters for some milliseconds. So a change counts when two answers in a row
agree on it, for the door and for its item sensor each on its own.

    reads  C C O C C O O O ...
    is     ? C C C C C O O      ? = nothing known yet

A board may answer that it cannot tell: a broken sensor, or none. Then the door is
UNKNOWN, which is no event, and is compared with what it was before once it tells again.
"""

from dataclasses import dataclass
from datetime import datetime

from hardware.cabinet import (
    DoorAddress,
    DoorEvent,
    DoorEventKind,
    DoorState,
    Observation,
)

WHILE_SILENT = "while-silent"
PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of one door; `item` is None where no sensor tells."""

    state: DoorState
    item: bool | None


class Twice[T]:
    """A value that changes when it was seen twice in a row.

    `known` is what it is now, `before` what it was when last known, `doubt` what was
    seen once.
    """

    def __init__(self) -> None:
        self.known: T | None = None
        self.before: T | None = None
        self.doubt: T | None = None

    @property
    def settled(self) -> bool:
        """Whether the last look agreed with what is known."""
        return self.known is not None and self.doubt is None

    def see(self, value: T, *, telling: bool = True) -> bool:
        """Take a look; True when it differs from what was last known.

        What is not `telling` may become known, and is no change from anything.
        """
        if value == self.known:
            self.doubt = None
            return False
        if value != self.doubt:
            self.doubt = value
            return False
        self.known, self.doubt = value, None
        if not telling:
            return False
        changed = self.before is not None and self.before != value
        self.before = value
        return changed

    def forget(self) -> None:
        """Know nothing now; `before` stays to compare with later."""
        self.known = self.doubt = None


class DoorWatch:
    """One door's past looks, and what to say about it."""

    def __init__(self, address: DoorAddress) -> None:
        self.address = address
        self.last: Observation | None = None
        self._door: Twice[DoorState] = Twice()
        self._item: Twice[bool] = Twice()

    @property
    def settled(self) -> bool:
        """Whether the door is known and the last look agreed."""
        return self._door.settled

    @property
    def state(self) -> DoorState:
        """What the door is believed to be."""
        return self._door.known or DoorState.UNKNOWN

    def see(
        self, look: Look, at: datetime, command_id: str | None
    ) -> tuple[DoorEvent, ...]:
        """Take a look; give what it changed, `command_id` being at work on the door."""
        unseen = self._door.known in {None, DoorState.UNKNOWN}
        events: list[DoorEvent] = []
        if self._door.see(look.state, telling=look.state is not DoorState.UNKNOWN):
            detail = WHILE_SILENT if unseen else ""
            events.append(self._moved(look.state, at, command_id, detail))
        if look.item is not None and self._item.see(look.item):
            detail = PRESENT if look.item else ABSENT
            events.append(
                DoorEvent(DoorEventKind.ITEM_CHANGED, self.address, at, detail=detail)
            )
        if self._door.settled:
            self.last = Observation(self.address, self.state, self._item.known, at)
        return tuple(events)

    def lose(self, at: datetime) -> bool:
        """Nobody can look any more; True when something was known until now."""
        was_known = self._door.known is not None
        self._door.forget()
        self._item.forget()
        if was_known:
            self.last = self.unknown(at)
        return was_known

    def unknown(self, at: datetime) -> Observation:
        """Give the observation of not knowing."""
        return Observation(self.address, DoorState.UNKNOWN, None, at)

    def _moved(
        self, state: DoorState, at: datetime, command_id: str | None, detail: str
    ) -> DoorEvent:
        kind = DoorEventKind.CLOSED
        if state is DoorState.OPEN:
            kind = (
                DoorEventKind.OPENED
                if command_id
                else DoorEventKind.OPENED_WITHOUT_COMMAND
            )
        return DoorEvent(kind, self.address, at, command_id, detail)

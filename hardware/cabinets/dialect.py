"""What a board family says, as far as a cabinet that is polled needs it."""

from typing import Protocol

from hardware.bus.questions import Question
from hardware.cabinet import DoorAddress
from hardware.cabinets.doors import Look


class Dialect[F](Protocol):
    """A family's two questions, and how to read the answer to the first.

    Neither question may ever mean more than one board, nor `unlock` more than one lock.
    """

    def status(self, board: int) -> Question[F]:
        """How are this board's doors?"""
        ...

    def unlock(self, address: DoorAddress) -> Question[F]:
        """Drive this one lock; a question that moves."""
        ...

    def look(self, frame: F, lock: int) -> Look:
        """Read one door from an answer to `status`; locks count from 1."""
        ...

"""What a board family says, as far as a cabinet that is polled needs it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from hardware.bus.questions import Question
from hardware.cabinet import DoorAddress
from hardware.cabinets.doors import Look
from hardware.cabinets.settings import Board


class Dialect[F](Protocol):
    """A family's two questions, and how to read the answer to the first.

    Neither question may ever mean more than one board, nor `unlock` more than one lock.
    """

    def spans(self, board: Board) -> Sequence[tuple[int, ...]]:
        """Which locks one answer tells of: all of a board's at once, or each alone."""
        ...

    def status(self, board: int, locks: tuple[int, ...]) -> Question[F]:
        """How are the doors of this span?"""
        ...

    def unlock(self, address: DoorAddress) -> Question[F]:
        """Drive this one lock; a question that moves."""
        ...

    def looks(self, frame: F) -> Mapping[int, Look]:
        """Read every door an answer to `status` tells of; locks count from 1.

        Empty for an answer that tells of none, such as a board's refusal.
        """
        ...


def whole(board: Board) -> tuple[tuple[int, ...], ...]:
    """One span: an answer tells of every lock of its board."""
    return (tuple(range(1, board.locks + 1)),)


def one_by_one(board: Board) -> tuple[tuple[int, ...], ...]:
    """As many spans as locks: an answer tells of one."""
    return tuple((lock,) for lock in range(1, board.locks + 1))

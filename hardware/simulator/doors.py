"""The mechanics behind one lock, and the hands in front of it.

A hook holds the door. While the coil is driven the hook is free, and whoever pulls, or
the door's own spring, gets it open; if nobody does, it holds again when the pulse ends.
A door pushed shut latches. The switch reads the hook, not the door leaf.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Habits:
    """What hands and springs do by themselves, and what is broken.

    `pull_after_ms` after a pulse began the door comes open (None: nobody pulls).
    `shut_after_ms` after it opened somebody shuts it (None: nobody does).
    `jammed`: the hook does not let go. `stuck`: the switch reads this, whatever is.
    """

    pull_after_ms: int | None = 120
    shut_after_ms: int | None = None
    jammed: bool = False
    stuck: bool | None = None


class SimulatedDoor:
    """One door. Call its methods on the simulator's loop.

    `on_switch` is called when hands, springs or the coil changed what the switch reads.
    """

    def __init__(self, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self.is_open = False
        self.item = False
        self.on_switch: Callable[[], None] | None = None
        self._driven = 0
        self._read_closed = True

    @property
    def reads_closed(self) -> bool:
        """What the hook's switch tells the board: True for a hook that holds."""
        if self.habits.stuck is not None:
            return self.habits.stuck
        return not self.is_open and not self._hook_free

    @property
    def _hook_free(self) -> bool:
        return self._driven > 0 and not self.habits.jammed

    def drive(self, length_ms: int) -> None:
        """Let current into the coil for so long."""
        loop = asyncio.get_running_loop()
        self._driven += 1
        self._switch()
        loop.call_later(length_ms / 1000, self._release)
        if self.habits.pull_after_ms is not None:
            loop.call_later(self.habits.pull_after_ms / 1000, self.pull)

    def pull(self) -> bool:
        """Pull at the door; True when it is open afterwards."""
        if not self.is_open and self._hook_free:
            self._come_open()
        return self.is_open

    def force(self) -> None:
        """Open it with a crowbar, or with the mechanical key."""
        if not self.is_open:
            self._come_open()

    def shut(self) -> None:
        """Push it shut; it latches."""
        self.is_open = False
        self._switch()

    def put(self) -> None:
        """Lay something in."""
        self.item = True

    def take(self) -> None:
        """Take it out."""
        self.item = False

    def _come_open(self) -> None:
        self.is_open = True
        self._switch()
        if self.habits.shut_after_ms is not None:
            delay_s = self.habits.shut_after_ms / 1000
            asyncio.get_running_loop().call_later(delay_s, self.shut)

    def _release(self) -> None:
        self._driven -= 1
        self._switch()

    def _switch(self) -> None:
        if self.reads_closed != self._read_closed:
            self._read_closed = not self._read_closed
            if self.on_switch is not None:
                self.on_switch()

"""A loop whose clock does not wait: when nobody has anything to do, time jumps.

Everything in this package reads time from its loop, so desk and boards on one such loop
live through minutes in milliseconds, in the same order every time. Only for what stays
inside the process: a port or a socket keeps real time.
"""

import asyncio
import selectors


class _JumpingSelector(selectors.DefaultSelector):
    """Takes what is ready now, and adds up what it would have slept."""

    jumped_s = 0.0

    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return super().select(None)
        ready = super().select(0)
        if not ready:
            self.jumped_s += max(timeout, 0.0)
        return ready


class FastLoop(asyncio.SelectorEventLoop):
    """An event loop that jumps instead of sleeping."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds on the jumping clock; starts at zero."""
        return self._jumping.jumped_s

"""One power supply, and the rules that keep its coils and its voltage.

A solenoid draws up to three amperes while it is driven; a supply is sized for one. Two
at once let the voltage sag until boards restart. A coil driven again and again burns.

- One pulse at a time, and a rest after each, in the order they were asked for.
- No door twice within its cooldown, nor more often than so many times a minute.
- Nothing is queued for long: who cannot have a turn soon is told `supply-busy`.
"""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

from hardware.cabinet import DoorAddress, Reason

_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class PulseRules:
    """What a supply and its locks bear, in seconds.

    `pulse_s` is how long the board drives a lock; the board itself ends the pulse.
    """

    pulse_s: float = 0.5
    recovery_s: float = 0.5
    cooldown_s: float = 3.0
    pulses_a_minute: int = 6
    longest_wait_s: float = 3.0


class Supply:
    """Gives turns. A turn ends with `pulsed` or `unused`, always with one of them."""

    def __init__(self, rules: PulseRules) -> None:
        self._rules = rules
        self._turn = asyncio.Lock()
        self._rested_s = float("-inf")
        self._pulses: defaultdict[DoorAddress, deque[float]] = defaultdict(deque)

    async def turn(self, door: DoorAddress) -> Reason:
        """Wait for a turn; NONE grants it, any other reason refuses."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + self._rules.longest_wait_s
        try:
            async with asyncio.timeout_at(until_s):
                await self._turn.acquire()
        except TimeoutError:
            return Reason.SUPPLY_BUSY
        rest_s = self._rested_s - loop.time()
        if loop.time() + rest_s > until_s:
            self._turn.release()
            return Reason.SUPPLY_BUSY
        await asyncio.sleep(rest_s)
        if self._is_hot(door, loop.time()):
            self._turn.release()
            return Reason.COOLDOWN
        return Reason.NONE

    def pulsed(self, door: DoorAddress) -> None:
        """End a turn in which bytes of an unlock may have left."""
        now_s = asyncio.get_running_loop().time()
        self._rested_s = now_s + self._rules.pulse_s + self._rules.recovery_s
        self._pulses[door].append(now_s)
        self._turn.release()

    def unused(self) -> None:
        """End a turn in which nothing was sent."""
        self._turn.release()

    def _is_hot(self, door: DoorAddress, now_s: float) -> bool:
        pulses = self._pulses[door]
        while pulses and pulses[0] <= now_s - _MINUTE_S:
            pulses.popleft()
        if len(pulses) >= self._rules.pulses_a_minute:
            return True
        return bool(pulses) and now_s - pulses[-1] < self._rules.cooldown_s

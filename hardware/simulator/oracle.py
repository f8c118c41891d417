"""What the simulated locks themselves went through, and whether anybody wanted it.

The oracle stands on the far side of every wire. It believes no verdict: it counts
pulses, and compares them with what a test or a person said was asked for.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from hardware.cabinet import DoorAddress

LONGEST_PULSE_MS = 1500


@dataclass(frozen=True, slots=True)
class Pulse:
    """One lock driven: when, on the simulator's clock, and for how long."""

    address: DoorAddress
    at_s: float
    length_ms: int

    @property
    def end_s(self) -> float:
        """When the current ended."""
        return self.at_s + self.length_ms / 1000


class Oracle:
    """Every pulse of one line. All its boards hang on one supply."""

    def __init__(self) -> None:
        self.pulses: list[Pulse] = []
        self._asked: Counter[DoorAddress] = Counter()

    def ask(self, address: DoorAddress) -> None:
        """Say that somebody is about to ask for one pulse of this lock."""
        self._asked[address] += 1

    def pulse(self, pulse: Pulse) -> None:
        """Take note of a pulse as it begins."""
        self.pulses.append(pulse)

    def count(self, address: DoorAddress) -> int:
        """Pulses this lock has had."""
        return sum(pulse.address == address for pulse in self.pulses)

    def breaches(self) -> list[str]:
        """Name every pulse that should not have been; empty is good."""
        return self.unasked() + self.abuses()

    def unasked(self) -> list[str]:
        """Name the locks that had more pulses than were asked for."""
        return [
            f"{address} pulsed {given} times, asked {self._asked[address]}"
            for address, given in Counter(p.address for p in self.pulses).items()
            if given > self._asked[address]
        ]

    def abuses(self) -> list[str]:
        """Name what coils and supply do not bear: long pulses, two at once."""
        long = [
            f"{pulse.address} driven for {pulse.length_ms} ms"
            for pulse in self.pulses
            if pulse.length_ms > LONGEST_PULSE_MS
        ]
        in_time = sorted(self.pulses, key=lambda pulse: pulse.at_s)
        return long + [
            f"{one.address} and {other.address} driven at once"
            for one, other in pairwise(in_time)
            if other.at_s < one.end_s
        ]

"""Where and when: points on the ground and windows of the day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """WGS84 degrees of an entrance, a kerb or a cabinet."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True, order=True)
class TimeWindow:
    """Planner seconds from `start_s` to `end_s`, both included."""

    start_s: int
    end_s: int

    def __contains__(self, second: int) -> bool:
        """Whether a planner second lies in the window."""
        return self.start_s <= second <= self.end_s


WHOLE_DAY = TimeWindow(0, 25 * 3600)
"""No promise at all: open on the longest local day."""

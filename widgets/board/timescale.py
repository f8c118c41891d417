"""Seconds across pixels: how much of the day is seen and where.

`x` counts from the left edge of the time area, whatever is scrolled out of it.
"""

from dataclasses import dataclass, replace
from typing import Final

MIN_SPAN_S: Final = 300
TICKS_MIN: Final = (5, 10, 15, 30, 60, 120, 180, 360)
TICK_ROOM_PX: Final = 62


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A day from `start_s` to `end_s`, `span_s` of it on `width` pixels."""

    start_s: int
    end_s: int
    width: int
    span_s: float
    scroll_px: int = 0

    @property
    def per_second(self) -> float:
        """Pixels of a second."""
        return max(1, self.width) / self.span_s

    @property
    def length_px(self) -> int:
        """Pixels of the whole day."""
        return round((self.end_s - self.start_s) * self.per_second)

    @property
    def scroll_limit_px(self) -> int:
        """How far it may be scrolled."""
        return max(0, self.length_px - self.width)

    def x(self, second: float) -> float:
        """Where a second is on the screen."""
        return (second - self.start_s) * self.per_second - self.scroll_px

    def second(self, x: float) -> float:
        """The second under a pixel."""
        return self.start_s + (x + self.scroll_px) / self.per_second

    def zoomed(self, span_s: float, x: float) -> "TimeScale":
        """Another span, the second under `x` staying there."""
        kept = self.second(x)
        whole = max(MIN_SPAN_S, self.end_s - self.start_s)
        scale = replace(self, span_s=min(float(whole), max(MIN_SPAN_S, span_s)))
        return scale.scrolled((kept - self.start_s) * scale.per_second - x)

    def scrolled(self, px: float) -> "TimeScale":
        """Scrolled to so many pixels, as far as the day goes."""
        return replace(self, scroll_px=round(min(max(0.0, px), self.scroll_limit_px)))

    def resized(self, width: int) -> "TimeScale":
        """The same span and beginning on another width."""
        begin = self.second(0)
        scale = replace(self, width=max(1, width))
        return scale.scrolled((begin - self.start_s) * scale.per_second)

    def step_min(self) -> int:
        """Minutes between the ticks that have room for their times."""
        for minutes in TICKS_MIN:
            if minutes * 60 * self.per_second >= TICK_ROOM_PX:
                return minutes
        return TICKS_MIN[-1]

"""What directions say, without words: codes, ways, distances and places.

    Guide   a tour, one entry a leg
    Step    one thing to do, and the stretch until the next thing
    Way     the street one is on after it

Nothing here speaks a language; a viewmodel renders a step from templates keyed by
`Code`, `WayWord` and `Compass`.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Code(StrEnum):
    """What to do where a step begins."""

    DEPART = "depart"  # heading
    CONTINUE = "continue"
    SLIGHT_LEFT = "slight_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    SLIGHT_RIGHT = "slight_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"
    KEEP_LEFT = "keep_left"
    KEEP_RIGHT = "keep_right"
    KEEP_STRAIGHT = "keep_straight"
    U_TURN = "u_turn"
    ROUNDABOUT = "roundabout"  # exit
    ROUNDABOUT_IN = "roundabout_in"  # the way ends on it
    ROUNDABOUT_OUT = "roundabout_out"  # exit; the way began on it
    RAMP_LEFT = "ramp_left"
    RAMP_RIGHT = "ramp_right"
    RAMP = "ramp"
    JOIN = "join"
    STEPS = "steps"
    STEPS_UP = "steps_up"
    STEPS_DOWN = "steps_down"
    LIFT = "lift"
    FERRY = "ferry"
    ASHORE = "ashore"
    ARRIVE = "arrive"
    ARRIVE_LEFT = "arrive_left"
    ARRIVE_RIGHT = "arrive_right"
    ARRIVE_AHEAD = "arrive_ahead"


ARRIVALS = frozenset(
    {Code.ARRIVE, Code.ARRIVE_LEFT, Code.ARRIVE_RIGHT, Code.ARRIVE_AHEAD}
)
"""How a leg ends: nothing is travelled after these."""


class WayWord(StrEnum):
    """What to call a way that has no name."""

    MOTORWAY = "motorway"
    RAMP = "ramp"
    ROAD = "road"
    SERVICE = "service"
    TRACK = "track"
    PEDESTRIAN = "pedestrian"
    CYCLEWAY = "cycleway"
    FOOTWAY = "footway"
    PATH = "path"
    STEPS = "steps"
    LIFT = "lift"
    FERRY = "ferry"


class Compass(StrEnum):
    """The eight winds."""

    N = "n"
    NE = "ne"
    E = "e"
    SE = "se"
    S = "s"
    SW = "sw"
    W = "w"
    NW = "nw"


@dataclass(frozen=True, slots=True)
class Way:
    """A street as its signs have it; name and number are "" where there are none."""

    word: WayWord
    name: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do at a place, and the way that follows.

    `seconds` and `metres` reach to the next step; those of a leg sum to its path's.
    `point` indexes the leg's points. `exit` counts from 1 where the code names one.
    `stays` is set where the turn follows the name one is on already.
    """

    code: Code
    way: Way
    seconds: int
    metres: int
    lon: float
    lat: float
    point: int
    exit: int = 0
    heading: Compass | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """From one stop to the next; without a way it has no steps and UNREACHABLE sums.

    points: float64 (k, 2) degrees.
    """

    steps: tuple[Step, ...]
    points: NDArray[np.float64]
    seconds: int
    metres: int


@dataclass(frozen=True, slots=True)
class Guide:
    """A whole tour: a leg between each stop and the next.

    `unsnapped` names the stops (by row) that no street is near.
    """

    legs: tuple[Leg, ...]
    unsnapped: tuple[int, ...] = ()

    @property
    def broken(self) -> tuple[int, ...]:
        """The legs without a way."""
        return tuple(row for row, leg in enumerate(self.legs) if not leg.steps)

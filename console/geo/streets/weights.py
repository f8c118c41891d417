"""One integer that carries entries, time and length of a stretch of road.

    bit 61       60..56     55..51     50........24     23.........0
    limited      entries    avoided    milliseconds     decimetres

Sums of weights sum all five, and the smaller weight is the way that keeps to the posted
limits, then the one with fewer entries into closed ground (private yards, gates: ground
for those who have business there), then with fewer stretches one would rather avoid
(tolls, motorways, ferries), then the quicker, then the shorter one. So one sweep over
int64 finds seconds and metres together, and a road "for destination only" is crossed
only where nothing else leads there, with no invented seconds in the answer.

A road posted for less than the vehicle is closed to it, except to those who stop there:
entering such ground sets bit 61. Entering twice is unreached; once is allowed where the
stop itself stands on such ground, which readers of a weight check (`within_limits`).

Room: 27 bits are 37 hours, 24 bits are 1,677 km, fewer than 32 entries. More than 31
avoided stretches on one way count as an entry.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

type Weights = NDArray[np.int64]

TIME_SHIFT: Final = 24
AVOIDED_SHIFT: Final = 51
ENTRY_SHIFT: Final = 56
LIMITED_SHIFT: Final = 61
LENGTH_MASK: Final = (1 << TIME_SHIFT) - 1
TIME_MASK: Final = (1 << (AVOIDED_SHIFT - TIME_SHIFT)) - 1
# Two of them still add up without overflow.
UNREACHED: Final = (1 << 62) - 1


def packed(
    time_ms: NDArray[np.int64], length_dm: NDArray[np.int64], entries: NDArray[np.int64]
) -> Weights:
    """Weights of equally long columns."""
    return (entries << ENTRY_SHIFT) | (time_ms << TIME_SHIFT) | length_dm


def time_ms(weights: Weights) -> NDArray[np.int64]:
    """The milliseconds in each weight."""
    return (weights >> TIME_SHIFT) & TIME_MASK


def length_dm(weights: Weights) -> NDArray[np.int64]:
    """The decimetres in each weight."""
    return weights & LENGTH_MASK


def within_limits(weight: int, stands_on_limited: int) -> bool:
    """Whether a way of this weight is open: reached, and entering no ground posted
    for less than the vehicle unless its end stands there (1)."""
    return weight < UNREACHED and weight >> LIMITED_SHIFT <= stands_on_limited


def whole_seconds(weight: int) -> int:
    """The seconds in one weight, rounded half up."""
    return ((weight >> TIME_SHIFT & TIME_MASK) + 500) // 1000


def whole_metres(weight: int) -> int:
    """The metres in one weight, rounded half up."""
    return ((weight & LENGTH_MASK) + 5) // 10

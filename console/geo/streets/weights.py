"""One integer that carries entries, time and length of a stretch of road.

    bit 63..56          55........25          24.........0
    entries             milliseconds          decimetres

Sums of weights sum all three, and the smaller weight is the way with fewer entries
into closed ground (private yards, gates: ground for those who have business there),
then the quicker, then the shorter one. So one sweep over int64 finds seconds and
metres together, and a road "for destination only" is crossed only where nothing else
leads there, with no invented seconds in the answer.

Room: 31 bits are 24 days, 25 bits are 3,355 km, and fewer than 32 entries.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

type Weights = NDArray[np.int64]

TIME_SHIFT: Final = 25
ENTRY_SHIFT: Final = 56
LENGTH_MASK: Final = (1 << TIME_SHIFT) - 1
TIME_MASK: Final = (1 << (ENTRY_SHIFT - TIME_SHIFT)) - 1
# Two of them still add up without overflow.
UNREACHED: Final = 1 << 61


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


def whole_seconds(weight: int) -> int:
    """The seconds in one weight, rounded half up."""
    return ((weight >> TIME_SHIFT & TIME_MASK) + 500) // 1000


def whole_metres(weight: int) -> int:
    """The metres in one weight, rounded half up."""
    return ((weight & LENGTH_MASK) + 5) // 10

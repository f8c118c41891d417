"""Chance for the search: a 64-bit xorshift (Marsaglia 2003), the same everywhere.

Its state is one uint64 in an array, so a search goes on exactly where it stopped,
however its iterations are cut into calls.
"""

import numpy as np

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import Bits

_LEFT = np.uint64(13)
_RIGHT = np.uint64(7)
_AGAIN = np.uint64(17)
_TOP = np.uint64(33)


@inner
def draw(chance: Bits) -> int:
    """31 random bits."""
    word = chance[0]
    word ^= word << _LEFT
    word ^= word >> _RIGHT
    word ^= word << _AGAIN
    chance[0] = word
    return int(np.int64(word >> _TOP))


@inner
def below(chance: Bits, count: int) -> int:
    """A whole number from 0 to `count` - 1; `count` is at least 1, below 2**31."""
    return (draw(chance) * count) >> 31

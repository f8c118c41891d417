"""Runs of row numbers, the way columns of lists are read."""

import numpy as np
from numpy.typing import NDArray


def spans(start: NDArray[np.int64], count: NDArray[np.int64]) -> NDArray[np.int64]:
    """start[0], start[0]+1, ... count[0] of them, then start[1], ... and so on."""
    first = np.cumsum(count) - count
    return np.arange(int(count.sum())) - np.repeat(first - start, count)

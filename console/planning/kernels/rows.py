"""Rows as a whole, number by number: a slice would cost a call and may allocate."""

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import Ints


@inner
def clear(row: Ints, value: int) -> None:
    """Write `value` everywhere."""
    for k in range(row.size):
        row[k] = value


@inner
def copy(source: Ints, target: Ints) -> None:
    """Write one row over another as long."""
    for k in range(source.size):
        target[k] = source[k]


@inner
def add(target: Ints, row: int, source: Ints, other: int, sign: int) -> None:
    """Add row `other` of `source` to one of `target`, or for -1 take it off."""
    for k in range(source.shape[1]):
        target[row, k] += sign * source[other, k]


@inner
def sort(row: Ints, count: int) -> None:
    """Put the first `count` numbers in ascending order (Shell 1959, Knuth's gaps)."""
    gap = 1
    while 3 * gap < count:
        gap = 3 * gap + 1
    while gap > 0:
        for k in range(gap, count):
            value, at = row[k], k
            while at >= gap and row[at - gap] > value:
                row[at] = row[at - gap]
                at -= gap
            row[at] = value
        gap //= 3

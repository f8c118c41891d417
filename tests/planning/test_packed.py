"""Tables of arrays say what kernels may read, and refuse what they would misread."""

import numpy as np
import pytest

from console.planning.arrays import tables
from console.planning.kernels.entries import entry
from console.planning.kernels.layout import Day, Ints
from console.planning.kernels.packed import reader, table
from tests.planning.days import small_day

_day = reader(Day)


@entry
def look(day: Day, mode: int, found: Ints) -> None:
    """One number of each kind of array."""
    known = _day(day)
    found[0] = known.options[-1, 1]
    found[1] = known.seconds[mode][0, 1]
    found[2] = known.metres[mode].shape[1]
    found[3] = known.kind_first.size
    found[4] = known.near[1, 0]


def test_a_kernel_reads_what_the_tuple_holds() -> None:
    day = tables(small_day(1)).day
    for mode in range(2):
        found = np.zeros(5, np.int64)
        look(day, mode, found)
        assert found.tolist() == [
            day.options[-1, 1],
            day.seconds[mode][0, 1],
            day.metres[mode].shape[1],
            day.kind_first.size,
            day.near[1, 0],
        ]


@pytest.mark.parametrize(
    "change",
    [
        {"options": np.zeros((3, 4), np.int64)},
        {"windows": np.zeros(4, np.int64)},
        {"amounts": np.zeros((3, 4), np.int32)},
        {"amounts": np.zeros((4, 3), np.int64).T},
    ],
)
def test_an_array_of_another_kind_is_refused(change: dict[str, Ints]) -> None:
    day = tables(small_day(1)).day
    with pytest.raises(TypeError, match=next(iter(change))):
        table(day._replace(**change))

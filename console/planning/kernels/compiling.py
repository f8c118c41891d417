"""How every kernel is compiled: without the interpreter lock, kept on disk.

Division by zero is undefined as in numpy: nothing here divides by what may be zero,
and the checks would cost a third of the compiling.
"""

import numba
import numpy as np

kernel = numba.njit(nogil=True, cache=True, error_model="numpy")


@kernel
def plain(value: int) -> int:
    """A whole number as int64: a literal would get kernels of its own."""
    return int(np.int64(value))
